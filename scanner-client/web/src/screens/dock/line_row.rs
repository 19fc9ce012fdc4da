//! A line of a delivery: what is expected, what was counted, what that means.

use leptos::prelude::*;
use sync_core::measure::{Quantity, Unit};
use sync_core::view::{CountingLine, LineStanding};

use super::messages::Message;
use crate::app::use_app;
use crate::components::chips::{Role, chip, unsent_chip};
use crate::components::icon::Icon;
use crate::messages::say;
use crate::number_format;

/// At most so much of a name, in Latin letters: sizes stand at its end, and are never cut.
pub(super) const MOST_LETTERS: usize = 32;

/// The name of a line's item, in the language of the moment.
pub(super) fn name_of(line: &CountingLine) -> String {
    let app = use_app();
    let row = &line.row;
    let language = app.language.get();
    let name = row.item.as_ref().map(|item| item.name_or_code(language));
    let name = name.unwrap_or_else(|| row.line.to_string().into());
    number_format::shortened(&name, MOST_LETTERS)
}

/// A number with its unit behind it, smaller.
pub(super) fn number(value: Quantity, unit: Option<Unit>) -> impl IntoView {
    let app = use_app();
    let unit = move || unit.map(|unit| number_format::unit(unit, app.language.get()));
    view! { <span class="num">{number_format::quantity(value)}<span class="u">{unit}</span></span> }
}

/// What a line says of itself beside its number.
pub(super) fn mark(line: &CountingLine) -> (Role, Icon, Message) {
    let over = line.expected.map(|expected| line.row.counted.less(expected));
    match line.standing {
        _ if line.row.package_twice => (Role::Warn, Icon::Warn, Message::PackageTwice),
        _ if line.row.stale_order => (Role::Warn, Icon::Warn, Message::StaleOrder),
        _ if line.row.order_changed => (Role::Warn, Icon::Warn, Message::OrderChanged),
        _ if line.row.sign_again => (Role::Warn, Icon::Pen, Message::SignAgain),
        LineStanding::CountAgain => (Role::Warn, Icon::Again, Message::CountAgain),
        LineStanding::Over => (
            Role::Warn,
            Icon::Warn,
            Message::Over(number_format::quantity(over.unwrap_or_default())),
        ),
        LineStanding::Complete => (Role::Ok, Icon::Check, Message::Complete),
        LineStanding::Counted => (Role::Info, Icon::Check, Message::CountedBlind),
        LineStanding::Untouched if line.is_blind => (Role::Info, Icon::Lines, Message::NotCounted),
        LineStanding::Untouched | LineStanding::Counting => {
            (Role::Info, Icon::Lines, Message::Left(number_format::quantity(line.left)))
        }
    }
}

/// What was ordered and what is expected, in small print.
pub(super) fn expectation(line: &CountingLine) -> Vec<Signal<String>> {
    let is_ordered = line.row.line.order_line().is_some();
    if line.is_blind && is_ordered {
        return vec![say(Message::BlindCount)];
    }
    let Some(ordered) = line.row.ordered else {
        // A line that the ERP states as other goods is there: its mark says what it is about.
        let is_other = line.row.order_changed && line.row.item.is_some();
        return if is_other { Vec::new() } else { vec![say(Message::NotOnOrder)] };
    };
    let mut parts = vec![say(Message::Ordered(number_format::quantity(ordered)))];
    if let Some(expected) = line.expected.filter(|expected| *expected != ordered) {
        parts.push(say(Message::Expected(number_format::quantity(expected))));
    }
    if let Some(spare) = line.row.spare.filter(|spare| !spare.is_zero()) {
        parts.push(say(Message::Spare(number_format::quantity(spare))));
    }
    parts
}

/// The row; a tap asks how much.
pub(super) fn line_row(
    line: CountingLine,
    is_now: bool,
    ask: impl Fn(CountingLine) + 'static,
) -> impl IntoView {
    let app = use_app();
    let (role, shape, word) = mark(&line);
    let fill = match role {
        Role::Ok => "f-ok",
        Role::Warn => "f-warn",
        _ => "f-now",
    };
    let edge = if is_now { "now" } else { role.class() };
    let class = format!("row line {edge}");
    let facts: Vec<_> = line.row.tallies.iter().map(|tally| tally.recorded.id).collect();
    let parts = expectation(&line);
    let width = (u32::from(line.permille) / 10).to_string();
    let (counted, unit) = (line.row.counted, line.row.unit);
    let code = line.row.code().map(ToString::to_string);
    let named = line.clone();
    let key = line.row.line.to_string();
    view! {
        <button class=class type="button" data-line=key on:click=move |_| ask(line.clone())>
            <div>
                <div class="mid clip2 nm">{move || name_of(&named)}</div>
                <div class="cap num clip1" data-code="">{code}</div>
                <div class="cap clip1">{parts.into_iter().map(|part| view! { <span class="post">{part}</span> }).collect_view()}</div>
            </div>
            <div class="r">
                <span class="n">{number(counted, unit)}</span>
                <span class="chips">
                    {move || unsent_chip(app.device.unsent_of(facts.iter().copied()))}
                    {chip(role, shape, say(word))}
                </span>
            </div>
            <svg class="prog" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="tr" width="100" height="6"></rect><rect class=fill width=width height="6"></rect></svg>
        </button>
    }
}
