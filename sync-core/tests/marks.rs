//! What the floor is to look at: marks, and tasks that end by themselves.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, Refusal};
use sync_core::fact::Verdict;
use sync_core::rules::unit_weight::DeviationClass;
use sync_core::view;

use support::{Desk, at, judge, line, number, quantity, tally};

#[test]
fn a_package_of_a_joined_delivery_counts_once_and_elsewhere_it_only_marks() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let (first, second) = (a.open("PO1", at("08:00:00")), b.open("PO1", at("08:05:00")));
    a.act(&tally(first, "PO1", "60", Some("P7")), at("08:01:00")).unwrap();
    b.act(&tally(second, "PO1", "60", Some("P7")), at("08:06:00")).unwrap();
    a.hear(&b);
    let row =
        |desk: &Desk, receipt| view::receipt(&desk.replica, receipt).unwrap().line_rows.remove(0);
    assert_eq!(row(&a, first).counted, quantity("60"));
    assert_eq!(row(&a, first).package_elsewhere, [second]);

    a.act(&Command::JoinReceipts { receipt: second, into: first }, at("08:10:00")).unwrap();

    let joined = row(&a, first);
    assert_eq!((joined.counted, joined.package_twice), (quantity("60"), true));
    assert_eq!((joined.count_again, joined.package_elsewhere.len()), (false, 0));
    let again = a.act(&tally(first, "PO1", "60", Some("P7")), at("08:11:00"));
    assert!(matches!(again, Err(Refusal::PackageCounted { .. })));
}

#[test]
fn goods_on_the_shelf_under_an_answer_that_changed_are_marked_and_stay_there() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO1", "100", at("08:00:00"));
    desk.act(&Command::IssueSlip { receipt }, at("08:10:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:11:00")).unwrap();
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();
    let put = Command::PutAway { card, location: "A-1".parse().unwrap(), quantity: None };
    desk.act(&put, at("09:30:00")).unwrap();
    assert!(!view::lot(&desk.replica, card).unwrap().basis_changed);

    desk.act(&judge(card, Verdict::Reject, None, None, true), at("10:00:00")).unwrap();

    let lot = view::lot(&desk.replica, card).unwrap();
    assert!(lot.basis_changed);
    assert_eq!((lot.put_away, lot.rejected), (quantity("100"), quantity("100")));
    let reasons = view::explain(&desk.replica, card.into()).unwrap();
    assert!(reasons.iter().any(|reason| reason.rule == "basis-changed"));
}

#[test]
fn the_next_issue_is_blocked_by_a_light_lot_until_ie_states_the_standard_anew() {
    use sync_core::fact::{Day, Entity, StandardStated, Weighed};
    use sync_core::post::Post;
    use sync_core::view::WorkKind;
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO2", "50", at("08:00:00"));
    let weigh = Command::Weigh {
        card,
        weighed: Weighed {
            pieces: 50,
            gross: number("640"),
            tare: number("33"),
            unit: sync_core::measure::WeightUnit::Grams,
        },
    };
    desk.act(&weigh, at("09:00:00")).unwrap();
    let revise = |desk: &Desk, post| {
        let rows = view::work(&desk.replica, post);
        rows.iter().filter(|row| row.kind == WorkKind::Revise).count()
    };
    assert_eq!((revise(&desk, Post::IeEngineer), revise(&desk, Post::Purchasing)), (1, 1));

    let standard = StandardStated {
        what: "unit-weight".parse().unwrap(),
        value: number("12.14"),
        unit: "g".parse().unwrap(),
        from: Day("2026-11-24".parse().unwrap()),
    };
    let (id, now) = (sync_core::ids::FactId::new(0, 900), at("11:00:00"));
    let about = Entity::Item("B1".parse().unwrap());
    let merge_time = sync_core::time::Hlc::at(now);
    let person = sync_core::ids::PersonNumber::SERVER;
    desk.replica.insert(support::fact(id, merge_time, now, person, about, &standard.into()));

    assert_eq!((revise(&desk, Post::IeEngineer), revise(&desk, Post::Purchasing)), (0, 0));
    // What was weighed is still read by the standard of its day.
    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!(lot.unit_weight.unwrap().outcome, Some(DeviationClass::LightWithin));
}

#[test]
fn an_approval_ends_at_the_sites_midnight_and_not_at_that_of_utc() {
    use sync_core::fact::{ApprovalStated, Day, Entity};
    let arrives = |utc: &str| {
        let mut desk = Desk::new(1);
        let ends = ApprovalStated {
            from: Day("2026-01-01".parse().unwrap()),
            to: Some(Day("2026-11-23".parse().unwrap())),
        };
        let (id, now) = (sync_core::ids::FactId::new(0, 900), at("07:00:00"));
        let merge_time = sync_core::time::Hlc::at(now);
        let person = sync_core::ids::PersonNumber::SERVER;
        let about = Entity::Vendor("V1".parse().unwrap());
        desk.replica.insert(support::fact(id, merge_time, now, person, about, &ends.into()));
        let (_, card) = desk.delivery("PO1", "10", utc.parse().unwrap());
        view::lot(&desk.replica, card).unwrap().goods.vendor_approved
    };

    // The site is 8 hours ahead: its midnight is 16:00 in UTC.
    assert_eq!(arrives("2026-11-23T15:59:59.999Z"), Some(true));
    assert_eq!(arrives("2026-11-23T16:00:00Z"), Some(false));
}

#[test]
fn the_standard_of_the_day_of_weighing_counts_whenever_the_weighing_arrives() {
    use sync_core::fact::{Day, Entity, StandardStated, Weighed};
    let (mut tablet, mut office) = (Desk::new(1), Desk::new(2));
    let (_, card) = tablet.delivery("PO2", "50", at("08:00:00"));
    let weighed = Weighed {
        pieces: 50,
        gross: number("640"),
        tare: number("33"),
        unit: sync_core::measure::WeightUnit::Grams,
    };
    tablet.act(&Command::Weigh { card, weighed }, at("09:00:00")).unwrap();
    for (sequence, value, from) in [(900, "12.14", "2026-11-24"), (901, "12.60", "2026-11-23")] {
        let standard = StandardStated {
            what: "unit-weight".parse().unwrap(),
            value: number(value),
            unit: "g".parse().unwrap(),
            from: Day(from.parse().unwrap()),
        };
        let (id, now) = (sync_core::ids::FactId::new(0, sequence), at("10:00:00"));
        let merge_time = sync_core::time::Hlc::at(now);
        let about = Entity::Item("B1".parse().unwrap());
        let person = sync_core::ids::PersonNumber::SERVER;
        let fact = support::fact(id, merge_time, now, person, about, &standard.into());
        office.replica.insert(fact);
    }

    office.hear(&tablet);

    // 12.14 g against 12.60 g of that day: −3.65 %. Tomorrow's standard does not count.
    let weight = view::lot(&office.replica, card).unwrap().unit_weight.unwrap();
    assert_eq!(weight.standard, Some(number("12.6")));
    assert_eq!(weight.outcome, Some(DeviationClass::LightOut));
}

#[test]
fn cards_for_goods_that_nobody_counted_show_on_the_receipt_and_are_a_conflict() {
    let mut desk = Desk::new(1);
    let receipt = desk.open("PO1", at("08:00:00"));
    let command =
        Command::IssueCard { receipt, line: line("PO1"), quantity: Some(number("25")), lot: None };
    desk.act(&command, at("08:05:00")).unwrap();

    let row = view::receipt(&desk.replica, receipt).unwrap().line_rows.remove(0);
    assert_eq!((row.counted, row.carded), (quantity("0"), quantity("25")));
    assert_eq!(view::conflicts(&desk.replica)[0].id, format!("{receipt}.cards.PO1/1"));
}
