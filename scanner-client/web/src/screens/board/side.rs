//! The right side of the wall: today's receipts by dock, lots by state, the rates.

use leptos::prelude::*;
use sync_core::text::names;
use sync_core::view::{Board, DayRate, LotStatus};

use super::messages::Message;
use super::watch::Watch;
use crate::app::use_app;
use crate::components::chart::{columns, spark as line_of_days};
use crate::messages::say;
use crate::number_format;

/// So many hours are drawn, the current one last.
const HOURS: usize = 8;
/// The rate's axis, in parts of a thousand.
const AXIS: (u32, u32) = (780, 1_000);
/// The line that the eye needs on it.
const LINE: u32 = 950;

/// Today's receipts, lots and pieces by dock, with the hours in which they came.
#[component]
pub(super) fn Docks(watch: Watch) -> impl IntoView {
    let app = use_app();
    let docks =
        Memo::new(move |_| watch.board.get().map(|board| board.docks.clone()).unwrap_or_default());
    let hour = Memo::new(move |_| hour_of(&number_format::clock(app.minute.get(), app.offset())));
    let first = move || (hour.get() + 1).saturating_sub(HOURS);
    let rows = move || {
        let docks = docks.get();
        let most = docks.iter().flat_map(|dock| &dock.hours).copied().max().unwrap_or_default();
        let rows = docks.into_iter().map(|dock| {
            let name = dock.dock.clone();
            let hours: Vec<u32> = dock.hours.iter().skip(first()).take(HOURS).copied().collect();
            view! {
                <tr><th scope="row" class="cut">
                        {move || name.clone().map_or_else(|| view! { {say(Message::NoDock)} }.into_any(), |name| view! { {name} }.into_any())}</th>
                    <td class="n b">{dock.receipts}</td><td class="n">{dock.lots}</td>
                    <td class="n mut">{number_format::quantity(dock.pieces)}</td>
                    <td class="ch">{columns(&hours, most)}</td></tr>
            }
        });
        rows.collect_view()
    };
    let sums = Memo::new(move |_| watch.board.get().map(|board| board.today()));
    view! {
        <section class="blk docks"><table>
            <thead><tr><th class="h">{say(Message::ReceiptsToday)}</th><th class="n">{say(Message::Receipts)}</th>
                    <th class="n">{say(Message::Lots)}</th><th class="n">{say(Message::Pieces)}</th>
                <th class="ch"><span class="hours"><i>{move || say(Message::Hour(first()))}</i><b>{move || hour.get()}</b></span></th></tr></thead>
            <tbody>{rows}</tbody>
            <tfoot>{move || sums.get().map(|(receipts, lots, pieces)| view! {
                <tr><th scope="row">{say(Message::Sum)}</th><td class="n b">{receipts}</td><td class="n b">{lots}</td>
                    <td class="n mut">{number_format::quantity(pieces)}</td><td></td></tr>
            })}</tfoot>
        </table></section>
    }
}

fn hour_of(clock: &str) -> usize {
    clock.split(':').next().and_then(|hour| hour.parse().ok()).unwrap_or_default()
}

/// The states as they stand on the wall, in a fixed order, each with its fill.
const STATES: [(&[LotStatus], LotStatus, &str); 7] = [
    (&[LotStatus::Waiting, LotStatus::NotSigned], LotStatus::NotSigned, "f-open"),
    (&[LotStatus::InInspection], LotStatus::InInspection, "f-mid"),
    (&[LotStatus::ToSort], LotStatus::ToSort, "f-dark"),
    (&[LotStatus::Conflict, LotStatus::Held], LotStatus::Held, "f-warn"),
    (&[LotStatus::Released], LotStatus::Released, "f-light"),
    (&[LotStatus::PutAway], LotStatus::PutAway, "f-ok"),
    (&[LotStatus::Rejected, LotStatus::Returned], LotStatus::Rejected, "f-hatch"),
];

/// Lots by state: counts over one stacked bar.
#[component]
pub(super) fn States(watch: Watch) -> impl IntoView {
    let counts = Memo::new(move |_| {
        let board = watch.board.get();
        STATES.map(|(statuses, ..)| {
            board.as_ref().map_or(0, |board: &std::sync::Arc<Board>| board.moving_in(statuses))
        })
    });
    let figures = STATES.into_iter().enumerate().map(|(place, (_, status, _))| {
        let count = move || counts.get()[place];
        let is_bad = Memo::new(move |_| place == STATES.len() - 1 && count() > 0);
        view! {
            <div class="st" class:zero=move || count() == 0 class:bad=move || is_bad.get()>
                <b>{count}</b><span>{say(names::lot_status_short(status).capital())}</span></div>
        }
    });
    let bar = move || {
        let counts = counts.get();
        let all: u32 = counts.iter().sum::<u32>().max(1);
        let mut x = 0_u32;
        let parts = STATES.into_iter().zip(counts).filter(|(_, count)| *count > 0);
        parts
            .map(|((_, _, fill), count)| {
                let width = (count * 1_000 / all).max(6);
                let from = x;
                x += width;
                view! { <rect class=format!("sb {fill}") x=from.to_string() y="1" width=width.to_string() height="24"/> }
            })
            .collect_view()
    };
    view! {
        <section class="blk states">
            <h2 class="only-small">{say(Message::StatesHead)}</h2>
            <div class="sts">{figures.collect_view()}</div>
            <svg class="stack" viewBox="0 0 1006 26" preserveAspectRatio="none" aria-hidden="true">
                <defs>
                    <pattern id="hatch" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="f-open" width="10" height="10"/><path class="p-bad" d="M0 0V10"/></pattern>
                </defs>
                {bar}
            </svg>
        </section>
    }
}

/// The on-time rate today, and the last fourteen days of each kind of goods.
#[component]
pub(super) fn Rates(watch: Watch) -> impl IntoView {
    let today = Memo::new(move |_| watch.board.get().and_then(|board| board.days.last().cloned()));
    let all =
        Memo::new(move |_| watch.board.get().map(|board| board.days.clone()).unwrap_or_default());
    let kinds =
        Memo::new(move |_| watch.board.get().map(|board| board.kinds.clone()).unwrap_or_default());
    let rate = move || {
        match today.get().and_then(|day| day.on_time_permille) {
        Some(permille) => view! { <b class="rate" data-rate=permille.to_string()>{percent(permille)}<i>"%"</i></b> }.into_any(),
        None => view! { <b class="rate none">"–"</b> }.into_any(),
    }
    };
    let of = move || today.get().map(|day| say(Message::OnTimeOf(day.on_time, day.lots)));
    let late = move || {
        let late = today.get().map(|day| day.arrived_late).filter(|late| *late > 0);
        late.map(|late| view! { <small data-arrived-late="">{say(Message::ArrivedLate(late.to_string()))}</small> })
    };
    view! {
        <section class="blk rates">
            <div><h2>{say(Message::RateToday)}</h2>{rate}<small>{of}</small>{late}</div>
            {move || spark(say(Message::AllGoods), &all.get())}
            {move || {
                let kinds = kinds.get().into_iter();
                let came = kinds.filter(|kind| kind.days.iter().any(|day| day.lots > 0));
                came.map(|kind| spark(say(names::goods_kind_short(kind.kind).capital()), &kind.days)).collect_view()
            }}
        </section>
    }
}

fn spark(label: Signal<String>, days: &[DayRate]) -> impl IntoView + use<> {
    let last =
        days.last().and_then(|day| day.on_time_permille).map_or_else(|| "–".to_owned(), percent);
    let values = days.iter().map(|day| day.on_time_permille).collect::<Vec<_>>();
    view! { <div class="mini"><span>{label}</span>{line_of_days(&values, AXIS, LINE)}<b>{last}</b></div> }
}

/// Parts of a thousand as per cent: 907 is 90.7, and 1000 is 100.
pub(super) fn percent(permille: u32) -> String {
    match (permille / 10, permille % 10) {
        (100, 0) => "100".to_owned(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}
