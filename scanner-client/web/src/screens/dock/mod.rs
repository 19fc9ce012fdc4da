//! The dock: receiving on a handheld, by scanning.

mod guard;
mod home;
mod line_row;
mod papers;
mod problem;
mod put_away;
mod quantity;
mod receipt;
mod recording;
mod scanning;
mod sign;
mod type_code;
mod which_line;
mod words;

use std::collections::BTreeMap;

use leptos::prelude::*;
use sync_core::ids::PersonNumber;
use sync_core::number::ReceiptNumber;

pub(crate) use problem::HalfReported;

use crate::app::{App, use_app};
use crate::parts::last_scan::LastScan;
use crate::parts::once::Once;
use crate::words::Word as Common;

/// What somebody half reported of a delivery when they left that screen.
pub(crate) type HalfReports = BTreeMap<(Option<PersonNumber>, ReceiptNumber), HalfReported>;

/// What the dock's screens share.
#[derive(Clone, Copy)]
struct DockDesk {
    app: App,
    /// What the last scan did; stays from screen to screen.
    last: LastScan,
    /// Whether somebody types a code.
    is_typing: RwSignal<bool>,
    /// What is tapped is written once.
    once: Once,
}

fn use_dock() -> DockDesk {
    expect_context()
}

/// The face.
#[component]
pub(crate) fn Dock() -> impl IntoView {
    let app = use_app();
    let dock = DockDesk {
        app,
        last: LastScan::default(),
        is_typing: RwSignal::new(false),
        once: Once::new(),
    };
    provide_context(dock);
    Effect::new(move |before: Option<u32>| {
        let broken = app.scanner.broken.get();
        if before.is_some_and(|before| before != broken) {
            dock.refuse(app.say(Common::ScanBroken), String::new());
        }
        broken
    });
    let path = Memo::new(move |_| app.place.get().path);
    view! {
        {move || {
            let path = path.get();
            let names: Vec<&str> = path.iter().map(String::as_str).collect();
            match names[..] {
                ["receipt", number] => match number.parse() {
                    Ok(number) => view! { <receipt::Receipt number/> }.into_any(),
                    Err(_) => view! { <home::Home/> }.into_any(),
                },
                ["sign", number] => match number.parse() {
                    Ok(number) => view! { <sign::Sign number/> }.into_any(),
                    Err(_) => view! { <home::Home/> }.into_any(),
                },
                ["problem", number] => match number.parse() {
                    Ok(number) => view! { <problem::Problem number/> }.into_any(),
                    Err(_) => view! { <home::Home/> }.into_any(),
                },
                ["papers", number] => match number.parse() {
                    Ok(number) => view! { <papers::Papers number/> }.into_any(),
                    Err(_) => view! { <home::Home/> }.into_any(),
                },
                ["put-away"] => view! { <put_away::Ready/> }.into_any(),
                ["put-away", number] => match number.parse() {
                    Ok(number) => view! { <put_away::PutAway number/> }.into_any(),
                    Err(_) => view! { <put_away::Ready/> }.into_any(),
                },
                _ => view! { <home::Home/> }.into_any(),
            }
        }}
        <Show when=move || dock.is_typing.get()><type_code::TypeCode/></Show>
    }
    .into_any()
}
