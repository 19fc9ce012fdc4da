//! One tab's shell around the engine: keeps it in step with the database that all tabs share.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::mpsc::{UnboundedSender, unbounded};
use inwards_engine::clock::Stamp;
use inwards_engine::engine::{Delivery, Engine};
use inwards_engine::outbox::{Outbox, OutboxError};
use leptos::prelude::*;
use sync_core::command::{Command, Notice};

use super::identity::Identity;
use super::key::Key;
use super::live::{self, Event};
use super::pen::{Held, Pen};
use super::photos::PhotoFile;
use super::server::{self, Enrolled, Server, ServerError};
use super::session::{self, Session};
use super::stamp::stamp;
use super::store::{A_PAGE, Appended, Pulled, Store, StoreError};
use super::tabs::{News, Tabs};
use super::{Desk, Phase, Recorded, Trouble, Untold};
use crate::browser::said;

/// Who this device is.
const IDENTITY: &str = "identity";
/// Its key.
const KEY: &str = "key";
/// The code and the key of an enrolment that is under way.
const ENROLLING: &str = "enrolling";
const ENROLLING_KEY: &str = "enrolling-key";
/// Written together where there are so many pages more than there need be.
const MANY_PAGES: u64 = 48;

/// Why the device was not enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotEnrolled {
    /// The server did not answer, or did not take the code.
    Server(ServerError),
    /// The browser cannot make or keep a key.
    Browser(String),
}

/// The open device.
pub(crate) struct Shell {
    pub(crate) identity: Identity,
    pub(crate) engine: RefCell<Engine>,
    pub(crate) server: Server,
    pub(crate) store: Store,
    pub(crate) pen: Pen,
    pub(crate) tabs: Tabs,
    pub(crate) desk: Desk,
    /// What the engine holds of the outbox's entries, and of the pages pulled.
    entries: Cell<u64>,
    pages: Cell<u64>,
    /// When what is recorded now will be sent: the contact of this tab says so.
    pub(crate) delivery: Cell<Delivery>,
    /// To the contact, where this tab keeps it.
    pub(crate) events: UnboundedSender<Event>,
    /// To whoever sends photos, where this tab does.
    pub(crate) photo_nudges: UnboundedSender<()>,
    pub(crate) session: RefCell<Option<Session>>,
}

/// Opens the device, where this browser is one.
pub(crate) async fn open(desk: Desk) {
    let opened = async {
        let store = Store::open().await?;
        let identity: Option<Identity> = store.note(IDENTITY).await?;
        let key = store.kept(KEY).await?;
        let (Some(identity), Some(key)) = (identity, key) else { return Ok(false) };
        start(desk, store, identity, Key::of(key)).await?;
        Ok(true)
    };
    match opened.await {
        Ok(true) => {}
        Ok(false) => desk.phase.set(Phase::NotEnrolled),
        Err(error) => desk.phase.set(Phase::Broken(error)),
    }
}

async fn start(desk: Desk, store: Store, identity: Identity, key: Key) -> Result<(), StoreError> {
    let entries = store.entries_after(0).await?;
    let Pulled { last, facts, cursor } = store.pulled_after(0).await?;
    let mut outbox = Outbox::new(identity.device);
    for entry in &entries {
        outbox.replay(entry).map_err(|error| StoreError::Other(error.to_string()))?;
    }
    let engine = Engine::new(identity.device, outbox, facts, cursor);
    let (events, inbox) = unbounded();
    let (photo_nudges, nudged) = unbounded();
    let shell = Rc::new(Shell {
        server: Server::of(identity.device, key),
        identity,
        engine: RefCell::new(engine),
        store,
        pen: Pen::default(),
        tabs: Tabs::open(desk),
        desk,
        entries: Cell::new(entries.len() as u64),
        pages: Cell::new(last),
        delivery: Cell::new(Delivery::Later),
        events,
        photo_nudges,
        session: RefCell::new(None),
    });
    shell.take_up_session().await?;
    shell.count_photos().await?;
    desk.shell.set_value(Some(Rc::clone(&shell)));
    // Not before this tab can take note of the answer.
    shell.tabs.tell(&News::WhoLeads);
    desk.phase.set(Phase::Ready);
    desk.changed();
    ask_to_persist(desk);
    live::lead_when_it_is_our_turn(shell, inbox, nudged);
    Ok(())
}

/// Asks the browser not to throw the data away when room is short.
fn ask_to_persist(desk: Desk) {
    leptos::task::spawn_local(async move {
        let storage = window().navigator().storage();
        let granted = match storage.persist() {
            Ok(promise) => crate::browser::promised(promise.into()).await.ok(),
            Err(_) => None,
        };
        desk.persisted.set(Some(granted.and_then(|granted| granted.as_bool()).unwrap_or(false)));
    });
}

/// Trades a code for a number. Where only the answer was lost, the same key asks again.
pub(crate) async fn enrol(desk: Desk, code: &str) -> Result<(), NotEnrolled> {
    let in_store = |error: StoreError| NotEnrolled::Browser(error.to_string());
    let store = Store::open().await.map_err(in_store)?;
    let begun: Option<String> = store.note(ENROLLING).await.map_err(in_store)?;
    let kept = store.kept(ENROLLING_KEY).await.map_err(in_store)?;
    let key = match (begun, kept) {
        (Some(begun), Some(key)) if begun == code => Key::of(key),
        _ => Key::generate().await.map_err(|error| NotEnrolled::Browser(said(&error)))?,
    };
    store.keep(ENROLLING_KEY, key.to_keep()).await.map_err(in_store)?;
    store.write_note(ENROLLING, &code).await.map_err(in_store)?;

    let enrolled = server::enrol(code, &key).await.map_err(NotEnrolled::Server)?;
    let Enrolled { device, short_code, name, site } = enrolled;
    let identity = Identity { device, short_code, name, site };
    store.keep(KEY, key.to_keep()).await.map_err(in_store)?;
    store.write_note(IDENTITY, &identity).await.map_err(in_store)?;
    store.remove_note(ENROLLING_KEY).await.map_err(in_store)?;
    store.remove_note(ENROLLING).await.map_err(in_store)?;
    start(desk, store, identity, key).await.map_err(in_store)
}

impl Shell {
    /// Carries a command out; when it returns, what was recorded is on disk, with its files.
    pub(crate) async fn record(
        &self,
        command: &Command,
        files: &[PhotoFile],
        asks: fn(&Notice) -> bool,
    ) -> Result<(Recorded, Untold), Trouble> {
        let held = self.pen.take().await;
        self.stay_awake();
        let plan = loop {
            let plan = self
                .engine
                .borrow()
                .handle_command(command, self.delivery.get(), stamp())
                .map_err(Trouble::NotDone)?;
            if let Some(question) = plan.notices().iter().find(|notice| asks(notice)) {
                return Ok((Recorded::Asked(question.clone()), Untold(None)));
            }
            let Some(entry) = plan.entry() else { break plan };
            // Where another tab was quicker, its facts come first and the plan is made anew.
            if self.append(&held, &entry, files).await? {
                break plan;
            }
        };
        let was_written = plan.entry().is_some();
        let done = self.engine.borrow_mut().handle_saved(plan).map_err(contradiction)?;
        drop(held);
        let untold = Untold(was_written.then_some(self.desk));
        if was_written {
            // Whatever is drawn when: what is not sent is counted at once.
            self.desk.count_unsent();
            self.tabs.tell(&News::Written);
            // What is recorded is recorded, whether or not the count of files can be read.
            if !files.is_empty() && self.note_photos().await.is_err() {
                leptos::logging::error!("the photos that wait could not be counted");
            }
            self.wake(Event::Recorded);
        }
        Ok((Recorded::Done(done), untold))
    }

    /// Adds an entry to the outbox; where others were there before it, takes those up instead.
    pub(crate) async fn append(
        &self,
        _: &Held<'_>,
        entry: &[u8],
        files: &[PhotoFile],
    ) -> Result<bool, Trouble> {
        let known = self.entries.get();
        match self.store.append(known, entry, files).await.map_err(Trouble::Store)? {
            Appended::Done => {
                self.entries.set(known + 1);
                Ok(true)
            }
            Appended::Behind(entries) => {
                self.take_up(&entries).map_err(contradiction)?;
                self.desk.changed();
                Ok(false)
            }
        }
    }

    fn take_up(&self, entries: &[Vec<u8>]) -> Result<(), OutboxError> {
        for entry in entries {
            self.engine.borrow_mut().handle_written_elsewhere(entry)?;
            self.entries.set(self.entries.get() + 1);
        }
        Ok(())
    }

    /// Takes up what other tabs have written.
    pub(crate) async fn catch_up(&self) -> Result<(), Trouble> {
        let _held = self.pen.take().await;
        let entries = self.store.entries_after(self.entries.get()).await.map_err(Trouble::Store)?;
        if !entries.is_empty() {
            self.take_up(&entries).map_err(contradiction)?;
            self.desk.changed();
        }
        Ok(())
    }

    /// Takes up what the leading tab has pulled; all of it, where it began anew.
    pub(crate) async fn catch_up_pulled(&self, restart: bool) -> Result<(), Trouble> {
        let _held = self.pen.take().await;
        let known = if restart { 0 } else { self.pages.get() };
        let pulled = self.store.pulled_after(known).await.map_err(Trouble::Store)?;
        if pulled.last > known {
            let Pulled { last, facts, cursor } = pulled;
            let _ = self.engine.borrow_mut().handle_pulled_elsewhere(facts, cursor, restart);
            self.pages.set(last);
            self.desk.changed();
        }
        Ok(())
    }

    /// This tab stored a page itself.
    pub(crate) fn note_page(&self, number: u64) {
        self.pages.set(number);
    }

    /// Writes many small pages together as few large ones.
    pub(crate) async fn tidy_up(&self) -> Result<(), StoreError> {
        let _held = self.pen.take().await;
        let fewest = self.engine.borrow().replica().len() / A_PAGE;
        let more = self.store.count_pulled().await?.saturating_sub(fewest as u64);
        if more < MANY_PAGES {
            return Ok(());
        }
        let Pulled { facts, .. } = self.store.pulled_after(0).await?;
        self.pages.set(self.store.rewrite_pulled(&facts).await?);
        Ok(())
    }

    /// Tells the contact something; without one, nobody needs to know.
    pub(crate) fn wake(&self, event: Event) {
        let _ = self.events.unbounded_send(event);
    }

    /// Tries to reach the server at once, whichever tab keeps the contact.
    pub(crate) fn poke(&self) {
        self.wake(Event::Poked);
        self.tabs.tell(&News::Poke);
    }

    /// The clocks, read.
    pub(crate) fn stamp(&self) -> Stamp {
        stamp()
    }

    async fn take_up_session(&self) -> Result<(), StoreError> {
        let now = self.engine.borrow().instant(stamp());
        let session = session::read(&self.store, now).await?;
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
        if self.desk.person.get_untracked() != person {
            self.desk.person.set(person);
        }
    }
}

fn contradiction(error: OutboxError) -> Trouble {
    Trouble::Outbox(error.to_string())
}
