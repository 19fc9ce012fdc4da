//! Reading the audit log: listing what fits a filter, and checking that nothing was changed.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use sync_core::time::Timestamp;

use super::file::files;
use super::record::{Head, Line, hash_of};

/// What is wanted of the log; what is not said is not asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Noted at this instant or later.
    pub since: Option<Timestamp>,
    /// Noted before this instant.
    pub until: Option<Timestamp>,
    /// By somebody, or about them: `person:3`, `device:7`, `account:0`, `address:10.0.0.9`, `server`.
    pub who: Option<String>,
    /// What was done, by name; several are joined by commas.
    pub what: Option<String>,
}

impl Filter {
    fn fits(&self, line: &Line) -> bool {
        let is_named =
            |names: &String| names.split(',').any(|name| name.trim() == line.what.as_str());
        self.since.is_none_or(|since| line.at >= since)
            && self.until.is_none_or(|until| line.at < until)
            && self.who.as_ref().is_none_or(|who| line.is_of(who))
            && self.what.as_ref().is_none_or(is_named)
    }
}

/// A record that was found, with its line as it was written.
#[derive(Clone, Debug)]
pub struct Found {
    /// What the line says.
    pub line: Line,
    /// The line itself.
    pub text: String,
}

/// Hands every record that fits to `take`, from the oldest on.
pub fn list(folder: &Path, filter: &Filter, mut take: impl FnMut(Found)) -> io::Result<()> {
    each_line(folder, |_, _, bytes, _| {
        if let Some(line) = Line::parse(bytes).filter(|line| filter.fits(line)) {
            take(Found { line, text: String::from_utf8_lossy(bytes).into_owned() });
        }
        true
    })
}

/// The last records that fit and stand before a number, in their order.
pub fn last(
    folder: &Path,
    filter: &Filter,
    before: Option<u64>,
    most: usize,
) -> io::Result<Vec<Found>> {
    let mut found = std::collections::VecDeque::new();
    list(folder, filter, |one| {
        if before.is_none_or(|before| one.line.n < before) {
            found.push_back(one);
            if found.len() > most {
                found.pop_front();
            }
        }
    })?;
    Ok(found.into())
}

/// Whether the log still is what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Every record names the one before it.
    Whole {
        /// The number of the first record; 0 where there is none.
        first: u64,
        /// The last record.
        head: Head,
        /// Whether an unfinished record follows: one is being written, or a crash left it.
        unfinished: bool,
    },
    /// Something was changed, taken out or put in.
    Broken {
        /// The file in which it shows.
        file: PathBuf,
        /// The line of the file, counted from 1; 0 where it is the end of everything.
        line: u64,
        /// The number of the record that should stand there.
        record: u64,
        /// What is wrong there.
        why: String,
    },
}

/// Follows the chain through all files.
///
/// `known` are records that somebody noted elsewhere: each must still be what it was, or stand right
/// before the first one, where older files were put away.
pub fn verify(folder: &Path, known: &[Head]) -> io::Result<Checked> {
    let mut head = Head::default();
    let (mut first, mut unfinished, mut broken) = (0, false, None);
    let mut place = (folder.to_owned(), 0);
    each_line(folder, |file, number, bytes, is_whole| {
        if !is_whole {
            unfinished = true;
            return true;
        }
        let broken_at = |record: u64, why: &str| {
            Some(Checked::Broken {
                file: file.to_owned(),
                line: number,
                record,
                why: why.to_owned(),
            })
        };
        if unfinished {
            broken = broken_at(head.n + 1, "the line before it has no end");
            return false;
        }
        let Some(line) = Line::parse(bytes) else {
            broken = broken_at(head.n + 1, "the line is no record");
            return false;
        };
        // Older files may have been put away, where somebody knows how far they went.
        let goes_on_from = known.iter().find(|one| one.n + 1 == line.n && one.hash == line.prev);
        if first == 0
            && line.n > 1
            && let Some(before) = goes_on_from
        {
            head = before.clone();
        }
        if line.n != head.n + 1 {
            let why = format!("record {} stands where record {} belongs", line.n, head.n + 1);
            broken = broken_at(head.n + 1, &why);
            return false;
        }
        if line.prev != head.hash {
            broken = broken_at(line.n, "it does not name the record before it as that is now");
            return false;
        }
        if first == 0 {
            first = line.n;
        }
        head = Head { n: line.n, hash: hash_of(bytes) };
        place = (file.to_owned(), number);
        if known.iter().any(|one| one.n == head.n && one.hash != head.hash) {
            broken = broken_at(head.n, "it is another than the one that was noted");
            return false;
        }
        true
    })?;
    if broken.is_none()
        && let Some(beyond) = known.iter().find(|one| one.n > head.n)
    {
        let why = format!("the log ends before record {}, which was noted", beyond.n);
        let record = head.n + 1;
        broken = Some(Checked::Broken { file: place.0, line: 0, record, why });
    }
    Ok(broken.unwrap_or(Checked::Whole { first, head, unfinished }))
}

/// Hands each line of all files to `look`, with its file, its number in it and whether it has an end,
/// until that answers no.
fn each_line(
    folder: &Path,
    mut look: impl FnMut(&Path, u64, &[u8], bool) -> bool,
) -> io::Result<()> {
    for path in files(folder)? {
        let mut file = BufReader::new(File::open(&path)?);
        let (mut bytes, mut number) = (Vec::new(), 0);
        loop {
            bytes.clear();
            if file.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            number += 1;
            let is_whole = bytes.last() == Some(&b'\n');
            let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
            if !look(&path, number, line, is_whole) {
                return Ok(());
            }
        }
    }
    Ok(())
}
