//! The set of facts held here, and what it says: merging is union, reading is folding.
//!
//! A fact enters once, whatever arrives first. An entity is folded when it is read and
//! kept until one of its facts arrives. A fact that the server set aside leaves the fold;
//! one that a supervisor let in again returns to it. All of that is a function of the set.

mod changes;
mod expunged;
mod let_in;
mod links;
mod look_up;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

use crate::fact::{Entity, Event, Fact, FactSetAside, Kind, MergeOrder, Readmitted};
use crate::ids::{
    ContentHash, DeviceNumber, FactId, FactSet, OrderNumber, PackageCode, PersonNumber,
    READMISSION_BIT, Text, VendorCode,
};
use crate::number::{CardNumber, DocumentNumber, NumberKind, ReceiptNumber};
use crate::post::{self, Posts};
use crate::state::{
    CardState, DeviceState, Folded, OrderState, PersonState, ReceiptState, SiteState, VendorState,
    fold,
};
use crate::time::{Hlc, Timestamp};
use crate::wire;
use changes::Changes;
use links::{Change, Links};

pub use changes::ChangeCursor;

/// What came of inserting a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// It was not known here, and is now.
    New,
    /// It was known here already.
    Known,
    /// Another fact has its name; the first stands.
    Differs,
}

#[derive(Debug, Default)]
struct Slot {
    /// The facts of one thing, in canonical order.
    facts: Vec<Fact>,
    folded: OnceLock<Folded>,
}

impl Slot {
    /// The thing, as the first of its facts wrote its code: whatever arrived first.
    fn entity(&self) -> Option<&Entity> {
        self.facts.first().map(|fact| &fact.header.entity)
    }

    /// Where a fact stands: found by its place in the order, since a thing may have many facts.
    fn place_of(&self, order: MergeOrder) -> Option<usize> {
        self.facts.binary_search_by_key(&order, |fact| fact.header.order()).ok()
    }
}

/// The thing that a fact is about, and when it comes among the facts about it.
#[derive(Debug)]
struct Place {
    entity: Entity,
    time: Hlc,
}

/// The facts held here.
#[derive(Debug, Default)]
pub struct Replica {
    slots: BTreeMap<Entity, Slot>,
    /// Where a fact stands: the way from its name to its slot, and to its place there.
    ids: BTreeMap<FactId, Place>,
    /// Facts held but kept out of the fold, since the server set them aside.
    kept_out: BTreeMap<FactId, Fact>,
    set_aside: BTreeMap<FactId, FactSetAside>,
    /// The statements about facts of one name.
    statements_of: BTreeMap<FactId, Vec<FactId>>,
    /// Readmissions of each statement, in merge order: the first holds.
    readmitted: BTreeMap<FactId, BTreeMap<MergeOrder, Readmitted>>,
    /// The posts that each device was enrolled for, by each statement that enrols it.
    enrolled_for: BTreeMap<DeviceNumber, BTreeMap<MergeOrder, Posts>>,
    /// By which name a fact that was let in stands in the fold.
    let_in_as: BTreeMap<FactId, FactId>,
    /// What an administrator took out: facts of these names are not taken in.
    expunged: FactSet,
    latest: Hlc,
    links: Links,
    changes: Changes,
}

impl Replica {
    /// An empty replica that takes another's place: whoever kept something derived from that one
    /// notices.
    pub fn in_place_of(other: &Self) -> Self {
        Self { changes: Changes::after(&other.changes), ..Self::default() }
    }

    /// Where the changes are now.
    pub fn change_cursor(&self) -> ChangeCursor {
        self.changes.cursor()
    }

    /// The things that facts came to, or left, since a cursor; nothing where that is too long ago.
    pub fn changes_since(&self, cursor: ChangeCursor) -> Option<impl Iterator<Item = &Entity>> {
        self.changes.since(cursor)
    }

    /// Takes a fact in, once.
    pub fn insert(&mut self, fact: Fact) -> Inserted {
        let id = fact.header.id;
        // A hash of before: it stays in the log, and nowhere else.
        if fact.header.kind == Kind::PinSet as u16 {
            return Inserted::Known;
        }
        if self.is_out(&fact) {
            self.latest = self.latest.max(fact.header.merge_time);
            return Inserted::Known;
        }
        if self.is_set_aside(&fact) {
            self.latest = self.latest.max(fact.header.merge_time);
            let is_new = self.kept_out.insert(id, fact).is_none();
            return if is_new { Inserted::New } else { Inserted::Known };
        }
        // One of this name that is set aside leaves the name to the one that was admitted.
        if let Some(held) = self.get_merged(id) {
            // By their bytes: codes are equal that were written otherwise.
            let is_known = wire::encode_fact(held) == wire::encode_fact(&fact);
            return if is_known { Inserted::Known } else { Inserted::Differs };
        }
        self.latest = self.latest.max(fact.header.merge_time);
        self.place(fact);
        Inserted::New
    }

    fn is_set_aside(&self, fact: &Fact) -> bool {
        let statements = self.statements_of.get(&fact.header.id).into_iter().flatten();
        let mut stated = statements.filter_map(|statement| self.set_aside.get(statement));
        !expunged::says_so(fact) && stated.any(|set| set.fact == wire::encode_fact(fact))
    }

    fn place(&mut self, fact: Fact) {
        let event = fact.event();
        let (id, order) = (fact.header.id, fact.header.order());
        let entity = fact.header.entity.clone();
        if let Ok(event) = &event {
            self.links.note(&fact, event, Change::Said);
        }
        self.ids.insert(id, Place { entity: entity.clone(), time: order.time });
        self.changes.note(entity.clone());
        let slot = self.slots.entry(entity.clone()).or_default();
        let place = slot.facts.partition_point(|other| other.header.order() < order);
        slot.folded = OnceLock::new();
        slot.facts.insert(place, fact);
        match event {
            Ok(Event::FactSetAside(event)) => self.set_aside(id, event),
            Ok(Event::Readmitted(event)) => {
                let statement = event.set_aside;
                self.readmitted.entry(statement).or_default().insert(order, event);
                self.settle_readmission(statement);
            }
            Ok(Event::DeviceEnrolled(event)) => {
                if let Entity::Device(device) = entity {
                    self.enrolled_for.entry(device).or_default().insert(order, event.posts);
                    self.settle_readmissions_of(device);
                }
            }
            Ok(Event::Expunged(event)) if id.device == DeviceNumber::SERVER => {
                self.expunge(&event.facts);
            }
            _ => {}
        }
    }

    fn set_aside(&mut self, statement: FactId, event: FactSetAside) {
        let id = event.id;
        let is_meant =
            |held: &Fact| !expunged::says_so(held) && wire::encode_fact(held) == event.fact;
        if self.get(id).is_some_and(is_meant)
            && let Some(fact) = self.take_out(id)
        {
            self.kept_out.insert(id, fact);
        }
        self.statements_of.entry(id).or_default().push(statement);
        self.set_aside.insert(statement, event);
        self.settle_readmission(statement);
    }

    /// Takes a fact out of the fold, with everything that it said.
    fn take_out(&mut self, id: FactId) -> Option<Fact> {
        let Place { entity, time } = self.ids.remove(&id)?;
        let slot = self.slots.get_mut(&entity)?;
        let place = slot.place_of(MergeOrder { time, fact: id })?;
        let fact = slot.facts.remove(place);
        slot.folded = OnceLock::new();
        if slot.facts.is_empty() {
            self.slots.remove(&entity);
        }
        self.changes.note(entity);
        let event = fact.event().ok();
        if let Some(event) = &event {
            self.links.note(&fact, event, Change::TakenBack);
        }
        let order = fact.header.order();
        match (event, &fact.header.entity) {
            (Some(Event::Readmitted(event)), _) => {
                if let Some(readmissions) = self.readmitted.get_mut(&event.set_aside) {
                    readmissions.remove(&order);
                }
                self.settle_readmission(event.set_aside);
            }
            (Some(Event::DeviceEnrolled(_)), Entity::Device(device)) => {
                if let Some(enrolments) = self.enrolled_for.get_mut(device) {
                    enrolments.remove(&order);
                }
                self.settle_readmissions_of(*device);
            }
            (Some(Event::FactSetAside(event)), _) => self.unstate(id, event.id),
            _ => {}
        }
        Some(fact)
    }

    /// Every fact that was inserted, as it was: what was set aside too, and nothing that only a
    /// readmission put into the fold.
    pub fn inserted(&self) -> impl Iterator<Item = &Fact> {
        let let_in: std::collections::BTreeSet<FactId> = self.let_in_as.values().copied().collect();
        let placed = self.slots.values().flat_map(|slot| &slot.facts);
        placed.filter(move |fact| !let_in.contains(&fact.header.id)).chain(self.kept_out.values())
    }

    /// The fact of a name.
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.get_merged(id).or_else(|| self.kept_out.get(&id))
    }

    /// The fact of this name that takes part in the fold; nothing where it is set aside.
    pub fn get_merged(&self, id: FactId) -> Option<&Fact> {
        let Place { entity, time } = self.ids.get(&id)?;
        let slot = self.slots.get(entity)?;
        slot.facts.get(slot.place_of(MergeOrder { time: *time, fact: id })?)
    }

    /// The facts about one thing, in canonical order.
    pub fn facts_of<'a>(&'a self, entity: &Entity) -> impl Iterator<Item = &'a Fact> + use<'a> {
        self.slots.get(entity).into_iter().flat_map(|slot| &slot.facts)
    }

    /// Everything that facts are about.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.slots.values().filter_map(Slot::entity)
    }

    /// Every fact's header, entity by entity.
    pub fn headers(&self) -> impl Iterator<Item = &crate::fact::Header> {
        self.slots.values().flat_map(|slot| &slot.facts).map(|fact| &fact.header)
    }

    /// The highest count of a device that is held here, set aside or not.
    pub fn last_sequence(&self, device: DeviceNumber) -> u64 {
        let range = FactId { device, sequence: 0 }..FactId { device, sequence: READMISSION_BIT };
        let placed = self.ids.range(range.clone()).next_back().map(|(id, _)| id.sequence);
        let kept = self.kept_out.range(range.clone()).next_back().map(|(id, _)| id.sequence);
        let stated = self.statements_of.range(range).next_back().map(|(id, _)| id.sequence);
        let out = self.expunged.last_of(device);
        placed.max(kept).max(stated).max(out).unwrap_or(0)
    }

    /// How many facts take part in the fold.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no fact takes part.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The latest merge time seen.
    pub fn latest_merge_time(&self) -> Hlc {
        self.latest
    }

    /// Whether a fact's instant is in doubt (SEMANTICS 2).
    pub fn is_doubtful(&self, fact: FactId) -> bool {
        self.device(fact.device).is_some_and(|device| device.doubtful.contains(fact))
    }

    /// When a fact came to the server, where that was long after its instant (SEMANTICS 40).
    pub fn arrived_late(&self, fact: FactId) -> Option<Timestamp> {
        let device = self.device(fact.device)?;
        let told = device.arrived_late.iter().find(|(_, facts)| facts.contains(fact));
        told.map(|(arrived, _)| *arrived)
    }

    fn folded(&self, entity: &Entity) -> Option<&Folded> {
        let slot = self.slots.get(entity)?;
        Some(slot.folded.get_or_init(|| fold(entity, &slot.facts)))
    }

    /// A digest of all that is known to somebody with these posts: equal where states are.
    ///
    /// Hexadecimal SHA-256 over every folded entity in scope, in order. Two replicas that
    /// read the same log to the same position, with one core version, agree (SEMANTICS 7).
    pub fn digest(&self, posts: Posts) -> String {
        let mut hash = Sha256::new();
        for slot in self.slots.values() {
            if let Some(entity) = slot.entity()
                && post::in_scope(posts, entity)
            {
                let folded = slot.folded.get_or_init(|| fold(entity, &slot.facts));
                hash.update(wire::encode(&(entity, folded)));
            }
        }
        hash.finalize().iter().fold(String::new(), |mut text, byte| {
            use std::fmt::Write as _;
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// What was said of the site.
    pub fn site(&self) -> SiteState {
        match self.folded(&Entity::Site) {
            Some(Folded::Site(site)) => (**site).clone(),
            _ => SiteState::default(),
        }
    }

    /// Since when facts want a grant of their author at this site.
    pub fn grants_since(&self) -> Option<Timestamp> {
        match self.folded(&Entity::Site) {
            Some(Folded::Site(site)) => site.grants_since,
            _ => None,
        }
    }

    /// The receipts that touch an order.
    pub fn receipts_of_order(&self, order: &OrderNumber) -> impl Iterator<Item = ReceiptNumber> {
        self.links.receipts_of_order.from(order).copied()
    }

    /// The receipts that have a line of an order, be it only that purchasing spoke of it.
    pub fn lines_of_order(&self, order: &OrderNumber) -> impl Iterator<Item = ReceiptNumber> {
        self.links.lines_of_order.from(order).copied()
    }

    /// The receipts on which a package was tallied, withdrawn tallies too.
    pub fn receipts_of_package(
        &self,
        package: &PackageCode,
    ) -> impl Iterator<Item = ReceiptNumber> {
        self.links.receipts_of_package.from(package).copied()
    }

    /// The receipts that were opened with a vendor's delivery note, or one that may be the same.
    pub fn receipts_of_note(
        &self,
        vendor: Option<&VendorCode>,
        note: &Text,
    ) -> impl Iterator<Item = ReceiptNumber> {
        let key = (vendor.cloned(), links::maybe_same_note(note));
        self.links.receipts_of_note.from(&key).copied()
    }

    /// The cards of a receipt.
    pub fn cards_of_receipt(&self, receipt: ReceiptNumber) -> impl Iterator<Item = CardNumber> {
        self.links.cards_of_receipt.from(&receipt).copied()
    }

    /// The cards whose goods are of a line of an order.
    pub fn cards_of_order(&self, order: &OrderNumber) -> impl Iterator<Item = CardNumber> {
        self.links.cards_of_order.from(order).copied()
    }

    /// The receipts that were once joined into this one.
    pub fn joined_into(&self, receipt: ReceiptNumber) -> impl Iterator<Item = ReceiptNumber> {
        self.links.joined_into.from(&receipt).copied()
    }

    /// The receipt that a slip was issued for.
    pub fn receipt_of_slip(&self, slip: FactId) -> Option<ReceiptNumber> {
        self.links.receipt_of_slip.from(&slip).next().copied()
    }

    /// The photos that show this content, withdrawn or not; set aside ones are none.
    pub fn photos_of(&self, content: ContentHash) -> impl Iterator<Item = FactId> {
        self.links.photos_of.from(&content).copied()
    }

    /// Whether goods were ever put there.
    pub fn is_location(&self, place: &Text) -> bool {
        self.links.putaways_at.from(&place.code_key()).next().is_some()
    }

    /// A place as it was written first, in merge order; as it is given where nothing was put there.
    pub fn location_as_written(&self, place: &Text) -> Text {
        let mut putaways = self.links.putaways_at.from(&place.code_key());
        let first = putaways.next().and_then(|order| self.get(order.fact)?.event().ok());
        match first {
            Some(Event::PutAway(first)) => first.location,
            _ => place.clone(),
        }
    }

    /// The lot that a return note was raised for.
    pub fn card_of_return(&self, note: FactId) -> Option<CardNumber> {
        self.links.card_of_return.from(&note).next().copied()
    }

    /// The receipts that facts are held about, by their numbers.
    pub fn receipts(&self) -> impl Iterator<Item = (ReceiptNumber, &ReceiptState)> {
        let (first, last) = (FactId::new(0, 0), FactId::new(u32::MAX, u64::MAX));
        self.slots.range(Entity::Receipt(first)..=Entity::Receipt(last)).filter_map(
            |(entity, _)| {
                let Entity::Receipt(opened) = entity else {
                    return None;
                };
                let number = ReceiptNumber(*opened);
                self.receipt(number).map(|state| (number, state))
            },
        )
    }

    /// The lots that facts are held about, by their cards' numbers.
    pub fn cards(&self) -> impl Iterator<Item = (CardNumber, &CardState)> {
        let (first, last) = (FactId::new(0, 0), FactId::new(u32::MAX, u64::MAX));
        self.slots.range(Entity::Card(first)..=Entity::Card(last)).filter_map(|(entity, _)| {
            let Entity::Card(opened) = entity else {
                return None;
            };
            let number = CardNumber(*opened);
            self.card(number).map(|state| (number, state))
        })
    }

    /// The orders that facts are held about, by their numbers.
    pub fn orders(&self) -> impl Iterator<Item = (&OrderNumber, &OrderState)> {
        self.entities().filter_map(|entity| {
            let Entity::Order(number) = entity else {
                return None;
            };
            self.order(number).map(|state| (number, state))
        })
    }

    /// The vendors that facts are held about, by their codes.
    pub fn vendors(&self) -> impl Iterator<Item = (&VendorCode, &VendorState)> {
        self.entities().filter_map(|entity| {
            let Entity::Vendor(code) = entity else {
                return None;
            };
            self.vendor(code).map(|state| (code, state))
        })
    }

    /// The people that facts are held about, by their numbers.
    pub fn people(&self) -> impl Iterator<Item = (PersonNumber, &PersonState)> {
        let (first, last) = (PersonNumber(0), PersonNumber(u32::MAX));
        let people = self.slots.range(Entity::Person(first)..=Entity::Person(last));
        people.filter_map(|(entity, _)| {
            let Entity::Person(number) = entity else {
                return None;
            };
            self.person(*number).map(|state| (*number, state))
        })
    }

    /// The devices that facts are held about, by their numbers.
    pub fn devices(&self) -> impl Iterator<Item = (DeviceNumber, &DeviceState)> {
        let (first, last) = (DeviceNumber(0), DeviceNumber(u32::MAX));
        let devices = self.slots.range(Entity::Device(first)..=Entity::Device(last));
        devices.filter_map(|(entity, _)| {
            let Entity::Device(number) = entity else {
                return None;
            };
            self.device(*number).map(|state| (*number, state))
        })
    }

    /// Every number that people can read or scan here.
    pub fn numbers(&self) -> impl Iterator<Item = DocumentNumber> {
        let opened = self.slots.keys().filter_map(|entity| match entity {
            Entity::Receipt(id) => Some((NumberKind::Receipt, *id)),
            Entity::Card(id) => Some((NumberKind::Card, *id)),
            _ => None,
        });
        let slips = self.links.receipt_of_slip.keys().map(|id| (NumberKind::Slip, *id));
        let returns = self.links.card_of_return.keys().map(|id| (NumberKind::ReturnNote, *id));
        opened
            .chain(slips)
            .chain(returns)
            .map(|(kind, opened_by)| DocumentNumber { kind, opened_by })
    }
}
