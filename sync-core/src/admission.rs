//! Admission: the server's one decision about a fact, when it arrives (SEMANTICS 6).
//!
//! It is taken once and stored; what a device claims counts for nothing. A fact that may
//! not take effect is set aside, never lost.

use crate::fact::{Event, Fact, Header, SetAsideReason, Unreadable};
use crate::post::{self, Posts};
use crate::replica::Replica;
use crate::rules::sign_in::{self, GrantedTime};
use crate::rules::{server_clock, well_formed};
use crate::state::{DeviceState, PersonState};
use crate::time::{Span, Timestamp};

pub use crate::rules::server_clock::MOST_AHEAD;

/// What becomes of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The fact is taken into the log as it is, and merged everywhere.
    Admit,
    /// It is kept, and shown, and does not take effect.
    SetAside(SetAsideReason),
    /// This server does not know such facts: the device keeps it until the server is updated.
    Newer,
}

/// Decides about a fact that a device sent; `server_now` is the server's clock.
///
/// It is asked in the one lane in which facts are written, beside the append, so that nothing which
/// comes after a revocation is taken for something before it.
pub fn examine(fact: &Fact, replica: &Replica, server_now: Timestamp) -> Admission {
    // Also what this server could not read: its device may speak this once more.
    if replica.device(fact.header.id.device).is_some_and(|device| device.revoked.is_some()) {
        return set_aside(SetAsideReason::Revoked);
    }
    let event = match fact.event() {
        Ok(event) if !well_formed::fits(fact, &event) => {
            return set_aside(SetAsideReason::Malformed);
        }
        Ok(event) => event,
        Err(Unreadable::Newer { .. }) => return Admission::Newer,
        Err(Unreadable::Malformed { .. }) => return set_aside(SetAsideReason::Malformed),
    };
    if replica.get(fact.header.id).is_some_and(|held| held != fact) {
        return set_aside(SetAsideReason::IdCollision);
    }
    let reason = revoked(fact, replica)
        .or_else(|| time(fact, replica, server_now))
        .or_else(|| author(fact, &event, replica, server_now))
        .or_else(|| readmission(fact, &event, replica));
    reason.map_or(Admission::Admit, set_aside)
}

const fn set_aside(reason: SetAsideReason) -> Admission {
    Admission::SetAside(reason)
}

/// Whether its author was revoked meanwhile: a date proves nothing, since the device wrote it.
fn revoked(fact: &Fact, replica: &Replica) -> Option<SetAsideReason> {
    let author = replica.person(fact.header.author)?;
    author.revoked.map(|_| SetAsideReason::Revoked)
}

/// Whether it lets in what nobody may, or what this device wrote itself.
fn readmission(fact: &Fact, event: &Event, replica: &Replica) -> Option<SetAsideReason> {
    let Event::Readmitted(event) = event else { return None };
    let may = replica.may_let_in(event.set_aside, fact.header.id.device);
    may.is_err().then_some(SetAsideReason::NotReadmittable)
}

fn time(fact: &Fact, replica: &Replica, server_now: Timestamp) -> Option<SetAsideReason> {
    let latest = replica.latest_merge_time();
    if server_clock::is_ahead(fact.header.recorded, server_now)
        || server_clock::is_beyond_log(fact.header.merge_time, latest, server_now)
    {
        return Some(SetAsideReason::AheadOfServer);
    }
    let device = replica.device(fact.header.id.device)?;
    // A little before is a clock's jitter; the first contact taught the device its offset.
    let enrolled = server_clock::since(device.enrolled?, server_now).plus(Span(-MOST_AHEAD.0));
    (fact.header.recorded < enrolled).then_some(SetAsideReason::BeforeEnrolment)
}

fn author(
    fact: &Fact,
    event: &Event,
    replica: &Replica,
    server_now: Timestamp,
) -> Option<SetAsideReason> {
    let header = &fact.header;
    let Some(device) = replica.device(header.id.device) else {
        return Some(SetAsideReason::DevicesPost);
    };
    let Some(person) = replica.person(header.author) else {
        return Some(SetAsideReason::UnknownPerson);
    };
    if !post::permits_event(device.posts, event) {
        return Some(SetAsideReason::DevicesPost);
    }
    let posts = posts_when(person, header.recorded, server_now);
    if posts == Posts::NONE {
        return Some(SetAsideReason::UnknownPerson);
    }
    if !post::permits_event(posts.both(device.posts), event) {
        return Some(SetAsideReason::PersonsPost);
    }
    let asked_since = replica.grants_since()?;
    let is_granted = is_granted(fact, event, (person, device), asked_since, server_now);
    (!is_granted).then_some(SetAsideReason::NoGrant)
}

/// Whether the author had shown the server on this device who they are when the fact was recorded,
/// and lately where it commits the plant (SEMANTICS 39).
fn is_granted(
    fact: &Fact,
    event: &Event,
    (person, device): (&PersonState, &DeviceState),
    asked_since: Timestamp,
    server_now: Timestamp,
) -> bool {
    let Header { recorded, author, .. } = fact.header;
    if !sign_in::is_somebodys(event.kind()) {
        return true;
    }
    let wants_fresh = sign_in::wants_fresh(event);
    let covers = |granted: GrantedTime| {
        let left = person.left_of(granted);
        if wants_fresh { left.is_fresh(recorded) } else { left.covers(recorded) }
    };
    device.grants_up_to(author, recorded).any(covers)
        || sign_in::is_of_before(
            recorded,
            asked_since,
            (device.enrolled, device.first_grant()),
            server_now,
        )
}

/// The posts that somebody held when a fact was recorded. Who was added while the server's clock was
/// ahead held their first posts from then on, though the statement bears an instant to come.
fn posts_when(person: &PersonState, recorded: Timestamp, server_now: Timestamp) -> Posts {
    let first = person.posts.first().map(|(from, _)| *from);
    let added = first.filter(|first| *first > server_now);
    person.posts_at(added.map_or(recorded, |added| added.max(recorded)))
}
