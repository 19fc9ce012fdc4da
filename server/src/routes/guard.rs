//! Who may: what a handler asks for before it answers.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use sync_core::api::LIVE_TOKEN_PREFIX;
use sync_core::ids::DeviceNumber;
use sync_core::post::{Post, Posts};

use crate::app::App;
use crate::clock;
use crate::error::{Problem, ProblemKind};
use crate::hub::page::PageReader;
use crate::serve::Peer;

/// An enrolled device that speaks with a token of its own.
#[derive(Clone, Copy, Debug)]
pub struct Device(pub PageReader);

impl FromRequestParts<Arc<App>> for Device {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        app.reader_of(device_of(parts, app)?).map(Self)
    }
}

/// A device that speaks with a token of its own, be it that it was revoked: it may send what it
/// recorded before it heard so, and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Speaker(pub PageReader);

impl FromRequestParts<Arc<App>> for Speaker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        app.speaker_of(device_of(parts, app)?).map(Self)
    }
}

/// The device that the token of a request is of.
fn device_of(parts: &Parts, app: &App) -> Result<DeviceNumber, Problem> {
    let refuse = |why: &str| Problem::new(ProblemKind::Unauthenticated, why);
    let token = match parts.headers.get(header::AUTHORIZATION) {
        Some(header) => header
            .to_str()
            .ok()
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or_else(|| refuse("the request brings no bearer token"))?,
        None => {
            token_of_socket(&parts.headers).ok_or_else(|| refuse("the request brings no token"))?
        }
    };
    app.tokens.verify(token, clock::now()).map_err(|error| refuse(&error.to_string()))
}

/// A browser cannot set headers on a WebSocket: its token is named as a protocol.
fn token_of_socket(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .find_map(|name| name.trim().strip_prefix(LIVE_TOKEN_PREFIX))
}

/// Somebody who may read views and the board (`auth/board_code.rs` says who).
///
/// With the posts by which views are shown to them: a device's own. Whoever looks at the board stands
/// on the floor, and may be about to count what it shows: a site that counts blind keeps its orders
/// from them as from a clerk.
#[derive(Clone, Copy, Debug)]
pub struct MayRead(pub Posts);

impl FromRequestParts<Arc<App>> for MayRead {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let Device(reader) = Device::from_request_parts(parts, app).await?;
            return Ok(Self(reader.posts));
        }
        let peer = parts.extensions.get::<Peer>().map(|Peer(address)| *address);
        if app.open_board
            || is_at_the_server(peer, &parts.headers)
            || has_cookie(app, &parts.headers)
        {
            return Ok(Self(Posts::from_iter([Post::DockClerk])));
        }
        Err(Problem::new(
            ProblemKind::Unauthenticated,
            "the board and its views are not open to everybody",
        ))
    }
}

fn has_cookie(app: &App, headers: &HeaderMap) -> bool {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| app.board_code.is_in(value))
}

/// Whether somebody sits at the server itself: no proxy speaks for another machine, and no
/// page of another site has talked a browser here into asking (its `Host` would say so).
fn is_at_the_server(peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback())
        && !forwarded.iter().any(|name| headers.contains_key(*name))
        && headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok())
            .is_some_and(is_loopback_name)
}

fn is_loopback_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

/// A JSON body, refused with a problem document.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        let axum::Json(body) = axum::Json::from_request(request, app).await?;
        Ok(Self(body))
    }
}

/// A query, refused with a problem document.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Arc<App>> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let axum::extract::Query(query) =
            <axum::extract::Query<T> as FromRequestParts<Arc<App>>>::from_request_parts(parts, app)
                .await?;
        Ok(Self(query))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: &str, headers: &[(&'static str, &'static str)], at_the_server: bool) {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();

        assert_eq!(is_at_the_server(Some(peer.parse().unwrap()), &headers), at_the_server);
    }

    #[test]
    fn only_who_sits_at_the_server_reads_without_a_code() {
        check("127.0.0.1:9", &[("host", "127.0.0.1:8080")], true);
        check("[::1]:9", &[("host", "[::1]:8080")], true);
        check("[::ffff:127.0.0.1]:9", &[("host", "localhost")], true);
        check("192.168.1.9:9", &[("host", "127.0.0.1:8080")], false);
    }

    #[test]
    fn a_proxy_or_a_foreign_page_is_not_at_the_server() {
        check("127.0.0.1:9", &[("host", "127.0.0.1"), ("x-forwarded-for", "10.0.0.7")], false);
        check("127.0.0.1:9", &[("host", "evil.example:8080")], false);
        check("127.0.0.1:9", &[], false);
    }
}
