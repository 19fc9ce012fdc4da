//! Inspection: the lots, by their deadline.

mod words;

use leptos::prelude::*;
use sync_core::view;

use crate::app::use_app;
use crate::parts::bar::Bar;
use crate::parts::deadline::deadline;
use crate::words::say;
use words::Word;

/// The face.
#[component]
pub(crate) fn Inspect() -> impl IntoView {
    let app = use_app();
    let lots = Memo::new(move |_| app.desk.view(view::lots));
    let rows = move || {
        let now = app.minute.get();
        lots.get()
            .into_iter()
            .map(|lot| {
                view! {
                    <div class="row">
                        <div><div class="mid clip2">{lot.name_zh.clone()}</div><div class="cap">{lot.number.to_string()}</div></div>
                        <div class="r">{deadline(lot.standing(now), 0, lot.due, now)}</div>
                    </div>
                }
            })
            .collect_view()
    };
    view! { <div class="hh"><Bar title=say(Word::Title) back=""/><main><div class="lines">{rows}</div></main></div> }
        .into_any()
}
