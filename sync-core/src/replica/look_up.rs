//! One thing of a replica, by its code or number: what it is, and how its code was written first.

use super::{Replica, Slot};
use crate::fact::Entity;
use crate::ids::{DeviceNumber, ItemCode, OrderNumber, PersonNumber, VendorCode};
use crate::number::{CardNumber, ReceiptNumber};
use crate::state::{
    CardState, CostState, DeviceState, Folded, ItemState, OrderState, PersonState, ReceiptState,
    VendorState,
};

macro_rules! as_written {
    ($(#[$doc:meta])* $name:ident, $variant:ident, $code:ty) => {
        impl Replica {
            $(#[$doc])*
            ///
            /// In merge order; as it is given where no fact is about it.
            pub fn $name(&self, code: $code) -> $code {
                let entity = Entity::$variant(code);
                let slot = self.slots.get(&entity);
                match slot.and_then(Slot::entity).cloned().unwrap_or(entity) {
                    Entity::$variant(first) => first,
                    _ => unreachable!("a thing is found under its own kind alone"),
                }
            }
        }
    };
}

as_written!(
    /// An order's number, as it was written first.
    order_as_written, Order, OrderNumber
);
as_written!(
    /// A vendor's code, as it was written first.
    vendor_as_written, Vendor, VendorCode
);
as_written!(
    /// An item's number, as it was written first.
    item_as_written, Item, ItemCode
);

macro_rules! look_up {
    ($(#[$doc:meta])* $name:ident, $state:ident, $variant:ident, $key:ty, $entity:expr) => {
        impl Replica {
            $(#[$doc])*
            pub fn $name(&self, key: $key) -> Option<&$state> {
                match self.folded(&$entity(key))? {
                    Folded::$variant(state) => Some(state),
                    _ => None,
                }
            }
        }
    };
}

look_up!(
    /// One receipt's state, where a fact about it is held.
    receipt, ReceiptState, Receipt, ReceiptNumber, |key: ReceiptNumber| Entity::Receipt(key.0)
);
look_up!(
    /// A card and its lot.
    card, CardState, Card, CardNumber, |key: CardNumber| Entity::Card(key.0)
);
look_up!(
    /// One order's state, where a fact about it is held.
    order, OrderState, Order, &OrderNumber, |key: &OrderNumber| Entity::Order(key.clone())
);
look_up!(
    /// One vendor's state, where a fact about it is held.
    vendor, VendorState, Vendor, &VendorCode, |key: &VendorCode| Entity::Vendor(key.clone())
);
look_up!(
    /// One item's state, where a fact about it is held.
    item, ItemState, Item, &ItemCode, |key: &ItemCode| Entity::Item(key.clone())
);
look_up!(
    /// An item's material cost, for those who may see it.
    cost, CostState, Cost, &ItemCode, |key: &ItemCode| Entity::Cost(key.clone())
);
look_up!(
    /// One person's state, where a fact about them is held.
    person, PersonState, Person, PersonNumber, Entity::Person
);
look_up!(
    /// One device's state, where a fact about it is held.
    device, DeviceState, Device, DeviceNumber, Entity::Device
);
