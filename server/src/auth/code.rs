//! One-time enrolment codes: 128 random bits, 10 minutes, one use; only their hashes are kept.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sync_core::api::CodeRow;
use sync_core::ids::{DeviceNumber, PersonNumber, Text};
use sync_core::post::Posts;
use sync_core::time::{Span, Timestamp};

use super::encoding::{random_bytes, sha256, to_hex};
use crate::folder::{self, Folder};

/// How long a code can be used.
pub const LIFETIME: Span = Span::minutes(10);

/// The letters of a code: those that people do not take for one another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What a code was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What people call the device.
    pub name: Text,
    /// What it may be used for.
    pub posts: Posts,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredCode {
    hash: String,
    name: Text,
    posts: String,
    expires: Timestamp,
    /// The key that was enrolled with it: it alone may ask again, when the answer got lost.
    used_by: Option<String>,
    /// The device that was enrolled with it: revoked, it is not given again.
    #[serde(default)]
    device: Option<DeviceNumber>,
    /// Who made it, and where; nobody where it was made at the server itself.
    #[serde(default)]
    made_by: Option<Maker>,
}

/// The administrator who made a code, at a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maker {
    /// The device at which it was made.
    pub device: DeviceNumber,
    /// Who made it.
    pub person: PersonNumber,
}

/// A code that was used: it enrols as long as it is not taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redeemed {
    /// What it was made for.
    pub grant: Grant,
    /// By which name it is confirmed, once the device has a number.
    pub id: CodeId,
    /// Whether it was used before by the same key.
    pub was_used: bool,
}

/// Names a code without telling it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeId(String);

/// The codes that wait to be used, and those just used.
#[derive(Debug)]
pub struct EnrolmentCodes {
    path: PathBuf,
    kept: Mutex<Vec<StoredCode>>,
}

impl EnrolmentCodes {
    /// Reads the codes that were made before; what cannot be read opens nothing.
    pub fn open(folder: &Folder) -> io::Result<Self> {
        let path = folder.enrolment_codes();
        let kept = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                tracing::warn!(%error, "the enrolment codes could not be read; make new ones");
                Vec::new()
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { path, kept: Mutex::new(kept) })
    }

    /// Makes a code; it is shown once and kept nowhere.
    pub fn issue(
        &self,
        grant: &Grant,
        made_by: Option<Maker>,
        now: Timestamp,
    ) -> io::Result<(String, Timestamp)> {
        let code = spell(random_bytes()?);
        let expires = now.plus(LIFETIME);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|code| code.expires >= now);
        kept.push(StoredCode {
            hash: hash_of(&code),
            name: grant.name.clone(),
            posts: grant.posts.to_string(),
            expires,
            used_by: None,
            device: None,
            made_by,
        });
        self.save(&kept)?;
        Ok((code, expires))
    }

    /// Uses a code up for a key. Nothing says why a code opens nothing.
    pub fn redeem(&self, code: &str, key: &[u8], now: Timestamp) -> io::Result<Option<Redeemed>> {
        let hash = hash_of(code);
        let key = to_hex(key);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(found) = kept.iter_mut().find(|kept| kept.hash == hash) else {
            return Ok(None);
        };
        if found.expires < now || found.used_by.as_ref().is_some_and(|by| *by != key) {
            return Ok(None);
        }
        let Ok(posts) = found.posts.parse() else {
            return Ok(None);
        };
        let grant = Grant { name: found.name.clone(), posts };
        let (id, was_used) = (CodeId(found.hash.clone()), found.used_by.is_some());
        if !was_used {
            found.used_by = Some(key);
            self.save(&kept)?;
        }
        Ok(Some(Redeemed { grant, id, was_used }))
    }

    /// Which device a used code belongs to: none yet, or that one. Nothing where the code was taken
    /// back meanwhile. Asked in the lane, beside the enrolment.
    pub fn owner(&self, id: &CodeId) -> Option<Option<DeviceNumber>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|code| code.hash == id.0).map(|code| code.device)
    }

    /// A device is enrolled with a code.
    pub fn bind(&self, id: &CodeId, device: DeviceNumber) -> io::Result<()> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = kept.iter_mut().find(|code| code.hash == id.0) {
            code.device = Some(device);
            self.save(&kept)?;
        }
        Ok(())
    }

    /// The codes that can still be used.
    pub fn waiting(&self, now: Timestamp) -> Vec<CodeRow> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = kept.iter().filter(|code| code.expires >= now && code.used_by.is_none());
        let rows = waiting.map(|code| CodeRow {
            id: short(&code.hash).to_owned(),
            name: code.name.to_string(),
            posts: code.posts.clone(),
            expires: code.expires,
            person: code.made_by.map(|by| by.person),
            device: code.made_by.map(|by| by.device),
        });
        rows.collect()
    }

    /// Takes back the code of an id that [`EnrolmentCodes::waiting`] told; whether there was one.
    pub fn cancel(&self, id: &str) -> io::Result<bool> {
        self.take_back(|code| short(&code.hash) == id).map(|count| count > 0)
    }

    /// Takes back what was made at a device, and what was made to enrol it under its name again.
    pub fn cancel_of_device(&self, device: DeviceNumber, name: Option<&Text>) -> io::Result<usize> {
        self.take_back(|code| {
            code.made_by.is_some_and(|by| by.device == device) || Some(&code.name) == name
        })
    }

    /// Takes back what a person made.
    pub fn cancel_of_person(&self, person: PersonNumber) -> io::Result<usize> {
        self.take_back(|code| code.made_by.is_some_and(|by| by.person == person))
    }

    /// Takes back codes that enrolled nobody yet; answers how many.
    fn take_back(&self, which: impl Fn(&StoredCode) -> bool) -> io::Result<usize> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let before = kept.len();
        kept.retain(|code| code.device.is_some() || !which(code));
        let taken = before - kept.len();
        if taken > 0 {
            self.save(&kept)?;
        }
        Ok(taken)
    }

    fn save(&self, kept: &[StoredCode]) -> io::Result<()> {
        let bytes = serde_json::to_vec_pretty(kept).map_err(io::Error::other)?;
        folder::replace(&self.path, &bytes)
    }
}

/// 128 bits as seven groups of letters: `7QK2-0M9D-…`.
pub fn spell(bits: [u8; 16]) -> String {
    let mut rest = u128::from_be_bytes(bits);
    let mut letters: Vec<char> = Vec::with_capacity(26);
    for _ in 0..26 {
        let place = usize::try_from(rest & 31).unwrap_or_default();
        letters.push(char::from(LETTERS[place]));
        rest >>= 5;
    }
    letters.reverse();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// A code as it is compared: without groups, and with misread letters as they are meant.
pub fn plain(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            other => other,
        })
        .collect()
}

/// What of a code's hash names it in lists: nothing that helps to guess 128 bits.
fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}

fn hash_of(code: &str) -> String {
    to_hex(&sha256(format!("inwards enrolment code:{}", plain(code)).as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn codes() -> (tempfile::TempDir, Folder, EnrolmentCodes) {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path()).unwrap();
        let codes = EnrolmentCodes::open(&folder).unwrap();
        (place, folder, codes)
    }

    fn grant() -> Grant {
        Grant { name: "K1".parse().unwrap(), posts: "dock-clerk".parse().unwrap() }
    }

    #[test]
    fn a_code_opens_once_even_when_typed_badly() {
        let (_place, _folder, codes) = codes();
        let (code, _) = codes.issue(&grant(), None, NOW).unwrap();
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o");

        assert_eq!(codes.redeem(&typed, &[1; 32], NOW).unwrap().unwrap().grant, grant());
        assert_eq!(codes.redeem(&code, &[2; 32], NOW).unwrap(), None);
    }

    #[test]
    fn the_same_key_may_ask_again_when_the_answer_got_lost() {
        let (_place, _folder, codes) = codes();
        let (code, _) = codes.issue(&grant(), None, NOW).unwrap();

        codes.redeem(&code, &[1; 32], NOW).unwrap();

        let again = codes.redeem(&code, &[1; 32], NOW).unwrap().unwrap();
        assert!(again.was_used);
        assert_eq!(again.grant, grant());
    }

    #[test]
    fn codes_are_taken_back_with_who_made_them_and_by_their_id() {
        let (_place, folder, codes) = codes();
        let maker = |device, person| {
            Some(Maker { device: DeviceNumber(device), person: PersonNumber(person) })
        };
        let made = [maker(1, 1), maker(2, 1), maker(3, 2), None];
        let issued = made.map(|by| codes.issue(&grant(), by, NOW).unwrap().0);
        let used = codes.redeem(&issued[0], &[1; 32], NOW).unwrap().unwrap();
        codes.bind(&used.id, DeviceNumber(9)).unwrap();

        assert_eq!(codes.cancel_of_person(PersonNumber(1)).unwrap(), 1);
        assert_eq!(codes.cancel_of_device(DeviceNumber(3), None).unwrap(), 1);
        assert_eq!(codes.owner(&used.id), Some(Some(DeviceNumber(9))), "it enrolled somebody");
        let codes = EnrolmentCodes::open(&folder).unwrap();
        let rows = codes.waiting(NOW);
        assert_eq!(rows.len(), 1);
        assert!(codes.cancel(&rows[0].id).unwrap() && !codes.cancel(&rows[0].id).unwrap());
        for code in &issued[1..] {
            assert_eq!(codes.redeem(code, &[2; 32], NOW).unwrap(), None);
        }
    }

    #[test]
    fn a_code_is_good_for_ten_minutes() {
        let (_place, _folder, codes) = codes();
        let (code, expires) = codes.issue(&grant(), None, NOW).unwrap();

        assert_eq!(codes.redeem(&code, &[1; 32], expires.plus(Span(1))).unwrap(), None);
        assert!(codes.redeem(&code, &[1; 32], expires).unwrap().is_some());
    }

    #[test]
    fn a_code_outlives_a_restart_and_its_file_does_not_hold_it() {
        let (_place, folder, codes) = codes();
        let (code, _) = codes.issue(&grant(), None, NOW).unwrap();

        let reopened = EnrolmentCodes::open(&folder).unwrap();

        let file = std::fs::read_to_string(folder.enrolment_codes()).unwrap();
        assert!(!file.contains(&plain(&code)) && !file.contains(&code));
        assert!(reopened.redeem(&code, &[1; 32], NOW).unwrap().is_some());
    }

    #[test]
    fn a_spelled_code_holds_all_its_bits() {
        assert_eq!(spell([0; 16]).len(), 26 + 6);
        assert_ne!(spell([0xff; 16]), spell([0xfe; 16]));
        let mut last = [0; 16];
        last[15] = 1;
        assert!(spell(last).ends_with('1'));
        let mut first = [0; 16];
        first[0] = 0x80;
        assert!(!spell(first).starts_with('0'));
    }
}
