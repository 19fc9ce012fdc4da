//! What a device may bring, against a real server: sets that name a hundred thousand facts, rubbish
//! by the ten thousand, live lines by the hundred, and what an administrator does about them.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use std::net::TcpStream;
use std::time::{Duration, Instant};

use common::{Device, Plant, agent, get, refused};
use inwards_server::admin::expunge::{LogQuestion, LogRow, Positions};
use inwards_server::admin::socket::{AdminAnswer, AdminCommand};
use serde_json::Value;
use sync_core::api::SYNC_MESSAGE;
use sync_core::fact::{ClockDoubtful, CountVoided, Entity, Event, Fact, Kind};
use sync_core::ids::{FactId, FactSet, PersonNumber};
use sync_core::replica::Replica;
use sync_core::sync::{ClientMessage, Cursor, RefusedBy, ServerMessage};
use sync_core::wire;
use tungstenite::{Message, WebSocket};

/// A set of a dozen bytes that names a hundred thousand facts.
fn hundred_thousand(device: &Device) -> FactSet {
    let runs = vec![(device.number.0, 1_u32, 100_000_u32)];
    wire::decode(&wire::encode(&runs)).unwrap()
}

/// A hundred facts, each of which names a hundred thousand.
fn bomb(device: &mut Device, event: impl Fn(FactSet) -> (Option<Entity>, Event)) -> Vec<Fact> {
    let facts = (0..100).map(|_| {
        device.written += 1;
        let id = FactId { device: device.number, sequence: device.written };
        let (entity, event) = event(hundred_thousand(device));
        device.fact(id, entity.unwrap_or(Entity::Device(device.number)), &event)
    });
    facts.collect()
}

fn kilobytes_held() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// What a push is answered with: status, `retry-after`, the answer.
fn pushed(device: &Device, facts: &[Fact]) -> (u16, Option<u64>, ServerMessage) {
    let message = ClientMessage::Push { batch: wire::encode_batch(facts) };
    let mut answer = agent()
        .post(&format!("{}/api/sync", device.base))
        .header("content-type", SYNC_MESSAGE)
        .header("authorization", &format!("Bearer {}", device.token))
        .send(&wire::encode(&message)[..])
        .unwrap();
    let retry =
        answer.headers().get("retry-after").map(|after| after.to_str().unwrap().parse().unwrap());
    let body = answer.body_mut().read_to_vec().unwrap();
    (answer.status().as_u16(), retry, wire::decode(&body).unwrap())
}

fn board(reader: &Device) -> Value {
    let bearer = format!("Bearer {}", reader.token);
    let (status, board) = get(&format!("{}/api/board", reader.base), &[("authorization", &bearer)]);
    assert_eq!(status, 200, "{board}");
    board
}

/// A page of what was set aside, and how many there are.
fn set_aside(reader: &Device, query: &str) -> (Value, String) {
    let url = format!("{}/api/set-aside{query}", reader.base);
    let request = agent().get(&url).header("authorization", &format!("Bearer {}", reader.token));
    let mut answer = request.call().unwrap();
    let total = answer.headers()["x-inwards-total"].to_str().unwrap().to_owned();
    (serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap(), total)
}

fn log(plant: &Plant, device: Option<&Device>, kind: Option<&str>) -> Vec<LogRow> {
    let device = device.map(|device| device.number);
    let question = LogQuestion { from: 0, device, kind: kind.map(str::to_owned), most: 10_000 };
    match plant.admin(&AdminCommand::ShowLog(question)) {
        AdminAnswer::Log(rows) => rows,
        other => panic!("{other:?}"),
    }
}

fn expunge(plant: &Plant, positions: Vec<Positions>) -> AdminAnswer {
    let by = "root".parse().unwrap();
    let reason = "a broken program".parse().unwrap();
    plant.admin(&AdminCommand::Expunge { positions, by, reason })
}

fn replica_of(device: &Device) -> Replica {
    let mut replica = Replica::default();
    for fact in device.pull() {
        replica.insert(fact);
    }
    replica
}

#[test]
fn a_dozen_bytes_that_name_a_hundred_thousand_facts_take_their_bytes_and_no_more() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let receipt = clerk.receipt("D1");
    let opened = receipt.header.entity.clone();
    clerk.push(&[receipt]);
    let before = kilobytes_held();
    let began = Instant::now();

    for _ in 0..4 {
        let voids = bomb(&mut clerk, |facts| (Some(opened.clone()), CountVoided { facts }.into()));
        assert!(wire::encode_batch(&voids).len() < 4_096);
        assert_eq!(pushed(&clerk, &voids).0, 200);
    }
    let other = plant.device("dock-clerk");
    let board = board(&other);
    let replica = replica_of(&other);

    assert_eq!(board["board"]["set_aside"], 0);
    let Entity::Receipt(id) = opened else { panic!() };
    assert!(replica.receipt(sync_core::number::ReceiptNumber(id)).is_some());
    let grown = kilobytes_held().saturating_sub(before);
    assert!(grown < 64 << 10, "{grown} KiB for 10 KB of facts");
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn a_clock_is_doubted_for_own_earlier_facts_alone() {
    let plant = Plant::start();
    let (mut clerk, mut other) = (plant.device("dock-clerk"), plant.device("qc-inspector"));
    let receipt = clerk.receipt("D1");
    let doubted = receipt.header.id;
    clerk.push(&[receipt]);

    let wild = bomb(&mut clerk, |facts| (None, ClockDoubtful { facts }.into()));
    let (status, retry, answer) = pushed(&clerk, &wild);
    assert_eq!((status, refused(&answer)), (429, RefusedBy::Unavailable));
    assert!(retry.is_some_and(|seconds| seconds >= 60), "{retry:?}");
    let foreign = ClockDoubtful { facts: [doubted].into_iter().collect() };
    other.written += 1;
    let id = FactId { device: other.number, sequence: other.written };
    other.push(&[other.fact(id, Entity::Device(other.number), &foreign.into())]);

    let replica = replica_of(&other);
    assert!(!replica.is_doubtful(doubted), "another device's fact was put in doubt");
    let (listed, total) = set_aside(&other, "?most=1000");
    assert_eq!(total, "51");
    assert!(listed.as_array().unwrap().iter().all(|row| row["reason"] == "malformed"));
}

#[test]
fn sixty_thousand_facts_of_nobody_stop_at_fifty_with_an_alarm_until_somebody_allows_more() {
    let mut plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    clerk.author = PersonNumber(4_711);
    let facts: Vec<Fact> = (0..60_000).map(|_| clerk.receipt("")).collect();

    let (status, retry, answer) = pushed(&clerk, &facts);
    assert_eq!((status, refused(&answer), clerk.hello().2), (429, RefusedBy::Unavailable, 50));
    assert!(retry.is_some());
    let ServerMessage::Refused { detail, .. } = &answer else { panic!() };
    assert!(detail.contains("held-back: set-aside"), "{detail}");
    let board = board(&clerk);
    assert_eq!(board["board"]["set_aside"], 50);
    assert_eq!(board["set_aside"].as_array().unwrap().len(), 12);
    assert_eq!(board["contacts"][0]["held_back"], "set-aside");
    // A restart forgets nothing of what was set aside today.
    plant.restart();
    clerk.base = plant.base();
    assert_eq!(pushed(&clerk, &facts).0, 429);
    assert_eq!(clerk.hello().2, 50);

    let allow = AdminCommand::AllowDevice { device: clerk.number, facts: 5_000 };
    assert!(matches!(plant.admin(&allow), AdminAnswer::Done));
    let (status, ..) = pushed(&clerk, &facts);
    assert_eq!((status, clerk.hello().2), (429, 5_050));

    // Fifty at a time, in an instant, however many there are.
    let began = Instant::now();
    let (first, total) = set_aside(&clerk, "");
    let (last, _) = set_aside(&clerk, "?from=5040&most=5000");
    assert_eq!((first.as_array().unwrap().len(), last.as_array().unwrap().len()), (50, 10));
    let fiftieth = format!("{}-50", clerk.number);
    assert_eq!((total.as_str(), first[49]["fact"].as_str()), ("5050", Some(&*fiftieth)));
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    // Honest facts of others are taken as ever.
    let mut honest = plant.device("dock-clerk");
    let fact = honest.receipt("D2");
    assert_eq!(honest.push(&[fact]).0, 200);
}

#[test]
fn a_week_offline_comes_at_once_and_more_than_that_waits() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let week: Vec<Fact> = (0..50_000).map(|_| clerk.receipt("D")).collect();
    for part in week.chunks(10_000) {
        assert_eq!(pushed(&clerk, part).0, 200);
    }

    let more: Vec<Fact> = (0..1_000).map(|_| clerk.receipt("D")).collect();
    let (status, _, answer) = pushed(&clerk, &more);

    assert_eq!((status, refused(&answer)), (429, RefusedBy::Unavailable));
    let ServerMessage::Refused { detail, .. } = answer else { panic!() };
    assert!(detail.contains("held-back: facts"), "{detail}");
    // What is durable already costs nothing, and is confirmed as ever.
    assert_eq!(pushed(&clerk, &week[..10_000]).0, 200);
}

#[test]
fn of_four_hundred_live_lines_of_a_device_two_live() {
    let plant = Plant::start();
    let (clerk, mut other) = (plant.device("dock-clerk"), plant.device("dock-clerk"));
    let mut lines: Vec<WebSocket<TcpStream>> = (0..400).map(|_| plant.live(&clerk)).collect();
    let subscribe = ClientMessage::Subscribe { cursor: Cursor::default() };

    let fact = other.receipt("D1");
    other.push(&[fact]);
    let mut open = 0;
    for line in &mut lines {
        let _ = line.send(Message::binary(wire::encode(&subscribe)));
        open += usize::from(answers(line));
    }

    assert_eq!(open, 2);
}

/// Whether a line says something else than that it closes.
fn answers(line: &mut WebSocket<TcpStream>) -> bool {
    loop {
        match line.read() {
            Ok(Message::Binary(_)) => return true,
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            _ => return false,
        }
    }
}

#[test]
fn a_site_that_was_poisoned_gets_well_again() {
    let mut plant = Plant::start();
    let (mut clerk, other) = (plant.device("dock-clerk"), plant.device("supervisor"));
    let receipt = clerk.receipt("D1");
    let opened = receipt.header.entity.clone();
    clerk.push(std::slice::from_ref(&receipt));
    let poison = bomb(&mut clerk, |facts| (Some(opened.clone()), CountVoided { facts }.into()));
    clerk.push(&poison);
    let wild = bomb(&mut clerk, |facts| (None, ClockDoubtful { facts }.into()));
    pushed(&clerk, &wild);
    let before = replica_of(&other);
    let holder = {
        let mut own = Replica::default();
        for fact in [vec![receipt.clone()], poison.clone(), wild.clone()].concat() {
            own.insert(fact);
        }
        other.pull().into_iter().for_each(|fact| {
            own.insert(fact);
        });
        own
    };

    let voids = log(&plant, Some(&clerk), Some("CountVoided"));
    let statements = log(&plant, Some(&clerk), Some("FactSetAside"));
    assert_eq!((voids.len(), statements.len()), (100, 50));
    let runs = [&voids, &statements].map(|rows| Positions {
        first: rows.first().unwrap().position,
        last: rows.last().unwrap().position,
    });
    let AdminAnswer::Expunged { facts } = expunge(&plant, runs.to_vec()) else { panic!() };
    assert_eq!(facts, 200, "the voids, the statements, and what those had set aside");
    assert!(matches!(expunge(&plant, runs.to_vec()), AdminAnswer::Expunged { facts: 0 }));

    let mut other = other;
    for turn in ["at once", "after a restart"] {
        let (_, total) = set_aside(&clerk, "");
        assert_eq!(total, "0", "{turn}");
        let pulled = other.pull();
        let is_poison =
            |fact: &&Fact| poison.contains(fact) || fact.header.kind == Kind::FactSetAside as u16;
        assert_eq!(pulled.iter().find(is_poison), None, "{turn}");
        assert!(log(&plant, None, None).iter().filter(|row| row.expunged).count() >= 150, "{turn}");
        plant.restart();
        (other.base, clerk.base) = (plant.base(), plant.base());
    }
    // Whoever held them learns it with the next page, the device that wrote them, too.
    let fresh = replica_of(&other);
    let mut news = other.pull();
    news.retain(|fact| fact.header.kind == Kind::Expunged as u16);
    for mut held in [before, holder] {
        for fact in &news {
            held.insert(fact.clone());
        }
        for fact in poison.iter().chain(&wild[..50]) {
            assert_eq!(held.get(fact.header.id), None);
        }
        // What was refused is still on the device that wrote it.
        let known = |replica: &Replica| replica.facts_of(&opened).cloned().collect::<Vec<_>>();
        assert_eq!(known(&held), known(&fresh));
    }
    // Sent again, they are confirmed and stay out; the real one stands.
    assert_eq!(pushed(&clerk, &poison).0, 200);
    assert!(fresh.get(receipt.header.id).is_some());
    assert!(log(&plant, Some(&clerk), Some("CountVoided")).iter().all(|row| row.expunged));
}

#[test]
fn who_somebody_is_and_which_devices_there_are_is_not_taken_out() {
    let plant = Plant::start();
    plant.device("dock-clerk");

    for kind in ["DeviceEnrolled", "PersonStated", "SiteStated"] {
        let row = log(&plant, None, Some(kind)).pop().unwrap();
        let run = Positions { first: row.position, last: row.position };
        let AdminAnswer::Refused { why } = expunge(&plant, vec![run]) else { panic!("{kind}") };
        assert!(why.contains(kind), "{why}");
    }
    let beyond = Positions { first: 1, last: 1 << 40 };
    assert!(matches!(expunge(&plant, vec![beyond]), AdminAnswer::Refused { .. }));
}
