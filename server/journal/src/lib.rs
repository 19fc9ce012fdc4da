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
mod record;
mod segment;

pub use error::{Harm, JournalError, RejectedRecord};
pub use journal::{Journal, Options, Purpose};
pub use opening::{Opening, TornTail};
pub use reader::JournalReader;
pub use record::{RESERVED_KIND, RecordPlace, RecordRef};
