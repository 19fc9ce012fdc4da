//! The deadline: ring in time, diamond within the hour, octagon when over, tick when judged;
//! always with words beside it.

use std::borrow::Cow;

use leptos::prelude::*;
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::text::{Say, names};
use sync_core::time::{Span, Timestamp};

/// What a deadline says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeadlineMessage {
    /// So much time is left.
    Left(Span),
    /// So much time is over.
    Over(Span),
    Judged,
    /// The clock has not started.
    NotStarted,
}

/// Hours and minutes, as people say them.
fn time(span: Span, hour: &str, minute: &str) -> String {
    let minutes = span.abs().0 / 60_000;
    let (hours, rest) = (minutes / 60, minutes % 60);
    if hours == 0 { format!("{rest}{minute}") } else { format!("{hours}{hour} {rest}{minute}") }
}

impl Say for DeadlineMessage {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Left(span) => format!("剩 {}", time(*span, " 小时", " 分")).into(),
            Self::Over(span) => format!("超 {}", time(*span, " 小时", " 分")).into(),
            Self::Judged => "已判".into(),
            Self::NotStarted => names::deadline_status(DeadlineStatus::NotStarted).chinese.into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Left(span) => format!("{} left", time(*span, " h", " min")).into(),
            Self::Over(span) => format!("{} over", time(*span, " h", " min")).into(),
            Self::Judged => "Judged".into(),
            Self::NotStarted => {
                names::deadline_status(DeadlineStatus::NotStarted).capital().english()
            }
        }
    }
}

/// The shape of a standing, `part` of its time being used, from 0 to 100.
pub(crate) fn shape(standing: DeadlineStatus, part: i64) -> impl IntoView {
    // The ring's length is 100 by its own measure.
    let dash = format!("{} 100", (100 - part).clamp(0, 100));
    let drawn = match standing {
        DeadlineStatus::NotStarted => {
            view! { <circle class="sh-ring" cx="20" cy="20" r="16"></circle> }.into_any()
        }
        DeadlineStatus::InTime => view! {
            <circle class="sh-ring" cx="20" cy="20" r="16"></circle>
            <circle class="sh-arc" cx="20" cy="20" r="16" pathLength="100" stroke-dasharray=dash
                transform="rotate(-90 20 20)"></circle>
        }
        .into_any(),
        DeadlineStatus::DueSoon => view! {
            <path class="sh-soon" d="M20 3l17 17-17 17L3 20z"></path>
            <path class="sh-soon-i" d="M20 12v9l5 3"></path>
        }
        .into_any(),
        DeadlineStatus::Overdue => view! {
            <path class="sh-over" d="M13 3h14l10 10v14L27 37H13L3 27V13z"></path>
            <path class="sh-over-i" d="M20 11v11M20 28v.5"></path>
        }
        .into_any(),
        DeadlineStatus::OnTime | DeadlineStatus::Late => view! {
            <circle class="sh-done" cx="20" cy="20" r="17"></circle>
            <path class="sh-done-i" d="M12 20.500l5.5 5.500L28.5 14.5"></path>
        }
        .into_any(),
    };
    view! { <svg class="shape" viewBox="0 0 40 40" aria-hidden="true">{drawn}</svg> }
}

pub(crate) fn word(
    standing: DeadlineStatus,
    due: Option<Timestamp>,
    now: Timestamp,
) -> DeadlineMessage {
    match (standing, due) {
        (DeadlineStatus::NotStarted, _)
        | (DeadlineStatus::InTime | DeadlineStatus::DueSoon | DeadlineStatus::Overdue, None) => {
            DeadlineMessage::NotStarted
        }
        (DeadlineStatus::InTime | DeadlineStatus::DueSoon, Some(due)) => {
            DeadlineMessage::Left(due.since(now))
        }
        (DeadlineStatus::Overdue, Some(due)) => DeadlineMessage::Over(now.since(due)),
        (DeadlineStatus::OnTime | DeadlineStatus::Late, _) => DeadlineMessage::Judged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn said(standing: DeadlineStatus, due: Option<Timestamp>) -> [String; 2] {
        let word = word(standing, due, NOW);
        [word.chinese().into_owned(), word.english().into_owned()]
    }

    #[test]
    fn time_that_is_left_is_said_in_hours_and_minutes() {
        assert_eq!(
            said(DeadlineStatus::InTime, Some(NOW.plus(Span::minutes(87)))),
            ["剩 1 小时 27 分", "1 h 27 min left"]
        );
        assert_eq!(
            said(DeadlineStatus::DueSoon, Some(NOW.plus(Span::minutes(9)))),
            ["剩 9 分", "9 min left"]
        );
    }

    #[test]
    fn time_that_is_over_is_said_as_such() {
        assert_eq!(
            said(DeadlineStatus::Overdue, Some(NOW.plus(Span::minutes(-60)))),
            ["超 1 小时 0 分", "1 h 0 min over"]
        );
    }

    #[test]
    fn a_judged_lot_has_no_time_left_whenever_it_was_due() {
        for standing in [DeadlineStatus::OnTime, DeadlineStatus::Late] {
            assert_eq!(said(standing, Some(NOW)), ["已判", "Judged"]);
        }
    }

    #[test]
    fn a_clock_without_a_deadline_has_not_started() {
        for standing in
            [DeadlineStatus::NotStarted, DeadlineStatus::InTime, DeadlineStatus::Overdue]
        {
            assert_eq!(said(standing, None), ["时限未开始", "Clock not started"]);
        }
    }
}
