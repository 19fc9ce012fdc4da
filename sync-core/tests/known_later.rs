//! What was counted, carded or judged while its order was not known is read again once it is (SEMANTICS 33).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, LineChoice, Refusal};
use sync_core::fact::{
    ApprovalStated, Day, Entity, ItemStated, ReceiptOpened, StandardStated, Verdict, Weighed,
};
use sync_core::measure::{Unit, WeightUnit};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::Post;
use sync_core::rules::known_later::KnownLater;
use sync_core::rules::release::Blocked;
use sync_core::view::{self, WorkKind};

use support::restated::{b1, blocked, po1, work};
use support::{Desk, Erp, at, judge, line, number, quantity};

/// Counts an order that is not known here, as paper that outran the network.
fn count_unknown(desk: &mut Desk) -> ReceiptNumber {
    let receipt = desk.open("PO1", at("08:00:00"));
    for (number, counted) in [(1, "12.5"), (7, "5")] {
        let line: LineChoice = format!("PN9001/{number}").parse().unwrap();
        let quantity = support::number(counted);
        let tally = Command::Tally { receipt, line, quantity, package: None };
        desk.act(&tally, at("08:05:00")).unwrap();
    }
    desk.sign(receipt, at("08:10:00"));
    receipt
}

#[test]
fn parts_of_pieces_and_lines_that_no_order_has_are_found_once_the_order_is_known() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let receipt = count_unknown(&mut desk);
    let cards = desk.act(&Command::IssueCards { receipt }, at("08:11:00")).unwrap();
    let card = CardNumber(cards[0]);
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:30:00")).unwrap();
    assert_eq!(view::conflicts(&desk.replica), []);

    erp.order("PN9001", po1(), at("09:00:00"));
    erp.tell(&mut desk);

    let rows = view::receipt(&desk.replica, receipt).unwrap().line_rows;
    let marks: Vec<(bool, bool)> = rows.iter().map(|r| (r.count_again, r.order_changed)).collect();
    assert_eq!(marks, [(true, false), (false, true)]);
    assert!(blocked(&desk, card).contains(&Blocked::Conflict));
    assert!(blocked(&desk, CardNumber(cards[1])).contains(&Blocked::OrderChanged));
    assert_eq!(work(&desk, Post::Purchasing, WorkKind::OrderChanged), 1);
    let mut rules: Vec<String> =
        view::conflicts(&desk.replica).into_iter().map(|conflict| conflict.rule).collect();
    rules.sort();
    assert_eq!(rules, ["count-after-card", "order-changed", "recount"]);
}

#[test]
fn a_line_counted_in_parts_of_pieces_is_put_right_by_counting_and_carding_again() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let receipt = count_unknown(&mut desk);
    let card = CardNumber(desk.act(&Command::IssueCards { receipt }, at("08:11:00")).unwrap()[0]);
    erp.order("PN9001", po1(), at("09:00:00"));
    erp.tell(&mut desk);
    let conflict = format!("{receipt}.count.PN9001/1");
    let settle = |choose: &str| Command::Settle {
        conflict: conflict.clone(),
        choose: choose.to_owned(),
        reason: None,
    };
    let refused = desk.act(&settle("12.5"), at("09:05:00"));
    assert!(matches!(refused, Err(Refusal::Amount(_))));
    desk.act(&settle("12"), at("09:06:00")).unwrap();

    // Nobody can confirm a card of 12.5 pieces.
    desk.act(&Command::ConfirmCount { receipt }, at("09:07:00")).unwrap();
    let ids = || view::conflicts(&desk.replica).into_iter().map(|c| c.id).collect::<Vec<_>>();
    assert!(ids().contains(&format!("{receipt}.cards.PN9001/1")));
    desk.act(&Command::VoidCard { card, reason: None }, at("09:08:00")).unwrap();
    let line = line("PN9001");
    let issue = Command::IssueCard { receipt, line, quantity: None, lot: None };
    desk.act(&issue, at("09:09:00")).unwrap();

    let open: Vec<String> = view::conflicts(&desk.replica).into_iter().map(|c| c.id).collect();
    assert_eq!(open, [format!("{receipt}.changed.PN9001/7")]);
}

#[test]
fn a_verdict_on_parts_of_pieces_is_asked_about_once_the_card_is_known() {
    let (mut dock, mut tablet) = (Desk::new(1), Desk::new(2));
    let (_, card) = dock.delivery("PO1", "13", at("08:10:00"));
    let command = judge(card, Verdict::Pass, Some("12.5"), None, false);
    tablet.act(&command, at("09:00:00")).unwrap();
    tablet.hear(&dock);

    let conflict = view::conflicts(&tablet.replica).remove(0);
    assert_eq!(conflict.id, format!("{card}.verdicts"));
    assert!(blocked(&tablet, card).contains(&Blocked::Conflict));
    let choose = "pass".to_owned();
    let settle = Command::Settle { conflict: conflict.id, choose, reason: None };
    tablet.act(&settle, at("09:10:00")).unwrap();

    assert_eq!(view::conflicts(&tablet.replica), []);
    assert_eq!(view::lot(&tablet.replica, card).unwrap().passed, quantity("13"));
}

#[test]
fn goods_on_hold_stay_in_the_unit_that_they_were_counted_in() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let said = ReceiptOpened {
        orders: Vec::new(),
        vendor: "V1".parse().ok(),
        delivery_note: None,
        dock: None,
        container: None,
    };
    let open = Command::OpenReceipt { said };
    let receipt = ReceiptNumber(desk.act(&open, at("08:00:00")).unwrap()[0]);
    let line: LineChoice = "?/B1".parse().unwrap();
    let tally = Command::Tally { receipt, line, quantity: number("5"), package: None };
    desk.act(&tally, at("08:01:00")).unwrap();
    let item = Entity::Item("B1".parse().unwrap());
    erp.say(item, ItemStated { unit: Unit::Kilograms, ..b1() }, at("09:00:00"));
    erp.tell(&mut desk);

    let row = &view::receipt(&desk.replica, receipt).unwrap().line_rows[0];
    assert_eq!((row.unit, row.order_changed), (Some(Unit::Pieces), true));
    assert_eq!(work(&desk, Post::Purchasing, WorkKind::OrderChanged), 1);
}

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

/// The office states from when to when a vendor is approved.
fn approves(erp: &mut Erp, vendor: &str, to: Option<&str>, stated: &str) {
    let event = ApprovalStated { from: day("2026-01-01"), to: to.map(day) };
    erp.say(Entity::Vendor(vendor.parse().unwrap()), event, at(stated));
}

/// IE states what a piece of an item weighs, of the whole year.
fn states_weight(erp: &mut Erp, item: &str, grams: &str, stated: &str) {
    let event = StandardStated {
        what: "unit-weight".parse().unwrap(),
        value: number(grams),
        unit: "g".parse().unwrap(),
        from: day("2026-01-01"),
    };
    erp.say(Entity::Item(item.parse().unwrap()), event, at(stated));
}

/// 50 pieces of 12.14 g.
fn weigh(desk: &mut Desk, card: CardNumber, now: &str) {
    let (gross, tare) = (number("640"), number("33"));
    let weighed = Weighed { pieces: 50, gross, tare, unit: WeightUnit::Grams };
    desk.act(&Command::Weigh { card, weighed }, at(now)).unwrap();
}

/// What a lot bears as known later, and how many tasks QC has of it.
fn late(desk: &Desk, card: CardNumber) -> (Vec<KnownLater>, usize) {
    let marks = view::lot(&desk.replica, card).unwrap().known_later;
    (marks, work(desk, Post::QcInspector, WorkKind::LookAgain))
}

#[test]
fn an_approval_that_is_stated_after_the_verdict_is_a_mark_and_a_task_until_the_next_one() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = desk.delivery("PO5", "100", at("08:00:00"));
    desk.act(&judge(card, Verdict::Reject, None, None, false), at("08:30:00")).unwrap();
    assert_eq!(late(&desk, card), (vec![], 0));

    approves(&mut erp, "V9", None, "10:00:00");
    erp.tell(&mut desk);
    assert_eq!(late(&desk, card), (vec![KnownLater::Approval], 1));
    let reasons = view::explain(&desk.replica, card.into()).unwrap();
    let reason = reasons.iter().find(|reason| reason.rule == "known-later").unwrap();
    assert_eq!((reason.clause.as_deref(), reason.facts.len()), (Some("§4.1.1.3"), 1));

    desk.act(&judge(card, Verdict::Pass, None, None, true), at("10:30:00")).unwrap();
    assert_eq!(late(&desk, card), (vec![], 0));
}

#[test]
fn an_approval_that_ends_after_the_verdict_turns_what_was_accepted_and_is_marked() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, passed) = desk.delivery("PO1", "100", at("08:00:00"));
    let (_, rejected) = desk.delivery("PO1", "100", at("08:05:00"));
    desk.act(&judge(passed, Verdict::Pass, None, None, false), at("08:30:00")).unwrap();
    desk.act(&judge(rejected, Verdict::Reject, None, None, false), at("08:31:00")).unwrap();

    approves(&mut erp, "V1", Some("2026-11-22"), "10:00:00");
    erp.tell(&mut desk);
    assert_eq!(late(&desk, passed), (vec![KnownLater::Approval], 1));
    assert_eq!(late(&desk, rejected).0, []);

    // The list was wrong, and is put right: the verdict knew it as it is.
    approves(&mut erp, "V1", None, "11:00:00");
    erp.tell(&mut desk);
    assert_eq!(late(&desk, passed), (vec![], 0));
}

#[test]
fn a_standard_that_is_stated_after_the_verdict_is_marked_where_the_lot_deviates_from_it() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = desk.delivery("PO1", "100", at("08:00:00"));
    let (_, right) = desk.delivery("PO2", "50", at("08:05:00"));
    for card in [card, right] {
        weigh(&mut desk, card, "08:20:00");
        desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:30:00")).unwrap();
    }
    assert_eq!(late(&desk, card), (vec![], 0));

    states_weight(&mut erp, "A1", "20", "10:00:00");
    states_weight(&mut erp, "B1", "12.14", "10:00:00");
    erp.tell(&mut desk);
    assert_eq!(late(&desk, card), (vec![KnownLater::Standard], 1));
    assert_eq!(late(&desk, right).0, []);

    desk.act(&judge(card, Verdict::Pass, None, None, true), at("10:30:00")).unwrap();
    assert_eq!(late(&desk, card), (vec![], 0));
}

#[test]
fn what_is_stated_before_the_verdict_is_known_to_it() {
    let (mut desk, mut erp) = (Desk::new(1), Erp::new());
    let (_, card) = desk.delivery("PO5", "100", at("08:00:00"));
    weigh(&mut desk, card, "08:20:00");
    approves(&mut erp, "V9", None, "09:00:00");
    states_weight(&mut erp, "A1", "20", "09:00:00");
    erp.tell(&mut desk);

    desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:30:00")).unwrap();
    assert_eq!(late(&desk, card), (vec![], 0));
}
