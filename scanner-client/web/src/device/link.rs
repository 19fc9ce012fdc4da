//! How the device is connected, and what its contact with the server waits for.

use serde::{Deserialize, Serialize};

/// How the device is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LinkState {
    /// The server was not reached.
    Away,
    /// It is reached, and the log is being read up.
    Fetching,
    /// It is reached; what is recorded is sent at once.
    Live,
    /// It is polled: something between here and there allows no live connection.
    Polling,
    /// The server does not want this device any more.
    Refused,
}

/// What the contact waits for.
#[derive(Debug)]
pub(crate) enum LinkEvent {
    /// A message came over a connection.
    Heard(u64, Vec<u8>),
    /// A connection is gone.
    Lost(u64),
    /// Something was recorded, here or in another tab.
    Recorded,
    /// Somebody wants to be connected now.
    ReconnectWanted,
    /// The network went away, by what the browser says.
    WentOffline,
    /// A new tab asks how it is.
    Asked,
}
