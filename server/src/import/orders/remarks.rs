//! What whoever imports orders should know of rows that were taken all the same.
//!
//! A vendor or an item that comes in a later file keeps no goods from the dock (SEMANTICS 33): it
//! is named here, so that somebody looks for the file.

use std::collections::BTreeMap;

use sync_core::api::{ImportReport, NotedRow, Sentence};
use sync_core::fact::OrderStatus;
use sync_core::replica::Replica;

use super::{Key, Read, Rest, Stating, Whole};
use crate::import::reason::RowError;

/// Notes what the taken rows of a file lack, and what of them could not be read.
pub(super) fn note<'r>(
    rows: impl Iterator<Item = &'r Read<Key, Stating>>,
    replica: &Replica,
    report: &mut ImportReport,
) {
    let mut vendors = Unknown::default();
    let mut items = Unknown::default();
    for row in rows {
        let passed_over = row.stated.passed_over.iter();
        report.noted_rows.extend(passed_over.map(|wrong| passed_over_cell(row, wrong)));
        match &row.stated.rest {
            Rest::AsKnown(wrong) => report.noted_rows.push(as_known(row, wrong)),
            Rest::Read(whole) => {
                if row.stated.status == OrderStatus::Open {
                    let vendor = replica.vendor(&whole.head.vendor);
                    if vendor.is_none_or(|vendor| vendor.stated.is_none()) {
                        vendors.add(whole.head.vendor.to_string(), row.line);
                    }
                    match replica.item(&whole.line.item).and_then(|item| item.stated.as_ref()) {
                        None => items.add(whole.line.item.to_string(), row.line),
                        Some(item) if item.unit != whole.line.unit => {
                            report.noted_rows.push(other_unit(row, whole, item.unit.code()));
                        }
                        Some(_) => {}
                    }
                }
            }
        }
    }
    report.noted_rows.extend(vendors.noted("vendor", unknown_vendor));
    report.noted_rows.extend(items.noted("item", unknown_item));
}

/// Codes that are not known here, each with its first line and how many rows name it.
#[derive(Default)]
struct Unknown(BTreeMap<String, (u64, usize)>);

impl Unknown {
    fn add(&mut self, code: String, line: u64) {
        let (_, rows) = self.0.entry(code).or_insert((line, 0));
        *rows += 1;
    }

    fn noted(
        self,
        field: &'static str,
        reason: impl Fn(&str, usize) -> Sentence,
    ) -> impl Iterator<Item = NotedRow> {
        self.0.into_iter().map(move |(code, (line, rows))| {
            let reason = reason(&code, rows);
            NotedRow { line, key: code, field: Some(field.into()), reason }
        })
    }
}

fn unknown_vendor(code: &str, rows: usize) -> Sentence {
    Sentence::new(
        format!(
            "vendor {code} is not known here ({rows} rows): its goods can be received and counted, \
             and wait for it; import the vendors"
        ),
        format!("厂商 {code} 在此未知（{rows} 行）：货物可以收、可以点，等厂商资料到；请导入厂商"),
    )
}

fn unknown_item(code: &str, rows: usize) -> Sentence {
    Sentence::new(
        format!(
            "item {code} is not known here ({rows} rows): its goods can be received and counted, \
             and wait for it; import the items"
        ),
        format!("料号 {code} 在此未知（{rows} 行）：货物可以收、可以点，等料号资料到；请导入料号"),
    )
}

fn other_unit(row: &Read<Key, Stating>, whole: &Whole, items: &str) -> NotedRow {
    let ordered = whole.line.unit.code();
    let item = &whole.line.item;
    let reason = Sentence::new(
        format!(
            "the line is in {ordered}, item {item} in {items}: counts of this line are read as {ordered}"
        ),
        format!("本行单位为 {ordered}，料号 {item} 的单位为 {items}：本行点数按 {ordered} 计"),
    );
    NotedRow { line: row.line, key: row.key.to_string(), field: Some("unit".into()), reason }
}

fn passed_over_cell(row: &Read<Key, Stating>, wrong: &RowError) -> NotedRow {
    let why = wrong.reason.sentence();
    let reason = Sentence::new(
        format!("{}: the row was taken without it, and what was known of it stays", why.en),
        format!("{}：本行已采用，此栏不采用，保持原来所知", why.zh),
    );
    noted(row, wrong, reason)
}

fn as_known(row: &Read<Key, Stating>, wrong: &RowError) -> NotedRow {
    let why = wrong.reason.sentence();
    let reason = Sentence::new(
        format!("{}: the line is over all the same, the rest stays as it was known", why.en),
        format!("{}：本行照样结束，其余保持原来所知", why.zh),
    );
    noted(row, wrong, reason)
}

fn noted(row: &Read<Key, Stating>, wrong: &RowError, reason: Sentence) -> NotedRow {
    NotedRow { line: row.line, key: row.key.to_string(), field: wrong.field.clone(), reason }
}

/// A row that ends a line of which nothing is known.
pub(super) fn unknown_ending(line: u64, key: String) -> NotedRow {
    let reason = Sentence::new(
        "the row ends a line that was never known here, and says nothing else that could be read",
        "本行结束的采购单行在此从未有过，其余内容也无法识别",
    );
    NotedRow { line, key, field: None, reason }
}
