//! One segment file: made with a durable header, grown write by write, ended by a seal.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sync_core::frame::{SEGMENT_HEADER, SegmentHeader, Write};

use crate::disk::Disk;
use crate::{JournalError, directory};

/// The end of a segment: what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seal {
    /// How many records the segment holds.
    pub(crate) records: u64,
    /// The CRC-32C of every byte before the seal.
    pub(crate) checksum: u32,
}

impl Seal {
    /// How many bytes a seal's payload has.
    pub(crate) const LENGTH: usize = 12;

    pub(crate) fn encode(self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        bytes[..8].copy_from_slice(&self.records.to_le_bytes());
        bytes[8..].copy_from_slice(&self.checksum.to_le_bytes());
        bytes
    }
}

/// The last segment of a journal, the only one that is written.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) path: PathBuf,
    pub(crate) disk: Disk,
    pub(crate) header: SegmentHeader,
    /// How many bytes of the file are durable and whole.
    pub(crate) length: u64,
    /// What its seal will say.
    pub(crate) seal: Seal,
    pub(crate) sealed: bool,
}

impl Segment {
    /// Makes a segment; its name appears only when its header is durable.
    pub(crate) fn create(dir: &Path, header: SegmentHeader) -> Result<Self, JournalError> {
        let unfinished = directory::unfinished_path(dir, header.segment);
        let path = directory::segment_path(dir, header.segment);
        // Left by an earlier attempt that found the disk full.
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(JournalError::io("remove", &unfinished)(error));
            }
            Ok(()) | Err(_) => {}
        }

        let bytes = header.encode();
        let mut disk =
            Disk::create(&unfinished).map_err(JournalError::io("create", &unfinished))?;
        disk.write(&bytes).map_err(JournalError::io("write to", &unfinished))?;
        disk.sync_all().map_err(JournalError::io("sync", &unfinished))?;
        fs::rename(&unfinished, &path).map_err(JournalError::io("rename", &unfinished))?;
        directory::sync(dir)?;

        Ok(Self {
            path,
            disk,
            header,
            length: SEGMENT_HEADER as u64,
            seal: Seal { records: 0, checksum: crc32c::crc32c(&bytes) },
            sealed: false,
        })
    }

    /// Takes note of a write that is now durable.
    pub(crate) fn grow(&mut self, write: &Write, records: u64) {
        self.length += write.bytes().len() as u64;
        self.seal.records += records;
        self.seal.checksum = crc32c::crc32c_append(self.seal.checksum, write.bytes());
    }
}
