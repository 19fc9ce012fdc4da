//! Late arrival: a verdict that came to the server long after the instant that it bears (SEMANTICS 40).
//! Regulation §4.6.3.
//!
//! The instant is the device's word, and decides who was in time. Nothing is decided otherwise for its
//! lateness: whoever judged without the network was in time. It is marked, so that somebody can ask.

use crate::fact::Kind;
use crate::rules::inspection_clock;
use crate::time::{Span, Timestamp};

/// So long a fact may be on its way unmarked: as long as a lot may wait for its verdict. What comes
/// later was not known to anybody else before its own deadline had passed, whenever that began.
pub const MOST: Span = inspection_clock::LIMIT;

/// Whether a kind's instant decides who was in time, so that its way is looked at.
pub const fn is_looked_at(kind: Kind) -> bool {
    matches!(kind, Kind::VerdictRecorded)
}

/// Whether what bears an instant came late: exactly four hours after it is not.
pub fn is_late(recorded: Timestamp, arrived: Timestamp) -> bool {
    arrived.since(recorded) > MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_four_hours_is_not_late_and_a_millisecond_more_is() {
        let recorded = Timestamp::from_millis(1_000);
        assert!(!is_late(recorded, recorded));
        assert!(!is_late(recorded, recorded.plus(MOST)));
        assert!(is_late(recorded, recorded.plus(MOST).plus(Span(1))));
        assert!(!is_late(recorded.plus(MOST), recorded), "before it was written");
    }
}
