//! The append-only journal: what was appended is on stable storage, or the caller is told.
//!
//! Records are framed by [`sync_core::frame`] and stand in segment files of one directory. The
//! server keeps its log in one, a native device its outbox.
//!
//! - [`Journal::append`] writes once, syncs once and only then returns.
//! - A full disk leaves the journal as it was. Any other failed write or sync ends the handle for
//!   good: after it nobody can say what is on the disk.
//! - Opening drops what an interrupted write left behind, and says so. It refuses a journal that
//!   has lost anything else, and names the file and the byte.

mod directory;
mod disk;
mod error;
mod journal;
mod opening;
mod reader;
mod segment;

pub use error::{Harm, JournalError, Refusal};
pub use journal::{Journal, Options, Purpose};
pub use opening::{Opening, TornTail};
pub use reader::Reader;

/// The kind that seals a segment; no record may have it.
pub const RESERVED_KIND: u8 = 0xFF;

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordPlace {
    /// The number of its segment.
    pub segment: u32,
    /// Where in the segment it begins.
    pub offset: u64,
    /// How many bytes its payload has.
    pub length: u32,
}

/// A record that was found when the journal was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordRef<'a> {
    /// Where it stands.
    pub place: RecordPlace,
    /// What its payload is.
    pub kind: u8,
    /// The bytes that were appended.
    pub payload: &'a [u8],
}
