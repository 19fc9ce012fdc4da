//! Purchase orders 采购单, one row a line, with what became of them (§4.4, §4.5).
//!
//! A file states each order that it names wholly: a known line that has no row is dropped.
//! It stays where some row of its order was refused, since that row may have been the line's.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sync_core::api::{ChangedRow, EndedRow, ImportReport, Sentence};
use sync_core::fact::{
    Entity, Event, OrderLineStated, OrderStated, OrderStatus, OrderStatusStated, OrderType,
};
use sync_core::ids::{OrderNumber, VendorCode};
use sync_core::replica::Replica;
use sync_core::state::OrderState;
use sync_core::time::{SiteOffset, Timestamp};

use super::cell;
use super::options::ImportOptions;
use super::reason::{RowError, RowErrorKind};
use super::report::differences;
use super::status::StatusTimeline;
use super::table::{Row, Table};
use super::upsert::{self, Read, Stated, shown};

/// One line of one order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    order: OrderNumber,
    line: u16,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.order, self.line)
    }
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stating {
    head: Head,
    line: OrderLineStated,
    status: OrderStatus,
    effective: Option<Timestamp>,
}

/// What every row of an order repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Head {
    order_type: OrderType,
    vendor: VendorCode,
    increase_of: Option<OrderNumber>,
}

impl Head {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let order_type = match self.order_type {
            OrderType::Standard => "standard",
            OrderType::Subcontract => "subcontract",
            OrderType::Packaging => "packaging",
        };
        vec![
            ("type", order_type.to_owned()),
            ("vendor", self.vendor.to_string()),
            ("increase_of", shown(self.increase_of.as_ref())),
        ]
    }
}

impl Stated for Stating {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let (status, replaced_by) = match &self.status {
            OrderStatus::Open => ("open", String::new()),
            OrderStatus::Completed => ("completed", String::new()),
            OrderStatus::Closed => ("closed", String::new()),
            OrderStatus::Cut => ("cut", String::new()),
            OrderStatus::Replaced { by } => ("replaced", shown(by.as_ref())),
        };
        let mut fields = self.head.fields();
        fields.extend([
            ("item", self.line.item.to_string()),
            ("quantity", self.line.quantity.to_string()),
            ("unit", self.line.unit.to_string()),
            ("due", shown(self.line.due.map(|day| day.0).as_ref())),
            ("status", status.to_owned()),
            ("effective", shown(self.effective.as_ref())),
            ("replaced_by", replaced_by),
        ]);
        fields
    }
}

/// The understood rows of one order, and what is known of it.
struct Order<'a> {
    number: &'a OrderNumber,
    head: &'a Head,
    rows: Vec<&'a Read<Key, Stating>>,
    known: OrderState,
}

pub(super) fn plan(
    table: &Table,
    replica: &Replica,
    options: &ImportOptions,
    report: &mut ImportReport,
) -> Vec<(Entity, Event)> {
    let reading = upsert::read(table, report, |row| read_row(row, options.site, replica));
    let mut unclear: Option<BTreeSet<OrderNumber>> =
        reading.refused.iter().map(order_of_refused).collect();

    let mut orders: BTreeMap<&OrderNumber, Order<'_>> = BTreeMap::new();
    for row in &reading.rows {
        let number = &row.key.order;
        let order = orders.entry(number).or_insert_with(|| Order {
            number,
            head: &row.stated.head,
            rows: Vec::new(),
            known: replica.order(number).cloned().unwrap_or_default(),
        });
        match contradiction(order, row) {
            None => order.rows.push(row),
            Some(refused) => {
                if let Some(row) = table.rows().find(|other| other.line == row.line) {
                    report.refuse(row.refuse(&refused));
                }
                unclear = unclear.map(|unclear| with(unclear, number.clone()));
            }
        }
    }

    let mut drafts = Vec::new();
    for order in orders.values() {
        let is_whole = unclear.as_ref().is_some_and(|unclear| !unclear.contains(order.number));
        drafts.extend(order.drafts(is_whole, options.now, report));
    }
    drafts
}

fn with(mut numbers: BTreeSet<OrderNumber>, number: OrderNumber) -> BTreeSet<OrderNumber> {
    numbers.insert(number);
    numbers
}

/// The order that a refused row is about; nothing where it cannot be told.
fn order_of_refused(row: &Row<'_>) -> Option<OrderNumber> {
    if !row.is_whole() {
        return None;
    }
    row.required("order", cell::code).ok()
}

/// Reads a row; codes that are known are kept as they were written first.
fn read_row(
    row: &Row<'_>,
    site: SiteOffset,
    replica: &Replica,
) -> Result<(Key, Stating), RowError> {
    let order = replica.order_as_written(row.required("order", cell::code)?);
    let other = |number: OrderNumber| replica.order_as_written(number);
    let line = row.required("line", cell::line)?;
    let head = Head {
        order_type: row.required("type", cell::order_type)?,
        vendor: replica.vendor_as_written(row.required("vendor", cell::code)?),
        increase_of: row.optional("increase_of", another(&order))?.map(other),
    };
    let unit = row.required("unit", cell::unit)?;
    let stated = OrderLineStated {
        line,
        item: replica.item_as_written(row.required("item", cell::code)?),
        quantity: row.required("quantity", cell::quantity(unit))?,
        unit,
        due: row.optional("due", cell::day)?,
    };
    let replaced_by = row.optional("replaced_by", another(&order))?.map(other);
    let status = row.optional("status", cell::status)?;
    let stating = Stating {
        head,
        line: stated,
        status: replaced(status.unwrap_or(OrderStatus::Open), replaced_by)?,
        effective: row.optional("effective", cell::instant(site))?,
    };
    Ok((Key { order, line }, stating))
}

/// An order's number that is not `order` itself.
fn another(order: &OrderNumber) -> impl Fn(&str) -> Result<OrderNumber, RowErrorKind> {
    move |text| {
        let other: OrderNumber = cell::code(text)?;
        if other == *order { Err(RowErrorKind::NamesItself) } else { Ok(other) }
    }
}

fn replaced(status: OrderStatus, by: Option<OrderNumber>) -> Result<OrderStatus, RowError> {
    match (status, by) {
        (OrderStatus::Replaced { .. }, by) => Ok(OrderStatus::Replaced { by }),
        (status, None) => Ok(status),
        (
            OrderStatus::Open | OrderStatus::Completed | OrderStatus::Closed | OrderStatus::Cut,
            _,
        ) => Err(RowError::field("replaced_by", RowErrorKind::ReplacedByUnasked)),
    }
}

/// Where a row says something else of its order than the first row of that order.
fn contradiction(order: &Order<'_>, row: &Read<Key, Stating>) -> Option<RowError> {
    let first = order.rows.first().filter(|_| *order.head != row.stated.head)?;
    let differences = differences(&order.head.fields(), &row.stated.head.fields());
    let difference = differences.into_iter().next()?;
    let reason =
        RowErrorKind::Contradicts { earlier: first.line, here: row.line, said: difference.before };
    Some(RowError::field(difference.field, reason))
}

impl Order<'_> {
    /// One statement of the order where it is new or changed, then its statuses.
    fn drafts(
        &self,
        is_whole: bool,
        now: Timestamp,
        report: &mut ImportReport,
    ) -> Vec<(Entity, Event)> {
        let mut lines: BTreeMap<u16, OrderLineStated> =
            self.rows.iter().map(|row| (row.key.line, row.stated.line.clone())).collect();
        let absent = self.known.lines.values().filter(|known| !lines.contains_key(&known.line));
        let absent: Vec<OrderLineStated> = absent.cloned().collect();
        for known in absent {
            if is_whole {
                self.report_dropped(&known, report);
            } else {
                lines.insert(known.line, known);
            }
        }

        let mut events = Vec::new();
        if self.known_head().as_ref() != Some(self.head) || self.known.lines != lines {
            events.push(Event::from(OrderStated {
                order_type: self.head.order_type,
                vendor: self.head.vendor.clone(),
                increase_of: self.head.increase_of.clone(),
                lines: lines.into_values().collect(),
            }));
        }
        let courses = self.courses(now);
        for (row, towards) in self.rows.iter().zip(&courses) {
            self.report_row(row, towards, report);
        }
        events.extend(self.statuses(&courses, is_whole));
        let entity = Entity::Order(self.number.clone());
        events.into_iter().map(|event| (entity.clone(), event)).collect()
    }

    fn known_head(&self) -> Option<Head> {
        Some(Head {
            order_type: self.known.order_type?,
            vendor: self.known.vendor.clone()?,
            increase_of: self.known.increase_of.clone(),
        })
    }

    /// What has to be stated of each row's line.
    fn courses(&self, now: Timestamp) -> Vec<Vec<(OrderStatus, Timestamp)>> {
        self.rows
            .iter()
            .map(|row| {
                let course = StatusTimeline::of(&self.known.statuses, row.key.line);
                course.towards(&row.stated.status, row.stated.effective, now)
            })
            .collect()
    }

    /// Once for the whole order where all its lines need the same, else line by line.
    fn statuses(
        &self,
        courses: &[Vec<(OrderStatus, Timestamp)>],
        names_all_lines: bool,
    ) -> Vec<Event> {
        let stated = |line: Option<u16>, towards: &[(OrderStatus, Timestamp)]| {
            let event = |(status, effective): &(OrderStatus, Timestamp)| {
                Event::from(OrderStatusStated {
                    line,
                    status: status.clone(),
                    effective: *effective,
                })
            };
            towards.iter().map(event).collect::<Vec<_>>()
        };
        match courses.split_first() {
            Some((first, others)) if names_all_lines && others.iter().all(|c| c == first) => {
                stated(None, first)
            }
            _ => {
                let rows = self.rows.iter().zip(courses);
                rows.flat_map(|(row, towards)| stated(Some(row.key.line), towards)).collect()
            }
        }
    }

    fn report_row(
        &self,
        row: &Read<Key, Stating>,
        towards: &[(OrderStatus, Timestamp)],
        report: &mut ImportReport,
    ) {
        let Some((head, line)) = self.known_head().zip(self.known.lines.get(&row.key.line)) else {
            report.new += 1;
            return;
        };
        let mut stated = row.stated.clone();
        let mut known = Stating { head, line: line.clone(), ..stated.clone() };
        if let Some((_, since)) = towards.last() {
            let course = StatusTimeline::of(&self.known.statuses, row.key.line);
            known.status = course.latest();
            known.effective = course.since();
            stated.effective = stated.effective.or(Some(*since));
        }
        if known == stated {
            report.unchanged += 1;
        } else {
            let fields = differences(&known.fields(), &stated.fields());
            report.change(ChangedRow { line: row.line, key: row.key.to_string(), fields });
        }
    }

    fn report_dropped(&self, known: &OrderLineStated, report: &mut ImportReport) {
        let reason = Sentence::new(
            format!("the file names order {} without this line: it is dropped", self.number),
            format!("文件中有采购单 {}，但没有这一行：该行移除", self.number),
        );
        report.end(EndedRow { key: format!("{}/{}", self.number, known.line), reason });
    }
}
