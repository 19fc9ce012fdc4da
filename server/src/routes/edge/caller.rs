//! Who asks: told from the request's head, before anything is read or waited for.

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use sync_core::api::LIVE_TOKEN_PREFIX;
use sync_core::ids::DeviceNumber;

use crate::app::App;
use crate::clock;

/// Whose request it is. It says whose room is taken, and allows nothing: handlers ask for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// Whoever watches the server.
    Probe,
    /// Nobody that we know.
    Stranger,
    /// A browser that was let in by the board's code.
    Board,
    /// A device, by its token.
    Device(DeviceNumber),
}

impl Caller {
    pub(super) fn of(app: &App, request: &Request) -> Self {
        if request.uri().path().starts_with("/health/") {
            return Self::Probe;
        }
        let headers = request.headers();
        if let Some(device) =
            token_of(headers).and_then(|token| app.tokens.verify(token, clock::now()).ok())
        {
            return Self::Device(device);
        }
        if has_cookie(app, headers) { Self::Board } else { Self::Stranger }
    }
}

/// Whether a browser brings what the board's code was traded for.
pub(crate) fn has_cookie(app: &App, headers: &HeaderMap) -> bool {
    let is_tls = app.tls.is_some();
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.into_iter().any(|value| app.board_code.is_in(value, is_tls))
}

fn token_of(headers: &HeaderMap) -> Option<&str> {
    match headers.get(header::AUTHORIZATION) {
        Some(header) => bearer(header.to_str().ok()?),
        None => token_of_socket(headers),
    }
}

/// The token of an `Authorization` header.
pub(crate) fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A browser cannot set headers on a WebSocket: its token is named as a protocol.
pub(crate) fn token_of_socket(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .find_map(|name| name.trim().strip_prefix(LIVE_TOKEN_PREFIX))
}
