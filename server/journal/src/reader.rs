//! Reading single records back, beside the one who appends.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sync_core::frame::{self, FRAME_HEADER};

use crate::{Harm, JournalError, RecordPlace, directory};

/// Reads records by their places; as many may read at once as like.
#[derive(Clone, Debug)]
pub struct JournalReader {
    directory: PathBuf,
}

impl JournalReader {
    pub(crate) fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned() }
    }

    /// Reads the payload of the record at `place`.
    pub fn read(&self, place: RecordPlace) -> Result<Vec<u8>, JournalError> {
        let path = directory::segment_path(&self.directory, place.segment);
        let mut file = File::open(&path).map_err(JournalError::io("open", &path))?;
        read_from(&mut file, &path, place).map(|(_, payload)| payload)
    }

    /// Reads the kinds and payloads of several records; cheapest where neighbours are neighbours on
    /// disk.
    pub fn read_all(&self, places: &[RecordPlace]) -> Result<Vec<(u8, Vec<u8>)>, JournalError> {
        let mut payloads = Vec::with_capacity(places.len());
        for run in places.chunk_by(|left, right| left.segment == right.segment) {
            let path = directory::segment_path(&self.directory, run[0].segment);
            let mut file = File::open(&path).map_err(JournalError::io("open", &path))?;
            for place in run {
                payloads.push(read_from(&mut file, &path, *place)?);
            }
        }
        Ok(payloads)
    }
}

fn read_from(
    file: &mut File,
    path: &Path,
    place: RecordPlace,
) -> Result<(u8, Vec<u8>), JournalError> {
    let length = FRAME_HEADER + place.length as usize;
    let mut bytes = Vec::with_capacity(length);
    file.seek(SeekFrom::Start(place.offset))
        .and_then(|_| file.take(length as u64).read_to_end(&mut bytes))
        .map_err(JournalError::io("read", path))?;

    let whole = frame::decode(&bytes, place.offset)
        .filter(|frame| frame.payload.len() == place.length as usize);
    let Some(kind) = whole.map(|frame| frame.kind) else {
        return Err(JournalError::damaged(path, place.offset, Harm::NoRecord));
    };
    bytes.drain(..FRAME_HEADER);
    Ok((kind, bytes))
}
