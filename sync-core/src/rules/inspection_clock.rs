//! Inspection clock: a lot is judged within four hours of the count's signature. Regulation §4.6.3.

use serde::Serialize;

use crate::measure::Quantity;
use crate::time::{Span, Timestamp};

/// The general rule for 一般物料; an item may carry another limit.
pub const LIMIT: Span = Span::hours(4);

/// How long before its deadline a lot is due soon.
pub const DUE_SOON: Span = Span::hours(1);

/// A device's clock that is off by more than this is marked (`device-time`).
pub const CLOCK_TOLERANCE: Span = Span::minutes(2);

/// A lot's clock, as far as facts decide it; what "now" adds is [`Clock::standing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "clock", rename_all = "kebab-case")]
pub enum Clock {
    /// Nobody has signed the count, or a supervisor reopened it.
    NotStarted,
    /// It runs.
    Running {
        /// The last instant that is on time.
        due: Timestamp,
    },
    /// All of the lot was finally judged.
    Stopped {
        /// The last instant that was on time.
        due: Timestamp,
        /// When the last of it was judged.
        at: Timestamp,
    },
}

/// Where a lot stands towards its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Open, and past its deadline.
    Overdue,
    /// Open, and due within the hour.
    DueSoon,
    /// Open, and in time.
    InTime,
    /// Not yet signed for.
    NotStarted,
    /// Judged after its deadline.
    Late,
    /// Judged in time.
    OnTime,
}

impl Clock {
    /// The last instant that is on time, where the clock was started.
    pub const fn due(self) -> Option<Timestamp> {
        match self {
            Self::NotStarted => None,
            Self::Running { due } | Self::Stopped { due, .. } => Some(due),
        }
    }

    /// Where the lot stands at an instant.
    pub fn standing(self, now: Timestamp) -> Standing {
        match self {
            Self::NotStarted => Standing::NotStarted,
            Self::Stopped { due, at } if is_on_time(at, due) => Standing::OnTime,
            Self::Stopped { .. } => Standing::Late,
            Self::Running { due } if !is_on_time(now, due) => Standing::Overdue,
            Self::Running { due } if due.since(now) <= DUE_SOON => Standing::DueSoon,
            Self::Running { .. } => Standing::InTime,
        }
    }
}

/// Whether a verdict recorded at `at` is on time: exactly at the deadline is.
pub fn is_on_time(at: Timestamp, due: Timestamp) -> bool {
    at <= due
}

/// The deadline of a lot whose count was signed at `signed`.
pub fn due(signed: Timestamp, item_minutes: Option<u32>) -> Timestamp {
    signed.plus(item_minutes.map_or(LIMIT, |minutes| Span::minutes(i64::from(minutes))))
}

/// Reads a lot's clock.
///
/// `final_verdicts` are the instants and finally judged quantities (pass, reject,
/// concession) of every verdict that was not voided, replaced ones too: a re-inspection
/// does not make an inspector late who was in time (SEMANTICS 19).
pub fn read(
    due: Option<Timestamp>,
    lot: Quantity,
    final_verdicts: impl IntoIterator<Item = (Timestamp, Quantity)>,
) -> Clock {
    let Some(due) = due else {
        return Clock::NotStarted;
    };
    let mut verdicts: Vec<_> = final_verdicts.into_iter().collect();
    verdicts.sort();
    let mut judged = Quantity::ZERO;
    for (at, quantity) in verdicts {
        judged = judged + quantity;
        if judged >= lot && !quantity.is_zero() {
            return Clock::Stopped { due, at };
        }
    }
    Clock::Running { due }
}

/// Rate of lots judged on time, as parts of a thousand; nothing where no lot counts yet.
///
/// On time ÷ (judged + overdue and still open): leaving lots unjudged does not improve it.
pub fn on_time_permille(standings: impl IntoIterator<Item = Standing>) -> Option<u32> {
    let (mut on_time, mut all) = (0_u32, 0_u32);
    for standing in standings {
        match standing {
            Standing::OnTime => {
                on_time += 1;
                all += 1;
            }
            Standing::Late | Standing::Overdue => all += 1,
            Standing::DueSoon | Standing::InTime | Standing::NotStarted => {}
        }
    }
    (on_time * 1_000).checked_div(all)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("2026-11-23T{text}+08:00").parse().unwrap()
    }

    fn quantity(value: i64) -> Quantity {
        Quantity::new(Decimal::from(value)).unwrap()
    }

    fn check(judged: &str, standing: Standing) {
        let due = due(at("08:10:00.000"), None);
        let clock = read(Some(due), quantity(10), [(at(judged), quantity(10))]);
        assert_eq!(clock.standing(at("23:00:00")), standing, "{judged}");
    }

    #[test]
    fn exactly_four_hours_is_on_time_and_a_millisecond_more_is_late() {
        check("12:09:59.000", Standing::OnTime);
        check("12:10:00.000", Standing::OnTime);
        check("12:10:00.001", Standing::Late);
    }

    #[test]
    fn an_open_lot_is_due_soon_in_its_last_hour_and_then_overdue() {
        let clock = Clock::Running { due: at("12:10:00.000") };

        assert_eq!(clock.standing(at("11:09:59.999")), Standing::InTime);
        assert_eq!(clock.standing(at("11:10:00.000")), Standing::DueSoon);
        assert_eq!(clock.standing(at("12:10:00.000")), Standing::DueSoon);
        assert_eq!(clock.standing(at("12:10:00.001")), Standing::Overdue);
    }

    #[test]
    fn an_item_may_have_another_limit() {
        assert_eq!(due(at("08:10:00"), Some(120)), at("10:10:00"));
    }

    #[test]
    fn the_clock_stops_with_the_tranche_that_completes_the_lot() {
        let tranches = [(at("09:00:00"), quantity(6)), (at("12:30:00"), quantity(4))];

        let clock = read(Some(at("12:10:00")), quantity(10), tranches);

        assert_eq!(clock, Clock::Stopped { due: at("12:10:00"), at: at("12:30:00") });
        assert_eq!(read(Some(at("12:10:00")), quantity(11), tranches).due(), Some(at("12:10:00")));
    }

    #[test]
    fn leaving_a_lot_unjudged_does_not_improve_the_rate() {
        use Standing::{InTime, Late, OnTime, Overdue};

        assert_eq!(on_time_permille([OnTime, OnTime, OnTime, Late]), Some(750));
        assert_eq!(on_time_permille([OnTime, OnTime, OnTime, Overdue, InTime]), Some(750));
        assert_eq!(on_time_permille([InTime]), None);
    }
}
