//! `cargo xtask web`: the web app as files that a server can hand out for years.
//!
//! WebAssembly and its glue, the style sheets as one, and the page; named by their content,
//! so that a browser may keep them for ever; pressed once, so that no server presses them
//! again. The service worker's version is made of all their names.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::shell::{built, root};
use crate::wasm;

/// What program and glue should weigh, pressed, so that a slow handheld loads them at once.
const GOAL_BYTES: usize = 350 << 10;

/// What they may not weigh: the goal is missed so far, and this keeps it from being missed by more.
const MOST_BYTES: usize = 1 << 20;
/// Smaller files are not worth pressing.
const WORTH_PRESSING: usize = 1_024;
/// What other style sheets build upon comes first.
const STYLES_FIRST: [&str; 3] = ["tokens.css", "components.css", "app.css"];

/// Builds the web app into `target/web-dist`.
pub(crate) fn web(dev: bool) -> Result<()> {
    let [program, reader] = wasm::build_app(if dev { "web-dev" } else { "web" })?;
    let mut dist = Dist::begin()?;
    dist.put_glued("app", &program, dev)?;
    dist.put("app.css", styles()?)?;
    for icon in ["icon.svg", "icon-192.png", "icon-512.png"] {
        dist.put(icon, fs::read(source().join(icon))?)?;
    }
    dist.put_camera(&reader, dev)?;
    dist.put_filled("boot.js", &source())?;
    dist.finish(dev)
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
    weight: usize,
}

impl Dist {
    fn begin() -> Result<Self> {
        let folder = built("web-dist");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, names: BTreeMap::new(), later: Vec::new(), weight: 0 })
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

    /// Adds the page, the manifest and the service worker, and presses everything.
    fn finish(mut self, dev: bool) -> Result<()> {
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
        if dev {
            return Ok(());
        }
        self.press()?;
        println!("program and glue: {} bytes, pressed", self.weight);
        if self.weight > GOAL_BYTES {
            println!("!! that is more than the goal of {GOAL_BYTES} bytes");
        }
        ensure!(self.weight <= MOST_BYTES, "more than {MOST_BYTES} bytes are too slow to load");
        Ok(())
    }

    fn press(&mut self) -> Result<()> {
        let counted = [self.name("app.wasm").to_owned(), self.name("app.js").to_owned()];
        for entry in fs::read_dir(&self.folder)?.collect::<Result<Vec<_>, _>>()? {
            let name = entry.file_name().to_string_lossy().into_owned();
            let plain = fs::read(entry.path())?;
            let is_pressed = Path::new(&name).extension().is_some_and(|kind| kind == "png");
            if plain.len() < WORTH_PRESSING || is_pressed {
                continue;
            }
            let brotli = with_brotli(&plain)?;
            if counted.contains(&name) {
                self.weight += brotli.len();
            }
            fs::write(self.folder.join(format!("{name}.br")), brotli)?;
            fs::write(self.folder.join(format!("{name}.gz")), with_gzip(&plain)?)?;
        }
        Ok(())
    }
}

fn with_brotli(plain: &[u8]) -> Result<Vec<u8>> {
    let how = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut pressed = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut pressed, &how)?;
    Ok(pressed)
}

fn with_gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(plain)?;
    Ok(gzip.finish()?)
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
