//! Who may not any more: asked beside the append, whatever a request's head was told before.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use common::{Device, Plant, agent, enrol, fresh, get, now, post};
use ed25519_dalek::SigningKey;
use inwards_server::admin::Secret;
use inwards_server::admin::socket::{AdminAnswer, AdminCommand};
use inwards_server::auth::pin;
use serde_json::{Value, json};
use sync_core::fact::{Event, Fact, SetAsideReason};
use sync_core::ids::{FactId, PersonNumber};
use sync_core::sync::{ClientMessage, Cursor, ServerMessage};
use sync_core::wire;

const PIN: &str = "482917";

/// A request whose body follows its head only once something else happened in between.
fn with_late_body(plant: &Plant, head: &str, body: &[u8], meanwhile: impl FnOnce()) -> String {
    let mut stream = TcpStream::connect(plant.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let length = body.len();
    let head = format!(
        "{head}host: {}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n",
        plant.address()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The first byte of the body is there: whoever looks at the head has looked.
    stream.write_all(&body[..1]).unwrap();
    stream.flush().unwrap();
    std::thread::sleep(Duration::from_millis(400));
    meanwhile();
    stream.write_all(&body[1..]).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn revoke_person(plant: &Plant, person: PersonNumber) {
    let revoke = AdminCommand::RevokePerson { person, reason: None };
    assert!(matches!(plant.admin(&revoke), AdminAnswer::Done));
}

fn set_aside_of(reader: &Device, of: &Device) -> Vec<(FactId, SetAsideReason)> {
    let told = reader.pull().into_iter().filter_map(|fact| match fact.event() {
        Ok(Event::FactSetAside(event)) if event.id.device == of.number => {
            Some((event.id, event.reason))
        }
        _ => None,
    });
    told.collect()
}

fn of(device: &Device, facts: &[Fact]) -> usize {
    facts.iter().filter(|fact| fact.header.id.device == device.number).count()
}

#[test]
fn a_push_whose_head_came_before_the_revocation_takes_no_effect() {
    let plant = Plant::start();
    let reader = plant.device("supervisor");
    for is_person in [true, false] {
        let mut clerk = plant.device("dock-clerk");
        let fact = clerk.receipt("late");
        let batch = wire::encode_batch(std::slice::from_ref(&fact));
        let body = wire::encode(&ClientMessage::Push { batch });
        let head = format!(
            "POST /api/sync HTTP/1.1\r\nauthorization: Bearer {}\r\ncontent-type: application/vnd.inwards.sync\r\n",
            clerk.token
        );

        let answer = with_late_body(&plant, &head, &body, || {
            if is_person {
                revoke_person(&plant, clerk.author);
            } else {
                plant.revoke(&clerk);
            }
        });

        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(of(&clerk, &reader.pull()), 0);
        let expected = [(fact.header.id, SetAsideReason::Revoked)];
        assert_eq!(set_aside_of(&reader, &clerk), expected);
    }
}

/// A person with a PIN.
fn person(plant: &Plant, name: &str, posts: &str) -> PersonNumber {
    let pin = Some(Secret(pin::hash(PIN).unwrap()));
    let add = AdminCommand::AddPerson { name: name.parse().unwrap(), posts: posts.to_owned(), pin };
    match plant.admin(&add) {
        AdminAnswer::Person { person } => person,
        other => panic!("{other:?}"),
    }
}

fn ask(device: &Device, sitting: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
    let url = format!("{}/api/admin/{path}", device.base);
    let bearer = format!("Bearer {}", device.token);
    let Some(body) = body else {
        return get(&url, &[("authorization", &bearer), ("x-inwards-sitting", sitting)]);
    };
    let mut answer = agent()
        .post(&url)
        .header("content-type", "application/json")
        .header("authorization", &bearer)
        .header("x-inwards-sitting", sitting)
        .send(body.to_string())
        .unwrap();
    let status = answer.status().as_u16();
    let text = answer.body_mut().read_to_string().unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

fn sit(device: &Device, person: PersonNumber) -> String {
    let body = json!({ "person": person, "pin": PIN });
    let (status, answer) = ask(device, "", "sitting", Some(&body));
    assert_eq!(status, 200, "{answer}");
    answer["sitting"].as_str().unwrap().to_owned()
}

fn change(person: PersonNumber, posts: Option<&str>, pin: Option<&str>) -> AdminCommand {
    let posts = posts.map(ToOwned::to_owned);
    let pin = pin.map(|pin| Secret(pin::hash(pin).unwrap()));
    AdminCommand::ChangePerson { person, name: None, posts, pin }
}

/// What ends an administrator's session from elsewhere.
fn ends(plant: &Plant, what: &str, device: &Device, person: PersonNumber) {
    let done = match what {
        "person revoked" => plant.admin(&AdminCommand::RevokePerson { person, reason: None }),
        "device revoked" => {
            plant.admin(&AdminCommand::RevokeDevice { device: device.number, reason: None })
        }
        "post removed" => plant.admin(&change(person, Some("dock-clerk"), None)),
        "posts changed" => plant.admin(&change(person, Some("administrator+dock-clerk"), None)),
        "PIN changed" => plant.admin(&change(person, None, Some("903417"))),
        what => panic!("{what}"),
    };
    assert!(!matches!(done, AdminAnswer::Refused { .. }), "{done:?}");
}

const ENDINGS: [&str; 5] =
    ["person revoked", "device revoked", "post removed", "posts changed", "PIN changed"];

#[test]
fn administration_whose_head_came_before_the_revocation_changes_nothing() {
    let plant = Plant::start();
    for what in ENDINGS {
        let device = plant.device("administrator");
        let own = person(&plant, "赵敏", "administrator");
        let sitting = sit(&device, own);
        let asks = [
            ("people", json!({ "name": "Mole", "posts": "administrator", "pin": "903417" })),
            (
                "devices/code",
                json!({ "name": "Mole", "posts": "administrator", "server": "http://x" }),
            ),
        ];
        // One at a time: the first ends what the second would need.
        let (path, body) = if what == "PIN changed" { &asks[1] } else { &asks[0] };
        let head = format!(
            "POST /api/admin/{path} HTTP/1.1\r\nauthorization: Bearer {}\r\nx-inwards-sitting: {sitting}\r\ncontent-type: application/json\r\n",
            device.token
        );

        let answer = with_late_body(&plant, &head, body.to_string().as_bytes(), || {
            ends(&plant, what, &device, own);
        });

        let refused = ["HTTP/1.1 401", "HTTP/1.1 403"];
        assert!(refused.iter().any(|line| answer.starts_with(line)), "{what}: {answer}");
        let AdminAnswer::People(rows) = plant.admin(&AdminCommand::ListPeople) else { panic!() };
        assert!(rows.iter().all(|row| row.name != "Mole"), "{what}");
        let AdminAnswer::Codes(rows) = plant.admin(&AdminCommand::ListCodes) else { panic!() };
        assert!(rows.iter().all(|row| row.name != "Mole"), "{what}");
    }
}

#[test]
fn a_sitting_ends_with_its_pin_its_posts_its_person_its_device_and_when_somebody_gets_up() {
    let plant = Plant::start();
    for what in ENDINGS.into_iter().chain(["gets up"]) {
        let device = plant.device("administrator");
        let own = person(&plant, "赵敏", "administrator");
        let other = person(&plant, "李强", "administrator");
        let (sitting, stays) = (sit(&device, own), sit(&plant.device("administrator"), other));
        assert_eq!(ask(&device, &sitting, "people", None).0, 200);

        if what == "gets up" {
            assert_eq!(ask(&device, &sitting, "sitting/end", Some(&json!({}))).0, 200);
        } else {
            ends(&plant, what, &device, own);
        }

        let status = ask(&device, &sitting, "people", None).0;
        let expected = if what == "device revoked" { 403 } else { 401 };
        assert_eq!(status, expected, "{what}");
        assert!(!stays.is_empty());
    }
}

#[test]
fn what_arrives_after_a_person_was_revoked_is_set_aside_whatever_its_date() {
    let plant = Plant::start();
    let reader = plant.device("supervisor");
    let mut clerk = plant.device("dock-clerk");
    let before = clerk.receipt("recorded before");
    revoke_person(&plant, clerk.author);
    let after = clerk.receipt("recorded after");

    assert_eq!(clerk.push(&[before.clone(), after.clone()]).0, 200);

    let revoked = SetAsideReason::Revoked;
    let expected = [(before.header.id, revoked), (after.header.id, revoked)];
    assert_eq!(set_aside_of(&reader, &clerk), expected);
    assert_eq!(of(&clerk, &reader.pull()), 0);
}

#[test]
fn a_revoked_device_sends_what_it_recorded_and_is_told_to_erase_itself() {
    let plant = Plant::start();
    let reader = plant.device("supervisor");
    let mut clerk = plant.device("dock-clerk");
    let sent = clerk.receipt("sent in time");
    clerk.push(std::slice::from_ref(&sent));
    let unsent = [clerk.receipt("an hour of"), clerk.receipt("counting")];
    plant.revoke(&clerk);

    // Its token has ended meanwhile; its key is still its own.
    clerk.sign_in();
    assert_eq!(clerk.hello().2, 1);
    assert_eq!(clerk.push(&unsent), (200, ServerMessage::Pushed { known: 3 }));
    assert_eq!(clerk.push(&unsent), (200, ServerMessage::Pushed { known: 3 }), "told again");
    let pull = ClientMessage::Pull { cursor: Cursor::default(), most_bytes: 4_096 };
    let (status, answer) = clerk.say(&pull);

    assert_eq!(status, 403);
    assert!(matches!(answer, ServerMessage::Revoked { known: 3, .. }), "{answer:?}");
    let expected: Vec<_> =
        unsent.iter().map(|fact| (fact.header.id, SetAsideReason::Revoked)).collect();
    assert_eq!(set_aside_of(&reader, &clerk), expected);
    assert_eq!(of(&clerk, &reader.pull()), 1, "what was sent in time stands");
    let bearer = format!("Bearer {}", clerk.token);
    let views = get(&format!("{}/api/board", plant.base()), &[("authorization", &bearer)]);
    assert_eq!(views.0, 403, "it reads nothing");
}

#[test]
fn a_revoked_device_fills_no_log() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let facts = |range: std::ops::Range<u64>| -> Vec<Fact> {
        range.map(|sequence| clerk.receipt_of(sequence, "x")).collect()
    };
    plant.revoke(&clerk);

    let all = facts(1..5_001);
    assert_eq!(clerk.push(&all).0, 200);
    assert_eq!(clerk.push(&all).0, 200, "what is known already");
    assert_eq!(clerk.push(&facts(1..5_001)).0, 429, "others of the same names");
    let (status, answer) = clerk.push(&facts(5_001..5_002));

    assert_eq!(status, 409, "{answer:?}");
    assert!(matches!(answer, ServerMessage::Refused { .. }));
}

#[test]
fn a_stranger_learns_nothing_of_which_devices_there_are() {
    let plant = Plant::start();
    let (clerk, revoked) = (plant.device("dock-clerk"), plant.device("dock-clerk"));
    plant.revoke(&revoked);
    let mut unknown = clerk.clone();
    unknown.number = sync_core::ids::DeviceNumber(4_000);

    let answers = [&clerk, &revoked, &unknown].map(|device| {
        let mut impostor = device.clone();
        impostor.key = SigningKey::from_bytes(&fresh());
        let (status, problem) = impostor.try_sign_in();
        let device = format!("device {} ", device.number);
        (status, problem.to_string().replace(&device, "device N "))
    });

    assert_eq!(answers[0].0, 401);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[test]
fn a_used_code_is_of_its_device_and_opens_nothing_once_that_is_revoked() {
    let plant = Plant::start();
    let key = SigningKey::from_bytes(&fresh());
    let code = plant.code("K1", "dock-clerk");
    let (_, first) = enrol(&plant.base(), &code, &key);
    assert_eq!(enrol(&plant.base(), &code, &key).1["device"], first["device"], "asked again");
    let number = u32::try_from(first["device"].as_u64().unwrap()).unwrap();
    let device = sync_core::ids::DeviceNumber(number);

    plant.admin(&AdminCommand::RevokeDevice { device, reason: None });

    assert_eq!(enrol(&plant.base(), &code, &key).0, 403);
    let AdminAnswer::Devices(rows) = plant.admin(&AdminCommand::ListDevices) else { panic!() };
    assert_eq!(rows.len(), 1, "{rows:?}");
}

#[test]
fn codes_are_listed_taken_back_and_end_with_whoever_made_them() {
    let plant = Plant::start();
    let device = plant.device("administrator");
    let boss = person(&plant, "赵敏", "administrator");
    let other = plant.device("administrator");
    let leaver = person(&plant, "李强", "administrator");
    let make = |device: &Device, person, name: &str| {
        let body = json!({ "name": name, "posts": "dock-clerk", "server": "http://x" });
        let (status, made) = ask(device, &sit(device, person), "devices/code", Some(&body));
        assert_eq!(status, 200, "{made}");
        made["code"].as_str().unwrap().to_owned()
    };
    let opens = |code: &str| enrol(&plant.base(), code, &SigningKey::from_bytes(&fresh())).0;
    let [kept, cancelled] = ["N1", "N2"].map(|name| make(&device, boss, name));
    let by_leaver = make(&device, leaver, "N3");
    let at_other = make(&other, boss, "N4");
    let sitting = sit(&device, boss);

    let (_, rows) = ask(&device, &sitting, "devices/codes", None);
    assert!(!rows.to_string().contains(&kept), "the list tells no code");
    let row = rows.as_array().unwrap().iter().find(|row| row["name"] == "N2").unwrap();
    let path = format!("devices/codes/{}/cancel", row["id"].as_str().unwrap());
    assert_eq!(ask(&device, &sitting, &path, Some(&json!({}))).0, 200);
    assert_eq!(ask(&device, &sitting, &path, Some(&json!({}))).0, 400, "it is gone");
    revoke_person(&plant, leaver);
    plant.revoke(&other);

    assert_eq!(opens(&cancelled), 403);
    assert_eq!(opens(&by_leaver), 403);
    assert_eq!(opens(&at_other), 403);
    assert_eq!(opens(&kept), 200);
    assert!(now() > sync_core::time::Timestamp::from_millis(0));
    let nobody = json!({ "code": "0000", "public_key": "x" });
    assert_eq!(post(&format!("{}/api/enrol", plant.base()), &nobody).0, 400);
}
