//! `cargo xtask test`: everything that must pass, what fails soonest first and the tests last.

use anyhow::{Context as _, Result};
use xtask::shell::{built, cargo, run, works};
use xtask::steps::Steps;

use crate::packages::{CHROMIUM, FAKETIME, LABELS, LINKER, NODE, install};
use crate::supply::{self, Advisories};
use crate::{wasm, web};

/// Checks and tests everything.
///
/// Every step takes the whole workspace in one profile, so that none builds again what another one
/// has built: what a crate's dependencies are asked for changes with the selection.
pub(crate) fn test() -> Result<()> {
    println!("Checks form, lints, documents and the web app, then runs all tests.");
    println!("May install, where missing: gcc, faketime, librsvg2-bin, zbar-tools, a Chinese");
    println!("face, the wasm32 target of Rust, pip, Node.js, Chromium.");

    let mut steps = Steps::of(11);
    steps.step("what the tests need", 0, || {
        [LINKER, FAKETIME, LABELS, NODE, CHROMIUM].iter().try_for_each(install)
    })?;
    steps.step("form", 0, || {
        run(&mut cargo("fmt --all --check")).context("`cargo fmt --all` puts it right")
    })?;
    steps.step("licences and known holes", 0, || supply::check_all(Advisories::IfReached))?;
    steps.step("lints", 180, || {
        run(&mut cargo("clippy --locked --workspace --all-targets --all-features -- -D warnings"))
    })?;
    steps.step("documents", 60, || {
        run(cargo("doc --locked --workspace --no-deps").env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    steps.step("lints of the web app in a browser", 90, wasm::lint_app)?;
    // Before the server, which carries it in itself.
    steps.step("the web app", 240, || web::web(false))?;
    steps.step("programs and tests", 300, || {
        run(&mut cargo("build --locked --workspace --all-targets"))
    })?;
    steps.step("examples in documents", 10, || {
        run(&mut cargo("test --locked --workspace --doc --quiet"))
    })?;
    steps.step("tests in a browser", 600, crate::browser::test)?;

    println!("\n{} so far; now the tests", steps.so_far());
    println!("\n{}", steps.next("tests"));
    let mut tests = if works("cargo", &["nextest", "--version"]) {
        cargo("nextest run --locked --workspace --no-fail-fast")
    } else {
        cargo("test --locked --workspace --lib --bins --tests --no-fail-fast")
    };
    // Nothing is printed after the runner's closing lines: whoever reads them looks at the end.
    run(tests.env("INWARDS_PROGRAMS", built("debug")))
}
