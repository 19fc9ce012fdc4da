//! What a device keeps of who signed in on it: grants, and what opens it without the network.

use std::collections::BTreeMap;

use argon2::Argon2;
use argon2::password_hash::PasswordVerifier as _;
use argon2::password_hash::phc::PasswordHash;
use serde::{Deserialize, Serialize};
use sync_core::api::{Grant, SignInAnswer, Verifier, WrongPinsReport, verifier_secret};
use sync_core::ids::PersonNumber;
use sync_core::rules::sign_in::{self, GrantedTime};
use sync_core::time::Timestamp;

/// What somebody gave to sign in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Given<'g> {
    /// Their PIN.
    pub pin: &'g str,
    /// The key of their badge, where they scanned it.
    pub badge: Option<&'g str>,
}

impl std::fmt::Debug for Given<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Given { pin: …, badge: … }")
    }
}

/// A grant as the server gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptGrant {
    /// What it says.
    pub grant: Grant,
    /// The server's signature, in hex.
    pub signature: String,
    /// What opens the device by it; nothing after too many wrong PINs.
    pub verifier: Option<Verifier>,
    /// Wrong PINs in a row. They lie beside the verifier: who removes the count removes that, too.
    #[serde(default)]
    pub wrong: u32,
}

impl KeptGrant {
    /// The time that it grants.
    pub const fn time(&self) -> GrantedTime {
        GrantedTime { from: self.grant.from, until: self.grant.until }
    }
}

/// Wrong PINs of somebody that the server was not told of yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Untold {
    count: u32,
    since: Timestamp,
    erased: bool,
}

/// The grants of those who worked here lately, as a shell keeps them from one start to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptGrants {
    /// The key that signs them, in hex, as the server gave it when the device was enrolled, or first
    /// signed somebody in.
    pub key: Option<String>,
    people: BTreeMap<u32, KeptGrant>,
    /// Wrong PINs that the server was not told of yet.
    untold: BTreeMap<u32, Untold>,
}

/// What came of a PIN that was held against what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlocked {
    /// It opens the device.
    Open,
    /// It is another PIN, or badge.
    Wrong,
    /// The badge is needed, too.
    BadgeNeeded,
    /// Nothing is kept that could be opened.
    Nothing,
}

impl KeptGrants {
    /// Of a device that was just enrolled, by a server that grants with a key; of before, it has none.
    pub fn signed_by(key: String) -> Self {
        Self { key: (!key.is_empty()).then_some(key), ..Self::default() }
    }

    /// Keeps what the server gave, in place of what it gave before, and drops what has ended.
    pub fn keep(&mut self, answer: &SignInAnswer) {
        let SignInAnswer { grant, signature, key, verifier, server_time } = answer.clone();
        self.people.retain(|_, kept| kept.time().covers(server_time));
        self.key.get_or_insert(key);
        let person = grant.person.0;
        let kept = KeptGrant { grant, signature, verifier: Some(verifier), wrong: 0 };
        self.people.insert(person, kept);
    }

    /// What is kept of a person.
    pub fn of(&self, person: PersonNumber) -> Option<&KeptGrant> {
        self.people.get(&person.0)
    }

    /// Drops what is not as it should be.
    pub fn retain(&mut self, is_right: impl Fn(&KeptGrant) -> bool) {
        self.people.retain(|_, kept| is_right(kept));
    }

    /// Holds a PIN against what is kept; counts a wrong one, and erases at the tenth.
    pub fn unlock(&mut self, person: PersonNumber, given: Given<'_>, now: Timestamp) -> Unlocked {
        let Some(kept) = self.people.get_mut(&person.0) else { return Unlocked::Nothing };
        let Some(verifier) = kept.verifier.as_ref().filter(|_| kept.time().covers(now)) else {
            return Unlocked::Nothing;
        };
        if verifier.badge && given.badge.is_none() {
            return Unlocked::BadgeNeeded;
        }
        if fits(verifier, given) {
            kept.wrong = 0;
            return Unlocked::Open;
        }
        kept.wrong = kept.wrong.saturating_add(1);
        if kept.wrong >= sign_in::ERASED_AT {
            kept.verifier = None;
        }
        let erased = kept.verifier.is_none();
        let new = Untold { count: 0, since: now, erased };
        let untold = self.untold.entry(person.0).or_insert(new);
        untold.count = untold.count.saturating_add(1);
        untold.erased |= erased;
        Unlocked::Wrong
    }

    /// What the server is to be told of wrong PINs.
    pub fn untold(&self) -> Vec<WrongPinsReport> {
        let report = |(person, untold): (&u32, &Untold)| WrongPinsReport {
            person: PersonNumber(*person),
            count: untold.count,
            since: untold.since,
            erased: untold.erased,
        };
        self.untold.iter().map(report).collect()
    }

    /// The server was told.
    pub fn told(&mut self, report: WrongPinsReport) {
        if let Some(untold) = self.untold.get_mut(&report.person.0) {
            untold.count = untold.count.saturating_sub(report.count);
        }
        self.untold.retain(|_, untold| untold.count > 0);
    }
}

/// Whether badge and PIN are those that a verifier is made of. A badge that was scanned beside a
/// verifier of the PIN alone changes nothing.
fn fits(verifier: &Verifier, given: Given<'_>) -> bool {
    let secret = verifier_secret(given.badge.filter(|_| verifier.badge), given.pin);
    PasswordHash::new(&verifier.hash)
        .is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
}
