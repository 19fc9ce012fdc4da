//! Administration over HTTP: for an administrator at an administrator's device, and nobody else.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use common::{Device, Plant, agent, get};
use inwards_server::admin::Secret;
use inwards_server::admin::socket::{AdminAnswer, AdminCommand};
use inwards_server::auth::pin;
use serde_json::{Value, json};

const PIN: &str = "482917";

/// A person with a PIN.
fn person(plant: &Plant, name: &str, posts: &str) -> u32 {
    let pin = Some(Secret(pin::hash(PIN).unwrap()));
    let add = AdminCommand::AddPerson { name: name.parse().unwrap(), posts: posts.to_owned(), pin };
    match plant.admin(&add) {
        AdminAnswer::Person { person } => person.0,
        other => panic!("{other:?}"),
    }
}

fn ask(device: &Device, admin_session: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
    let url = format!("{}/api/admin/{path}", device.base);
    let bearer = format!("Bearer {}", device.token);
    let Some(body) = body else {
        return get(&url, &[("authorization", &bearer), ("x-inwards-sitting", admin_session)]);
    };
    let mut answer = agent()
        .post(&url)
        .header("content-type", "application/json")
        .header("authorization", &bearer)
        .header("x-inwards-sitting", admin_session)
        .send(body.to_string())
        .unwrap();
    let status = answer.status().as_u16();
    let text = answer.body_mut().read_to_string().unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

fn sit(device: &Device, person: u32, pin: &str) -> (u16, Value) {
    ask(device, "", "sitting", Some(&json!({ "person": person, "pin": pin })))
}

/// An administrator who sits at an administrator's device.
fn admin_session(plant: &Plant) -> (Device, u32, String) {
    let device = plant.device("administrator+supervisor");
    let person = person(plant, "赵敏", "administrator");
    let (status, answer) = sit(&device, person, PIN);
    assert_eq!(status, 200, "{answer}");
    let secret = answer["sitting"].as_str().unwrap().to_owned();
    (device, person, secret)
}

#[test]
fn an_administrator_adds_changes_and_revokes_people() {
    let plant = Plant::start();
    let (device, own, secret) = admin_session(&plant);
    let new = json!({ "name": "陈洁", "posts": "qc-inspector", "pin": "739104" });

    let (status, added) = ask(&device, &secret, "people", Some(&new));
    let number = added["person"].as_u64().unwrap();
    let changed = json!({ "posts": "qc-inspector+supervisor" });
    let change = ask(&device, &secret, &format!("people/{number}"), Some(&changed));
    let (_, rows) = ask(&device, &secret, "people", None);
    let row = rows.as_array().unwrap().iter().find(|row| row["person"] == number).cloned();
    let revoked = ask(&device, &secret, &format!("people/{number}/revoke"), Some(&json!({})));
    let themselves = ask(&device, &secret, &format!("people/{own}/revoke"), Some(&json!({})));

    assert_eq!((status, change.0, revoked.0, themselves.0), (200, 200, 200, 400));
    let row = row.unwrap();
    assert_eq!(row["name"], "陈洁");
    assert_eq!(row["pin"], true);
    assert!(row["posts"].as_str().unwrap().contains("supervisor"));
}

#[test]
fn an_administrator_enrols_and_revokes_devices() {
    let plant = Plant::start();
    let (device, _, secret) = admin_session(&plant);
    let asked = json!({ "name": "K10", "posts": "dock-clerk", "server": "https://inwards.plant/" });

    let (status, made) = ask(&device, &secret, "devices/code", Some(&asked));
    let (enrolled, _) = common::enrol(
        &plant.base(),
        made["code"].as_str().unwrap(),
        &ed25519_dalek::SigningKey::from_bytes(&common::fresh()),
    );
    let (_, rows) = ask(&device, &secret, "devices", None);
    let own = device.number.0;
    let themselves = ask(&device, &secret, &format!("devices/{own}/revoke"), Some(&json!({})));

    assert_eq!((status, enrolled, themselves.0), (200, 200, 400));
    assert!(made["link"].as_str().unwrap().starts_with("https://inwards.plant/"));
    assert!(made["qr_size"].as_i64().unwrap() > 20);
    assert!(made["qr_path"].as_str().unwrap().starts_with('M'));
    let new = rows.as_array().unwrap().iter().find(|row| row["name"] == "K10").unwrap();
    let path = format!("devices/{}/revoke", new["device"]);
    assert_eq!(ask(&device, &secret, &path, Some(&json!({}))).0, 200);
}

#[test]
fn an_import_answers_with_every_row_that_was_refused() {
    let plant = Plant::start();
    let (device, _, secret) = admin_session(&plant);
    // vendor,name,currency / V1,Li,CNY / ,nobody,CNY
    let csv = "dmVuZG9yLG5hbWUsY3VycmVuY3kKVjEsTGksQ05ZCixub2JvZHksQ05ZCg==";
    let body = json!({ "kind": "vendors", "csv": csv });

    let (status, report) = ask(&device, &secret, "import", Some(&body));
    let bad = json!({ "kind": "vendors", "csv": "%%%" });

    assert_eq!(status, 200, "{report}");
    assert_eq!(report["new"], 1);
    assert_eq!(report["refused_rows"][0]["line"], 3);
    assert_eq!(ask(&device, &secret, "import", Some(&bad)).0, 400);
}

#[test]
fn nobody_else_administers() {
    let plant = Plant::start();
    let (device, own, secret) = admin_session(&plant);
    let clerk = plant.device("dock-clerk");
    let inspector = person(&plant, "李强", "qc-inspector");
    let people = |device: &Device, secret: &str| ask(device, secret, "people", None).0;

    assert_eq!(people(&device, &secret), 200);
    assert_eq!(people(&device, ""), 401, "no admin session");
    assert_eq!(people(&device, "guessed"), 401, "another admin session");
    assert_eq!(people(&clerk, &secret), 403, "a clerk's device");
    assert_eq!(get(&format!("{}/api/admin/people", plant.base()), &[]).0, 401, "no device");
    assert_eq!(sit(&device, own, "000000").0, 403, "a wrong PIN");
    assert_eq!(sit(&device, inspector, PIN).0, 403, "an inspector");
    assert_eq!(sit(&clerk, own, PIN).0, 403, "an administrator at a clerk's device");
    let other = plant.device("administrator");
    assert_eq!(people(&other, &secret), 401, "an admin session at another device");
}

#[test]
fn who_is_no_administrator_any_more_is_refused_at_once() {
    let plant = Plant::start();
    let (device, own, secret) = admin_session(&plant);
    let person = sync_core::ids::PersonNumber(own);
    plant.admin(&AdminCommand::RevokePerson { person, reason: None });

    let (status, problem) = ask(&device, &secret, "people", None);

    assert_eq!(status, 401);
    assert_eq!(problem["type"], "urn:inwards:problem:unauthenticated");
}
