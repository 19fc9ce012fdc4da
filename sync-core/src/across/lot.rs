//! What spans a lot: its clock, its vendor's approval, its unit weight, its release.

use rust_decimal::Decimal;
use serde::Serialize;

use super::counted_as::{counted_as_of, order_change_of_lot};
use super::delivery::delivery;
use super::{assignment, conflict, receipt, withdrawal};
use crate::fact::{
    Characteristic, Day, Measured, OrderType, ReturnFor, StaleAnswer, StandardStated, Weighed,
};
use crate::ids::{FactId, ItemCode, VendorCode};
use crate::measure::{Quantity, Unit};
use crate::merge::strictest_verdict::JudgedQuantities;
use crate::number::CardNumber;
use crate::replica::Replica;
use crate::rules::approved_vendor;
use crate::rules::device_time;
use crate::rules::inspection_clock::{self, Clock};
use crate::rules::measured::{self, Compared};
use crate::rules::plausible;
use crate::rules::putaway::{self, LotBalance};
use crate::rules::release::{self, Blocked, Conditions};
use crate::rules::unit_weight::{self, DeviationClass};
use crate::state::{CardState, ItemState, MeasuredOnce, ReceiptState};
use crate::time::{Span, Timestamp};

/// The item of a lot: what its line was counted as, or what its card said.
pub fn item_of(replica: &Replica, card: &CardState) -> Option<ItemCode> {
    let (_, issued) = card.issued.as_ref()?;
    counted_as_of(replica, card).item.or(issued.item.as_ref()).cloned()
}

/// The vendor of a lot: who brought it, as its receipt or its card says (SEMANTICS 30); where
/// neither does, whose order it is.
pub fn vendor_of(replica: &Replica, card: &CardState) -> Option<VendorCode> {
    let (_, issued) = card.issued.as_ref()?;
    let opened = replica.receipt(issued.receipt).and_then(|state| state.opened.as_ref());
    let came = opened.and_then(|(_, opened)| opened.vendor.clone());
    let ordered = || counted_as_of(replica, card).vendor.cloned();
    came.or_else(|| issued.vendor.clone()).or_else(ordered)
}

/// The unit of a lot: what its line was counted in, or what its card said.
pub fn unit_of_lot(replica: &Replica, card: &CardState) -> Option<Unit> {
    let (_, issued) = card.issued.as_ref()?;
    counted_as_of(replica, card).unit.or(issued.unit)
}

/// A lot's clock: from the signature of its receipt's line, and the item's limit at it.
pub fn clock(replica: &Replica, card: &CardState) -> Clock {
    let due = card.issued.as_ref().and_then(|(_, issued)| {
        let signature = receipt::signed(replica, issued.receipt, &issued.line)?;
        let item = item_of(replica, card);
        let item = item.and_then(|item| replica.item(&item));
        let minutes = item.and_then(|item| item.inspection_minutes_at(signature.written.at));
        Some(inspection_clock::due(signature.written.at, minutes))
    });
    let judged: Vec<_> = card.final_verdicts().collect();
    inspection_clock::read(due, card.quantity(), &judged)
}

/// Whether a lot waits for an inspector: its card stands, its count is signed, and its verdicts
/// leave something open, or disagree, or accept what purchasing sends back.
pub fn waits_for_inspector(replica: &Replica, card: &CardState) -> bool {
    // The fold alone answers for nearly all lots.
    let judged = card.judged();
    let is_open = judged.conflict || !judged.unjudged.is_zero() || !judged.to_sort.is_zero();
    let is_open = is_open || (!judged.accepted().is_zero() && is_sent_back(replica, card));
    is_open && card.voided.is_none() && clock(replica, card).due().is_some()
}

/// Whether purchasing answered for the order of a lot, stale or changed, that its goods go back.
pub fn is_sent_back(replica: &Replica, card: &CardState) -> bool {
    let Some((_, issued)) = &card.issued else { return false };
    let changed = order_change_of_lot(replica, card).and_then(|change| change.answer);
    changed == Some(StaleAnswer::Return)
        || receipt::is_stale_and_returned(replica, issued.receipt, &issued.line)
}

/// Whether the vendor was approved on the site's day of arrival; nothing where either is unknown.
pub fn vendor_approved(replica: &Replica, card: &CardState) -> Option<bool> {
    let (_, issued) = card.issued.as_ref()?;
    let (opened, _) = replica.receipt(issued.receipt)?.opened.as_ref()?;
    let vendor = vendor_of(replica, card)?;
    let arrival = Day(replica.site().offset.day_of(opened.at));
    let approvals = replica.vendor(&vendor).map(|vendor| &vendor.approvals);
    Some(approvals.is_some_and(|periods| approved_vendor::is_approved(periods, arrival)))
}

/// What holds of a lot's verdicts, with what its vendor's approval leaves of them.
pub fn judged(replica: &Replica, card: &CardState) -> JudgedQuantities {
    let said = card.judged();
    let is_approved = vendor_approved(replica, card) != Some(false);
    let lifts = replica.site().concession_lifts_approval;
    let accepted = approved_vendor::accepted(is_approved, lifts, said.passed, said.conceded);
    let withheld = said.accepted().less(accepted.passed + accepted.conceded);
    JudgedQuantities {
        rejected: said.rejected + withheld,
        passed: accepted.passed,
        conceded: accepted.conceded,
        ..said
    }
}

/// What was returned of a lot for credit, as its notes say.
pub(super) fn returned_for_credit(card: &CardState) -> Quantity {
    let credit = card.live_returns().filter(|once| match once.raised.settlement {
        ReturnFor::Credit => true,
        ReturnFor::Replacement => false,
    });
    credit.map(|once| once.raised.quantity).sum()
}

/// Whether nothing more is expected of a lot: it was withdrawn, or all of it is judged and on
/// the shelf or back with its vendor.
pub fn is_finished(replica: &Replica, number: CardNumber) -> bool {
    let Some(card) = replica.card(number) else { return false };
    let judged = judged(replica, card);
    let settled = judged.unjudged.is_zero()
        && judged.to_sort.is_zero()
        && card.quantity_put_away() >= judged.accepted()
        && card.quantity_returned() >= judged.rejected
        && card.newer.is_empty();
    withdrawal::is_lot_withdrawn(replica, card) || settled
}

/// Whether goods were put away or returned under another answer than today's (SEMANTICS 23):
/// more is on the shelf than is accepted, or more on its way back than is rejected.
///
/// Nothing is undone for it: somebody looks.
pub fn basis_changed(replica: &Replica, card: &CardState) -> bool {
    // The fold alone answers for all lots of which nothing was moved.
    let is_moved = !card.put_away.is_empty() || !card.returns.is_empty();
    is_moved && card.issued.is_some() && balance(replica, card).is_basis_changed()
}

/// Where the goods of a lot stand.
pub fn balance(replica: &Replica, card: &CardState) -> LotBalance {
    let judged = judged(replica, card);
    LotBalance {
        lot: card.quantity(),
        accepted: judged.accepted(),
        rejected: judged.rejected,
        put_away: card.quantity_put_away(),
        returned: card.quantity_returned(),
    }
}

/// The facts that decided a lot's deadline under a clock that was off, with its error
/// (`device-time`): the signature, and the verdicts that stopped the clock.
pub fn clock_off(replica: &Replica, card: &CardState) -> Vec<(FactId, Span)> {
    let signature = card
        .issued
        .as_ref()
        .and_then(|(_, issued)| receipt::signed(replica, issued.receipt, &issued.line))
        .map(|signature| signature.written.id);
    let stopped = match clock(replica, card) {
        Clock::Stopped { at, .. } => Some(at),
        Clock::Running { .. } | Clock::NotStarted => None,
    };
    let verdicts = card.verdicts.iter().filter(|verdict| Some(verdict.written.at) == stopped);
    signature
        .into_iter()
        .chain(verdicts.map(|verdict| verdict.written.id))
        .filter_map(|fact| {
            let error = replica.device(fact.device)?.clock_error_of(fact);
            device_time::is_off(error).then_some((fact, error))
        })
        .collect()
}

/// The verdicts that stopped a lot's clock in time and came to the server long after, with the instants
/// that they bear and at which they came (`late-arrival`).
pub fn arrived_late(
    replica: &Replica,
    card: &CardState,
    clock: Clock,
) -> Vec<(FactId, Timestamp, Timestamp)> {
    let stopped = match clock {
        Clock::Stopped { at, due } if inspection_clock::is_on_time(at, due) => Some(at),
        Clock::Stopped { .. } | Clock::Running { .. } | Clock::NotStarted => None,
    };
    let verdicts = card.verdicts.iter().filter(|verdict| Some(verdict.written.at) == stopped);
    let late = verdicts.filter_map(|verdict| {
        let arrived = replica.arrived_late(verdict.written.id)?;
        Some((verdict.written.id, verdict.written.at, arrived))
    });
    late.collect()
}

/// A lot's unit weight against its standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UnitWeight {
    /// Pieces and net weight of all live weighings.
    pub measured: unit_weight::LotWeight,
    /// The standard in effect when the latest live weighing was recorded; none is a task for IE.
    pub standard: Option<Decimal>,
    /// What the deviation means.
    pub outcome: Option<DeviationClass>,
    /// Whether IE stated the standard anew since: the task of a light lot is done.
    pub revised: bool,
}

/// A lot's unit weight; nothing where it was not weighed.
pub fn unit_weight(replica: &Replica, card: &CardState) -> Option<UnitWeight> {
    let item = item_of(replica, card);
    let item = item.as_ref().and_then(|item| replica.item(item));
    card.weighed().map(|weighed| against_standard(replica, card, item, weighed))
}

/// What a lot's unit weight comes to with one weighing more, which nobody has recorded yet.
pub fn unit_weight_with(
    replica: &Replica,
    card: &CardState,
    more: &Weighed,
    at: Timestamp,
) -> Option<UnitWeight> {
    let item = item_of(replica, card);
    let item = item.as_ref().and_then(|item| replica.item(item));
    card.weighed_with(more, at).map(|weighed| against_standard(replica, card, item, weighed))
}

/// What was weighed of a lot against the standards of its item, as an item has them.
pub(super) fn against_standard(
    replica: &Replica,
    card: &CardState,
    item: Option<&ItemState>,
    (measured, latest): (unit_weight::LotWeight, Timestamp),
) -> UnitWeight {
    let day = Day(replica.site().offset.day_of(latest));
    let about = Characteristic::UnitWeight;
    let standard = item.and_then(|item| item.standard(&about, day)).map(|stated| stated.value);
    let tolerance = tolerance(replica, card);
    let outcome = standard.and_then(|standard| unit_weight::judge(measured, standard, tolerance));
    let revised = item.is_some_and(|item| item.is_revised_since(&about, latest));
    UnitWeight { measured, standard, outcome, revised }
}

/// How far a lot's weight and dimensions may differ from their standards, as a share.
pub fn tolerance(replica: &Replica, card: &CardState) -> Decimal {
    let item = item_of(replica, card);
    let item = item.and_then(|item| replica.item(&item));
    item.map_or(unit_weight::TOLERANCE, ItemState::tolerance)
}

/// A measurement against its standard: dimensions follow the table of unit weights (§6.6.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dimension {
    /// As measured, in the unit of the measurement.
    pub value: Decimal,
    /// The standard in effect when it was measured, in the same unit; none is a task for IE.
    pub standard: Option<Decimal>,
    /// Both in one unit, exactly.
    pub compared: Option<Compared>,
    /// What the deviation means.
    pub outcome: Option<DeviationClass>,
}

/// One measurement of a lot against the standard of its characteristic, converted into its unit.
///
/// A measurement may leave out what a standard's text begins with ([`Characteristic::read`]).
pub fn dimension(replica: &Replica, card: &CardState, once: &MeasuredOnce) -> Dimension {
    let item = item_of(replica, card);
    dimension_by(replica, item.as_ref().and_then(|item| replica.item(item)), once)
}

/// The same against the standards that an item has.
pub(super) fn dimension_by(
    replica: &Replica,
    item: Option<&ItemState>,
    once: &MeasuredOnce,
) -> Dimension {
    let measured = &once.measured;
    let about = Characteristic::read(&measured.what);
    let stated = standard_at(replica, item, &about, once.written.at);
    let compared = stated.and_then(|stated| measured::compared(measured, stated));
    let tolerance = item.map_or(unit_weight::TOLERANCE, ItemState::tolerance);
    let outcome = compared.and_then(|Compared { value, standard }| {
        unit_weight::judge_one(value, standard, tolerance)
    });
    let standard = stated.and_then(|stated| measured::standard_shown(measured, stated));
    Dimension { value: measured.value, standard, compared, outcome }
}

/// The standard of a characteristic that an item has in effect at an instant.
pub fn standard_at<'a>(
    replica: &Replica,
    item: Option<&'a ItemState>,
    about: &Characteristic,
    at: Timestamp,
) -> Option<&'a StandardStated> {
    item?.standard(about, Day(replica.site().offset.day_of(at)))
}

/// Whether a lot was weighed, or measured in what its item has a standard for, and that stands
/// (SEMANTICS 34).
pub fn is_measured(replica: &Replica, card: &CardState) -> bool {
    let item = item_of(replica, card);
    let item = item.as_ref().and_then(|item| replica.item(item));
    card.live_weighings().next().is_some()
        || card.live_measurements().any(|once| says_something(item, &once.measured))
}

/// Whether a measurement is of a characteristic that an item has, in a unit of its kind: of a
/// standard that counts from any day, since IE may state it later.
pub fn says_something(item: Option<&ItemState>, measured: &Measured) -> bool {
    let about = Characteristic::read(&measured.what);
    let stated = item.into_iter().flat_map(|item| item.standards_of(&about));
    stated.into_iter().any(|stated| measured::compared(measured, stated).is_some())
}

/// Whether what a lot weighs or measures is so far from its standards that it does not simply
/// pass; the deviation in per cent, and of what (SEMANTICS 32).
pub fn far_off(replica: &Replica, card: &CardState) -> Option<(Characteristic, Decimal)> {
    let weight = unit_weight(replica, card).and_then(|weight| {
        let standard = weight.standard?;
        let expected = standard.checked_mul(Decimal::from(weight.measured.pieces))?;
        let percent = weight.measured.percent_shown(standard);
        let is_far = plausible::is_far_off(weight.measured.net_grams, expected);
        is_far.then_some((Characteristic::UnitWeight, percent))
    });
    let mut dimensions = card.live_measurements().filter_map(|once| {
        let Compared { value, standard } = dimension(replica, card, once).compared?;
        let one = unit_weight::LotWeight { net_grams: value, pieces: 1 };
        let about = Characteristic::read(&once.measured.what);
        plausible::is_far_off(value, standard).then(|| (about, one.percent_shown(standard)))
    });
    weight.or_else(|| dimensions.next())
}

/// Whether a lot came from a subcontractor: counted on a subcontract order, or given to one.
pub fn is_subcontracted(replica: &Replica, card: &CardState) -> bool {
    let Some((_, issued)) = card.issued.as_ref() else { return false };
    counted_as_of(replica, card).order_type == Some(OrderType::Subcontract)
        || assignment::is_for_subcontract(replica, issued.receipt, &issued.line)
}

/// What of a lot can go to a shelf now: released, not there yet, and neither gone with what was returned.
pub fn left_for_shelf(replica: &Replica, number: CardNumber, card: &CardState) -> Quantity {
    let released = released(replica, number, card).less(card.quantity_put_away());
    released.min(putaway::left_to_put_away(balance(replica, card)))
}

/// How much of a lot can be posted and put away, with what is on the shelf already: its accepted
/// part, once nothing keeps it back; of goods on hold, what was assigned (SEMANTICS 28).
pub fn released(replica: &Replica, number: CardNumber, card: &CardState) -> Quantity {
    let blocked = release(replica, number, card);
    if blocked.into_iter().any(|blocked| blocked != Blocked::NoOrder) {
        return Quantity::ZERO;
    }
    assignment::accepted_on_orders(replica, number, card)
}

/// What keeps a lot from being posted and put away; nothing where its accepted part can go.
pub fn release(replica: &Replica, number: CardNumber, card: &CardState) -> Vec<Blocked> {
    let Some((_, issued)) = card.issued.as_ref().filter(|_| card.voided.is_none()) else {
        return vec![Blocked::NoCard];
    };
    if withdrawal::is_withdrawn(replica, issued.receipt) {
        return vec![Blocked::Withdrawn];
    }
    let parts = delivery(replica, issued.receipt);
    let slip = withdrawal::last_slip(&parts).map(|(_, slip)| slip);
    let states: Vec<&ReceiptState> = parts.iter().map(|part| part.state).collect();
    let judged = judged(replica, card);
    let without_order = issued.line.order_line().is_none() && {
        let on_orders = assignment::accepted_on_orders(replica, number, card);
        let is_left = on_orders < judged.accepted() && on_orders <= card.quantity_put_away();
        is_left || !assignment::is_any_assigned(&parts, &issued.line)
    };
    let lifted = !judged.accepted().is_zero();
    release::blocked_by(&Conditions {
        card_stands: true,
        signed: receipt::signed(replica, issued.receipt, &issued.line).is_some(),
        signature_fits: receipt::signatures_fit(&parts, &issued.line),
        slip_issued: slip.is_some(),
        slip_confirmed: slip.is_some_and(|slip| slip.confirmed.is_some()),
        measured: !is_subcontracted(replica, card) || is_measured(replica, card),
        vendor_approved: vendor_approved(replica, card) != Some(false) || lifted,
        in_conflict: conflict::keeps_back(replica, number, card, &issued.line),
        stale_order: receipt::is_stale(replica, &parts, &issued.line),
        sent_back: is_sent_back(replica, card),
        order_changed: order_change_of_lot(replica, card).is_some_and(|c| c.is_open()),
        without_order,
        newer_facts: !card.newer.is_empty() || states.iter().any(|state| !state.newer.is_empty()),
        accepted: judged.accepted(),
    })
}
