//! A lot in an inspector's hands: the queue, previews before anything is recorded, the last lots.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Actor, Command};
use sync_core::fact::{Verdict, Weighed};
use sync_core::ids::{DeviceNumber, PersonNumber};
use sync_core::label::Label;
use sync_core::measure::WeightUnit;
use sync_core::number::CardNumber;
use sync_core::post::Post;
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::rules::release::Blocked;
use sync_core::rules::unit_weight::DeviationClass;
use sync_core::view::{self, Follow, QueueMark, WorkKind};

use support::{Desk, at, judge, number, quantity};

fn weighed(pieces: u32, gross: &str, tare: &str) -> Weighed {
    Weighed { pieces, gross: number(gross), tare: number(tare), unit: WeightUnit::Grams }
}

fn weigh(card: CardNumber, weighed: &Weighed) -> Command {
    Command::Weigh { card, weighed: weighed.clone() }
}

fn inspector() -> Actor {
    Actor {
        person: PersonNumber(1),
        posts: [Post::QcInspector].into_iter().collect(),
        device: DeviceNumber(1),
    }
}

#[test]
fn the_queue_is_by_deadline_and_says_what_to_know() {
    let mut desk = Desk::new(1);
    let (_, plain) = desk.delivery("PO1", "250", at("08:10:00"));
    let (_, subcontracted) = desk.delivery("PO2", "100", at("07:10:00"));
    let (_, done) = desk.delivery("PO1", "10", at("06:00:00"));
    desk.act(&judge(done, Verdict::Pass, None, None, false), at("06:30:00")).unwrap();

    let queue = view::queue(&desk.replica, at("10:30:00"));

    let numbers: Vec<CardNumber> = queue.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [subcontracted, plain]);
    assert_eq!((queue.overdue, queue.due_soon, queue.subcontracted), (0, 1, 1));
    assert_eq!((queue.judged_on_time, queue.judged), (1, 1));
    assert_eq!(queue.rows[0].standing, DeadlineStatus::DueSoon);
    assert_eq!(queue.rows[0].used_percent, 83);
    assert_eq!(queue.rows[0].marks, [QueueMark::Weigh]);
    assert_eq!(queue.next().unwrap().number, subcontracted);
}

#[test]
fn a_weighing_looks_before_as_it_does_after_it_is_recorded() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO2", "100", at("08:10:00"));
    let (now, once) = (at("09:00:00"), weighed(50, "640", "33"));
    let again = weighed(50, "668", "33");

    for weighing in [&once, &again] {
        let before = view::weighing(&desk.replica, card, None, weighing, now).unwrap();
        desk.act(&weigh(card, weighing), now).unwrap();
        let after = view::inspection(&desk.replica, card, None, now).unwrap().weight.unwrap();
        assert_eq!(before, after);
    }
    let first = view::weighing(&Desk::new(2).replica, card, None, &once, now).unwrap();
    assert_eq!((first.measured, first.standard), (number("12.14"), None));
}

#[test]
fn a_card_nobody_heard_of_is_weighed_and_judged_by_its_label() {
    let (mut dock, mut stranger) = (Desk::new(1), Desk::new(2));
    let (_, card) = dock.delivery("PO2", "100", at("08:10:00"));
    let text = Label::Card(view::lot(&dock.replica, card).unwrap().label().unwrap()).encode();
    let (label, now) = (Some(text.as_str()), at("09:00:00"));

    let seen = view::inspection(&stranger.replica, card, label, now).unwrap();
    assert!(!seen.known && seen.to_weigh && seen.subcontracted);
    assert_eq!((seen.open, seen.lot.due), (quantity("100"), Some(at("12:10:00"))));
    assert_eq!(view::inspection(&stranger.replica, card, None, now), None);

    let weighing = weighed(50, "640", "33");
    let preview = view::weighing(&stranger.replica, card, label, &weighing, now).unwrap();
    assert_eq!(preview.outcome, Some(DeviationClass::LightWithin));
    assert_eq!(preview.percent, Some(number("-2.88")));

    let verdict = judge(card, Verdict::Pass, Some("60"), None, false);
    let follows = view::judging(&stranger.replica, inspector(), card, label, &verdict, now);
    assert_eq!(follows.unwrap(), [Follow::Unjudged(quantity("40")), Follow::Waits]);
    stranger.act(&verdict, now).unwrap();
    let seen = view::inspection(&stranger.replica, card, label, now).unwrap();
    assert_eq!((seen.open, seen.lot.passed), (quantity("40"), quantity("60")));
}

#[test]
fn what_a_verdict_sets_in_motion_is_said_before_it_is_recorded() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO2", "100", at("08:10:00"));
    let now = at("09:00:00");
    desk.act(&weigh(card, &weighed(50, "640", "33")), now).unwrap();
    let verdict = judge(card, Verdict::Pass, Some("60"), Some("30"), false);

    let before = view::judging(&desk.replica, inspector(), card, None, &verdict, now).unwrap();

    let order = "PO2".parse().unwrap();
    assert_eq!(
        before,
        [
            Follow::Held(quantity("60"), vec![Blocked::NoSlip]),
            Follow::Return(quantity("30"), Some(order)),
            Follow::Unjudged(quantity("10")),
            Follow::Work(WorkKind::Revise, Some(number("-2.88"))),
        ]
    );
    desk.act(&verdict, now).unwrap();
    let after = view::inspection(&desk.replica, card, None, now).unwrap();
    assert_eq!(after.follows, before);
    let concession = judge(card, Verdict::Concession, Some("10"), None, false);
    assert!(
        view::judging(&desk.replica, inspector(), card, None, &concession, now).is_err(),
        "a concession is a supervisor's"
    );
}

#[test]
fn the_last_lots_of_item_and_vendor_stand_beside_a_lot() {
    let mut desk = Desk::new(1);
    let (_, first) = desk.delivery("PO2", "100", at("06:00:00"));
    desk.act(&weigh(first, &weighed(50, "640", "33")), at("06:10:00")).unwrap();
    desk.act(&judge(first, Verdict::Reject, Some("90"), None, false), at("06:20:00")).unwrap();
    let (_, second) = desk.delivery("PO2", "100", at("07:00:00"));
    desk.act(&judge(second, Verdict::Pass, None, None, false), at("07:20:00")).unwrap();
    let (_, other) = desk.delivery("PO1", "100", at("07:10:00"));
    desk.act(&judge(other, Verdict::Pass, None, None, false), at("07:20:00")).unwrap();
    let (_, card) = desk.delivery("PO2", "100", at("08:00:00"));

    let past = view::inspection(&desk.replica, card, None, at("08:30:00")).unwrap().past;

    let said: Vec<_> = past.iter().map(|lot| (lot.number, lot.verdict, lot.needle)).collect();
    assert_eq!(
        said,
        [(first, Some(Verdict::Reject), Some(212)), (second, Some(Verdict::Pass), None)]
    );
    assert_eq!(past[0].percent, Some(number("-2.88")));
}
