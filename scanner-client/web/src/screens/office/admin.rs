//! Administration: people, devices with their enrolment, imports with their reports, the site.
//!
//! Nothing of it is kept here: the server does it, for ten minutes after an administrator has
//! shown who they are.

use leptos::prelude::*;

use super::connection::AdminConnection;
use super::devices::Devices;
use super::imports::Imports;
use super::messages::Message;
use super::people::People;
use super::site::Site;
use crate::app::use_app;
use crate::components::icon::Icon;
use crate::components::page::{Page, Tab};
use crate::components::page_messages::PageMessage;
use crate::components::recording::refuse;
use crate::components::state::Empty;
use crate::messages::say;
use crate::overlay::Toast;
use sync_core::api::{Done, SittingAnswer, SittingRequest};
use sync_core::post::Post;

/// Administration, behind an administrator's PIN; others read why they may not.
#[component]
pub(super) fn Admin() -> impl IntoView {
    let app = use_app();
    let admin = AdminConnection { begun: RwSignal::new(None) };
    let may = Memo::new(move |_| app.posts().has(Post::Administrator));
    let is_begun = Memo::new(move |_| {
        let now = app.minute.get();
        admin.begun.get().is_some_and(|begun| begun.expires > now)
    });
    view! {
        <Page tab=Tab::Admin title=say(PageMessage::Admin)>
            {move || match (may.get(), is_begun.get()) {
                (false, _) => view! { <Empty which=Icon::Lock what=say(PageMessage::Admin) then=say(Message::NotYours)/> }.into_any(),
                (true, false) => view! { <Sit admin/> }.into_any(),
                (true, true) => view! {
                    <div class="adm"><GetUp admin/><People admin/><Devices admin/><Imports admin/><Site admin/></div>
                }.into_any(),
            }}
        </Page>
    }
}

/// Ends the administration, here and at the server.
#[component]
fn GetUp(admin: AdminConnection) -> impl IntoView {
    let get_up = move |_| {
        leptos::task::spawn_local(async move {
            // Also where the server knows of no session any more.
            let ended = admin.ask::<Done>("POST", "/api/admin/sitting/end", None).await;
            if ended.is_some() {
                admin.begun.try_set(None);
            }
        });
    };
    view! { <button class="btn" type="button" data-get-up="" on:click=get_up>{say(Message::GetUp)}</button> }
}

/// Asks for the PIN once more: the server wants to see it itself.
#[component]
fn Sit(admin: AdminConnection) -> impl IntoView {
    let app = use_app();
    let pin = RwSignal::new(String::new());
    let sit = move || {
        let Some(person) = app.device.person.get_untracked() else { return };
        let request = SittingRequest { person, pin: pin.get_untracked() };
        let Ok(body) = serde_json::to_string(&request) else { return };
        pin.set(String::new());
        leptos::task::spawn_local(async move {
            let answer = app
                .device
                .ask::<SittingAnswer>("POST", "/api/admin/sitting", (Some(body), None))
                .await;
            match answer {
                Ok(begun) => {
                    admin.begun.try_set(Some(begun));
                }
                Err(error) => refuse(Toast::refused(admin.refused(error))),
            }
        });
    };
    view! {
        <form class="reason sit" on:submit=move |event| { event.prevent_default(); sit(); }>
            <h2>{say(Message::ConfirmPin)}</h2><p class="sec">{say(Message::ConfirmPinWhy)}</p>
            <input class="text" type="password" inputmode="numeric" autocomplete="off" aria-label=say(Message::ConfirmPin)
                prop:value=move || pin.get() on:input=move |event| pin.set(event_target_value(&event))/>
            <button class="btn main" type="submit">{say(Message::GoOn)}</button>
        </form>
    }
}
