//! Work lists: what waits for each post, derived from the facts and never written down.

mod entry;
mod incremental;
mod papers;

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

pub use entry::{Entry, Lists, moved_twice_unseen};
pub use incremental::IncrementalWork;

use super::goods::ItemNamed;
use super::set_aside::SetAsideView;
use crate::across::{self, ConflictSubject};
use crate::fact::Day;
use crate::ids::{FactId, LineKey, OrderLine, Text};
use crate::measure::{Quantity, Unit};
use crate::number::{CardNumber, ReceiptNumber};
use crate::post::Post;
use crate::replica::Replica;
use crate::rules::release::Blocked;
use crate::rules::returns;
use crate::rules::stale_order::Staleness;
use crate::rules::unit_weight::{DeviationClass, OverIssued};
use crate::state::{CardState, ReceiptState};
use crate::time::Timestamp;

/// The sorts of work that wait for somebody of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WorkKind {
    /// Judge a lot before its deadline.
    Inspect,
    /// Put the accepted part of a lot on a shelf.
    PutAway,
    /// Post the accepted part of a lot to the ERP (5.13).
    Post,
    /// Raise a return note for what was rejected.
    Return,
    /// People worked apart and differ: one version is to be chosen.
    Settle,
    /// Look at a fact that was set aside.
    SetAside,
    /// Answer for goods on an order that did not stand any more.
    StaleOrder,
    /// Answer for goods that the ERP states otherwise than they were counted.
    OrderChanged,
    /// Assign goods without an order.
    Assign,
    /// Goods exceed the order: change it, or leave them unpaid.
    Excess,
    /// A lot is heavier than tolerance: the vendor improves.
    Heavy,
    /// A lot is lighter within tolerance: revise before the next issue of material.
    Revise,
    /// A lot is lighter than tolerance: recover the over-issued material, or deduct it.
    Recover,
    /// A weighed lot's item has no standard.
    NoStandard,
    /// Sign a count: cards stand on it, and nobody has signed it as it stands.
    Sign,
    /// Issue the acceptance slip of a signed delivery.
    IssueSlip,
    /// Confirm the acceptance slip.
    ConfirmSlip,
    /// Weigh or measure a judged lot of a subcontractor, which is not released without.
    Weigh,
    /// Look at a judged lot once more: what its verdict rests on was stated only after it.
    LookAgain,
    /// Find what others speak of, and what has not arrived here.
    NotHereYet,
    /// Update this device: facts of a newer version stand on something.
    Update,
}

/// What somebody has something to do with. Rows carry it as text: its number or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkSubject {
    /// A delivery, by its receipt.
    Receipt(ReceiptNumber),
    /// A lot, by its card.
    Lot(CardNumber),
    /// A disagreement, by what it is about.
    Conflict(ConflictSubject),
    /// The statement that set a fact aside.
    SetAside(FactId),
    /// A line of an order.
    OrderLine(OrderLine),
}

impl fmt::Display for WorkSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Receipt(number) => number.fmt(f),
            Self::Lot(number) => number.fmt(f),
            Self::Conflict(subject) => subject.fmt(f),
            Self::SetAside(statement) => statement.fmt(f),
            Self::OrderLine(line) => line.fmt(f),
        }
    }
}

impl Serialize for WorkSubject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The figure that matters of something to be done. Programs get it as text; a screen words it in
/// its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkFigure {
    /// A unit weight's deviation from its standard, in per cent, to 2 decimals.
    Deviation(Decimal),
    /// What was measured of a dimension.
    Measured {
        /// Which one, as whoever measured named it.
        what: Text,
        /// How large it is.
        value: Decimal,
        /// The unit of both values.
        unit: Text,
    },
    /// What material lost or over-issued costs (§6.6.3.2).
    Money {
        /// The amount, rounded half-even to the currency's decimals.
        amount: Decimal,
        /// The currency, as ISO 4217 has it.
        currency: Text,
    },
}

impl fmt::Display for WorkFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deviation(percent) => write!(f, "{percent} %"),
            Self::Measured { what, value, unit } => write!(f, "{what} {value} {unit}"),
            Self::Money { amount, currency } => write!(f, "{amount} {currency}"),
        }
    }
}

impl Serialize for WorkFigure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One thing that waits for somebody of a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkRow {
    /// The sort of work.
    pub kind: WorkKind,
    /// The receipt, lot, conflict or statement it is about.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub about: WorkSubject,
    /// The line that it is about, where it is about one.
    pub line: Option<LineKey>,
    /// Code and names of the goods, where they are known.
    #[serde(flatten, serialize_with = "ItemNamed::serialize_or_nulls")]
    #[cfg_attr(feature = "openapi", schema(value_type = super::goods::ItemOrNulls))]
    pub item: Option<ItemNamed>,
    /// How much is concerned, in the row's unit.
    pub quantity: Option<Quantity>,
    /// The unit of the quantity, where it is known.
    pub unit: Option<Unit>,
    /// Until when, where a clock runs.
    pub due: Option<Timestamp>,
    /// The figure that matters: a deviation in per cent, what was measured, money.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub figure: Option<WorkFigure>,
    /// What was set aside, of whom and why, where a fact is to be looked at.
    pub set_aside: Option<Box<SetAsideView>>,
}

impl WorkRow {
    fn about(kind: WorkKind, about: WorkSubject) -> Self {
        Self {
            kind,
            about,
            line: None,
            item: None,
            quantity: None,
            unit: None,
            due: None,
            figure: None,
            set_aside: None,
        }
    }

    fn lot(
        replica: &Replica,
        number: CardNumber,
        state: &CardState,
        kind: WorkKind,
        quantity: Quantity,
    ) -> Self {
        let item = across::item_of(replica, state);
        Self {
            line: state.issued.as_ref().map(|(_, issued)| issued.line.clone()),
            item: item.map(|item| ItemNamed::of(replica, item)),
            quantity: Some(quantity),
            unit: across::unit_of_lot(replica, state),
            ..Self::about(kind, WorkSubject::Lot(number))
        }
    }
}

/// What waits for somebody of this post, the most urgent first.
pub fn work(replica: &Replica, post: Post) -> Vec<WorkRow> {
    IncrementalWork::default().list(replica, post)
}

/// Some lots as they wait to be put away, the most urgent first.
pub(super) fn put_away(
    replica: &Replica,
    for_shelf: impl Iterator<Item = CardNumber>,
) -> Vec<WorkRow> {
    let lots = for_shelf.filter_map(|number| Some((number, replica.card(number)?)));
    let mut lots: Vec<_> =
        lots.map(|(number, state)| (urgency(replica, number, state), number, state)).collect();
    lots.sort_by_key(|(urgency, ..)| *urgency);
    lots.into_iter().map(|(_, number, state)| to_put_away(replica, number, state)).collect()
}

/// By which lots stand in a list: by their deadline, those without a clock last.
type Urgency = (bool, Option<Timestamp>, CardNumber);

fn urgency(replica: &Replica, number: CardNumber, state: &CardState) -> Urgency {
    let due = across::clock(replica, state).due();
    (due.is_none(), due, number)
}

fn to_put_away(replica: &Replica, number: CardNumber, state: &CardState) -> WorkRow {
    let left = across::left_for_shelf(replica, number, state);
    WorkRow::lot(replica, number, state, WorkKind::PutAway, left)
}

/// Whether something of a lot is to be put on a shelf. Nearly all lots are on theirs, and their
/// own fold says so.
pub(super) fn is_for_shelf(replica: &Replica, number: CardNumber, state: &CardState) -> bool {
    let is_left = |accepted: Quantity| accepted > state.quantity_put_away();
    is_left(state.judged().accepted()) && !across::left_for_shelf(replica, number, state).is_zero()
}

/// What is to be done with a lot, by whatever post.
fn of_lot(replica: &Replica, number: CardNumber, state: &CardState) -> Vec<WorkRow> {
    let mut rows = Vec::new();
    if across::is_lot_withdrawn(replica, state) {
        return rows;
    }
    rows.extend(not_here_yet(replica, number, state));
    let row = |kind, quantity| WorkRow::lot(replica, number, state, kind, quantity);
    let judged = across::judged(replica, state);
    let waits_for_inspector = across::waits_for_inspector(replica, state);
    if waits_for_inspector {
        let due = across::clock(replica, state).due();
        // Where verdicts disagree, the next one speaks of the whole lot.
        let open = judged.unjudged + judged.to_sort;
        let is_all = judged.conflict || across::is_sent_back(replica, state);
        let open = if is_all { state.quantity() } else { open };
        rows.push(WorkRow { due, ..row(WorkKind::Inspect, open) });
    }
    // Without an accepted part nothing is released, and nothing is to be asked.
    let blocked = (!judged.accepted().is_zero()).then(|| across::release(replica, number, state));
    let balance = across::balance(replica, state);
    let released = match blocked {
        Some(_) => across::released(replica, number, state),
        None => Quantity::ZERO,
    };
    if !released.is_zero() && !across::left_for_shelf(replica, number, state).is_zero() {
        rows.push(to_put_away(replica, number, state));
    }
    if !waits_for_inspector && blocked.is_some_and(|all| all.contains(&Blocked::NotMeasured)) {
        rows.push(row(WorkKind::Weigh, state.quantity()));
    }
    // A verdict that is still to come knows it, and what has gone on is looked at by its movements.
    let is_open = !waits_for_inspector && !across::is_finished(replica, number);
    if is_open && !across::known_later(replica, state).is_empty() {
        rows.push(row(WorkKind::LookAgain, state.quantity()));
    }
    if !state.newer.is_empty() {
        rows.push(row(WorkKind::Update, state.quantity()));
    }
    if !released.is_zero() {
        rows.push(row(WorkKind::Post, released));
    }
    let to_return = returns::left_to_return(balance);
    if !to_return.is_zero() {
        rows.push(row(WorkKind::Return, to_return));
    }
    if across::is_subcontracted(replica, state) {
        let deviating = deviations(replica, state)
            .map(|(kind, figure)| WorkRow { figure, ..row(kind, state.quantity()) });
        rows.extend(deviating);
    }
    rows
}

/// What a lot speaks of and has not arrived here: its card, or the receipt of its goods.
fn not_here_yet(replica: &Replica, number: CardNumber, state: &CardState) -> Option<WorkRow> {
    let Some((_, issued)) = &state.issued else {
        return Some(WorkRow::about(WorkKind::NotHereYet, WorkSubject::Lot(number)));
    };
    let is_here = replica.receipt(issued.receipt).is_some_and(|state| state.opened.is_some());
    let row = || WorkRow {
        line: Some(issued.line.clone()),
        ..WorkRow::about(WorkKind::NotHereYet, WorkSubject::Receipt(issued.receipt))
    };
    (!is_here).then(row)
}

/// What a subcontracted lot's deviation sets in motion; without a standard, IE's task.
pub(super) const fn set_in_motion(outcome: Option<DeviationClass>) -> Option<WorkKind> {
    match outcome {
        Some(DeviationClass::Heavy) => Some(WorkKind::Heavy),
        Some(DeviationClass::LightWithin) => Some(WorkKind::Revise),
        Some(DeviationClass::LightOut) => Some(WorkKind::Recover),
        None => Some(WorkKind::NoStandard),
        Some(DeviationClass::Within) => None,
    }
}

/// What a lot's unit weight and dimensions set in motion (§6.6.3), each with its figure.
fn deviations(
    replica: &Replica,
    state: &CardState,
) -> impl Iterator<Item = (WorkKind, Option<WorkFigure>)> {
    let weight = across::unit_weight(replica, state).and_then(|weight| {
        let kind = set_in_motion(weight.outcome)?;
        // IE has revised since: the next issue is free again.
        let is_answered = kind == WorkKind::Revise && weight.revised;
        let percent = weight.standard.map(|standard| weight.measured.percent_shown(standard));
        (!is_answered).then_some((kind, percent.map(WorkFigure::Deviation)))
    });
    let measured = state.measurements.iter().filter(|once| !once.voided).filter_map(|once| {
        let kind = set_in_motion(across::dimension(replica, state, once).outcome)?;
        let measured = once.measured.clone();
        let (what, value, unit) = (measured.what, measured.value, measured.unit);
        Some((kind, Some(WorkFigure::Measured { what, value, unit })))
    });
    weight.into_iter().chain(measured)
}

/// What purchasing has to answer for on a receipt.
fn of_receipt(replica: &Replica, number: ReceiptNumber, state: &ReceiptState) -> Vec<WorkRow> {
    let asks = state.lines.keys().filter_map(|key| {
        let part = across::part(replica, number);
        let left = part.map(|part| across::unassigned(&part, key));
        let is_left = left.is_none_or(|left| !left.is_zero());
        let is_changed =
            || across::order_change(replica, number, key).is_some_and(|change| change.is_open());
        let kind = match (across::staleness(replica, state, key), key) {
            (Staleness::Unresolved { .. }, _) => WorkKind::StaleOrder,
            _ if state.voided.is_none() && is_changed() => WorkKind::OrderChanged,
            (_, LineKey::Held(_)) if is_left => WorkKind::Assign,
            _ => return None,
        };
        let counted_as = across::counted_as(replica, number, key);
        let item = counted_as.item.cloned();
        Some(WorkRow {
            line: Some(key.clone()),
            item: item.map(|item| ItemNamed::of(replica, item)),
            quantity: left,
            unit: counted_as.unit,
            ..WorkRow::about(kind, WorkSubject::Receipt(number))
        })
    });
    asks.collect()
}

/// A lot that is lighter than tolerance, as finance reads it: without the cost of its material,
/// which is looked up when the list is drawn.
#[derive(Clone, Debug)]
struct Deduction {
    row: WorkRow,
    /// Material that was issued for the accepted pieces and is not in them.
    missing: OverIssued,
    /// The day whose cost counts: of the latest weighing.
    day: Day,
}

impl Deduction {
    fn of(replica: &Replica, number: CardNumber, state: &CardState) -> Option<Self> {
        if state.voided.is_some() {
            return None;
        }
        let weight = across::unit_weight(replica, state)?;
        let missing = super::lot::missing(replica, state, &weight)?;
        let accepted = across::judged(replica, state).accepted();
        let (_, latest) = state.weighed()?;
        Some(Self {
            row: WorkRow::lot(replica, number, state, WorkKind::Recover, accepted),
            missing,
            day: Day(replica.site().offset.day_of(latest)),
        })
    }

    /// The row with its material at cost; nothing where the cost is not known here.
    fn at_cost(&self, replica: &Replica) -> Option<WorkRow> {
        let item = self.row.item.as_ref()?;
        let (_, cost) = replica.cost(&item.code)?.costs.range(..=self.day).next_back()?;
        let per = cost.per.as_str().parse().ok()?;
        let amount = self.missing.at_cost(cost.cost, per)?;
        let figure = Some(WorkFigure::Money { amount, currency: cost.currency.clone() });
        Some(WorkRow { figure, ..self.row.clone() })
    }
}
