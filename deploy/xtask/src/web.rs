//! `cargo xtask web`: the web app as files that a server can hand out for years.

use std::path::PathBuf;

use anyhow::Result;
use xtask::shell::{built, ours, program, run};

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

fn pack_small([app, reader]: &[PathBuf; 2]) -> Result<()> {
    let folder = built("web-dist");
    run(program(ours("web-pack")).arg(app).arg(reader).arg(&folder))?;
    run(program(ours("web-press")).arg(&folder))
}
