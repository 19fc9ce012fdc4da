//! What the tabs of one device tell each other.

use serde::{Deserialize, Serialize};

use super::link::LinkState;

/// What tabs tell each other; the facts themselves stand in the database.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum TabMessage {
    /// Entries were added to the outbox.
    Written,
    /// Pages were pulled, from the start where the server's log is another.
    Pulled { restart: bool },
    /// Files of photos were kept, or went to the server.
    Photos,
    /// Somebody signed in or out.
    Session,
    /// How the leader tab is connected.
    Linked(LinkState),
    /// A new tab asks how it is.
    WhoLeads,
    /// Somebody wants to be connected now.
    Reconnect,
    /// The device was revoked, and everything here is erased.
    Erased,
}
