//! The server's clock: the one place that asks the machine for the time.

use std::time::{SystemTime, UNIX_EPOCH};

use sync_core::time::Timestamp;

/// The instant it is, in UTC.
pub fn now() -> Timestamp {
    let millis = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |m| -m),
    };
    Timestamp::from_millis(millis)
}
