//! What became of an order line: the statements that make its course say what a file says (§4.5).

use std::collections::BTreeMap;

use sync_core::fact::{OrderStatus, OrderStatusStated};
use sync_core::time::Timestamp;

/// The statuses of one line, by the instant each took effect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct StatusTimeline(BTreeMap<Timestamp, OrderStatus>);

impl StatusTimeline {
    /// Reads `stale-order`'s way: of statements that took effect together, the later one holds.
    pub(super) fn of(statements: &[OrderStatusStated], line: u16) -> Self {
        let about_it =
            statements.iter().filter(|stated| stated.line.is_none_or(|about| about == line));
        Self(about_it.map(|stated| (stated.effective, stated.status.clone())).collect())
    }

    /// The status that holds in the end; open where nothing was ever stated.
    pub(super) fn latest(&self) -> OrderStatus {
        self.0.last_key_value().map_or(OrderStatus::Open, |(_, status)| status.clone())
    }

    /// Since when it holds, where it was stated.
    pub(super) fn since(&self) -> Option<Timestamp> {
        let latest = self.latest();
        let run = self.0.iter().rev().take_while(|(_, held)| **held == latest);
        run.last().map(|(since, _)| *since)
    }

    /// What has to be stated so that the line has been `status` since `effective`, and is in the
    /// end; nothing where that is known already.
    ///
    /// Without an instant only a change is stated, as of `now`. An order that is open and stays
    /// open needs no statement, whatever instant the ERP writes beside it.
    pub(super) fn towards(
        &self,
        status: &OrderStatus,
        effective: Option<Timestamp>,
        now: Timestamp,
    ) -> Vec<(OrderStatus, Timestamp)> {
        let is_same = self.latest() == *status;
        if is_same && (effective.is_none() || *status == OrderStatus::Open) {
            return Vec::new();
        }
        let Some(effective) = effective else {
            // A change that was announced for later would win over one of now.
            let at = self.0.last_key_value().map_or(now, |(last, _)| now.max(*last));
            return vec![(status.clone(), at)];
        };

        let mut stated = self.begun_too_early(status, effective);
        if self.0.get(&effective) != Some(status) {
            stated.push((status.clone(), effective));
        }
        let later = self.0.iter().filter(|(at, _)| **at > effective);
        let contrary = later.filter(|(_, held)| *held != status);
        stated.extend(contrary.map(|(at, _)| (status.clone(), *at)));
        stated
    }

    /// Takes back a status that was thought to have begun before it did.
    fn begun_too_early(
        &self,
        status: &OrderStatus,
        effective: Timestamp,
    ) -> Vec<(OrderStatus, Timestamp)> {
        if *status == OrderStatus::Open {
            return Vec::new();
        }
        let before = || self.0.range(..effective).rev();
        let prior = before()
            .find(|(_, held)| *held != status)
            .map_or(OrderStatus::Open, |(_, held)| held.clone());
        before()
            .take_while(|(_, held)| *held == status)
            .map(|(at, _)| (prior.clone(), *at))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use OrderStatus::{Closed, Completed, Cut, Open};
    use proptest::prelude::*;
    use sync_core::rules::stale_order::status_at;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(100);

    fn stated(statements: &[(OrderStatus, i64)]) -> Vec<OrderStatusStated> {
        let one = |(status, at): &(OrderStatus, i64)| OrderStatusStated {
            line: None,
            status: status.clone(),
            effective: Timestamp::from_millis(*at),
        };
        statements.iter().map(one).collect()
    }

    fn check(
        known: &[(OrderStatus, i64)],
        status: &OrderStatus,
        effective: Option<i64>,
        expected: &[(OrderStatus, i64)],
    ) {
        let course = StatusTimeline::of(&stated(known), 1);

        let towards = course.towards(status, effective.map(Timestamp::from_millis), NOW);

        let expected: Vec<_> = expected
            .iter()
            .map(|(status, at)| (status.clone(), Timestamp::from_millis(*at)))
            .collect();
        assert_eq!(towards, expected);
    }

    #[test]
    fn a_status_without_an_instant_took_effect_now() {
        check(&[], &Closed, None, &[(Closed, 100)]);
        check(&[(Closed, 5)], &Open, None, &[(Open, 100)]);
    }

    #[test]
    fn a_status_that_is_known_is_not_stated_again() {
        check(&[], &Open, None, &[]);
        check(&[], &Open, Some(7), &[]);
        check(&[(Closed, 5)], &Closed, None, &[]);
        check(&[(Closed, 5)], &Closed, Some(5), &[]);
        check(&[(Closed, 5), (Open, 9)], &Open, Some(3), &[]);
    }

    #[test]
    fn a_change_that_was_announced_for_later_is_taken_back() {
        check(&[(Closed, 500)], &Open, None, &[(Open, 500)]);
    }

    #[test]
    fn a_corrected_instant_moves_the_change() {
        check(&[(Closed, 5)], &Closed, Some(3), &[(Closed, 3)]);
        check(&[(Closed, 5)], &Closed, Some(8), &[(Open, 5), (Closed, 8)]);
        check(&[(Cut, 1), (Closed, 5)], &Closed, Some(8), &[(Cut, 5), (Closed, 8)]);
    }

    #[test]
    fn an_earlier_change_outlives_what_was_stated_after_it() {
        check(&[(Closed, 5), (Open, 9)], &Completed, Some(7), &[(Completed, 7), (Completed, 9)]);
    }

    #[test]
    fn a_statement_about_another_line_is_none() {
        let mut known = stated(&[(Closed, 5)]);
        known[0].line = Some(2);

        assert_eq!(StatusTimeline::of(&known, 1).latest(), Open);
        assert_eq!(StatusTimeline::of(&known, 2).latest(), Closed);
    }

    fn arb_status() -> impl Strategy<Value = OrderStatus> {
        prop_oneof![Just(Open), Just(Completed), Just(Closed), Just(Cut)]
    }

    proptest! {
        #[test]
        fn what_is_stated_makes_the_course_and_needs_no_second_time(
            known in proptest::collection::vec((arb_status(), 0_i64..20), 0..6),
            status in arb_status(),
            effective in proptest::option::of(0_i64..20),
        ) {
            let effective = effective.map(Timestamp::from_millis);
            let mut statements = stated(&known);
            let towards = StatusTimeline::of(&statements, 1).towards(&status, effective, NOW);

            for (status, effective) in towards {
                statements.push(OrderStatusStated { line: Some(1), status, effective });
            }

            let course = StatusTimeline::of(&statements, 1);
            prop_assert_eq!(course.towards(&status, effective, NOW), vec![]);
            prop_assert_eq!(course.latest(), status.clone());
            if let Some(effective) = effective && status != Open {
                prop_assert_eq!(course.since(), Some(effective));
                prop_assert_eq!(status_at(&statements, 1, effective), Some(&status));
            }
        }
    }
}
