//! Whether the server lives, and whether it can do its work.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Problem, ProblemKind, Unable};

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`: what is not is a problem document.
    #[schema(example = "ok")]
    pub status: &'static str,
    /// The version of the server's program.
    pub version: &'static str,
}

const OK: Health = Health { status: "ok", version: env!("CARGO_PKG_VERSION") };

/// Lives: the process answers.
#[utoipa::path(get, path = "/health/live", tag = "health", responses((status = 200, body = Health)))]
pub async fn live() -> Json<Health> {
    Json(OK)
}

/// Ready: facts can be written and read.
#[utoipa::path(
    get, path = "/health/ready", tag = "health",
    responses((status = 200, body = Health), Unable)
)]
pub async fn ready(State(app): State<Arc<App>>) -> Result<Json<Health>, Problem> {
    let failed = tokio::time::timeout(std::time::Duration::ZERO, app.site.failed()).await.is_ok();
    if failed || app.stop.is_stopping() {
        return Err(Problem::new(ProblemKind::Unavailable, "the server is stopping"));
    }
    Ok(Json(OK))
}
