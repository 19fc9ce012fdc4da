//! Makes of the web app's programs a folder of files that a server can hand out for years.
//!
//! WebAssembly and its glue, the style sheets as one, and the page; named by their content,
//! so that a browser may keep them for ever. The service worker's version is made of all their
//! names. `cargo xtask web` runs this, and `web-press` after it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow};
use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;
use xtask::shell::{built, root};

/// What other style sheets build upon comes first.
const STYLES_FIRST: [&str; 3] = ["tokens.css", "components.css", "app.css"];

/// The words on the command line, as an error shows them.
const USAGE: &str = "web-pack APP.wasm CAMERA.wasm FOLDER [--dev]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        [app, reader, folder] => pack(Path::new(app), Path::new(reader), folder, false),
        [app, reader, folder, "--dev"] => pack(Path::new(app), Path::new(reader), folder, true),
        _ => Err(anyhow!("`cargo xtask web` runs this: {USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("web-pack: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Lays the folder out anew; `dev` keeps the names of functions in the programs.
fn pack(app: &Path, reader: &Path, folder: &str, dev: bool) -> Result<()> {
    let mut dist = Dist::begin(PathBuf::from(folder))?;
    dist.put_glued("app", app, dev)?;
    dist.put("app.css", styles()?)?;
    for icon in ["icon.svg", "icon-192.png", "icon-512.png"] {
        dist.put(icon, fs::read(source().join(icon))?)?;
    }
    dist.put_camera(reader, dev)?;
    dist.put_filled("boot.js", &source())?;
    dist.finish()
}

/// Where the files that are not compiled lie.
fn source() -> PathBuf {
    root().join("scanner-client/web/static")
}

/// Makes the glue between a program and the browser.
fn glue(name: &str, program: &Path, dev: bool) -> Result<PathBuf> {
    let folder = built("web-glue");
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(program)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .debug(dev)
        .keep_debug(dev)
        .remove_name_section(!dev)
        .remove_producers_section(!dev)
        .generate(&folder)?;
    Ok(folder)
}

/// All style sheets as one, in a fixed order.
fn styles() -> Result<Vec<u8>> {
    let mut names: Vec<String> = fs::read_dir(source())?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|kind| kind == "css"))
        .collect();
    names.sort_by_key(|name| {
        let place = STYLES_FIRST.iter().position(|first| first == name);
        (place.unwrap_or(STYLES_FIRST.len()), name.clone())
    });
    let mut all = Vec::new();
    for name in names {
        all.extend(fs::read(source().join(&name))?);
        all.push(b'\n');
    }
    // Papers have names of their own: on the screen they would be the app's.
    let papers = fs::read(root().join("scanner-client/paper/src/sheet.css"))?;
    all.extend([b"@media print {\n", &papers[..], b"}\n"].concat());
    Ok(all)
}

/// The folder of files to hand out.
struct Dist {
    folder: PathBuf,
    /// The names by content, by plain name.
    names: BTreeMap<String, String>,
    /// Names by content of what the app works without: fetched once it runs.
    later: Vec<String>,
}

impl Dist {
    fn begin(folder: PathBuf) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, names: BTreeMap::new(), later: Vec::new() })
    }

    fn name<'d>(&'d self, plain: &'d str) -> &'d str {
        self.names.get(plain).map_or(plain, String::as_str)
    }

    /// Adds a file under a name by its content.
    fn put(&mut self, plain: &str, content: Vec<u8>) -> Result<()> {
        let (stem, kind) = plain.rsplit_once('.').context("a file has a kind")?;
        let name = format!("{stem}-{}.{kind}", hash(&content));
        fs::write(self.folder.join(&name), content)?;
        self.names.insert(plain.to_owned(), name);
        Ok(())
    }

    /// Adds a program and its glue, as `{name}.wasm` and `{name}.js`.
    fn put_glued(&mut self, name: &str, program: &Path, dev: bool) -> Result<()> {
        let glued = glue(name, program, dev)?;
        let (program, script) = (format!("{name}.wasm"), format!("{name}.js"));
        let made = glued.join(format!("{name}_bg.wasm"));
        self.put(&program, fs::read(&made).context("the program was not made")?)?;
        self.put(&script, fs::read(glued.join(&script))?)
    }

    /// Adds a text with the names of files in it.
    fn put_filled(&mut self, plain: &str, folder: &Path) -> Result<()> {
        let text = self.filled(&fs::read_to_string(folder.join(plain))?);
        self.put(plain, text.into_bytes())
    }

    /// Adds what reads codes by the camera: as large as all the rest, and not counted with it.
    fn put_camera(&mut self, reader: &Path, dev: bool) -> Result<()> {
        self.put_glued("camera-glue", reader, dev)?;
        self.put_filled("camera-worker.js", &root().join("scanner-client/camera"))?;
        self.put_filled("camera.js", &source())?;
        let names = ["camera-glue.wasm", "camera-glue.js", "camera-worker.js", "camera.js"];
        self.later = names.map(|plain| self.name(plain).to_owned()).into();
        Ok(())
    }

    /// A text with the names of files in place of `{plain name}`.
    fn filled(&self, text: &str) -> String {
        let fill = |text: String, (plain, name): (&String, &String)| {
            text.replace(&format!("{{{plain}}}"), name)
        };
        self.names.iter().fold(text.to_owned(), fill)
    }

    /// Adds the page, the manifest and the service worker.
    fn finish(self) -> Result<()> {
        for plain in ["index.html", "manifest.webmanifest"] {
            let text = self.filled(&fs::read_to_string(source().join(plain))?);
            fs::write(self.folder.join(plain), text)?;
        }
        let address = |name: &String| format!("/{name}");
        let later: Vec<String> = self.later.iter().map(address).collect();
        let mut files = vec!["/".to_owned(), "/manifest.webmanifest".to_owned()];
        let at_once = self.names.values().filter(|name| !self.later.contains(name));
        files.extend(at_once.map(address));
        let version = hash([files.concat(), later.concat()].concat().as_bytes());
        let worker = fs::read_to_string(source().join("sw.js"))?
            .replace("{version}", &version)
            .replace("{files}", &serde_json::to_string(&files)?)
            .replace("{later}", &serde_json::to_string(&later)?);
        fs::write(self.folder.join("sw.js"), worker)?;
        Ok(())
    }
}

/// The first 48 bits of a content's hash, in hex.
fn hash(content: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(content).iter().take(6).fold(String::new(), |mut text, byte| {
        // Writing to memory cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_what_is_in_them() {
        let kept = tempfile::tempdir().expect("a folder");
        let folder = kept.path().join("dist");
        let mut dist = Dist::begin(folder.clone()).expect("a folder can be made");
        dist.put("app.css", b"body {}".to_vec()).expect("it can be written");

        let name = dist.name("app.css").to_owned();
        assert_eq!(name, format!("app-{}.css", hash(b"body {}")));
        assert_eq!(dist.filled("<link href=\"/{app.css}\">"), format!("<link href=\"/{name}\">"));
        assert_eq!(fs::read(folder.join(name)).expect("it is there"), b"body {}");
    }

    #[test]
    fn what_other_styles_build_upon_comes_first() {
        let all = String::from_utf8(styles().expect("they can be read")).expect("text");
        let tokens = fs::read_to_string(source().join(STYLES_FIRST[0])).expect("a style sheet");

        assert!(all.starts_with(&tokens));
        assert!(all.contains("@media print {"));
    }
}
