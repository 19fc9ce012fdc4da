//! Inspection on a tablet: the queue by deadline, a lot on the bench, its history.

mod bench;
mod chart;
mod clock;
mod follows;
mod gauge;
mod history;
mod judge;
mod lot;
mod measure;
mod names;
mod onward;
mod photos;
mod question;
mod queue;
mod sample;
mod weigh;
mod messages;

use leptos::prelude::*;
use sync_core::number::CardNumber;

use crate::app::use_app;
use crate::components::scan_field::on_scan;
use bench::InspectionState;

/// Where one is in this section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Queue,
    Lot(CardNumber),
    History(CardNumber),
}

#[component]
pub(crate) fn Inspect() -> impl IntoView {
    let app = use_app();
    let bench = InspectionState::find();
    provide_context(bench);
    // Whatever is scanned on any of these screens takes that lot.
    on_scan(move |scan| bench.hear(&scan));
    let screen = Memo::new(move |_| {
        app.route.with(|place| {
            let card = place.part(1).and_then(|card| card.parse().ok());
            match (place.part(0), card) {
                (Some("lot"), Some(card)) => Screen::Lot(card),
                (Some("history"), Some(card)) => Screen::History(card),
                _ => Screen::Queue,
            }
        })
    });
    view! {
        {move || match screen.get() {
            Screen::Queue => view! { <queue::Queue/> }.into_any(),
            Screen::Lot(card) => view! { <lot::Lot card/> }.into_any(),
            Screen::History(card) => view! { <history::History card/> }.into_any(),
        }}
    }
    .into_any()
}
