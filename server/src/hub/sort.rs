//! Sorting a push: what is durable already, what is admitted, what is set aside, what waits.

use sync_core::admission::{self, Admission};
use sync_core::api::HeldBack;
use sync_core::fact::{ArrivedLate, Entity, Fact, FactSetAside, Kind, SetAsideReason};
use sync_core::ids::{DeviceNumber, FactId, FactSet};
use sync_core::rules::late_arrival;
use sync_core::sync::RefusedBy;
use sync_core::time::Timestamp;
use sync_core::wire;

use super::budget::Allowance;
use super::memory::{Durability, SiteMemory, Standing};
use super::writer::FactAllocator;

/// The largest payload of a pushed fact: setting it aside wraps it into another fact, which
/// must itself be readable ([`wire::MOST_PAYLOAD`]). Real ones have some hundred bytes.
const MOST_PAYLOAD: usize = wire::MOST_PAYLOAD - 4_096;

/// How far a name may be ahead of the last that is known: more than any device ever skips.
const MOST_AHEAD: u64 = 1 << 24;

/// What becomes of a push.
#[derive(Debug, Default)]
pub struct Sorted {
    /// What is appended: admitted facts as they came, and the server's statements in place of
    /// those set aside.
    pub record: Vec<Fact>,
    /// Pushed facts whose names other facts have, whether seen for the first time or again.
    pub taken: Vec<FactId>,
    /// Why nothing behind some fact was looked at.
    pub stop: Option<(RefusedBy, String)>,
    /// What of the device's allowance is left behind this push.
    pub left: Allowance,
    /// Which of it was used up before the push was.
    pub held_back: Option<HeldBack>,
}

/// Decides about each fact of a push, in order. Nothing is changed but `allocator`, a copy.
pub fn sort(
    held: &SiteMemory,
    device: DeviceNumber,
    facts: Vec<Fact>,
    (allocator, allowance): (&mut FactAllocator, Allowance),
    now: Timestamp,
) -> Result<Sorted, (RefusedBy, String)> {
    check_names(held, device, &facts)?;

    let is_revoked = held.standing_of(device) == Standing::Revoked;
    let mut sorted = Sorted { left: allowance, ..Sorted::default() };
    for fact in facts {
        if fact.payload.len() > MOST_PAYLOAD {
            let detail = format!("fact {} is too large for any fact", fact.header.id);
            sorted.stop = Some((RefusedBy::Malformed, detail));
            break;
        }
        let known = held.durability(&fact);
        let admission = match known {
            Durability::Durable => continue,
            Durability::IdCollisionBefore => {
                sorted.taken.push(fact.header.id);
                continue;
            }
            Durability::IdCollision => Admission::SetAside(SetAsideReason::IdCollision),
            Durability::New => admission::examine(&fact, &held.replica, now),
        };
        if admission == Admission::Newer {
            sorted.stop = Some((RefusedBy::ServerTooOld, too_old(&fact)));
            break;
        }
        // A revoked device has a bound of its own: it kept an honest hour of counting, more than a
        // day's allowance of what is set aside.
        let is_spent = match admission {
            Admission::SetAside(SetAsideReason::Revoked) => !is_revoked,
            other => other != Admission::Admit,
        };
        if let Err(held_back) = sorted.left.take(&fact, is_spent) {
            sorted.stop = Some((RefusedBy::Unavailable, waits(device, held_back)));
            sorted.held_back = Some(held_back);
            break;
        }
        if known == Durability::IdCollision {
            sorted.taken.push(fact.header.id);
        }
        match admission {
            Admission::SetAside(reason) => {
                sorted.record.push(set_aside(&fact, reason, allocator, now));
            }
            Admission::Admit | Admission::Newer => {
                allocator.saw(&fact, now);
                sorted.record.push(fact);
            }
        }
    }
    Ok(sorted)
}

/// All facts are of this device, in order, and none is named absurdly far ahead.
///
/// A gap is no reason to refuse: a device that was restored from an older copy of its folder
/// skips the names it may have given, and has nothing to send between them (decision 0014).
fn check_names(
    held: &SiteMemory,
    device: DeviceNumber,
    facts: &[Fact],
) -> Result<(), (RefusedBy, String)> {
    if let Some(other) = facts.iter().find(|fact| fact.header.id.device != device) {
        let detail = format!("fact {} is not of device {device}", other.header.id);
        return Err((RefusedBy::NotThisDevice, detail));
    }
    let sequences = || facts.iter().map(|fact| fact.header.id.sequence);
    if sequences().zip(sequences().skip(1)).any(|(one, next)| one >= next) {
        let detail = "the facts of a push must be in sequence".to_owned();
        return Err((RefusedBy::Malformed, detail));
    }
    let (Some(first), Some(last)) = (sequences().next(), sequences().next_back()) else {
        return Ok(());
    };
    if first == 0 {
        return Err((RefusedBy::Malformed, "facts are counted from 1".to_owned()));
    }
    let known = held.known(device);
    if last > known.saturating_add(MOST_AHEAD) {
        let detail = format!("fact {last} is too far ahead of fact {known}, the last known here");
        return Err((RefusedBy::Gap, detail));
    }
    Ok(())
}

fn set_aside(
    fact: &Fact,
    reason: SetAsideReason,
    allocator: &mut FactAllocator,
    now: Timestamp,
) -> Fact {
    let event = FactSetAside { id: fact.header.id, fact: wire::encode_fact(fact), reason };
    allocator.write(Entity::Device(fact.header.id.device), &event.into(), now)
}

/// What is said of those facts of a record that came long after their instants.
pub fn came_late(
    record: &[Fact],
    device: DeviceNumber,
    allocator: &mut FactAllocator,
    now: Timestamp,
) -> Option<Fact> {
    let is_late = |fact: &&Fact| {
        Kind::of(fact.header.kind).is_some_and(late_arrival::is_looked_at)
            && late_arrival::is_late(fact.header.recorded, now)
    };
    let late: Vec<FactId> = record.iter().filter(is_late).map(|fact| fact.header.id).collect();
    // More names than a fact may hold are of nobody's day.
    let facts: FactSet = late.into_iter().collect();
    let event = ArrivedLate { facts };
    (!event.facts.is_empty()).then(|| allocator.write(Entity::Device(device), &event.into(), now))
}

/// Why the rest of a push stays on the device for now, for a person.
fn waits(device: DeviceNumber, held_back: HeldBack) -> String {
    match held_back {
        HeldBack::Facts => format!(
            "device {device} has brought more facts than a device records: the rest stays on it, and is \
             taken from the next hour on (held-back: facts)"
        ),
        HeldBack::SetAside => format!(
            "too many facts of device {device} were set aside today: the rest stays on it; an \
             administrator looks at why, and lets it bring them with `devices allow {device}` \
             (held-back: set-aside)"
        ),
    }
}

fn too_old(fact: &Fact) -> String {
    format!(
        "fact {} is of kind {}, version {}, which this server ({}) does not know: update the server; \
         the facts stay queued",
        fact.header.id,
        fact.header.kind,
        fact.header.version,
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests;
