//! What devices said of themselves, as the server tells it to boards: no fact says it.

use serde::{Deserialize, Serialize};

use crate::ids::DeviceNumber;
use crate::time::Timestamp;

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
