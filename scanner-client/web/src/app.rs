//! The whole app: where one is, in which language and look, and what every screen can reach.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use sync_core::ids::PersonNumber;
use sync_core::post::Posts;
use sync_core::state::PersonState;
use sync_core::text::Language;
use sync_core::time::{SiteOffset, Timestamp};

use crate::browser::{badge, listen};
use crate::device::scanner::Scanner;
use crate::device::signal::Signal as Sounded;
use crate::device::update::Update;
use crate::device::{Desk, Phase, StoreError, Trouble};
use crate::kept::Kept;
use crate::parts::camera::{Camera, Looks};
use crate::parts::print::{Print, Printed};
use crate::parts::scan_field::ScanField;
use crate::parts::state::{Broken, Opening};
use crate::parts::toast::{Toast, Toasts};
use crate::place::{Face, Place};
use crate::screens;
use crate::screens::dock::HalfReports;
use crate::words::{Word, Words, say};

/// How the app looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the device is set.
    AsDevice,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// Black on white, for the yard.
    Sun,
}

impl Theme {
    /// All of them, as they stand in the settings.
    pub(crate) const ALL: [Self; 4] = [Self::AsDevice, Self::Light, Self::Dark, Self::Sun];

    const fn name(self) -> &'static str {
        match self {
            Self::AsDevice => "device",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Sun => "sun",
        }
    }
}

/// What every screen can reach.
#[derive(Clone, Copy)]
pub(crate) struct App {
    /// The device.
    pub(crate) desk: Desk,
    /// What screens keep of all that it holds.
    pub(crate) kept: Kept,
    /// Where one is.
    pub(crate) place: RwSignal<Place>,
    /// In which language.
    pub(crate) language: RwSignal<Language>,
    /// How it looks.
    pub(crate) theme: RwSignal<Theme>,
    /// Larger targets.
    pub(crate) gloves: RwSignal<bool>,
    /// What is scanned.
    pub(crate) scanner: Scanner,
    /// Whether codes are read by the camera, and how.
    pub(crate) camera: RwSignal<Option<Looks>>,
    /// Whether a new version waits.
    pub(crate) update: Update,
    /// Whether something is half typed: no new version is offered meanwhile.
    pub(crate) half_typed: RwSignal<u32>,
    /// The instant, a new one each minute.
    pub(crate) minute: Memo<Timestamp>,
    /// Whose badge was scanned while somebody else worked here: their PIN is asked next.
    pub(crate) coming: RwSignal<Option<PersonNumber>>,
    /// What is being printed.
    pub(crate) printing: RwSignal<Option<Print>>,
    /// What was half reported; outlasts the dock's face, and the lock, for whoever reported it.
    pub(crate) half_reported: StoredValue<HalfReports, LocalStorage>,
    toasts: Toasts,
}

thread_local! {
    static APP: Cell<Option<App>> = const { Cell::new(None) };
}

/// What every screen can reach: in components, handlers and tasks alike.
pub(crate) fn use_app() -> App {
    APP.get().expect("the app starts before its screens")
}

impl App {
    fn start() -> Self {
        let desk = Desk::open();
        let minute = Memo::new(move |_| {
            let millis = desk.now.get().millis();
            Timestamp::from_millis(millis - millis.rem_euclid(60_000))
        });
        let app = Self {
            desk,
            kept: Kept::of(desk),
            place: RwSignal::new(Place::read(&hash())),
            language: RwSignal::new(kept_language()),
            theme: RwSignal::new(kept_theme()),
            gloves: RwSignal::new(kept("gloves").as_deref() == Some("on")),
            scanner: Scanner::listen(desk, kept_scanner()),
            camera: RwSignal::new(None),
            update: Update::watch(),
            half_typed: RwSignal::new(0),
            minute,
            coming: RwSignal::new(None),
            printing: RwSignal::new(None),
            half_reported: StoredValue::new_local(HalfReports::new()),
            toasts: Toasts::default(),
        };
        APP.set(Some(app));
        listen(&window(), "hashchange", move |_| app.place.set(Place::read(&hash())));
        for touched in ["pointerdown", "keydown"] {
            listen(&window(), touched, move |_| app.desk.stay_awake());
        }
        Effect::new(move || app.dress());
        Effect::new(move || badge(app.desk.unsent.get()));
        Effect::new(move || {
            if let Ok(settings) = serde_json::to_string(&app.scanner.settings.get()) {
                keep("scanner", &settings);
            }
        });
        app
    }

    /// Moves to a place, as `dock/receipt/R00700AX`.
    pub(crate) fn go(self, path: &str) {
        // Setting the hash of a page never fails.
        let _ = window().location().set_hash(&format!("/{path}"));
        self.place.set(Place::read(&format!("#/{path}")));
    }

    /// Moves to a place instead of where one is: going back does not return here.
    pub(crate) fn go_instead(self, path: &str) {
        let _ = window().location().replace(&format!("#/{path}"));
        self.place.set(Place::read(&format!("#/{path}")));
    }

    /// Moves on from where something was begun, unless the person has gone elsewhere meanwhile.
    pub(crate) fn go_on(self, from: &Place, path: &str) {
        if self.place.with_untracked(|place| place == from) {
            self.go_instead(path);
        }
    }

    /// A text of ours, in the language of the moment.
    pub(crate) fn say(self, word: impl Words) -> String {
        word.in_language(self.language.get_untracked()).into_owned()
    }

    /// Why something was not recorded.
    pub(crate) fn trouble(self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::NotDone(not_done) => self.not_done(not_done),
            Trouble::Store(StoreError::Full) => self.say(Word::Full),
            Trouble::Store(StoreError::Blocked) => self.say(Word::OtherTab),
            Trouble::Store(StoreError::Other(why)) | Trouble::Outbox(why) => {
                self.say(Word::StoreTrouble(why.clone()))
            }
            Trouble::Closed => self.say(Word::Opening),
        }
    }

    fn not_done(self, not_done: &inwards_engine::refusal::NotDone) -> String {
        use crate::screens::shared_words::Refused;
        use inwards_engine::refusal::NotDone;
        match not_done {
            NotDone::Refused(refusal) => refusal.say(self.language.get_untracked()),
            NotDone::NotSignedIn => self.say(Refused::NotSignedIn),
            NotDone::Revoked => self.say(Refused::Revoked),
            NotDone::NeverSynced => self.say(Refused::NeverSynced),
            NotDone::TooMuch => self.say(Refused::TooMuch),
            NotDone::OlderCopy(_) => self.say(Refused::OlderCopy),
        }
    }

    /// Sound and vibration.
    pub(crate) fn signal(self, signal: Sounded) {
        signal.give();
    }

    /// Shows a toast for a few seconds.
    pub(crate) fn toast(self, toast: Toast) {
        self.toasts.show(toast);
    }

    /// The toasts on show.
    pub(crate) fn toasts(self) -> Toasts {
        self.toasts
    }

    /// Who is signed in.
    pub(crate) fn person(self) -> Option<PersonNumber> {
        self.desk.person.get()
    }

    /// Locks the device, so that somebody else can show who they are: whoever's badge was
    /// scanned, or anybody. What is unsent stays.
    pub(crate) fn hand_over(self, to: Option<PersonNumber>) {
        self.coming.set(to);
        leptos::task::spawn_local(async move {
            if let Err(trouble) = self.desk.sign_out().await {
                // Nobody came: the next lock asks anybody.
                self.coming.set(None);
                self.signal(Sounded::NotCounted);
                self.toast(Toast::refused(self.trouble(&trouble)));
            }
        });
    }

    /// What whoever is signed in may do on this device.
    pub(crate) fn posts(self) -> Posts {
        let Some(person) = self.person() else { return Posts::NONE };
        self.desk.read(|engine| {
            let device = engine.replica().device(engine.device()).map(|device| device.posts);
            let person = engine.replica().person(person).map(PersonState::posts_now);
            device.unwrap_or_default().both(person.unwrap_or_default())
        })
    }

    /// The site's distance from UTC.
    pub(crate) fn offset(self) -> SiteOffset {
        self.desk.peek(|engine| engine.replica().site()).offset
    }

    /// Puts language and look on the page, and keeps them for the next time.
    fn dress(self) {
        let Some(root) = document().document_element() else { return };
        let (language, theme, gloves) = (self.language.get(), self.theme.get(), self.gloves.get());
        let (tag, short) = match language {
            Language::Chinese => ("zh-CN", "zh"),
            Language::English => ("en", "en"),
        };
        let is_dark = match theme {
            Theme::Dark => true,
            Theme::AsDevice => prefers_dark(),
            Theme::Light | Theme::Sun => false,
        };
        let mut classes = Vec::new();
        if is_dark {
            classes.push("theme-dark");
        }
        if theme == Theme::Sun {
            classes.push("theme-sun");
        }
        if gloves {
            classes.push("gloves");
        }
        // The page's own root takes any attribute.
        let _ = root.set_attribute("lang", tag);
        let _ = root.set_attribute("class", &classes.join(" "));
        document().set_title(&self.say(Word::Inwards));
        keep("language", short);
        keep("theme", theme.name());
        keep("gloves", if gloves { "on" } else { "off" });
    }
}

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
        <crate::parts::toast::Shown/>
        <Printed/>
        <crate::parts::offer::Offer/>
    }
}

fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// A convenience of this browser, not a record.
pub(crate) fn kept(name: &str) -> Option<String> {
    let storage = window().local_storage().ok().flatten()?;
    storage.get_item(&format!("inwards-{name}")).ok().flatten()
}

/// Keeps a convenience.
pub(crate) fn keep(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A look that is not remembered is not worth a word.
        let _ = storage.set_item(&format!("inwards-{name}"), value);
    }
}

fn kept_language() -> Language {
    let own = kept("language");
    let asked = own.or_else(|| window().navigator().language()).unwrap_or_default();
    if asked.starts_with("zh") { Language::Chinese } else { Language::English }
}

/// How the scanner types; the usual, where nothing was set or it cannot be read.
fn kept_scanner() -> inwards_engine::wedge::Settings {
    let kept = kept("scanner").and_then(|text| serde_json::from_str(&text).ok());
    kept.unwrap_or_default()
}

fn kept_theme() -> Theme {
    let name = kept("theme").unwrap_or_default();
    Theme::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or(Theme::AsDevice)
}

fn prefers_dark() -> bool {
    let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// Runs once after a time; nothing is to be cancelled.
pub(crate) fn after(milliseconds: u64, then: impl FnOnce() + 'static) {
    set_timeout(then, Duration::from_millis(milliseconds));
}
