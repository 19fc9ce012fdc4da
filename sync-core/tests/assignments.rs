//! Goods that purchasing gives to order lines: what is taken, what is left, and what follows them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, LineChoice, Notice, OrderChoice, Refusal, decide};
use sync_core::fact::{
    Entity, LineAssigned, OrderLineStated, OrderStated, OrderType, ReceiptOpened, ReturnFor,
    Verdict, Weighed,
};
use sync_core::ids::{FactId, LineKey, OrderLine, PersonNumber};
use sync_core::measure::{Quantity, Unit, WeightUnit};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::Post;
use sync_core::rules::release::Blocked;
use sync_core::time::{Hlc, Timestamp};
use sync_core::view::{self, WorkKind};

use support::{Desk, at, judge, number, quantity, tally};

/// A desk that knows more orders of V1: PO6 and PO7 of A1, PO8 of A1 too, at a subcontractor;
/// PK9 of A1 in kilograms, and PV0 of V9.
fn desk(device: u32) -> Desk {
    let mut desk = Desk::new(device);
    desk.states_order("PO6", OrderType::Standard, "V1", "A1");
    desk.states_order("PO7", OrderType::Standard, "V1", "A1");
    desk.states_order("PO8", OrderType::Subcontract, "V1", "A1");
    desk.states_order("PV0", OrderType::Standard, "V9", "A1");
    let line = OrderLineStated {
        line: 1,
        item: "A1".parse().unwrap(),
        quantity: quantity("1000"),
        unit: Unit::Kilograms,
        due: None,
    };
    let (vendor, order_type) = ("V1".parse().unwrap(), OrderType::Standard);
    let event = OrderStated { order_type, vendor, increase_of: None, lines: vec![line] };
    desk.states(9, Entity::Order("PK9".parse().unwrap()), event);
    desk
}

/// Line `?/A1`.
fn held() -> LineChoice {
    "?/A1".parse().unwrap()
}

/// Goods of V1 without an order, counted and signed.
fn on_hold(desk: &mut Desk, pieces: &str, now: Timestamp) -> ReceiptNumber {
    let said = ReceiptOpened {
        orders: Vec::new(),
        vendor: "V1".parse().ok(),
        delivery_note: None,
        dock: None,
        container: None,
    };
    let receipt = ReceiptNumber(desk.act(&Command::OpenReceipt { said }, now).unwrap()[0]);
    let quantity = number(pieces);
    let count = Command::Tally { receipt, line: held(), quantity, package: None };
    desk.act(&count, now).unwrap();
    desk.sign(receipt, now);
    receipt
}

fn card(desk: &mut Desk, receipt: ReceiptNumber, line: LineChoice, now: Timestamp) -> CardNumber {
    let issue = Command::IssueCard { receipt, line, quantity: None, lot: None };
    CardNumber(desk.act(&issue, now).unwrap()[0])
}

/// Issues and confirms the slip.
fn slip(desk: &mut Desk, receipt: ReceiptNumber, now: Timestamp) {
    desk.act(&Command::IssueSlip { receipt }, now).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, now).unwrap();
}

fn assign(receipt: ReceiptNumber, line: LineChoice, to: &str, pieces: Option<&str>) -> Command {
    let to = OrderChoice { order: to.parse().unwrap(), line: Some(1) };
    Command::AssignLine { receipt, line, to, quantity: pieces.map(number), replace: false }
}

/// Received, accepted, rejected, returned and over of line 1 of an order.
fn figures(desk: &Desk, order: &str) -> [Quantity; 5] {
    let order = view::order(&desk.replica, &order.parse().unwrap()).unwrap();
    let line = &order.lines[0];
    [line.received, line.accepted, line.rejected, line.returned, line.over]
}

fn check(desk: &Desk, order: &str, expected: [&str; 5]) {
    assert_eq!(figures(desk, order), expected.map(quantity), "{order}");
}

/// What each receipt exceeds an order by, in the order in which they fill it.
fn over(desk: &Desk, order: &str) -> Vec<(ReceiptNumber, Quantity)> {
    let order = view::order(&desk.replica, &order.parse().unwrap()).unwrap();
    order.lines[0].filled_by.iter().map(|filling| (filling.receipt, filling.over)).collect()
}

fn blocked(desk: &Desk, card: CardNumber) -> Vec<Blocked> {
    view::lot(&desk.replica, card).unwrap().blocked_by
}

/// What purchasing's list says of assigning: how much is left of which receipt.
fn left(desk: &Desk) -> Vec<(String, Quantity)> {
    let rows = view::work(&desk.replica, Post::Purchasing).into_iter();
    let rows = rows.filter(|row| row.kind == WorkKind::Assign);
    rows.map(|row| (row.about.to_string(), row.quantity.unwrap())).collect()
}

/// Desks that have heard of each other in either order say the same.
fn meet(one: &mut Desk, other: &mut Desk) {
    one.hear(other);
    other.hear(one);
}

#[test]
fn goods_go_to_a_line_of_their_item_unit_and_vendor_alone() {
    let mut desk = desk(1);
    let receipt = on_hold(&mut desk, "70", at("08:10:00"));
    let refused = |desk: &mut Desk, to: &str| {
        let refusal = desk.act(&assign(receipt, held(), to, None), at("09:00:00")).unwrap_err();
        assert_eq!(refusal.rule(), "assignment", "{to}");
        refusal
    };

    assert!(matches!(refused(&mut desk, "PO2"), Refusal::OtherItem { .. }));
    assert!(matches!(refused(&mut desk, "PK9"), Refusal::OtherUnit { .. }));
    assert!(matches!(refused(&mut desk, "PV0"), Refusal::OtherVendor { .. }));
    assert!(matches!(refused(&mut desk, "PO4"), Refusal::OrderNotOpen { .. }));
    for order in ["PO2", "PO4", "PK9", "PV0"] {
        check(&desk, order, ["0"; 5]);
    }
    assert_eq!(left(&desk), [(receipt.to_string(), quantity("70"))]);
}

#[test]
fn assignments_of_one_line_add_up_and_never_exceed_it() {
    let mut desk = desk(1);
    let receipt = on_hold(&mut desk, "70", at("08:10:00"));
    let act = |desk: &mut Desk, to: &str, pieces: Option<&str>| {
        desk.act(&assign(receipt, held(), to, pieces), at("09:00:00"))
    };

    let (line, least) = (LineKey::Held("A1".parse().unwrap()), quantity("70"));
    let refusal = Refusal::MoreThanToAssign { receipt, line: line.clone(), left: least };
    assert_eq!(act(&mut desk, "PO6", Some("400")), Err(refusal));
    act(&mut desk, "PO6", Some("40")).unwrap();
    assert_eq!(left(&desk), [(receipt.to_string(), quantity("30"))]);
    // Without a quantity: what is left.
    act(&mut desk, "PO7", None).unwrap();

    check(&desk, "PO6", ["40", "0", "0", "0", "0"]);
    check(&desk, "PO7", ["30", "0", "0", "0", "0"]);
    assert_eq!(left(&desk), []);
    let refusal = Refusal::MoreThanToAssign { receipt, line, left: Quantity::ZERO };
    assert_eq!(act(&mut desk, "PO6", None), Err(refusal));

    // A mistake is taken back by one that names it.
    let (line, to) = (held(), OrderChoice { order: "PO7".parse().unwrap(), line: None });
    let again = Command::AssignLine { receipt, line, to, quantity: None, replace: true };
    desk.act(&again, at("09:10:00")).unwrap();
    check(&desk, "PO6", ["0"; 5]);
    check(&desk, "PO7", ["70", "0", "0", "0", "0"]);
}

#[test]
fn of_goods_on_an_order_only_the_excess_can_be_assigned() {
    let mut desk = desk(1);
    let (receipt, _) = desk.delivery("PO1", "1200", at("08:10:00"));
    let act = |desk: &mut Desk, pieces: Option<&str>| {
        desk.act(&assign(receipt, support::line("PO1"), "PO6", pieces), at("09:00:00"))
    };

    assert!(matches!(act(&mut desk, Some("1200")), Err(Refusal::MoreThanToAssign { .. })));
    act(&mut desk, None).unwrap();

    check(&desk, "PO1", ["1000", "0", "0", "0", "0"]);
    check(&desk, "PO6", ["200", "0", "0", "0", "0"]);
}

#[test]
fn what_exceeds_the_order_that_takes_it_is_told() {
    let mut desk = desk(1);
    desk.delivery("PO6", "990", at("08:00:00"));
    let receipt = on_hold(&mut desk, "70", at("08:10:00"));

    let command = assign(receipt, held(), "PO6", None);
    let decision = decide(&desk.replica, desk.actor, &command, at("09:00:00")).unwrap();

    let line = LineKey::Ordered(OrderLine { order: "PO6".parse().unwrap(), line: 1 });
    assert_eq!(decision.notices, [Notice::OverReceipt { line, over: quantity("60") }]);
}

#[test]
fn goods_given_to_a_subcontract_order_want_to_be_weighed() {
    let mut desk = desk(1);
    let receipt = on_hold(&mut desk, "60", at("08:10:00"));
    let lot = card(&mut desk, receipt, held(), at("08:11:00"));
    slip(&mut desk, receipt, at("08:12:00"));
    desk.act(&judge(lot, Verdict::Pass, None, None, false), at("08:20:00")).unwrap();
    assert_eq!(blocked(&desk, lot), [Blocked::NoOrder]);

    let command = assign(receipt, held(), "PO8", Some("20"));
    let decision = decide(&desk.replica, desk.actor, &command, at("09:00:00")).unwrap();
    assert!(matches!(decision.notices[..], [Notice::WantsMeasuring { .. }]));
    desk.record(decision, at("09:00:00"));

    assert_eq!(blocked(&desk, lot), [Blocked::NotMeasured]);
    let weighed =
        Weighed { pieces: 10, gross: number("100"), tare: number("10"), unit: WeightUnit::Grams };
    desk.act(&Command::Weigh { card: lot, weighed }, at("09:10:00")).unwrap();
    assert_eq!(blocked(&desk, lot), []);
}

#[test]
fn goods_on_hold_are_released_as_far_as_they_are_assigned() {
    let mut desk = desk(1);
    let receipt = on_hold(&mut desk, "70", at("08:10:00"));
    let lot = card(&mut desk, receipt, held(), at("08:11:00"));
    slip(&mut desk, receipt, at("08:12:00"));
    desk.act(&judge(lot, Verdict::Pass, None, None, false), at("08:20:00")).unwrap();
    desk.act(&assign(receipt, held(), "PO6", Some("40")), at("09:00:00")).unwrap();
    let to_put_away = |desk: &Desk| {
        let rows = view::work(&desk.replica, Post::DockClerk).into_iter();
        rows.map(|row| row.quantity.unwrap()).collect::<Vec<_>>()
    };

    assert_eq!(to_put_away(&desk), [quantity("40")]);
    assert_eq!(view::lot(&desk.replica, lot).unwrap().released, quantity("40"));
    let put = Command::PutAway { card: lot, location: "S1".parse().unwrap(), quantity: None };
    desk.act(&put, at("09:10:00")).unwrap();
    assert_eq!(to_put_away(&desk), []);
    check(&desk, "PO6", ["40", "40", "0", "0", "0"]);

    desk.act(&assign(receipt, held(), "PO7", None), at("09:20:00")).unwrap();
    assert_eq!(to_put_away(&desk), [quantity("30")]);
    check(&desk, "PO7", ["30", "30", "0", "0", "0"]);
}

#[test]
fn unsigned_receipts_fill_an_order_by_their_counts_and_not_by_their_devices() {
    let (mut a, mut b) = (Desk::new(2), Desk::new(1));
    let first = a.open("PO1", at("08:10:00"));
    a.act(&tally(first, "PO1", "600", None), at("08:10:00")).unwrap();
    let second = b.open("PO1", at("08:20:00"));
    b.act(&tally(second, "PO1", "500", None), at("08:20:00")).unwrap();
    meet(&mut a, &mut b);

    for desk in [&a, &b] {
        assert_eq!(over(desk, "PO1"), [(first, quantity("0")), (second, quantity("100"))]);
    }
}

#[test]
fn a_withdrawn_first_count_gives_its_place_up() {
    let mut desk = Desk::new(1);
    let first = desk.open("PO1", at("08:00:00"));
    let wrong = desk.tally(first, "PO1", "5", at("08:01:00"));
    let second = desk.open("PO1", at("08:02:00"));
    desk.tally(second, "PO1", "500", at("08:03:00"));
    desk.tally(first, "PO1", "600", at("08:04:00"));
    assert_eq!(over(&desk, "PO1")[0].0, first);

    desk.act(&Command::VoidTally { receipt: first, tally: wrong }, at("08:05:00")).unwrap();

    assert_eq!(over(&desk, "PO1"), [(second, quantity("0")), (first, quantity("100"))]);
}

#[test]
fn assigned_goods_fill_with_the_signature_of_the_line_they_were_counted_on() {
    let (mut a, mut b) = (desk(2), desk(1));
    let first = on_hold(&mut a, "600", at("08:10:00"));
    let second = on_hold(&mut b, "500", at("08:30:00"));
    meet(&mut a, &mut b);
    let (own, _) = a.delivery("PO7", "950", at("08:20:00"));
    for receipt in [second, first] {
        a.act(&assign(receipt, held(), "PO6", None), at("09:00:00")).unwrap();
    }
    meet(&mut a, &mut b);

    for desk in [&a, &b] {
        assert_eq!(over(desk, "PO6"), [(first, quantity("0")), (second, quantity("100"))]);
    }

    // The same beside goods that were counted on the order itself, later.
    let mut c = desk(3);
    let held_first = on_hold(&mut c, "60", at("08:12:00"));
    a.hear(&c);
    a.act(&assign(held_first, held(), "PO7", None), at("09:10:00")).unwrap();
    assert_eq!(over(&a, "PO7"), [(held_first, quantity("0")), (own, quantity("10"))]);
}

#[test]
fn a_return_for_credit_of_assigned_goods_makes_room() {
    let mut desk = desk(1);
    let (own, _) = desk.delivery("PO6", "980", at("08:10:00"));
    let receipt = on_hold(&mut desk, "50", at("08:20:00"));
    let lot = card(&mut desk, receipt, held(), at("08:21:00"));
    desk.act(&assign(receipt, held(), "PO6", None), at("08:30:00")).unwrap();
    let ruled = judge(lot, Verdict::Pass, Some("10"), Some("40"), false);
    desk.act(&ruled, at("08:40:00")).unwrap();

    let back =
        Command::RaiseReturn { card: lot, quantity: number("40"), settlement: ReturnFor::Credit };
    desk.act(&back, at("08:50:00")).unwrap();

    check(&desk, "PO6", ["1030", "10", "40", "40", "0"]);
    assert_eq!(over(&desk, "PO6")[0], (own, quantity("0")));
    // The note names the order that the goods stand on.
    let note = view::lot(&desk.replica, lot).unwrap().returns.remove(0);
    assert_eq!(note.order.as_deref(), Some("PO6"));
}

#[test]
fn accepted_quantities_follow_an_increase_and_count_once() {
    let mut desk = desk(1);
    let (_, first) = desk.delivery("PO1", "600", at("08:10:00"));
    let (second, lot) = desk.delivery("PO1", "500", at("08:20:00"));
    let command = assign(second, support::line("PO1"), "PO7", Some("100"));
    desk.act(&command, at("08:30:00")).unwrap();

    for card in [first, lot] {
        desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:40:00")).unwrap();
    }

    check(&desk, "PO1", ["1000", "1000", "0", "0", "0"]);
    check(&desk, "PO7", ["100", "100", "0", "0", "0"]);
    // What is rejected instead leaves the order that the goods were counted on last.
    let again = judge(lot, Verdict::Pass, Some("450"), Some("50"), true);
    desk.act(&again, at("08:50:00")).unwrap();
    check(&desk, "PO1", ["1000", "1000", "0", "0", "0"]);
    check(&desk, "PO7", ["100", "50", "50", "0", "0"]);
}

#[test]
fn an_excess_goes_to_two_orders_in_parts() {
    let mut desk = desk(1);
    let (receipt, _) = desk.delivery("PO1", "1100", at("08:10:00"));
    for (order, pieces) in [("PO6", "60"), ("PO7", "40")] {
        let command = assign(receipt, support::line("PO1"), order, Some(pieces));
        desk.act(&command, at("09:00:00")).unwrap();
    }

    check(&desk, "PO1", ["1000", "0", "0", "0", "0"]);
    check(&desk, "PO6", ["60", "0", "0", "0", "0"]);
    check(&desk, "PO7", ["40", "0", "0", "0", "0"]);
    assert_eq!(view::conflicts(&desk.replica), []);
}

#[test]
fn two_purchasers_who_give_away_the_same_goods_are_both_shown() {
    let (mut a, mut b) = (desk(1), desk(2));
    let (receipt, lot) = a.delivery("PO1", "1100", at("08:10:00"));
    slip(&mut a, receipt, at("08:11:00"));
    a.act(&judge(lot, Verdict::Pass, None, None, false), at("08:20:00")).unwrap();
    b.hear(&a);
    let line = || support::line("PO1");
    a.act(&assign(receipt, line(), "PO6", Some("60")), at("09:00:00")).unwrap();
    b.act(&assign(receipt, line(), "PO7", Some("100")), at("08:50:00")).unwrap();
    meet(&mut a, &mut b);

    let id = format!("{receipt}.assigned.PO1/1");
    for desk in [&a, &b] {
        let conflict = view::conflicts(&desk.replica).remove(0);
        let sides: Vec<_> = conflict.sides.iter().map(|side| side.says.as_str()).collect();
        assert_eq!((&conflict.id, conflict.rule.as_str()), (&id, "assignment"));
        assert_eq!(sides, ["100 → PO7/1", "60 → PO6/1"]);
        assert_eq!(conflict.choices, ["PO6/1", "PO7/1"]);
        assert_eq!(blocked(desk, lot), [Blocked::Conflict]);
        let work = view::work(&desk.replica, Post::Purchasing);
        assert!(work.iter().any(|row| row.about.to_string() == id), "{work:?}");
    }

    let settle = |choose: &str| Command::Settle {
        conflict: id.clone(),
        choose: choose.to_owned(),
        reason: None,
    };
    let refusal = a.act(&settle("PO1/1"), at("09:30:00")).unwrap_err();
    let choices = vec!["PO6/1".to_owned(), "PO7/1".to_owned()];
    assert_eq!(refusal, Refusal::NoSuchChoice { choices });
    a.act(&settle("PO6/1"), at("09:30:00")).unwrap();
    meet(&mut a, &mut b);
    for desk in [&a, &b] {
        assert_eq!((view::conflicts(&desk.replica), blocked(desk, lot)), (vec![], vec![]));
        check(desk, "PO6", ["60", "60", "0", "0", "0"]);
        check(desk, "PO7", ["0"; 5]);
        check(desk, "PO1", ["1040", "1040", "0", "0", "40"]);
    }
}

#[test]
fn two_purchasers_whose_parts_fit_together_agree() {
    let (mut a, mut b) = (desk(1), desk(2));
    let receipt = on_hold(&mut a, "100", at("08:10:00"));
    b.hear(&a);
    a.act(&assign(receipt, held(), "PO6", Some("60")), at("09:00:00")).unwrap();
    b.act(&assign(receipt, held(), "PO7", Some("40")), at("09:01:00")).unwrap();
    meet(&mut a, &mut b);

    for desk in [&a, &b] {
        assert_eq!((view::conflicts(&desk.replica), left(desk)), (vec![], vec![]));
    }
}

#[test]
fn an_assignment_of_version_1_takes_back_all_before_it_as_it_did() {
    let mut desk = desk(1);
    let receipt = on_hold(&mut desk, "70", at("08:10:00"));
    let old = |sequence: u64, to: &str, now: Timestamp| {
        let event = LineAssigned {
            line: LineKey::Held("A1".parse().unwrap()),
            quantity: Some(quantity("60")),
            to: OrderLine { order: to.parse().unwrap(), line: 1 },
            replaces: None,
            of: None,
        };
        let entity = Entity::Receipt(receipt.0);
        let (id, time) = (FactId::new(8, sequence), Hlc::at(now));
        support::fact(id, time, now, PersonNumber(8), entity, &event.into())
    };
    desk.replica.insert(old(1, "PO6", at("09:00:00")));
    desk.replica.insert(old(2, "PO7", at("09:01:00")));

    check(&desk, "PO6", ["0"; 5]);
    check(&desk, "PO7", ["60", "0", "0", "0", "0"]);
    assert_eq!(left(&desk), [(receipt.to_string(), quantity("10"))]);
}

#[test]
fn a_stale_orders_goods_are_assigned_whole_or_stay_with_purchasing() {
    let mut desk = desk(1);
    let (receipt, _) = desk.delivery("PO4", "100", at("08:10:00"));
    let id = format!("{receipt}.order.PO4/1");
    let settle = |choose: &str| Command::Settle {
        conflict: id.clone(),
        choose: choose.to_owned(),
        reason: None,
    };
    let is_open = |desk: &Desk| view::conflicts(&desk.replica).iter().any(|open| open.id == id);

    assert!(matches!(desk.act(&settle("PO2/1"), at("09:00:00")), Err(Refusal::OtherItem { .. })));
    assert!(matches!(desk.act(&settle("PV0/1"), at("09:00:00")), Err(Refusal::OtherVendor { .. })));
    let part = assign(receipt, support::line("PO4"), "PO6", Some("60"));
    desk.act(&part, at("09:00:00")).unwrap();
    assert!(is_open(&desk));

    desk.act(&settle("PO7/1"), at("09:10:00")).unwrap();
    assert!(!is_open(&desk));
    check(&desk, "PO6", ["60", "0", "0", "0", "0"]);
    check(&desk, "PO7", ["40", "0", "0", "0", "0"]);
    check(&desk, "PO4", ["0"; 5]);
}
