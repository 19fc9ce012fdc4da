//! The face office: the receipts, in the order of their arrival.

mod words;

use leptos::prelude::*;
use sync_core::view;

use crate::app::use_app;
use crate::parts::bar::Bar;
use crate::words::say;
use words::Word;

/// The face.
#[component]
pub(crate) fn Office() -> impl IntoView {
    let app = use_app();
    let receipts = Memo::new(move |_| app.desk.view(view::receipts));
    let rows = move || {
        receipts
            .get()
            .into_iter()
            .map(|row| {
                view! {
                    <div class="row">
                        <div><div class="mid clip1">{row.vendor_name}</div><div class="cap">{row.number.to_string()}</div></div>
                    </div>
                }
            })
            .collect_view()
    };
    view! { <div class="hh"><Bar title=say(Word::Title) back=""/><main><div class="lines">{rows}</div></main></div> }
        .into_any()
}
