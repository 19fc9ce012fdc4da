//! What the log says: the replica, and how far each device is known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use sync_core::fact::{Entity, Event, Fact, Kind, SetAsideReason};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber, Text};
use sync_core::post::{Post, Posts};
use sync_core::replica::Replica;
use sync_core::time::Timestamp;
use sync_core::view::{
    Board, ConflictView, Hit, IncrementalBoard, IncrementalSearch, IncrementalWork, WorkRow,
};
use sync_core::wire;

use super::names::Names;
use crate::auth::encoding::sha256;

/// What a device is here, as the log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No device of this number was ever enrolled.
    Unknown,
    /// It may not speak any more, but for what it recorded before it heard so.
    Revoked,
    /// It works here, for these posts.
    Enrolled(Posts),
}

/// Whether a pushed fact is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing has its name.
    New,
    /// It is durable here, admitted or set aside.
    Durable,
    /// Another fact has its name, and this one was never seen.
    IdCollision,
    /// Another fact has its name, and this one is set aside for that already.
    IdCollisionBefore,
}

/// Everything that the log says.
#[derive(Debug, Default)]
pub struct SiteMemory {
    /// The facts and their meaning.
    pub replica: Replica,
    names: BTreeMap<DeviceNumber, Names>,
    /// What was set aside, by its id and its content hash: whether another has the name.
    aside: BTreeMap<FactId, BTreeMap<[u8; 32], bool>>,
    statements: usize,
    /// What was taken out, by its content hash: it is durable, and never taken in again.
    expunged: BTreeMap<FactId, [u8; 32]>,
    /// How many facts of each device came after it, or their author, was revoked.
    after_revocation: BTreeMap<DeviceNumber, usize>,
    position: u64,
    /// The devices of which the log holds a signed push.
    signing: BTreeSet<DeviceNumber>,
    /// The PIN hashes that servers of before wrote into the log, until the table takes them up.
    old_pins: BTreeMap<PersonNumber, (Timestamp, Text)>,
    /// What drawings of the board share.
    board: Mutex<IncrementalBoard>,
    /// What work lists share.
    work: Mutex<IncrementalWork>,
    /// What searches are made from, kept from one to the next.
    search: Mutex<IncrementalSearch>,
}

impl SiteMemory {
    /// Takes in a fact of the log.
    pub fn take(&mut self, fact: Fact) {
        self.position += 1;
        self.note(fact.header.id);
        if fact.header.kind == Kind::FactSetAside as u16
            && let Ok(Event::FactSetAside(event)) = fact.event()
        {
            self.note(event.id);
            let is_taken = event.reason == SetAsideReason::IdCollision;
            self.aside.entry(event.id).or_default().insert(sha256(&event.fact), is_taken);
            self.statements += 1;
            if event.reason == SetAsideReason::Revoked {
                *self.after_revocation.entry(event.id.device).or_default() += 1;
            }
        }
        if fact.header.kind == Kind::Expunged as u16
            && let Ok(Event::Expunged(event)) = fact.event()
        {
            let out = self.replica.facts_named(&event.facts);
            let out = out.map(|fact| (fact.header.id, wire::content_hash(fact)));
            self.expunged.extend(out);
        }
        self.note_old_pin(&fact);
        self.replica.insert(fact);
    }

    fn note_old_pin(&mut self, fact: &Fact) {
        let Entity::Person(person) = fact.header.entity else { return };
        // Others' hashes are their own word: only the server set PINs.
        if fact.header.kind == Kind::PinSet as u16
            && fact.header.id.device == DeviceNumber::SERVER
            && let Ok(Event::PinSet(event)) = fact.event()
        {
            self.old_pins.insert(person, (fact.header.recorded, event.hash));
        }
    }

    /// The PIN hashes of the log, once.
    pub fn take_old_pins(&mut self) -> BTreeMap<PersonNumber, (Timestamp, Text)> {
        std::mem::take(&mut self.old_pins)
    }

    /// The board at an instant, with the open conflicts.
    pub fn draw_board(&self, now: Timestamp) -> (Board, Vec<ConflictView>) {
        self.board.lock().unwrap_or_else(PoisonError::into_inner).draw(&self.replica, now)
    }

    /// What waits for somebody of a post, the most urgent first.
    pub fn work(&self, post: Post) -> Vec<WorkRow> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner).list(&self.replica, post)
    }

    /// Receipts and lots that contain every word, the latest first, at most so many.
    pub fn search(&self, words: &str, most: usize) -> Vec<Hit> {
        let mut search = self.search.lock().unwrap_or_else(PoisonError::into_inner);
        search.find(&self.replica, words, most)
    }

    fn note(&mut self, id: FactId) {
        if id.device != DeviceNumber::SERVER {
            self.names.entry(id.device).or_default().insert(id.sequence);
        }
    }

    /// The last fact of a device that is durable here, admitted or set aside.
    pub fn known(&self, device: DeviceNumber) -> u64 {
        self.names.get(&device).map_or(0, Names::last)
    }

    /// Whether facts of a device are here that stand after one of its names and before another.
    pub fn holds_between(&self, device: DeviceNumber, after: u64, before: u64) -> bool {
        self.names.get(&device).is_some_and(|names| names.has_between(after, before))
    }

    /// A push of a device was signed: it never sends one unsigned again.
    pub fn note_signed(&mut self, device: DeviceNumber) {
        self.signing.insert(device);
    }

    /// Whether a signed push of a device is in the log.
    pub fn signs(&self, device: DeviceNumber) -> bool {
        self.signing.contains(&device)
    }

    /// Which of a device's facts below the last are not here: first and last of each run.
    pub fn gaps(&self, device: DeviceNumber) -> Vec<(u64, u64)> {
        self.names.get(&device).map(Names::gaps).unwrap_or_default()
    }

    /// How many facts of the log were taken in.
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// How many facts were ever set aside.
    pub const fn set_aside_count(&self) -> usize {
        self.statements
    }

    /// What a device is here.
    pub fn standing_of(&self, device: DeviceNumber) -> Standing {
        match self.replica.device(device).filter(|state| state.enrolled.is_some()) {
            None => Standing::Unknown,
            Some(state) if state.revoked.is_some() => Standing::Revoked,
            Some(state) => Standing::Enrolled(state.posts),
        }
    }

    /// How many facts of a device were set aside because they came after a revocation.
    pub fn after_revocation(&self, device: DeviceNumber) -> usize {
        self.after_revocation.get(&device).copied().unwrap_or(0)
    }

    /// The devices' numbers that are given, or spoken of, in order.
    pub fn device_numbers(&self) -> impl Iterator<Item = u32> {
        let stated = self.replica.devices().map(|(device, _)| device.0);
        let numbers: BTreeSet<u32> =
            stated.chain(self.names.keys().map(|device| device.0)).collect();
        numbers.into_iter()
    }

    /// The people's numbers that are given, in order.
    pub fn person_numbers(&self) -> impl Iterator<Item = u32> {
        self.replica.people().map(|(person, _)| person.0)
    }

    /// Whether a fact that a device pushes is known here.
    pub fn durability(&self, fact: &Fact) -> Durability {
        let id = fact.header.id;
        if id.sequence > self.known(id.device) {
            return Durability::New;
        }
        self.durability_of(id, wire::content_hash(fact))
    }

    /// Whether a fact of this name and content hash is known here.
    pub fn durability_of(&self, id: FactId, content_hash: [u8; 32]) -> Durability {
        if id.sequence > self.known(id.device) {
            return Durability::New;
        }
        let aside = self.aside.get(&id).and_then(|known| known.get(&content_hash)).copied();
        if let Some(expunged) = self.expunged.get(&id) {
            let is_same = *expunged == content_hash || aside.is_some();
            return if is_same { Durability::Durable } else { Durability::IdCollision };
        }
        match (self.replica.get(id), aside) {
            (Some(held), _) if wire::content_hash(held) == content_hash => Durability::Durable,
            // Set aside for another reason it is this device's own, also where a supervisor let
            // it in under another instant.
            (_, Some(false)) => Durability::Durable,
            (_, Some(true)) => Durability::IdCollisionBefore,
            (Some(_), None) => Durability::IdCollision,
            // Another fact of this name is set aside, or none was ever seen: the name was skipped.
            (None, None) if self.aside.contains_key(&id) => Durability::IdCollision,
            (None, None) => Durability::New,
        }
    }
}
