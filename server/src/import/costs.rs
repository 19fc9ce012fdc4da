//! Material costs, by which deductions are reckoned; facts of their own, kept from the dock.

use std::fmt;

use sync_core::api::ImportReport;
use sync_core::fact::{CostStated, Day, Entity, Event};
use sync_core::ids::ItemCode;
use sync_core::replica::Replica;
use sync_core::time::SiteOffset;

use super::cell;
use super::date;
use super::reason::RowError;
use super::table::{Row, Table};
use super::upsert::{self, Stated};

/// The cost of one item, from one day on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    item: ItemCode,
    from: Day,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.item, self.from.0)
    }
}

impl Stated for CostStated {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("cost", self.cost.to_string()),
            ("currency", self.currency.to_string()),
            ("per_unit", self.per.to_string()),
        ]
    }
}

pub(super) fn plan(
    table: &Table,
    replica: &Replica,
    site: SiteOffset,
    report: &mut ImportReport,
) -> Vec<(Entity, Event)> {
    let known = |key: &Key| replica.cost(&key.item)?.costs.get(&key.from).cloned();
    upsert::plan(table, report, |row| read_row(row, site), known, |key| Entity::Cost(key.item))
}

fn read_row(row: &Row<'_>, site: SiteOffset) -> Result<(Key, CostStated), RowError> {
    let item = row.required("item", cell::code)?;
    let from = row.required("effective_from", date::day(site))?;
    let stated = CostStated {
        cost: row.required("cost", cell::positive)?,
        currency: row.required("currency", cell::currency)?,
        per: row.required("per_unit", cell::cost_unit)?,
        from,
    };
    Ok((Key { item, from }, stated))
}
