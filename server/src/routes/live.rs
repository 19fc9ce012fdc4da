//! Sync over a WebSocket: the same messages, and pages unasked once subscribed.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use sync_core::api::LIVE_PROTOCOL;
use sync_core::sync::{ClientMessage, Cursor, RefusedBy, ServerMessage};
use sync_core::wire;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use super::guard::Speaker;
use super::sync::{answer, said_to};
use crate::app::App;
use crate::error::{Problem, Refuses};
use crate::hub::page::PageReader;
use crate::hub::{LiveLine, refused};

/// So often a silent peer is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(20);
/// A peer that said nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(50);
/// A peer that takes no message within this is gone.
const SEND_WITHIN: Duration = Duration::from_secs(30);
/// The most of a page that is pushed unasked.
const PAGE_BYTES: u32 = sync_core::sync::CHUNK_BYTES;

/// Opens a live connection.
///
/// Binary frames hold the messages of `/api/sync`. After `Subscribe` a page follows
/// whenever the log has grown, one at a time, from the cursor that was given.
#[utoipa::path(
    get, path = "/api/sync/live", tag = "sync", security(("device" = [])),
    responses(
        (status = 101, description = "The connection is live"),
        Refuses,
    )
)]
pub async fn live(
    State(app): State<Arc<App>>,
    Speaker(reader): Speaker,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|error| Problem::malformed(error.body_text()))?;
    // Told back to browsers, which bring their token as a second name.
    let upgrade = upgrade.protocols([LIVE_PROTOCOL]);
    Ok(upgrade.max_message_size(wire::MOST_BYTES).max_frame_size(wire::MOST_BYTES).on_upgrade(
        move |socket| async move {
            let device = reader.device;
            tracing::info!(%device, "live");
            let line = app.site.go_live(device);
            let heard = Instant::now();
            let mut connection =
                LiveConnection { app, reader, socket, line, subscribed: None, heard };
            let why = connection.run().await;
            tracing::info!(%device, ?why, "no longer live");
        },
    ))
}

/// Why a live connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Disconnect {
    /// The peer closed it, or is gone.
    ByPeer,
    /// The peer did not take what was sent.
    Stuck,
    /// The server is about to stop.
    Stopping,
    /// The device was revoked.
    Revoked,
    /// Newer connections of the device took its place.
    Displaced,
    /// Something else than our messages came.
    Rubbish,
}

/// One device's WebSocket, and how far it has read.
struct LiveConnection {
    app: Arc<App>,
    reader: PageReader,
    socket: WebSocket,
    line: LiveLine,
    /// How far the device has read, once it subscribed.
    subscribed: Option<Cursor>,
    heard: Instant,
}

impl LiveConnection {
    async fn run(&mut self) -> Disconnect {
        let mut moved = self.app.site.moved();
        let mut stop = self.app.stop.clone();
        let mut pings = interval(PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let ended = loop {
            // Every page is its own turn, so that what the device says is heard in between.
            let behind =
                self.subscribed.is_some_and(|cursor| cursor.position < self.app.site.head());
            let turn = tokio::select! {
                biased;
                () = stop.stopped() => Err(Disconnect::Stopping),
                () = self.line.displaced() => Err(Disconnect::Displaced),
                message = self.socket.recv() => self.hear(message).await,
                () = std::future::ready(()), if behind => self.send_page().await,
                moved = moved.changed() => moved.map_err(|_| Disconnect::Stopping),
                _ = pings.tick() => self.ping().await,
            };
            if let Err(ended) = turn {
                break ended;
            }
        };
        let code = match ended {
            Disconnect::Stopping => close_code::AWAY,
            Disconnect::Rubbish | Disconnect::Revoked | Disconnect::Displaced => close_code::POLICY,
            Disconnect::ByPeer | Disconnect::Stuck => close_code::NORMAL,
        };
        let reason = match ended {
            Disconnect::Displaced => "this device opened other live connections",
            _ => "",
        };
        let close = CloseFrame { code, reason: reason.into() };
        let _ =
            timeout(Duration::from_secs(2), self.socket.send(Message::Close(Some(close)))).await;
        ended
    }

    async fn hear(
        &mut self,
        message: Option<Result<Message, axum::Error>>,
    ) -> Result<(), Disconnect> {
        let message = message.and_then(Result::ok).ok_or(Disconnect::ByPeer)?;
        self.heard = Instant::now();
        let bytes = match message {
            Message::Binary(bytes) => bytes,
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(Disconnect::ByPeer),
            Message::Text(_) => Bytes::new(),
        };
        match wire::decode(&bytes) {
            Ok(ClientMessage::Subscribe { cursor }) => {
                self.still_welcome().await?;
                // A cursor of another log, or from beyond this one, is told so at once.
                self.subscribed = Some(cursor);
                self.send_page().await
            }
            Ok(message) => {
                let answer = answer(&self.app, self.reader, message);
                let farewell = || self.app.farewell(self.reader.device);
                let answer = said_to(answer, farewell).await;
                let is_revoked = matches!(answer.message, ServerMessage::Revoked { .. });
                self.send(&answer.message).await?;
                if is_revoked { Err(Disconnect::Revoked) } else { Ok(()) }
            }
            Err(error) => {
                self.send(&refused(RefusedBy::Malformed, error)).await?;
                Err(Disconnect::Rubbish)
            }
        }
    }

    /// A live connection outlives its token, and never the device's right to hear.
    async fn still_welcome(&mut self) -> Result<(), Disconnect> {
        let Some(farewell) = self.app.farewell(self.reader.device) else { return Ok(()) };
        self.send(&farewell).await?;
        Err(Disconnect::Revoked)
    }

    async fn send_page(&mut self) -> Result<(), Disconnect> {
        let Some(cursor) = self.subscribed else { return Ok(()) };
        let page = self.app.site.page(self.reader, cursor, PAGE_BYTES);
        let page = said_to(page, || self.app.farewell(self.reader.device)).await.message;
        self.subscribed = match &page {
            // Nothing new: a page that does not move on is never sent unasked.
            ServerMessage::Page { next, .. } if *next == cursor => return Ok(()),
            ServerMessage::Page { next, .. } => Some(*next),
            ServerMessage::Revoked { .. } => {
                self.send(&page).await?;
                return Err(Disconnect::Revoked);
            }
            ServerMessage::Welcome { .. }
            | ServerMessage::Pushed { .. }
            | ServerMessage::Refused { .. } => None,
        };
        self.send(&page).await
    }

    async fn ping(&mut self) -> Result<(), Disconnect> {
        if self.heard.elapsed() > SILENCE {
            return Err(Disconnect::ByPeer);
        }
        // A device that was revoked while it was away says first what it recorded.
        if self.subscribed.is_some() {
            self.still_welcome().await?;
        }
        self.send_frame(Message::Ping(Bytes::new())).await
    }

    async fn send(&mut self, message: &ServerMessage) -> Result<(), Disconnect> {
        self.send_frame(Message::Binary(wire::encode(message).into())).await
    }

    async fn send_frame(&mut self, frame: Message) -> Result<(), Disconnect> {
        match timeout(SEND_WITHIN, self.socket.send(frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Disconnect::ByPeer),
            Err(_) => Err(Disconnect::Stuck),
        }
    }
}
