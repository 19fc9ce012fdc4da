//! Small charts as SVG: columns of one row, and a line of days.

use std::fmt::Write as _;

use leptos::prelude::*;

/// So many columns have room.
const MOST_COLUMNS: usize = 8;

/// Columns on one scale; the last is the current one, at the right.
pub(crate) fn columns(values: &[u32], most: u32) -> impl IntoView + use<> {
    let last = values.len().saturating_sub(1);
    let empty = MOST_COLUMNS.saturating_sub(values.len());
    let (mut before, mut now) = (String::new(), String::new());
    for (place, value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
        let height = (value * 32).checked_div(most).unwrap_or_default().max(2);
        let path = format!("M{} 32v-{height}h21v{height}z", (place + empty) * 27 + 2);
        if place == last { now.push_str(&path) } else { before.push_str(&path) }
    }
    view! {
        <svg class="cols" viewBox="0 0 216 32" aria-hidden="true"><path class="c-axis" d="M0 31.5H216"/>
            <path class="c-bar" d=before/><path class="c-now" d=now/></svg>
    }
}

/// A line of values in parts of a thousand, between the ends of a fixed axis: gaps where
/// there is no value, the last as a dot, what lies under the line as triangles.
pub(crate) fn spark(values: &[Option<u32>], axis: (u32, u32), line: u32) -> impl IntoView + use<> {
    let (low, high) = axis;
    let y = move |value: u32| {
        let value = value.clamp(low, high);
        4 + (high - value) * 60 / (high - low).max(1)
    };
    let step = 130 / values.len().saturating_sub(1).max(1);
    let (mut path, mut marks, mut is_on) = (String::new(), String::new(), false);
    for (place, value) in values.iter().enumerate() {
        let x = 4 + place * step;
        // Writing to memory cannot fail.
        if let Some(value) = value {
            let _ = write!(path, "{}{x} {}", if is_on { 'L' } else { 'M' }, y(*value));
            if *value < line && place + 1 < values.len() {
                let _ = write!(marks, "M{} {}h12l-6 10z", x.saturating_sub(6), y(*value));
            }
        }
        is_on = value.is_some();
    }
    let dot =
        values.last().copied().flatten().map(|value| (4 + (values.len() - 1) * step, y(value)));
    view! {
        <svg class="spark" viewBox="0 0 144 76" aria-hidden="true">
            <path class="s-line" d=format!("M0 {}H144", y(line))/><path class="s-path" d=path/><path class="s-mark" d=marks/>
            {dot.map(|(x, y)| view! { <circle class="s-dot" cx=x.to_string() cy=y.to_string() r="6"/> })}
        </svg>
    }
}
