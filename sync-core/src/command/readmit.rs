//! Letting in what the server set aside: one fact, or together what one cause kept out.

use super::{Actor, Decision, Notice, PendingFact, PendingSubject, Refusal};
use crate::fact::{Entity, Event, Fact, Readmitted, SetAsideReason};
use crate::ids::{DeviceNumber, FactId};
use crate::replica::Replica;
use crate::rules::readmission::Barred;
use crate::rules::server_clock;
use crate::state::SetAside;
use crate::time::Timestamp;
use crate::wire;

/// So many facts are let in by one command at the most; the same command lets the next ones in.
const MOST_TOGETHER: usize = 5_000;

pub(super) fn one(
    replica: &Replica,
    actor: Actor,
    set_aside: FactId,
    recorded: Option<Timestamp>,
) -> Result<Decision, Refusal> {
    let named = |set: &&SetAside| set.statement.id == set_aside || set.fact == set_aside;
    let found = waiting(replica).find(|(_, set)| named(set));
    let Some((device, set)) = found else { return Err(Refusal::NothingSetAside) };
    replica
        .may_let_in(set.statement.id, actor.device)
        .map_err(|why| Refusal::NotReadmittable { why })?;
    if needs_instant(set.reason) && recorded.is_none() {
        return Err(Refusal::StateInstant);
    }
    let event = Readmitted { set_aside: set.statement.id, recorded };
    Ok(Decision::of(Entity::Device(device), event))
}

/// Lets in together what was set aside for one reason, in the order in which it was written.
///
/// What was kept out by a clock that was wrong counts as recorded when it says, as far as that can
/// be; what comes from a clock that never stood right needs an instant of its own and stays.
pub(super) fn together(
    replica: &Replica,
    actor: Actor,
    reason: SetAsideReason,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let of_reason = || waiting(replica).filter(|(_, set)| set.reason == reason);
    let all = of_reason().count();
    let ready = readmittable(replica, actor.device, reason, now);
    if ready.is_empty() {
        let barred = |(_, set): (DeviceNumber, &SetAside)| {
            replica.may_let_in(set.statement.id, actor.device).err()
        };
        let why: Option<Vec<Barred>> = of_reason().map(barred).collect();
        return Err(match why.as_deref() {
            Some([]) => Refusal::NothingSetAside,
            Some([first, ..]) => Refusal::NotReadmittable { why: *first },
            None => Refusal::StateInstant,
        });
    }
    let drafts = ready.into_iter().take(MOST_TOGETHER).map(|Ready { device, event, .. }| {
        let subject = PendingSubject::Of(Entity::Device(device));
        PendingFact { subject, event: Event::from(event) }
    });
    let decision = Decision::of_drafts(drafts);
    let left = all.saturating_sub(decision.drafts.len());
    Ok(decision.noting((left > 0).then_some(Notice::StillAside { left })))
}

/// How many facts of a reason can be let in together now.
pub(crate) fn count(
    replica: &Replica,
    by: DeviceNumber,
    reason: SetAsideReason,
    now: Timestamp,
) -> usize {
    readmittable(replica, by, reason, now).len()
}

/// A fact that can be let in as it was recorded.
struct Ready {
    device: DeviceNumber,
    fact: Fact,
    event: Readmitted,
}

fn readmittable(
    replica: &Replica,
    by: DeviceNumber,
    reason: SetAsideReason,
    now: Timestamp,
) -> Vec<Ready> {
    let mut ready: Vec<Ready> = waiting(replica)
        .filter(|(_, set)| set.reason == reason)
        .filter(|(_, set)| replica.may_let_in(set.statement.id, by).is_ok())
        .filter_map(|(device, set)| {
            let fact = set_aside_fact(replica, set)?;
            let recorded = needs_instant(reason).then_some(fact.header.recorded);
            let enrolled = replica.device(fact.header.id.device).and_then(|device| device.enrolled);
            let stands = |at| server_clock::stands_as_recorded(at, enrolled, now);
            if !recorded.is_none_or(stands) {
                return None;
            }
            let event = Readmitted { set_aside: set.statement.id, recorded };
            Some(Ready { device, fact, event })
        })
        .collect();
    ready.sort_by_key(|ready| ready.fact.header.order());
    ready
}

/// What was set aside and nobody let in.
fn waiting(replica: &Replica) -> impl Iterator<Item = (DeviceNumber, &SetAside)> {
    replica.devices().flat_map(|(device, state)| {
        let waiting = state
            .set_aside
            .iter()
            .filter(|set| set.readmitted.is_none() || !replica.is_readmitted(set.statement.id));
        waiting.map(move |set| (device, set))
    })
}

/// The fact itself, as the server's statement keeps it.
fn set_aside_fact(replica: &Replica, set: &SetAside) -> Option<Fact> {
    match replica.get(set.statement.id)?.event() {
        Ok(Event::FactSetAside(event)) => wire::decode_fact(&event.fact).ok(),
        Ok(_) | Err(_) => None,
    }
}

/// Whether a fact that was set aside for this reason can only be let in with its true instant.
pub(crate) const fn needs_instant(reason: SetAsideReason) -> bool {
    match reason {
        SetAsideReason::AheadOfServer | SetAsideReason::BeforeEnrolment => true,
        SetAsideReason::UnknownPerson
        | SetAsideReason::PersonsPost
        | SetAsideReason::DevicesPost
        | SetAsideReason::IdCollision
        | SetAsideReason::Malformed
        | SetAsideReason::Revoked
        | SetAsideReason::NotReadmittable
        | SetAsideReason::NoGrant => false,
    }
}
