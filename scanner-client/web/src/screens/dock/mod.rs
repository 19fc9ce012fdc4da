//! The dock: receiving on a handheld, by scanning.

mod card_sheet;
mod counting;
mod state;
mod guard;
mod home;
mod keeper;
mod line_row;
mod opening;
mod papers;
mod part;
mod pick;
mod problem;
mod put_away;
mod quantity;
mod receipt;
mod recording;
mod scanning;
mod sign;
mod type_code;
mod vendor;
mod which_line;
mod messages;

use leptos::prelude::*;

use crate::app::use_app;
use crate::components::last_scan::LastScan;
use crate::components::once::Once;
use crate::messages::Message as Common;
use state::DockState;

#[component]
pub(crate) fn Dock() -> impl IntoView {
    let app = use_app();
    let dock = DockState {
        last: LastScan::default(),
        is_typing: RwSignal::new(false),
        arriving: RwSignal::new(None),
        asks_vendor: RwSignal::new(None),
        no_order: RwSignal::new(None),
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
    let path = Memo::new(move |_| app.route.get().path);
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
                ["returns"] => view! { <keeper::Rejected/> }.into_any(),
                ["returns", number] => match number.parse() {
                    Ok(number) => view! { <keeper::Return number/> }.into_any(),
                    Err(_) => view! { <keeper::Rejected/> }.into_any(),
                },
                ["put-away"] => view! { <put_away::Ready/> }.into_any(),
                ["put-away", number] => match number.parse() {
                    Ok(number) => view! { <put_away::PutAway number/> }.into_any(),
                    Err(_) => view! { <put_away::Ready/> }.into_any(),
                },
                _ if keeper::is_keepers_alone(app.posts()) => view! { <keeper::Rejected/> }.into_any(),
                _ => view! { <home::Home/> }.into_any(),
            }
        }}
        <vendor::AskVendor/>
        <Show when=move || dock.is_typing.get()><type_code::TypeCode/></Show>
    }
    .into_any()
}
