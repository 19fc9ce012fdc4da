//! The marks of the board: every state has a shape, which colour only repeats.

use leptos::prelude::*;
use sync_core::rules::inspection_clock::{DUE_SOON, DeadlineStatus};
use sync_core::time::Span;

/// The mark of a standing: a square with "!" when overdue, a disc that drains within the
/// hour, a ring in time, a tick when judged.
pub(super) fn mark(standing: DeadlineStatus, left: Span) -> impl IntoView {
    let drawn = match standing {
        DeadlineStatus::Overdue => view! {
            <path class="m-bad" d="M2 2h20v20H2z"/><path class="m-onbad" d="M10.5 5h3v9h-3zM10.5 16h3v3h-3z"/>
        }
        .into_any(),
        DeadlineStatus::DueSoon => view! {
            <circle class="m-soon" cx="12" cy="12" r="10"/><path class="m-disc" d=disc(left)/>
        }
        .into_any(),
        DeadlineStatus::InTime | DeadlineStatus::NotStarted => {
            view! { <circle class="m-ring" cx="12" cy="12" r="9.5"/> }.into_any()
        }
        DeadlineStatus::Late | DeadlineStatus::OnTime => {
            view! { <path class="m-tick" d="M4 13l5 5L20 6"/> }.into_any()
        }
    };
    view! { <svg class="mk" viewBox="0 0 24 24" aria-hidden="true">{drawn}</svg> }
}

/// What is left of the hour, as a slice that begins at twelve.
#[allow(clippy::cast_precision_loss, reason = "geometry of a drawing")]
fn disc(left: Span) -> String {
    let part = (left.0 as f64 / DUE_SOON.0 as f64).clamp(0.0, 0.999);
    let angle = part * std::f64::consts::TAU;
    let (x, y) = (12.0 + 10.0 * angle.sin(), 12.0 - 10.0 * angle.cos());
    let large = i32::from(part > 0.5);
    format!("M12 12V2A10 10 0 {large} 1 {x:.2} {y:.2}Z")
}

pub(super) fn differ() -> impl IntoView {
    view! {
        <svg class="mk" viewBox="0 0 24 24" aria-hidden="true"><path class="m-differ" d="M2 8.5h20M2 15.5h20M17 2L7 22"/></svg>
    }
}

/// Something was set aside: a tray.
pub(super) fn tray() -> impl IntoView {
    view! {
        <svg class="mk" viewBox="0 0 24 24" aria-hidden="true"><path class="m-tray" d="M3 21h18M5 4h14v12H5z"/></svg>
    }
}

pub(super) fn tick() -> impl IntoView {
    view! {
        <svg class="mk" viewBox="0 0 24 24" aria-hidden="true"><path class="m-tick" d="M4 13l5 5L20 6"/></svg>
    }
}

pub(super) fn cut() -> impl IntoView {
    view! {
        <svg class="mk" viewBox="0 0 24 24" aria-hidden="true"><path class="m-cut" d="M3 9a14 14 0 0 1 18 0M7 13.500a8 8 0 0 1 10 0M12 18.5v.2M4 21L20 3"/></svg>
    }
}
