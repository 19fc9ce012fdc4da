//! Drives a contact with the server: turns the protocol's steps into effects for the shell.

use sync_core::fact::{Event, Fact, Kind, SetAsideReason};
use sync_core::ids::{ContentHash, FactId};
use sync_core::sync::{
    ClientMessage, Cursor, Mode, PreviousFact, PushPlace, ServerMessage, SyncAction, SyncError,
    SyncSession,
};
use sync_core::wire;

use crate::clock::ClockReading;
use crate::engine::{Delivery, Engine, PageNews};
use crate::outbox::{OutboxError, Record, encode_entry};

/// Something that the shell must carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write this; then [`Driver::handle_saved`].
    Save(Save),
    /// Sign this text with the device's key; then [`Driver::handle_signature`].
    Sign(String),
    /// Everything is written: speak with the other side.
    Next(Next),
}

/// Something that the shell must write before the contact goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Save {
    /// An entry of the outbox journal: append it, durably.
    Outbox(Vec<u8>),
    /// Facts and cursor: store them in one step.
    Replica(Page),
}

/// Where a contact stands once everything is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send these bytes; then hand over the answer with [`Driver::handle_bytes`].
    Send(Vec<u8>),
    /// An answer is awaited, or [`Driver::handle_saved`] is.
    Await,
    /// A live connection has nothing to do until somebody speaks.
    Idle,
    /// The contact is over: everything is sent and read.
    Done,
    /// The contact failed; what was recorded stays queued.
    Failed(ContactError),
}

/// A page of the server's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its facts, in log order.
    pub facts: Vec<Fact>,
    /// How far the log is read with them.
    pub cursor: Cursor,
    /// Whether what was pulled before is to be forgotten first.
    pub restart: bool,
}

/// Why a contact failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// The other side, or the way there.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// The outbox contradicts itself.
    #[error("the outbox contradicts itself: {0}")]
    Outbox(#[from] OutboxError),
}

/// What a contact did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Facts handed to the server.
    pub sent: u64,
    /// Facts that were new here.
    pub received: u64,
    /// Facts of this device that the server set aside, as far as this contact told.
    pub set_aside: Vec<FactId>,
    /// Those of them whose names other facts have on the server: this device was copied.
    pub copied: Vec<FactId>,
    /// Facts whose name another fact has here: a cloned device.
    pub id_collisions: Vec<FactId>,
}

impl Summary {
    /// Takes up what a further contact did.
    pub fn add(&mut self, other: &Self) {
        self.sent += other.sent;
        self.received += other.received;
        self.set_aside.extend(&other.set_aside);
        self.copied.extend(&other.copied);
        self.id_collisions.extend(&other.id_collisions);
    }
}

#[derive(Debug)]
enum Saving {
    Contact(Vec<Record>),
    Note(Vec<Record>),
    Page(Page),
}

/// A push that waits for its signature.
#[derive(Debug)]
struct Unsigned {
    text: String,
    batch: Vec<u8>,
    previous: Option<PreviousFact>,
}

/// One contact with the server, from the first message to the last; a shell drives it.
#[derive(Debug)]
pub struct Driver {
    session: SyncSession,
    mode: Mode,
    saving: Option<Saving>,
    /// Whether pushes are signed, and the one that is to be.
    signs: bool,
    signing: Option<Unsigned>,
    /// What is to be sent next, signed.
    signed: Option<ClientMessage>,
    has_met: bool,
    failed: Option<ContactError>,
    summary: Summary,
    news: PageNews,
}

impl Driver {
    /// Begins a contact as the device stands now; nothing is sent before the shell asks what is
    /// next.
    pub fn new(engine: &Engine, software: &str, mode: Mode) -> Self {
        let unsent = engine.outbox().unsent();
        let kept = (engine.outbox().acknowledged(), unsent);
        let session = SyncSession::new(engine.device(), software, engine.cursor(), kept, mode);
        Self {
            session,
            mode,
            saving: None,
            signs: false,
            signing: None,
            signed: None,
            has_met: false,
            failed: None,
            summary: Summary::default(),
            news: PageNews::default(),
        }
    }

    /// Says too how much of the device's storage is used, in per cent.
    #[must_use]
    pub fn with_storage(self, percent: Option<u8>) -> Self {
        Self { session: self.session.with_storage(percent), ..self }
    }

    /// Signs what it pushes; the shell has the key.
    #[must_use]
    pub fn with_signatures(self) -> Self {
        Self { signs: true, ..self }
    }

    /// What this contact has sent and received so far.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// How far the server's log is read, and how far it goes.
    pub fn progress(&self) -> (u64, u64) {
        self.session.progress()
    }

    /// When what is recorded now will be sent.
    pub fn delivery(&self) -> Delivery {
        match self.mode {
            Mode::Live if self.has_met && self.failed.is_none() => Delivery::AtOnce,
            Mode::Live | Mode::Once => Delivery::Later,
        }
    }

    /// What came from the server since this was asked last.
    pub fn take_news(&mut self) -> PageNews {
        std::mem::take(&mut self.news)
    }

    /// The next thing to do.
    pub fn poll(&mut self, engine: &mut Engine, stamp: ClockReading) -> Effect {
        loop {
            if let Some(error) = &self.failed {
                return Effect::Next(Next::Failed(error.clone()));
            }
            if self.saving.is_some() {
                return Effect::Next(Next::Await);
            }
            if let Some(message) = self.signed.take() {
                return send(&message);
            }
            if let Some(unsigned) = &self.signing {
                return Effect::Sign(unsigned.text.clone());
            }
            let Some(step) = self.session.poll(stamp.wall) else {
                return Effect::Next(Next::Await);
            };
            if let Some(effect) = self.take_step(step, engine, stamp) {
                return effect;
            }
        }
    }

    /// Takes a step; nothing where it is done without the shell.
    fn take_step(
        &mut self,
        step: SyncAction,
        engine: &mut Engine,
        stamp: ClockReading,
    ) -> Option<Effect> {
        match step {
            SyncAction::Send(message) => Some(send(&message)),
            SyncAction::Contact { offset, uncertainty, known, gaps } => {
                let error = (offset, uncertainty);
                let plan = engine.plan_contact(error, (known, &gaps), stamp);
                self.save(engine, plan.records, Saving::Contact)
            }
            SyncAction::TakeFacts { after, most_bytes } => {
                let facts = engine.outbox().finalized_after(after, most_bytes);
                self.summary.sent += u64::try_from(facts.len()).unwrap_or(u64::MAX);
                match (self.session.handle_facts(&facts)?, facts.first()) {
                    (ClientMessage::Push { batch }, Some(first)) if self.signs => {
                        self.signing = Some(self.unsigned(engine, first, batch));
                        None
                    }
                    (push, _) => Some(send(&push)),
                }
            }
            SyncAction::Acknowledged { known } => {
                self.save(engine, vec![Record::Acknowledged { known }], Saving::Note)
            }
            SyncAction::Store { facts, cursor, restart } => {
                let page = Page { facts, cursor, restart };
                self.saving = Some(Saving::Page(page.clone()));
                Some(Effect::Save(Save::Replica(page)))
            }
            SyncAction::Idle => Some(Effect::Next(match self.mode {
                Mode::Once => Next::Done,
                Mode::Live => Next::Idle,
            })),
            SyncAction::Failed(error) => {
                self.failed = Some(error.into());
                None
            }
        }
    }

    fn unsigned(&self, engine: &Engine, first: &Fact, batch: Vec<u8>) -> Unsigned {
        let id = first.header.id;
        let previous = engine.outbox().before(id.sequence).map(PreviousFact::of);
        let place = PushPlace {
            epoch: self.session.epoch(),
            device: id.device,
            first: id.sequence,
            last: self.session.pushing(),
            previous,
        };
        Unsigned { text: place.message(ContentHash::of(&batch)), batch, previous }
    }

    /// The push that was to be signed is; one signature of another text is refused by the server.
    pub fn handle_signature(&mut self, signature: Vec<u8>) {
        if let Some(Unsigned { batch, previous, .. }) = self.signing.take() {
            self.signed = Some(ClientMessage::SignedPush { batch, previous, signature });
        }
    }

    /// Asks for records to be saved, or goes on at once where there is none.
    fn save(
        &mut self,
        engine: &mut Engine,
        records: Vec<Record>,
        saving: fn(Vec<Record>) -> Saving,
    ) -> Option<Effect> {
        let entry = (!records.is_empty()).then(|| encode_entry(&records));
        self.saving = Some(saving(records));
        if entry.is_none() {
            self.handle_saved(engine);
        }
        entry.map(|entry| Effect::Save(Save::Outbox(entry)))
    }

    /// What was to be saved is saved.
    pub fn handle_saved(&mut self, engine: &mut Engine) {
        match self.saving.take() {
            Some(Saving::Contact(records)) => {
                self.take_note(engine, &records);
                self.has_met = true;
                let outbox = engine.outbox();
                self.session.handle_finalized(outbox.acknowledged(), outbox.finalized());
            }
            Some(Saving::Note(records)) => {
                self.take_note(engine, &records);
                self.session.handle_noted();
            }
            Some(Saving::Page(page)) => {
                self.note_set_aside(engine, &page.facts);
                let news = engine.handle_page(page.facts, page.cursor, page.restart);
                let new: usize = news.changed.values().map(Vec::len).sum();
                self.summary.received += u64::try_from(new).unwrap_or(u64::MAX);
                self.summary.id_collisions.extend(&news.id_collisions);
                self.news.id_collisions.extend(news.id_collisions);
                for (entity, facts) in news.changed {
                    self.news.changed.entry(entity).or_default().extend(facts);
                }
                self.session.handle_stored();
            }
            None => {}
        }
    }

    fn take_note(&mut self, engine: &mut Engine, records: &[Record]) {
        if let Err(error) = engine.handle_records_saved(records) {
            self.failed = Some(error.into());
        }
    }

    /// Notes what was recorded here and set aside; what another copy of this device recorded under
    /// the same name is its own to tell.
    fn note_set_aside(&mut self, engine: &Engine, facts: &[Fact]) {
        for fact in facts {
            if fact.header.kind != Kind::FactSetAside as u16
                || engine.replica().get(fact.header.id).is_some()
            {
                continue;
            }
            let Ok(Event::FactSetAside(set)) = fact.event() else { continue };
            let own = engine.outbox().get(set.id.sequence).filter(|own| own.header.id == set.id);
            if own.is_some_and(|own| wire::encode_fact(own) == set.fact) {
                self.summary.set_aside.push(set.id);
                if set.reason == SetAsideReason::IdCollision {
                    self.summary.copied.push(set.id);
                }
            }
        }
    }

    /// The server's answer, or what it tells by itself.
    pub fn handle_bytes(&mut self, bytes: &[u8], stamp: ClockReading) {
        match wire::decode::<ServerMessage>(bytes) {
            Ok(message) => self.session.handle_message(message, stamp.wall),
            Err(error) => self.failed = Some(SyncError::Rubbish(error).into()),
        }
    }

    /// Something was recorded while connected; answers whether it can be sent as it is.
    ///
    /// Where it cannot (the clock stepped since the contact began), a new contact is needed.
    pub fn handle_recorded(&mut self, engine: &Engine) -> bool {
        if !self.has_met {
            // The contact that is being made seals it.
            return true;
        }
        let finalized = engine.outbox().finalized();
        self.session.handle_finalized(engine.outbox().acknowledged(), finalized);
        finalized == engine.outbox().last()
    }
}

fn send(message: &ClientMessage) -> Effect {
    Effect::Next(Next::Send(wire::encode(message)))
}
