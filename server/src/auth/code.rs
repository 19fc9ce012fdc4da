//! One-time enrolment codes: 128 random bits, 10 minutes, one use; only their hashes are kept.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sync_core::ids::Text;
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
}

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
    pub fn issue(&self, grant: &Grant, now: Timestamp) -> io::Result<(String, Timestamp)> {
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
        });
        self.save(&kept)?;
        Ok((code, expires))
    }

    /// Uses a code up for a key. Nothing says why a code opens nothing.
    pub fn redeem(&self, code: &str, key: &[u8; 32], now: Timestamp) -> io::Result<Option<Grant>> {
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
        if found.used_by.is_none() {
            found.used_by = Some(key);
            self.save(&kept)?;
        }
        Ok(Some(grant))
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
        let (code, _) = codes.issue(&grant(), NOW).unwrap();
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o");

        assert_eq!(codes.redeem(&typed, &[1; 32], NOW).unwrap(), Some(grant()));
        assert_eq!(codes.redeem(&code, &[2; 32], NOW).unwrap(), None);
    }

    #[test]
    fn the_same_key_may_ask_again_when_the_answer_got_lost() {
        let (_place, _folder, codes) = codes();
        let (code, _) = codes.issue(&grant(), NOW).unwrap();

        codes.redeem(&code, &[1; 32], NOW).unwrap();

        assert_eq!(codes.redeem(&code, &[1; 32], NOW).unwrap(), Some(grant()));
    }

    #[test]
    fn a_code_is_good_for_ten_minutes() {
        let (_place, _folder, codes) = codes();
        let (code, expires) = codes.issue(&grant(), NOW).unwrap();

        assert_eq!(codes.redeem(&code, &[1; 32], expires.plus(Span(1))).unwrap(), None);
        assert!(codes.redeem(&code, &[1; 32], expires).unwrap().is_some());
    }

    #[test]
    fn a_code_outlives_a_restart_and_its_file_does_not_hold_it() {
        let (_place, folder, codes) = codes();
        let (code, _) = codes.issue(&grant(), NOW).unwrap();

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
