//! Defects of shells: what a wrong one does to messages before the product sees them, or to facts.

use inwards_engine::clock::ClockReading;
use sync_core::fact::{Event, Fact, Kind};
use sync_core::sync::ServerMessage;
use sync_core::time::{Hlc, Timestamp};
use sync_core::wire;

use crate::defect::Defect;
use crate::server::Server;

/// What a device's wrong shell makes of a message; nothing where it leaves it alone.
pub(crate) fn spoil(
    defect: Defect,
    bytes: &[u8],
    stamp: ClockReading,
    arrival: Timestamp,
) -> Option<Vec<u8>> {
    let message = wire::decode::<ServerMessage>(bytes).ok()?;
    let spoiled = match (defect, message) {
        (Defect::ClockNeverCorrected, ServerMessage::Welcome { epoch, head, known, gaps, .. }) => {
            ServerMessage::Welcome { now: stamp.wall, epoch, head, known, gaps }
        }
        (Defect::OrderOfArrival, ServerMessage::Page { from, next, head, batch }) => {
            let mut facts = wire::decode_batch(&batch).ok()?;
            for (index, fact) in (0..).zip(&mut facts) {
                fact.header.merge_time = Hlc(Hlc::at(arrival).0 + index);
            }
            ServerMessage::Page { from, next, head, batch: wire::encode_batch(&facts) }
        }
        (Defect::SetAsideGoesOnCounting, ServerMessage::Page { from, next, head, batch }) => {
            let mut facts = wire::decode_batch(&batch).ok()?;
            facts.retain(|fact| fact.header.kind != Kind::FactSetAside as u16);
            ServerMessage::Page { from, next, head, batch: wire::encode_batch(&facts) }
        }
        _ => return None,
    };
    Some(wire::encode(&spoiled))
}

/// The log as a wrong reader reads it; nothing where the defect is elsewhere.
pub(crate) fn misread(defect: Defect, server: &Server) -> Option<Vec<Fact>> {
    let log = server.log.iter();
    match defect {
        Defect::VoidedTallyCounts => {
            Some(log.filter(|fact| !is(fact, Kind::CountVoided)).cloned().collect())
        }
        Defect::VoidedMovementCounts => {
            Some(log.filter(|fact| !is(fact, Kind::MovementVoided)).cloned().collect())
        }
        Defect::DoubtForgotten => {
            Some(log.filter(|fact| !is(fact, Kind::ClockDoubtful)).cloned().collect())
        }
        Defect::CountedFollowsTheOrder => {
            Some(log.filter(|fact| !is(fact, Kind::LineCountedAs)).map(says_no_item).collect())
        }
        Defect::DeadlineFromSync => Some(log.map(|fact| dated_by_sync(fact, server)).collect()),
        Defect::VerdictReplacesNothing => Some(log.map(replaces_nothing).collect()),
        Defect::RecountSwallowsUnseen => {
            Some(log.map(|fact| swallows(fact, &server.log)).collect())
        }
        Defect::AssignmentTakesAllBack => Some(log.map(takes_all_back).collect()),
        Defect::VendorThatCameForgotten => Some(log.map(forgets_who_came).collect()),
        _ => None,
    }
}

fn is(fact: &Fact, kind: Kind) -> bool {
    fact.header.kind == kind as u16
}

fn dated_by_sync(fact: &Fact, server: &Server) -> Fact {
    let mut dated = fact.clone();
    if let Some(arrived) = server.arrived.get(&fact.header.id)
        && (is(fact, Kind::CountSigned) || is(fact, Kind::VerdictRecorded))
    {
        dated.header.recorded = *arrived;
    }
    dated
}

/// A card that leaves to its order what its goods are.
fn says_no_item(fact: &Fact) -> Fact {
    let Ok(Event::CardIssued(mut event)) = fact.event() else { return fact.clone() };
    event.item = None;
    Fact { payload: Event::from(event).encode(), ..fact.clone() }
}

fn replaces_nothing(fact: &Fact) -> Fact {
    let Ok(Event::VerdictRecorded(mut event)) = fact.event() else { return fact.clone() };
    event.replaces = sync_core::ids::FactSet::default();
    Fact { payload: Event::from(event).encode(), ..fact.clone() }
}

/// As assignments did before they named what they take back.
fn takes_all_back(fact: &Fact) -> Fact {
    let Ok(Event::LineAssigned(mut event)) = fact.event() else { return fact.clone() };
    event.replaces = None;
    Fact { payload: Event::from(event).encode(), ..fact.clone() }
}

/// As receipts did that knew no vendor but their order's.
fn forgets_who_came(fact: &Fact) -> Fact {
    match fact.event() {
        Ok(Event::ReceiptOpened(mut event)) if !event.orders.is_empty() => {
            event.vendor = None;
            Fact { payload: Event::from(event).encode(), ..fact.clone() }
        }
        _ => fact.clone(),
    }
}

/// As a version vector would: everything before it in merge order counts as seen.
fn swallows(fact: &Fact, log: &[Fact]) -> Fact {
    let Ok(Event::Recounted(mut event)) = fact.event() else { return fact.clone() };
    let before = log.iter().filter(|other| {
        other.header.entity == fact.header.entity && other.header.order() < fact.header.order()
    });
    let counts = before.filter(|other| match other.event() {
        Ok(Event::Tallied(tally)) => tally.line == event.line,
        Ok(Event::Recounted(recount)) => recount.line == event.line,
        Ok(_) | Err(_) => false,
    });
    event.replaces = counts.map(|other| other.header.id).collect();
    Fact { payload: Event::from(event).encode(), ..fact.clone() }
}
