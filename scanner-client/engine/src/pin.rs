//! Wrong PINs, and the delays that they cost.

use serde::{Deserialize, Serialize};
use sync_core::time::{Span, Timestamp};

use crate::clock::{ClockReading, DeviceClock};

/// From this wrong PIN on, the next try has to wait.
const PATIENCE: u32 = 5;
/// How long it waits at first; doubled with every further wrong PIN.
const FIRST_DELAY: Span = Span::seconds(15);
/// The longest wait: a lockout never lasts for good.
const LONGEST_DELAY: Span = Span::minutes(30);

/// Wrong PINs in a row on this device, whoever they were for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongPins {
    /// How many wrong PINs were given in a row.
    pub count: u32,
    /// When the last of them was given.
    pub last: Timestamp,
    /// What the clocks showed then: once the clock's error is learned, the wait moves by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<ClockReading>,
}

impl WrongPins {
    /// Counts another wrong PIN.
    #[must_use]
    pub fn and_another(self, now: Timestamp) -> Self {
        Self { count: self.count.saturating_add(1), last: now, made: None }
    }

    /// The same by what is known of the clock at a stamp (SEMANTICS 36). Where the clock was set back
    /// since, the time that passed is told by the clock that nobody can set; after a restart nothing
    /// tells it, and a wait that lies in the future is over.
    #[must_use]
    pub fn moved(self, clock: &DeviceClock, stamp: ClockReading, now: Timestamp) -> Self {
        let Some(made) = self.made else { return self };
        let last = clock.learned_of(made).unwrap_or(self.last);
        let passed = stamp.monotonic_ms.saturating_sub(made.monotonic_ms);
        let last = match last <= now {
            true => last,
            false if made.boot == stamp.boot && passed >= 0 => now.plus(Span(-passed)),
            false => now.plus(Span(-LONGEST_DELAY.0)),
        };
        Self { last, ..self }
    }

    /// Until when no further PIN is looked at, if that is still to come.
    pub fn wait_until(&self, now: Timestamp) -> Option<Timestamp> {
        let beyond = self.count.checked_sub(PATIENCE)?;
        let doubled = FIRST_DELAY.0.saturating_mul(1_i64 << beyond.min(20));
        let delay = Span(doubled.min(LONGEST_DELAY.0));
        // A clock that was put back does not make the wait longer than it is.
        let until = self.last.plus(delay).min(now.plus(delay));
        (until > now).then_some(until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000_000);

    fn wrong(times: u32) -> WrongPins {
        (0..times).fold(WrongPins::default(), |wrong, _| wrong.and_another(NOW))
    }

    #[test]
    fn four_slips_cost_nothing_and_then_the_wait_grows() {
        assert_eq!(wrong(4).wait_until(NOW), None);
        assert_eq!(wrong(5).wait_until(NOW), Some(NOW.plus(Span::seconds(15))));
        assert_eq!(wrong(7).wait_until(NOW), Some(NOW.plus(Span::seconds(60))));
        assert_eq!(wrong(60).wait_until(NOW), Some(NOW.plus(Span::minutes(30))));
    }

    #[test]
    fn the_wait_ends() {
        assert_eq!(wrong(5).wait_until(NOW.plus(Span::seconds(15))), None);
    }

    #[test]
    fn a_clock_put_back_does_not_lock_anybody_out_for_years() {
        let years_ago = Timestamp::from_millis(0);

        assert_eq!(wrong(5).wait_until(years_ago), Some(years_ago.plus(Span::seconds(15))));
    }
}
