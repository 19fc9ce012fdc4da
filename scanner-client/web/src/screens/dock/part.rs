//! Asks for a part of a lot: big keys.

use leptos::prelude::*;
use rust_decimal::Decimal;
use sync_core::measure::{Unit, parse_decimal};

use super::messages::Message;
use crate::app::use_app;
use crate::components::icon::{Icon, icon};
use crate::components::keypad::Keypad;
use crate::components::sheet::Sheet;
use crate::device::typing::Typed;
use crate::messages::say;
use crate::number_format;

/// More digits than any lot needs.
const MOST_DIGITS: usize = 10;

/// A sheet that hands over a number above zero, and nothing else.
#[component]
pub(super) fn AskPart(
    /// What the number is of.
    #[prop(into)]
    label: Signal<String>,
    unit: Option<Unit>,
    give: Callback<Decimal>,
    /// Takes the sheet away.
    close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let typed = match unit {
        Some(Unit::Pieces) => Typed::digits(MOST_DIGITS),
        Some(Unit::Kilograms | Unit::Metres | Unit::Litres) | None => Typed::decimal(MOST_DIGITS),
    };
    let value = move || parse_decimal(&typed.text.get()).ok().filter(|value| !value.is_zero());
    let go = move || {
        if let Some(value) = untrack(value) {
            give.run(value);
        }
    };
    let shown = move || {
        let text = typed.text.get();
        if text.is_empty() { "0".to_owned() } else { text }
    };
    let unit = move || unit.map(|unit| number_format::unit(unit, app.language.get()));
    view! {
        <Sheet label=label>
            <div class="field now"><span class="sec">{label}</span>
                <span class="v has-u" role="status">{shown}<i class="caret"></i><span class="u">{unit}</span></span></div>
            <Keypad typed/>
            <div class="end">
                <button class="btn icon tall" type="button" aria-label=say(Message::Cancel) on:click=move |_| close.run(())>{icon(Icon::Close)}</button>
                <button class="btn main" type="button" prop:disabled=move || value().is_none() on:click=move |_| go()>{icon(Icon::Check)}{label}</button>
            </div>
        </Sheet>
    }
}
