//! `cargo xtask web`: the web app as files that a server can hand out for years.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use xtask::shell::{built, ours, program, root, run};

use crate::{programs, wasm};

/// Builds the web app into `target/web-dist`; `dev` is quicker, several times as large and unpressed.
pub(crate) fn web(dev: bool) -> Result<()> {
    let tools: &[&str] = if dev { &["web-pack"] } else { &["web-pack", "web-press"] };
    programs::build(tools)?;
    let built = wasm::build_app(if dev { wasm::QUICK } else { wasm::SMALL })?;
    if dev { pack_quick(&built) } else { pack_small(&built) }
}

/// Makes the folder `target/web-dist` of the quick app and its reader, with a `web-pack` that is built.
pub(crate) fn pack_quick([app, reader]: &[PathBuf; 2]) -> Result<()> {
    let folder = built("web-dist");
    run(program(ours("web-pack")).arg(app).arg(reader).arg(folder).arg("--dev"))
}

/// The same, unless it was made since anything that goes into it changed: `web-pack` unoptimised takes
/// half a minute for it.
pub(crate) fn pack_quick_where_changed(built_app: &[PathBuf; 2]) -> Result<()> {
    let made = changed(&built("web-dist").join("index.html"));
    let mut sources = built_app.to_vec();
    sources.push(ours("web-pack"));
    for folder in ["scanner-client/web/static", "scanner-client/camera", "scanner-client/paper/src"]
    {
        let files = fs::read_dir(root().join(folder)).with_context(|| folder.to_owned())?;
        sources.extend(files.flatten().map(|file| file.path()));
    }
    let latest = sources.iter().filter_map(|source| changed(source)).max();
    if made.is_some() && made > latest { Ok(()) } else { pack_quick(built_app) }
}

/// When a file was last written; nothing where it is not there.
fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|known| known.modified()).ok()
}

fn pack_small([app, reader]: &[PathBuf; 2]) -> Result<()> {
    let folder = built("web-dist");
    run(program(ours("web-pack")).arg(app).arg(reader).arg(&folder))?;
    run(program(ours("web-press")).arg(&folder))
}
