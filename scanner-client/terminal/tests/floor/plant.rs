//! A server of a few lines that can be honest, silent or full of rubbish, and a device beside it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use argon2::password_hash::PasswordHasher as _;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sync_core::api::{
    Challenge, Enrolled, Grant, JSON, SYNC_MESSAGE, SignInAnswer, SignInRequest, Token, Verifier,
    WRONG_PIN, verifier_secret,
};
use sync_core::fact::{
    ApprovalStated, DeviceEnrolled, Entity, Event, Fact, Header, OrderLineStated, OrderStated,
    OrderType, PersonStated, SigningInStated, VendorStated,
};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber};
use sync_core::measure::{Quantity, Unit};
use sync_core::post::Posts;
use sync_core::rules::sign_in;
use sync_core::sync::{ClientMessage, Cursor, ServerMessage};
use sync_core::time::{Hlc, Timestamp};
use sync_core::wire;

/// The one device's number.
pub(crate) const DEVICE: u32 = 7;
/// What the plant's clerk signs in with.
pub(crate) const PIN: &str = "482917";

/// How the server answers what comes to `/api/sync`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    Honest,
    Html,
    Redirect,
    Fault,
    Endless,
    Truncated,
    WrongBytes,
    HangsUp,
}

struct Books {
    manner: Manner,
    epoch: u64,
    log: Vec<Fact>,
}

/// A plant: its server listens until the test ends.
pub(crate) struct Plant {
    pub(crate) address: String,
    books: Arc<Mutex<Books>>,
}

impl Plant {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let books =
            Arc::new(Mutex::new(Books { manner: Manner::Honest, epoch: 1, log: master_data() }));
        let shared = Arc::clone(&books);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A device that hangs up is its own business.
                let _ = serve(&stream, &shared);
            }
        });
        Self { address, books }
    }

    pub(crate) fn answers(&self, manner: Manner) {
        self.books.lock().unwrap().manner = manner;
    }

    /// The server comes back from a backup that holds only so many of the device's facts.
    pub(crate) fn is_restored_with(&self, own: usize) {
        let mut books = self.books.lock().unwrap();
        let mut left = own;
        books.epoch += 1;
        books.log.retain(|fact| {
            let is_own = fact.header.id.device == DeviceNumber(DEVICE);
            let stays = !is_own || left > 0;
            left -= usize::from(is_own && stays);
            stays
        });
    }

    /// The device's facts that arrived, by their count.
    pub(crate) fn arrived(&self) -> Vec<u64> {
        let books = self.books.lock().unwrap();
        let own = books.log.iter().filter(|f| f.header.id.device == DeviceNumber(DEVICE));
        own.map(|fact| fact.header.id.sequence).collect()
    }
}

fn master_data() -> Vec<Fact> {
    let posts: Posts = "dock-clerk+qc-inspector".parse().unwrap();
    let line = OrderLineStated {
        line: 1,
        item: "A1".parse().unwrap(),
        quantity: Quantity::new(1_000.into()).unwrap(),
        unit: Unit::Pieces,
        due: None,
    };
    let clerk = Entity::Person(PersonNumber(3));
    let stated: Vec<(Entity, Event)> = vec![
        (
            Entity::Device(DeviceNumber(DEVICE)),
            DeviceEnrolled { name: text("dock 1"), posts, key: Vec::new() }.into(),
        ),
        (clerk, PersonStated { name: text("王"), posts }.into()),
        (Entity::Site, SigningInStated { badges: false }.into()),
        (
            Entity::Vendor("V1".parse().unwrap()),
            VendorStated { name: text("Vendor 1"), currency: None }.into(),
        ),
        (
            Entity::Vendor("V1".parse().unwrap()),
            ApprovalStated { from: serde_json::from_str("\"2020-01-01\"").unwrap(), to: None }
                .into(),
        ),
        (
            Entity::Order("PO1".parse().unwrap()),
            OrderStated {
                order_type: OrderType::Standard,
                vendor: "V1".parse().unwrap(),
                increase_of: None,
                lines: vec![line],
            }
            .into(),
        ),
    ];
    (1..)
        .zip(stated)
        .map(|(sequence, (entity, event))| Fact {
            header: Header {
                id: FactId::new(0, sequence),
                merge_time: Hlc(sequence << 16),
                recorded: Timestamp::from_millis(1),
                author: PersonNumber::SERVER,
                entity,
                kind: event.kind() as u16,
                version: 1,
            },
            payload: event.encode(),
        })
        .collect()
}

fn text(text: &str) -> sync_core::ids::Text {
    text.parse().unwrap()
}

/// Answers one request and closes.
fn serve(stream: &TcpStream, books: &Mutex<Books>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        if header.trim().is_empty() {
            break;
        }
        if let Some(value) = header.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;

    let path = first.split(' ').nth(1).unwrap_or_default();
    let json = |body: Value| answer(stream, "200 OK", JSON, body.to_string().as_bytes());
    let expires = Timestamp::from_millis(0);
    match path {
        "/api/enrol" => json(json!(Enrolled {
            device: DeviceNumber(DEVICE),
            short_code: "7".to_owned(),
            name: "K1".to_owned(),
            posts: "dock-clerk".to_owned(),
            site: "Plant".to_owned(),
            server_time: expires,
            grant_key: hex(key().verifying_key().as_bytes()),
        })),
        "/api/sign-in" => {
            if let Some(granted) = sign_in(&body) {
                json(json!(granted))
            } else {
                let wrong = json!({ "type": WRONG_PIN, "detail": "wrong", "status": 403 });
                answer(stream, "403 Forbidden", JSON, wrong.to_string().as_bytes())
            }
        }
        "/api/token/challenge" => json(json!(Challenge { nonce: "n".to_owned(), expires })),
        "/api/token" => json(json!(Token { token: "t".to_owned(), expires })),
        _ => sync(stream, &mut books.lock().unwrap(), &body),
    }
}

/// The key that signs what this server grants.
fn key() -> SigningKey {
    SigningKey::from_bytes(&[5; 32])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(hex_digit).collect()
}

fn hex_digit(half: u8) -> Option<char> {
    char::from_digit(u32::from(half), 16)
}

/// Grants the device to whoever knows the PIN.
fn sign_in(body: &[u8]) -> Option<SignInAnswer> {
    let asked: SignInRequest = serde_json::from_slice(body).unwrap();
    if asked.pin != PIN {
        return None;
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let from = Timestamp::from_millis(i64::try_from(since).unwrap());
    let (device, until) = (DeviceNumber(DEVICE), from.plus(sign_in::LIFE));
    let grant = Grant { device, person: asked.person, posts: "dock-clerk".to_owned(), from, until };
    let argon = argon2::Argon2::new(
        argon2::Algorithm::Argon2id,
        argon2::Version::V0x13,
        argon2::Params::new(64, 1, 1, None).unwrap(),
    );
    let secret = verifier_secret(None, PIN);
    let hash = argon.hash_password_with_salt(secret.as_bytes(), b"saltsaltsaltsalt").unwrap();
    Some(SignInAnswer {
        signature: hex(&key().sign(grant.message().as_bytes()).to_bytes()),
        key: hex(key().verifying_key().as_bytes()),
        grant,
        verifier: Verifier { hash: hash.to_string(), badge: false },
        server_time: from,
    })
}

fn sync(mut stream: &TcpStream, books: &mut Books, body: &[u8]) -> std::io::Result<()> {
    let ours = SYNC_MESSAGE;
    let honest = || wire::encode(&ServerMessage::Pushed { known: 1 });
    match books.manner {
        Manner::Honest => {
            let message = wire::decode(body).map_err(std::io::Error::other)?;
            answer(stream, "200 OK", ours, &wire::encode(&books.answer(message)))
        }
        Manner::Html => answer(stream, "200 OK", "text/html", b"<html>Welcome, guest</html>"),
        Manner::Redirect => {
            stream.write_all(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/login\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        }
        Manner::Fault => answer(stream, "500 Internal Server Error", "text/plain", b"oops"),
        Manner::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: {ours}\r\nconnection: close\r\n\r\n")?;
            let chunk = vec![0x92; 1 << 20];
            (0..64).try_for_each(|_| stream.write_all(&chunk))
        }
        Manner::Truncated => {
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: {ours}\r\ncontent-length: 900\r\n\r\n")?;
            stream.write_all(&honest())
        }
        Manner::WrongBytes => answer(stream, "200 OK", ours, &[0x92, 1, 0xC1, 0, 7]),
        Manner::HangsUp => Ok(()),
    }
}

fn answer(mut stream: &TcpStream, status: &str, of: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {of}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}

impl Books {
    fn answer(&mut self, message: ClientMessage) -> ServerMessage {
        let own = self.log.iter().filter(|f| f.header.id.device == DeviceNumber(DEVICE));
        let known = own.map(|fact| fact.header.id.sequence).max().unwrap_or(0);
        let head = u64::try_from(self.log.len()).unwrap();
        let epoch = self.epoch;
        match message {
            ClientMessage::Hello { clock, .. } => {
                ServerMessage::Welcome { now: clock, epoch, head, known, gaps: Vec::new() }
            }
            ClientMessage::Push { batch } | ClientMessage::SignedPush { batch, .. } => {
                let facts = wire::decode_batch(&batch).unwrap();
                let last = facts.last().map_or(known, |fact| fact.header.id.sequence);
                self.log.extend(facts.into_iter().filter(|f| f.header.id.sequence > known));
                ServerMessage::Pushed { known: last }
            }
            ClientMessage::Pull { cursor, .. } | ClientMessage::Subscribe { cursor } => {
                let ours = cursor.epoch == epoch;
                let position = if ours { cursor.position } else { 0 };
                let rest = self.log.iter().skip(usize::try_from(position).unwrap());
                ServerMessage::Page {
                    from: Cursor { epoch, position },
                    next: Cursor { epoch, position: head },
                    head,
                    batch: wire::encode_batch(rest),
                }
            }
        }
    }
}

/// The folder of one device, removed when the test ends.
pub(crate) struct Device {
    folder: tempfile::TempDir,
}

/// What a command answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Answer {
    /// The one JSON object on standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("it ended by itself"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Device {
    /// A folder that is no device yet.
    pub(crate) fn blank() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A device that was enrolled, has synced, and has the clerk signed in.
    pub(crate) fn at_work(plant: &Plant) -> Self {
        let device = Self::blank();
        let address = plant.address.as_str();
        device.does(&["enrol", "--server", address, "--code", "x"]);
        device.does(&["sync"]);
        let signed_in = device.asks_with(&["sign-in", "王", "--pin-stdin"], PIN);
        assert_eq!(signed_in.code, 0, "{signed_in:?}");
        device
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.path().join("outbox/0000000001.journal")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inwards"));
        command.arg("--data").arg(self.path()).args(words);
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C");
        command.env("INWARDS_LOCK_MINUTES", "720");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn asks(&self, words: &[&str]) -> Answer {
        self.command(words).output().unwrap().into()
    }

    pub(crate) fn asks_with(&self, words: &[&str], input: &str) -> Answer {
        let mut child = self.starts(words);
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap().into()
    }

    /// A process that goes on, with standard input open.
    pub(crate) fn starts(&self, words: &[&str]) -> Child {
        self.command(words).stdin(Stdio::piped()).spawn().unwrap()
    }

    /// Asks what must succeed, and answers its JSON.
    pub(crate) fn does(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        let answer = self.asks(&words);
        assert_eq!(answer.code, 0, "{words:?}: {answer:?}");
        answer.json()
    }

    /// Opens a receipt on the plant's only order, and answers its number.
    pub(crate) fn opens_receipt(&self) -> String {
        let opened = self.does(&["receipt", "open", "--po", "PO1"]);
        opened["receipt"].as_str().unwrap().to_owned()
    }

    pub(crate) fn unsent(&self) -> u64 {
        self.does(&["status"])["unsent"].as_u64().unwrap()
    }
}
