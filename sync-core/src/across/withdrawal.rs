//! What rests on what somebody withdraws, and where that was done apart (`rules/withdrawal.rs`).

use std::collections::BTreeSet;

use super::conflict::{Conflict, Side, SideValue, Subject};
use super::delivery::{self, Part, delivery};
use super::{lot, receipt};
use crate::ids::{FactId, FactSet, LineKey};
use crate::number::{CardNumber, ReceiptNumber, ReturnNumber, SlipNumber};
use crate::replica::Replica;
use crate::rules::withdrawal::Resting;
use crate::state::{CardState, ReceiptState, Slip, Written};

/// Whether a receipt was withdrawn and no part of its delivery stands: its goods stand nowhere.
pub fn is_withdrawn(replica: &Replica, receipt: ReceiptNumber) -> bool {
    let is_voided = replica.receipt(receipt).is_some_and(|state| state.voided.is_some());
    is_voided && delivery(replica, receipt).is_empty()
}

/// Whether a lot's goods stand nowhere: its card was withdrawn, or the receipt that it names.
pub fn is_lot_withdrawn(replica: &Replica, card: &CardState) -> bool {
    let of_withdrawn = || {
        let issued = card.issued.as_ref();
        issued.is_some_and(|(_, issued)| is_withdrawn(replica, issued.receipt))
    };
    card.voided.is_some() || of_withdrawn()
}

/// The receipt under which what concerns a whole delivery is listed: the one that stands for all,
/// or, where that was withdrawn or is not known here, the smallest number that is standing.
pub fn listed_under(replica: &Replica, delivery: &[Part<'_>]) -> Option<ReceiptNumber> {
    let first = delivery.first()?.number;
    if delivery::root(replica, first) == first {
        return Some(first);
    }
    delivery.iter().map(|part| part.number).min()
}

/// The slip that counts for a delivery: the last issued of its standing parts, in merge order
/// (§4.6.2, SEMANTICS 20).
pub fn last_slip<'a>(delivery: &[Part<'a>]) -> Option<(ReceiptNumber, &'a Slip)> {
    let slips = delivery.iter().flat_map(|part| {
        let number = part.number;
        part.state.slips.iter().map(move |slip| (number, slip))
    });
    slips.max_by_key(|(_, slip)| slip.issued.order())
}

/// What rests on a card.
pub fn resting_on_card(number: CardNumber, state: &CardState) -> Vec<Resting> {
    let verdicts = state.live_verdicts().map(|once| once.written.id);
    let verdicts = verdicts.map(|fact| Resting::Verdict { card: number, fact });
    verdicts.chain(moved(number, state)).collect()
}

fn moved(number: CardNumber, state: &CardState) -> impl Iterator<Item = Resting> {
    let put_away = state.live_putaways().map(|once| once.written.id);
    let returned = state.live_returns().map(|once| ReturnNumber(once.written.id));
    put_away
        .map(move |fact| Resting::PutAway { card: number, fact })
        .chain(returned.map(move |note| Resting::Return { card: number, note }))
}

/// The live cards that name this very receipt.
pub fn cards_of(replica: &Replica, receipt: ReceiptNumber) -> Vec<(CardNumber, &CardState)> {
    let cards = replica.cards_of_receipt(receipt);
    let cards = cards.filter_map(|number| Some((number, replica.card(number)?)));
    let names = |card: &CardState| {
        let issued = card.issued.as_ref();
        card.voided.is_none() && issued.is_some_and(|(_, issued)| issued.receipt == receipt)
    };
    cards.filter(|(_, card)| names(card)).collect()
}

/// What rests on a receipt: its confirmed slip while a signature under the count holds, what was
/// done with its lots, and the receipts that are read as part of it.
pub fn resting_on_receipt(
    replica: &Replica,
    number: ReceiptNumber,
    state: &ReceiptState,
) -> Vec<Resting> {
    let is_signed = state.live_signatures().next().is_some();
    let slip = state.slips.last().filter(|slip| is_signed && slip.confirmed.is_some());
    let slip = slip.map(|slip| Resting::Slip(SlipNumber(slip.issued.id)));
    let cards = cards_of(replica, number).into_iter();
    let lots = cards.flat_map(|(number, card)| resting_on_card(number, card));
    let joined = joined_into(replica, number).map(|(part, _)| Resting::Joined(part));
    slip.into_iter().chain(lots).chain(joined).collect()
}

/// The standing receipts that somebody joined into this one, and who did.
fn joined_into(
    replica: &Replica,
    number: ReceiptNumber,
) -> impl Iterator<Item = (ReceiptNumber, Written)> {
    replica.joined_into(number).filter_map(move |part| {
        let state = replica.receipt(part).filter(|state| state.voided.is_none())?;
        let (written, into) = state.joined_into?;
        (into == number).then_some((part, written))
    })
}

/// What rests on some signatures of a delivery: on the lines that no other one holds for, the
/// confirmed slip and what was done with their lots.
pub fn resting_on_signatures(
    replica: &Replica,
    receipt: ReceiptNumber,
    going: &FactSet,
) -> Vec<Resting> {
    let parts = delivery(replica, receipt);
    let signatures = || parts.iter().flat_map(|part| part.state.live_signatures());
    let signed = |is_going: bool| -> BTreeSet<&LineKey> {
        let wanted = signatures().filter(|one| going.contains(one.written.id) == is_going);
        wanted.flat_map(|one| one.lines.iter().map(|signed| &signed.line)).collect()
    };
    let lost: Vec<&LineKey> = signed(true).difference(&signed(false)).copied().collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let slip = last_slip(&parts).filter(|(_, slip)| slip.confirmed.is_some());
    let slip = slip.map(|(_, slip)| Resting::Slip(SlipNumber(slip.issued.id)));
    let cards = lost.into_iter().flat_map(|line| receipt::carded(replica, receipt, line).0);
    let cards = cards.filter_map(|number| Some((number, replica.card(number)?)));
    let lots = cards.flat_map(|(number, card)| resting_on_card(number, card));
    slip.into_iter().chain(lots).collect()
}

/// What rests on one verdict: the putaways, or the return notes, that no other verdict covers.
pub fn resting_on_verdict(
    replica: &Replica,
    number: CardNumber,
    state: &CardState,
    fact: FactId,
) -> Vec<Resting> {
    let (with, without) =
        (lot::balance(replica, state), lot::balance(replica, &state.without_verdict(fact)));
    let uncovers_shelf = without.accepted < with.accepted && without.put_away > without.accepted;
    let uncovers_return = without.rejected < with.rejected && without.returned > without.rejected;
    let rests = |resting: &Resting| match resting {
        Resting::PutAway { .. } => uncovers_shelf,
        Resting::Return { .. } => uncovers_return,
        Resting::Slip(_) | Resting::Verdict { .. } | Resting::Joined(_) => false,
    };
    moved(number, state).filter(rests).collect()
}

/// What rests on one weighing or measurement of a lot that needs one: where none is left, what
/// was put away.
pub fn resting_on_measure(
    replica: &Replica,
    number: CardNumber,
    state: &CardState,
    fact: FactId,
) -> Vec<Resting> {
    let is_last = lot::is_subcontracted(replica, state)
        && lot::is_measured(replica, state)
        && !lot::is_measured(replica, &state.without_measure(fact));
    if is_last { moved(number, state).collect() } else { Vec::new() }
}

/// Adds the conflict of a receipt that was withdrawn while others worked on with it.
pub(super) fn push_withdrawn_receipt(
    replica: &Replica,
    number: ReceiptNumber,
    state: &ReceiptState,
    found: &mut Vec<Conflict>,
) {
    let Some(voided) = state.voided else { return };
    let mut sides = Vec::new();
    if is_withdrawn(replica, number) {
        let is_signed = state.live_signatures().next().is_some();
        let confirmed = state.slips.last().filter(|_| is_signed);
        let confirmed = confirmed.and_then(|slip| Some((slip.confirmed?, slip.issued.id)));
        sides.extend(confirmed.map(|(written, slip)| Side {
            written: Some(written),
            value: SideValue::SlipConfirmed(SlipNumber(slip)),
        }));
        for (card, state) in cards_of(replica, number) {
            let issued = state.issued.as_ref().map(|(written, _)| *written);
            sides.push(Side { written: issued, value: SideValue::Card(card) });
            sides.extend(sides_of_lot(state));
        }
    }
    sides.extend(
        joined_into(replica, number)
            .map(|(part, written)| Side { written: Some(written), value: SideValue::Joined(part) }),
    );
    let subject = Subject::WithdrawnReceipt(number);
    push_unseen(subject, voided, sides, &state.withdrawal_seen, found);
}

/// Adds the conflict of a card that was withdrawn while others worked on with its lot.
pub(super) fn push_withdrawn_card(
    number: CardNumber,
    state: &CardState,
    found: &mut Vec<Conflict>,
) {
    let Some(voided) = state.voided else { return };
    let sides = sides_of_lot(state);
    push_unseen(Subject::WithdrawnCard(number), voided, sides, &state.withdrawal_seen, found);
}

/// Adds the mark of a lot of which more was put away or returned than its verdicts allow, until
/// somebody leaves these very quantities as they are.
pub(super) fn push_basis(
    replica: &Replica,
    number: CardNumber,
    state: &CardState,
    found: &mut Vec<Conflict>,
) {
    // What became of goods whose receipt was withdrawn is asked with the receipt.
    if !lot::basis_changed(replica, state) || is_lot_withdrawn(replica, state) {
        return;
    }
    let balance = lot::balance(replica, state);
    let is_confirmed = state.basis_confirmed.as_ref().is_some_and(|(_, said)| {
        (said.accepted, said.rejected, said.put_away, said.returned)
            == (balance.accepted, balance.rejected, balance.put_away, balance.returned)
    });
    if is_confirmed {
        return;
    }
    let mut sides = sides_of_lot(state);
    let allowed = SideValue::Allowed { accepted: balance.accepted, rejected: balance.rejected };
    sides.push(Side { written: None, value: allowed });
    found.push(Conflict { subject: Subject::Basis(number), sides });
}

fn push_unseen(
    subject: Subject,
    voided: Written,
    resting: Vec<Side>,
    seen: &FactSet,
    found: &mut Vec<Conflict>,
) {
    let is_seen = |written: &Written| seen.contains(written.id);
    if resting.iter().filter_map(|side| side.written.as_ref()).all(is_seen) {
        return;
    }
    let withdrawn = Side { written: Some(voided), value: SideValue::Withdrawn };
    found.push(Conflict { subject, sides: [withdrawn].into_iter().chain(resting).collect() });
}

/// What was said of a lot, and where its goods went.
fn sides_of_lot(state: &CardState) -> Vec<Side> {
    let verdicts = state.live_verdicts().map(|once| Side {
        written: Some(once.written),
        value: SideValue::Judged(once.recorded.judgements.clone()),
    });
    let put_away = state.live_putaways().map(|once| Side {
        written: Some(once.written),
        value: SideValue::PutAway(once.put.quantity),
    });
    let returned = state.live_returns().map(|once| Side {
        written: Some(once.written),
        value: SideValue::Returned(once.raised.quantity),
    });
    verdicts.chain(put_away).chain(returned).collect()
}
