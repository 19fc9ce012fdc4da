//! Pushing, pulling and living with a real server.

mod common;

use common::{Device, Plant, get, now, refused};
use sync_core::fact::{Event, Fact, Kind, SetAsideReason};
use sync_core::ids::{FactId, PersonNumber};
use sync_core::sync::{ClientMessage, Cursor, RefusedBy, ServerMessage};
use sync_core::time::{Hlc, Span};
use sync_core::wire;

fn set_aside(facts: &[Fact]) -> Vec<(FactId, SetAsideReason)> {
    let statements = facts.iter().filter(|fact| fact.header.kind == Kind::FactSetAside as u16);
    let events = statements.map(|fact| match fact.event() {
        Ok(Event::FactSetAside(event)) => (event.id, event.reason),
        other => panic!("{other:?}"),
    });
    events.collect()
}

fn of(device: &Device, facts: &[Fact]) -> Vec<Fact> {
    facts.iter().filter(|fact| fact.header.id.device == device.number).cloned().collect()
}

#[test]
fn what_one_device_pushes_another_pulls_verbatim() {
    let plant = Plant::start();
    let (mut clerk, other) = (plant.device("dock-clerk"), plant.device("qc-inspector"));
    let facts = [clerk.receipt("one"), clerk.receipt("two")];

    let (status, answer) = clerk.push(&facts);

    assert_eq!((status, answer), (200, ServerMessage::Pushed { known: 2 }));
    assert_eq!(of(&clerk, &other.pull()), facts);
    assert_eq!(clerk.hello().2, 2);
}

#[test]
fn small_pages_give_the_same_as_large_ones_even_inside_a_record() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let facts: Vec<Fact> = (0..500).map(|n| clerk.receipt(&format!("receipt {n}"))).collect();
    clerk.push(&facts);

    let (small, end) = clerk.pull_from(Cursor::default(), 1);
    let (large, _) = clerk.pull_from(Cursor::default(), u32::MAX);

    assert_eq!(small, large);
    assert_eq!(of(&clerk, &small), facts);
    assert_eq!(end.position, clerk.hello().1);
}

#[test]
fn a_cursor_of_another_log_or_from_beyond_the_end_begins_again() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let (epoch, head, _) = clerk.hello();

    for cursor in [
        Cursor { epoch: epoch ^ 1, position: 2 },
        Cursor { epoch, position: head + 100 },
        Cursor { epoch, position: u64::MAX },
    ] {
        let (_, answer) = clerk.say(&ClientMessage::Pull { cursor, most_bytes: 4096 });
        let ServerMessage::Page { from, .. } = answer else { panic!("{answer:?}") };
        assert_eq!(from, Cursor { epoch, position: 0 });
    }
}

#[test]
fn the_same_push_a_hundred_times_at_once_is_stored_once() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let facts: Vec<Fact> = (0..20).map(|n| clerk.receipt(&n.to_string())).collect();

    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| {
                for _ in 0..10 {
                    assert_eq!(clerk.push(&facts), (200, ServerMessage::Pushed { known: 20 }));
                }
            });
        }
    });

    assert_eq!(of(&clerk, &clerk.pull()), facts);
}

#[test]
fn a_cloned_device_is_named_and_its_facts_are_set_aside_once() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let mut clone = clerk.clone();
    let (first, second) = (clerk.receipt("of the one"), clone.receipt("of the other"));
    clerk.push(std::slice::from_ref(&first));

    for _ in 0..3 {
        let answer = clone.push(std::slice::from_ref(&second));
        assert_eq!(answer, (200, ServerMessage::Pushed { known: 1 }));
    }

    let facts = clerk.pull();
    assert_eq!(of(&clerk, &facts), [first]);
    assert_eq!(set_aside(&facts), [(second.header.id, SetAsideReason::IdCollision)]);
}

#[test]
fn a_device_may_skip_names_and_not_run_away_with_them() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");

    let (status, _) = clerk.push(&[clerk.receipt_of(3, "after a restored copy")]);
    let (refusal, answer) = clerk.push(&[clerk.receipt_of(1 << 40, "far away")]);

    assert_eq!((status, clerk.hello().2), (200, 3));
    assert_eq!((refusal, refused(&answer)), (409, RefusedBy::Gap));
}

#[test]
fn facts_of_another_device_and_facts_out_of_order_are_refused() {
    let plant = Plant::start();
    let (clerk, other) = (plant.device("dock-clerk"), plant.device("dock-clerk"));

    let (_, foreign) = clerk.push(&[other.receipt_of(1, "not mine")]);
    let (status, jumping) = clerk.push(&[clerk.receipt_of(3, "b"), clerk.receipt_of(1, "a")]);

    assert_eq!(refused(&foreign), RefusedBy::NotThisDevice);
    assert_eq!((status, refused(&jumping)), (400, RefusedBy::Malformed));
}

#[test]
fn a_kind_that_the_server_does_not_know_waits_and_what_is_before_it_flows() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let mut newer = clerk.receipt_of(2, "from tomorrow");
    newer.header.kind = 9_999;

    let (status, answer) =
        clerk.push(&[clerk.receipt_of(1, "today"), newer, clerk.receipt_of(3, "after")]);

    assert_eq!((status, refused(&answer)), (426, RefusedBy::ServerTooOld));
    assert_eq!(clerk.hello().2, 1);
}

#[test]
fn what_may_not_take_effect_is_kept_with_its_reason_and_acknowledged() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let mut ahead = clerk.receipt_of(1, "next year");
    ahead.header.recorded = now().plus(Span::hours(24 * 365));
    ahead.header.merge_time = Hlc::at(ahead.header.recorded);
    let mut nobodys = clerk.receipt_of(2, "of nobody");
    nobodys.header.author = PersonNumber(999);

    let (_, answer) = clerk.push(&[ahead, nobodys, clerk.receipt_of(3, "as it should be")]);

    assert_eq!(answer, ServerMessage::Pushed { known: 3 });
    let facts = clerk.pull();
    let reasons: Vec<SetAsideReason> = set_aside(&facts).into_iter().map(|(_, why)| why).collect();
    assert_eq!(reasons, [SetAsideReason::AheadOfServer, SetAsideReason::UnknownPerson]);
    assert_eq!(of(&clerk, &facts).len(), 1);
    let latest = facts.iter().map(|fact| fact.header.merge_time).max().unwrap();
    assert!(latest.instant() <= now().plus(Span::seconds(5)), "the server's clock was moved");
}

#[test]
fn rubbish_is_answered_with_a_problem_and_not_with_silence() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let mut truncated =
        wire::encode(&ClientMessage::Pull { cursor: Cursor::default(), most_bytes: 9 });
    truncated.pop();

    for bytes in [&b"rubbish"[..], b"", &vec![0xff; 100_000], &truncated] {
        let (status, body) = clerk.say_bytes(bytes);
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(status, 400);
        assert_eq!(body["type"], "urn:inwards:problem:malformed");
    }
    let (status, answer) = clerk.say(&ClientMessage::Push { batch: b"rubbish".to_vec() });
    assert_eq!((status, refused(&answer)), (400, RefusedBy::Malformed));
}

#[test]
fn a_body_that_is_too_large_or_compressed_is_refused() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");

    assert_eq!(clerk.say_bytes(&vec![0; (8 << 20) + 1]).0, 413);
    let answer = common::agent()
        .post(format!("{}/api/sync", clerk.base))
        .header("content-encoding", "gzip")
        .header("authorization", format!("Bearer {}", clerk.token))
        .send(&b"x"[..])
        .unwrap();
    assert_eq!(answer.status(), 415);
}

#[test]
fn a_restart_changes_nothing_that_anybody_knows() {
    let mut plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let facts = [clerk.receipt("one"), clerk.receipt("two")];
    clerk.push(&facts);
    clerk.clone().push(&[clerk.receipt_of(1, "a clone's")]);
    let (before, pulled) = (clerk.hello(), clerk.pull());
    let digest =
        |plant: &Plant| get(&format!("{}/api/digest?posts=dock-clerk", plant.base()), &[]).1;
    let digested = digest(&plant);

    plant.restart();
    clerk.base = plant.base();

    assert_eq!(clerk.hello(), before);
    assert_eq!(clerk.pull(), pulled);
    assert_eq!(digest(&plant), digested);
    assert_eq!(clerk.push(&facts), (200, ServerMessage::Pushed { known: 2 }));
    let third = clerk.receipt("three");
    assert_eq!(clerk.push(&[third]), (200, ServerMessage::Pushed { known: 3 }));
}
