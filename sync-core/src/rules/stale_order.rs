//! Stale order: goods counted against an order that was closed, cut or replaced. Regulation §4.5.

use serde::Serialize;

use crate::fact::{OrderStatus, OrderStatusStated, StaleAnswer};
use crate::time::Timestamp;

/// What holds for goods on an order line, towards the order's changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Staleness {
    /// The order stood when the receipt was opened.
    Fresh,
    /// It did not, and purchasing has yet to answer: blocks the release.
    Unresolved {
        /// The status that held when the receipt was opened.
        status: OrderStatus,
    },
    /// It did not, and purchasing answered.
    Answered {
        /// How purchasing answered for the goods.
        answer: StaleAnswer,
    },
}

/// Whether a change of status makes goods stale. ERPs close every completed order, so
/// *completed* does not.
pub const fn is_stale(status: &OrderStatus) -> bool {
    match status {
        OrderStatus::Closed | OrderStatus::Cut | OrderStatus::Replaced { .. } => true,
        OrderStatus::Open | OrderStatus::Completed => false,
    }
}

/// The status of an order line at an instant: the latest effective one; of equals, the later stated.
pub fn status_at(
    statements: &[OrderStatusStated],
    line: u16,
    at: Timestamp,
) -> Option<&OrderStatus> {
    statements
        .iter()
        .filter(|stated| stated.line.is_none_or(|about| about == line) && stated.effective <= at)
        .max_by_key(|stated| stated.effective)
        .map(|stated| &stated.status)
}

/// Whether goods of a receipt opened at `opened` are stale on this line.
pub fn read(
    statements: &[OrderStatusStated],
    line: u16,
    opened: Timestamp,
    answer: Option<StaleAnswer>,
) -> Staleness {
    match (status_at(statements, line, opened), answer) {
        (Some(status), None) if is_stale(status) => {
            Staleness::Unresolved { status: status.clone() }
        }
        (Some(status), Some(answer)) if is_stale(status) => Staleness::Answered { answer },
        _ => Staleness::Fresh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_millis(minute * 60_000)
    }

    fn stated(status: OrderStatus, line: Option<u16>, minute: i64) -> OrderStatusStated {
        OrderStatusStated { line, status, effective: at(minute) }
    }

    #[test]
    fn a_change_at_the_instant_of_opening_makes_it_stale_and_one_after_does_not() {
        let closed = [stated(OrderStatus::Closed, None, 10)];

        assert_eq!(read(&closed, 1, at(9), None), Staleness::Fresh);
        assert!(matches!(read(&closed, 1, at(10), None), Staleness::Unresolved { .. }));
    }

    #[test]
    fn a_completed_order_is_not_stale() {
        let completed = [stated(OrderStatus::Completed, None, 1)];
        assert_eq!(read(&completed, 1, at(10), None), Staleness::Fresh);
    }

    #[test]
    fn a_change_of_one_line_leaves_the_others() {
        let cut = [stated(OrderStatus::Cut, Some(2), 1)];

        assert_eq!(read(&cut, 1, at(10), None), Staleness::Fresh);
        assert!(matches!(read(&cut, 2, at(10), None), Staleness::Unresolved { .. }));
    }

    #[test]
    fn an_order_opened_again_is_fresh() {
        let both = [stated(OrderStatus::Closed, None, 1), stated(OrderStatus::Open, None, 5)];
        assert_eq!(read(&both, 1, at(10), None), Staleness::Fresh);
    }

    #[test]
    fn purchasings_answer_resolves_it() {
        let closed = [stated(OrderStatus::Closed, None, 1)];
        let answer = StaleAnswer::Accept;
        assert_eq!(read(&closed, 1, at(10), Some(answer)), Staleness::Answered { answer });
    }
}
