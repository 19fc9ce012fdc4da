//! Who is signed in, as the browser keeps it from one page to the next.

use serde::{Deserialize, Serialize};
use sync_core::ids::PersonNumber;
use sync_core::time::{Span, Timestamp};

use super::store::{Store, StoreError};

/// A shift, with some overtime.
const LIFETIME: Span = Span::hours(12);
/// After so much quiet the device locks itself.
const QUIET: Span = Span::minutes(5);
/// Where the session is kept.
pub(super) const SESSION: &str = "session";

/// Somebody who showed who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    /// Who.
    pub(crate) person: PersonNumber,
    /// Until when, at the longest.
    until: Timestamp,
    /// When they last did something.
    pub(super) active: Timestamp,
}

impl Session {
    /// They sit down at the device.
    pub(super) fn begin(person: PersonNumber, now: Timestamp) -> Self {
        Self { person, until: now.plus(LIFETIME), active: now }
    }

    /// Whether they are still there.
    pub(super) fn holds_at(&self, now: Timestamp) -> bool {
        now < self.until && now.since(self.active).0 < QUIET.0
    }
}

/// Reads who is signed in.
pub(super) async fn read(store: &Store, now: Timestamp) -> Result<Option<Session>, StoreError> {
    let session: Option<Session> = store.note(SESSION).await?;
    Ok(session.filter(|session| session.holds_at(now)))
}
