//! Sync over plain HTTP: one message in, one message out.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sync_core::api::SYNC_MESSAGE;
use sync_core::sync::{ClientMessage, RefusedBy, ServerMessage};
use sync_core::time::Timestamp;
use sync_core::wire;

use super::guard::Speaker;
use crate::app::App;
use crate::clock;
use crate::error::{Problem, Refuses};
use crate::hub::page::PageReader;
use crate::hub::{Contact, PushAnswer, Pushed, Signed, refused};

/// Takes a message of a device and answers it.
///
/// The body is a `ClientMessage`, the answer a `ServerMessage`, both in the versioned
/// envelope of the sync protocol. A refusal is a `ServerMessage` too, under its status.
#[utoipa::path(
    post, path = "/api/sync", tag = "sync", security(("device" = [])),
    request_body(content = Vec<u8>, content_type = SYNC_MESSAGE),
    responses(
        (status = 200, description = "Done", body = Vec<u8>, content_type = SYNC_MESSAGE),
        (status = 403, description = "The device was revoked: it may push once more, and is to erase itself once all is durable", body = Vec<u8>, content_type = SYNC_MESSAGE),
        (status = 409, description = "A name lies absurdly far ahead, or the message names another device", body = Vec<u8>, content_type = SYNC_MESSAGE),
        (status = 426, description = "A fact is newer than this server", body = Vec<u8>, content_type = SYNC_MESSAGE),
        (status = 429, description = "The device is held back: it brought more facts, or more that were set aside, than a device may", body = Vec<u8>, content_type = SYNC_MESSAGE),
        (status = 503, description = "Nothing can be written now", body = Vec<u8>, content_type = SYNC_MESSAGE),
        Refuses,
    )
)]
pub async fn sync(
    State(app): State<Arc<App>>,
    Speaker(reader): Speaker,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let message: ClientMessage =
        wire::decode(&body?).map_err(|error| Problem::malformed(error.to_string()))?;
    let answer = answer(&app, reader, message);
    let answer = said_to(answer, || app.farewell(reader.device)).await;
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(SYNC_MESSAGE));
    let body = wire::encode(&answer.message);
    Ok(match answer.retry_after {
        Some(seconds) => {
            let retry = (header::RETRY_AFTER, HeaderValue::from(seconds));
            (StatusCode::TOO_MANY_REQUESTS, [content_type, retry], body).into_response()
        }
        None => (status_of(&answer.message), [content_type], body).into_response(),
    })
}

/// Answers one message, however it came.
pub async fn answer(app: &App, reader: PageReader, message: ClientMessage) -> PushAnswer {
    let now = clock::now();
    match message {
        ClientMessage::Push { batch } => {
            app.site.touch_contact(reader.device, now);
            app.site.push(reader.device, Pushed { batch, signed: None }).await
        }
        ClientMessage::SignedPush { batch, previous, signature } => {
            app.site.touch_contact(reader.device, now);
            let signed = Some(Signed { previous, signature });
            app.site.push(reader.device, Pushed { batch, signed }).await
        }
        other => answer_but_push(app, reader, other, now).await.into(),
    }
}

async fn answer_but_push(
    app: &App,
    reader: PageReader,
    message: ClientMessage,
    now: Timestamp,
) -> ServerMessage {
    match message {
        ClientMessage::Hello { device, clock, software, unsent, storage_percent } => {
            if device != reader.device {
                let detail = format!("this token is of device {}, not of {device}", reader.device);
                return refused(RefusedBy::NotThisDevice, detail);
            }
            let clock_offset = now.since(clock);
            let software = software.chars().filter(|c| !c.is_control()).take(60).collect();
            let storage_percent = storage_percent.map(|percent| percent.min(100));
            let contact = Contact { seen: now, clock_offset, unsent, storage_percent, software };
            app.site.record_contact(device, contact);
            let (epoch, head) = (app.site.epoch(), app.site.head());
            let site = app.site.read();
            let (known, gaps) = (site.known(device), site.gaps(device));
            ServerMessage::Welcome { now: clock::now(), epoch, head, known, gaps }
        }
        ClientMessage::Pull { cursor, most_bytes } => {
            app.site.touch_contact(reader.device, now);
            app.site.page(reader, cursor, most_bytes).await
        }
        ClientMessage::Subscribe { .. }
        | ClientMessage::Push { .. }
        | ClientMessage::SignedPush { .. } => {
            refused(RefusedBy::Malformed, "subscribe on a live connection: /api/sync/live")
        }
    }
}

fn status_of(answer: &ServerMessage) -> StatusCode {
    match answer {
        ServerMessage::Welcome { .. }
        | ServerMessage::Pushed { .. }
        | ServerMessage::Page { .. } => StatusCode::OK,
        ServerMessage::Refused { reason, .. } => match reason {
            RefusedBy::ServerTooOld => StatusCode::UPGRADE_REQUIRED,
            RefusedBy::NotThisDevice | RefusedBy::Gap => StatusCode::CONFLICT,
            RefusedBy::Malformed => StatusCode::BAD_REQUEST,
            RefusedBy::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        },
        ServerMessage::Revoked { .. } => StatusCode::FORBIDDEN,
    }
}

/// What is said to a device as it stands once that is read: whether it was revoked is asked last, so
/// that nothing of the log which came after a revocation leaves the server.
pub async fn said_to<T: Into<PushAnswer>>(
    answer: impl Future<Output = T>,
    farewell: impl FnOnce() -> Option<ServerMessage>,
) -> PushAnswer {
    let answer = answer.await.into();
    match &answer.message {
        ServerMessage::Page { .. } => farewell().map_or(answer, PushAnswer::from),
        ServerMessage::Welcome { .. }
        | ServerMessage::Pushed { .. }
        | ServerMessage::Refused { .. }
        | ServerMessage::Revoked { .. } => answer,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// What a device hears that is revoked, or not, while its page is being read.
    async fn heard(is_revoked_meanwhile: bool) -> ServerMessage {
        let is_revoked = Cell::new(false);
        let page = async {
            tokio::task::yield_now().await;
            is_revoked.set(is_revoked_meanwhile);
            let (from, next) = Default::default();
            ServerMessage::Page { from, next, head: 1, batch: Vec::new() }
        };
        let farewell = || {
            let detail = "device 7 was revoked".to_owned();
            is_revoked.get().then_some(ServerMessage::Revoked { known: 1, detail })
        };
        said_to(page, farewell).await.message
    }

    #[tokio::test]
    async fn a_device_that_is_revoked_while_its_page_is_read_is_not_sent_it() {
        assert!(matches!(heard(true).await, ServerMessage::Revoked { .. }));
        assert!(matches!(heard(false).await, ServerMessage::Page { .. }));
    }
}
