//! Sign-in: what a grant covers, for how long, and what wants a fresh one (SEMANTICS 39).
//!
//! A grant is the server's statement that somebody showed on a device who they are. The server's
//! admission and the devices' own refusals ask the same functions.

use crate::fact::{Event, Kind, Verdict};
use crate::time::{Span, Timestamp};

/// How long a grant holds.
pub const LIFE: Span = Span::hours(72);
/// How long a grant holds that was given to a browser.
pub const BROWSER_LIFE: Span = Span::hours(12);
/// How old a grant may be for what commits the whole plant.
pub const FRESH: Span = Span::minutes(15);
/// After so long a device asks for a new grant, although the old one still holds.
pub const RENEWED_AFTER: Span = Span::hours(24);
/// How far a fact's instant may lie beside a grant: a clock may be off by as much without saying so.
pub const LEEWAY: Span = Span::minutes(2);
/// How long devices from before a site asked for grants may go on without one.
pub const FIRST_GRANT_WITHIN: Span = Span::hours(72);
/// How long what such a device recorded without a grant may take to arrive.
pub const ARRIVES_WITHIN: Span = Span::hours(14 * 24);
/// The wrong PIN, of one person in a row on a device, that erases what opens it without the network.
pub const ERASED_AT: u32 = 10;

/// A time for which somebody was granted a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantedTime {
    /// When they showed who they are, to the server.
    pub from: Timestamp,
    /// The end of it.
    pub until: Timestamp,
}

impl GrantedTime {
    /// Whether a fact that was recorded then falls into it.
    pub fn covers(self, recorded: Timestamp) -> bool {
        self.from.plus(Span(-LEEWAY.0)) <= recorded && recorded <= self.until.plus(LEEWAY)
    }

    /// Whether a fact that was recorded then was so soon after the PIN that it may commit the plant.
    pub fn is_fresh(self, recorded: Timestamp) -> bool {
        self.covers(recorded) && recorded <= self.from.plus(FRESH).plus(LEEWAY)
    }
}

/// Whether a fact of this kind is a person's word: how a device's clock is, it says for itself.
pub const fn is_somebodys(kind: Kind) -> bool {
    !matches!(kind, Kind::ClockDoubtful | Kind::ClockOff)
}

/// Whether a fact commits the whole plant, so that a PIN of this moment stands behind it: taking goods
/// by concession, letting in what was set aside, approving a vendor.
pub fn wants_fresh(event: &Event) -> bool {
    match event {
        Event::VerdictRecorded(verdict) => {
            verdict.judgements.iter().any(|said| said.verdict == Verdict::Concession)
        }
        Event::Readmitted(_) | Event::ApprovalStated(_) => true,
        _ => false,
    }
}

/// Since when a device of before is bound by grants: its own first one, and the end of the time that
/// is left to it.
pub fn bound_from(asked_since: Timestamp, first_grant: Option<Timestamp>) -> Timestamp {
    let latest = asked_since.plus(FIRST_GRANT_WITHIN);
    first_grant.map_or(latest, |first| first.min(latest))
}

/// Whether a fact needs no grant, as it comes from before grants were asked for at its site.
pub fn is_of_before(
    recorded: Timestamp,
    asked_since: Timestamp,
    (enrolled, first_grant): (Option<Timestamp>, Option<Timestamp>),
    server_now: Timestamp,
) -> bool {
    let was_there = enrolled.is_some_and(|enrolled| enrolled < asked_since);
    was_there
        && recorded < bound_from(asked_since, first_grant)
        && server_now < asked_since.plus(ARRIVES_WITHIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn granted() -> GrantedTime {
        GrantedTime { from: NOON, until: NOON.plus(LIFE) }
    }

    #[test]
    fn a_grant_covers_its_time_and_two_minutes_beside_it() {
        let (from, until) = (granted().from, granted().until);

        assert!(granted().covers(from) && granted().covers(until));
        assert!(granted().covers(from.plus(Span::minutes(-2))));
        assert!(!granted().covers(from.plus(Span(-120_001))));
        assert!(granted().covers(until.plus(Span::minutes(2))));
        assert!(!granted().covers(until.plus(Span(120_001))));
    }

    #[test]
    fn a_pin_is_fresh_for_a_quarter_of_an_hour() {
        assert!(granted().is_fresh(NOON.plus(Span::minutes(15))));
        assert!(!granted().is_fresh(NOON.plus(Span::minutes(18))));
        assert!(!granted().is_fresh(NOON.plus(Span::minutes(-3))));
    }

    #[test]
    fn a_device_of_before_goes_on_until_its_first_grant_or_three_days() {
        let enrolled = Some(NOON.plus(Span(-1)));
        let of_before = |hours, first, now| {
            is_of_before(NOON.plus(Span::hours(hours)), NOON, (enrolled, first), NOON.plus(now))
        };

        assert!(of_before(-500, None, Span::hours(1)));
        assert!(of_before(71, None, Span::hours(13 * 24)));
        assert!(!of_before(72, None, Span::hours(73)));
        assert!(!of_before(71, None, Span::hours(14 * 24)));
        let first = Some(NOON.plus(Span::hours(5)));
        assert!(of_before(4, first, Span::hours(6)));
        assert!(!of_before(5, first, Span::hours(6)));
        // Enrolled since: it was told from the start.
        assert!(!is_of_before(NOON, NOON, (Some(NOON), None), NOON));
        assert!(!is_of_before(NOON, NOON, (None, None), NOON));
    }
}
