//! The vendor that came: who brought the goods is who is judged, whoever's order it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, Notice, Refusal, decide};
use sync_core::fact::{
    ApprovalStated, Day, Entity, OrderType, ReceiptOpened, VendorStated, Verdict,
};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::Post;
use sync_core::rules::release::Blocked;
use sync_core::time::Timestamp;
use sync_core::view::{self, LotStatus};

use support::{Desk, at, judge, line, tally};

/// A desk that also knows V2, which is approved, and its order PO6 of A1; V3 that nobody
/// approved.
fn desk(device: u32) -> Desk {
    let mut desk = Desk::new(device);
    for (sequence, vendor) in [(1, "V2"), (2, "V3")] {
        let stated = VendorStated { name: vendor.parse().unwrap(), currency: None };
        desk.states(sequence, Entity::Vendor(vendor.parse().unwrap()), stated);
    }
    let approved = ApprovalStated { from: Day("2026-01-01".parse().unwrap()), to: None };
    desk.states(3, Entity::Vendor("V2".parse().unwrap()), approved);
    desk.states_order("PO6", OrderType::Standard, "V2", "A1");
    desk
}

fn said(orders: &[&str], vendor: Option<&str>) -> Command {
    Command::OpenReceipt {
        said: ReceiptOpened {
            orders: orders.iter().map(|order| order.parse().unwrap()).collect(),
            vendor: vendor.map(|vendor| vendor.parse().unwrap()),
            delivery_note: None,
            dock: None,
            container: None,
        },
    }
}

/// Goods that a vendor brings on PO1, which is V1's: counted, signed, on a card, with a
/// confirmed slip and a pass.
fn passed(desk: &mut Desk, vendor: &str, now: Timestamp) -> (ReceiptNumber, CardNumber) {
    let opened = desk.act(&said(&["PO1"], Some(vendor)), now).unwrap();
    let receipt = ReceiptNumber(opened[0]);
    desk.tally(receipt, "PO1", "100", now);
    desk.sign(receipt, now);
    let card = desk.card(receipt, "PO1", now);
    for command in [
        Command::IssueSlip { receipt },
        Command::ConfirmSlip { receipt },
        judge(card, Verdict::Pass, None, None, false),
    ] {
        desk.act(&command, now).unwrap();
    }
    (receipt, card)
}

fn settle(desk: &mut Desk, receipt: ReceiptNumber, choose: &str) -> Result<(), Refusal> {
    let conflict = format!("{receipt}.vendor.PO1/1");
    let settle = Command::Settle { conflict, choose: choose.to_owned(), reason: None };
    desk.act(&settle, at("10:00:00")).map(|_| ())
}

#[test]
fn a_vendor_that_is_not_the_orders_is_told_and_stands_on_the_receipt() {
    let mut desk = desk(1);
    let opening = said(&["PO1"], Some("V3"));

    let decision = decide(&desk.replica, desk.actor, &opening, at("08:00:00")).unwrap();

    let [ref other, Notice::VendorNotApproved { ref vendor }] = decision.notices[..] else {
        panic!("{:?}", decision.notices)
    };
    assert_eq!((other.name(), vendor.as_str()), ("receipt-vendor", "V3"));
    let receipt = ReceiptNumber(desk.record(decision, at("08:00:00"))[0]);
    let row = view::receipt(&desk.replica, receipt).unwrap().row;
    assert_eq!(row.vendor.unwrap().as_str(), "V3");
}

#[test]
fn the_lot_is_judged_by_who_brought_it() {
    let mut desk = desk(1);
    let (_, card) = passed(&mut desk, "V3", at("08:10:00"));

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!(lot.label().unwrap().vendor.unwrap().as_str(), "V3");
    assert_eq!(lot.goods.vendor.unwrap().as_str(), "V3");
    assert_eq!(lot.status, LotStatus::Rejected);
    assert!(lot.blocked_by.contains(&Blocked::VendorNotApproved));
}

#[test]
fn another_vendors_goods_wait_for_purchasing_who_may_take_them() {
    let (mut dock, mut office) = (desk(1), desk(2));
    let (receipt, card) = passed(&mut dock, "V2", at("08:10:00"));
    office.hear(&dock);
    let blocked = |desk: &Desk| view::lot(&desk.replica, card).unwrap().blocked_by;
    assert_eq!(blocked(&office), [Blocked::Conflict]);
    let conflict = view::conflicts(&office.replica).remove(0);
    let sides: Vec<_> = conflict.sides.iter().map(|side| side.says.as_str()).collect();
    assert_eq!(conflict.rule, "receipt-vendor");
    assert_eq!(sides, ["brought by V2", "ordered from V1"]);
    let work = view::work(&office.replica, Post::Purchasing);
    assert!(work.iter().any(|row| row.about.to_string() == conflict.id), "{work:?}");

    settle(&mut office, receipt, "accept").unwrap();
    dock.hear(&office);

    for desk in [&dock, &office] {
        assert_eq!((blocked(desk), view::conflicts(&desk.replica)), (vec![], vec![]));
        let lot = view::lot(&desk.replica, card).unwrap();
        assert_eq!(lot.goods.vendor.unwrap().as_str(), "V2");
    }
}

#[test]
fn another_vendors_goods_can_be_assigned_to_its_own_order() {
    let mut desk = desk(1);
    let (receipt, card) = passed(&mut desk, "V2", at("08:10:00"));
    desk.states_order("PO7", OrderType::Standard, "V1", "A1");

    assert!(matches!(settle(&mut desk, receipt, "PO7/1"), Err(Refusal::OtherVendor { .. })));
    settle(&mut desk, receipt, "PO6/1").unwrap();

    assert_eq!(view::lot(&desk.replica, card).unwrap().blocked_by, []);
    let received = |order: &str| {
        view::order(&desk.replica, &order.parse().unwrap()).unwrap().lines[0].received
    };
    assert_eq!(received("PO6"), support::quantity("100"));
    assert_eq!(received("PO1"), support::quantity("0"));
}

#[test]
fn one_receipt_is_one_vendors() {
    let mut desk = desk(1);
    let mixed = desk.act(&said(&["PO1", "PO6"], None), at("08:00:00")).unwrap_err();
    assert!(matches!(mixed, Refusal::MixedVendors { .. }), "{mixed}");

    let receipt = desk.open("PO1", at("08:00:00"));
    let other = desk.act(&tally(receipt, "PO6", "5", None), at("08:01:00")).unwrap_err();
    assert!(matches!(other, Refusal::OtherVendorsOrder { .. }), "{other}");
    let recount = Command::Recount { receipt, line: line("PO6"), quantity: support::number("5") };
    assert_eq!(desk.act(&recount, at("08:01:00")).unwrap_err(), other);

    let theirs = desk.open("PO6", at("08:02:00"));
    let join = Command::JoinReceipts { receipt: theirs, into: receipt };
    let joined = desk.act(&join, at("08:03:00")).unwrap_err();
    assert!(matches!(joined, Refusal::JoinsOtherVendor { .. }), "{joined}");
}

#[test]
fn an_order_that_turns_out_to_be_another_vendors_is_purchasings() {
    let (mut dock, mut office) = (Desk::new(1), desk(2));
    let receipt = dock.open("PO1", at("08:00:00"));
    dock.tally(receipt, "PO6", "5", at("08:01:00"));
    office.hear(&dock);

    let open: Vec<_> = view::conflicts(&office.replica).into_iter().map(|c| c.id).collect();
    assert_eq!(open, [format!("{receipt}.vendor.PO6/1")]);
    office.hear(&dock);
}
