//! What a line was counted as, beside what the ERP says of it today (SEMANTICS 27).

use std::collections::BTreeSet;

use super::delivery::{part, parts};
use super::{assignment, carried, lot, receipt};
use crate::fact::{CardIssued, LineTerms, MergeOrder, OrderType, StaleAnswer};
use crate::ids::{ItemCode, LineKey, OrderLine, OrderNumber, VendorCode};
use crate::measure::Unit;
use crate::number::ReceiptNumber;
use crate::replica::Replica;
use crate::rules::order_changed::{self, Difference, OrderSays};
use crate::state::{CardState, LineState};

/// What a line of a receipt was counted as; what is not known is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountedAs<'a> {
    /// The item that the terms name; nothing while no order line is known.
    pub item: Option<&'a ItemCode>,
    /// The unit of its quantities.
    pub unit: Option<Unit>,
    /// The vendor of its order.
    pub vendor: Option<&'a VendorCode>,
    /// The type of the order that the line belongs to (§4.5).
    pub order_type: Option<OrderType>,
    /// The order that its order adds to.
    pub increase_of: Option<&'a OrderNumber>,
    /// Whether subcontractors made the item.
    pub subcontracted: Option<bool>,
}

impl<'a> CountedAs<'a> {
    /// As facts state it.
    pub fn terms(&self) -> LineTerms {
        LineTerms {
            item: self.item.cloned(),
            unit: self.unit,
            vendor: self.vendor.cloned(),
            order_type: self.order_type,
            increase_of: self.increase_of.cloned(),
            subcontracted: self.subcontracted,
        }
    }

    fn stated(terms: &'a LineTerms) -> Self {
        Self {
            item: terms.item.as_ref(),
            unit: terms.unit,
            vendor: terms.vendor.as_ref(),
            order_type: terms.order_type,
            increase_of: terms.increase_of.as_ref(),
            subcontracted: terms.subcontracted,
        }
    }

    /// What this does not know, filled in by what is known today.
    fn or(self, now: Self) -> Self {
        let same_item = self.item.is_none() || now.item.is_none() || self.item == now.item;
        Self {
            item: self.item.or(now.item),
            unit: self.unit.or(now.unit),
            vendor: self.vendor.or(now.vendor),
            // Nothing is an order that adds to none, where its type is known.
            increase_of: if self.order_type.is_some() { self.increase_of } else { now.increase_of },
            order_type: self.order_type.or(now.order_type),
            subcontracted: self.subcontracted.or(now.subcontracted.filter(|_| same_item)),
        }
    }
}

/// What a line of a receipt was counted as: what its first count stated; of lines counted before
/// that was stated, what their earliest card says; and what is known today for the rest.
pub fn counted_as<'a>(
    replica: &'a Replica,
    receipt: ReceiptNumber,
    line: &'a LineKey,
) -> CountedAs<'a> {
    // Nearly always the receipt's own statement answers.
    let own = replica.receipt(receipt).and_then(|state| state.lines.get(line));
    if let Some(own) = own.and_then(|line| line.counted_as.as_ref()) {
        return CountedAs::stated(&own.1).or(stated_now(replica, line).unwrap_or_default());
    }
    let others: BTreeSet<ReceiptNumber> = parts(replica, receipt).into_iter().collect();
    let parts = || std::iter::once(receipt).chain(others.iter().copied());
    let stated = |part: ReceiptNumber| {
        let (_, terms) = &**replica.receipt(part)?.lines.get(line)?.counted_as.as_ref()?;
        Some(CountedAs::stated(terms))
    };
    let on_paper = || parts().find_map(|part| on_earliest_card(replica, part, line));
    let before = parts().find_map(stated).or_else(on_paper).unwrap_or_default();
    before.or(stated_now(replica, line).unwrap_or_default())
}

/// What the goods of a lot were counted as: as its line was, or else as its card or label says,
/// whose receipt may not be known here.
pub(super) fn counted_as_of<'a>(replica: &'a Replica, card: &'a CardState) -> CountedAs<'a> {
    let Some((_, issued)) = card.issued.as_ref() else { return CountedAs::default() };
    match on_card(issued) {
        Some(said) if replica.receipt(issued.receipt).is_none() => {
            said.or(stated_now(replica, &issued.line).unwrap_or_default())
        }
        _ => counted_as(replica, issued.receipt, &issued.line),
    }
}

/// What the earliest live card of a line says of its goods.
fn on_earliest_card<'a>(
    replica: &'a Replica,
    receipt: ReceiptNumber,
    line: &LineKey,
) -> Option<CountedAs<'a>> {
    let cards = replica.cards_of_receipt(receipt).filter_map(|card| replica.card(card));
    let standing = cards.filter(|card| card.voided.is_none());
    let issued = standing.filter_map(|card| card.issued.as_ref());
    let of_line = issued.filter(|(_, issued)| issued.receipt == receipt && issued.line == *line);
    let (_, issued) = of_line.min_by_key(|(written, _)| written.order())?;
    on_card(issued)
}

/// What a card says of its goods, where their order was known when it was issued.
fn on_card(issued: &CardIssued) -> Option<CountedAs<'_>> {
    issued.line.order_line()?;
    // The vendor on a card is who came, whoever's order it was.
    issued.item.as_ref().map(|item| CountedAs {
        item: Some(item),
        unit: issued.unit,
        ..CountedAs::default()
    })
}

/// What order and item say of a line today; nothing where the order has no such line, or is not
/// known here.
fn stated_now<'a>(replica: &'a Replica, line: &'a LineKey) -> Option<CountedAs<'a>> {
    let stated = |item: &ItemCode| replica.item(item)?.stated.as_ref();
    match line {
        LineKey::Ordered(line) => {
            let order = replica.order(&line.order)?;
            let on_order = order.lines.get(&line.line);
            Some(CountedAs {
                item: on_order.map(|on_order| &on_order.item),
                unit: on_order.map(|on_order| on_order.unit),
                vendor: order.vendor.as_ref(),
                order_type: order.order_type,
                increase_of: order.increase_of.as_ref(),
                subcontracted: on_order
                    .and_then(|on_order| stated(&on_order.item))
                    .map(|stated| stated.subcontracted),
            })
        }
        LineKey::Held(item) => Some(CountedAs {
            item: Some(item),
            unit: stated(item).map(|stated| stated.unit),
            subcontracted: stated(item).map(|stated| stated.subcontracted),
            ..CountedAs::default()
        }),
    }
}

/// What the ERP says of a line today; nothing where it is not known here.
fn order_says(replica: &Replica, line: &LineKey) -> Option<OrderSays> {
    if let LineKey::Ordered(ordered) = line {
        replica.order(&ordered.order)?.stated?;
        if !has_line(replica, line) {
            return Some(OrderSays::NoSuchLine);
        }
    }
    stated_now(replica, line).map(|now| OrderSays::Terms(now.terms()))
}

fn has_line(replica: &Replica, line: &LineKey) -> bool {
    line.order_line().is_none_or(|line| {
        replica.order(&line.order).is_some_and(|order| order.lines.contains_key(&line.line))
    })
}

/// That the ERP states a counted line otherwise than it was counted (`order-changed`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderChange {
    /// The line whose statement differs: the counted one, or one that purchasing gave its goods.
    pub on: LineKey,
    /// What it was counted as.
    pub counted: LineTerms,
    /// What the ERP says today.
    pub says: OrderSays,
    /// In what they differ: at least in one thing.
    pub differences: Vec<Difference>,
    /// What purchasing answered to just this.
    pub answer: Option<StaleAnswer>,
}

impl OrderChange {
    /// Whether purchasing has yet to answer.
    pub const fn is_open(&self) -> bool {
        self.answer.is_none()
    }
}

/// How the ERP's statement differs from what was counted on a line of one receipt; nothing where
/// it does not, where nothing was counted, or where all was settled before it changed. What
/// nobody answered comes first.
pub fn order_change(
    replica: &Replica,
    receipt: ReceiptNumber,
    line: &LineKey,
) -> Option<OrderChange> {
    order_changes(replica, receipt, line).min_by_key(|change| !change.is_open())
}

/// All such differences: of the line itself, and of each that purchasing gave its goods to.
pub fn order_changes<'a>(
    replica: &'a Replica,
    receipt: ReceiptNumber,
    line: &'a LineKey,
) -> impl Iterator<Item = OrderChange> + 'a {
    let targets = assignment::given_from(replica, receipt, line).into_iter();
    let given = targets.filter_map(move |to| given_change(replica, receipt, line, &to));
    own_change(replica, receipt, line).into_iter().chain(given)
}

/// How a line that purchasing gave goods to differs from what these were counted as: in its item
/// or unit, or that it is gone. Vendor and type are what purchasing decided on.
fn given_change(
    replica: &Replica,
    receipt: ReceiptNumber,
    line: &LineKey,
    to: &OrderLine,
) -> Option<OrderChange> {
    let on = LineKey::Ordered(to.clone());
    let says = order_says(replica, &on)?;
    let counted = counted_as(replica, receipt, line).terms();
    let mut differences = order_changed::differences(&counted, &says);
    differences.retain(|difference| difference.keeps_out());
    if differences.is_empty() || is_filed(replica, (receipt, line), &on, &differences) {
        return None;
    }
    let folded = replica.receipt(receipt)?.lines.get(line)?;
    let answer = answer(folded, None, &says);
    Some(OrderChange { on, counted, says, differences, answer })
}

/// Whether goods count on the line that purchasing gave them to.
pub(super) fn fills_given(
    replica: &Replica,
    receipt: ReceiptNumber,
    line: &LineKey,
    to: &OrderLine,
) -> bool {
    given_change(replica, receipt, line, to)
        .is_none_or(|change| order_changed::fills(&change.differences, change.answer))
}

fn own_change(replica: &Replica, receipt: ReceiptNumber, line: &LineKey) -> Option<OrderChange> {
    let state = replica.receipt(receipt)?;
    let folded = state.lines.get(line)?;
    let counted = counted_as(replica, receipt, line);
    // Nearly every line is as it was: that is told without a copy of what either says.
    if has_line(replica, line) && stated_now(replica, line) == Some(counted) {
        return None;
    }
    let says = order_says(replica, line)?;
    let quantity = part(replica, receipt).map(|part| part.quantity(line)).unwrap_or_default();
    let is_here = !quantity.is_zero() || !receipt::carded(replica, receipt, line).0.is_empty();
    if !is_here {
        return None;
    }
    let counted = counted.terms();
    let differences = order_changed::differences(&counted, &says);
    if differences.is_empty() || is_filed(replica, (receipt, line), line, &differences) {
        return None;
    }
    let assigned = assignment::assigned_at(replica, (receipt, state), line);
    let answer = answer(folded, assigned, &says);
    Some(OrderChange { on: line.clone(), counted, says, differences, answer })
}

/// The same of the line of a lot: on the lot's own receipt, or the part that counted the line.
pub fn order_change_of_lot(replica: &Replica, card: &CardState) -> Option<OrderChange> {
    let (_, issued) = card.issued.as_ref()?;
    let line = &issued.line;
    if replica.receipt(issued.receipt).is_none() {
        let says = order_says(replica, line)?;
        let counted = counted_as_of(replica, card).terms();
        let differences = order_changed::differences(&counted, &says);
        return (!differences.is_empty()).then_some(OrderChange {
            on: line.clone(),
            counted,
            says,
            differences,
            answer: None,
        });
    }
    let has_line = |part: &ReceiptNumber| {
        replica.receipt(*part).is_some_and(|state| state.lines.contains_key(line))
    };
    if has_line(&issued.receipt) {
        return order_change(replica, issued.receipt, line);
    }
    let mut others = parts(replica, issued.receipt).into_iter().filter(has_line);
    others.find_map(|part| order_change(replica, part, line))
}

/// Whether goods of a receipt count on the order line that they were counted on.
pub(super) fn fills(replica: &Replica, receipt: ReceiptNumber, line: &LineKey) -> bool {
    own_change(replica, receipt, line)
        .is_none_or(|change| order_changed::fills(&change.differences, change.answer))
}

/// Whether a line of a delivery is one of the order line that it was counted on, in all its parts.
pub fn counts_on_line(replica: &Replica, receipt: ReceiptNumber, line: &LineKey) -> bool {
    parts(replica, receipt).into_iter().all(|part| fills(replica, part, line))
}

/// The latest of what purchasing said to today's statement: an answer, or an assignment.
fn answer(line: &LineState, assigned: Option<MergeOrder>, says: &OrderSays) -> Option<StaleAnswer> {
    let answered = line
        .change_answers
        .iter()
        .filter(|(_, event)| order_changed::still_answers(event.said.as_ref(), says))
        .map(|(written, event)| (written.order(), event.answer));
    let assigned = assigned.map(|order| (order, StaleAnswer::Accept));
    answered.chain(assigned).max_by_key(|(order, _)| *order).map(|(_, answer)| answer)
}

/// Whether all was done with the goods before the ERP changed its mind: what is filed or carried
/// keeps what it was, and nobody is asked. `on` is the line whose statement differs.
fn is_filed(
    replica: &Replica,
    (receipt, line): (ReceiptNumber, &LineKey),
    on: &LineKey,
    differences: &[Difference],
) -> bool {
    let covered = on.order_line().and_then(|line| carried::carried(replica, line));
    if covered.is_some_and(|covered| covered.receipts.contains(&receipt)) {
        return true;
    }
    let Some(since) = changed_since(replica, (receipt, line), on, differences) else {
        return false;
    };
    let (cards, carded) = receipt::carded(replica, receipt, line);
    let is_done = |card: &CardState| {
        let put = card.put_away.iter().map(|once| once.written);
        let returned = card.returns.iter().map(|once| once.written);
        let judged = card.verdicts.iter().map(|once| once.written);
        put.chain(returned).chain(judged).all(|written| written.order() < since)
    };
    !cards.is_empty()
        && carded == receipt::counted(replica, receipt, line)
        && cards.into_iter().all(|number| {
            lot::is_finished(replica, number) && replica.card(number).is_some_and(is_done)
        })
}

/// The ERP's statement that made a line differ.
fn changed_since(
    replica: &Replica,
    (receipt, line): (ReceiptNumber, &LineKey),
    on: &LineKey,
    differences: &[Difference],
) -> Option<MergeOrder> {
    let by_item = || {
        let item = counted_as(replica, receipt, line).item?;
        replica.item(item)?.since
    };
    let by_order = |line: &OrderLine| replica.order(&line.order)?.since.get(&line.line).copied();
    let since = match on {
        LineKey::Ordered(_) if differences == [Difference::Subcontracted] => by_item(),
        LineKey::Ordered(line) => by_order(line),
        LineKey::Held(_) => by_item(),
    };
    since.map(|written| written.order())
}
