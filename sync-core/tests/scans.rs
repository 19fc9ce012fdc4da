//! What a scan means, on desks that know a thing and on desks that never heard of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::fact::{Entity, PersonStated};
use sync_core::ids::{FactId, PersonNumber};
use sync_core::label::Label;
use sync_core::post::Posts;
use sync_core::time::HybridClock;
use sync_core::view::{self, ScannedKind};

use support::{Desk, at, fact, quantity};

#[test]
fn a_device_that_never_heard_of_a_card_shows_its_lot_and_its_clock() {
    let (mut dock, stranger) = (Desk::new(1), Desk::new(2));
    let (_, card) = dock.delivery("PO1", "250", at("08:10:00"));
    let text = Label::Card(view::lot(&dock.replica, card).unwrap().label().unwrap()).encode();

    let scanned = view::scan(&stranger.replica, &text);

    assert_eq!((scanned.kind, scanned.known), (ScannedKind::Card, false));
    assert_eq!(scanned.code, card.to_string());
    let label = scanned.label.unwrap();
    assert_eq!(label.due, Some(at("12:10:00")));
    assert_eq!(label.quantity, quantity("250"));
    assert!(!label.differs);
}

#[test]
fn a_label_that_says_something_else_than_its_card_is_marked() {
    let mut dock = Desk::new(1);
    let (_, card) = dock.delivery("PO1", "250", at("08:10:00"));
    let label = view::lot(&dock.replica, card).unwrap().label().unwrap();
    let old = sync_core::label::CardLabel { quantity: quantity("300"), ..label };

    let scanned = view::scan(&dock.replica, &Label::Card(old).encode());

    assert!(scanned.known && scanned.label.unwrap().differs);
}

#[test]
fn every_code_on_the_floor_is_told_for_what_it_is() {
    let mut dock = Desk::new(1);
    let (receipt, card) = dock.delivery("PO1", "250", at("08:10:00"));
    let check = |text: &str, kind, code: &str| {
        let scanned = view::scan(&dock.replica, text);
        assert_eq!((scanned.kind, scanned.code.as_str()), (kind, code), "{text}");
    };

    check(&receipt.to_string(), ScannedKind::Receipt, &receipt.to_string());
    check(&format!("]C1{card}"), ScannedKind::Card, &card.to_string());
    check("po1", ScannedKind::Order, "PO1");
    check("INW:1*L*A-03-12-2", ScannedKind::Location, "A-03-12-2");
    check("INW:1*P*7", ScannedKind::Person, "7");
    check(
        "https://inwards.example/#enrol=7QK2-0M9D",
        ScannedKind::Enrolment,
        "https://inwards.example",
    );
    check("INW:9*C0070069", ScannedKind::Newer, "INW:9*C0070069");
    check("INW:1*C007", ScannedKind::Misread, "INW:1*C007");
    check("6901234567892", ScannedKind::Unknown, "6901234567892");
}

#[test]
fn a_badge_of_somebody_unknown_is_known_to_be_unknown() {
    let mut dock = Desk::new(1);
    let stated = PersonStated { name: "李强".parse().unwrap(), posts: Posts::NONE };
    let (person, now) = (PersonNumber(7), at("07:00:00"));
    let merge_time = HybridClock::default().tick(now);
    let entity = Entity::Person(person);
    let id = FactId::new(0, 900);
    dock.replica.insert(fact(id, merge_time, now, PersonNumber::SERVER, entity, &stated.into()));
    let badge = |person| Label::Badge(PersonNumber(person)).encode();

    assert!(view::scan(&dock.replica, &badge(7)).known);
    assert!(!view::scan(&dock.replica, &badge(8)).known);
}
