//! What spans an order: how its receipts fill each line, and what exceeds it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::assignment::{self, brought};
use super::{carried, delivery};
use crate::fact::MergeOrder;
use crate::ids::{OrderLine, OrderNumber, VendorCode};
use crate::measure::Quantity;
use crate::number::ReceiptNumber;
use crate::replica::Replica;
use crate::rules::over_receipt::{self, Ordered};

/// What one receipt brought of an order line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Filling {
    /// The delivery that brought it: where receipts are joined, the one they are joined into.
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
    /// What finished receipts brought that stand as one sum now (SEMANTICS 8).
    pub carried: Quantity,
    /// Counted of the line by all receipts, what is carried included.
    pub counted: Quantity,
    /// Of that, accepted by verdicts.
    pub accepted: Quantity,
    /// Of that, rejected by verdicts.
    pub rejected: Quantity,
    /// Returned to the vendor for credit, which makes room on the line (§4.7).
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
    let ordered = replica.order(&line.order).and_then(|order| {
        let stated = order.lines.get(&line.line)?;
        Some(Ordered::on(order.order_type?, stated.quantity, stated.unit))
    });
    let carried = carried::carried(replica, line);
    let deliveries = carried::uncovered(replica, &line.order, carried);
    let mut fillings: Vec<(FillingOrder, ReceiptNumber, Quantity)> = deliveries
        .into_iter()
        .map(|number| {
            (filling_order(replica, number, line), number, brought(replica, number, line))
        })
        .filter(|(_, _, quantity)| !quantity.is_zero())
        .collect();
    fillings.sort();

    let of_cards = carried::of_cards(replica, line, fillings.iter().map(|(_, number, _)| *number));
    let before = carried.map(|carried| carried.received).unwrap_or_default();
    let sum = |of: Quantity, carried: Option<Quantity>| of + carried.unwrap_or_default();
    let returned = sum(of_cards.returned, carried.map(|carried| carried.returned));
    // What is carried fills the line first, on every replica.
    let counted: Vec<Quantity> =
        std::iter::once(before).chain(fillings.iter().map(|(_, _, quantity)| *quantity)).collect();
    let excess = ordered
        .map(|ordered| over_receipt::attribute(ordered, returned, &counted))
        .unwrap_or_default();
    let filled_by = fillings
        .iter()
        .enumerate()
        .map(|(index, (_, receipt, counted))| Filling {
            receipt: *receipt,
            counted: *counted,
            over: excess.of_each.get(index + 1).copied().unwrap_or_default(),
        })
        .collect();
    OrderLineAnswer {
        ordered,
        filled_by,
        carried: before,
        counted: counted.into_iter().sum(),
        accepted: sum(of_cards.accepted, carried.map(|carried| carried.accepted)),
        rejected: sum(of_cards.rejected, carried.map(|carried| carried.rejected)),
        returned,
        over: excess.over,
    }
}

/// What one delivery brings of an order line, and what of that exceeds the order.
///
/// One that is carried is read among the others that are, as far as they are held here.
pub fn filling_of(
    replica: &Replica,
    line: &OrderLine,
    answer: &OrderLineAnswer,
    root: ReceiptNumber,
) -> Option<Filling> {
    let found = answer.filled_by.iter().find(|filling| filling.receipt == root);
    let carried =
        carried::carried(replica, line).filter(|carried| carried.receipts.contains(&root));
    let (None, Some(carried), Some(ordered)) = (found, carried, answer.ordered) else {
        return found.copied();
    };
    let roots: BTreeSet<ReceiptNumber> =
        carried.receipts.iter().map(|receipt| delivery::root(replica, *receipt)).collect();
    let mut held: Vec<_> = roots
        .into_iter()
        .map(|number| {
            (filling_order(replica, number, line), number, brought(replica, number, line))
        })
        .collect();
    held.sort();
    let sum: Quantity = held.iter().map(|(_, _, quantity)| *quantity).sum();
    let not_held = std::iter::once(carried.received.less(sum));
    let counted: Vec<Quantity> =
        not_held.chain(held.iter().map(|(_, _, quantity)| *quantity)).collect();
    let excess = over_receipt::attribute(ordered, answer.returned, &counted);
    let index = held.iter().position(|(_, number, _)| *number == root)?;
    let over = excess.of_each.get(index + 1).copied().unwrap_or_default();
    Some(Filling { receipt: root, counted: held[index].2, over })
}

/// When a delivery fills an order line, beside the others (SEMANTICS 16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FillingOrder {
    /// Signed ones first, by their earliest live signature.
    Signed(MergeOrder),
    /// Then the others, by their earliest live count.
    Counted(MergeOrder),
    /// Last those whose counts were all withdrawn: they bring nothing.
    NotCounted,
}

/// Reads signatures and counts from the lines that the goods were counted on: those that
/// purchasing assigned bring theirs along.
fn filling_order(replica: &Replica, number: ReceiptNumber, line: &OrderLine) -> FillingOrder {
    let parts = delivery::delivery(replica, number);
    let lines = assignment::lines_on(&parts, line);
    let signatures = parts.iter().flat_map(|part| &part.state.signatures);
    let signed = signatures
        .filter(|signature| lines.iter().any(|key| signature.live_quantity(key).is_some()))
        .map(|signature| signature.written.order())
        .min();
    let counted = || {
        let counts = parts.iter().flat_map(|part| lines.iter().map(move |key| part.counted(key)));
        counts.flatten().min()
    };
    signed
        .map(FillingOrder::Signed)
        .or_else(|| counted().map(FillingOrder::Counted))
        .unwrap_or(FillingOrder::NotCounted)
}
