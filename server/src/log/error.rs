//! What can go wrong with the log: while it is opened, appended to, and read.

use std::time::Duration;

use inwards_journal::JournalError;

use super::batch::Position;
use super::record::{MAX_BATCH, RecordError};

/// Why the log could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The journal could not be opened.
    #[error("the log could not be opened: {0}")]
    Journal(#[from] JournalError),
    /// The operating system gave no thread.
    #[error("the log could not be opened: no thread for its writer: {0}")]
    Thread(#[from] std::io::Error),
}

/// Why a batch was not confirmed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The write or the sync failed, so that the batch may or may not be kept.
    #[error("nobody can say whether the batch was kept: send the same batch again")]
    Unknown,
    /// It was not kept, because the log is not there just now.
    #[error("the log is not available: send the batch again in {} s", retry_after.as_secs())]
    Unavailable {
        /// How long to wait.
        retry_after: Duration,
    },
    /// It was not kept, because there is no room on the disk.
    #[error("the server's disk is full: the batch was not kept; make room and send it again")]
    Full,
    /// It was not kept, because an earlier write failed.
    #[error("writing the log has failed before: the server must be started again")]
    Poisoned,
    /// It was not kept, because it has more than [`MAX_BATCH`] bytes; here are how many.
    #[error("a batch of {0} bytes is too long: at most {MAX_BATCH} bytes are kept together")]
    TooLong(usize),
}

/// Why the log could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The reader knows more than the log: it was restored from an older backup.
    #[error("position {from} is beyond the end of the log, which is {head}")]
    Beyond {
        /// The position that the reader asked for.
        from: Position,
        /// Where the log ends.
        head: Position,
    },
    /// The disk refused, or what it gave is damaged.
    #[error("the log could not be read: {0}")]
    Journal(#[from] JournalError),
    /// The record does not hold what the log wrote.
    #[error("the log could not be read: {0}")]
    Record(#[from] RecordError),
    /// Reading was given up because the server stops.
    #[error("the log could not be read: the server is stopping")]
    Stopping,
}
