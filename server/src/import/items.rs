//! Items 料号: names, unit, and what the rules ask of them.

use sync_core::api::ImportReport;
use sync_core::fact::{Entity, Event, ItemStated};
use sync_core::ids::ItemCode;
use sync_core::measure::Unit;
use sync_core::replica::Replica;

use super::cell;
use super::reason::{RowError, RowErrorKind};
use super::table::{Row, Table};
use super::upsert::{self, Stated, shown};

/// A year: what takes longer to inspect is a slip of the finger.
const MOST_MINUTES: u32 = 366 * 24 * 60;

impl Stated for ItemStated {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let yes_or_no = |yes| if yes { "yes" } else { "no" }.to_owned();
        vec![
            ("name_zh", self.name_zh.to_string()),
            ("name_en", shown(self.name_en.as_ref())),
            ("unit", self.unit.to_string()),
            ("packaging", yes_or_no(self.packaging)),
            ("subcontracted", yes_or_no(self.subcontracted)),
            ("inspection_minutes", shown(self.inspection_minutes.as_ref())),
            ("tolerance", shown(self.tolerance.as_ref())),
        ]
    }
}

pub(super) fn plan(
    table: &Table,
    replica: &Replica,
    report: &mut ImportReport,
) -> Vec<(Entity, Event)> {
    let known = |code: &ItemCode| replica.item(code)?.stated.clone();
    upsert::plan(table, report, read_row, known, Entity::Item)
}

fn read_row(row: &Row<'_>) -> Result<(ItemCode, ItemStated), RowError> {
    let code = row.required("item", cell::code)?;
    let unit = row.required("unit", cell::unit)?;
    check_decimals(row, unit)?;
    let stated = ItemStated {
        name_zh: row.required("name_zh", cell::text)?,
        name_en: row.optional("name_en", cell::text)?,
        unit,
        packaging: row.optional("packaging", cell::yes_or_no)?.unwrap_or_default(),
        subcontracted: row.optional("subcontracted", cell::yes_or_no)?.unwrap_or_default(),
        inspection_minutes: row.optional("inspection_minutes", cell::whole(MOST_MINUTES))?,
        tolerance: row.optional("tolerance", cell::tolerance)?,
    };
    Ok((code, stated))
}

/// The decimals only repeat what the unit says; where they disagree, the unit may be wrong.
fn check_decimals(row: &Row<'_>, unit: Unit) -> Result<(), RowError> {
    match row.optional("decimals", cell::decimals)? {
        Some(found) if found != unit.decimals() => Err(RowError::field(
            "decimals",
            RowErrorKind::Decimals { unit: unit.code(), decimals: unit.decimals(), found },
        )),
        Some(_) | None => Ok(()),
    }
}
