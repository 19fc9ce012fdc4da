//! The section office: work lists, search over everything, administration.

mod admin;
mod connection;
mod devices;
mod imports;
mod people;
mod search;
mod site;
mod messages;
mod work;

use leptos::prelude::*;

use crate::app::use_app;

/// The section office, by the address's first part: administration, search, or work.
#[component]
pub(crate) fn Office() -> impl IntoView {
    let app = use_app();
    let part = Memo::new(move |_| app.route.get().part(0).map(ToOwned::to_owned));
    move || match part.get().as_deref() {
        Some("admin") => view! { <admin::Admin/> }.into_any(),
        Some("search") => view! { <search::Search/> }.into_any(),
        _ => view! { <work::Work/> }.into_any(),
    }
}
