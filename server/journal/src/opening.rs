//! Opening a journal: every segment is read and checked before anything may be appended.

use std::fs;
use std::path::{Path, PathBuf};

use sync_core::frame::{self, Frame, Recovered, SEGMENT_HEADER, SegmentHeader};

use crate::disk::Disk;
use crate::segment::{Seal, Segment};
use crate::{
    Harm, JournalError, Purpose, RESERVED_KIND, RecordPlace, RecordRef, RejectedRecord, directory,
};

/// What was found when a journal was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// How many records it holds.
    pub records: u64,
    /// How many segment files they stand in.
    pub segments: u32,
    /// What an interrupted write had left behind, and was dropped.
    pub torn: Option<TornTail>,
}

/// The tail of an interrupted write; nobody was told that it was kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("dropped {bytes} bytes of an interrupted write from byte {offset} of {}", file.display())]
pub struct TornTail {
    /// The segment file that the interrupted write was going to; always the last one.
    pub file: PathBuf,
    /// The byte of the file at which the dropped tail began.
    pub offset: u64,
    /// How many bytes it had.
    pub bytes: u64,
}

/// Takes each record as it is found.
pub(crate) type Take<'t> = dyn FnMut(RecordRef<'_>) -> Result<(), RejectedRecord> + 't;

/// Reads all segments; answers the last one, ready to be written.
pub(crate) fn open_segments(
    dir: &Path,
    purpose: Purpose,
    take: &mut Take<'_>,
) -> Result<(Segment, Opening), JournalError> {
    let segments = directory::count_segments(dir)?;
    let mut records = 0;
    for number in 1..segments {
        let header = SegmentHeader { purpose: purpose.0, segment: number, first_position: records };
        records += read_sealed(dir, header, take)?;
    }

    let last =
        SegmentHeader { purpose: purpose.0, segment: segments.max(1), first_position: records };
    let (segment, torn) = if segments == 0 {
        (Segment::create(dir, last)?, None)
    } else {
        open_last(dir, last, take)?
    };
    records += segment.seal.records;
    Ok((segment, Opening { records, segments: last.segment, torn }))
}

/// Reads a segment that others follow, and says how many records it holds.
fn read_sealed(
    dir: &Path,
    header: SegmentHeader,
    take: &mut Take<'_>,
) -> Result<u64, JournalError> {
    let path = directory::segment_path(dir, header.segment);
    let bytes = fs::read(&path).map_err(JournalError::io("read", &path))?;
    let recovered = recover(&path, &bytes, header)?;
    let (records, sealed) = check_seal(&path, &bytes, &recovered)?;
    if !sealed {
        return Err(JournalError::damaged(&path, recovered.valid_through, Harm::Unsealed));
    }
    hand_over(&path, header.segment, records, take)?;
    Ok(records.len() as u64)
}

/// Reads the last segment and cuts off what an interrupted write left behind.
fn open_last(
    dir: &Path,
    header: SegmentHeader,
    take: &mut Take<'_>,
) -> Result<(Segment, Option<TornTail>), JournalError> {
    let path = directory::segment_path(dir, header.segment);
    let bytes = fs::read(&path).map_err(JournalError::io("read", &path))?;
    let recovered = recover(&path, &bytes, header)?;
    let (records, sealed) = check_seal(&path, &bytes, &recovered)?;

    let disk = Disk::open(&path).map_err(JournalError::io("open", &path))?;
    let torn = recovered.torn.map(|torn| TornTail {
        file: path.clone(),
        offset: torn.offset,
        bytes: torn.length,
    });
    if torn.is_some() {
        disk.cut(recovered.valid_through).map_err(JournalError::io("cut", &path))?;
    }
    // The process before this one may have died between its write and its sync; what is handed
    // over from here on counts as kept.
    disk.sync_all().map_err(JournalError::io("sync", &path))?;
    directory::sync(dir)?;
    hand_over(&path, header.segment, records, take)?;

    let seal = seal_of(&bytes, records);
    let length = recovered.valid_through;
    Ok((Segment { path, disk, header, length, seal, sealed }, torn))
}

/// Checks the file's header against what it must be, and finds its frames.
fn recover<'a>(
    path: &Path,
    bytes: &'a [u8],
    expected: SegmentHeader,
) -> Result<Recovered<'a>, JournalError> {
    let header =
        SegmentHeader::parse(bytes).map_err(|harm| JournalError::damaged(path, 0, harm))?;
    if header.purpose != expected.purpose {
        let harm = Harm::OtherPurpose { found: header.purpose, expected: expected.purpose };
        return Err(JournalError::damaged(path, 0, harm));
    }
    if header.segment != expected.segment {
        let harm = Harm::OtherSegment { found: header.segment, expected: expected.segment };
        return Err(JournalError::damaged(path, 0, harm));
    }
    if header.first_position != expected.first_position {
        let harm =
            Harm::OtherPosition { found: expected.first_position, expected: header.first_position };
        return Err(JournalError::damaged(path, 0, harm));
    }
    frame::recover(&bytes[SEGMENT_HEADER..], SEGMENT_HEADER as u64)
        .map_err(|damage| JournalError::damaged(path, damage.offset, damage))
}

/// Parts the records from the seal, and says whether there is one.
fn check_seal<'r, 'a>(
    path: &Path,
    bytes: &[u8],
    recovered: &'r Recovered<'a>,
) -> Result<(&'r [Frame<'a>], bool), JournalError> {
    let frames = recovered.frames.as_slice();
    let Some(index) = frames.iter().position(|frame| frame.kind == RESERVED_KIND) else {
        return Ok((frames, false));
    };
    let (records, seal) = (&frames[..index], &frames[index]);
    if seal.payload != seal_of(bytes, records).encode() {
        return Err(JournalError::damaged(path, seal.offset, Harm::WrongSeal));
    }
    if seal.end != bytes.len() as u64 {
        return Err(JournalError::damaged(path, seal.end, Harm::AfterSeal));
    }
    Ok((records, true))
}

/// The seal that fits the records at the beginning of the file.
fn seal_of(bytes: &[u8], records: &[Frame<'_>]) -> Seal {
    let end = records.last().map_or(SEGMENT_HEADER, |last| {
        usize::try_from(last.end).map_or(bytes.len(), |end| end.min(bytes.len()))
    });
    Seal { records: records.len() as u64, checksum: crc32c::crc32c(&bytes[..end]) }
}

fn hand_over(
    path: &Path,
    segment: u32,
    records: &[Frame<'_>],
    take: &mut Take<'_>,
) -> Result<(), JournalError> {
    for frame in records {
        let length = u32::try_from(frame.payload.len()).unwrap_or(u32::MAX);
        let place = RecordPlace { segment, offset: frame.offset, length };
        take(RecordRef { place, kind: frame.kind, payload: frame.payload }).map_err(|source| {
            JournalError::Refused { file: path.to_owned(), offset: frame.offset, source }
        })?;
    }
    Ok(())
}
