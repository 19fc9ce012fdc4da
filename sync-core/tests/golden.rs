//! Golden bytes: the encoding is for life. Changing a line here is a decision (docs/decisions).
//!
//! Run with `GOLDEN=write` to write the file anew after such a decision.

#![allow(clippy::cast_possible_wrap, reason = "small figures")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/every_kind.rs"]
mod every_kind;
mod support;

use std::collections::BTreeMap;
use std::path::Path;

use sync_core::fact::{Event, Fact, Kind};
use sync_core::ids::{ContentHash, FactId, PersonNumber};
use sync_core::sync::{ClientMessage, Cursor, PreviousFact, RefusedBy, ServerMessage};
use sync_core::time::{Hlc, Span};
use sync_core::wire;

use every_kind::{events, thing};
use support::{at, fact, quantity};

fn facts() -> Vec<Fact> {
    let mut facts = Vec::new();
    for (index, event) in events().into_iter().enumerate() {
        let now = at("08:10:00").plus(Span::seconds(index as i64));
        let id = FactId::new(7, index as u64 + 1);
        facts.push(fact(
            id,
            Hlc::at(now),
            now,
            PersonNumber(3),
            thing(event.kind().about()[0]),
            &event,
        ));
    }
    facts
}

fn messages() -> BTreeMap<String, Vec<u8>> {
    let cursor = Cursor { epoch: 0xA5A5, position: 300 };
    let next = Cursor { epoch: 0xA5A5, position: 302 };
    let batch = wire::encode_batch(&facts()[..2]);
    let client = [
        (
            "hello",
            ClientMessage::Hello {
                device: sync_core::ids::DeviceNumber(7),
                clock: at("08:10:00"),
                software: "inwards 0.1.0".to_owned(),
                unsent: 3,
                storage_percent: Some(41),
            },
        ),
        ("push", ClientMessage::Push { batch: batch.clone() }),
        (
            "signed push",
            ClientMessage::SignedPush {
                batch: batch.clone(),
                previous: Some(PreviousFact { sequence: 0xFF, content: ContentHash([0xC5; 32]) }),
                signature: vec![0x51; 64],
            },
        ),
        ("pull", ClientMessage::Pull { cursor, most_bytes: 262_144 }),
        ("subscribe", ClientMessage::Subscribe { cursor }),
    ];
    let server = [
        (
            "welcome",
            ServerMessage::Welcome {
                now: at("08:10:01"),
                epoch: 0xA5A5,
                head: 302,
                known: 17,
                gaps: vec![(4, 9)],
            },
        ),
        ("pushed", ServerMessage::Pushed { known: 19 }),
        ("page", ServerMessage::Page { from: cursor, next, head: 302, batch }),
        (
            "refused",
            ServerMessage::Refused {
                reason: RefusedBy::ServerTooOld,
                detail: "update the server".to_owned(),
            },
        ),
        (
            "revoked",
            ServerMessage::Revoked { known: 19, detail: "device 7 was revoked".to_owned() },
        ),
    ];
    let client = client.map(|(name, message)| (format!("client {name}"), wire::encode(&message)));
    let server = server.map(|(name, message)| (format!("server {name}"), wire::encode(&message)));
    client.into_iter().chain(server).collect()
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn golden() -> String {
    let mut lines = Vec::new();
    for fact in facts() {
        let kind = Kind::of(fact.header.kind).unwrap();
        lines.push(format!("fact {} {}: {}", kind as u16, kind.name(), hex(&fact.payload)));
    }
    lines.push(format!("single fact: {}", hex(&wire::encode_fact(&facts()[2]))));
    lines.push(format!("batch: {}", hex(&wire::encode_batch(&facts()))));
    lines.extend(messages().iter().map(|(name, bytes)| format!("message {name}: {}", hex(bytes))));
    lines.join("\n") + "\n"
}

#[test]
fn every_fact_and_message_is_written_as_it_ever_was() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden.txt");
    let written = golden();
    if std::env::var_os("GOLDEN").is_some_and(|wish| wish == "write") {
        std::fs::write(&path, &written).unwrap();
    }

    let kept = std::fs::read_to_string(&path).unwrap();

    for (now, then) in written.lines().zip(kept.lines()) {
        assert_eq!(now, then);
    }
    assert_eq!(written.lines().count(), kept.lines().count());
}

#[test]
fn every_kind_has_its_golden_bytes() {
    let kinds: Vec<Kind> = events().iter().map(Event::kind).collect();

    assert_eq!(kinds, Kind::ALL);
}

#[test]
fn everything_written_reads_back() {
    for fact in facts() {
        let event = fact.event().unwrap();
        assert_eq!(event.encode(), fact.payload);
    }
    assert_eq!(wire::decode_batch(&wire::encode_batch(&facts())).unwrap(), facts());
}

#[test]
fn a_kind_or_version_of_tomorrow_waits_and_a_broken_payload_does_not() {
    use sync_core::fact::Unreadable;

    assert!(matches!(Event::decode(9_999, 1, &[]), Err(Unreadable::Newer { .. })));
    assert!(matches!(Event::decode(Kind::Tallied as u16, 2, &[]), Err(Unreadable::Newer { .. })));
    assert!(matches!(
        Event::decode(Kind::Tallied as u16, 1, &[]),
        Err(Unreadable::Malformed { .. })
    ));
}

#[test]
fn an_assignment_of_version_1_is_read_as_it_was_written() {
    let golden = include_str!("golden.txt");
    let now = golden.lines().find_map(|line| line.strip_prefix("fact 24 LineAssigned: ")).unwrap();
    let old = "9392a8504f323430303031020592a8504f32343030393901";
    let bytes: Vec<u8> = (0..old.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&old[at..at + 2], 16).unwrap())
        .collect();

    let Ok(Event::LineAssigned(read)) = Event::decode(Kind::LineAssigned as u16, 1, &bytes) else {
        panic!("an assignment of version 1 is not read");
    };

    assert_eq!((read.quantity, read.replaces, read.of), (Some(quantity("5")), None, None));
    // What was appended stands behind what was there.
    assert_eq!(old[2..], now[2..old.len()]);
}

#[test]
fn a_hello_of_before_devices_told_of_their_storage_is_read() {
    let old = "920181a1689407cf000001a205bcf7c0ad696e776172647320302e312e3003";
    let bytes: Vec<u8> = (0..old.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&old[at..at + 2], 16).unwrap())
        .collect();
    let hello: ClientMessage = wire::decode(&bytes).unwrap();

    assert!(matches!(hello, ClientMessage::Hello { unsent: 3, storage_percent: None, .. }));
    // Who has nothing to tell of it writes what was always written.
    assert_eq!(wire::encode(&hello), bytes);
}
