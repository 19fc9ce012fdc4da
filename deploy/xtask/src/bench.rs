//! `cargo xtask bench`: the figures that the closing note of a release gives.

use anyhow::{Context as _, Result};
use xtask::shell::{built, cargo, program, run};
use xtask::steps::Steps;

use crate::web;

const PROGRAMS: [&str; 2] = ["inwards-server", "inwards"];

/// Builds for release, and measures.
pub(crate) fn bench() -> Result<()> {
    let mut steps = Steps::of(3);
    // Before the server, which carries it in itself: not the quick one that `up` has built.
    steps.step("the web app", 240, || web::web(false))?;
    steps.step("programs for release", 300, || {
        run(&mut cargo("build --locked --release -p inwards-server -p inwards"))?;
        run(&mut cargo("build --locked --release -p inwards-tests --example figures"))
    })?;
    let folder = built("release");
    steps.step("figures", 0, || {
        run(program(folder.join("examples/figures")).env("INWARDS_PROGRAMS", &folder))
    })?;
    for name in PROGRAMS {
        let path = folder.join(name);
        let size = path.metadata().with_context(|| path.display().to_string())?.len();
        println!("{name}: {size} bytes ({}.{} MB)", size / 1_000_000, size / 100_000 % 10);
    }
    Ok(())
}
