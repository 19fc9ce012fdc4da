//! The app bar: where one is, what is not sent, who works.

use leptos::prelude::*;

use super::icon::{Icon, Size, icon, sized};
use super::photo_messages::PhotoMessage;
use crate::app::use_app;
use crate::device::LinkState;
use crate::messages::{Message, say};

/// The bar on top of every screen.
///
/// `back` is the place behind the arrow; none on the first screen of a section.
#[component]
pub(crate) fn Bar(
    #[prop(into)] title: Signal<String>,
    #[prop(into, default = Signal::derive(String::new))] under: Signal<String>,
    #[prop(into, optional)] back: Option<String>,
    /// What else stands in it, before the way to the server.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let app = use_app();
    let initial = move || {
        let person = app.person()?;
        app.device.name_of(person).chars().next().map(|letter| letter.to_uppercase().to_string())
    };
    view! {
        <header class="bar">
            {back.map(|place| view! {
                <button class="back" type="button" aria-label=say(Message::Back)
                    on:click=move |_| app.go(&place)>{icon(Icon::Back)}</button>
            })}
            <div class="ttl"><h1 class="clip1">{title}</h1><span class="clip1">{under}</span></div>
            {children.map(|children| children())}
            <Sync/>
            {move || initial().map(|initial| view! {
                <button class="who" type="button" aria-label=say(Message::SwitchPerson)
                    on:click=move |_| app.hand_over(None)><i>{initial}</i></button>
            })}
        </header>
    }
}

/// How it stands with the server. A tap tries again at once.
#[component]
pub(crate) fn Sync() -> impl IntoView {
    let app = use_app();
    let unsent = app.device.unsent;
    let photos = Memo::new(move |_| app.device.photos.with(Vec::len));
    // Photos go after the facts, and are counted apart: they are large, and nothing waits for them.
    let to_send = move || unsent.get() + photos.get() as u64;
    let class = move || match (app.device.link.get(), to_send()) {
        (LinkState::Away | LinkState::Refused, _) => "sync off",
        (LinkState::Live | LinkState::Polling, 0) => "sync all",
        (LinkState::Fetching | LinkState::Live | LinkState::Polling, _) => "sync up",
    };
    let shape = move || match (app.device.link.get(), to_send()) {
        (LinkState::Away | LinkState::Refused, _) => icon(Icon::Offline).into_any(),
        (LinkState::Live | LinkState::Polling, 0) => icon(Icon::Online).into_any(),
        (LinkState::Fetching | LinkState::Live | LinkState::Polling, _) => {
            icon(Icon::Upload).into_any()
        }
    };
    let words = move || match (app.device.link.get(), unsent.get()) {
        (LinkState::Refused, count) => (Message::DeviceRefused, Message::Unsent(count)),
        (LinkState::Away, count) => (Message::Offline, Message::Unsent(count)),
        (LinkState::Fetching, 0) => (Message::Fetching, Message::Unsent(0)),
        (LinkState::Live | LinkState::Polling, 0) if photos.get() == 0 => {
            (Message::Online, Message::AllSent)
        }
        // Only photos are left, and counted beside.
        (LinkState::Live | LinkState::Polling, 0) => (Message::Sending, Message::Unsent(0)),
        (LinkState::Fetching | LinkState::Live | LinkState::Polling, count) => {
            (Message::Sending, Message::Left(count))
        }
    };
    view! {
        <button class=class type="button" data-unsent=move || unsent.get().to_string()
            data-photos=move || photos.get().to_string()
            data-link=move || format!("{:?}", app.device.link.get())
            on:click=move |_| app.device.reconnect()>
            {shape}
            {move || {
                let (first, second) = words();
                view! { <span>{say(first)}{photos_to_send(photos.get())}<b>{say(second)}</b></span> }
            }}
        </button>
    }
}

/// So many photos are only on this device.
fn photos_to_send(count: usize) -> Option<impl IntoView> {
    (count > 0).then(|| {
        view! {
            <span class="phs" role="img" aria-label=say(PhotoMessage::Unsent(count))>
                {sized(Icon::Camera, Size::Small)}{count.to_string()}
            </span>
        }
    })
}
