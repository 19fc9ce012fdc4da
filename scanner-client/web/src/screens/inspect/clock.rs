//! The clock of a lot, large, and the lot that is next.

use leptos::prelude::*;
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::time::{Span, Timestamp};
use sync_core::view::{InspectionView, QueueRow};

use super::messages::Message;
use crate::app::use_app;
use crate::components::deadline::{DeadlineMessage, shape, word};
use crate::messages::say;
use crate::number_format;

/// Below this, the seconds are shown.
const SHOWS_SECONDS: Span = Span::minutes(10);

fn class(standing: DeadlineStatus, shown: Option<Span>) -> String {
    // Hours and minutes need more room than minutes.
    let long = if shown.is_some_and(|span| span.abs() >= Span::hours(1)) { " long" } else { "" };
    format!("{}{long}", look(standing))
}

const fn look(standing: DeadlineStatus) -> &'static str {
    match standing {
        DeadlineStatus::Overdue => "clock over",
        DeadlineStatus::DueSoon => "clock soon",
        DeadlineStatus::InTime => "clock",
        DeadlineStatus::NotStarted => "clock mute",
        DeadlineStatus::OnTime => "clock done",
        DeadlineStatus::Late => "clock late",
    }
}

/// The clock of the lot that is next, on top of the queue's rail.
pub(super) fn of_next(row: &QueueRow, now: Timestamp) -> impl IntoView + use<> {
    let app = use_app();
    let offset = app.offset();
    let times = match (row.signed, row.due) {
        (Some(signed), Some(due)) => Message::SignedDue(
            number_format::clock(signed, offset),
            number_format::clock(due, offset),
        ),
        _ => Message::NoClock,
    };
    view! {
        <section class=class(row.standing, row.due.map(|due| due.since(now))) data-standing=format!("{:?}", row.standing)>
            {shape(row.standing, row.used_percent)}
            <span class="cap mid">{say(Message::NextLot)}</span>
            <span class="big">{say(word(row.standing, row.due, now))}</span>
            <span class="cap">{say(times)}</span>
        </section>
    }
}

/// The clock of the lot on the bench: to the second in its last ten minutes.
pub(super) fn of_lot(lot: Memo<Option<InspectionView>>) -> impl IntoView {
    let app = use_app();
    // Changes once a minute, and each second only towards the end.
    let now = Memo::new(move |_| {
        let (second, minute) = (app.device.now.get(), app.minute.get());
        let left = lot.with(|lot| lot.as_ref()?.lot.due).map(|due| due.since(second));
        let is_close = left.is_some_and(|left| left.0 >= 0 && left < SHOWS_SECONDS);
        if is_close { second } else { minute }
    });
    move || {
        let now = now.get();
        let view = lot.get()?;
        let standing = view.lot.deadline_status(now);
        let offset = app.offset();
        let times = match (view.lot.signed, view.lot.due, view.lot.judged) {
            (Some(signed), _, Some(judged)) => Message::SignedJudged(
                number_format::clock_to_the_second(signed, offset),
                number_format::clock_to_the_second(judged, offset),
            ),
            (Some(signed), Some(due), None) => Message::SignedDue(
                number_format::clock(signed, offset),
                number_format::clock(due, offset),
            ),
            _ => Message::NoClock,
        };
        let left = view.lot.due.map(|due| due.since(now));
        let is_running = matches!(standing, DeadlineStatus::DueSoon | DeadlineStatus::InTime);
        let close = left.filter(|left| is_running && left.0 >= 0 && *left < SHOWS_SECONDS);
        let took = view.lot.signed.zip(view.lot.judged).map(|(from, to)| to.since(from));
        let (head, big) = match (standing, took, close) {
            (DeadlineStatus::OnTime, Some(took), _) => {
                (Message::JudgedOnTime, say(Message::Took(took)))
            }
            (DeadlineStatus::Late, Some(took), _) => {
                (Message::JudgedLate, say(Message::Took(took)))
            }
            (_, _, Some(left)) => (Message::ThisLot, say(Message::LeftToTheSecond(left))),
            _ => (Message::ThisLot, say(word(standing, view.lot.due, now))),
        };
        Some(view! {
            <section class=class(standing, took.or(left)) data-standing=format!("{standing:?}")>
                {shape(standing, view.used_percent)}
                <span class="cap mid">{say(head)}</span>
                <span class="big">{big}</span>
                <span class="cap">{say(times)}</span>
            </section>
        })
    }
}

/// Time of a row: shape, words, when it is due.
pub(super) fn of_row(row: &QueueRow, now: Timestamp) -> impl IntoView + use<> {
    let app = use_app();
    let class = match row.standing {
        DeadlineStatus::Overdue => "due over",
        DeadlineStatus::DueSoon => "due soon",
        DeadlineStatus::InTime | DeadlineStatus::NotStarted => "due ok",
        DeadlineStatus::OnTime | DeadlineStatus::Late => "due done",
    };
    let words: DeadlineMessage = word(row.standing, row.due, now);
    let due = row.due.map(|due| Message::DueAt(number_format::clock(due, app.offset())));
    view! {
        <span class=class>{shape(row.standing, row.used_percent)}
            <span><b>{say(words)}</b><span class="cap">{due.map(say)}</span></span></span>
    }
}
