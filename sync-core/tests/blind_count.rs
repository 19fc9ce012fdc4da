//! Counting blind: what is expected shows once the count is signed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Actor, Notice, decide};
use sync_core::fact::{CountingStated, Entity};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber};
use sync_core::number::ReceiptNumber;
use sync_core::post::{Post, Posts};
use sync_core::time::Hlc;
use sync_core::view::{self, CountingLine, LineStanding};

use support::{Desk, at, quantity, tally};

fn state(desk: &mut Desk, sequence: u64, blind: bool) {
    let (id, now) = (FactId::new(0, 900 + sequence), at("07:00:00"));
    let merge_time = Hlc::at(now.plus(sync_core::time::Span::seconds(sequence.cast_signed())));
    let event = CountingStated { blind }.into();
    let author = PersonNumber::SERVER;
    desk.replica.insert(support::fact(id, merge_time, now, author, Entity::Site, &event));
}

fn line(desk: &Desk, receipt: ReceiptNumber) -> CountingLine {
    view::counting(&desk.replica, receipt).unwrap().counting.remove(0)
}

fn notices(desk: &Desk, receipt: ReceiptNumber, qty: &str) -> Vec<Notice> {
    let actor = Actor {
        person: PersonNumber(1),
        posts: [Post::DockClerk].into_iter().collect(),
        device: DeviceNumber(1),
    };
    let command = tally(receipt, "PO1", qty, None);
    decide(&desk.replica, actor, &command, at("08:30:00")).unwrap().notices
}

#[test]
fn what_is_expected_shows_once_the_count_is_signed() {
    let mut desk = Desk::new(1);
    state(&mut desk, 1, true);
    let receipt = desk.open("PO1", at("08:00:00"));

    let untouched = line(&desk, receipt);
    assert_eq!((untouched.is_blind, untouched.standing), (true, LineStanding::Untouched));
    assert_eq!((untouched.expected, untouched.row.ordered, untouched.permille), (None, None, 0));
    assert_eq!(view::counting(&desk.replica, receipt).unwrap().lines_left, 1);

    desk.tally(receipt, "PO1", "900", at("08:01:00"));
    let counted = line(&desk, receipt);
    assert_eq!((counted.standing, counted.row.counted), (LineStanding::Counted, quantity("900")));
    assert_eq!((counted.row.ordered, counted.row.short), (None, quantity("0")));
    assert_eq!(counted.after(quantity("100")), None);
    assert!(!counted.differs());

    desk.sign(receipt, at("08:02:00"));
    let signed = line(&desk, receipt);
    assert_eq!((signed.is_blind, signed.row.ordered), (false, Some(quantity("1000"))));
    assert_eq!((signed.standing, signed.left), (LineStanding::Counting, quantity("100")));
}

#[test]
fn no_notice_tells_what_was_ordered() {
    let mut desk = Desk::new(1);
    let receipt = desk.open("PO1", at("08:00:00"));
    assert!(matches!(notices(&desk, receipt, "1001")[..], [Notice::OverReceipt { .. }]));
    assert!(matches!(notices(&desk, receipt, "10000")[..], [Notice::SlippedDigit { .. }]));

    state(&mut desk, 1, true);

    assert_eq!(notices(&desk, receipt, "1001"), []);
    let counted = quantity("10000");
    let unlikely = Notice::UnlikelyCount { counted };
    assert_eq!(unlikely.probably_meant(), Some(quantity("1000")));
    assert_eq!(notices(&desk, receipt, "10000"), [unlikely]);
}

#[test]
fn the_latest_statement_of_the_site_holds() {
    let mut desk = Desk::new(1);
    state(&mut desk, 2, false);
    state(&mut desk, 1, true);
    let receipt = desk.open("PO1", at("08:00:00"));

    assert!(!line(&desk, receipt).is_blind);
}

#[test]
fn a_line_that_did_not_come_shows_once_the_delivery_is_signed() {
    let mut desk = Desk::new(1);
    state(&mut desk, 1, true);
    let receipt = desk.open("PO1", at("08:00:00"));
    let held = sync_core::command::Command::Tally {
        receipt,
        line: "?/C1".parse().unwrap(),
        quantity: support::number("5"),
        package: None,
    };
    desk.act(&held, at("08:01:00")).unwrap();
    assert_eq!(line(&desk, receipt).row.ordered, None);

    desk.sign(receipt, at("08:02:00"));

    let missing = line(&desk, receipt);
    assert_eq!(missing.standing, LineStanding::Untouched);
    assert_eq!(missing.row.ordered, Some(quantity("1000")));
}

#[test]
fn whoever_counted_blind_cannot_take_the_signature_back() {
    let mut desk = Desk::with_posts(1, [Post::DockClerk].into_iter().collect());
    let receipt = desk.open("PO1", at("08:00:00"));
    desk.tally(receipt, "PO1", "900", at("08:01:00"));
    desk.sign(receipt, at("08:02:00"));
    state(&mut desk, 1, true);
    let back = sync_core::command::Command::VoidSignature { receipt, signature: None };

    let refused = desk.act(&back, at("08:03:00"));

    assert_eq!(refused, Err(sync_core::command::Refusal::SignedBlind { receipt }));
    let mut supervisor = Desk::new(2);
    state(&mut supervisor, 1, true);
    supervisor.hear(&desk);
    assert!(supervisor.act(&back, at("08:04:00")).is_ok());
}

#[test]
fn a_clerk_is_told_on_no_view_what_is_ordered_before_the_count_is_signed() {
    let mut desk = Desk::new(1);
    state(&mut desk, 1, true);
    let receipt = desk.open("PO1", at("08:00:00"));
    desk.tally(receipt, "PO1", "100", at("08:01:00"));
    let (clerk, buyer) = ("dock-clerk".parse().unwrap(), "purchasing".parse().unwrap());
    let order: sync_core::ids::OrderNumber = "PO1".parse().unwrap();
    let told = |desk: &Desk, posts: Posts| {
        let line = view::receipt_for(&desk.replica, posts, receipt).unwrap().line_rows.remove(0);
        let of_order = view::order_for(&desk.replica, posts, &order).unwrap().lines.remove(0);
        let all = view::order_lines_for(&desk.replica, posts);
        let listed = all.into_iter().find(|row| row.line == of_order.line).unwrap();
        assert_eq!(of_order, listed);
        (line.ordered, of_order.ordered)
    };

    assert_eq!(told(&desk, clerk), (None, None));
    assert_eq!(told(&desk, buyer), (Some(quantity("1000")), Some(quantity("1000"))));

    desk.sign(receipt, at("08:02:00"));
    assert_eq!(told(&desk, clerk), told(&desk, buyer));
}

#[test]
fn an_order_of_which_nothing_came_is_not_told_to_whoever_will_count_it() {
    let mut desk = Desk::new(1);
    state(&mut desk, 1, true);
    let order: sync_core::ids::OrderNumber = "PO1".parse().unwrap();
    let ordered = |posts: &str| {
        let order = view::order_for(&desk.replica, posts.parse().unwrap(), &order).unwrap();
        order.lines[0].ordered
    };

    assert_eq!(ordered("dock-clerk+supervisor"), None);
    assert_eq!(ordered("qc-inspector"), Some(quantity("1000")));
}
