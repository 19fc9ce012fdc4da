//! Samples: what was looked at, what was wrong with it, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, Refusal};
use sync_core::fact::{DefectCount, Sampled};
use sync_core::number::CardNumber;
use sync_core::view;

use support::{Desk, at};

fn sample(card: CardNumber, pieces: u32, defects: &[(&str, u32)]) -> Command {
    let found =
        |&(code, pieces): &(&str, u32)| DefectCount { defect: code.parse().unwrap(), pieces };
    let sampled = Sampled { pieces, defects: defects.iter().map(found).collect() };
    Command::Sample { card, sampled }
}

fn found(desk: &Desk, card: CardNumber) -> (u64, Vec<(String, u64)>) {
    let lot = view::inspection(&desk.replica, card, None, at("12:00:00")).unwrap();
    let defects = lot.findings.defects.into_iter().map(|found| (found.defect, found.pieces));
    (lot.findings.pieces, defects.collect())
}

#[test]
fn samples_of_two_inspectors_add_up_the_most_frequent_defect_first() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let (_, card) = a.delivery("PO1", "250", at("08:00:00"));
    b.hear(&a);
    a.act(&sample(card, 20, &[("C01", 1), ("C06", 1)]), at("08:10:00")).unwrap();
    b.act(&sample(card, 12, &[("C06", 2)]), at("08:11:00")).unwrap();
    a.hear(&b);
    b.hear(&a);

    assert_eq!(found(&a, card), (32, vec![("C06".to_owned(), 3), ("C01".to_owned(), 1)]));
    assert_eq!(found(&b, card), found(&a, card));
    let lot = view::inspection(&a.replica, card, None, at("12:00:00")).unwrap();
    assert_eq!(lot.findings.advised, Some(32));
    assert_eq!(view::defects_per_thousand(4, 32), Some(125));
    assert_eq!(view::defects_per_thousand(2, 3), Some(667));
    assert_eq!(view::defects_per_thousand(0, 0), None);
}

#[test]
fn a_defect_that_is_named_twice_counts_as_one_and_one_of_nothing_is_none() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "250", at("08:00:00"));
    let command = sample(card, 20, &[("C06", 1), ("C01", 0), ("C06", 2)]);
    desk.act(&command, at("08:10:00")).unwrap();

    assert_eq!(found(&desk, card), (20, vec![("C06".to_owned(), 3)]));
}

#[test]
fn a_sample_that_was_taken_back_stays_visible_and_counts_no_more() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "250", at("08:00:00"));
    let id = desk.act(&sample(card, 20, &[("C06", 1)]), at("08:10:00")).unwrap()[0];
    let back = Command::VoidWeighing { card, fact: id };
    desk.act(&back, at("08:11:00")).unwrap();

    assert_eq!(found(&desk, card), (0, vec![]));
    let samples = view::lot(&desk.replica, card).unwrap().samples;
    assert_eq!(samples.iter().map(|sample| sample.voided).collect::<Vec<_>>(), [true]);
    assert_eq!(desk.act(&back, at("08:12:00")), Err(Refusal::AlreadyVoided));
}

#[test]
fn what_cannot_have_been_looked_at_is_refused() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "250", at("08:00:00"));
    let mut refusal = |pieces, defects: &[(&str, u32)]| {
        desk.act(&sample(card, pieces, defects), at("08:10:00")).unwrap_err()
    };

    assert_eq!(refusal(0, &[]), Refusal::NothingSampled);
    assert_eq!(refusal(251, &[]), Refusal::SampleExceedsLot { card, lot: 250 });
    let code = "C12".parse().unwrap();
    assert_eq!(refusal(20, &[("C12", 1)]), Refusal::UnknownDefect { code });
    let code = "C06".parse().unwrap();
    let exceeds = Refusal::DefectsExceedSample { code, pieces: 20 };
    assert_eq!(refusal(20, &[("C06", 20), ("C06", 1)]), exceeds);
    assert_eq!(refusal(20, &[("C06", u32::MAX), ("C06", u32::MAX)]), exceeds);
}

#[test]
fn a_lot_whose_card_has_not_arrived_is_sampled_all_the_same() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let (_, card) = a.delivery("PO1", "250", at("08:00:00"));
    b.act(&sample(card, 300, &[]), at("08:10:00")).unwrap();
    a.hear(&b);

    assert_eq!(found(&a, card), (300, vec![]));
}
