//! Builds programs of the workspace, each selection from the same dependencies.

use anyhow::Result;
use xtask::shell::{cargo, run};

/// Builds these programs.
///
/// Of the whole workspace: with `--package`, shared dependencies would be built once more for each
/// other selection, with the features that it happens to ask for.
pub(crate) fn build(names: &[&str]) -> Result<()> {
    let mut build = cargo("build --locked --workspace");
    for name in names {
        build.args(["--bin", name]);
    }
    run(&mut build)
}
