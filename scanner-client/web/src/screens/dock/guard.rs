//! The likely slipped digit: asks before anything is stored; the answers weigh the same.

use leptos::prelude::*;
use sync_core::command::Notice;
use sync_core::ids::LineKey;
use sync_core::measure::Quantity;
use sync_core::view::{Afterwards, CountingLine};

use super::counting::{Asking, Meant, use_counting};
use super::line_row::{name_of, number};
use super::messages::Message;
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::sheet::Sheet;
use crate::messages::say;
use crate::number_format;

#[component]
pub(super) fn Guard(key: LineKey, notice: Notice) -> impl IntoView {
    let counting = use_counting();
    let line = counting.line_held(&key);
    let unit = line.as_ref().and_then(|line| line.row.unit);
    let (counted, question) = match &notice {
        Notice::SlippedDigit { counted, ordered } => {
            let ordered = number_format::quantity(*ordered);
            (
                *counted,
                Message::MaybeMoreZero { counted: number_format::quantity(*counted), ordered },
            )
        }
        Notice::UnlikelyCount { counted } => {
            (*counted, Message::UnlikelyCount(number_format::quantity(*counted)))
        }
        _ => return ().into_any(),
    };
    let meant = notice.probably_meant();
    let before = line.as_ref().and_then(CountingLine::last_tallied);
    let before = before.filter(|before| Some(*before) != meant && *before != counted);
    let option_line = line.clone();
    let again = key.clone();
    let option = move |quantity: Quantity, why: Message| {
        let key = key.clone();
        let after = option_line.as_ref().and_then(|line| line.after(quantity));
        let after = after.map(|after| match after {
            Afterwards::Left(left) => Message::WouldBeLeft(number_format::quantity(left)),
            Afterwards::Complete => Message::WouldFit,
            Afterwards::Over(over) => Message::WouldBeOver(number_format::quantity(over)),
        });
        let is_over = matches!(after, Some(Message::WouldBeOver(_)));
        view! {
            <button class="opt" type="button" on:click=move |_| {
                counting.record(key.clone(), quantity.value(), Meant::More, true);
            }>
                <span class="why"><b>{say(why)}</b>
                    {after.map(|after| view! { <span class="cap" class:t-warn=is_over class:mid=is_over>{say(after)}</span> })}</span>
                <span class="big">{number(quantity, unit)}</span>
            </button>
        }
    };
    view! {
        <Sheet label=say(Message::AskLabel) asks=true>
            <div class="guard">
                <div class="ask"><span class="t-warn">{sized(Icon::Warn, Size::Large)}</span>
                    <div><b>{say(question)}</b><span class="sec">{say(Message::NothingStored)}</span></div></div>
                <div class="itm mid clip2">{move || line.as_ref().map(name_of)}</div>
                {before.map(|before| option(before, Message::AsBefore(String::new())))}
                {meant.map(|meant| option(meant, Message::OneDigitLess))}
                {option(counted, Message::AsTyped)}
                <div class="two">
                    <button class="btn tall" type="button" on:click=move |_| counting.asking.set(Some(Asking::HowMuch(again.clone())))>
                        {icon(Icon::Keyboard)}{say(Message::OtherNumber)}</button>
                    <button class="btn tall" type="button" on:click=move |_| counting.asking.set(None)>
                        {icon(Icon::Close)}{say(Message::DontCount)}</button>
                </div>
            </div>
        </Sheet>
    }
    .into_any()
}
