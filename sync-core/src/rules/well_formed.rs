//! Well-formed: what a fact must be about to be taken for what it says (SEMANTICS 6).

use crate::fact::{Entity, Event, Fact, Kind};
use crate::ids::{DeviceNumber, FactId, READMISSION_BIT};

/// Whether a fact is about what its kind is about, opens only what bears its own name, and has a name
/// that a device can give.
pub fn fits(fact: &Fact, event: &Event) -> bool {
    let header = &fact.header;
    let opens_itself = match (event.kind(), &header.entity) {
        (Kind::ReceiptOpened, Entity::Receipt(id)) | (Kind::CardIssued, Entity::Card(id)) => {
            *id == header.id
        }
        // Only the device itself knows how its clock is, or was for what it wrote before.
        (Kind::ClockDoubtful | Kind::ClockOff, Entity::Device(device)) => {
            *device == header.id.device && names_own(event, header.id)
        }
        _ => true,
    };
    opens_itself
        && event.kind().is_about(&header.entity)
        && header.id.sequence > 0
        && header.id.sequence < READMISSION_BIT
        && header.id.device != DeviceNumber::SERVER
}

/// Whether what is said of the clock names only earlier facts of the device that says it.
fn names_own(event: &Event, id: FactId) -> bool {
    match event {
        Event::ClockDoubtful(event) => event.facts.is_before(id),
        Event::ClockOff(event) => event.facts.is_before(id),
        _ => true,
    }
}
