//! The approved-vendor list 合格厂商名单: complete, so what it does not name ends (SEMANTICS 22).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::Datelike;
use sync_core::api::{EndedRow, ImportReport, ManyEnd, Sentence};
use sync_core::fact::{ApprovalStated, Day, Entity, Event};
use sync_core::ids::VendorCode;
use sync_core::replica::Replica;
use sync_core::time::SiteOffset;

use super::cell;
use super::date;
use super::error::ImportError;
use super::options::ImportOptions;
use super::reason::{RowError, RowErrorKind};
use super::table::{Row, Table};
use super::upsert::{self, Reading, Stated, shown};

/// One period of one vendor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    vendor: VendorCode,
    from: Day,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.vendor, self.from.0)
    }
}

impl Stated for ApprovalStated {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("valid_to", shown(self.to.map(|day| day.0).as_ref()))]
    }
}

/// Reads the list; it holds from the options' effective day on.
pub(super) fn plan(
    table: &Table,
    replica: &Replica,
    options: &ImportOptions,
    report: &mut ImportReport,
) -> Result<Vec<(Entity, Event)>, ImportError> {
    if table.len() == 0 {
        return Err(ImportError::NobodyApproved);
    }
    let effective = options.effective;
    let reading = upsert::read(table, report, |row| read_row(row, options.site));
    let ended = ended(&reading, replica, effective, report);

    let known = |key: &Key| {
        let to = *replica.vendor(&key.vendor)?.approvals.get(&key.from)?;
        Some(ApprovalStated { from: key.from, to })
    };
    let mut stated = upsert::fresh(reading.rows, known, report);
    stated.extend(ended);
    report.ends_many = many_end(replica, &stated, effective);
    Ok(stated
        .into_iter()
        .map(|(key, stated)| (Entity::Vendor(key.vendor), stated.into()))
        .collect())
}

/// How many vendors lose the approval that they have or were promised, where that is more than a
/// fifth of them: a filtered export ends nearly all, and nobody means that.
///
/// A vendor whose list names another period that reaches the day keeps its approval.
fn many_end(
    replica: &Replica,
    stated: &[(Key, ApprovalStated)],
    effective: Day,
) -> Option<ManyEnd> {
    let reaches = |from: Day, to: Option<Day>| to.is_none_or(|to| to >= effective && to >= from);
    let mut periods: BTreeMap<(&VendorCode, Day), Option<Day>> =
        periods(replica).map(|(vendor, from, to)| ((vendor, from), to)).collect();
    let approved = |periods: &BTreeMap<(&VendorCode, Day), Option<Day>>| -> BTreeSet<VendorCode> {
        let reaching = periods.iter().filter(|((_, from), to)| reaches(*from, **to));
        reaching.map(|((vendor, _), _)| (*vendor).clone()).collect()
    };
    let before = approved(&periods);
    periods.extend(stated.iter().map(|(key, stated)| ((&key.vendor, key.from), stated.to)));
    let after = approved(&periods);
    let ended = before.difference(&after).count();
    (ended * ManyEnd::SHARE > before.len()).then_some(ManyEnd { ended, of: before.len() })
}

fn read_row(row: &Row<'_>, site: SiteOffset) -> Result<(Key, ApprovalStated), RowError> {
    let vendor = row.required("vendor", cell::code)?;
    let from = row.required("valid_from", date::day(site))?;
    let to = row.optional("valid_to", date::day(site))?;
    if let Some(to) = to.filter(|to| *to < from) {
        let reason = RowErrorKind::EndsBeforeItBegins { from, to };
        return Err(RowError::field("valid_to", reason));
    }
    Ok((Key { vendor, from }, ApprovalStated { from, to }))
}

/// The known periods that reach `effective` or lie after it, and that the list does not name.
fn ended(
    reading: &Reading<'_, Key, ApprovalStated>,
    replica: &Replica,
    effective: Day,
    report: &mut ImportReport,
) -> Vec<(Key, ApprovalStated)> {
    let Some(unclear) = unclear_vendors(reading) else {
        report.notes.push(Sentence::new(
            "no approval was ended: some rows do not even tell their vendor, or no row could be \
             read; correct them and import the list again",
            "未终止任何厂商的资格：有的行连厂商都无法识别，或没有一行可读；请更正后重新导入",
        ));
        return Vec::new();
    };
    if !unclear.is_empty() {
        report.notes.push(Sentence::new(
            "vendors with a refused row keep the approvals that they had",
            "有行被拒的厂商，原有资格保持不变",
        ));
    }
    let listed: BTreeSet<&Key> = reading.rows.iter().map(|row| &row.key).collect();
    let vendors: BTreeSet<&VendorCode> = reading.rows.iter().map(|row| &row.key.vendor).collect();
    let last = day_before(effective);

    let mut ended = Vec::new();
    for (vendor, from, to) in periods(replica) {
        let key = Key { vendor: vendor.clone(), from };
        let reaches = to.is_none_or(|to| to >= effective && to >= from);
        if !reaches || listed.contains(&key) || unclear.contains(vendor) {
            continue;
        }
        let reason = ending(vendors.contains(vendor), from, last);
        report.end(EndedRow { key: key.to_string(), reason });
        let to = Some(last);
        ended.push((key, ApprovalStated { from, to }));
    }
    ended
}

/// The vendors of refused rows, whose approvals stay as they are; nothing where a refused row
/// might be about any vendor, and where nothing at all could be read.
fn unclear_vendors(reading: &Reading<'_, Key, ApprovalStated>) -> Option<BTreeSet<VendorCode>> {
    if reading.rows.is_empty() {
        return None;
    }
    let vendor = |row: &Row<'_>| {
        if !row.is_whole() {
            return None;
        }
        row.required("vendor", cell::code).ok()
    };
    reading.refused.iter().map(vendor).collect()
}

fn periods(replica: &Replica) -> impl Iterator<Item = (&VendorCode, Day, Option<Day>)> {
    replica.vendors().flat_map(|(code, state)| {
        let approvals: &BTreeMap<Day, Option<Day>> = &state.approvals;
        approvals.iter().map(move |(from, to)| (code, *from, *to))
    })
}

/// The last day on which what the list does not name was approved.
fn day_before(effective: Day) -> Day {
    effective.0.pred_opt().filter(|day| day.year() >= 1).map_or(effective, Day)
}

fn ending(vendor_is_listed: bool, from: Day, last: Day) -> Sentence {
    let (why, why_zh) = if vendor_is_listed {
        ("the list names other periods of this vendor", "名单中该厂商为其他期间")
    } else {
        ("the list does not name this vendor", "名单中没有该厂商")
    };
    if from > last {
        return Sentence::new(
            format!("{why}: the approval from {} does not begin", from.0),
            format!("{why_zh}：自 {} 起的资格取消", from.0),
        );
    }
    Sentence::new(
        format!("{why}: approved until {} inclusive", last.0),
        format!("{why_zh}：资格至 {} 止（含当日）", last.0),
    )
}
