//! Prints papers and labels: shown to the printer alone, on sheets of their own size.

use leptos::prelude::*;

use crate::app::use_app;
use crate::browser::after;
use crate::overlay::Print;

/// Opens the browser's printing of something.
pub(crate) fn print(what: Print) {
    use_app().printing.set(Some(what));
    // Not before it stands in the page.
    after(50, || {
        // Where printing is not to be had, nothing is lost by asking.
        let _ = window().print();
    });
}

/// What is being printed: part of the page, and never on the screen.
#[component]
pub(crate) fn Printed() -> impl IntoView {
    let printing = use_app().printing;
    view! {
        {move || printing.get().map(|what| {
            let (class, pages) = match what {
                Print::Cards(pages) => ("print cards", pages),
                Print::Paper(pages) => ("print paper", pages),
            };
            // Drawn by us, with everything from outside escaped.
            let page = |page| view! { <div class="leaf" inner_html=page></div> };
            view! { <div class=class aria-hidden="true">{pages.into_iter().map(page).collect_view()}</div> }
        })}
    }
}
