//! What is kept of a demonstration, so that the next `up` goes on with it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use sample_plant::{DEFAULT_SEED, Plant, Size};

use xtask::shell::run_folder;

/// A demonstration that is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LaidOutPlant {
    /// The day that the plant's data is dated by: the one on which it was laid out.
    pub(crate) day: NaiveDate,
    /// How large the plant is.
    pub(crate) size: Size,
    /// Where its devices look for the server.
    pub(crate) port: u16,
}

impl LaidOutPlant {
    /// The one of the last time, if it was laid out to the end.
    pub(crate) fn read() -> Option<Self> {
        Self::parse(&fs::read_to_string(file()).ok()?)
    }

    /// Notes that it is laid out.
    pub(crate) fn write(self) -> Result<()> {
        fs::write(file(), self.line()).context("the demonstration cannot be noted")
    }

    /// Its plant: the same again, since it is drawn from a seed.
    pub(crate) fn plant(self) -> Plant {
        Plant::of_size(self.size, DEFAULT_SEED, self.day)
    }

    fn line(self) -> String {
        let size = match self.size {
            Size::Full => "full",
            Size::Small => "small",
        };
        format!("{} {size} {}\n", self.day, self.port)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let day = words.next()?.parse().ok()?;
        let size = match words.next()? {
            "full" => Size::Full,
            "small" => Size::Small,
            _ => return None,
        };
        Some(Self { day, size, port: words.next()?.parse().ok()? })
    }
}

fn file() -> PathBuf {
    run_folder().join("kept")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day of the calendar");
        let kept = LaidOutPlant { day, size: Size::Small, port: 9000 };

        assert_eq!(LaidOutPlant::parse(&kept.line()), Some(kept));
        assert_eq!(LaidOutPlant::parse("2026-11-23 huge 9000"), None);
    }
}
