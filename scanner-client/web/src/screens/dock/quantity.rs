//! How much: big keys, for labels that do not say it.

use leptos::prelude::*;
use rust_decimal::Decimal;
use sync_core::ids::LineKey;
use sync_core::measure::{Quantity, Unit, parse_decimal};
use sync_core::view::CountingLine;

use super::counting::{Meant, use_counting};
use super::line_row::{expectation, name_of};
use super::messages::Message;
use crate::app::use_app;
use crate::components::icon::{Icon, icon};
use crate::components::keypad::Keypad;
use crate::components::sheet::Sheet;
use crate::device::typing::Typed;
use crate::messages::say;
use crate::number_format;

/// More digits than any truck needs.
const MOST_DIGITS: usize = 10;

#[component]
pub(super) fn HowMuch(key: LineKey) -> impl IntoView {
    let counting = use_counting();
    let app = use_app();
    let is_again = counting.is_again.get_untracked();
    let line = counting.line_held(&key);
    let unit = line.as_ref().and_then(|line| line.row.unit);
    let typed = match unit {
        Some(Unit::Pieces) => Typed::digits(MOST_DIGITS),
        Some(Unit::Kilograms | Unit::Metres | Unit::Litres) | None => Typed::decimal(MOST_DIGITS),
    };
    let meant = RwSignal::new(Meant::More);
    let key = StoredValue::new(key);
    let record = move |value: Decimal, meant: Meant| {
        counting.record(key.get_value(), value, meant, false);
    };
    let value = move || parse_decimal(&typed.text.get()).ok();
    let go = move || {
        if let Some(value) = untrack(value) {
            record(value, meant.get_untracked());
        }
    };
    let enter = window_event_listener(leptos::ev::keydown, move |event| {
        // A button that has the focus is pressed by the browser itself.
        if event.key() == "Enter" && untrack(|| value().is_some()) {
            event.prevent_default();
            go();
        }
    });
    on_cleanup(move || enter.remove());
    let counted = line.as_ref().filter(|line| !line.row.tallies.is_empty()).map(|line| {
        let counted = number_format::quantity(line.row.counted);
        view! { <div class="cap" data-counted=""><span class="num">{line.row.code().map(ToString::to_string)}</span>" · "{say(Message::SoFar(counted))}</div> }
    });
    let named = line.clone();
    let name = move || named.as_ref().map_or_else(|| key.get_value().to_string(), name_of);
    let known = line.as_ref().map_or_else(|| vec![say(Message::GoesOnHold)], expectation);
    let shortcut = move |word: fn(String) -> Message, quantity: Quantity| {
        let text = say(word(number_format::quantity(quantity)));
        view! {
            <button class="btn" type="button" on:click=move |_| record(quantity.value(), Meant::More)>{text}</button>
        }
    };
    let before = line.as_ref().and_then(CountingLine::last_tallied);
    let rest = line.as_ref().map(|line| line.left).filter(|left| !left.is_zero());
    let rest = rest.filter(|rest| Some(*rest) != before);
    let shown = move || {
        let text = typed.text.get();
        if text.is_empty() { "0".to_owned() } else { text }
    };
    let word = move || match (value(), meant.get()) {
        (None, _) => Message::RecordNothing,
        (Some(value), Meant::More) => Message::Record(number_format::decimal(value)),
        (Some(value), Meant::InAll) => Message::Afresh(number_format::decimal(value)),
    };
    let switch = move || match meant.get() {
        Meant::More => Message::CountAfresh,
        Meant::InAll => Message::AddInstead,
    };
    view! {
        <Sheet label=say(Message::HowMuch)>
            <div class="itm"><div class="mid clip2">{name}</div>
                <div class="cap clip1">{known.into_iter().map(|part| view! { <span class="post">{part}</span> }).collect_view()}</div>{counted}</div>
            {is_again.then(|| view! { <p class="cap ix t-warn" role="status" data-again="">{icon(Icon::Warn)}{say(Message::SameLabel)}</p> })}
            <div class="field now"><span class="sec">{say(Message::HowMuch)}</span>
                <span class="v has-u" role="status">{shown}<i class="caret"></i>
                    <span class="u">{move || unit.map(|unit| number_format::unit(unit, app.language.get()))}</span></span></div>
            <div class="cuts">{before.map(|before| shortcut(Message::AsBefore, before))}{rest.map(|rest| shortcut(Message::AllOfRest, rest))}
                <button class="btn" type="button" aria-pressed=move || (meant.get() == Meant::InAll).to_string()
                    on:click=move |_| meant.update(|meant| *meant = if *meant == Meant::More { Meant::InAll } else { Meant::More })>
                    {move || say(switch())}</button>
            </div>
            <Keypad typed/>
            <div class="end">
                <button class="btn icon tall" type="button" aria-label=say(Message::Cancel) on:click=move |_| counting.asking.set(None)>
                    {icon(Icon::Close)}</button>
                <button class="btn main" type="button" prop:disabled=move || value().is_none() on:click=move |_| go()>{move || say(word())}</button>
            </div>
        </Sheet>
    }
}
