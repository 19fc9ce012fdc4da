//! Nobody writes in a name that did not show the server, on this device, who it is.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use common::{Device, PIN, Plant, now};
use inwards_server::admin::socket::{AdminAnswer, AdminCommand};
use serde_json::{Value, json};
use sync_core::fact::{
    Entity, Event, Fact, Judgement, Kind, SetAsideReason, Verdict, VerdictRecorded,
};
use sync_core::ids::{DeviceNumber, FactId, FactSet, PersonNumber};
use sync_core::measure::Quantity;
use sync_core::sync::{ClientMessage, Cursor, ServerMessage};
use sync_core::time::{Hlc, Span, Timestamp};
use sync_core::wire;

/// Everything that a device may read of the log.
fn pulled(device: &Device) -> Vec<Fact> {
    let (mut cursor, mut facts) = (Cursor::default(), Vec::new());
    loop {
        let pull = ClientMessage::Pull { cursor, most_bytes: 1 << 20 };
        let (_, answer) = device.say(&pull);
        let ServerMessage::Page { next, head, batch, .. } = answer else { panic!("{answer:?}") };
        facts.extend(wire::decode_batch(&batch).unwrap());
        cursor = next;
        if cursor.position >= head {
            return facts;
        }
    }
}

/// Why each of a device's facts was set aside, in order.
fn reasons(device: &Device) -> Vec<SetAsideReason> {
    let about = Entity::Device(device.number);
    let facts = pulled(device).into_iter().filter(|fact| fact.header.entity == about);
    let events = facts.filter_map(|fact| fact.event().ok());
    events
        .filter_map(|event| match event {
            Event::FactSetAside(set) => Some(set.reason),
            _ => None,
        })
        .collect()
}

fn pushed(device: &Device, facts: &[Fact]) {
    let (status, answer) = device.push(facts);
    assert_eq!(status, 200, "{answer:?}");
}

fn concession(device: &mut Device, at: Timestamp) -> Fact {
    let quantity = Quantity::new(1.into()).unwrap();
    let said = VerdictRecorded {
        judgements: vec![Judgement { verdict: Verdict::Concession, quantity }],
        replaces: FactSet::default(),
        reason: None,
        note: "urgent".parse().ok(),
    };
    let card = Entity::Card(FactId::new(device.number.0, 900));
    device.written += 1;
    let id = FactId { device: device.number, sequence: device.written };
    dated(device.fact(id, card, &said.into()), at)
}

/// A fact as if it had been recorded at another instant.
fn dated(mut fact: Fact, at: Timestamp) -> Fact {
    (fact.header.recorded, fact.header.merge_time) = (at, Hlc::at(at));
    fact
}

fn issue_badge(plant: &Plant, person: PersonNumber) -> String {
    match plant.admin(&AdminCommand::IssueBadge { person }) {
        AdminAnswer::Badge(badge) => badge.code.rsplit('*').next().unwrap().to_owned(),
        other => panic!("{other:?}"),
    }
}

fn with_badge(device: &Device, person: PersonNumber, badge: &str, pin: &str) -> (u16, Value) {
    device.ask("/api/sign-in", &json!({ "person": person, "pin": pin, "badge": badge }))
}

#[test]
fn a_device_that_names_somebody_who_never_signed_in_on_it_is_not_believed() {
    let plant = Plant::start();
    let mut device = plant.device("dock-clerk");
    let elsewhere = plant.device("dock-clerk");
    let own = device.receipt("DN-1");
    device.author = elsewhere.author;
    let forged = device.receipt("DN-2");

    pushed(&device, &[own, forged]);

    assert_eq!(reasons(&device), [SetAsideReason::NoGrant]);
}

#[test]
fn a_grant_lasts_three_days_and_a_browsers_half_a_day() {
    let plant = Plant::start();
    let mut device = plant.device("dock-clerk");
    let covered = device.receipt("DN-1");

    pushed(&device, &[covered]);

    assert_eq!(reasons(&device), []);
    let browser = json!({ "person": device.author, "pin": PIN, "browser": true });
    let (_, answer) = device.ask("/api/sign-in", &browser);
    let instant = |name: &str| answer["grant"][name].as_str().unwrap().parse::<Timestamp>();
    assert_eq!(instant("until").unwrap().since(instant("from").unwrap()), Span::hours(12));
    let granted = pulled(&device).into_iter().find_map(|fact| match fact.event() {
        Ok(Event::SignInGranted(granted)) => Some(granted),
        _ => None,
    });
    let granted = granted.unwrap();
    assert_eq!(granted.person, device.author);
    assert_eq!(granted.until.since(granted.from), Span::hours(72));
}

#[test]
fn a_concession_in_the_name_of_a_supervisor_who_gave_no_pin_is_set_aside() {
    let plant = Plant::start();
    let mut device = plant.device("qc-inspector+supervisor");
    let boss = plant.person("徐", "supervisor");
    let own = concession(&mut device, now());
    device.author = boss;
    let forged = concession(&mut device, now());

    pushed(&device, &[own, forged]);
    assert_eq!(reasons(&device), [SetAsideReason::NoGrant]);

    device.grant(boss);
    let said = concession(&mut device, now());
    pushed(&device, &[said]);
    assert_eq!(reasons(&device).len(), 1, "with a PIN of this moment it is admitted");
}

#[test]
fn nothing_that_a_device_receives_holds_a_hash_of_a_pin() {
    let plant = Plant::start();
    let device = plant.device("administrator+supervisor+dock-clerk");
    plant.person("陈", "dock-clerk");

    let facts = pulled(&device);

    assert!(facts.iter().all(|fact| fact.header.kind != Kind::PinSet as u16));
    let bytes = wire::encode_batch(&facts);
    assert!(!String::from_utf8_lossy(&bytes).contains("argon2id"));
}

#[test]
fn only_the_device_and_administrators_hear_who_signed_in_on_it() {
    let plant = Plant::start();
    let (clerk, other) = (plant.device("dock-clerk"), plant.device("dock-clerk"));
    let office = plant.device("administrator");
    let heard = |device: &Device| {
        let facts = pulled(device).into_iter();
        let granted = facts.filter(|fact| fact.header.kind == Kind::SignInGranted as u16);
        let devices = granted.filter_map(|fact| match fact.header.entity {
            Entity::Device(device) => Some(device),
            _ => None,
        });
        devices.collect::<Vec<DeviceNumber>>()
    };

    assert_eq!(heard(&clerk), [clerk.number]);
    assert_eq!(heard(&office), [clerk.number, other.number, office.number]);
}

#[test]
fn wrong_pins_wait_by_person_and_device_and_keep_nobody_else_waiting() {
    let plant = Plant::start();
    let (device, other) = (plant.device("dock-clerk"), plant.device("dock-clerk"));
    let tried = |device: &Device, pin| device.try_person(other.author, pin).0;

    let wrong: Vec<u16> = (0..7).map(|_| tried(&device, "739102")).collect();

    assert_eq!(wrong, [403, 403, 403, 403, 403, 429, 429]);
    assert_eq!(tried(&device, PIN), 429, "the right one waits as well");
    assert_eq!(tried(&other, PIN), 200);
    assert_eq!(device.try_person(device.author, PIN).0, 200);
}

#[test]
fn a_pin_that_an_administrator_set_opens_nothing_but_its_change() {
    let plant = Plant::start();
    let device = plant.device("dock-clerk");
    let person = device.author;
    let pin =
        Some(inwards_server::admin::Secret(inwards_server::auth::pin::hash("739102").unwrap()));
    plant.admin(&AdminCommand::ChangePerson { person, name: None, posts: None, pin });
    let change = |to: &str| {
        device.ask("/api/sign-in", &json!({ "person": person, "pin": "739102", "new_pin": to }))
    };

    let (status, told) = device.try_person(person, "739102");
    assert_eq!((status, told["type"].as_str()), (403, Some("urn:inwards:problem:change-pin")));
    for refused in ["123456", "112211", "900215", "739102", &format!("{:06}", person.0), "12"] {
        let (status, told) = change(refused);
        assert_eq!(status, 422, "{refused}: {told}");
        assert!(!told["detail_zh"].as_str().unwrap().is_empty());
    }
    assert_eq!(change("739104").0, 200);
    assert_eq!(device.try_person(person, "739102").0, 403);
    assert_eq!(device.try_person(person, "739104").0, 200);
}

#[test]
fn a_badge_is_something_one_has_and_opens_nothing_once_it_is_revoked() {
    let plant = Plant::start();
    let mut device = plant.device("dock-clerk");
    let person = device.author;
    let badge = issue_badge(&plant, person);

    let (status, granted) = with_badge(&device, person, &badge, PIN);
    assert_eq!((status, &granted["verifier"]["badge"]), (200, &json!(true)));
    assert_eq!(with_badge(&device, person, "7QK20M9D3FVX88TZ1HJA5RNCPW", PIN).0, 403);
    assert_eq!(with_badge(&device, person, &badge, "739102").0, 403);

    std::thread::sleep(std::time::Duration::from_millis(5));
    assert!(matches!(plant.admin(&AdminCommand::RevokeBadge { person }), AdminAnswer::Done));
    assert_eq!(with_badge(&device, person, &badge, PIN).0, 403);
    // What was granted by it has ended; two minutes later nothing is admitted any more.
    let late = dated(device.receipt("DN-1"), now().plus(Span::minutes(3)));
    pushed(&device, &[late]);
    assert_eq!(reasons(&device), [SetAsideReason::NoGrant]);

    let again = issue_badge(&plant, person);
    assert_ne!(again, badge);
    assert_eq!(with_badge(&device, person, &again, PIN).0, 200);
}

#[test]
fn a_site_that_asks_for_badges_takes_no_number() {
    let plant = Plant::start();
    let device = plant.device("dock-clerk");
    let badge = issue_badge(&plant, device.author);
    let change = sync_core::api::SiteChange { badges: Some(true), ..Default::default() };
    plant.admin(&AdminCommand::ChangeSite(change));

    let (status, told) = device.try_person(device.author, PIN);

    assert_eq!((status, told["type"].as_str()), (403, Some("urn:inwards:problem:badge-needed")));
    assert_eq!(with_badge(&device, device.author, &badge, PIN).0, 200);
}

#[test]
fn who_has_no_post_here_is_not_signed_in_and_pins_outlive_a_restart() {
    let mut plant = Plant::start();
    let mut device = plant.device("dock-clerk");
    let inspector = plant.person("周", "qc-inspector");
    assert_eq!(device.try_person(inspector, PIN).0, 403);
    assert_eq!(device.try_person(PersonNumber(999), PIN).0, 403);

    plant.restart();
    device.base = plant.base();
    device.sign_in();

    assert_eq!(device.try_person(device.author, PIN).0, 200);
    let told = device
        .ask("/api/sign-in/wrong", &json!({ "person": device.author, "count": 3, "since": now() }));
    assert_eq!(told.0, 200);
}
