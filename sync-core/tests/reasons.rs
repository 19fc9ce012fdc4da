//! Who must say why, what a verdict speaks of next, and cards for a whole delivery.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, Notice, Refusal, Remedy, Ruling, decide};
use sync_core::fact::Verdict;
use sync_core::number::CardNumber;
use sync_core::rules::reason::MustSayWhy;
use sync_core::rules::tranche::NextVerdict;
use sync_core::view;

use support::{Desk, at, judge, number, quantity};

fn ruling(card: CardNumber, verdict: Verdict) -> Command {
    Command::Judge { card, ruling: Ruling::of(verdict) }
}

fn lacks(desk: &mut Desk, command: &Command, what: MustSayWhy) {
    let refusal = desk.act(command, at("09:00:00")).unwrap_err();
    assert_eq!(refusal, Refusal::ReasonMissing { what });
    assert_eq!(refusal.remedy(), Some(Remedy::SayWhy(what)));
}

#[test]
fn a_reject_says_why_also_of_a_part_and_as_a_tranche() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "100", at("08:00:00"));
    let part = Ruling {
        accepted: Some(number("90")),
        rejected: Some(number("10")),
        ..Ruling::of(Verdict::Pass)
    };

    lacks(&mut desk, &ruling(card, Verdict::Reject), MustSayWhy::Reject);
    lacks(&mut desk, &Command::Judge { card, ruling: part.clone() }, MustSayWhy::Reject);

    let said = Ruling { reason: "C01".parse().ok(), ..part };
    desk.act(&Command::Judge { card, ruling: said }, at("09:00:00")).unwrap();
    assert_eq!(view::lot(&desk.replica, card).unwrap().rejected, quantity("10"));
}

#[test]
fn a_concession_and_a_reopening_say_why() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO1", "100", at("08:00:00"));

    lacks(&mut desk, &ruling(card, Verdict::Concession), MustSayWhy::Concession);
    let reopen = Command::ReopenReceipt { receipt, reason: None };
    lacks(&mut desk, &reopen, MustSayWhy::Reopening);
}

#[test]
fn a_pass_and_a_sort_need_no_reason() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "100", at("08:00:00"));
    desk.act(&ruling(card, Verdict::Sort), at("09:00:00")).unwrap();
    desk.act(&ruling(card, Verdict::Pass), at("09:10:00")).unwrap();
}

#[test]
fn whoever_settles_for_a_reject_takes_over_the_reason_of_that_side() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let (_, card) = a.delivery("PO1", "100", at("08:00:00"));
    b.hear(&a);
    a.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();
    b.act(&judge(card, Verdict::Reject, None, None, false), at("08:50:00")).unwrap();
    a.hear(&b);
    let conflict = view::conflicts(&a.replica).remove(0).id;
    let settle = |choose: &str, reason: Option<&str>| Command::Settle {
        conflict: conflict.clone(),
        choose: choose.to_owned(),
        reason: reason.map(|text| text.parse().unwrap()),
    };

    lacks(&mut a, &settle("concession", None), MustSayWhy::Concession);
    a.act(&settle("reject", None), at("10:00:00")).unwrap();

    let last = view::lot(&a.replica, card).unwrap().verdicts.pop().unwrap();
    assert_eq!(last.reason.as_deref(), Some("C01"));
}

#[test]
fn a_verdict_on_a_lot_in_conflict_names_all_sides_without_being_asked_to() {
    let (mut a, mut b) = (Desk::new(1), Desk::new(2));
    let (_, card) = a.delivery("PO1", "100", at("08:00:00"));
    b.hear(&a);
    a.act(&judge(card, Verdict::Pass, Some("80"), None, false), at("08:50:00")).unwrap();
    b.act(&judge(card, Verdict::Sort, Some("50"), None, false), at("09:00:00")).unwrap();
    a.hear(&b);
    let next = |desk: &Desk| {
        view::inspection(&desk.replica, card, None, at("09:30:00")).unwrap().next_verdict
    };
    assert_eq!(next(&a), NextVerdict::Reinspection(quantity("100")));

    let ids = a.act(&judge(card, Verdict::Pass, None, None, false), at("10:00:00")).unwrap();

    let lot = view::lot(&a.replica, card).unwrap();
    assert_eq!((ids.len(), lot.passed, lot.conflicts.len()), (1, quantity("100"), 0));
}

#[test]
fn the_screen_is_told_what_the_next_verdict_speaks_of() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "100", at("08:00:00"));
    let next = |desk: &Desk| {
        view::inspection(&desk.replica, card, None, at("09:30:00")).unwrap().next_verdict
    };
    assert_eq!(next(&desk), NextVerdict::Tranche(quantity("100")));
    desk.act(&judge(card, Verdict::Pass, Some("60"), None, false), at("09:00:00")).unwrap();
    assert_eq!(next(&desk), NextVerdict::Tranche(quantity("40")));
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:10:00")).unwrap();
    assert_eq!(next(&desk), NextVerdict::Reinspection(quantity("100")));
}

#[test]
fn cards_for_a_whole_delivery_are_issued_at_once_each_for_what_is_on_none() {
    let mut desk = Desk::new(1);
    let receipt = desk.open("PO1", at("08:00:00"));
    desk.tally(receipt, "PO1", "100", at("08:01:00"));
    desk.tally(receipt, "PO2", "50", at("08:02:00"));
    let first = desk.card(receipt, "PO1", at("08:03:00"));
    desk.tally(receipt, "PO1", "20", at("08:04:00"));

    let issued = desk.act(&Command::IssueCards { receipt }, at("08:05:00")).unwrap();

    let amounts = |id| view::lot(&desk.replica, CardNumber(id)).unwrap().quantity;
    let amounts: Vec<_> = issued.iter().copied().map(amounts).collect();
    assert_eq!(amounts, [quantity("20"), quantity("50")]);
    assert_eq!(view::lot(&desk.replica, first).unwrap().quantity, quantity("100"));
    let again = desk.act(&Command::IssueCards { receipt }, at("08:06:00")).unwrap_err();
    assert_eq!(again, Refusal::NoLineLeftForCard { receipt });
}

#[test]
fn a_verdict_that_was_written_without_a_reason_stays_in_force() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "100", at("08:00:00"));
    let said = judge(card, Verdict::Reject, None, None, false);
    let mut decision = decide(&desk.replica, desk.actor, &said, at("09:00:00")).unwrap();
    for draft in &mut decision.drafts {
        if let sync_core::fact::Event::VerdictRecorded(recorded) = &mut draft.event {
            recorded.reason = None;
        }
    }

    desk.record(decision, at("09:00:00"));

    assert_eq!(view::lot(&desk.replica, card).unwrap().rejected, quantity("100"));
}

#[test]
fn judging_again_is_told_where_nothing_was_left() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "100", at("08:00:00"));
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();
    let again = judge(card, Verdict::Reject, None, None, false);
    let decision = decide(&desk.replica, desk.actor, &again, at("09:10:00")).unwrap();
    assert_eq!(decision.notices, [Notice::JudgedAgain { verdicts: 1 }]);
}
