//! The big keys: digits without the device's own keyboard.

use leptos::prelude::*;

use super::icon::{Icon, Size, sized};
use crate::words::{Word, say};

/// What is being typed.
#[derive(Clone, Copy)]
pub(crate) struct Typed {
    /// The digits so far.
    pub(crate) text: RwSignal<String>,
    most: usize,
    allows_point: bool,
}

impl Typed {
    /// Whole digits, at most so many.
    pub(crate) fn digits(most: usize) -> Self {
        Self { text: RwSignal::new(String::new()), most, allows_point: false }
    }

    /// A number with a decimal point.
    pub(crate) fn decimal(most: usize) -> Self {
        Self { text: RwSignal::new(String::new()), most, allows_point: true }
    }

    /// One more character, where it fits.
    pub(crate) fn push(self, character: char) {
        let is_point = character == '.';
        self.text.update(|text| {
            let is_allowed = if is_point {
                self.allows_point && !text.contains('.') && !text.is_empty()
            } else {
                character.is_ascii_digit()
            };
            if is_allowed && text.len() < self.most {
                text.push(character);
            }
        });
    }

    /// The last character away.
    pub(crate) fn backspace(self) {
        self.text.update(|text| {
            text.pop();
        });
    }

    /// All away.
    pub(crate) fn clear(self) {
        self.text.set(String::new());
    }
}

thread_local! {
    static TYPED: std::cell::RefCell<Vec<Typed>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Text that a person typed on real keys goes to the keypad that is shown last.
pub(crate) fn type_text(text: &str) {
    let typed = TYPED.with_borrow(|shown| shown.last().copied());
    if let Some(typed) = typed {
        for character in text.chars() {
            typed.push(character);
        }
    }
}

/// Whether any keypad is shown.
pub(crate) fn is_shown() -> bool {
    TYPED.with_borrow(|shown| !shown.is_empty())
}

/// The keypad. With a decimal point the lower left key is one, else it clears.
#[component]
pub(crate) fn Keypad(typed: Typed) -> impl IntoView {
    TYPED.with_borrow_mut(|shown| shown.push(typed));
    on_cleanup(|| {
        TYPED.with_borrow_mut(Vec::pop);
    });
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
            {if typed.allows_point {
                view! { <button type="button" class="fn" on:click=move |_| typed.push('.')><span class="dot">"."</span></button> }.into_any()
            } else {
                view! { <button type="button" class="fn" on:click=move |_| typed.clear()>{say(Word::Clear)}</button> }.into_any()
            }}
            {digit('0')}
            <button type="button" class="fn" aria-label=say(Word::Backspace)
                on:click=move |_| typed.backspace()>{sized(Icon::Backspace, Size::Large)}</button>
        </div>
    }
}
