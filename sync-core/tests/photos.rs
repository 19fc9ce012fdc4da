//! Photos and unloading exceptions: kept, shared, and hidden by a void.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, PhotoOf, Refusal};
use sync_core::fact::{Entity, ExceptionKind, ExceptionReported, PhotoTaken, PhotoType};
use sync_core::ids::{ContentHash, FactId};
use sync_core::number::ReceiptNumber;
use sync_core::view;

use support::{Desk, at, number, quantity};

#[test]
fn an_exception_brings_its_photos_and_a_void_hides_what_its_author_had_seen() {
    let (mut dock, mut office) = (Desk::new(1), Desk::new(2));
    let receipt = dock.open("PO1", at("08:00:00"));
    let photo = |shade: u8| PhotoTaken {
        content: ContentHash([shade; 32]),
        media: PhotoType::Jpeg,
        bytes: 400_000,
        width: 1_600,
        height: 1_200,
        shows: "柜门".parse().ok(),
    };
    let said = ExceptionReported {
        kind: ExceptionKind::Wet,
        container: "TCLU1234567".parse().ok(),
        seal: "SN-88".parse().ok(),
        item: "A1".parse().ok(),
        quantity: None,
        note: "底层三箱".parse().ok(),
        photos: Vec::new(),
    };
    let photos = vec![photo(1), photo(2)];
    let report = Command::ReportException { receipt, said, quantity: Some(number("36")), photos };

    let made = dock.act(&report, at("08:05:00")).unwrap();
    office.hear(&dock);
    let of = PhotoOf::Receipt(receipt);
    dock.act(&Command::VoidPhoto { of, fact: made[2] }, at("08:06:00")).unwrap();
    office.hear(&dock);

    let view = view::receipt(&office.replica, receipt).unwrap();
    let exception = &view.exceptions[0];
    assert_eq!(exception.photos, [ContentHash([1; 32]), ContentHash([2; 32])]);
    assert_eq!((exception.quantity, exception.voided), (Some(quantity("36")), false));
    let voided: Vec<bool> = view.photos.iter().map(|photo| photo.voided).collect();
    assert_eq!(voided, [false, true]);
    let history = view::history(&office.replica, &Entity::Receipt(receipt.0));
    assert!(history.iter().any(|row| row.says == "wet 36 A1 TCLU1234567 SN-88 底层三箱"));
    assert!(history.iter().any(|row| row.says_zh.starts_with("受潮 36")));
    let again = office.act(&Command::VoidPhoto { of, fact: made[2] }, at("08:07:00"));
    assert_eq!(again, Err(Refusal::AlreadyVoided));
}

#[test]
fn a_photo_of_a_card_that_is_not_known_here_waits_for_it() {
    let (mut dock, mut tablet) = (Desk::new(1), Desk::new(2));
    let (_, card) = dock.delivery("PO1", "250", at("08:10:00"));
    let photo = PhotoTaken {
        content: ContentHash([7; 32]),
        media: PhotoType::Webp,
        bytes: 90_000,
        width: 800,
        height: 600,
        shows: None,
    };

    let take = Command::TakePhoto { of: PhotoOf::Card(card), photo };
    tablet.act(&take, at("09:00:00")).unwrap();
    tablet.hear(&dock);

    let lot = view::lot(&tablet.replica, card).unwrap();
    assert_eq!(lot.photos.len(), 1);
    assert_eq!(tablet.replica.photos_of(ContentHash([7; 32])).count(), 1);
}

#[test]
fn an_inspector_takes_photos_and_reports_no_exceptions() {
    let mut tablet = Desk::with_posts(2, "qc-inspector".parse().unwrap());
    let receipt = ReceiptNumber(FactId::new(1, 1));
    let said = ExceptionReported {
        kind: ExceptionKind::Missing,
        container: None,
        seal: None,
        item: None,
        quantity: None,
        note: None,
        photos: Vec::new(),
    };

    let report = Command::ReportException { receipt, said, quantity: None, photos: Vec::new() };

    assert!(matches!(tablet.act(&report, at("09:00:00")), Err(Refusal::NotYourPost { .. })));
}
