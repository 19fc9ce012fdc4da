//! Imports: a file that the ERP wrote becomes facts to write, and a report of what it changes.
//!
//! bytes → text → table → rows → comparison with what is known → drafts. Nothing here reads a
//! disk or a clock, and nothing is written: whoever calls [`plan`] writes the drafts as facts.
//! `docs/imports.md` is this page for the people who prepare the files.

mod approvals;
mod cell;
mod columns;
mod costs;
mod date;
mod decode;
mod error;
mod items;
mod options;
mod orders;
mod reason;
mod report;
mod standards;
mod status;
mod table;
mod totals;
mod under_goods;
mod upsert;
mod vendors;

#[cfg(test)]
mod tests;

use sync_core::api::{ImportKind, ImportReport};
use sync_core::fact::{Entity, Event};
use sync_core::replica::Replica;

pub use error::ImportError;
pub use options::ImportOptions;
pub(crate) use under_goods::Watched;

use table::Table;

/// What a file would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPlan {
    /// The facts to write, in this order.
    pub drafts: Vec<(Entity, Event)>,
    /// What to tell whoever imports.
    pub report: ImportReport,
}

/// Reads a file and compares it with what is known. Pure; bad rows are refused one by one.
pub fn plan(
    kind: ImportKind,
    csv: &[u8],
    replica: &Replica,
    options: &ImportOptions,
) -> Result<ImportPlan, ImportError> {
    let decoded = decode::decode(csv)?;
    let table = Table::read(kind, &decoded.text)?;
    let mut report = report::begin(kind, decoded.encoding, table.len(), &table.ignored);
    report.notes.extend(totals::note(&table.totals));

    let mut drafts = match kind {
        ImportKind::Vendors => vendors::plan(&table, replica, &mut report),
        ImportKind::ApprovedVendors => approvals::plan(&table, replica, options, &mut report)?,
        ImportKind::Items => items::plan(&table, replica, &mut report),
        ImportKind::Standards => standards::plan(&table, replica, options.site, &mut report),
        ImportKind::Costs => costs::plan(&table, replica, options.site, &mut report),
        ImportKind::Orders => orders::plan(&table, replica, options, &mut report),
    };

    report.refused_rows.sort_by_key(|row| row.line);
    report.changed_rows.sort_by_key(|row| row.line);
    report.noted_rows.sort_by_key(|row| row.line);
    if options.all_or_nothing && report.refused > 0 {
        drafts.clear();
        report::withhold(&mut report);
    }
    if let Some(many) = report.ends_many.filter(|_| !options.end_many) {
        drafts.clear();
        report::ask_about_ending(&mut report, many);
    }
    Ok(ImportPlan { drafts, report })
}
