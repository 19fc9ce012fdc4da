//! Builds programs of the workspace, each selection from the same dependencies.

use anyhow::Result;
use xtask::shell::{cargo, run};

/// Builds these programs.
///
/// Of the whole workspace: with `--package`, shared dependencies would be built once more for each
/// other selection, with the features that it happens to ask for.
pub(crate) fn build(names: &[&str]) -> Result<()> {
    build_with(names, &[])
}

/// Builds these programs for a demonstration: sooner, and slower where millions of facts are folded.
///
/// Only our own crates are then built anew for the tests, whose simulation wants them optimised.
pub(crate) fn build_for_show(names: &[&str]) -> Result<()> {
    let plain = OPTIMISED.map(|name| format!("profile.dev.package.{name}.opt-level=0"));
    build_with(names, &plain.each_ref().map(|setting| ["--config", setting]).concat())
}

/// Our crates that the profile of the tests optimises.
const OPTIMISED: [&str; 2] = ["sync-core", "inwards-engine"];

fn build_with(names: &[&str], settings: &[&str]) -> Result<()> {
    let mut build = cargo("build --locked --workspace");
    build.args(settings);
    for name in names {
        build.args(["--bin", name]);
    }
    run(&mut build)
}
