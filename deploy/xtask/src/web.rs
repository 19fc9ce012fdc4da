//! `cargo xtask web`: the web app as files that a server can hand out for years.

use anyhow::Result;
use xtask::shell::{built, ours, program, run};

use crate::{programs, wasm};

/// Builds the web app into `target/web-dist`; `dev` is quicker, several times as large and unpressed.
pub(crate) fn web(dev: bool) -> Result<()> {
    let tools: &[&str] = if dev { &["web-pack"] } else { &["web-pack", "web-press"] };
    programs::build(tools)?;
    let [app, reader] = wasm::build_app(if dev { wasm::QUICK } else { wasm::SMALL })?;
    let folder = built("web-dist");
    let mut pack = program(ours("web-pack"));
    pack.arg(app).arg(reader).arg(&folder);
    if dev {
        pack.arg("--dev");
    }
    run(&mut pack)?;
    if dev { Ok(()) } else { run(program(ours("web-press")).arg(&folder)) }
}
