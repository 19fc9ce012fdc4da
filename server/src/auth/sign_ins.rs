//! What people sign in by: hashes of their PINs and badges, in a table of the server's own.
//!
//! It is a secret, and no fact: it lies beside the log in `sign-ins.json`, is backed up with it, and is
//! sent nowhere (decision 0031).

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use sync_core::ids::{PersonNumber, Text};
use sync_core::time::Timestamp;

use super::code;
use super::encoding::{random_bytes, same_secret, sha256, to_hex};
use crate::folder::{self, Folder};

/// The format of the file; a server does not open one of a later format.
const VERSION: u8 = 1;

/// A person's PIN, hashed.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptPin {
    /// argon2id, as a PHC string.
    pub hash: Text,
    /// When it was set.
    pub set: Timestamp,
    /// Whether an administrator set it, who knows it: its owner has to take another.
    #[serde(default)]
    pub first: bool,
}

/// A person's badge, hashed.
#[derive(Clone, Serialize, Deserialize)]
struct KeptBadge {
    hash: String,
    issued: Timestamp,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Row {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pin: Option<KeptPin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    badge: Option<KeptBadge>,
}

#[derive(Serialize, Deserialize)]
struct Table {
    version: u8,
    people: BTreeMap<u32, Row>,
}

/// Everybody's PIN and badge, hashed.
pub struct SignIns {
    path: PathBuf,
    kept: Mutex<Table>,
}

impl std::fmt::Debug for SignIns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIns").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SignIns {
    /// Reads the table. One that cannot be read is no empty one: nobody could sign in any more.
    pub fn open(folder: &Folder) -> io::Result<Self> {
        let path = folder.sign_ins();
        let kept = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| damaged(&path, &error))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Table { version: VERSION, people: BTreeMap::new() }
            }
            Err(error) => return Err(error),
        };
        if kept.version > VERSION {
            return Err(damaged(&path, &"a newer version wrote it: update the server"));
        }
        Ok(Self { path, kept: Mutex::new(kept) })
    }

    /// Takes up the hashes that servers of before wrote into the log, where nothing newer is known.
    pub fn take_up(&self, of_log: &BTreeMap<PersonNumber, (Timestamp, Text)>) -> io::Result<()> {
        let mut kept = self.locked();
        let mut is_news = false;
        for (person, (set, hash)) in of_log {
            let row = kept.people.entry(person.0).or_default();
            if row.pin.as_ref().is_none_or(|pin| pin.set < *set) {
                row.pin = Some(KeptPin { hash: hash.clone(), set: *set, first: false });
                is_news = true;
            }
        }
        if is_news { self.save(&kept) } else { Ok(()) }
    }

    /// A person's PIN.
    pub fn pin_of(&self, person: PersonNumber) -> Option<KeptPin> {
        self.locked().people.get(&person.0)?.pin.clone()
    }

    /// Whether a person has a badge with a key.
    pub fn has_badge(&self, person: PersonNumber) -> bool {
        self.locked().people.get(&person.0).is_some_and(|row| row.badge.is_some())
    }

    /// Sets a person's PIN; `first` where an administrator chose it.
    pub fn set_pin(
        &self,
        person: PersonNumber,
        (hash, first): (Text, bool),
        now: Timestamp,
    ) -> io::Result<()> {
        self.change(person, |row| row.pin = Some(KeptPin { hash, set: now, first }))
    }

    /// Notes that a PIN is its owner's own choice; answers whether there is one.
    pub fn pin_is_chosen(&self, person: PersonNumber) -> io::Result<bool> {
        let mut there = false;
        self.change(person, |row| {
            there = row.pin.is_some();
            row.pin.iter_mut().for_each(|pin| pin.first = false);
        })?;
        Ok(there)
    }

    /// Makes a badge, in place of the one of before; answers its key, which is kept nowhere.
    pub fn issue_badge(&self, person: PersonNumber, now: Timestamp) -> io::Result<String> {
        let key = code::plain(&code::spell(random_bytes()?));
        let hash = badge_hash(person, &key);
        self.change(person, |row| row.badge = Some(KeptBadge { hash, issued: now }))?;
        Ok(key)
    }

    /// Ends a badge; answers whether there was one.
    pub fn revoke_badge(&self, person: PersonNumber) -> io::Result<bool> {
        let mut there = false;
        self.change(person, |row| there = row.badge.take().is_some())?;
        Ok(there)
    }

    /// Whether a badge's key is this person's.
    pub fn is_badge(&self, person: PersonNumber, key: &str) -> bool {
        let kept = self.locked();
        let badge = kept.people.get(&person.0).and_then(|row| row.badge.as_ref());
        badge.is_some_and(|badge| {
            same_secret(badge.hash.as_bytes(), badge_hash(person, &code::plain(key)).as_bytes())
        })
    }

    fn change(&self, person: PersonNumber, to: impl FnOnce(&mut Row)) -> io::Result<()> {
        let mut kept = self.locked();
        to(kept.people.entry(person.0).or_default());
        self.save(&kept)
    }

    fn save(&self, kept: &Table) -> io::Result<()> {
        let bytes = serde_json::to_vec_pretty(kept).map_err(io::Error::other)?;
        folder::replace(&self.path, &bytes)
    }

    fn locked(&self) -> MutexGuard<'_, Table> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn badge_hash(person: PersonNumber, key: &str) -> String {
    to_hex(&sha256(format!("inwards badge:{}:{key}", person.0).as_bytes()))
}

fn damaged(path: &std::path::Path, why: &dyn std::fmt::Display) -> io::Error {
    let said = format!("{} cannot be read: {why}; put it back from its backup", path.display());
    io::Error::new(io::ErrorKind::InvalidData, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);
    const CLERK: PersonNumber = PersonNumber(7);

    fn hash(text: &str) -> Text {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_kept_outlives_a_restart_and_holds_no_badge() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path()).unwrap();
        let sign_ins = SignIns::open(&folder).unwrap();

        sign_ins.set_pin(CLERK, (hash("h1"), true), NOW).unwrap();
        let key = sign_ins.issue_badge(CLERK, NOW).unwrap();
        let again = SignIns::open(&folder).unwrap();

        assert!(again.pin_of(CLERK).unwrap().first);
        assert!(again.is_badge(CLERK, &key.to_lowercase()));
        assert!(!again.is_badge(PersonNumber(8), &key));
        assert!(!std::fs::read_to_string(folder.sign_ins()).unwrap().contains(&key));
        assert!(again.revoke_badge(CLERK).unwrap());
        assert!(!again.is_badge(CLERK, &key) && !again.revoke_badge(CLERK).unwrap());
    }

    #[test]
    fn a_hash_of_the_log_is_taken_up_where_nothing_newer_is_known() {
        let place = tempfile::tempdir().unwrap();
        let sign_ins = SignIns::open(&Folder::open(place.path()).unwrap()).unwrap();
        let before = BTreeMap::from([(CLERK, (NOW, hash("old")))]);

        sign_ins.take_up(&before).unwrap();
        assert_eq!(sign_ins.pin_of(CLERK).unwrap().hash, hash("old"));
        sign_ins.set_pin(CLERK, (hash("new"), false), Timestamp::from_millis(2_000_000)).unwrap();
        sign_ins.take_up(&before).unwrap();

        assert_eq!(sign_ins.pin_of(CLERK).unwrap().hash, hash("new"));
    }

    #[test]
    fn a_damaged_table_is_no_empty_one() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path()).unwrap();
        std::fs::write(folder.sign_ins(), "{").unwrap();

        assert!(SignIns::open(&folder).is_err());
    }
}
