//! What stands where nothing else can: empty, opening, broken.

use leptos::prelude::*;

use super::icon::{Icon, Size, sized};
use crate::app::use_app;
use crate::device::StoreError;
use crate::messages::{Message, say};

/// The database is being read: shapes after a moment, so that nothing flickers.
#[component]
pub(crate) fn Opening() -> impl IntoView {
    view! {
        <div class="hh opening" aria-busy="true" aria-label=say(Message::Opening)>
            <header class="bar"><div class="ttl"><h1>{say(Message::Inwards)}</h1></div></header>
            <main>
                <div class="row"><div class="skel w1"></div></div>
                <div class="row"><div class="skel w2"></div></div>
                <div class="row"><div class="skel w1"></div></div>
            </main>
        </div>
    }
}

/// The database cannot be opened.
#[component]
pub(crate) fn Broken(error: StoreError) -> impl IntoView {
    let why = match error {
        StoreError::Full => Message::Full,
        StoreError::Blocked => Message::OtherTab,
        StoreError::Other(why) => Message::StoreTrouble(why),
    };
    view! {
        <div class="hh">
            <header class="bar"><div class="ttl"><h1>{say(Message::Inwards)}</h1></div></header>
            <main><section class="state bad" role="alert">
                {sized(Icon::Stop, Size::Huge)}
                <b>{say(Message::Broken)}</b>
                <p>{say(Message::BrokenHow)}</p>
                <p class="cap">{say(why)}</p>
            </section></main>
        </div>
    }
}

/// Nothing is here: what it is, and the first step.
#[component]
pub(crate) fn Empty(
    which: Icon,
    #[prop(into)] what: Signal<String>,
    #[prop(into)] then: Signal<String>,
) -> impl IntoView {
    view! {
        <section class="state">{sized(which, Size::Huge)}<b>{what}</b><p class="sec">{then}</p></section>
    }
}

/// Warns while the browser has not promised to keep the data.
#[component]
pub(crate) fn NotKept() -> impl IntoView {
    let app = use_app();
    view! {
        <Show when=move || app.device.persisted.get() == Some(false)>
            <p class="notkept cap">{sized(Icon::Warn, Size::Small)}{say(Message::NotPersisted)}</p>
        </Show>
    }
}
