//! The audit log for an administrator in the office: read by the page, never changed.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sync_core::time::Timestamp;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::admin::Administrator;
use super::guard::Query;
use crate::app::App;
use crate::audit::What;
use crate::audit::reading::{self, Filter};
use crate::error::{Problem, ProblemKind, Refuses};

/// So many records a page, where nothing is said.
const PAGE: usize = 100;
/// And at most.
const MOST: usize = 500;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read))
}

/// Which records are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Noted at this instant or later.
    #[param(value_type = Option<String>, example = "2026-11-28T00:00:00+08:00")]
    since: Option<Timestamp>,
    /// Noted before this instant.
    #[param(value_type = Option<String>)]
    until: Option<Timestamp>,
    /// By somebody, or about them: `person:3`, `device:7`, `account:0`, `address:10.0.0.9`, `server`.
    who: Option<String>,
    /// What was done, by name; several are joined by commas.
    what: Option<String>,
    /// Only records before this number: the page before.
    before: Option<u64>,
    /// So many at most; 100 where nothing is said, 500 at most.
    limit: Option<usize>,
}

/// A page of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    /// The newest records that fit, in the order in which they were noted, as they were written.
    #[schema(value_type = Vec<Object>)]
    pub records: Vec<Value>,
    /// The `before` of the page before this one; nothing where there may be none.
    pub before: Option<u64>,
}

/// What was done to the site, and by whom.
#[utoipa::path(
    get, path = "/api/admin/audit", tag = "administration", security(("device" = [])),
    params(Wanted), responses((status = 200, body = AuditPage), Refuses)
)]
pub async fn read(
    State(app): State<Arc<App>>,
    by: Administrator,
    Query(wanted): Query<Wanted>,
) -> Result<Answer<AuditPage>, Problem> {
    let Wanted { since, until, who, what, before, limit } = wanted;
    let most = limit.unwrap_or(PAGE).clamp(1, MOST);
    // Whoever reads whom is a trace too: noted first, so that it stands in no page of its own asking.
    let read = What::AuditRead { since, until, who: who.clone(), names: what.clone() };
    let unavailable =
        |error: &dyn std::fmt::Display| Problem::new(ProblemKind::Unavailable, error.to_string());
    app.site.audit().keep(by.who(), read).await.map_err(|error| unavailable(&error))?;
    let (filter, folder) = (Filter { since, until, who, what }, app.audit.clone());
    let found = tokio::task::spawn_blocking(move || reading::last(&folder, &filter, before, most));
    let found = found.await.map_err(|error| Problem::fault(error.to_string()))?;
    let found = found.map_err(|error| unavailable(&error))?;
    let before = found.first().filter(|_| found.len() == most).map(|first| first.line.n);
    let records = found.iter().filter_map(|found| serde_json::from_str(&found.text).ok()).collect();
    Ok(Answer(AuditPage { records, before }))
}
