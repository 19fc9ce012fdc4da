//! Around every request: whose it is, its body, room, time, and the headers that browsers obey.
//!
//! Room is taken once all of a request is here, and given back before a wrong code's delay is waited
//! for: what a stranger does slowly costs a connection, of which an address has few, and nobody's turn.

mod body;
mod caller;
mod origin;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

pub use self::body::MOST as MOST_BODY;
pub(super) use self::caller::{Caller, bearer, has_cookie, token_of_socket};
use crate::app::App;
use crate::audit::{What, Who};
use crate::auth::token::TokenError;
use crate::doors::Room;
use crate::error::{Problem, ProblemKind, Refusal, Wait};
use crate::serve::Peer;

/// So long a request waits for room.
const ROOM_WITHIN: Duration = Duration::from_secs(5);
/// So long it may take until an answer begins, once all of the request is here.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);
/// A browser that came by TLS once comes by nothing else for so long.
const HSTS: &str = "max-age=2592000";

/// Nothing but our own files runs, and nobody frames us.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Where a caller's request is worked on.
fn room_of(room: &Room, caller: Caller) -> Option<&Semaphore> {
    match caller {
        // Whoever watches the server must hear how it is, whatever else goes on.
        Caller::Probe => None,
        Caller::Stranger => Some(&room.strangers),
        Caller::Board | Caller::Device(_) => Some(&room.devices),
    }
}

pub(super) async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let peer = request.extensions().get::<Peer>().copied();
    // A board that is opened without its code, or a token that ended, is nothing to look into.
    let brings_something =
        method != Method::GET || request.headers().contains_key(header::AUTHORIZATION);
    let caller = Caller::of(&app, &request);
    let mut response =
        answer(&app, caller, request, next).await.unwrap_or_else(Problem::into_response);
    let status = response.status().as_u16();
    tracing::debug!(%method, path, status, took = ?began.elapsed(), "answered");
    if let Some(Refusal { problem, detail }) = response.extensions_mut().remove::<Refusal>()
        && (status != StatusCode::UNAUTHORIZED.as_u16()
            || brings_something && detail != TokenError::Expired.to_string())
    {
        let who = match caller {
            Caller::Device(device) => Who::Device { device },
            Caller::Board | Caller::Stranger | Caller::Probe => Who::stranger(peer),
        };
        let (problem, method) = (problem.to_owned(), method.to_string());
        app.site.audit().note(who, What::Refused { problem, status, method, path, detail });
    }
    if let Some(Wait(wait)) = response.extensions().get().copied() {
        tokio::time::sleep(wait).await;
    }
    harden(response.headers_mut());
    // Not where devices trust a root of our own: one that is lost is replaced by a page in clear.
    if app.tls.as_ref().is_some_and(|tls| tls.loaded().root.is_none()) {
        let hsts = HeaderValue::from_static(HSTS);
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, hsts);
    }
    response
}

async fn answer(
    app: &App,
    caller: Caller,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if is_encoded(request.headers()) {
        return Err(Problem::new(ProblemKind::Encoding, "compressed bodies are not read"));
    }
    if caller != Caller::Probe {
        app.names.check(&request)?;
        origin::check(&request)?;
    }
    let mut request = body::read(request, caller).await?;
    request.extensions_mut().insert(caller);
    let place = match room_of(&app.room, caller) {
        None => None,
        Some(room) => {
            let place = tokio::time::timeout(ROOM_WITHIN, room.acquire()).await;
            let busy = || Problem::new(ProblemKind::Unavailable, "too many requests at once");
            Some(place.map_err(|_| busy())?.map_err(|_| busy())?)
        }
    };
    let answered = tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await;
    drop(place);
    answered.map_err(|_| Problem::new(ProblemKind::TooSlow, "the request did not come to its end"))
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
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
