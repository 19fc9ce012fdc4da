//! What may stand differently after some facts: for whoever keeps what was asked of every receipt
//! and lot, and looks at a fact with what is near it instead of at all that there is.

use std::collections::BTreeSet;

use crate::across;
use crate::fact::{Entity, Event};
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::{Mark, Replica};

/// The receipts and lots to look at again.
#[derive(Debug, Default)]
pub(super) struct Near {
    /// These are all that there are: what was kept before does not count any more.
    pub(super) is_everything: bool,
    /// Receipts, known here or not.
    pub(super) receipts: BTreeSet<ReceiptNumber>,
    /// Lots, known here or not.
    pub(super) lots: BTreeSet<CardNumber>,
}

impl Near {
    /// What to look at after a mark; everything, where there is none.
    pub(super) fn since(replica: &Replica, mark: Option<Mark>) -> Self {
        let changes = mark.and_then(|mark| replica.changes_since(mark));
        let near = changes.and_then(|changes| Self::of(replica, changes));
        near.unwrap_or_else(|| Self::everything(replica))
    }

    fn everything(replica: &Replica) -> Self {
        Self {
            is_everything: true,
            receipts: replica.receipts().map(|(number, _)| number).collect(),
            lots: replica.cards().map(|(number, _)| number).collect(),
        }
    }

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
