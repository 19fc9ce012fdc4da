//! What spans a lot: its clock, its vendor's approval, its unit weight, its release.

use rust_decimal::Decimal;
use serde::Serialize;

use super::delivery::delivery;
use super::{conflict, receipt};
use crate::fact::{Day, Measured, OrderType, Weighed};
use crate::ids::{ItemCode, LineKey, VendorCode};
use crate::measure::Unit;
use crate::merge::strictest_verdict::InForce;
use crate::number::CardNumber;
use crate::replica::Replica;
use crate::rules::approved_vendor;
use crate::rules::inspection_clock::{self, Clock};
use crate::rules::release::{self, Blocked, Conditions};
use crate::rules::unit_weight::{self, Outcome};
use crate::state::{CardState, ItemState, MeasuredOnce, ReceiptState};
use crate::time::Timestamp;

/// The item of a line, where its order is known here.
pub fn item_of_line(replica: &Replica, line: &LineKey) -> Option<ItemCode> {
    match line {
        LineKey::Ordered(line) => {
            let order = replica.order(&line.order)?;
            order.lines.get(&line.line).map(|line| line.item.clone())
        }
        LineKey::Held(item) => Some(item.clone()),
    }
}

/// The item of a lot: what its order says now, or what its card said.
pub fn item_of(replica: &Replica, card: &CardState) -> Option<ItemCode> {
    let (_, issued) = card.issued.as_ref()?;
    item_of_line(replica, &issued.line).or_else(|| issued.item.clone())
}

/// The vendor of a lot: what its order says now, or what its card or receipt said.
pub fn vendor_of(replica: &Replica, card: &CardState) -> Option<VendorCode> {
    let (_, issued) = card.issued.as_ref()?;
    let ordered = issued
        .line
        .order_line()
        .and_then(|line| super::vendor_of_order(replica, &line.order))
        .cloned();
    let opened = || replica.receipt(issued.receipt)?.opened.as_ref()?.1.vendor.clone();
    ordered.or_else(|| issued.vendor.clone()).or_else(opened)
}

/// The unit of a lot: what its order says now, or what its card said.
pub fn unit_of_lot(replica: &Replica, card: &CardState) -> Option<Unit> {
    let (_, issued) = card.issued.as_ref()?;
    receipt::unit_of(replica, &issued.line).or(issued.unit)
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
pub fn judged(replica: &Replica, card: &CardState) -> InForce {
    let said = card.judged();
    let is_approved = vendor_approved(replica, card) != Some(false);
    let lifts = replica.site().concession_lifts_approval;
    let accepted = approved_vendor::accepted(is_approved, lifts, said.passed, said.conceded);
    let withheld = said.accepted().less(accepted.passed + accepted.conceded);
    InForce {
        rejected: said.rejected + withheld,
        passed: accepted.passed,
        conceded: accepted.conceded,
        ..said
    }
}

/// A lot's unit weight against its standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UnitWeight {
    /// What was weighed.
    pub measured: unit_weight::Measured,
    /// The standard in effect when the latest live weighing was recorded; none is a task for IE.
    pub standard: Option<Decimal>,
    /// What the deviation means.
    pub outcome: Option<Outcome>,
}

/// A lot's unit weight; nothing where it was not weighed.
pub fn unit_weight(replica: &Replica, card: &CardState) -> Option<UnitWeight> {
    card.weighed().map(|weighed| against_standard(replica, card, weighed))
}

/// What a lot's unit weight comes to with one weighing more, which nobody has recorded yet.
pub fn unit_weight_with(
    replica: &Replica,
    card: &CardState,
    more: &Weighed,
    at: Timestamp,
) -> Option<UnitWeight> {
    card.weighed_with(more, at).map(|weighed| against_standard(replica, card, weighed))
}

fn against_standard(
    replica: &Replica,
    card: &CardState,
    (measured, latest): (unit_weight::Measured, Timestamp),
) -> UnitWeight {
    let day = Day(replica.site().offset.day_of(latest));
    let item = item_of(replica, card);
    let item = item.as_ref().and_then(|item| replica.item(item));
    let standard = item.and_then(|item| item.standard("unit-weight", day)).map(|s| s.value);
    let tolerance = tolerance(replica, card);
    let outcome = standard.and_then(|standard| unit_weight::judge(measured, standard, tolerance));
    UnitWeight { measured, standard, outcome }
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
    /// What was measured.
    pub value: Decimal,
    /// The standard in effect when it was measured; none is a task for IE.
    pub standard: Option<Decimal>,
    /// What the deviation means.
    pub outcome: Option<Outcome>,
}

/// One measurement of a lot against the standard of that name, in the same unit.
///
/// A standard is called `thickness`, or `dimension:` and a name; a measurement may leave
/// the `dimension:` out.
pub fn dimension(replica: &Replica, card: &CardState, once: &MeasuredOnce) -> Dimension {
    let Measured { what, value, unit } = &once.measured;
    let day = Day(replica.site().offset.day_of(once.written.at));
    let item = item_of(replica, card);
    let item = item.as_ref().and_then(|item| replica.item(item));
    let stated = item.and_then(|item| {
        let named = format!("dimension:{what}");
        item.standard(what.as_str(), day).or_else(|| item.standard(&named, day))
    });
    let standard = stated.filter(|stated| stated.unit == *unit).map(|stated| stated.value);
    let tolerance = item.map_or(unit_weight::TOLERANCE, ItemState::tolerance);
    let outcome = standard.and_then(|standard| unit_weight::judge_one(*value, standard, tolerance));
    Dimension { value: *value, standard, outcome }
}

/// Whether a lot came from a subcontractor.
pub fn is_subcontracted(replica: &Replica, card: &CardState) -> bool {
    let order = card.issued.as_ref().and_then(|(_, issued)| issued.line.order_line());
    let order = order.and_then(|line| replica.order(&line.order));
    order.and_then(|order| order.order_type) == Some(OrderType::Subcontract)
}

/// What keeps a lot from being posted and put away; nothing where its accepted part can go.
pub fn release(replica: &Replica, number: CardNumber, card: &CardState) -> Vec<Blocked> {
    let Some((_, issued)) = card.issued.as_ref().filter(|_| card.voided.is_none()) else {
        return vec![Blocked::NoCard];
    };
    let parts = delivery(replica, issued.receipt);
    let states: Vec<&ReceiptState> = parts.iter().map(|part| part.state).collect();
    let judged = judged(replica, card);
    let slips = || states.iter().flat_map(|state| &state.slips);
    let assigned = states
        .iter()
        .any(|state| state.lines.get(&issued.line).is_some_and(|line| !line.assigned.is_empty()));
    let lifted = !judged.accepted().is_zero();
    release::blocked_by(&Conditions {
        card_stands: true,
        signed: receipt::signed(replica, issued.receipt, &issued.line).is_some(),
        signature_fits: receipt::signatures_fit(&parts, &issued.line),
        slip_issued: slips().next().is_some(),
        slip_confirmed: slips().any(|slip| slip.confirmed.is_some()),
        measured: !is_subcontracted(replica, card) || card.is_measured(),
        vendor_approved: vendor_approved(replica, card) != Some(false) || lifted,
        in_conflict: conflict::keeps_back(replica, number, card, &issued.line),
        stale_order: receipt::is_stale(replica, &parts, &issued.line),
        without_order: issued.line.order_line().is_none() && !assigned,
        newer_facts: !card.newer.is_empty() || states.iter().any(|state| !state.newer.is_empty()),
        accepted: judged.accepted(),
    })
}
