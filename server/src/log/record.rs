//! What the log writes into its journal: which log it is, then batches with their positions.

use std::num::NonZeroU32;

use sync_core::frame::MAX_PAYLOAD;
use sync_core::wire;

use super::batch::{Batch, LogEpoch, LogRecord, Origin, Position};

/// The longest batch: a journal's record without the position, the count and the origin.
pub const MAX_BATCH: usize = MAX_PAYLOAD - BATCH_HEADER - ORIGIN_LENGTH - MOST_ORIGIN;

/// The kind of the first record, which says which log it is.
pub(super) const EPOCH: u8 = 1;

/// The kind of the batches that a server of 0.1.0 wrote.
pub(super) const BATCH: u8 = 2;

/// The kind of batches that say how they came (decision 0032).
pub(super) const SEALED_BATCH: u8 = 3;

/// How many bytes stand before the facts of a batch.
pub(super) const BATCH_HEADER: usize = 12;

/// How many bytes say how long an origin is, and how long it may be.
const ORIGIN_LENGTH: usize = 4;
const MOST_ORIGIN: usize = 512;

/// Why a whole record of the journal is none of the log's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// It has another shape.
    #[error("it is not a record of the log")]
    NotOfTheLog,
    /// Facts are missing before it, or stand twice.
    #[error("it begins at position {found}, and the log stands at {expected}")]
    OutOfOrder {
        /// Where the record says it begins.
        found: Position,
        /// Where the records before it end.
        expected: Position,
    },
}

pub(super) fn encode_epoch(epoch: LogEpoch) -> [u8; 8] {
    epoch.0.to_le_bytes()
}

pub(super) fn decode_epoch(payload: &[u8]) -> Result<LogEpoch, RecordError> {
    let bytes = payload.try_into().map_err(|_| RecordError::NotOfTheLog)?;
    Ok(LogEpoch(u64::from_le_bytes(bytes)))
}

pub(super) fn encode_batch(first: Position, batch: &Batch) -> Vec<u8> {
    let room = BATCH_HEADER + ORIGIN_LENGTH + MOST_ORIGIN + batch.bytes.len();
    let mut payload = Vec::with_capacity(room);
    payload.extend_from_slice(&first.0.to_le_bytes());
    payload.extend_from_slice(&batch.count.get().to_le_bytes());
    let origin = wire::encode(&batch.origin);
    payload.extend_from_slice(&u32::try_from(origin.len()).unwrap_or(u32::MAX).to_le_bytes());
    payload.extend_from_slice(&origin);
    payload.extend_from_slice(&batch.bytes);
    payload
}

/// Reads where a batch begins and how many facts it holds.
pub(super) fn decode_header(payload: &[u8]) -> Result<(Position, NonZeroU32), RecordError> {
    let (first, rest) = payload.split_first_chunk().ok_or(RecordError::NotOfTheLog)?;
    let (count, _) = rest.split_first_chunk().ok_or(RecordError::NotOfTheLog)?;
    let count = NonZeroU32::new(u32::from_le_bytes(*count)).ok_or(RecordError::NotOfTheLog)?;
    Ok((Position(u64::from_le_bytes(*first)), count))
}

pub(super) fn decode_batch(kind: u8, mut payload: Vec<u8>) -> Result<LogRecord, RecordError> {
    let (first, count) = decode_header(&payload)?;
    let (origin, before) = match kind {
        SEALED_BATCH => {
            let (origin, length) = decode_origin(&payload[BATCH_HEADER..])?;
            (Some(origin), BATCH_HEADER + length)
        }
        _ => (None, BATCH_HEADER),
    };
    payload.drain(..before);
    Ok(LogRecord { first, count, origin, bytes: payload })
}

/// How a batch came, and in how many bytes that is said.
fn decode_origin(bytes: &[u8]) -> Result<(Origin, usize), RecordError> {
    let read = || {
        let (length, rest) = bytes.split_first_chunk::<ORIGIN_LENGTH>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let origin = wire::decode(rest.get(..length)?).ok()?;
        Some((origin, ORIGIN_LENGTH + length))
    };
    read().ok_or(RecordError::NotOfTheLog)
}

#[cfg(test)]
mod tests {
    use sync_core::ids::{ContentHash, DeviceNumber};
    use sync_core::sync::{PreviousFact, PushPlace};
    use sync_core::time::Timestamp;

    use super::super::batch::PushSeal;
    use super::*;

    fn batch(seal: Option<PushSeal>) -> Batch {
        let origin = Origin { arrived: Timestamp::from_millis(1_767_225_600_000), seal };
        Batch { count: NonZeroU32::new(3).unwrap(), origin, bytes: b"facts".to_vec() }
    }

    fn seal() -> PushSeal {
        let previous = PreviousFact { sequence: u64::MAX, content: ContentHash([0xC5; 32]) };
        let place = PushPlace {
            epoch: u64::MAX,
            device: DeviceNumber(u32::MAX),
            first: u64::MAX,
            last: u64::MAX,
            previous: Some(previous),
        };
        PushSeal { place, batch: ContentHash([0xEE; 32]), signature: vec![0x51; 64] }
    }

    #[test]
    fn a_batch_is_read_back_with_how_it_came() {
        for seal in [None, Some(seal())] {
            let Batch { count, origin, bytes } = batch(seal);
            let written = encode_batch(
                Position(7),
                &Batch { count, origin: origin.clone(), bytes: bytes.clone() },
            );

            assert!(written.len() <= BATCH_HEADER + ORIGIN_LENGTH + MOST_ORIGIN + bytes.len());
            let record = decode_batch(SEALED_BATCH, written);
            let first = Position(7);
            assert_eq!(record, Ok(LogRecord { first, count, origin: Some(origin), bytes }));
        }
    }

    #[test]
    fn a_batch_of_before_does_not_say_how_it_came() {
        let mut payload = 7_u64.to_le_bytes().to_vec();
        payload.extend(3_u32.to_le_bytes());
        payload.extend(b"facts");

        let record = decode_batch(BATCH, payload).unwrap();

        assert_eq!((record.first, record.count.get()), (Position(7), 3));
        assert_eq!((record.origin, record.bytes.as_slice()), (None, b"facts".as_slice()));
    }

    #[test]
    fn a_batch_without_facts_or_without_a_header_is_none() {
        let is_none = |payload: Vec<u8>| {
            [BATCH, SEALED_BATCH].map(|kind| decode_batch(kind, payload.clone()).is_err())
        };
        assert_eq!(is_none(vec![0; 12]), [true; 2]);
        assert_eq!(is_none(vec![1; 11]), [true; 2]);
        assert_eq!(decode_epoch(&[0; 7]), Err(RecordError::NotOfTheLog));
        let cut = encode_batch(Position(7), &batch(Some(seal())));
        for length in 0..cut.len() - 5 {
            assert!(decode_batch(SEALED_BATCH, cut[..length].to_vec()).is_err(), "{length}");
        }
    }
}
