//! The handle through which a site is administered, and what its methods share.

use std::sync::Arc;

use sync_core::ids::{PersonNumber, Text};
use sync_core::post::{Post, Posts, UnknownPost};
use sync_core::time::Timestamp;

use crate::audit::{What, Who};
use crate::auth::admin_session::{AdminSession, AdminSessions};
use crate::auth::code::EnrolmentCodes;
use crate::auth::token::{RotateError, TokenKeys};
use crate::clock;
use crate::hub::{AuthorError, Drafts, Site, SiteMemory, Standing};
use crate::tls::Tls;

/// Administers a site in somebody's name: every change becomes facts of the server's own, and is
/// noted in the audit log before it is answered.
#[derive(Clone, Debug)]
pub struct Admin {
    pub(super) site: Arc<Site>,
    pub(super) codes: Arc<EnrolmentCodes>,
    pub(super) sessions: Arc<AdminSessions>,
    pub(super) serving: bool,
    pub(super) tls: Option<Arc<Tls>>,
    keys: Arc<TokenKeys>,
    who: Who,
    /// Who does it; whoever owns the data directory, where nothing is said.
    pub(super) by: Option<AdminSession>,
}

impl Admin {
    /// Of a running server.
    pub fn serving(
        site: &Arc<Site>,
        codes: &Arc<EnrolmentCodes>,
        sessions: &Arc<AdminSessions>,
        keys: &Arc<TokenKeys>,
        tls: Option<&Arc<Tls>>,
        who: Who,
    ) -> Self {
        Self {
            site: Arc::clone(site),
            codes: Arc::clone(codes),
            sessions: Arc::clone(sessions),
            serving: true,
            tls: tls.cloned(),
            keys: Arc::clone(keys),
            who,
            by: None,
        }
    }

    /// Of a data directory that no server holds.
    pub fn alone(
        site: Arc<Site>,
        codes: Arc<EnrolmentCodes>,
        keys: Arc<TokenKeys>,
        who: Who,
    ) -> Self {
        Self {
            site,
            codes,
            sessions: Arc::default(),
            serving: false,
            tls: None,
            keys,
            who,
            by: None,
        }
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

    /// The same for an administrator in a session of theirs.
    #[must_use]
    pub fn on_behalf_of(self, by: AdminSession) -> Self {
        let who = Who::Person { person: by.person, device: by.device };
        Self { by: Some(by), who, ..self }
    }

    /// Writes what is drafted, if whoever asked for it still may when their turn comes: their session
    /// may have ended, or they or their device were revoked, since the head of the request was read.
    pub(super) async fn author<T, F>(&self, draft: F) -> Result<T, AuthorError>
    where
        T: Send + 'static,
        F: FnOnce(&SiteMemory) -> Result<(Drafts, T), AuthorError> + Send + 'static,
    {
        let (by, sessions) = (self.by, Arc::clone(&self.sessions));
        let checked = move |held: &SiteMemory| {
            if let Some(by) = by {
                check(held, &sessions, &by)?;
            }
            draft(held)
        };
        self.site.author(checked).await
    }
}

/// Whether an administrator may still do what they asked for.
fn check(
    held: &SiteMemory,
    sessions: &AdminSessions,
    by: &AdminSession,
) -> Result<(), AuthorError> {
    let is_device = match held.standing_of(by.device) {
        Standing::Enrolled(posts) => posts.has(Post::Administrator),
        Standing::Unknown | Standing::Revoked => false,
    };
    if is_device && is_administrator(held, by.person) && sessions.goes_on(by, clock::now()) {
        return Ok(());
    }
    let detail = format!("person {} at device {} administers no more", by.person.0, by.device);
    Err(AuthorError::NotAllowed(detail))
}

/// Whether somebody is an administrator, as the log stands.
pub fn is_administrator(held: &SiteMemory, person: PersonNumber) -> bool {
    let state = held.replica.person(person).filter(|state| state.revoked.is_none());
    state.is_some_and(|state| state.posts_now().has(Post::Administrator))
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
