//! What spans an order: how its receipts fill each line, and what exceeds it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{delivery, lot, receipt};
use crate::fact::ReturnFor;
use crate::ids::{FactId, LineKey, OrderLine, OrderNumber, VendorCode};
use crate::measure::Quantity;
use crate::number::ReceiptNumber;
use crate::replica::Replica;
use crate::rules::over_receipt::{self, Ordered};
use crate::time::Hlc;

/// What one receipt brought of an order line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Filling {
    /// The receipt.
    pub receipt: ReceiptNumber,
    /// What it counted, less what was assigned elsewhere, and with what was assigned here.
    pub counted: Quantity,
    /// What of that exceeds the order.
    pub over: Quantity,
}

/// How an order line stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OrderLineAnswer {
    /// What was ordered, where the order is known here.
    pub ordered: Option<Ordered>,
    /// Its receipts, in the order in which they fill it.
    pub filled_by: Vec<Filling>,
    /// Counted in all.
    pub counted: Quantity,
    /// Returned for credit.
    pub returned: Quantity,
    /// What exceeds order, spare and returns: accepted, and not payable.
    pub over: Quantity,
}

/// The vendor of an order, where it is known here.
pub fn vendor_of_order<'a>(replica: &'a Replica, order: &OrderNumber) -> Option<&'a VendorCode> {
    replica.order(order)?.vendor.as_ref()
}

/// How an order line is filled (`over-receipt`).
pub fn order_line(replica: &Replica, line: &OrderLine) -> OrderLineAnswer {
    let key = LineKey::Ordered(line.clone());
    let ordered = replica.order(&line.order).and_then(|order| {
        let stated = order.lines.get(&line.line)?;
        Some(Ordered::on(order.order_type?, stated.quantity, stated.unit))
    });
    let deliveries: BTreeSet<ReceiptNumber> = replica
        .receipts_of_order(&line.order)
        .map(|number| delivery::root(replica, number))
        .collect();
    let mut fillings: Vec<((bool, Hlc, FactId), ReceiptNumber, Quantity)> = deliveries
        .into_iter()
        .map(|number| {
            (filling_order(replica, number, &key), number, brought(replica, number, line))
        })
        .filter(|(_, _, quantity)| !quantity.is_zero())
        .collect();
    fillings.sort();

    let returned = returned_for_credit(replica, &key, &fillings);
    let counted: Vec<Quantity> = fillings.iter().map(|(_, _, quantity)| *quantity).collect();
    let excess = ordered
        .map(|ordered| over_receipt::attribute(ordered, returned, &counted))
        .unwrap_or_default();
    let filled_by = fillings
        .iter()
        .enumerate()
        .map(|(index, (_, receipt, counted))| Filling {
            receipt: *receipt,
            counted: *counted,
            over: excess.of_each.get(index).copied().unwrap_or_default(),
        })
        .collect();
    OrderLineAnswer {
        ordered,
        filled_by,
        counted: counted.into_iter().sum(),
        returned,
        over: excess.over,
    }
}

/// Signed receipts fill first, by earliest live signature in merge order; unsigned ones last.
fn filling_order(replica: &Replica, number: ReceiptNumber, key: &LineKey) -> (bool, Hlc, FactId) {
    let first = delivery::delivery(replica, number)
        .into_iter()
        .flat_map(|part| &part.state.signatures)
        .filter(|signature| signature.live_quantity(key).is_some())
        .map(|signature| signature.written.order())
        .min();
    match first {
        Some((time, fact)) => (false, time, fact),
        None => (true, Hlc::default(), number.0),
    }
}

/// What a delivery brought of an order line, with what purchasing assigned to and from it.
fn brought(replica: &Replica, number: ReceiptNumber, line: &OrderLine) -> Quantity {
    let key = LineKey::Ordered(line.clone());
    let parts = delivery::delivery(replica, number);
    let mut here: Quantity = parts.iter().map(|part| part.quantity(&key)).sum();
    let mut away = Quantity::ZERO;
    for part in &parts {
        for (from, state) in &part.state.lines {
            // The last assignment of a line holds.
            let Some((_, assigned)) = state.assigned.last() else { continue };
            let counted = part.quantity(from);
            let quantity = assigned.quantity.unwrap_or(counted).min(counted);
            if assigned.to == *line && *from != key {
                here = here + quantity;
            } else if *from == key && assigned.to != *line {
                away = away + quantity;
            }
        }
    }
    here.less(away)
}

fn returned_for_credit(
    replica: &Replica,
    key: &LineKey,
    fillings: &[((bool, Hlc, FactId), ReceiptNumber, Quantity)],
) -> Quantity {
    fillings
        .iter()
        .flat_map(|(_, number, _)| receipt::carded(replica, *number, key).0)
        .filter_map(|card| replica.card(card))
        .map(|card| {
            let credit = card.returns.iter().filter(|once| match once.raised.settlement {
                ReturnFor::Credit => true,
                ReturnFor::Replacement => false,
            });
            let noted: Quantity = credit.map(|once| once.raised.quantity).sum();
            noted.min(lot::judged(replica, card).rejected)
        })
        .sum()
}
