//! What leads from one thing to another: each way is there as long as a fact says so.
//!
//! A fact that leaves the fold takes its ways with it, so that what was set aside leaves no
//! trace, on its author's device either.

use std::collections::BTreeMap;

use crate::fact::{Entity, Event, Fact, MergeOrder};
use crate::ids::{ContentHash, FactId, LineKey, OrderNumber, PackageCode, Text, VendorCode};
use crate::number::{CardNumber, ReceiptNumber};
use crate::same_code::CodeKey;

/// Ways from things to things, each with how many facts say so.
///
/// Most things lead to one other: a list of its own for each takes a tenth of a map's room.
#[derive(Debug)]
pub(super) struct Ways<K, V>(BTreeMap<K, Vec<(V, u32)>>);

impl<K, V> Default for Ways<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord, V: Ord> Ways<K, V> {
    /// What a thing leads to, in order.
    pub(super) fn from<'a>(&'a self, key: &K) -> impl Iterator<Item = &'a V> + use<'a, K, V> {
        self.0.get(key).into_iter().flatten().map(|(value, _)| value)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.keys()
    }

    fn count(&mut self, key: K, value: V, change: Change) {
        match change {
            Change::Said => self.say(key, value),
            Change::TakenBack => self.take_back(&key, &value),
        }
    }

    fn say(&mut self, key: K, value: V) {
        let values = self.0.entry(key).or_insert_with(|| Vec::with_capacity(1));
        let place = values.binary_search_by(|(known, _)| known.cmp(&value));
        match place.map(|place| values.get_mut(place)) {
            Ok(Some((_, count))) => *count += 1,
            Ok(None) => {}
            Err(place) => values.insert(place, (value, 1)),
        }
    }

    fn take_back(&mut self, key: &K, value: &V) {
        let Some(values) = self.0.get_mut(key) else { return };
        let place = values.binary_search_by(|(known, _)| known.cmp(value));
        if let Ok(place) = place
            && let Some((_, count)) = values.get_mut(place)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                values.remove(place);
            }
        }
        if values.is_empty() {
            self.0.remove(key);
        }
    }
}

/// Whether a fact enters the fold or leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// The link holds from now on.
    Said,
    /// The link does not hold any more.
    TakenBack,
}

/// Every way that a replica knows.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The receipts whose papers, counts or assignments name an order.
    pub(super) receipts_of_order: Ways<OrderNumber, ReceiptNumber>,
    /// The receipts that have a line of an order, be it only that purchasing spoke of it.
    pub(super) lines_of_order: Ways<OrderNumber, ReceiptNumber>,
    /// The receipts that were opened with a vendor's delivery note.
    pub(super) receipts_of_note: Ways<(Option<VendorCode>, CodeKey), ReceiptNumber>,
    /// The receipts on which a package was tallied.
    pub(super) receipts_of_package: Ways<PackageCode, ReceiptNumber>,
    /// The cards that name a receipt.
    pub(super) cards_of_receipt: Ways<ReceiptNumber, CardNumber>,
    /// The cards that name a line of an order.
    pub(super) cards_of_order: Ways<OrderNumber, CardNumber>,
    /// The receipts that were once joined into another.
    pub(super) joined_into: Ways<ReceiptNumber, ReceiptNumber>,
    /// The receipt of a slip.
    pub(super) receipt_of_slip: Ways<FactId, ReceiptNumber>,
    /// The lot of a return note.
    pub(super) card_of_return: Ways<FactId, CardNumber>,
    /// The putaways at each place, in merge order: the first has named it.
    pub(super) putaways_at: Ways<CodeKey, MergeOrder>,
    /// The photos that show a content.
    pub(super) photos_of: Ways<ContentHash, FactId>,
}

impl Links {
    /// A fact enters the fold, or leaves it. Every kind is named, so that the compiler asks what a
    /// new one leads to.
    pub(super) fn note(&mut self, fact: &Fact, event: &Event, change: Change) {
        let id = fact.header.id;
        match event {
            Event::ReceiptOpened(_)
            | Event::Tallied(_)
            | Event::Recounted(_)
            | Event::ReceiptJoined(_)
            | Event::CountConfirmed(_)
            | Event::SlipIssued(_)
            | Event::LineAssigned(_)
            | Event::StaleOrderAnswered(_)
            | Event::OrderChangeAnswered(_)
            | Event::VendorAccepted(_) => {
                if let Entity::Receipt(opened) = fact.header.entity {
                    self.note_receipt(ReceiptNumber(opened), id, event, change);
                }
            }
            Event::CardIssued(_) | Event::PutAway(_) | Event::ReturnRaised(_) => {
                if let Entity::Card(opened) = fact.header.entity {
                    self.note_card(CardNumber(opened), fact, event, change);
                }
            }
            Event::PhotoTaken(taken) => self.photos_of.count(taken.content, id, change),
            // These lead from their own thing to no other.
            Event::ReceiptDescribed(_)
            | Event::CountVoided(_)
            | Event::CountSigned(_)
            | Event::SignatureVoided(_)
            | Event::ReceiptReopened(_)
            | Event::ReceiptVoided(_)
            | Event::DeliveriesDistinct(_)
            | Event::SlipConfirmed(_)
            | Event::LineCountedAs(_)
            | Event::WithdrawalConfirmed(_)
            | Event::BasisConfirmed(_)
            | Event::CardVoided(_)
            | Event::CardReprinted(_)
            | Event::LotDescribed(_)
            | Event::Weighed(_)
            | Event::Measured(_)
            | Event::WeighingVoided(_)
            | Event::VerdictRecorded(_)
            | Event::VerdictVoided(_)
            | Event::Sampled(_)
            | Event::MovementVoided(_)
            | Event::OrderStated(_)
            | Event::OrderStatusStated(_)
            | Event::LineCarried(_)
            | Event::VendorStated(_)
            | Event::ApprovalStated(_)
            | Event::ItemStated(_)
            | Event::StandardStated(_)
            | Event::CostStated(_)
            | Event::PersonStated(_)
            | Event::PinSet(_)
            | Event::PersonRevoked(_)
            | Event::SignInChanged(_)
            | Event::SignInGranted(_)
            | Event::ArrivedLate(_)
            | Event::SigningInStated(_)
            | Event::DeviceEnrolled(_)
            | Event::DeviceRevoked(_)
            | Event::FactSetAside(_)
            | Event::Readmitted(_)
            | Event::ClockDoubtful(_)
            | Event::ClockOff(_)
            | Event::SiteStated(_)
            | Event::CountingStated(_)
            | Event::PhotoVoided(_)
            | Event::ExceptionReported(_)
            | Event::ExceptionVoided(_)
            | Event::Expunged(_) => {}
        }
    }

    fn note_card(&mut self, card: CardNumber, fact: &Fact, event: &Event, change: Change) {
        match event {
            Event::CardIssued(event) => {
                self.cards_of_receipt.count(event.receipt, card, change);
                if let Some(line) = event.line.order_line() {
                    self.cards_of_order.count(line.order.clone(), card, change);
                }
            }
            Event::ReturnRaised(_) => self.card_of_return.count(fact.header.id, card, change),
            Event::PutAway(event) => {
                let key = event.location.code_key();
                self.putaways_at.count(key, fact.header.order(), change);
            }
            // `note` hands no other here.
            _ => {}
        }
    }

    fn note_receipt(&mut self, receipt: ReceiptNumber, id: FactId, event: &Event, change: Change) {
        if let Some(line) = line_of(event).and_then(LineKey::order_line) {
            self.lines_of_order.count(line.order.clone(), receipt, change);
        }
        match event {
            Event::ReceiptOpened(event) => {
                for order in &event.orders {
                    self.receipts_of_order.count(order.clone(), receipt, change);
                }
                if let Some(note) = &event.delivery_note {
                    let key = (event.vendor.clone(), maybe_same_note(note));
                    self.receipts_of_note.count(key, receipt, change);
                }
            }
            Event::Tallied(event) => {
                self.touch(&event.line, receipt, change);
                if let Some(package) = &event.package {
                    self.receipts_of_package.count(package.clone(), receipt, change);
                }
            }
            Event::Recounted(event) => self.touch(&event.line, receipt, change),
            Event::LineAssigned(event) => {
                self.receipts_of_order.count(event.to.order.clone(), receipt, change);
            }
            Event::ReceiptJoined(event) => self.joined_into.count(event.into, receipt, change),
            Event::SlipIssued(_) => self.receipt_of_slip.count(id, receipt, change),
            // The others that `note` hands here name a line at most.
            _ => {}
        }
    }

    fn touch(&mut self, line: &LineKey, receipt: ReceiptNumber, change: Change) {
        if let Some(line) = line.order_line() {
            self.receipts_of_order.count(line.order.clone(), receipt, change);
        }
    }
}

/// What delivery notes are compared by: receipts of one are only asked about, so that blanks and
/// dashes, which vendors and clerks write as they please, tell none apart.
pub(super) fn maybe_same_note(note: &Text) -> CodeKey {
    CodeKey::of_letters_and_digits(note.as_str())
}

/// The line of a receipt that a fact speaks of: the receipt has that line from then on.
fn line_of(event: &Event) -> Option<&LineKey> {
    match event {
        Event::Tallied(event) => Some(&event.line),
        Event::Recounted(event) => Some(&event.line),
        Event::CountConfirmed(event) => Some(&event.line),
        Event::LineAssigned(event) => Some(&event.line),
        Event::StaleOrderAnswered(event) => Some(&event.line),
        Event::VendorAccepted(event) => Some(&event.line),
        Event::OrderChangeAnswered(event) => Some(&event.line),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_there_as_long_as_one_fact_says_so() {
        let mut ways = Ways::default();

        ways.count("order", 1, Change::Said);
        ways.count("order", 1, Change::Said);
        ways.count("order", 2, Change::Said);
        ways.count("order", 1, Change::TakenBack);
        assert_eq!(ways.from(&"order").collect::<Vec<_>>(), [&1, &2]);

        ways.count("order", 1, Change::TakenBack);
        ways.count("order", 2, Change::TakenBack);
        ways.count("order", 2, Change::TakenBack);
        assert_eq!(ways.from(&"order").count(), 0);
        assert_eq!(ways.keys().count(), 0);
    }
}
