//! The sync protocol spoken by hand, with the key of an enrolled device: what no program of
//! ours would say can be said here.

use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sync_core::api::{
    Challenge, ChallengeRequest, JSON, SYNC_MESSAGE, Token, TokenRequest, token_message,
};
use sync_core::fact::{Entity, Event, Fact, Header};
use sync_core::ids::{ContentHash, DeviceNumber, FactId, PersonNumber};
use sync_core::sync::{CHUNK_BYTES, ClientMessage, Cursor, PreviousFact, PushPlace, ServerMessage};
use sync_core::time::{Hlc, Timestamp};
use sync_core::wire;

use crate::device::Device;
use crate::site::Site;

/// Somebody who holds a device's folder.
#[derive(Debug)]
pub struct Forger {
    /// The number of the device whose key was taken.
    pub device: DeviceNumber,
    key: SigningKey,
}

impl Forger {
    /// Takes the key from a device's folder.
    pub fn of(device: &Device) -> Self {
        let identity = fs::read(device.folder.join("identity")).expect("an enrolled device");
        let identity: Value = serde_json::from_slice(&identity).expect("it is JSON");
        let secret = identity["secret"].as_str().expect("a key");
        let seed = from_hex(secret).try_into().expect("32 bytes");
        let number = identity["device"].as_u64().and_then(|number| u32::try_from(number).ok());
        Self { device: DeviceNumber(number.expect("a number")), key: SigningKey::from_bytes(&seed) }
    }

    /// A fact of this device, recorded now by the first person.
    pub fn fact(&self, sequence: u64, entity: Entity, event: &Event) -> Fact {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock that is set");
        let now = Timestamp::from_millis(i64::try_from(since.as_millis()).expect("this century"));
        Fact {
            header: Header {
                id: FactId { device: self.device, sequence },
                merge_time: Hlc::at(now),
                recorded: now,
                author: PersonNumber(1),
                entity,
                kind: event.kind() as u16,
                version: event.kind().version(),
            },
            payload: event.encode(),
        }
    }

    /// Sends a fact with a valid token, signed by the key.
    pub fn push(&self, site: &Site, fact: &Fact) -> ServerMessage {
        let token = self.token(site);
        let (facts, Cursor { epoch, .. }) = self.read(site, &token);
        let (device, first) = (self.device, fact.header.id.sequence);
        let own = facts.iter().filter(|own| own.header.id.device == device);
        let before = own.filter(|own| own.header.id.sequence < first);
        let previous = before.max_by_key(|own| own.header.id.sequence).map(PreviousFact::of);
        let batch = wire::encode_batch(std::slice::from_ref(fact));
        let place = PushPlace { epoch, device, first, last: first, previous };
        let text = place.message(ContentHash::of(&batch));
        let signature = self.key.sign(text.as_bytes()).to_bytes().to_vec();
        let push = ClientMessage::SignedPush { batch, previous, signature };
        self.say(site, &token, &push).expect("an answer of the protocol")
    }

    /// Everything that the device may read, from the beginning.
    pub fn pull(&self, site: &Site) -> Vec<Fact> {
        let token = self.token(site);
        self.read(site, &token).0
    }

    fn read(&self, site: &Site, token: &str) -> (Vec<Fact>, Cursor) {
        let mut facts = Vec::new();
        let mut cursor = Cursor::default();
        loop {
            let ask = ClientMessage::Pull { cursor, most_bytes: CHUNK_BYTES };
            let Ok(ServerMessage::Page { next, head, batch, .. }) = self.say(site, token, &ask)
            else {
                panic!("no page after {cursor:?}")
            };
            facts.extend(wire::decode_batch(&batch).expect("a batch"));
            if next.position >= head {
                return (facts, next);
            }
            cursor = next;
        }
    }

    /// Says something; the status where the answer is none of the protocol.
    pub fn say(
        &self,
        site: &Site,
        token: &str,
        message: &ClientMessage,
    ) -> Result<ServerMessage, u16> {
        let request = agent()
            .post(format!("{}/api/sync", site.server.address()))
            .header("content-type", SYNC_MESSAGE)
            .header("authorization", format!("Bearer {token}"));
        let mut answer = request.send(wire::encode(message)).expect("an answer");
        let status = answer.status().as_u16();
        let bytes = answer.body_mut().read_to_vec().expect("a body");
        wire::decode(&bytes).map_err(|_| status)
    }

    fn token(&self, site: &Site) -> String {
        let device = self.device;
        let ask = json!(ChallengeRequest { device });
        let challenge = post(site, "/api/token/challenge", &ask);
        let Challenge { nonce, .. } = serde_json::from_value(challenge).expect("a challenge");
        let signature = to_hex(&self.key.sign(token_message(&nonce).as_bytes()).to_bytes());
        let ask = json!(TokenRequest { device, nonce, signature });
        let answer = post(site, "/api/token", &ask);
        let Token { token, .. } = serde_json::from_value(answer).expect("a token");
        token
    }
}

/// The message that sends a fact.
pub fn push(fact: &Fact) -> ClientMessage {
    ClientMessage::Push { batch: wire::encode_batch(std::slice::from_ref(fact)) }
}

fn post(site: &Site, path: &str, body: &Value) -> Value {
    let request =
        agent().post(format!("{}{path}", site.server.address())).header("content-type", JSON);
    let mut answer = request.send(body.to_string()).expect("an answer");
    let text = answer.body_mut().read_to_string().expect("a body");
    serde_json::from_str(&text).expect("JSON")
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    config.timeout_global(Some(Duration::from_secs(20))).build().new_agent()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn from_hex(text: &str) -> Vec<u8> {
    let pairs = (0..text.len()).step_by(2).map(|place| &text[place..place + 2]);
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect()
}
