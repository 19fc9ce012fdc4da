//! A lot in an inspector's hands: what is known of it, what is to be done, and what a
//! weighing or a verdict would come to, before anybody has recorded it.

use rust_decimal::Decimal;

use super::lot::{self, LotStatus, LotView};
use super::past::{PastLot, past};
use super::sample::{self, Findings};
use super::work::{WorkKind, set_in_motion};
use super::{board, queue, scan};
use crate::across;
use crate::command::{Actor, Command, Refusal, decide, left_of_lot};
use crate::fact::{
    CardIssued, Characteristic, Day, Event, Measured, StandardStated, Verdict, VerdictRecorded,
    Weighed,
};
use crate::ids::{DeviceNumber, FactId, OrderNumber, PersonNumber};
use crate::label::{CardLabel, Label};
use crate::measure::Quantity;
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::rules::inspection_clock;
use crate::rules::inspection_steps::{InspectionStep, Needs, steps};
use crate::rules::measured::Compared;
use crate::rules::release::Blocked;
use crate::rules::tranche::{NextVerdict, next_verdict};
use crate::rules::unit_weight::{self, DeviationClass};
use crate::same_code;
use crate::state::{CardState, MeasuredOnce, Written};
use crate::time::{Hlc, Timestamp};

/// How many earlier lots stand beside a lot.
const PAST_LOTS: usize = 8;

/// A standard that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardView {
    /// The value that lots are compared with, in the standard's unit.
    pub value: Decimal,
    /// In which unit; weights in grams a piece.
    pub unit: String,
    /// The first site day on which it holds.
    pub from: Day,
}

/// How far something measured is from its standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// What was measured, rounded for people.
    pub measured: Decimal,
    /// The standard in effect; none is a task for IE.
    pub standard: Option<Decimal>,
    /// In per cent, to 2 decimals.
    pub percent: Option<Decimal>,
    /// The row of the table of §6.6.3 that the deviation falls into.
    pub outcome: Option<DeviationClass>,
    /// Where it stands on a gauge, in parts of a thousand ([`unit_weight::gauge`]).
    pub needle: Option<i64>,
    /// Pieces in it, in all live weighings.
    pub pieces: u64,
}

/// A dimension that the item has a standard for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DimensionView {
    /// What is measured, by the name of its [`Characteristic`].
    pub what: String,
    /// The standard that holds today.
    pub standard: StandardView,
    /// What was measured of it last, and holds.
    pub last: Option<Deviation>,
    /// The measurements of it that hold.
    pub facts: Vec<FactId>,
}

/// What a lot's verdicts and weights set in motion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follow {
    /// So much can be posted and put away.
    PutAway(Quantity),
    /// So much is accepted, and something keeps it back.
    Held(Quantity, Vec<Blocked>),
    /// So much goes to the nonconforming warehouse, whose keeper raises a return note.
    Return(Quantity, Option<OrderNumber>),
    /// So much is to be sorted, and the clock runs on.
    Sort(Quantity),
    /// So much waits for a verdict.
    Unjudged(Quantity),
    /// Somebody gets work, because of a deviation in per cent.
    Work(WorkKind, Option<Decimal>),
    /// The card has not arrived here: the rest is decided when it has.
    Waits,
}

/// A part of a lot, as a bar shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// What holds of it; nothing where it is not judged.
    pub verdict: Option<Verdict>,
    /// The part of the lot, in its unit.
    pub quantity: Quantity,
    /// Its share of the lot, in parts of a thousand.
    pub permille: i64,
}

/// A lot in an inspector's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing to know of the lot")]
pub struct InspectionView {
    /// The lot; where the card has not arrived here, what its label says.
    pub lot: LotView,
    /// Whether its card has arrived here.
    pub known: bool,
    /// Whether the card known here says something else than the label that was scanned.
    pub label_differs: bool,
    /// How much of its time is used, in per cent.
    pub used_percent: i64,
    /// Where the truck stood.
    pub dock: Option<String>,
    /// Whether it came from a subcontractor: then it is weighed or measured.
    pub subcontracted: bool,
    /// Whether a subcontracted lot has neither been weighed nor measured yet.
    pub to_weigh: bool,
    /// The steps that it goes through.
    pub steps: Vec<InspectionStep>,
    /// How much of it is not finally judged.
    pub open: Quantity,
    /// What the next verdict speaks of.
    pub next_verdict: NextVerdict,
    /// Its parts: passed, conceded, to sort, rejected, not judged; without those of nothing.
    pub shares: Vec<Share>,
    /// The item's standard unit weight today.
    pub standard: Option<StandardView>,
    /// How far from it a lot may be, in per cent.
    pub tolerance_percent: Decimal,
    /// Its unit weight, in all live weighings.
    pub weight: Option<Deviation>,
    /// What else is measured.
    pub dimensions: Vec<DimensionView>,
    /// What its samples come to.
    pub findings: Findings,
    /// The last lots of this item from this vendor, the oldest first.
    pub past: Vec<PastLot>,
    /// What its verdicts and weights have set in motion.
    pub follows: Vec<Follow>,
}

/// A lot in an inspector's hands, by its number and what is known of its label.
///
/// Nothing where neither the card is known here nor its label's text.
pub fn inspection(
    replica: &Replica,
    number: CardNumber,
    label: Option<&str>,
    now: Timestamp,
) -> Option<InspectionView> {
    let label = label.and_then(|text| label_of(text, number));
    let known = replica.card(number).filter(|state| state.issued.is_some());
    if known.is_none() && label.is_none() && replica.card(number).is_none() {
        return None;
    }
    let state = in_hand(replica, number, label.as_ref());
    let lot = lot_in_hand(replica, number, &state, label.as_ref().filter(|_| known.is_none()));
    let differs = known.and_then(|state| state.issued.as_ref()).zip(label.as_ref());
    let today = Day(replica.site().offset.day_of(now));
    let subcontracted = across::is_subcontracted(replica, &state);
    let item = lot.goods.code().cloned();
    let standard = item
        .as_ref()
        .and_then(|item| replica.item(item)?.standard(&Characteristic::UnitWeight, today));
    let weight = across::unit_weight(replica, &state);
    let dimensions = dimensions(replica, &state, today);
    Some(InspectionView {
        known: known.is_some(),
        label_differs: differs.is_some_and(|((_, card), label)| scan::differs_from(label, card)),
        used_percent: lot
            .signed
            .zip(lot.due)
            .map_or(0, |(signed, due)| queue::used_percent(signed, due, now)),
        dock: lot.receipt.and_then(|receipt| board::dock_of(replica, receipt)),
        subcontracted,
        to_weigh: subcontracted && !across::is_measured(replica, &state),
        steps: steps(Needs {
            subcontracted,
            weight_standard: standard.is_some(),
            weighed: weight.is_some(),
            dimension_standard: !dimensions.is_empty(),
        }),
        open: lot.unjudged + lot.to_sort,
        next_verdict: next_verdict(left_of_lot(&state)),
        shares: shares(&lot),
        standard: standard.map(standard_view),
        tolerance_percent: (across::tolerance(replica, &state) * Decimal::ONE_HUNDRED).normalize(),
        weight: weight.map(|weight| weight_deviation(replica, &state, weight)),
        dimensions,
        findings: sample::findings(replica, &state),
        past: item
            .map(|item| past(replica, &item, lot.goods.vendor.as_ref(), number, PAST_LOTS))
            .unwrap_or_default(),
        follows: follows(replica, number, &state, known.is_some()),
        lot,
    })
}

/// What a lot's unit weight would come to with one weighing more, by the rule of the fold.
///
/// Nothing while the figures weigh nothing.
pub fn weighing(
    replica: &Replica,
    number: CardNumber,
    label: Option<&str>,
    more: &Weighed,
    now: Timestamp,
) -> Option<Deviation> {
    if more.pieces == 0 || more.gross <= more.tare {
        return None;
    }
    let label = label.and_then(|text| label_of(text, number));
    let state = in_hand(replica, number, label.as_ref());
    let weight = across::unit_weight_with(replica, &state, more, now)?;
    Some(weight_deviation(replica, &state, weight))
}

/// What a measurement would come to, by the rule of the fold; nothing while it is zero.
pub fn measuring(
    replica: &Replica,
    number: CardNumber,
    label: Option<&str>,
    more: &Measured,
    now: Timestamp,
) -> Option<Deviation> {
    if more.value.is_zero() {
        return None;
    }
    let label = label.and_then(|text| label_of(text, number));
    let state = in_hand(replica, number, label.as_ref());
    let once = MeasuredOnce {
        written: not_written(replica, now, 0),
        measured: more.clone(),
        voided: false,
    };
    Some(dimension_deviation(replica, &state, &once))
}

/// What would follow from a verdict, by the rules of the fold; or why it is refused.
pub fn judging(
    replica: &Replica,
    actor: Actor,
    number: CardNumber,
    label: Option<&str>,
    command: &Command,
    now: Timestamp,
) -> Result<Vec<Follow>, Refusal> {
    let decision = decide(replica, actor, command, now)?;
    let label = label.and_then(|text| label_of(text, number));
    let state = in_hand(replica, number, label.as_ref());
    let verdicts = decision.drafts.into_iter().enumerate().filter_map(|(index, draft)| {
        let recorded = recorded(draft.event)?;
        let written = Written { by: actor.person, ..not_written(replica, now, index) };
        Some((written, recorded))
    });
    let state = state.with_verdicts(verdicts);
    let known = replica.card(number).is_some_and(|state| state.issued.is_some());
    Ok(follows(replica, number, &state, known))
}

fn recorded(event: Event) -> Option<VerdictRecorded> {
    if let Event::VerdictRecorded(recorded) = event { Some(recorded) } else { None }
}

/// The label of a card of this number, read from the text that was scanned.
fn label_of(text: &str, number: CardNumber) -> Option<CardLabel> {
    let plain = same_code::scanned(text);
    match plain.parse() {
        Ok(Label::Card(label)) if label.number == number => Some(label),
        _ => None,
    }
}

/// The card's state; where the card has not arrived here, with what its label says in its place.
fn in_hand(replica: &Replica, number: CardNumber, label: Option<&CardLabel>) -> CardState {
    let mut state = replica.card(number).cloned().unwrap_or_default();
    if let Some(label) = label.filter(|_| state.issued.is_none()) {
        let at = label.signed.unwrap_or_default();
        let written =
            Written { id: number.0, at, merge_time: Hlc::at(at), by: PersonNumber::SERVER };
        let issued = CardIssued {
            // Its receipt is not on the label: no receipt bears the card's own name.
            receipt: ReceiptNumber(number.0),
            line: label.line.clone(),
            quantity: label.quantity,
            unit: label.unit,
            item: label.item.clone(),
            vendor: label.vendor.clone(),
            lot: None,
        };
        state.issued = Some((written, issued));
    }
    state
}

/// Whether the ERP states the order of a label's goods otherwise than they were counted, and
/// purchasing has not taken them so.
pub(super) fn is_order_changed(replica: &Replica, label: &CardLabel) -> bool {
    let state = in_hand(replica, label.number, Some(label));
    across::order_change_of_lot(replica, &state).is_some_and(|change| change.is_open())
}

/// The lot as a screen shows it; by its label alone, without what only its receipt knows.
fn lot_in_hand(
    replica: &Replica,
    number: CardNumber,
    state: &CardState,
    label: Option<&CardLabel>,
) -> LotView {
    let lot = lot::of_state(replica, number, state);
    let Some(label) = label else { return lot };
    let due = label.signed.map(|signed| inspection_clock::due(signed, label.minutes));
    let said: Vec<_> = state.final_verdicts().collect();
    let clock = inspection_clock::read(due, state.quantity(), &said);
    let judged = match clock {
        inspection_clock::Clock::Stopped { at, .. } => Some(at),
        inspection_clock::Clock::Running { .. } | inspection_clock::Clock::NotStarted => None,
    };
    LotView {
        status: LotStatus::Waiting,
        issued: None,
        receipt: None,
        signed: label.signed,
        due,
        judged,
        on_time: judged.zip(due).map(|(at, due)| inspection_clock::is_on_time(at, due)),
        blocked_by: Vec::new(),
        clock: Some(clock),
        ..lot
    }
}

/// The header of a fact that is not written, after all that are known here.
fn not_written(replica: &Replica, now: Timestamp, index: usize) -> Written {
    let index = u64::try_from(index).unwrap_or_default();
    Written {
        id: FactId { device: DeviceNumber::SERVER, sequence: u64::MAX - index },
        at: now,
        merge_time: replica.latest_merge_time().max(Hlc::at(now)),
        by: PersonNumber::SERVER,
    }
}

fn shares(lot: &LotView) -> Vec<Share> {
    let parts = [
        (Some(Verdict::Pass), lot.passed),
        (Some(Verdict::Concession), lot.conceded),
        (Some(Verdict::Sort), lot.to_sort),
        (Some(Verdict::Reject), lot.rejected),
        (None, lot.unjudged),
    ];
    let whole: Quantity = parts.iter().map(|(_, quantity)| *quantity).sum();
    let parts = parts.into_iter().filter(|(_, quantity)| !quantity.is_zero());
    parts
        .map(|(verdict, quantity)| {
            let part = (quantity.value() * Decimal::ONE_THOUSAND).checked_div(whole.value());
            let permille = part.and_then(|part| i64::try_from(part.round()).ok());
            Share { verdict, quantity, permille: permille.unwrap_or_default() }
        })
        .collect()
}

fn standard_view(stated: &StandardStated) -> StandardView {
    StandardView { value: stated.value, unit: stated.unit.to_string(), from: stated.from }
}

fn weight_deviation(replica: &Replica, state: &CardState, weight: across::UnitWeight) -> Deviation {
    let tolerance = across::tolerance(replica, state);
    let across::UnitWeight { measured, standard, outcome, revised: _ } = weight;
    Deviation {
        measured: measured.shown(),
        standard,
        percent: standard.map(|standard| measured.percent_shown(standard)),
        outcome,
        needle: standard.and_then(|standard| unit_weight::gauge(measured, standard, tolerance)),
        pieces: measured.pieces,
    }
}

fn dimension_deviation(replica: &Replica, state: &CardState, once: &MeasuredOnce) -> Deviation {
    let tolerance = across::tolerance(replica, state);
    let across::Dimension { value, standard, compared, outcome } =
        across::dimension(replica, state, once);
    let single =
        |compared: Compared| unit_weight::LotWeight { net_grams: compared.value, pieces: 1 };
    Deviation {
        measured: value,
        standard,
        percent: compared.map(|of| single(of).percent_shown(of.standard)),
        outcome,
        needle: compared.and_then(|of| unit_weight::gauge(single(of), of.standard, tolerance)),
        pieces: 1,
    }
}

/// The dimensions that the item has a standard for today, with what was measured of each.
fn dimensions(replica: &Replica, state: &CardState, today: Day) -> Vec<DimensionView> {
    let item = across::item_of(replica, state);
    let Some(item) = item.as_ref().and_then(|item| replica.item(item)) else {
        return Vec::new();
    };
    let mut stated: Vec<Characteristic> =
        item.standards.keys().map(|(what, _)| Characteristic::read(what)).collect();
    stated.dedup_by(|one, other| one.is_same(other));
    let measured = stated.into_iter().filter(|about| *about != Characteristic::UnitWeight);
    measured
        .filter_map(|about| {
            let stated = item.standard(&about, today)?;
            let of_it: Vec<&MeasuredOnce> = state
                .measurements
                .iter()
                .filter(|once| !once.voided)
                .filter(|once| Characteristic::read(&once.measured.what).is_same(&about))
                .collect();
            Some(DimensionView {
                standard: standard_view(stated),
                last: of_it.last().map(|once| dimension_deviation(replica, state, once)),
                facts: of_it.iter().map(|once| once.written.id).collect(),
                what: about.name().to_owned(),
            })
        })
        .collect()
}

/// What follows from a lot as it stands, recorded or not.
fn follows(replica: &Replica, number: CardNumber, state: &CardState, known: bool) -> Vec<Follow> {
    let judged = across::judged(replica, state);
    let accepted = judged.accepted();
    let mut follows = Vec::new();
    if !accepted.is_zero() && known {
        let blocked = across::release(replica, number, state);
        follows.push(if blocked.is_empty() {
            Follow::PutAway(across::released(replica, number, state))
        } else {
            Follow::Held(accepted, blocked)
        });
    }
    let order = state.issued.as_ref().and_then(|(_, issued)| issued.line.order_line());
    let order = order.map(|line| line.order.clone());
    let quantities = [
        (judged.rejected, Follow::Return(judged.rejected, order)),
        (judged.to_sort, Follow::Sort(judged.to_sort)),
        (judged.unjudged, Follow::Unjudged(judged.unjudged)),
    ];
    follows.extend(
        quantities
            .into_iter()
            .filter(|(quantity, _)| !quantity.is_zero())
            .map(|(_, follow)| follow),
    );
    follows.extend(deviations(replica, state));
    if !known {
        follows.push(Follow::Waits);
    }
    follows
}

/// The work that a subcontracted lot's weight and dimensions bring (§6.6.3), each kind once.
fn deviations(replica: &Replica, state: &CardState) -> Vec<Follow> {
    if !across::is_subcontracted(replica, state) {
        return Vec::new();
    }
    let weight = across::unit_weight(replica, state)
        // IE has revised since: the next issue is free again.
        .filter(|weight| !(weight.revised && weight.outcome == Some(DeviationClass::LightWithin)))
        .map(|weight| weight_deviation(replica, state, weight));
    let measured = state.measurements.iter().filter(|once| !once.voided);
    let measured = measured.map(|once| dimension_deviation(replica, state, once));
    let mut work: Vec<Follow> = Vec::new();
    for deviation in weight.into_iter().chain(measured) {
        let Some(kind) = set_in_motion(deviation.outcome) else { continue };
        let is_new = |follow: &Follow| !matches!(follow, Follow::Work(other, _) if *other == kind);
        if work.iter().all(is_new) {
            work.push(Follow::Work(kind, deviation.percent));
        }
    }
    work
}
