//! What the administrator does, the same from the command line and from a browser, and whether a
//! server runs or not.

mod devices;
mod imports;
mod people;
mod site;
pub mod socket;

use std::sync::Arc;

use sync_core::ids::Text;
use sync_core::post::{Posts, UnknownPost};

pub use devices::IssuedCode;
pub use imports::ImportRequest;
pub use people::{PersonChange, Secret};
pub use site::Status;

use crate::auth::code::EnrolmentCodes;
use crate::hub::{AuthorError, Site};

/// Administers a site: every change becomes facts of the server's own, and is logged.
#[derive(Debug)]
pub struct Admin {
    site: Arc<Site>,
    codes: Arc<EnrolmentCodes>,
    serving: bool,
}

impl Admin {
    /// Of a running server.
    pub fn serving(site: Arc<Site>, codes: Arc<EnrolmentCodes>) -> Self {
        Self { site, codes, serving: true }
    }

    /// Of a data directory that no server holds.
    pub fn alone(site: Arc<Site>, codes: Arc<EnrolmentCodes>) -> Self {
        Self { site, codes, serving: false }
    }
}

fn refuse<T>(why: String) -> Result<T, AuthorError> {
    Err(AuthorError::Refused(why))
}

fn some_posts(text: &str) -> Result<Posts, AuthorError> {
    let posts: Posts =
        text.parse().map_err(|error: UnknownPost| AuthorError::BadInput(error.to_string()))?;
    if posts.is_empty() {
        return Err(AuthorError::BadInput("name at least one post".to_owned()));
    }
    Ok(posts)
}

fn said(text: Option<&Text>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}
