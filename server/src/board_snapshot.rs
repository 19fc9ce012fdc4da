//! The board snapshot: what the live board shows, with what only the server knows.

use serde::Serialize;
use sync_core::api::ContactRow;
use sync_core::rules::device_time;
use sync_core::time::Timestamp;
use sync_core::view::{self, Board, ConflictView, SetAsideView};
use utoipa::ToSchema;

use crate::hub::{Contact, Site, SiteMemory};

/// How many conflicts and set-aside facts the board names; its counts are of all.
const MOST_NAMED: usize = 12;

/// The live board, as `/api/board` answers it.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardSnapshot {
    /// The log's position that it shows.
    pub position: u64,
    /// What the facts say.
    pub board: Board,
    /// Open conflicts, the first of them.
    pub conflicts: Vec<ConflictView>,
    /// Facts that are set aside, the latest first.
    pub set_aside: Vec<SetAsideView>,
    /// The devices that spoke since the server started.
    pub contacts: Vec<ContactRow>,
}

/// What devices said of themselves since the server started.
pub fn contacts(site: &Site) -> Vec<ContactRow> {
    let rows = site.contacts().into_iter().map(|(device, contact)| {
        let Contact { seen, clock_offset, unsent, storage_percent, software } = contact;
        ContactRow {
            device,
            seen,
            unsent,
            clock_offset_ms: clock_offset.0,
            clock_wrong: device_time::is_off(clock_offset),
            storage_percent,
            software,
            held_back: site.allowances().held_back(device),
        }
    });
    rows.collect()
}

/// Draws the board snapshot.
pub fn draw(site: &Site, held: &SiteMemory, now: Timestamp) -> BoardSnapshot {
    let (board, mut conflicts) = held.draw_board(now);
    conflicts.truncate(MOST_NAMED);
    BoardSnapshot {
        position: held.position(),
        board,
        conflicts,
        set_aside: view::set_aside_latest(&held.replica, MOST_NAMED),
        contacts: contacts(site),
    }
}
