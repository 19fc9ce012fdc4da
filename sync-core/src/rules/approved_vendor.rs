//! Approved vendor: goods of a vendor that is not on the list are rejected. Regulation §4.1.1.3.

use std::collections::BTreeMap;

use crate::fact::Day;
use crate::measure::Quantity;

/// Whether the approved-vendor list 合格厂商名单 names a vendor on the day of arrival.
///
/// `periods` gives each first day its last day, inclusive; the days are the site's.
pub fn is_approved(periods: &BTreeMap<Day, Option<Day>>, arrival: Day) -> bool {
    periods.range(..=arrival).any(|(_, last)| last.is_none_or(|last| arrival <= last))
}

/// What stands of accepted goods: a pass of an unapproved vendor's lot is kept and not in force.
///
/// Whether a supervisor's concession may stand all the same is site policy, off by default:
/// the clause knows no exception (SEMANTICS 22).
pub fn accepted(
    is_approved: bool,
    concession_lifts: bool,
    passed: Quantity,
    conceded: Quantity,
) -> Accepted {
    let nothing = Quantity::ZERO;
    match (is_approved, concession_lifts) {
        (true, _) => Accepted { passed, conceded },
        (false, true) => Accepted { passed: nothing, conceded },
        (false, false) => Accepted { passed: nothing, conceded: nothing },
    }
}

/// Accepted quantities that stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What of the passed quantity is in force.
    pub passed: Quantity,
    /// Of what was taken by concession.
    pub conceded: Quantity,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day(text.parse().unwrap())
    }

    fn check(periods: &[(&str, Option<&str>)], arrival: &str, approved: bool) {
        let periods = periods.iter().map(|(first, last)| (day(first), last.map(day))).collect();
        assert_eq!(is_approved(&periods, day(arrival)), approved, "{arrival}");
    }

    #[test]
    fn both_ends_of_a_period_are_within_it() {
        let period = [("2026-01-01", Some("2026-11-23"))];
        check(&period, "2025-12-31", false);
        check(&period, "2026-01-01", true);
        check(&period, "2026-11-23", true);
        check(&period, "2026-11-24", false);
    }

    #[test]
    fn an_open_period_has_no_end() {
        check(&[("2026-01-01", None)], "2099-01-01", true);
    }

    #[test]
    fn a_vendor_that_was_never_listed_is_not_approved() {
        check(&[], "2026-11-23", false);
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_none() {
        check(&[("2026-01-02", Some("2026-01-01"))], "2026-01-02", false);
    }

    #[test]
    fn a_later_period_approves_again() {
        let periods = [("2025-01-01", Some("2025-06-30")), ("2026-01-01", None)];
        check(&periods, "2025-09-01", false);
        check(&periods, "2026-02-01", true);
    }

    #[test]
    fn a_pass_of_an_unapproved_vendor_is_not_in_force_and_a_concession_only_by_policy() {
        let ten = Quantity::new(10.into()).unwrap();
        let standing = |is_approved, lifts| {
            let Accepted { passed, conceded } = accepted(is_approved, lifts, ten, ten);
            (!passed.is_zero(), !conceded.is_zero())
        };

        assert_eq!(standing(true, false), (true, true));
        assert_eq!(standing(false, false), (false, false));
        assert_eq!(standing(false, true), (false, true));
    }
}
