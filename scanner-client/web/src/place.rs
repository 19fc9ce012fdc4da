//! Where one is: a face and a path in it, as the address says after `#/`.

use sync_core::label::ENROLS;

/// One of the app's faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Face {
    /// What there is for whoever is signed in.
    Home,
    /// Receiving, on a handheld.
    Dock,
    /// Inspection, on a tablet.
    Inspect,
    /// The wall.
    Board,
    /// Work lists, search, administration.
    Office,
    /// Making this browser a device.
    Enrol,
    /// Language, look, scanner.
    Settings,
}

impl Face {
    const ALL: [Self; 7] = [
        Self::Home,
        Self::Dock,
        Self::Inspect,
        Self::Board,
        Self::Office,
        Self::Enrol,
        Self::Settings,
    ];

    /// Its name in the address.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Home => "",
            Self::Dock => "dock",
            Self::Inspect => "inspect",
            Self::Board => "board",
            Self::Office => "office",
            Self::Enrol => "enrol",
            Self::Settings => "settings",
        }
    }
}

/// Where one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// In which face.
    pub(crate) face: Face,
    /// Where in it: `["receipt", "R00700AX"]`.
    pub(crate) path: Vec<String>,
}

impl Place {
    /// Reads the address; what is not known is home.
    pub(crate) fn read(hash: &str) -> Self {
        // A link that enrols may be opened by any camera: its code is no path.
        if let Some(code) = hash.strip_prefix(ENROLS) {
            return Self { face: Face::Enrol, path: vec![code.to_owned()] };
        }
        let mut parts = hash
            .trim_start_matches('#')
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| decoded(part).unwrap_or_else(|| part.to_owned()));
        let name = parts.next().unwrap_or_default();
        let face = Face::ALL.into_iter().find(|face| face.name() == name).unwrap_or(Face::Home);
        Self { face, path: parts.collect() }
    }

    /// A part of the path, if it goes so far.
    pub(crate) fn part(&self, index: usize) -> Option<&str> {
        self.path.get(index).map(String::as_str)
    }
}

fn decoded(part: &str) -> Option<String> {
    js_sys::decode_uri_component(part).ok().map(String::from)
}
