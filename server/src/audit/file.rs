//! Where the audit log lies: a file a month, each line appended and synced, none ever changed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use sync_core::time::Timestamp;

use super::record::{Head, Line, hash_of};
use super::what::{What, Who};

/// The end of a file's name.
const EXTENSION: &str = "jsonl";

/// The audit log of one folder, open to be written.
#[derive(Debug)]
pub struct AuditFile {
    folder: PathBuf,
    /// The file's name without its end: the month, `2026-11`.
    month: String,
    file: Option<File>,
    /// What of the file is whole lines.
    length: u64,
    head: Head,
    torn: Option<u64>,
}

/// The files of a folder, in the order of the chain.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == EXTENSION) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

impl AuditFile {
    /// Opens the folder, and goes on behind the last whole record.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut opened = Self {
            folder: folder.to_owned(),
            month: String::new(),
            file: None,
            length: 0,
            head: Head::default(),
            torn: None,
        };
        let mut files = files(folder)?;
        while let Some(path) = files.pop() {
            let bytes = fs::read(&path)?;
            let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
            if opened.file.is_none() {
                let file = OpenOptions::new().append(true).open(&path)?;
                if whole < bytes.len() {
                    file.set_len(whole as u64)?;
                    file.sync_all()?;
                    opened.torn = Some((bytes.len() - whole) as u64);
                }
                opened.month = month_of(&path);
                opened.length = whole as u64;
                opened.file = Some(file);
            }
            if whole > 0 {
                opened.head = last_of(&bytes[..whole - 1]);
                break;
            }
        }
        Ok(opened)
    }

    /// How many bytes of an unfinished record were cut off as it was opened.
    pub const fn torn(&self) -> Option<u64> {
        self.torn
    }

    /// Appends records; when this returns, they are on the disk. Answers their lines.
    pub fn append<'a>(
        &mut self,
        at: Timestamp,
        notes: impl Iterator<Item = &'a (Who, What)>,
    ) -> io::Result<Vec<String>> {
        self.turn_to(at)?;
        let (mut lines, mut bytes, mut head) = (Vec::new(), Vec::new(), self.head.clone());
        for (who, what) in notes {
            let (line, next) = head.next(at, who, what).map_err(io::Error::other)?;
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
            lines.push(line);
            head = next;
        }
        let Some(file) = &mut self.file else { return Err(io::ErrorKind::NotFound.into()) };
        if let Err(error) = file.write_all(&bytes).and_then(|()| file.sync_data()) {
            // A part of it may be there: the next record must not stand behind half a line.
            file.set_len(self.length)?;
            return Err(error);
        }
        self.length += bytes.len() as u64;
        self.head = head;
        Ok(lines)
    }

    /// Begins a file with each month; a clock that was set back begins none.
    fn turn_to(&mut self, at: Timestamp) -> io::Result<()> {
        let month: String = at.to_string().chars().take(7).collect();
        if self.file.is_some() && month <= self.month {
            return Ok(());
        }
        let path = self.folder.join(&month).with_extension(EXTENSION);
        let file = OpenOptions::new().append(true).create(true).mode(0o600).open(&path)?;
        File::open(&self.folder)?.sync_all()?;
        self.length = file.metadata()?.len();
        (self.file, self.month) = (Some(file), month);
        Ok(())
    }
}

fn month_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Where a file's chain has come to. Lines that cannot be read are counted: a check will find them,
/// and the server goes on all the same.
fn last_of(whole: &[u8]) -> Head {
    let mut behind = 0;
    let mut lines = whole.rsplit(|byte| *byte == b'\n').peekable();
    let hash = lines.peek().map(|line| hash_of(line)).unwrap_or_default();
    let read = lines.find_map(|line| {
        let read = Line::parse(line);
        behind += u64::from(read.is_none());
        read
    });
    Head { n: read.map_or(0, |line| line.n) + behind, hash }
}
