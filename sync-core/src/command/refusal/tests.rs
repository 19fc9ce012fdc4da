//! What every refusal promises: two sentences in no shell's terms, and a remedy or none needed.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::*;
use crate::fact::{Kind, SetAsideReason};
use crate::ids::{FactId, OrderLine};
use crate::number::{ReturnNumber, SlipNumber};
use crate::rules::withdrawal::{Answer, answer};

fn quantity(value: u32) -> Quantity {
    Quantity::new(Decimal::from(value)).unwrap()
}

/// One of each case; [`is_listed`] does not compile with a case that nobody thought of here.
fn every() -> Vec<Refusal> {
    use Refusal as R;
    let id = FactId::new(7, 4);
    let (receipt, card) = (ReceiptNumber(id), CardNumber(id));
    let order: OrderNumber = "PO1".parse().unwrap();
    let line = LineKey::Ordered(OrderLine { order: order.clone(), line: 1 });
    let code: Text = "C98".parse().unwrap();
    let name = || "x".to_owned();
    let reasons = [MustSayWhy::Reject, MustSayWhy::Concession, MustSayWhy::Reopening];
    let mut every = vec![
        R::NotYourPost { kind: Kind::Tallied },
        R::Amount(AmountError::Negative(Decimal::NEGATIVE_ONE)),
        R::UnknownOrder { order },
        R::VendorNeeded,
        R::UnknownReceipt { receipt },
        R::ReceiptVoided { receipt },
        R::NoSuchLine { receipt, line: name(), lines: vec![line.clone()] },
        R::WhichLine { line: 1, lines: vec![line.clone()] },
        R::AlreadySigned { receipt, line: line.clone() },
        R::SignedBlind { receipt },
        R::SignedTwice { receipt },
        R::NothingCounted { receipt },
        R::SignFirst { receipt },
        R::NotSigned { receipt },
        R::PackageCounted { package: "P1".parse().unwrap() },
        R::NoSuchTally { receipt },
        R::AlreadyVoided,
        R::CardsAgree { receipt },
        R::JoinsItself { receipt },
        R::HasJoined { receipt, joined: vec![receipt] },
        R::NothingLeftForCard { line, counted: quantity(5) },
        R::NoLineLeftForCard { receipt },
        R::SlipIssued { receipt },
        R::NoSlip { receipt },
        R::SlipConfirmed { receipt },
        R::UnknownCard { card },
        R::SayQuantityOnCard { card },
        R::CardVoided { card },
        R::NothingWeighed,
        R::NoPieces,
        R::NothingSampled,
        R::SampleExceedsLot { card, lot: 5 },
        R::WeighsMoreThanLot { card, lot: 5, left: 5 },
        R::UnknownDefect { code: code.clone() },
        R::DefectsExceedSample { code, pieces: 5 },
        R::NoSuchFactOfLot { card },
        R::MoreThanUnjudged { card, unjudged: quantity(5) },
        R::NothingJudged,
        R::SayHowMuch { card },
        R::ConcessionIsSupervisors,
        R::MoreThanAccepted { card, left: quantity(5) },
        R::MoreThanAccepted { card, left: Quantity::ZERO },
        R::MoreThanRejected { card, left: quantity(5) },
        R::MoreThanRejected { card, left: Quantity::ZERO },
        R::NoSuchConflict { conflict: name() },
        R::NoSuchChoice { choices: vec![name()] },
        R::NothingSetAside,
        R::StateInstant,
        R::NotReadmittable { why: Barred::OwnDevice },
        R::NotReadmittable { why: Barred::Unreadable },
        R::NotReadmittable { why: Barred::Kind(Kind::PersonStated) },
        R::NotReadmittable { why: Barred::Reason(SetAsideReason::DevicesPost) },
        R::NoSuchPhoto { of: card.into() },
        R::NoSuchException { receipt },
        R::SignedByOthers { receipt },
        R::WhichSignature { receipt, signatures: vec![id] },
        R::NoSuchSignature { receipt },
        R::OnShelf { card, fact: id },
    ];
    every.extend(still_resting());
    every.extend(of_vendors_and_assignments(receipt));
    every.extend(reasons.map(|what| R::ReasonMissing { what }));
    every
}

/// Each withdrawal that is refused, with each thing that rests on it.
fn still_resting() -> Vec<Refusal> {
    let id = FactId::new(7, 4);
    let (card, note) = (CardNumber(id), ReturnNumber(id));
    let resting = [
        Resting::Slip(SlipNumber(id)),
        Resting::Verdict { card, fact: id },
        Resting::PutAway { card, fact: id },
        Resting::Return { card, note },
        Resting::Joined(ReceiptNumber(id)),
    ];
    let pairs = Withdrawal::ALL.into_iter().flat_map(|one| resting.map(|on| (one, on)));
    pairs
        .filter(|(withdrawal, on)| answer(*withdrawal, on) == Answer::Refused)
        .map(|(withdrawal, on)| {
            let of = match withdrawal {
                Withdrawal::Receipt | Withdrawal::Signature | Withdrawal::Reopening => {
                    ReceiptNumber(id).into()
                }
                Withdrawal::Card
                | Withdrawal::Verdict
                | Withdrawal::Reinspection
                | Withdrawal::Measure
                | Withdrawal::Movement => card.into(),
            };
            Refusal::StillRests { withdrawal, of, resting: vec![on] }
        })
        .collect()
}

fn of_vendors_and_assignments(receipt: ReceiptNumber) -> [Refusal; 9] {
    use Refusal as R;
    let order: OrderNumber = "PO1".parse().unwrap();
    let line = OrderLine { order: order.clone(), line: 1 };
    let key = LineKey::Ordered(line.clone());
    let [one, other]: [VendorCode; 2] = ["V1", "V2"].map(|code| code.parse().unwrap());
    let [ordered, goods]: [ItemCode; 2] = ["SCREW", "BOLT"].map(|code| code.parse().unwrap());
    let (first, came) = (one.clone(), other.clone());
    [
        R::MixedVendors { orders: [order.clone(), order.clone()], vendors: [one, other] },
        R::OtherVendorsOrder { order: order.clone(), ordered: first.clone(), came: came.clone() },
        R::JoinsOtherVendor { receipt, vendor: first.clone(), into: receipt, other: came.clone() },
        R::OtherItem { line: line.clone(), ordered, goods },
        R::OtherUnit { line: line.clone(), ordered: Unit::Kilograms, goods: Unit::Pieces },
        R::OtherVendor { order, ordered: first, came },
        R::OrderNotOpen { line, status: OrderStatus::Closed },
        R::MoreThanToAssign { receipt, line: key.clone(), left: quantity(5) },
        R::MoreThanToAssign { receipt, line: key, left: Quantity::ZERO },
    ]
}

/// Whether [`every`] has the case; a new case is added to both.
fn is_listed(refusal: &Refusal) -> bool {
    use Refusal as R;
    match refusal {
        R::NotYourPost { .. }
        | R::Amount(_)
        | R::UnknownOrder { .. }
        | R::VendorNeeded
        | R::UnknownReceipt { .. }
        | R::ReceiptVoided { .. }
        | R::NoSuchLine { .. }
        | R::WhichLine { .. }
        | R::AlreadySigned { .. }
        | R::SignedBlind { .. }
        | R::SignedTwice { .. }
        | R::NothingCounted { .. }
        | R::SignFirst { .. }
        | R::NotSigned { .. }
        | R::PackageCounted { .. }
        | R::NoSuchTally { .. }
        | R::AlreadyVoided
        | R::CardsAgree { .. }
        | R::JoinsItself { .. }
        | R::HasJoined { .. }
        | R::NothingLeftForCard { .. }
        | R::NoLineLeftForCard { .. }
        | R::SlipIssued { .. }
        | R::NoSlip { .. }
        | R::SlipConfirmed { .. }
        | R::UnknownCard { .. }
        | R::SayQuantityOnCard { .. }
        | R::CardVoided { .. }
        | R::NothingWeighed
        | R::NoPieces
        | R::NothingSampled
        | R::SampleExceedsLot { .. }
        | R::WeighsMoreThanLot { .. }
        | R::UnknownDefect { .. }
        | R::DefectsExceedSample { .. }
        | R::NoSuchFactOfLot { .. }
        | R::MoreThanUnjudged { .. }
        | R::NothingJudged
        | R::SayHowMuch { .. }
        | R::ReasonMissing { .. }
        | R::ConcessionIsSupervisors
        | R::MoreThanAccepted { .. }
        | R::MoreThanRejected { .. }
        | R::NoSuchConflict { .. }
        | R::NoSuchChoice { .. }
        | R::NothingSetAside
        | R::StateInstant
        | R::NotReadmittable { .. }
        | R::NoSuchPhoto { .. }
        | R::NoSuchException { .. }
        | R::SignedByOthers { .. }
        | R::WhichSignature { .. }
        | R::NoSuchSignature { .. }
        | R::OnShelf { .. }
        | R::StillRests { .. }
        | R::MixedVendors { .. }
        | R::OtherVendorsOrder { .. }
        | R::JoinsOtherVendor { .. }
        | R::OtherItem { .. }
        | R::OtherUnit { .. }
        | R::OtherVendor { .. }
        | R::OrderNotOpen { .. }
        | R::MoreThanToAssign { .. } => true,
    }
}

#[test]
fn no_refusal_speaks_of_options_or_commands_of_a_shell() {
    for refusal in every() {
        for language in [Language::English, Language::Chinese] {
            let said = refusal.say(language);
            let is_plain = !said.contains("--") && !said.contains('`') && !said.contains("show ");
            assert!(is_listed(&refusal) && is_plain, "{said}");
        }
    }
}

#[test]
fn each_refusal_has_a_remedy_or_says_why_none_is_needed() {
    for refusal in every() {
        let says_all = match &refusal {
            // How an amount is written is told by its own sentence.
            Refusal::Amount(_) => true,
            Refusal::CardsAgree { .. } | Refusal::NotSigned { .. } => {
                refusal.say(Language::English).contains(": there is n")
            }
            _ => false,
        };
        assert_eq!(refusal.remedy().is_none(), says_all, "{refusal:?}");
    }
}

#[test]
fn the_whole_sentence_ends_in_the_words_of_the_shell() {
    let word = |_: &Remedy, _| "tap there".to_owned();
    let told = |refusal: Refusal, language| refusal.told(language, word);
    let receipt = ReceiptNumber(FactId::new(7, 4));
    let no_line = || Refusal::NoSuchLine { receipt, line: "9".to_owned(), lines: Vec::new() };

    assert_eq!(
        told(Refusal::NothingSetAside, Language::English),
        "nothing of that name is set aside: tap there"
    );
    assert!(told(no_line(), Language::English).ends_with("its lines are ; tap there"));
    assert!(told(no_line(), Language::Chinese).ends_with("现有项次为 ；tap there"));
    assert!(told(Refusal::CardsAgree { receipt }, Language::English).ends_with("to confirm"));
}

#[test]
fn no_two_refusals_say_the_same_unless_only_the_remedy_differs() {
    let mut said = BTreeSet::new();
    for refusal in every() {
        let whole = (refusal.say(Language::Chinese), format!("{:?}", refusal.remedy()));
        assert!(said.insert(whole), "{refusal:?}");
    }
}
