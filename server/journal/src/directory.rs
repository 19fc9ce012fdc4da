//! The directory of a journal: its lock, its segment files, and making both durable.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::JournalError;

/// Marks a segment whose header is not yet known to be on the disk.
const UNFINISHED: &str = "new";

/// Where segment `number` stands.
pub(crate) fn segment_path(directory: &Path, number: u32) -> PathBuf {
    directory.join(format!("{number:010}.journal"))
}

/// Where segment `number` stands until it has a durable header.
pub(crate) fn unfinished_path(directory: &Path, number: u32) -> PathBuf {
    segment_path(directory, number).with_added_extension(UNFINISHED)
}

/// Makes the directory, durably, with all that are missing above it.
pub(crate) fn create(directory: &Path) -> Result<(), JournalError> {
    if directory.is_dir() {
        return Ok(());
    }
    let parent = match directory.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    };
    create(parent)?;
    match fs::create_dir(directory) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(JournalError::io("create the directory", directory)(error));
        }
        Ok(()) | Err(_) => {}
    }
    sync(parent)
}

/// Makes the names in the directory durable.
#[cfg(unix)]
pub(crate) fn sync(directory: &Path) -> Result<(), JournalError> {
    File::open(directory)
        .and_then(|handle| handle.sync_all())
        .map_err(JournalError::io("sync the directory", directory))
}

/// Elsewhere a directory cannot be opened as a file, and its names are journalled by the system.
#[cfg(not(unix))]
pub(crate) fn sync(_directory: &Path) -> Result<(), JournalError> {
    Ok(())
}

/// Takes the journal for this handle alone, for as long as the answer lives.
pub(crate) fn lock(directory: &Path) -> Result<File, JournalError> {
    let path = directory.join("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(JournalError::io("open the lock", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(JournalError::Locked { path: directory.to_owned() }),
        Err(TryLockError::Error(error)) => Err(JournalError::io("lock", &path)(error)),
    }
}

/// Lists how many segments there are, and removes those that were never finished.
pub(crate) fn count_segments(directory: &Path) -> Result<u32, JournalError> {
    let failed = || JournalError::io("list", directory);
    let mut numbers = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed())? {
        let path = entry.map_err(failed())?.path();
        let Some(number) = number_in(&path) else {
            continue;
        };
        if path == segment_path(directory, number) {
            numbers.push(number);
        } else if path == unfinished_path(directory, number) {
            fs::remove_file(&path).map_err(JournalError::io("remove", &path))?;
        }
    }

    numbers.sort_unstable();
    let mut count = 0;
    for number in numbers {
        count += 1;
        if number != count {
            return Err(JournalError::Missing { file: segment_path(directory, count) });
        }
    }
    Ok(count)
}

fn number_in(path: &Path) -> Option<u32> {
    path.file_name()?.to_str()?.split('.').next()?.parse().ok().filter(|number| *number > 0)
}
