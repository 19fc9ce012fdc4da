//! The project's own files, for tests that read how it is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Every file of the project by its path below the root, those that are not committed yet too.
pub fn files() -> Vec<String> {
    let mut git = Command::new("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(root());
    let output = git.output().expect("git lists the project's files");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout).expect("paths are text");
    list.lines().filter(|path| root().join(path).is_file()).map(str::to_owned).collect()
}

/// Every file that is text, or of these endings where any are named: its path and what it holds.
pub fn texts(endings: &[&str]) -> Vec<(String, String)> {
    let chosen = files().into_iter().filter(|path| {
        let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
        endings.is_empty() || ending.is_some_and(|ending| endings.contains(&ending))
    });
    // Pictures and the like are no text.
    chosen
        .filter_map(|path| {
            let text = fs::read_to_string(root().join(&path)).ok()?;
            Some((path, text))
        })
        .collect()
}
