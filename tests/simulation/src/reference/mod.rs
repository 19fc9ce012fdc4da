//! A second reading of the floor's rules, slow and obvious: over the plain list of facts, by itself.
//!
//! Written from the rules' text, not from the core: nothing here calls its merge, its rules, its
//! state or what it answers across entities. Every question walks the whole list again.

mod admitted;
mod assignments;
mod changes;
mod compare;
mod counts;
mod deliveries;
mod lots;
mod orders;
mod release;
mod signatures;
mod withdrawals;

use std::collections::BTreeSet;

use sync_core::fact::{Entity, Fact};
use sync_core::ids::{FactId, FactSet, LineKey};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::replica::Replica;

use admitted::Told;
pub(crate) use compare::Differences;

/// What people do, in words of the rules: everything is asked of the list.
pub(crate) struct Model {
    told: Vec<Told>,
}

impl Model {
    fn new(log: &[Fact]) -> Self {
        Self { told: admitted::effective(log) }
    }

    fn of<'a>(&'a self, entity: &Entity) -> impl Iterator<Item = &'a Told> + use<'a> {
        let entity = entity.clone();
        self.told.iter().filter(move |told| told.entity == entity)
    }

    fn of_receipt(&self, number: ReceiptNumber) -> impl Iterator<Item = &Told> {
        self.of(&Entity::Receipt(number.0))
    }

    fn of_card(&self, number: CardNumber) -> impl Iterator<Item = &Told> {
        self.of(&Entity::Card(number.0))
    }

    fn receipts(&self) -> BTreeSet<ReceiptNumber> {
        let named = self.told.iter().filter_map(|told| match told.entity {
            Entity::Receipt(opened) => Some(ReceiptNumber(opened)),
            _ => None,
        });
        named.collect()
    }

    fn cards(&self) -> BTreeSet<CardNumber> {
        let named = self.told.iter().filter_map(|told| match told.entity {
            Entity::Card(opened) => Some(CardNumber(opened)),
            _ => None,
        });
        named.collect()
    }
}

/// The lines of a receipt that anything is said of.
fn line_of(told: &Told) -> Option<&LineKey> {
    use sync_core::fact::Event as E;
    match &told.event {
        E::Tallied(event) => Some(&event.line),
        E::Recounted(event) => Some(&event.line),
        E::CountConfirmed(event) => Some(&event.line),
        E::LineAssigned(event) => Some(&event.line),
        E::StaleOrderAnswered(event) => Some(&event.line),
        E::VendorAccepted(event) => Some(&event.line),
        E::OrderChangeAnswered(event) => Some(&event.line),
        _ => None,
    }
}

/// Compares what the core answers with what the model reads from the log.
pub(crate) fn compare(log: &[Fact], replica: &Replica) -> Differences {
    compare::compare(&Model::new(log), replica)
}

/// Every fact that a set names: few, in a simulated plant.
fn named(set: &FactSet) -> Vec<FactId> {
    set.runs()
        .flat_map(|run| {
            let device = run.start().device;
            let sequences = run.start().sequence..=run.end().sequence;
            sequences.map(move |sequence| FactId { device, sequence })
        })
        .collect()
}
