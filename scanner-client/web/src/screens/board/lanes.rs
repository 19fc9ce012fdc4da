//! Who recorded what, when: a lane for each device, the limit as a field, the deadline as a line.

use leptos::prelude::*;
use sync_core::ids::DeviceNumber;
use sync_core::time::Timestamp;
use sync_core::view::HistoryRow;

use super::messages::Message;
use crate::app::use_app;
use crate::messages::say;
use crate::number_format;

/// The width of the drawing, in its own units; names stand left of it.
const WIDE: i64 = 1_000;
const LANE: i64 = 44;
const LEFT: i64 = 150;

/// The lanes of a history.
pub(super) fn lanes(
    rows: &[HistoryRow],
    signed: Option<Timestamp>,
    due: Option<Timestamp>,
) -> impl IntoView + use<> {
    let app = use_app();
    let mut devices: Vec<DeviceNumber> = Vec::new();
    for row in rows {
        if !devices.contains(&row.recorded.device) {
            devices.push(row.recorded.device);
        }
    }
    let instants = || rows.iter().map(|row| row.recorded.at).chain(signed).chain(due);
    let (first, last) =
        (instants().min().unwrap_or_default(), instants().max().unwrap_or_default());
    let span = last.since(first).0.max(60_000);
    let (first, span) = (first.millis() - span / 20, span + span / 10);
    let x = move |at: Timestamp| LEFT + (at.millis() - first) * (WIDE - LEFT) / span;
    let height = i64::try_from(devices.len()).unwrap_or_default() * LANE + 40;
    let offset = app.offset();
    let y = move |lane: usize| i64::try_from(lane).unwrap_or_default() * LANE + 44;
    let lanes = devices.iter().enumerate().map(|(lane, device)| {
        let name = app.device.name_of_device(*device);
        view! { <text class="l-name" x="0" y=(y(lane) + 5).to_string()>{name}</text><path class="l-line" d=format!("M{LEFT} {}H{WIDE}", y(lane))/> }
    });
    let dots = rows.iter().map(|row| {
        let lane = devices.iter().position(|device| *device == row.recorded.device).unwrap_or(0);
        let class = if row.doubtful { "l-dot doubt" } else { "l-dot" };
        view! { <circle class=class cx=x(row.recorded.at).to_string() cy=y(lane).to_string() r="6"/> }
    });
    let field = signed.zip(due).map(|(signed, due)| {
        view! {
            <rect class="l-field" x=x(signed).to_string() y="22" width=(x(due) - x(signed)).max(0).to_string() height=(height - 26).to_string()/>
        }
    });
    let deadline = due.map(|due| {
        let at = number_format::clock(due, offset);
        view! {
            <path class="l-due" d=format!("M{} 20V{height}", x(due))/>
            <text class="l-duet" x=x(due).to_string() y="14" text-anchor="end">
                {move || say(Message::DueAt(at.clone()))}</text>
        }
    });
    let ends = [(LEFT, Timestamp::from_millis(first), "start"), (WIDE, Timestamp::from_millis(first + span), "end")].map(|(x, at, anchor)| {
        view! { <text class="l-at" x=x.to_string() y=(height + 14).to_string() text-anchor=anchor>{number_format::day_and_clock(at, offset)}</text> }
    });
    view! {
        <section class="lanes"><h2>{say(Message::Lanes)}</h2>
            <svg viewBox=format!("0 0 {WIDE} {}", height + 20) role="img" aria-label=say(Message::Lanes)>
                {field}{lanes.collect_view()}{deadline}{dots.collect_view()}{ends.into_iter().collect_view()}
            </svg>
        </section>
    }
}
