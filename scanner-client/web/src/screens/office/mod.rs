//! The face office: work lists, search over everything, administration.

pub(crate) mod nav;
mod search;
mod words;
mod work;

use leptos::prelude::*;

use crate::app::use_app;

/// The face.
#[component]
pub(crate) fn Office() -> impl IntoView {
    let app = use_app();
    let part = Memo::new(move |_| app.place.get().part(0).map(ToOwned::to_owned));
    move || match part.get().as_deref() {
        Some("search") => view! { <search::Search/> }.into_any(),
        _ => view! { <work::Work/> }.into_any(),
    }
}
