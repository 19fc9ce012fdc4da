//! What the office knows: orders, vendors, items and costs, with their effective dates.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Written, WrittenEvent};
use crate::fact::{
    Characteristic, CostStated, Day, Event, ItemStated, LineCarried, OrderLineStated, OrderStated,
    OrderStatusStated, OrderType, StandardStated, VendorStated,
};
use crate::ids::{OrderNumber, Text, VendorCode};
use crate::rules::unit_weight;
use crate::time::Timestamp;

/// A purchase order, folded: the latest statement of the ERP holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OrderState {
    /// Its type, where it was stated.
    pub order_type: Option<OrderType>,
    /// The vendor that the order was placed with, as last stated.
    pub vendor: Option<VendorCode>,
    /// The order it adds to.
    pub increase_of: Option<OrderNumber>,
    /// The lines of the last statement, by their numbers.
    pub lines: BTreeMap<u16, OrderLineStated>,
    /// Every status stated, in merge order.
    pub statuses: Vec<OrderStatusStated>,
    /// The statement that holds.
    pub stated: Option<Written>,
    /// The statement since which each line, or its absence, is as it is now (`order-changed`): a
    /// changed quantity or due day is no such statement.
    pub since: BTreeMap<u16, Written>,
    /// What is carried on its lines: the latest statement of each.
    pub carried: BTreeMap<u16, LineCarried>,
}

impl OrderState {
    pub(super) fn fold(told: Vec<WrittenEvent>) -> Self {
        let mut state = Self::default();
        for (written, event) in told {
            match event {
                Event::OrderStated(event) => state.state(written, event),
                Event::OrderStatusStated(event) => state.statuses.push(event),
                Event::LineCarried(event) => {
                    state.carried.insert(event.line, event);
                }
                // Facts about other things never reach this fold.
                _ => {}
            }
        }
        state
    }
}

impl OrderState {
    fn state(&mut self, written: Written, event: OrderStated) {
        let OrderStated { order_type, vendor, increase_of, lines } = event;
        let lines: BTreeMap<u16, OrderLineStated> =
            lines.into_iter().map(|line| (line.line, line)).collect();
        let is_same_head = self.order_type == Some(order_type)
            && self.vendor.as_ref() == Some(&vendor)
            && self.increase_of == increase_of;
        let terms = |line: &OrderLineStated| (line.item.clone(), line.unit);
        let numbers: BTreeSet<u16> = self.lines.keys().chain(lines.keys()).copied().collect();
        for number in numbers {
            let (before, now) = (self.lines.get(&number), lines.get(&number));
            if !is_same_head || before.map(terms) != now.map(terms) {
                self.since.insert(number, written);
            }
        }
        self.order_type = Some(order_type);
        self.vendor = Some(vendor);
        self.increase_of = increase_of;
        self.lines = lines;
        self.stated = Some(written);
    }
}

/// A vendor as the ERP states it, with the periods of its approval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VendorState {
    /// What the ERP states of it.
    pub stated: Option<VendorStated>,
    /// The periods in which it was approved: first day, and last day inclusive.
    pub approvals: BTreeMap<Day, Option<Day>>,
}

impl VendorState {
    pub(super) fn fold(told: Vec<WrittenEvent>) -> Self {
        let mut state = Self::default();
        for (_, event) in told {
            match event {
                Event::VendorStated(event) => state.stated = Some(event),
                Event::ApprovalStated(event) => {
                    state.approvals.insert(event.from, event.to);
                }
                // Facts about other things never reach this fold.
                _ => {}
            }
        }
        state
    }
}

/// An item as the ERP states it, with its standards and limits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ItemState {
    /// What the ERP states of it.
    pub stated: Option<ItemStated>,
    /// The statement since which its unit, and whether subcontractors make it, are as they are now.
    pub since: Option<Written>,
    /// Its limits of inspection time in minutes, each from the instant it was stated on.
    pub inspection_minutes: Vec<(Timestamp, Option<u32>)>,
    /// Its standards: what, and from which day.
    pub standards: BTreeMap<(Text, Day), StandardStated>,
    /// When each standard was last stated, whatever day it counts from.
    pub revised: BTreeMap<Text, Timestamp>,
}

impl ItemState {
    pub(super) fn fold(told: Vec<WrittenEvent>) -> Self {
        let mut state = Self::default();
        for (written, event) in told {
            match event {
                Event::ItemStated(event) => {
                    state.inspection_minutes.push((written.at, event.inspection_minutes));
                    let terms = |stated: &ItemStated| (stated.unit, stated.subcontracted);
                    if state.stated.as_ref().map(terms) != Some(terms(&event)) {
                        state.since = Some(written);
                    }
                    state.stated = Some(event);
                }
                Event::StandardStated(event) => {
                    let revised = state.revised.entry(event.what.clone()).or_insert(written.at);
                    *revised = written.at.max(*revised);
                    state.standards.insert((event.what.clone(), event.from), event);
                }
                // Facts about other things never reach this fold.
                _ => {}
            }
        }
        state
    }

    /// The standard of a characteristic that counts on a day.
    pub fn standard(&self, about: &Characteristic, day: Day) -> Option<&StandardStated> {
        let counts = self.standards_of(about).filter(|stated| stated.from <= day);
        // A standard by the bare name of a dimension goes before one by its whole text.
        counts.max_by_key(|stated| (stated.what.as_str() == about.name(), stated.from))
    }

    /// All standards of a characteristic, of any day.
    pub fn standards_of(&self, about: &Characteristic) -> impl Iterator<Item = &StandardStated> {
        let is_of = |stated: &&StandardStated| Characteristic::read(&stated.what).is_same(about);
        self.standards.values().filter(is_of)
    }

    /// Whether IE stated the standard of a characteristic anew after an instant.
    pub fn is_revised_since(&self, about: &Characteristic, at: Timestamp) -> bool {
        let mut revised = self.revised.iter();
        revised.any(|(what, last)| Characteristic::read(what).is_same(about) && *last > at)
    }

    /// Its limit at an instant (SEMANTICS 14); before it was ever stated, the first that was.
    pub fn inspection_minutes_at(&self, at: Timestamp) -> Option<u32> {
        let stated = self.inspection_minutes.iter().rfind(|(from, _)| *from <= at);
        stated.or(self.inspection_minutes.first()).and_then(|(_, minutes)| *minutes)
    }

    /// The tolerance of its unit weight.
    pub fn tolerance(&self) -> Decimal {
        let stated = self.stated.as_ref().and_then(|stated| stated.tolerance);
        stated.unwrap_or(unit_weight::TOLERANCE)
    }
}

/// An item's material cost, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CostState {
    /// The costs, by their first day.
    pub costs: BTreeMap<Day, CostStated>,
}

impl CostState {
    pub(super) fn fold(told: Vec<WrittenEvent>) -> Self {
        let mut state = Self::default();
        for (_, event) in told {
            if let Event::CostStated(event) = event {
                state.costs.insert(event.from, event);
            }
        }
        state
    }
}
