//! What the log is made of: batches of facts, and the positions at which they stand.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use sync_core::ids::ContentHash;
use sync_core::sync::PushPlace;
use sync_core::time::Timestamp;

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
pub struct LogEpoch(pub u64);

/// How a batch came into the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// When it was appended, by the server's clock.
    pub arrived: Timestamp,
    /// What the device signed, where it came of a signed push.
    pub seal: Option<PushSeal>,
}

/// What a device signed of a push; its batch can be put together again from the facts of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushSeal {
    /// In which log, and between which facts, it stands.
    pub place: PushPlace,
    /// The hash of the batch as it was sent.
    pub batch: ContentHash,
    /// The signature over the place's message.
    #[serde(with = "serde_bytes")]
    pub signature: Vec<u8>,
}

/// Facts that are kept together or not at all; the log does not look inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// How many facts it holds.
    pub count: NonZeroU32,
    /// How they came.
    pub origin: Origin,
    /// The facts, encoded; at most [`MAX_BATCH`](super::MAX_BATCH) bytes.
    pub bytes: Vec<u8>,
}

/// A batch as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// The position of its first fact.
    pub first: Position,
    /// How many facts it holds.
    pub count: NonZeroU32,
    /// How they came; a server of 0.1.0 did not say.
    pub origin: Option<Origin>,
    /// The facts as the log's record holds them, encoded as one batch.
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
