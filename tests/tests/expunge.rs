//! A site that a broken or hostile program has poisoned gets well again, through the real programs.

use inwards_tests::device::Device;
use inwards_tests::protocol::Forger;
use inwards_tests::site::Site;
use serde_json::{Value, json};
use sync_core::fact::{CountVoided, Entity, Event};
use sync_core::ids::FactSet;
use sync_core::number::ReceiptNumber;
use sync_core::sync::ServerMessage;
use sync_core::wire;

/// Takes back ten thousand counts of a device, whatever they are: a dozen bytes.
fn poison() -> Event {
    let runs = vec![(1_u32, 1_u64, 10_000_u64)];
    let facts: FactSet = wire::decode(&wire::encode(&runs)).expect("a set of facts");
    CountVoided { facts }.into()
}

/// A receipt with 100 screws on it; its number.
fn counted(dock: &Device) -> String {
    let receipt = dock.make("receipt open --po PO1", "receipt");
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 100"));
    dock.ok("sync");
    receipt
}

fn quantity(receipt: &Value) -> Value {
    receipt["line_rows"][0]["counted"].clone()
}

#[test]
fn what_poisons_a_site_is_taken_out_and_every_device_gets_well() {
    let mut site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let desk = site.device_of("D1", "supervisor", "徐振华");
    let receipt = counted(&dock);
    let forger = Forger::of(&dock);
    let last = dock.ok("status")["recorded_here"].as_u64().expect("a count");
    let number: ReceiptNumber = receipt.parse().expect("a receipt's number");
    let fact = forger.fact(last + 1, Entity::Receipt(number.0), &poison());
    let answer = forger.push(&site, &fact);
    assert_eq!(answer, ServerMessage::Pushed { known: last + 1 });
    desk.ok("sync");
    assert_eq!(quantity(&desk.ok(&format!("show {receipt}"))), "0", "the counts are gone");

    let rows = site.administer(&["log", "--kind", "CountVoided"]).json;
    let position = rows[0]["position"].to_string();
    let without_reason = site.administer(&["expunge", &position]);
    let expunged =
        site.administer(&["expunge", &position, "--by", "root", "--reason", "a broken handheld"]);

    assert_eq!(without_reason.exit, 2, "why must be said");
    assert_eq!((expunged.exit, &expunged.json["facts"]), (0, &json!(1)), "{}", expunged.json);
    for turn in ["at once", "after a restart"] {
        let shown = site.server.get(&format!("/api/receipts/{receipt}"));
        assert_eq!(quantity(&shown), "100", "{turn}");
        for device in [&dock, &desk] {
            device.ok("sync");
            let shown = device.ok(&format!("show {receipt}"));
            assert_eq!(quantity(&shown), "100", "{}, {turn}", device.name);
        }
        let said = site.administer(&["log", "--kind", "Expunged"]).json;
        assert_eq!(said.as_array().map(Vec::len), Some(1), "{turn}: {said}");
        site.server.stop();
        site.server.restart();
    }
    let rows = site.administer(&["log", "--kind", "CountVoided"]).json;
    assert_eq!(rows[0]["expunged"], true, "it stays in the log");
    let fresh = site.device_of("D2", "supervisor", "徐振华");
    assert_eq!(quantity(&fresh.ok(&format!("show {receipt}"))), "100");
    desk.ok("sync");
    assert_eq!(fresh.ok("status")["digest"], desk.ok("status")["digest"]);
}

#[test]
fn what_was_set_aside_by_the_hundred_is_listed_in_pages_and_taken_out_with_one_command() {
    let site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let desk = site.device_of("D1", "supervisor", "徐振华");
    let number = dock.ok("status")["device"].to_string();
    let forger = Forger::of(&dock);
    site.administer(&["people", "revoke", "1"]);
    let receipt = Entity::Receipt(sync_core::ids::FactId::new(1, 1));
    let told = (1..=120)
        .map(|sequence| forger.push(&site, &forger.fact(sequence, receipt.clone(), &poison())));
    let refused = told.filter(|answer| matches!(answer, ServerMessage::Refused { .. })).count();
    assert_eq!(refused, 70, "fifty a day, and no more");
    let devices = site.administer(&["devices", "list"]).json;
    assert_eq!(devices[0]["held_back"], "set-aside", "{devices}");
    assert_eq!(site.administer(&["devices", "allow", &number]).exit, 0);
    for sequence in 51..=120 {
        forger.push(&site, &forger.fact(sequence, receipt.clone(), &poison()));
    }

    desk.ok("sync");
    let first = desk.ok("set-aside list");
    let last = desk.ok("set-aside list --from 100");
    let lengths = [&first, &last].map(|page| page["set_aside"].as_array().map(Vec::len));
    assert_eq!((lengths, &first["total"]), ([Some(50), Some(20)], &json!(120)));

    let most = ["log", "--kind", "FactSetAside", "--most", "1000"];
    let rows = site.administer(&most).json;
    let position = |row: Option<&Value>| row.map(|row| row["position"].to_string()).expect("a row");
    let rows = rows.as_array().expect("rows");
    let run = format!("{}-{}", position(rows.first()), position(rows.last()));
    let expunged = site.administer(&["expunge", &run, "--by", "root", "--reason", "rubbish"]);

    assert_eq!(expunged.exit, 0, "{}", expunged.json);
    desk.ok("sync");
    assert_eq!(desk.ok("set-aside list")["total"], 0);
    assert_eq!(site.server.get("/api/set-aside"), json!([]));
}
