//! What came of a command.

use inwards_engine::engine::CommandDone;
use inwards_engine::refusal::NotDone;
use sync_core::command::Notice;

use super::signals::Signals;
use super::store::StoreError;

/// Why something was not recorded. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RecordError {
    /// The engine says no.
    NotDone(NotDone),
    /// The browser could not write it.
    Store(StoreError),
    /// The outbox contradicts itself.
    Outbox(String),
    /// The device is not open.
    Closed,
}

/// Something was recorded, and no screen was told of it yet: they are once this is dropped.
#[must_use = "screens are told of it once this is dropped"]
pub(crate) struct PendingRedraw(Option<Signals>);

impl PendingRedraw {
    /// Screens are told when this is dropped.
    pub(super) fn of(signals: Signals) -> Self {
        Self(Some(signals))
    }

    /// Nothing was recorded, so that no screen need be told.
    pub(super) fn nothing() -> Self {
        Self(None)
    }
}

impl Drop for PendingRedraw {
    fn drop(&mut self) {
        if let Some(signals) = self.0 {
            signals.changed();
        }
    }
}

/// What came of a command.
#[derive(Clone, Debug)]
pub(crate) enum Recorded {
    /// It is on disk.
    Done(CommandDone),
    /// Nothing is stored: somebody has to answer first.
    Asked(Notice),
}
