//! Where goods of an item stand already: the place to put more of them first.

use std::collections::BTreeMap;

use super::incremental::{Incremental, Rows};
use crate::across;
use crate::fact::MergeOrder;
use crate::ids::{ItemCode, Text};
use crate::number::CardNumber;
use crate::replica::Replica;
use crate::state::CardState;

/// Where goods of each item of one replica were put away last, asked again and again.
#[derive(Debug, Default)]
pub struct IncrementalShelves(Incremental<ShelfRows>);

/// Where each lot was put away last.
#[derive(Debug, Default)]
struct ShelfRows {
    of_lot: BTreeMap<CardNumber, Shelved>,
    /// Of an item the latest last.
    of_item: BTreeMap<ItemCode, BTreeMap<MergeOrder, CardNumber>>,
}

impl IncrementalShelves {
    /// Where goods of a lot's item were last put away, other than those of the lot itself.
    pub fn of_item(&mut self, replica: &Replica, number: CardNumber) -> Option<String> {
        let rows = self.0.read(replica);
        let item = across::item_of(replica, replica.card(number)?)?;
        rows.latest(&item, number).map(ToString::to_string)
    }
}

impl Rows for ShelfRows {
    fn refresh_lot(&mut self, replica: &Replica, number: CardNumber) {
        let state = replica.card(number);
        self.note(number, state.and_then(|state| Shelved::of(replica, state)));
    }
}

impl ShelfRows {
    /// Keeps where a lot stands now, instead of where it stood.
    fn note(&mut self, lot: CardNumber, shelved: Option<Shelved>) {
        if let Some(before) = self.of_lot.remove(&lot)
            && let Some(of_item) = self.of_item.get_mut(&before.item)
        {
            of_item.remove(&before.order);
        }
        if let Some(now) = shelved {
            self.of_item.entry(now.item.clone()).or_default().insert(now.order, lot);
            self.of_lot.insert(lot, now);
        }
    }

    /// Where goods of an item that are not of this lot went last.
    fn latest(&self, item: &ItemCode, other_than: CardNumber) -> Option<&Text> {
        let mut latest = self.of_item.get(item)?.values().rev();
        let lot = latest.find(|lot| **lot != other_than)?;
        self.of_lot.get(lot).map(|shelved| &shelved.place)
    }
}

/// Where a lot was last put away.
#[derive(Debug)]
struct Shelved {
    item: ItemCode,
    /// When, in merge order.
    order: MergeOrder,
    place: Text,
}

impl Shelved {
    fn of(replica: &Replica, state: &CardState) -> Option<Self> {
        let last = state.live_putaways().max_by_key(|once| once.written.order())?;
        let item = across::item_of(replica, state)?;
        let order = last.written.order();
        Some(Self { item, order, place: replica.location_as_written(&last.put.location) })
    }
}
