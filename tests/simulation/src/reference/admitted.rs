//! The facts that count: what was admitted, and what a supervisor let in again (SEMANTICS 6).

use sync_core::fact::{Entity, Event, Fact, FactSetAside, MergeOrder, Readmitted, SetAsideReason};
use sync_core::ids::FactId;
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
    let mut told = admitted.clone();
    // What was let in may be a readmission itself, and let in more: read on until nothing
    // changes. Each reading settles one link of such a chain at least.
    for _ in log {
        let again = with_let_in(&admitted, &told);
        let places = |told: &[Told]| told.iter().map(|t| (t.order, t.at)).collect::<Vec<_>>();
        if places(&again) == places(&told) {
            break;
        }
        told = again;
    }
    told
}

/// What was admitted, and what the readmissions among the facts told so far let in.
fn with_let_in(admitted: &[Told], told: &[Told]) -> Vec<Told> {
    let mut all = admitted.to_vec();
    for (id, statement) in statements(told) {
        let Some((by, readmitted)) = first_readmission(told, id) else { continue };
        let Some(fact) = let_in(statement, by, readmitted).as_ref().and_then(read) else {
            continue;
        };
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
