//! Takes the web app into the server, where `cargo xtask web` has built it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = folder();
    // Made where it is missing: what is watched and does not exist is built anew each time.
    fs::create_dir_all(&folder)?;
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-env-changed=INWARDS_WEB_DIST");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name();
        names.extend(name.into_string().ok());
    }
    names.sort();
    let mut list = String::from("&[\n");
    for name in names {
        let path = folder.join(&name).canonicalize()?;
        // Writing to memory cannot fail.
        let _ = writeln!(
            list,
            "    ({name:?}, include_bytes!({:?}).as_slice()),",
            path.to_string_lossy()
        );
    }
    list.push(']');
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("web_files.rs"), list)
}

/// Where `cargo xtask web` puts it: in the same target folder as this is built in.
fn folder() -> PathBuf {
    if let Some(folder) = env::var_os("INWARDS_WEB_DIST") {
        return PathBuf::from(folder);
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(
        || {
            let own = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
            own.parent().unwrap_or(Path::new(".")).join("target")
        },
        PathBuf::from,
    );
    target.join("web-dist")
}
