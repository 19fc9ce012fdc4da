//! Speaks with the server from the leader tab: live where a WebSocket can be had, else by polling.

use std::rc::Rc;
use std::time::Duration;

use futures_channel::mpsc::UnboundedReceiver;
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use inwards_engine::driver::{ContactError, Driver, Effect, Next, Save};
use inwards_engine::engine::Delivery;
use leptos::prelude::{Set as _, window};
use sync_core::sync::{Mode, SyncError};

use super::identity::Identity;
use super::link::{LinkEvent, LinkState};
use super::opening;
use super::photo_sending;
use super::recorded::RecordError;
use super::server::{self, ServerError};
use super::shell::Shell;
use super::socket::Socket;
use super::tab_message::TabMessage;
use super::tabs;
use super::trace::Trace;
use crate::browser::{listen, sleep};

/// What the server is told of this program.
const SOFTWARE: &str = concat!("inwards-web/", env!("CARGO_PKG_VERSION"));
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Where no live connection can be had, the server is asked so often.
const TURN: Duration = Duration::from_secs(10);
/// After so much silence the server is asked whether it is there.
const SILENCE: Duration = Duration::from_secs(25);
/// So long an answer that is due may take before that.
const IMPATIENCE: Duration = Duration::from_secs(6);
/// So many turns are taken before a line that was open, and brought nothing, is tried again.
const TURNS_INSTEAD: u32 = 12;

/// Why a contact ended.
#[derive(Debug, PartialEq, Eq)]
enum ContactEnd {
    /// The way is gone, or the server is.
    Lost,
    /// Another contact is needed at once: the clock stepped, or another tab wrote.
    Again,
    /// By turns: everything is sent and read.
    RoundDone,
    /// The line is open and the server is there, but nothing comes through.
    Silent,
    /// The server refused this device, with status 401 or 403.
    Refused,
    /// The server revoked this device; it holds all that was recorded here, and everything is erased.
    Erased,
}

impl From<RecordError> for ContactEnd {
    fn from(error: RecordError) -> Self {
        leptos::logging::error!("{error:?}");
        Self::Lost
    }
}

impl From<ServerError> for ContactEnd {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Refused { status: 401 | 403, .. } => Self::Refused,
            ServerError::Refused { .. } | ServerError::Unreachable(_) => Self::Lost,
        }
    }
}

/// Leads once the tab that led before is closed.
pub(crate) fn lead_when_it_is_our_turn(
    shell: Rc<Shell>,
    inbox: UnboundedReceiver<LinkEvent>,
    nudged: UnboundedReceiver<()>,
) {
    for (name, is_gone) in [("online", false), ("offline", true)] {
        let told = Rc::clone(&shell);
        listen(&window(), name, move |_| {
            told.wake(if is_gone { LinkEvent::WentOffline } else { LinkEvent::ReconnectWanted });
        });
    }
    tabs::when_leading(move || {
        leptos::task::spawn_local(photo_sending::send_when_possible(Rc::clone(&shell), nudged));
        leptos::task::spawn_local(async move { Leader::new(shell, inbox).lead().await });
    });
}

struct Leader {
    shell: Rc<Shell>,
    inbox: UnboundedReceiver<LinkEvent>,
    /// Counts the connections, so that a late message of an old one is not taken for a new one's.
    number: u64,
    link: LinkState,
    /// Whether anything came over the present connection.
    has_heard: bool,
    /// How many turns are taken before a live connection is tried again.
    turns_left: u32,
}

impl Leader {
    fn new(shell: Rc<Shell>, inbox: UnboundedReceiver<LinkEvent>) -> Self {
        Self { shell, inbox, number: 0, link: LinkState::Away, has_heard: false, turns_left: 0 }
    }

    async fn lead(&mut self) {
        // Whatever the tab that led before left behind.
        let caught_up = self.shell.catch_up().await;
        let tidied = self.shell.tidy_up().await.map_err(RecordError::Store);
        if let Err(error) = caught_up.and(tidied) {
            leptos::logging::error!("{error:?}");
        }
        let mut rest = FIRST_PAUSE;
        loop {
            let ended = self.contact().await;
            self.shell.delivery.set(Delivery::Later);
            match ended {
                ContactEnd::Again => {}
                ContactEnd::Silent => self.turns_left = TURNS_INSTEAD,
                ContactEnd::RoundDone => self.rest(TURN).await,
                ContactEnd::Erased => return opening::begin_anew(),
                ContactEnd::Lost | ContactEnd::Refused => {
                    let was_good = matches!(self.link, LinkState::Live | LinkState::Polling);
                    let is_refused = ended == ContactEnd::Refused;
                    self.tell(if is_refused { LinkState::Refused } else { LinkState::Away });
                    rest = if was_good { FIRST_PAUSE } else { (rest * 2).min(LONGEST_PAUSE) };
                    self.rest(rest).await;
                }
            }
        }
    }

    /// Waits, unless somebody wants to be connected now.
    async fn rest(&mut self, time: Duration) {
        let mut wait = Box::pin(sleep(time));
        loop {
            match select(wait, self.inbox.next()).await {
                Either::Left(_) | Either::Right((None | Some(LinkEvent::ReconnectWanted), _)) => {
                    return;
                }
                Either::Right((Some(LinkEvent::Recorded), _))
                    if self.link == LinkState::Polling =>
                {
                    return;
                }
                Either::Right((Some(event), rest)) => {
                    wait = rest;
                    if matches!(event, LinkEvent::Asked) {
                        self.tell(self.link);
                    }
                }
            }
        }
    }

    fn tell(&mut self, link: LinkState) {
        self.link = link;
        self.shell.signals.link.set(link);
        self.shell.tabs.tell(&TabMessage::Linked(link));
    }

    async fn contact(&mut self) -> ContactEnd {
        match self.try_contact().await {
            Ok(never) => never,
            Err(ended) => ended,
        }
    }

    async fn try_contact(&mut self) -> Result<ContactEnd, ContactEnd> {
        let token = self.shell.server.fresh_token().await?;
        if let Some(left) = self.turns_left.checked_sub(1) {
            self.turns_left = left;
            return self.take_turn().await;
        }
        self.number += 1;
        self.has_heard = false;
        let events = self.shell.events.clone();
        let Some(socket) = Socket::connect(self.number, &token, events).await else {
            return self.take_turn().await;
        };
        let used = crate::browser::storage_percent().await;
        let mut driver = Driver::new(&self.shell.engine.borrow(), SOFTWARE, Mode::Live)
            .with_storage(used)
            .with_signatures();
        if self.link != LinkState::Live {
            self.tell(LinkState::Fetching);
        }
        loop {
            self.speak(&mut driver, &socket).await?;
            self.listen(&mut driver).await?;
        }
    }

    /// Takes the contact as far as it goes without the other side.
    async fn speak(&mut self, driver: &mut Driver, socket: &Socket) -> Result<(), ContactEnd> {
        loop {
            match self.advance(driver).await? {
                Next::Send(message) => {
                    if !socket.send(&message) {
                        return Err(ContactEnd::Lost);
                    }
                }
                Next::Idle | Next::Done => {
                    let (read, head) = driver.progress();
                    if read >= head && self.link != LinkState::Live {
                        self.tell(LinkState::Live);
                        self.shell.tell_wrong_pins().await;
                    }
                    self.shell.nudge_photos();
                    return Ok(());
                }
                Next::Failed(error) => return Err(self.failed(&error).await),
                Next::Await => return Ok(()),
            }
        }
    }

    /// Waits for the other side, or for something to tell it.
    async fn listen(&mut self, driver: &mut Driver) -> Result<(), ContactEnd> {
        loop {
            let is_due = !self.has_heard || self.shell.engine.borrow().outbox().unsent() > 0;
            let patience = if is_due { IMPATIENCE } else { SILENCE };
            let event = match select(Box::pin(sleep(patience)), self.inbox.next()).await {
                Either::Left(_) if server::is_there().await => {
                    if is_due {
                        return Err(ContactEnd::Silent);
                    }
                    continue;
                }
                Either::Left(_) | Either::Right((None, _)) => return Err(ContactEnd::Lost),
                Either::Right((Some(event), _)) => event,
            };
            match event {
                LinkEvent::Heard(number, bytes) if number == self.number => {
                    self.has_heard = true;
                    driver.handle_bytes(&bytes, self.shell.stamp());
                    return Ok(());
                }
                LinkEvent::Lost(number) if number == self.number => return Err(ContactEnd::Lost),
                LinkEvent::Heard(..) | LinkEvent::Lost(_) | LinkEvent::ReconnectWanted => {}
                LinkEvent::WentOffline => return Err(ContactEnd::Lost),
                LinkEvent::Asked => self.tell(self.link),
                LinkEvent::Recorded => {
                    let can_be_sent = driver.handle_recorded(&self.shell.engine.borrow());
                    return if can_be_sent { Ok(()) } else { Err(ContactEnd::Again) };
                }
            }
        }
    }

    /// Sends and fetches over plain HTTP until nothing is left.
    async fn take_turn(&mut self) -> Result<ContactEnd, ContactEnd> {
        let used = crate::browser::storage_percent().await;
        let mut driver = Driver::new(&self.shell.engine.borrow(), SOFTWARE, Mode::Once)
            .with_storage(used)
            .with_signatures();
        loop {
            match self.advance(&mut driver).await? {
                Next::Send(message) => {
                    let answer = self.shell.server.exchange(&message).await?;
                    driver.handle_bytes(&answer, self.shell.stamp());
                }
                Next::Done | Next::Idle => break,
                Next::Failed(error) => return Err(self.failed(&error).await),
                Next::Await => return Err(ContactEnd::Lost),
            }
        }
        self.tell(LinkState::Polling);
        self.shell.tell_wrong_pins().await;
        self.shell.nudge_photos();
        // What was sent may have been set aside: that is told in what is read after it.
        Ok(if driver.summary().sent > 0 { ContactEnd::Again } else { ContactEnd::RoundDone })
    }

    /// What becomes of a contact that failed: a device that was revoked is erased, once the server
    /// holds all that it recorded.
    async fn failed(&self, error: &ContactError) -> ContactEnd {
        leptos::logging::warn!("{error}");
        let ContactError::Sync(SyncError::Revoked { known, .. }) = error else {
            return ContactEnd::Lost;
        };
        let shell = &self.shell;
        // Nothing is recorded while it is looked at, and nothing afterwards.
        let held = shell.write_lock.take().await;
        let is_all_known = shell.engine.borrow().is_all_known(*known)
            && shell.store.entries_after(shell.entries.get()).await.is_ok_and(|new| new.is_empty());
        if !is_all_known {
            return ContactEnd::Refused;
        }
        if let Err(error) = shell.store.erase().await {
            leptos::logging::error!("{error:?}");
            return ContactEnd::Refused;
        }
        let Identity { name, short_code, .. } = shell.identity.clone();
        Trace { name, short_code, unsent: 0, is_erased: true }.leave();
        shell.tabs.tell(&TabMessage::Erased);
        drop(held);
        ContactEnd::Erased
    }

    /// Takes the contact as far as it goes without the other side: writes what is to be written.
    async fn advance(&self, driver: &mut Driver) -> Result<Next, ContactEnd> {
        let shell = &self.shell;
        let held = shell.write_lock.take().await;
        let next = loop {
            let effect = driver.poll(&mut shell.engine.borrow_mut(), shell.stamp());
            match effect {
                Effect::Save(Save::Outbox(entry)) => {
                    // What another tab wrote meanwhile was not in this plan.
                    if !shell.append(&held, &entry, &[]).await? {
                        return Err(ContactEnd::Again);
                    }
                    driver.handle_saved(&mut shell.engine.borrow_mut());
                    shell.tabs.tell(&TabMessage::Written);
                    shell.changed();
                }
                Effect::Save(Save::Replica(page)) => {
                    let stored = shell.store.store_page(&page.facts, page.cursor, page.restart);
                    shell.note_page(stored.await.map_err(RecordError::Store)?);
                    driver.handle_saved(&mut shell.engine.borrow_mut());
                    shell.tabs.tell(&TabMessage::Pulled { restart: page.restart });
                    shell.changed();
                }
                Effect::Sign(text) => {
                    let signature = shell.server.signature(&text).await?;
                    driver.handle_signature(signature);
                }
                Effect::Next(next) => break next,
            }
        };
        shell.delivery.set(driver.delivery());
        Ok(next)
    }
}
