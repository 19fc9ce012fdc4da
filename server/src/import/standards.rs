//! IE's standards: unit weights 单重 in grams a piece, thicknesses, dimensions. Regulation §6.6.4.

use std::fmt;

use sync_core::api::ImportReport;
use sync_core::fact::{Characteristic, Day, Entity, Event, StandardStated};
use sync_core::ids::{ItemCode, Text};
use sync_core::measure::MeasureUnit;
use sync_core::replica::Replica;
use sync_core::time::SiteOffset;

use super::cell;
use super::date;
use super::reason::{RowError, RowErrorKind};
use super::table::{Row, Table};
use super::upsert::{self, Stated};

/// One standard of one item, from one day on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    item: ItemCode,
    what: Text,
    from: Day,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.item, self.what, self.from.0)
    }
}

impl Stated for StandardStated {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("value", self.value.to_string()), ("unit", self.unit.to_string())]
    }
}

pub(super) fn plan(
    table: &Table,
    replica: &Replica,
    site: SiteOffset,
    report: &mut ImportReport,
) -> Vec<(Entity, Event)> {
    let known = |key: &Key| {
        let standards = &replica.item(&key.item)?.standards;
        standards.get(&(key.what.clone(), key.from)).cloned()
    };
    upsert::plan(table, report, |row| read_row(row, site), known, |key| Entity::Item(key.item))
}

fn read_row(row: &Row<'_>, site: SiteOffset) -> Result<(Key, StandardStated), RowError> {
    let item = row.required("item", cell::code)?;
    let from = row.required("effective_from", date::day(site))?;
    let about = row.required("what", characteristic)?;
    let (value, unit) = match about {
        Characteristic::UnitWeight => {
            let unit = row.required("unit", cell::weight_unit)?;
            (row.required("value", cell::grams(unit))?, "g".to_owned())
        }
        Characteristic::Thickness | Characteristic::Dimension(_) => {
            (row.required("value", cell::positive)?, unit(row)?)
        }
    };
    let what = cell::text(&about.to_string()).map_err(|reason| RowError::field("what", reason))?;
    let unit = cell::text(&unit).map_err(|reason| RowError::field("unit", reason))?;
    let key = Key { item, what: what.clone(), from };
    let stated = StandardStated { what, value, unit, from };
    Ok((key, stated))
}

/// A unit by its sign, so that `MM` and `毫米` are mm; one that cannot be converted as it is written.
fn unit(row: &Row<'_>) -> Result<String, RowError> {
    let unit = row.required("unit", |text| Ok(cell::word(text)))?;
    Ok(unit.parse::<MeasureUnit>().map_or(unit, |known| known.code().to_owned()))
}

fn characteristic(text: &str) -> Result<Characteristic, RowErrorKind> {
    Characteristic::named(text).ok_or_else(|| RowErrorKind::UnknownMeasure(text.to_owned()))
}
