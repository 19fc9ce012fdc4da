//! The web app, at the root of the server.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::error::Problem;
use crate::web::{Pressed, WebFiles, is_by_content};

const PAGE: &str = "index.html";
/// What there is to see where this program was built without the web app.
const MISSING: &str = include_str!("../../static/web-missing.html");

/// Nothing but our own files runs; WebAssembly does. Photos are shown from memory.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; \
     worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page and its files: they hold no data, so everybody may have them.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/", get(page)).route("/{file}", get(file))
}

async fn page(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let answer = answer(&files(&app), PAGE, &headers);
    answer.unwrap_or_else(|| super::board::file("text/html; charset=utf-8", MISSING))
}

async fn file(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let files = files(&app);
    let known = files.names().any(|known| known == name);
    let answer = known.then(|| answer(&files, &name, &headers)).flatten();
    answer.ok_or_else(|| Problem::not_found("page", &format!("/{name}")))
}

/// Those in this program; or the folder's as they are now, so that one who builds them sees them.
fn files(app: &App) -> WebFiles {
    let read = app.web.as_ref().map(|folder| WebFiles::read(folder));
    match read {
        None => WebFiles::default(),
        Some(Ok(files)) => files,
        Some(Err(error)) => {
            tracing::warn!(%error, "the web app's folder cannot be read");
            WebFiles::default()
        }
    }
}

fn answer(files: &WebFiles, name: &str, headers: &HeaderMap) -> Option<Response> {
    let (form, content) = files.get(name, &accepted(headers))?;
    let kept = if is_by_content(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut answer = [
        (header::CONTENT_TYPE, type_of(name)),
        (header::CACHE_CONTROL, kept),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
        (header::VARY, "accept-encoding"),
    ]
    .into_response();
    *answer.body_mut() = content.into_owned().into();
    let pressed = match form {
        Pressed::Brotli => "br",
        Pressed::Gzip => "gzip",
        Pressed::Plain => return Some(answer),
    };
    answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(pressed));
    Some(answer)
}

/// The forms that the other side can read, the smallest first.
fn accepted(headers: &HeaderMap) -> Vec<Pressed> {
    let text = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let takes = |name: &str| {
        text.unwrap_or_default().split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            let is_named = parts.next().is_some_and(|found| found.eq_ignore_ascii_case(name));
            is_named && !parts.any(|part| matches!(part, "q=0" | "q=0.0"))
        })
    };
    let mut forms = Vec::new();
    if takes("br") {
        forms.push(Pressed::Brotli);
    }
    if takes("gzip") {
        forms.push(Pressed::Gzip);
    }
    forms
}

fn type_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
