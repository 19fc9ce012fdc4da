//! A real server on a loopback port, and devices that speak to it.
#![allow(dead_code, unreachable_pub, reason = "each test program uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

use std::net::TcpStream;
use std::ops::Range;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use argon2::password_hash::PasswordHasher as _;
use ed25519_dalek::{Signer as _, SigningKey};
use inwards_server::admin::Secret;
use inwards_server::admin::socket::{self, AdminAnswer, AdminCommand};
use inwards_server::audit::syslog::Collector;
use inwards_server::hub::SiteSettings;
use inwards_server::running::{DoorsWish, Running, Settings};
use inwards_server::tls::TlsWish;
use serde_json::{Value, json};
use sync_core::api::{
    Challenge, ChallengeRequest, EnrolRequest, FILE_PIECE, JSON, SYNC_MESSAGE, TokenRequest,
    UPLOAD_LENGTH_HEADER, UPLOAD_OFFSET_HEADER, token_message,
};
use sync_core::fact::{Entity, Event, Fact, Header, ReceiptOpened};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber};
use sync_core::sync::{ClientMessage, Cursor, RefusedBy, ServerMessage};
use sync_core::time::{Hlc, Timestamp};
use sync_core::wire;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tungstenite::WebSocket;
use tungstenite::client::IntoClientRequest as _;

/// What everybody signs in with.
pub const PIN: &str = "482917";

/// A site with its server.
pub struct Plant {
    runtime: Runtime,
    running: Option<Running>,
    place: TempDir,
    open_board: bool,
    doors: DoorsWish,
    syslog: Option<Collector>,
}

impl Plant {
    /// One whose board and views are open to everybody, and that one address may ask as it likes.
    pub fn start() -> Self {
        Self::start_with(true, DoorsWish { per_address: 100_000, ..DoorsWish::default() })
    }

    /// One whose board opens to its code alone, and that lets nobody take all connections.
    pub fn start_closed() -> Self {
        Self::start_with(false, DoorsWish::default())
    }

    pub fn start_with(open_board: bool, doors: DoorsWish) -> Self {
        let mut plant = Self::closed(open_board, doors);
        plant.open();
        plant
    }

    /// One that sends its audit log to a collector.
    pub fn start_shipping(collector: &str) -> Self {
        let mut plant = Self::closed(true, DoorsWish::default());
        plant.syslog = Some(collector.parse().unwrap());
        plant.open();
        plant
    }

    fn closed(open_board: bool, doors: DoorsWish) -> Self {
        let runtime = Runtime::new().unwrap();
        let place = tempfile::tempdir().unwrap();
        Self { runtime, running: None, place, open_board, doors, syslog: None }
    }

    fn open(&mut self) {
        let settings = Settings {
            data: self.data(),
            listen: "127.0.0.1:0".to_owned(),
            site: SiteSettings::default(),
            open_board: self.open_board,
            doors: self.doors.clone(),
            syslog: self.syslog.clone(),
            web: None,
            tls: TlsWish::default(),
        };
        self.running = Some(self.runtime.block_on(Running::start(&settings)).unwrap());
    }

    pub fn data(&self) -> std::path::PathBuf {
        self.place.path().join("data")
    }

    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }

    pub fn restart(&mut self) {
        self.stop();
        self.open();
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.running.as_ref().unwrap().address)
    }

    pub fn address(&self) -> String {
        self.running.as_ref().unwrap().address.to_string()
    }

    /// Opens a live connection of a device.
    pub fn live(&self, device: &Device) -> WebSocket<TcpStream> {
        let mut request =
            format!("ws://{}/api/sync/live", self.address()).into_client_request().unwrap();
        let bearer = format!("Bearer {}", device.token).parse().unwrap();
        request.headers_mut().insert("authorization", bearer);
        let stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        tungstenite::client(request, stream).unwrap().0
    }

    pub fn admin(&self, command: &AdminCommand) -> AdminAnswer {
        let path = self.data().join("admin.sock");
        self.runtime.block_on(socket::ask(&path, command)).unwrap().unwrap()
    }

    pub fn code(&self, name: &str, posts: &str) -> String {
        let command =
            AdminCommand::IssueCode { name: name.parse().unwrap(), posts: posts.to_owned() };
        match self.admin(&command) {
            AdminAnswer::Code { code, .. } => code,
            other => panic!("{other:?}"),
        }
    }

    pub fn person(&self, name: &str, posts: &str) -> PersonNumber {
        let command = AdminCommand::AddPerson {
            name: name.parse().unwrap(),
            posts: posts.to_owned(),
            pin: None,
        };
        match self.admin(&command) {
            AdminAnswer::Person { person } => {
                self.set_pin(person, PIN);
                person
            }
            other => panic!("{other:?}"),
        }
    }

    pub fn revoke(&self, device: &Device) {
        let command = AdminCommand::RevokeDevice { device: device.number, reason: None };
        assert!(matches!(self.admin(&command), AdminAnswer::Done));
    }

    /// A device with a token; its facts are a clerk's.
    pub fn device(&self, posts: &str) -> Device {
        let key = SigningKey::from_bytes(&fresh());
        let code = self.code("K1", posts);
        let answer = enrol(&self.base(), &code, &key);
        assert_eq!(answer.0, 200, "{}", answer.1);
        let number = DeviceNumber(u32::try_from(answer.1["device"].as_u64().unwrap()).unwrap());
        let author = self.person("王", posts);
        let mut device =
            Device { base: self.base(), number, key, token: String::new(), author, written: 0 };
        device.sign_in();
        device.grant(author);
        device
    }

    /// Gives a person a PIN of their own; cheap, so that tests are quick.
    pub fn set_pin(&self, person: PersonNumber, pin: &str) {
        let params = argon2::Params::new(64, 1, 1, None).unwrap();
        let argon =
            argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let hash = argon.hash_password_with_salt(pin.as_bytes(), b"saltsaltsaltsalt").unwrap();
        let pin = Some(Secret(hash.to_string().parse().unwrap()));
        let change = AdminCommand::ChangePerson { person, name: None, posts: None, pin };
        assert!(matches!(self.admin(&change), AdminAnswer::Person { .. }));
        let chosen = AdminCommand::PinIsChosen { person };
        assert!(matches!(self.admin(&chosen), AdminAnswer::Person { .. }));
    }
}

impl Drop for Plant {
    fn drop(&mut self) {
        self.stop();
    }
}

pub fn fresh<const N: usize>() -> [u8; N] {
    inwards_server::auth::encoding::random_bytes().unwrap()
}

pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .into()
}

pub fn post(url: &str, body: &Value) -> (u16, Value) {
    let mut answer = agent().post(url).header("content-type", JSON).send(body.to_string()).unwrap();
    let status = answer.status().as_u16();
    let text = answer.body_mut().read_to_string().unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

pub fn get(url: &str, headers: &[(&str, &str)]) -> (u16, Value) {
    let mut request = agent().get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut answer = request.call().unwrap();
    let status = answer.status().as_u16();
    let text = answer.body_mut().read_to_string().unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

pub fn enrol(base: &str, code: &str, key: &SigningKey) -> (u16, Value) {
    let public = inwards_server::auth::encoding::to_text(&key.verifying_key().to_bytes());
    let request = EnrolRequest { code: code.to_owned(), public_key: public };
    post(&format!("{base}/api/enrol"), &json!(request))
}

/// A device and its key, as a client holds them.
#[derive(Clone)]
pub struct Device {
    pub base: String,
    pub number: DeviceNumber,
    pub key: SigningKey,
    pub token: String,
    pub author: PersonNumber,
    pub written: u64,
}

impl Device {
    pub fn sign_in(&mut self) {
        let (status, answer) = self.try_sign_in();
        assert_eq!(status, 200, "{answer}");
        answer["token"].as_str().unwrap().clone_into(&mut self.token);
    }

    /// Signs a person in here, by the PIN that [`Plant::person`] gave them.
    pub fn grant(&self, person: PersonNumber) {
        let (status, answer) = self.try_person(person, PIN);
        assert_eq!(status, 200, "{answer}");
    }

    /// Asks the server to sign a person in here.
    pub fn try_person(&self, person: PersonNumber, pin: &str) -> (u16, Value) {
        self.ask("/api/sign-in", &json!({ "person": person, "pin": pin }))
    }

    /// Asks something by the device's token.
    pub fn ask(&self, path: &str, body: &Value) -> (u16, Value) {
        let mut answer = agent()
            .post(format!("{}{path}", self.base))
            .header("content-type", JSON)
            .header("authorization", format!("Bearer {}", self.token))
            .send(body.to_string())
            .unwrap();
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string().unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    pub fn try_sign_in(&self) -> (u16, Value) {
        let ask = json!(ChallengeRequest { device: self.number });
        let (status, challenge) = post(&format!("{}/api/token/challenge", self.base), &ask);
        if status != 200 {
            return (status, challenge);
        }
        let Challenge { nonce, .. } = serde_json::from_value(challenge).unwrap();
        let signature = self.key.sign(token_message(&nonce).as_bytes());
        let signature = inwards_server::auth::encoding::to_hex(&signature.to_bytes());
        let answer = TokenRequest { device: self.number, nonce, signature };
        post(&format!("{}/api/token", self.base), &json!(answer))
    }

    /// Opens a receipt, with a remark that tells it from others of the same name.
    pub fn receipt(&mut self, note: &str) -> Fact {
        self.written += 1;
        self.receipt_of(self.written, note)
    }

    pub fn receipt_of(&self, sequence: u64, note: &str) -> Fact {
        let id = FactId { device: self.number, sequence };
        let opened = ReceiptOpened {
            orders: Vec::new(),
            vendor: None,
            delivery_note: note.parse().ok(),
            dock: None,
            container: None,
        };
        self.fact(id, Entity::Receipt(id), &opened.into())
    }

    pub fn fact(&self, id: FactId, entity: Entity, event: &Event) -> Fact {
        let at = now();
        Fact {
            header: Header {
                id,
                merge_time: Hlc::at(at),
                recorded: at,
                author: self.author,
                entity,
                kind: event.kind() as u16,
                version: event.kind().version(),
            },
            payload: event.encode(),
        }
    }

    pub fn say(&self, message: &ClientMessage) -> (u16, ServerMessage) {
        let (status, bytes) = self.say_bytes(&wire::encode(message));
        (status, wire::decode(&bytes).unwrap())
    }

    pub fn say_bytes(&self, bytes: &[u8]) -> (u16, Vec<u8>) {
        let mut answer = agent()
            .post(&format!("{}/api/sync", self.base))
            .header("content-type", SYNC_MESSAGE)
            .header("authorization", &format!("Bearer {}", self.token))
            .send(bytes)
            .unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_vec().unwrap())
    }

    pub fn push(&self, facts: &[Fact]) -> (u16, ServerMessage) {
        self.say(&ClientMessage::Push { batch: wire::encode_batch(facts) })
    }

    /// Sends a piece of a photo's file.
    pub fn send_piece(&self, content: &str, whole: &[u8], range: Range<usize>) -> (u16, Value) {
        let mut answer = agent()
            .patch(&format!("{}/api/photos/{content}", self.base))
            .header("content-type", FILE_PIECE)
            .header("authorization", &format!("Bearer {}", self.token))
            .header(UPLOAD_OFFSET_HEADER, &range.start.to_string())
            .header(UPLOAD_LENGTH_HEADER, &whole.len().to_string())
            .send(&whole[range])
            .unwrap();
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string().unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// How much of a photo's file the server has.
    pub fn upload(&self, content: &str) -> (u16, Value) {
        let token = format!("Bearer {}", self.token);
        let url = format!("{}/api/photos/{content}/upload", self.base);
        get(&url, &[("authorization", &token)])
    }

    /// A photo's file, as the server gives it.
    pub fn photo(&self, content: &str) -> (u16, String, Vec<u8>) {
        let mut answer = agent()
            .get(&format!("{}/api/photos/{content}", self.base))
            .header("authorization", &format!("Bearer {}", self.token))
            .call()
            .unwrap();
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        (answer.status().as_u16(), kind, answer.body_mut().read_to_vec().unwrap())
    }

    /// What the server says of itself: epoch, head, and what it knows of this device.
    pub fn hello(&self) -> (u64, u64, u64) {
        let hello = ClientMessage::Hello {
            device: self.number,
            clock: now(),
            software: "test".to_owned(),
            unsent: 0,
            storage_percent: None,
        };
        match self.say(&hello) {
            (200, ServerMessage::Welcome { epoch, head, known, .. }) => (epoch, head, known),
            other => panic!("{other:?}"),
        }
    }

    /// Everything in scope from a cursor on, and the cursor behind it.
    pub fn pull_from(&self, mut cursor: Cursor, most_bytes: u32) -> (Vec<Fact>, Cursor) {
        let mut facts = Vec::new();
        loop {
            match self.say(&ClientMessage::Pull { cursor, most_bytes }) {
                (200, ServerMessage::Page { next, head, batch, .. }) => {
                    facts.extend(wire::decode_batch(&batch).unwrap());
                    cursor = next;
                    if next.position >= head {
                        return (facts, next);
                    }
                }
                other => panic!("{other:?}"),
            }
        }
    }

    pub fn pull(&self) -> Vec<Fact> {
        self.pull_from(Cursor::default(), 64 << 10).0
    }
}

/// A file that passes for a photo, and its name.
pub fn jpeg(length: usize) -> (String, Vec<u8>) {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    bytes.extend(fresh::<16>());
    bytes.resize(length, 0x5a);
    (inwards_server::auth::encoding::to_hex(&inwards_server::auth::encoding::sha256(&bytes)), bytes)
}

pub fn refused(answer: &ServerMessage) -> RefusedBy {
    match answer {
        ServerMessage::Refused { reason, .. } => *reason,
        other => panic!("not refused: {other:?}"),
    }
}
