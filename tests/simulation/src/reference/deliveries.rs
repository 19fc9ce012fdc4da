//! Receipts read as one, opened, withdrawn, described; and which may be one delivery (SEMANTICS 11).

use std::collections::BTreeSet;

use sync_core::fact::{Event, LotField, ReceiptField, ReceiptOpened};
use sync_core::ids::{FactId, FactSet, LineKey, OrderNumber, Text};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::time::Span;

use super::admitted::Told;
use super::{Model, line_of};

/// A field as it was written: by which fact, what, over which other writings.
pub(super) struct Writing<'a> {
    id: FactId,
    value: Option<&'a Text>,
    replaces: Option<&'a FactSet>,
}

/// What a field says: the value, and the other values that nobody replaced.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) value: Option<String>,
    pub(super) losers: usize,
}

/// `last-writer`: the last in merge order holds; whom nobody had seen, and who differs, loses.
fn read_field(writings: &[Writing<'_>]) -> Field {
    let holds = writings.last();
    let value = holds.and_then(|writing| writing.value);
    let losers = writings.iter().filter(|writing| {
        let seen = writings
            .iter()
            .any(|other| other.replaces.is_some_and(|replaces| replaces.contains(writing.id)));
        writing.value != value && !seen
    });
    Field { losers: losers.count(), value: value.map(ToString::to_string) }
}

impl Model {
    /// How a receipt was opened: the first opening.
    pub(super) fn opened(&self, number: ReceiptNumber) -> Option<(&Told, &ReceiptOpened)> {
        self.of_receipt(number).find_map(|told| match &told.event {
            Event::ReceiptOpened(event) => Some((told, event)),
            _ => None,
        })
    }

    /// Whether a receipt was withdrawn.
    pub(super) fn is_withdrawn(&self, number: ReceiptNumber) -> bool {
        self.of_receipt(number).any(|told| matches!(told.event, Event::ReceiptVoided(_)))
    }

    fn joined_into(&self, number: ReceiptNumber) -> Option<ReceiptNumber> {
        let joins = self.of_receipt(number).filter_map(|told| match &told.event {
            Event::ReceiptJoined(event) => Some(event.into),
            _ => None,
        });
        joins.last()
    }

    /// The receipt that stands for this one; of a ring, the smallest number in it.
    pub(super) fn root(&self, number: ReceiptNumber) -> ReceiptNumber {
        let mut way = vec![number];
        while let Some(into) = self.joined_into(way[way.len() - 1]) {
            if let Some(begin) = way.iter().position(|passed| *passed == into) {
                return way[begin..].iter().copied().min().unwrap_or(number);
            }
            way.push(into);
        }
        way[way.len() - 1]
    }

    /// All receipts that are read as one with this one.
    pub(super) fn delivery(&self, number: ReceiptNumber) -> BTreeSet<ReceiptNumber> {
        let root = self.root(number);
        let mut parts: BTreeSet<_> =
            self.receipts().into_iter().filter(|other| self.root(*other) == root).collect();
        parts.insert(root);
        parts
    }

    /// Those of them that were not withdrawn.
    pub(super) fn standing_parts(&self, number: ReceiptNumber) -> Vec<ReceiptNumber> {
        let mut parts: Vec<_> = self.delivery(number).into_iter().collect();
        parts.retain(|part| !self.is_withdrawn(*part));
        parts
    }

    /// The lines of one receipt.
    pub(super) fn lines_of(&self, number: ReceiptNumber) -> BTreeSet<LineKey> {
        self.of_receipt(number).filter_map(line_of).cloned().collect()
    }

    /// What a field of a receipt says.
    pub(super) fn receipt_field(&self, number: ReceiptNumber, field: ReceiptField) -> Field {
        let opened = self.opened(number).map(|(told, _)| told.id);
        let mut writings = Vec::new();
        for told in self.of_receipt(number) {
            match &told.event {
                Event::ReceiptOpened(event) if Some(told.id) == opened => {
                    let value = match field {
                        ReceiptField::Dock => event.dock.as_ref(),
                        ReceiptField::DeliveryNote => event.delivery_note.as_ref(),
                        ReceiptField::Container => event.container.as_ref(),
                        ReceiptField::Note => None,
                    };
                    if value.is_some() {
                        writings.push(Writing { id: told.id, value, replaces: None });
                    }
                }
                Event::ReceiptDescribed(event) if event.field == field => {
                    let (value, replaces) = (event.value.as_ref(), Some(&event.replaces));
                    writings.push(Writing { id: told.id, value, replaces });
                }
                _ => {}
            }
        }
        read_field(&writings)
    }

    /// What a field of a lot says.
    pub(super) fn lot_field(&self, number: CardNumber, field: LotField) -> Field {
        let issued = self.issued(number).map(|(told, _)| told.id);
        let mut writings = Vec::new();
        for told in self.of_card(number) {
            match &told.event {
                Event::CardIssued(event)
                    if Some(told.id) == issued
                        && field == LotField::LotNumber
                        && event.lot.is_some() =>
                {
                    let value = event.lot.as_ref();
                    writings.push(Writing { id: told.id, value, replaces: None });
                }
                Event::LotDescribed(event) if event.field == field => {
                    let (value, replaces) = (event.value.as_ref(), Some(&event.replaces));
                    writings.push(Writing { id: told.id, value, replaces });
                }
                _ => {}
            }
        }
        read_field(&writings)
    }

    fn told_apart(&self, one: ReceiptNumber, other: ReceiptNumber) -> bool {
        self.of_receipt(one).any(|told| match &told.event {
            Event::DeliveriesDistinct(event) => event.other == other,
            _ => false,
        })
    }

    /// Whether two receipts speak of one order line; goods on hold share none.
    fn share_a_line(&self, number: ReceiptNumber, other: ReceiptNumber) -> bool {
        let (mut here, there) = (self.lines_of(number), self.lines_of(other));
        here.retain(|line| line.order_line().is_some());
        !here.is_disjoint(&there)
    }

    /// The receipts that speak of an order: by their papers, their counts, or an assignment.
    pub(super) fn touching(&self, order: &OrderNumber) -> BTreeSet<ReceiptNumber> {
        let mut receipts = self.receipts();
        receipts.retain(|number| {
            let opened = self.opened(*number).is_some_and(|(_, e)| e.orders.contains(order));
            opened || self.touches(*number, order)
        });
        receipts
    }

    fn touches(&self, number: ReceiptNumber, order: &OrderNumber) -> bool {
        self.of_receipt(number).any(|told| match &told.event {
            Event::Tallied(event) => event.line.order_line().is_some_and(|l| l.order == *order),
            Event::Recounted(event) => event.line.order_line().is_some_and(|l| l.order == *order),
            Event::LineAssigned(event) => event.to.order == *order,
            _ => false,
        })
    }

    /// Receipts that may be the same delivery: one order line within 12 hours, or one vendor's
    /// delivery note.
    pub(super) fn maybe_same(&self, number: ReceiptNumber) -> Vec<ReceiptNumber> {
        let Some((opened, event)) = self.opened(number) else { return Vec::new() };
        if self.is_withdrawn(number) {
            return Vec::new();
        }
        let together = self.delivery(number);
        let others = self.receipts();
        let maybe = |other: &ReceiptNumber| {
            let Some((then, other_event)) = self.opened(*other) else { return false };
            let near = opened.at.since(then.at).abs() <= Span::hours(12);
            let shared = near && self.share_a_line(number, *other);
            let noted = event.delivery_note.is_some()
                && event.delivery_note == other_event.delivery_note
                && event.vendor == other_event.vendor;
            (shared || noted)
                && !self.is_withdrawn(*other)
                && !self.told_apart(number, *other)
                && !self.told_apart(*other, number)
        };
        others.into_iter().filter(|other| !together.contains(other)).filter(maybe).collect()
    }
}
