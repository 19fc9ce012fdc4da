//! Device time: how far a device's clock may be off before what it dated bears a mark (DOMAIN §4).
//!
//! Dates are corrected by the offset that the device learned; the mark says that a deadline
//! rests on such a correction.

use crate::time::Span;

/// A clock that is off by more than this is marked.
pub const TOLERANCE: Span = Span::minutes(2);

/// Whether a clock is off; `offset` is the server's clock minus the device's.
pub fn is_off(offset: Span) -> bool {
    offset.abs() > TOLERANCE
}

/// Whether an offset says something else about a clock than the one that was stated before.
pub fn is_news(stated: Span, offset: Span) -> bool {
    let moved = Span(offset.0.saturating_sub(stated.0));
    is_off(stated) != is_off(offset) || (is_off(offset) && is_off(moved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_two_minutes_is_not_off_and_a_millisecond_more_is() {
        assert!(!is_off(Span(120_000)));
        assert!(is_off(Span(120_001)));
        assert!(!is_off(Span(-120_000)));
        assert!(is_off(Span(-120_001)));
    }

    #[test]
    fn a_clock_is_stated_again_when_it_comes_right_or_goes_off_further() {
        let minutes = Span::minutes;

        assert!(is_news(minutes(0), minutes(3)));
        assert!(is_news(minutes(3), minutes(0)));
        assert!(is_news(minutes(3), minutes(6)));
        assert!(!is_news(minutes(3), minutes(4)));
        assert!(!is_news(minutes(0), minutes(2)));
    }

    #[test]
    fn no_offset_is_too_large_to_be_judged() {
        assert!(is_off(Span(i64::MIN)));
        assert!(is_news(Span(i64::MIN), Span(i64::MAX)));
    }
}
