//! What a device and the server exchange when somebody signs in.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{DeviceNumber, PersonNumber};
use crate::rules::pin_choice;
use crate::time::Timestamp;

/// The type of the problem document that says: PIN or badge do not fit.
pub const WRONG_PIN: &str = "urn:inwards:problem:wrong-pin";
/// The type of the one that says: an administrator set this PIN, take one of your own.
pub const CHANGE_PIN: &str = "urn:inwards:problem:change-pin";
/// The type of the one that says: the new PIN is not taken.
pub const PIN_REFUSED: &str = "urn:inwards:problem:pin-refused";
/// The type of the one that says: scan the badge, too.
pub const BADGE_NEEDED: &str = "urn:inwards:problem:badge-needed";

/// Stands before what a grant says, where the server signs it.
const GRANT_CONTEXT: &str = "inwards-grant-v1";
/// Stands before badge and PIN in what a verifier is made of.
const VERIFIER_CONTEXT: &str = "inwards-verifier-v1";

/// Somebody at a device says who they are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInRequest {
    /// Their number.
    pub person: PersonNumber,
    /// Their PIN; it is never logged.
    pub pin: String,
    /// The key of their badge, where they scanned it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badge: Option<String>,
    /// The PIN that they want from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_pin: Option<String>,
    /// Whether the device is a browser: what it keeps is not its own for long.
    #[serde(default)]
    pub browser: bool,
}

impl fmt::Debug for SignInRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignInRequest {{ person: {}, pin: … }}", self.person.0)
    }
}

/// What the server grants: this person may work on this device for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grant {
    /// The device that it is for, and no other.
    pub device: DeviceNumber,
    /// Who signed in.
    pub person: PersonNumber,
    /// The posts that both had then, joined by `+`.
    pub posts: String,
    /// When they gave their PIN, by the server's clock.
    pub from: Timestamp,
    /// The last instant at which they may record something by it.
    pub until: Timestamp,
}

impl Grant {
    /// What the server signs.
    pub fn message(&self) -> String {
        let Self { device, person, posts, from, until } = self;
        let (from, until) = (from.millis(), until.millis());
        format!("{GRANT_CONTEXT}:{device}:{}:{posts}:{from}:{until}", person.0)
    }
}

/// What opens one device for one person while no server can be asked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verifier {
    /// argon2id over [`verifier_secret`], as a PHC string; its salt is of this device and person.
    pub hash: String,
    /// Whether it is made of the badge, too.
    pub badge: bool,
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier {{ hash: …, badge: {} }}", self.badge)
    }
}

/// What a verifier is made of.
pub fn verifier_secret(badge: Option<&str>, pin: &str) -> String {
    let (badge, pin) = (badge.unwrap_or_default(), pin_choice::plain(pin));
    format!("{VERIFIER_CONTEXT}:{badge}:{pin}")
}

/// Somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInAnswer {
    /// What the server grants; the same stands in its log.
    pub grant: Grant,
    /// Its signature over [`Grant::message`], in hex.
    pub signature: String,
    /// The public key that it is signed with, in hex: of a device that was enrolled before grants.
    pub key: String,
    /// What opens the device without the network.
    pub verifier: Verifier,
    /// The server's clock when it answered, from which the device learns how wrong its own is.
    pub server_time: Timestamp,
}

/// A device tells that wrong PINs were given on it while no server was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WrongPinsReport {
    /// Whose PIN was tried.
    pub person: PersonNumber,
    /// How often since that was told last.
    pub count: u32,
    /// When the first of them was, by the device's clock.
    pub since: Timestamp,
    /// Whether they were so many that what opens the device was erased.
    #[serde(default)]
    pub erased: bool,
}
