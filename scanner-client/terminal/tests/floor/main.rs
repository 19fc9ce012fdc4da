//! The terminal as it is used on the floor: offline, interrupted, misused, and beside a bad network.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod plant;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};

use plant::{Answer, Device, Manner, PIN, Plant};
use serde_json::Value;

fn check_failure(answer: &Answer, exit: i32, rule: &str) {
    assert_eq!(answer.code, exit, "{answer:?}");
    let error = &answer.json()["error"];
    assert_eq!(error["exit"], exit);
    assert_eq!(error["rule"], rule, "{answer:?}");
}

#[test]
fn a_folder_that_is_no_device_says_how_to_make_it_one() {
    let device = Device::blank();

    let answer = device.asks(&["status", "--json"]);

    check_failure(&answer, 3, "enrolled");
    assert!(answer.stderr.is_empty());
}

#[test]
fn what_cannot_be_read_exits_with_two() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    let receipt = device.opens_receipt();
    let tally = |qty| {
        ["receipt", "tally", &receipt, "--line", "1", "--qty", qty, "--json"].map(str::to_owned)
    };

    for qty in ["-5", "0", "1,000", "abc", "1e30", "1.5", ""] {
        let words = tally(qty);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        check_failure(&device.asks(&words), 2, "amount");
    }
    check_failure(&device.asks(&["receipt", "sign", "abc", "--json"]), 2, "number");
    check_failure(&device.asks(&["receipt", "fly", &receipt, "--json"]), 2, "usage");
    assert_eq!(device.unsent(), 1);
}

#[test]
fn the_comma_is_refused_with_the_plain_spelling_in_the_persons_language() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    let receipt = device.opens_receipt();
    let words = ["receipt", "tally", &receipt, "--line", "1", "--qty", "1,000"];

    let english = device.asks(&words);
    let chinese = device.asks(&[&words[..], &["--lang", "zh"]].concat());

    assert!(english.stderr.contains("write 1000"), "{english:?}");
    assert!(chinese.stderr.contains("请写 1000"), "{chinese:?}");
}

#[test]
fn a_mistyped_number_is_answered_with_the_one_that_was_meant() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    let receipt = device.opens_receipt();
    let mut swapped: Vec<char> = receipt.chars().collect();
    let last = swapped.len() - 1;
    swapped.swap(last, last - 1);
    let swapped: String = swapped.into_iter().collect();

    for words in [["receipt", "sign"].as_slice(), &["show"]] {
        let words: Vec<&str> = words.iter().copied().chain([swapped.as_str(), "--json"]).collect();
        let answer = device.asks(&words);

        check_failure(&answer, 2, "number");
        assert_eq!(answer.json()["error"]["near"][0], receipt.as_str());
    }
}

#[test]
fn a_shift_without_a_network_arrives_whole_when_the_network_is_back() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    plant.answers(Manner::HangsUp);
    let receipt = device.opens_receipt();
    device.does(&["receipt", "tally", &receipt, "--line", "1", "--qty", "１００"]);
    device.does(&["receipt", "sign", &receipt]);
    let card = device.does(&["card", "issue", &receipt, "--line", "1"]);
    let card = card["card"].as_str().unwrap();
    device.does(&[
        "weigh", card, "--pieces", "50", "--gross", "640.0", "--tare", "33", "--unit", "g",
    ]);
    device.does(&["verdict", card, "pass"]);
    let lot = device.does(&["show", card]);
    assert_eq!(lot["passed"], "100");

    let offline = device.asks(&["sync", "--json"]);
    check_failure(&offline, 4, "server");
    // The count of the line brought along what it was counted as.
    assert_eq!(device.unsent(), 7);

    plant.answers(Manner::Honest);
    assert_eq!(device.does(&["sync"])["sent"], 7);
    assert_eq!(plant.arrived(), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(device.unsent(), 0);
}

#[test]
fn rubbish_from_the_network_is_told_and_loses_nothing() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    device.opens_receipt();

    for manner in [
        Manner::Html,
        Manner::Redirect,
        Manner::Fault,
        Manner::Endless,
        Manner::Truncated,
        Manner::WrongBytes,
        Manner::HangsUp,
    ] {
        plant.answers(manner);
        let answer = device.asks(&["sync", "--json"]);

        check_failure(&answer, 4, "server");
        assert_eq!(device.unsent(), 1, "{manner:?}");
    }
    plant.answers(Manner::Honest);
    device.does(&["sync"]);

    assert_eq!(plant.arrived(), [1]);
}

#[test]
fn a_server_that_lost_facts_gets_them_again() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    device.opens_receipt();
    device.opens_receipt();
    device.does(&["sync"]);

    plant.is_restored_with(1);
    let synced = device.does(&["sync"]);

    assert_eq!(synced["sent"], 1);
    assert_eq!(plant.arrived(), [1, 2]);
    assert_eq!(device.does(&["list", "receipts"])["receipts"].as_array().unwrap().len(), 2);
}

#[test]
fn a_damaged_outbox_is_named_with_file_and_byte() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    for _ in 0..3 {
        device.opens_receipt();
    }
    let mut bytes = fs::read(device.journal()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    fs::write(device.journal(), &bytes).unwrap();

    let answer = device.asks(&["status", "--json"]);

    check_failure(&answer, 5, "storage");
    assert!(answer.stdout.contains("0000000001.journal"), "{answer:?}");
    assert!(answer.stdout.contains("at byte"), "{answer:?}");
    assert_eq!(fs::read(device.journal()).unwrap(), bytes);
}

#[test]
fn the_tail_of_an_interrupted_write_is_dropped_and_said() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    device.opens_receipt();
    let mut file = fs::OpenOptions::new().append(true).open(device.journal()).unwrap();
    file.write_all(&[0xAB; 17]).unwrap();

    let answer = device.asks(&["list", "receipts"]);

    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.stderr.contains("17 bytes"), "{answer:?}");
    assert_eq!(device.unsent(), 1);
}

#[test]
fn a_damaged_cache_is_fetched_again_and_nothing_recorded_is_lost() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    device.opens_receipt();
    let cache = device.path().join("replica");
    fs::remove_dir_all(&cache).unwrap();
    fs::write(&cache, b"no folder").unwrap();

    let answer = device.asks(&["status"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.stderr.contains("inwards sync"), "{answer:?}");
    device.does(&["sync"]);

    assert_eq!(plant.arrived(), [1]);
    device.opens_receipt();
}

#[test]
fn a_second_process_is_told_to_try_again() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    let mut first = device.starts(&["run", "-", "--json"]);
    let mut lines = BufReader::new(first.stdout.take().unwrap()).lines();
    let mut input = first.stdin.take().unwrap();
    writeln!(input, "list conflicts").unwrap();
    lines.next().unwrap().unwrap();

    check_failure(&device.asks(&["status", "--json"]), 4, "locked");

    drop(input);
    assert!(first.wait().unwrap().success());
    assert_eq!(device.unsent(), 0);
}

#[test]
fn what_a_pipe_was_answered_is_there_after_the_process_is_killed() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    let mut process = device.starts(&["run", "-", "--json"]);
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut input = process.stdin.take().unwrap();

    writeln!(input, "receipt open --po PO1 --dock \"D 2\"  # by hand").unwrap();
    let answer: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();

    let receipt = answer["receipt"].as_str().unwrap();
    assert_eq!(answer["line"], 1);
    assert_eq!(device.does(&["show", receipt])["dock"], "D 2");
}

#[test]
fn a_file_of_commands_stops_at_the_first_failure_unless_told_otherwise() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    let file = device.path().join("commands.txt");
    fs::write(
        &file,
        "# remark\n\nreceipt open --po PO1\nreceipt sign nonsense\nreceipt open --po PO1\n",
    )
    .unwrap();
    let file = file.to_str().unwrap();

    let stopped = device.asks(&["run", file, "--json"]);
    assert_eq!(stopped.code, 2, "{stopped:?}");
    assert_eq!(stopped.stdout.lines().count(), 2);
    assert!(stopped.stdout.lines().last().unwrap().contains("\"line\":4"));
    assert_eq!(device.unsent(), 1);

    let went_on = device.asks(&["run", file, "--json", "--keep-going"]);
    assert_eq!(went_on.code, 2, "{went_on:?}");
    assert_eq!(went_on.stdout.lines().count(), 3);
    assert_eq!(device.unsent(), 3);
}

#[test]
fn wrong_pins_are_refused_and_the_fifth_has_to_wait() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    device.does(&["sign-out"]);
    let sign_in = |pin| device.asks_with(&["sign-in", "3", "--pin-stdin", "--json"], pin);

    for _ in 0..5 {
        check_failure(&sign_in("000000"), 3, "pin");
    }
    let told = sign_in(PIN);

    check_failure(&told, 3, "pin");
    assert!(told.stdout.contains("too many wrong PINs"), "{told:?}");
    check_failure(&device.asks(&["receipt", "open", "--po", "PO1", "--json"]), 3, "signed-in");
}

#[test]
fn the_fifth_wrong_pin_says_how_long_the_next_has_to_wait() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    let sign_in = |pin| device.asks_with(&["sign-in", "3", "--pin-stdin", "--json"], pin);

    let told: Vec<_> = (0..5).map(|_| sign_in("000000").stdout).collect();

    assert!(told[3].contains("that PIN is wrong"), "{told:?}");
    assert!(told[4].contains("too many wrong PINs"), "{told:?}");
}

#[test]
fn a_badge_and_a_name_in_full_width_sign_in_as_the_number_does() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);

    for asked in ["3", "３", "INW:1*P*3", "]Q3INW:1*P*3", "王\u{3000}"] {
        let told = device.asks_with(&["sign-in", asked, "--pin-stdin", "--json"], PIN);
        assert_eq!(told.json()["person"]["number"], 3, "{asked}: {told:?}");
    }
}

#[test]
fn files_that_0_1_0_wrote_still_say_who_is_signed_in_and_who_guessed() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    let session =
        r#"{"person":3,"since":"2020-01-01T00:00:00.000Z","until":"9999-01-01T00:00:00.000Z"}"#;
    fs::write(device.path().join("session"), session).unwrap();
    let wrong_pins = r#"{"count":60,"last":"9999-01-01T00:00:00.000Z"}"#;
    fs::write(device.path().join("wrong-pins"), wrong_pins).unwrap();

    assert_eq!(device.does(&["status"])["person"]["number"], 3);
    let told = device.asks_with(&["sign-in", "3", "--pin-stdin", "--json"], PIN);
    check_failure(&told, 3, "pin");
}

#[test]
fn a_rule_refuses_with_three_and_says_what_to_do() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);
    let receipt = device.opens_receipt();

    let unsigned = device.asks(&["receipt", "sign", &receipt]);
    let unknown = device.asks(&["receipt", "open", "--po", "PO9"]);

    assert_eq!((unsigned.code, unknown.code), (3, 3));
    assert!(unsigned.stderr.contains("tally the goods first"), "{unsigned:?}");
    assert!(unsigned.stderr.contains("1 recorded here") || device.unsent() == 1);
}

#[test]
fn people_are_told_what_is_not_sent_yet() {
    let plant = Plant::open();
    let device = Device::at_work(&plant);

    let answer = device.asks(&["receipt", "open", "--po", "PO1"]);

    assert!(answer.stdout.starts_with("receipt R"), "{answer:?}");
    assert!(answer.stderr.contains("1 recorded here, not yet sent"), "{answer:?}");
}
