//! The handle through which a site is administered, and what its methods share.

use std::sync::Arc;

use sync_core::ids::Text;
use sync_core::post::{Posts, UnknownPost};
use sync_core::time::Timestamp;

use crate::audit::{What, Who};
use crate::auth::code::EnrolmentCodes;
use crate::auth::token::{RotateError, TokenKeys};
use crate::clock;
use crate::hub::{AuthorError, Site};
use crate::tls::Tls;

/// Administers a site in somebody's name: every change becomes facts of the server's own, and is
/// noted in the audit log before it is answered.
#[derive(Clone, Debug)]
pub struct Admin {
    pub(super) site: Arc<Site>,
    pub(super) codes: Arc<EnrolmentCodes>,
    pub(super) serving: bool,
    pub(super) tls: Option<Arc<Tls>>,
    keys: Arc<TokenKeys>,
    who: Who,
}

impl Admin {
    /// Of a running server.
    pub fn serving(
        site: &Arc<Site>,
        codes: &Arc<EnrolmentCodes>,
        keys: &Arc<TokenKeys>,
        tls: Option<&Arc<Tls>>,
        who: Who,
    ) -> Self {
        Self {
            site: Arc::clone(site),
            codes: Arc::clone(codes),
            serving: true,
            tls: tls.cloned(),
            keys: Arc::clone(keys),
            who,
        }
    }

    /// Of a data directory that no server holds.
    pub fn alone(
        site: Arc<Site>,
        codes: Arc<EnrolmentCodes>,
        keys: Arc<TokenKeys>,
        who: Who,
    ) -> Self {
        Self { site, codes, serving: false, tls: None, keys, who }
    }

    /// The same in another's name.
    #[must_use]
    pub fn by(&self, who: Who) -> Self {
        Self { who, ..self.clone() }
    }

    /// Notes what was done; answers once that is durable.
    pub(super) async fn keep(&self, what: What) -> Result<(), AuthorError> {
        Ok(self.site.audit().keep(self.who.clone(), what).await?)
    }

    /// Another key signs tokens from now on; answers its id, and until when the one before is believed.
    pub async fn rotate_keys(&self) -> Result<(String, Timestamp), AuthorError> {
        let rotated = self.keys.rotate(clock::now());
        let (kid, until) = rotated.map_err(|error| match &error {
            RotateError::IsCredential => AuthorError::Refused(error.to_string()),
            RotateError::Storage(_) => AuthorError::Storage(error.to_string()),
        })?;
        self.keep(What::KeyRotated { kid: kid.clone(), until }).await?;
        Ok((kid, until))
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
