//! What screens ask of all receipts and lots, kept for as long as the page lives: whichever screen
//! asks next, only what changed is looked at.

use leptos::prelude::*;
use sync_core::number::CardNumber;
use sync_core::post::Post;
use sync_core::replica::Replica;
use sync_core::time::Timestamp;
use sync_core::view::{
    Board, ConflictView, Hit, IncrementalBoard, IncrementalDock, IncrementalQueue,
    IncrementalSearch, IncrementalShelves, IncrementalWork, Queue, WorkRow,
};

use crate::device::DeviceHandle;

/// What is kept. Each is filled when the first screen asks: a device on which nobody opens the board
/// never fills the board's.
#[derive(Clone, Copy)]
pub(crate) struct IncrementalViews {
    device: DeviceHandle,
    board: StoredValue<IncrementalBoard>,
    dock: StoredValue<IncrementalDock>,
    queue: StoredValue<IncrementalQueue>,
    shelves: StoredValue<IncrementalShelves>,
    work: StoredValue<IncrementalWork>,
    search: StoredValue<IncrementalSearch>,
}

impl IncrementalViews {
    pub(crate) fn of(device: DeviceHandle) -> Self {
        Self {
            device,
            board: StoredValue::new(IncrementalBoard::default()),
            dock: StoredValue::new(IncrementalDock::default()),
            queue: StoredValue::new(IncrementalQueue::default()),
            shelves: StoredValue::new(IncrementalShelves::default()),
            work: StoredValue::new(IncrementalWork::default()),
            search: StoredValue::new(IncrementalSearch::default()),
        }
    }

    /// Reads what the dock keeps; asked again whenever something changes.
    pub(crate) fn dock<T: Default>(
        self,
        read: impl FnOnce(&mut IncrementalDock, &Replica) -> T,
    ) -> T {
        self.device.view(|replica| {
            self.dock.try_update_value(|kept| read(kept, replica)).unwrap_or_default()
        })
    }

    /// Where goods of a lot's item stand already; asked again whenever something changes.
    pub(crate) fn shelf(self, lot: CardNumber) -> Option<String> {
        self.device.view(|replica| {
            self.shelves.try_update_value(|kept| kept.of_item(replica, lot)).flatten()
        })
    }

    /// The inspectors' queue at an instant; asked again whenever something changes.
    pub(crate) fn queue(self, now: Timestamp) -> Queue {
        self.device.view(|replica| {
            self.queue.try_update_value(|kept| kept.draw(replica, now)).unwrap_or_default()
        })
    }

    /// What waits for somebody of a post; asked again whenever something changes.
    pub(crate) fn work(self, post: Post) -> Vec<WorkRow> {
        self.device.view(|replica| {
            self.work.try_update_value(|kept| kept.list(replica, post)).unwrap_or_default()
        })
    }

    /// What contains every word, the latest first, at most so much; asked again whenever
    /// something changes.
    pub(crate) fn search(self, words: &str, most: usize) -> Vec<Hit> {
        self.device.view(|replica| {
            self.search.try_update_value(|kept| kept.find(replica, words, most)).unwrap_or_default()
        })
    }

    /// The open conflicts; asked again whenever something changes.
    pub(crate) fn conflicts(self) -> Vec<ConflictView> {
        self.device.view(|replica| {
            self.board.try_update_value(|kept| kept.conflicts(replica)).unwrap_or_default()
        })
    }

    /// The board at an instant, and the open conflicts, once.
    pub(crate) fn board(
        self,
        replica: &Replica,
        now: Timestamp,
    ) -> Option<(Board, Vec<ConflictView>)> {
        self.board.try_update_value(|kept| kept.draw(replica, now))
    }
}
