//! The field that takes what scanner services commit as text: nobody sees it or writes in it.

use leptos::prelude::*;

use crate::app::after;
use crate::device::scanner::take_focus;
use crate::words::{Word, say};

/// The field. `inputmode="none"` keeps the device's own keyboard away; a read-only field would
/// be given no text.
#[component]
pub(crate) fn ScanField() -> impl IntoView {
    // Once it stands in the page.
    Effect::new(|| after(0, take_focus));
    view! {
        <input class="vh scanfield" data-scan="" type="text" inputmode="none" autocomplete="off"
            tabindex="-1" aria-label=say(Word::ScansComeHere)/>
    }
}
