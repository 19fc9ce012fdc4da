//! One file that only grows at its end, and what its disk answers.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// The file that is written; tests make it fail.
#[derive(Debug)]
pub(crate) struct Disk {
    file: File,
    #[cfg(test)]
    pub(crate) fault: Option<Fault>,
}

/// What the disk does next in a test.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Half of the bytes are written, then there is no more room.
    Full,
    /// Half of the bytes are written, then the disk fails.
    Write,
    /// The bytes are written but not synced.
    Sync,
}

impl Disk {
    /// Opens an existing file for writing at its end.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self::over(File::options().append(true).open(path)?))
    }

    /// Makes a new file.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self::over(File::options().append(true).create_new(true).open(path)?))
    }

    fn over(file: File) -> Self {
        Self {
            file,
            #[cfg(test)]
            fault: None,
        }
    }

    /// Writes all of `bytes` at the end.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        #[cfg(test)]
        self.fail_half_way(bytes)?;
        self.file.write_all(bytes)
    }

    /// Returns when all that was written is on stable storage.
    pub(crate) fn sync(&self) -> io::Result<()> {
        #[cfg(test)]
        if self.fault == Some(Fault::Sync) {
            return Err(io::Error::other("the disk failed"));
        }
        self.file.sync_data()
    }

    /// Cuts the file to `length`, durably.
    pub(crate) fn cut(&self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.sync_all()
    }

    /// Returns when the file and all that is known of it are on stable storage.
    pub(crate) fn sync_all(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    #[cfg(test)]
    fn fail_half_way(&mut self, bytes: &[u8]) -> io::Result<()> {
        let kind = match self.fault {
            Some(Fault::Full) => io::ErrorKind::StorageFull,
            Some(Fault::Write) => io::ErrorKind::Other,
            Some(Fault::Sync) | None => return Ok(()),
        };
        self.file.write_all(&bytes[..bytes.len() / 2])?;
        Err(kind.into())
    }
}

/// Whether the disk had no room.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
