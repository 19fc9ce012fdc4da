//! Purchase orders 采购单, one row a line, with what became of them (§4.4, §4.5).
//!
//! A file states each order that it names wholly: a known line that has no row is dropped.
//! It stays where some row of its order was refused, since that row may have been the line's.
//!
//! A row that says that its line is over is taken at its word, whatever else is wrong with it:
//! ERPs write quantity 0 beside what they close. What the dock can do without, the due day, keeps
//! no line from it either. Both are told in the report.

mod remarks;

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
use super::date;
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
    rest: Rest,
    status: OrderStatus,
    effective: Option<Timestamp>,
    /// Cells that were wrong, and without which the row was taken.
    passed_over: Vec<RowError>,
}

/// What a row says beside what became of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Rest {
    /// All of it was read.
    Read(Whole),
    /// The line is over, and something else in its row is wrong: the rest is as it was known.
    AsKnown(RowError),
}

/// A line and its order, as one row states them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Whole {
    head: Head,
    line: OrderLineStated,
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
        let mut fields = match &self.rest {
            Rest::Read(whole) => whole.fields(),
            Rest::AsKnown(_) => Vec::new(),
        };
        fields.extend([
            ("status", status.to_owned()),
            ("effective", shown(self.effective.as_ref())),
            ("replaced_by", replaced_by),
        ]);
        fields
    }
}

impl Whole {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = self.head.fields();
        fields.extend([
            ("item", self.line.item.to_string()),
            ("quantity", self.line.quantity.to_string()),
            ("unit", self.line.unit.to_string()),
            ("due", shown(self.line.due.map(|day| day.0).as_ref())),
        ]);
        fields
    }
}

/// The understood rows of one order, and what is known of it.
struct Order<'a> {
    number: &'a OrderNumber,
    /// What its first row that was read whole says of it, or else what is known.
    head: Option<Head>,
    rows: Vec<&'a Read<Key, Stating>>,
    known: OrderState,
}

pub(super) fn plan(
    table: &Table,
    replica: &Replica,
    options: &ImportOptions,
    report: &mut ImportReport,
) -> Vec<(Entity, Event)> {
    let reading = upsert::read(table, report, |row| read_row(row, replica, options.site));
    let mut unclear: Option<BTreeSet<OrderNumber>> =
        reading.refused.iter().map(order_of_refused).collect();

    let mut orders: BTreeMap<&OrderNumber, Order<'_>> = BTreeMap::new();
    for row in &reading.rows {
        let number = &row.key.order;
        let order = orders.entry(number).or_insert_with(|| Order {
            number,
            head: None,
            rows: Vec::new(),
            known: replica.order(number).cloned().unwrap_or_default(),
        });
        match order.contradiction(row) {
            None => order.take(row),
            Some(refused) => {
                if let Some(row) = table.rows().find(|other| other.line == row.line) {
                    report.refuse(row.refuse(&refused));
                }
                unclear = unclear.map(|unclear| with(unclear, number.clone()));
            }
        }
    }

    let mut drafts = Vec::new();
    for order in orders.values_mut() {
        order.head = order.head.take().or_else(|| order.known_head());
        order.forget_unknown_endings(report);
        let is_whole = unclear.as_ref().is_some_and(|unclear| !unclear.contains(order.number));
        drafts.extend(order.drafts(is_whole, options.now, report));
    }
    let taken = orders.values().flat_map(|order| &order.rows);
    remarks::note(taken.copied(), replica, report);
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
    replica: &Replica,
    site: SiteOffset,
) -> Result<(Key, Stating), RowError> {
    let order = replica.order_as_written(row.required("order", cell::code)?);
    let line = row.required("line", cell::line)?;
    let status = row.optional("status", cell::status)?.unwrap_or(OrderStatus::Open);
    let key = Key { order, line };
    let known = replica.order(&key.order).and_then(|order| order.lines.get(&line));
    let is_over = status != OrderStatus::Open;

    let mut passed_over = Vec::new();
    let rest = match read_whole(row, replica, &key) {
        Ok(mut whole) => {
            whole.line.due = row.optional("due", date::day(site)).unwrap_or_else(|unread| {
                passed_over.push(unread);
                known.and_then(|line| line.due)
            });
            Rest::Read(whole)
        }
        Err(wrong) if is_over => Rest::AsKnown(wrong),
        Err(wrong) => return Err(wrong),
    };
    let replaced_by = row.optional("replaced_by", another(&key.order));
    let replaced_by = replaced_by.map(|by| by.map(|order| replica.order_as_written(order)));
    let replaced = replaced_by.and_then(|by| replaced(status.clone(), by));
    let status = lenient(is_over, replaced, status, &mut passed_over)?;
    let effective = row.optional("effective", date::instant(site));
    let effective = lenient(is_over, effective, None, &mut passed_over)?;
    Ok((key, Stating { rest, status, effective, passed_over }))
}

/// What a cell says; where its row ends a line and the cell is wrong, the row goes without it.
fn lenient<T>(
    is_over: bool,
    read: Result<T, RowError>,
    without: T,
    passed_over: &mut Vec<RowError>,
) -> Result<T, RowError> {
    match read {
        Err(wrong) if is_over => {
            passed_over.push(wrong);
            Ok(without)
        }
        read => read,
    }
}

/// The line and its order, but for the due day.
fn read_whole(row: &Row<'_>, replica: &Replica, key: &Key) -> Result<Whole, RowError> {
    let head = Head {
        order_type: row.required("type", cell::order_type)?,
        vendor: replica.vendor_as_written(row.required("vendor", cell::code)?),
        increase_of: row
            .optional("increase_of", another(&key.order))?
            .map(|number| replica.order_as_written(number)),
    };
    let unit = row.required("unit", cell::unit)?;
    let item = replica.item_as_written(row.required("item", cell::code)?);
    let quantity = row.required("quantity", cell::quantity(unit))?;
    let line = OrderLineStated { line: key.line, item, quantity, unit, due: None };
    Ok(Whole { head, line })
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

impl<'a> Order<'a> {
    /// Where a row says something else of its order than the first row that was read whole.
    fn contradiction(&self, row: &Read<Key, Stating>) -> Option<RowError> {
        let Rest::Read(whole) = &row.stated.rest else {
            return None;
        };
        let first = self.rows.iter().find(|row| matches!(row.stated.rest, Rest::Read(_)))?;
        let head = self.head.as_ref().filter(|head| **head != whole.head)?;
        let differences = differences(&head.fields(), &whole.head.fields());
        let difference = differences.into_iter().next()?;
        let reason = RowErrorKind::Contradicts {
            earlier: first.line,
            here: row.line,
            said: difference.before,
        };
        Some(RowError::field(difference.field, reason))
    }

    fn take(&mut self, row: &'a Read<Key, Stating>) {
        if let (None, Rest::Read(whole)) = (&self.head, &row.stated.rest) {
            self.head = Some(whole.head.clone());
        }
        self.rows.push(row);
    }

    /// Leaves out what ends a line that nobody knows here: there is nothing to end.
    fn forget_unknown_endings(&mut self, report: &mut ImportReport) {
        let known = &self.known.lines;
        self.rows.retain(|row| {
            let is_stated = matches!(row.stated.rest, Rest::Read(_));
            let stays = is_stated || known.contains_key(&row.key.line);
            if !stays {
                report.unchanged += 1;
                report.noted_rows.push(remarks::unknown_ending(row.line, row.key.to_string()));
            }
            stays
        });
    }

    /// One statement of the order where it is new or changed, then its statuses.
    fn drafts(
        &self,
        is_whole: bool,
        now: Timestamp,
        report: &mut ImportReport,
    ) -> Vec<(Entity, Event)> {
        let mut lines: BTreeMap<u16, OrderLineStated> = self
            .rows
            .iter()
            .filter_map(|row| Some((row.key.line, self.line_of(row)?.clone())))
            .collect();
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
        if let Some(head) = &self.head
            && (self.known_head().as_ref() != Some(head) || self.known.lines != lines)
        {
            events.push(Event::from(OrderStated {
                order_type: head.order_type,
                vendor: head.vendor.clone(),
                increase_of: head.increase_of.clone(),
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

    /// The line that holds once the file is read in.
    fn line_of<'r>(&'r self, row: &'r Read<Key, Stating>) -> Option<&'r OrderLineStated> {
        match &row.stated.rest {
            Rest::Read(whole) => Some(&whole.line),
            Rest::AsKnown(_) => self.known.lines.get(&row.key.line),
        }
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
        let mut known = stated.clone();
        if let Rest::Read(whole) = &mut known.rest {
            (whole.head, whole.line) = (head, line.clone());
        }
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
