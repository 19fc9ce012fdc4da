//! What an import restates, or drops, of lines that goods were counted on: purchasing will be asked,
//! and whoever imports the file hears of it first (SEMANTICS 27).

use std::collections::{BTreeMap, BTreeSet};

use sync_core::across;
use sync_core::api::{Sentence, UnderGoods};
use sync_core::fact::{Entity, Event};
use sync_core::ids::{ItemCode, LineKey, OrderNumber};
use sync_core::number::ReceiptNumber;
use sync_core::replica::Replica;
use sync_core::rules::order_changed::OrderSays;
use sync_core::text::Say as _;

/// The orders and items that a file states anew, and how counted lines of theirs differ before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched {
    orders: BTreeSet<OrderNumber>,
    items: BTreeSet<ItemCode>,
    before: BTreeMap<(ReceiptNumber, LineKey), OrderSays>,
}

/// A counted line that the ERP states otherwise, and purchasing has not answered for.
struct Open {
    /// The line whose statement differs: the counted one, or one that the goods were given to.
    on: LineKey,
    /// What the ERP says of that line now.
    says: OrderSays,
}

impl Watched {
    /// What the facts of an import will state, against what is known before they are written.
    pub(crate) fn of(replica: &Replica, drafts: &[(Entity, Event)]) -> Self {
        let mut watched = Self::default();
        for (entity, event) in drafts {
            match (entity, event) {
                (Entity::Order(order), Event::OrderStated(_)) => {
                    watched.orders.insert(order.clone());
                }
                (Entity::Item(item), Event::ItemStated(now)) => {
                    let known = replica.item(item).and_then(|item| item.stated.as_ref());
                    let is_other = known.is_some_and(|known| {
                        (known.unit, known.subcontracted) != (now.unit, now.subcontracted)
                    });
                    if is_other {
                        watched.items.insert(item.clone());
                    }
                }
                // Nothing else says what counted goods are.
                _ => {}
            }
        }
        let before = watched.open(replica).into_iter();
        watched.before = before.map(|(about, open)| (about, open.says)).collect();
        watched
    }

    /// The counted lines that are stated otherwise since, by the order line that says so.
    pub(crate) fn restated(&self, replica: &Replica) -> Vec<UnderGoods> {
        let mut lines: BTreeMap<LineKey, (BTreeSet<ReceiptNumber>, OrderSays)> = BTreeMap::new();
        for (about, open) in self.open(replica) {
            if self.before.get(&about) != Some(&open.says) {
                let line = lines.entry(open.on).or_insert((BTreeSet::new(), open.says));
                line.0.insert(about.0);
            }
        }
        let told = lines.into_iter().map(|(on, (receipts, says))| UnderGoods {
            key: on.to_string(),
            receipts: receipts.iter().map(ToString::to_string).collect(),
            reason: in_words(&says),
        });
        told.collect()
    }

    fn open(&self, replica: &Replica) -> BTreeMap<(ReceiptNumber, LineKey), Open> {
        let mut open = BTreeMap::new();
        for receipt in self.receipts(replica) {
            let Some(state) = replica.receipt(receipt).filter(|state| state.voided.is_none())
            else {
                continue;
            };
            for key in state.lines.keys() {
                let change = across::order_change(replica, receipt, key);
                if let Some(change) = change.filter(across::OrderChange::is_open) {
                    let about = (receipt, key.clone());
                    open.insert(about, Open { on: change.on, says: change.says });
                }
            }
        }
        open
    }

    /// The receipts that may have counted what is stated anew.
    fn receipts(&self, replica: &Replica) -> BTreeSet<ReceiptNumber> {
        let of_orders = self.orders.iter().flat_map(|order| {
            replica.receipts_of_order(order).chain(replica.lines_of_order(order))
        });
        let mut receipts: BTreeSet<ReceiptNumber> = of_orders.collect();
        // That an item changes its unit is rare, and worth one look at all that was counted.
        if !self.items.is_empty() {
            let counted = replica.receipts().filter(|(number, state)| {
                let mut keys = state.lines.keys();
                keys.any(|key| {
                    let item = across::counted_as(replica, *number, key).item;
                    item.is_some_and(|item| self.items.contains(item))
                })
            });
            receipts.extend(counted.map(|(number, _)| number));
        }
        receipts
    }
}

fn in_words(says: &OrderSays) -> Sentence {
    Sentence::new(
        format!(
            "goods were counted on it, and {}: they keep what they were counted as, and purchasing \
             is asked",
            says.english()
        ),
        format!("已有点收，{}：货仍按点数时的算，由采购答复", says.chinese()),
    )
}
