//! One tab's shell around the engine: keeps it in step with the database that all tabs share.

use std::cell::{Cell, RefCell};

use futures_channel::mpsc::UnboundedSender;
use inwards_engine::clock::ClockReading;
use inwards_engine::engine::{Delivery, Engine};
use inwards_engine::grants::KeptGrants;
use inwards_engine::outbox::OutboxError;
use inwards_engine::session::SignedIn;
use leptos::prelude::Set as _;
use sync_core::command::{Command, Notice};
use sync_core::time::Timestamp;

use super::clock_reading::read_clock;
use super::identity::Identity;
use super::link::LinkEvent;
use super::photo_file::PhotoFile;
use super::recorded::{PendingRedraw, RecordError, Recorded};
use super::server::Server;
use super::signals::Signals;
use super::store::{A_PAGE, Appended, Pulled, Store, StoreError};
use super::tab_message::TabMessage;
use super::tabs::Tabs;
use super::write_lock::{WriteGuard, WriteLock};

/// Written together where there are so many pages more than there need be.
const MANY_PAGES: u64 = 48;

/// The open device of one tab.
pub(crate) struct Shell {
    pub(crate) identity: Identity,
    pub(crate) engine: RefCell<Engine>,
    pub(crate) server: Server,
    pub(crate) store: Store,
    pub(crate) write_lock: WriteLock,
    pub(crate) tabs: Tabs,
    pub(crate) signals: Signals,
    /// What the engine holds of the outbox's entries, and of the pages pulled.
    pub(super) entries: Cell<u64>,
    pub(super) pages: Cell<u64>,
    /// When what is recorded now will be sent: the contact of this tab says so.
    pub(crate) delivery: Cell<Delivery>,
    /// To the contact, where this tab keeps it.
    pub(crate) events: UnboundedSender<LinkEvent>,
    /// To whoever sends photos, where this tab does.
    pub(crate) photo_nudges: UnboundedSender<()>,
    pub(crate) session: RefCell<Option<SignedIn>>,
    /// What the server granted to those who worked here lately.
    pub(super) grants: RefCell<KeptGrants>,
}

impl Shell {
    /// Carries a command out; when it returns, what was recorded is on disk, with its files.
    pub(crate) async fn record(
        &self,
        command: &Command,
        files: &[PhotoFile],
        asks: fn(&Notice) -> bool,
    ) -> Result<(Recorded, PendingRedraw), RecordError> {
        let held = self.write_lock.take().await;
        self.stay_awake();
        let plan = loop {
            let plan = self
                .engine
                .borrow()
                .handle_command(command, self.delivery.get(), read_clock())
                .map_err(RecordError::NotDone)?;
            if let Some(question) = plan.notices().iter().find(|notice| asks(notice)) {
                return Ok((Recorded::Asked(question.clone()), PendingRedraw::nothing()));
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
        let untold =
            if was_written { PendingRedraw::of(self.signals) } else { PendingRedraw::nothing() };
        if was_written {
            // Whatever is drawn when: what is not sent is counted at once.
            self.count_unsent();
            self.tabs.tell(&TabMessage::Written);
            // What is recorded is recorded, whether or not the count of files can be read.
            if !files.is_empty() && self.note_photos().await.is_err() {
                leptos::logging::error!("the photos that wait could not be counted");
            }
            self.wake(LinkEvent::Recorded);
        }
        Ok((Recorded::Done(done), untold))
    }

    /// Adds an entry to the outbox; where others were there before it, takes those up instead.
    pub(crate) async fn append(
        &self,
        _: &WriteGuard<'_>,
        entry: &[u8],
        files: &[PhotoFile],
    ) -> Result<bool, RecordError> {
        let known = self.entries.get();
        match self.store.append(known, entry, files).await.map_err(RecordError::Store)? {
            Appended::Done => {
                self.entries.set(known + 1);
                Ok(true)
            }
            Appended::Behind(entries) => {
                self.take_up(&entries).map_err(contradiction)?;
                self.changed();
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
    pub(crate) async fn catch_up(&self) -> Result<(), RecordError> {
        let _held = self.write_lock.take().await;
        let entries =
            self.store.entries_after(self.entries.get()).await.map_err(RecordError::Store)?;
        if !entries.is_empty() {
            self.take_up(&entries).map_err(contradiction)?;
            self.changed();
        }
        Ok(())
    }

    /// Takes up what the leader tab has pulled; all of it, where it began anew.
    pub(crate) async fn catch_up_pulled(&self, restart: bool) -> Result<(), RecordError> {
        let _held = self.write_lock.take().await;
        let known = if restart { 0 } else { self.pages.get() };
        let pulled = self.store.pulled_after(known).await.map_err(RecordError::Store)?;
        if pulled.last > known {
            let Pulled { last, facts, cursor } = pulled;
            let _ = self.engine.borrow_mut().handle_pulled_elsewhere(facts, cursor, restart);
            self.pages.set(last);
            self.changed();
        }
        Ok(())
    }

    /// This tab stored a page itself.
    pub(crate) fn note_page(&self, number: u64) {
        self.pages.set(number);
    }

    /// Writes many small pages together as few large ones.
    pub(crate) async fn tidy_up(&self) -> Result<(), StoreError> {
        let _held = self.write_lock.take().await;
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
    pub(crate) fn wake(&self, event: LinkEvent) {
        let _ = self.events.unbounded_send(event);
    }

    /// Tries to reach the server at once, whichever tab keeps the contact.
    pub(crate) fn reconnect(&self) {
        self.wake(LinkEvent::ReconnectWanted);
        self.tabs.tell(&TabMessage::Reconnect);
    }

    /// Something changed: what reads it runs again.
    pub(crate) fn changed(&self) {
        self.count_unsent();
        self.signals.changed();
    }

    fn count_unsent(&self) {
        self.signals.unsent.set(self.engine.borrow().outbox().unsent());
    }

    /// The instant now: the wall clock plus the offset that was last learned from the server.
    pub(crate) fn instant(&self) -> Timestamp {
        self.engine.borrow().instant(read_clock())
    }

    /// The clocks as they stand now, to date what is recorded.
    pub(crate) fn stamp(&self) -> ClockReading {
        read_clock()
    }
}

fn contradiction(error: OutboxError) -> RecordError {
    RecordError::Outbox(error.to_string())
}
