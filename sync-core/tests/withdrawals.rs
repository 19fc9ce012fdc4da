//! Withdrawals look at what was done since: refused where it is known, a conflict where it is not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::across::{self, ConflictSubject};
use sync_core::command::{Command, Notice, Refusal, Remedy, decide};
use sync_core::fact::{ReturnFor, Verdict, Weighed};
use sync_core::ids::{LineKey, OrderLine};
use sync_core::measure::WeightUnit;
use sync_core::number::{CardNumber, ReceiptNumber, ReturnNumber, SlipNumber};
use sync_core::post::Post;
use sync_core::rules::release::Blocked;
use sync_core::rules::withdrawal::{Resting, Withdrawal};
use sync_core::view::{self, LotStatus, LotView, ReceiptStatus, WorkKind};

use support::{Desk, at, judge, number, quantity};

/// Counts, signs and cards a delivery, and confirms its slip.
fn slipped(desk: &mut Desk, order: &str, qty: &str) -> (ReceiptNumber, CardNumber) {
    let (receipt, card) = desk.delivery(order, qty, at("08:00:00"));
    slip(desk, receipt);
    (receipt, card)
}

fn slip(desk: &mut Desk, receipt: ReceiptNumber) -> SlipNumber {
    let issued = desk.act(&Command::IssueSlip { receipt }, at("08:10:00")).unwrap()[0];
    desk.act(&Command::ConfirmSlip { receipt }, at("08:11:00")).unwrap();
    SlipNumber(issued)
}

fn order_line() -> OrderLine {
    OrderLine { order: "PO1".parse().unwrap(), line: 1 }
}

fn put_away(card: CardNumber, qty: Option<&str>) -> Command {
    let location = "A-1".parse().unwrap();
    Command::PutAway { card, location, quantity: qty.map(number) }
}

fn give_back(card: CardNumber, qty: &str) -> Command {
    Command::RaiseReturn { card, quantity: number(qty), settlement: ReturnFor::Credit }
}

fn pass(card: CardNumber) -> Command {
    judge(card, Verdict::Pass, None, None, false)
}

fn void_receipt(receipt: ReceiptNumber) -> Command {
    Command::VoidReceipt { receipt, reason: "opened twice".parse().ok() }
}

fn void_card(card: CardNumber) -> Command {
    Command::VoidCard { card, reason: None }
}

fn lot(desk: &Desk, card: CardNumber) -> LotView {
    view::lot(&desk.replica, card).unwrap()
}

fn conflicts(desk: &Desk) -> Vec<ConflictSubject> {
    across::conflicts(&desk.replica).into_iter().map(|conflict| conflict.subject).collect()
}

fn settle(subject: &ConflictSubject, choose: &str) -> Command {
    Command::Settle { conflict: subject.to_string(), choose: choose.to_owned(), reason: None }
}

fn is_work(desk: &Desk, post: Post, kind: WorkKind) -> bool {
    view::work(&desk.replica, post).iter().any(|row| row.kind == kind)
}

/// What a withdrawal is refused for.
fn refused(desk: &mut Desk, command: &Command) -> (Withdrawal, Vec<Resting>, Remedy) {
    let refusal = desk.act(command, at("12:00:00")).unwrap_err();
    let remedy = refusal.remedy().unwrap();
    match refusal {
        Refusal::StillRests { withdrawal, resting, .. } => (withdrawal, resting, remedy),
        other => panic!("{other:?}"),
    }
}

/// Two desks that hold the same so far do a thing each, apart; then both hear of each other, in
/// either order. Answers the one that heard the first deed first.
fn apart(mut one: Desk, first: &Command, second: &Command) -> Desk {
    let mut other = Desk::new(2);
    other.hear(&one);
    one.act(first, at("10:00:00")).unwrap();
    other.act(second, at("10:00:30")).unwrap();
    let mut third = Desk::new(3);
    third.hear(&other);
    third.hear(&one);
    one.hear(&other);
    other.hear(&one);
    let all = Post::ALL.into_iter().collect();
    assert_eq!(one.replica.digest(all), other.replica.digest(all));
    assert_eq!(one.replica.digest(all), third.replica.digest(all));
    assert_eq!(view::conflicts(&one.replica), view::conflicts(&third.replica));
    assert_eq!(view::Lists::of(&one.replica).dead_ends(&one.replica), []);
    one
}

#[test]
fn a_receipt_whose_slip_is_confirmed_is_reopened_before_it_is_voided() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO1", "200", at("08:00:00"));
    let slip = slip(&mut desk, receipt);

    let (_, resting, remedy) = refused(&mut desk, &void_receipt(receipt));
    assert_eq!(resting, [Resting::Slip(slip)]);
    assert_eq!(remedy, Remedy::UndoFirst(Resting::Slip(slip)));

    let reopen = Command::ReopenReceipt { receipt, reason: "wrong truck".parse().ok() };
    desk.act(&reopen, at("12:01:00")).unwrap();
    desk.act(&void_receipt(receipt), at("12:02:00")).unwrap();
    // Its card goes with it: the lot leaves the lists, and nobody is left to be asked.
    assert_eq!(lot(&desk, card).status, LotStatus::Voided);
    assert!(view::lots(&desk.replica).is_empty());
    assert_eq!(conflicts(&desk), []);
}

#[test]
fn what_stands_on_a_withdrawn_receipt_is_asked_about_and_no_more_done_with() {
    for choose in ["undo", "stands"] {
        let mut one = Desk::new(1);
        let receipt = one.open("PO1", at("08:00:00"));
        one.tally(receipt, "PO1", "200", at("08:01:00"));
        let issue = Command::IssueCards { receipt };

        let mut desk = apart(one, &void_receipt(receipt), &issue);

        let subject = ConflictSubject::WithdrawnReceipt(receipt);
        assert_eq!(conflicts(&desk), std::slice::from_ref(&subject));
        let card = desk.replica.cards_of_receipt(receipt).next().unwrap();
        assert_eq!(lot(&desk, card).blocked_by, [Blocked::Withdrawn]);
        assert!(view::queue(&desk.replica, at("10:05:00")).rows.is_empty());
        let judged = desk.act(&pass(card), at("10:06:00"));
        assert_eq!(judged, Err(Refusal::ReceiptVoided { receipt }));
        assert!(is_work(&desk, Post::Supervisor, WorkKind::Settle));
        desk.act(&settle(&subject, choose), at("10:10:00")).unwrap();
        assert_eq!(conflicts(&desk), [], "{choose}");
        assert_eq!(lot(&desk, card).status, LotStatus::Voided);
    }
}

#[test]
fn a_receipt_whose_goods_are_put_away_and_returned_is_undone_step_by_step() {
    let mut desk = Desk::new(1);
    let (receipt, card) = slipped(&mut desk, "PO1", "200");
    let part = judge(card, Verdict::Reject, Some("150"), Some("50"), false);
    let verdict = desk.act(&part, at("09:00:00")).unwrap()[0];
    let put = desk.act(&put_away(card, None), at("09:10:00")).unwrap()[0];
    let note = desk.act(&give_back(card, "50"), at("09:20:00")).unwrap()[0];

    let mut undone = Vec::new();
    while let Err(refusal) = desk.act(&void_receipt(receipt), at("12:00:00")) {
        let Some(Remedy::UndoFirst(first)) = refusal.remedy() else { panic!("{refusal:?}") };
        let undo = match first {
            Resting::Return { card, note } => Command::VoidMovement { card, fact: note.0 },
            Resting::PutAway { card, fact } => Command::VoidMovement { card, fact },
            Resting::Verdict { card, fact } => Command::VoidVerdict { card, fact },
            Resting::Slip(_) => {
                Command::ReopenReceipt { receipt, reason: "wrong truck".parse().ok() }
            }
            Resting::Joined(part) => Command::VoidReceipt { receipt: part, reason: None },
        };
        desk.act(&undo, at("12:00:00")).unwrap();
        undone.push(first);
    }

    assert_eq!(undone.len(), 4);
    assert_eq!(undone[0], Resting::Return { card, note: ReturnNumber(note) });
    assert_eq!(undone[1], Resting::PutAway { card, fact: put });
    assert_eq!(undone[2], Resting::Verdict { card, fact: verdict });
    assert_eq!(conflicts(&desk), []);
    assert_eq!(across::order_line(&desk.replica, &order_line()).returned, quantity("0"));
}

#[test]
fn a_receipt_voided_while_its_goods_were_put_away_elsewhere_is_in_the_list() {
    let mut one = Desk::new(1);
    let receipt = one.open("PO1", at("08:00:00"));
    one.tally(receipt, "PO1", "100", at("08:01:00"));
    let mut other = Desk::new(2);
    other.hear(&one);
    other.sign(receipt, at("08:02:00"));
    let card = other.card(receipt, "PO1", at("08:03:00"));
    slip(&mut other, receipt);
    other
        .act(&judge(card, Verdict::Reject, Some("70"), Some("30"), false), at("08:30:00"))
        .unwrap();
    other.act(&put_away(card, None), at("08:40:00")).unwrap();
    other.act(&give_back(card, "30"), at("08:41:00")).unwrap();
    one.act(&void_receipt(receipt), at("08:45:00")).unwrap();

    one.hear(&other);

    let listed = view::conflicts(&one.replica);
    assert_eq!(listed.len(), 1);
    let says: Vec<&str> = listed[0].sides.iter().map(|side| side.says.as_str()).collect();
    assert_eq!(says.first(), Some(&"voided"));
    assert!(says.contains(&"put away 70") && says.contains(&"returned 30"), "{says:?}");
    assert_eq!(listed[0].choices, ["undo", "stands"]);
    one.act(&settle(&listed[0].subject, "stands"), at("09:00:00")).unwrap();
    assert_eq!(conflicts(&one), []);
    // What comes after somebody looked is listed anew.
    other.act(&judge(card, Verdict::Pass, None, None, true), at("09:01:00")).unwrap();
    one.hear(&other);
    assert_eq!(conflicts(&one), [ConflictSubject::WithdrawnReceipt(receipt)]);
    one.act(&settle(&listed[0].subject, "undo"), at("09:05:00")).unwrap();
    assert_eq!(conflicts(&one), []);
    assert_eq!(lot(&one, card).put_away + lot(&one, card).returned, quantity("0"));
}

#[test]
fn a_receipt_that_others_were_joined_into_apart_leaves_them_in_the_list() {
    let mut one = Desk::new(1);
    let into = one.open("PO1", at("08:00:00"));
    let receipt = one.open("PO1", at("08:01:00"));
    one.tally(receipt, "PO1", "40", at("08:02:00"));

    let desk = apart(one, &void_receipt(into), &Command::JoinReceipts { receipt, into });

    assert_eq!(conflicts(&desk), [ConflictSubject::WithdrawnReceipt(into)]);
}

#[test]
fn cards_of_a_delivery_whose_first_receipt_was_withdrawn_are_listed_under_another() {
    let mut one = Desk::new(1);
    let into = one.open("PO1", at("08:00:00"));
    let receipt = one.open("PO1", at("08:01:00"));
    one.tally(receipt, "PO1", "40", at("08:02:00"));
    one.sign(receipt, at("08:03:00"));
    let issue = |quantity| Command::IssueCard {
        receipt,
        line: support::line("PO1"),
        quantity: Some(number(quantity)),
        lot: None,
    };
    one.act(&issue("50"), at("08:04:00")).unwrap();

    let mut desk = apart(one, &void_receipt(into), &Command::JoinReceipts { receipt, into });

    let cards = ConflictSubject::Cards(receipt, LineKey::Ordered(order_line()));
    assert!(conflicts(&desk).contains(&cards), "{:?}", conflicts(&desk));
    desk.act(&settle(&cards, "confirm"), at("11:00:00")).unwrap();
    assert!(!conflicts(&desk).contains(&cards));
}

#[test]
fn a_judged_card_is_voided_once_its_verdict_is_and_apart_it_is_asked_about() {
    for choose in ["undo", "stands"] {
        let mut desk = Desk::new(1);
        let (_, card) = slipped(&mut desk, "PO1", "100");
        let mut judged = Desk::new(4);
        judged.hear(&desk);
        let verdict = judged.act(&pass(card), at("09:00:00")).unwrap()[0];
        let (_, resting, remedy) = refused(&mut judged, &void_card(card));
        assert_eq!(resting, [Resting::Verdict { card, fact: verdict }]);
        assert_eq!(remedy, Remedy::UndoFirst(resting[0]));

        let mut desk = apart(desk, &void_card(card), &pass(card));

        let subject = ConflictSubject::WithdrawnCard(card);
        assert_eq!(conflicts(&desk), std::slice::from_ref(&subject));
        desk.act(&settle(&subject, choose), at("11:00:00")).unwrap();
        assert_eq!(conflicts(&desk), []);
    }
}

#[test]
fn a_card_voided_apart_from_its_putaway_or_return_is_asked_about_too() {
    for deed in [put_away as fn(CardNumber, Option<&str>) -> Command, |card, qty| {
        give_back(card, qty.unwrap())
    }] {
        let mut one = Desk::new(1);
        let (_, card) = slipped(&mut one, "PO1", "100");
        let mut other = Desk::new(2);
        other.hear(&one);
        other
            .act(&judge(card, Verdict::Reject, Some("60"), Some("40"), false), at("09:00:00"))
            .unwrap();
        other.act(&deed(card, Some("40")), at("09:01:00")).unwrap();
        one.act(&void_card(card), at("09:02:00")).unwrap();

        one.hear(&other);
        other.hear(&one);

        for desk in [&one, &other] {
            assert_eq!(conflicts(desk), [ConflictSubject::WithdrawnCard(card)]);
        }
        // Undoing by hand what rests on it settles it as well.
        let rests = across::resting_on_card(card, one.replica.card(card).unwrap());
        for resting in rests {
            let undo = match resting {
                Resting::Verdict { fact, .. } => Command::VoidVerdict { card, fact },
                Resting::PutAway { fact, .. } => Command::VoidMovement { card, fact },
                Resting::Return { note, .. } => Command::VoidMovement { card, fact: note.0 },
                Resting::Slip(_) | Resting::Joined(_) => panic!("not of a card"),
            };
            // A putaway or return first: the verdict is not voided before.
            let _ = one.act(&undo, at("10:00:00"));
        }
        let left = across::resting_on_card(card, one.replica.card(card).unwrap());
        for resting in left {
            let Resting::Verdict { fact, .. } = resting else { panic!("{resting:?}") };
            one.act(&Command::VoidVerdict { card, fact }, at("10:01:00")).unwrap();
        }
        assert_eq!(conflicts(&one), []);
    }
}

#[test]
fn what_was_returned_is_not_put_away_though_it_passes_later() {
    let mut desk = Desk::new(1);
    let (_, card) = slipped(&mut desk, "PO1", "100");
    desk.act(&judge(card, Verdict::Reject, Some("60"), Some("40"), false), at("09:00:00")).unwrap();
    desk.act(&give_back(card, "40"), at("09:10:00")).unwrap();

    let again = judge(card, Verdict::Pass, None, None, true);
    let decision = decide(&desk.replica, desk.actor, &again, at("09:20:00")).unwrap();
    let gone = Notice::GoneAlready { put_away: quantity("0"), returned: quantity("40") };
    assert!(decision.notices.contains(&gone), "{:?}", decision.notices);
    desk.record(decision, at("09:20:00"));

    assert_eq!(lot(&desk, card).left_to_put_away, quantity("60"));
    let too_much = desk.act(&put_away(card, Some("61")), at("09:30:00"));
    assert_eq!(too_much, Err(Refusal::MoreThanAccepted { card, left: quantity("60") }));
    // What it was done under has changed: somebody looks, and the rest goes to its shelf.
    assert!(lot(&desk, card).blocked_by.is_empty());
    let basis = ConflictSubject::Basis(card);
    assert_eq!(conflicts(&desk), std::slice::from_ref(&basis));
    desk.act(&put_away(card, None), at("09:30:00")).unwrap();
    let now = lot(&desk, card);
    assert_eq!(
        (now.put_away, now.returned, now.left_to_put_away),
        (quantity("60"), quantity("40"), quantity("0"))
    );
    desk.act(&settle(&basis, "stands"), at("09:40:00")).unwrap();
    assert_eq!(conflicts(&desk), []);
    assert!(lot(&desk, card).basis_changed);
}

#[test]
fn what_lies_on_a_shelf_is_taken_off_before_it_is_returned() {
    let mut desk = Desk::new(1);
    let (_, card) = slipped(&mut desk, "PO1", "100");
    desk.act(&pass(card), at("09:00:00")).unwrap();
    let put = desk.act(&put_away(card, None), at("09:10:00")).unwrap()[0];
    desk.act(&judge(card, Verdict::Reject, None, None, true), at("09:20:00")).unwrap();
    assert_eq!(conflicts(&desk), [ConflictSubject::Basis(card)]);
    assert_eq!(lot(&desk, card).left_to_return, quantity("0"));

    let refusal = desk.act(&give_back(card, "100"), at("09:30:00")).unwrap_err();
    assert_eq!(refusal, Refusal::OnShelf { card, fact: put });
    assert_eq!(refusal.remedy(), Some(Remedy::UndoFirst(Resting::PutAway { card, fact: put })));

    desk.act(&Command::VoidMovement { card, fact: put }, at("09:31:00")).unwrap();
    assert_eq!(conflicts(&desk), []);
    desk.act(&give_back(card, "100"), at("09:32:00")).unwrap();
    assert_eq!(lot(&desk, card).status, LotStatus::Returned);
}

#[test]
fn goods_that_two_put_away_apart_are_in_the_list() {
    let mut one = Desk::new(1);
    let (_, card) = slipped(&mut one, "PO1", "100");
    one.act(&pass(card), at("09:00:00")).unwrap();

    let desk = apart(one, &put_away(card, None), &put_away(card, Some("30")));

    assert_eq!(lot(&desk, card).put_away, quantity("130"));
    assert_eq!(conflicts(&desk), [ConflictSubject::Basis(card)]);
    assert_eq!(view::moved_twice_unseen(&desk.replica), []);
}

#[test]
fn a_clerk_takes_back_putaways_and_the_keeper_return_notes() {
    let mut desk = Desk::new(1);
    let (_, card) = slipped(&mut desk, "PO1", "100");
    desk.act(&judge(card, Verdict::Reject, Some("60"), Some("40"), false), at("09:00:00")).unwrap();
    let put = desk.act(&put_away(card, None), at("09:10:00")).unwrap()[0];
    let note = desk.act(&give_back(card, "40"), at("09:11:00")).unwrap()[0];
    let void = |fact| Command::VoidMovement { card, fact };
    let of = |number, post: Post| {
        let mut other = Desk::with_posts(number, [post].into_iter().collect());
        other.hear(&desk);
        other
    };
    let may = |desk: &mut Desk, fact| desk.act(&void(fact), at("10:00:00")).is_ok();
    let (mut clerk, mut keeper) = (of(5, Post::DockClerk), of(6, Post::NonconformingKeeper));
    let mut supervisor = of(7, Post::Supervisor);

    assert!(!may(&mut clerk, note) && may(&mut clerk, put));
    assert!(!may(&mut keeper, put) && may(&mut keeper, note));
    assert!(may(&mut supervisor, put) && may(&mut supervisor, note));
    assert_eq!(clerk.act(&void(put), at("10:01:00")), Err(Refusal::AlreadyVoided));
    assert_eq!(lot(&clerk, card).left_to_put_away, quantity("60"));
    assert_eq!(lot(&keeper, card).left_to_return, quantity("40"));
}

#[test]
fn a_verdict_under_which_goods_went_is_judged_again_and_not_voided() {
    let mut desk = Desk::new(1);
    let (_, card) = slipped(&mut desk, "PO1", "100");
    let verdict = desk.act(&pass(card), at("09:00:00")).unwrap()[0];
    let void = Command::VoidVerdict { card, fact: verdict };
    let mut unaware = Desk::new(2);
    unaware.hear(&desk);
    let put = desk.act(&put_away(card, None), at("09:10:00")).unwrap()[0];

    let (withdrawal, resting, remedy) = refused(&mut desk, &void);
    assert_eq!((withdrawal, remedy), (Withdrawal::Verdict, Remedy::JudgeAgain));
    assert_eq!(resting, [Resting::PutAway { card, fact: put }]);

    // Made apart, both are kept and it is in the list.
    unaware.act(&void, at("09:11:00")).unwrap();
    desk.hear(&unaware);
    assert_eq!(conflicts(&desk), [ConflictSubject::Basis(card)]);
    assert!(is_work(&desk, Post::QcInspector, WorkKind::Inspect));
}

#[test]
fn a_verdict_that_others_stand_for_is_voided_as_ever() {
    let mut desk = Desk::new(1);
    let (_, card) = slipped(&mut desk, "PO1", "100");
    desk.act(&judge(card, Verdict::Pass, Some("60"), None, false), at("09:00:00")).unwrap();
    let rest = desk.act(&pass(card), at("09:05:00")).unwrap()[0];
    desk.act(&put_away(card, Some("50")), at("09:10:00")).unwrap();

    desk.act(&Command::VoidVerdict { card, fact: rest }, at("09:20:00")).unwrap();

    assert_eq!(lot(&desk, card).left_to_put_away, quantity("10"));
}

#[test]
fn the_last_weighing_under_which_goods_were_put_away_is_replaced_before_it_is_voided() {
    let mut desk = Desk::new(1);
    let (_, card) = slipped(&mut desk, "PO2", "100");
    let weighed =
        Weighed { pieces: 50, gross: number("640"), tare: number("15"), unit: WeightUnit::Grams };
    let weigh = Command::Weigh { card, weighed };
    let first = desk.act(&weigh, at("08:50:00")).unwrap()[0];
    desk.act(&pass(card), at("09:00:00")).unwrap();
    let mut unaware = Desk::new(2);
    unaware.hear(&desk);
    desk.act(&put_away(card, Some("40")), at("09:10:00")).unwrap();
    let void = Command::VoidWeighing { card, fact: first };

    let (withdrawal, _, remedy) = refused(&mut desk, &void);
    assert_eq!((withdrawal, remedy), (Withdrawal::Measure, Remedy::MeasureAgainFirst));
    unaware.act(&void, at("09:11:00")).unwrap();
    unaware.hear(&desk);
    // Made apart, the lot waits to be weighed, and somebody's list says so.
    assert_eq!(lot(&unaware, card).blocked_by, [Blocked::NotMeasured]);
    assert!(is_work(&unaware, Post::QcInspector, WorkKind::Weigh));

    desk.act(&weigh, at("09:20:00")).unwrap();
    desk.act(&void, at("09:21:00")).unwrap();
    assert!(lot(&desk, card).blocked_by.is_empty());
}

#[test]
fn reopening_a_count_says_what_rests_on_it() {
    let mut desk = Desk::new(1);
    let (receipt, card) = slipped(&mut desk, "PO1", "100");
    let verdict = desk.act(&pass(card), at("09:00:00")).unwrap()[0];
    let reopen = Command::ReopenReceipt { receipt, reason: "one more".parse().ok() };

    let decision = decide(&desk.replica, desk.actor, &reopen, at("09:10:00")).unwrap();

    let [Notice::RestsOnIt { resting }] = &decision.notices[..] else {
        panic!("{:?}", decision.notices)
    };
    assert_eq!(resting.len(), 2);
    assert!(resting.contains(&Resting::Verdict { card, fact: verdict }));
    desk.record(decision, at("09:10:00"));
    assert!(lot(&desk, card).blocked_by.contains(&Blocked::NotSigned));
    assert!(is_work(&desk, Post::DockClerk, WorkKind::Sign));
}

#[test]
fn the_last_issued_slip_counts_for_release_and_receipt() {
    let mut desk = Desk::new(1);
    let (receipt, card) = slipped(&mut desk, "PO1", "600");
    desk.act(&pass(card), at("09:00:00")).unwrap();
    assert!(lot(&desk, card).blocked_by.is_empty());
    let reopen = Command::ReopenReceipt { receipt, reason: "ten less".parse().ok() };
    desk.act(&reopen, at("09:10:00")).unwrap();
    let recount = Command::Recount { receipt, line: support::line("PO1"), quantity: number("590") };
    desk.act(&recount, at("09:11:00")).unwrap();
    desk.sign(receipt, at("09:12:00"));
    desk.act(&Command::ConfirmCount { receipt }, at("09:13:00")).unwrap();

    desk.act(&Command::IssueSlip { receipt }, at("09:14:00")).unwrap();

    let status = |desk: &Desk| view::receipt(&desk.replica, receipt).unwrap().row.status;
    assert_eq!(lot(&desk, card).blocked_by, [Blocked::SlipNotConfirmed]);
    assert_eq!(status(&desk), ReceiptStatus::SlipIssued);
    assert!(is_work(&desk, Post::DockClerk, WorkKind::ConfirmSlip));
    desk.act(&Command::ConfirmSlip { receipt }, at("09:15:00")).unwrap();
    assert!(lot(&desk, card).blocked_by.is_empty());
    assert_eq!(status(&desk), ReceiptStatus::SlipConfirmed);
}

#[test]
fn of_the_slips_of_joined_receipts_the_last_issued_counts() {
    let mut desk = Desk::new(1);
    let (one, card) = slipped(&mut desk, "PO1", "60");
    desk.act(&pass(card), at("09:00:00")).unwrap();
    let (other, _) = desk.delivery("PO1", "40", at("09:10:00"));
    desk.act(&Command::IssueSlip { receipt: other }, at("09:20:00")).unwrap();
    assert!(lot(&desk, card).blocked_by.is_empty());

    desk.act(&Command::JoinReceipts { receipt: other, into: one }, at("09:30:00")).unwrap();

    assert_eq!(lot(&desk, card).blocked_by, [Blocked::SlipNotConfirmed]);
    let work = view::work(&desk.replica, Post::DockClerk);
    let confirm = work.iter().find(|row| row.kind == WorkKind::ConfirmSlip).unwrap();
    assert_eq!(confirm.about.to_string(), other.to_string());
}

#[test]
fn a_signature_on_which_slip_or_verdict_rests_is_a_supervisors_to_reopen() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO1", "100", at("08:00:00"));
    let void = Command::VoidSignature { receipt, signature: None };
    let verdict = desk.act(&pass(card), at("08:05:00")).unwrap()[0];
    let (withdrawal, resting, remedy) = refused(&mut desk, &void);
    assert_eq!((withdrawal, remedy), (Withdrawal::Signature, Remedy::AskToReopen));
    assert_eq!(resting, [Resting::Verdict { card, fact: verdict }]);

    let slip = slip(&mut desk, receipt);
    let (_, resting, _) = refused(&mut desk, &void);
    assert!(resting.contains(&Resting::Slip(slip)));
}

#[test]
fn a_signature_taken_back_while_the_lot_was_judged_elsewhere_is_the_clerks_to_sign() {
    let mut one = Desk::new(1);
    let (receipt, card) = one.delivery("PO1", "100", at("08:00:00"));

    let mut desk = apart(one, &Command::VoidSignature { receipt, signature: None }, &pass(card));

    assert!(lot(&desk, card).blocked_by.contains(&Blocked::NotSigned));
    assert!(is_work(&desk, Post::DockClerk, WorkKind::Sign));
    desk.sign(receipt, at("11:00:00"));
    assert!(!is_work(&desk, Post::DockClerk, WorkKind::Sign));
    assert!(is_work(&desk, Post::TerminalOperator, WorkKind::IssueSlip));
}
