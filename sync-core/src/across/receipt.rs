//! What spans receipts: a delivery's counts, cards and signatures, stale orders, the same truck twice.

use std::collections::BTreeSet;

use super::counted_as::counted_as;
use super::delivery::{Part, delivery, parts};
use crate::fact::{SignedLine, StaleAnswer};
use crate::ids::LineKey;
use crate::measure::{Quantity, Unit};
use crate::merge::earliest::{self, Signature};
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::rules::receipt_vendor::{self, Provenance};
use crate::rules::stale_order::{self, Staleness};
use crate::state::ReceiptState;
use crate::time::Span;

/// Two openings on one order line within this time may be one delivery (SEMANTICS 11).
const SAME_DELIVERY: Span = Span::hours(12);

/// The lines of a delivery, those of withdrawn parts too, and those that only a live card
/// names: goods may be on cards that nobody counted.
pub fn line_keys(replica: &Replica, receipt: ReceiptNumber) -> BTreeSet<LineKey> {
    let parts = parts(replica, receipt);
    let states = parts.iter().filter_map(|part| replica.receipt(*part));
    let counted = states.flat_map(|state| state.lines.keys().cloned());
    let carded = parts.iter().flat_map(|part| {
        let cards = replica.cards_of_receipt(*part).filter_map(|card| replica.card(card));
        let live = cards.filter(|card| card.voided.is_none());
        let issued = live.filter_map(|card| card.issued.as_ref().map(|(_, issued)| issued));
        issued.filter(|issued| issued.receipt == *part).map(|issued| issued.line.clone())
    });
    counted.chain(carded).collect()
}

/// What was counted of a line, over all parts of a delivery that were not withdrawn.
pub fn counted(replica: &Replica, receipt: ReceiptNumber, line: &LineKey) -> Quantity {
    delivery(replica, receipt).iter().map(|part| part.quantity(line)).sum()
}

/// What an acceptance slip of a delivery says: each of its lines, with what is counted of it now.
pub fn slip_lines(replica: &Replica, receipt: ReceiptNumber) -> Vec<SignedLine> {
    let lines = line_keys(replica, receipt).into_iter();
    lines.map(|line| SignedLine { quantity: counted(replica, receipt, &line), line }).collect()
}

/// The live cards of a line, and what they say in all.
pub fn carded(
    replica: &Replica,
    receipt: ReceiptNumber,
    line: &LineKey,
) -> (Vec<CardNumber>, Quantity) {
    let mut cards = Vec::new();
    let mut sum = Quantity::ZERO;
    for part in parts(replica, receipt) {
        for number in replica.cards_of_receipt(part) {
            let Some(card) = replica.card(number).filter(|card| card.voided.is_none()) else {
                continue;
            };
            let Some((_, issued)) = &card.issued else { continue };
            // A copy's card of the same number may name another receipt: the first issue holds.
            if issued.line == *line && issued.receipt == part {
                cards.push(number);
                sum = sum + issued.quantity;
            }
        }
    }
    (cards, sum)
}

/// The signature that starts the clock of a line.
pub fn signed(replica: &Replica, receipt: ReceiptNumber, line: &LineKey) -> Option<Signature> {
    let signatures: Vec<Signature> = delivery(replica, receipt)
        .iter()
        .flat_map(|part| part.state.signatures.iter().cloned())
        .collect();
    let is_doubtful = |signature: &Signature| replica.is_doubtful(signature.written.id);
    earliest::starts_clock(&signatures, line, is_doubtful).cloned()
}

/// Whether whoever counts a delivery may not see what is expected of it: where the site counts
/// blind, until a count of it is signed. What did not come at all shows then, too.
pub fn counts_blind(replica: &Replica, receipt: ReceiptNumber) -> bool {
    let is_signed = |part: &Part<'_>| part.state.live_signatures().next().is_some();
    replica.site().blind_count && !delivery(replica, receipt).iter().any(is_signed)
}

/// Whether every part of a delivery that counted a line is signed for what it counted.
pub fn signatures_fit(delivery: &[Part<'_>], line: &LineKey) -> bool {
    let mut counted = delivery.iter().filter(|part| part.has_counted(line)).peekable();
    counted.peek().is_some() && counted.all(|part| part.signature_fits(line))
}

/// Whether a standing part of a delivery counted the line against an order that did not stand
/// any more, and purchasing has not answered.
pub fn is_stale(replica: &Replica, delivery: &[Part<'_>], line: &LineKey) -> bool {
    delivery
        .iter()
        .filter(|part| part.state.lines.contains_key(line))
        .any(|part| matches!(staleness(replica, part.state, line), Staleness::Unresolved { .. }))
}

/// Whether purchasing answered for a standing part of a delivery, whose line was stale, that its
/// goods go back.
pub(super) fn is_stale_and_returned(
    replica: &Replica,
    receipt: ReceiptNumber,
    line: &LineKey,
) -> bool {
    let sends_back = Staleness::Answered { answer: StaleAnswer::Return };
    // Nearly no line was ever answered for.
    let is_answered = |part: &Part<'_>| {
        let folded = part.state.lines.get(line);
        folded.is_some_and(|folded| folded.stale_answer.is_some())
    };
    let parts = delivery(replica, receipt);
    parts
        .iter()
        .filter(|part| is_answered(part))
        .any(|part| staleness(replica, part.state, line) == sends_back)
}

/// Whether the goods of a line were counted against an order that did not stand any more.
pub fn staleness(replica: &Replica, state: &ReceiptState, line: &LineKey) -> Staleness {
    let (Some(order_line), Some((opened, _))) = (line.order_line(), &state.opened) else {
        return Staleness::Fresh;
    };
    let Some(order) = replica.order(&order_line.order) else { return Staleness::Fresh };
    let answer = state.lines.get(line).and_then(|line| line.stale_answer.as_ref());
    let answer = answer.map(|(_, answered)| answered.answer).or_else(|| {
        let assigned =
            super::assignment::is_assigned(replica, (ReceiptNumber(opened.id), state), line);
        assigned.then_some(StaleAnswer::Accept)
    });
    stale_order::read(&order.statuses, order_line.line, opened.at, answer)
}

/// Whether goods on a line came from the vendor whose order it was when they were counted
/// (`receipt-vendor`).
pub fn provenance(replica: &Replica, state: &ReceiptState, line: &LineKey) -> Provenance {
    let Some((opened, said)) = state.opened.as_ref() else { return Provenance::AsOrdered };
    let ordered = counted_as(replica, ReceiptNumber(opened.id), line).vendor;
    let accepted = state.lines.get(line).map(|line| line.vendors_accepted.as_slice());
    receipt_vendor::read(said.vendor.as_ref(), ordered, accepted.unwrap_or_default())
}

/// Whether a line of one part of a delivery must be counted again: people counted at once and
/// differ, or a part of a piece was counted while nobody knew that the line is in pieces
/// (SEMANTICS 33).
pub fn count_again(replica: &Replica, part: &Part<'_>, line: &LineKey) -> bool {
    let Some(count) = part.count(line) else { return false };
    count.count_again || is_too_fine(replica, (part.number, line), [count.quantity])
}

/// Whether any of some quantities is finer than the unit that a line is counted in.
pub(super) fn is_too_fine(
    replica: &Replica,
    (receipt, line): (ReceiptNumber, &LineKey),
    quantities: impl IntoIterator<Item = Quantity>,
) -> bool {
    // Whole amounts fit every unit, and nearly all are.
    let mut broken = quantities.into_iter().filter(|quantity| !quantity.fits(Unit::Pieces));
    let unit = || counted_as(replica, receipt, line).unit;
    broken.any(|quantity| unit().is_some_and(|unit| !quantity.fits(unit)))
}

/// Receipts that may be the same delivery as this one, and nobody has said otherwise.
pub fn maybe_same_delivery(replica: &Replica, receipt: ReceiptNumber) -> Vec<ReceiptNumber> {
    let Some(state) = replica.receipt(receipt) else { return Vec::new() };
    let Some((opened, event)) = &state.opened else { return Vec::new() };
    if state.voided.is_some() {
        return Vec::new();
    }
    let together = parts(replica, receipt);
    let noted = event.delivery_note.as_ref();
    let noted = noted.map(|note| replica.receipts_of_note(event.vendor.as_ref(), note));
    let noted: BTreeSet<ReceiptNumber> = noted.into_iter().flatten().collect();
    let others: BTreeSet<ReceiptNumber> = state
        .lines
        .keys()
        .filter_map(LineKey::order_line)
        .flat_map(|line| replica.lines_of_order(&line.order))
        .chain(noted.iter().copied())
        .filter(|other| !together.contains(other))
        .collect();
    others
        .into_iter()
        .filter(|number| {
            let Some(other) = replica.receipt(*number) else { return false };
            let Some((other_opened, _)) = &other.opened else { return false };
            let told_apart =
                state.distinct_from.contains(number) || other.distinct_from.contains(&receipt);
            let is_near = opened.at.since(other_opened.at).abs() <= SAME_DELIVERY;
            let same_note = noted.contains(number);
            // Goods on hold share an item, and no order line.
            let mut ordered = state.lines.keys().filter(|line| line.order_line().is_some());
            let share_line = ordered.any(|line| other.lines.contains_key(line));
            other.voided.is_none() && !told_apart && (same_note || (is_near && share_line))
        })
        .collect()
}
