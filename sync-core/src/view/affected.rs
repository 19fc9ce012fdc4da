//! Affected sets: the receipts, lots and orders of which something may stand differently after some
//! facts, so that an incremental view looks at them instead of at all that there are.

use std::collections::BTreeSet;

use crate::across;
use crate::fact::{Entity, Event};
use crate::ids::OrderNumber;
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::{ChangeCursor, Replica};
use crate::state::ReceiptState;

/// The receipts, lots and orders to ask again.
#[derive(Debug, Default)]
pub(super) struct Affected {
    /// These are all that there are: what was kept before does not count any more.
    pub(super) is_everything: bool,
    /// Receipts, known here or not.
    pub(super) receipts: BTreeSet<ReceiptNumber>,
    /// Lots, known here or not.
    pub(super) lots: BTreeSet<CardNumber>,
    /// Orders whose lines may be filled differently, known here or not.
    pub(super) orders: BTreeSet<OrderNumber>,
}

impl Affected {
    /// What to ask again after a point in the changes; everything, where there is none.
    pub(super) fn since(replica: &Replica, cursor: Option<ChangeCursor>) -> Self {
        let changes = cursor.and_then(|cursor| replica.changes_since(cursor));
        let affected = changes.and_then(|changes| Self::by(replica, changes));
        affected.unwrap_or_else(|| Self::everything(replica))
    }

    fn everything(replica: &Replica) -> Self {
        Self {
            is_everything: true,
            receipts: replica.receipts().map(|(number, _)| number).collect(),
            lots: replica.cards().map(|(number, _)| number).collect(),
            orders: replica.entities().filter_map(order_of).cloned().collect(),
        }
    }

    /// What is affected by things that changed; nothing where that may be everything.
    fn by<'a>(replica: &Replica, changes: impl Iterator<Item = &'a Entity>) -> Option<Self> {
        let mut affected = Self::default();
        for entity in changes.collect::<BTreeSet<_>>() {
            match entity {
                Entity::Receipt(opened) => affected.add_delivery(replica, ReceiptNumber(*opened)),
                Entity::Card(opened) => affected.add_lot(replica, CardNumber(*opened)),
                Entity::Order(order) => {
                    let named = replica.receipts_of_order(order);
                    for receipt in named.chain(replica.lines_of_order(order)) {
                        affected.add_delivery(replica, receipt);
                    }
                    // A card may name a line that nobody counted, and its receipt waits for a
                    // signature all the same.
                    for card in replica.cards_of_order(order) {
                        affected.add_lot(replica, card);
                    }
                    affected.orders.insert(order.clone());
                }
                // No disagreement and no clock asks who somebody is, or what something costs.
                Entity::Person(_) | Entity::Cost(_) => {}
                // Doubts, what is set aside, approvals, limits and settings reach far, and are rare.
                Entity::Device(_) | Entity::Vendor(_) | Entity::Item(_) | Entity::Site => {
                    return None;
                }
            }
        }
        Some(affected)
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
            self.add_orders(state);
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

    /// The orders that a receipt may fill: those of its papers, of its counts, and those that
    /// purchasing assigned its goods to.
    fn add_orders(&mut self, state: &ReceiptState) {
        let papers = state.opened.iter().flat_map(|(_, opened)| &opened.orders);
        let counted = state.lines.keys().filter_map(|key| Some(&key.order_line()?.order));
        let assigned = state.lines.values().flat_map(|line| &line.assigned);
        let assigned = assigned.map(|(_, assigned)| &assigned.to.order);
        self.orders.extend(papers.chain(counted).chain(assigned).cloned());
    }
}

/// The order that a thing is: read from its name, since folding every order takes its time.
fn order_of(entity: &Entity) -> Option<&OrderNumber> {
    if let Entity::Order(number) = entity { Some(number) } else { None }
}
