//! What happened, line by line, for somebody who reads a seed.

use sync_core::time::{SiteOffset, Timestamp};

/// Whether and where lines go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Lines go nowhere: nobody reads a sweep of many seeds.
    Silent,
    /// Lines go to standard output, for somebody who reads one seed.
    Printed,
}

impl Trace {
    /// Says what happens, if anybody listens.
    pub(crate) fn say(self, now: Timestamp, line: impl FnOnce() -> String) {
        if self == Self::Printed {
            let clock = SiteOffset::CHINA.local(now).format("%m-%d %H:%M:%S%.3f");
            println!("{clock} {}", line());
        }
    }
}
