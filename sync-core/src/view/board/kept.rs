//! What the board asks of every receipt and lot, kept from one drawing to the next: a fact is
//! looked at with what is near it, and not all that there is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Board, Glance, drawn};
use crate::across::{self, Conflict};
use crate::fact::{Entity, Event};
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::{Mark, Replica};
use crate::rules::inspection_clock::Clock;
use crate::state::{CardState, ReceiptState};
use crate::time::Timestamp;
use crate::view::conflicts::{ConflictView, views};
use crate::view::lot::{self, LotStatus};

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
        self.look(replica);
        let conflicts = self.about_receipts.values().chain(self.about_lots.values()).flatten();
        let conflicts = views(replica, conflicts);
        let standing = replica.cards().filter(|(_, state)| state.voided.is_none());
        let lots = standing.filter_map(|(number, state)| {
            let (clock, status) = *self.lots.get(&number)?;
            Some(Glance { number, state, clock, standing: clock.standing(now), status })
        });
        (drawn(replica, lots.collect(), conflicts.len(), now), conflicts)
    }

    /// Looks at what changed since the last drawing.
    fn look(&mut self, replica: &Replica) {
        let changes = self.mark.and_then(|mark| replica.changes_since(mark));
        let near = changes.and_then(|changes| Near::of(replica, changes));
        // Until all is looked at, nothing is known: a panic on the way must not leave it half old.
        self.mark = None;
        let Some(Near { receipts, lots }) = near else {
            *self = Self::default();
            for (number, state) in replica.receipts() {
                self.look_at_receipt(replica, number, Some(state));
            }
            for (number, state) in replica.cards() {
                self.look_at_lot(replica, number, Some(state));
            }
            self.mark = Some(replica.mark());
            return;
        };
        for number in receipts {
            self.look_at_receipt(replica, number, replica.receipt(number));
        }
        for number in lots {
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

/// What may stand differently after some changes.
#[derive(Default)]
struct Near {
    receipts: BTreeSet<ReceiptNumber>,
    lots: BTreeSet<CardNumber>,
}

impl Near {
    /// What is near the things that changed; nothing where that may be everything.
    fn of<'a>(replica: &Replica, changes: impl Iterator<Item = &'a Entity>) -> Option<Self> {
        let mut near = Self::default();
        for entity in changes.collect::<BTreeSet<_>>() {
            match entity {
                Entity::Receipt(opened) => near.add_delivery(replica, ReceiptNumber(*opened)),
                Entity::Card(opened) => near.add_lot(replica, CardNumber(*opened)),
                Entity::Order(order) => {
                    let named = replica.receipts_of_order(order);
                    for receipt in named.chain(replica.lines_of_order(order)) {
                        near.add_delivery(replica, receipt);
                    }
                    // A card may name a line that nobody counted.
                    near.lots.extend(replica.cards_of_order(order));
                }
                // No disagreement and no clock asks who somebody is, or what something costs.
                Entity::Person(_) | Entity::Cost(_) => {}
                // Doubts, what is set aside, approvals, limits and settings reach far, and are rare.
                Entity::Device(_) | Entity::Vendor(_) | Entity::Item(_) | Entity::Site => {
                    return None;
                }
            }
        }
        Some(near)
    }

    fn add_lot(&mut self, replica: &Replica, card: CardNumber) {
        self.lots.insert(card);
        for fact in replica.facts_of(&Entity::Card(card.0)) {
            if let Ok(Event::CardIssued(issued)) = fact.event() {
                self.add_delivery(replica, issued.receipt);
            }
        }
    }

    /// All parts of a delivery, those that were parts of it, their lots, and the deliveries that
    /// may be the same one.
    fn add_delivery(&mut self, replica: &Replica, receipt: ReceiptNumber) {
        let mut named = vec![receipt];
        for fact in replica.facts_of(&Entity::Receipt(receipt.0)) {
            match fact.event() {
                Ok(Event::ReceiptJoined(joined)) => named.push(joined.into),
                Ok(Event::DeliveriesDistinct(distinct)) => named.push(distinct.other),
                _ => {}
            }
        }
        let parts = named.into_iter().flat_map(|receipt| across::parts(replica, receipt));
        let parts: BTreeSet<ReceiptNumber> = parts.collect();
        for part in parts {
            self.receipts.insert(part);
            self.lots.extend(replica.cards_of_receipt(part));
            let Some(state) = replica.receipt(part) else { continue };
            let orders = state.lines.keys().filter_map(|key| key.order_line());
            for line in orders {
                self.receipts.extend(replica.lines_of_order(&line.order));
            }
            if let Some((_, opened)) = &state.opened
                && let Some(note) = &opened.delivery_note
            {
                self.receipts.extend(replica.receipts_of_note(opened.vendor.as_ref(), note));
            }
        }
    }
}
