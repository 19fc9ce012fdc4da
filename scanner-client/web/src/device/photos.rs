//! Photos, to be looked at: those of this device at once, those of others fetched when asked for.

use sync_core::ids::ContentHash;
use wasm_bindgen::JsCast as _;
use web_sys::Url;

use super::handle::DeviceHandle;
use super::photo_file::{address_of, at_hand, put_at_hand};
use super::server::{Request, ServerError};
use super::shell::Shell;
use crate::browser::{promised, said};

/// Why a photo is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotShown {
    /// The server does not have its file yet: the device that took it was not back.
    StillElsewhere,
    /// The server is not reached.
    Unreachable,
    /// Another failure of server or database, in its own words.
    Other(String),
}

impl DeviceHandle {
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

fn not_shown(why: &impl ToString) -> NotShown {
    NotShown::Other(why.to_string())
}

impl Shell {
    async fn fetch_photo(&self, content: ContentHash) -> Result<String, NotShown> {
        let path = format!("/api/photos/{content}");
        let ask = Request::get(&path);
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
