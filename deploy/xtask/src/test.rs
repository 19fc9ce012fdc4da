//! `cargo xtask test`: everything that must pass, the tests last.

use std::time::Instant;

use anyhow::Result;

use crate::packages::{FAKETIME, LABELS, LINKER, install};
use crate::shell::{built, cargo, run, step, works};
use crate::wasm;

/// Checks and tests everything.
pub(crate) fn test() -> Result<()> {
    let begun = Instant::now();
    println!("Checks form, lints, documents and the WebAssembly build, then runs all tests.");
    println!("May install, where missing: gcc, faketime, librsvg2-bin, zbar-tools, a Chinese");
    println!("face, the wasm32 target of Rust, Node.js, Chromium.");

    step("what the tests need", || [LINKER, FAKETIME, LABELS].iter().try_for_each(install))?;
    step("form", || run(&mut cargo("fmt --all --check")))?;
    step("lints", || {
        run(&mut cargo(
            "clippy --locked --workspace --exclude inwards-web --all-targets --all-features -- -D warnings",
        ))
    })?;
    step("documents", || {
        run(cargo("doc --locked --workspace --exclude inwards-web --no-deps")
            .env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    step("WebAssembly", wasm::build)?;
    step("lints of the web app", wasm::lint_app)?;
    step("what of the web app needs no browser", || {
        run(&mut cargo("clippy --locked -p inwards-web --all-targets -- -D warnings"))?;
        run(&mut cargo("test --locked -p inwards-web --lib --quiet"))
    })?;
    // Before the server, which carries it in itself.
    step("web app", || crate::web::web(false))?;
    step("programs", || {
        run(&mut cargo("build --locked --workspace --exclude inwards-web --bins"))
    })?;
    step("examples in documents", || {
        run(&mut cargo("test --locked --workspace --exclude inwards-web --doc --quiet"))
    })?;

    step("tests in a browser", crate::browser::test)?;

    println!("\n{:.0} s so far; now the tests", begun.elapsed().as_secs_f64());
    println!("\n== tests");
    let has_nextest = works("cargo", &["nextest", "--version"]);
    let mut tests = if has_nextest {
        cargo("nextest run --locked --workspace --exclude inwards-web --no-fail-fast")
    } else {
        cargo("test --locked --workspace --exclude inwards-web --lib --bins --tests --no-fail-fast")
    };
    // Nothing is printed after the runner's closing lines: whoever reads them looks at the end.
    run(tests.env("INWARDS_PROGRAMS", built("debug")))
}
