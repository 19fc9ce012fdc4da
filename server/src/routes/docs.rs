//! The `OpenAPI` document, and a page to browse it that needs nothing from the network.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::routing::get;

use super::board::file;
use crate::app::App;

const PAGE: &str = include_str!("../../static/docs.html");
const SCRIPT: &str = include_str!("../../static/docs.js");
const STYLE: &str = include_str!("../../static/docs.css");

/// The document and its page.
pub(super) fn routes(document: &utoipa::openapi::OpenApi) -> Router<Arc<App>> {
    let json: Arc<str> = document.to_json().unwrap_or_default().into();
    let answer = move || async move {
        ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], json.to_string())
    };
    Router::new()
        .route("/api/openapi.json", get(answer))
        .route("/api/docs", get(|| async { file("text/html; charset=utf-8", PAGE) }))
        .route("/docs.css", get(|| async { file("text/css; charset=utf-8", STYLE) }))
        .route("/docs.js", get(|| async { file("text/javascript; charset=utf-8", SCRIPT) }))
}
