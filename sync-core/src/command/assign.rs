//! Deciding where goods belong: assigned to order lines, taken from a vendor that nobody ordered from.

use rust_decimal::Decimal;

use super::{Decision, LineChoice, Notice, OrderChoice, Refusal, receipt};
use crate::across;
use crate::fact::{Entity, LineAssigned, OrderType, VendorAccepted};
use crate::ids::{FactSet, LineKey, OrderLine};
use crate::measure::{Quantity, Unit};
use crate::number::ReceiptNumber;
use crate::replica::Replica;
use crate::rules::receipt_vendor::Provenance;
use crate::rules::stale_order;
use crate::state::{OrderState, ReceiptState};
use crate::time::Timestamp;

/// What somebody wants assigned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Assignment<'a> {
    /// The line that the goods were counted on.
    pub(super) line: &'a LineChoice,
    /// The order that takes them; where its line is not named, that of the goods' item.
    pub(super) to: &'a OrderChoice,
    /// How much; all that is left where nothing is said.
    pub(super) quantity: Option<Decimal>,
    /// Whether it takes back what was assigned of the line before.
    pub(super) replace: bool,
}

/// Assigns goods to an order line, after holding them against it (SEMANTICS 28).
pub(super) fn assign(
    replica: &Replica,
    receipt: ReceiptNumber,
    said: Assignment<'_>,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let state = receipt::known(replica, receipt)?;
    let key = receipt::line(replica, receipt, said.line)?;
    let (order, to) = target(replica, receipt, &key, said.to)?;
    fits(replica, (receipt, state), &key, order, &to)?;
    is_open(order, &to, now)?;

    let assignable = across::assignable(replica, receipt, &key);
    let left = if said.replace { assignable.total } else { assignable.left };
    let unit = across::counted_as(replica, receipt, &key).unit.unwrap_or(Unit::FINEST);
    let quantity = said.quantity.map(|quantity| Quantity::counted(quantity, unit)).transpose()?;
    let quantity = quantity.unwrap_or(left);
    if left.is_zero() || quantity > left {
        return Err(Refusal::MoreThanToAssign { receipt, line: key, left });
    }

    let known = if said.replace { assignments_known(state, &key) } else { FactSet::default() };
    let notices = notices(replica, (receipt, &key), order, &to, quantity);
    let event = LineAssigned {
        line: key,
        quantity: Some(quantity),
        to,
        replaces: Some(known),
        of: assignable.of,
    };
    Ok(Decision::of(Entity::Receipt(receipt.0), event).noting(notices))
}

/// The order lines that can take goods of a receipt's line, other than the one that they were
/// counted on: those that [`assign`] would not refuse.
pub(crate) fn taking(
    replica: &Replica,
    receipt: ReceiptNumber,
    key: &LineKey,
    now: Timestamp,
) -> Vec<OrderLine> {
    let Some(state) = replica.receipt(receipt) else { return Vec::new() };
    let Some(item) = across::counted_as(replica, receipt, key).item else { return Vec::new() };
    let mut taking = Vec::new();
    for (number, order) in replica.orders().filter(|(_, order)| order.stated.is_some()) {
        for stated in order.lines.values().filter(|stated| stated.item == *item) {
            let to = OrderLine { order: number.clone(), line: stated.line };
            let is_another = key.order_line() != Some(&to);
            let is_fit = fits(replica, (receipt, state), key, order, &to).is_ok();
            if is_another && is_fit && is_open(order, &to, now).is_ok() {
                taking.push(to);
            }
        }
    }
    taking
}

/// The assignments of a line that are known here, live or not: what one that takes back names.
fn assignments_known(state: &ReceiptState, key: &LineKey) -> FactSet {
    let assigned = state.lines.get(key).into_iter().flat_map(|line| &line.assigned);
    assigned.map(|(written, _)| written.id).collect()
}

/// Whether goods can stand on an order line: of its item, in its unit, from its vendor. What is
/// not known here of the goods is purchasing's to know.
fn fits(
    replica: &Replica,
    (receipt, state): (ReceiptNumber, &ReceiptState),
    key: &LineKey,
    order: &OrderState,
    to: &OrderLine,
) -> Result<(), Refusal> {
    let Some(stated) = order.lines.get(&to.line) else { return Ok(()) };
    let counted_as = across::counted_as(replica, receipt, key);
    if let Some(goods) = counted_as.item.filter(|item| **item != stated.item).cloned() {
        return Err(Refusal::OtherItem { line: to.clone(), ordered: stated.item.clone(), goods });
    }
    // Each unit is of a kind of its own: none converts into another.
    if let Some(goods) = counted_as.unit.filter(|unit| *unit != stated.unit) {
        return Err(Refusal::OtherUnit { line: to.clone(), ordered: stated.unit, goods });
    }
    let came = state.opened.as_ref().and_then(|(_, opened)| opened.vendor.as_ref());
    match (came, &order.vendor) {
        (Some(came), Some(ordered)) if came != ordered => Err(Refusal::OtherVendor {
            order: to.order.clone(),
            ordered: ordered.clone(),
            came: came.clone(),
        }),
        _ => Ok(()),
    }
}

/// Whether an order line still takes goods. ERPs close every completed order: one of those may
/// take an excess all the same.
fn is_open(order: &OrderState, to: &OrderLine, now: Timestamp) -> Result<(), Refusal> {
    match stale_order::status_at(&order.statuses, to.line, now) {
        Some(status) if stale_order::is_stale(status) => {
            Err(Refusal::OrderNotOpen { line: to.clone(), status: status.clone() })
        }
        _ => Ok(()),
    }
}

fn notices(
    replica: &Replica,
    (receipt, key): (ReceiptNumber, &LineKey),
    order: &OrderState,
    to: &OrderLine,
    quantity: Quantity,
) -> Vec<Notice> {
    let mut notices = Vec::new();
    let answer = across::order_line(replica, to);
    if let Some(ordered) = answer.ordered.filter(|_| key.order_line() != Some(to)) {
        let room = ordered.quantity + ordered.spare + answer.returned;
        let over = (answer.counted + quantity).less(room);
        if !over.is_zero() {
            notices.push(Notice::OverReceipt { line: LineKey::Ordered(to.clone()), over });
        }
    }
    let counted_as = across::counted_as(replica, receipt, key);
    let was_subcontract = counted_as.order_type == Some(OrderType::Subcontract);
    if order.order_type == Some(OrderType::Subcontract) && !was_subcontract {
        notices.push(Notice::WantsMeasuring { order: to.order.clone() });
    }
    notices
}

fn target<'a>(
    replica: &'a Replica,
    receipt: ReceiptNumber,
    from: &LineKey,
    OrderChoice { order, line: number }: &OrderChoice,
) -> Result<(&'a OrderState, OrderLine), Refusal> {
    let state = replica
        .order(order)
        .filter(|state| state.stated.is_some())
        .ok_or_else(|| Refusal::UnknownOrder { order: order.clone() })?;
    let item = across::counted_as(replica, receipt, from).item;
    let fitting: Vec<OrderLine> = state
        .lines
        .values()
        .filter(|stated| number.map_or(Some(&stated.item) == item, |n| n == stated.line))
        .map(|stated| OrderLine { order: order.clone(), line: stated.line })
        .collect();
    match &fitting[..] {
        [one] => Ok((state, one.clone())),
        [] => {
            let name = number.map_or_else(|| from.to_string(), |number| number.to_string());
            let all = state
                .lines
                .keys()
                .map(|line| LineKey::Ordered(OrderLine { order: order.clone(), line: *line }));
            Err(Refusal::NoSuchLine { receipt, line: name, lines: all.collect() })
        }
        [first, ..] => {
            let lines = fitting.iter().cloned().map(LineKey::Ordered).collect();
            Err(Refusal::WhichLine { line: first.line, lines })
        }
    }
}

/// Ends a disagreement of assignments: the order line that is chosen gets what was assigned to
/// it, as far as it is there, and the others are taken back.
pub(super) fn keep_one(
    replica: &Replica,
    receipt: ReceiptNumber,
    key: &LineKey,
    to: &OrderLine,
) -> Result<Option<Decision>, Refusal> {
    let state = receipt::known(replica, receipt)?;
    let Some((quantity, of)) = across::chosen(replica, receipt, key, to) else { return Ok(None) };
    let replaces = Some(assignments_known(state, key));
    let event =
        LineAssigned { line: key.clone(), quantity: Some(quantity), to: to.clone(), replaces, of };
    Ok(Some(Decision::of(Entity::Receipt(receipt.0), event)))
}

/// Takes goods that another vendor brought, as they are known here.
pub(super) fn accept_vendor(
    replica: &Replica,
    receipt: ReceiptNumber,
    key: &LineKey,
) -> Result<Decision, Refusal> {
    let state = receipt::known(replica, receipt)?;
    match across::provenance(replica, state, key) {
        Provenance::Other { came, ordered } => {
            let event = VendorAccepted { line: key.clone(), came, ordered };
            Ok(Decision::of(Entity::Receipt(receipt.0), event))
        }
        Provenance::AsOrdered | Provenance::Accepted => {
            Err(Refusal::NoSuchConflict { conflict: key.to_string() })
        }
    }
}
