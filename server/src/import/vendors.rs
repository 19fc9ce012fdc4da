//! Vendors 厂商: code, name, currency.

use sync_core::api::ImportReport;
use sync_core::fact::{Entity, Event, VendorStated};
use sync_core::ids::VendorCode;
use sync_core::replica::Replica;

use super::cell;
use super::reason::RowError;
use super::table::{Row, Table};
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
    upsert::plan(table, report, read_row, known, Entity::Vendor)
}

fn read_row(row: &Row<'_>) -> Result<(VendorCode, VendorStated), RowError> {
    let code = row.required("vendor", cell::code)?;
    let stated = VendorStated {
        name: row.required("name", cell::text)?,
        currency: row.optional("currency", cell::currency)?,
    };
    Ok((code, stated))
}
