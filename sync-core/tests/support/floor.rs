//! Random deeds on a floor of three desks.

#![allow(clippy::cast_possible_wrap, reason = "small figures")]
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use proptest::prelude::*;
use sync_core::command::Command;
use sync_core::fact::{Fact, ReceiptField, ReceiptOpened, ReturnFor, Verdict, Weighed};
use sync_core::ids::FactId;
use sync_core::measure::WeightUnit;
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::time::{Span, Timestamp};

use crate::support::{Desk, at, judge, line, number, tally};

/// One thing that somebody may do; figures choose what it is about.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Which desk does it.
    pub desk: usize,
    what: u8,
    which: usize,
    quantity: u8,
    /// Which other desk it hears of beforehand.
    pub hears: Option<usize>,
}

/// Some dozens of deeds on three desks.
pub fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = (0..3_usize, 0..30_u8, 0..6_usize, 1..40_u8, proptest::option::of(0..3_usize));
    let deed = deed.prop_map(|(desk, what, which, quantity, hears)| Deed {
        desk,
        what,
        which,
        quantity,
        hears,
    });
    proptest::collection::vec(deed, 1..60)
}

/// A delivery from its truck to the confirmed slip, on one desk.
pub fn whole_delivery() -> Vec<Deed> {
    let deed = |what| Deed { desk: 0, what, which: 0, quantity: 30, hears: None };
    [0, 1, 8, 22, 20, 21].map(deed).to_vec()
}

/// The command that a deed comes to, given what there is.
pub fn command(
    deed: &Deed,
    receipts: &[ReceiptNumber],
    cards: &[CardNumber],
    facts: &[FactId],
) -> Command {
    let open = Command::OpenReceipt {
        said: ReceiptOpened {
            orders: vec!["PO1".parse().unwrap()],
            vendor: None,
            delivery_note: None,
            dock: None,
            container: None,
        },
    };
    let pick = deed.which;
    let Some(&receipt) = receipts.get(pick % receipts.len().max(1)) else { return open };
    let quantity = number(&deed.quantity.to_string());
    let fact = facts.get(pick % facts.len().max(1)).copied().unwrap_or(FactId::new(1, 1));
    let text = deed.quantity.to_string();
    match (deed.what, cards.get(pick % cards.len().max(1)).copied()) {
        (0, _) => open,
        (1..=4, _) => tally(receipt, "PO1", &text, None),
        (5, _) => tally(receipt, "PO1", &text, Some("P7")),
        (6, _) => Command::VoidTally { receipt, tally: fact },
        (7, _) => Command::Recount { receipt, line: line("PO1"), quantity },
        (8, _) => Command::SignCount { receipt, line: None },
        (9, _) => Command::ReopenReceipt { receipt, reason: "count again".parse().ok() },
        (10, _) => {
            Command::Describe { receipt, field: ReceiptField::Dock, value: text.parse().ok() }
        }
        (11, _) => Command::JoinReceipts {
            receipt,
            into: receipts[deed.quantity as usize % receipts.len()],
        },
        (20, _) => Command::IssueSlip { receipt },
        (21, _) => Command::ConfirmSlip { receipt },
        (24, _) => Command::VoidReceipt { receipt, reason: None },
        (25, _) => Command::VoidSignature { receipt, signature: None },
        (22..24, _) => Command::IssueCard { receipt, line: line("PO1"), quantity: None, lot: None },
        (12, _) | (_, None) => {
            Command::IssueCard { receipt, line: line("PO1"), quantity: Some(quantity), lot: None }
        }
        (13, Some(card)) => Command::Weigh {
            card,
            weighed: Weighed {
                pieces: 10,
                gross: quantity + number("50"),
                tare: quantity,
                unit: WeightUnit::Grams,
            },
        },
        (14, Some(card)) => judge(card, Verdict::Pass, Some(&text), None, false),
        (15, Some(card)) => judge(card, Verdict::Reject, None, Some(&text), false),
        (16, Some(card)) => judge(card, Verdict::Sort, Some(&text), None, true),
        (26, Some(card)) => Command::VoidCard { card, reason: None },
        (27, Some(card)) => Command::VoidMovement { card, fact },
        (28, Some(card)) => judge(card, Verdict::Pass, None, None, true),
        (29, Some(card)) => Command::VoidWeighing { card, fact },
        (17, Some(card)) => Command::VoidVerdict { card, fact },
        (18, Some(card)) => {
            Command::PutAway { card, location: "A1".parse().unwrap(), quantity: Some(quantity) }
        }
        (_, Some(card)) => Command::RaiseReturn { card, quantity, settlement: ReturnFor::Credit },
    }
}

/// Plays deeds on three desks that seldom hear of each other; refused ones leave no trace.
///
/// `around` carries each deed out: it is given the desk, the command and the instant.
pub fn play_on(
    deeds: &[Deed],
    mut around: impl FnMut(&mut Desk, &Command, Timestamp) -> Option<Vec<FactId>>,
) -> Vec<Fact> {
    let mut desks = [Desk::new(1), Desk::new(2), Desk::new(3)];
    let (mut receipts, mut cards, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for (step, deed) in deeds.iter().enumerate() {
        if let Some(other) = deed.hears.filter(|other| *other != deed.desk) {
            let [a, b] = desks.get_disjoint_mut([deed.desk, other]).unwrap();
            a.hear(b);
        }
        let command = command(deed, &receipts, &cards, &facts);
        let now = at("08:00:00").plus(Span::minutes(step as i64 * 3));
        if let Some(ids) = around(&mut desks[deed.desk], &command, now) {
            match command {
                Command::OpenReceipt { .. } => receipts.push(ReceiptNumber(ids[0])),
                Command::IssueCard { .. } => cards.push(CardNumber(ids[0])),
                _ => facts.extend(ids),
            }
        }
    }
    desks.into_iter().flat_map(|desk| desk.written).collect()
}

/// The same, carried out as they come.
pub fn play(deeds: &[Deed]) -> Vec<Fact> {
    play_on(deeds, |desk, command, now| desk.act(command, now).ok())
}
