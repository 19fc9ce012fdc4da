//! What people and programs read: views, the board, its events, the document.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use common::{Plant, get, post};
use serde_json::{Value, json};
use sync_core::number::ReceiptNumber;

#[test]
fn a_pushed_receipt_is_in_the_views_with_its_place_in_the_log() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let fact = clerk.receipt("DN-7");
    let number = ReceiptNumber(fact.header.id).to_string();
    clerk.push(&[fact]);
    let ask = |path: &str| get(&format!("{}{path}", plant.base()), &[]);

    let (_, rows) = ask("/api/receipts");
    let (_, receipt) = ask(&format!("/api/receipts/{number}"));
    let (_, history) = ask(&format!("/api/history/{number}"));

    assert_eq!(rows[0]["number"], number);
    assert_eq!(receipt["delivery_note"], "DN-7");
    assert_eq!(history[0]["kind"], "ReceiptOpened");
    for path in [
        "/api/lots",
        "/api/lots?state=overdue",
        "/api/order-lines",
        "/api/conflicts",
        "/api/set-aside",
    ] {
        assert_eq!(ask(path), (200, Value::Array(Vec::new())), "{path}");
    }
}

#[test]
fn a_number_that_nothing_bears_is_answered_with_those_it_may_mean() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let fact = clerk.receipt("DN-7");
    let number = ReceiptNumber(fact.header.id).to_string();
    clerk.push(&[fact]);
    let mut swapped: Vec<char> = number.chars().collect();
    let place = (1..7).find(|place| swapped[*place] != swapped[place + 1]).unwrap();
    swapped.swap(place, place + 1);
    let swapped: String = swapped.into_iter().collect();

    let (status, problem) = get(&format!("{}/api/receipts/{swapped}", plant.base()), &[]);

    assert_eq!(status, 404);
    assert!(problem["detail"].as_str().unwrap().contains(&number), "{problem}");
    assert_eq!(get(&format!("{}/api/order-lines?order=PO9", plant.base()), &[]).0, 404);
    assert_eq!(get(&format!("{}/api/history/PO9", plant.base()), &[]).0, 404);
}

#[test]
fn the_board_hears_of_a_push_at_once() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let mut stream = TcpStream::connect(plant.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET /api/board/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut next = || loop {
        let line = lines.next().unwrap().unwrap();
        if let Some(json) = line.strip_prefix("data:") {
            return serde_json::from_str::<Value>(json.trim()).unwrap();
        }
    };
    let first = next();

    clerk.push(&[clerk.clone().receipt("DN-7")]);
    clerk.written = 1;
    let began = Instant::now();
    let second = next();

    assert!(began.elapsed() < Duration::from_secs(3));
    assert!(second["position"].as_u64() > first["position"].as_u64());
    assert_eq!(second["board"]["docks"][0]["receipts"], 1);
}

#[test]
fn every_documented_path_answers_as_documented() {
    let plant = Plant::start();
    let base = plant.base();
    let (status, document) = get(&format!("{base}/api/openapi.json"), &[]);
    assert_eq!(status, 200);
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() >= 19);

    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].is_string(), "{method} {path} is not described");
            if method != "get" || path == "/api/board/events" {
                continue;
            }
            let asked = path.replace("{number}", "R00700A4");
            let (status, _) = get(&format!("{base}{asked}"), &[]);
            let documented = operation["responses"].as_object().unwrap();
            let class = format!("{}XX", status / 100);
            assert!(
                documented.contains_key(&status.to_string()) || documented.contains_key(&class),
                "{path} answers {status}"
            );
        }
    }
    let references = document.to_string();
    for part in references.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name} is not described");
    }
}

#[test]
fn the_pages_run_nothing_but_their_own_files() {
    let plant = Plant::start();

    for path in [
        "/board",
        "/board.js",
        "/words.js",
        "/names.js",
        "/board.css",
        "/icon.svg",
        "/api/docs",
        "/docs.js",
        "/docs.css",
    ] {
        let mut answer = common::agent().get(format!("{}{path}", plant.base())).call().unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"));
        let text = answer.body_mut().read_to_string().unwrap();
        assert!(
            !text.contains("https://") && !text.contains(" style=") && !text.contains("onclick="),
            "{path}"
        );
    }
}

#[test]
fn who_says_nothing_is_cut_and_others_are_served_meanwhile() {
    let plant = Plant::start();
    let silent: Vec<TcpStream> =
        (0..200).map(|_| TcpStream::connect(plant.address()).unwrap()).collect();
    let mut slow = TcpStream::connect(plant.address()).unwrap();
    slow.write_all(b"GET /health/live HTTP/1.1\r\nHost: ").unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(30))).unwrap();

    assert_eq!(get(&format!("{}/health/live", plant.base()), &[]).0, 200);
    assert_eq!(get(&format!("{}/health/ready", plant.base()), &[]).0, 200);

    let began = Instant::now();
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(began.elapsed() < Duration::from_secs(20), "a slow head is not cut");
    drop(silent);
}

#[test]
fn what_was_pushed_is_found_and_its_device_was_here() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let fact = clerk.receipt("DN-７７");
    let number = ReceiptNumber(fact.header.id).to_string();
    clerk.push(&[fact]);
    let ask = |path: &str| get(&format!("{}{path}", plant.base()), &[]);
    let hello = sync_core::sync::ClientMessage::Hello {
        device: clerk.number,
        clock: common::now(),
        software: "test".to_owned(),
        unsent: 3,
        storage_percent: Some(91),
    };
    clerk.say(&hello);

    let (_, hits) = ask("/api/search?words=dn-77");
    let (_, nothing) = ask("/api/search?words=dn-78");
    let (_, contacts) = ask("/api/contacts");

    assert_eq!(hits[0]["number"], number);
    assert_eq!(nothing, Value::Array(Vec::new()));
    assert_eq!(contacts["contacts"][0]["unsent"], 3);
    assert_eq!(contacts["contacts"][0]["storage_percent"], 91);
    assert_eq!(contacts["contacts"][0]["device"], clerk.number.0);
}

#[test]
fn whoever_asks_hears_what_a_label_says_and_nothing_of_the_site() {
    let plant = Plant::start();
    let ask = |body: &Value| post(&format!("{}/api/scan/read", plant.base()), body);

    let (status, read) = ask(&json!({ "text": "]C1400PO1\\x1d30250", "escaped": true }));
    assert_eq!(status, 200);
    assert_eq!(read["identifiers"][0], json!({ "system": "gs1", "id": "400", "value": "PO1" }));
    assert_eq!(read["meanings"][1]["kind"], "quantity");
    let doubt = json!([{ "kind": "breach", "reason": "needs-another", "id": "30" }]);
    assert_eq!(read["doubt"], doubt);

    let (status, refused) = ask(&json!({ "text": "]C10109506" }));
    assert_eq!((status, &refused["refused"]["reason"]), (200, &json!("cut-off")));
    assert_eq!(ask(&json!({ "words": 1 })).0, 400);
    assert_eq!(ask(&json!({ "text": "9".repeat(20_000) })).0, 413);
}
