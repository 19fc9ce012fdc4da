//! Who is signed in: what the engine decides, kept in the database and told to other tabs.

use inwards_engine::pin::WrongPins;
use inwards_engine::session::{self, FindError, Lock, Person, SignIn, SignedIn};
use leptos::prelude::*;
use sync_core::ids::{DeviceNumber, PersonNumber};
use sync_core::post::Posts;
use sync_core::time::Timestamp;
use sync_core::view;

use super::clock_reading::read_clock;
use super::handle::DeviceHandle;
use super::recorded::RecordError;
use super::shell::Shell;
use super::store::StoreError;
use super::tab_message::TabMessage;

/// The page sees every touch and key.
const LOCK: Lock = Lock::AfterQuiet;

const SESSION: &str = "session";
const WRONG_PINS: &str = "wrong-pins";

/// Why somebody was not signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotSignedIn {
    /// The PIN is another.
    WrongPin,
    /// There were too many wrong ones: no PIN is looked at before this instant.
    Wait(Timestamp),
    /// The person may not sign in on this device.
    MayNot(FindError),
    /// The browser could not write it.
    Store(StoreError),
    /// The device is not open.
    Closed,
}

impl DeviceHandle {
    /// Everybody who may sign in here, by name.
    pub(crate) fn people(self) -> Vec<Person> {
        self.read(session::people)
    }

    /// The person whose badge was scanned, or whose number or name was typed.
    pub(crate) fn find_person(self, asked: &str) -> Result<Person, FindError> {
        let found = self.peek(|engine| Some(session::find(engine, asked)));
        found.unwrap_or(Err(FindError::NeverSynced))
    }

    /// Somebody who may sign in here, by the number on their badge.
    pub(crate) fn person_numbered(self, number: PersonNumber) -> Result<Person, FindError> {
        let found = self.peek(|engine| Some(session::person(engine, number)));
        found.unwrap_or(Err(FindError::NeverSynced))
    }

    /// What a person may do on this device.
    pub(crate) fn posts_of(self, person: PersonNumber) -> Posts {
        self.read(|engine| engine.posts_of(person))
    }

    /// The name of somebody; their number, where it is not known.
    pub(crate) fn name_of(self, person: PersonNumber) -> String {
        self.view(|replica| view::person_name(replica, person))
    }

    /// A device as people call it.
    pub(crate) fn name_of_device(self, device: DeviceNumber) -> String {
        self.view(|replica| view::device_name(replica, device))
    }

    /// Checks a PIN and signs the person in, in every tab; counts a wrong one.
    pub(crate) async fn sign_in(
        self,
        person: PersonNumber,
        given: &str,
    ) -> Result<(), NotSignedIn> {
        let shell = self.shell().ok_or(NotSignedIn::Closed)?;
        let stamp = read_clock();
        let wrong = shell.store.note::<WrongPins>(WRONG_PINS).await.map_err(NotSignedIn::Store)?;
        let wrong = wrong.unwrap_or_default();
        let sign_in = session::check_pin(&shell.engine.borrow(), person, given, wrong, stamp);
        match sign_in {
            SignIn::Done(signed_in) => {
                shell.store.remove_note(WRONG_PINS).await.map_err(NotSignedIn::Store)?;
                shell.write_session(Some(signed_in)).await.map_err(NotSignedIn::Store)
            }
            SignIn::WrongPin { wrong, wait } => {
                shell.store.write_note(WRONG_PINS, &wrong).await.map_err(NotSignedIn::Store)?;
                Err(wait.map_or(NotSignedIn::WrongPin, NotSignedIn::Wait))
            }
            SignIn::Wait(until) => Err(NotSignedIn::Wait(until)),
            SignIn::MayNot(error) => Err(NotSignedIn::MayNot(error)),
        }
    }

    /// Locks the device; what is not sent stays.
    pub(crate) async fn sign_out(self) -> Result<(), RecordError> {
        let shell = self.shell().ok_or(RecordError::Closed)?;
        shell.write_session(None).await.map_err(RecordError::Store)
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
        let now = self.instant();
        let signed_in: Option<SignedIn> = self.store.note(SESSION).await?;
        let signed_in = signed_in.map(|signed_in| self.moved(signed_in));
        self.sit_down(signed_in.filter(|signed_in| signed_in.holds(LOCK, now)));
        Ok(())
    }

    /// Somebody else is at the device in another tab, or nobody.
    pub(crate) async fn look_who_is_here(&self) -> Result<(), RecordError> {
        self.take_up_session().await.map_err(RecordError::Store)
    }

    /// A session by what is known of the clock now.
    fn moved(&self, signed_in: SignedIn) -> SignedIn {
        signed_in.moved(&self.engine.borrow().outbox().clock())
    }

    /// Notes who is signed in.
    fn sit_down(&self, signed_in: Option<SignedIn>) {
        let person = signed_in.map(|signed_in| signed_in.person);
        *self.session.borrow_mut() = signed_in;
        self.engine.borrow_mut().handle_signed_in(person);
        if self.signals.person.get_untracked() != person {
            self.signals.person.set(person);
        }
    }

    async fn write_session(&self, signed_in: Option<SignedIn>) -> Result<(), StoreError> {
        match &signed_in {
            Some(signed_in) => self.store.write_note(SESSION, signed_in).await?,
            None => self.store.remove_note(SESSION).await?,
        }
        self.sit_down(signed_in);
        self.tabs.tell(&TabMessage::Session);
        Ok(())
    }

    /// Somebody does something: the quiet begins anew.
    pub(crate) fn stay_awake(&self) {
        let now = self.instant();
        let signed_in = self.session.borrow().map(|signed_in| self.moved(signed_in));
        let Some(touched) = signed_in.and_then(|signed_in| signed_in.touched(LOCK, now)) else {
            return;
        };
        *self.session.borrow_mut() = Some(touched);
        let (store, tabs) = (self.store.clone(), self.tabs.clone());
        leptos::task::spawn_local(async move {
            // Not worth a word: the device only locks earlier than it should.
            let _ = store.write_note(SESSION, &touched).await;
            tabs.tell(&TabMessage::Session);
        });
    }

    /// Locks the device once it was quiet for long.
    pub(crate) fn lock_when_quiet(&self) {
        let now = self.instant();
        let is_over =
            self.session.borrow().is_some_and(|signed_in| !self.moved(signed_in).holds(LOCK, now));
        if is_over {
            self.sit_down(None);
        }
    }
}
