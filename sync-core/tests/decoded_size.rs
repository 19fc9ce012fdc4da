//! What is read from others takes room by its bytes: at most 64 times as many, whatever they say.
//!
//! One test, since an allocator counts for all threads of a program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/every_kind.rs"]
mod every_kind;
mod support;

use std::alloc::System;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use sync_core::fact::{
    CountSigned, CountVoided, Entity, Event, ExceptionKind, ExceptionReported, Fact, Judgement,
    Kind, ReceiptOpened, SignedLine, Verdict, VerdictRecorded,
};
use sync_core::ids::{ContentHash, FactId, FactSet, LineKey, PersonNumber};
use sync_core::measure::Quantity;
use sync_core::number::ReceiptNumber;
use sync_core::replica::Replica;
use sync_core::sync::{ClientMessage, ServerMessage};
use sync_core::time::Hlc;
use sync_core::wire;

use every_kind::{events, thing};
use support::{at, fact};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// So many bytes of memory for a byte that came.
const MOST: usize = 64;
/// What a value may take however short it is.
const LEAST: usize = 2 << 10;

/// What a value takes of the heap, in bytes.
fn takes<T>(make: impl FnOnce() -> T) -> (usize, T) {
    let region = Region::new(ALLOCATOR);
    let value = make();
    let change = region.change();
    (change.bytes_allocated.saturating_sub(change.bytes_deallocated), value)
}

fn check<T>(what: &str, bytes: usize, make: impl FnOnce() -> T) -> T {
    let (held, value) = takes(make);
    assert!(held <= MOST * bytes + LEAST, "{what}: {held} bytes of memory for {bytes}");
    value
}

fn set(runs: &[(u32, u64, u64)]) -> FactSet {
    wire::decode(&wire::encode(&runs)).unwrap()
}

fn told(sequence: u64, entity: Entity, event: &Event) -> Fact {
    let now = at("08:10:00");
    fact(FactId::new(7, sequence), Hlc::at(now), now, PersonNumber(3), entity, event)
}

/// Payloads that say as much as they can with few bytes.
fn dense() -> Vec<Event> {
    let many = 2_000;
    let line = LineKey::Held("A".parse().unwrap());
    let runs: Vec<(u32, u64, u64)> = (0..many).map(|place| (1, place * 2, 1)).collect();
    let lines = (0..many).map(|_| SignedLine { line: line.clone(), quantity: Quantity::ZERO });
    let judged = (0..many).map(|_| Judgement { verdict: Verdict::Pass, quantity: Quantity::ZERO });
    vec![
        CountVoided { facts: set(&[(7, 1, 100_000)]) }.into(),
        CountVoided { facts: set(&runs) }.into(),
        ReceiptOpened {
            orders: (0..many).map(|_| "A".parse().unwrap()).collect(),
            vendor: None,
            delivery_note: None,
            dock: None,
            container: None,
        }
        .into(),
        CountSigned { lines: lines.collect() }.into(),
        VerdictRecorded {
            judgements: judged.collect(),
            replaces: set(&[(7, 1, 100_000)]),
            reason: None,
            note: None,
        }
        .into(),
        ExceptionReported {
            kind: ExceptionKind::Wet,
            container: None,
            seal: None,
            item: None,
            quantity: None,
            note: None,
            photos: vec![ContentHash([7; 32]); 1_000],
        }
        .into(),
    ]
}

#[test]
fn what_is_read_takes_room_by_its_bytes() {
    for event in events().into_iter().chain(dense()) {
        let (kind, payload) = (event.kind(), event.encode());
        let read = || Event::decode(kind as u16, kind.version(), &payload).unwrap();
        check(kind.name(), payload.len(), read);
    }
    // A batch of facts that say nothing is the densest there is.
    let confirmed = Event::from(CountVoided { facts: FactSet::default() });
    let empty: Vec<Fact> = (1..=5_000).map(|n| told(n, Entity::Site, &confirmed)).collect();
    let batch = wire::encode_batch(&empty);
    check("a batch", batch.len(), || wire::decode_batch(&batch).unwrap());

    poison();
    rubbish();
}

/// The attack of 2,547 bytes: a hundred facts that name a hundred thousand each.
fn poison() {
    let entity = thing(Kind::CountVoided.about()[0]);
    let Entity::Receipt(receipt) = entity else { panic!() };
    let facts = set(&[(7, 1, 100_000)]);
    let void = Event::from(CountVoided { facts: facts.clone() });
    let doubt = Event::from(sync_core::fact::ClockDoubtful { facts });
    let device = Entity::Device(sync_core::ids::DeviceNumber(7));
    let voids = (1..=100).map(|n| told(n, entity.clone(), &void));
    let doubts = (101..=200).map(|n| told(n, device.clone(), &doubt));
    let batch = wire::encode_batch(&voids.chain(doubts).collect::<Vec<_>>());
    // A fact has a place, an entry by its name and a state, whatever it says.
    let places = 200 * LEAST;

    let (held, replica) = takes(|| {
        let mut replica = Replica::default();
        for fact in wire::decode_batch(&batch).unwrap() {
            replica.insert(fact);
        }
        assert!(replica.receipt(ReceiptNumber(receipt)).is_some());
        assert!(replica.is_doubtful(FactId::new(7, 100_000)));
        replica
    });

    assert!(held <= MOST * batch.len() + places, "{held} bytes of memory for {}", batch.len());
    assert_eq!(replica.len(), 200);
}

/// Bytes of nobody, and our own with some of them changed.
fn rubbish() {
    let own: Vec<Vec<u8>> = events()
        .iter()
        .map(|event| wire::encode_fact(&told(1, thing(event.kind().about()[0]), event)))
        .chain([wire::encode_batch(&[told(1, Entity::Site, &events()[0])])])
        .collect();
    let strategy = (
        0..own.len(),
        proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        proptest::collection::vec(any::<u8>(), 0..200),
    );
    let mut runner = TestRunner::new(Config { cases: 2_000, ..Config::default() });
    let read = runner.run(&strategy, |(which, changes, noise)| {
        let mut bytes = own[which].clone();
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        for bytes in [bytes, noise] {
            let _ = check("a fact", bytes.len(), || wire::decode_fact(&bytes));
            let _ = check("a batch", bytes.len(), || wire::decode_batch(&bytes));
            let _ = check("a message", bytes.len(), || wire::decode::<ServerMessage>(&bytes));
            let _ = check("a message", bytes.len(), || wire::decode::<ClientMessage>(&bytes));
            for kind in Kind::ALL {
                let read = || Event::decode(*kind as u16, 1, &bytes);
                let _ = check(kind.name(), bytes.len(), read);
            }
        }
        Ok(())
    });
    read.unwrap();
}
