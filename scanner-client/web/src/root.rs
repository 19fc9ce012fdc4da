//! The page: which screen is shown, and what lies over all of them.

use leptos::prelude::*;

use crate::app::App;
use crate::device::Phase;
use crate::parts::camera::Camera;
use crate::parts::offer::Offer;
use crate::parts::print::Printed;
use crate::parts::scan_field::ScanField;
use crate::parts::state::{Broken, Opening};
use crate::parts::toast::Shown;
use crate::place::Face;
use crate::screens;
use crate::words::{Word, say};

/// The page.
#[component]
pub(crate) fn Root() -> impl IntoView {
    let app = App::start();
    let face = Memo::new(move |_| app.place.get().face);
    let is_in = Memo::new(move |_| app.person().is_some());
    view! {
        {move || match app.desk.phase.get() {
            Phase::Opening => view! { <Opening/> }.into_any(),
            Phase::Broken(error) => view! { <Broken error/> }.into_any(),
            Phase::NotEnrolled => view! { <screens::enrol::Enrol/> }.into_any(),
            Phase::Ready => match (face.get(), is_in.get()) {
                (Face::Settings, _) => view! { <screens::settings::Settings/> }.into_any(),
                // Reading needs no person, only the device.
                (Face::Board, _) => view! { <screens::board::Board/> }.into_any(),
                (_, false) => view! { <screens::lock::Lock/> }.into_any(),
                (Face::Home | Face::Enrol, true) => view! { <screens::home::Home/> }.into_any(),
                (Face::Dock, true) => view! { <screens::dock::Dock/> }.into_any(),
                (Face::Inspect, true) => view! { <screens::inspect::Inspect/> }.into_any(),
                (Face::Office, true) => view! { <screens::office::Office/> }.into_any(),
            },
        }}
        <div role="search" aria-label=move || say(Word::ScansComeHere).get()><ScanField/></div>
        {move || app.camera.get().map(|looks| view! { <Camera looks/> })}
        <Shown/>
        <Printed/>
        <Offer/>
    }
}
