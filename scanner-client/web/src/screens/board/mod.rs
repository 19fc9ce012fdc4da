//! The section board: the floor at one glance, from the device's own replica; behind each number
//! what it is made of.

mod aside;
mod assign;
mod assigning;
mod conflict;
mod devices;
mod head;
mod lanes;
mod mark;
mod photos;
mod queue;
mod share;
mod side;
mod take_back;
mod thing;
mod trouble;
mod watch;
pub(crate) mod messages;

use leptos::prelude::*;

use crate::app::use_app;
use crate::components::desk_scans::show_what_is_scanned;
use crate::messages::{Message as Shared, say};
use watch::Watch;

/// Where one is in the board.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    Wall,
    Conflicts,
    Conflict(String),
    Aside,
    /// Goods of a receipt's line that are to be given to orders: the receipt, the line.
    Assigning(String, String),
    Thing(String),
}

#[component]
pub(crate) fn Board() -> impl IntoView {
    let app = use_app();
    let shown = Memo::new(move |_| {
        let place = app.route.get();
        let named = || place.part(1).map(ToOwned::to_owned);
        match (place.part(0), named()) {
            (Some("conflict"), Some(id)) => Shown::Conflict(id),
            (Some("conflicts" | "conflict"), _) => Shown::Conflicts,
            (Some("aside"), _) => Shown::Aside,
            (Some("assign"), Some(receipt)) => {
                Shown::Assigning(receipt, place.part(2).unwrap_or_default().to_owned())
            }
            (Some("receipt" | "lot" | "number"), Some(number)) => Shown::Thing(number),
            _ => Shown::Wall,
        }
    });
    move || match shown.get() {
        Shown::Wall => view! { <Wall/> }.into_any(),
        Shown::Conflicts => view! { <conflict::Conflicts/> }.into_any(),
        Shown::Conflict(id) => view! { <conflict::ConflictScreen id/> }.into_any(),
        Shown::Aside => view! { <aside::Aside/> }.into_any(),
        Shown::Assigning(receipt, line) => {
            view! { <assigning::Assigning receipt line/> }.into_any()
        }
        Shown::Thing(number) => view! { <thing::Thing number/> }.into_any(),
    }
}

/// The wall itself; tablet and phone show the same, one below the other.
#[component]
fn Wall() -> impl IntoView {
    show_what_is_scanned();
    let watch = Watch::begin();
    let is_gone = Memo::new(move |_| watch.gone_for().is_some());
    view! {
        <div class="wall" class:gone=move || is_gone.get()>
            <head::Head watch/>
            <main class="wcols">
                <h1 class="vh">{say(Shared::Board)}</h1>
                <section class="wleft"><queue::Three watch/><queue::Queue watch/><queue::Strip watch/></section>
                <section class="wright">
                    <side::Docks watch/><side::States watch/><side::Rates watch/><trouble::Trouble watch/>
                </section>
                <devices::Devices watch/>
            </main>
            <head::Foot watch/>
        </div>
    }
}
