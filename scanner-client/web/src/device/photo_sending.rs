//! Photos' files go to the server after the facts that name them, from the leader tab.

use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc::UnboundedReceiver;
use futures_util::StreamExt as _;
use futures_util::future::select;
use inwards_engine::photo::{PhotoUpload, UploadStep};
use js_sys::Uint8Array;
use leptos::prelude::{GetUntracked as _, Set as _, WithUntracked as _};
use sync_core::api::{FILE_PIECE, UPLOAD_LENGTH_HEADER, UPLOAD_OFFSET_HEADER, Upload};
use sync_core::ids::ContentHash;

use super::link::LinkState;
use super::recorded::RecordError;
use super::server::{self, PATIENCE_MS, Request, ServerError};
use super::shell::Shell;
use super::store::StoreError;
use super::tab_message::TabMessage;
use crate::browser::sleep;

/// After the first failure, and after many.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

impl Shell {
    /// Notes which files wait for the server.
    pub(crate) async fn count_photos(&self) -> Result<(), StoreError> {
        let waiting = self.store.waiting_photos().await?;
        self.signals.photos.set(waiting);
        Ok(())
    }

    /// Notes it here and in the other tabs.
    pub(crate) async fn note_photos(&self) -> Result<(), StoreError> {
        self.count_photos().await?;
        self.tabs.tell(&TabMessage::Photos);
        Ok(())
    }

    /// Photos may be sent now, where this tab does that.
    pub(crate) fn nudge_photos(&self) {
        if self.signals.photos.with_untracked(|waiting| !waiting.is_empty()) {
            let _ = self.photo_nudges.unbounded_send(());
        }
    }

    /// Facts go first: they are small, and name the photos.
    fn may_send_photos(&self) -> bool {
        let is_reached =
            matches!(self.signals.link.get_untracked(), LinkState::Live | LinkState::Polling);
        is_reached && self.engine.borrow().outbox().unsent() == 0
    }
}

/// Sends what waits, whenever it may be sent; the tab stays the leader until it is closed.
pub(super) async fn send_when_possible(shell: Rc<Shell>, mut nudged: UnboundedReceiver<()>) {
    let mut pause = FIRST_PAUSE;
    loop {
        select(Box::pin(sleep(LONGEST_PAUSE)), nudged.next()).await;
        match send_waiting(&shell).await {
            Ok(()) => pause = FIRST_PAUSE,
            Err(error) => {
                leptos::logging::warn!("{error}");
                // Nudges wait as well: facts that go through do not make photos go.
                sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
                shell.nudge_photos();
            }
        }
    }
}

/// Sends every file that waits, while it may; what keeps one back does not keep back the others.
async fn send_waiting(shell: &Shell) -> Result<(), ServerError> {
    let mut outcome = Ok(());
    for content in shell.signals.photos.get_untracked() {
        match send_one(shell, content).await {
            Ok(true) => {
                let dropped = shell.store.drop_photo(content).await;
                let noted = dropped.and(shell.note_photos().await);
                if let Err(error) = noted {
                    leptos::logging::error!("{error}");
                }
            }
            Ok(false) => {}
            Err(error @ ServerError::Unreachable(_)) => return Err(error),
            Err(error @ ServerError::Refused { .. }) => outcome = Err(error),
        }
    }
    outcome
}

/// Sends a file from where it was left; answers whether the server has all of it.
async fn send_one(shell: &Shell, content: ContentHash) -> Result<bool, ServerError> {
    let bytes = match shell.store.photo(content).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(false),
        Err(error) => {
            leptos::logging::error!("{:?}", RecordError::Store(error));
            return Ok(false);
        }
    };
    if !shell.may_send_photos() {
        return Ok(false);
    }
    let path = format!("/api/photos/{content}/upload");
    let ask = Request::get(&path);
    let mut state: Upload = server::read(shell.server.answer(&ask).await?).await?;
    let mut upload = PhotoUpload::new(bytes.length());
    loop {
        match upload.handle_answer(state.received, state.complete) {
            UploadStep::Done => return Ok(true),
            UploadStep::Send(_) if !shell.may_send_photos() => return Ok(false),
            UploadStep::Send(piece) => state = send_piece(shell, content, &bytes, piece).await?,
            UploadStep::Stuck => {
                let stuck = "an upload that does not go on".to_owned();
                return Err(ServerError::Unreachable(stuck));
            }
        }
    }
}

async fn send_piece(
    shell: &Shell,
    content: ContentHash,
    bytes: &Uint8Array,
    piece: Range<u32>,
) -> Result<Upload, ServerError> {
    let (offset, whole) = (piece.start.to_string(), bytes.length().to_string());
    let piece = bytes.slice(piece.start, piece.end);
    let headers = [
        ("content-type", FILE_PIECE),
        (UPLOAD_OFFSET_HEADER, offset.as_str()),
        (UPLOAD_LENGTH_HEADER, whole.as_str()),
    ];
    let path = format!("/api/photos/{content}");
    let ask = Request {
        method: "PATCH",
        path: &path,
        headers: &headers,
        body: piece.into(),
        patience_ms: PATIENCE_MS,
    };
    server::read(shell.server.answer(&ask).await?).await
}
