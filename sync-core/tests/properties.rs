//! Whatever arrives first, twice or in whatever grouping: the same set says the same.

#![allow(clippy::cast_possible_wrap, reason = "small figures")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use proptest::prelude::*;
use sync_core::command::Command;
use sync_core::fact::{Fact, ReceiptField, ReturnFor, Verdict};
use sync_core::ids::FactId;
use sync_core::measure::WeightUnit;
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::{Post, Posts};
use sync_core::replica::Replica;
use sync_core::time::Span;
use sync_core::view;

use support::{Desk, at, judge, line, number, tally};

/// One thing that somebody may do; figures choose what it is about.
#[derive(Clone, Debug)]
struct Deed {
    desk: usize,
    what: u8,
    which: usize,
    quantity: u8,
    hears: Option<usize>,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = (0..3_usize, 0..20_u8, 0..6_usize, 1..40_u8, proptest::option::of(0..3_usize));
    let deed = deed.prop_map(|(desk, what, which, quantity, hears)| Deed {
        desk,
        what,
        which,
        quantity,
        hears,
    });
    proptest::collection::vec(deed, 1..60)
}

/// Plays deeds on three desks that seldom hear of each other; refused ones leave no trace.
fn play(deeds: &[Deed]) -> Vec<Fact> {
    let mut desks = [Desk::new(1), Desk::new(2), Desk::new(3)];
    let (mut receipts, mut cards, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for (step, deed) in deeds.iter().enumerate() {
        if let Some(other) = deed.hears.filter(|other| *other != deed.desk) {
            let [a, b] = desks.get_disjoint_mut([deed.desk, other]).unwrap();
            a.hear(b);
        }
        let command = command(deed, &receipts, &cards, &facts);
        let now = at("08:00:00").plus(Span::minutes(step as i64 * 3));
        if let Ok(ids) = desks[deed.desk].act(&command, now) {
            match command {
                Command::OpenReceipt { .. } => receipts.push(ReceiptNumber(ids[0])),
                Command::IssueCard { .. } => cards.push(CardNumber(ids[0])),
                _ => facts.extend(ids),
            }
        }
    }
    desks.into_iter().flat_map(|desk| desk.written).collect()
}

fn command(
    deed: &Deed,
    receipts: &[ReceiptNumber],
    cards: &[CardNumber],
    facts: &[FactId],
) -> Command {
    let open = Command::OpenReceipt {
        orders: vec!["PO1".parse().unwrap()],
        vendor: None,
        delivery_note: None,
        dock: None,
        container: None,
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
        (9, _) => Command::ReopenReceipt { receipt, reason: None },
        (10, _) => {
            Command::Describe { receipt, field: ReceiptField::Dock, value: text.parse().ok() }
        }
        (11, _) => Command::JoinReceipts {
            receipt,
            into: receipts[deed.quantity as usize % receipts.len()],
        },
        (12, _) | (_, None) => {
            Command::IssueCard { receipt, line: line("PO1"), quantity: Some(quantity), lot: None }
        }
        (13, Some(card)) => Command::Weigh {
            card,
            pieces: 10,
            gross: quantity + number("50"),
            tare: quantity,
            unit: WeightUnit::Grams,
        },
        (14, Some(card)) => judge(card, Verdict::Pass, Some(&text), None, false),
        (15, Some(card)) => judge(card, Verdict::Reject, None, Some(&text), false),
        (16, Some(card)) => judge(card, Verdict::Sort, Some(&text), None, true),
        (17, Some(card)) => Command::VoidVerdict { card, fact },
        (18, Some(card)) => {
            Command::PutAway { card, location: "A1".parse().unwrap(), quantity: Some(quantity) }
        }
        (_, Some(card)) => Command::RaiseReturn { card, quantity, settlement: ReturnFor::Credit },
    }
}

fn everybody() -> Posts {
    Post::ALL.into_iter().collect()
}

fn replica<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Replica {
    let mut replica = Replica::default();
    for fact in support::catalog() {
        replica.insert(fact);
    }
    for fact in facts {
        replica.insert(fact.clone());
    }
    replica
}

/// Everything that screens would show.
fn screens(replica: &Replica) -> String {
    let rows = (
        view::receipts(replica),
        view::receipts(replica)
            .iter()
            .map(|row| view::receipt(replica, row.number))
            .collect::<Vec<_>>(),
        view::lots(replica),
        view::order_lines(replica),
        view::conflicts(replica),
        view::board(replica, at("18:00:00")),
    );
    serde_json::to_string(&rows).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn replicas_agree_whatever_arrives_first(
        deeds in deeds(),
        seed in any::<prop::sample::Index>(),
        split in any::<prop::sample::Index>(),
    ) {
        let facts = play(&deeds);
        let straight = replica(&facts);
        let mut shuffled: Vec<&Fact> = facts.iter().collect();
        let turn = seed.index(facts.len().max(1));
        shuffled.rotate_left(turn);
        shuffled.reverse();
        let (early, late) = shuffled.split_at(split.index(shuffled.len() + 1));

        let other = replica(late.iter().chain(early).chain(late).copied());

        prop_assert_eq!(straight.digest(everybody()), other.digest(everybody()));
        prop_assert_eq!(screens(&straight), screens(&other));
    }

    #[test]
    fn reading_in_between_changes_nothing(deeds in deeds()) {
        let facts = play(&deeds);
        let mut read_often = replica([]);
        for fact in &facts {
            read_often.insert(fact.clone());
            let _ = screens(&read_often);
        }

        prop_assert_eq!(read_often.digest(everybody()), replica(&facts).digest(everybody()));
    }

    #[test]
    fn no_fact_makes_a_fold_or_a_screen_panic(
        deeds in deeds(),
        kinds in proptest::collection::vec((any::<u16>(), 0..3_u8), 60),
        payloads in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..30), 60),
    ) {
        let mut facts = play(&deeds);
        for ((fact, (kind, version)), payload) in facts.iter_mut().zip(kinds).zip(payloads) {
            if kind % 3 == 0 {
                fact.header.kind = kind % 130;
                fact.header.version = version;
            } else if kind % 3 == 1 {
                fact.payload = payload.into();
            }
        }

        let _ = screens(&replica(&facts));
    }

    #[test]
    fn nothing_appears_from_nowhere(deeds in deeds()) {
        let facts = play(&deeds);
        let replica = replica(&facts);

        for lot in view::lots(&replica) {
            let said = lot.passed + lot.conceded + lot.rejected + lot.to_sort + lot.unjudged;
            prop_assert_eq!(said, lot.quantity);
        }
        for row in view::order_lines(&replica) {
            let filled: sync_core::measure::Quantity =
                row.filled_by.iter().map(|filling| filling.counted).sum();
            prop_assert_eq!(filled, row.received);
        }
    }
}
