//! The ordered, durable log of one site: append a batch of facts, read from a position, hear of more.

mod committer;
mod embedded;
mod index;
mod record;

use std::fmt;
use std::future::Future;
use std::num::NonZeroU32;
use std::time::Duration;

use tokio::sync::watch;

pub use embedded::{EmbeddedLog, OpenError};
pub use record::MAX_BATCH;

/// The place of a fact in the log: how many stand before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

impl Position {
    /// The place of the first fact.
    pub const START: Self = Self(0);

    /// The place behind `count` more facts.
    #[must_use]
    pub fn after(self, count: NonZeroU32) -> Self {
        Self(self.0 + u64::from(count.get()))
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Tells one log from another that stood in its place: positions of the one mean nothing in the
/// other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Incarnation(pub u64);

/// Facts that are kept together or not at all; the log does not look inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// How many facts it holds.
    pub count: NonZeroU32,
    /// The facts, encoded; at most [`MAX_BATCH`] bytes.
    pub bytes: Vec<u8>,
}

/// A batch as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// The position of its first fact.
    pub first: Position,
    /// How many facts it holds.
    pub count: NonZeroU32,
    /// The facts, encoded.
    pub bytes: Vec<u8>,
}

/// Some neighbouring batches of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The batches, in order. The first may begin before the position that was asked for.
    pub records: Vec<LogRecord>,
    /// Where to read on.
    pub next: Position,
    /// Where the log ended when the page was read.
    pub head: Position,
}

/// The ordered, durable log of one site.
pub trait Log: Send + Sync {
    /// Appends `batch` and answers where its first fact stands.
    ///
    /// Done means: the batch is on stable storage, and every earlier one too. The batch may be
    /// appended even if nobody waits for the answer any more.
    fn append(&self, batch: Batch) -> impl Future<Output = Result<Position, AppendError>> + Send;

    /// Reads whole batches from the one that holds `from`, up to about `max_bytes`, but at least
    /// one if there is one. Nothing can later appear before a position once returned.
    fn read(
        &self,
        from: Position,
        max_bytes: usize,
    ) -> impl Future<Output = Result<Page, ReadError>> + Send;

    /// A hint that the log has moved, with its new end; the facts always come from `read`.
    fn watch(&self) -> watch::Receiver<Position>;

    /// Which log this is.
    fn incarnation(&self) -> Incarnation;
}

/// Why a batch was not confirmed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// It may or may not be kept.
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
    /// It was not kept, because it is too long.
    #[error("a batch of {0} bytes is too long: at most {MAX_BATCH} bytes are kept together")]
    TooLong(usize),
}

/// Why the log could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The reader knows more than the log: it was restored from an older backup.
    #[error("position {from} is beyond the end of the log, which is {head}")]
    Beyond {
        /// What was asked for.
        from: Position,
        /// Where the log ends.
        head: Position,
    },
    /// The disk refused, or what it gave is damaged.
    #[error("the log could not be read: {0}")]
    Journal(#[from] inwards_journal::JournalError),
    /// The record does not hold what the log wrote.
    #[error("the log could not be read: {0}")]
    Record(#[from] record::RecordError),
    /// Reading was given up because the server stops.
    #[error("the log could not be read: the server is stopping")]
    Stopping,
}
