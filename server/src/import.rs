//! Imports: a file that the ERP wrote becomes facts to write, and a report of what it changes.
//!
//! bytes → text → table → rows → comparison with what is known → drafts. Nothing here reads a
//! disk or a clock, and nothing is written: whoever calls [`plan`] writes the drafts as facts.
//! `docs/imports.md` is this page for the people who prepare the files.

mod approvals;
mod cell;
mod columns;
mod costs;
mod decode;
mod error;
mod items;
mod orders;
mod reason;
mod report;
mod standards;
mod status;
mod table;
mod upsert;
mod vendors;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use sync_core::fact::{Day, Entity, Event};
use sync_core::replica::Replica;
use sync_core::time::{SiteOffset, Timestamp};

pub use error::ImportError;
pub use report::{ChangedRow, EndedRow, FieldChange, ImportReport, RefusedRow, Sentence};

use table::Table;

/// What a file states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportKind {
    /// Vendors 厂商.
    Vendors,
    /// The approved-vendor list 合格厂商名单: a complete one.
    ApprovedVendors,
    /// Items 料号.
    Items,
    /// IE's standards, IE标准单重 first of all.
    Standards,
    /// Material costs.
    Costs,
    /// Purchase orders and what became of them.
    Orders,
}

impl ImportKind {
    /// Every kind of file that is read.
    pub const ALL: [Self; 6] = [
        Self::Vendors,
        Self::ApprovedVendors,
        Self::Items,
        Self::Standards,
        Self::Costs,
        Self::Orders,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vendors => "vendors",
            Self::ApprovedVendors => "approved-vendors",
            Self::Items => "items",
            Self::Standards => "standards",
            Self::Costs => "costs",
            Self::Orders => "orders",
        }
    }

    /// Its name for Chinese readers.
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Vendors => "厂商",
            Self::ApprovedVendors => "合格厂商名单",
            Self::Items => "料号",
            Self::Standards => "标准",
            Self::Costs => "材料成本",
            Self::Orders => "采购单",
        }
    }
}

impl fmt::Display for ImportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Why a text names no import.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an import; the imports are {list}", list = ImportKind::ALL.map(ImportKind::name).join(", "))]
pub struct UnknownImport(pub String);

impl FromStr for ImportKind {
    type Err = UnknownImport;

    fn from_str(text: &str) -> Result<Self, UnknownImport> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| UnknownImport(text.to_owned()))
    }
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug)]
pub struct ImportOptions {
    /// Whether one refused row keeps the whole file out.
    pub all_or_nothing: bool,
    /// First day on which a complete list holds; what is missing in it was approved until the
    /// day before.
    pub effective: Day,
    /// The zone of instants that name none.
    pub site: SiteOffset,
    /// The instant of a status for which the file gives none.
    pub now: Timestamp,
}

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
    let mut report = ImportReport::new(kind, decoded.encoding, &table);

    let mut drafts = match kind {
        ImportKind::Vendors => vendors::plan(&table, replica, &mut report),
        ImportKind::ApprovedVendors => {
            approvals::plan(&table, replica, options.effective, &mut report)?
        }
        ImportKind::Items => items::plan(&table, replica, &mut report),
        ImportKind::Standards => standards::plan(&table, replica, &mut report),
        ImportKind::Costs => costs::plan(&table, replica, &mut report),
        ImportKind::Orders => orders::plan(&table, replica, options, &mut report),
    };

    report.refused_rows.sort_by_key(|row| row.line);
    report.changed_rows.sort_by_key(|row| row.line);
    if options.all_or_nothing && report.refused > 0 {
        drafts.clear();
        report.withhold();
    }
    Ok(ImportPlan { drafts, report })
}
