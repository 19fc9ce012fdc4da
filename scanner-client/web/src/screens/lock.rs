//! The lock: who is it, and their PIN. What is unsent is safe meanwhile, and said to be.

use inwards_engine::session::{FindError, Person};
use leptos::prelude::*;
use leptos::task::spawn_local;

use sync_core::text::Named as _;

use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::camera::CameraButton;
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::keypad::Keypad;
use crate::components::recording::refuse;
use crate::components::scan_field::on_scan;
use crate::components::state::{Empty, NotKept};
use crate::device::session::NotSignedIn;
use crate::device::signal::Signal as Sounded;
use crate::device::typing::Typed;
use crate::messages::{Message, say};
use crate::number_format;
use crate::overlay::{Looks, Toast};

/// PINs have at least so many digits; from there on one may go in by the button.
const FEWEST: usize = 6;

/// Asks who it is, by list or badge, and then for the PIN.
#[component]
pub(crate) fn Lock() -> impl IntoView {
    let app = use_app();
    let coming = app.coming.get_untracked();
    app.coming.set(None);
    let chosen = RwSignal::new(None);
    let choose = move |found: Result<Person, FindError>| match found {
        Ok(person) => chosen.set(Some(person)),
        Err(error) => refuse(Toast::refused(app.say(why_not(error)))),
    };
    if let Some(number) = coming {
        choose(app.device.person_numbered(number));
    }
    on_scan(move |scan| choose(app.device.find_person(&scan.code)));
    let name = move || app.device.identity().map(|identity| identity.name).unwrap_or_default();
    view! {
        <div class="hh lockp">
            <Bar
                title=Signal::derive(move || app.device.identity().map(|i| i.site).filter(|site| !site.is_empty()).unwrap_or_else(|| app.say(Message::Inwards)))
                under=Signal::derive(name)/>
            {move || match chosen.get() {
                None => view! { <People chosen/> }.into_any(),
                Some(person) => view! { <Pin person chosen/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn People(chosen: RwSignal<Option<Person>>) -> impl IntoView {
    let app = use_app();
    let people = Memo::new(move |_| app.device.people());
    view! {
        <main>
            <section class="hello"><span class="ava">{sized(Icon::Badge, Size::Huge)}</span>
                <div><b>{say(Message::SignIn)}</b><span class="sec">{say(Message::WhoIsIt)}</span></div></section>
            <div class="lines">
                {move || if people.get().is_empty() {
                    view! { <Empty which=Icon::Person what=say(Message::NobodyYet) then=say(Message::NobodyYetHow)/> }.into_any()
                } else {
                    people.get().into_iter().map(|person| person_row(person, chosen)).collect_view().into_any()
                }}
            </div>
            <NotKept/>
        </main>
        <div class="dock">
            <CameraButton looks=Looks::Once class="btn icon"/>
            <button class="btn" type="button" on:click=move |_| app.go("board")>{icon(Icon::Board)}{say(Message::Board)}</button>
            <button class="btn" type="button" on:click=move |_| app.go("settings")>{icon(Icon::Gear)}{say(Message::Settings)}</button>
        </div>
    }
}

fn person_row(person: Person, chosen: RwSignal<Option<Person>>) -> impl IntoView {
    let posts: Vec<_> = person.posts.iter().map(|post| say(post.called().capital())).collect();
    let name = person.name.clone();
    view! {
        <button class="row mute" type="button" on:click=move |_| chosen.set(Some(person.clone()))>
            <div><div class="mid clip1">{name}</div>
                <div class="cap clip1">{posts.into_iter().map(|post| view! { <span class="post">{post}</span> }).collect_view()}</div></div>
            <div class="r">{icon(Icon::Right)}</div>
        </button>
    }
}

#[component]
fn Pin(person: Person, chosen: RwSignal<Option<Person>>) -> impl IntoView {
    let app = use_app();
    let typed = Typed::digits(32);
    let error = RwSignal::new(None::<Message>);
    let is_checking = RwSignal::new(false);
    let number = person.number;
    let check = move || {
        if is_checking.get_untracked() || typed.text.with_untracked(String::len) < FEWEST {
            return;
        }
        is_checking.set(true);
        spawn_local(async move {
            // Lets the last dot be seen before the check takes its tenths of a second.
            crate::browser::pause(20).await;
            let given = typed.text.get_untracked();
            let outcome = app.device.sign_in(number, &given).await;
            is_checking.set(false);
            match outcome {
                Ok(()) => app.signal(Sounded::Done),
                Err(why) => {
                    app.signal(Sounded::NotCounted);
                    typed.clear();
                    error.set(Some(word_of(why)));
                }
            }
        });
    };
    // Six digits are the rule; longer PINs go in by the button.
    Effect::new(move || {
        if typed.text.with(String::len) == FEWEST {
            check();
        }
        if typed.text.with(|text| !text.is_empty()) {
            error.set(None);
        }
    });
    let enter = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Enter" {
            check();
        }
    });
    on_cleanup(move || enter.remove());
    let count = move || typed.text.with(String::len);
    let dots = move || {
        let count = count();
        (0..count.max(FEWEST)).map(|place| view! { <i class:f=place < count></i> }).collect_view()
    };
    let posts: Vec<_> = person.posts.iter().map(|post| say(post.called().capital())).collect();
    view! {
        <main>
            <section class="hello"><span class="ava">{sized(Icon::Badge, Size::Huge)}</span>
                <div><b>{say(Message::EnterPin(person.name.clone()))}</b>
                    <span class="sec">{posts.into_iter().map(|post| view! { <span class="post">{post}</span> }).collect_view()}</span></div></section>
            <div class="dots" role="status" aria-label=move || say(Message::DigitsTyped(count())).get()>{dots}</div>
            <p class="trouble t-bad mid" role="alert">{move || error.get().map(say)}</p>
            <div class="grow"></div>
            <p class="cap ctr ix">{sized(Icon::Lock, Size::Small)}{move || say(Message::Locked(app.device.unsent.get()))}</p>
            <div class="padl"><Keypad typed/></div>
        </main>
        <div class="dock">
            <button class="btn" type="button" on:click=move |_| chosen.set(None)>{icon(Icon::Badge)}{say(Message::SomebodyElse)}</button>
            <button class="btn main" type="button" prop:disabled=move || is_checking.get() || count() < FEWEST on:click=move |_| check()>
                {say(Message::SignIn)}</button>
        </div>
    }
}

fn word_of(why: NotSignedIn) -> Message {
    let app = use_app();
    match why {
        NotSignedIn::WrongPin => Message::WrongPin,
        NotSignedIn::Wait(until) => {
            Message::WaitForPin(number_format::clock_to_the_second(until, app.offset()))
        }
        NotSignedIn::MayNot(error) => why_not(error),
        NotSignedIn::Store(error) => Message::StoreTrouble(error.to_string()),
        NotSignedIn::Closed => Message::Opening,
    }
}

/// The sentence for somebody who cannot sign in here.
fn why_not(error: FindError) -> Message {
    match error {
        FindError::NeverSynced => Message::NobodyYetHow,
        FindError::Unknown => Message::NoSuchPerson,
        FindError::Several => Message::SeveralPeople,
        FindError::Revoked => Message::PersonRevoked,
        FindError::NoPin => Message::NoEntry,
        FindError::NoPostHere => Message::NoPostHere,
    }
}
