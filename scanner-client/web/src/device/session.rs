//! Who is signed in: what the engine decides, kept in the database and told to other tabs.

use inwards_engine::grants::{Given, KeptGrants};
use inwards_engine::pin::WrongPins;
use inwards_engine::session::{self, FindError, Lock, Person, SignIn, SignedIn};
use leptos::prelude::*;
use sync_core::api::{BADGE_NEEDED, CHANGE_PIN, Done, SignInRequest, WRONG_PIN};
use sync_core::ids::{DeviceNumber, PersonNumber};
use sync_core::post::Posts;
use sync_core::time::Timestamp;
use sync_core::view;

use super::clock_reading::read_clock;
use super::handle::DeviceHandle;
use super::recorded::RecordError;
use super::server::ServerError;
use super::shell::Shell;
use super::store::{GRANTS, StoreError};
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
    /// Only the server can sign them in here.
    NeedsServer,
    /// The badge is needed, too.
    BadgeNeeded,
    /// An administrator set the PIN: its owner has to take another.
    ChangePin,
    /// The server refuses it for a reason that it says.
    Told(ServerError),
    /// The server did not answer.
    Unreachable,
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

    /// Signs a person in, in every tab: by the server where that has to be, else by what it granted
    /// before; counts a wrong PIN.
    pub(crate) async fn sign_in(self, ask: SignInRequest) -> Result<(), NotSignedIn> {
        let shell = self.shell().ok_or(NotSignedIn::Closed)?;
        let wrong = shell.wrong_pins().await?;
        let stamp = read_clock();
        let asks_first = {
            let engine = shell.engine.borrow();
            if let Some(until) = session::wait_for_pin(&engine, wrong, stamp) {
                return Err(NotSignedIn::Wait(until));
            }
            session::person(&engine, ask.person).map_err(NotSignedIn::MayNot)?;
            let kept = shell.grants.borrow();
            ask.new_pin.is_some()
                || session::asks_server(&engine, &kept, ask.person, engine.instant(stamp))
        };
        if asks_first {
            return match shell.sign_in_by_server(&ask).await {
                Err(NotSignedIn::Unreachable) if ask.new_pin.is_none() => {
                    shell.sign_in_by_kept(&ask).await
                }
                Err(NotSignedIn::Unreachable) => Err(NotSignedIn::NeedsServer),
                answered => answered,
            };
        }
        match shell.sign_in_by_kept(&ask).await {
            Ok(()) => Ok(()),
            // Perhaps it is another one since, and the server knows.
            Err(why) => match shell.sign_in_by_server(&ask).await {
                Err(NotSignedIn::Unreachable) => Err(why),
                answered => answered,
            },
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
    async fn wrong_pins(&self) -> Result<WrongPins, NotSignedIn> {
        let wrong = self.store.note(WRONG_PINS).await.map_err(NotSignedIn::Store)?;
        Ok(wrong.unwrap_or_default())
    }

    async fn sign_in_by_server(&self, ask: &SignInRequest) -> Result<(), NotSignedIn> {
        let asked = read_clock();
        let answer = match self.server.sign_in(ask).await {
            Ok(answer) => answer,
            Err(ServerError::Unreachable(_)) => return Err(NotSignedIn::Unreachable),
            Err(ServerError::Refused { kind, .. }) if kind == WRONG_PIN => {
                return Err(NotSignedIn::WrongPin);
            }
            Err(ServerError::Refused { kind, .. }) if kind == CHANGE_PIN => {
                return Err(NotSignedIn::ChangePin);
            }
            Err(ServerError::Refused { kind, .. }) if kind == BADGE_NEEDED => {
                return Err(NotSignedIn::BadgeNeeded);
            }
            Err(ServerError::Refused { status, .. }) if status >= 500 => {
                return Err(NotSignedIn::Unreachable);
            }
            Err(refused) => return Err(NotSignedIn::Told(refused)),
        };
        let stamps = (asked, read_clock());
        let learned = self.engine.borrow().learn_clock(answer.server_time, stamps);
        if let Some(entry) = learned {
            let held = self.write_lock.take().await;
            // Where another tab was quicker, the next contact learns it.
            if self.append(&held, &entry, &[]).await.unwrap_or(false) {
                let _ = self.engine.borrow_mut().handle_written_elsewhere(&entry);
                self.tabs.tell(&TabMessage::Written);
            }
        }
        let signed_in = {
            let (engine, mut kept) = (self.engine.borrow(), self.grants.borrow_mut());
            session::granted(&engine, &mut kept, &answer, stamps.1)
        };
        self.take_up_granted(signed_in).await
    }

    async fn sign_in_by_kept(&self, ask: &SignInRequest) -> Result<(), NotSignedIn> {
        let given = Given { pin: &ask.pin, badge: ask.badge.as_deref() };
        let wrong = self.wrong_pins().await?;
        let sign_in = {
            let (engine, mut kept) = (self.engine.borrow(), self.grants.borrow_mut());
            session::unlock(&engine, (ask.person, given), (wrong, &mut kept), read_clock())
        };
        self.write_grants().await.map_err(NotSignedIn::Store)?;
        match sign_in {
            SignIn::Done(signed_in) => self.take_up_granted(signed_in).await,
            SignIn::WrongPin { wrong, wait } => {
                self.store.write_note(WRONG_PINS, &wrong).await.map_err(NotSignedIn::Store)?;
                Err(wait.map_or(NotSignedIn::WrongPin, NotSignedIn::Wait))
            }
            SignIn::Wait(until) => Err(NotSignedIn::Wait(until)),
            SignIn::MayNot(error) => Err(NotSignedIn::MayNot(error)),
            SignIn::NeedsServer => Err(NotSignedIn::NeedsServer),
            SignIn::BadgeNeeded => Err(NotSignedIn::BadgeNeeded),
        }
    }

    async fn take_up_granted(&self, signed_in: SignedIn) -> Result<(), NotSignedIn> {
        let taken = async {
            self.write_grants().await?;
            self.store.remove_note(WRONG_PINS).await?;
            self.write_session(Some(signed_in)).await
        };
        taken.await.map_err(NotSignedIn::Store)
    }

    async fn write_grants(&self) -> Result<(), StoreError> {
        let kept = self.grants.borrow().clone();
        self.store.write_note(GRANTS, &kept).await
    }

    /// Tells the server of PINs that were wrong while it could not be asked.
    pub(super) async fn tell_wrong_pins(&self) {
        let untold = self.grants.borrow().untold();
        for report in untold {
            let Ok(body) = serde_json::to_string(&report) else { return };
            let told: Result<Done, ServerError> =
                self.server.ask("POST", "/api/sign-in/wrong", (Some(body), None)).await;
            if told.is_ok() {
                self.grants.borrow_mut().told(report);
                // Not worth a word: it is told twice at worst.
                let _ = self.write_grants().await;
            }
        }
    }

    /// Takes up whoever was signed in when the page was left.
    pub(super) async fn take_up_session(&self) -> Result<(), StoreError> {
        let now = self.instant();
        let kept: Option<KeptGrants> = self.store.note(GRANTS).await?;
        *self.grants.borrow_mut() = kept.unwrap_or_default();
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
        let granted = person.and_then(|person| {
            session::time_left(&self.engine.borrow(), &self.grants.borrow(), person)
        });
        self.engine.borrow_mut().handle_signed_in(person);
        self.engine.borrow_mut().handle_granted(granted);
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
