//! What an administrator took out is held by nobody, whatever arrives first, and leaves nothing behind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use proptest::prelude::*;
use sync_core::fact::{
    CountVoided, DeviceEnrolled, Entity, Event, Expunged, Fact, FactSetAside, Readmitted,
    ReceiptOpened, SetAsideReason,
};
use sync_core::ids::{DeviceNumber, FactId, FactSet, PersonNumber};
use sync_core::number::ReceiptNumber;
use sync_core::replica::Replica;
use sync_core::time::{Hlc, Span};
use sync_core::wire;

use support::{at, fact};

const DEVICE: DeviceNumber = DeviceNumber(7);

fn told(id: FactId, minute: i64, entity: Entity, event: impl Into<Event>) -> Fact {
    let now = at("08:00:00").plus(Span::minutes(minute));
    fact(id, Hlc::at(now), now, PersonNumber(1), entity, &event.into())
}

fn opened(sequence: u64, note: &str) -> Fact {
    let id = FactId::new(7, sequence);
    let event = ReceiptOpened {
        orders: vec!["PO1".parse().unwrap()],
        vendor: None,
        delivery_note: note.parse().ok(),
        dock: None,
        container: None,
    };
    told(id, i64::try_from(sequence).unwrap(), Entity::Receipt(id), event)
}

fn aside(statement: u64, minute: i64, fact: &Fact) -> Fact {
    let event = FactSetAside {
        id: fact.header.id,
        fact: wire::encode_fact(fact),
        reason: SetAsideReason::PersonsPost,
    };
    told(FactId::new(0, statement), minute, Entity::Device(DEVICE), event)
}

fn out(facts: &[FactId]) -> Fact {
    let event = Expunged {
        facts: facts.iter().copied().collect(),
        by: "root".parse().unwrap(),
        reason: "a broken program".parse().unwrap(),
    };
    told(FactId::new(0, 900), 900, Entity::Site, event)
}

/// A receipt that stands, one that is voided by what goes, one that was set aside, and one that was
/// set aside and let in; and who takes out all but the first.
fn story() -> (Vec<Fact>, Fact) {
    let (stands, voided, kept, let_in) =
        (opened(1, "A"), opened(2, "B"), opened(3, "C"), opened(4, "D"));
    let (first, second) = (aside(10, 20, &kept), aside(11, 21, &let_in));
    let readmitted = Readmitted { set_aside: second.header.id, recorded: None };
    let readmitted = told(FactId::new(9, 1), 30, Entity::Device(DEVICE), readmitted);
    let void = CountVoided { facts: [FactId::new(7, 100)].into_iter().collect() };
    let void = told(FactId::new(7, 5), 31, voided.header.entity.clone(), void);
    let enrolled = DeviceEnrolled {
        name: "K1".parse().unwrap(),
        posts: "dock-clerk".parse().unwrap(),
        key: vec![7; 32],
    };
    let enrolled = told(FactId::new(0, 1), 0, Entity::Device(DEVICE), enrolled);
    let goes = [&voided, &void, &kept, &let_in, &first, &second, &readmitted];
    let out = out(&goes.map(|fact| fact.header.id));
    (vec![enrolled, stands, voided, kept, let_in, first, second, readmitted, void], out)
}

fn of(facts: impl IntoIterator<Item = Fact>) -> Replica {
    let mut replica = Replica::default();
    for fact in facts {
        replica.insert(fact);
    }
    replica
}

proptest! {
    #[test]
    fn whatever_arrives_first_the_same_is_left(order in Just((0..10_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let (facts, out) = story();
        let all: Vec<Fact> = facts.iter().cloned().chain([out.clone()]).collect();
        let replica = of(order.into_iter().map(|place| all[place].clone()));

        let never = of([facts[0].clone(), facts[1].clone(), out]);
        let posts = "dock-clerk+supervisor".parse().unwrap();
        prop_assert_eq!(replica.digest(posts), never.digest(posts));
        prop_assert_eq!(replica.len(), 3);
        prop_assert!(facts[2..].iter().all(|fact| replica.get(fact.header.id).is_none()));
        prop_assert_eq!(replica.receipts_of_order(&"PO1".parse().unwrap()).count(), 1);
        prop_assert!(replica.device(DEVICE).unwrap().set_aside.is_empty());
        // No name is given twice.
        prop_assert_eq!(replica.last_sequence(DEVICE), 5);
    }
}

#[test]
fn what_was_set_aside_takes_part_again_where_only_the_statement_goes() {
    let fact = opened(3, "C");
    let statement = aside(10, 20, &fact);
    let number = ReceiptNumber(fact.header.id);
    let mut replica = of([fact, statement.clone()]);
    assert!(replica.receipt(number).is_none());

    replica.insert(out(&[statement.header.id]));

    assert!(replica.receipt(number).is_some());
}

#[test]
fn only_the_server_takes_out_and_nothing_takes_that_back() {
    let stands = opened(1, "A");
    let mut forged = out(&[stands.header.id]);
    forged.header.id = FactId::new(7, 2);
    let mut replica = of([stands.clone(), forged]);
    assert!(replica.get_merged(stands.header.id).is_some());

    let first = out(&[stands.header.id]);
    let mut second = out(&[first.header.id]);
    second.header.id = FactId::new(0, 901);
    replica.insert(second);
    replica.insert(first.clone());
    replica.insert(aside(950, 950, &first));

    assert_eq!(replica.get_merged(stands.header.id), None);
    assert!(replica.get_merged(first.header.id).is_some());
    assert!(replica.is_expunged(stands.header.id));
}

#[test]
fn a_set_that_names_more_than_there_is_takes_out_what_there_is() {
    let runs = vec![(7_u32, 1_u64, 90_000_u64)];
    let facts: FactSet = wire::decode(&wire::encode(&runs)).unwrap();
    let mut expunged = out(&[]);
    let by = "root".parse().unwrap();
    let reason = "a broken program".parse().unwrap();
    expunged.payload = Event::from(Expunged { facts, by, reason }).encode();

    let replica = of([opened(1, "A"), opened(2, "B"), expunged, opened(3, "C")]);

    assert_eq!(replica.len(), 1);
}
