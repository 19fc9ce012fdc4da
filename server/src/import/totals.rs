//! Rows that are sums of the rows above them, as reports have at their end: no vendor, no item, no
//! order.

use sync_core::api::Sentence;
use sync_core::measure::parse_decimal;

use super::cell::{unwrapped, word};
use super::columns;
use super::report::lines_in_words;
use super::table::Row;

/// What a sum is called in Chinese: no code is.
const CHINESE: [&str; 6] = ["合计", "总计", "小计", "总和", "共计", "总合计"];
/// What a sum is called in English: a company may be called so, too.
const ENGLISH: [&str; 6] = ["total", "totals", "subtotal", "sub-total", "grandtotal", "sum"];

/// Whether a row is a sum: its key, or what stands first in it, is called so. An English word
/// wants that the row holds nothing else but numbers.
pub(super) fn is_total(row: &Row<'_>) -> bool {
    let key = columns::key_of(row.kind()).first().and_then(|field| row.cell(field));
    let cells: Vec<String> = row.cells().map(unwrapped).filter(|cell| !cell.is_empty()).collect();
    let Some(named) = key.or_else(|| cells.first().cloned()) else { return false };
    let called: String = word(&named).chars().filter(|sign| !sign.is_whitespace()).collect();
    let called = called.trim_end_matches(':');
    let numbers_alone = || cells.iter().filter(|cell| **cell != named).all(|cell| is_amount(cell));
    CHINESE.contains(&called) || (ENGLISH.contains(&called) && numbers_alone())
}

/// Tells which rows were passed over; nothing where none was.
pub(super) fn note(lines: &[u64]) -> Option<Sentence> {
    let (en, zh) = lines_in_words(lines)?;
    Some(Sentence::new(
        format!("{en}: a sum of the rows above (合计, total), passed over"),
        format!("{zh}是合计，已跳过"),
    ))
}

/// A number, as sums are written too: with thousands parted.
pub(super) fn is_amount(cell: &str) -> bool {
    let plain = cell.replace([',', '，', ' '], "");
    parse_decimal(&plain).is_ok()
}
