//! The lock: who is it, and their PIN. What is unsent is safe meanwhile, and said to be.

use inwards_engine::session::{self, FindError, Person};
use leptos::prelude::*;
use leptos::task::spawn_local;

use sync_core::api::SignInRequest;
use sync_core::ids::PersonNumber;
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

/// Who wants to sign in, and the key of the badge that was scanned.
#[derive(Clone)]
struct Chosen {
    person: Person,
    badge: Option<String>,
}

/// Asks who it is, by list or badge, and then for the PIN.
#[component]
pub(crate) fn Lock() -> impl IntoView {
    let app = use_app();
    let coming = app.coming.get_untracked();
    app.coming.set(None);
    let chosen = RwSignal::new(None);
    let choose = move |found: Result<Person, FindError>, badge: Option<String>| match found {
        Ok(person) => chosen.set(Some(Chosen { person, badge })),
        Err(error) => refuse(Toast::refused(app.say(why_not(error)))),
    };
    if let Some(number) = coming {
        choose(app.device.person_numbered(number), None);
    }
    on_scan(move |scan| choose(app.device.find_person(&scan.code), session::badge_key(&scan.code)));
    let name = move || app.device.identity().map(|identity| identity.name).unwrap_or_default();
    view! {
        <div class="hh lockp">
            <Bar
                title=Signal::derive(move || app.device.identity().map(|i| i.site).filter(|site| !site.is_empty()).unwrap_or_else(|| app.say(Message::Inwards)))
                under=Signal::derive(name)/>
            {move || match chosen.get() {
                None => view! { <People chosen/> }.into_any(),
                Some(who) => view! { <Pin who chosen/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn People(chosen: RwSignal<Option<Chosen>>) -> impl IntoView {
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

fn person_row(person: Person, chosen: RwSignal<Option<Chosen>>) -> impl IntoView {
    let posts: Vec<_> = person.posts.iter().map(|post| say(post.called().capital())).collect();
    let name = person.name.clone();
    view! {
        <button class="row mute" type="button" on:click=move |_| chosen.set(Some(Chosen { person: person.clone(), badge: None }))>
            <div><div class="mid clip1">{name}</div>
                <div class="cap clip1">{posts.into_iter().map(|post| view! { <span class="post">{post}</span> }).collect_view()}</div></div>
            <div class="r">{icon(Icon::Right)}</div>
        </button>
    }
}

/// Which PIN is typed.
#[derive(Clone, PartialEq, Eq)]
enum Asked {
    /// The one that is set; a new one is wanted after it, or not.
    Own { then_new: bool },
    /// A new one, after the one that is set.
    New { own: String },
    /// The new one once more.
    NewAgain { own: String, new: String },
}

/// A PIN that is being typed, for whom, and what came of it.
#[derive(Clone, Copy)]
struct Entry {
    typed: Typed,
    asked: RwSignal<Asked>,
    error: RwSignal<Option<String>>,
    is_checking: RwSignal<bool>,
    person: PersonNumber,
    badge: StoredValue<Option<String>>,
}

impl Entry {
    fn new(person: PersonNumber, badge: Option<String>) -> Self {
        Self {
            typed: Typed::digits(32),
            asked: RwSignal::new(Asked::Own { then_new: false }),
            error: RwSignal::new(None),
            is_checking: RwSignal::new(false),
            person,
            badge: StoredValue::new(badge),
        }
    }

    fn ask(self, next: Asked) {
        self.typed.clear();
        self.asked.set(next);
    }

    /// Takes what was typed: a PIN, or a new one, which is typed twice.
    fn enter(self) {
        let given = self.typed.text.get_untracked();
        if self.is_checking.get_untracked() || given.len() < FEWEST {
            return;
        }
        match self.asked.get_untracked() {
            Asked::Own { then_new: false } => self.send(given, None),
            Asked::Own { then_new: true } => self.ask(Asked::New { own: given }),
            Asked::New { own } => self.ask(Asked::NewAgain { own, new: given }),
            Asked::NewAgain { own, new } if new == given => self.send(own, Some(new)),
            Asked::NewAgain { own, .. } => {
                self.ask(Asked::New { own });
                self.error.set(Some(use_app().say(Message::PinsDiffer)));
            }
        }
    }

    fn send(self, pin: String, new_pin: Option<String>) {
        let app = use_app();
        self.is_checking.set(true);
        let badge = self.badge.get_value();
        let changes = new_pin.is_some();
        let ask =
            SignInRequest { person: self.person, pin: pin.clone(), badge, new_pin, browser: true };
        spawn_local(async move {
            // Lets the last dot be seen before the check takes its tenths of a second.
            crate::browser::pause(20).await;
            let outcome = app.device.sign_in(ask).await;
            self.is_checking.set(false);
            match outcome {
                Ok(()) => app.signal(Sounded::Done),
                Err(why) => {
                    app.signal(Sounded::NotCounted);
                    self.begin_anew(why, pin, changes);
                }
            }
        });
    }

    /// A new PIN that is not taken is typed again; after anything else it begins anew.
    fn begin_anew(self, why: NotSignedIn, own: String, changes: bool) {
        let is_about_new = matches!(why, NotSignedIn::ChangePin)
            || (changes && matches!(why, NotSignedIn::Told(_)));
        let own = if is_about_new { Asked::New { own } } else { Asked::Own { then_new: false } };
        self.ask(own);
        self.error.set(Some(word_of(why)));
    }

    /// Six digits are the rule and go in by themselves; a longer PIN, and a new one, by the button.
    fn follow_typing(self) {
        Effect::new(move || {
            let is_own = self.asked.with_untracked(|asked| matches!(asked, Asked::Own { .. }));
            if self.typed.text.with(String::len) == FEWEST && is_own {
                self.enter();
            }
            if self.typed.text.with(|text| !text.is_empty()) {
                self.error.set(None);
            }
        });
        let enter = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() == "Enter" {
                self.enter();
            }
        });
        on_cleanup(move || enter.remove());
    }
}

#[component]
fn Pin(who: Chosen, chosen: RwSignal<Option<Chosen>>) -> impl IntoView {
    let app = use_app();
    let Chosen { person, badge } = who;
    let entry = Entry::new(person.number, badge);
    entry.follow_typing();
    let Entry { typed, asked, error, is_checking, .. } = entry;
    let count = move || typed.text.with(String::len);
    let dots = move || {
        let count = count();
        (0..count.max(FEWEST)).map(|place| view! { <i class:f=place < count></i> }).collect_view()
    };
    let posts: Vec<_> = person.posts.iter().map(|post| say(post.called().capital())).collect();
    let name = person.name;
    view! {
        <main>
            <section class="hello"><span class="ava">{sized(Icon::Badge, Size::Huge)}</span>
                <div><b>{move || match asked.get() {
                    Asked::Own { .. } => say(Message::EnterPin(name.clone())).get(),
                    Asked::New { .. } => say(Message::ChoosePin).get(),
                    Asked::NewAgain { .. } => say(Message::PinOnceMore).get(),
                }}</b>
                    <span class="sec">{posts.into_iter().map(|post| view! { <span class="post">{post}</span> }).collect_view()}</span></div></section>
            <div class="dots" role="status" aria-label=move || say(Message::DigitsTyped(count())).get()>{dots}</div>
            <p class="trouble t-bad mid" role="alert">{move || error.get()}</p>
            <div class="grow"></div>
            <p class="cap ctr ix">{sized(Icon::Lock, Size::Small)}{move || say(Message::Locked(app.device.unsent.get()))}</p>
            <div class="padl"><Keypad typed/></div>
        </main>
        <div class="dock">
            <button class="btn" type="button" on:click=move |_| chosen.set(None)>{icon(Icon::Badge)}{say(Message::SomebodyElse)}</button>
            <button class="btn" type="button" data-do="new-pin" prop:disabled=move || is_checking.get()
                on:click=move |_| entry.ask(Asked::Own { then_new: true })>{icon(Icon::Lock)}{say(Message::NewPin)}</button>
            <button class="btn main" type="button" prop:disabled=move || is_checking.get() || count() < FEWEST on:click=move |_| entry.enter()>
                {say(Message::SignIn)}</button>
        </div>
    }
}

fn word_of(why: NotSignedIn) -> String {
    let app = use_app();
    let message = match why {
        NotSignedIn::Told(error) => {
            return error
                .said(app.language.get_untracked())
                .unwrap_or_else(|| app.say(Message::NeedsServer));
        }
        NotSignedIn::NeedsServer | NotSignedIn::Unreachable => Message::NeedsServer,
        NotSignedIn::BadgeNeeded => Message::BadgeNeeded,
        NotSignedIn::ChangePin => Message::ChoosePin,
        NotSignedIn::WrongPin => Message::WrongPin,
        NotSignedIn::Wait(until) => {
            Message::WaitForPin(number_format::clock_to_the_second(until, app.offset()))
        }
        NotSignedIn::MayNot(error) => why_not(error),
        NotSignedIn::Store(error) => Message::StoreTrouble(error.to_string()),
        NotSignedIn::Closed => Message::Opening,
    };
    app.say(message)
}

/// The sentence for somebody who cannot sign in here.
fn why_not(error: FindError) -> Message {
    match error {
        FindError::NeverSynced => Message::NobodyYetHow,
        FindError::Unknown => Message::NoSuchPerson,
        FindError::Several => Message::SeveralPeople,
        FindError::Revoked => Message::PersonRevoked,
        FindError::NoPostHere => Message::NoPostHere,
    }
}
