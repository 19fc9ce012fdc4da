//! The outbox on disk: entries in a journal; its lock keeps a second process out.

use std::path::Path;

use inwards_engine::outbox::Outbox;
use inwards_journal::{Journal, Options, Purpose, TornTail};
use sync_core::ids::DeviceNumber;

use crate::command_error::CommandError;

/// Tells an outbox from a server's log.
const PURPOSE: Purpose = Purpose(2);
/// The one kind of record: an entry of the outbox.
const ENTRY: u8 = 1;

/// The outbox's journal, open and locked.
#[derive(Debug)]
pub struct OutboxFile(Journal);

impl OutboxFile {
    /// Opens the outbox and reads it; also tells what an interrupted write had left.
    pub fn open(
        path: &Path,
        device: DeviceNumber,
    ) -> Result<(Self, Outbox, Option<TornTail>), CommandError> {
        let mut outbox = Outbox::new(device);
        let (journal, opening) = Journal::open(path, PURPOSE, Options::default(), |record| {
            if record.kind != ENTRY {
                return Err(format!("a record of kind {} is not known here", record.kind).into());
            }
            outbox.replay(record.payload).map_err(Into::into)
        })?;
        Ok((Self(journal), outbox, opening.torn))
    }

    /// Returns when the entry is on stable storage.
    pub fn append(&mut self, entry: &[u8]) -> Result<(), CommandError> {
        self.0.append(&[(ENTRY, entry)])?;
        Ok(())
    }
}
