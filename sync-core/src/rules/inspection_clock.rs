//! Inspection clock: a lot is judged within four hours of the count's signature. Regulation §4.6.3.

use serde::Serialize;

use crate::ids::{FactId, FactSet};
use crate::measure::Quantity;
use crate::time::{Span, Timestamp};

/// The general rule for 一般物料; an item may carry another limit.
pub const LIMIT: Span = Span::hours(4);

/// How long before its deadline a lot is due soon.
pub const DUE_SOON: Span = Span::hours(1);

/// A lot's clock, as far as facts decide it; what "now" adds is [`Clock::deadline_status`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "clock", rename_all = "kebab-case")]
pub enum Clock {
    /// Nobody has signed the count, or a supervisor reopened it.
    NotStarted,
    /// The lot is signed for and not finally judged: time runs.
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
pub enum DeadlineStatus {
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
    /// Finally judged at its deadline or before.
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
    pub fn deadline_status(self, now: Timestamp) -> DeadlineStatus {
        match self {
            Self::NotStarted => DeadlineStatus::NotStarted,
            Self::Stopped { due, at } if is_on_time(at, due) => DeadlineStatus::OnTime,
            Self::Stopped { .. } => DeadlineStatus::Late,
            Self::Running { due } if is_overdue(now, due) => DeadlineStatus::Overdue,
            Self::Running { due } if due.since(now) <= DUE_SOON => DeadlineStatus::DueSoon,
            Self::Running { .. } => DeadlineStatus::InTime,
        }
    }
}

/// Whether a verdict recorded at `at` is on time: exactly at the deadline is.
pub fn is_on_time(at: Timestamp, due: Timestamp) -> bool {
    at <= due
}

/// Whether what is open at `now` is overdue: exactly at the deadline it is not.
pub fn is_overdue(now: Timestamp, due: Timestamp) -> bool {
    !is_on_time(now, due)
}

/// The deadline of a lot whose count was signed at `signed`.
pub fn due(signed: Timestamp, item_minutes: Option<u32>) -> Timestamp {
    signed.plus(item_minutes.map_or(LIMIT, |minutes| Span::minutes(i64::from(minutes))))
}

/// What one verdict finally said of a lot (pass, reject, concession).
#[derive(Clone, Copy, Debug)]
pub struct FinallySaid<'a> {
    /// The verdict's fact.
    pub id: FactId,
    /// When it was recorded.
    pub at: Timestamp,
    /// The quantity that it judged finally.
    pub quantity: Quantity,
    /// The verdicts that it replaced.
    pub replaces: &'a FactSet,
}

/// Reads a lot's clock: it stops at the first recording instant at which the verdicts of
/// that moment said something final of the whole lot.
///
/// `verdicts` are all that were not voided. One that was replaced later counted at its
/// time: a re-inspection does not make an inspector late who was in time (SEMANTICS 19).
pub fn read(due: Option<Timestamp>, lot: Quantity, verdicts: &[FinallySaid<'_>]) -> Clock {
    let Some(due) = due else { return Clock::NotStarted };
    let mut instants: Vec<Timestamp> = verdicts.iter().map(|verdict| verdict.at).collect();
    instants.sort_unstable();
    let whole = |at: &Timestamp| {
        let judged = judged_at(verdicts, *at);
        judged >= lot && !judged.is_zero()
    };
    match instants.into_iter().find(whole) {
        Some(at) => Clock::Stopped { due, at },
        None => Clock::Running { due },
    }
}

/// How much was finally judged at an instant, by the verdicts recorded until then.
fn judged_at(verdicts: &[FinallySaid<'_>], at: Timestamp) -> Quantity {
    let until = || verdicts.iter().filter(|verdict| verdict.at <= at);
    let replaced: FactSet = until().map(|verdict| verdict.replaces).collect();
    until().filter(|verdict| !replaced.contains(verdict.id)).map(|verdict| verdict.quantity).sum()
}

/// Rate of lots judged on time, as parts of a thousand; nothing where no lot counts yet.
///
/// On time ÷ (judged + overdue and still open): leaving lots unjudged does not improve it.
pub fn on_time_permille(standings: impl IntoIterator<Item = DeadlineStatus>) -> Option<u32> {
    let (mut on_time, mut all) = (0_u32, 0_u32);
    for standing in standings {
        match standing {
            DeadlineStatus::OnTime => {
                on_time += 1;
                all += 1;
            }
            DeadlineStatus::Late | DeadlineStatus::Overdue => all += 1,
            DeadlineStatus::DueSoon | DeadlineStatus::InTime | DeadlineStatus::NotStarted => {}
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

    fn said<'a>(sequence: u64, time: &str, amount: i64, replaces: &'a FactSet) -> FinallySaid<'a> {
        let id = FactId::new(1, sequence);
        FinallySaid { id, at: at(time), quantity: quantity(amount), replaces }
    }

    fn check(judged: &str, standing: DeadlineStatus) {
        let due = due(at("08:10:00.000"), None);
        let nothing = FactSet::default();
        let clock = read(Some(due), quantity(10), &[said(1, judged, 10, &nothing)]);
        assert_eq!(clock.deadline_status(at("23:00:00")), standing, "{judged}");
    }

    #[test]
    fn exactly_four_hours_is_on_time_and_a_millisecond_more_is_late() {
        check("12:09:59.000", DeadlineStatus::OnTime);
        check("12:10:00.000", DeadlineStatus::OnTime);
        check("12:10:00.001", DeadlineStatus::Late);
    }

    #[test]
    fn an_open_lot_is_due_soon_in_its_last_hour_and_then_overdue() {
        let clock = Clock::Running { due: at("12:10:00.000") };

        assert_eq!(clock.deadline_status(at("11:09:59.999")), DeadlineStatus::InTime);
        assert_eq!(clock.deadline_status(at("11:10:00.000")), DeadlineStatus::DueSoon);
        assert_eq!(clock.deadline_status(at("12:10:00.000")), DeadlineStatus::DueSoon);
        assert_eq!(clock.deadline_status(at("12:10:00.001")), DeadlineStatus::Overdue);
    }

    #[test]
    fn an_item_may_have_another_limit() {
        assert_eq!(due(at("08:10:00"), Some(120)), at("10:10:00"));
    }

    #[test]
    fn the_clock_stops_with_the_tranche_that_completes_the_lot() {
        let nothing = FactSet::default();
        let tranches = [said(1, "09:00:00", 6, &nothing), said(2, "12:30:00", 4, &nothing)];

        let clock = read(Some(at("12:10:00")), quantity(10), &tranches);

        assert_eq!(clock, Clock::Stopped { due: at("12:10:00"), at: at("12:30:00") });
        let more = read(Some(at("12:10:00")), quantity(11), &tranches);
        assert_eq!(more, Clock::Running { due: at("12:10:00") });
    }

    #[test]
    fn a_re_inspection_makes_nobody_late_and_counts_nothing_twice() {
        let (nothing, first) = (FactSet::default(), FactSet::from_iter([FactId::new(1, 1)]));
        let due = Some(at("12:10:00"));

        let whole = [said(1, "09:00:00", 10, &nothing), said(2, "15:00:00", 10, &first)];
        let stopped = Clock::Stopped { due: at("12:10:00"), at: at("09:00:00") };
        assert_eq!(read(due, quantity(10), &whole), stopped);

        let part = [said(1, "09:00:00", 6, &nothing), said(2, "10:00:00", 6, &first)];
        assert_eq!(read(due, quantity(10), &part), Clock::Running { due: at("12:10:00") });
    }

    #[test]
    fn leaving_a_lot_unjudged_does_not_improve_the_rate() {
        use DeadlineStatus::{InTime, Late, OnTime, Overdue};

        assert_eq!(on_time_permille([OnTime, OnTime, OnTime, Late]), Some(750));
        assert_eq!(on_time_permille([OnTime, OnTime, OnTime, Overdue, InTime]), Some(750));
        assert_eq!(on_time_permille([InTime]), None);
    }
}
