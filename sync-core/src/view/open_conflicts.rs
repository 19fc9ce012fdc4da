//! The open disagreements, kept for each receipt and lot that has any.

use std::collections::BTreeMap;

use super::incremental::Rows;
use crate::across::{self, Conflict};
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;

/// The open disagreements about receipts and lots that have any.
#[derive(Debug, Default)]
pub(super) struct OpenConflicts {
    about_receipts: BTreeMap<ReceiptNumber, Vec<Conflict>>,
    about_lots: BTreeMap<CardNumber, Vec<Conflict>>,
}

impl OpenConflicts {
    /// All of them, receipts first, then lots.
    pub(super) fn all(&self) -> impl Iterator<Item = &Conflict> {
        self.about_receipts.values().chain(self.about_lots.values()).flatten()
    }
}

impl Rows for OpenConflicts {
    fn refresh_receipt(&mut self, replica: &Replica, number: ReceiptNumber) {
        let mut found = Vec::new();
        if let Some(state) = replica.receipt(number) {
            across::conflicts_of_receipt(replica, number, state, &mut found);
        }
        keep(&mut self.about_receipts, number, found);
    }

    fn refresh_lot(&mut self, replica: &Replica, number: CardNumber) {
        let mut found = Vec::new();
        if let Some(state) = replica.card(number) {
            across::conflicts_of_lot(replica, number, state, &mut found);
        }
        keep(&mut self.about_lots, number, found);
    }
}

/// Keeps what was found about a thing, if anything was.
fn keep<K: Ord>(about: &mut BTreeMap<K, Vec<Conflict>>, thing: K, found: Vec<Conflict>) {
    if found.is_empty() {
        about.remove(&thing);
    } else {
        about.insert(thing, found);
    }
}
