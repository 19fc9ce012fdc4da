//! Scans, as screens get them, and the field that takes what scanner services commit as text:
//! nobody sees it or writes in it.

use leptos::prelude::*;

use crate::app::use_app;
use crate::browser::after;
use crate::device::scanner::{Scan, take_focus};
use crate::messages::{Message, say};

/// Gives a screen all scans while it is shown; a screen inside it comes first.
pub(crate) fn on_scan(heard: impl Fn(Scan) + 'static) {
    let scanner = use_app().scanner;
    let own = scanner.give_to(heard);
    on_cleanup(move || scanner.give_no_more(own));
}

/// The field. `inputmode="none"` keeps the device's own keyboard away; a read-only field would
/// be given no text.
#[component]
pub(crate) fn ScanField() -> impl IntoView {
    // Once it stands in the page.
    Effect::new(|| after(0, take_focus));
    view! {
        <input class="vh scanfield" data-scan="" type="text" inputmode="none" autocomplete="off"
            tabindex="-1" aria-label=say(Message::ScansComeHere)/>
    }
}
