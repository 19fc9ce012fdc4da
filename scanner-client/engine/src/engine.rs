//! One device: what it holds, who is signed in, and what a command comes to.

use std::collections::BTreeMap;

use sync_core::command::{Actor, Command, Notice, PendingFact, PendingSubject, decide};
use sync_core::fact::{ClockDoubtful, ClockOff, Entity, Event, Fact, Header, Kind};
use sync_core::ids::{DeviceNumber, FactId, FactSet, PersonNumber};
use sync_core::number::{CardNumber, DocumentNumber, ReceiptNumber, ReturnNumber, SlipNumber};
use sync_core::post::Posts;
use sync_core::replica::{Inserted, Replica};
use sync_core::rules::sign_in::GrantedTime;
use sync_core::rules::{device_time, sign_in};
use sync_core::state::PersonState;
use sync_core::sync::Cursor;

use sync_core::time::{Hlc, HybridClock, Span, Timestamp};
use sync_core::wire;

use crate::clock::{self, ClockReading, DeviceClock, WallClockCourse};
use crate::outbox::{Outbox, OutboxError, Record, encode_entry};
use crate::refusal::{NotDone, OlderCopy};

/// When what is recorded now will be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// At the next contact; until then its times may be corrected.
    Later,
    /// At once, over a live connection: its times are final when it is written.
    AtOnce,
}

/// What a command comes to, once it is durable.
#[derive(Clone, Debug)]
pub struct Plan {
    facts: Vec<Fact>,
    records: Vec<Record>,
    notices: Vec<Notice>,
    recorded: Timestamp,
}

impl Plan {
    /// What the shell must append to its journal, as one record, before [`Engine::handle_saved`];
    /// nothing where the command changes nothing.
    pub fn entry(&self) -> Option<Vec<u8>> {
        (!self.records.is_empty()).then(|| encode_entry(&self.records))
    }

    /// What the person will be told: a shell may ask before it writes.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}

/// Something that a command made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedFact {
    /// The name of the recorded fact.
    pub fact: FactId,
    /// What sort of fact it is: what happened.
    pub kind: Kind,
}

impl RecordedFact {
    /// The number that this fact gave to something, where it opened something.
    pub fn number(&self) -> Option<DocumentNumber> {
        match self.kind {
            Kind::ReceiptOpened => Some(ReceiptNumber(self.fact).into()),
            Kind::CardIssued => Some(CardNumber(self.fact).into()),
            Kind::SlipIssued => Some(SlipNumber(self.fact).into()),
            Kind::ReturnRaised => Some(ReturnNumber(self.fact).into()),
            _ => None,
        }
    }
}

/// What to tell the person: it is done, and durable on this device.
#[derive(Clone, Debug)]
pub struct CommandDone {
    /// What was recorded, in order.
    pub made: Vec<RecordedFact>,
    /// What the person should know.
    pub notices: Vec<Notice>,
    /// The instant it bears.
    pub recorded: Timestamp,
}

/// What a contact does to the outbox before anything is sent.
#[derive(Clone, Debug)]
pub(crate) struct ContactPlan {
    pub(crate) records: Vec<Record>,
}

/// What came with a page of the server's log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageNews {
    /// Facts that were not here before, by what they are about.
    pub changed: BTreeMap<Entity, Vec<FactId>>,
    /// Facts whose name another fact has here: a cloned device.
    pub id_collisions: Vec<FactId>,
}

/// Everything that one device knows and decides; its shell reads clocks, and writes and sends.
#[derive(Debug)]
pub struct Engine {
    device: DeviceNumber,
    replica: Replica,
    outbox: Outbox,
    cursor: Cursor,
    /// The latest merge time of facts that came from the server.
    seen: Hlc,
    /// Facts of the log whose names others have here: a fact that was recorded here under that name
    /// keeps them out, until the log says that it was set aside.
    collided: Vec<Fact>,
    signed_in: Option<PersonNumber>,
    /// The time for which they are granted this device.
    granted: Option<GrantedTime>,
}

impl Engine {
    /// Takes up a device where its journal and its cache left it.
    pub fn new(
        device: DeviceNumber,
        outbox: Outbox,
        pulled: impl IntoIterator<Item = Fact>,
        cursor: Cursor,
    ) -> Self {
        let mut engine = Self {
            device,
            replica: Replica::default(),
            outbox,
            cursor,
            seen: Hlc::default(),
            collided: Vec::new(),
            signed_in: None,
            granted: None,
        };
        engine.forget_pulled();
        engine.take_in(pulled);
        engine
    }

    /// The number that the server gave this device at enrolment.
    pub fn device(&self) -> DeviceNumber {
        self.device
    }

    /// The facts that this device holds: what it recorded and what it pulled.
    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// What was recorded here, and what the server holds of it.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// How far the server's log was read.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Whether all that was recorded here is durable on the server by its own word, which says that it
    /// knows this device up to `known`: only then may the device be erased.
    pub fn is_all_known(&self, known: u64) -> bool {
        self.outbox.unsent() == 0 && self.outbox.last() <= known
    }

    /// The instant at a stamp, corrected by what is known of the clock.
    pub fn instant(&self, stamp: ClockReading) -> Timestamp {
        self.outbox.clock().instant(stamp)
    }

    /// Who is signed in.
    pub fn signed_in(&self) -> Option<PersonNumber> {
        self.signed_in
    }

    /// Takes note of who signed in; nobody, where somebody signed out or a session ended.
    pub fn handle_signed_in(&mut self, person: Option<PersonNumber>) {
        self.signed_in = person;
        self.granted = None;
    }

    /// Takes note of the time for which whoever signed in is granted this device.
    pub fn handle_granted(&mut self, granted: Option<GrantedTime>) {
        self.granted = granted;
    }

    /// Refuses what admission would set aside, at a site that asks for grants (SEMANTICS 39).
    fn check_granted(&self, now: Timestamp) -> Result<(), NotDone> {
        let is_granted = self.granted.is_some_and(|granted| granted.covers(now));
        let asks = self.replica.grants_since().is_some();
        if asks && !is_granted { Err(NotDone::NoGrant) } else { Ok(()) }
    }

    /// The same of what commits the plant and wants a PIN of this moment.
    fn check_fresh(&self, drafts: &[PendingFact], now: Timestamp) -> Result<(), NotDone> {
        let is_fresh = self.granted.is_some_and(|granted| now <= granted.from.plus(sign_in::FRESH));
        let asks = self.replica.grants_since().is_some()
            && drafts.iter().any(|draft| sign_in::wants_fresh(&draft.event));
        if asks && !is_fresh { Err(NotDone::PinAgain) } else { Ok(()) }
    }

    /// Takes what the server's clock showed while it was asked something: what the shell has to append
    /// to the outbox, where that says something new of this device's clock; then
    /// [`Engine::handle_written_elsewhere`].
    pub fn learn_clock(
        &self,
        server_time: Timestamp,
        (asked, answered): (ClockReading, ClockReading),
    ) -> Option<Vec<u8>> {
        let travelled = Span(answered.monotonic_ms.saturating_sub(asked.monotonic_ms).max(0));
        let middle = answered.wall.plus(Span(-(travelled.0 / 2)));
        let uncertainty = Span(travelled.0 / 2 + 1);
        let offset = server_time.since(middle);
        let known = self.outbox.clock();
        // What is known more surely stays.
        let is_off = Span(offset.0.saturating_sub(known.offset.0)).abs() > uncertainty;
        let clock = DeviceClock { offset, uncertainty, learned: Some(answered) };
        let is_news = known.learned.is_none() || (is_off && is_news(&known, &clock));
        is_news.then(|| encode_entry(&[Record::ClockLearned { clock }]))
    }

    /// Who acts, and what they may do on this device.
    pub fn actor(&self) -> Result<Actor, NotDone> {
        let person = self.signed_in.ok_or(NotDone::NotSignedIn)?;
        let state = self.replica.person(person).ok_or(NotDone::NeverSynced)?;
        if state.revoked.is_some() {
            return Err(NotDone::Revoked);
        }
        self.replica.device(self.device).ok_or(NotDone::NeverSynced)?;
        Ok(Actor { person, posts: self.posts_of(person), device: self.device })
    }

    /// What a person may do on this device: the posts that both have; none where the person was
    /// revoked, or person or device are not known here yet.
    pub fn posts_of(&self, person: PersonNumber) -> Posts {
        let of_person = self.replica.person(person).map(PersonState::posts_now);
        let of_device = self.replica.device(self.device).map(|device| device.posts);
        of_person.unwrap_or_default().both(of_device.unwrap_or_default())
    }

    /// The posts by which things are shown here: those of whoever is signed in, or the device's own
    /// while nobody is.
    pub fn viewing_posts(&self) -> Posts {
        let of_device = || self.replica.device(self.device).map(|device| device.posts);
        let of_person = self.signed_in.map(|person| self.posts_of(person));
        of_person.or_else(of_device).unwrap_or_default()
    }

    /// Decides what a command comes to; nothing is held here before it is saved.
    pub fn handle_command(
        &self,
        command: &Command,
        delivery: Delivery,
        stamp: ClockReading,
    ) -> Result<Plan, NotDone> {
        let now = self.instant(stamp);
        let (known, here) = (self.replica.last_sequence(self.device), self.outbox.last());
        if known > here {
            return Err(OlderCopy { known, here }.into());
        }
        let actor = self.actor()?;
        self.check_granted(now)?;
        let decision = decide(&self.replica, actor, command, now)?;
        self.check_fresh(&decision.drafts, now)?;
        let mut drafts = decision.drafts;
        if !drafts.is_empty() {
            let clock = self.clock_news(self.outbox.clock().offset);
            drafts.splice(0..0, clock);
        }
        let facts = self.name(drafts, actor.person, now)?;
        let mut records = Vec::new();
        if let Some(last) = facts.last() {
            records.push(Record::of(&facts, stamp));
            if delivery == Delivery::AtOnce && self.clock_is_steady(stamp) {
                let through = last.header.id.sequence;
                records.push(Record::Finalized { through });
            }
        }
        Ok(Plan { facts, records, notices: decision.notices, recorded: now })
    }

    /// The shell has written the plan; only now is it held here, and may be told.
    pub fn handle_saved(&mut self, plan: Plan) -> Result<CommandDone, OutboxError> {
        for record in &plan.records {
            self.outbox.apply(record)?;
        }
        let made = plan
            .facts
            .iter()
            .filter_map(|fact| {
                let kind = Kind::of(fact.header.kind)?;
                let fact = fact.header.id;
                // What the device says of its clock, and of the order beside a count, was not asked for.
                let is_asked_for = !matches!(kind, Kind::ClockOff | Kind::LineCountedAs);
                is_asked_for.then_some(RecordedFact { fact, kind })
            })
            .collect();
        for fact in plan.facts {
            self.replica.insert(fact);
        }
        Ok(CommandDone { made, notices: plan.notices, recorded: plan.recorded })
    }

    /// What is to be said of the clock before anything else is written under it, where it went
    /// off, or came right, since that was said last (`device-time`).
    fn clock_news(&self, offset: Span) -> Option<PendingFact> {
        let state = self.replica.device(self.device)?;
        let event = ClockOff { offset, facts: FactSet::default() };
        device_time::is_news(state.clock_said(), offset).then(|| PendingFact {
            subject: PendingSubject::Of(Entity::Device(self.device)),
            event: event.into(),
        })
    }

    /// Facts that were never sent, and were written under a clock that was off without its being
    /// said; what nobody can vouch for is left to the doubt.
    fn off_unsaid(&self, offset: Span, doubtful: &[u64]) -> Vec<u64> {
        let Some(state) = self.replica.device(self.device) else { return Vec::new() };
        let unsealed = self.outbox.unsealed();
        let unsaid = unsealed.iter().map(|dated| dated.sequence).filter(|sequence| {
            let id = FactId { device: self.device, sequence: *sequence };
            device_time::is_news(state.clock_error_of(id), offset) && !doubtful.contains(sequence)
        });
        if device_time::is_off(offset) { unsaid.collect() } else { Vec::new() }
    }

    /// Whether the wall clock ran undisturbed since its error was learned.
    fn clock_is_steady(&self, stamp: ClockReading) -> bool {
        self.outbox
            .clock()
            .learned
            .is_some_and(|learned| stamp.course_since(&learned) == WallClockCourse::Steady)
    }

    /// Makes facts of drafts: names, times, author.
    fn name(
        &self,
        drafts: Vec<PendingFact>,
        author: PersonNumber,
        now: Timestamp,
    ) -> Result<Vec<Fact>, NotDone> {
        let mut clock = HybridClock::resumed(self.latest());
        let mut id = self.outbox.next();
        let mut facts = Vec::with_capacity(drafts.len());
        for PendingFact { subject, event } in drafts {
            let entity = match subject {
                PendingSubject::NewReceipt => Entity::Receipt(id),
                PendingSubject::NewCard => Entity::Card(id),
                PendingSubject::Of(entity) => entity,
            };
            let fact = fact_of(id, clock.tick(now), now, author, entity, &event);
            if fact.payload.len() > wire::MOST_PAYLOAD {
                return Err(NotDone::TooMuch);
            }
            facts.push(fact);
            id.sequence += 1;
        }
        Ok(facts)
    }

    /// The latest merge time that what is recorded now must come after. What was recorded here and
    /// set aside takes no part: a clock that was a year ahead would lead up everything that follows.
    fn latest(&self) -> Hlc {
        let in_force = |fact: &&Fact| self.replica.get_merged(fact.header.id) == Some(*fact);
        let own = self.outbox.facts().rev().find(in_force).map(|fact| fact.header.merge_time);
        self.seen.max(own.unwrap_or_default())
    }

    /// What meeting the server does to what was never sent.
    pub(crate) fn plan_contact(
        &self,
        (offset, uncertainty): (Span, Span),
        (known, gaps): (u64, &[(u64, u64)]),
        stamp: ClockReading,
    ) -> ContactPlan {
        let mut records = self.take_back(known, gaps);
        let clock = DeviceClock { offset, uncertainty, learned: Some(stamp) };
        if is_news(&self.outbox.clock(), &clock) {
            records.push(Record::ClockLearned { clock });
        }

        let floor = self.seen.max(self.outbox.latest_sealed());
        let unsealed = self.outbox.unsealed();
        let correction = clock::correct(&unsealed, &clock, stamp, floor);
        if !correction.redated.is_empty() {
            let facts = correction.redated;
            records.push(Record::Redated { facts });
        }
        let off = self.off_unsaid(offset, &correction.doubtful);
        let said = [
            (&correction.doubtful, self.doubt(&correction.doubtful)),
            (&off, ClockOff { offset, facts: self.named(&off) }.into()),
        ];
        let now = clock.instant(stamp);
        let mut hybrid = HybridClock::resumed(correction.last);
        let mut id = self.outbox.next();
        let mut facts = Vec::new();
        for (named, event) in said {
            let Some(author) = self.author_of(named.last()) else { continue };
            let about = Entity::Device(self.device);
            facts.push(fact_of(id, hybrid.tick(now), now, author, about, &event));
            id.sequence += 1;
        }
        if !facts.is_empty() {
            records.push(Record::of(&facts, stamp));
        }
        let last = id.sequence - 1;
        if last > self.outbox.finalized() {
            records.push(Record::Finalized { through: last });
        }
        if known > last {
            // It holds facts of this name that are not here: an older copy of this folder,
            // or a second one. What was recorded here is sent all the same, and compared
            // there; none of those names is ever given again.
            records.push(Record::Skipped { through: known });
        }
        ContactPlan { records }
    }

    /// Moves the acknowledgement back to where the server stands, where it was restored: before
    /// the first fact of this outbox that it does not hold any more.
    fn take_back(&self, known: u64, gaps: &[(u64, u64)]) -> Vec<Record> {
        let acknowledged = self.outbox.acknowledged();
        let lost = gaps.iter().filter_map(|(first, last)| self.outbox.first_within(*first..=*last));
        let before_lost = lost.min().map_or(u64::MAX, |first| first.saturating_sub(1));
        let known = known.min(before_lost);
        let restored = known < acknowledged;
        restored.then_some(Record::Acknowledged { known }).into_iter().collect()
    }

    fn doubt(&self, sequences: &[u64]) -> Event {
        ClockDoubtful { facts: self.named(sequences) }.into()
    }

    fn author_of(&self, sequence: Option<&u64>) -> Option<PersonNumber> {
        let fact = self.outbox.get(*sequence?)?;
        Some(fact.header.author)
    }

    fn named(&self, sequences: &[u64]) -> FactSet {
        let device = self.device;
        sequences.iter().map(|&sequence| FactId { device, sequence }).collect()
    }

    /// Takes note of records that are durable now.
    pub(crate) fn handle_records_saved(&mut self, records: &[Record]) -> Result<(), OutboxError> {
        let last = self.outbox.last();
        for record in records {
            self.outbox.apply(record)?;
        }
        let is_redated = |record: &Record| matches!(record, Record::Redated { .. });
        if records.iter().any(is_redated) {
            self.replica = self.replica_anew();
        }
        // The doubt about the clock, where one was written.
        for sequence in last + 1..=self.outbox.last() {
            if let Some(fact) = self.outbox.get(sequence) {
                self.replica.insert(fact.clone());
            }
        }
        Ok(())
    }

    /// The same facts, with the outbox's own as they stand there now.
    fn replica_anew(&self) -> Replica {
        let mut anew = Replica::in_place_of(&self.replica);
        for fact in self.outbox.facts() {
            anew.insert(fact.clone());
        }
        // What has another fact's name comes in once that one is known to be set aside.
        let pulled = self.replica.inserted().filter(|fact| self.outbox.get_as(fact).is_none());
        let differs = pulled.filter(|fact| anew.insert((*fact).clone()) == Inserted::Differs);
        let later: Vec<Fact> = differs.cloned().collect();
        for fact in later {
            anew.insert(fact);
        }
        anew
    }

    /// The shell has stored a page of the server's log.
    pub(crate) fn handle_page(
        &mut self,
        facts: Vec<Fact>,
        cursor: Cursor,
        restart: bool,
    ) -> PageNews {
        if restart {
            self.forget_pulled();
        }
        let news = self.take_in(facts);
        self.cursor = cursor;
        news
    }

    fn take_in(&mut self, facts: impl IntoIterator<Item = Fact>) -> PageNews {
        let mut news = PageNews::default();
        let before = self.collided.len();
        for fact in facts {
            self.seen = self.seen.max(fact.header.merge_time);
            self.take_in_one(fact, &mut news);
        }
        news.id_collisions.extend(self.collided[before..].iter().map(|fact| fact.header.id));
        // The log says which of two facts of one name stands after it told the one that does.
        for fact in std::mem::take(&mut self.collided) {
            self.take_in_one(fact, &mut news);
        }
        news
    }

    fn take_in_one(&mut self, fact: Fact, news: &mut PageNews) {
        let Header { id, ref entity, .. } = fact.header;
        let entity = entity.clone();
        match self.replica.insert(fact.clone()) {
            Inserted::New => news.changed.entry(entity).or_default().push(id),
            Inserted::Known => {}
            Inserted::Differs => self.collided.push(fact),
        }
    }

    /// Another shell of this device has written an entry of the outbox that they share.
    pub fn handle_written_elsewhere(&mut self, entry: &[u8]) -> Result<(), OutboxError> {
        let records: Vec<Record> = wire::decode(entry)?;
        self.handle_records_saved(&records)
    }

    /// Another shell of this device has stored pages of the server's log that they share.
    pub fn handle_pulled_elsewhere(
        &mut self,
        facts: Vec<Fact>,
        cursor: Cursor,
        restart: bool,
    ) -> PageNews {
        self.handle_page(facts, cursor, restart)
    }

    /// Leaves only what was recorded here.
    fn forget_pulled(&mut self) {
        self.replica = Replica::in_place_of(&self.replica);
        self.seen = Hlc::default();
        self.collided.clear();
        for fact in self.outbox.facts() {
            self.replica.insert(fact.clone());
        }
    }
}

fn fact_of(
    id: FactId,
    merge_time: Hlc,
    recorded: Timestamp,
    author: PersonNumber,
    entity: Entity,
    event: &Event,
) -> Fact {
    Fact {
        header: Header {
            id,
            merge_time,
            recorded,
            author,
            entity,
            kind: event.kind() as u16,
            version: event.kind().version(),
        },
        payload: event.encode(),
    }
}

/// Whether a reading of the clock's error says something new: jitter is not worth a write.
fn is_news(known: &DeviceClock, found: &DeviceClock) -> bool {
    const JITTER: Span = Span(100);
    let (Some(then), Some(now)) = (known.learned, found.learned) else {
        return true;
    };
    let change = Span(found.offset.0.saturating_sub(known.offset.0)).abs();
    now.course_since(&then) != WallClockCourse::Steady
        || change > JITTER
        || now.wall.since(then.wall) > Span::hours(1)
}
