//! The journal as its one writer sees it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use sync_core::frame::{FRAME_HEADER, SegmentHeader, Write};

use crate::segment::{Seal, Segment};
use crate::{
    JournalError, JournalReader, Opening, RESERVED_KIND, RecordPlace, RecordRef, RejectedRecord,
    directory, disk, opening,
};

/// What a journal is for; one that was made for something else is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose(pub u8);

/// How a journal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How long a segment may grow. A single longer write has a segment to itself.
    pub segment_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { segment_bytes: 64 << 20 }
    }
}

/// An open journal. Its directory is locked until it is dropped.
#[derive(Debug)]
pub struct Journal {
    directory: PathBuf,
    options: Options,
    segment: Segment,
    poisoned: bool,
    _lock: File,
}

impl Journal {
    /// Opens the journal in `directory`, or makes it, and hands every record to `take` in order.
    ///
    /// All that `take` is given is on stable storage. What it refuses ends the opening.
    pub fn open(
        directory: &Path,
        purpose: Purpose,
        options: Options,
        mut take: impl FnMut(RecordRef<'_>) -> Result<(), RejectedRecord>,
    ) -> Result<(Self, Opening), JournalError> {
        directory::create(directory)?;
        let lock = directory::lock(directory)?;
        let (segment, opening) = opening::open_segments(directory, purpose, &mut take)?;
        let journal = Self {
            directory: directory.to_owned(),
            options,
            segment,
            poisoned: false,
            _lock: lock,
        };
        Ok((journal, opening))
    }

    /// Appends `records`, each a kind and a payload, and returns when all of them are on stable
    /// storage.
    ///
    /// After [`JournalError::Full`], or a refusal of the records themselves, nothing was appended
    /// and the journal goes on. After any other error they may or may not be there, and the handle
    /// is [`Poisoned`](JournalError::Poisoned).
    pub fn append(&mut self, records: &[(u8, &[u8])]) -> Result<Vec<RecordPlace>, JournalError> {
        if self.poisoned {
            return Err(JournalError::Poisoned { path: self.directory.clone() });
        }
        if let Some((kind, _)) = records.iter().find(|(kind, _)| *kind == RESERVED_KIND) {
            return Err(JournalError::ReservedKind { kind: *kind });
        }
        if records.is_empty() {
            return Ok(Vec::new());
        }

        if self.must_roll(records) {
            self.roll()?;
        }
        let (write, places) = self.frame(records)?;
        self.commit(&write, records.len() as u64)?;
        Ok(places)
    }

    /// Reads the payload of the record at `place`.
    pub fn read(&self, place: RecordPlace) -> Result<Vec<u8>, JournalError> {
        self.reader().read(place)
    }

    /// Gives a way to read records while this handle appends.
    pub fn reader(&self) -> JournalReader {
        JournalReader::new(&self.directory)
    }

    /// Whether a write or sync has failed, so that only opening the journal again can tell what it
    /// holds.
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }

    fn must_roll(&self, records: &[(u8, &[u8])]) -> bool {
        let needed: usize = records.iter().map(|(_, payload)| FRAME_HEADER + payload.len()).sum();
        let with_seal = (needed + FRAME_HEADER + Seal::LENGTH) as u64;
        let is_empty = self.segment.seal.records == 0;
        self.segment.sealed
            || (!is_empty && self.segment.length + with_seal > self.options.segment_bytes)
    }

    /// Seals the segment, which is never written again, and begins the next.
    fn roll(&mut self) -> Result<(), JournalError> {
        // Sealed already if the disk was full when the next segment was to be made.
        if !self.segment.sealed {
            let mut write = Write::at(self.segment.length);
            write.push(RESERVED_KIND, &self.segment.seal.encode())?;
            self.commit(&write, 0)?;
            self.segment.sealed = true;
        }

        let header = self.segment.header;
        let next = SegmentHeader {
            purpose: header.purpose,
            segment: header.segment + 1,
            first_position: header.first_position + self.segment.seal.records,
        };
        self.segment =
            Segment::create(&self.directory, next).map_err(|error| self.failed(error))?;
        Ok(())
    }

    fn frame(&self, records: &[(u8, &[u8])]) -> Result<(Write, Vec<RecordPlace>), JournalError> {
        let mut write = Write::at(self.segment.length);
        let mut places = Vec::with_capacity(records.len());
        for (kind, payload) in records {
            let offset = write.push(*kind, payload)?;
            let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
            places.push(RecordPlace { segment: self.segment.header.segment, offset, length });
        }
        Ok((write, places))
    }

    /// Writes once and syncs once.
    fn commit(&mut self, write: &Write, records: u64) -> Result<(), JournalError> {
        if let Err(source) = self.segment.disk.write(write.bytes()) {
            return Err(self.undo(source));
        }
        if let Err(source) = self.segment.disk.sync() {
            self.poisoned = true;
            return Err(JournalError::io("sync", &self.segment.path)(source));
        }
        self.segment.grow(write, records);
        Ok(())
    }

    /// Takes back a write for which there was no room.
    fn undo(&mut self, source: io::Error) -> JournalError {
        let error = JournalError::io("write to", &self.segment.path)(source);
        if is_full(&error) && self.segment.disk.cut(self.segment.length).is_err() {
            self.poisoned = true;
            return error;
        }
        self.failed(error)
    }

    /// Ends this handle, unless the disk was full and everything is as before.
    fn failed(&mut self, error: JournalError) -> JournalError {
        if is_full(&error) {
            return JournalError::Full { path: self.directory.clone() };
        }
        self.poisoned = true;
        error
    }
}

fn is_full(error: &JournalError) -> bool {
    matches!(error, JournalError::Io { source, .. } if disk::is_full(source))
}

#[cfg(test)]
mod tests;
