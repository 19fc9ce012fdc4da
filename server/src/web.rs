//! The web app's files: taken into this program when it was built, or read from a folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What was built before this program; nothing where nothing was.
const BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/web_files.rs"));

/// All files of the web app, by name, with their pressed forms.
#[derive(Clone, Debug)]
pub struct WebFiles(BTreeMap<String, Cow<'static, [u8]>>);

/// How a file is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Brotli, for browsers that say they read it.
    Brotli,
    /// Gzip, for the others that read compressed files.
    Gzip,
    /// Not pressed: as the browser uses it.
    Plain,
}

impl Pressed {
    const fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Plain => "",
        }
    }
}

impl Default for WebFiles {
    /// The files in this program.
    fn default() -> Self {
        let own =
            |(name, content): &(&str, &'static [u8])| ((*name).to_owned(), Cow::Borrowed(*content));
        Self(BUILT_IN.iter().map(own).collect())
    }
}

impl WebFiles {
    /// The files of a folder, as they are now.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_file()
                && let Ok(name) = entry.file_name().into_string()
            {
                files.insert(name, Cow::Owned(std::fs::read(entry.path())?));
            }
        }
        Ok(Self(files))
    }

    /// The plain names of all files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let is_plain = |name: &&str| {
            [Pressed::Brotli, Pressed::Gzip].iter().all(|form| !name.ends_with(form.ending()))
        };
        self.0.keys().map(String::as_str).filter(is_plain)
    }

    /// A file in the first of these forms that there is.
    pub fn get(&self, name: &str, forms: &[Pressed]) -> Option<(Pressed, Cow<'static, [u8]>)> {
        forms.iter().chain(&[Pressed::Plain]).find_map(|form| {
            let content = self.0.get(&format!("{name}{}", form.ending()))?;
            Some((*form, content.clone()))
        })
    }
}

/// Whether a name is made of its file's content, so that it may be kept for ever.
pub fn is_by_content(name: &str) -> bool {
    let hash = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('-'));
    hash.is_some_and(|(_, hash)| hash.len() == 12 && hash.bytes().all(|c| c.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_by_its_content_is_kept_for_ever() {
        assert!(is_by_content("app-0123456789ab.wasm"));
        assert!(!is_by_content("sw.js"));
        assert!(!is_by_content("icon-192.png"));
    }

    #[test]
    fn the_first_form_that_there_is_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("app.js"), "plain").unwrap();
        std::fs::write(folder.path().join("app.js.gz"), "pressed").unwrap();
        let files = WebFiles::read(folder.path()).unwrap();
        let form = |forms: &[Pressed]| files.get("app.js", forms).map(|(form, _)| form);

        assert_eq!(form(&[Pressed::Brotli, Pressed::Gzip]), Some(Pressed::Gzip));
        assert_eq!(form(&[]), Some(Pressed::Plain));
        assert_eq!(files.names().collect::<Vec<_>>(), ["app.js"]);
        assert_eq!(files.get("other.js", &[]), None);
    }
}
