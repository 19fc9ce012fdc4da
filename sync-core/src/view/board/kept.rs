//! What the board asks of every receipt and lot, kept from one drawing to the next: a fact is
//! looked at with what is near it, and not all that there is.

use std::collections::BTreeMap;

use super::{Board, Glance, drawn};
use crate::across::{self, Conflict};
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::{Mark, Replica};
use crate::rules::inspection_clock::Clock;
use crate::state::{CardState, ReceiptState};
use crate::time::Timestamp;
use crate::view::conflicts::{ConflictView, views};
use crate::view::lot::{self, LotStatus};
use crate::view::near::Near;

/// A board of one replica, drawn again and again.
#[derive(Debug, Default)]
pub struct KeptBoard {
    /// Up to where the replica's changes were looked at.
    mark: Option<Mark>,
    /// The open disagreements about receipts and lots that have any.
    about_receipts: BTreeMap<ReceiptNumber, Vec<Conflict>>,
    about_lots: BTreeMap<CardNumber, Vec<Conflict>>,
    /// Where each lot stands, whatever the instant.
    lots: BTreeMap<CardNumber, (Clock, LotStatus)>,
}

impl KeptBoard {
    /// Draws the board as it is at an instant, with the open disagreements.
    pub fn draw(&mut self, replica: &Replica, now: Timestamp) -> (Board, Vec<ConflictView>) {
        let conflicts = self.conflicts(replica);
        let standing = replica.cards().filter(|(_, state)| state.voided.is_none());
        let lots = standing.filter_map(|(number, state)| {
            let (clock, status) = *self.lots.get(&number)?;
            Some(Glance { number, state, clock, standing: clock.standing(now), status })
        });
        (drawn(replica, lots.collect(), conflicts.len(), now), conflicts)
    }

    /// The open disagreements alone.
    pub fn conflicts(&mut self, replica: &Replica) -> Vec<ConflictView> {
        self.look(replica);
        let conflicts = self.about_receipts.values().chain(self.about_lots.values()).flatten();
        views(replica, conflicts)
    }

    /// Looks at what changed since the last drawing.
    fn look(&mut self, replica: &Replica) {
        // Until all is looked at, nothing is known: a panic on the way must not leave it half old.
        let near = Near::since(replica, self.mark.take());
        if near.is_everything {
            *self = Self::default();
        }
        for number in near.receipts {
            self.look_at_receipt(replica, number, replica.receipt(number));
        }
        for number in near.lots {
            self.look_at_lot(replica, number, replica.card(number));
        }
        self.mark = Some(replica.mark());
    }

    fn look_at_receipt(
        &mut self,
        replica: &Replica,
        number: ReceiptNumber,
        state: Option<&ReceiptState>,
    ) {
        let mut found = Vec::new();
        if let Some(state) = state {
            across::conflicts_of_receipt(replica, number, state, &mut found);
        }
        keep(&mut self.about_receipts, number, found);
    }

    fn look_at_lot(&mut self, replica: &Replica, number: CardNumber, state: Option<&CardState>) {
        let mut found = Vec::new();
        if let Some(state) = state {
            across::conflicts_of_lot(number, state, &mut found);
            let clock = across::clock(replica, state);
            self.lots.insert(number, (clock, lot::status_of(replica, number, state, clock)));
        } else {
            self.lots.remove(&number);
        }
        keep(&mut self.about_lots, number, found);
    }
}

/// Keeps what was found about a thing, if anything was.
fn keep<K: Ord>(about: &mut BTreeMap<K, Vec<Conflict>>, thing: K, found: Vec<Conflict>) {
    if found.is_empty() {
        about.remove(&thing);
    } else {
        about.insert(thing, found);
    }
}
