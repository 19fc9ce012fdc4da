//! Who this device is.

use serde::{Deserialize, Serialize};
use sync_core::ids::DeviceNumber;

/// Who this device is, as the server told it when it was enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// The number that the server gave at enrolment.
    pub(crate) device: DeviceNumber,
    /// Its short code, as it stands in the numbers that it makes.
    pub(crate) short_code: String,
    /// What people call it.
    pub(crate) name: String,
    /// The site it belongs to.
    pub(crate) site: String,
}
