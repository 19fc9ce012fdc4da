//! Why the device does not do something, apart from the rules of the floor.

use sync_core::command::Refusal;

/// Why a command was not carried out; nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    /// Nobody is signed in, or not any more.
    #[error("nobody is signed in: sign in first")]
    NotSignedIn,
    /// The person was revoked.
    #[error("you may not work here any more: ask the administrator")]
    Revoked,
    /// The device does not know what it may be used for.
    #[error("this device has not fetched anything yet: sync first")]
    NeverSynced,
    /// More was named than one fact can hold.
    #[error("this is more than one entry can hold: do it in parts")]
    TooMuch,
    /// A rule of the floor.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// The server holds facts of this device that are not here, while others wait to be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the server holds {known} facts of this device and this folder {here}: the folder is an older copy, or two devices share one identity; enrol again into a new folder, and keep this one for the administrator"
)]
pub struct OlderCopy {
    /// How far the server knows this device.
    pub known: u64,
    /// How far this folder goes.
    pub here: u64,
}
