//! The routes, and the document that describes them: made from the same list.

pub mod admin;
pub mod audit;
pub mod board;
mod board_names;
pub mod contacts;
pub mod docs;
mod edge;
pub mod enrol;
pub mod guard;
pub mod health;
pub mod labels;
pub mod live;
pub mod photos;
pub mod reads;
pub mod sync;
pub mod trust;
pub mod sign_in;
mod web;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::Uri;
use axum::{Router, middleware};
use sync_core::api::ProblemDocument;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use self::edge::MOST_BODY;
use crate::app::App;
use crate::error::{Problem, ProblemKind};

/// What the document says besides the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Inwards",
        description = "Goods inwards: devices push facts and pull the log, boards and offices read views. \
                       Errors are problem documents (RFC 9457). Instants are RFC 3339, decimals are strings.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    modifiers(&Signing),
    components(schemas(ProblemDocument)),
    tags(
        (name = "devices", description = "Enrolment and tokens"),
        (name = "sync", description = "Pushing and pulling facts"),
        (name = "labels", description = "What labels of suppliers say"),
        (name = "views", description = "What the facts say"),
        (name = "photos", description = "Photos' files, sent in pieces"),
        (name = "board", description = "The live board"),
        (name = "administration", description = "People, devices and imports, for an administrator at an administrator's device"),
        (name = "health", description = "For whoever watches the server"),
    )
)]
struct Document;

/// How one signs in.
struct Signing;

impl utoipa::Modify for Signing {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("A device's token from /api/token"))
            .build();
        components.add_security_scheme("device", SecurityScheme::Http(bearer));
        let cookie = ApiKeyValue::with_description(
            crate::auth::board_code::COOKIE,
            "What /board/login gives for the board's code",
        );
        components.add_security_scheme("board", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// All routes with everything around them.
pub fn router(app: &Arc<App>) -> Router {
    let (described, document) = described().split_for_parts();
    described
        .merge(docs::routes(&document))
        .merge(board::pages())
        .merge(web::routes())
        .fallback(|uri: Uri| async move { Problem::not_found("page", uri.path()) })
        .method_not_allowed_fallback(|| async {
            Problem::new(ProblemKind::MethodNotAllowed, "this path answers to another method")
        })
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(app), edge::around))
        .layer(CompressionLayer::new().gzip(true))
        .with_state(Arc::clone(app))
}

fn described() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(enrol::enrol))
        .routes(routes!(enrol::challenge))
        .routes(routes!(enrol::token))
        .routes(routes!(sync::sync))
        .routes(routes!(live::live))
        .merge(sign_in::routes())
        .merge(reads::routes())
        .merge(admin::routes())
        .merge(audit::routes())
        .merge(photos::routes())
        .routes(routes!(board::board))
        .routes(routes!(board::events))
        .routes(routes!(board::login))
        .routes(routes!(contacts::read))
        .routes(routes!(labels::read))
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
}
