//! Builds programs of the workspace, each selection from the same dependencies.

use std::process::Command;

use anyhow::Result;
use xtask::shell::{built, cargo, run};

/// Builds these programs.
///
/// Of the whole workspace: with `--package`, shared dependencies would be built once more for each
/// other selection, with the features that it happens to ask for.
pub(crate) fn build(names: &[&str]) -> Result<()> {
    run(&mut select(names, &[]))
}

/// Builds these programs for a demonstration: sooner, and slower where millions of facts are folded.
///
/// Only our own crates are then built anew for the tests, whose simulation wants them optimised. The
/// server holds no web app: it is started with `--web`, and is not built again when the app was.
pub(crate) fn build_for_show(names: &[&str]) -> Result<()> {
    let mut settings = vec!["--config".to_owned(), "profile.dev.debug=false".to_owned()];
    for name in OPTIMISED {
        settings.push("--config".to_owned());
        settings.push(format!("profile.dev.package.{name}.opt-level=0"));
    }
    run(select(names, &settings).env("INWARDS_WEB_DIST", built("no-web")))
}

/// Our crates that the profile of the tests optimises.
const OPTIMISED: [&str; 2] = ["sync-core", "inwards-engine"];

fn select(names: &[&str], settings: &[String]) -> Command {
    let mut build = cargo("build --locked --workspace");
    build.args(settings);
    for name in names {
        build.args(["--bin", name]);
    }
    build
}
