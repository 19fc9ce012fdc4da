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
    /// The server has not granted this device to the person, or not any more.
    #[error("your sign-in here is over: sign in with the network once, or let a colleague go on")]
    NoGrant,
    /// It commits the plant: the PIN has to be given to the server again.
    #[error("this needs your PIN of this moment: enter it again, with the network")]
    PinAgain,
    /// More was named than one fact can hold.
    #[error("this is more than one entry can hold: do it in parts")]
    TooMuch,
    /// The outbox has lost facts: what is recorded now could bear a name that was given.
    #[error(transparent)]
    OlderCopy(#[from] OlderCopy),
    /// A rule of the floor.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Facts of this device are known that its outbox does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the outbox of this folder ends at fact {here}, and fact {known} of this device is known: it was lost, or is an older copy; sync before recording, and look for the newer outbox: what was not sent is only there"
)]
pub struct OlderCopy {
    /// The last fact of this device that is known.
    pub known: u64,
    /// How far the outbox goes.
    pub here: u64,
}
