//! Carried sums: finished deliveries stand as one figure on their order lines (SEMANTICS 8).
//!
//! What a replica no longer holds it holds as a fact. A covered receipt is not counted by
//! itself, whether it is held here or not, so that an order line says the same everywhere.
//! A late fact brings its delivery back whole: the server states a new carry without it.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Sum;
use std::ops::Add;

use super::assignment::{self, brought};
use super::delivery::{delivery, parts, root};
use super::{conflict, lot, receipt};
use crate::fact::{Entity, Event, Fact, Kind, LineCarried};
use crate::ids::{FactId, LineKey, OrderLine, OrderNumber};
use crate::measure::Quantity;
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::time::Timestamp;

/// What is carried on an order line; nothing where all its receipts count by themselves.
pub fn carried<'a>(replica: &'a Replica, line: &OrderLine) -> Option<&'a LineCarried> {
    let carried = replica.order(&line.order)?.carried.get(&line.line)?;
    (!carried.receipts.is_empty()).then_some(carried)
}

/// What to state so that deliveries that are finished, and were last touched before an
/// instant, are carried.
pub fn carry_finished(replica: &Replica, before: Timestamp) -> Vec<(Entity, Event)> {
    let mut drafts = Vec::new();
    for (number, state) in replica.orders() {
        let roots: BTreeSet<ReceiptNumber> =
            replica.receipts_of_order(number).map(|receipt| root(replica, receipt)).collect();
        let finished: Vec<ReceiptNumber> =
            roots.into_iter().filter(|root| is_finished(replica, *root, before)).collect();
        for &line in state.lines.keys() {
            let line = OrderLine { order: number.clone(), line };
            let covered = carried(replica, &line).map(|carried| carried.receipts.clone());
            let mut receipts: BTreeSet<ReceiptNumber> = covered.iter().flatten().copied().collect();
            let before = receipts.len();
            let brought = finished.iter().filter(|root| !brought(replica, **root, &line).is_zero());
            receipts.extend(brought.flat_map(|root| parts(replica, *root)));
            if receipts.len() > before {
                drafts.push(state_carry(replica, line, receipts));
            }
        }
    }
    drafts
}

/// The receipts and lots that new facts speak of.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    entities: BTreeSet<Entity>,
    readmitted: Vec<FactId>,
}

impl Touched {
    /// What these facts touch.
    pub fn by<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        let mut touched = Self::default();
        for fact in facts {
            match (&fact.header.entity, fact.header.kind) {
                (entity @ (Entity::Receipt(_) | Entity::Card(_)), _) => {
                    touched.entities.insert(entity.clone());
                }
                (_, kind) if kind == Kind::Readmitted as u16 => {
                    if let Ok(Event::Readmitted(event)) = fact.event() {
                        touched.readmitted.push(event.set_aside);
                    }
                }
                _ => {}
            }
        }
        touched
    }

    fn receipts(&self, replica: &Replica) -> BTreeSet<ReceiptNumber> {
        let let_in = self.readmitted.iter().filter_map(|statement| replica.let_in(*statement));
        let entities = self.entities.iter().chain(let_in.map(|fact| &fact.header.entity));
        let receipts = entities.filter_map(|entity| receipt_of(replica, entity));
        receipts.flat_map(|receipt| parts(replica, receipt)).collect()
    }
}

/// What to state where facts came for receipts that are carried: their deliveries come back.
pub fn bring_back(replica: &Replica, touched: &Touched) -> Vec<(Entity, Event)> {
    let touched = touched.receipts(replica);
    if touched.is_empty() {
        return Vec::new();
    }
    restate(replica, |_, covered| {
        let back: BTreeSet<ReceiptNumber> = covered
            .iter()
            .filter(|receipt| touched.contains(receipt))
            .flat_map(|receipt| parts(replica, *receipt))
            .collect();
        back
    })
}

/// What to state where a carry no longer says what its receipts say, as after a crash between
/// a late fact and the carry without it: all of the line's deliveries come back.
pub fn bring_back_stale(replica: &Replica) -> Vec<(Entity, Event)> {
    restate(replica, |line, covered| {
        let now = sums(replica, line, covered.iter().copied().collect());
        let stated = carried(replica, line);
        if stated == Some(&now) { BTreeSet::new() } else { covered.iter().copied().collect() }
    })
}

fn restate(
    replica: &Replica,
    back: impl Fn(&OrderLine, &[ReceiptNumber]) -> BTreeSet<ReceiptNumber>,
) -> Vec<(Entity, Event)> {
    let mut drafts = Vec::new();
    for (number, state) in replica.orders() {
        for (&line, carried) in &state.carried {
            let line = OrderLine { order: number.clone(), line };
            let back = back(&line, &carried.receipts);
            let receipts: BTreeSet<ReceiptNumber> =
                carried.receipts.iter().copied().filter(|r| !back.contains(r)).collect();
            if receipts.len() < carried.receipts.len() {
                drafts.push(state_carry(replica, line, receipts));
            }
        }
    }
    drafts
}

fn receipt_of(replica: &Replica, entity: &Entity) -> Option<ReceiptNumber> {
    match entity {
        Entity::Receipt(opened) => Some(ReceiptNumber(*opened)),
        Entity::Card(opened) => {
            let card = replica.card(CardNumber(*opened))?;
            card.issued.as_ref().map(|(_, issued)| issued.receipt)
        }
        _ => None,
    }
}

fn state_carry(
    replica: &Replica,
    line: OrderLine,
    receipts: BTreeSet<ReceiptNumber>,
) -> (Entity, Event) {
    let event = sums(replica, &line, receipts);
    (Entity::Order(line.order), event.into())
}

/// What receipts come to on a line, counted by themselves.
fn sums(replica: &Replica, line: &OrderLine, receipts: BTreeSet<ReceiptNumber>) -> LineCarried {
    let roots: BTreeSet<ReceiptNumber> =
        receipts.iter().map(|receipt| root(replica, *receipt)).collect();
    let received = roots.iter().map(|root| brought(replica, *root, line)).sum();
    let of_cards = of_cards(replica, line, roots.iter().copied());
    LineCarried {
        line: line.line,
        receipts: receipts.into_iter().collect(),
        received,
        accepted: of_cards.accepted,
        rejected: of_cards.rejected,
        returned: of_cards.returned,
    }
}

/// What the lots of some deliveries come to on an order line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OfCards {
    pub(super) accepted: Quantity,
    pub(super) rejected: Quantity,
    /// Returned for credit, as far as it was rejected.
    pub(super) returned: Quantity,
}

impl Add for OfCards {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            accepted: self.accepted + other.accepted,
            rejected: self.rejected + other.rejected,
            returned: self.returned + other.returned,
        }
    }
}

impl Sum for OfCards {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

/// What the lots of deliveries say of an order line, those that purchasing assigned to it too.
pub(super) fn of_cards(
    replica: &Replica,
    line: &OrderLine,
    deliveries: impl Iterator<Item = ReceiptNumber>,
) -> OfCards {
    deliveries.map(|delivery| assignment::lots_on(replica, delivery, line)).sum()
}

/// What the live cards of a delivery say, over one of its lines.
pub(super) fn lots_of_line(replica: &Replica, delivery: ReceiptNumber, key: &LineKey) -> OfCards {
    let cards = receipt::carded(replica, delivery, key).0.into_iter();
    let cards = cards.filter_map(|card| replica.card(card));
    let of_card = |card| {
        let judged = lot::judged(replica, card);
        OfCards {
            accepted: judged.accepted(),
            rejected: judged.rejected,
            returned: lot::returned_for_credit(card).min(judged.rejected),
        }
    };
    cards.map(of_card).sum()
}

/// Whether nothing more is expected of a delivery: all that was counted is on cards, judged,
/// and on the shelf or back with its vendor; nothing is in conflict; and nobody touched it
/// since an instant.
fn is_finished(replica: &Replica, root: ReceiptNumber, before: Timestamp) -> bool {
    let all = parts(replica, root);
    let standing = delivery(replica, root);
    let cards: Vec<CardNumber> =
        all.iter().flat_map(|part| replica.cards_of_receipt(*part)).collect();
    let receipts = all.iter().map(|part| Entity::Receipt(part.0));
    let entities = receipts.chain(cards.iter().map(|card| Entity::Card(card.0)));
    let is_old = |entity: &Entity| {
        replica.facts_of(entity).all(|fact| fact.header.merge_time.instant() < before)
    };
    let counts: BTreeMap<LineKey, Quantity> = receipt::line_keys(replica, root)
        .into_iter()
        .map(|key| {
            let counted = standing.iter().map(|part| part.quantity(&key)).sum();
            (key, counted)
        })
        .collect();
    !standing.is_empty()
        && entities.into_iter().all(|entity| is_old(&entity))
        && counts.iter().all(|(key, counted)| receipt::carded(replica, root, key).1 == *counted)
        && cards.iter().all(|card| lot::is_finished(replica, *card))
        && !conflict::concerns(replica, &all, &cards)
}

/// The deliveries of an order that count by themselves on a line.
pub(super) fn uncovered(
    replica: &Replica,
    order: &OrderNumber,
    carried: Option<&LineCarried>,
) -> BTreeSet<ReceiptNumber> {
    let covered = carried.map(|carried| carried.receipts.as_slice()).unwrap_or_default();
    let covered: BTreeSet<ReceiptNumber> = covered.iter().copied().collect();
    replica
        .receipts_of_order(order)
        .filter(|receipt| !covered.contains(receipt))
        .map(|receipt| root(replica, receipt))
        .filter(|root| !covered.contains(root))
        .collect()
}
