//! Clocks from outside: the programs run under a library that answers for the machine's clock.

use std::path::PathBuf;
use std::process::Command;

/// What time it is for a program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Clock {
    /// What it really is.
    #[default]
    Real,
    /// It stands still, at an instant of UTC written like `2026-11-23 08:10:00.000`.
    Still(String),
}

impl Clock {
    /// A clock that stands still.
    pub fn at(instant: &str) -> Self {
        Self::Still(instant.to_owned())
    }

    /// Starts a program by this clock.
    pub fn set(&self, command: &mut Command) {
        match self {
            Self::Real => {}
            Self::Still(instant) => {
                command.env("LD_PRELOAD", library()).env("FAKETIME", instant).env("TZ", "UTC");
            }
        }
    }
}

/// The one for programs with threads.
fn library() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").expect("programs have libraries");
    let mut found = folders
        .filter_map(Result::ok)
        .map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"))
        .filter(|library| library.is_file());
    found
        .next()
        .expect("this test moves clocks: run `apt-get install faketime`, or `cargo xtask test`")
}
