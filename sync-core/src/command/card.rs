//! Deciding about cards and their lots: issue, weighing, verdicts, putaway, returns.

use rust_decimal::Decimal;

use super::{
    Actor, Decision, LineChoice, Notice, PendingFact, PendingSubject, Refusal, Ruling, receipt,
    resting,
};
use crate::across;
use crate::fact::{
    CardIssued, CardReprinted, CardVoided, Entity, Judgement, Kind, LotDescribed, LotField,
    MovementVoided, PutAway, ReturnFor, ReturnRaised, Verdict, VerdictRecorded, VerdictVoided,
    WeighingVoided,
};
use crate::ids::{FactId, FactSet, LineKey, Text};
use crate::measure::{Quantity, Unit};
use crate::merge::strictest_verdict::VerdictStatus;
use crate::number::{CardNumber, ReceiptNumber};
use crate::post::{self, Post};
use crate::replica::Replica;
use crate::rules::tranche::{Left, NextVerdict, next_verdict};
use crate::rules::withdrawal::Withdrawal;
use crate::rules::{putaway, reason, returns};
use crate::state::CardState;

pub(super) fn issue(
    replica: &Replica,
    receipt: ReceiptNumber,
    choice: &LineChoice,
    quantity: Option<Decimal>,
    lot: Option<Text>,
) -> Result<Decision, Refusal> {
    let state = replica.receipt(receipt);
    if state.is_some_and(|state| state.voided.is_some()) {
        return Err(Refusal::ReceiptVoided { receipt });
    }
    let line = receipt::line(replica, receipt, choice)?;
    let unit = across::counted_as(replica, receipt, &line).unit;
    let counted = across::counted(replica, receipt, &line);
    let (_, carded) = across::carded(replica, receipt, &line);
    let quantity = match quantity {
        Some(quantity) => Quantity::counted(quantity, unit.unwrap_or(Unit::FINEST))?,
        None => counted.less(carded),
    };
    if quantity.is_zero() {
        return Err(Refusal::NothingLeftForCard { line, counted });
    }
    let mut notices = Vec::new();
    if state.is_none_or(|state| state.opened.is_none()) {
        notices.push(Notice::Waits);
    } else if carded + quantity > counted {
        notices.push(Notice::CardsDiffer { line: line.clone() });
    }
    Ok(Decision::of_drafts([card_of(replica, receipt, line, quantity, lot)]).noting(notices))
}

/// A card for every line whose goods are not all on cards, each for what is on none.
pub(super) fn issue_all(replica: &Replica, receipt: ReceiptNumber) -> Result<Decision, Refusal> {
    receipt::known(replica, receipt)?;
    let lines = across::line_keys(replica, receipt);
    let drafts: Vec<PendingFact> = lines
        .into_iter()
        .filter_map(|line| {
            let (_, carded) = across::carded(replica, receipt, &line);
            let left = across::counted(replica, receipt, &line).less(carded);
            (!left.is_zero()).then(|| card_of(replica, receipt, line, left, None))
        })
        .collect();
    if drafts.is_empty() {
        return Err(Refusal::NoLineLeftForCard { receipt });
    }
    Ok(Decision::of_drafts(drafts))
}

/// Cards that say more than was counted are withdrawn, and each of their lines gets one card that
/// says what was counted. All of them or none: what rests on one of them stops it.
pub(super) fn exchange(
    replica: &Replica,
    receipt: ReceiptNumber,
    reason: Option<&Text>,
) -> Result<Decision, Refusal> {
    receipt::known(replica, receipt)?;
    let mut drafts = Vec::new();
    for line in across::line_keys(replica, receipt) {
        let counted = across::counted(replica, receipt, &line);
        let (cards, carded) = across::carded(replica, receipt, &line);
        if carded <= counted || across::is_confirmed(replica, receipt, &line, counted, carded) {
            continue;
        }
        for card in cards {
            drafts.extend(void(replica, card, reason.cloned())?.drafts);
        }
        if !counted.is_zero() {
            drafts.push(card_of(replica, receipt, line, counted, None));
        }
    }
    if drafts.is_empty() {
        return Err(Refusal::NoLineLeftForCard { receipt });
    }
    Ok(Decision::of_drafts(drafts))
}

/// The issue of a card, with what is known of its goods when it is written.
fn card_of(
    replica: &Replica,
    receipt: ReceiptNumber,
    line: LineKey,
    quantity: Quantity,
    lot: Option<Text>,
) -> PendingFact {
    let opened = replica.receipt(receipt).and_then(|state| state.opened.as_ref());
    let counted_as = across::counted_as(replica, receipt, &line);
    let came = opened.and_then(|(_, opened)| opened.vendor.as_ref());
    let vendor = came.or(counted_as.vendor).cloned();
    let (item, unit) = (counted_as.item.cloned(), counted_as.unit);
    let event = CardIssued { receipt, line, quantity, unit, item, vendor, lot };
    PendingFact { subject: PendingSubject::NewCard, event: event.into() }
}

/// A card on which something can be recorded, where it is known here; paper may outrun the
/// network. Neither it nor the receipt of its goods was withdrawn.
pub(super) fn standing(replica: &Replica, card: CardNumber) -> Result<Option<&CardState>, Refusal> {
    let state = replica.card(card);
    if state.is_some_and(|state| state.voided.is_some()) {
        return Err(Refusal::CardVoided { card });
    }
    let receipt = state.and_then(|state| Some(state.issued.as_ref()?.1.receipt));
    match receipt.filter(|receipt| across::is_withdrawn(replica, *receipt)) {
        Some(receipt) => Err(Refusal::ReceiptVoided { receipt }),
        None => Ok(state),
    }
}

/// A lot of which something can be taken back: its card, and its receipt, may be withdrawn.
fn known(replica: &Replica, card: CardNumber) -> Result<&CardState, Refusal> {
    replica.card(card).ok_or(Refusal::NoSuchFactOfLot { card })
}

pub(super) fn waits(state: Option<&CardState>) -> Option<Notice> {
    state.is_none_or(|state| state.issued.is_none()).then_some(Notice::Waits)
}

fn issued(replica: &Replica, card: CardNumber) -> Result<&CardState, Refusal> {
    standing(replica, card)?
        .filter(|state| state.issued.is_some())
        .ok_or(Refusal::UnknownCard { card })
}

fn unit_of(replica: &Replica, state: Option<&CardState>) -> Unit {
    state.and_then(|state| across::unit_of_lot(replica, state)).unwrap_or(Unit::FINEST)
}

pub(super) fn void(
    replica: &Replica,
    card: CardNumber,
    reason: Option<Text>,
) -> Result<Decision, Refusal> {
    let state = replica.card(card).filter(|state| state.issued.is_some());
    let state = state.ok_or(Refusal::UnknownCard { card })?;
    if state.voided.is_some() {
        return Err(Refusal::CardVoided { card });
    }
    resting::refuse(Withdrawal::Card, card.into(), across::resting_on_card(card, state))?;
    Ok(Decision::of(Entity::Card(card.0), CardVoided { reason }))
}

/// All of a lot is taken back: its verdicts, its putaways, its return notes, and its card.
pub(super) fn undone(card: CardNumber, state: &CardState) -> Vec<PendingFact> {
    // Those that were replaced too: else voiding what stands for them revives them.
    let said = state.verdicts.iter().filter(|once| once.status != VerdictStatus::Voided);
    let verdicts: FactSet = said.map(|once| once.written.id).collect();
    let put_away = state.live_putaways().map(|once| once.written.id);
    let moved: FactSet = put_away.chain(state.live_returns().map(|once| once.written.id)).collect();
    let of_lot = |event| PendingFact { subject: PendingSubject::Of(Entity::Card(card.0)), event };
    let verdicts = (!verdicts.is_empty()).then(|| VerdictVoided { facts: verdicts }.into());
    let moved = (!moved.is_empty()).then(|| MovementVoided { facts: moved }.into());
    let card = state.voided.is_none().then(|| CardVoided { reason: None }.into());
    [moved, verdicts, card].into_iter().flatten().map(of_lot).collect()
}

pub(super) fn reprint(replica: &Replica, card: CardNumber) -> Result<Decision, Refusal> {
    issued(replica, card)?;
    Ok(Decision::of(Entity::Card(card.0), CardReprinted { reason: None }))
}

pub(super) fn describe(
    replica: &Replica,
    card: CardNumber,
    field: LotField,
    value: Option<Text>,
) -> Result<Decision, Refusal> {
    let state = standing(replica, card)?;
    let replaces = state.map(|state| state.writings_of(field)).unwrap_or_default();
    let event = LotDescribed { field, value, replaces };
    Ok(Decision::of(Entity::Card(card.0), event).noting(waits(state)))
}

/// How many pieces a lot has; nothing where that is not known here, or not counted in pieces.
pub(super) fn pieces_of(replica: &Replica, state: &CardState) -> Option<u32> {
    use rust_decimal::prelude::ToPrimitive as _;
    let (_, issued) = state.issued.as_ref()?;
    let unit = across::unit_of_lot(replica, state)?;
    if unit == Unit::Pieces { issued.quantity.value().to_u32() } else { None }
}

pub(super) fn void_weighing(
    replica: &Replica,
    card: CardNumber,
    fact: FactId,
) -> Result<Decision, Refusal> {
    let state = known(replica, card)?;
    let weighing = state.weighings.iter().find(|known| known.written.id == fact);
    let measured = state.measurements.iter().find(|known| known.written.id == fact);
    let sampled = state.samples.iter().find(|known| known.written.id == fact);
    let voided = weighing
        .map(|known| known.voided)
        .or(measured.map(|known| known.voided))
        .or(sampled.map(|known| known.voided))
        .ok_or(Refusal::NoSuchFactOfLot { card })?;
    if voided {
        return Err(Refusal::AlreadyVoided);
    }
    let resting = across::resting_on_measure(replica, card, state, fact);
    resting::refuse(Withdrawal::Measure, card.into(), resting)?;
    let event = WeighingVoided { facts: FactSet::from_iter([fact]) };
    Ok(Decision::of(Entity::Card(card.0), event))
}

/// Judges a lot or a tranche of it (SEMANTICS 18, `rules/tranche.rs`).
///
/// The accepted part bears the verdict that is named (a reject's accepted part passes), the
/// rejected part is rejected. What is not said is the rest of what is unjudged. Where
/// nothing is unjudged, or the ruling asks for it, the verdict is a re-inspection.
pub(super) fn judge(
    replica: &Replica,
    actor: Actor,
    card: CardNumber,
    ruling: &Ruling,
) -> Result<Decision, Refusal> {
    let state = standing(replica, card)?;
    may_judge(actor, state, ruling.verdict)?;
    let next = state.and_then(|state| next_of(state, ruling.replace));
    let replaces_all = ruling.replace || next.is_some_and(NextVerdict::is_reinspection);
    let open = next.map(NextVerdict::open);
    let judgements = quantities(replica, state, card, ruling, open)?;
    let spoken: Quantity = judgements.iter().map(|said| said.quantity).sum();
    if spoken.is_zero() {
        return Err(Refusal::NothingJudged);
    }
    if let Some(unjudged) = open.filter(|open| spoken > *open) {
        return Err(Refusal::MoreThanUnjudged { card, unjudged });
    }
    let (code, words) = (ruling.reason.as_ref(), ruling.note.as_ref());
    if let Some(what) = reason::lacking_in_verdict(&judgements, code, words) {
        return Err(Refusal::ReasonMissing { what });
    }
    let replaces = match state {
        Some(state) if replaces_all => state.verdicts_known(),
        Some(state) => state.sorts_known(),
        None => FactSet::default(),
    };
    let drafts = apart(judgements).map(|judgements| {
        let (reason, note) = (ruling.reason.clone(), ruling.note.clone());
        let event = VerdictRecorded { judgements, replaces: replaces.clone(), reason, note };
        PendingFact { subject: PendingSubject::Of(Entity::Card(card.0)), event: event.into() }
    });
    let passes = ruling.verdict == Verdict::Pass;
    let far_off = state.filter(|_| passes).and_then(|state| across::far_off(replica, state));
    let far_off = far_off.map(|(what, percent)| Notice::PassesFarOff { what, percent });
    let notices = verdict_notices(replica, state, replaces_all).into_iter().chain(far_off);
    Ok(Decision::of_drafts(drafts).noting(notices))
}

fn verdict_notices(
    replica: &Replica,
    state: Option<&CardState>,
    replaces_all: bool,
) -> Vec<Notice> {
    let mut notices: Vec<Notice> = waits(state).into_iter().collect();
    let live = state.map_or(0, |state| {
        let live = state.verdicts.iter().filter(|known| known.status == VerdictStatus::Live);
        live.count()
    });
    if replaces_all && live > 0 {
        notices.push(Notice::JudgedAgain { verdicts: live });
        let (put_away, returned) = state
            .map(|state| (state.quantity_put_away(), state.quantity_returned()))
            .unwrap_or_default();
        if !(put_away + returned).is_zero() {
            notices.push(Notice::GoneAlready { put_away, returned });
        }
    }
    let refused = state.filter(|state| across::vendor_approved(replica, state) == Some(false));
    if let Some(vendor) = refused.and_then(|state| across::vendor_of(replica, state)) {
        notices.push(Notice::VendorNotApproved { vendor });
    }
    notices
}

/// What is to be sorted goes into a fact of its own: the next verdict replaces it, and must
/// not take along what was finally said beside it.
fn apart(judgements: Vec<Judgement>) -> impl Iterator<Item = Vec<Judgement>> {
    let (sort, rest): (Vec<_>, Vec<_>) =
        judgements.into_iter().partition(|said| said.verdict == Verdict::Sort);
    [sort, rest].into_iter().filter(|said| !said.is_empty())
}

/// A concession is a supervisor's alone; a supervisor judges otherwise only to end a conflict.
fn may_judge(actor: Actor, state: Option<&CardState>, verdict: Verdict) -> Result<(), Refusal> {
    let is_inspector = actor.posts.has(Post::QcInspector);
    let is_supervisor = actor.posts.has(Post::Supervisor);
    let in_conflict = state.is_some_and(|state| state.judged().conflict);
    match verdict {
        Verdict::Concession if is_supervisor => Ok(()),
        Verdict::Concession if is_inspector => Err(Refusal::ConcessionIsSupervisors),
        _ if is_inspector || (is_supervisor && in_conflict) => Ok(()),
        // The post that weighs is the post that judges.
        _ => Err(Refusal::NotYourPost { kind: Kind::Weighed }),
    }
}

/// What the next verdict on a lot speaks of; nothing known where its card is not.
fn next_of(state: &CardState, replace: bool) -> Option<NextVerdict> {
    state.issued.as_ref()?;
    let whole = NextVerdict::Reinspection(state.quantity());
    Some(if replace { whole } else { next_verdict(left(state)) })
}

/// What the verdicts on a lot leave.
pub(crate) fn left(state: &CardState) -> Left {
    let judged = state.judged();
    Left {
        lot: state.quantity(),
        unjudged: judged.unjudged,
        to_sort: judged.to_sort,
        in_conflict: judged.conflict,
    }
}

fn quantities(
    replica: &Replica,
    state: Option<&CardState>,
    card: CardNumber,
    said: &Ruling,
    open: Option<Quantity>,
) -> Result<Vec<Judgement>, Refusal> {
    let unit = unit_of(replica, state);
    let read = |quantity: Option<Decimal>| {
        quantity.map(|quantity| Quantity::or_zero(quantity, unit)).transpose()
    };
    let (accepted, rejected) = (read(said.accepted)?, read(said.rejected)?);
    let rest = |other: Option<Quantity>| {
        open.map(|open| open.less(other.unwrap_or_default())).ok_or(Refusal::SayHowMuch { card })
    };
    let (kind, accepted, rejected) = match said.verdict {
        Verdict::Reject => {
            let rejected = rejected.map_or_else(|| rest(accepted), Ok)?;
            (Verdict::Pass, accepted.unwrap_or_default(), rejected)
        }
        kind @ (Verdict::Pass | Verdict::Concession | Verdict::Sort) => {
            let accepted = accepted.map_or_else(|| rest(rejected), Ok)?;
            (kind, accepted, rejected.unwrap_or_default())
        }
    };
    let judgements = [
        Judgement { verdict: kind, quantity: accepted },
        Judgement { verdict: Verdict::Reject, quantity: rejected },
    ];
    Ok(judgements.into_iter().filter(|said| !said.quantity.is_zero()).collect())
}

pub(super) fn void_verdict(
    replica: &Replica,
    card: CardNumber,
    fact: FactId,
) -> Result<Decision, Refusal> {
    let state = known(replica, card)?;
    let known = state
        .verdicts
        .iter()
        .find(|known| known.written.id == fact)
        .ok_or(Refusal::NoSuchFactOfLot { card })?;
    if known.status == VerdictStatus::Voided {
        return Err(Refusal::AlreadyVoided);
    }
    let resting = across::resting_on_verdict(replica, card, state, fact);
    resting::refuse(Withdrawal::Verdict, card.into(), resting)?;
    let event = VerdictVoided { facts: FactSet::from_iter([fact]) };
    Ok(Decision::of(Entity::Card(card.0), event))
}

/// Takes a putaway or a return note back: the keeper's notes are the keeper's, what lies on
/// shelves the clerk's; a supervisor takes back either.
pub(super) fn void_movement(
    replica: &Replica,
    actor: Actor,
    card: CardNumber,
    fact: FactId,
) -> Result<Decision, Refusal> {
    let state = known(replica, card)?;
    let put = state.put_away.iter().find(|once| once.written.id == fact);
    let returned = state.returns.iter().find(|once| once.written.id == fact);
    let (kind, voided) = put
        .map(|once| (Kind::PutAway, once.voided))
        .or(returned.map(|once| (Kind::ReturnRaised, once.voided)))
        .ok_or(Refusal::NoSuchFactOfLot { card })?;
    if !post::permits(actor.posts, kind) && !actor.posts.has(Post::Supervisor) {
        return Err(Refusal::NotYourPost { kind });
    }
    if voided {
        return Err(Refusal::AlreadyVoided);
    }
    let event = MovementVoided { facts: FactSet::from_iter([fact]) };
    Ok(Decision::of(Entity::Card(card.0), event))
}

pub(super) fn put_away(
    replica: &Replica,
    card: CardNumber,
    location: &Text,
    quantity: Option<Decimal>,
) -> Result<Decision, Refusal> {
    let state = standing(replica, card)?;
    let known = state.filter(|state| state.issued.is_some());
    let left = known.map(|state| putaway::left_to_put_away(across::balance(replica, state)));
    let can_go = known.map(|state| across::left_for_shelf(replica, card, state));
    let quantity = match (quantity, left) {
        (Some(quantity), _) => Quantity::counted(quantity, unit_of(replica, state))?,
        // Of goods on hold, what was assigned can go.
        (None, Some(left)) => match can_go {
            Some(can_go) if !can_go.is_zero() => left.min(can_go),
            _ => left,
        },
        (None, None) => return Err(Refusal::SayQuantityOnCard { card }),
    };
    if let Some(left) = left.filter(|left| quantity > *left || quantity.is_zero()) {
        return Err(Refusal::MoreThanAccepted { card, left });
    }
    let mut notices: Vec<Notice> = waits(state).into_iter().collect();
    if can_go.is_some_and(|can_go| quantity > can_go) {
        notices.push(Notice::NotReleased);
    }
    let location = replica.location_as_written(&location.as_code());
    let event = PutAway { quantity, location };
    Ok(Decision::of(Entity::Card(card.0), event).noting(notices))
}

/// The goods of one putaway go from its shelf to another, in one: they are never on both, or on none.
pub(super) fn move_goods(
    replica: &Replica,
    card: CardNumber,
    fact: FactId,
    location: &Text,
) -> Result<Decision, Refusal> {
    standing(replica, card)?;
    let put = known(replica, card)?.put_away.iter().find(|once| once.written.id == fact);
    let put = put.ok_or(Refusal::NoSuchFactOfLot { card })?;
    if put.voided {
        return Err(Refusal::AlreadyVoided);
    }
    let location = replica.location_as_written(&location.as_code());
    let taken = MovementVoided { facts: FactSet::from_iter([fact]) };
    let there = PutAway { quantity: put.put.quantity, location };
    let of_lot = |event| PendingFact { subject: PendingSubject::Of(Entity::Card(card.0)), event };
    Ok(Decision::of_drafts([of_lot(taken.into()), of_lot(there.into())]))
}

pub(super) fn raise_return(
    replica: &Replica,
    card: CardNumber,
    quantity: Decimal,
    settlement: ReturnFor,
) -> Result<Decision, Refusal> {
    let state = issued(replica, card)?;
    let quantity = Quantity::counted(quantity, unit_of(replica, Some(state)))?;
    let balance = across::balance(replica, state);
    let left = returns::left_to_return(balance);
    if quantity > left {
        let on_shelf = state.live_putaways().last().map(|once| once.written.id);
        let lies_on_shelf = quantity <= balance.rejected.less(balance.returned);
        if let Some(fact) = on_shelf.filter(|_| lies_on_shelf) {
            return Err(Refusal::OnShelf { card, fact });
        }
        return Err(Refusal::MoreThanRejected { card, left });
    }
    let line = state.issued.as_ref().and_then(|(_, issued)| issued.line.order_line());
    let order = line.map(|line| &line.order).or_else(|| across::assigned_order(replica, state));
    let event = ReturnRaised { quantity, settlement, order: order.cloned() };
    Ok(Decision::of(Entity::Card(card.0), event))
}
