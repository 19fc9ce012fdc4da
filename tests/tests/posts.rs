//! A device that writes what it may not: kept, set aside, shown, and let in by a supervisor.

use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ed25519_dalek::{Signer as _, SigningKey};
use inwards_tests::device::Device;
use inwards_tests::site::Site;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sync_core::fact::{
    Entity, Event, Fact, Header, Judgement, PAYLOAD_VERSION, Verdict, VerdictRecorded,
};
use sync_core::ids::{DeviceNumber, FactId, FactSet, PersonNumber};
use sync_core::measure::Quantity;
use sync_core::number::CardNumber;
use sync_core::sync::{ClientMessage, ServerMessage};
use sync_core::time::{Hlc, Timestamp};
use sync_core::wire;

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
    let told = tablet.ok("sync");

    assert_eq!(changed.exit, 0, "{}", changed.json);
    assert_eq!(told["set_aside"], json!([verdict]), "its own device is told");
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
    let verdict = forger.verdict(&dock, &card);
    let answer = forger.push(&site, &verdict);

    let sequence = verdict.header.id.sequence;
    assert_eq!(answer, ServerMessage::Pushed { known: sequence }, "it is kept");
    assert_eq!(lot(&site, &card)["unjudged"], "100", "it takes no effect");
    let name = verdict.header.id.to_string();
    assert!(site.server.get("/api/set-aside").to_string().contains(&name));
    desk.ok("sync");
    desk.ok(&format!("set-aside readmit {name}"));
    desk.ok("sync");
    assert_eq!(lot(&site, &card)["passed"], "100");
}

#[test]
fn a_device_that_was_revoked_is_refused_and_keeps_what_it_recorded() {
    let site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    dock.ok("receipt open --po PO1");
    let number = dock.ok("status")["device"].to_string();

    let revoked = site.administer(&["devices", "revoke", &number]);
    let outcome = dock.run("sync");

    assert_eq!(revoked.exit, 0);
    assert_eq!(outcome.exit, 3, "{}", outcome.json);
    assert_eq!(dock.ok("status")["unsent"], 1);
}

#[test]
fn nobody_pushes_without_a_token_or_in_anothers_name() {
    let site = Site::small();
    let [one, other] = ["K1", "K2"].map(|name| site.device_of(name, "dock-clerk", "王建国"));
    let (forger, victim) = (Forger::of(&one), Forger::of(&other));

    let mut foreign = forger.verdict(&one, "C0010014");
    foreign.header.id.device = victim.device;
    let answer = forger.push(&site, &foreign);
    let (status, _) = forger.say(&site, "", &push(&foreign));

    assert!(matches!(answer, ServerMessage::Refused { .. }), "{answer:?}");
    assert_eq!(status, 401);
    assert!(site.known().iter().all(|(_, known)| *known == 0));
}

/// Somebody who holds a device's folder and writes facts by hand.
struct Forger {
    device: DeviceNumber,
    key: SigningKey,
}

impl Forger {
    fn of(device: &Device) -> Self {
        let identity = fs::read(device.folder.join("identity")).expect("an enrolled device");
        let identity: Value = serde_json::from_slice(&identity).expect("it is JSON");
        let secret = identity["secret"].as_str().expect("a key");
        let seed = from_hex(secret).try_into().expect("32 bytes");
        let number = identity["device"].as_u64().and_then(|number| u32::try_from(number).ok());
        Self { device: DeviceNumber(number.expect("a number")), key: SigningKey::from_bytes(&seed) }
    }

    /// The next fact of the device: the whole lot passes.
    fn verdict(&self, device: &Device, card: &str) -> Fact {
        let last = device.ok("status")["recorded_here"].as_u64().expect("a count");
        let card: CardNumber = card.parse().expect("a card's number");
        let hundred = Quantity::new(Decimal::ONE_HUNDRED).expect("a quantity");
        let event = Event::from(VerdictRecorded {
            judgements: vec![Judgement { verdict: Verdict::Pass, quantity: hundred }],
            reason: None,
            note: None,
            replaces: FactSet::default(),
        });
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock that is set");
        let now = Timestamp::from_millis(i64::try_from(since.as_millis()).expect("this century"));
        Fact {
            header: Header {
                id: FactId { device: self.device, sequence: last + 1 },
                merge_time: Hlc::at(now),
                recorded: now,
                author: PersonNumber(1),
                entity: Entity::Card(card.0),
                kind: event.kind() as u16,
                version: PAYLOAD_VERSION,
            },
            payload: event.encode(),
        }
    }

    /// Sends a fact with a valid token.
    fn push(&self, site: &Site, fact: &Fact) -> ServerMessage {
        let ask = json!({ "device": self.device.0 });
        let challenge = post(site, "/api/token/challenge", &ask);
        let nonce = challenge["nonce"].as_str().expect("a nonce");
        let signature = self.key.sign(format!("inwards-token-v1:{nonce}").as_bytes());
        let ask = json!({
            "device": self.device.0,
            "nonce": nonce,
            "signature": to_hex(&signature.to_bytes()),
        });
        let answer = post(site, "/api/token", &ask);
        let token = answer["token"].as_str().expect("a token");
        let (_, bytes) = self.say(site, token, &push(fact));
        wire::decode(&bytes).expect("an answer of the protocol")
    }

    fn say(&self, site: &Site, token: &str, message: &ClientMessage) -> (u16, Vec<u8>) {
        let request = agent()
            .post(format!("{}/api/sync", site.server.address()))
            .header("content-type", "application/vnd.inwards.sync+msgpack")
            .header("authorization", format!("Bearer {token}"));
        let mut answer = request.send(wire::encode(message)).expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_vec().expect("a body"))
    }
}

/// A signed lot of 100 screws; its card's number.
fn signed_lot(dock: &Device) -> String {
    let receipt = dock.make("receipt open --po PO1", "receipt");
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 100"));
    dock.ok(&format!("receipt sign {receipt}"));
    dock.make(&format!("card issue {receipt} --line 1"), "card")
}

fn push(fact: &Fact) -> ClientMessage {
    ClientMessage::Push { batch: wire::encode_batch(std::slice::from_ref(fact)) }
}

fn lot(site: &Site, card: &str) -> Value {
    site.server.get(&format!("/api/lots/{card}"))
}

fn post(site: &Site, path: &str, body: &Value) -> Value {
    let request = agent()
        .post(format!("{}{path}", site.server.address()))
        .header("content-type", "application/json");
    let mut answer = request.send(body.to_string()).expect("an answer");
    let text = answer.body_mut().read_to_string().expect("a body");
    serde_json::from_str(&text).expect("JSON")
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    config.timeout_global(Some(Duration::from_secs(20))).build().new_agent()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let pairs = (0..text.len()).step_by(2).map(|place| &text[place..place + 2]);
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect()
}
