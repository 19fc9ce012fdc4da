//! Challenges: what a device signs once, to prove that it still has its key.
//!
//! Nothing is kept of a challenge that waits: it carries its device, its instant and random bits
//! under a MAC of this server's, so that no number of challenges which strangers ask for takes room,
//! or makes another's be forgotten. What is kept is the few that a device has *answered*, until they
//! are too old to be answered again: only its own key makes those.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use sync_core::ids::DeviceNumber;
use sync_core::time::{Span, Timestamp};

use super::encoding::{random_bytes, to_text};

/// How long a challenge may be answered.
pub const LIFETIME: Span = Span::seconds(60);
/// So many answers of one device within a challenge's life are remembered; there are no more.
const MOST_ANSWERED: usize = 256;

/// Instant, random bits, MAC.
const INSTANT: usize = 8;
const RANDOM: usize = 16;
const MAC: usize = 32;
const LENGTH: usize = INSTANT + RANDOM + MAC;

/// Makes challenges, and tells whether one is answered for the first time.
pub struct Challenges {
    /// Made when the server starts: a challenge lives for a minute, and none needs to outlive it.
    key: [u8; 64],
    answered: Mutex<BTreeMap<DeviceNumber, Answered>>,
}

/// What a device answered lately: the random bits, and when the challenge ends.
type Answered = Vec<([u8; RANDOM], Timestamp)>;

impl Challenges {
    /// With a key of its own.
    pub fn new() -> io::Result<Self> {
        Ok(Self { key: random_bytes()?, answered: Mutex::default() })
    }

    /// A new challenge for whoever says that it is a device. Whether it is one, its answer shows.
    pub fn issue(&self, device: DeviceNumber, now: Timestamp) -> io::Result<String> {
        let random = random_bytes::<RANDOM>()?;
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend(now.millis().to_be_bytes());
        bytes.extend(random);
        let mac = self.mac(device, &bytes).finalize().into_bytes();
        bytes.extend(mac);
        Ok(to_text(&bytes))
    }

    /// Whether this server gave the challenge to this device, and lately.
    pub fn is_fresh(&self, nonce: &str, device: DeviceNumber, now: Timestamp) -> bool {
        self.read(nonce, device).is_some_and(|(at, _)| is_within(at, now))
    }

    /// Takes note of an answer that was right: true once for each challenge.
    pub fn answer(&self, nonce: &str, device: DeviceNumber, now: Timestamp) -> bool {
        let read = self.read(nonce, device).filter(|(at, _)| is_within(*at, now));
        let Some((at, random)) = read else { return false };
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.retain(|_, answers| {
            answers.retain(|(_, until)| *until >= now);
            !answers.is_empty()
        });
        let answers = answered.entry(device).or_default();
        if answers.len() >= MOST_ANSWERED || answers.iter().any(|(known, _)| *known == random) {
            return false;
        }
        answers.push((random, at.plus(LIFETIME)));
        true
    }

    fn read(&self, nonce: &str, device: DeviceNumber) -> Option<(Timestamp, [u8; RANDOM])> {
        let bytes = URL_SAFE_NO_PAD.decode(nonce).ok()?;
        let bytes = <&[u8; LENGTH]>::try_from(bytes.as_slice()).ok()?;
        let (said, mac) = bytes.split_at(INSTANT + RANDOM);
        self.mac(device, said).verify_slice(mac).ok()?;
        let (at, random) = said.split_at(INSTANT);
        let at = Timestamp::from_millis(i64::from_be_bytes(at.try_into().ok()?));
        Some((at, random.try_into().ok()?))
    }

    fn mac(&self, device: DeviceNumber, said: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::new(&self.key.into());
        mac.update(b"inwards challenge:");
        mac.update(&device.0.to_be_bytes());
        mac.update(said);
        mac
    }
}

/// None is from the future, but for a clock that was set back while it waited.
fn is_within(at: Timestamp, now: Timestamp) -> bool {
    now <= at.plus(LIFETIME) && at <= now.plus(LIFETIME)
}

impl std::fmt::Debug for Challenges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Challenges { … }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);
    const DEVICE: DeviceNumber = DeviceNumber(7);

    #[test]
    fn a_challenge_is_answered_once() {
        let challenges = Challenges::new().unwrap();
        let nonce = challenges.issue(DEVICE, NOW).unwrap();

        assert!(challenges.is_fresh(&nonce, DEVICE, NOW));
        assert!(challenges.answer(&nonce, DEVICE, NOW));
        assert!(!challenges.answer(&nonce, DEVICE, NOW));
        let next = challenges.issue(DEVICE, NOW).unwrap();
        assert!(challenges.answer(&next, DEVICE, NOW));
    }

    #[test]
    fn a_challenge_is_of_one_device_of_one_minute_and_of_one_server() {
        let challenges = Challenges::new().unwrap();
        let nonce = challenges.issue(DEVICE, NOW).unwrap();

        assert!(!challenges.answer(&nonce, DeviceNumber(8), NOW));
        assert!(!challenges.answer(&nonce, DEVICE, NOW.plus(Span(60_001))));
        assert!(!challenges.answer(&nonce, DEVICE, NOW.plus(Span(-60_001))));
        assert!(!Challenges::new().unwrap().answer(&nonce, DEVICE, NOW));
        for place in 0..nonce.len() {
            let mut other = nonce.clone().into_bytes();
            other[place] = if other[place] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(other).unwrap();
            assert!(!challenges.is_fresh(&other, DEVICE, NOW), "{place}");
        }
        assert!(!challenges.is_fresh("", DEVICE, NOW));
    }

    #[test]
    fn a_challenge_waits_however_many_others_are_asked_for() {
        let challenges = Challenges::new().unwrap();
        let nonce = challenges.issue(DEVICE, NOW).unwrap();

        for _ in 0..20_000 {
            challenges.issue(DEVICE, NOW).unwrap();
        }

        assert!(challenges.answer(&nonce, DEVICE, NOW));
    }

    #[test]
    fn what_is_remembered_of_a_device_is_bounded_and_ends() {
        let challenges = Challenges::new().unwrap();
        let answer = |now| challenges.answer(&challenges.issue(DEVICE, now).unwrap(), DEVICE, now);

        assert!((0..MOST_ANSWERED).all(|_| answer(NOW)));
        assert!(!answer(NOW), "more than anybody asks for");
        assert!(answer(NOW.plus(Span(60_001))));
    }
}
