//! The page: which screen is shown, and what lies over all of them.

use leptos::prelude::*;

use crate::app::App;
use crate::components::camera::Camera;
use crate::components::offer::Offer;
use crate::components::print::Printed;
use crate::components::scan_field::ScanField;
use crate::components::state::{Broken, Opening};
use crate::components::toast::Shown;
use crate::device::Phase;
use crate::messages::{Message, say};
use crate::route::Section;
use crate::screens;

#[component]
pub(crate) fn Root() -> impl IntoView {
    let app = App::start();
    let section = Memo::new(move |_| app.route.get().section);
    let is_in = Memo::new(move |_| app.person().is_some());
    view! {
        {move || match app.device.phase.get() {
            Phase::Opening => view! { <Opening/> }.into_any(),
            Phase::Broken(error) => view! { <Broken error/> }.into_any(),
            Phase::NotEnrolled => view! { <screens::enrol::Enrol/> }.into_any(),
            Phase::Ready => match (section.get(), is_in.get()) {
                (Section::Settings, _) => view! { <screens::settings::Settings/> }.into_any(),
                // Reading needs no person, only the device.
                (Section::Board, _) => view! { <screens::board::Board/> }.into_any(),
                (_, false) => view! { <screens::lock::Lock/> }.into_any(),
                (Section::Home | Section::Enrol, true) => view! { <screens::home::Home/> }.into_any(),
                (Section::Dock, true) => view! { <screens::dock::Dock/> }.into_any(),
                (Section::Inspect, true) => view! { <screens::inspect::Inspect/> }.into_any(),
                (Section::Office, true) => view! { <screens::office::Office/> }.into_any(),
            },
        }}
        <div role="search" aria-label=move || say(Message::ScansComeHere).get()><ScanField/></div>
        {move || app.camera.get().map(|looks| view! { <Camera looks/> })}
        <Shown/>
        <Printed/>
        <Offer/>
    }
}
