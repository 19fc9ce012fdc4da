//! The server: the product's own decisions about a push, over a log that a crash cuts short.

use std::collections::{BTreeMap, VecDeque};

use inwards_server::hub::budget::Allowance;
use inwards_server::hub::memory::SiteMemory;
use inwards_server::hub::page::PageReader;
use inwards_server::hub::refused;
use inwards_server::hub::sort::{Sorted, sort};
use inwards_server::hub::writer::FactAllocator;
use sync_core::across::{self, Touched};
use sync_core::fact::{Event, Fact};
use sync_core::ids::{DeviceNumber, FactId};
use sync_core::post::Posts;
use sync_core::sync::{ClientMessage, Cursor, RefusedBy, ServerMessage};
use sync_core::time::Timestamp;
use sync_core::wire;

use crate::defect::Defect;
use crate::office::Statement;

/// Who speaks, on which connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) place: usize,
    pub(crate) number: DeviceNumber,
    pub(crate) contact: u64,
}

/// A message for somebody.
pub(crate) type Reply = (Caller, ServerMessage);

/// A record on its way to the disk, and what is said once it is there.
#[derive(Debug)]
struct Writing {
    record: Vec<Fact>,
    reply: Option<Reply>,
}

/// What became of a message.
pub(crate) enum Handled {
    /// It is answered at once.
    Answered(Reply),
    /// The answer waits for the disk.
    Writing,
    /// It waits for the writer lock, or there is nothing to say.
    Nothing,
}

/// The server of the site.
pub(crate) struct Server {
    pub(crate) held: SiteMemory,
    /// What each earlier log held when a backup took its place.
    former: Vec<SiteMemory>,
    hand: FactAllocator,
    /// The facts that are durable, in the order of the log.
    pub(crate) log: Vec<Fact>,
    pub(crate) epoch: u64,
    writing: Option<Writing>,
    /// What durable records touched, until what they bring back is stated.
    late: Vec<Touched>,
    now: Timestamp,
    waiting: VecDeque<(Caller, Vec<u8>)>,
    live: Vec<(Caller, Cursor)>,
    /// How much one page holds.
    page_bytes: usize,
    pub(crate) is_up: bool,
    defect: Option<Defect>,
    /// When each fact arrived, for the defects that read it.
    pub(crate) arrived: BTreeMap<FactId, Timestamp>,
    pub(crate) last_number: u32,
    /// Names that a push was refused for: a cloned device.
    pub(crate) alarms: u64,
}

impl Server {
    pub(crate) fn new(page_bytes: usize, defect: Option<Defect>) -> Self {
        Self {
            held: SiteMemory::default(),
            former: Vec::new(),
            hand: FactAllocator::default(),
            log: Vec::new(),
            epoch: 1,
            writing: None,
            late: Vec::new(),
            now: Timestamp::default(),
            waiting: VecDeque::new(),
            live: Vec::new(),
            page_bytes,
            is_up: true,
            defect,
            arrived: BTreeMap::new(),
            last_number: 0,
            alarms: 0,
        }
    }

    /// The last fact of a device that is durable here.
    pub(crate) fn known(&self, device: DeviceNumber) -> u64 {
        self.held.known(device)
    }

    /// What the log of an epoch held last.
    pub(crate) fn held_in(&self, epoch: u64) -> &SiteMemory {
        let before = usize::try_from(epoch - 1).expect("there are few");
        self.former.get(before).unwrap_or(&self.held)
    }

    /// Writes what the office states; durable when this returns.
    pub(crate) fn author(&mut self, statements: &[Statement], now: Timestamp) {
        self.finish(true);
        self.write(statements, now);
        let back = across::bring_back_stale(&self.held.replica);
        self.write(&back, now);
    }

    fn write(&mut self, statements: &[Statement], now: Timestamp) {
        self.now = self.now.max(now);
        for (entity, event) in statements {
            let fact = self.hand.write(entity.clone(), event, now);
            self.keep(fact, now);
        }
    }

    /// Finished deliveries stand as one sum from now on; answers for how many order lines.
    pub(crate) fn carry(&mut self, before: Timestamp, now: Timestamp) -> u64 {
        let carried = across::carry_finished(&self.held.replica, before);
        self.write(&carried, now);
        carried.len() as u64
    }

    fn keep(&mut self, fact: Fact, now: Timestamp) {
        self.arrived.entry(fact.header.id).or_insert(now);
        self.log.push(fact.clone());
        self.held.take(fact);
    }

    /// Takes a message; what comes while a record is being written waits for its turn.
    pub(crate) fn handle(&mut self, caller: Caller, bytes: &[u8], now: Timestamp) -> Handled {
        self.now = self.now.max(now);
        if self.writing.is_some() {
            self.waiting.push_back((caller, bytes.to_vec()));
            return Handled::Nothing;
        }
        let message = match wire::decode::<ClientMessage>(bytes) {
            Ok(message) => message,
            Err(error) => return Handled::Answered((caller, refused(RefusedBy::Malformed, error))),
        };
        match message {
            ClientMessage::Hello { device, .. } if device != caller.number => {
                let refusal = refused(RefusedBy::NotThisDevice, "this token is of another device");
                Handled::Answered((caller, refusal))
            }
            ClientMessage::Hello { device, .. } => Handled::Answered((
                caller,
                ServerMessage::Welcome {
                    now,
                    epoch: self.epoch,
                    head: self.log.len() as u64,
                    known: self.known(device),
                    gaps: self.held.gaps(device),
                },
            )),
            ClientMessage::Push { batch } | ClientMessage::SignedPush { batch, .. } => {
                self.push(caller, &batch, now)
            }
            ClientMessage::Pull { cursor, .. } => {
                Handled::Answered((caller, self.page(caller, cursor)))
            }
            ClientMessage::Subscribe { cursor } => {
                self.live.push((caller, cursor));
                Handled::Nothing
            }
        }
    }

    fn push(&mut self, caller: Caller, batch: &[u8], now: Timestamp) -> Handled {
        let answered = |answer| Handled::Answered((caller, answer));
        let facts = match wire::decode_batch(batch) {
            Ok(facts) => facts,
            Err(error) => return answered(refused(RefusedBy::Malformed, error)),
        };
        let again = if self.defect == Some(Defect::DoubledPushAppliedTwice) {
            let known = self.known(caller.number);
            facts.iter().filter(|fact| fact.header.id.sequence <= known).cloned().collect()
        } else {
            Vec::new()
        };
        let mut facts = facts;
        if self.defect == Some(Defect::KnownByNumberAlone) {
            let known = self.known(caller.number);
            facts.retain(|fact| fact.header.id.sequence > known);
        }
        let mut hand = self.hand.clone();
        let sorted = sort(&self.held, caller.number, facts, (&mut hand, Allowance::ENDLESS), now);
        self.hand = hand;
        let Sorted { mut record, taken, stop, .. } = match sorted {
            Ok(sorted) => sorted,
            Err((reason, detail)) => return answered(refused(reason, detail)),
        };
        record.extend(again);
        if self.defect == Some(Defect::FactsDatedByTheServer) {
            for fact in record.iter_mut().filter(|fact| fact.header.id.device.0 != 0) {
                fact.header.recorded = now;
            }
        }
        let pushed = record
            .iter()
            .filter(|fact| fact.header.id.device == caller.number)
            .map(|fact| fact.header.id.sequence)
            .chain(set_aside_of(&record, caller.number))
            .fold(self.known(caller.number), u64::max);
        let answer = if let Some(first) = taken.first() {
            self.alarms += 1;
            refused(RefusedBy::NotThisDevice, format!("the name {first} is taken"))
        } else if let Some((reason, detail)) = stop {
            refused(reason, detail)
        } else {
            ServerMessage::Pushed { known: pushed }
        };
        if record.is_empty() {
            return answered(answer);
        }
        for fact in &record {
            self.arrived.entry(fact.header.id).or_insert(now);
        }
        let early = self.defect == Some(Defect::AcknowledgedBeforeDurable);
        let reply = (!early).then(|| (caller, answer.clone()));
        self.writing = Some(Writing { record, reply });
        if early { answered(answer) } else { Handled::Writing }
    }

    /// Whether something is on its way to the disk.
    pub(crate) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// The disk is done with the record, or lost it; answers what is to be said now.
    pub(crate) fn finish(&mut self, kept: bool) -> Option<Reply> {
        let Writing { record, reply } = self.writing.take()?;
        if !kept {
            return None;
        }
        let touched = Touched::by(&record);
        for fact in record {
            self.log.push(fact.clone());
            self.held.take(fact);
        }
        self.late.push(touched);
        reply
    }

    /// What late facts bring back is stated a moment after them; a crash may come between.
    pub(crate) fn bring_back(&mut self) {
        for touched in std::mem::take(&mut self.late) {
            let back = across::bring_back(&self.held.replica, &touched);
            self.write(&back, self.now);
        }
    }

    /// The next message that waited for the writer lock.
    pub(crate) fn next_waiting(&mut self) -> Option<(Caller, Vec<u8>)> {
        if self.writing.is_some() { None } else { self.waiting.pop_front() }
    }

    /// The page behind a cursor, as the hub takes it.
    fn page(&self, caller: Caller, cursor: Cursor) -> ServerMessage {
        let head = self.log.len() as u64;
        let ours = cursor.epoch == self.epoch && cursor.position <= head;
        let position = if ours { cursor.position } else { 0 };
        let epoch = self.epoch;
        let reader = PageReader { device: caller.number, posts: self.posts(caller.number) };
        let (mut facts, mut bytes, mut next) = (Vec::new(), 0, position);
        for fact in self.log.iter().skip(usize::try_from(position).expect("it fits memory")) {
            if bytes >= self.page_bytes {
                break;
            }
            next += 1;
            if reader.may_see(fact) {
                bytes += fact.payload.len() + 32;
                facts.push(fact.clone());
            }
        }
        ServerMessage::Page {
            from: Cursor { epoch, position },
            next: Cursor { epoch, position: next },
            head,
            batch: wire::encode_batch(&facts),
        }
    }

    /// What a device may see.
    pub(crate) fn posts(&self, device: DeviceNumber) -> Posts {
        self.held.replica.device(device).map(|state| state.posts).unwrap_or_default()
    }

    /// A page for everybody who is connected and behind.
    pub(crate) fn pages_for_the_live(&mut self) -> Vec<Reply> {
        let head = self.log.len() as u64;
        let mut replies = Vec::new();
        let mut live = std::mem::take(&mut self.live);
        for (caller, cursor) in &mut live {
            while cursor.position < head || cursor.epoch != self.epoch {
                let page = self.page(*caller, *cursor);
                let ServerMessage::Page { next, .. } = page else { break };
                *cursor = next;
                replies.push((*caller, page));
            }
        }
        self.live = live;
        replies
    }

    /// A connection is gone.
    pub(crate) fn hang_up(&mut self, contact: u64) {
        self.live.retain(|(caller, _)| caller.contact != contact);
        self.waiting.retain(|(caller, _)| caller.contact != contact);
    }

    /// The machine dies; `kept` where the record under way had reached the disk.
    pub(crate) fn crash(&mut self, kept: bool) {
        self.finish(kept);
        self.late.clear();
        self.waiting.clear();
        self.live.clear();
        self.is_up = false;
    }

    /// The server starts on what its log holds.
    pub(crate) fn start(&mut self, now: Timestamp) {
        self.held = SiteMemory::default();
        self.hand = FactAllocator::default();
        for fact in &self.log {
            self.hand.saw(fact, now);
            self.held.take(fact.clone());
        }
        self.is_up = true;
        self.late.clear();
        let back = across::bring_back_stale(&self.held.replica);
        self.write(&back, now);
    }

    /// An older backup is restored: another log, and less in it.
    pub(crate) fn restore(&mut self, length: usize, now: Timestamp) {
        self.finish(false);
        self.waiting.clear();
        self.live.clear();
        self.former.push(std::mem::take(&mut self.held));
        self.log.truncate(length);
        self.epoch += 1;
        self.start(now);
    }
}

/// The counts of a device's facts that a record sets aside.
fn set_aside_of(record: &[Fact], device: DeviceNumber) -> Vec<u64> {
    let set_aside = record.iter().filter_map(|fact| match fact.event() {
        Ok(Event::FactSetAside(event)) => Some(event.id),
        Ok(_) | Err(_) => None,
    });
    set_aside.filter(|id| id.device == device).map(|id| id.sequence).collect()
}
