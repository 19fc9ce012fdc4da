//! Which lot next: the three numbers, the rows with their bars, and the strip of what is coming.

use std::fmt::Write as _;

use leptos::prelude::*;
use sync_core::number::CardNumber;
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::text::Language;
use sync_core::time::{Span, Timestamp};
use sync_core::view::BoardLot;

use super::mark::mark;
use super::messages::{Message, hours_minutes};
use super::watch::Watch;
use crate::app::use_app;
use crate::messages::say;

/// Rows on a wall; a tablet or phone shows as many as it is asked for.
const ROWS: usize = 8;
/// Within this time of the deadline, seconds are shown.
const SECONDS_WITHIN: Span = Span::minutes(2);
/// The bars reach one hour to either side.
const BAR_REACH: Span = Span::hours(1);
/// The strip reaches four hours ahead.
const STRIP_HOURS: i64 = 4;

/// Overdue, due within the hour, in time.
#[component]
pub(super) fn Three(watch: Watch) -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| {
        let board = watch.board.get()?;
        Some((board.overdue, board.due_soon, board.in_time))
    });
    let ends = Memo::new(move |_| {
        let board = watch.board.get()?;
        let due = |wanted: DeadlineStatus| {
            board.open_lots.iter().filter(move |lot| lot.standing == wanted).find_map(|lot| lot.due)
        };
        Some((due(DeadlineStatus::Overdue), due(DeadlineStatus::DueSoon)))
    });
    let count = move |pick: fn((u32, u32, u32)) -> u32| counts.get().map(pick).unwrap_or_default();
    let longest = move || {
        let now = app.minute.get();
        ends.get().and_then(|(over, _)| over).map(|due| now.since(due).abs())
    };
    let nearest = move || {
        let now = app.minute.get();
        ends.get().and_then(|(_, soon)| soon).map(|due| Span(due.since(now).0.max(0)))
    };
    let say_now = move |word: Message| {
        app.language.track();
        app.say(word)
    };
    view! {
        <div class="three">
            <div class="overdue" class:zero=move || count(|c| c.0) == 0 data-overdue=move || count(|c| c.0).to_string()>
                {mark(DeadlineStatus::Overdue, Span(0))}
                <span class="big">{move || count(|c| c.0)}</span>
                <span class="lab">{say(Message::Overdue)}<small>
                        {move || longest().map_or_else(|| say_now(Message::NoneOverdue), |span| say_now(Message::Longest(span)))}</small></span>
            </div>
            <div class:zero=move || count(|c| c.1) == 0>
                {mark(DeadlineStatus::DueSoon, Span::minutes(35))}
                <span class="big">{move || count(|c| c.1)}</span>
                <span class="lab">{say(Message::WithinHour)}<small>
                        {move || nearest().map_or_else(|| say_now(Message::NoneSoon), |span| say_now(Message::Nearest(span)))}</small></span>
            </div>
            <div>
                {mark(DeadlineStatus::InTime, Span(0))}
                <span class="big mid">{move || count(|c| c.2)}</span>
                <span class="lab">{say(Message::InTime)}<small>{move || say_now(Message::AllOpen(count(|c| c.0 + c.1 + c.2)))}</small></span>
            </div>
        </div>
    }
}

/// The lots that are next, by deadline.
#[component]
pub(super) fn Queue(watch: Watch) -> impl IntoView {
    let all = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let most = if all.get() { usize::MAX } else { ROWS };
        watch.order.with(|order| order.iter().take(most).copied().collect::<Vec<_>>())
    });
    let more = Memo::new(move |_| watch.order.with(Vec::len).saturating_sub(ROWS));
    let is_empty = Memo::new(move |_| shown.with(Vec::is_empty));
    let has_more = Memo::new(move |_| more.get() > 0);
    view! {
        <div class="qhead" aria-hidden="true">
            <span></span><span class="r">{say(Message::Limit)}</span><span>{say(Message::Goods)}</span>
            <span>{say(Message::Vendor)}</span><span>{say(Message::DockHead)}</span>
            <span class="axis"><i>{"\u{2212}1"}</i><b>{say(Message::Now)}</b><i>"+1 h"</i></span>
        </div>
        <ul class="q" aria-label=say(Message::NextLots)>
            <For each=move || shown.get() key=|number| *number let:number>
                <Row watch number/>
            </For>
        </ul>
        <Show when=move || is_empty.get()>
            <p class="qempty">{super::mark::tick()}<b>{say(Message::NothingWaits)}</b><span>{say(Message::NothingWaitsThen)}</span></p>
        </Show>
        <Show when=move || has_more.get()>
            <button class="btn qmore" type="button" on:click=move |_| all.update(|all| *all = !*all)>
                {move || if all.get() { say(Message::Fewer) } else { say(Message::ShowMore(more.get())) }}
            </button>
        </Show>
    }
}

/// How long to a deadline, a new one each minute, near it each second.
fn left(due: Option<Timestamp>) -> Span {
    let app = use_app();
    let Some(due) = due else { return Span(0) };
    let by_minute = due.since(app.minute.get());
    if by_minute.abs().0 <= SECONDS_WITHIN.0 + 60_000 {
        return due.since(app.device.now.get());
    }
    by_minute
}

/// One lot. It is drawn again when something about it changes, and its time by the clock.
#[component]
fn Row(watch: Watch, number: CardNumber) -> impl IntoView {
    let app = use_app();
    let Some(lot) = watch.row(number) else { return ().into_any() };
    let due = Memo::new({
        let lot = lot.clone();
        move |_| lot.with(|lot| lot.due)
    });
    let left = Memo::new(move |_| left(due.get()));
    let standing = Memo::new({
        let lot = lot.clone();
        move |_| {
            let now = due.get().map(|due| due.plus(Span(-left.get().0)));
            lot.with(|lot| now.map_or(lot.standing, |now| lot.deadline_status_at(now)))
        }
    });
    let is_over = move || standing.get() == DeadlineStatus::Overdue;
    let text = {
        let lot = lot.clone();
        move |read: fn(&BoardLot, Language) -> String| {
            let language = app.language.get();
            lot.with(|lot| read(lot, language))
        }
    };
    let (name, dock, small, vendor) = (text.clone(), text.clone(), text.clone(), text);
    let minutes = Memo::new(move |_| {
        let span = left.get();
        if span.abs().0 < SECONDS_WITHIN.0 { span.0 / 1_000 } else { span.whole_minutes() * 60 }
    });
    view! {
        <li class="qr" class:lt=is_over data-lot=number.to_string()>
            <a href=format!("#/board/lot/{number}")>
                {move || mark(standing.get(), Span(minutes.get() * 1_000))}
                <span class="cd"><i>{move || if is_over() { say(Message::Over) } else { say(Message::Left) }}</i>
                    <b>{move || countdown(minutes.get())}</b></span>
                <span class="it">{move || name(goods)}</span>
                <span class="ve">{move || vendor(|lot, _| lot.vendor_name.clone().unwrap_or_default())}</span>
                <span class="lo">{move || dock(|lot, _| lot.dock.clone().unwrap_or_default())}</span>
                <span class="sub">{move || small(under)}</span>
                {move || bar(Span(minutes.get() * 1_000), standing.get())}
            </a>
        </li>
    }
    .into_any()
}

/// What a lot is called on the wall.
pub(super) fn goods(lot: &BoardLot, language: Language) -> String {
    lot.item.as_ref().map(|item| item.name_or_code(language).into_owned()).unwrap_or_default()
}

fn under(lot: &BoardLot, _: Language) -> String {
    [lot.dock.clone(), lot.vendor_name.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Hours and minutes; seconds where there are fewer than two minutes.
fn countdown(seconds: i64) -> String {
    let seconds = seconds.abs();
    if seconds < SECONDS_WITHIN.0 / 1_000 {
        return format!("{seconds} s");
    }
    hours_minutes(Span::seconds(seconds))
}

/// Late: solid, to the left of now. Soon: a line with an open dot, to the right.
fn bar(left: Span, standing: DeadlineStatus) -> impl IntoView {
    let reach = BAR_REACH.0;
    let x = 90 + (left.0.clamp(-reach, reach) * 80) / reach;
    let drawn = match standing {
        DeadlineStatus::Overdue => {
            view! { <path class="b-overdue" d=format!("M{x} 17H90v24H{x}z")/> }.into_any()
        }
        DeadlineStatus::DueSoon => view! {
            <path class="b-soon" d=format!("M90 29H{x}")/><circle class="b-dot" cx=x.to_string() cy="29" r="9"/>
        }
        .into_any(),
        DeadlineStatus::InTime => view! { <path class="b-far" d="M164 20l10 9-10 9"/> }.into_any(),
        DeadlineStatus::NotStarted | DeadlineStatus::Late | DeadlineStatus::OnTime => ().into_any(),
    };
    view! { <svg class="bar1" viewBox="0 0 180 58" aria-hidden="true"><path class="b-now" d="M90 0v58"/>{drawn}</svg> }
}

/// What is coming: one tick for each lot, over the next four hours.
#[component]
pub(super) fn Strip(watch: Watch) -> impl IntoView {
    let app = use_app();
    let drawn = Memo::new(move |_| {
        let (now, offset) = (app.minute.get(), app.offset());
        let board = watch.board.get();
        let open = board.as_ref().map(|board| &board.open_lots[..]).unwrap_or_default();
        let rest = open.get(ROWS..).unwrap_or_default();
        let reach = STRIP_HOURS * 3_600_000;
        let place = |at: Timestamp| at.since(now).0 * 1_000 / reach;
        let mut ticks = String::new();
        for lot in rest {
            let x = lot.due.map_or(1_000, place).clamp(0, 1_000);
            // Writing to memory cannot fail.
            let _ = write!(ticks, "M{x} 4v34");
        }
        let to_hour = 3_600_000 - now.millis().rem_euclid(3_600_000);
        let hours: Vec<(i64, String)> = (0..STRIP_HOURS)
            .map(|hour| now.plus(Span(to_hour + hour * 3_600_000)))
            .map(|at| (place(at), crate::number_format::clock(at, offset)))
            .collect();
        let all = board.as_ref().map_or(0, |board| board.overdue + board.due_soon + board.in_time);
        let shown = u32::try_from(open.len().min(ROWS)).unwrap_or_default();
        (ticks, hours, all.saturating_sub(shown))
    });
    view! {
        <div class="strip">
            <h2>{move || say(Message::Rest(drawn.with(|d| d.2)))}<small>{say(Message::ByDue)}</small></h2>
            {move || {
                let (ticks, hours, _) = drawn.get();
                let marks = hours.iter().fold(String::new(), |mut marks, (x, _)| {
                    let _ = write!(marks, "M{x} 38v6");
                    marks
                });
                let labels = hours.into_iter().map(|(x, text)| view! {
                    <svg class="at" x=format!("{}.{}%", x / 10, x % 10) y="66%" width="1" height="1" overflow="visible">
                        <text class="tx" y="14" text-anchor="middle">{text}</text></svg>
                }).collect_view();
                view! {
                    <svg class="line" aria-hidden="true">
                        <svg width="100%" height="62%" viewBox="0 0 1000 46" preserveAspectRatio="none">
                            <path class="s-axis" d="M0 38H1000"/><path class="s-axis" d=marks/><path class="s-tick" d=ticks/>
                        </svg>
                        {labels}
                    </svg>
                }
            }}
        </div>
    }
}
