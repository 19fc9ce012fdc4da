//! What can go wrong with a journal, in sentences for whoever looks after it.

use std::io;
use std::path::{Path, PathBuf};

use sync_core::frame::{Damage, FrameError, HeaderError};

/// Why the reader of an opening journal cannot take a record.
pub type RejectedRecord = Box<dyn std::error::Error + Send + Sync>;

/// Why a journal did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another process has the journal.
    #[error("{} is in use by another process: stop that one first", path.display())]
    Locked {
        /// The directory whose lock the other process holds.
        path: PathBuf,
    },
    /// A file is not as this journal wrote it.
    #[error("{} is damaged at byte {offset}: {harm}", file.display())]
    Damaged {
        /// The damaged segment file.
        file: PathBuf,
        /// Where the damage begins.
        offset: u64,
        /// What is not as it was written there.
        #[source]
        harm: Harm,
    },
    /// A file between others is gone.
    #[error("{} is missing, and with it the records that it held: bring the file back", file.display())]
    Missing {
        /// Where the missing segment file should be.
        file: PathBuf,
    },
    /// A record is whole, but the one who opened the journal cannot take it.
    #[error("the record at byte {offset} of {} cannot be used: {source}", file.display())]
    Refused {
        /// The segment file that holds the record.
        file: PathBuf,
        /// Where the record begins.
        offset: u64,
        /// What the one who opened the journal says.
        source: RejectedRecord,
    },
    /// There is no room on the disk; nothing was written.
    #[error("the disk that holds {} is full: nothing was written, and what was there is intact", path.display())]
    Full {
        /// The directory of the journal, on the full disk.
        path: PathBuf,
    },
    /// A write or sync failed before, so that nobody can say what is on the disk.
    #[error("writing to {} has failed before: open the journal again to see what it holds", path.display())]
    Poisoned {
        /// The directory of the journal, which takes nothing more until it is opened again.
        path: PathBuf,
    },
    /// The disk refused something.
    #[error("could not {doing} {}: {source}", path.display())]
    Io {
        /// A verb for the sentence, such as `read` or `sync`.
        doing: &'static str,
        /// The file or directory that it was tried on.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// A record or a write is too long.
    #[error(transparent)]
    TooLong(#[from] FrameError),
    /// The kind belongs to the journal itself.
    #[error("the record kind {kind:#04x} is reserved for the journal itself")]
    ReservedKind {
        /// The kind that was given.
        kind: u8,
    },
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Harm {
    /// A broken record before whole ones.
    #[error(transparent)]
    Broken(#[from] Damage),
    /// The file does not begin as a segment does.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// There is no whole record where one should be.
    #[error("no whole record stands there")]
    NoRecord,
    /// The file belongs to another journal.
    #[error("the file is for purpose {found}, and this journal is for purpose {expected}")]
    OtherPurpose {
        /// What the file says.
        found: u8,
        /// The purpose of the journal that was opened.
        expected: u8,
    },
    /// The file's name says another number than its header.
    #[error("the file holds segment {found}, not segment {expected}")]
    OtherSegment {
        /// What the file says.
        found: u32,
        /// The number in the file's name.
        expected: u32,
    },
    /// The segments before this one hold more or fewer records than it follows.
    #[error("{expected} records should stand before this segment, but {found} do")]
    OtherPosition {
        /// What the segments before it hold.
        found: u64,
        /// What its header says.
        expected: u64,
    },
    /// Another segment follows, but this one has no end.
    #[error("the segment ends here without its seal, though another follows it")]
    Unsealed,
    /// Bytes follow the seal.
    #[error("something follows the seal that ends the segment")]
    AfterSeal,
    /// The seal does not describe the records before it.
    #[error("the seal does not fit the records before it")]
    WrongSeal,
}

impl JournalError {
    /// Prepares the conversion of an error of the operating system.
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }

    /// Names a damaged place.
    pub(crate) fn damaged(file: &Path, offset: u64, harm: impl Into<Harm>) -> Self {
        Self::Damaged { file: file.to_owned(), offset, harm: harm.into() }
    }
}
