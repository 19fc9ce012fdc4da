//! A choice of one among a few.

use leptos::prelude::*;

/// One of a few, as large buttons.
pub(crate) fn choice<T: Clone + PartialEq + Send + Sync + 'static>(
    label: Signal<String>,
    chosen: RwSignal<T>,
    among: Vec<(T, Signal<String>)>,
) -> impl IntoView {
    let buttons = among.into_iter().map(|(value, text)| {
        let (own, shown) = (value.clone(), value);
        let is_on = Memo::new(move |_| chosen.get() == shown);
        view! {
            <button type="button" class="btn opt" class:on=move || is_on.get()
                aria-pressed=move || is_on.get().to_string()
                on:click=move |_| chosen.set(own.clone())>{text}</button>
        }
    });
    let buttons = buttons.collect_view();
    view! { <fieldset class="choice"><legend class="mid">{label}</legend>{buttons}</fieldset> }
}
