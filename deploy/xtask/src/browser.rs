//! The tests in a browser: real programs, a real Chromium, and everything that goes wrong.

use anyhow::Result;
use xtask::shell::{built, program, root, run};

/// Where the tests lie, with the one package that they need.
const FOLDER: &str = "tests/browser";

/// Runs them; the programs and the web app are built.
pub(crate) fn test() -> Result<()> {
    let folder = root().join(FOLDER);
    run(program("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    run(program("node")
        .args(["--test", "--test-concurrency=1"])
        .current_dir(&folder)
        .env("INWARDS_PROGRAMS", built("debug"))
        .env("INWARDS_WEB_DIST", built("web-dist")))
}
