//! Doors that strangers cannot shut: bodies, room, connections, challenges, waits; and no trust by
//! address, by name or by the page that asks.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use common::{Device, Plant, enrol, fresh, get, post};
use ed25519_dalek::{Signer as _, SigningKey};
use inwards_server::admin::Secret;
use inwards_server::admin::socket::{AdminAnswer, AdminCommand};
use inwards_server::auth::pin;
use inwards_server::running::DoorsWish;
use serde_json::json;
use sync_core::api::{TokenRequest, token_message};
use sync_core::ids::PersonNumber;

/// A connection on which so much was sent.
fn begun(plant: &Plant, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(plant.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

/// What comes back, to the end of the connection.
fn answer_of(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is cut ends it as well.
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn raw(plant: &Plant, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
    let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head += "\r\n";
    let answer = answer_of(begun(plant, &head));
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

fn pin_of(plant: &Plant, name: &str, digits: &str) -> u32 {
    let pin = Some(Secret(pin::hash(digits).unwrap()));
    let posts = "administrator".to_owned();
    match plant.admin(&AdminCommand::AddPerson { name: name.parse().unwrap(), posts, pin }) {
        AdminAnswer::Person { person } => person.0,
        other => panic!("{other:?}"),
    }
}

fn sit(device: &Device, person: u32, pin: &str) -> u16 {
    let body = json!({ "person": person, "pin": pin });
    let bearer = format!("Bearer {}", device.token);
    let asked = common::agent()
        .post(format!("{}/api/admin/sitting", device.base))
        .header("content-type", "application/json")
        .header("authorization", &bearer)
        .send(body.to_string());
    asked.unwrap().status().as_u16()
}

#[test]
fn strangers_who_promise_a_body_and_send_none_take_nobodys_room() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let promise = "POST /api/enrol HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                   Content-Length: 4000\r\n\r\n{";
    let waiting: Vec<TcpStream> = (0..300).map(|_| begun(&plant, promise)).collect();
    thread::sleep(Duration::from_millis(300));

    let began = Instant::now();
    assert_eq!(clerk.hello().2, 0);
    assert_eq!(get(&format!("{}/health/ready", plant.base()), &[]).0, 200);
    assert_eq!(enrol(&plant.base(), "0000-0000", &SigningKey::from_bytes(&fresh())).0, 403);
    let mut again = clerk.clone();
    again.sign_in();

    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    // And none of them is waited for longer than it takes to send a code.
    let mut waiting = waiting.into_iter();
    let first = answer_of(waiting.next().unwrap());
    assert!(first.contains(" 408 "), "{first}");
    assert!(began.elapsed() < Duration::from_secs(14), "{:?}", began.elapsed());
}

#[test]
fn wrong_codes_by_the_hundred_shut_nobody_out() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let code = plant.code("K2", "dock-clerk");
    let key = SigningKey::from_bytes(&fresh());
    let body = json!({ "code": "0000-0000", "public_key": "11".repeat(32) }).to_string();
    let body = body.replace(
        &"11".repeat(32),
        &inwards_server::auth::encoding::to_hex(&key.verifying_key().to_bytes()),
    );
    let guess = format!(
        "POST /api/enrol HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let _guesses: Vec<TcpStream> = (0..300).map(|_| begun(&plant, &guess)).collect();
    thread::sleep(Duration::from_millis(500));

    let began = Instant::now();
    assert_eq!(clerk.hello().2, 0);
    assert_eq!(get(&format!("{}/health/live", plant.base()), &[]).0, 200);
    assert_eq!(enrol(&plant.base(), &code, &key).0, 200, "the right code opens at once");
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

#[test]
fn a_body_that_trickles_is_cut_and_a_strangers_large_one_is_not_read() {
    let plant = Plant::start();
    let head =
        "POST /board/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    let mut slow = begun(&plant, &format!("{head}Content-Length: 8000\r\n\r\n"));
    let began = Instant::now();
    let mut writing = slow.try_clone().unwrap();
    thread::spawn(move || {
        // 40 bytes a second: never silent, and never done.
        while writing.write_all(b"          ").is_ok() {
            thread::sleep(Duration::from_millis(250));
        }
    });
    let large = begun(&plant, &format!("{head}Content-Length: 100000\r\n\r\n"));

    assert!(answer_of(large).contains(" 413 "));
    let mut status = [0; 12];
    slow.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 408");
    assert!(began.elapsed() < Duration::from_secs(14), "{:?}", began.elapsed());
    // Elsewhere a stranger's body is not looked at: the head is refused.
    let sync = "POST /api/sync HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n";
    let mut refused = begun(&plant, sync);
    refused.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 401");
}

#[test]
fn an_address_has_so_many_connections_and_no_more() {
    let doors = DoorsWish { per_address: 8, ..DoorsWish::default() };
    let plant = Plant::start_with(true, doors);
    let held: Vec<TcpStream> = (0..8).map(|_| begun(&plant, "GET / HTTP/1.1\r\n")).collect();
    thread::sleep(Duration::from_millis(300));

    let cut = answer_of(begun(&plant, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    drop(held);
    thread::sleep(Duration::from_millis(300));
    let served = get(&format!("{}/health/live", plant.base()), &[]).0;

    assert_eq!((cut.as_str(), served), ("", 200));
    assert_eq!(DoorsWish::default().per_address, 64);
}

#[test]
fn challenges_that_strangers_ask_for_make_no_other_be_forgotten() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let ask = format!("{}/api/token/challenge", plant.base());
    let (_, challenge) = post(&ask, &json!({ "device": clerk.number }));
    let body = json!({ "device": clerk.number }).to_string();
    let one = format!(
        "POST /api/token/challenge HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stranger = begun(&plant, "");
    let mut reading = stranger.try_clone().unwrap();
    let reader = thread::spawn(move || {
        let (mut buffer, mut seen) = (vec![0; 65_536], 0_usize);
        while seen < 10_050 {
            let read = reading.read(&mut buffer).unwrap();
            assert_ne!(read, 0, "cut after {seen}");
            seen += buffer[..read].windows(9).filter(|part| part == b"HTTP/1.1 ").count();
        }
    });
    for _ in 0..10_100 {
        stranger.write_all(one.as_bytes()).unwrap();
    }
    reader.join().unwrap();

    let nonce = challenge["nonce"].as_str().unwrap().to_owned();
    let signature = clerk.key.sign(token_message(&nonce).as_bytes());
    let signature = inwards_server::auth::encoding::to_hex(&signature.to_bytes());
    let answer = TokenRequest { device: clerk.number, nonce, signature };
    let token = format!("{}/api/token", plant.base());
    let (status, said) = post(&token, &json!(answer));

    assert_eq!(status, 200, "{said}");
    assert_eq!(post(&token, &json!(answer)).0, 401, "and it is good once");
}

#[test]
fn wrong_pins_of_one_administrator_keep_no_other_waiting() {
    let plant = Plant::start();
    let (guessed, other) = (plant.device("administrator"), plant.device("administrator"));
    let (victim, colleague) = (pin_of(&plant, "赵敏", "482917"), pin_of(&plant, "钱磊", "739164"));
    for _ in 0..5 {
        assert_eq!(sit(&guessed, victim, "000000"), 403);
    }
    let guessers: Vec<_> = (0..14)
        .map(|_| {
            let guessed = guessed.clone();
            thread::spawn(move || sit(&guessed, victim, "000000"))
        })
        .collect();
    thread::sleep(Duration::from_millis(200));

    let began = Instant::now();
    assert_eq!(sit(&other, colleague, "739164"), 200);
    assert_eq!(sit(&guessed, colleague, "739164"), 200, "on the same device too");
    assert_eq!(sit(&other, victim, "482917"), 200, "and the victim elsewhere");

    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    let answers: Vec<u16> = guessers.into_iter().map(|guesser| guesser.join().unwrap()).collect();
    assert!(
        answers.iter().all(|status| *status == 429),
        "side by side they are not tried: {answers:?}"
    );
    // Nor at the other door: signing in there is a guess at the same PIN.
    assert_eq!(guessed.try_person(PersonNumber(victim), "000000").0, 429);
}

#[test]
fn names_that_are_not_the_servers_and_pages_of_others_get_nothing() {
    let hosts = vec!["inwards.plant.example".parse().unwrap()];
    let plant = Plant::start_with(true, DoorsWish { hosts, ..DoorsWish::default() });
    let asked = |path: &str, headers: &[(&str, &str)]| raw(&plant, "GET", path, headers);

    for host in
        ["localhost", "127.0.0.1:8470", "inwards.plant.example", "INWARDS.plant.example:443"]
    {
        assert_eq!(asked("/api/board", &[("Host", host)]), 200, "{host}");
    }
    for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8470", ""] {
        assert_eq!(asked("/api/board", &[("Host", host)]), 421, "{host}");
        assert_eq!(asked("/", &[("Host", host)]), 421, "{host}");
    }
    assert_eq!(asked("/api/board", &[]), 421, "no name at all");
    let twice = [("Host", "localhost"), ("Host", "evil.example")];
    assert!([400, 421].contains(&asked("/api/board", &twice)));
    assert_eq!(asked("/health/live", &[("Host", "probe")]), 200);

    let from = |site| [("Host", "localhost"), ("Sec-Fetch-Site", site)];
    assert_eq!(asked("/api/board", &from("cross-site")), 403);
    assert_eq!(asked("/api/board", &from("same-site")), 403);
    assert_eq!(asked("/api/board", &from("same-origin")), 200);
    assert_eq!(asked("/board", &from("cross-site")), 200, "a link to the page");
    assert_eq!(raw(&plant, "POST", "/board/login", &from("cross-site")), 403);
}

#[test]
fn every_answer_says_what_browsers_may_do_with_it() {
    let plant = Plant::start();

    for path in ["/board", "/api/board", "/nothing", "/health/live", "/api/enrol"] {
        let answer = common::agent().get(format!("{}{path}", plant.base())).call().unwrap();
        let said = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(said("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(said("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(said("permissions-policy").contains("camera=(self)"), "{path}");
        assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.headers().contains_key("strict-transport-security"), "in clear it is void");
    }
}
