//! Administration: people, devices with their enrolment, imports with their reports, the site.
//!
//! Nothing of it is kept here: the server does it, for ten minutes after an administrator has
//! shown who they are.

use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sync_core::time::Timestamp;

use super::devices::Devices;
use super::imports::Imports;
use super::nav::{Page, Tab};
use super::people::People;
use super::site::Site;
use super::words::Word;
use crate::app::{App, use_app};
use crate::device::ServerError;
use crate::parts::icon::Icon;
use crate::parts::state::Empty;
use crate::parts::toast::Toast;
use crate::words::say;
use sync_core::post::Post;

/// What the server gave for a PIN.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Begun {
    sitting: String,
    expires: Timestamp,
}

/// The way to the server's administration.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) app: App,
    begun: RwSignal<Option<Begun>>,
}

impl Desk {
    /// Asks the server; where that is refused, says so.
    pub(super) async fn ask<T: DeserializeOwned>(
        self,
        method: &'static str,
        path: &str,
        body: Option<String>,
    ) -> Option<T> {
        // The screen may be gone meanwhile.
        let sitting = self.begun.try_get_untracked().flatten()?.sitting;
        match self.app.desk.ask(method, path, (body, Some(&sitting))).await {
            Ok(answer) => Some(answer),
            Err(error) => {
                if matches!(error, ServerError::Refused { status: 401, .. }) {
                    self.begun.try_set(None);
                }
                self.app.toast(Toast::refused(self.refused(error)));
                None
            }
        }
    }

    /// Sends something as JSON.
    pub(super) async fn send<T: DeserializeOwned>(
        self,
        path: &str,
        what: &impl Serialize,
    ) -> Option<T> {
        let body = serde_json::to_string(what).ok()?;
        self.ask("POST", path, Some(body)).await
    }

    fn refused(self, error: ServerError) -> String {
        match error {
            ServerError::Unreachable(_) => self.app.say(Word::NeedsServer),
            ServerError::Refused { detail, .. } => self.app.say(Word::ServerSays(detail)),
        }
    }
}

/// The screen.
#[component]
pub(super) fn Admin() -> impl IntoView {
    let app = use_app();
    let desk = Desk { app, begun: RwSignal::new(None) };
    let may = Memo::new(move |_| app.posts().has(Post::Administrator));
    let is_begun = Memo::new(move |_| {
        let now = app.minute.get();
        desk.begun.get().is_some_and(|begun| begun.expires > now)
    });
    view! {
        <Page tab=Tab::Admin title=say(Word::Admin)>
            {move || match (may.get(), is_begun.get()) {
                (false, _) => view! { <Empty which=Icon::Lock what=say(Word::Admin) then=say(Word::NotYours)/> }.into_any(),
                (true, false) => view! { <Sit desk/> }.into_any(),
                (true, true) => view! {
                    <div class="adm"><People desk/><Devices desk/><Imports desk/><Site desk/></div>
                }.into_any(),
            }}
        </Page>
    }
}

/// Asks for the PIN once more: the server wants to see it itself.
#[component]
fn Sit(desk: Desk) -> impl IntoView {
    let app = desk.app;
    let pin = RwSignal::new(String::new());
    let sit = move || {
        let Some(person) = app.desk.person.get_untracked() else { return };
        let body =
            serde_json::json!({ "person": person.0, "pin": pin.get_untracked() }).to_string();
        pin.set(String::new());
        leptos::task::spawn_local(async move {
            let answer =
                app.desk.ask::<Begun>("POST", "/api/admin/sitting", (Some(body), None)).await;
            match answer {
                Ok(begun) => {
                    desk.begun.try_set(Some(begun));
                }
                Err(error) => app.toast(Toast::refused(desk.refused(error))),
            }
        });
    };
    view! {
        <form class="reason sit" on:submit=move |event| { event.prevent_default(); sit(); }>
            <h2>{say(Word::ConfirmPin)}</h2><p class="sec">{say(Word::ConfirmPinWhy)}</p>
            <input class="text" type="password" inputmode="numeric" autocomplete="off" aria-label=say(Word::ConfirmPin)
                prop:value=move || pin.get() on:input=move |event| pin.set(event_target_value(&event))/>
            <button class="btn main" type="submit">{say(Word::GoOn)}</button>
        </form>
    }
}
