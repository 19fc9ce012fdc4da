//! What devices said of themselves, as the server tells it to boards: no fact says it.

use serde::{Deserialize, Serialize};

use crate::ids::DeviceNumber;
use crate::time::Timestamp;

/// Which of a device's allowances is used up: the server takes nothing more of it for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HeldBack {
    /// It brought more facts than a device records.
    Facts,
    /// More of its facts were set aside than anybody looks through.
    SetAside,
}

/// What a device said of itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactRow {
    /// The device that was in contact.
    pub device: DeviceNumber,
    /// When it last spoke.
    pub seen: Timestamp,
    /// Facts that it had not sent when it last said so: at least so many are missing here.
    pub unsent: u64,
    /// The server's clock minus the device's, in milliseconds.
    pub clock_offset_ms: i64,
    /// Whether its clock is so far off that deadlines decided by it bear a mark.
    pub clock_wrong: bool,
    /// How much of its storage is used, in per cent; nothing where it did not say.
    #[serde(default)]
    pub storage_percent: Option<u8>,
    /// Its program and version.
    pub software: String,
    /// Why the server takes nothing of it for a while; nothing where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_back: Option<HeldBack>,
}

/// The devices that spoke since the server started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactsAnswer {
    /// The server's clock: whoever shows the rows later says how old they are.
    pub now: Timestamp,
    /// One for each device.
    pub contacts: Vec<ContactRow>,
}
