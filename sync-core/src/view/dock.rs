//! What is to be done at the dock: the deliveries under way, and the lots for the shelf.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::counting::{CountingView, Stage, counting};
use super::incremental::{Incremental, Rows};
use super::work::{self, WorkRow};
use crate::ids::{LineKey, OrderNumber};
use crate::measure::Quantity;
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::state::ReceiptState;
use crate::time::Timestamp;

/// The dock's first screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DockView {
    /// How many deliveries there are at which the dock has something to do.
    pub open: usize,
    /// The receipts opened last, the latest first.
    pub latest: Vec<CountingView>,
    /// How many lots wait to be put on a shelf.
    pub to_shelve: usize,
}

/// What the dock asks of one replica, again and again.
#[derive(Debug, Default)]
pub struct IncrementalDock(Incremental<DockRows>);

/// What the dock asks of every receipt and lot.
#[derive(Debug, Default)]
struct DockRows {
    /// The deliveries at which there is something to do, with the instant of their opening.
    open: BTreeMap<ReceiptNumber, Timestamp>,
    /// The lots of which something is to be put on a shelf.
    to_shelve: BTreeSet<CardNumber>,
}

impl IncrementalDock {
    /// The deliveries at which the dock has something to do: how many, and the latest `most`.
    pub fn draw(&mut self, replica: &Replica, most: usize) -> DockView {
        let rows = self.0.read(replica);
        let mut open: Vec<_> = rows.open.iter().map(|(number, at)| (*at, *number)).collect();
        open.sort_unstable_by_key(|latest| Reverse(*latest));
        let latest = open.iter().take(most).filter_map(|(_, number)| counting(replica, *number));
        DockView { latest: latest.collect(), open: open.len(), to_shelve: rows.to_shelve.len() }
    }

    /// The lots of which something is to be put on a shelf, the most urgent first.
    pub fn to_put_away(&mut self, replica: &Replica) -> Vec<WorkRow> {
        work::put_away(replica, self.0.read(replica).to_shelve.iter().copied())
    }
}

impl Rows for DockRows {
    fn refresh_receipt(&mut self, replica: &Replica, number: ReceiptNumber) {
        let state = replica.receipt(number);
        let open = state.filter(|state| has_dock_work(replica, number, state));
        match open.and_then(|state| state.opened.as_ref()) {
            Some((written, _)) => self.open.insert(number, written.at),
            None => self.open.remove(&number),
        };
    }

    fn refresh_lot(&mut self, replica: &Replica, number: CardNumber) {
        let state = replica.card(number);
        if state.is_some_and(|state| work::is_for_shelf(replica, number, state)) {
            self.to_shelve.insert(number);
        } else {
            self.to_shelve.remove(&number);
        }
    }
}

/// The delivery of an order at which the dock has something to do, the latest of several.
pub fn open_delivery(replica: &Replica, order: &OrderNumber) -> Option<CountingView> {
    let of_order = replica.receipts_of_order(order).filter_map(|number| {
        let state = replica.receipt(number)?;
        let (opened, papers) = state.opened.as_ref()?;
        let is_open = papers.orders.contains(order) && has_dock_work(replica, number, state);
        is_open.then_some((opened.at, number))
    });
    counting(replica, of_order.max()?.1)
}

/// Whether the dock has something to do at a delivery. Asked of every receipt when a device is
/// opened: what its own fold and its cards answer needs no more.
fn has_dock_work(replica: &Replica, number: ReceiptNumber, state: &ReceiptState) -> bool {
    if state.opened.is_none() || state.voided.is_some() || state.joined_into.is_some() {
        return false;
    }
    if state.slips.last().is_none_or(|slip| slip.confirmed.is_none()) {
        return true;
    }
    let is_alone = replica.joined_into(number).next().is_none();
    if is_alone && is_signed_and_carded(replica, number, state) {
        return false;
    }
    counting(replica, number).is_some_and(|view| view.stage != Stage::Done)
}

/// Whether all that was counted on a receipt, which is a delivery by itself, is surely signed, on
/// its slip, and on cards that say no more; *no* may also mean that it takes a closer look.
fn is_signed_and_carded(replica: &Replica, number: ReceiptNumber, state: &ReceiptState) -> bool {
    let mut left: Vec<(&LineKey, Quantity)> =
        state.lines.iter().map(|(key, line)| (key, line.count.quantity)).collect();
    let is_signed = !left.is_empty()
        && left.iter().all(|(key, quantity)| {
            let mut signatures = state.signatures.iter();
            signatures.any(|signature| signature.live_quantity(key) == Some(*quantity))
        });
    if !is_signed {
        return false;
    }
    let slip = state.slips.last().map(|slip| slip.lines.as_slice()).unwrap_or_default();
    let on_slip = slip.iter().map(|line| (&line.line, line.quantity));
    if !on_slip.eq(left.iter().copied()) {
        return false;
    }
    for card in replica.cards_of_receipt(number).filter_map(|card| replica.card(card)) {
        let issued = card.issued.as_ref().filter(|_| card.voided.is_none());
        let Some((_, issued)) = issued.filter(|(_, issued)| issued.receipt == number) else {
            continue;
        };
        match left.iter_mut().find(|(key, _)| **key == issued.line) {
            Some((_, left)) if issued.quantity <= *left => *left = left.less(issued.quantity),
            // More is on cards than was counted, or another line is.
            _ => return false,
        }
    }
    left.iter().all(|(_, left)| left.is_zero())
}
