//! Facts of one thing, folded: receipts, cards, orders and what the office knows.
//!
//! A fold reads the facts of one entity in canonical order and nothing else: no clock, no
//! other entity, no order of arrival. What spans several entities is asked in [`crate::across`].

mod card;
mod catalog;
mod people;
mod photo;
mod receipt;

use serde::Serialize;

pub use card::{CardState, MeasuredOnce, PutAwayOnce, ReturnOnce, SampledOnce, WeighedOnce};
pub use catalog::{CostState, ItemState, OrderState, VendorState};
pub use people::{ClockSaid, DeviceState, PersonState, SetAside, SiteState};
pub use photo::{ExceptionOnce, PhotoOnce};
pub use receipt::{LineState, ReceiptState, Slip};

use crate::fact::{About, Entity, Event, Fact, Header, MergeOrder};
use crate::ids::{DeviceNumber, FactId, PersonNumber};
use crate::time::{Hlc, Timestamp};

/// Who wrote a fact, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// The fact that says it.
    pub id: FactId,
    /// When it was recorded.
    pub at: Timestamp,
    /// Its place in merge order.
    pub merge_time: Hlc,
    /// The person who recorded it.
    pub by: PersonNumber,
}

impl Written {
    /// Its place in merge order, among all facts.
    pub const fn order(&self) -> MergeOrder {
        MergeOrder { time: self.merge_time, fact: self.id }
    }
}

impl Written {
    /// Whether the server wrote it itself.
    pub fn is_servers(&self) -> bool {
        self.id.device == DeviceNumber::SERVER
    }
}

impl From<&Header> for Written {
    fn from(header: &Header) -> Self {
        Self {
            id: header.id,
            at: header.recorded,
            merge_time: header.merge_time,
            by: header.author,
        }
    }
}

/// The state of one thing, folded from all facts about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names of Entity's variants")]
pub enum Folded {
    Receipt(Box<ReceiptState>),
    Card(Box<CardState>),
    Order(Box<OrderState>),
    Vendor(Box<VendorState>),
    Item(Box<ItemState>),
    Cost(Box<CostState>),
    Person(Box<PersonState>),
    Device(Box<DeviceState>),
    Site(Box<SiteState>),
}

/// A fact with what it says, for a fold.
pub(crate) type WrittenEvent = (Written, Event);

/// Folds the facts of one entity, given in canonical order.
///
/// Facts that this version cannot read are passed over; `newer` facts are counted by name,
/// so that nothing final is decided on a thing that a newer device spoke about.
pub fn fold(entity: &Entity, facts: &[Fact]) -> Folded {
    let mut told = Vec::with_capacity(facts.len());
    let mut newer = Vec::new();
    for fact in facts {
        match fact.event() {
            Ok(event) if event.kind().is_about(entity) => {
                told.push((Written::from(&fact.header), event));
            }
            Ok(_) | Err(crate::fact::Unreadable::Malformed { .. }) => {}
            Err(crate::fact::Unreadable::Newer { .. }) => newer.push(fact.header.id),
        }
    }
    match entity.about() {
        About::Receipt => Folded::Receipt(Box::new(ReceiptState::fold(told, newer))),
        About::Card => Folded::Card(Box::new(CardState::fold(told, newer))),
        About::Order => Folded::Order(Box::new(OrderState::fold(told))),
        About::Vendor => Folded::Vendor(Box::new(VendorState::fold(told))),
        About::Item => Folded::Item(Box::new(ItemState::fold(told))),
        About::Cost => Folded::Cost(Box::new(CostState::fold(told))),
        About::Person => Folded::Person(Box::new(PersonState::fold(told))),
        About::Device => Folded::Device(Box::new(DeviceState::fold(told))),
        About::Site => Folded::Site(Box::new(SiteState::fold(told))),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A fact of device, count and minute; person 1.
    pub(crate) fn written(device: u32, sequence: u64, minute: i64) -> Written {
        let at = Timestamp::from_millis(1_800_000_000_000 + minute * 60_000);
        Written {
            id: FactId::new(device, sequence),
            at,
            merge_time: Hlc::at(at),
            by: PersonNumber(1),
        }
    }
}
