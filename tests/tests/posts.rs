//! A device that writes what it may not: kept, set aside, shown, and let in by a supervisor where the
//! closed list has it.

use inwards_tests::device::Device;
use inwards_tests::protocol::{Forger, push};
use inwards_tests::site::Site;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sync_core::fact::{Entity, Event, Fact, Judgement, Verdict, VerdictRecorded};
use sync_core::ids::FactSet;
use sync_core::measure::Quantity;
use sync_core::number::CardNumber;
use sync_core::sync::ServerMessage;

#[test]
fn a_verdict_by_somebody_who_lost_the_post_meanwhile_waits_for_a_supervisor() {
    let site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let tablet = site.device_of("T1", "qc-inspector", "周婷");
    let desk = site.device_of("D1", "supervisor", "徐振华");
    let card = signed_lot(&dock);
    dock.ok("sync");
    tablet.ok("sync");

    let changed = site.administer(&["people", "change", "3", "--post", "dock-clerk"]);
    let verdict = tablet.make(&format!("verdict {card} pass"), "verdict");
    let told = tablet.run("sync");

    assert_eq!(changed.exit, 0, "{}", changed.json);
    assert_eq!((told.exit, told.rule()), (3, "never-lost"), "{}", told.json);
    assert_eq!(told.json["set_aside"], json!([verdict]), "its own device is told");
    assert_eq!(tablet.ok("status")["set_aside"], 1);
    assert_eq!(lot(&site, &card)["unjudged"], "100", "it takes no effect");
    assert_eq!(tablet.ok(&format!("show {card}"))["unjudged"], "100", "nor where it was written");
    desk.ok("sync");
    for device in [&tablet, &desk] {
        let list = device.ok("set-aside list").to_string();
        assert!(list.contains(&format!("\"{verdict}\"")), "{}: {list}", device.name);
    }

    let by_clerk = dock.run(&format!("set-aside readmit {verdict}"));
    desk.ok(&format!("set-aside readmit {verdict}"));
    desk.ok("sync");
    tablet.ok("sync");

    assert_eq!(by_clerk.exit, 3, "{}", by_clerk.json);
    let admitted = lot(&site, &card);
    assert_eq!((&admitted["passed"], &admitted["unjudged"]), (&"100".into(), &"0".into()));
    assert_eq!(tablet.ok(&format!("show {card}"))["verdicts"], admitted["verdicts"]);
    assert_eq!(tablet.ok("status")["set_aside"], 0);
}

#[test]
fn a_verdict_that_a_changed_program_wrote_on_a_clerks_handheld_is_set_aside() {
    let site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let desk = site.device_of("D1", "supervisor", "徐振华");
    let card = signed_lot(&dock);
    dock.ok("sync");

    let forger = Forger::of(&dock);
    let verdict = verdict(&forger, &dock, &card);
    let answer = forger.push(&site, &verdict);

    let sequence = verdict.header.id.sequence;
    assert_eq!(answer, ServerMessage::Pushed { known: sequence }, "it is kept");
    assert_eq!(lot(&site, &card)["unjudged"], "100", "it takes no effect");
    let name = verdict.header.id.to_string();
    assert!(site.server.get("/api/set-aside").to_string().contains(&name));
    desk.ok("sync");
    let readmitted = desk.run(&format!("set-aside readmit {name}"));
    assert_eq!((readmitted.exit, readmitted.rule()), (3, "readmission"), "{}", readmitted.json);
    let list = desk.ok("set-aside list").to_string();
    assert!(list.contains("\"readmittable\":false"), "{list}");
    assert_eq!(lot(&site, &card)["unjudged"], "100", "what is no device's to write stays out");
}

#[test]
fn a_device_that_was_revoked_sends_what_it_recorded_and_erases_itself() {
    let site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let desk = site.device_of("D1", "supervisor", "徐振华");
    let receipt = dock.make("receipt open --po PO1", "receipt");
    let number = dock.ok("status")["device"].to_string();

    let revoked = site.administer(&["devices", "revoke", &number]);
    let outcome = dock.run("sync");

    assert_eq!(revoked.exit, 0);
    assert_eq!((outcome.exit, outcome.rule()), (3, "device"), "{}", outcome.json);
    assert!(outcome.message().contains("erased"), "{}", outcome.json);
    for left in ["identity", "session", "outbox", "replica"] {
        assert!(!dock.folder.join(left).exists(), "{left} is left");
    }
    assert_eq!(dock.run("status").rule(), "enrolled");
    desk.ok("sync");
    let aside = desk.ok("set-aside list").to_string();
    assert!(aside.contains("\"revoked\""), "{aside}");
    desk.ok("set-aside readmit --all --reason revoked");
    desk.ok("sync");
    assert_eq!(site.server.get(&format!("/api/receipts/{receipt}"))["number"], receipt.as_str());
}

#[test]
fn nobody_pushes_without_a_token_or_in_anothers_name() {
    let site = Site::small();
    let [one, other] = ["K1", "K2"].map(|name| site.device_of(name, "dock-clerk", "王建国"));
    let (forger, victim) = (Forger::of(&one), Forger::of(&other));

    let card = signed_lot(&one);
    let mut foreign = verdict(&forger, &one, &card);
    foreign.header.id.device = victim.device;
    let answer = forger.push(&site, &foreign);
    let without = forger.say(&site, "", &push(&foreign));

    assert!(matches!(answer, ServerMessage::Refused { .. }), "{answer:?}");
    assert_eq!(without, Err(401));
    assert!(site.known().iter().all(|(_, known)| *known == 0));
}

/// The next fact of a device, written by hand: the whole lot passes.
fn verdict(forger: &Forger, device: &Device, card: &str) -> Fact {
    let last = device.ok("status")["recorded_here"].as_u64().expect("a count");
    let card: CardNumber = card.parse().expect("a card's number");
    let hundred = Quantity::new(Decimal::ONE_HUNDRED).expect("a quantity");
    let event = Event::from(VerdictRecorded {
        judgements: vec![Judgement { verdict: Verdict::Pass, quantity: hundred }],
        reason: None,
        note: None,
        replaces: FactSet::default(),
    });
    forger.fact(last + 1, Entity::Card(card.0), &event)
}

/// A signed lot of 100 screws; its card's number.
fn signed_lot(dock: &Device) -> String {
    let receipt = dock.make("receipt open --po PO1", "receipt");
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 100"));
    dock.ok(&format!("receipt sign {receipt}"));
    dock.make(&format!("card issue {receipt} --line 1"), "card")
}

fn lot(site: &Site, card: &str) -> Value {
    site.server.get(&format!("/api/lots/{card}"))
}
