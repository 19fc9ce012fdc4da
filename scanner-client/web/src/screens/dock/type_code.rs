//! Types a code by hand, where a label cannot be read.

use leptos::prelude::*;

use super::desk::use_dock;
use super::words::Word;
use crate::app::use_app;
use crate::overlay::Looks;
use crate::parts::camera::CameraButton;
use crate::parts::icon::{Icon, icon};
use crate::parts::sheet::Sheet;
use crate::words::{self, say};

/// The sheet.
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
        <Sheet label=say(Word::TypeCode)>
            <form class="typed" on:submit=move |event| { event.prevent_default(); go(); }>
                <label for="typed" class="mid">{say(Word::TypeHow)}</label>
                <input id="typed" class="text" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    on:input=move |event| code.set(event_target_value(&event))/>
                <div class="two">
                    <button class="btn tall" type="button" on:click=move |_| dock.is_typing.set(false)>
                        {icon(Icon::Close)}{say(words::Word::Close)}</button>
                    <button class="btn main" type="submit">{icon(Icon::Search)}{say(Word::Go)}</button>
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
        <button class="btn icon" type="button" aria-label=say(Word::TypeCode)
            on:click=move |_| dock.is_typing.set(true)>{icon(Icon::Keyboard)}</button>
        <CameraButton looks=Looks::OnAndOn class="btn icon"/>
    }
}
