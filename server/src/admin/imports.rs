//! Carrying out an import: the plan becomes facts of the server's own.

use serde::{Deserialize, Serialize};
use sync_core::api::{ImportKind, ImportReport};
use sync_core::fact::Day;

use super::handle::Admin;
use crate::audit::What;
use crate::auth::encoding::{sha256, to_hex};
use crate::clock;
use crate::hub::AuthorError;
use crate::import::{ImportOptions, Watched, plan};

/// A file to be read in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportRequest {
    /// What the file states.
    pub kind: ImportKind,
    /// The bytes of the file, as the ERP exported it.
    #[serde(with = "serde_bytes")]
    pub csv: Vec<u8>,
    /// Whether one refused row keeps the whole file out.
    pub all_or_nothing: bool,
    /// First day on which a complete list holds; today where nothing is said.
    pub effective: Option<Day>,
    /// Whether an approved-vendor list may end more than a fifth of the approvals; a command line
    /// of before knew no such thing, and asks for none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub end_many: bool,
}

impl Admin {
    /// Plans an import against the state as it is when its turn comes, and writes it.
    pub async fn import(&self, request: ImportRequest) -> Result<ImportReport, AuthorError> {
        let ImportRequest { kind, csv, all_or_nothing, effective, end_many } = request;
        let sha256 = to_hex(&sha256(&csv));
        let planned = self.author(move |held| {
            let now = clock::now();
            let site = held.replica.site().offset;
            let effective = effective.unwrap_or_else(|| Day(site.day_of(now)));
            let options = ImportOptions { all_or_nothing, end_many, effective, site, now };
            let planned = plan(kind, &csv, &held.replica, &options)
                .map_err(|error| AuthorError::BadFile(error.sentence()))?;
            let watched = Watched::of(&held.replica, &planned.drafts);
            Ok((planned.drafts, (planned.report, watched)))
        });
        let (mut report, watched) = planned.await?;
        report.under_goods = watched.restated(&self.site.read().replica);
        let what = What::Imported {
            kind: kind.to_string(),
            sha256,
            rows: report.rows,
            new: report.new,
            changed: report.changed,
            ended: report.ended,
            refused: report.refused,
            withheld: report.withheld,
        };
        self.keep(what).await?;
        Ok(report)
    }
}
