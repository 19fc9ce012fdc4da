//! What every screen can reach: the device, where one is, language and look, what lies over all.

use std::cell::Cell;

use leptos::prelude::*;
use sync_core::ids::PersonNumber;
use sync_core::post::Posts;
use sync_core::text::{Language, Say};
use sync_core::time::{SiteOffset, Timestamp};

use crate::browser::{badge, hash, keep, kept, listen};
use crate::device::scanner::Scanner;
use crate::device::signal::Signal as Sounded;
use crate::device::trace::Trace;
use crate::device::update::Update;
use crate::device::{DeviceHandle, Identity, Phase};
use crate::drafts::HalfReports;
use crate::incremental_views::IncrementalViews;
use crate::look::{self, Theme};
use crate::messages::{self, Message};
use crate::overlay::{Looks, Print, Toast, Toasts};
use crate::route::Route;

/// What every screen can reach.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub(crate) device: DeviceHandle,
    /// What screens keep of all that it holds.
    pub(crate) views: IncrementalViews,
    pub(crate) route: RwSignal<Route>,
    pub(crate) language: RwSignal<Language>,
    pub(crate) theme: RwSignal<Theme>,
    pub(crate) gloves: RwSignal<bool>,
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
    /// What was half reported; outlasts the dock's section, and the lock, for whoever reported it.
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
    /// Starts the app: before this, no screen can reach anything.
    pub(crate) fn start() -> Self {
        let device = DeviceHandle::open();
        let minute = Memo::new(move |_| {
            let millis = device.now.get().millis();
            Timestamp::from_millis(millis - millis.rem_euclid(60_000))
        });
        let app = Self {
            device,
            views: IncrementalViews::of(device),
            route: RwSignal::new(Route::read(&hash())),
            language: messages::begin_in(look::kept_language()),
            theme: RwSignal::new(look::kept_theme()),
            gloves: RwSignal::new(look::kept_gloves()),
            scanner: Scanner::listen(device, kept_scanner()),
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
        listen(&window(), "hashchange", move |_| app.route.set(Route::read(&hash())));
        for touched in ["pointerdown", "keydown"] {
            listen(&window(), touched, move |_| app.device.stay_awake());
        }
        Effect::new(move || look::dress(app.language.get(), app.theme.get(), app.gloves.get()));
        Effect::new(move || badge(app.device.unsent.get()));
        app.leave_a_trace();
        app.begin_anew_when_free();
        app.tell_of_other_layouts();
        Effect::new(move || {
            if let Ok(settings) = serde_json::to_string(&app.scanner.settings.get()) {
                keep("scanner", &settings);
            }
        });
        app
    }

    /// Notes beside the database how much of this device is only here.
    fn leave_a_trace(self) {
        Effect::new(move || {
            let unsent = self.device.unsent.get();
            if self.device.phase.get() != Phase::Ready {
                return;
            }
            if let Some(Identity { name, short_code, .. }) = self.device.identity() {
                Trace { name, short_code, unsent, is_erased: false }.leave();
            }
        });
    }

    /// Loads the new version that has taken over: at once, or, where something is half typed, at the
    /// first step to another screen after that.
    fn begin_anew_when_free(self) {
        let held_at = StoredValue::new(None::<Route>);
        Effect::new(move || {
            if !self.update.is_over.get() {
                return;
            }
            let (here, is_free) = (self.route.get(), self.half_typed.get() == 0);
            match held_at.get_value() {
                None if !is_free => held_at.set_value(Some(here)),
                Some(before) if !is_free || before == here => {}
                None | Some(_) => {
                    // A page can always be loaded anew.
                    let _ = window().location().reload();
                }
            }
        });
    }

    /// Says that a scan came in the keys of another layout: no code is guessed.
    fn tell_of_other_layouts(self) {
        Effect::new(move || {
            if self.scanner.differing.get() == 0 {
                return;
            }
            self.signal(Sounded::NotCounted);
            let how = self.say(Message::LayoutDiffersHow);
            self.toast(Toast::refused(self.say(Message::LayoutDiffers)).with_more(how));
        });
    }

    /// Moves to a route, as `dock/receipt/R00700AX`.
    pub(crate) fn go(self, path: &str) {
        // Setting the hash of a page never fails.
        let _ = window().location().set_hash(&format!("/{path}"));
        self.route.set(Route::read(&format!("#/{path}")));
    }

    /// Moves to a place instead of where one is: going back does not return here.
    pub(crate) fn go_instead(self, path: &str) {
        let _ = window().location().replace(&format!("#/{path}"));
        self.route.set(Route::read(&format!("#/{path}")));
    }

    /// Moves on from where something was begun, unless the person has gone elsewhere meanwhile.
    pub(crate) fn go_on(self, from: &Route, path: &str) {
        if self.route.with_untracked(|place| place == from) {
            self.go_instead(path);
        }
    }

    /// A text of ours, in the language of the moment.
    pub(crate) fn say(self, word: impl Say) -> String {
        word.say(self.language.get_untracked()).into_owned()
    }

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
        self.device.person.get()
    }

    /// Locks the device, so that somebody else can show who they are: whoever's badge was
    /// scanned, or anybody. What is unsent stays.
    pub(crate) fn hand_over(self, to: Option<PersonNumber>) {
        self.coming.set(to);
        leptos::task::spawn_local(async move {
            if let Err(error) = self.device.sign_out().await {
                // Nobody came: the next lock asks anybody.
                self.coming.set(None);
                self.signal(Sounded::NotCounted);
                let why = error.say(self.language.get_untracked());
                self.toast(Toast::refused(why));
            }
        });
    }

    /// What whoever is signed in may do on this device.
    pub(crate) fn posts(self) -> Posts {
        self.person().map_or(Posts::NONE, |person| self.device.posts_of(person))
    }

    /// The site's distance from UTC.
    pub(crate) fn offset(self) -> SiteOffset {
        self.device.peek(|engine| engine.replica().site()).offset
    }
}

/// How the scanner types; the usual, where nothing was set or it cannot be read.
fn kept_scanner() -> inwards_engine::wedge::Settings {
    let kept = kept("scanner").and_then(|text| serde_json::from_str(&text).ok());
    kept.unwrap_or_default()
}
