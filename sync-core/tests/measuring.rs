//! What the scale and the calliper show: what is asked about, refused, and what counts as measured
//! (SEMANTICS 32, 34).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, Notice, Refusal, decide};
use sync_core::fact::{Day, Entity, Measured, StandardStated, Verdict, Weighed};
use sync_core::ids::{FactId, PersonNumber};
use sync_core::measure::WeightUnit;
use sync_core::number::CardNumber;
use sync_core::post::Post;
use sync_core::rules::release::Blocked;
use sync_core::rules::unit_weight::DeviationClass;
use sync_core::text::Language;
use sync_core::time::{Hlc, Timestamp};
use sync_core::view::{self, WorkKind};

use support::{Desk, at, fact, judge, number};

fn weigh(card: CardNumber, pieces: u32, gross: &str, unit: WeightUnit) -> Command {
    let weighed = Weighed { pieces, gross: number(gross), tare: number("33"), unit };
    Command::Weigh { card, weighed }
}

fn measure(card: CardNumber, what: &str, value: &str, unit: &str) -> Command {
    let (what, unit) = (what.parse().unwrap(), unit.parse().unwrap());
    Command::Measure { card, measured: Measured { what, value: number(value), unit } }
}

/// IE states a standard of item B1, which comes on PO2 from a subcontractor.
fn state_standard(desk: &mut Desk, sequence: u64, what: &str, value: &str, unit: &str) {
    let now = at("00:00:00");
    let event = StandardStated {
        what: what.parse().unwrap(),
        value: number(value),
        unit: unit.parse().unwrap(),
        from: Day("2026-01-01".parse().unwrap()),
    };
    let (id, entity) = (FactId::new(0, 900 + sequence), Entity::Item("B1".parse().unwrap()));
    desk.replica.insert(fact(id, Hlc::at(now), now, PersonNumber::SERVER, entity, &event.into()));
}

fn notices(desk: &Desk, command: &Command, now: Timestamp) -> Vec<&'static str> {
    let decision = decide(&desk.replica, desk.actor, command, now).unwrap();
    decision.notices.iter().map(Notice::name).collect()
}

#[test]
fn more_pieces_than_a_lot_has_are_not_weighed() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO2", "100", at("08:00:00"));

    let refused = desk.act(&weigh(card, 5_000, "640", WeightUnit::Grams), at("08:10:00"));
    assert_eq!(refused, Err(Refusal::WeighsMoreThanLot { card, lot: 100, left: 100 }));
    let refused = desk.act(&weigh(card, 101, "1283", WeightUnit::Grams), at("08:10:00"));
    assert_eq!(refused, Err(Refusal::WeighsMoreThanLot { card, lot: 100, left: 100 }));
    assert!(desk.act(&weigh(card, 100, "1283", WeightUnit::Grams), at("08:10:00")).is_ok());
}

#[test]
fn several_weighings_are_of_several_pieces_until_one_is_taken_back() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO2", "100", at("08:00:00"));
    let first = desk.act(&weigh(card, 60, "783", WeightUnit::Grams), at("08:10:00")).unwrap()[0];
    let again = weigh(card, 41, "545.5", WeightUnit::Grams);

    let refused = desk.act(&again, at("08:11:00")).unwrap_err();
    assert_eq!(refused, Refusal::WeighsMoreThanLot { card, lot: 100, left: 40 });
    assert_eq!(
        refused.say(Language::English),
        format!("lot {card} has 100 pieces, of which 60 were weighed already")
    );
    assert_eq!(refused.say(Language::Chinese), format!("批 {card} 只有 100 件，其中 60 件已称过"));
    assert!(desk.act(&weigh(card, 40, "533", WeightUnit::Grams), at("08:11:00")).is_ok());

    desk.act(&Command::VoidWeighing { card, fact: first }, at("08:12:00")).unwrap();
    assert!(desk.act(&again, at("08:13:00")).is_ok());
}

#[test]
fn a_slipped_digit_at_the_scale_is_asked_about_and_the_true_weight_is_not() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO2", "1000", at("08:00:00"));
    let now = at("08:10:00");

    // 50 pieces weigh 607 g.
    assert_eq!(notices(&desk, &weigh(card, 50, "640", WeightUnit::Grams), now), [""; 0]);
    assert_eq!(
        notices(&desk, &weigh(card, 500, "640", WeightUnit::Grams), now),
        ["unlikely-measure"]
    );
    assert_eq!(
        notices(&desk, &weigh(card, 5, "640", WeightUnit::Grams), now),
        ["unlikely-measure"]
    );
    assert_eq!(
        notices(&desk, &weigh(card, 50, "640", WeightUnit::Kilograms), now),
        ["unlikely-measure"]
    );
    assert_eq!(
        notices(&desk, &weigh(card, 50, "640", WeightUnit::Milligrams), now),
        ["unlikely-measure"]
    );
    // Off by a third: nothing explains that, and nothing is asked.
    assert_eq!(notices(&desk, &weigh(card, 50, "440", WeightUnit::Grams), now), [""; 0]);
}

#[test]
fn a_lot_whose_weight_is_far_off_is_asked_about_when_it_passes() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO2", "1000", at("08:00:00"));
    let pass = judge(card, Verdict::Pass, None, None, false);
    assert_eq!(notices(&desk, &pass, at("08:09:00")), [""; 0]);

    desk.act(&weigh(card, 500, "640", WeightUnit::Grams), at("08:10:00")).unwrap();

    assert_eq!(notices(&desk, &pass, at("08:11:00")), ["passes-far-off"]);
    let reject = judge(card, Verdict::Reject, None, None, false);
    assert_eq!(notices(&desk, &reject, at("08:11:00")), [""; 0]);
    // Said again it counts.
    assert!(desk.act(&pass, at("08:12:00")).is_ok());
}

#[test]
fn a_thickness_is_compared_in_any_words_and_unit_of_its_kind() {
    for (what, value, unit) in [
        ("thickness", "1.9", "mm"),
        ("厚度", "1.9", "毫米"),
        ("Thickness", "0.19", "cm"),
        ("厚度", "1900", "µm"),
    ] {
        let mut desk = Desk::new(1);
        state_standard(&mut desk, 1, "thickness", "2", "mm");
        let (_, card) = desk.delivery("PO2", "100", at("08:00:00"));

        assert_eq!(notices(&desk, &measure(card, what, value, unit), at("08:10:00")), [""; 0]);
        desk.act(&measure(card, what, value, unit), at("08:10:00")).unwrap();

        let lot = view::lot(&desk.replica, card).unwrap();
        let measurement = &lot.measurements[0];
        assert_eq!(measurement.outcome, Some(DeviationClass::LightOut), "{what} {value} {unit}");
        assert_eq!(measurement.what.as_str(), "thickness");
        assert!(!lot.blocked_by.contains(&Blocked::NotMeasured), "{what} {value} {unit}");
        let work = view::work(&desk.replica, Post::Purchasing);
        assert!(work.iter().any(|row| row.kind == WorkKind::Recover), "{what} {value} {unit}");
    }
}

#[test]
fn a_dimension_is_the_items_however_its_name_is_written() {
    let mut desk = Desk::new(1);
    state_standard(&mut desk, 1, "dimension:宽 A", "0.5", "in");
    let (_, card) = desk.delivery("PO2", "100", at("08:00:00"));

    desk.act(&measure(card, "尺寸：宽 a", "12.7", "mm"), at("08:10:00")).unwrap();

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!(lot.measurements[0].outcome, Some(DeviationClass::Within));
    assert_eq!(lot.measurements[0].standard, Some(number("12.7")));
    assert!(!lot.blocked_by.contains(&Blocked::NotMeasured));
}

#[test]
fn what_the_item_does_not_have_is_recorded_and_satisfies_nothing() {
    let mut desk = Desk::new(1);
    state_standard(&mut desk, 1, "thickness", "2", "mm");
    let (_, card) = desk.delivery("PO2", "100", at("08:00:00"));

    for (what, unit) in [("colour", "x"), ("thickness", "g"), ("厚", "mm")] {
        let command = measure(card, what, "5", unit);
        assert_eq!(notices(&desk, &command, at("08:10:00")), ["measures-nothing"], "{what}");
        desk.act(&command, at("08:10:00")).unwrap();
    }

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!(lot.measurements.len(), 3);
    assert!(lot.blocked_by.contains(&Blocked::NotMeasured));
    let why = view::explain(&desk.replica, card.into()).unwrap();
    let of_measures = why.iter().filter(|reason| reason.rule == "measured");
    assert_eq!(of_measures.count(), 3);
    // IE states it later: what was measured says something from then on.
    state_standard(&mut desk, 2, "dimension:colour", "5", "x");
    let lot = view::lot(&desk.replica, card).unwrap();
    assert!(!lot.blocked_by.contains(&Blocked::NotMeasured));
}

#[test]
fn a_slip_at_the_calliper_is_asked_about() {
    let mut desk = Desk::new(1);
    state_standard(&mut desk, 1, "thickness", "2", "mm");
    let (_, card) = desk.delivery("PO2", "100", at("08:00:00"));
    let asked =
        |value, unit| notices(&desk, &measure(card, "thickness", value, unit), at("08:10:00"));

    assert_eq!(asked("1.9", "cm"), ["unlikely-measure"]);
    assert_eq!(asked("19", "mm"), ["unlikely-measure"]);
    assert_eq!(asked("0.19", "mm"), ["unlikely-measure"]);
    assert_eq!(asked("2", "in"), ["unlikely-measure"]);
    assert_eq!(asked("1.9", "mm"), [""; 0]);
}

#[test]
fn each_question_and_notice_is_said_in_both_languages() {
    let mut desk = Desk::new(1);
    state_standard(&mut desk, 1, "thickness", "2", "mm");
    let (_, card) = desk.delivery("PO2", "1000", at("08:00:00"));
    let said = |command: &Command| {
        let decision = decide(&desk.replica, desk.actor, command, at("08:10:00")).unwrap();
        let [notice] = &decision.notices[..] else { panic!("{:?}", decision.notices) };
        [Language::English, Language::Chinese].map(|language| notice.say(language))
    };

    assert_eq!(
        said(&weigh(card, 500, "640", WeightUnit::Grams)),
        [
            "unit weight 1.214 g against a standard of 12.5 g: is a digit or the unit wrong?",
            "单重 1.214 g，标准 12.5 g：是否位数或单位有误？"
        ]
    );
    assert_eq!(
        said(&measure(card, "colour", "5", "x")),
        [
            "colour in this unit is nothing that the item has a standard for (thickness mm, unit weight g): recorded, and counts as no measurement of it",
            "该料号没有以此单位计的colour标准（有：厚度 mm, 单重 g）：已记录，不算量测"
        ]
    );
}
