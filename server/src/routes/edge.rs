//! Around every request: room, time, encodings, and the headers that browsers obey.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::{Problem, ProblemKind};

/// So long a request waits for room.
const ROOM_WITHIN: Duration = Duration::from_secs(5);
/// So long a request may take until its answer begins, its body included.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);

/// Nothing but our own files runs, and nobody frames us.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = answer(&app, request, next).await;
    let status = response.status().as_u16();
    tracing::debug!(%method, path, status, took = ?began.elapsed(), "answered");
    harden(response.headers_mut());
    response
}

async fn answer(app: &App, request: Request, next: Next) -> Response {
    if is_encoded(request.headers()) {
        return Problem::new(ProblemKind::Encoding, "compressed bodies are not read")
            .into_response();
    }
    let Ok(Ok(_room)) = tokio::time::timeout(ROOM_WITHIN, app.requests.acquire()).await else {
        return Problem::new(ProblemKind::Unavailable, "too many requests at once").into_response();
    };
    match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(ProblemKind::TooSlow, "the request did not come to its end")
            .into_response(),
    }
}

fn is_encoded(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity"))
}

pub(super) fn harden(headers: &mut HeaderMap) {
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(CONTENT_SECURITY));
    for (name, value) in
        [(header::X_CONTENT_TYPE_OPTIONS, "nosniff"), (header::REFERRER_POLICY, "no-referrer")]
    {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
