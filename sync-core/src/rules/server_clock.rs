//! Server clock: what is judged by it, and what a wrong one leaves behind (SEMANTICS 35).
//!
//! A server whose clock was ahead led up the merge times of every device that pulled meanwhile.
//! Once it is set right these are no fault of the devices: a merge time is held against what the
//! log holds as well, and only the recording instant says who is ahead.

use crate::time::{Hlc, Span, Timestamp};

/// How far ahead of the server a fact may be recorded (SEMANTICS 2).
pub const MOST_AHEAD: Span = Span::minutes(5);

/// How far beyond the log's latest a merge time may lie. A device that goes on from there counts
/// up by less than a millisecond for each 65,536 facts; with this room nobody leads the log up.
const BEYOND_LOG: Span = Span::seconds(1);

/// How long before its enrolment a device may say that it recorded something, where somebody
/// vouches that the server's clock was wrong when it was enrolled.
const ENROLLED_WRONG: Span = Span::hours(24);

/// Whether a fact is recorded too far ahead of the server.
pub fn is_ahead(recorded: Timestamp, server_now: Timestamp) -> bool {
    recorded > server_now.plus(MOST_AHEAD)
}

/// Whether a merge time lies beyond everything that a device can have been led up to: the server's
/// clock, and the latest of the log.
pub fn is_beyond_log(merge_time: Hlc, latest: Hlc, server_now: Timestamp) -> bool {
    let led_up = latest.instant().plus(BEYOND_LOG);
    merge_time.instant() > server_now.plus(MOST_AHEAD).max(led_up)
}

/// Since when something stands that the server stated: never later than its clock shows now, which
/// was ahead when it said so, if it is.
pub fn since(stated: Timestamp, server_now: Timestamp) -> Timestamp {
    stated.min(server_now)
}

/// Whether a fact that was set aside for its instant can be let in as it was recorded: its time has
/// come, and it does not come from a clock that never stood right.
pub fn stands_as_recorded(
    recorded: Timestamp,
    enrolled: Option<Timestamp>,
    now: Timestamp,
) -> bool {
    let first = enrolled.map(|enrolled| enrolled.plus(Span(-ENROLLED_WRONG.0)));
    !is_ahead(recorded, now) && first.is_none_or(|first| recorded >= first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    #[test]
    fn five_minutes_ahead_are_borne_and_a_millisecond_more_is_not() {
        assert!(!is_ahead(NOW.plus(Span::minutes(5)), NOW));
        assert!(is_ahead(NOW.plus(Span(300_001)), NOW));
        assert!(!is_ahead(NOW.plus(Span::hours(-9_000)), NOW));
    }

    #[test]
    fn a_merge_time_may_go_on_from_the_latest_of_the_log_and_leads_it_nowhere() {
        let hour = Hlc::at(NOW.plus(Span::hours(1)));

        assert!(is_beyond_log(hour, Hlc::default(), NOW));
        assert!(!is_beyond_log(Hlc(hour.0 + 40_000), hour, NOW));
        assert!(!is_beyond_log(Hlc::at(NOW.plus(Span(3_601_000))), hour, NOW));
        assert!(is_beyond_log(Hlc::at(NOW.plus(Span(3_601_001))), hour, NOW));
        assert!(!is_beyond_log(Hlc::at(NOW.plus(Span::minutes(5))), Hlc::default(), NOW));
    }

    #[test]
    fn an_instant_stands_once_it_has_come_and_where_a_clock_can_have_shown_it() {
        let enrolled = Some(NOW);
        let later = NOW.plus(Span::hours(9));

        assert!(stands_as_recorded(NOW.plus(Span::hours(1)), enrolled, later));
        assert!(!stands_as_recorded(later.plus(Span(300_001)), enrolled, later));
        assert!(stands_as_recorded(NOW.plus(Span::hours(-24)), enrolled, later));
        assert!(!stands_as_recorded(NOW.plus(Span(-86_400_001)), enrolled, later));
        assert!(stands_as_recorded(NOW, None, later));
    }
}
