//! The handle through which a site is administered, and what its methods share.

use std::sync::Arc;

use sync_core::ids::Text;
use sync_core::post::{Posts, UnknownPost};

use crate::auth::code::EnrolmentCodes;
use crate::hub::{AuthorError, Site};
use crate::tls::Tls;

/// Administers a site: every change becomes facts of the server's own, and is logged.
#[derive(Debug)]
pub struct Admin {
    pub(super) site: Arc<Site>,
    pub(super) codes: Arc<EnrolmentCodes>,
    pub(super) serving: bool,
    pub(super) tls: Option<Arc<Tls>>,
}

impl Admin {
    /// Of a running server.
    pub fn serving(site: Arc<Site>, codes: Arc<EnrolmentCodes>, tls: Option<Arc<Tls>>) -> Self {
        Self { site, codes, serving: true, tls }
    }

    /// Of a data directory that no server holds.
    pub fn alone(site: Arc<Site>, codes: Arc<EnrolmentCodes>) -> Self {
        Self { site, codes, serving: false, tls: None }
    }
}

pub(super) fn refuse<T>(why: String) -> Result<T, AuthorError> {
    Err(AuthorError::Refused(why))
}

pub(super) fn some_posts(text: &str) -> Result<Posts, AuthorError> {
    let posts: Posts =
        text.parse().map_err(|error: UnknownPost| AuthorError::BadInput(error.to_string()))?;
    if posts.is_empty() {
        return Err(AuthorError::BadInput("name at least one post".to_owned()));
    }
    Ok(posts)
}

pub(super) fn said(text: Option<&Text>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}
