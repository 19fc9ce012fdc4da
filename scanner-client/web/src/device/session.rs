//! Who is signed in: shown by a PIN that is checked here, offline too; over after a quiet while.

use inwards_engine::pin::{self, WrongPins};
use leptos::prelude::*;
use sync_core::ids::{DeviceNumber, PersonNumber, to_half_width};
use sync_core::post::Posts;
use sync_core::time::{Span, Timestamp};
use sync_core::view::{self, ScannedKind};

use super::desk::Desk;
use super::news::News;
use super::recorded::Trouble;
use super::shell::Shell;
use super::store::StoreError;
use super::who::{self, SESSION, Session};

/// So often activity is written down, at most.
const NOTED_EVERY: Span = Span::seconds(20);

const WRONG_PINS: &str = "wrong-pins";

/// Why somebody was not signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotSignedIn {
    /// The PIN is another.
    WrongPin,
    /// There were too many wrong ones: no PIN is looked at before this instant.
    Wait(Timestamp),
    /// They have no PIN, or may not work here any more.
    NoEntry,
    /// The browser could not write it.
    Store(StoreError),
}

/// Somebody who may sign in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// Their number, as it stands on their badge.
    pub(crate) number: PersonNumber,
    /// Their name.
    pub(crate) name: String,
    /// What they may do on this device.
    pub(crate) posts: Posts,
}

impl Desk {
    /// Everybody who may sign in here, by name.
    pub(crate) fn people(self) -> Vec<Person> {
        let now = self.now.get_untracked();
        self.read(|engine| {
            let device = engine.replica().device(engine.device());
            let allowed = device.map(|device| device.posts).unwrap_or_default();
            let mut people: Vec<Person> = engine
                .replica()
                .people()
                .filter(|(_, state)| state.pin_hash.is_some())
                .filter(|(_, state)| state.revoked.is_none_or(|at| at > now))
                .map(|(number, state)| Person {
                    number,
                    name: state.name.as_ref().map(ToString::to_string).unwrap_or_default(),
                    posts: state.posts_now().both(allowed),
                })
                .filter(|person| person.posts != Posts::NONE)
                .collect();
            people.sort_by(|a, b| a.name.cmp(&b.name));
            people
        })
    }

    /// Whose badge was scanned, or whose number or name was typed.
    pub(crate) fn person_of(self, code: &str) -> Option<Person> {
        let scanned = self.peek(|engine| Some(view::scan(engine.replica(), code)))?;
        if scanned.kind == ScannedKind::Person {
            return self.person_numbered(PersonNumber(scanned.code.parse().ok()?));
        }
        let plain = to_half_width(code.trim()).to_lowercase();
        let number = plain.parse().ok().map(PersonNumber);
        let mut found = self
            .people()
            .into_iter()
            .filter(|person| Some(person.number) == number || person.name.to_lowercase() == plain);
        // Two of one name are told apart by their numbers alone.
        found.next().filter(|_| found.next().is_none())
    }

    /// Somebody who may sign in here, by the number on their badge.
    pub(crate) fn person_numbered(self, number: PersonNumber) -> Option<Person> {
        self.people().into_iter().find(|person| person.number == number)
    }

    /// The name of somebody, where it is known.
    pub(crate) fn name_of(self, person: PersonNumber) -> String {
        self.view(|replica| {
            let state = replica.person(person);
            let name = state.and_then(|state| state.name.as_ref()).map(ToString::to_string);
            name.unwrap_or_else(|| person.0.to_string())
        })
    }

    /// A device as people call it.
    pub(crate) fn name_of_device(self, device: DeviceNumber) -> String {
        self.view(|replica| {
            let state = replica.device(device);
            let name = state.and_then(|state| state.name.as_ref()).map(ToString::to_string);
            name.unwrap_or_else(|| format!("#{device}"))
        })
    }

    /// Signs somebody in.
    pub(crate) async fn sign_in(
        self,
        person: PersonNumber,
        given: &str,
    ) -> Result<(), NotSignedIn> {
        let shell = self.shell().ok_or(NotSignedIn::NoEntry)?;
        let now = self.instant();
        let wrong = shell.store.note::<WrongPins>(WRONG_PINS).await.map_err(NotSignedIn::Store)?;
        let wrong = wrong.unwrap_or_default();
        if let Some(until) = wrong.wait_until(now) {
            return Err(NotSignedIn::Wait(until));
        }
        let hash = self.peek(|engine| {
            let state = engine.replica().person(person)?;
            let revoked = state.revoked.is_some_and(|at| at <= now);
            if revoked { None } else { state.pin_hash.clone() }
        });
        let hash = hash.ok_or(NotSignedIn::NoEntry)?;
        if !pin::fits(given, hash.as_str()) {
            let wrong = wrong.and_another(now);
            shell.store.write_note(WRONG_PINS, &wrong).await.map_err(NotSignedIn::Store)?;
            return Err(wrong.wait_until(now).map_or(NotSignedIn::WrongPin, NotSignedIn::Wait));
        }
        let session = Session::begin(person, now);
        shell.store.remove_note(WRONG_PINS).await.map_err(NotSignedIn::Store)?;
        shell.write_session(Some(session)).await.map_err(NotSignedIn::Store)
    }

    /// Locks the device; what is not sent stays.
    pub(crate) async fn sign_out(self) -> Result<(), Trouble> {
        let shell = self.shell().ok_or(Trouble::Closed)?;
        shell.write_session(None).await.map_err(Trouble::Store)
    }

    /// Somebody touched the device.
    pub(crate) fn stay_awake(self) {
        if let Some(shell) = self.shell() {
            shell.stay_awake();
        }
    }
}

impl Shell {
    /// Takes up whoever was signed in when the page was left.
    pub(super) async fn take_up_session(&self) -> Result<(), StoreError> {
        let now = self.engine.borrow().instant(self.stamp());
        let session = who::read(&self.store, now).await?;
        self.sit_down(session);
        Ok(())
    }

    /// Somebody else is at the device in another tab, or nobody.
    pub(crate) async fn look_who_is_here(&self) -> Result<(), Trouble> {
        self.take_up_session().await.map_err(Trouble::Store)
    }

    /// Notes who is signed in.
    pub(crate) fn sit_down(&self, session: Option<Session>) {
        let person = session.map(|session| session.person);
        *self.session.borrow_mut() = session;
        self.engine.borrow_mut().handle_signed_in(person);
        if self.signals.person.get_untracked() != person {
            self.signals.person.set(person);
        }
    }

    async fn write_session(&self, session: Option<Session>) -> Result<(), StoreError> {
        match &session {
            Some(session) => self.store.write_note(SESSION, session).await?,
            None => self.store.remove_note(SESSION).await?,
        }
        self.sit_down(session);
        self.tabs.tell(&News::Session);
        Ok(())
    }

    /// Somebody does something: the quiet begins anew.
    pub(crate) fn stay_awake(&self) {
        let now = self.instant();
        let session = *self.session.borrow();
        let Some(mut session) = session.filter(|session| session.holds_at(now)) else { return };
        if now.since(session.active).0 < NOTED_EVERY.0 {
            return;
        }
        session.active = now;
        *self.session.borrow_mut() = Some(session);
        let (store, tabs) = (self.store.clone(), self.tabs.clone());
        leptos::task::spawn_local(async move {
            // Not worth a word: the device only locks earlier than it should.
            let _ = store.write_note(SESSION, &session).await;
            tabs.tell(&News::Session);
        });
    }

    /// Locks the device once it was quiet for long.
    pub(crate) fn lock_when_quiet(&self) {
        let now = self.instant();
        let is_over = self.session.borrow().is_some_and(|session| !session.holds_at(now));
        if is_over {
            self.sit_down(None);
        }
    }
}
