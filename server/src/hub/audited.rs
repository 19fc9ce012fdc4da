//! What of a push the audit log tells: what was let in, what was set aside, what was printed again.

use sync_core::fact::{Entity, Event, Fact, Kind};
use sync_core::ids::DeviceNumber;
use sync_core::number::CardNumber;

use crate::audit::{What, Who};

/// What is to be noted of a record that came of a device's push.
pub(super) fn of(record: &[Fact], device: DeviceNumber) -> Vec<(Who, What)> {
    let mut notes = Vec::new();
    let (mut facts, mut reasons) = (0, Vec::new());
    for fact in record.iter().filter(|fact| is_told(fact.header.kind)) {
        let who = Who::Person { person: fact.header.author, device };
        match (fact.event(), &fact.header.entity) {
            (Ok(Event::FactSetAside(aside)), _)
                if fact.header.id.device == DeviceNumber::SERVER =>
            {
                facts += 1;
                if !reasons.contains(&aside.reason) {
                    reasons.push(aside.reason);
                }
            }
            (Ok(Event::Readmitted(readmitted)), _) => {
                notes.push((who, What::Readmitted { set_aside: readmitted.set_aside }));
            }
            (Ok(Event::CardReprinted(reprinted)), Entity::Card(card)) => {
                let card = CardNumber(*card).to_string();
                notes.push((who, What::CardReprinted { card, reason: reprinted.reason }));
            }
            _ => {}
        }
    }
    if facts > 0 {
        notes.push((Who::Device { device }, What::SetAside { facts, reasons }));
    }
    notes
}

/// Few facts are told of: the others are not even decoded.
fn is_told(kind: u16) -> bool {
    [Kind::FactSetAside, Kind::Readmitted, Kind::CardReprinted]
        .iter()
        .any(|told| *told as u16 == kind)
}
