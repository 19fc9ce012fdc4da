//! Who may: what a handler asks for before it answers.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use sync_core::ids::DeviceNumber;
use sync_core::post::{Post, Posts};

use super::edge::{Caller, bearer, has_cookie, token_of_socket};
use crate::app::App;
use crate::clock;
use crate::error::{Problem, ProblemKind};
use crate::hub::page::PageReader;

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
    // Checked when the request came in; whether it may still speak is asked anew.
    if let Some(Caller::Device(device)) = parts.extensions.get() {
        return Ok(*device);
    }
    let refuse = |why: &str| Problem::new(ProblemKind::Unauthenticated, why);
    let token = match parts.headers.get(header::AUTHORIZATION) {
        Some(header) => header
            .to_str()
            .ok()
            .and_then(bearer)
            .ok_or_else(|| refuse("the request brings no bearer token"))?,
        None => {
            token_of_socket(&parts.headers).ok_or_else(|| refuse("the request brings no token"))?
        }
    };
    app.tokens.verify(token, clock::now()).map_err(|error| refuse(&error.to_string()))
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
        if app.open_board || has_cookie(app, &parts.headers) {
            return Ok(Self(Posts::from_iter([Post::DockClerk])));
        }
        Err(Problem::new(
            ProblemKind::Unauthenticated,
            "the board and its views are not open to everybody",
        ))
    }
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
