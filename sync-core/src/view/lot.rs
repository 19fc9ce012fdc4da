//! Lots, as lists and as one screen.

use rust_decimal::Decimal;
use serde::Serialize;

use super::goods::Goods;
use super::photo::{self, PhotoView};
use super::sample::{self, SampleView};
use super::{Stamp, stamp};
use crate::across::{self, Conflict, UnitWeight};
use crate::fact::{Judgement, LotField, ReturnFor, Verdict};
use crate::ids::{LineKey, Text};
use crate::label::CardLabel;
use crate::measure::{Quantity, Unit, WeightUnit};
use crate::merge::strictest_verdict::{JudgedQuantities, VerdictOnce, VerdictStatus};
use crate::number::{CardNumber, ReceiptNumber, ReturnNumber};
use crate::replica::Replica;
use crate::rules::inspection_clock::{self, Clock, DeadlineStatus};
use crate::rules::known_later::KnownLater;
use crate::rules::release::Blocked;
use crate::rules::unit_weight::{DeviationClass, OverIssued};
use crate::rules::{putaway, returns, sample_size};
use crate::state::{CardState, ReturnOnce};
use crate::time::Timestamp;

/// Where a lot stands, whatever the time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LotStatus {
    /// Its card has not arrived here.
    Waiting,
    /// Its count is not signed.
    NotSigned,
    /// It waits for its verdict, or for the rest of it.
    InInspection,
    /// It is being sorted.
    ToSort,
    /// Verdicts exceed the lot and differ: somebody with the right post decides.
    Conflict,
    /// It is judged, and something keeps it from being released.
    Held,
    /// Its accepted part can be posted and put away.
    Released,
    /// Its accepted part is on the shelf.
    PutAway,
    /// All of it was rejected.
    Rejected,
    /// All of it was rejected and returned.
    Returned,
    /// Its card was withdrawn, or the receipt of its goods.
    Voided,
}

/// A weighing on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WeighingView {
    /// Who weighed, and when.
    pub recorded: Stamp,
    /// How many pieces lay in the vessel.
    pub pieces: u32,
    /// What the scale showed with the vessel.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub gross: Decimal,
    /// What the vessel weighs.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub tare: Decimal,
    /// The unit of gross and tare.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub unit: WeightUnit,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// A measurement on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeasurementView {
    /// Who measured, and when.
    pub recorded: Stamp,
    /// The characteristic, as the inspector named it.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub what: Text,
    /// How large it is.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub value: Decimal,
    /// The unit of the value, as it was written.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub unit: Text,
    /// The standard in effect when it was measured; none is a task for IE.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub standard: Option<Decimal>,
    /// What the deviation from it means.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub outcome: Option<DeviationClass>,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// A verdict on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerdictView {
    /// Who judged, and when.
    pub recorded: Stamp,
    /// Each part of the lot with what was said of it.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub judgements: Vec<Judgement>,
    /// The defect's code, where one was given.
    pub reason: Option<String>,
    /// The inspector's remark.
    pub note: Option<String>,
    /// Whether it is live, replaced or withdrawn.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub status: VerdictStatus,
    /// Whether it was recorded in time; each tranche bears its own mark.
    pub on_time: Option<bool>,
}

impl VerdictView {
    /// How it stands to the deadline: *sort* alone, what was withdrawn, and what has no deadline
    /// bear no mark.
    pub fn deadline(&self) -> Option<DeadlineStatus> {
        let on_time = self.on_time.filter(|_| self.status != VerdictStatus::Voided)?;
        Some(if on_time { DeadlineStatus::OnTime } else { DeadlineStatus::Late })
    }
}

/// A putaway on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutAwayView {
    /// Who put it away, and when.
    pub recorded: Stamp,
    /// How much went there, in the lot's unit.
    pub quantity: Quantity,
    /// The shelf, as its label was read.
    pub location: String,
    /// Whether it was withdrawn: the goods are off that shelf again.
    pub voided: bool,
}

/// A return note on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnView {
    /// The number on the return note.
    pub number: ReturnNumber,
    /// Who raised it, and when.
    pub recorded: Stamp,
    /// How much goes back, in the lot's unit.
    pub quantity: Quantity,
    /// What of it exceeds what was rejected.
    pub excess: Quantity,
    /// Whether the vendor credits the goods or replaces them.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub settlement: ReturnFor,
    /// The order it goes back against; without one it is an application to purchasing.
    pub order: Option<String>,
    /// Whether it was withdrawn: the goods stayed here.
    pub voided: bool,
}

/// A unit weight on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitWeightView {
    /// Pieces weighed in all.
    pub pieces: u64,
    /// Grams a piece, to 4 decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub measured: Decimal,
    /// The standard in effect when it was weighed; none is a task for IE.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub standard: Option<Decimal>,
    /// Deviation in per cent, to 2 decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub deviation_percent: Option<Decimal>,
    /// The row of the table of §6.6.3; none without a standard.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub outcome: Option<DeviationClass>,
    /// Whether IE stated the standard anew since it was weighed.
    pub revised: bool,
    /// Material that was issued for the accepted pieces and is not in them, in grams to 4 decimals: what
    /// is recovered or deducted (§6.6.3.1.1).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub missing_grams: Option<Decimal>,
}

/// A lot on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[allow(clippy::struct_excessive_bools, reason = "each is a mark of its own on the screen")]
pub struct LotView {
    /// The number on its card, by which it is scanned.
    pub number: CardNumber,
    /// How far the lot is on its way to the shelf or back to the vendor.
    pub status: LotStatus,
    /// Who issued the card, and when.
    pub issued: Option<Stamp>,
    /// The receipt its goods came with.
    pub receipt: Option<ReceiptNumber>,
    /// The line they were counted on.
    pub line: Option<LineKey>,
    /// Item, vendor and order line.
    #[serde(flatten)]
    pub goods: Goods,
    /// How much the card stands for.
    pub quantity: Quantity,
    /// The unit of all its quantities, where it is known.
    pub unit: Option<Unit>,
    /// The supplier's lot number.
    pub lot_number: Option<String>,
    /// When the count was signed: the clock's start.
    pub signed: Option<Timestamp>,
    /// The name of who signed it, where it is known here.
    pub signed_by: Option<String>,
    /// The last instant that is on time.
    pub due: Option<Timestamp>,
    /// When the last of it was finally judged.
    pub judged: Option<Timestamp>,
    /// Whether that was on time.
    pub on_time: Option<bool>,
    /// The clock was started by an instant that is in doubt.
    pub clock_doubtful: bool,
    /// Its deadline was decided by a device whose clock was more than 2 minutes off: corrected,
    /// and marked (`device-time`).
    pub clock_off: bool,
    /// When the verdict that stopped its clock in time came to the server, where that was more than
    /// four hours after its instant (`late-arrival`).
    pub arrived_late: Option<Timestamp>,
    /// The ERP states its order or item otherwise than it was counted, and purchasing has not taken
    /// the goods as they are.
    pub order_changed: bool,
    /// More was put away or returned than today's answer allows: it was done under another
    /// one, and somebody should look (SEMANTICS 23).
    pub basis_changed: bool,
    /// What was stated only after its last verdict, and speaks against it: an inspector looks again
    /// (SEMANTICS 33).
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub known_later: Vec<KnownLater>,
    /// What live verdicts passed, as far as the vendor's approval lets them.
    pub passed: Quantity,
    /// What a supervisor took by concession.
    pub conceded: Quantity,
    /// What live verdicts rejected, or what an unapproved vendor's pass comes to.
    pub rejected: Quantity,
    /// What is to be sorted before it can be judged finally.
    pub to_sort: Quantity,
    /// What no live verdict speaks of.
    pub unjudged: Quantity,
    /// What lies on shelves, over all putaways.
    pub put_away: Quantity,
    /// What return notes send back, over all of them.
    pub returned: Quantity,
    /// What may still be put away.
    pub left_to_put_away: Quantity,
    /// What may still be returned.
    pub left_to_return: Quantity,
    /// What can be posted and put away, with what is on shelves already: its accepted part; of
    /// goods on hold, what purchasing assigned.
    pub released: Quantity,
    /// What keeps its accepted part from being released.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub blocked_by: Vec<Blocked>,
    /// Its unit weight, where it was weighed.
    pub unit_weight: Option<UnitWeightView>,
    /// Open conflicts about it.
    pub conflicts: Vec<String>,
    /// How many pieces of it to look at, as GB/T 2828.1 advises; nothing for what is not counted in
    /// pieces.
    pub advised_sample: Option<u32>,
    /// Its weighings, in merge order.
    pub weighings: Vec<WeighingView>,
    /// Its measurements, in merge order.
    pub measurements: Vec<MeasurementView>,
    /// Its samples, in merge order.
    pub samples: Vec<SampleView>,
    /// Its verdicts, in merge order.
    pub verdicts: Vec<VerdictView>,
    /// Where it was put, in merge order.
    pub putaways: Vec<PutAwayView>,
    /// Its return notes, in merge order.
    pub returns: Vec<ReturnView>,
    /// Its photos, in merge order.
    pub photos: Vec<PhotoView>,
    /// Facts of a newer version stand on it: update this device.
    pub newer_facts: usize,
    /// The four-hour clock (§4.6.3), where the card is known here.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub clock: Option<Clock>,
}

impl LotView {
    /// Where it stands towards its deadline at an instant.
    pub fn deadline_status(&self, now: Timestamp) -> DeadlineStatus {
        self.clock.map_or(DeadlineStatus::NotStarted, |clock| clock.deadline_status(now))
    }

    /// What can go to a shelf now: what is left of its accepted part, as far as that is released.
    pub fn ready_for_shelf(&self) -> Quantity {
        self.released.less(self.put_away).min(self.left_to_put_away)
    }

    /// What was rejected and has not gone back: it stays where the keeper has it.
    pub fn rejected_here(&self) -> Quantity {
        self.rejected.less(self.returned)
    }

    /// What the code on its card says; nothing while the card has not arrived here.
    pub fn label(&self) -> Option<CardLabel> {
        let limit = self.signed.zip(self.due).map(|(signed, due)| due.since(signed));
        let own_limit = limit.filter(|limit| *limit != inspection_clock::LIMIT);
        Some(CardLabel {
            number: self.number,
            line: self.line.clone()?,
            item: self.goods.code().cloned(),
            quantity: self.quantity,
            unit: self.unit,
            vendor: self.goods.vendor.clone(),
            signed: self.signed,
            minutes: own_limit.and_then(|limit| u32::try_from(limit.whole_minutes()).ok()),
        })
    }
}

/// Every lot whose card and receipt were not withdrawn, by deadline; those without a clock last.
pub fn lots(replica: &Replica) -> Vec<LotView> {
    let standing = replica.cards().filter(|(_, state)| !across::is_lot_withdrawn(replica, state));
    by_deadline(standing.map(|(number, state)| of_state(replica, number, state)).collect())
}

/// Lots by their deadline; those without a clock last.
pub(super) fn by_deadline(mut lots: Vec<LotView>) -> Vec<LotView> {
    lots.sort_by_key(|row| (row.due.is_none(), row.due, row.number));
    lots
}

/// One lot, with everything on it; nothing where nothing is known of it here.
pub fn lot(replica: &Replica, number: CardNumber) -> Option<LotView> {
    replica.card(number).map(|state| of_state(replica, number, state))
}

/// A lot whose card is in a state, recorded or not.
pub(super) fn of_state(replica: &Replica, number: CardNumber, state: &CardState) -> LotView {
    let issued = state.issued.as_ref();
    let clock = across::clock(replica, state);
    let signature = issued.and_then(|(_, card)| across::signed(replica, card.receipt, &card.line));
    let judged_at = match clock {
        Clock::Stopped { at, .. } => Some(at),
        Clock::Running { .. } | Clock::NotStarted => None,
    };
    let judged = across::judged(replica, state);
    let balance = across::balance(replica, state);
    let blocked_by = across::release(replica, number, state);
    let mut conflicts: Vec<Conflict> = Vec::new();
    across::conflicts_of_lot(replica, number, state, &mut conflicts);
    LotView {
        number,
        status: status(replica, state, clock, judged, || blocked_by.is_empty()),
        issued: issued.map(|(written, _)| stamp(replica, *written)),
        receipt: issued.map(|(_, card)| card.receipt),
        line: issued.map(|(_, card)| card.line.clone()),
        goods: Goods::of(replica, state),
        quantity: state.quantity(),
        unit: across::unit_of_lot(replica, state),
        lot_number: lot_number(state),
        signed: signature.as_ref().map(|signature| signature.written.at),
        signed_by: signature.as_ref().and_then(|s| stamp(replica, s.written).name),
        due: clock.due(),
        judged: judged_at,
        on_time: judged_at.zip(clock.due()).map(|(at, due)| inspection_clock::is_on_time(at, due)),
        clock_doubtful: signature.is_some_and(|s| replica.is_doubtful(s.written.id)),
        clock_off: !across::clock_off(replica, state).is_empty(),
        arrived_late: across::arrived_late(replica, state, clock).first().map(|(_, _, came)| *came),
        order_changed: across::order_change_of_lot(replica, state)
            .is_some_and(|change| change.is_open()),
        basis_changed: across::basis_changed(replica, state),
        known_later: across::known_later(replica, state)
            .into_iter()
            .map(|(what, _)| what)
            .collect(),
        passed: judged.passed,
        conceded: judged.conceded,
        rejected: judged.rejected,
        to_sort: judged.to_sort,
        unjudged: judged.unjudged,
        put_away: state.quantity_put_away(),
        returned: state.quantity_returned(),
        left_to_put_away: putaway::left_to_put_away(balance),
        left_to_return: returns::left_to_return(balance),
        released: across::released(replica, number, state),
        blocked_by,
        unit_weight: unit_weight_view(replica, state),
        conflicts: conflicts.iter().map(|conflict| conflict.subject.to_string()).collect(),
        advised_sample: across::unit_of_lot(replica, state)
            .and_then(|unit| sample_size::advised(state.quantity(), unit)),
        weighings: weighings(replica, state),
        measurements: measurements(replica, state),
        samples: sample::samples(replica, state),
        verdicts: state
            .verdicts
            .iter()
            .map(|verdict| verdict_view(replica, verdict, clock.due()))
            .collect(),
        putaways: state
            .put_away
            .iter()
            .map(|once| PutAwayView {
                recorded: stamp(replica, once.written),
                quantity: once.put.quantity,
                location: replica.location_as_written(&once.put.location).to_string(),
                voided: once.voided,
            })
            .collect(),
        returns: return_views(replica, state, judged.rejected),
        photos: photo::photos(replica, &state.photos),
        newer_facts: state.newer.len(),
        clock: Some(clock),
    }
}

fn lot_number(state: &CardState) -> Option<String> {
    state.fields.get(&LotField::LotNumber)?.value().map(ToString::to_string)
}

/// Where a lot stands, without the rest of its screen.
pub(super) fn status_of(
    replica: &Replica,
    number: CardNumber,
    state: &CardState,
    clock: Clock,
) -> LotStatus {
    status(replica, state, clock, across::judged(replica, state), || {
        across::release(replica, number, state).is_empty()
    })
}

fn status(
    replica: &Replica,
    state: &CardState,
    clock: Clock,
    judged: JudgedQuantities,
    is_released: impl FnOnce() -> bool,
) -> LotStatus {
    if across::is_lot_withdrawn(replica, state) {
        return LotStatus::Voided;
    }
    if state.issued.is_none() {
        return LotStatus::Waiting;
    }
    if judged.conflict {
        return LotStatus::Conflict;
    }
    if !judged.to_sort.is_zero() {
        return LotStatus::ToSort;
    }
    let accepted = judged.accepted();
    if !judged.unjudged.is_zero() {
        let signed = clock != Clock::NotStarted;
        return if signed { LotStatus::InInspection } else { LotStatus::NotSigned };
    }
    if accepted.is_zero() {
        let all_returned = state.quantity_returned() >= judged.rejected;
        return if all_returned { LotStatus::Returned } else { LotStatus::Rejected };
    }
    if state.quantity_put_away() >= accepted {
        return LotStatus::PutAway;
    }
    if is_released() { LotStatus::Released } else { LotStatus::Held }
}

fn unit_weight_view(replica: &Replica, state: &CardState) -> Option<UnitWeightView> {
    let weight = across::unit_weight(replica, state)?;
    Some(UnitWeightView {
        pieces: weight.measured.pieces,
        measured: weight.measured.shown(),
        standard: weight.standard,
        deviation_percent: weight.standard.map(|standard| weight.measured.percent_shown(standard)),
        outcome: weight.outcome,
        revised: weight.revised,
        missing_grams: missing(replica, state, &weight).and_then(OverIssued::grams),
    })
}

/// Material that is not in the accepted pieces of a lot lighter than tolerance (§6.6.3.1.1).
pub(super) fn missing(
    replica: &Replica,
    state: &CardState,
    weight: &UnitWeight,
) -> Option<OverIssued> {
    let is_light = weight.outcome == Some(DeviationClass::LightOut);
    let standard =
        weight.standard.filter(|_| is_light && across::is_subcontracted(replica, state))?;
    let accepted = across::judged(replica, state).accepted();
    OverIssued::of(weight.measured, standard, accepted.value())
}

fn weighings(replica: &Replica, state: &CardState) -> Vec<WeighingView> {
    state
        .weighings
        .iter()
        .map(|once| WeighingView {
            recorded: stamp(replica, once.written),
            pieces: once.weighed.pieces,
            gross: once.weighed.gross,
            tare: once.weighed.tare,
            unit: once.weighed.unit,
            voided: once.voided,
        })
        .collect()
}

fn measurements(replica: &Replica, state: &CardState) -> Vec<MeasurementView> {
    state
        .measurements
        .iter()
        .map(|once| {
            let dimension = across::dimension(replica, state, once);
            MeasurementView {
                recorded: stamp(replica, once.written),
                what: once.measured.what.clone(),
                value: once.measured.value,
                unit: once.measured.unit.clone(),
                standard: dimension.standard,
                outcome: dimension.outcome,
                voided: once.voided,
            }
        })
        .collect()
}

fn verdict_view(replica: &Replica, verdict: &VerdictOnce, due: Option<Timestamp>) -> VerdictView {
    let is_final = verdict.recorded.judgements.iter().any(|said| said.verdict != Verdict::Sort);
    let on_time = due.filter(|_| is_final);
    VerdictView {
        recorded: stamp(replica, verdict.written),
        judgements: verdict.recorded.judgements.clone(),
        reason: verdict.recorded.reason.as_ref().map(ToString::to_string),
        note: verdict.recorded.note.as_ref().map(ToString::to_string),
        status: verdict.status,
        on_time: on_time.map(|due| inspection_clock::is_on_time(verdict.written.at, due)),
    }
}

fn return_views(replica: &Replica, state: &CardState, rejected: Quantity) -> Vec<ReturnView> {
    let stands = |once: &ReturnOnce| {
        if once.voided { Quantity::ZERO } else { once.raised.quantity }
    };
    let notes: Vec<Quantity> = state.returns.iter().map(stands).collect();
    let excess = returns::excess_of_each(rejected, &notes);
    state
        .returns
        .iter()
        .zip(excess)
        .map(|(once, excess)| ReturnView {
            number: ReturnNumber(once.written.id),
            recorded: stamp(replica, once.written),
            quantity: once.raised.quantity,
            excess,
            settlement: once.raised.settlement,
            order: once.raised.order.as_ref().map(ToString::to_string),
            voided: once.voided,
        })
        .collect()
}
