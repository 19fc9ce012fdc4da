//! The facts that count: what was admitted, and what a supervisor let in again (SEMANTICS 6).

use sync_core::fact::{Entity, Event, Fact, FactSetAside, MergeOrder, Readmitted, SetAsideReason};
use sync_core::ids::FactId;
use sync_core::post::{self, Post, Posts};
use sync_core::time::Timestamp;
use sync_core::wire;

/// A fact that counts, decoded.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(super) id: FactId,
    /// Its place in merge order.
    pub(super) order: MergeOrder,
    /// When it was recorded.
    pub(super) at: Timestamp,
    pub(super) entity: Entity,
    pub(super) event: Event,
}

/// What counts of a log, in merge order.
pub(super) fn effective(log: &[Fact]) -> Vec<Told> {
    let mut admitted: Vec<Told> = log.iter().filter_map(read).collect();
    admitted.sort_by_key(|told| told.order);
    // What is let in is of the floor, and lets in nothing more.
    with_let_in(&admitted, &admitted)
}

/// What was admitted, and what the readmissions among the facts told so far let in.
fn with_let_in(admitted: &[Told], told: &[Told]) -> Vec<Told> {
    let mut all = admitted.to_vec();
    for (id, statement) in statements(told) {
        let Some((by, readmitted)) = first_readmission(told, id) else { continue };
        let may = may_be_let_in(told, statement);
        let Some(fact) = let_in(statement, by, readmitted).filter(|_| may) else { continue };
        let Some(fact) = read(&fact) else { continue };
        if all.iter().all(|known| known.id != fact.id) {
            all.push(fact);
        }
    }
    all.sort_by_key(|told| told.order);
    all
}

fn read(fact: &Fact) -> Option<Told> {
    let event = fact.event().ok()?;
    event.kind().is_about(&fact.header.entity).then(|| Told {
        id: fact.header.id,
        order: fact.header.order(),
        at: fact.header.recorded,
        entity: fact.header.entity.clone(),
        event,
    })
}

fn statements(told: &[Told]) -> impl Iterator<Item = (FactId, &FactSetAside)> {
    told.iter().filter_map(|told| match &told.event {
        Event::FactSetAside(event) => Some((told.id, event)),
        _ => None,
    })
}

/// Of several readmissions of one statement the first in merge order holds.
fn first_readmission(told: &[Told], statement: FactId) -> Option<(&Told, &Readmitted)> {
    told.iter().find_map(|by| match &by.event {
        Event::Readmitted(event) if event.set_aside == statement => Some((by, event)),
        _ => None,
    })
}

/// Whether the closed list lets a fact in: it is of the floor, its reason is one that can be put
/// right, and a supervisor or its own device may write such facts.
fn may_be_let_in(told: &[Told], statement: &FactSetAside) -> bool {
    use SetAsideReason as R;
    let Ok(fact) = wire::decode_fact(&statement.fact) else { return false };
    let Some(read) = read(&fact) else { return false };
    let can_be_put_right = match statement.reason {
        R::UnknownPerson
        | R::PersonsPost
        | R::AheadOfServer
        | R::BeforeEnrolment
        | R::IdCollision
        | R::Revoked
        | R::NoGrant => true,
        R::DevicesPost | R::Malformed | R::NotReadmittable => false,
    };
    let own = told.iter().find_map(|told| match (&told.event, &told.entity) {
        (Event::DeviceEnrolled(event), Entity::Device(device)) if *device == read.id.device => {
            Some(event.posts)
        }
        _ => None,
    });
    let supervisor = Posts::from_iter([Post::Supervisor]);
    let may_write = |posts: Posts| post::permits_event(posts, &read.event);
    let is_of_the_floor = matches!(read.entity, Entity::Receipt(_) | Entity::Card(_));
    can_be_put_right
        && is_of_the_floor
        && (may_write(supervisor) || own.is_some_and(may_write))
        && opens_its_own(&read)
}

/// Whether what it opens bears its own name.
fn opens_its_own(told: &Told) -> bool {
    match (&told.event, &told.entity) {
        (Event::ReceiptOpened(_), Entity::Receipt(id))
        | (Event::CardIssued(_), Entity::Card(id)) => *id == told.id,
        _ => true,
    }
}

fn let_in(statement: &FactSetAside, by: &Told, readmitted: &Readmitted) -> Option<Fact> {
    let mut fact = wire::decode_fact(&statement.fact).ok()?;
    if statement.reason == SetAsideReason::IdCollision {
        // Its name is another fact's: it goes by its readmission's, which no device can mint.
        fact.header.id = FactId { sequence: by.id.sequence | 1 << 62, ..by.id };
    }
    if let Some(recorded) = readmitted.recorded {
        fact.header.recorded = recorded;
        fact.header.merge_time = by.order.time;
    }
    Some(fact)
}
