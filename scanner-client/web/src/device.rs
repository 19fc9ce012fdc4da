//! The device at work: its engine, its database, its way to the server, and who works at it.

mod identity;
mod key;
mod live;
mod pen;
pub(crate) mod photos;
pub(crate) mod picture;
pub(crate) mod scanner;
mod server;
pub(crate) mod session;
mod shell;
pub(crate) mod signal;
mod socket;
mod stamp;
mod store;
mod tabs;
pub(crate) mod update;

use std::rc::Rc;

use inwards_engine::engine::{Done, Engine};
use inwards_engine::refusal::NotDone;
use leptos::prelude::*;
use sync_core::command::{Command, Notice};
use sync_core::ids::{ContentHash, FactId, PersonNumber};
use sync_core::replica::Replica;
use sync_core::time::Timestamp;

pub(crate) use identity::Identity;
pub(crate) use live::Link;
use photos::PhotoFile;
pub(crate) use server::ServerError;
pub(crate) use shell::NotEnrolled;
use shell::Shell;
pub(crate) use store::StoreError;

/// Where the device stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The database is being read.
    Opening,
    /// Nobody has told this browser which device it is.
    NotEnrolled,
    /// It works.
    Ready,
    /// The database could not be opened.
    Broken(StoreError),
}

/// Why something was not recorded. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The engine says no.
    NotDone(NotDone),
    /// The browser could not write it.
    Store(StoreError),
    /// The outbox contradicts itself.
    Outbox(String),
    /// The device is not open.
    Closed,
}

/// Something was recorded, and no screen was told of it yet: they are once this is dropped.
#[must_use = "screens are told of it once this is dropped"]
pub(crate) struct Untold(Option<Desk>);

impl Drop for Untold {
    fn drop(&mut self) {
        if let Some(desk) = self.0 {
            desk.changed();
        }
    }
}

/// What came of a command.
#[derive(Clone, Debug)]
pub(crate) enum Recorded {
    /// It is on disk.
    Done(Done),
    /// Nothing is stored: somebody has to answer first.
    Asked(Notice),
}

/// The device, as every screen reaches it: copied freely, all of one page.
///
/// Reading goes through [`Desk::read`], which makes whatever reads run again when a fact has
/// come; writing goes through [`Desk::record`], which returns when it is on disk.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// Where the device stands.
    pub(crate) phase: RwSignal<Phase>,
    /// How it is connected.
    pub(crate) link: RwSignal<Link>,
    /// Facts that the server does not hold yet.
    pub(crate) unsent: RwSignal<u64>,
    /// Photos whose files the server does not have yet.
    pub(crate) photos: RwSignal<Vec<ContentHash>>,
    /// Who is signed in.
    pub(crate) person: RwSignal<Option<PersonNumber>>,
    /// Whether the browser promised to keep the data; nothing while it was not asked.
    pub(crate) persisted: RwSignal<Option<bool>>,
    /// The corrected instant, a new one each second.
    pub(crate) now: RwSignal<Timestamp>,
    /// Counts the changes of what the engine holds.
    version: RwSignal<u64>,
    shell: StoredValue<Option<Rc<Shell>>, LocalStorage>,
}

impl Desk {
    /// A desk at which the device is being opened.
    pub(crate) fn open() -> Self {
        let desk = Self {
            phase: RwSignal::new(Phase::Opening),
            link: RwSignal::new(Link::Away),
            unsent: RwSignal::new(0),
            photos: RwSignal::new(Vec::new()),
            person: RwSignal::new(None),
            persisted: RwSignal::new(None),
            now: RwSignal::new(stamp::stamp().wall),
            version: RwSignal::new(0),
            shell: StoredValue::new_local(None),
        };
        leptos::task::spawn_local(shell::open(desk));
        set_interval(move || desk.tick(), std::time::Duration::from_secs(1));
        desk
    }

    /// Reads what the engine holds; asked again whenever that changes.
    ///
    /// Answers the default while the device is not open.
    pub(crate) fn read<T: Default>(self, read: impl FnOnce(&Engine) -> T) -> T {
        self.version.track();
        self.peek(read)
    }

    /// Reads a view of the replica, as [`Desk::read`] does.
    pub(crate) fn view<T: Default>(self, view: impl FnOnce(&Replica) -> T) -> T {
        self.read(|engine| view(engine.replica()))
    }

    /// Reads what the engine holds now, once.
    pub(crate) fn peek<T: Default>(self, read: impl FnOnce(&Engine) -> T) -> T {
        let Some(shell) = self.shell() else { return T::default() };
        let engine = shell.engine.borrow();
        read(&engine)
    }

    /// Carries a command out. When this returns, it is on disk; only then tell the person.
    pub(crate) async fn record(self, command: Command) -> Result<Done, Trouble> {
        self.record_with(command, &[]).await
    }

    /// Carries a command out together with the files of the photos that it names.
    pub(crate) async fn record_with(
        self,
        command: Command,
        files: &[PhotoFile],
    ) -> Result<Done, Trouble> {
        let shell = self.shell().ok_or(Trouble::Closed)?;
        for file in files {
            // Who took it sees it, also once its file went to the server.
            let _ = file.address();
        }
        match shell.record(&command, files, |_| false).await?.0 {
            Recorded::Done(done) => Ok(done),
            // Nobody wanted to ask.
            Recorded::Asked(_) => Err(Trouble::Closed),
        }
    }

    /// Carries a command out, unless there is something to ask first: then nothing is stored.
    ///
    /// Whoever asked says what came of it before anything else is drawn: no screen is told of it
    /// until the answer's last part is dropped, unless something else changes meanwhile.
    pub(crate) async fn record_or_ask(
        self,
        command: &Command,
        asks: fn(&Notice) -> bool,
    ) -> Result<(Recorded, Untold), Trouble> {
        let shell = self.shell().ok_or(Trouble::Closed)?;
        shell.record(command, &[], asks).await
    }

    /// How many of these facts were recorded here and are not on the server.
    pub(crate) fn unsent_of(self, facts: impl IntoIterator<Item = FactId>) -> u64 {
        self.read(|engine| {
            let known = engine.outbox().acknowledged();
            let own = facts.into_iter().filter(|fact| fact.device == engine.device());
            own.filter(|fact| fact.sequence > known).map(|_| 1).sum()
        })
    }

    /// What is known of this device itself.
    pub(crate) fn identity(self) -> Option<Identity> {
        self.phase.track();
        self.shell().map(|shell| shell.identity.clone())
    }

    /// Trades a one-time code for a number; the device is open afterwards.
    pub(crate) async fn enrol(self, code: &str) -> Result<(), NotEnrolled> {
        shell::enrol(self, code).await
    }

    /// Reads something that only the server knows.
    pub(crate) async fn get<T: serde::de::DeserializeOwned>(
        self,
        path: &str,
    ) -> Result<T, ServerError> {
        self.ask("GET", path, (None, None)).await
    }

    /// Asks the server for something that only it can do; nothing of it is kept here.
    pub(crate) async fn ask<T: serde::de::DeserializeOwned>(
        self,
        method: &str,
        path: &str,
        body_and_sitting: (Option<String>, Option<&str>),
    ) -> Result<T, ServerError> {
        let closed = || ServerError::Unreachable(String::new());
        let shell = self.shell().ok_or_else(closed)?;
        shell.server.ask(method, path, body_and_sitting).await
    }

    /// Tries to reach the server now instead of after the pause.
    pub(crate) fn reconnect(self) {
        if let Some(shell) = self.shell() {
            shell.poke();
        }
    }

    /// The corrected instant.
    pub(crate) fn instant(self) -> Timestamp {
        let stamp = stamp::stamp();
        self.shell().map_or(stamp.wall, |shell| shell.engine.borrow().instant(stamp))
    }

    fn shell(self) -> Option<Rc<Shell>> {
        self.shell.try_get_value().flatten()
    }

    /// Something changed: what reads it runs again.
    fn changed(self) {
        self.count_unsent();
        self.version.update(|version| *version += 1);
    }

    fn count_unsent(self) {
        self.unsent.set(self.peek(|engine| engine.outbox().unsent()));
    }

    fn tick(self) {
        self.now.set(self.instant());
        if let Some(shell) = self.shell() {
            shell.lock_when_quiet();
        }
    }
}
