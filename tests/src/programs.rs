//! Where the built programs are; built first where nobody else did.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The path of a program of the workspace.
pub fn path(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(find).join(name)
}

fn find() -> PathBuf {
    if let Some(folder) = std::env::var_os("INWARDS_PROGRAMS") {
        return PathBuf::from(folder);
    }
    let own = std::env::current_exe().expect("a running program has a path");
    let folder = own
        .ancestors()
        .find(|folder| folder.join("deps").is_dir())
        .expect("tests lie beside the programs")
        .to_owned();
    build(&folder);
    folder
}

/// Of the whole workspace, as the whole test run builds: another selection would compile much twice.
fn build(folder: &Path) {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--locked", "--workspace"]);
    for name in ["inwards-server", "inwards", "xtask"] {
        cargo.args(["--bin", name]);
    }
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    let status = cargo.status().expect("cargo can be started");
    assert!(status.success(), "the programs could not be built");
}
