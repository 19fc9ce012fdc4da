//! Purchase orders (采购单) and what became of some of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::items::Item;
use crate::local_time;
use crate::random::Random;
use crate::size::Figures;
use crate::vendors::{Trade, Vendor};

/// A row of `orders.csv`: one line of an order.
#[derive(Debug, Clone, Serialize)]
pub struct OrderLine {
    /// The order's number, such as `PO260017`.
    pub order: String,
    /// What kind of order it is.
    #[serde(rename = "type")]
    pub trade: Trade,
    /// Who is to deliver it, as in `vendors.csv`.
    pub vendor: String,
    /// The line's number, from 1.
    pub line: u32,
    /// What is ordered, as in `items.csv`.
    pub item: String,
    /// How much is ordered.
    pub quantity: Decimal,
    /// What the quantity is counted in: the unit of the item.
    pub unit: String,
    /// When it should arrive.
    pub due: NaiveDate,
    /// What became of the line; the ERP states it line by line.
    pub status: Status,
    /// When the status took effect; empty while the line is open.
    pub effective: Option<DateTime<FixedOffset>>,
    /// The order that stands in its place.
    pub replaced_by: Option<String>,
    /// The older order that this one increases.
    pub increase_of: Option<String>,
}

/// What became of an order line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// More of it may come.
    Open,
    /// All of it came; the ERP closed it.
    Completed,
    /// Purchasing closed it before all of it came.
    Closed,
    /// Purchasing cut the rest of it.
    Cut,
    /// Another order stands in its place.
    Replaced,
}

/// The most lines an order has.
const MOST_LINES: usize = 8;

/// Orders with a successor have exactly so many lines, so that the count of all lines is known.
const LINES_WITH_SUCCESSOR: usize = 2;

/// An order before its lines are written.
struct Header {
    number: String,
    vendor: String,
    trade: Trade,
    lines: usize,
    successor: Option<Successor>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Successor {
    Replacement,
    Increase,
}

/// Draws the orders; those that replace or increase others come last and bear the newest numbers.
pub(crate) fn orders(
    random: &mut Random,
    figures: &Figures,
    vendors: &[Vendor],
    items: &[Item],
    day: NaiveDate,
) -> Vec<OrderLine> {
    let mut by_vendor: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in items {
        by_vendor.entry(&item.vendor).or_default().push(item);
    }

    let mut headers = headers(random, figures, vendors, day);
    spread_lines(random, figures, &by_vendor, &mut headers);

    let mut rows = Vec::with_capacity(figures.order_lines);
    let mut later = Vec::new();
    let mut next_number = headers.len();
    for header in &headers {
        let mut lines = lines(random, header, &by_vendor[header.vendor.as_str()], day);
        match header.successor {
            Some(successor) => {
                let number = order_number(day, next_number);
                next_number += 1;
                later.extend(succeed(random, &mut lines, successor, &number, day));
            }
            None => change(random, &mut lines, day),
        }
        rows.append(&mut lines);
    }
    rows.append(&mut later);
    rows
}

fn order_number(day: NaiveDate, index: usize) -> String {
    format!("PO{:02}{:04}", day.year() % 100, index + 1)
}

fn headers(
    random: &mut Random,
    figures: &Figures,
    vendors: &[Vendor],
    day: NaiveDate,
) -> Vec<Header> {
    let with_successor = figures.orders_replaced + figures.orders_increased;
    let count = figures.orders - with_successor;
    let mut order: Vec<usize> = (0..count).collect();
    random.shuffle(&mut order);
    let replaced = &order[..figures.orders_replaced];
    let increased = &order[figures.orders_replaced..with_successor];

    (0..count)
        .map(|index| {
            let trade = random.weighted(&[
                (70, Trade::Standard),
                (20, Trade::Subcontract),
                (10, Trade::Packaging),
            ]);
            let sellers: Vec<&Vendor> = vendors.iter().filter(|v| v.trade == trade).collect();
            let successor = if replaced.contains(&index) {
                Some(Successor::Replacement)
            } else {
                increased.contains(&index).then_some(Successor::Increase)
            };
            Header {
                number: order_number(day, index),
                vendor: random.pick(&sellers).vendor.clone(),
                trade,
                lines: if successor.is_some() { LINES_WITH_SUCCESSOR } else { 1 },
                successor,
            }
        })
        .collect()
}

/// Gives the lines that are left to orders drawn at random, none more than its vendor can fill.
fn spread_lines(
    random: &mut Random,
    figures: &Figures,
    by_vendor: &BTreeMap<&str, Vec<&Item>>,
    headers: &mut [Header],
) {
    let given: usize = headers.iter().map(|header| header.lines).sum();
    let reserved = LINES_WITH_SUCCESSOR * figures.orders_replaced + figures.orders_increased;
    let mut left = figures.order_lines - given - reserved;
    let mut open: Vec<&mut Header> =
        headers.iter_mut().filter(|header| header.successor.is_none()).collect();

    while left > 0 {
        random.shuffle(&mut open);
        for header in &mut open {
            let most = by_vendor[header.vendor.as_str()].len().min(MOST_LINES);
            if left > 0 && header.lines < most && random.chance(40) {
                header.lines += 1;
                left -= 1;
            }
        }
    }
}

fn lines(
    random: &mut Random,
    header: &Header,
    offered: &[&Item],
    day: NaiveDate,
) -> Vec<OrderLine> {
    let due = day - Days::new(10) + Days::new(u64::from(random.between(0, 40)));
    let mut offered = offered.to_vec();
    random.shuffle(&mut offered);

    offered
        .iter()
        .take(header.lines)
        .zip(1..)
        .map(|(item, line)| OrderLine {
            order: header.number.clone(),
            trade: header.trade,
            vendor: header.vendor.clone(),
            line,
            item: item.item.clone(),
            quantity: ordered_quantity(random, item),
            unit: item.unit.clone(),
            due,
            status: Status::Open,
            effective: None,
            replaced_by: None,
            increase_of: None,
        })
        .collect()
}

fn ordered_quantity(random: &mut Random, item: &Item) -> Decimal {
    let step = match item.unit.as_str() {
        "kg" => 25,
        "m" => 100,
        "l" => 20,
        _ => random.weighted(&[(3, 50), (4, 100), (2, 500)]),
    };
    Decimal::from(step * random.between(1, 12))
}

/// Writes the order that replaces or increases `lines`, under `number`.
fn succeed(
    random: &mut Random,
    lines: &mut [OrderLine],
    successor: Successor,
    number: &str,
    day: NaiveDate,
) -> Vec<OrderLine> {
    let mut newer = lines.to_vec();
    for line in &mut newer {
        number.clone_into(&mut line.order);
    }
    match successor {
        Successor::Replacement => {
            let effective = some_days_ago(random, day);
            for line in lines {
                line.status = Status::Replaced;
                line.effective = Some(effective);
                line.replaced_by = Some(number.to_owned());
            }
        }
        Successor::Increase => {
            newer.truncate(1);
            newer[0].quantity = (newer[0].quantity / Decimal::TEN).ceil();
            newer[0].increase_of = Some(lines[0].order.clone());
        }
    }
    newer
}

fn change(random: &mut Random, lines: &mut [OrderLine], day: NaiveDate) {
    let status = random.weighted(&[
        (880, Status::Open),
        (70, Status::Completed),
        (32, Status::Closed),
        (18, Status::Cut),
    ]);
    let touched = match status {
        Status::Open => return,
        Status::Cut => lines.len() - 1,
        Status::Completed | Status::Closed | Status::Replaced => 0,
    };
    // One closing in six happens while the dock is at work.
    let effective = if status == Status::Closed && random.chance(16) {
        local_time(day, random.between(9 * 60, 16 * 60) * 60)
    } else {
        some_days_ago(random, day)
    };
    for line in &mut lines[touched..] {
        line.status = status;
        line.effective = Some(effective);
    }
}

fn some_days_ago(random: &mut Random, day: NaiveDate) -> DateTime<FixedOffset> {
    let date = day - Days::new(u64::from(random.between(1, 20)));
    local_time(date, random.between(8 * 60, 18 * 60) * 60)
}
