//! Orders that the ERP states otherwise under counted goods, and what becomes known later.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::across::{self, OrderLineAnswer};
use sync_core::command::{Command, LineChoice};
use sync_core::fact::{
    Entity, ItemStated, Kind, OrderLineStated, OrderStated, OrderType, Verdict, Weighed,
};
use sync_core::ids::{OrderLine, OrderNumber};
use sync_core::label::Label;
use sync_core::measure::{Unit, WeightUnit};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::Post;
use sync_core::rules::order_changed::Difference;
use sync_core::rules::release::Blocked;
use sync_core::time::Timestamp;
use sync_core::view::{self, LotStatus, QueueMark, WorkKind};

use support::restated::{b1, blocked, on_line, po1, work};
use support::{Desk, Erp, at, judge, number, quantity};

/// A lot of PO1 that lacks nothing but what the ERP changes.
fn released(desk: &mut Desk) -> (ReceiptNumber, CardNumber) {
    let (receipt, card) = desk.delivery("PO1", "100", at("08:10:00"));
    desk.act(&Command::IssueSlip { receipt }, at("08:11:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:12:00")).unwrap();
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:30:00")).unwrap();
    (receipt, card)
}

fn settle(desk: &mut Desk, choose: &str, now: Timestamp) {
    let open = view::conflicts(&desk.replica);
    let found = open.iter().find(|conflict| conflict.rule == "order-changed").unwrap();
    let conflict = found.id.clone();
    let command = Command::Settle { conflict, choose: choose.to_owned(), reason: None };
    desk.act(&command, now).unwrap();
}

fn filled(desk: &Desk, order: &str) -> OrderLineAnswer {
    let order: OrderNumber = order.parse().unwrap();
    across::order_line(&desk.replica, &OrderLine { order, line: 1 })
}

/// PO1 is counted and judged as A1 in pieces of V1; then the ERP states something else. The lot
/// stays what it was, waits for purchasing, and is released once the goods are taken.
fn check_change(event: OrderStated, difference: Difference) {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (receipt, card) = released(&mut desk);
    let before = view::lot(&desk.replica, card).unwrap();
    assert_eq!(before.blocked_by, []);

    erp.order("PO1", event, at("09:00:00"));
    erp.tell(&mut desk);

    let after = view::lot(&desk.replica, card).unwrap();
    assert_eq!((&after.goods, after.unit, after.due), (&before.goods, before.unit, before.due));
    assert_eq!(after.blocked_by, [Blocked::OrderChanged]);
    assert!(after.order_changed);
    let row = &view::receipt(&desk.replica, receipt).unwrap().line_rows[0];
    assert!(row.order_changed);
    assert_eq!((row.code().unwrap().as_str(), row.unit), ("A1", Some(Unit::Pieces)));
    assert_eq!(work(&desk, Post::Purchasing, WorkKind::OrderChanged), 1);
    let order = view::order(&desk.replica, &"PO1".parse().unwrap()).unwrap();
    assert_eq!(order.changed[0].differences, [difference]);
    assert_eq!(order.changed[0].counted, quantity("100"));

    settle(&mut desk, "accept", at("09:10:00"));

    assert_eq!(blocked(&desk, card), []);
    assert_eq!(work(&desk, Post::Purchasing, WorkKind::OrderChanged), 0);
    assert_eq!(view::lot(&desk.replica, card).unwrap().goods, before.goods);
}

#[test]
fn a_line_restated_with_another_item_stays_what_was_counted() {
    check_change(OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, Difference::Item);
}

#[test]
fn a_line_restated_in_another_unit_stays_in_pieces() {
    let stated = OrderLineStated { unit: Unit::Kilograms, ..on_line(1, "A1") };
    check_change(OrderStated { lines: vec![stated], ..po1() }, Difference::Unit);
}

#[test]
fn an_order_restated_with_an_unapproved_vendor_takes_no_pass_away() {
    let vendor = "V9".parse().unwrap();
    check_change(OrderStated { vendor, ..po1() }, Difference::Vendor);
}

#[test]
fn a_standard_order_that_becomes_a_subcontract_asks_for_no_weighing_in_silence() {
    let order_type = OrderType::Subcontract;
    check_change(OrderStated { order_type, ..po1() }, Difference::OrderType);
}

#[test]
fn an_order_that_becomes_an_increase_asks_purchasing() {
    let increase_of = "PO4".parse().ok();
    check_change(OrderStated { increase_of, ..po1() }, Difference::IncreaseOf);
}

#[test]
fn a_dropped_line_keeps_its_goods_and_is_named_by_its_order() {
    check_change(OrderStated { lines: vec![on_line(2, "B1")], ..po1() }, Difference::NoSuchLine);
}

#[test]
fn a_subcontract_order_that_becomes_standard_keeps_its_weighing() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = desk.delivery("PO2", "100", at("08:10:00"));
    let lines = vec![on_line(1, "B1")];
    erp.order("PO2", OrderStated { lines, ..po1() }, at("09:00:00"));
    erp.tell(&mut desk);

    let blocked = blocked(&desk, card);
    assert!(blocked.contains(&Blocked::NotMeasured) && blocked.contains(&Blocked::OrderChanged));
}

#[test]
fn an_item_that_subcontractors_make_no_more_asks_purchasing() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = desk.delivery("PO2", "100", at("08:10:00"));
    let item = || Entity::Item("B1".parse().unwrap());
    erp.say(item(), ItemStated { name_zh: "新名".parse().unwrap(), ..b1() }, at("08:50:00"));
    erp.tell(&mut desk);
    assert!(!blocked(&desk, card).contains(&Blocked::OrderChanged));

    erp.say(item(), ItemStated { subcontracted: false, ..b1() }, at("09:00:00"));
    erp.tell(&mut desk);

    assert!(blocked(&desk, card).contains(&Blocked::OrderChanged));
}

#[test]
fn a_limit_restated_after_the_signature_moves_no_deadline() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = desk.delivery("PO2", "100", at("08:10:00"));
    let due = view::lot(&desk.replica, card).unwrap().due;
    let item = Entity::Item("B1".parse().unwrap());
    erp.say(item, ItemStated { inspection_minutes: Some(30), ..b1() }, at("09:00:00"));
    erp.tell(&mut desk);

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!((lot.due, lot.order_changed), (due, false));
}

#[test]
fn a_quantity_or_due_day_that_changes_is_no_change() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = released(&mut desk);
    let due = Some(sync_core::fact::Day("2026-12-01".parse().unwrap()));
    let stated = OrderLineStated { quantity: quantity("90"), due, ..on_line(1, "A1") };
    erp.order("PO1", OrderStated { lines: vec![stated], ..po1() }, at("09:00:00"));
    erp.tell(&mut desk);

    assert_eq!(blocked(&desk, card), []);
    assert_eq!(filled(&desk, "PO1").over, quantity("10"));
}

#[test]
fn a_printed_card_says_what_it_said_and_that_the_order_changed() {
    let (mut desk, mut erp, mut tablet) = (Desk::new(1), Erp::new(), Desk::new(2));
    let (_, card) = released(&mut desk);
    let label = view::lot(&desk.replica, card).unwrap().label().unwrap();
    let printed = Label::Card(label).encode();
    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("09:00:00"));
    erp.tell(&mut desk);
    erp.tell(&mut tablet);

    // The tablet has never heard of the card: its paper speaks alone.
    for replica in [&desk.replica, &tablet.replica] {
        let scanned = view::scan(replica, &printed);
        let label = scanned.label.unwrap();
        assert_eq!(label.item.unwrap().code.as_str(), "A1");
        assert!(scanned.order_changed && !label.differs);
        let in_hand = view::inspection(replica, card, Some(&printed), at("09:05:00")).unwrap();
        assert_eq!(in_hand.lot.goods.code().unwrap().as_str(), "A1");
        assert!(in_hand.lot.order_changed);
    }
    assert!(view::scan(&desk.replica, &card.to_string()).order_changed);
}

#[test]
fn a_lot_is_weighed_against_the_standard_of_what_was_counted() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = desk.delivery("PO2", "100", at("08:10:00"));
    erp.order("PO2", OrderStated { lines: vec![on_line(1, "A1")], ..po1() }, at("09:00:00"));
    erp.tell(&mut desk);
    let (pieces, unit) = (50, WeightUnit::Grams);
    let weighed = Weighed { pieces, gross: number("635"), tare: number("10"), unit };
    desk.act(&Command::Weigh { card, weighed }, at("09:05:00")).unwrap();

    let weight = view::lot(&desk.replica, card).unwrap().unit_weight.unwrap();
    assert_eq!(weight.standard, Some(number("12.5")));
}

#[test]
fn goods_counted_as_another_item_fill_the_line_once_purchasing_takes_them() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let _ = released(&mut desk);
    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("09:00:00"));
    erp.tell(&mut desk);
    assert_eq!((filled(&desk, "PO1").counted, filled(&desk, "PO1").accepted), Default::default());

    settle(&mut desk, "accept", at("09:10:00"));

    let filled = filled(&desk, "PO1");
    assert_eq!((filled.counted, filled.accepted), (quantity("100"), quantity("100")));
}

#[test]
fn pieces_never_fill_a_line_in_kilograms() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let _ = released(&mut desk);
    let stated = OrderLineStated { unit: Unit::Kilograms, ..on_line(1, "A1") };
    erp.order("PO1", OrderStated { lines: vec![stated], ..po1() }, at("09:00:00"));
    erp.tell(&mut desk);
    settle(&mut desk, "accept", at("09:10:00"));

    assert!(filled(&desk, "PO1").counted.is_zero());
    let order = view::order(&desk.replica, &"PO1".parse().unwrap()).unwrap();
    assert_eq!(order.changed[0].counted, quantity("100"));
}

#[test]
fn a_further_change_asks_again_and_a_change_taken_back_asks_no_more() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = released(&mut desk);
    let as_item = |item| OrderStated { lines: vec![on_line(1, item)], ..po1() };
    erp.order("PO1", as_item("B1"), at("09:00:00"));
    erp.tell(&mut desk);
    settle(&mut desk, "accept", at("09:10:00"));

    erp.order("PO1", as_item("C1"), at("09:20:00"));
    erp.tell(&mut desk);
    assert_eq!(blocked(&desk, card), [Blocked::OrderChanged]);

    erp.order("PO1", po1(), at("09:30:00"));
    erp.tell(&mut desk);
    assert_eq!(blocked(&desk, card), []);
    assert_eq!(filled(&desk, "PO1").counted, quantity("100"));
}

#[test]
fn goods_that_purchasing_sends_back_wait_for_an_inspector_until_they_are_rejected() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = released(&mut desk);
    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("09:00:00"));
    erp.tell(&mut desk);
    settle(&mut desk, "return", at("09:10:00"));

    assert_eq!(blocked(&desk, card), [Blocked::SentBack]);
    assert_eq!(work(&desk, Post::QcInspector, WorkKind::Inspect), 1);
    let queue = view::queue(&desk.replica, at("09:11:00"));
    assert!(queue.rows[0].marks.contains(&QueueMark::SentBack));

    desk.act(&judge(card, Verdict::Reject, None, None, true), at("09:20:00")).unwrap();
    assert_eq!(view::lot(&desk.replica, card).unwrap().status, LotStatus::Rejected);
    assert_eq!(work(&desk, Post::QcInspector, WorkKind::Inspect), 0);
    assert_eq!(work(&desk, Post::NonconformingKeeper, WorkKind::Return), 1);
}

#[test]
fn goods_of_a_stale_order_that_go_back_are_not_released_either() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO4", "10", at("08:10:00"));
    desk.act(&Command::IssueSlip { receipt }, at("08:11:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:12:00")).unwrap();
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:30:00")).unwrap();
    let conflict = view::conflicts(&desk.replica).remove(0).id;
    let settle = Command::Settle { conflict, choose: "return".to_owned(), reason: None };
    desk.act(&settle, at("09:00:00")).unwrap();

    assert_eq!(blocked(&desk, card), [Blocked::SentBack]);
    assert_eq!(work(&desk, Post::QcInspector, WorkKind::Inspect), 1);
}

#[test]
fn goods_of_a_changed_line_can_be_assigned_to_another() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = released(&mut desk);
    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("09:00:00"));
    erp.order("PO9", po1(), at("09:00:00"));
    erp.tell(&mut desk);
    settle(&mut desk, "PO9/1", at("09:10:00"));

    assert_eq!(blocked(&desk, card), []);
    assert_eq!(filled(&desk, "PO9").counted, quantity("100"));
    assert!(filled(&desk, "PO1").counted.is_zero());
}

/// Goods counted on PO1, given by purchasing to PO9's line of the same item, which the ERP then
/// states otherwise.
fn given_to_po9(event: OrderStated) -> (Desk, Erp, CardNumber) {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = released(&mut desk);
    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("09:00:00"));
    erp.order("PO9", po1(), at("09:00:00"));
    erp.tell(&mut desk);
    settle(&mut desk, "PO9/1", at("09:10:00"));
    assert_eq!(blocked(&desk, card), []);

    erp.order("PO9", event, at("09:20:00"));
    erp.tell(&mut desk);
    (desk, erp, card)
}

#[test]
fn a_line_that_goods_were_given_to_is_looked_at_again_when_it_changes() {
    let kilograms = OrderLineStated { unit: Unit::Kilograms, ..on_line(1, "A1") };
    for (changed, difference) in [
        (OrderStated { lines: vec![on_line(1, "C1")], ..po1() }, Difference::Item),
        (OrderStated { lines: vec![kilograms], ..po1() }, Difference::Unit),
        (OrderStated { lines: vec![on_line(2, "A1")], ..po1() }, Difference::NoSuchLine),
    ] {
        let (mut desk, _, card) = given_to_po9(changed);

        assert_eq!(blocked(&desk, card), [Blocked::OrderChanged]);
        assert_eq!(work(&desk, Post::Purchasing, WorkKind::OrderChanged), 1);
        let order = view::order(&desk.replica, &"PO9".parse().unwrap()).unwrap();
        assert_eq!(order.changed[0].differences, [difference]);
        assert_eq!(filled(&desk, "PO9").counted.is_zero(), difference != Difference::NoSuchLine);
        let receipt = desk.replica.card(card).unwrap().issued.as_ref().unwrap().1.receipt;
        let reasons = view::explain(&desk.replica, receipt.into()).unwrap();
        let said = reasons.iter().find(|reason| reason.rule == "order-changed").unwrap();
        assert!(said.en.to_string().contains("given to PO9/1"), "{}", said.en);

        settle(&mut desk, "accept", at("09:30:00"));
        assert_eq!(blocked(&desk, card), []);
        let order = view::order(&desk.replica, &"PO1".parse().unwrap()).unwrap();
        assert_eq!(order.changed.len(), 1, "its own change is answered by the assignment");
    }
}

#[test]
fn goods_given_to_a_line_of_another_item_go_to_another_line_again() {
    let changed = OrderStated { lines: vec![on_line(1, "C1")], ..po1() };
    let (mut desk, mut erp, card) = given_to_po9(changed);
    erp.order("PO8", po1(), at("09:21:00"));
    erp.tell(&mut desk);

    settle(&mut desk, "PO8/1", at("09:30:00"));

    assert_eq!(blocked(&desk, card), []);
    assert_eq!(filled(&desk, "PO8").counted, quantity("100"));
    assert!(filled(&desk, "PO9").counted.is_zero());
}

#[test]
fn another_vendor_or_type_of_a_line_that_goods_were_given_to_is_no_change() {
    let changed = OrderStated { vendor: "V2".parse().unwrap(), ..po1() };
    let (desk, _, card) = given_to_po9(changed);

    assert_eq!(blocked(&desk, card), []);
    assert_eq!(filled(&desk, "PO9").counted, quantity("100"));
}

#[test]
fn a_dropped_line_can_still_be_counted_carded_and_signed() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let receipt = desk.open("PO1", at("08:00:00"));
    desk.tally(receipt, "PO1", "60", at("08:01:00"));
    erp.order("PO1", OrderStated { lines: vec![on_line(2, "B1")], ..po1() }, at("08:05:00"));
    erp.tell(&mut desk);

    desk.tally(receipt, "PO1", "40", at("08:06:00"));
    desk.sign(receipt, at("08:10:00"));
    let by_number = LineChoice::Number(1);
    let issue = Command::IssueCard { receipt, line: by_number, quantity: None, lot: None };
    let card = CardNumber(desk.act(&issue, at("08:11:00")).unwrap()[0]);

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!(lot.goods.code().unwrap().as_str(), "A1");
    assert_eq!(lot.label().unwrap().item.unwrap().as_str(), "A1");
    assert!(lot.blocked_by.contains(&Blocked::OrderChanged));
}

#[test]
fn what_was_finished_before_the_change_keeps_what_it_was_and_asks_nobody() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = released(&mut desk);
    let put = Command::PutAway { card, location: "A-1".parse().unwrap(), quantity: None };
    desk.act(&put, at("08:40:00")).unwrap();
    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("09:00:00"));
    erp.tell(&mut desk);

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!((lot.status, lot.order_changed), (LotStatus::PutAway, false));
    assert_eq!(lot.goods.code().unwrap().as_str(), "A1");
    assert_eq!(view::conflicts(&desk.replica), []);
    assert_eq!(filled(&desk, "PO1").accepted, quantity("100"));
}

#[test]
fn what_is_put_away_after_the_change_is_still_asked_about() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = released(&mut desk);
    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("09:00:00"));
    // The shelf has not heard of it yet.
    let put = Command::PutAway { card, location: "A-1".parse().unwrap(), quantity: None };
    desk.act(&put, at("09:40:00")).unwrap();
    // What changes nothing of the line makes the change no later.
    let more = OrderStated { lines: vec![on_line(1, "B1"), on_line(2, "A1")], ..po1() };
    erp.order("PO1", more, at("10:00:00"));
    erp.tell(&mut desk);

    assert_eq!(view::conflicts(&desk.replica)[0].rule, "order-changed");
}

#[test]
fn carried_sums_keep_what_they_had() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = released(&mut desk);
    let put = Command::PutAway { card, location: "A-1".parse().unwrap(), quantity: None };
    desk.act(&put, at("08:40:00")).unwrap();
    for (entity, event) in across::carry_finished(&desk.replica, at("10:00:00")) {
        erp.say(entity, event, at("10:00:00"));
    }
    erp.tell(&mut desk);
    let before = filled(&desk, "PO1");
    assert_eq!(before.carried, quantity("100"));

    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("11:00:00"));
    erp.tell(&mut desk);

    assert_eq!(filled(&desk, "PO1"), before);
    assert_eq!(across::bring_back_stale(&desk.replica), []);
}

#[test]
fn both_orders_of_sync_say_the_same() {
    let (mut a, mut b, mut erp) = (Desk::new(1), Desk::new(2), Erp::new());
    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("08:00:00"));
    // A counts without having heard of it, B after.
    let (receipt, card) = a.delivery("PO1", "100", at("08:10:00"));
    erp.tell(&mut b);
    let (other, second) = b.delivery("PO1", "50", at("08:20:00"));
    erp.tell(&mut a);
    a.hear(&b);
    b.hear(&a);

    for desk in [&a, &b] {
        let item = |card| view::lot(&desk.replica, card).unwrap().goods.code().unwrap().to_string();
        assert_eq!((item(card), item(second)), ("A1".to_owned(), "B1".to_owned()));
        let changed = |n| view::receipt(&desk.replica, n).unwrap().line_rows[0].order_changed;
        assert!(changed(receipt) && !changed(other));
        assert_eq!(filled(desk, "PO1").counted, quantity("50"));
    }
}

#[test]
fn a_line_is_counted_as_what_its_first_standing_count_said() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let receipt = desk.open("PO1", at("08:00:00"));
    let tally = desk.tally(receipt, "PO1", "100", at("08:01:00"));
    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("08:05:00"));
    erp.tell(&mut desk);
    desk.act(&Command::VoidTally { receipt, tally }, at("08:06:00")).unwrap();
    desk.tally(receipt, "PO1", "90", at("08:07:00"));

    let row = &view::receipt(&desk.replica, receipt).unwrap().line_rows[0];
    assert_eq!((row.code().unwrap().as_str(), row.order_changed), ("B1", false));
}

#[test]
fn facts_of_before_are_read_by_their_card_or_else_as_the_order_says() {
    let (mut old, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = released(&mut old);
    let mut uncarded = Desk::new(2);
    let receipt = uncarded.open("PO1", at("08:00:00"));
    uncarded.tally(receipt, "PO1", "5", at("08:01:00"));
    let mut desk = Desk::new(3);
    let counted_as = Kind::LineCountedAs as u16;
    let written = old.written.iter().chain(&uncarded.written);
    for fact in written.filter(|fact| fact.header.kind != counted_as) {
        desk.replica.insert(fact.clone());
    }
    assert_eq!(blocked(&desk, card), []);

    erp.order("PO1", OrderStated { lines: vec![on_line(1, "B1")], ..po1() }, at("09:00:00"));
    erp.tell(&mut desk);

    assert_eq!(blocked(&desk, card), [Blocked::OrderChanged]);
    assert_eq!(view::lot(&desk.replica, card).unwrap().goods.code().unwrap().as_str(), "A1");
    let row = &view::receipt(&desk.replica, receipt).unwrap().line_rows[0];
    assert_eq!((row.code().unwrap().as_str(), row.order_changed), ("B1", false));
}
