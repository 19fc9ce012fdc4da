//! What the log writes into its journal: which log it is, then batches with their positions.

use std::num::NonZeroU32;

use sync_core::frame::MAX_PAYLOAD;

use super::batch::{Batch, LogEpoch, LogRecord, Position};

/// The longest batch: a journal's record without the position and the count.
pub const MAX_BATCH: usize = MAX_PAYLOAD - BATCH_HEADER;

/// The kind of the first record, which says which log it is.
pub(super) const EPOCH: u8 = 1;

/// The kind of all further records.
pub(super) const BATCH: u8 = 2;

/// How many bytes stand before the facts of a batch.
pub(super) const BATCH_HEADER: usize = 12;

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
    let mut payload = Vec::with_capacity(BATCH_HEADER + batch.bytes.len());
    payload.extend_from_slice(&first.0.to_le_bytes());
    payload.extend_from_slice(&batch.count.get().to_le_bytes());
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

pub(super) fn decode_batch(mut payload: Vec<u8>) -> Result<LogRecord, RecordError> {
    let (first, count) = decode_header(&payload)?;
    payload.drain(..BATCH_HEADER);
    Ok(LogRecord { first, count, bytes: payload })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_read_back() {
        let count = NonZeroU32::new(3).unwrap();
        let batch = Batch { count, bytes: b"facts".to_vec() };

        let record = decode_batch(encode_batch(Position(7), &batch));

        assert_eq!(record, Ok(LogRecord { first: Position(7), count, bytes: batch.bytes }));
    }

    #[test]
    fn a_batch_without_facts_or_without_a_header_is_none() {
        assert_eq!(decode_batch(vec![0; 12]), Err(RecordError::NotOfTheLog));
        assert_eq!(decode_batch(vec![1; 11]), Err(RecordError::NotOfTheLog));
        assert_eq!(decode_epoch(&[0; 7]), Err(RecordError::NotOfTheLog));
    }
}
