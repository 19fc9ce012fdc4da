//! The big keys: digits without the device's own keyboard.

use leptos::prelude::*;

use super::icon::{Icon, Size, sized};
use crate::device::typing::{self, Typed};
use crate::messages::{Message, say};

/// The keypad. With a decimal point the lower left key is one, else it clears.
#[component]
pub(crate) fn Keypad(typed: Typed) -> impl IntoView {
    typing::show(typed);
    on_cleanup(typing::hide);
    let backspace = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Backspace" {
            typed.backspace();
        }
    });
    on_cleanup(move || backspace.remove());
    let digit = move |digit: char| {
        view! { <button type="button" on:click=move |_| typed.push(digit)>{digit}</button> }
    };
    view! {
        <div class="keys">
            {('1'..='9').map(digit).collect_view()}
            {if typed.allows_point() {
                view! { <button type="button" class="fn" on:click=move |_| typed.push('.')><span class="dot">"."</span></button> }.into_any()
            } else {
                view! { <button type="button" class="fn" on:click=move |_| typed.clear()>{say(Message::Clear)}</button> }.into_any()
            }}
            {digit('0')}
            <button type="button" class="fn" aria-label=say(Message::Backspace)
                on:click=move |_| typed.backspace()>{sized(Icon::Backspace, Size::Large)}</button>
        </div>
    }
}
