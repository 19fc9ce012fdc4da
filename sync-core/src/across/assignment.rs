//! What spans receipts and orders: where purchasing gave goods, what of them is left, what follows them.

use std::collections::BTreeSet;

use super::carried::{self, OfCards};
use super::conflict::{Side, SideValue};
use super::delivery::{Part, delivery, parts};
use super::{counted_as, lot, receipt};
use crate::fact::{MergeOrder, OrderType};
use crate::ids::{LineKey, OrderLine, OrderNumber};
use crate::measure::Quantity;
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::rules::assignment::{self, Placed, Share};
use crate::rules::stale_order::Staleness;
use crate::state::{CardState, ReceiptState};

/// The assignments of a receipt's line that hold, in merge order.
fn live<'a>(state: &'a ReceiptState, key: &LineKey) -> Vec<Placed<'a>> {
    let assigned = state.lines.get(key).into_iter().flat_map(|line| &line.assigned);
    assignment::live(assigned.map(|(written, event)| (written.order(), event)))
}

/// What the assignments of a line give on one part of a delivery, in merge order.
fn shares(part: &Part<'_>, key: &LineKey) -> Vec<Share> {
    let live = live(part.state, key);
    if live.is_empty() { Vec::new() } else { assignment::shares(part.quantity(key), &live) }
}

/// What the assignments of a receipt's line give, in merge order.
pub fn given(replica: &Replica, number: ReceiptNumber, key: &LineKey) -> Vec<Share> {
    super::part(replica, number).map(|part| shares(&part, key)).unwrap_or_default()
}

/// What a part of a delivery counted on a line and nobody has assigned.
pub fn unassigned(part: &Part<'_>, key: &LineKey) -> Quantity {
    let assigned = shares(part, key).into_iter().map(|share| share.quantity).sum();
    part.quantity(key).less(assigned)
}

/// When purchasing gave the last of a line's goods to order lines; nothing while some are left.
pub(super) fn assigned_at(
    replica: &Replica,
    (number, state): (ReceiptNumber, &ReceiptState),
    key: &LineKey,
) -> Option<MergeOrder> {
    let last = live(state, key).last().map(|(order, _)| *order)?;
    is_assigned(replica, (number, state), key).then_some(last)
}

/// Whether all goods of a receipt's line stand on order lines that purchasing named. An
/// assignment of version 1 speaks for all of them, whatever it names.
///
/// The receipt's own beginning may not be here: set aside, or on its way.
pub(super) fn is_assigned(
    replica: &Replica,
    (number, state): (ReceiptNumber, &ReceiptState),
    key: &LineKey,
) -> bool {
    let live = live(state, key);
    let Some((_, first)) = live.first() else { return false };
    let part = super::part(replica, number);
    first.replaces.is_none() || part.is_some_and(|part| unassigned(&part, key).is_zero())
}

/// The other order lines that goods of a receipt's line stand on, by assignments that hold.
pub(super) fn given_from(
    replica: &Replica,
    number: ReceiptNumber,
    key: &LineKey,
) -> BTreeSet<OrderLine> {
    // Nearly no line has assignments: that is told without counting the delivery together.
    let line = replica.receipt(number).and_then(|state| state.lines.get(key));
    if line.is_none_or(|line| line.assigned.is_empty()) {
        return BTreeSet::new();
    }
    let Some(part) = super::part(replica, number) else { return BTreeSet::new() };
    let given = shares(&part, key).into_iter().filter(|share| moves(key, share));
    given.filter(|share| !share.quantity.is_zero()).map(|share| share.to).collect()
}

/// What purchasing gave to an order line, as a side of a disagreement about it.
pub(super) fn given_side(
    replica: &Replica,
    number: ReceiptNumber,
    key: &LineKey,
    to: &OrderLine,
) -> Side {
    let shares = given(replica, number, key);
    let given = shares.into_iter().filter(|share| share.to == *to).map(|share| share.quantity);
    Side { written: None, value: SideValue::Assigned(given.sum(), to.clone()) }
}

/// What a receipt's line has for purchasing to assign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignable {
    /// Its excess alone, with what is assigned of it; nothing where all that was counted is.
    pub of: Option<Quantity>,
    /// What there is to assign, whatever is assigned of it already.
    pub total: Quantity,
    /// What of that is not assigned yet.
    pub left: Quantity,
}

/// What there is to assign of a receipt's line: goods on hold, and goods whose order did not
/// stand or is another vendor's, whole; of others what exceeds their order.
pub fn assignable(replica: &Replica, number: ReceiptNumber, key: &LineKey) -> Assignable {
    let Some(part) = super::part(replica, number) else {
        return Assignable { of: None, total: Quantity::ZERO, left: Quantity::ZERO };
    };
    let left = unassigned(&part, key);
    let whole = Assignable { of: None, total: part.quantity(key), left };
    let Some(line) = key.order_line() else { return whole };
    let is_fresh = receipt::staleness(replica, part.state, key) == Staleness::Fresh;
    let is_changed = counted_as::order_change(replica, number, key).is_some();
    if !is_fresh || is_changed || receipt::provenance(replica, part.state, key).is_other() {
        return whole;
    }
    let answer = super::order_line(replica, line);
    let root = super::root(replica, number);
    let filling = super::filling_of(replica, line, &answer, root);
    let over = filling.map(|filling| filling.over).unwrap_or_default().min(left);
    let assigned = part.quantity(key).less(left);
    let total = over + assigned;
    Assignable { of: Some(total), total, left: over }
}

/// The sides of assignments that name more than there is; nothing where they do not.
pub(super) fn exceeding(part: &Part<'_>, key: &LineKey) -> Option<Vec<Side>> {
    let live = live(part.state, key);
    if !assignment::exceed(part.quantity(key), &live) {
        return None;
    }
    let assigned = part.state.lines.get(key).into_iter().flat_map(|line| &line.assigned);
    let standing = assigned.filter(|(written, _)| live.iter().any(|(o, _)| o.fact == written.id));
    let sides = standing.map(|(written, event)| Side {
        written: Some(*written),
        value: SideValue::Assigned(event.quantity.unwrap_or(part.quantity(key)), event.to.clone()),
    });
    Some(sides.collect())
}

/// What the assignments of a line come to that name one order line, where together they name
/// more than there is: what purchasing gives to it by choosing it.
pub fn chosen(
    replica: &Replica,
    number: ReceiptNumber,
    key: &LineKey,
    to: &OrderLine,
) -> Option<(Quantity, Option<Quantity>)> {
    let part = super::part(replica, number)?;
    let live = live(part.state, key);
    let counted = part.quantity(key);
    let there = assignment::there(counted, &live);
    let named = live.iter().filter(|(_, assignment)| assignment.to == *to);
    let named: Quantity = named.map(|(_, one)| one.quantity.unwrap_or(counted)).sum();
    let of = live.iter().all(|(_, one)| one.of.is_some()).then_some(there);
    (!named.is_zero()).then(|| (named.min(there), of))
}

/// What the goods of a delivery's line are divided into: one share for each order line that
/// purchasing gave some to, in merge order, over all parts.
pub fn assigned(parts: &[Part<'_>], key: &LineKey) -> Vec<Share> {
    let mut shares: Vec<Share> = parts.iter().flat_map(|part| shares(part, key)).collect();
    shares.sort_by_key(|share| share.by);
    shares
}

/// The other lines of a delivery that purchasing gave goods of to an order line.
fn given_to(parts: &[Part<'_>], to: &OrderLine) -> BTreeSet<LineKey> {
    let lines = parts.iter().flat_map(|part| &part.state.lines);
    let given = lines.filter(|(key, line)| {
        key.order_line() != Some(to) && line.assigned.iter().any(|(_, event)| event.to == *to)
    });
    given.map(|(key, _)| key.clone()).collect()
}

/// Whether a share takes goods away from the line that they were counted on.
fn moves(key: &LineKey, share: &Share) -> bool {
    key.order_line() != Some(&share.to)
}

/// What a delivery brought of an order line, with what purchasing assigned to and from it.
pub(super) fn brought(replica: &Replica, number: ReceiptNumber, line: &OrderLine) -> Quantity {
    let key = LineKey::Ordered(line.clone());
    let parts = delivery(replica, number);
    // Goods that the order's line does not speak of any more are not on it (`order-changed`).
    let mut on_it = parts.clone();
    on_it.retain(|part| counted_as::fills(replica, part.number, &key));
    let own: Quantity = on_it.iter().map(|part| part.quantity(&key)).sum();
    let away = assigned(&on_it, &key).into_iter().filter(|share| moves(&key, share));
    let away = away.map(|share| share.quantity).sum();
    let given = given_to(&parts, line).into_iter();
    let given = given.flat_map(|from| {
        let mut fitting = parts.clone();
        fitting.retain(|part| counted_as::fills_given(replica, part.number, &from, line));
        assigned(&fitting, &from)
    });
    let here = given.filter(|share| share.to == *line).map(|share| share.quantity).sum();
    own.less(away) + here
}

/// The lines of a delivery whose goods count on an order line: its own, and those that
/// purchasing gave goods of to it.
pub(super) fn lines_on(parts: &[Part<'_>], line: &OrderLine) -> BTreeSet<LineKey> {
    let mut lines = given_to(parts, line);
    lines.insert(LineKey::Ordered(line.clone()));
    lines
}

/// What the lots of a delivery come to on an order line: what is accepted goes first to the
/// order that they were counted on, then to the assigned ones in merge order; what is rejected
/// fills what is left of each, and what was returned goes with it.
pub(super) fn lots_on(replica: &Replica, root: ReceiptNumber, line: &OrderLine) -> OfCards {
    let parts = delivery(replica, root);
    let mut lines = lines_on(&parts, line);
    let own = LineKey::Ordered(line.clone());
    if !counted_as::counts_on_line(replica, root, &own) {
        lines.remove(&own);
    }
    lines.retain(|from| {
        let fits = |part: &Part<'_>| counted_as::fills_given(replica, part.number, from, line);
        *from == own || parts.iter().all(fits)
    });
    lines.into_iter().map(|key| lots_of_line_on(replica, root, &parts, &key, line)).sum()
}

fn lots_of_line_on(
    replica: &Replica,
    root: ReceiptNumber,
    parts: &[Part<'_>],
    key: &LineKey,
    line: &OrderLine,
) -> OfCards {
    let all = carried::lots_of_line(replica, root, key);
    let shares: Vec<Share> =
        assigned(parts, key).into_iter().filter(|share| moves(key, share)).collect();
    let is_own = key.order_line() == Some(line);
    if shares.is_empty() {
        return if is_own { all } else { OfCards::default() };
    }
    let counted: Quantity = parts.iter().map(|part| part.quantity(key)).sum();
    let away: Quantity = shares.iter().map(|share| share.quantity).sum();
    // Goods that were counted on an order stay there first; those on hold have no such place.
    let stay = key.order_line().map(|_| counted.less(away));
    let rooms: Vec<Quantity> =
        stay.into_iter().chain(shares.iter().map(|share| share.quantity)).collect();
    let takers = stay.map(|_| is_own).into_iter().chain(shares.iter().map(|s| s.to == *line));

    let accepted = assignment::fill(all.accepted, &rooms);
    let left: Vec<Quantity> =
        rooms.iter().zip(&accepted).map(|(r, taken)| r.less(*taken)).collect();
    let rejected = assignment::fill(all.rejected, &left);
    let returned = assignment::fill(all.returned, &rejected);
    let mut sum = OfCards::default();
    for (index, _) in takers.enumerate().filter(|(_, takes)| *takes) {
        sum = sum
            + OfCards {
                accepted: accepted[index],
                rejected: rejected[index],
                returned: returned[index],
            };
    }
    sum
}

/// How much of a lot's accepted part stands on orders: all of it, but of goods on hold only
/// what purchasing assigned. What lies on a shelf has it first, then the lots by their number.
pub(super) fn accepted_on_orders(
    replica: &Replica,
    number: CardNumber,
    card: &CardState,
) -> Quantity {
    let accepted = lot::judged(replica, card).accepted();
    let Some((_, issued)) = card.issued.as_ref() else { return accepted };
    if issued.line.order_line().is_some() {
        return accepted;
    }
    let parts = delivery(replica, issued.receipt);
    let shares = assigned(&parts, &issued.line);
    let in_all: Quantity = shares.iter().map(|share| share.quantity).sum();
    let (mut cards, _) = receipt::carded(replica, issued.receipt, &issued.line);
    cards.sort_unstable();
    let lots: Vec<(CardNumber, Quantity, Quantity)> = cards
        .into_iter()
        .filter_map(|other| Some((other, replica.card(other)?)))
        .map(|(other, state)| {
            let accepted = lot::judged(replica, state).accepted();
            (other, accepted, state.quantity_put_away().min(accepted))
        })
        .collect();
    let on_shelves: Vec<Quantity> = lots.iter().map(|(.., shelved)| *shelved).collect();
    let reserved = assignment::fill(in_all, &on_shelves);
    let left = in_all.less(reserved.iter().copied().sum());
    let waiting: Vec<Quantity> =
        lots.iter().map(|(_, accepted, shelved)| accepted.less(*shelved)).collect();
    let taken = assignment::fill(left, &waiting);
    let place = lots.iter().position(|(other, ..)| *other == number);
    place.map(|place| reserved[place] + taken[place]).unwrap_or_default()
}

/// Whether purchasing gave any goods of a lot's line to an order line.
pub(super) fn is_any_assigned(parts: &[Part<'_>], key: &LineKey) -> bool {
    parts.iter().flat_map(|part| shares(part, key)).any(|share| !share.quantity.is_zero())
}

/// Whether purchasing gave goods of a line to a subcontract order: its lots want their
/// measurement then, whoever brought them on whatever paper.
pub(super) fn is_for_subcontract(replica: &Replica, receipt: ReceiptNumber, key: &LineKey) -> bool {
    let states = parts(replica, receipt).into_iter().filter_map(|part| replica.receipt(part));
    let mut standing = states.filter(|state| state.voided.is_none());
    standing.any(|state| {
        live(state, key).into_iter().any(|(_, one)| {
            let order = replica.order(&one.to.order);
            order.and_then(|order| order.order_type) == Some(OrderType::Subcontract)
        })
    })
}

/// The order that all assigned goods of a lot's line went to; nothing where there are several.
pub fn assigned_order<'a>(replica: &'a Replica, card: &CardState) -> Option<&'a OrderNumber> {
    let (_, issued) = card.issued.as_ref()?;
    let parts = delivery(replica, issued.receipt);
    let orders: BTreeSet<&OrderNumber> = parts
        .iter()
        .flat_map(|part| live(part.state, &issued.line))
        .map(|(_, assignment)| &assignment.to.order)
        .collect();
    let mut orders = orders.into_iter();
    orders.next().filter(|_| orders.next().is_none())
}
