//! The last lots of an item from a vendor: their deviations as a line, their verdicts as icons.

use leptos::prelude::*;
use sync_core::fact::Verdict;
use sync_core::rules::unit_weight::GAUGE_LIMITS;
use sync_core::view::{Deviation, PastLot};

use super::messages::Message;
use super::names;
use crate::app::use_app;
use crate::components::icon::{Icon, icon};
use crate::messages::say;
use crate::number_format;

/// Where the points lie: between these columns, and rows.
const FIRST: i64 = 56;
const LAST: i64 = 322;
const TOP: i64 = 10;
const HEIGHT: i64 = 76;

/// From parts of a thousand of a gauge, light below.
const fn y(needle: i64) -> i64 {
    TOP + HEIGHT - HEIGHT * needle / 1_000
}

/// The verdicts of the last lots, the oldest first, with how many of each.
pub(super) fn verdicts(past: &[PastLot]) -> impl IntoView + use<> {
    let app = use_app();
    let looked: Vec<Verdict> = past.iter().filter_map(|lot| lot.verdict).collect();
    let counts: Vec<(Verdict, usize)> =
        [Verdict::Pass, Verdict::Concession, Verdict::Sort, Verdict::Reject]
            .into_iter()
            .map(|wanted| (wanted, looked.iter().filter(|said| **said == wanted).count()))
            .filter(|(_, count)| *count > 0)
            .collect();
    let words = move || {
        let language = app.language.get();
        let said: Vec<String> = counts
            .iter()
            .map(|(verdict, count)| {
                format!("{count} {}", names::verdict(*verdict, language).to_lowercase())
            })
            .collect();
        said.join(" · ")
    };
    let icons = past
        .iter()
        .map(|lot| match lot.verdict {
            Some(verdict) => {
                let (role, which) = names::verdict_look(verdict);
                view! { <span class=format!("t-{}", role.class())>{icon(which)}</span> }.into_any()
            }
            None => view! { <span class="sec">{icon(Icon::Scale)}</span> }.into_any(),
        })
        .collect_view();
    view! { <span class="l8" aria-hidden="true">{icons}</span><span class="cap">{words}</span> }
}

/// The deviations of the last lots, and this one's place after them; nothing without any.
pub(super) fn deviations(
    past: Vec<PastLot>,
    tolerance: rust_decimal::Decimal,
    now: Signal<Option<Deviation>>,
) -> impl IntoView {
    let app = use_app();
    let weighed: Vec<PastLot> = past.into_iter().filter(|lot| lot.needle.is_some()).collect();
    let earliest = weighed.first().map(|lot| lot.at)?;
    let count = weighed.len();
    let steps = i64::try_from(count).unwrap_or(1).max(1);
    let column = move |index: usize| {
        FIRST + (LAST - FIRST) * i64::try_from(index).unwrap_or_default() / steps
    };
    let points: Vec<(i64, i64)> = weighed
        .iter()
        .enumerate()
        .filter_map(|(index, lot)| Some((column(index), y(lot.needle?))))
        .collect();
    let line = points
        .iter()
        .enumerate()
        .map(|(index, (x, y))| format!("{}{x} {y}", if index == 0 { "M" } else { "L" }))
        .collect::<Vec<_>>()
        .join(" ");
    let dots = points
        .iter()
        .map(
            |(x, y)| view! { <circle class="hp" cx=x.to_string() cy=y.to_string() r="4"></circle> },
        )
        .collect_view();
    let said = weighed
        .iter()
        .filter_map(|lot| lot.percent.map(number_format::decimal))
        .collect::<Vec<_>>()
        .join(", ");
    let limit = number_format::decimal(tolerance);
    let [light, heavy] = [y(GAUGE_LIMITS[0]), y(GAUGE_LIMITS[1])];
    let last = points.last().copied();
    let this = move || {
        let needle = now.get()?.needle?;
        let (x, y) = (column(count), y(needle));
        let joins = last
            .map(|(from, at)| view! { <path class="hl" d=format!("M{from} {at}L{x} {y}")></path> });
        Some(view! {
            {joins}
            <circle class="hn" cx=x.to_string() cy=y.to_string() r="6"></circle>
            <text x=x.to_string() y="104" text-anchor="middle" class="bb">{say(Message::Now)}</text>
        })
    };
    let first_day = app.offset().local(earliest).format("%m-%d").to_string();
    Some(view! {
        <div class="hbox"><b>{say(Message::LastWeighed(count))}</b>
            <svg class="hist" viewBox="0 0 344 108" role="img" aria-label=say(Message::LastWeighedAre(said))>
                <rect class="hb" x="44" y=heavy.to_string() width="296" height=(light - heavy).to_string()></rect>
                <path class="hz" d=format!("M44 {}h296", y(500))></path>
                <text x="0" y=(heavy + 5).to_string()>{format!("+{limit} %")}</text>
                <text x="0" y=(light + 5).to_string()>{format!("\u{2212}{limit} %")}</text>
                <path class="hl" d=line></path>{dots}{this}
                <text x=FIRST.to_string() y="104" text-anchor="middle">{first_day}</text>
            </svg></div>
    })
}
