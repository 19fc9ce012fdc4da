//! Field by field: what the core's views answer, and what the model reads.

use std::collections::BTreeSet;
use std::fmt::Debug;

use sync_core::fact::{LotField, ReceiptField, Verdict};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::replica::Replica;
use sync_core::view::{self, LotView, OrderLineView, ReceiptLineView, ReceiptView};

use super::Model;

/// What was compared, and what differs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Differences {
    pub(crate) compared: u64,
    pub(crate) found: Vec<String>,
}

impl Differences {
    #[allow(
        clippy::needless_pass_by_value,
        reason = "two answers come in and none is needed after"
    )]
    fn check<T: Debug + PartialEq>(&mut self, of: &str, what: &str, core: T, model: T) {
        self.compared += 1;
        if core != model {
            self.found.push(format!("{of}: {what} is {core:?}, the model says {model:?}"));
        }
    }
}

pub(super) fn compare(model: &Model, replica: &Replica) -> Differences {
    let mut differences = Differences::default();
    let d = &mut differences;
    for number in model.receipts() {
        match view::receipt(replica, number) {
            Some(view) => receipt(d, model, number, &view),
            None => d.found.push(format!("receipt {number} is not known")),
        }
    }
    for number in model.cards() {
        match view::lot(replica, number) {
            Some(view) => lot(d, model, number, &view),
            None => d.found.push(format!("lot {number} is not known")),
        }
    }
    for line in view::order_lines(replica) {
        order_line(d, model, &line);
    }
    let open: BTreeSet<String> = view::conflicts(replica).into_iter().map(|c| c.id).collect();
    let read = model.conflicts();
    for id in open.symmetric_difference(&read) {
        let (core, model) = (open.contains(id), read.contains(id));
        d.check(id, "an open conflict", core, model);
    }
    differences
}

fn receipt(d: &mut Differences, model: &Model, number: ReceiptNumber, view: &ReceiptView) {
    let of = format!("receipt {number}");
    let root = model.root(number);
    let joined: BTreeSet<_> = view.joined.iter().copied().collect();
    let mut together = model.delivery(number);
    together.remove(&number);
    d.check(&of, "joined into", view.joined_into, (root != number).then_some(root));
    d.check(&of, "joined", joined, together);
    d.check(&of, "the same delivery", view.maybe_same_delivery.clone(), model.maybe_same(number));
    let field = |field| model.receipt_field(number, field).value;
    d.check(&of, "dock", view.row.dock.clone(), field(ReceiptField::Dock));
    d.check(&of, "note", view.row.note.clone(), field(ReceiptField::Note));
    let note = field(ReceiptField::DeliveryNote);
    d.check(&of, "delivery note", view.row.delivery_note.clone(), note);
    let signatures: Vec<_> = view
        .signatures
        .iter()
        .map(|s| (s.recorded.id, format!("{:?}", s.status), s.doubtful))
        .collect();
    let read: Vec<_> = model
        .signatures(number)
        .into_iter()
        .map(|(told, _, status)| (told.id, status.to_owned(), model.is_doubtful(told.id)))
        .collect();
    d.check(&of, "signatures", signatures, read);
    let slips: Vec<_> =
        view.slips.iter().map(|slip| (slip.number.0, slip.confirmed.is_some())).collect();
    d.check(&of, "slips", slips, model.slips(number));
    let rows: BTreeSet<_> = view.line_rows.iter().map(|row| row.line.clone()).collect();
    d.check(&of, "lines", rows, model.lines_of_delivery(number));
    for row in &view.line_rows {
        receipt_line(d, model, number, row);
    }
}

fn receipt_line(d: &mut Differences, model: &Model, number: ReceiptNumber, row: &ReceiptLineView) {
    let (of, line) = (format!("receipt {number} line {}", row.line), &row.line);
    let delivery = model.delivery(number);
    let parts = model.standing_parts(number);
    d.check(&of, "counted", row.counted, model.counted(number, line));
    let counts: Vec<_> = parts.iter().map(|part| model.line_count(*part, line)).collect();
    d.check(&of, "count again", row.count_again, counts.iter().any(|count| count.again));
    let twice = counts.iter().any(|count| count.package_twice);
    d.check(&of, "package twice", row.package_twice, twice);
    let elsewhere: BTreeSet<_> = row.package_elsewhere.iter().copied().collect();
    d.check(&of, "package elsewhere", elsewhere, model.counted_elsewhere(number, line));
    let cards: BTreeSet<_> = row.cards.iter().copied().collect();
    d.check(&of, "cards", cards, model.cards_of_line(number, line).into_iter().collect());
    d.check(&of, "carded", row.carded, model.carded(number, line));
    let signed = model.signed(number, line);
    d.check(&of, "signed", row.signed.as_ref().map(|s| s.id), signed.map(|told| told.id));
    let again = signed.is_some() && !model.signatures_fit(number, line);
    d.check(&of, "sign again", row.sign_again, again);
    d.check(&of, "stale order", row.stale_order, model.is_delivery_stale(number, line));
    let tallies: BTreeSet<_> =
        row.tallies.iter().map(|t| (t.recorded.id, format!("{:?}", t.status))).collect();
    let read: BTreeSet<_> = delivery
        .iter()
        .flat_map(|part| model.tallies(*part))
        .filter(|counted| counted.tally.line == *line)
        .map(|counted| (counted.told.id, counted.status.to_owned()))
        .collect();
    d.check(&of, "tallies", tallies, read);
    if let Some(ordered) = line.order_line() {
        let filled = model.filled(ordered);
        let root = model.root(number);
        let alone = filled.by.iter().map(|(by, _, over)| (*by, *over));
        let mut all = alone.chain(filled.carried_by.iter().copied());
        let over = all.find(|(by, _)| *by == root).map(|(_, over)| over);
        d.check(&of, "over", row.over, over.unwrap_or_default());
        d.check(&of, "received", row.received, filled.received);
    }
}

fn lot(d: &mut Differences, model: &Model, number: CardNumber, view: &LotView) {
    let of = format!("lot {number}");
    let (holds, clock) = (model.holds(number), model.clock(number));
    d.check(&of, "quantity", view.quantity, model.lot_quantity(number));
    d.check(&of, "passed", view.passed, holds.passed);
    d.check(&of, "conceded", view.conceded, holds.conceded);
    d.check(&of, "rejected", view.rejected, holds.rejected);
    d.check(&of, "to sort", view.to_sort, holds.to_sort);
    d.check(&of, "unjudged", view.unjudged, holds.unjudged);
    d.check(&of, "due", view.due, clock.due);
    d.check(&of, "judged", view.judged, clock.judged);
    let on_time = clock.judged.zip(clock.due).map(|(judged, due)| judged <= due);
    d.check(&of, "on time", view.on_time, on_time);
    d.check(&of, "approved", view.goods.vendor_approved, model.vendor_approved(number));
    d.check(&of, "item", view.goods.code().cloned(), model.item_of(number));
    let signed = model.issued(number).and_then(|(_, i)| model.signed(i.receipt, &i.line));
    d.check(&of, "signed", view.signed, signed.map(|told| told.at));
    let doubtful = signed.is_some_and(|told| model.is_doubtful(told.id));
    d.check(&of, "doubtful clock", view.clock_doubtful, doubtful);
    d.check(&of, "clock off", view.clock_off, model.is_clock_off(number));
    d.check(&of, "basis changed", view.basis_changed, model.is_basis_changed(number));
    let lot_number = model.lot_field(number, LotField::LotNumber).value;
    d.check(&of, "lot number", view.lot_number.clone(), lot_number);
    let (put_away, returned) = model.moved(number);
    d.check(&of, "put away", view.put_away, put_away);
    d.check(&of, "returned", view.returned, returned);
    let left = (view.left_to_put_away, view.left_to_return);
    d.check(&of, "left to put away and to return", left, model.left(number));
    let excess: Vec<_> = view.returns.iter().map(|note| note.excess).collect();
    d.check(&of, "excess of returns", excess, model.excess_of_returns(number));
    let blocked: Vec<String> = view.blocked_by.iter().map(|b| format!("{b:?}")).collect();
    let read: Vec<String> = model.blocked_by(number).into_iter().map(str::to_owned).collect();
    d.check(&of, "blocked by", blocked, read);
    d.check(&of, "released", view.released, model.released(number));
    d.check(&of, "vendor", view.goods.vendor.clone(), model.vendor_of(number));
    let outcome = view.unit_weight.as_ref().and_then(|weight| weight.outcome);
    let outcome = outcome.map(|outcome| format!("{outcome:?}"));
    let read = model.unit_weight(number).map(str::to_owned);
    d.check(&of, "unit weight", outcome, read);
    let verdicts: Vec<_> = view
        .verdicts
        .iter()
        .map(|v| (v.recorded.id, format!("{:?}", v.status) == "Live", v.on_time))
        .collect();
    let read: Vec<_> = model
        .verdicts(number)
        .into_iter()
        .map(|judged| {
            let finally = judged.event.judgements.iter().any(|s| s.verdict != Verdict::Sort);
            let on_time = clock.due.filter(|_| finally).map(|due| judged.told.at <= due);
            (judged.told.id, judged.status == "Live", on_time)
        })
        .collect();
    d.check(&of, "verdicts", verdicts, read);
}

fn order_line(d: &mut Differences, model: &Model, view: &OrderLineView) {
    let of = format!("order line {}", view.line);
    let filled = model.filled(&view.line);
    d.check(&of, "received", view.received, filled.received);
    d.check(&of, "carried", view.carried, filled.carried);
    d.check(&of, "returned", view.returned, filled.returned);
    d.check(&of, "over", view.over, filled.over);
    d.check(&of, "accepted", view.accepted, filled.accepted);
    d.check(&of, "rejected", view.rejected, filled.rejected);
    let by: Vec<_> = view.filled_by.iter().map(|f| (f.receipt, f.counted, f.over)).collect();
    d.check(&of, "filled by", by, filled.by);
}
