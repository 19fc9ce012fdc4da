//! After a recount: cards and slips that say something else than the count, and goods that are moved.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, Refusal, may_count};
use sync_core::fact::{Entity, ReceiptOpened, Verdict};
use sync_core::ids::{FactId, LineKey, OrderLine};
use sync_core::measure::Quantity;
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::view::{self, CountingView, IncrementalDock, Stage};

use support::{Desk, at, judge, line, number, quantity};

fn counting(desk: &Desk, receipt: ReceiptNumber) -> CountingView {
    view::counting(&desk.replica, receipt).unwrap()
}

/// A delivery through the dock with 100, of which 90 are found afterwards.
fn recounted() -> (Desk, ReceiptNumber, CardNumber) {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO1", "100", at("08:00:00"));
    desk.act(&Command::IssueSlip { receipt }, at("08:10:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:11:00")).unwrap();
    assert_eq!(counting(&desk, receipt).stage, Stage::Done);
    desk.act(&Command::ReopenReceipt { receipt, reason: "again".parse().ok() }, at("08:20:00"))
        .unwrap();
    let recount = Command::Recount { receipt, line: line("PO1"), quantity: number("90") };
    desk.act(&recount, at("08:21:00")).unwrap();
    desk.sign(receipt, at("08:22:00"));
    (desk, receipt, card)
}

fn exchange(receipt: ReceiptNumber) -> Command {
    Command::ExchangeCards { receipt, reason: "counted afresh".parse().ok() }
}

#[test]
fn cards_that_say_more_than_was_counted_are_exchanged_and_another_slip_follows() {
    let (mut desk, receipt, card) = recounted();
    let before = counting(&desk, receipt);
    assert_eq!((before.stage, before.lines_to_exchange), (Stage::Exchange, 1));
    assert!(before.slip_differs);
    assert_eq!(IncrementalDock::default().draw(&desk.replica, 9).open, 1, "the dock has work");

    desk.act(&exchange(receipt), at("08:30:00")).unwrap();
    let view = counting(&desk, receipt);
    assert_eq!((view.stage, view.lines_to_exchange), (Stage::Slip, 0));
    assert!(!view.cards.contains(&card));
    assert_eq!(view.counting[0].row.carded, quantity("90"));

    desk.act(&Command::IssueSlip { receipt }, at("08:31:00")).unwrap();
    assert_eq!(counting(&desk, receipt).stage, Stage::Confirm);
    desk.act(&Command::ConfirmSlip { receipt }, at("08:32:00")).unwrap();
    assert_eq!(counting(&desk, receipt).stage, Stage::Done);
    assert_eq!(IncrementalDock::default().draw(&desk.replica, 9).open, 0);
}

#[test]
fn whoever_says_that_the_cards_stand_is_not_asked_to_exchange_them() {
    let (mut desk, receipt, card) = recounted();
    desk.act(&Command::ConfirmCount { receipt }, at("08:30:00")).unwrap();

    let view = counting(&desk, receipt);
    assert_eq!((view.stage, view.lines_to_exchange), (Stage::Slip, 0));
    assert_eq!(view.cards, [card]);
    let refused = desk.act(&exchange(receipt), at("08:31:00"));
    assert_eq!(refused, Err(Refusal::NoLineLeftForCard { receipt }));
}

#[test]
fn cards_are_exchanged_all_or_none_and_a_judged_lot_stops_it() {
    let (mut desk, receipt, card) = recounted();
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:30:00")).unwrap();

    assert!(desk.act(&exchange(receipt), at("08:31:00")).is_err());
    assert_eq!(counting(&desk, receipt).cards, [card]);
}

#[test]
fn goods_move_from_shelf_to_shelf_in_one_and_are_never_on_both() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO1", "100", at("08:00:00"));
    desk.act(&Command::IssueSlip { receipt }, at("08:10:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:11:00")).unwrap();
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:12:00")).unwrap();
    let lot = |desk: &Desk| view::lot(&desk.replica, card).unwrap();
    assert_eq!(lot(&desk).ready_for_shelf(), quantity("100"));
    let put =
        Command::PutAway { card, location: "A-1".parse().unwrap(), quantity: Some(number("60")) };
    let fact = desk.act(&put, at("08:13:00")).unwrap()[0];
    assert_eq!(lot(&desk).ready_for_shelf(), quantity("40"));

    let to = |fact| Command::MoveGoods { card, fact, location: "B-2".parse().unwrap() };
    desk.act(&to(fact), at("08:14:00")).unwrap();
    let moved = lot(&desk);
    assert_eq!(moved.put_away, quantity("60"));
    let at_now: Vec<_> = moved.putaways.iter().filter(|once| !once.voided).collect();
    assert_eq!(at_now.len(), 1);
    assert_eq!((at_now[0].location.as_str(), at_now[0].quantity), ("B-2", quantity("60")));

    assert_eq!(desk.act(&to(fact), at("08:15:00")), Err(Refusal::AlreadyVoided));
    let unknown = desk.act(&to(FactId::new(7, 7)), at("08:15:00"));
    assert_eq!(unknown, Err(Refusal::NoSuchFactOfLot { card }));
}

#[test]
fn what_is_signed_is_not_counted_on_and_that_is_said_before_somebody_types() {
    let mut desk = Desk::new(1);
    let receipt = desk.open("PO1", at("08:00:00"));
    let key = LineKey::Ordered(OrderLine { order: "PO1".parse().unwrap(), line: 1 });
    assert_eq!(may_count(&desk.replica, receipt, &key), Ok(()));

    desk.tally(receipt, "PO1", "100", at("08:01:00"));
    desk.sign(receipt, at("08:02:00"));
    let refused = may_count(&desk.replica, receipt, &key);
    assert_eq!(refused, Err(Refusal::AlreadySigned { receipt, line: key }));
}

#[test]
fn goods_without_an_order_are_received_of_a_vendor_that_is_found_by_letters_of_its_name() {
    let mut desk = Desk::new(1);
    let all = view::vendors_called(&desk.replica, "", 9);
    let (vendor, name) = all[0].clone();
    let letters: String = name.chars().skip(1).take(2).collect();
    assert!(view::vendors_called(&desk.replica, &letters, 9).contains(&all[0]));
    assert_eq!(view::vendors_called(&desk.replica, "", 1).len(), 1);
    assert!(view::items_called(&desk.replica, "  ", 9).is_empty(), "not the whole catalog");
    let item = desk.replica.entities().find_map(|entity| match entity {
        Entity::Item(code) => Some(code.clone()),
        _ => None,
    });
    let item = item.unwrap();
    let found = view::items_called(&desk.replica, &item.to_string().to_lowercase(), 9);
    assert!(found.iter().any(|named| named.code == item));

    let said = ReceiptOpened {
        orders: Vec::new(),
        vendor: Some(vendor),
        delivery_note: None,
        dock: "D2".parse().ok(),
        container: None,
    };
    let opened = desk.act(&Command::OpenReceipt { said }, at("08:00:00")).unwrap();
    let receipt = ReceiptNumber(opened[0]);
    let held = sync_core::command::LineChoice::Exact(LineKey::Held(item));
    let tally = Command::Tally { receipt, line: held, quantity: number("5"), package: None };
    desk.act(&tally, at("08:01:00")).unwrap();
    let view = counting(&desk, receipt);
    assert_eq!(view.counting.iter().map(|line| line.row.counted).sum::<Quantity>(), quantity("5"));
    assert_eq!(view.row.dock.as_deref(), Some("D2"));
}
