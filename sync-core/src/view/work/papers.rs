//! What a delivery's papers wait for: a signature, the acceptance slip, the clerk's name on it.

use std::collections::BTreeMap;

use super::{WorkKind, WorkRow, WorkSubject};
use crate::across::{self, Part};
use crate::ids::LineKey;
use crate::number::ReceiptNumber;
use crate::replica::Replica;
use crate::view::goods::ItemNamed;
use crate::view::incremental::Rows;

/// What the papers of deliveries wait for, each under the receipt that stands for its delivery.
#[derive(Debug, Default)]
pub(super) struct PaperWork(BTreeMap<ReceiptNumber, Vec<WorkRow>>);

impl PaperWork {
    pub(super) fn of_kinds(&self, kinds: &[WorkKind]) -> Vec<WorkRow> {
        let rows = self.0.values().flatten();
        rows.filter(|row| kinds.contains(&row.kind)).cloned().collect()
    }
}

impl Rows for PaperWork {
    fn refresh_receipt(&mut self, replica: &Replica, number: ReceiptNumber) {
        let delivery = across::delivery(replica, number);
        let is_listed = across::listed_under(replica, &delivery) == Some(number);
        let rows = if is_listed { of_delivery(replica, number, &delivery) } else { Vec::new() };
        if rows.is_empty() {
            self.0.remove(&number);
        } else {
            self.0.insert(number, rows);
        }
    }
}

fn of_delivery(replica: &Replica, number: ReceiptNumber, delivery: &[Part<'_>]) -> Vec<WorkRow> {
    let mut rows = to_sign(replica, number, delivery);
    match across::last_slip(delivery) {
        Some((receipt, slip)) if slip.confirmed.is_none() => {
            rows.push(WorkRow::about(WorkKind::ConfirmSlip, WorkSubject::Receipt(receipt)));
        }
        Some(_) => {}
        None => {
            let is_signed = |part: &&Part<'_>| part.state.live_signatures().next().is_some();
            rows.extend(delivery.iter().find(is_signed).map(|part| {
                WorkRow::about(WorkKind::IssueSlip, WorkSubject::Receipt(part.number))
            }));
        }
    }
    rows.extend(to_assign(replica, number, delivery));
    let newer = delivery.iter().filter(|part| !part.state.newer.is_empty());
    rows.extend(
        newer.map(|part| WorkRow::about(WorkKind::Update, WorkSubject::Receipt(part.number))),
    );
    rows
}

/// The lines whose count differs from every signature, and those that have cards and no signature.
fn to_sign(replica: &Replica, number: ReceiptNumber, delivery: &[Part<'_>]) -> Vec<WorkRow> {
    let is_open = |part: &Part<'_>| part.state.opened.is_some();
    if !delivery.iter().any(is_open) {
        return Vec::new();
    }
    let lines = across::line_keys(replica, number).into_iter().filter(|line| {
        if across::signed(replica, number, line).is_some() {
            !across::signatures_fit(delivery, line)
        } else {
            !across::carded(replica, number, line).0.is_empty()
        }
    });
    let rows = lines.map(|line| WorkRow {
        item: across::item_of_line(replica, &line).map(|item| ItemNamed::of(replica, item)),
        quantity: Some(across::counted(replica, number, &line)),
        unit: across::unit_of(replica, &line),
        line: Some(line),
        ..WorkRow::about(WorkKind::Sign, WorkSubject::Receipt(number))
    });
    rows.collect()
}

/// Goods without an order that stand on cards, and that no standing receipt has counted: what a
/// receipt has counted is asked of purchasing with the receipt.
fn to_assign(replica: &Replica, number: ReceiptNumber, delivery: &[Part<'_>]) -> Vec<WorkRow> {
    let is_counted =
        |line: &LineKey| delivery.iter().any(|part| part.state.lines.contains_key(line));
    let lines = across::line_keys(replica, number).into_iter();
    let held = lines.filter(|line| line.order_line().is_none() && !is_counted(line));
    let carded = held.filter_map(|line| {
        let (cards, quantity) = across::carded(replica, number, &line);
        (!cards.is_empty()).then_some((line, quantity))
    });
    let rows = carded.map(|(line, quantity)| WorkRow {
        item: across::item_of_line(replica, &line).map(|item| ItemNamed::of(replica, item)),
        quantity: Some(quantity),
        unit: across::unit_of(replica, &line),
        line: Some(line),
        ..WorkRow::about(WorkKind::Assign, WorkSubject::Receipt(number))
    });
    rows.collect()
}
