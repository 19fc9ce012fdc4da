//! What the audit log holds of a server at work, who reads it, and what a changed one is told by.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use std::io::Read as _;
use std::net::{TcpListener, UdpSocket};
use std::process::{Command, Output};
use std::time::Duration;

use common::{Device, Plant, get, post};
use inwards_server::admin::Secret;
use inwards_server::admin::socket::{AdminAnswer, AdminCommand};
use inwards_server::auth::pin;
use serde_json::{Value, json};
use sync_core::fact::{DeviceRevoked, Entity};
use sync_core::ids::{DeviceNumber, FactId};

const PIN: &str = "482917";

fn program(plant: &Plant, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inwards-server"));
    command.args(arguments).arg("--data").arg(plant.data()).output().unwrap()
}

fn records(plant: &Plant, arguments: &[&str]) -> Vec<Value> {
    let output = program(plant, &[&["audit", "list", "--json"], arguments].concat());
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn whats(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["what"].as_str().unwrap()).collect()
}

/// An administrator at an administrator's device, and what opens the administration to them.
fn administrator(plant: &Plant) -> (Device, u32, String) {
    let device = plant.device("administrator");
    let pin = Some(Secret(pin::hash(PIN).unwrap()));
    let posts = "administrator".to_owned();
    let added =
        plant.admin(&AdminCommand::AddPerson { name: "赵敏".parse().unwrap(), posts, pin });
    let AdminAnswer::Person { person } = added else { panic!("{added:?}") };
    let (status, answer) =
        ask(&device, "", "sitting", Some(&json!({ "person": person, "pin": PIN })));
    assert_eq!(status, 200, "{answer}");
    (device, person.0, answer["sitting"].as_str().unwrap().to_owned())
}

fn ask(device: &Device, sitting: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
    let url = format!("{}/api/admin/{path}", device.base);
    let bearer = format!("Bearer {}", device.token);
    let Some(body) = body else {
        return get(&url, &[("authorization", &bearer), ("x-inwards-sitting", sitting)]);
    };
    let asked = common::agent()
        .post(&url)
        .header("content-type", "application/json")
        .header("authorization", &bearer)
        .header("x-inwards-sitting", sitting)
        .send(body.to_string());
    let mut answer = asked.unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

#[test]
fn what_is_administered_is_noted_before_it_is_answered() {
    let plant = Plant::start();
    let (device, person, sitting) = administrator(&plant);
    let changes = json!({ "posts": "administrator+supervisor", "pin": "739164" });
    // vendor,name,currency / V1,Li,CNY
    let import =
        json!({ "kind": "vendors", "csv": "dmVuZG9yLG5hbWUsY3VycmVuY3kKVjEsTGksQ05ZCg==" });
    let code = json!({ "name": "K9", "posts": "dock-clerk", "server": "http://127.0.0.1" });
    for (path, body, what) in [
        ("people", json!({ "name": "钱磊", "posts": "dock-clerk" }), "person-added"),
        ("people/1/revoke", json!({ "reason": "left" }), "person-revoked"),
        ("devices/code", code, "code-made"),
        ("site", json!({ "blind_count": true }), "site-changed"),
        ("import", import, "imported"),
        // Last: whose own posts change begins anew.
        (&format!("people/{person}"), changes, "person-changed"),
    ] {
        let (status, answer) = ask(&device, &sitting, path, Some(&body));
        assert_eq!(status, 200, "{path} {answer}");
        let all = records(&plant, &[]);
        let last = all.last().unwrap();
        assert_eq!(last["what"], what);
        assert_eq!(last["by"], json!({ "person": person, "device": device.number }), "{last}");
    }
    plant.admin(&AdminCommand::Carry { days: 30 });
    plant.revoke(&device);
    let all = records(&plant, &[]);
    assert_eq!(whats(&all[all.len() - 2..]), ["carried", "device-revoked"]);
    assert!(all.last().unwrap()["by"]["account"].is_u64(), "the command line is an account");
    assert_eq!(
        whats(&records(&plant, &["--what", "device-enrolled,administration-begun"])),
        ["device-enrolled", "administration-begun"]
    );
    assert!(
        records(&plant, &["--who", "person:1"]).iter().any(|one| one["what"] == "person-revoked")
    );
    assert!(records(&plant, &["--since", "2999-01-01T00:00:00Z"]).is_empty());
    let text = all.iter().map(Value::to_string).collect::<String>();
    for secret in [PIN, "739164", "argon2", &sitting, &device.token] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn refusals_wrong_pins_and_facts_that_were_set_aside_are_noted() {
    let plant = Plant::start();
    let (device, person, _) = administrator(&plant);
    let mut clerk = plant.device("dock-clerk");
    let wrong = json!({ "person": person, "pin": "000000" });
    assert_eq!(ask(&device, "", "sitting", Some(&wrong)).0, 403);
    assert_eq!(ask(&clerk, "", "people", None).0, 403);
    post(&format!("{}/board/login", plant.base()), &json!({ "code": "wrong" }));
    get(&format!("{}/api/board", plant.base()), &[("authorization", "Bearer nonsense")]);
    clerk.written += 1;
    let id = FactId { device: clerk.number, sequence: clerk.written };
    let entity = Entity::Device(DeviceNumber(1));
    clerk.push(&[clerk.fact(id, entity, &DeviceRevoked { reason: None }.into())]);
    // Written behind them, so it is there once they are.
    plant.admin(&AdminCommand::Carry { days: 30 });

    let refused = records(&plant, &["--what", "administration-refused"]);
    assert_eq!(
        (refused.len(), &refused[0]["person"], &refused[0]["times"]),
        (1, &json!(person), &json!(1))
    );
    let refused = records(&plant, &["--what", "refused"]);
    let problems: Vec<_> = refused.iter().map(|one| one["problem"].as_str().unwrap()).collect();
    assert_eq!(problems, ["forbidden", "forbidden", "code-refused", "unauthenticated"]);
    assert_eq!(refused[1]["by"]["device"], json!(clerk.number));
    assert_eq!(refused[2]["by"]["address"], "127.0.0.1");
    let aside =
        records(&plant, &["--what", "set-aside", "--who", &format!("device:{}", clerk.number)]);
    assert_eq!(aside[0]["facts"], 1);
}

#[test]
fn strangers_do_not_fill_the_disk_by_being_refused() {
    let plant = Plant::start();
    for _ in 0..400 {
        get(&format!("{}/api/board", plant.base()), &[("authorization", "Bearer nonsense")]);
    }
    plant.admin(&AdminCommand::Carry { days: 30 });
    get(&format!("{}/api/board", plant.base()), &[("authorization", "Bearer nonsense")]);
    let person = AdminCommand::AddPerson {
        name: "孙".parse().unwrap(),
        posts: "dock-clerk".to_owned(),
        pin: None,
    };
    plant.admin(&person);

    let noted = records(&plant, &["--what", "refused"]).len();
    assert!((120..=200).contains(&noted), "{noted}");
}

#[test]
fn an_administrator_reads_it_page_by_page_and_nobody_else_does() {
    let plant = Plant::start();
    let (device, person, sitting) = administrator(&plant);
    let clerk = plant.device("dock-clerk");

    let (status, page) = ask(&device, &sitting, "audit?limit=3", None);
    let before = page["before"].as_u64().unwrap();
    let (_, earlier) = ask(&device, &sitting, &format!("audit?limit=2&before={before}"), None);
    let (_, own) = ask(&device, &sitting, "audit?what=person-added&who=person:1", None);

    assert_eq!((status, page["records"].as_array().unwrap().len()), (200, 3));
    assert_eq!(page["records"][2]["what"], "audit-read");
    assert_eq!(page["records"][2]["by"]["person"], json!(person));
    assert_eq!(earlier["records"][1]["n"].as_u64().unwrap(), before - 1);
    assert_eq!(own["records"].as_array().unwrap().len(), 1);
    assert_eq!(ask(&device, "", "audit", None).0, 401);
    assert_eq!(ask(&clerk, &sitting, "audit", None).0, 403);
    assert_eq!(get(&format!("{}/api/admin/audit", plant.base()), &[]).0, 401);
}

#[test]
fn a_check_passes_while_the_server_works_and_finds_what_was_changed() {
    let mut plant = Plant::start();
    plant.device("dock-clerk");
    let whole = program(&plant, &["audit", "verify", "--json"]);
    let noted: Value = serde_json::from_slice(&whole.stdout).unwrap();
    let known = format!("{}:{}", noted["last"], noted["hash"].as_str().unwrap());
    assert_eq!((whole.status.code(), &noted["whole"]), (Some(0), &json!(true)));
    plant.restart();
    plant.stop();
    let known = ["audit", "verify", "--known", &known];
    assert_eq!(program(&plant, &known).status.code(), Some(0));

    let folder = plant.data().join("audit");
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("dock-clerk", "supervisor", 1)).unwrap();
    let broken = program(&plant, &["audit", "verify"]);
    assert_eq!(broken.status.code(), Some(3));
    let said = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert!(said.contains("broken at record 3"), "{said}");
    let short: Vec<&str> = text.lines().take(2).collect();
    std::fs::write(&file, short.join("\n") + "\n").unwrap();
    assert_eq!(program(&plant, &["audit", "verify"]).status.code(), Some(0));
    assert_eq!(program(&plant, &known).status.code(), Some(3), "the noted record is gone");
}

#[test]
fn starts_stops_and_a_log_that_was_put_back_are_noted() {
    let mut plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    plant.stop();
    let (journal, copy) = (plant.data().join("journal"), plant.data().join("copy"));
    let copied = Command::new("cp").arg("-a").args([&journal, &copy]).status().unwrap();
    assert!(copied.success());
    plant.restart();
    clerk.base = plant.base();
    clerk.sign_in();
    let fact = clerk.receipt("DN-1");
    clerk.push(&[fact]);
    plant.stop();
    std::fs::remove_dir_all(&journal).unwrap();
    std::fs::rename(&copy, &journal).unwrap();
    std::fs::remove_dir_all(plant.data().join("index")).unwrap();
    plant.restart();

    let all = records(&plant, &["--what", "started,stopped,restored"]);
    assert_eq!(whats(&all), ["started", "stopped", "started", "stopped", "restored", "started"]);
    assert_eq!(all[4]["facts_before"].as_u64().unwrap(), all[4]["facts"].as_u64().unwrap() + 1);
}

#[test]
fn a_key_is_changed_while_devices_work() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let before = clerk.token.clone();

    let rotated = program(&plant, &["keys", "rotate", "--json"]);
    let said: Value = serde_json::from_slice(&rotated.stdout).unwrap();

    assert_eq!(rotated.status.code(), Some(0));
    assert_eq!(clerk.hello().2, 0, "a token of before goes on");
    clerk.sign_in();
    assert_ne!(clerk.token.split('.').next(), before.split('.').next(), "another key signs");
    assert_eq!(clerk.hello().2, 0);
    let noted = records(&plant, &["--what", "key-rotated"]);
    assert_eq!((&noted[0]["kid"], &noted[0]["until"]), (&said["kid"], &said["until"]));
}

#[test]
fn a_collector_gets_every_record_with_its_number_and_hash() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let plant = Plant::start_shipping(&format!("udp://{}", socket.local_addr().unwrap()));
    let mut buffer = [0; 4_096];
    let length = socket.recv(&mut buffer).unwrap();
    let first = String::from_utf8_lossy(&buffer[..length]).into_owned();
    assert!(
        first.starts_with("<110>1 ") && first.contains(" started [inwards@32473 n=\"1\" hash=\"")
    );
    let known = first.split("hash=\"").nth(1).unwrap().split('"').next().unwrap();
    let known = format!("1:{known}");
    assert_eq!(program(&plant, &["audit", "verify", "--known", &known]).status.code(), Some(0));
    drop(plant);

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let plant = Plant::start_shipping(&format!("tcp://{}", listener.local_addr().unwrap()));
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    drop(plant);
    let mut bytes = [0; 64];
    stream.read_exact(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (length, rest) = text.split_once(' ').unwrap();
    assert!(length.parse::<usize>().unwrap() > 100 && rest.starts_with("<110>1 "), "{text}");
}
