//! Whatever keeps a lot from being released leads to an entry of a list (SEMANTICS 29).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::Command;
use sync_core::fact::{Entity, Fact, OrderStated, OrderType, ReceiptOpened, Verdict};
use sync_core::ids::{FactId, PersonNumber};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::Post;
use sync_core::rules::release::Blocked;
use sync_core::time::Hlc;
use sync_core::view::{self, Entry, WorkKind};

use support::{Desk, at, judge, line, number};

/// Every block. [`bearing`] and [`expected`] do not compile with one that nobody thought of here:
/// it is added to all three.
const ALL: [Blocked; 15] = [
    Blocked::NoCard,
    Blocked::Withdrawn,
    Blocked::NotSigned,
    Blocked::SignAgain,
    Blocked::NoSlip,
    Blocked::SlipNotConfirmed,
    Blocked::NotMeasured,
    Blocked::VendorNotApproved,
    Blocked::Conflict,
    Blocked::StaleOrder,
    Blocked::OrderChanged,
    Blocked::SentBack,
    Blocked::NoOrder,
    Blocked::NothingAccepted,
    Blocked::NewerFacts,
];

/// Where a block is found: in which list, or among the conflicts.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Work(Post, WorkKind),
    Conflict,
}

/// The entry that a block leads to on the lot that [`bearing`] makes.
fn expected(blocked: Blocked) -> Found {
    match blocked {
        Blocked::NoCard => Found::Work(Post::Supervisor, WorkKind::NotHereYet),
        Blocked::Withdrawn | Blocked::Conflict => Found::Conflict,
        Blocked::NotSigned | Blocked::SignAgain => Found::Work(Post::DockClerk, WorkKind::Sign),
        Blocked::NoSlip => Found::Work(Post::TerminalOperator, WorkKind::IssueSlip),
        Blocked::SlipNotConfirmed => Found::Work(Post::DockClerk, WorkKind::ConfirmSlip),
        Blocked::NotMeasured => Found::Work(Post::QcInspector, WorkKind::Weigh),
        Blocked::VendorNotApproved => Found::Work(Post::NonconformingKeeper, WorkKind::Return),
        Blocked::StaleOrder => Found::Work(Post::Purchasing, WorkKind::StaleOrder),
        Blocked::OrderChanged => Found::Work(Post::Purchasing, WorkKind::OrderChanged),
        Blocked::NoOrder => Found::Work(Post::Purchasing, WorkKind::Assign),
        Blocked::SentBack | Blocked::NothingAccepted => {
            Found::Work(Post::QcInspector, WorkKind::Inspect)
        }
        Blocked::NewerFacts => Found::Work(Post::Administrator, WorkKind::Update),
    }
}

fn pass(card: CardNumber) -> Command {
    judge(card, Verdict::Pass, None, None, false)
}

fn slip(desk: &mut Desk, receipt: ReceiptNumber) {
    desk.act(&Command::IssueSlip { receipt }, at("08:10:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:11:00")).unwrap();
}

/// A lot of an order, counted, signed, carded and passed.
fn passed(desk: &mut Desk, order: &str) -> (ReceiptNumber, CardNumber) {
    let (receipt, card) = desk.delivery(order, "100", at("08:00:00"));
    desk.act(&pass(card), at("08:30:00")).unwrap();
    (receipt, card)
}

/// A lot that bears this block.
fn bearing(blocked: Blocked) -> (Desk, CardNumber) {
    let mut desk = Desk::new(1);
    let card = match blocked {
        Blocked::NoCard => {
            let card = CardNumber(FactId::new(7, 4));
            desk.act(&judge(card, Verdict::Pass, Some("100"), None, false), at("08:00:00"))
                .unwrap();
            card
        }
        Blocked::Withdrawn => {
            let receipt = desk.open("PO1", at("08:00:00"));
            desk.tally(receipt, "PO1", "100", at("08:01:00"));
            let mut other = Desk::new(2);
            other.hear(&desk);
            let card = other.card(receipt, "PO1", at("08:02:00"));
            desk.act(&Command::VoidReceipt { receipt, reason: None }, at("08:03:00")).unwrap();
            desk.hear(&other);
            card
        }
        Blocked::NotSigned => {
            let receipt = desk.open("PO1", at("08:00:00"));
            desk.tally(receipt, "PO1", "100", at("08:01:00"));
            desk.card(receipt, "PO1", at("08:02:00"))
        }
        Blocked::SignAgain => {
            let receipt = desk.open("PO1", at("08:00:00"));
            desk.tally(receipt, "PO1", "100", at("08:01:00"));
            let mut other = Desk::new(2);
            other.hear(&desk);
            other.tally(receipt, "PO1", "5", at("08:01:30"));
            desk.sign(receipt, at("08:02:00"));
            let card = desk.card(receipt, "PO1", at("08:03:00"));
            desk.hear(&other);
            card
        }
        Blocked::NoSlip => passed(&mut desk, "PO1").1,
        Blocked::SlipNotConfirmed => {
            let (receipt, card) = passed(&mut desk, "PO1");
            desk.act(&Command::IssueSlip { receipt }, at("08:40:00")).unwrap();
            card
        }
        Blocked::NotMeasured => passed(&mut desk, "PO2").1,
        Blocked::VendorNotApproved => passed(&mut desk, "PO5").1,
        Blocked::Conflict => {
            let (receipt, card) = desk.delivery("PO1", "100", at("08:00:00"));
            slip(&mut desk, receipt);
            let mut other = Desk::new(2);
            other.hear(&desk);
            desk.act(&pass(card), at("08:30:00")).unwrap();
            other.act(&judge(card, Verdict::Reject, None, None, false), at("08:31:00")).unwrap();
            desk.hear(&other);
            card
        }
        Blocked::StaleOrder => passed(&mut desk, "PO4").1,
        Blocked::OrderChanged => {
            let (_, card) = passed(&mut desk, "PO1");
            desk.replica.insert(restated());
            card
        }
        Blocked::SentBack => {
            let (_, card) = passed(&mut desk, "PO4");
            let conflict = view::conflicts(&desk.replica).remove(0).id;
            let choose = "return".to_owned();
            let settle = Command::Settle { conflict, choose, reason: None };
            desk.act(&settle, at("08:40:00")).unwrap();
            card
        }
        Blocked::NoOrder => held(&mut desk),
        Blocked::NothingAccepted => desk.delivery("PO1", "100", at("08:00:00")).1,
        Blocked::NewerFacts => {
            let (_, card) = passed(&mut desk, "PO1");
            let last = desk.written.last().unwrap().clone();
            let mut header = last.header.clone();
            (header.id, header.kind) = (FactId::new(9, 1), 9_999);
            desk.replica.insert(Fact { header, ..last });
            card
        }
    };
    (desk, card)
}

/// The ERP's statement that PO1 has no lines any more.
fn restated() -> Fact {
    let event = OrderStated {
        order_type: OrderType::Standard,
        vendor: "V1".parse().unwrap(),
        increase_of: None,
        lines: Vec::new(),
    };
    let (id, now) = (FactId::new(0, 1_000), at("08:45:00"));
    let order = Entity::Order("PO1".parse().unwrap());
    support::fact(id, Hlc::at(now), now, PersonNumber::SERVER, order, &event.into())
}

/// A lot of goods without an order.
fn held(desk: &mut Desk) -> CardNumber {
    let said = ReceiptOpened {
        orders: Vec::new(),
        vendor: "V1".parse().ok(),
        delivery_note: None,
        dock: None,
        container: None,
    };
    let opened = desk.act(&Command::OpenReceipt { said }, at("08:00:00")).unwrap();
    let receipt = ReceiptNumber(opened[0]);
    let line = || "?/A1".parse().unwrap();
    let tally = Command::Tally { receipt, line: line(), quantity: number("40"), package: None };
    desk.act(&tally, at("08:01:00")).unwrap();
    desk.sign(receipt, at("08:02:00"));
    let issue = Command::IssueCard { receipt, line: line(), quantity: None, lot: None };
    CardNumber(desk.act(&issue, at("08:03:00")).unwrap()[0])
}

#[test]
fn every_block_leads_to_an_entry_of_a_list() {
    for blocked in ALL {
        let (desk, card) = bearing(blocked);
        let replica = &desk.replica;
        let lot = view::lot(replica, card).unwrap();
        assert!(lot.blocked_by.contains(&blocked), "{blocked:?}: {:?}", lot.blocked_by);
        let lists = view::Lists::of(replica);

        let entry = lists.entry(replica, card, replica.card(card).unwrap(), blocked);

        let found = entry.map(|entry| match entry {
            Entry::Work(post, row) => Found::Work(post, row.kind),
            Entry::Conflict(_) => Found::Conflict,
        });
        assert_eq!(found, Some(expected(blocked)), "{blocked:?}");
        assert_eq!(lists.dead_ends(replica), [], "{blocked:?}");
    }
}

#[test]
fn goods_without_an_order_that_only_a_card_names_wait_for_purchasing_too() {
    let mut desk = Desk::new(1);
    let receipt = desk.open("PO1", at("08:00:00"));
    let issue = Command::IssueCard {
        receipt,
        line: "?/A1".parse().unwrap(),
        quantity: Some(number("40")),
        lot: None,
    };
    let card = CardNumber(desk.act(&issue, at("08:03:00")).unwrap()[0]);

    assert!(view::lot(&desk.replica, card).unwrap().blocked_by.contains(&Blocked::NoOrder));
    let asked = view::work(&desk.replica, Post::Purchasing);
    assert!(asked.iter().any(|row| row.kind == WorkKind::Assign));
}

#[test]
fn a_lot_whose_receipt_has_not_arrived_is_looked_for() {
    let mut desk = Desk::new(1);
    let receipt = ReceiptNumber(FactId::new(7, 1));
    let quantity = Some(number("40"));
    let issue = Command::IssueCard { receipt, line: line("PO1"), quantity, lot: None };
    let card = CardNumber(desk.act(&issue, at("08:03:00")).unwrap()[0]);

    let lot = view::lot(&desk.replica, card).unwrap();
    assert!(!lot.blocked_by.contains(&Blocked::Conflict), "{:?}", lot.blocked_by);
    assert!(lot.blocked_by.contains(&Blocked::NotSigned));
    let missing = view::work(&desk.replica, Post::Supervisor);
    let missing: Vec<String> = missing
        .iter()
        .filter(|row| row.kind == WorkKind::NotHereYet)
        .map(|row| row.about.to_string())
        .collect();
    assert_eq!(missing, [receipt.to_string()]);
    assert_eq!(view::Lists::of(&desk.replica).dead_ends(&desk.replica), []);
}

#[test]
fn goods_without_an_order_whose_receipt_has_not_arrived_are_looked_for_too() {
    let mut desk = Desk::new(1);
    let receipt = ReceiptNumber(FactId::new(7, 1));
    let quantity = Some(number("40"));
    let line = "?/A1".parse().unwrap();
    let issue = Command::IssueCard { receipt, line, quantity, lot: None };
    let card = CardNumber(desk.act(&issue, at("08:03:00")).unwrap()[0]);

    assert!(view::lot(&desk.replica, card).unwrap().blocked_by.contains(&Blocked::NoOrder));
    assert_eq!(view::Lists::of(&desk.replica).dead_ends(&desk.replica), []);
}
