//! `cargo xtask bench`: the figures that the closing note of a release gives.

use anyhow::{Context as _, Result};

use crate::shell::{built, cargo, run, step};

const PROGRAMS: [&str; 2] = ["inwards-server", "inwards"];

/// Builds for release, and measures.
pub(crate) fn bench() -> Result<()> {
    step("build", || {
        run(&mut cargo("build --locked --release -p inwards-server -p inwards"))?;
        run(&mut cargo("build --locked --release -p inwards-tests --example figures"))
    })?;
    let folder = built("release");
    step("measure", || {
        let mut figures = crate::shell::program(folder.join("examples/figures"));
        run(figures.env("INWARDS_PROGRAMS", &folder))
    })?;
    for name in PROGRAMS {
        let path = folder.join(name);
        let size = path.metadata().with_context(|| path.display().to_string())?.len();
        println!("{name}: {size} bytes ({}.{} MB)", size / 1_000_000, size / 100_000 % 10);
    }
    Ok(())
}
