//! Whatever `decide` accepts changes the view as the command promises.

#![allow(clippy::cast_possible_wrap, reason = "small figures")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/floor.rs"]
mod floor;
mod support;

use proptest::prelude::*;
use sync_core::across;
use sync_core::command::Command;
use sync_core::ids::{FactId, LineKey, OrderLine};
use sync_core::measure::Quantity;
use sync_core::merge::strictest_verdict::VerdictStatus;
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::view::{self, LotView, ReceiptLineView};

use floor::{deeds, play_on};
use support::Desk;

/// The line of PO1 on a receipt, where it has one.
fn row(desk: &Desk, receipt: ReceiptNumber) -> Option<ReceiptLineView> {
    let rows = view::receipt(&desk.replica, receipt)?.line_rows;
    rows.into_iter().find(|row| row.line.to_string() == "PO1/1")
}

fn counted(desk: &Desk, receipt: ReceiptNumber) -> Quantity {
    row(desk, receipt).map(|row| row.counted).unwrap_or_default()
}

fn counted_of_line(desk: &Desk, receipt: ReceiptNumber) -> Quantity {
    let line = LineKey::Ordered(OrderLine { order: "PO1".parse().unwrap(), line: 1 });
    across::counted(&desk.replica, receipt, &line)
}

fn lot(desk: &Desk, card: CardNumber) -> LotView {
    view::lot(&desk.replica, card).unwrap()
}

/// What a command's figures were before it was carried out.
struct Before {
    /// Whether anything was known of the receipt: of a strange one the first fact may tell what
    /// was joined into it.
    known: bool,
    counted: Quantity,
    carded: Quantity,
    put_away: Quantity,
    returned: Quantity,
    pieces: u64,
    verdicts: usize,
}

fn before(desk: &Desk, command: &Command) -> Before {
    let (receipt, card) = about(command);
    let row = receipt.and_then(|receipt| row(desk, receipt));
    let lot = card.and_then(|card| view::lot(&desk.replica, card));
    let weight = lot.as_ref().and_then(|lot| lot.unit_weight.as_ref());
    let known = receipt.is_none_or(|receipt| view::receipt(&desk.replica, receipt).is_some());
    Before {
        known,
        // Receipts joined into one that is not known here yet count on it all the same.
        counted: receipt.map(|receipt| counted_of_line(desk, receipt)).unwrap_or_default(),
        carded: row.as_ref().map(|row| row.carded).unwrap_or_default(),
        put_away: lot.as_ref().map(|lot| lot.put_away).unwrap_or_default(),
        returned: lot.as_ref().map(|lot| lot.returned).unwrap_or_default(),
        pieces: weight.map_or(0, |weight| weight.pieces),
        verdicts: lot.as_ref().map_or(0, |lot| lot.verdicts.len()),
    }
}

fn about(command: &Command) -> (Option<ReceiptNumber>, Option<CardNumber>) {
    match command {
        Command::Tally { receipt, .. }
        | Command::VoidTally { receipt, .. }
        | Command::Recount { receipt, .. }
        | Command::SignCount { receipt, .. }
        | Command::ReopenReceipt { receipt, .. }
        | Command::Describe { receipt, .. }
        | Command::JoinReceipts { receipt, .. }
        | Command::IssueCard { receipt, .. } => (Some(*receipt), None),
        Command::Weigh { card, .. }
        | Command::Judge { card, .. }
        | Command::VoidVerdict { card, .. }
        | Command::PutAway { card, .. }
        | Command::RaiseReturn { card, .. } => (None, Some(*card)),
        _ => (None, None),
    }
}

fn of(value: &rust_decimal::Decimal) -> Quantity {
    Quantity::new(*value).unwrap()
}

/// Says what a command promised and did not keep.
fn broken(desk: &Desk, command: &Command, made: &[FactId], was: &Before) -> Option<String> {
    let kept = match command {
        Command::OpenReceipt { said } => {
            view::receipt(&desk.replica, ReceiptNumber(made[0])).unwrap().row.orders == said.orders
        }
        Command::Tally { receipt, quantity, .. } => {
            !was.known || counted(desk, *receipt) == was.counted + of(quantity)
        }
        Command::VoidTally { receipt, tally } => {
            let state = desk.replica.receipt(*receipt).unwrap();
            let tally = state.tallies.iter().find(|known| known.written.id == *tally);
            let recounts = state.lines.values().flat_map(|line| &line.recounts);
            let mut recounts = recounts.filter(|recount| made.len() == 1 && recount.voided);
            tally.map_or_else(
                || recounts.next().is_some(),
                |tally| format!("{:?}", tally.status) == "Voided",
            )
        }
        Command::Recount { receipt, quantity, .. } => counted(desk, *receipt) == of(quantity),
        Command::SignCount { receipt, .. } => {
            row(desk, *receipt).is_some_and(|row| row.signed.is_some() && !row.sign_again)
        }
        Command::ReopenReceipt { receipt, .. } => {
            desk.replica.receipt(*receipt).unwrap().live_signatures().next().is_none()
        }
        Command::Describe { receipt, value, .. } => {
            let dock = view::receipt(&desk.replica, *receipt).unwrap().row.dock;
            dock == value.as_ref().map(ToString::to_string)
        }
        Command::JoinReceipts { receipt, into } => {
            // The other may not be known here yet: the join waits for it.
            let view = view::receipt(&desk.replica, *into);
            view.is_none_or(|view| view.joined.contains(receipt))
        }
        Command::IssueCard { receipt, quantity, .. } => {
            let lot = lot(desk, CardNumber(made[0]));
            // A receipt that is not known here yet shows nothing: the card waits for it.
            let carded = row(desk, *receipt).map(|row| row.carded);
            quantity.as_ref().is_none_or(|quantity| lot.quantity == of(quantity))
                && carded.is_none_or(|carded| carded == was.carded + lot.quantity)
        }
        Command::Weigh { card, weighed } => {
            let pieces = lot(desk, *card).unit_weight.unwrap().pieces;
            pieces == was.pieces + u64::from(weighed.pieces)
        }
        Command::Judge { card, .. } => {
            let lot = lot(desk, *card);
            let last = lot.verdicts.iter().find(|verdict| verdict.recorded.id == made[0]);
            lot.verdicts.len() == was.verdicts + 1
                && last.is_some_and(|verdict| verdict.status == VerdictStatus::Live)
        }
        Command::VoidVerdict { card, fact } => {
            let lot = lot(desk, *card);
            let verdict = lot.verdicts.iter().find(|verdict| verdict.recorded.id == *fact);
            verdict.is_some_and(|verdict| verdict.status != VerdictStatus::Live)
        }
        Command::PutAway { card, quantity, .. } => {
            let put = quantity.as_ref().map(of).unwrap_or_default();
            lot(desk, *card).put_away == was.put_away + put
        }
        Command::RaiseReturn { card, quantity, .. } => {
            lot(desk, *card).returned == was.returned + of(quantity)
        }
        _ => true,
    };
    (!kept).then(|| format!("{command:?} made {made:?} and did not do what it says"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_command_that_is_accepted_does_what_it_says(deeds in deeds()) {
        let (mut not_kept, mut accepted) = (None, 0);
        play_on(&deeds, |desk, command, now| {
            let was = before(desk, command);
            let made = desk.act(command, now).ok()?;
            accepted += 1;
            not_kept = not_kept.take().or_else(|| broken(desk, command, &made, &was));
            Some(made)
        });

        prop_assert!(accepted > 0);
        prop_assert_eq!(not_kept, None);
    }
}
