//! Photos' files: kept with the fact that names them, sent after the facts by the tab that
//! leads, and fetched when somebody wants to see them.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc::UnboundedReceiver;
use futures_util::StreamExt as _;
use futures_util::future::select;
use js_sys::{Array, Uint8Array};
use leptos::prelude::{GetUntracked as _, Set as _, WithUntracked as _};
use serde::Deserialize;
use sync_core::fact::PhotoTaken;
use sync_core::ids::ContentHash;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::live::{Link, sleep};
use super::server::{self, Ask, PATIENCE_MS, ServerError};
use super::shell::Shell;
use super::store::StoreError;
use super::tabs::News;
use super::{Desk, Trouble};
use crate::browser::{promised, said};

/// How much goes to the server at once: a lost connection repeats no more than that.
const PIECE: u32 = 256 << 10;
/// After the first failure, and after many.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// So many pictures stay at hand after they were looked at.
const MOST_AT_HAND: usize = 40;

/// A photo's file, with what is recorded of it.
#[derive(Clone, Debug)]
pub(crate) struct PhotoFile {
    /// What is recorded.
    pub(crate) taken: PhotoTaken,
    /// The file.
    pub(crate) bytes: Uint8Array,
}

/// Why a photo is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotShown {
    /// The server does not have its file yet: the device that took it was not back.
    StillElsewhere,
    /// The server is not reached.
    Unreachable,
    /// Anything else.
    Other(String),
}

/// How far the server has a file.
#[derive(Debug, Deserialize)]
struct Upload {
    received: u32,
    complete: bool,
}

thread_local! {
    /// Addresses of pictures that were looked at, the latest last.
    static AT_HAND: RefCell<VecDeque<(ContentHash, String)>> = const { RefCell::new(VecDeque::new()) };
}

impl Desk {
    /// An address at which the page can show a photo, where it was looked at before.
    pub(crate) fn photo_at_hand(self, content: ContentHash) -> Option<String> {
        at_hand(content)
    }

    /// An address at which the page can show a photo: from this device, else from the server.
    pub(crate) async fn photo(self, content: ContentHash) -> Result<String, NotShown> {
        if let Some(address) = self.photo_at_hand(content) {
            return Ok(address);
        }
        let shell = self.shell().ok_or(NotShown::Unreachable)?;
        let kept = shell.store.photo(content).await.map_err(|error| not_shown(&error))?;
        let address = match kept {
            Some(bytes) => address_of(&bytes).map_err(|error| not_shown(&said(&error)))?,
            None => shell.fetch_photo(content).await?,
        };
        put_at_hand(content, &address);
        Ok(address)
    }
}

impl PhotoFile {
    /// An address at which the page can show it.
    pub(crate) fn address(&self) -> Option<String> {
        let content = self.taken.content;
        at_hand(content).or_else(|| {
            let address = address_of(&self.bytes).ok()?;
            put_at_hand(content, &address);
            Some(address)
        })
    }
}

fn not_shown(why: &impl ToString) -> NotShown {
    NotShown::Other(why.to_string())
}

fn at_hand(content: ContentHash) -> Option<String> {
    AT_HAND.with_borrow(|at_hand| {
        at_hand.iter().find(|(known, _)| *known == content).map(|(_, address)| address.clone())
    })
}

fn address_of(bytes: &Uint8Array) -> Result<String, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/jpeg");
    let parts = Array::of1(bytes);
    Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?)
}

fn put_at_hand(content: ContentHash, address: &str) {
    AT_HAND.with_borrow_mut(|at_hand| {
        at_hand.push_back((content, address.to_owned()));
        if at_hand.len() > MOST_AT_HAND {
            let oldest = at_hand.pop_front();
            // What is on show stays: it was read already.
            let _ = oldest.map(|(_, address)| Url::revoke_object_url(&address));
        }
    });
}

impl Shell {
    /// Notes which files wait for the server.
    pub(crate) async fn count_photos(&self) -> Result<(), StoreError> {
        let waiting = self.store.waiting_photos().await?;
        self.desk.photos.set(waiting);
        Ok(())
    }

    /// Notes it here and in the other tabs.
    pub(crate) async fn note_photos(&self) -> Result<(), StoreError> {
        self.count_photos().await?;
        self.tabs.tell(&News::Photos);
        Ok(())
    }

    /// Photos may be sent now, where this tab does that.
    pub(crate) fn nudge_photos(&self) {
        if self.desk.photos.with_untracked(|waiting| !waiting.is_empty()) {
            let _ = self.photo_nudges.unbounded_send(());
        }
    }

    /// Facts go first: they are small, and name the photos.
    fn may_send_photos(&self) -> bool {
        let is_reached = matches!(self.desk.link.get_untracked(), Link::Live | Link::ByTurns);
        is_reached && self.engine.borrow().outbox().unsent() == 0
    }

    async fn fetch_photo(&self, content: ContentHash) -> Result<String, NotShown> {
        let path = format!("/api/photos/{content}");
        let ask = Ask::get(&path);
        let response = self.server.answer(&ask).await.map_err(|error| match error {
            ServerError::Unreachable(_) => NotShown::Unreachable,
            ServerError::Refused { status: 404, .. } => NotShown::StillElsewhere,
            ServerError::Refused { detail, .. } => NotShown::Other(detail),
        })?;
        let lost = |_| NotShown::Unreachable;
        let blob = promised(response.blob().map_err(lost)?.into()).await.map_err(lost)?;
        Url::create_object_url_with_blob(&blob.unchecked_into()).map_err(|e| not_shown(&said(&e)))
    }
}

/// Sends what waits, whenever it may be sent; this tab leads until it is closed.
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
    for content in shell.desk.photos.get_untracked() {
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
            leptos::logging::error!("{:?}", Trouble::Store(error));
            return Ok(false);
        }
    };
    if !shell.may_send_photos() {
        return Ok(false);
    }
    let path = format!("/api/photos/{content}/upload");
    let ask = Ask::get(&path);
    let mut state: Upload = server::read(shell.server.answer(&ask).await?).await?;
    while !state.complete {
        if !shell.may_send_photos() {
            return Ok(false);
        }
        let before = state.received;
        state = send_piece(shell, content, &bytes, before).await?;
        if !state.complete && state.received <= before {
            return Err(ServerError::Unreachable("an upload that does not go on".to_owned()));
        }
    }
    Ok(true)
}

async fn send_piece(
    shell: &Shell,
    content: ContentHash,
    bytes: &Uint8Array,
    from: u32,
) -> Result<Upload, ServerError> {
    let length = bytes.length();
    let piece = bytes.slice(from, length.min(from.saturating_add(PIECE)));
    let (offset, whole) = (from.to_string(), length.to_string());
    let headers = [
        ("content-type", "application/octet-stream"),
        ("upload-offset", offset.as_str()),
        ("upload-length", whole.as_str()),
    ];
    let path = format!("/api/photos/{content}");
    let ask = Ask {
        method: "PATCH",
        path: &path,
        headers: &headers,
        body: piece.into(),
        patience_ms: PATIENCE_MS,
    };
    server::read(shell.server.answer(&ask).await?).await
}
