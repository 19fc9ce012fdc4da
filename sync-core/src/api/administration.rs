//! What an administrator and the server exchange: the sitting, people, devices, the site.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::HeldBack;
use crate::ids::{DeviceNumber, PersonNumber, Text};
use crate::time::Timestamp;

/// Who wants to administer the site, and the PIN that proves it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SittingRequest {
    /// The administrator's own number.
    pub person: PersonNumber,
    /// The PIN, checked on the server; it is never logged.
    pub pin: String,
}

impl fmt::Debug for SittingRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SittingRequest {{ person: {}, pin: … }}", self.person.0)
    }
}

/// An administrator may administer from this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SittingAnswer {
    /// For the header `x-inwards-sitting`.
    pub sitting: String,
    /// When the administration session ends, whatever is done in it.
    pub expires: Timestamp,
}

/// A person, or what changes about one.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRequest {
    /// Their name; needed for a new person.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub name: Option<Text>,
    /// Their posts, joined by `+`; needed for a new person.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "qc-inspector"))]
    pub posts: Option<String>,
    /// Their PIN, 6 to 32 digits; only its hash is kept.
    #[serde(default)]
    pub pin: Option<String>,
}

impl fmt::Debug for PersonRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonRequest {{ name: {:?}, posts: {:?}, pin: … }}", self.name, self.posts)
    }
}

/// The number that a new or changed person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonAnswer {
    /// As it stands on their badge.
    pub person: PersonNumber,
}

/// A person in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRow {
    /// Their number, which is also on their badge.
    pub person: PersonNumber,
    /// As colleagues know them; not unique.
    pub name: String,
    /// What they may do now, joined by `+`.
    pub posts: String,
    /// Whether a PIN is set.
    pub pin: bool,
    /// Whether they have a badge with a key.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub badge: bool,
    /// When they were revoked.
    pub revoked: Option<Timestamp>,
}

/// A badge; what its code says is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BadgeAnswer {
    /// Whose it is.
    pub person: PersonNumber,
    /// Their name, to be printed beside the code.
    pub name: String,
    /// What the code on the badge says.
    pub code: String,
    /// The code as a QR code: how many modules a side.
    pub qr_size: i32,
    /// Its dark modules as an SVG path, one unit each.
    pub qr_path: String,
}

/// Why a person or a device is revoked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokeRequest {
    /// The reason, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub reason: Option<Text>,
}

/// The answer to a request that has nothing to tell but that it was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {
    /// Always `true`: a request that fails is answered by a problem document.
    pub done: bool,
}

/// A device that is to be enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeRequest {
    /// What people will call it.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub name: Text,
    /// What it may be used for, joined by `+`.
    #[cfg_attr(feature = "openapi", schema(example = "dock-clerk"))]
    pub posts: String,
    /// The server's address as the new device will know it.
    pub server: String,
}

/// A one-time code; it is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeAnswer {
    /// To be typed, or scanned behind the address of the server.
    pub code: String,
    /// Until when it is good.
    pub expires: Timestamp,
    /// What a device scans: the address with the code behind the `#`.
    pub link: String,
    /// The link as a QR code: how many modules a side.
    pub qr_size: i32,
    /// Its dark modules as an SVG path, one unit each.
    pub qr_path: String,
}

/// A code that waits to be used; the code itself was shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeRow {
    /// Names it, so that it can be taken back.
    pub id: String,
    /// What the device will be called.
    pub name: String,
    /// What it will be used for, joined by `+`.
    pub posts: String,
    /// Until when it is good.
    pub expires: Timestamp,
    /// Who made it; nobody where it was made at the server itself.
    pub person: Option<PersonNumber>,
    /// The device at which it was made.
    pub device: Option<DeviceNumber>,
}

/// A device in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceRow {
    /// The number that begins the ids of its facts.
    pub device: DeviceNumber,
    /// What people call it.
    pub name: String,
    /// What it may be used for, joined by `+`.
    pub posts: String,
    /// When it was enrolled.
    pub enrolled: Option<Timestamp>,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
    /// When it last spoke to this server since the server started.
    pub last_seen: Option<Timestamp>,
    /// The last of its facts that is durable on the server.
    pub known: u64,
    /// Why the server takes nothing of it for a while; nothing where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_back: Option<HeldBack>,
}

/// What changes about the site; what is not said stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteChange {
    /// Whether deliveries are counted blind: what is expected shows once the count is signed.
    #[serde(default)]
    pub blind_count: Option<bool>,
    /// Whether a concession may lift `approved-vendor` (regulation §4.1.1.3).
    #[serde(default)]
    pub concession_lifts_approval: Option<bool>,
    /// Whether everybody needs their badge to sign in, beside the PIN.
    #[serde(default)]
    pub badges: Option<bool>,
}

/// What holds for the whole site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteRow {
    /// The plant, as papers and the board name it.
    pub name: String,
    /// Its distance from UTC, in minutes.
    pub utc_offset_minutes: i16,
    /// The currency of its reports.
    pub currency: String,
    /// Whether deliveries are counted blind.
    pub blind_count: bool,
    /// Whether a concession may lift `approved-vendor`.
    pub concession_lifts_approval: bool,
    /// Whether everybody needs their badge to sign in.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub badges: bool,
}
