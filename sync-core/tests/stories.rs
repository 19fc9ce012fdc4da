//! The floor's examples, through commands and views, on desks that exchange what they wrote.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, Notice, OrderChoice, Refusal, decide};
use sync_core::fact::{
    ArrivedLate, Entity, Measured, OrderType, ReceiptField, ReceiptOpened, ReturnFor, Verdict,
    Weighed,
};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber};
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::rules::release::Blocked;
use sync_core::rules::unit_weight::DeviationClass;
use sync_core::time::Hlc;
use sync_core::view::{self, LotStatus};

use support::{Desk, at, fact, judge, line, number, quantity, tally};

#[test]
fn a_lot_judged_offline_in_time_is_on_time_whenever_it_is_synced() {
    let (mut dock, mut tablet, mut office) = (Desk::new(1), Desk::new(2), Desk::new(3));
    let (_, card) = dock.delivery("PO1", "250", at("08:10:00"));
    tablet.hear(&dock);

    tablet.act(&judge(card, Verdict::Pass, None, None, false), at("12:09:59")).unwrap();
    office.hear(&dock);
    assert_eq!(
        view::lot(&office.replica, card).unwrap().deadline_status(at("15:00:00")),
        DeadlineStatus::Overdue
    );
    office.hear(&tablet);

    let lot = view::lot(&office.replica, card).unwrap();
    assert_eq!(lot.on_time, Some(true));
    assert_eq!(lot.deadline_status(at("15:00:00")), DeadlineStatus::OnTime);
    assert_eq!(lot.due, Some(at("12:10:00")));
}

#[test]
fn a_verdict_that_came_long_after_its_instant_is_in_time_and_bears_both() {
    let (mut dock, mut tablet) = (Desk::new(1), Desk::new(2));
    let (_, card) = dock.delivery("PO1", "250", at("08:10:00"));
    tablet.hear(&dock);
    let verdict = judge(card, Verdict::Pass, None, None, false);
    let verdict = tablet.act(&verdict, at("12:09:59")).unwrap()[0];
    let seen = |desk: &Desk| {
        let lot = view::lot(&desk.replica, card).unwrap();
        let history = view::history(&desk.replica, &Entity::Card(card.0));
        let marked: Vec<_> = history.into_iter().filter_map(|row| row.arrived_late).collect();
        let why = view::explain(&desk.replica, card.into()).unwrap().into_iter();
        (
            lot.on_time,
            lot.arrived_late,
            marked,
            why.filter(|why| why.rule == "late-arrival").count(),
        )
    };
    assert_eq!(seen(&tablet), (Some(true), None, vec![], 0));

    let late = ArrivedLate { facts: [verdict].into_iter().collect() };
    let mut say = |sequence, came| {
        let id = FactId::new(0, sequence);
        let told = Entity::Device(DeviceNumber(2));
        let said = fact(id, Hlc::at(came), came, PersonNumber(0), told, &late.clone().into());
        tablet.replica.insert(said);
        seen(&tablet)
    };
    let came = at("18:20:00");
    assert_eq!(say(91, came), (Some(true), Some(came), vec![came], 1));
    assert_eq!(say(92, at("19:00:00")).1, Some(came), "it came once");
}

#[test]
fn each_tranche_bears_its_own_mark_of_being_in_time() {
    let (mut dock, mut tablet) = (Desk::new(1), Desk::new(2));
    let (_, card) = dock.delivery("PO1", "250", at("08:10:00"));
    tablet.hear(&dock);

    tablet.act(&judge(card, Verdict::Pass, Some("200"), None, false), at("12:10:00")).unwrap();
    tablet.act(&judge(card, Verdict::Sort, Some("50"), None, false), at("12:10:01")).unwrap();
    let last = judge(card, Verdict::Pass, Some("50"), None, false);
    let last = tablet.act(&last, at("12:10:02")).unwrap();

    let marks = |desk: &Desk| {
        let lot = view::lot(&desk.replica, card).unwrap();
        lot.verdicts.iter().map(view::VerdictView::deadline).collect::<Vec<_>>()
    };
    let (in_time, late) = (Some(DeadlineStatus::OnTime), Some(DeadlineStatus::Late));
    assert_eq!(marks(&tablet), [in_time, None, late], "sort alone bears none");

    tablet.act(&Command::VoidVerdict { card, fact: last[0] }, at("12:11:00")).unwrap();
    assert_eq!(marks(&tablet), [in_time, None, None], "nor what was withdrawn");
}

#[test]
fn a_verdict_that_arrives_before_its_card_waits_and_takes_effect_by_itself() {
    let (mut dock, mut tablet) = (Desk::new(1), Desk::new(2));
    let (_, card) = dock.delivery("PO1", "250", at("08:10:00"));

    let command = judge(card, Verdict::Pass, Some("250"), None, false);
    tablet.act(&command, at("09:00:00")).unwrap();
    assert_eq!(view::lot(&tablet.replica, card).unwrap().status, LotStatus::Waiting);
    tablet.hear(&dock);

    let lot = view::lot(&tablet.replica, card).unwrap();
    assert_eq!((lot.passed, lot.on_time), (quantity("250"), Some(true)));
}

#[test]
fn a_pass_and_a_reject_made_apart_are_a_conflict_until_a_verdict_names_both() {
    let (mut dock, mut a, mut b) = (Desk::new(1), Desk::new(2), Desk::new(3));
    let (_, card) = dock.delivery("PO1", "100", at("08:10:00"));
    a.hear(&dock);
    b.hear(&dock);
    a.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();
    b.act(&judge(card, Verdict::Reject, None, None, false), at("08:50:00")).unwrap();
    b.hear(&a);

    let lot = view::lot(&b.replica, card).unwrap();
    assert_eq!((lot.status, lot.rejected), (LotStatus::Conflict, quantity("100")));
    let conflict = view::conflicts(&b.replica).remove(0);
    assert_eq!((conflict.rule.as_str(), conflict.sides.len()), ("strictest-verdict", 2));

    let settle = Command::Settle { conflict: conflict.id, choose: "pass".to_owned(), reason: None };
    b.act(&settle, at("10:00:00")).unwrap();
    a.hear(&b);
    let lot = view::lot(&a.replica, card).unwrap();
    assert_eq!((lot.passed, lot.conflicts.len()), (quantity("100"), 0));
}

#[test]
fn two_clerks_add_up_and_a_void_takes_only_what_its_author_meant() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let receipt = a.open("PO1", at("08:00:00"));
    a.tally(receipt, "PO1", "100", at("08:01:00"));
    let second = a.tally(receipt, "PO1", "100", at("08:02:00"));
    b.tally(receipt, "PO1", "50", at("08:03:00"));
    a.hear(&b);
    assert_eq!(counted(&a, receipt), quantity("250"));

    a.act(&Command::VoidTally { receipt, tally: second }, at("08:04:00")).unwrap();

    assert_eq!(counted(&a, receipt), quantity("150"));
    let again = a.act(&Command::VoidTally { receipt, tally: second }, at("08:05:00"));
    assert_eq!(again, Err(Refusal::AlreadyVoided));
}

fn counted(desk: &Desk, receipt: sync_core::number::ReceiptNumber) -> sync_core::measure::Quantity {
    view::receipt(&desk.replica, receipt).unwrap().line_rows[0].counted
}

#[test]
fn a_recount_keeps_what_was_tallied_elsewhere_meanwhile_and_asks_to_count_again() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let receipt = a.open("PO1", at("08:00:00"));
    a.tally(receipt, "PO1", "250", at("08:01:00"));
    b.hear(&a);

    let recount = Command::Recount { receipt, line: line("PO1"), quantity: number("240") };
    a.act(&recount, at("08:10:00")).unwrap();
    b.tally(receipt, "PO1", "10", at("08:11:00"));
    a.hear(&b);

    let row = view::receipt(&a.replica, receipt).unwrap().line_rows.remove(0);
    assert_eq!((row.counted, row.count_again), (quantity("250"), true));
    let conflict = view::conflicts(&a.replica).remove(0);
    let settle = Command::Settle { conflict: conflict.id, choose: "251".to_owned(), reason: None };
    a.act(&settle, at("08:20:00")).unwrap();
    let row = view::receipt(&a.replica, receipt).unwrap().line_rows.remove(0);
    assert_eq!((row.counted, row.count_again), (quantity("251"), false));
}

#[test]
fn one_package_scanned_on_two_devices_counts_once() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let receipt = a.open("PO1", at("08:00:00"));
    a.act(&tally(receipt, "PO1", "60", Some("P7")), at("08:01:00")).unwrap();
    b.act(&tally(receipt, "PO1", "60", Some("P7")), at("08:02:00")).unwrap();
    a.hear(&b);

    let row = view::receipt(&a.replica, receipt).unwrap().line_rows.remove(0);
    assert_eq!((row.counted, row.package_twice), (quantity("60"), true));
    let again = a.act(&tally(receipt, "PO1", "60", Some("P7")), at("08:03:00"));
    assert!(matches!(again, Err(Refusal::PackageCounted { .. })));
}

#[test]
fn two_offline_deliveries_within_the_order_are_over_it_together() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let (first, _) = a.delivery("PO1", "600", at("08:00:00"));
    let (second, _) = b.delivery("PO1", "500", at("08:30:00"));
    a.hear(&b);
    b.hear(&a);

    for desk in [&a, &b] {
        let over = |receipt| view::receipt(&desk.replica, receipt).unwrap().line_rows[0].over;
        assert_eq!((over(first), over(second)), (quantity("0"), quantity("100")));
    }
}

#[test]
fn a_signed_count_changes_only_after_a_supervisor_reopened_it() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO1", "250", at("08:10:00"));
    let refused = desk.act(&tally(receipt, "PO1", "5", None), at("08:20:00"));
    assert!(matches!(refused, Err(Refusal::AlreadySigned { .. })));
    let twice = desk.act(&Command::SignCount { receipt, line: None }, at("08:21:00"));
    assert_eq!(twice, Err(Refusal::SignedTwice { receipt }));

    desk.act(
        &Command::ReopenReceipt { receipt, reason: "count again".parse().ok() },
        at("09:00:00"),
    )
    .unwrap();
    assert_eq!(view::lot(&desk.replica, card).unwrap().due, None);
    desk.tally(receipt, "PO1", "5", at("09:05:00"));
    desk.sign(receipt, at("09:10:00"));

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!(lot.due, Some(at("13:10:00")));
    assert_eq!(view::receipt(&desk.replica, receipt).unwrap().signatures.len(), 2);
    // The card still says 250 of 255.
    assert_eq!(view::conflicts(&desk.replica)[0].rule, "count-after-card");
    desk.act(&Command::ConfirmCount { receipt }, at("09:11:00")).unwrap();
    assert!(view::conflicts(&desk.replica).is_empty());
}

#[test]
fn a_lot_is_released_by_signature_slip_and_verdict_and_then_put_away() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO1", "250", at("08:10:00"));
    let blocked = |desk: &Desk| view::lot(&desk.replica, card).unwrap().blocked_by;
    assert_eq!(blocked(&desk), [Blocked::NoSlip, Blocked::NothingAccepted]);

    desk.act(&Command::IssueSlip { receipt }, at("08:20:00")).unwrap();
    desk.act(&judge(card, Verdict::Pass, Some("240"), Some("10"), false), at("09:00:00")).unwrap();
    assert_eq!(blocked(&desk), [Blocked::SlipNotConfirmed]);
    desk.act(&Command::ConfirmSlip { receipt }, at("09:10:00")).unwrap();
    assert_eq!(view::lot(&desk.replica, card).unwrap().status, LotStatus::Released);

    let location = "A-01-3".parse().unwrap();
    let put = Command::PutAway { card, location, quantity: None };
    desk.act(&put, at("09:30:00")).unwrap();
    let back =
        |qty| Command::RaiseReturn { card, quantity: number(qty), settlement: ReturnFor::Credit };
    assert!(matches!(desk.act(&back("11"), at("09:40:00")), Err(Refusal::MoreThanRejected { .. })));
    desk.act(&back("10"), at("09:40:00")).unwrap();

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!((lot.status, lot.put_away), (LotStatus::PutAway, quantity("240")));
    assert_eq!(lot.returned, quantity("10"));
}

#[test]
fn a_subcontracted_lot_is_not_released_before_it_was_weighed() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO2", "500", at("08:10:00"));
    desk.act(&Command::IssueSlip { receipt }, at("08:20:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:21:00")).unwrap();
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();
    assert_eq!(view::lot(&desk.replica, card).unwrap().blocked_by, [Blocked::NotMeasured]);

    let weigh = Command::Weigh {
        card,
        weighed: Weighed {
            pieces: 50,
            gross: number("640.0"),
            tare: number("33.0"),
            unit: sync_core::measure::WeightUnit::Grams,
        },
    };
    desk.act(&weigh, at("09:05:00")).unwrap();

    let lot = view::lot(&desk.replica, card).unwrap();
    let weight = lot.unit_weight.unwrap();
    assert_eq!(
        (weight.measured, weight.outcome),
        (number("12.14"), Some(DeviationClass::LightWithin))
    );
    assert_eq!(weight.deviation_percent, Some(number("-2.88")));
    assert_eq!(lot.blocked_by, []);
}

#[test]
fn goods_of_an_unapproved_vendor_are_counted_and_never_released() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO5", "10", at("08:10:00"));
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!((lot.goods.vendor_approved, lot.status), (Some(false), LotStatus::Rejected));
    assert_eq!((lot.passed, lot.rejected), (quantity("0"), quantity("10")));
    assert!(lot.blocked_by.contains(&Blocked::VendorNotApproved));
    let back = Command::RaiseReturn { card, quantity: number("10"), settlement: ReturnFor::Credit };
    desk.act(&back, at("09:10:00")).unwrap();
}

#[test]
fn goods_on_a_closed_order_are_kept_and_wait_for_purchasing() {
    let mut desk = Desk::new(1);
    let actor = sync_core::command::Actor {
        person: sync_core::ids::PersonNumber(1),
        posts: "dock-clerk".parse().unwrap(),
        device: sync_core::ids::DeviceNumber(1),
    };
    let open = Command::OpenReceipt {
        said: ReceiptOpened {
            orders: vec!["PO4".parse().unwrap()],
            vendor: None,
            delivery_note: None,
            dock: None,
            container: None,
        },
    };
    let decision = decide(&desk.replica, actor, &open, at("08:00:00")).unwrap();
    assert!(matches!(decision.notices[..], [Notice::StaleOrder { .. }]));
    let (_, card) = desk.delivery("PO4", "10", at("08:10:00"));
    assert!(view::lot(&desk.replica, card).unwrap().blocked_by.contains(&Blocked::StaleOrder));

    let conflict = view::conflicts(&desk.replica).remove(0);
    assert_eq!(conflict.rule, "stale-order");
    let settle =
        Command::Settle { conflict: conflict.id, choose: "accept".to_owned(), reason: None };
    desk.act(&settle, at("10:00:00")).unwrap();

    assert!(!view::lot(&desk.replica, card).unwrap().blocked_by.contains(&Blocked::StaleOrder));
}

#[test]
fn one_truck_opened_twice_is_read_as_one_once_it_was_joined() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let first = a.open("PO1", at("08:00:00"));
    a.tally(first, "PO1", "100", at("08:01:00"));
    let second = b.open("PO1", at("08:05:00"));
    b.tally(second, "PO1", "50", at("08:06:00"));
    a.hear(&b);
    let maybe = view::receipt(&a.replica, first).unwrap().maybe_same_delivery;
    assert_eq!(maybe, [second]);

    a.act(&Command::JoinReceipts { receipt: second, into: first }, at("08:10:00")).unwrap();

    let view = view::receipt(&a.replica, first).unwrap();
    assert_eq!((view.joined, view.line_rows[0].counted), (vec![second], quantity("150")));
    assert!(view.maybe_same_delivery.is_empty());
    let other_way = Command::JoinReceipts { receipt: first, into: second };
    assert!(matches!(a.act(&other_way, at("08:11:00")), Err(Refusal::JoinsItself { .. })));
}

#[test]
fn a_dock_written_on_two_devices_shows_both_until_somebody_chooses() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let receipt = a.open("PO1", at("08:00:00"));
    b.hear(&a);
    let write = |value: &str| Command::Describe {
        receipt,
        field: ReceiptField::Dock,
        value: value.parse().ok(),
    };
    a.act(&write("D1"), at("08:01:00")).unwrap();
    b.act(&write("D2"), at("08:02:00")).unwrap();
    a.hear(&b);

    let dock = |desk: &Desk| view::receipt(&desk.replica, receipt).unwrap().row.dock;
    assert_eq!(dock(&a).as_deref(), Some("D2"));
    let conflict = view::conflicts(&a.replica).remove(0);
    let settle = Command::Settle { conflict: conflict.id, choose: "D1".to_owned(), reason: None };
    a.act(&settle, at("08:10:00")).unwrap();

    assert_eq!(dock(&a).as_deref(), Some("D1"));
    assert!(view::conflicts(&a.replica).is_empty());
}

#[test]
fn a_clerk_cannot_judge_and_an_inspector_cannot_count() {
    let mut desk = Desk::with_posts(1, "dock-clerk".parse().unwrap());
    let (receipt, card) = desk.delivery("PO1", "10", at("08:10:00"));
    let judged = desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00"));
    assert!(matches!(judged, Err(Refusal::NotYourPost { .. })));

    let mut inspector = Desk::with_posts(2, "qc-inspector".parse().unwrap());
    let counted = inspector.act(&tally(receipt, "PO1", "1", None), at("09:00:00"));
    assert!(matches!(counted, Err(Refusal::NotYourPost { .. })));
    let conceded = judge(card, Verdict::Concession, Some("10"), None, false);
    let conceded = inspector.act(&conceded, at("09:00:00"));
    assert_eq!(conceded, Err(Refusal::ConcessionIsSupervisors));
}

#[test]
fn a_lot_is_judged_in_tranches_and_after_that_inspected_again() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "100", at("08:10:00"));
    let pass = |qty| judge(card, Verdict::Pass, Some(qty), None, false);
    desk.act(&pass("60"), at("09:00:00")).unwrap();
    assert!(matches!(desk.act(&pass("41"), at("09:01:00")), Err(Refusal::MoreThanUnjudged { .. })));
    desk.act(&pass("40"), at("09:02:00")).unwrap();

    desk.act(&judge(card, Verdict::Sort, Some("30"), None, false), at("09:10:00")).unwrap();
    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!((lot.to_sort, lot.unjudged), (quantity("30"), quantity("70")));
    desk.act(&judge(card, Verdict::Pass, Some("95"), Some("5"), false), at("09:20:00")).unwrap();
    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!(
        (lot.passed, lot.rejected, lot.to_sort),
        (quantity("95"), quantity("5"), quantity("0"))
    );
}

#[test]
fn every_refusal_and_notice_speaks_both_languages() {
    let mut desk = Desk::new(1);
    let receipt = desk.open("PO1", at("08:00:00"));
    let refused = desk.act(&tally(receipt, "PO7", "1", None), at("08:01:00"));
    let refused = refused.err().or_else(|| {
        desk.act(&Command::SignCount { receipt, line: line("PO1").into() }, at("08:01:00")).err()
    });

    let refusal = refused.unwrap();
    let zh = refusal.say(sync_core::text::Language::Chinese);
    let en = refusal.say(sync_core::text::Language::English);
    assert!(zh.chars().any(|c| c > '\u{4e00}') && en.is_ascii(), "{zh} / {en}");
}

#[test]
fn what_was_rejected_beside_a_sorting_stays_rejected() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "60", at("08:10:00"));
    let sort = judge(card, Verdict::Sort, Some("50"), Some("10"), false);
    assert_eq!(desk.act(&sort, at("09:00:00")).unwrap().len(), 2);

    desk.act(&judge(card, Verdict::Pass, Some("50"), None, false), at("10:00:00")).unwrap();

    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!((lot.passed, lot.rejected), (quantity("50"), quantity("10")));
    assert_eq!((lot.unjudged, lot.conflicts.len()), (quantity("0"), 0));
}

#[test]
fn one_delivery_note_on_two_receipts_of_other_orders_may_be_one_delivery() {
    let mut desk = Desk::new(1);
    let open = |order: &str| Command::OpenReceipt {
        said: ReceiptOpened {
            orders: vec![order.parse().unwrap()],
            vendor: None,
            delivery_note: "DN-7".parse().ok(),
            dock: None,
            container: None,
        },
    };
    let first = desk.act(&open("PO1"), at("08:00:00")).unwrap()[0];
    let second = desk.act(&open("PO2"), at("08:10:00")).unwrap()[0];

    let first = view::receipt(&desk.replica, sync_core::number::ReceiptNumber(first)).unwrap();
    assert_eq!(first.maybe_same_delivery, [sync_core::number::ReceiptNumber(second)]);
}

#[test]
fn an_excess_is_assigned_to_the_line_of_its_item_on_another_order() {
    let mut desk = Desk::new(1);
    desk.states_order("PO6", OrderType::Standard, "V1", "A1");
    let (receipt, _) = desk.delivery("PO1", "1100", at("08:10:00"));
    let assign = Command::AssignLine {
        receipt,
        line: line("PO1"),
        to: OrderChoice { order: "PO6".parse().unwrap(), line: None },
        quantity: Some(number("100")),
        replace: false,
    };
    desk.act(&assign, at("09:00:00")).unwrap();

    let over = |order: &str| {
        let order = view::order(&desk.replica, &order.parse().unwrap()).unwrap();
        (order.lines[0].received, order.lines[0].over)
    };
    assert_eq!(over("PO1"), (quantity("1000"), quantity("0")));
    assert_eq!(over("PO6"), (quantity("100"), quantity("0")));
}

#[test]
fn every_answer_names_its_rule_its_clause_and_its_facts() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO5", "10", at("08:10:00"));
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();

    let reasons = view::explain(&desk.replica, card.into()).unwrap();

    let of = |rule: &str| reasons.iter().find(|reason| reason.rule == rule).unwrap();
    assert_eq!(of("inspection-clock").clause.as_deref(), Some("§4.6.3"));
    assert!(of("inspection-clock").en.to_string().contains("2026-11-23 12:10:00"));
    assert_eq!(of("approved-vendor").facts, [receipt.0]);
    assert!(of("release").zh.to_string().starts_with("未放行"));
    let known = |reason: &view::Reason| reason.facts.iter().all(|f| desk.replica.get(*f).is_some());
    assert!(reasons.iter().all(known));
}

#[test]
fn each_post_sees_what_waits_for_it_and_nothing_else() {
    use sync_core::post::Post;
    use view::WorkKind;

    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO2", "1200", at("08:10:00"));
    let kinds = |desk: &Desk, post| -> Vec<WorkKind> {
        view::work(&desk.replica, post).iter().map(|row| row.kind).collect()
    };
    assert_eq!(kinds(&desk, Post::QcInspector), [WorkKind::Inspect]);
    assert_eq!(kinds(&desk, Post::Purchasing), [WorkKind::Excess]);

    desk.act(&Command::IssueSlip { receipt }, at("08:20:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:21:00")).unwrap();
    let weigh = Command::Weigh {
        card,
        weighed: Weighed {
            pieces: 50,
            gross: number("600"),
            tare: number("0"),
            unit: sync_core::measure::WeightUnit::Grams,
        },
    };
    desk.act(&weigh, at("08:30:00")).unwrap();
    desk.act(&judge(card, Verdict::Pass, Some("1190"), Some("10"), false), at("09:00:00")).unwrap();

    assert_eq!(kinds(&desk, Post::QcInspector), []);
    assert_eq!(kinds(&desk, Post::DockClerk), [WorkKind::PutAway]);
    assert_eq!(kinds(&desk, Post::NonconformingKeeper), [WorkKind::Return]);
    assert_eq!(kinds(&desk, Post::IeEngineer), [WorkKind::Recover]);
    assert_eq!(kinds(&desk, Post::Purchasing), [WorkKind::Excess, WorkKind::Recover]);
}

#[test]
fn a_dimension_follows_the_table_of_unit_weights() {
    let mut desk = Desk::new(1);
    let standard = sync_core::fact::StandardStated {
        what: "dimension:outer".parse().unwrap(),
        value: number("20"),
        unit: "mm".parse().unwrap(),
        from: sync_core::fact::Day("2026-01-01".parse().unwrap()),
    };
    let entity = sync_core::fact::Entity::Item("B1".parse().unwrap());
    let id = sync_core::ids::FactId::new(0, 900);
    let earlier = at("00:00:00");
    let merge_time = sync_core::time::Hlc::at(earlier);
    let office = sync_core::ids::PersonNumber::SERVER;
    let stated = support::fact(id, merge_time, earlier, office, entity, &standard.into());
    desk.replica.insert(stated);
    let (_, card) = desk.delivery("PO2", "500", at("08:10:00"));
    let outcome = |desk: &mut Desk, value: &str, unit: &str| {
        let (what, unit) = ("outer".parse().unwrap(), unit.parse().unwrap());
        let measure =
            Command::Measure { card, measured: Measured { what, value: number(value), unit } };
        desk.act(&measure, at("09:00:00")).unwrap();
        view::lot(&desk.replica, card).unwrap().measurements.pop().unwrap().outcome
    };

    assert_eq!(outcome(&mut desk, "20.6", "mm"), Some(DeviationClass::Within));
    assert_eq!(outcome(&mut desk, "20.601", "mm"), Some(DeviationClass::Heavy));
    assert_eq!(outcome(&mut desk, "19.4", "mm"), Some(DeviationClass::LightWithin));
    assert_eq!(outcome(&mut desk, "19.399", "mm"), Some(DeviationClass::LightOut));
    assert_eq!(outcome(&mut desk, "20", "cm"), Some(DeviationClass::Heavy));
    assert_eq!(outcome(&mut desk, "20", "g"), None);
}

#[test]
fn a_joined_delivery_is_recounted_and_signed_as_one() {
    let mut desk = Desk::new(1);
    let first = desk.open("PO1", at("08:00:00"));
    desk.tally(first, "PO1", "10", at("08:01:00"));
    let second = desk.open("PO1", at("08:05:00"));
    desk.tally(second, "PO1", "5", at("08:06:00"));
    desk.act(&Command::JoinReceipts { receipt: first, into: second }, at("08:10:00")).unwrap();
    let void = Command::VoidReceipt { receipt: second, reason: None };
    assert!(matches!(desk.act(&void, at("08:11:00")), Err(Refusal::HasJoined { .. })));

    let recount = Command::Recount { receipt: second, line: line("PO1"), quantity: number("14") };
    desk.act(&recount, at("08:20:00")).unwrap();
    desk.sign(second, at("08:30:00"));

    for receipt in [first, second] {
        let row = view::receipt(&desk.replica, receipt).unwrap().line_rows.remove(0);
        assert_eq!((row.counted, row.received), (quantity("14"), quantity("14")));
        assert!(row.signed.is_some() && !row.sign_again && !row.count_again);
    }
}
