//! The board of one replica, drawn again and again: where each lot stands, and what is in conflict,
//! is kept from one drawing to the next.

use std::collections::BTreeMap;

use super::{Board, Glance, drawn};
use crate::across;
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::rules::inspection_clock::Clock;
use crate::time::Timestamp;
use crate::view::conflicts::{ConflictView, views};
use crate::view::incremental::{Incremental, Rows};
use crate::view::lot::{self, LotStatus};
use crate::view::open_conflicts::OpenConflicts;

/// A board of one replica, drawn again and again.
#[derive(Debug, Default)]
pub struct IncrementalBoard(Incremental<BoardRows>);

/// What the board asks of every receipt and lot.
#[derive(Debug, Default)]
struct BoardRows {
    conflicts: OpenConflicts,
    /// Where each lot stands, whatever the instant.
    lots: BTreeMap<CardNumber, (Clock, LotStatus)>,
}

impl IncrementalBoard {
    /// Draws the board as it is at an instant, with the open disagreements.
    pub fn draw(&mut self, replica: &Replica, now: Timestamp) -> (Board, Vec<ConflictView>) {
        let rows = self.0.read(replica);
        let conflicts = views(replica, rows.conflicts.all());
        let standing = replica.cards().filter(|(_, state)| state.voided.is_none());
        let lots = standing.filter_map(|(number, state)| {
            let (clock, status) = *rows.lots.get(&number)?;
            Some(Glance { number, state, clock, standing: clock.deadline_status(now), status })
        });
        (drawn(replica, lots.collect(), conflicts.len(), now), conflicts)
    }

    /// The open disagreements alone.
    pub fn conflicts(&mut self, replica: &Replica) -> Vec<ConflictView> {
        views(replica, self.0.read(replica).conflicts.all())
    }
}

impl Rows for BoardRows {
    fn refresh_receipt(&mut self, replica: &Replica, number: ReceiptNumber) {
        self.conflicts.refresh_receipt(replica, number);
    }

    fn refresh_lot(&mut self, replica: &Replica, number: CardNumber) {
        self.conflicts.refresh_lot(replica, number);
        if let Some(state) = replica.card(number) {
            let clock = across::clock(replica, state);
            self.lots.insert(number, (clock, lot::status_of(replica, number, state, clock)));
        } else {
            self.lots.remove(&number);
        }
    }
}
