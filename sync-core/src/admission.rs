//! Admission: the server's one decision about a fact, when it arrives (SEMANTICS 6).
//!
//! It is taken once and stored; what a device claims counts for nothing. A fact that may
//! not take effect is set aside, never lost.

use crate::fact::{Entity, Event, Fact, Header, Kind, SetAsideReason, Unreadable};
use crate::ids::{DeviceNumber, READMISSION_BIT};
use crate::post::{self, Posts};
use crate::replica::Replica;
use crate::rules::server_clock;
use crate::rules::sign_in::{self, GrantedTime};
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
pub fn examine(fact: &Fact, replica: &Replica, server_now: Timestamp) -> Admission {
    let event = match fact.event() {
        Ok(event) if !fits(fact, &event) => return set_aside(SetAsideReason::Malformed),
        Ok(event) => event,
        Err(Unreadable::Newer { .. }) => return Admission::Newer,
        Err(Unreadable::Malformed { .. }) => return set_aside(SetAsideReason::Malformed),
    };
    if replica.get(fact.header.id).is_some_and(|held| held != fact) {
        return set_aside(SetAsideReason::IdCollision);
    }
    match time(fact, replica, server_now).or_else(|| author(fact, &event, replica, server_now)) {
        Some(reason) => set_aside(reason),
        None => Admission::Admit,
    }
}

const fn set_aside(reason: SetAsideReason) -> Admission {
    Admission::SetAside(reason)
}

/// Whether a fact is about what its kind is about, and opens only what bears its own name.
fn fits(fact: &Fact, event: &Event) -> bool {
    let header = &fact.header;
    let opens_itself = match (event.kind(), &header.entity) {
        (Kind::ReceiptOpened, Entity::Receipt(id)) | (Kind::CardIssued, Entity::Card(id)) => {
            *id == header.id
        }
        // Only the device itself knows how its clock is.
        (Kind::ClockDoubtful | Kind::ClockOff, Entity::Device(device)) => {
            *device == header.id.device
        }
        _ => true,
    };
    opens_itself
        && event.kind().is_about(&header.entity)
        && header.id.sequence > 0
        && header.id.sequence < READMISSION_BIT
        && header.id.device != DeviceNumber::SERVER
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
/// and lately where it commits the plant (SEMANTICS 37).
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
