//! Vendors 厂商: code, name, currency.

use sync_core::api::{ImportReport, Sentence};
use sync_core::fact::{Entity, Event, VendorStated};
use sync_core::ids::VendorCode;
use sync_core::replica::Replica;

use super::cell;
use super::reason::RowError;
use super::report::lines_in_words;
use super::table::{Row, Table};
use super::totals::is_amount;
use super::upsert::{self, Stated, shown};

impl Stated for VendorStated {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.to_string()), ("currency", shown(self.currency.as_ref()))]
    }
}

pub(super) fn plan(
    table: &Table,
    replica: &Replica,
    report: &mut ImportReport,
) -> Vec<(Entity, Event)> {
    let known = |code: &VendorCode| replica.vendor(code)?.stated.clone();
    report.notes.extend(named_by_numbers(table));
    upsert::plan(table, report, read_row, known, Entity::Vendor)
}

/// Warns of vendors whose name is a number: another column may have slipped in.
fn named_by_numbers(table: &Table) -> Option<Sentence> {
    let is_number = |row: &Row<'_>| row.cell("name").is_some_and(|name| is_amount(&name));
    let lines: Vec<u64> = table.rows().filter(is_number).map(|row| row.line).collect();
    let (en, zh) = lines_in_words(&lines)?;
    Some(Sentence::new(
        format!("{en}: the vendor's name is only a number; check the column"),
        format!("{zh}的厂商名称只有数字，请核对该列"),
    ))
}

fn read_row(row: &Row<'_>) -> Result<(VendorCode, VendorStated), RowError> {
    let code = row.required("vendor", cell::code)?;
    let stated = VendorStated {
        name: row.required("name", cell::text)?,
        currency: row.optional("currency", cell::currency)?,
    };
    Ok((code, stated))
}
