//! A line of the audit log: a JSON object that names the hash of the line before it.
//!
//! What is hashed are the bytes of the line without its end, so that any program checks the chain:
//! `sed -n 7p FILE | tr -d '\n' | sha256sum` is what line 8 names as `prev`. The first names 64 noughts.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sync_core::time::Timestamp;

use super::what::{What, Who};
use crate::auth::encoding::{sha256, to_hex};

/// What the first record names as the one before it.
pub const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How far a chain has come: the number of its last record, and that record's hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of the last record; 0 where there is none.
    pub n: u64,
    /// Its hash, hexadecimal.
    pub hash: String,
}

impl Default for Head {
    fn default() -> Self {
        Self { n: 0, hash: NOTHING.to_owned() }
    }
}

/// A record as it is written.
#[derive(Serialize)]
struct Written<'a> {
    n: u64,
    at: Timestamp,
    #[serde(flatten)]
    what: &'a What,
    by: &'a Who,
    prev: &'a str,
}

impl Head {
    /// The next line of the chain, with the head behind it; without its end.
    pub fn next(
        &self,
        at: Timestamp,
        who: &Who,
        what: &What,
    ) -> serde_json::Result<(String, Self)> {
        let n = self.n.saturating_add(1);
        let line = serde_json::to_string(&Written { n, at, what, by: who, prev: &self.hash })?;
        let hash = hash_of(line.as_bytes());
        Ok((line, Self { n, hash }))
    }
}

/// The hash of a line, which the next one names.
pub fn hash_of(line: &[u8]) -> String {
    to_hex(&sha256(line))
}

/// A record as it is read: whoever reads may be older than whoever wrote.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// Its number: they are counted from 1.
    pub n: u64,
    /// When it was noted, by the server's clock.
    pub at: Timestamp,
    /// What was done.
    pub what: String,
    /// Who did it.
    pub by: Value,
    /// The hash of the line before it.
    pub prev: String,
    /// What else there is to say of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Line {
    /// Reads a line.
    pub fn parse(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// Who did it, as a filter says it; somebody whom this version does not know stays as written.
    pub fn by(&self) -> String {
        let read = serde_json::from_value::<Who>(self.by.clone()).ok();
        let known =
            read.filter(|who| serde_json::to_value(who).is_ok_and(|known| known == self.by));
        known.map_or_else(|| self.by.to_string(), |who| who.to_string())
    }

    /// Whether it was done by somebody, or to somebody: `person:3`, `device:7`, `account:0`,
    /// `address:10.0.0.9`, `server`.
    pub fn is_of(&self, who: &str) -> bool {
        let is_by = self.by().split(' ').any(|part| part == who);
        let (kind, number) = who.split_once(':').unwrap_or((who, ""));
        let about = self.rest.get(kind).filter(|_| kind == "person" || kind == "device");
        is_by || about.and_then(Value::as_u64).is_some_and(|about| number.parse() == Ok(about))
    }
}
