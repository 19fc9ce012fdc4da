//! IE's standard unit weights and dimensions (IE标准单重), and what the material costs.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::items::Item;
use crate::random::Random;
use crate::size::Figures;
use crate::vendors::Trade;

/// A row of `standards.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Standard {
    /// The item that it is a standard of, as in `items.csv`.
    pub item: String,
    /// `unit-weight`, `thickness` or `dimension:outer`.
    pub what: String,
    /// What a piece should weigh or measure, above zero.
    pub value: Decimal,
    /// The unit of the value: `g` or `mm`.
    pub unit: String,
    /// The first day it holds.
    pub effective_from: NaiveDate,
}

/// A row of `costs.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Cost {
    /// The item whose material it is, as in `items.csv`.
    pub item: String,
    /// The cost of its material.
    pub cost: Decimal,
    /// The currency of the cost.
    pub currency: String,
    /// What the cost is for: a `kg` of material.
    pub per_unit: String,
    /// The first day it holds.
    pub effective_from: NaiveDate,
}

/// Draws the standards: nearly all subcontracted items have one, and some bought ones.
pub(crate) fn standards(
    random: &mut Random,
    figures: &Figures,
    items: &[Item],
    day: NaiveDate,
) -> Vec<Standard> {
    let mut weighed = with_weight(random, items, Trade::Subcontract);
    weighed.drain(..figures.weights_missing);
    let mut bought = with_weight(random, items, Trade::Standard);
    bought.truncate(figures.weighed_bought_items);
    weighed.append(&mut bought);
    weighed.sort_unstable();

    let mut standards = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if weighed.contains(&index) {
            add_weights(random, item, day, &mut standards);
        }
        if let Some((what, millimetres)) = item.dimension {
            standards.push(Standard {
                item: item.item.clone(),
                what: what.to_owned(),
                value: millimetres,
                unit: "mm".to_owned(),
                effective_from: back(day, random.between(60, 900)),
            });
        }
    }
    standards
}

fn with_weight(random: &mut Random, items: &[Item], trade: Trade) -> Vec<usize> {
    let mut found: Vec<usize> = (0..items.len())
        .filter(|&index| items[index].trade() == trade && items[index].piece_weight.is_some())
        .collect();
    random.shuffle(&mut found);
    found
}

/// One in eight items was revised, or will be: the row in effect on `day` is the true weight.
fn add_weights(random: &mut Random, item: &Item, day: NaiveDate, standards: &mut Vec<Standard>) {
    let weight = item.piece_weight.expect("only items with a weight come here");
    let row = |value: Decimal, effective_from| Standard {
        item: item.item.clone(),
        what: "unit-weight".to_owned(),
        value,
        unit: "g".to_owned(),
        effective_from,
    };
    let first = back(day, random.between(120, 900));

    let revised = Decimal::from(random.between(985, 1025)) / Decimal::from(1000);
    let other = (weight * revised).round_dp(3);
    match random.between(1, 24) {
        1 | 2 => {
            standards.push(row(other, first));
            standards.push(row(weight, back(day, random.between(2, 60))));
        }
        3 => {
            standards.push(row(weight, first));
            standards.push(row(other, day + Days::new(14)));
        }
        _ => standards.push(row(weight, first)),
    }
}

/// Draws what a kilogram of material costs, for all subcontracted items but a few.
pub(crate) fn costs(random: &mut Random, items: &[Item], day: NaiveDate) -> Vec<Cost> {
    let mut costs = Vec::new();
    for item in items.iter().filter(|item| item.subcontracted) {
        if random.chance(1) {
            continue;
        }
        let cents = random.between(520, 6_800);
        costs.push(cost(item, cents, back(day, random.between(150, 400))));
        if random.chance(10) {
            let raised = cents + random.between(10, 300);
            costs.push(cost(item, raised, back(day, random.between(3, 90))));
        }
    }
    costs
}

fn cost(item: &Item, cents: u32, effective_from: NaiveDate) -> Cost {
    Cost {
        item: item.item.clone(),
        cost: Decimal::new(i64::from(cents), 2),
        currency: "CNY".to_owned(),
        per_unit: "kg".to_owned(),
        effective_from,
    }
}

fn back(day: NaiveDate, days: u32) -> NaiveDate {
    day - Days::new(u64::from(days))
}
