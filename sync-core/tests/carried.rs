//! Carried sums: an order line says the same wherever its finished receipts are still held.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::across::{self, OrderLineAnswer, Touched};
use sync_core::command::Command;
use sync_core::fact::{Entity, Event, Fact, LineCarried, ReturnFor, Verdict};
use sync_core::ids::{FactId, OrderLine, PersonNumber};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::replica::Replica;
use sync_core::time::{Hlc, Span, Timestamp};
use sync_core::view;

use support::{Desk, at, catalog, judge, quantity};

/// Some days before: deliveries of one day might be one delivery.
fn before(days: i64, time: &str) -> Timestamp {
    at(time).plus(Span::hours(-24 * days))
}

fn order_line() -> OrderLine {
    OrderLine { order: "PO1".parse().unwrap(), line: 1 }
}

/// Counts, signs, cards, judges and clears a delivery: accepted goods on the shelf, rejected
/// ones on their way back.
fn finish(desk: &mut Desk, (passed, rejected): (&str, &str), now: Timestamp) -> ReceiptNumber {
    let all = (support::number(passed) + support::number(rejected)).to_string();
    let (receipt, card) = desk.delivery("PO1", &all, now);
    desk.act(&Command::IssueSlip { receipt }, now).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, now).unwrap();
    desk.act(&judge(card, Verdict::Pass, Some(passed), Some(rejected), false), now).unwrap();
    let put = Command::PutAway { card, location: "A-1".parse().unwrap(), quantity: None };
    desk.act(&put, now).unwrap();
    if rejected != "0" {
        let quantity = support::number(rejected);
        let back = Command::RaiseReturn { card, quantity, settlement: ReturnFor::Credit };
        desk.act(&back, now).unwrap();
    }
    receipt
}

/// What the server states, as the facts that it makes of it.
fn stated(drafts: Vec<(Entity, Event)>, from: u64, now: Timestamp) -> Vec<Fact> {
    drafts
        .into_iter()
        .zip(from..)
        .map(|((entity, event), sequence)| {
            let id = FactId::new(0, sequence);
            support::fact(id, Hlc::at(now), now, PersonNumber::SERVER, entity, &event)
        })
        .collect()
}

fn replica<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Replica {
    let mut replica = Replica::default();
    for fact in catalog() {
        replica.insert(fact);
    }
    for fact in facts {
        replica.insert(fact.clone());
    }
    replica
}

fn is_of(fact: &Fact, receipt: ReceiptNumber, replica: &Replica) -> bool {
    let card = |card| replica.card(CardNumber(card)).and_then(|card| card.issued.as_ref());
    match &fact.header.entity {
        Entity::Receipt(opened) => *opened == receipt.0,
        Entity::Card(opened) => card(*opened).is_some_and(|(_, card)| card.receipt == receipt),
        _ => false,
    }
}

fn answer(replica: &Replica) -> OrderLineAnswer {
    across::order_line(replica, &order_line())
}

fn carry_of(replica: &Replica) -> LineCarried {
    across::carried(replica, &order_line()).unwrap().clone()
}

#[test]
fn a_line_says_the_same_with_its_finished_receipt_and_without() {
    let mut dock = Desk::new(1);
    let done = finish(&mut dock, ("240", "10"), before(3, "08:00:00"));
    dock.delivery("PO1", "900", at("10:00:00"));
    let before = answer(&dock.replica);

    let drafts = across::carry_finished(&dock.replica, at("09:00:00"));
    let carry = stated(drafts, 1_000, at("12:00:00"));
    assert_eq!(carry.len(), 1);
    let whole = replica(dock.written.iter().chain(&carry));
    let rest = dock.written.iter().filter(|fact| !is_of(fact, done, &dock.replica));
    let without = replica(rest.chain(&carry));

    assert_eq!(answer(&whole), answer(&without));
    let now = answer(&whole);
    assert_eq!((now.carried, now.counted), (quantity("250"), quantity("1150")));
    assert_eq!((now.accepted, now.rejected), (quantity("240"), quantity("10")));
    assert_eq!((now.returned, now.over), (before.returned, before.over));
    // The open receipt came later: it bears the excess, as before.
    assert_eq!(now.filled_by, [before.filled_by[1]]);
    assert_eq!(now.over, quantity("140"));
}

#[test]
fn a_finished_receipt_fills_first_even_where_another_was_signed_before_it() {
    let (mut dock, mut other) = (Desk::new(1), Desk::new(2));
    let (early, _) = other.delivery("PO1", "800", before(4, "07:00:00"));
    finish(&mut dock, ("300", "0"), before(3, "08:00:00"));
    dock.hear(&other);
    assert_eq!(answer(&dock.replica).filled_by[0].receipt, early);
    assert_eq!(answer(&dock.replica).filled_by[1].over, quantity("100"));

    let drafts = across::carry_finished(&dock.replica, at("09:00:00"));
    let carried = replica(dock.written.iter().chain(&other.written).chain(&stated(
        drafts,
        1_000,
        at("12:00:00"),
    )));

    let filling = answer(&carried).filled_by[0];
    assert_eq!((filling.receipt, filling.over), (early, quantity("100")));
}

#[test]
fn what_is_unfinished_in_conflict_or_touched_lately_is_not_carried() {
    let mut dock = Desk::new(1);
    finish(&mut dock, ("100", "0"), before(3, "08:00:00"));
    dock.delivery("PO1", "50", before(2, "08:00:00"));

    let carried = |instant| {
        let drafts = across::carry_finished(&dock.replica, instant);
        drafts.into_iter().map(|(_, event)| event).collect::<Vec<_>>()
    };

    assert_eq!(carried(before(3, "08:00:00")), []);
    let [Event::LineCarried(carry)] = &carried(at("08:00:00"))[..] else { panic!("no carry") };
    assert_eq!((carry.receipts.len(), carry.received), (1, quantity("100")));
    // A third of the same day as the first may be one delivery with it: somebody must look.
    dock.delivery("PO1", "1", before(3, "09:00:00"));
    let drafts = across::carry_finished(&dock.replica, at("08:00:00"));
    assert_eq!(drafts, []);
}

#[test]
fn a_late_fact_brings_its_delivery_back_whole_and_leaves_the_others() {
    let (mut dock, mut late) = (Desk::new(1), Desk::new(2));
    let first = finish(&mut dock, ("100", "0"), before(4, "08:00:00"));
    let second = finish(&mut dock, ("200", "0"), before(3, "08:00:00"));
    late.hear(&dock);
    let carry =
        stated(across::carry_finished(&dock.replica, at("09:00:00")), 1_000, at("12:00:00"));
    let mut server = replica(dock.written.iter().chain(&carry));
    assert_eq!(carry_of(&server).receipts, [first, second]);

    let reopen = Command::ReopenReceipt { receipt: first, reason: "count again".parse().ok() };
    late.act(&reopen, at("08:30:00")).unwrap();
    late.tally(first, "PO1", "7", at("08:31:00"));
    for fact in &late.written {
        server.insert(fact.clone());
    }
    let back = across::bring_back(&server, &Touched::by(&late.written));
    for fact in stated(back, 2_000, at("13:00:00")) {
        server.insert(fact);
    }

    assert_eq!(carry_of(&server).receipts, [second]);
    let now = answer(&server);
    assert_eq!((now.carried, now.counted), (quantity("200"), quantity("307")));
    assert_eq!(across::bring_back(&server, &Touched::by(&late.written)), []);
    assert_eq!(across::bring_back_stale(&server), []);
}

#[test]
fn a_carry_that_a_crash_left_behind_a_late_fact_is_found_when_the_server_starts() {
    let mut dock = Desk::new(1);
    let receipt = finish(&mut dock, ("100", "0"), before(3, "08:00:00"));
    let carry =
        stated(across::carry_finished(&dock.replica, at("09:00:00")), 1_000, at("12:00:00"));
    let mut late = Desk::new(2);
    late.hear(&dock);
    late.act(
        &Command::ReopenReceipt { receipt, reason: "count again".parse().ok() },
        at("08:30:00"),
    )
    .unwrap();
    late.tally(receipt, "PO1", "7", at("08:31:00"));
    let mut server = replica(dock.written.iter().chain(&carry).chain(&late.written));

    let back = across::bring_back_stale(&server);
    for fact in stated(back, 2_000, at("13:00:00")) {
        server.insert(fact);
    }

    assert_eq!(across::carried(&server, &order_line()), None);
    assert_eq!(answer(&server).counted, quantity("107"));
}

#[test]
fn a_carried_receipt_still_shows_its_own_excess_where_it_is_held() {
    let mut dock = Desk::new(1);
    finish(&mut dock, ("900", "0"), before(4, "08:00:00"));
    let over = finish(&mut dock, ("150", "0"), before(3, "08:00:00"));
    let row = |replica: &Replica| view::receipt(replica, over).unwrap().line_rows.remove(0);
    assert_eq!(row(&dock.replica).over, quantity("50"));

    let carry =
        stated(across::carry_finished(&dock.replica, at("09:00:00")), 1_000, at("12:00:00"));
    let carried = replica(dock.written.iter().chain(&carry));

    assert_eq!(row(&carried).over, quantity("50"));
    assert_eq!(answer(&carried).carried, quantity("1050"));
}
