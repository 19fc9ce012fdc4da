//! Work lists: what waits for each post, derived from the facts and never kept.

use serde::Serialize;

use super::lot::{self, LotStatus, LotView};
use super::{conflicts, item_names, order};
use crate::across;
use crate::fact::Day;
use crate::ids::{ItemCode, LineKey};
use crate::measure::{Quantity, Unit};
use crate::number::CardNumber;
use crate::post::Post;
use crate::replica::Replica;
use crate::rules::stale_order::Staleness;
use crate::rules::unit_weight::{self, Outcome};
use crate::state::CardState;
use crate::time::Timestamp;

/// What is to be done.
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
    /// Settle a disagreement.
    Settle,
    /// Look at a fact that was set aside.
    SetAside,
    /// Answer for goods on an order that did not stand any more.
    StaleOrder,
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
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkRow {
    /// What.
    pub kind: WorkKind,
    /// The receipt, lot, conflict or statement it is about.
    pub about: String,
    /// The line.
    pub line: Option<LineKey>,
    /// The item.
    pub item: Option<ItemCode>,
    /// The item's Chinese name.
    pub name_zh: Option<String>,
    /// The item's English name.
    pub name_en: Option<String>,
    /// How much.
    pub quantity: Option<Quantity>,
    /// In which unit.
    pub unit: Option<Unit>,
    /// Until when, where a clock runs.
    pub due: Option<Timestamp>,
    /// The figure that matters: a deviation in per cent, material in grams, money.
    pub figure: Option<String>,
}

impl WorkRow {
    fn about(kind: WorkKind, about: &dyn ToString) -> Self {
        Self {
            kind,
            about: about.to_string(),
            line: None,
            item: None,
            name_zh: None,
            name_en: None,
            quantity: None,
            unit: None,
            due: None,
            figure: None,
        }
    }

    /// The same of an item, with its names.
    fn of_item(self, replica: &Replica, item: Option<ItemCode>) -> Self {
        let (name_zh, name_en) = item_names(replica, item.as_ref());
        Self { item, name_zh, name_en, ..self }
    }

    fn lot(kind: WorkKind, lot: &LotView, quantity: Quantity) -> Self {
        Self {
            line: lot.line.clone(),
            item: lot.item.clone(),
            name_zh: lot.name_zh.clone(),
            name_en: lot.name_en.clone(),
            quantity: Some(quantity),
            unit: lot.unit,
            ..Self::about(kind, &lot.number)
        }
    }
}

/// What waits for somebody of this post, the most urgent first.
pub fn work(replica: &Replica, post: Post) -> Vec<WorkRow> {
    match post {
        Post::QcInspector => to_inspect(replica),
        Post::DockClerk => to_put_away(replica),
        Post::TerminalOperator => to_post(replica),
        Post::NonconformingKeeper => to_return(replica),
        Post::Supervisor => to_settle(replica),
        Post::Purchasing => for_purchasing(replica),
        Post::IeEngineer => for_ie(replica),
        Post::Finance => for_finance(replica),
        Post::Administrator => Vec::new(),
    }
}

fn to_inspect(replica: &Replica) -> Vec<WorkRow> {
    lot::lots(replica)
        .iter()
        .filter(|lot| match lot.status {
            LotStatus::InInspection | LotStatus::ToSort => true,
            LotStatus::Waiting
            | LotStatus::NotSigned
            | LotStatus::Conflict
            | LotStatus::Held
            | LotStatus::Released
            | LotStatus::PutAway
            | LotStatus::Rejected
            | LotStatus::Returned
            | LotStatus::Voided => false,
        })
        .map(|lot| {
            let row = WorkRow::lot(WorkKind::Inspect, lot, lot.unjudged + lot.to_sort);
            WorkRow { due: lot.due, ..row }
        })
        .collect()
}

fn to_put_away(replica: &Replica) -> Vec<WorkRow> {
    let for_shelf = replica.cards().filter(|(number, state)| is_for_shelf(replica, *number, state));
    put_away(replica, for_shelf.map(|(number, _)| number))
}

/// Some lots as they wait to be put away, the most urgent first.
pub(super) fn put_away(
    replica: &Replica,
    for_shelf: impl Iterator<Item = CardNumber>,
) -> Vec<WorkRow> {
    let lots = for_shelf.filter_map(|number| lot::lot(replica, number));
    lot::by_deadline(lots.collect())
        .into_iter()
        .map(|lot| {
            let left = (lot.passed + lot.conceded).less(lot.put_away);
            WorkRow::lot(WorkKind::PutAway, &lot, left)
        })
        .collect()
}

/// Whether something of a lot is to be put on a shelf. Nearly all lots are on theirs, and their
/// own fold says so.
pub(super) fn is_for_shelf(replica: &Replica, number: CardNumber, state: &CardState) -> bool {
    let is_left = |accepted: Quantity| accepted > state.quantity_put_away();
    is_left(state.judged().accepted())
        && is_left(across::judged(replica, state).accepted())
        && across::release(replica, number, state).is_empty()
}

fn to_post(replica: &Replica) -> Vec<WorkRow> {
    released(replica)
        .map(|lot| WorkRow::lot(WorkKind::Post, &lot, lot.passed + lot.conceded))
        .collect()
}

fn released(replica: &Replica) -> impl Iterator<Item = LotView> {
    lot::lots(replica).into_iter().filter(|lot| lot.blocked_by.is_empty())
}

fn to_return(replica: &Replica) -> Vec<WorkRow> {
    lot::lots(replica)
        .iter()
        .map(|lot| (lot.rejected.less(lot.returned), lot))
        .filter(|(left, _)| !left.is_zero())
        .map(|(left, lot)| WorkRow::lot(WorkKind::Return, lot, left))
        .collect()
}

fn to_settle(replica: &Replica) -> Vec<WorkRow> {
    let settle = conflicts::conflicts(replica)
        .into_iter()
        .map(|conflict| WorkRow::about(WorkKind::Settle, &conflict.id));
    let aside = conflicts::set_aside(replica)
        .into_iter()
        .filter(|set| set.readmitted.is_none())
        .map(|set| WorkRow::about(WorkKind::SetAside, &set.id));
    settle.chain(aside).collect()
}

fn for_purchasing(replica: &Replica) -> Vec<WorkRow> {
    let mut rows = Vec::new();
    for (number, state) in replica.receipts().filter(|(_, state)| state.voided.is_none()) {
        let part = across::part(replica, number);
        for (key, line) in &state.lines {
            let row = |kind| WorkRow {
                line: Some(key.clone()),
                quantity: part.as_ref().map(|part| part.quantity(key)),
                unit: across::unit_of(replica, key),
                ..WorkRow::about(kind, &number).of_item(replica, across::item_of_line(replica, key))
            };
            match (across::staleness(replica, state, key), key) {
                (Staleness::Unresolved { .. }, _) => rows.push(row(WorkKind::StaleOrder)),
                (_, LineKey::Held(_)) if line.assigned.is_empty() => {
                    rows.push(row(WorkKind::Assign));
                }
                _ => {}
            }
        }
    }
    let excess = order::order_lines(replica).into_iter().filter(|line| !line.over.is_zero());
    rows.extend(excess.map(|line| WorkRow {
        quantity: Some(line.over),
        unit: Some(line.unit),
        ..WorkRow::about(WorkKind::Excess, &line.line).of_item(replica, Some(line.item))
    }));
    rows.extend(by_weight(replica, |outcome| match outcome {
        Some(Outcome::Heavy) => Some(WorkKind::Heavy),
        Some(Outcome::LightWithin) => Some(WorkKind::Revise),
        Some(Outcome::LightOut) => Some(WorkKind::Recover),
        Some(Outcome::Within) | None => None,
    }));
    rows
}

fn for_ie(replica: &Replica) -> Vec<WorkRow> {
    by_weight(replica, set_in_motion)
}

/// What a subcontracted lot's deviation sets in motion; without a standard, IE's task.
pub(super) const fn set_in_motion(outcome: Option<Outcome>) -> Option<WorkKind> {
    match outcome {
        Some(Outcome::Heavy) => Some(WorkKind::Heavy),
        Some(Outcome::LightWithin) => Some(WorkKind::Revise),
        Some(Outcome::LightOut) => Some(WorkKind::Recover),
        None => Some(WorkKind::NoStandard),
        Some(Outcome::Within) => None,
    }
}

/// Subcontracted lots whose unit weight or dimensions set something in motion (§6.6.3).
fn by_weight(
    replica: &Replica,
    sets: impl Fn(Option<Outcome>) -> Option<WorkKind>,
) -> Vec<WorkRow> {
    let mut rows = Vec::new();
    for lot in lot::lots(replica) {
        let subcontracted =
            replica.card(lot.number).is_some_and(|card| across::is_subcontracted(replica, card));
        if !subcontracted {
            continue;
        }
        if let Some(weight) = &lot.unit_weight
            && let Some(kind) = sets(weight.outcome)
            // IE has revised since: the next issue is free again.
            && !(kind == WorkKind::Revise && weight.revised)
        {
            let figure = weight.deviation_percent.as_ref().map(|percent| format!("{percent} %"));
            rows.push(WorkRow { figure, ..WorkRow::lot(kind, &lot, lot.quantity) });
        }
        for measured in lot.measurements.iter().filter(|measured| !measured.voided) {
            if let Some(kind) = sets(measured.outcome) {
                let figure = format!("{} {} {}", measured.what, measured.value, measured.unit);
                let figure = Some(figure);
                rows.push(WorkRow { figure, ..WorkRow::lot(kind, &lot, lot.quantity) });
            }
        }
    }
    rows
}

/// Material to be deducted at cost: seen only where costs are.
fn for_finance(replica: &Replica) -> Vec<WorkRow> {
    lot::lots(replica)
        .iter()
        .filter_map(|lot| {
            let card = replica.card(lot.number)?;
            if !across::is_subcontracted(replica, card) {
                return None;
            }
            let weight = across::unit_weight(replica, card)?;
            if weight.outcome != Some(Outcome::LightOut) {
                return None;
            }
            let accepted = lot.passed + lot.conceded;
            let grams =
                unit_weight::over_issued(weight.measured, weight.standard?, accepted.value())?;
            let (_, latest) = card.weighed()?;
            let day = Day(replica.site().offset.day_of(latest));
            let costs = &replica.cost(lot.item.as_ref()?)?.costs;
            let (_, cost) = costs.range(..=day).next_back()?;
            let per = cost.per.as_str().parse().ok()?;
            let money = unit_weight::at_cost(grams, cost.cost, per)?;
            let figure = Some(format!("{money} {}", cost.currency));
            Some(WorkRow { figure, ..WorkRow::lot(WorkKind::Recover, lot, accepted) })
        })
        .collect()
}
