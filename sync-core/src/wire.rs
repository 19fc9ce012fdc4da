//! Facts as versioned bytes: positional MessagePack, in columns where there are many.
//!
//! A batch stores like beside like (all times, then all kinds, then all payloads), since
//! neighbours in a column differ little and compress well; reading it gives every fact
//! back byte for byte. What is too big, too deep or not ours is refused, never guessed.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::fact::{Entity, Fact, Header};
use crate::ids::{DeviceNumber, FactId, PersonNumber};
use crate::messagepack::read;
use crate::time::{Hlc, Timestamp};

/// The version of everything written here; a change of it is a decision (docs/decisions).
pub const VERSION: u8 = 1;

/// The largest message or batch that is read.
pub const MOST_BYTES: usize = 8 << 20;

/// The most facts in one batch.
pub const MOST_FACTS: usize = 100_000;

/// The largest payload of one fact.
pub const MOST_PAYLOAD: usize = 64 << 10;

/// Why bytes could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// Written by another version.
    #[error(
        "this speaks version {found} of the sync protocol, and {VERSION} is spoken here: update the older side"
    )]
    OtherVersion {
        /// The value that was found instead.
        found: u8,
    },
    /// It is larger than a message may be.
    #[error("{found} bytes or facts are more than one message may hold")]
    TooLarge {
        /// The value that was found instead.
        found: usize,
    },
    /// The bytes are no message of this protocol.
    #[error("these bytes are not a message of Inwards: {0}")]
    NotOurs(String),
}

#[derive(Serialize, Deserialize)]
struct Envelope<T>(u8, T);

/// Writes a message in its versioned envelope.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    // Writing plain structs to memory cannot fail.
    rmp_serde::to_vec(&Envelope(VERSION, message)).unwrap_or_default()
}

/// Reads a message, all of it and nothing after it.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    if bytes.len() > MOST_BYTES {
        return Err(WireError::TooLarge { found: bytes.len() });
    }
    // The envelope is an array of two; its version is read before anything is believed.
    let found = match bytes {
        [0x92, version @ 0..0x80, ..] => *version,
        _ => return Err(WireError::NotOurs("no envelope".to_owned())),
    };
    if found != VERSION {
        return Err(WireError::OtherVersion { found });
    }
    let Envelope(_, message) = read(bytes).map_err(|why| WireError::NotOurs(why.0))?;
    Ok(message)
}

#[derive(Serialize, Deserialize)]
struct Single(Header, #[serde(with = "serde_bytes")] Vec<u8>);

/// The fact's bytes, from which its content hash is made.
pub fn encode_fact(fact: &Fact) -> Vec<u8> {
    encode(&Single(fact.header.clone(), fact.payload.to_vec()))
}

/// Reads one fact, and nothing after it.
pub fn decode_fact(bytes: &[u8]) -> Result<Fact, WireError> {
    let Single(header, payload) = decode(bytes)?;
    checked(Fact { header, payload: payload.into() })
}

/// The SHA-256 of a fact as the wire writes it: what tells two facts of one name apart.
pub fn content_hash(fact: &Fact) -> [u8; 32] {
    Sha256::digest(encode_fact(fact)).into()
}

/// A run of equal values, or of values that count up.
type Run<T> = (T, u32);

#[derive(Default, Serialize, Deserialize)]
struct Columns {
    ids: Vec<(DeviceNumber, u64, u32)>,
    merge_times: Vec<i64>,
    recorded: Vec<i64>,
    authors: Vec<Run<PersonNumber>>,
    entities: Vec<Entity>,
    about: Vec<u32>,
    kinds: Vec<u16>,
    versions: Vec<Run<u8>>,
    lengths: Vec<u32>,
    #[serde(with = "serde_bytes")]
    payloads: Vec<u8>,
}

/// Writes facts as one batch, in the order given.
pub fn encode_batch<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Vec<u8> {
    let mut columns = Columns::default();
    let mut places = std::collections::BTreeMap::new();
    let mut last_time = 0_i64;
    for Fact { header, payload } in facts {
        push_id(&mut columns.ids, header.id);
        let time = header.merge_time.0.cast_signed();
        columns.merge_times.push(time.wrapping_sub(last_time));
        last_time = time;
        let built_on = header.merge_time.instant().millis();
        columns.recorded.push(header.recorded.millis().wrapping_sub(built_on));
        push_run(&mut columns.authors, header.author);
        let next = u32::try_from(places.len()).unwrap_or(u32::MAX);
        let place = *places.entry(header.entity.clone()).or_insert_with(|| {
            columns.entities.push(header.entity.clone());
            next
        });
        columns.about.push(place);
        columns.kinds.push(header.kind);
        push_run(&mut columns.versions, header.version);
        columns.lengths.push(u32::try_from(payload.len()).unwrap_or(u32::MAX));
        columns.payloads.extend_from_slice(payload);
    }
    encode(&columns)
}

fn push_id(runs: &mut Vec<(DeviceNumber, u64, u32)>, id: FactId) {
    match runs.last_mut() {
        Some((device, first, length))
            if *device == id.device && first.wrapping_add(u64::from(*length)) == id.sequence =>
        {
            *length += 1;
        }
        _ => runs.push((id.device, id.sequence, 1)),
    }
}

fn push_run<T: PartialEq>(runs: &mut Vec<Run<T>>, value: T) {
    match runs.last_mut() {
        Some((last, length)) if *last == value => *length += 1,
        _ => runs.push((value, 1)),
    }
}

/// Reads a batch of facts, with their payloads as they came; columns of uneven length refuse it.
pub fn decode_batch(bytes: &[u8]) -> Result<Vec<Fact>, WireError> {
    let columns: Columns = decode(bytes)?;
    let count = columns.kinds.len();
    if count > MOST_FACTS {
        return Err(WireError::TooLarge { found: count });
    }
    let uneven = || WireError::NotOurs("the columns of a batch differ in length".to_owned());
    let ids = spread(columns.ids.iter().map(|run| run.2), count).ok_or_else(uneven)?;
    let authors = spread(columns.authors.iter().map(|run| run.1), count).ok_or_else(uneven)?;
    let versions = spread(columns.versions.iter().map(|run| run.1), count).ok_or_else(uneven)?;
    let even = [columns.merge_times.len(), columns.recorded.len(), columns.about.len()];
    if even.iter().any(|length| *length != count) || columns.lengths.len() != count {
        return Err(uneven());
    }

    let mut facts = Vec::with_capacity(count);
    let mut time = 0_i64;
    let mut payloads = columns.payloads.as_slice();
    for index in 0..count {
        let (run, offset) = ids[index];
        let (device, first, _) = columns.ids[run];
        time = time.wrapping_add(columns.merge_times[index]);
        let merge_time = Hlc(time.cast_unsigned());
        let recorded = merge_time.instant().millis().wrapping_add(columns.recorded[index]);
        let about = usize::try_from(columns.about[index]).map_err(|_| uneven())?;
        let length = usize::try_from(columns.lengths[index]).map_err(|_| uneven())?;
        let (payload, rest) = payloads.split_at_checked(length).ok_or_else(uneven)?;
        payloads = rest;
        let header = Header {
            id: FactId { device, sequence: first.wrapping_add(u64::from(offset)) },
            merge_time,
            recorded: Timestamp::from_millis(recorded),
            author: columns.authors[authors[index].0].0,
            entity: columns.entities.get(about).ok_or_else(uneven)?.clone(),
            kind: columns.kinds[index],
            version: columns.versions[versions[index].0].0,
        };
        facts.push(checked(Fact { header, payload: payload.into() })?);
    }
    if payloads.is_empty() { Ok(facts) } else { Err(uneven()) }
}

/// For each of `count` values: its run, and its place in the run.
fn spread(lengths: impl Iterator<Item = u32>, count: usize) -> Option<Vec<(usize, u32)>> {
    let mut places = Vec::with_capacity(count);
    for (run, length) in lengths.enumerate() {
        if places.len() + usize::try_from(length).ok()? > count {
            return None;
        }
        places.extend((0..length).map(|offset| (run, offset)));
    }
    (places.len() == count).then_some(places)
}

fn checked(fact: Fact) -> Result<Fact, WireError> {
    if fact.payload.len() > MOST_PAYLOAD {
        return Err(WireError::TooLarge { found: fact.payload.len() });
    }
    Ok(fact)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_fact() -> impl Strategy<Value = Fact> {
        (
            (0..4_u32, 0..u64::MAX),
            any::<u64>(),
            any::<i64>(),
            0..3_u32,
            any::<u16>(),
            0..3_u8,
            proptest::collection::vec(any::<u8>(), 0..40),
        )
            .prop_map(
                |((device, sequence), time, recorded, author, kind, version, payload)| Fact {
                    header: Header {
                        id: FactId::new(device, sequence),
                        merge_time: Hlc(time),
                        recorded: Timestamp::from_millis(recorded),
                        author: PersonNumber(author),
                        entity: Entity::Receipt(FactId::new(device, sequence / 3)),
                        kind,
                        version,
                    },
                    payload: payload.into(),
                },
            )
    }

    proptest! {
        #[test]
        fn a_batch_gives_every_fact_back(facts in proptest::collection::vec(any_fact(), 0..30)) {
            prop_assert_eq!(decode_batch(&encode_batch(&facts)), Ok(facts));
        }

        #[test]
        fn a_fact_reads_back(fact in any_fact()) {
            prop_assert_eq!(decode_fact(&encode_fact(&fact)), Ok(fact));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (decode_batch(&bytes), decode_fact(&bytes));
        }

        #[test]
        fn a_damaged_batch_never_panics(
            facts in proptest::collection::vec(any_fact(), 1..10),
            place in any::<prop::sample::Index>(),
            flip in 1..=255_u8,
        ) {
            let mut bytes = encode_batch(&facts);
            let place = place.index(bytes.len());
            bytes[place] ^= flip;
            let _ = decode_batch(&bytes);
        }
    }

    #[test]
    fn another_version_is_named() {
        let mut bytes = encode_batch(&[]);
        bytes[1] = 9;

        assert_eq!(decode_batch(&bytes), Err(WireError::OtherVersion { found: 9 }));
    }

    #[test]
    fn a_claim_of_four_billion_facts_costs_nothing() {
        let columns = Columns {
            ids: vec![(DeviceNumber(1), 1, u32::MAX)],
            kinds: vec![1],
            ..Columns::default()
        };

        assert!(decode_batch(&encode(&columns)).is_err());
    }
}
