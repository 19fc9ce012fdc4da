//! How a file is to be read: what the file itself does not say.

use sync_core::fact::Day;
use sync_core::time::{SiteOffset, Timestamp};

/// How a file is to be read.
#[derive(Clone, Copy, Debug)]
pub struct ImportOptions {
    /// Whether one refused row keeps the whole file out.
    pub all_or_nothing: bool,
    /// Whether an approved-vendor list may end more than a fifth of the approvals.
    pub end_many: bool,
    /// First day on which a complete list holds; what is missing in it was approved until the
    /// day before.
    pub effective: Day,
    /// The zone of instants that name none.
    pub site: SiteOffset,
    /// The instant of a status for which the file gives none.
    pub now: Timestamp,
}
