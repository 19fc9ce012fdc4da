//! Offers a new version; never while something is unsent or half typed.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::app::use_app;
use crate::messages::{Message, say};

/// The offer, while there is one.
#[component]
pub(crate) fn Offer() -> impl IntoView {
    let app = use_app();
    let is_sent = move || app.device.unsent.get() == 0 && app.device.photos.with(Vec::is_empty);
    let may_update = move || app.update.waits.get() && is_sent() && app.half_typed.get() == 0;
    view! {
        <Show when=may_update>
            <section class="toast offer" role="status">
                {icon(Icon::Refresh)}
                <div class="txt">{say(Message::NewVersion)}</div>
                <button type="button" on:click=move |_| app.update.take()>{say(Message::Take)}</button>
            </section>
        </Show>
    }
}
