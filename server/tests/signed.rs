//! Pushes that their device signed, and that join what it sent before (decision 0032).

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use std::io::Write as _;
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use common::{Device, Plant, fresh, refused};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::Value;
use sync_core::fact::{Event, Fact, SetAsideReason};
use sync_core::ids::ContentHash;
use sync_core::sync::{ClientMessage, PreviousFact, PushPlace, RefusedBy, ServerMessage};
use sync_core::wire;

/// A push as a device makes it.
fn signed(device: &Device, previous: Option<&Fact>, facts: &[Fact]) -> ClientMessage {
    signed_by(&device.key, device, previous, facts)
}

fn signed_by(
    key: &SigningKey,
    device: &Device,
    previous: Option<&Fact>,
    facts: &[Fact],
) -> ClientMessage {
    let batch = wire::encode_batch(facts);
    let place = PushPlace {
        epoch: device.hello().0,
        device: device.number,
        first: facts.first().unwrap().header.id.sequence,
        last: facts.last().unwrap().header.id.sequence,
        previous: previous.map(PreviousFact::of),
    };
    let message = place.message(ContentHash::of(&batch));
    let signature = key.sign(message.as_bytes()).to_bytes().to_vec();
    ClientMessage::SignedPush { batch, previous: place.previous, signature }
}

/// Why something was refused.
fn why(answer: &(u16, ServerMessage)) -> (u16, RefusedBy) {
    (answer.0, refused(&answer.1))
}

fn taken(known: u64) -> (u16, ServerMessage) {
    (200, ServerMessage::Pushed { known })
}

/// What the audit log holds of a name.
fn noted(plant: &Plant, what: &str) -> Vec<Value> {
    let until = Instant::now() + Duration::from_secs(5);
    loop {
        let files = std::fs::read_dir(plant.data().join("audit")).unwrap();
        let lines: Vec<String> = files
            .flat_map(|file| {
                let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
                text.lines().map(ToOwned::to_owned).collect::<Vec<_>>()
            })
            .collect();
        let records = lines.iter().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let found: Vec<Value> = records.filter(|record| record["what"] == what).collect();
        if !found.is_empty() || Instant::now() > until {
            return found;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_device_signs_and_joins_and_is_never_believed_unsigned_again() {
    let mut plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let facts: Vec<Fact> = (0..4).map(|n| clerk.receipt(&n.to_string())).collect();

    // As a client of before.
    assert_eq!(clerk.push(&facts[..1]), taken(1));
    assert_eq!(clerk.say(&signed(&clerk, Some(&facts[0]), &facts[1..2])), taken(2));
    let unsigned = clerk.push(&facts[2..3]);
    assert_eq!(why(&unsigned), (409, RefusedBy::NotThisDevice));
    // Known from the log, not from memory.
    plant.restart();
    clerk.base = plant.base();
    clerk.sign_in();
    assert_eq!(why(&clerk.push(&facts[2..3])), (409, RefusedBy::NotThisDevice));
    assert_eq!(clerk.say(&signed(&clerk, Some(&facts[1]), &facts[2..])), taken(4));
    assert_eq!(noted(&plant, "push-refused").len(), 2);
    // Another device of before goes on.
    let mut other = plant.device("dock-clerk");
    let fact = other.receipt("of before");
    assert_eq!(other.push(&[fact]), taken(1));
}

#[test]
fn a_forged_or_spliced_push_is_refused_whole_and_noted() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let other = plant.device("dock-clerk");
    let facts: Vec<Fact> = (0..4).map(|n| clerk.receipt(&n.to_string())).collect();
    let right = signed(&clerk, None, &facts[..2]);
    let ClientMessage::SignedPush { batch, previous, signature } = right.clone() else { panic!() };
    let batch_of_others = wire::encode_batch(&facts[..3]);
    let mut flipped = signature.clone();
    flipped[10] ^= 1;
    let forged = [
        signed_by(&SigningKey::from_bytes(&fresh()), &clerk, None, &facts[..2]),
        signed_by(&other.key, &clerk, None, &facts[..2]),
        ClientMessage::SignedPush {
            batch: batch_of_others,
            previous,
            signature: signature.clone(),
        },
        ClientMessage::SignedPush {
            batch: batch.clone(),
            previous: Some(PreviousFact::of(&facts[3])),
            signature: signature.clone(),
        },
        ClientMessage::SignedPush { batch: batch.clone(), previous, signature: flipped },
        ClientMessage::SignedPush { batch: batch.clone(), previous, signature: Vec::new() },
        ClientMessage::SignedPush { batch, previous, signature: signature[..63].to_vec() },
    ];

    for message in &forged {
        assert_eq!(why(&clerk.say(message)), (409, RefusedBy::NotThisDevice));
    }

    assert_eq!(clerk.hello().2, 0, "nothing of it is in the log");
    assert_eq!(noted(&plant, "push-refused").len(), forged.len());
    assert_eq!(clerk.say(&right), taken(2));
}

#[test]
fn a_push_of_one_log_is_none_in_another() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let fact = clerk.receipt("one");
    let batch = wire::encode_batch([&fact]);
    let place = PushPlace {
        epoch: clerk.hello().0 ^ 1,
        device: clerk.number,
        first: 1,
        last: 1,
        previous: None,
    };
    let signature = clerk.key.sign(place.message(ContentHash::of(&batch)).as_bytes());
    let signature = signature.to_bytes().to_vec();

    let answer = clerk.say(&ClientMessage::SignedPush { batch, previous: None, signature });

    assert_eq!(why(&answer), (409, RefusedBy::NotThisDevice));
}

#[test]
fn a_replay_appends_nothing_and_a_push_out_of_order_waits_for_what_is_before_it() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let facts: Vec<Fact> = (0..6).map(|n| clerk.receipt(&n.to_string())).collect();
    let pushes: Vec<ClientMessage> = (0..3_usize)
        .map(|n| {
            let previous = n.checked_sub(1).map(|before| &facts[2 * before + 1]);
            signed(&clerk, previous, &facts[2 * n..2 * n + 2])
        })
        .collect();

    assert_eq!(why(&clerk.say(&pushes[1])), (409, RefusedBy::Gap));
    assert_eq!(clerk.say(&pushes[0]), taken(2));
    assert_eq!(why(&clerk.say(&pushes[2])), (409, RefusedBy::Gap));
    let head = clerk.hello().1;
    for _ in 0..3 {
        assert_eq!(clerk.say(&pushes[0]), taken(2));
    }
    assert_eq!(clerk.hello().1, head);
    assert_eq!(clerk.say(&pushes[1]), taken(4));
    assert_eq!(clerk.say(&pushes[2]), taken(6));
    assert_eq!(clerk.hello().1, head + 4);
    assert!(noted(&plant, "device-forked").is_empty());
}

#[test]
fn a_lost_answer_heals_by_itself() {
    let mut plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let facts: Vec<Fact> = (0..4).map(|n| clerk.receipt(&n.to_string())).collect();
    assert_eq!(clerk.say(&signed(&clerk, None, &facts[..1])), taken(1));
    let lost = wire::encode(&signed(&clerk, Some(&facts[0]), &facts[1..3]));

    // The line breaks before the answer, and the server works on.
    let mut line = TcpStream::connect(plant.address()).unwrap();
    let head = format!(
        "POST /api/sync HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\ncontent-type: \
         application/vnd.inwards.sync\r\ncontent-length: {}\r\n\r\n",
        plant.address(),
        clerk.token,
        lost.len()
    );
    line.write_all(head.as_bytes()).unwrap();
    line.write_all(&lost).unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    while clerk.hello().2 < 3 {
        assert!(Instant::now() < until, "the push was not taken in");
        std::thread::sleep(Duration::from_millis(20));
    }
    line.shutdown(Shutdown::Both).unwrap();
    drop(line);
    plant.restart();
    clerk.base = plant.base();
    clerk.sign_in();

    // It knows of one acknowledged fact, and has written one more meanwhile.
    let head = clerk.hello().1;
    assert_eq!(clerk.say(&signed(&clerk, Some(&facts[0]), &facts[1..])), taken(4));
    assert_eq!(clerk.hello().1, head + 1);
    assert!(noted(&plant, "device-forked").is_empty() && noted(&plant, "device-cloned").is_empty());
}

#[test]
fn a_cloned_folder_is_told_of_and_what_takes_a_name_is_set_aside() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let shared = clerk.receipt("both have it");
    assert_eq!(clerk.say(&signed(&clerk, None, std::slice::from_ref(&shared))), taken(1));
    let own: Vec<Fact> = (2..=3).map(|n| clerk.receipt_of(n, "the one")).collect();
    let clone: Vec<Fact> = (2..=4).map(|n| clerk.receipt_of(n, "the other")).collect();

    assert_eq!(clerk.say(&signed(&clerk, Some(&shared), &own)), taken(3));
    assert_eq!(clerk.say(&signed(&clerk, Some(&shared), &clone[..2])), taken(3));
    assert_eq!(noted(&plant, "device-cloned").len(), 1);
    let aside: Vec<SetAsideReason> = clerk
        .pull()
        .iter()
        .filter_map(|fact| match fact.event() {
            Ok(Event::FactSetAside(event)) => Some(event.reason),
            _ => None,
        })
        .collect();
    assert_eq!(aside, [SetAsideReason::IdCollision; 2]);
    // It goes on behind what was set aside, as before.
    assert_eq!(clerk.say(&signed(&clerk, Some(&clone[1]), &clone[2..])), taken(4));

    // An older copy that takes no name goes on too, and is told of.
    assert!(noted(&plant, "device-forked").is_empty());
    let later = clerk.receipt_of(5, "of an older copy");
    assert_eq!(clerk.say(&signed(&clerk, Some(&shared), &[later])), taken(5));
    let forked = noted(&plant, "device-forked");
    assert_eq!((forked.len(), &forked[0]["first"]), (1, &Value::from(5)));
    assert_eq!(forked[0]["previous"], 1);
}
