//! Where one is: a section and a path in it, as the address says after `#/`.

use sync_core::label::ENROLS;

/// The app's sections from a list: each with its name in the address.
macro_rules! sections {
    ($($(#[doc = $doc:literal])* $section:ident => $name:literal,)*) => {
        /// One of the app's sections.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Section {
            $($(#[doc = $doc])* $section,)*
        }

        impl Section {
            const ALL: &'static [Self] = &[$(Self::$section,)*];

            /// Its name in the address.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$section => $name,)*
                }
            }
        }
    };
}

sections! {
    /// What there is for whoever is signed in.
    Home => "",
    /// Receiving, on a handheld.
    Dock => "dock",
    /// Inspection, on a tablet.
    Inspect => "inspect",
    Board => "board",
    /// Work lists, search, administration.
    Office => "office",
    /// Making this browser a device.
    Enrol => "enrol",
    Settings => "settings",
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) section: Section,
    /// Where in it: `["receipt", "R00700AX"]`.
    pub(crate) path: Vec<String>,
}

impl Route {
    /// Reads the address; what is not known is home.
    pub(crate) fn read(hash: &str) -> Self {
        // A link that enrols may be opened by any camera: its code is no path.
        if let Some(rest) = hash.strip_prefix(ENROLS) {
            // The browser trusts the root already that stands behind it.
            let code = rest.split('&').next().unwrap_or_default();
            return Self { section: Section::Enrol, path: vec![code.to_owned()] };
        }
        let mut parts = hash
            .trim_start_matches('#')
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| decoded(part).unwrap_or_else(|| part.to_owned()));
        let name = parts.next().unwrap_or_default();
        let known = Section::ALL.iter().copied().find(|section| section.name() == name);
        let section = known.unwrap_or(Section::Home);
        Self { section, path: parts.collect() }
    }

    /// A part of the path, if it goes so far.
    pub(crate) fn part(&self, index: usize) -> Option<&str> {
        self.path.get(index).map(String::as_str)
    }
}

/// A part of an address with everything escaped that could be taken for the address itself, as
/// `encodeURIComponent` does.
pub(crate) fn encoded(part: &str) -> String {
    part.bytes().fold(String::with_capacity(part.len()), |mut address, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.extend(['%', hex(byte >> 4), hex(byte & 0xf)]);
        }
        address
    })
}

fn hex(half: u8) -> char {
    char::from_digit(half.into(), 16).unwrap_or_default().to_ascii_uppercase()
}

/// What was escaped; nothing where that is no text.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        if *first != b'%' {
            bytes.push(*first);
            rest = behind;
            continue;
        }
        let (pair, behind) = behind.split_first_chunk::<2>()?;
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        bytes.push(u8::try_from(high? * 16 + low?).ok()?);
        rest = behind;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(hash: &str) -> Vec<String> {
        Route::read(hash).path
    }

    #[test]
    fn an_address_is_a_section_and_a_path_in_it() {
        let place = Route::read("#/dock/receipt/R00700AX");

        assert_eq!(place.section, Section::Dock);
        assert_eq!(place.part(0), Some("receipt"));
        assert_eq!(place.part(1), Some("R00700AX"));
        assert_eq!(place.part(2), None);
    }

    #[test]
    fn every_section_is_found_by_its_name() {
        for section in Section::ALL {
            assert_eq!(Route::read(&format!("#/{}", section.name())).section, *section);
        }
    }

    #[test]
    fn what_is_not_known_is_home() {
        for hash in ["", "#", "#/", "#//", "#/nowhere", "#/%", "garbage"] {
            assert_eq!(Route::read(hash).section, Section::Home, "{hash}");
        }
    }

    #[test]
    fn a_link_that_enrols_keeps_its_code_whole() {
        let place = Route::read("#enrol=ab/cd%20");

        assert_eq!(place.section, Section::Enrol);
        assert_eq!(place.path, ["ab/cd%20"]);
        assert_eq!(Route::read("#enrol=7QK2&root=a5").path, ["7QK2"]);
    }

    #[test]
    fn whatever_is_encoded_reads_back() {
        for part in ["六角螺栓 8×125", "a/b", "100 %", "%41", "", "?#&=+", "naïve", "\u{1d}"]
        {
            assert_eq!(decoded(&encoded(part)).as_deref(), Some(part), "{part}");
        }
    }

    #[test]
    fn an_address_is_written_as_browsers_write_it() {
        assert_eq!(encoded("螺"), "%E8%9E%BA");
        assert_eq!(encoded("a/b %"), "a%2Fb%20%25");
        assert_eq!(encoded("-_.!~*'()"), "-_.!~*'()");
    }

    #[test]
    fn a_part_that_was_encoded_is_one_part() {
        assert_eq!(path("#/office/search/a%2Fb%20%E8%9E%BA"), ["search", "a/b 螺"]);
        assert_eq!(path("#/office/search/%e8%9e%ba"), ["search", "螺"]);
    }

    #[test]
    fn what_was_never_encoded_is_left_as_it_is() {
        for part in ["100%", "%zz", "%E8%9E", "%+1", "%FF"] {
            assert_eq!(path(&format!("#/office/search/{part}")), ["search", part]);
        }
    }
}
