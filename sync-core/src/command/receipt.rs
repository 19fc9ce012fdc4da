//! Deciding about receipts: opening, counting, signing, slips, corrections.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Decision, LineChoice, Notice, PendingFact, PendingSubject, Refusal, card, resting};
use crate::across;
use crate::fact::{
    CountConfirmed, CountVoided, Day, Entity, LineCountedAs, ReceiptDescribed, ReceiptField,
    ReceiptJoined, ReceiptOpened, ReceiptVoided, Recounted, SlipConfirmed, SlipIssued, Tallied,
};
use crate::ids::{FactId, FactSet, LineKey, OrderLine, OrderNumber, PackageCode, Text, VendorCode};
use crate::measure::{Quantity, Unit};
use crate::merge::tally_sum::TallyStatus;
use crate::number::{ReceiptNumber, SlipNumber};
use crate::replica::Replica;
use crate::rules::withdrawal::Withdrawal;
use crate::rules::{approved_vendor, plausible, stale_order};
use crate::state::ReceiptState;
use crate::time::Timestamp;

pub(super) fn open(
    replica: &Replica,
    said: &ReceiptOpened,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let mut notices = Vec::new();
    let mut ordered: Option<(&OrderNumber, &VendorCode)> = None;
    for number in &said.orders {
        let order = replica
            .order(number)
            .filter(|order| order.stated.is_some())
            .ok_or_else(|| Refusal::UnknownOrder { order: number.clone() })?;
        if let Some(vendor) = &order.vendor {
            let (first, whose) = *ordered.get_or_insert((number, vendor));
            if vendor != whose {
                return Err(Refusal::MixedVendors {
                    orders: [first, number].map(Clone::clone),
                    vendors: [whose, vendor].map(Clone::clone),
                });
            }
        }
        let whole = order.lines.keys().next().copied().unwrap_or_default();
        let status = stale_order::status_at(&order.statuses, whole, now);
        if let Some(status) = status.filter(|status| stale_order::is_stale(status)) {
            notices.push(Notice::StaleOrder { order: number.clone(), status: status.clone() });
        }
    }
    let came = said.vendor.as_ref().or(ordered.map(|(_, vendor)| vendor));
    let vendor = came.cloned().ok_or(Refusal::VendorNeeded)?;
    if let Some((order, ordered)) = ordered.filter(|(_, ordered)| **ordered != vendor) {
        let (order, ordered, came) = (order.clone(), ordered.clone(), vendor.clone());
        notices.push(Notice::OtherVendor { order, ordered, came });
    }
    if said.orders.is_empty() {
        notices.push(Notice::OnHold);
    }
    let today = Day(replica.site().offset.day_of(now));
    match replica.vendor(&vendor) {
        // The vendor's file is late: the goods are counted, and wait as facts do (SEMANTICS 33).
        None => notices.push(Notice::VendorUnknown { vendor: vendor.clone() }),
        Some(known) if !approved_vendor::is_approved(&known.approvals, today) => {
            notices.push(Notice::VendorNotApproved { vendor: vendor.clone() });
        }
        Some(_) => {}
    }
    let code = |text: &Option<Text>| text.as_ref().map(Text::as_code);
    let event = ReceiptOpened {
        orders: said.orders.iter().map(|order| replica.order_as_written(order.clone())).collect(),
        vendor: Some(replica.vendor_as_written(vendor)),
        delivery_note: code(&said.delivery_note),
        dock: said.dock.clone(),
        container: code(&said.container),
    };
    Ok(Decision::new(PendingSubject::NewReceipt, event).noting(notices))
}

/// The receipt's line that is meant.
pub(super) fn line(
    replica: &Replica,
    receipt: ReceiptNumber,
    choice: &LineChoice,
) -> Result<LineKey, Refusal> {
    let opened = replica.receipt(receipt).and_then(|state| state.opened.as_ref());
    let number = match (choice, opened) {
        (LineChoice::Exact(key), None) => return Ok(as_written(replica, key)),
        (LineChoice::Exact(key), Some(_)) => {
            return exact(replica, receipt, &as_written(replica, key));
        }
        (LineChoice::Number(_), None) => return Err(Refusal::UnknownReceipt { receipt }),
        (LineChoice::Number(number), Some(_)) => *number,
    };
    let known = known_lines(replica, receipt);
    let fitting: Vec<LineKey> = known
        .iter()
        .filter(|key| key.order_line().is_some_and(|line| line.line == number))
        .cloned()
        .collect();
    match &fitting[..] {
        [one] => Ok(one.clone()),
        [] => Err(Refusal::NoSuchLine { receipt, line: number.to_string(), lines: known }),
        _ => Err(Refusal::WhichLine { line: number, lines: fitting }),
    }
}

/// A line with its order or item as that was written first.
fn as_written(replica: &Replica, key: &LineKey) -> LineKey {
    match key {
        LineKey::Ordered(line) => LineKey::Ordered(OrderLine {
            order: replica.order_as_written(line.order.clone()),
            line: line.line,
        }),
        LineKey::Held(item) => LineKey::Held(replica.item_as_written(item.clone())),
    }
}

fn exact(replica: &Replica, receipt: ReceiptNumber, key: &LineKey) -> Result<LineKey, Refusal> {
    match key {
        LineKey::Held(_) => Ok(key.clone()),
        LineKey::Ordered(line) => {
            let Some(order) = replica.order(&line.order).filter(|order| order.stated.is_some())
            else {
                return Ok(key.clone());
            };
            // What was counted stands, also where the ERP has dropped the line since.
            let lines = known_lines(replica, receipt);
            if order.lines.contains_key(&line.line) || lines.contains(key) {
                return Ok(key.clone());
            }
            Err(Refusal::NoSuchLine { receipt, line: key.to_string(), lines })
        }
    }
}

/// The order lines that may be meant on a receipt: those of its papers, and those counted on it.
fn known_lines(replica: &Replica, receipt: ReceiptNumber) -> Vec<LineKey> {
    let opened = replica.receipt(receipt).and_then(|state| state.opened.as_ref());
    let orders = opened.map(|(_, event)| event.orders.as_slice()).unwrap_or_default();
    let counted = across::line_keys(replica, receipt);
    let counted = counted.into_iter().filter(|key| key.order_line().is_some());
    let on_papers = orders
        .iter()
        .filter_map(|order| replica.order(order).map(|state| (order, state)))
        .flat_map(|(order, state)| {
            state
                .lines
                .keys()
                .map(|line| LineKey::Ordered(OrderLine { order: order.clone(), line: *line }))
        });
    let all: BTreeSet<LineKey> = on_papers.chain(counted).collect();
    all.into_iter().collect()
}

/// What a line is counted as, to be recorded with its first count (SEMANTICS 27); nothing where
/// that stands already, or where nothing is known of the line that could be stated.
fn counted_as(replica: &Replica, receipt: ReceiptNumber, line: &LineKey) -> Option<PendingFact> {
    let folded = replica.receipt(receipt).and_then(|state| state.lines.get(line));
    if folded.is_some_and(|folded| folded.counted_as.is_some()) {
        return None;
    }
    let terms = across::counted_as(replica, receipt, line).terms();
    let is_known = match line {
        LineKey::Ordered(_) => terms.item.is_some(),
        LineKey::Held(_) => terms.unit.is_some(),
    };
    is_known.then(|| PendingFact {
        subject: PendingSubject::Of(Entity::Receipt(receipt.0)),
        event: LineCountedAs { line: line.clone(), terms }.into(),
    })
}

fn unit_of(replica: &Replica, receipt: ReceiptNumber, line: &LineKey) -> Unit {
    across::counted_as(replica, receipt, line).unit.unwrap_or(Unit::FINEST)
}

/// A receipt that counts can be recorded on, where it is known here.
fn standing(replica: &Replica, receipt: ReceiptNumber) -> Result<Option<&ReceiptState>, Refusal> {
    let state = replica.receipt(receipt);
    if state.is_some_and(|state| state.voided.is_some()) {
        return Err(Refusal::ReceiptVoided { receipt });
    }
    Ok(state)
}

pub(super) fn known(replica: &Replica, receipt: ReceiptNumber) -> Result<&ReceiptState, Refusal> {
    standing(replica, receipt)?
        .filter(|state| state.opened.is_some())
        .ok_or(Refusal::UnknownReceipt { receipt })
}

fn unsigned<'a>(
    replica: &'a Replica,
    receipt: ReceiptNumber,
    key: &LineKey,
) -> Result<Option<&'a ReceiptState>, Refusal> {
    let state = standing(replica, receipt)?;
    if across::signed(replica, receipt, key).is_some() {
        return Err(Refusal::AlreadySigned { receipt, line: key.clone() });
    }
    Ok(state)
}

/// Whether more can be counted on a line, or why not: asked before somebody types how much.
pub fn may_count(replica: &Replica, receipt: ReceiptNumber, key: &LineKey) -> Result<(), Refusal> {
    unsigned(replica, receipt, key).map(|_| ())
}

pub(super) fn tally(
    replica: &Replica,
    receipt: ReceiptNumber,
    choice: &LineChoice,
    quantity: Decimal,
    package: Option<&PackageCode>,
) -> Result<Decision, Refusal> {
    let key = line(replica, receipt, choice)?;
    let state = unsigned(replica, receipt, &key)?;
    one_vendor(replica, state, &key)?;
    let quantity = Quantity::counted(quantity, unit_of(replica, receipt, &key))?;
    if let Some(code) = package {
        let delivery = across::delivery(replica, receipt);
        let mut tallies = delivery.iter().flat_map(across::Part::tallies);
        let counts = |status| matches!(status, TallyStatus::Live | TallyStatus::Replaced);
        if tallies.any(|t| t.package.as_ref() == Some(code) && counts(t.status)) {
            return Err(Refusal::PackageCounted { package: code.clone() });
        }
    }
    let upon = state.and_then(|state| state.recount_of(&key)).map(|recount| recount.written.id);
    let notices = counting_notices(replica, receipt, state, &key, quantity);
    let as_what = counted_as(replica, receipt, &key);
    let event = Tallied { line: key, quantity, package: package.cloned(), upon };
    Ok(Decision::of(Entity::Receipt(receipt.0), event).and(as_what).noting(notices))
}

/// Whether a receipt stays one vendor's: an order of another one is counted on a receipt of its
/// own, unless this receipt's papers name it, which was asked about when it was opened.
fn one_vendor(
    replica: &Replica,
    state: Option<&ReceiptState>,
    key: &LineKey,
) -> Result<(), Refusal> {
    let opened = state.and_then(|state| state.opened.as_ref()).map(|(_, opened)| opened);
    let (Some(opened), Some(line)) = (opened, key.order_line()) else { return Ok(()) };
    let ordered = across::vendor_of_order(replica, &line.order);
    match (&opened.vendor, ordered) {
        (Some(came), Some(ordered)) if came != ordered && !opened.orders.contains(&line.order) => {
            let (ordered, came) = (ordered.clone(), came.clone());
            Err(Refusal::OtherVendorsOrder { order: line.order.clone(), ordered, came })
        }
        _ => Ok(()),
    }
}

fn counting_notices(
    replica: &Replica,
    receipt: ReceiptNumber,
    state: Option<&ReceiptState>,
    key: &LineKey,
    quantity: Quantity,
) -> Vec<Notice> {
    let mut notices = Vec::new();
    let opened = state.and_then(|state| state.opened.as_ref());
    let is_known = |line: &OrderLine| replica.order(&line.order).is_some();
    if opened.is_none() || !key.order_line().is_none_or(is_known) {
        notices.push(Notice::Waits);
    }
    if let LineKey::Held(item) = key
        && replica.item(item).is_none()
    {
        notices.push(Notice::ItemUnknown { item: item.clone() });
    }
    if let (Some((_, opened)), Some(line)) = (opened, key.order_line())
        && !opened.orders.contains(&line.order)
    {
        notices.push(Notice::NotOnPapers { order: line.order.clone() });
    }
    let before = state.map_or(0, |state| state.tallies.len());
    if before == 0
        && let Some(other) = across::maybe_same_delivery(replica, receipt).first()
    {
        notices.push(Notice::MaybeSameDelivery { other: *other });
    }
    let Some(order_line) = key.order_line() else { return notices };
    let answer = across::order_line(replica, order_line);
    let Some(ordered) = answer.ordered else { return notices };
    let room = ordered.quantity + ordered.spare + answer.returned;
    let over = (answer.counted + quantity).less(room);
    let is_blind = across::counts_blind(replica, receipt);
    if plausible::is_unlikely_count(quantity.value(), ordered.quantity.value()) {
        // Counted blind, even the question keeps to itself what was ordered.
        notices.push(if is_blind {
            Notice::UnlikelyCount { counted: quantity }
        } else {
            Notice::SlippedDigit { counted: quantity, ordered: ordered.quantity }
        });
    } else if !over.is_zero() && !is_blind {
        notices.push(Notice::OverReceipt { line: key.clone(), over });
    }
    let (cards, carded) = across::carded(replica, receipt, key);
    if !cards.is_empty() && carded != across::counted(replica, receipt, key) + quantity {
        notices.push(Notice::CardsDiffer { line: key.clone() });
    }
    notices
}

pub(super) fn void_tally(
    replica: &Replica,
    receipt: ReceiptNumber,
    tally: FactId,
) -> Result<Decision, Refusal> {
    let state = standing(replica, receipt)?.ok_or(Refusal::NoSuchTally { receipt })?;
    let counted = state.tallies.iter().find(|known| known.written.id == tally);
    let recounted = || {
        state.lines.iter().find_map(|(key, line)| {
            let recount = line.recounts.iter().find(|known| known.written.id == tally)?;
            Some((key, recount.voided))
        })
    };
    let (key, voided) = match counted {
        Some(tally) => (&tally.line, tally.status == TallyStatus::Voided),
        None => recounted().ok_or(Refusal::NoSuchTally { receipt })?,
    };
    if voided {
        return Err(Refusal::AlreadyVoided);
    }
    unsigned(replica, receipt, key)?;
    let event = CountVoided { facts: FactSet::from_iter([tally]) };
    Ok(Decision::of(Entity::Receipt(receipt.0), event))
}

pub(super) fn recount(
    replica: &Replica,
    receipt: ReceiptNumber,
    choice: &LineChoice,
    quantity: Decimal,
) -> Result<Decision, Refusal> {
    let key = line(replica, receipt, choice)?;
    let state = unsigned(replica, receipt, &key)?;
    one_vendor(replica, state, &key)?;
    let quantity = Quantity::or_zero(quantity, unit_of(replica, receipt, &key))?;
    let waits = state.is_none_or(|state| state.opened.is_none()).then_some(Notice::Waits);
    Ok(recounted(replica, receipt, &key, quantity).noting(waits))
}

/// A line counted afresh. Where receipts were joined, the figure is of the whole delivery:
/// it stands on the receipt named, and the other parts' counts of the line are taken away.
fn recounted(
    replica: &Replica,
    receipt: ReceiptNumber,
    key: &LineKey,
    quantity: Quantity,
) -> Decision {
    let mut decision = Decision::default();
    for part in across::parts(replica, receipt) {
        let state = replica.receipt(part);
        let counted = state.is_some_and(|state| state.lines.contains_key(key));
        if part != receipt && !counted {
            continue;
        }
        let replaces = state.into_iter().flat_map(|state| state.counts_of(key)).collect();
        let quantity = if part == receipt { quantity } else { Quantity::ZERO };
        let event = Recounted { line: key.clone(), quantity, replaces };
        decision.drafts.extend(Decision::of(Entity::Receipt(part.0), event).drafts);
    }
    decision.and(counted_as(replica, receipt, key))
}

pub(super) fn void(
    replica: &Replica,
    receipt: ReceiptNumber,
    reason: Option<Text>,
) -> Result<Decision, Refusal> {
    let state = known(replica, receipt)?;
    let others = across::parts(replica, receipt).into_iter().filter(|part| *part != receipt);
    let joined: Vec<ReceiptNumber> = others
        .filter(|part| replica.receipt(*part).is_some_and(|state| state.voided.is_none()))
        .collect();
    if across::root(replica, receipt) == receipt && !joined.is_empty() {
        return Err(Refusal::HasJoined { receipt, joined });
    }
    resting::refuse(
        Withdrawal::Receipt,
        receipt.into(),
        across::resting_on_receipt(replica, receipt, state),
    )?;
    let mut decision = Decision::of(Entity::Receipt(receipt.0), ReceiptVoided { reason });
    // Nothing was done with its lots: their cards go with it, unless others stand for the goods.
    if across::delivery(replica, receipt).len() == 1 {
        let cards = across::cards_of(replica, receipt).into_iter();
        decision.drafts.extend(cards.flat_map(|(number, card)| card::undone(number, card)));
    }
    Ok(decision)
}

pub(super) fn confirm_count(
    replica: &Replica,
    receipt: ReceiptNumber,
) -> Result<Decision, Refusal> {
    known(replica, receipt)?;
    let mut decision = Decision::default();
    for line in across::line_keys(replica, receipt) {
        let counted = across::counted(replica, receipt, &line);
        let (cards, carded) = across::carded(replica, receipt, &line);
        if !cards.is_empty() && counted != carded {
            let event = CountConfirmed { line, counted, carded };
            decision.drafts.extend(Decision::of(Entity::Receipt(receipt.0), event).drafts);
        }
    }
    if decision.drafts.is_empty() { Err(Refusal::CardsAgree { receipt }) } else { Ok(decision) }
}

pub(super) fn join(
    replica: &Replica,
    receipt: ReceiptNumber,
    into: ReceiptNumber,
) -> Result<Decision, Refusal> {
    known(replica, receipt)?;
    if across::parts(replica, into).contains(&receipt) {
        return Err(Refusal::JoinsItself { receipt });
    }
    let vendor_of = |number| replica.receipt(number)?.opened.as_ref()?.1.vendor.clone();
    if let (Some(vendor), Some(other)) = (vendor_of(receipt), vendor_of(into))
        && vendor != other
    {
        return Err(Refusal::JoinsOtherVendor { receipt, vendor, into, other });
    }
    let waits = standing(replica, into)?.is_none().then_some(Notice::Waits);
    Ok(Decision::of(Entity::Receipt(receipt.0), ReceiptJoined { into }).noting(waits))
}

pub(super) fn describe(
    replica: &Replica,
    receipt: ReceiptNumber,
    field: ReceiptField,
    value: Option<Text>,
) -> Result<Decision, Refusal> {
    let state = standing(replica, receipt)?;
    let replaces = state.map(|state| state.writings_of(field)).unwrap_or_default();
    let waits = state.is_none().then_some(Notice::Waits);
    let event = ReceiptDescribed { field, value, replaces };
    Ok(Decision::of(Entity::Receipt(receipt.0), event).noting(waits))
}

pub(super) fn issue_slip(replica: &Replica, receipt: ReceiptNumber) -> Result<Decision, Refusal> {
    let state = known(replica, receipt)?;
    if state.live_signatures().next().is_none() {
        return Err(Refusal::SignFirst { receipt });
    }
    let lines = across::slip_lines(replica, receipt);
    if state.slips.last().is_some_and(|slip| slip.lines == lines) {
        return Err(Refusal::SlipIssued { receipt });
    }
    Ok(Decision::of(Entity::Receipt(receipt.0), SlipIssued { lines }))
}

pub(super) fn confirm_slip(replica: &Replica, receipt: ReceiptNumber) -> Result<Decision, Refusal> {
    let slip = known(replica, receipt)?.slips.last().ok_or(Refusal::NoSlip { receipt })?;
    if slip.confirmed.is_some() {
        return Err(Refusal::SlipConfirmed { receipt });
    }
    let event = SlipConfirmed { slip: SlipNumber(slip.issued.id) };
    Ok(Decision::of(Entity::Receipt(receipt.0), event))
}

/// Counts a line afresh to end a disagreement, also where it was signed: the supervisor's
/// or clerk's figure names every count that is known, and must be signed again.
pub(super) fn settle_count(
    replica: &Replica,
    receipt: ReceiptNumber,
    line: &LineKey,
    quantity: Decimal,
) -> Result<Decision, Refusal> {
    let state = known(replica, receipt)?;
    let quantity = Quantity::or_zero(quantity, unit_of(replica, receipt, line))?;
    let again = state.is_signed(line).then_some(Notice::SignAgain { receipt });
    Ok(recounted(replica, receipt, line, quantity).noting(again))
}
