//! Types a code by hand, where a label cannot be read.

use leptos::prelude::*;

use super::messages::Message;
use super::state::use_dock;
use crate::app::use_app;
use crate::components::camera::CameraButton;
use crate::components::icon::{Icon, icon};
use crate::components::sheet::Sheet;
use crate::messages::{self, say};
use crate::overlay::Looks;

#[component]
pub(super) fn TypeCode() -> impl IntoView {
    let dock = use_dock();
    let code = RwSignal::new(String::new());
    let go = move || {
        let typed = code.get_untracked().trim().to_owned();
        dock.is_typing.set(false);
        if !typed.is_empty() {
            use_app().scanner.hear(typed);
        }
    };
    view! {
        <Sheet label=say(Message::TypeCode)>
            <form class="typed" on:submit=move |event| { event.prevent_default(); go(); }>
                <label for="typed" class="mid">{say(Message::TypeHow)}</label>
                <input id="typed" class="text" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    on:input=move |event| code.set(event_target_value(&event))/>
                <div class="two">
                    <button class="btn tall" type="button" on:click=move |_| dock.is_typing.set(false)>
                        {icon(Icon::Close)}{say(messages::Message::Close)}</button>
                    <button class="btn main" type="submit">{icon(Icon::Search)}{say(Message::Go)}</button>
                </div>
            </form>
        </Sheet>
    }
}

/// The button that opens it, and the camera beside it: ways to scan without a scanner.
#[component]
pub(super) fn TypeButton() -> impl IntoView {
    let dock = use_dock();
    view! {
        <button class="btn icon" type="button" aria-label=say(Message::TypeCode)
            on:click=move |_| dock.is_typing.set(true)>{icon(Icon::Keyboard)}</button>
        <CameraButton looks=Looks::OnAndOn class="btn icon"/>
    }
}
