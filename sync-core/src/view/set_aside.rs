//! Set-aside facts, as screens show them: counted, and some at a time.
//!
//! A broken program, or a hand that means harm, can have more facts set aside than anybody looks
//! through. Whoever draws asks for how many there are and for the first of them.

use serde::Serialize;

use super::{Stamp, stamp};
use crate::fact::{Event, SetAsideReason};
use crate::ids::{DeviceNumber, FactId};
use crate::replica::Replica;
use crate::state::{SetAside, Written};
use crate::text::names::Named as _;
use crate::time::Timestamp;
use crate::wire;

/// So many set-aside facts are shown at once.
pub const SET_ASIDE_PAGE: usize = 50;

/// A set-aside fact on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetAsideView {
    /// The server's statement; `readmit` names it.
    pub id: FactId,
    /// The fact that has no effect.
    pub fact: FactId,
    /// The kind's name, where this version knows it.
    pub kind: Option<String>,
    /// When it says it was recorded.
    pub recorded: Option<Timestamp>,
    /// Why it was set aside.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub reason: SetAsideReason,
    /// The supervisor who let it in, and when.
    pub readmitted: Option<Stamp>,
    /// What it says happened, for those who have words of their own for it.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub known: Option<crate::fact::Kind>,
    /// Its author, as it names them.
    pub author: Option<Stamp>,
    /// Whether letting it in needs the true instant.
    pub needs_instant: bool,
    /// Whether a supervisor may let it in, from another device than the one that recorded it.
    pub readmittable: bool,
}

/// For which reasons facts can be let in together now from a device, and how many.
pub fn readmittable(
    replica: &Replica,
    by: DeviceNumber,
    now: Timestamp,
) -> Vec<(SetAsideReason, usize)> {
    let count = |reason: &SetAsideReason| crate::command::readmittable(replica, by, *reason, now);
    let counted = SetAsideReason::ALL.iter().map(|reason| (*reason, count(reason)));
    counted.filter(|(_, count)| *count > 0).collect()
}

/// Some of the facts that were set aside, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetAsidePage {
    /// The facts, device by device, in merge order.
    pub set_aside: Vec<SetAsideView>,
    /// How many were set aside in all.
    pub total: usize,
    /// How many of them nobody has let in.
    pub waiting: usize,
}

/// Facts that were set aside, those let in again too: after the first `from`, at most `most`.
pub fn set_aside_page(replica: &Replica, from: usize, most: usize) -> SetAsidePage {
    let some = all(replica).skip(from).take(most);
    SetAsidePage {
        set_aside: some.map(|set| set_aside_view(replica, set)).collect(),
        total: all(replica).count(),
        waiting: set_aside_waiting(replica),
    }
}

/// Every fact that was set aside, those let in again too.
pub fn set_aside(replica: &Replica) -> Vec<SetAsideView> {
    all(replica).map(|set| set_aside_view(replica, set)).collect()
}

/// How many facts are set aside and were not let in.
pub fn set_aside_waiting(replica: &Replica) -> usize {
    waiting(replica).count()
}

/// The facts that are set aside and were not let in, those that came last first, at most `most`.
pub fn set_aside_latest(replica: &Replica, most: usize) -> Vec<SetAsideView> {
    let mut found: Vec<&SetAside> = waiting(replica).collect();
    found.sort_unstable_by_key(|set| std::cmp::Reverse(set.statement.order()));
    found.into_iter().take(most).map(|set| set_aside_view(replica, set)).collect()
}

/// What waits to be let in, device by device.
pub(super) fn waiting(replica: &Replica) -> impl Iterator<Item = &SetAside> {
    all(replica).filter(|set| let_in(replica, set).is_none())
}

fn all(replica: &Replica) -> impl Iterator<Item = &SetAside> {
    replica.devices().flat_map(|(_, device)| &device.set_aside)
}

/// Who let it in; a readmission that the closed list forbids lets nothing in.
fn let_in(replica: &Replica, set: &SetAside) -> Option<Written> {
    set.readmitted.filter(|_| replica.is_readmitted(set.statement.id))
}

/// One set-aside fact, with what it says.
pub(super) fn set_aside_view(replica: &Replica, set: &SetAside) -> SetAsideView {
    let kept = replica.get(set.statement.id).and_then(|fact| match fact.event() {
        Ok(Event::FactSetAside(event)) => wire::decode_fact(&event.fact).ok(),
        _ => None,
    });
    let kind = kept.as_ref().and_then(|fact| crate::fact::Kind::of(fact.header.kind));
    SetAsideView {
        id: set.statement.id,
        fact: set.fact,
        kind: kind.map(|kind| kind.name().to_owned()),
        known: kind,
        author: kept.as_ref().map(|fact| stamp(replica, Written::from(&fact.header))),
        needs_instant: crate::command::needs_instant(set.reason),
        recorded: kept.map(|fact| fact.header.recorded),
        reason: set.reason,
        // From no device of the floor's own: whether anybody may.
        readmittable: replica.may_let_in(set.statement.id, DeviceNumber::SERVER).is_ok(),
        readmitted: let_in(replica, set).map(|written| stamp(replica, written)),
    }
}
