//! What the facts say, as JSON.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use sync_core::post::Posts;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::guard::{MayRead, Query};
use crate::app::App;
use crate::error::{Problem, ProblemDocument};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(digest))
}

/// Whose digest.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DigestQuery {
    /// Posts, joined by `+`.
    #[param(example = "dock-clerk")]
    posts: String,
}

/// What is known to somebody, in one text: equal where states are.
#[derive(Debug, Serialize, ToSchema)]
pub struct DigestAnswer {
    /// Hexadecimal SHA-256 over every folded entity in scope.
    pub digest: String,
    /// The log it is of.
    pub incarnation: u64,
    /// The log's position it is of.
    pub position: u64,
}

/// Compares a replica with the server: its digest at one position of the log.
#[utoipa::path(
    get, path = "/api/digest", tag = "views", params(DigestQuery), security(("device" = []), ("board" = []), ()),
    responses(
        (status = 200, body = DigestAnswer),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn digest(
    State(app): State<Arc<App>>,
    _: MayRead,
    Query(query): Query<DigestQuery>,
) -> Result<Json<DigestAnswer>, Problem> {
    // A plus sign in a query may arrive as the blank that forms make of it.
    let posts: Posts = query.posts.parse().map_err(|error: sync_core::post::UnknownPost| Problem::malformed(error.to_string()))?;
    let incarnation = app.site.incarnation();
    let asked = app.site.ask(move |held| DigestAnswer {
        digest: held.replica.digest(posts),
        incarnation,
        position: held.position(),
    });
    asked.await.map(Json).ok_or_else(|| Problem::fault("the digest could not be computed"))
}
