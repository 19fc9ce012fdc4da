//! Chooses a vendor or an item by some letters of its name.

use leptos::prelude::*;

use super::messages::Opening;
use crate::components::icon::{Icon, icon};
use crate::components::sheet::Sheet;
use crate::messages::{self, say};

/// A sheet that hands over the code of what was chosen.
#[component]
pub(super) fn Pick(
    #[prop(into)] label: Signal<String>,
    /// What there is for some words: codes with names.
    offer: Callback<String, Vec<(String, String)>>,
    give: Callback<String>,
    /// Takes the sheet away.
    close: Callback<()>,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let found = Memo::new(move |_| offer.run(words.get()));
    view! {
        <Sheet label=label>
            <label class="typed"><b>{label}</b><input class="text" autocomplete="off" spellcheck="false"
                on:input=move |event| words.set(event_target_value(&event))/></label>
            <div class="lines picks">
                {move || found.get().into_iter().map(|(code, name)| {
                    let (given, named) = (code.clone(), code.clone());
                    view! {
                        <button class="row" type="button" data-pick=named on:click=move |_| give.run(given.clone())>
                            <div><div class="mid clip1">{name}</div><div class="cap num">{code}</div></div>{icon(Icon::Right)}</button>
                    }
                }).collect_view()}
                <Show when=move || found.with(Vec::is_empty) && !words.with(String::is_empty)><p class="pad sec">{say(Opening::NoneFound)}</p></Show>
            </div>
            <button class="btn tall" type="button" on:click=move |_| close.run(())>{icon(Icon::Close)}{say(messages::Message::Close)}</button>
        </Sheet>
    }
}
