//! Carrying out an import: the plan becomes facts of the server's own.

use std::fmt::Display;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sync_core::fact::Day;

use crate::admin::AdminAnswer;
use crate::clock;
use crate::hub::{AuthorError, Site};
use crate::import::{ImportKind, ImportOptions, plan};

/// A file to be read in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportRequest {
    /// What the file states, by name.
    pub kind: String,
    /// The file.
    #[serde(with = "serde_bytes")]
    pub csv: Vec<u8>,
    /// Whether one refused row keeps the whole file out.
    pub all_or_nothing: bool,
    /// First day on which a complete list holds; today where nothing is said.
    pub effective: Option<Day>,
}

/// Plans an import against the state as it is when its turn comes, and writes it.
pub async fn run(site: &Arc<Site>, request: ImportRequest) -> Result<AdminAnswer, AuthorError> {
    let bad = |error: &dyn Display| AuthorError::BadInput(error.to_string());
    let kind: ImportKind = request.kind.parse().map_err(|error| bad(&error))?;
    let planned = site.author(move |held| {
        let now = clock::now();
        let offset = held.replica.site().offset;
        let options = ImportOptions {
            all_or_nothing: request.all_or_nothing,
            effective: request.effective.unwrap_or_else(|| Day(offset.day_of(now))),
            site: offset,
            now,
        };
        let planned =
            plan(kind, &request.csv, &held.replica, &options).map_err(|error| bad(&error))?;
        Ok((planned.drafts, planned.report))
    });
    let report = planned.await?;
    tracing::info!(
        target: "audit", %kind, rows = report.rows, new = report.new, changed = report.changed,
        refused = report.refused, "a file was imported"
    );
    let faults = report.refused > 0;
    let report = serde_json::to_value(&report).map_err(|error| bad(&error))?;
    Ok(AdminAnswer::Imported { report, faults })
}
