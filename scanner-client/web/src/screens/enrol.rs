//! Makes this browser a device: by a link, a scanned code, or one typed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sync_core::label::Label;

use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::camera::CameraButton;
use crate::components::icon::{Icon, Size, sized};
use crate::components::scan_field::on_scan;
use crate::device::trace::Trace;
use crate::device::{NotEnrolled, ServerError};
use crate::messages::{Message, say};
use crate::overlay::Looks;
use crate::route::Section;

/// Where the browser would refuse to make a key, nobody is asked for a code.
#[component]
pub(crate) fn Enrol() -> impl IntoView {
    if window().is_secure_context() {
        view! { <Code/> }.into_any()
    } else {
        view! {
            <div class="hh" data-insecure>
                <Bar title=say(Message::EnrolTitle)/>
                <main>
                    <section class="scanbar">
                        <span class="frame">{sized(Icon::Lock, Size::Huge)}</span>
                        <div role="alert"><b>{say(Message::OpenByHttps)}</b><span class="sec">{say(Message::OpenByHttpsHow)}</span></div>
                    </section>
                </main>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Code() -> impl IntoView {
    let app = use_app();
    let code = RwSignal::new(String::new());
    // A link may come while this is shown: only its last part changes then.
    Effect::new(move || {
        let link = app.route.get();
        if let Some(given) = link.part(0).filter(|_| link.section == Section::Enrol) {
            code.set(given.to_owned());
        }
    });
    let is_going = RwSignal::new(false);
    let error = RwSignal::new(None::<Message>);
    let go = move || {
        if is_going.get_untracked() || code.get_untracked().trim().is_empty() {
            return;
        }
        is_going.set(true);
        error.set(None);
        spawn_local(async move {
            let outcome = app.device.enrol(code.get_untracked().trim()).await;
            is_going.set(false);
            match outcome {
                Ok(()) => app.go_instead(""),
                Err(why) => error.set(Some(word_of(why))),
            }
        });
    };
    on_scan(move |scan| {
        code.set(code_in(&scan.code));
        go();
    });
    view! {
        <div class="hh">
            <Bar title=say(Message::EnrolTitle)/>
            <main>
                <section class="scanbar">
                    <span class="frame">{sized(Icon::Scan, Size::Huge)}</span>
                    <div><b>{say(Message::EnrolTitle)}</b><span class="sec">{say(Message::EnrolHow)}</span></div>
                </section>
                {lost()}
                <form class="enrol" on:submit=move |event| { event.prevent_default(); go(); }>
                    <label for="code" class="mid">{say(Message::EnrolCode)}</label>
                    <input id="code" class="text" autocomplete="off" autocapitalize="characters" spellcheck="false"
                        prop:value=move || code.get() on:input=move |event| code.set(event_target_value(&event))/>
                    {move || error.get().map(|word| view! { <p class="t-bad mid" role="alert">{say(word)}</p> })}
                </form>
                <div class="grow"></div>
            </main>
            <div class="dock">
                <CameraButton looks=Looks::Once class="btn icon"/>
                <button class="btn main" type="button" prop:disabled=move || is_going.get() on:click=move |_| go()>
                    {move || if is_going.get() { say(Message::EnrolGoing) } else { say(Message::EnrolGo) }}
                </button>
            </div>
        </div>
    }
}

/// What was lost, where this browser was a device before and its storage is gone.
fn lost() -> Option<impl IntoView> {
    let Trace { name, short_code, unsent, is_erased } = Trace::find()?;
    let was = format!("{name} ({short_code})");
    let (title, what) = match unsent {
        _ if is_erased => (Message::ErasedDevice(was), Message::ErasedHow),
        0 => (Message::LostDevice(was), Message::LostNothing),
        unsent => (Message::LostDevice(was), Message::LostUnsent(unsent)),
    };
    Some(view! {
        <section class="row warn lost" role="alert" data-lost=unsent.to_string()>
            {sized(Icon::Warn, Size::Large)}
            <div><b>{say(title)}</b><div class="sec">{say(what)}</div></div>
        </section>
    })
}

/// The code in a link of ours, or the text itself.
fn code_in(text: &str) -> String {
    match text.parse::<Label>() {
        Ok(Label::Enrolment(link)) => link.code,
        Ok(
            Label::Card(_)
            | Label::Document(_)
            | Label::Location(_)
            | Label::Badge(_)
            | Label::KeyedBadge(_),
        )
        | Err(_) => text.to_owned(),
    }
}

fn word_of(why: NotEnrolled) -> Message {
    match why {
        NotEnrolled::Server(ServerError::Unreachable(_)) => Message::ServerAway,
        NotEnrolled::Server(ServerError::Refused { detail, .. }) => Message::ServerSays(detail),
        NotEnrolled::Browser(why) => {
            leptos::logging::error!("{why}");
            Message::NoKey
        }
    }
}
