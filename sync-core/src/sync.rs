//! The sync protocol: what a device and the server say, and the device's side as a machine.
//!
//! The machine does no I/O: it is given messages and outcomes, and asks for the next step.
//! So the terminal client, the web app and the simulation run the same code. The server's
//! side keeps no state between messages but the log itself.

pub mod signed;

use serde::{Deserialize, Serialize};

use crate::fact::Fact;
use crate::ids::DeviceNumber;
use crate::time::{Span, Timestamp};
use crate::wire::{self, WireError};
pub use signed::{PreviousFact, PushPlace};

/// About how many bytes of facts one push or page carries.
pub const CHUNK_BYTES: u32 = 256 << 10;

/// How far a replica has read the server's log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cursor {
    /// Which log: a restore from a backup begins another (SEMANTICS 10).
    #[serde(rename = "incarnation")]
    pub epoch: u64,
    /// How many of its facts were read.
    pub position: u64,
}

/// What a device says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientMessage {
    /// The first message of every contact.
    #[serde(rename = "h")]
    Hello {
        /// Who speaks; must be the device that the token names.
        device: DeviceNumber,
        /// The device's clock, uncorrected.
        clock: Timestamp,
        /// The program and its version, for the devices' list.
        software: String,
        /// Facts recorded on the device and not yet acknowledged.
        unsent: u64,
        /// How much of its storage is used, in per cent; nothing where it does not know.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        storage_percent: Option<u8>,
    },
    /// Facts of this device, in sequence.
    #[serde(rename = "p")]
    Push {
        /// The facts, as [`wire::encode_batch`] writes them.
        #[serde(with = "serde_bytes")]
        batch: Vec<u8>,
    },
    /// The same, signed by the device's key, and chained to what it sent before (decision 0032).
    #[serde(rename = "q")]
    SignedPush {
        /// The facts, as [`wire::encode_batch`] writes them.
        #[serde(with = "serde_bytes")]
        batch: Vec<u8>,
        /// The device's fact before the first of them; none where that is its first of all.
        previous: Option<PreviousFact>,
        /// The signature over [`PushPlace::message`].
        #[serde(with = "serde_bytes")]
        signature: Vec<u8>,
    },
    /// Asks for what comes after a cursor.
    #[serde(rename = "g")]
    Pull {
        /// How far the device has read.
        cursor: Cursor,
        /// About how many bytes it wants at once.
        most_bytes: u32,
    },
    /// Asks for a page whenever the log has grown beyond the cursor; only on a live connection.
    #[serde(rename = "s")]
    Subscribe {
        /// How far the device has read.
        cursor: Cursor,
    },
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServerMessage {
    /// The answer to `Hello`.
    #[serde(rename = "w")]
    Welcome {
        /// The server's clock, from which the device learns its offset.
        now: Timestamp,
        /// The log that is read here.
        #[serde(rename = "incarnation")]
        epoch: u64,
        /// How many facts it holds.
        head: u64,
        /// The last of this device's facts that is durable here, admitted or set aside.
        known: u64,
        /// Which of its facts below `known` are not here: first and last of each run. After a
        /// restore from a backup, another device under the same name may have filled the log
        /// beyond what was lost.
        #[serde(default, rename = "holes")]
        gaps: Vec<(u64, u64)>,
    },
    /// The answer to `Push`: everything up to here is durable.
    #[serde(rename = "a")]
    Pushed {
        /// The last of this device's facts that is durable here.
        known: u64,
    },
    /// Facts in log order.
    #[serde(rename = "f")]
    Page {
        /// Where it begins: the cursor asked for, or the log's beginning where that was another log.
        from: Cursor,
        /// Where to go on reading.
        next: Cursor,
        /// How many facts the log holds.
        head: u64,
        /// The facts in the device's scope, as [`wire::encode_batch`] writes them.
        #[serde(with = "serde_bytes")]
        batch: Vec<u8>,
    },
    /// The server cannot do what was asked.
    #[serde(rename = "r")]
    Refused {
        /// The sort of refusal, which decides what the device does next.
        reason: RefusedBy,
        /// What happened and what to do now, for a person.
        detail: String,
    },
    /// The device was revoked. It may send what it recorded, which is set aside; to whatever else it
    /// asks this is the answer, and the order to erase itself once all it recorded is durable.
    #[serde(rename = "x")]
    Revoked {
        /// The last of this device's facts that is durable here.
        known: u64,
        /// What happened and what to do now, for a person.
        detail: String,
    },
}

/// Why a server refuses a message. Facts stay queued whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusedBy {
    /// A fact's kind or version is newer than the server: it must be updated first.
    ServerTooOld,
    /// The message does not name the device of its token.
    NotThisDevice,
    /// Facts are missing between what the server knows and what was pushed.
    Gap,
    /// The message is not what it should be.
    Malformed,
    /// The server cannot write now.
    Unavailable,
}

/// Something that the shell must carry out before it polls again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncAction {
    /// Send this; then hand over the answer with [`SyncSession::handle_message`].
    Send(ClientMessage),
    /// The server was reached: correct the clock, re-date and seal what was never sent, and
    /// take back acknowledgements above `known` and in `gaps` (the server was restored); then
    /// [`SyncSession::handle_finalized`]. A `known` above what was acknowledged proves nothing: an
    /// answer may be lost, or another device may write under this one's name; so those
    /// facts are sent again, and the server compares them.
    Contact {
        /// The server's clock minus the device's.
        offset: Span,
        /// How far that offset may be wrong.
        uncertainty: Span,
        /// The last of this device's facts that the server holds.
        known: u64,
        /// Which of them below it the server does not hold: first and last of each run.
        gaps: Vec<(u64, u64)>,
    },
    /// Hand over sealed facts after this sequence with [`SyncSession::handle_facts`].
    TakeFacts {
        /// The last sequence that the server holds.
        after: u64,
        /// About how many bytes of them.
        most_bytes: u32,
    },
    /// The server holds all facts up to here; note it, then [`SyncSession::handle_noted`].
    Acknowledged {
        /// The last of this device's facts that is durable on the server.
        known: u64,
    },
    /// Store these facts together with the cursor; then [`SyncSession::handle_stored`].
    Store {
        /// Facts in log order; all of them where `restart`.
        facts: Vec<Fact>,
        /// How far the log is read with them.
        cursor: Cursor,
        /// The log is another one: what was pulled before is to be forgotten first.
        restart: bool,
    },
    /// Everything was sent and read. A live session waits for messages and new facts.
    Idle,
    /// The contact ends, and says why; everything unsent stays.
    Failed(SyncError),
}

/// Why a contact failed; everything recorded stays queued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    /// The answer is not one of ours.
    #[error("the server answered something else than Inwards: {0}")]
    Rubbish(#[from] WireError),
    /// The answer does not fit the question.
    #[error("the server answered out of turn")]
    OutOfTurn,
    /// The server said no.
    #[error("{detail}")]
    Refused {
        /// The sort of refusal.
        reason: RefusedBy,
        /// What the server says of it, in English.
        detail: String,
    },
    /// The device was revoked: once everything up to `known` is all that it recorded, it erases
    /// itself.
    #[error("{detail}")]
    Revoked {
        /// The last of this device's facts that is durable on the server.
        known: u64,
        /// What the server says of it, in English.
        detail: String,
    },
}

/// Whether a session ends when all is read, or stays to hear more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Sends and reads until both sides are level, and ends.
    Once,
    /// Subscribes once both sides are level, and stays until the connection ends.
    Live,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Hello,
    AwaitWelcome { sent: Timestamp },
    Contacted { offset: Span, uncertainty: Span },
    Sealing,
    Push,
    AwaitFacts,
    AwaitPushed,
    Note,
    AwaitNoted,
    Pull,
    AwaitPage,
    Keep { facts: Vec<Fact>, next: Cursor, restart: bool },
    AwaitStored,
    Subscribe,
    Idle,
    Failed(SyncError),
}

/// One contact of a device with the server.
#[derive(Clone, Debug)]
pub struct SyncSession {
    device: DeviceNumber,
    software: String,
    mode: Mode,
    cursor: Cursor,
    unsent: u64,
    storage_percent: Option<u8>,
    /// The last own fact that the server is known to hold, the last that may be sent, and
    /// the last of the push under way.
    known: u64,
    finalized: u64,
    pushing: u64,
    /// How far the server says it knows this device, and with which gaps.
    claimed: u64,
    gaps: Vec<(u64, u64)>,
    head: u64,
    epoch: u64,
    subscribed: bool,
    state: State,
    /// Why the server took no push: told once what it has was read.
    held_back: Option<SyncError>,
    /// Pages that came while something else was under way, in order.
    waiting: Vec<ServerMessage>,
}

impl SyncSession {
    /// Opens a contact of a device that keeps `unsent` facts, from the cursor that the
    /// replica stands at and the last own fact that the server acknowledged.
    pub fn new(
        device: DeviceNumber,
        software: &str,
        cursor: Cursor,
        (acknowledged, unsent): (u64, u64),
        mode: Mode,
    ) -> Self {
        Self {
            device,
            software: software.to_owned(),
            mode,
            cursor,
            unsent,
            storage_percent: None,
            known: acknowledged,
            finalized: 0,
            pushing: 0,
            claimed: 0,
            gaps: Vec::new(),
            head: 0,
            epoch: 0,
            subscribed: false,
            state: State::Hello,
            held_back: None,
            waiting: Vec::new(),
        }
    }

    /// Says too how much of the device's storage is used, in per cent.
    #[must_use]
    pub const fn with_storage(mut self, percent: Option<u8>) -> Self {
        self.storage_percent = percent;
        self
    }

    /// Which log the server said that it keeps.
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The last fact of the push that is under way.
    pub const fn pushing(&self) -> u64 {
        self.pushing
    }

    /// How far the server's log is read, and how far it goes.
    pub const fn progress(&self) -> (u64, u64) {
        (self.cursor.position, self.head)
    }

    /// The next thing to do; `now` is the device's own clock.
    pub fn poll(&mut self, now: Timestamp) -> Option<SyncAction> {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Hello => {
                self.state = State::AwaitWelcome { sent: now };
                Some(SyncAction::Send(ClientMessage::Hello {
                    device: self.device,
                    clock: now,
                    software: self.software.clone(),
                    unsent: self.unsent,
                    storage_percent: self.storage_percent,
                }))
            }
            State::Contacted { offset, uncertainty } => {
                self.state = State::Sealing;
                let (known, gaps) = (self.claimed, std::mem::take(&mut self.gaps));
                Some(SyncAction::Contact { offset, uncertainty, known, gaps })
            }
            State::Push if self.known < self.finalized => {
                self.state = State::AwaitFacts;
                Some(SyncAction::TakeFacts { after: self.known, most_bytes: CHUNK_BYTES })
            }
            State::Push => {
                self.state = if self.subscribed { State::Idle } else { State::Pull };
                self.poll(now)
            }
            State::Note => {
                self.state = State::AwaitNoted;
                Some(SyncAction::Acknowledged { known: self.known })
            }
            // A live server sends the next page by itself: asking too would hear it twice.
            State::Pull if self.is_behind() && !self.subscribed => {
                self.state = State::AwaitPage;
                Some(SyncAction::Send(ClientMessage::Pull {
                    cursor: self.cursor,
                    most_bytes: CHUNK_BYTES,
                }))
            }
            State::Pull => {
                if let Some(error) = self.held_back.take() {
                    self.state = State::Failed(error);
                    return self.poll(now);
                }
                self.state = match self.mode {
                    Mode::Live if !self.subscribed => State::Subscribe,
                    Mode::Live | Mode::Once => State::Idle,
                };
                self.poll(now)
            }
            State::Subscribe => {
                self.subscribed = true;
                Some(SyncAction::Send(ClientMessage::Subscribe { cursor: self.cursor }))
            }
            State::Keep { facts, next, restart } => {
                self.cursor = next;
                self.state = State::AwaitStored;
                Some(SyncAction::Store { facts, cursor: next, restart })
            }
            State::Idle => self.poll_idle(now),
            State::Failed(error) => {
                self.state = State::Failed(error.clone());
                Some(SyncAction::Failed(error))
            }
            waiting @ (State::AwaitWelcome { .. }
            | State::Sealing
            | State::AwaitFacts
            | State::AwaitPushed
            | State::AwaitNoted
            | State::AwaitPage
            | State::AwaitStored) => {
                self.state = waiting;
                None
            }
        }
    }

    fn poll_idle(&mut self, now: Timestamp) -> Option<SyncAction> {
        if !self.waiting.is_empty() {
            let message = self.waiting.remove(0);
            self.handle_message(message, now);
            return self.poll(now);
        }
        if self.known < self.finalized {
            self.state = State::Push;
            return self.poll(now);
        }
        Some(SyncAction::Idle)
    }

    fn is_behind(&self) -> bool {
        self.cursor.epoch != self.epoch || self.cursor.position < self.head
    }

    /// The server answered, or told something by itself; `now` is the device's own clock.
    pub fn handle_message(&mut self, message: ServerMessage, now: Timestamp) {
        let state = std::mem::replace(&mut self.state, State::Idle);
        self.state = match (state, message) {
            // A device that is held back still reads what others wrote.
            (
                State::AwaitPushed,
                ServerMessage::Refused { reason: reason @ RefusedBy::Unavailable, detail },
            ) if !self.subscribed => {
                self.held_back = Some(SyncError::Refused { reason, detail });
                State::Pull
            }
            (_, ServerMessage::Refused { reason, detail }) => {
                State::Failed(SyncError::Refused { reason, detail })
            }
            (_, ServerMessage::Revoked { known, detail }) => {
                State::Failed(SyncError::Revoked { known, detail })
            }
            (
                State::AwaitWelcome { sent },
                ServerMessage::Welcome { now: server, epoch, head, known, gaps },
            ) => {
                self.epoch = epoch;
                self.head = head;
                self.claimed = known;
                self.gaps = gaps;
                self.known = self.known.min(known);
                // The server's clock was read somewhere between sending and hearing.
                let travelled = now.since(sent).0.max(0);
                let middle = sent.plus(Span(travelled / 2));
                State::Contacted {
                    offset: server.since(middle),
                    uncertainty: Span(travelled / 2 + 1),
                }
            }
            (State::AwaitPushed, ServerMessage::Pushed { known }) if known >= self.pushing => {
                self.known = self.pushing;
                State::Note
            }
            (State::AwaitPage | State::Idle, ServerMessage::Page { from, next, head, batch }) => {
                self.page(from, next, head, &batch)
            }
            (busy, page @ ServerMessage::Page { .. }) if self.subscribed => {
                self.waiting.push(page);
                busy
            }
            _ => State::Failed(SyncError::OutOfTurn),
        };
    }

    fn page(&mut self, from: Cursor, next: Cursor, head: u64, batch: &[u8]) -> State {
        let restart = from != self.cursor;
        let moves_on = next.epoch == self.epoch && next.position > from.position;
        let begins = from.epoch == self.epoch && from.position == 0;
        if !moves_on || (restart && !begins) {
            return State::Failed(SyncError::OutOfTurn);
        }
        self.head = head;
        match wire::decode_batch(batch) {
            Ok(facts) => State::Keep { facts, next, restart },
            Err(error) => State::Failed(SyncError::Rubbish(error)),
        }
    }

    /// What was never sent is re-dated and durable; facts up to `sealed` may be sent, from the
    /// last that is still `acknowledged` on.
    pub fn handle_finalized(&mut self, acknowledged: u64, finalized: u64) {
        self.finalized = self.finalized.max(finalized);
        if matches!(self.state, State::Sealing) {
            self.known = self.known.min(acknowledged);
            self.state = State::Push;
        }
    }

    /// The facts asked for, in sequence; what lies behind a gap is asked for again.
    pub fn handle_facts(&mut self, facts: &[Fact]) -> Option<ClientMessage> {
        let follows = |pair: &&[Fact]| {
            pair[0].header.id.sequence.checked_add(1) == Some(pair[1].header.id.sequence)
        };
        let run = facts.windows(2).take_while(follows).count() + 1;
        let Some(last) = facts.get(..run).and_then(<[Fact]>::last) else {
            self.finalized = self.known;
            self.state = State::Push;
            return None;
        };
        self.pushing = last.header.id.sequence;
        self.state = State::AwaitPushed;
        Some(ClientMessage::Push { batch: wire::encode_batch(&facts[..run]) })
    }

    /// The acknowledgement is noted.
    pub fn handle_noted(&mut self) {
        if matches!(self.state, State::AwaitNoted) {
            self.state = State::Push;
        }
    }

    /// The facts and the cursor are stored.
    pub fn handle_stored(&mut self) {
        if matches!(self.state, State::AwaitStored) {
            self.state = State::Pull;
        }
    }
}
