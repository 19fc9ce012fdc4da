//! The index: what can be rebuilt from the log, and is worth keeping between starts.
//!
//! The only file that says sled. Nothing here is ever the only copy: an index that is
//! missing, of another log, ahead of the log or not to be opened is thrown away and made
//! again, and whatever fails here costs an answer's decoration, never a fact.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use sync_core::fact::{Entity, Fact};
use sync_core::ids::FactId;
use sync_core::wire;

/// The version of this layout; another one is foreign.
const LAYOUT: u8 = 1;
/// How much memory sled may use for its pages.
const CACHE_BYTES: u64 = 16 << 20;

/// Why the index did not answer.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The log holds less than was once durable in it.
    #[error(
        "the log holds {head} facts, and {seen} were durable in it once: it lost its end, or an older copy was put in its place; put the newer log back, or, where the copy is meant, remove index/ and read about restoring in the README"
    )]
    LogShortened {
        /// What the index has taken in.
        seen: u64,
        /// What the log holds.
        head: u64,
    },
    /// The database could not be opened, read or written.
    #[error("the index failed: {0}")]
    Database(#[from] sled::Error),
    /// The database panicked while it was opened.
    #[error("the index could not be opened: its database panicked")]
    Panicked,
    /// Its directory could not be removed to make it again.
    #[error("the index could not be removed: {0}")]
    Directory(#[from] std::io::Error),
}

/// Where facts stand in the log.
#[derive(Debug)]
pub struct Index {
    database: sled::Db,
    facts: sled::Tree,
    entities: sled::Tree,
    meta: sled::Tree,
    epoch: u64,
}

impl Index {
    /// Opens the index of a log, or makes it anew where what is there cannot be used.
    ///
    /// `head` is the log's end: an index that stands behind it belongs to a longer log.
    pub fn open(directory: &Path, epoch: u64, head: u64) -> Result<Self, IndexError> {
        match Self::open_patiently(directory, epoch) {
            Ok(index) if index.fits(head) => return Ok(index),
            Ok(index) if index.stated().is_some() => {
                let seen = index.stated().unwrap_or_default();
                return Err(IndexError::LogShortened { seen, head });
            }
            Ok(index) => {
                tracing::warn!("the index is of another log: making it anew");
                drop(index);
            }
            Err(error) => tracing::warn!(%error, "making the index anew"),
        }
        match std::fs::remove_dir_all(directory) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let index = Self::open_once(directory, epoch)?;
        index.stand_at(0)?;
        Ok(index)
    }

    /// Opens what is there. The database lets its lock go a moment after it is closed: taking that
    /// for damage would make the index anew, and forget how long the log had been.
    fn open_patiently(directory: &Path, epoch: u64) -> Result<Self, IndexError> {
        let mut tries = 0;
        loop {
            match Self::open_once(directory, epoch) {
                Err(error) if tries < 40 && error.to_string().contains("acquire lock") => {
                    tries += 1;
                    std::thread::sleep(std::time::Duration::from_millis(50));
                }
                opened => return opened,
            }
        }
    }

    fn open_once(directory: &Path, epoch: u64) -> Result<Self, IndexError> {
        let directory: PathBuf = directory.to_owned();
        // After a crash sled may panic where it should refuse; the server must not end by that.
        let opened = catch_unwind(AssertUnwindSafe(|| -> Result<Self, sled::Error> {
            let database =
                sled::Config::new().path(directory).cache_capacity(CACHE_BYTES).open()?;
            Ok(Self {
                facts: database.open_tree("facts")?,
                entities: database.open_tree("entities")?,
                meta: database.open_tree("meta")?,
                database,
                epoch,
            })
        }));
        Ok(opened.map_err(|_| IndexError::Panicked)??)
    }

    /// Whether it is of this log, of this layout, and not ahead.
    fn fits(&self, head: u64) -> bool {
        let fresh = self.facts.is_empty() && self.meta.is_empty();
        fresh || self.stated().is_some_and(|position| position <= head)
    }

    fn stated(&self) -> Option<u64> {
        let row = self.meta.get("stands-at").ok()??;
        let (layout, rest) = row.split_first()?;
        let (epoch, position) = rest.split_first_chunk::<8>()?;
        let ours = *layout == LAYOUT && u64::from_be_bytes(*epoch) == self.epoch;
        let position = position.try_into().ok().map(u64::from_be_bytes);
        position.filter(|_| ours)
    }

    /// How many facts of the log are in it.
    pub fn position(&self) -> u64 {
        self.stated().unwrap_or(0)
    }

    /// Takes in facts that stand in the log from `first` on.
    pub fn take(&self, first: u64, facts: &[Fact]) -> Result<(), IndexError> {
        let mut ids = sled::Batch::default();
        let mut about = sled::Batch::default();
        let mut position = first;
        for fact in facts {
            let place = position.to_be_bytes();
            ids.insert(&id_key(fact.header.id), &place);
            about.insert([&entity_key(&fact.header.entity)[..], &place].concat(), &[]);
            position += 1;
        }
        self.facts.apply_batch(ids)?;
        self.entities.apply_batch(about)?;
        // Last: after a crash it may say less than there is, never more.
        self.stand_at(position)
    }

    fn stand_at(&self, position: u64) -> Result<(), IndexError> {
        let mut row = vec![LAYOUT];
        row.extend(self.epoch.to_be_bytes());
        row.extend(position.to_be_bytes());
        self.meta.insert("stands-at", row)?;
        Ok(())
    }

    /// Where a fact stands in the log.
    pub fn position_of(&self, fact: FactId) -> Option<u64> {
        let row = self.facts.get(id_key(fact)).ok()??;
        row.as_ref().try_into().ok().map(u64::from_be_bytes)
    }

    /// Where the facts about one thing stand in the log, in log order.
    pub fn positions_of(&self, entity: &Entity) -> Vec<u64> {
        let prefix = entity_key(entity);
        self.entities
            .scan_prefix(prefix)
            .keys()
            .filter_map(Result::ok)
            .filter_map(|key| key.last_chunk::<8>().copied().map(u64::from_be_bytes))
            .collect()
    }

    /// Where these facts stand, those that are indexed.
    pub fn positions(&self, facts: impl IntoIterator<Item = FactId>) -> BTreeMap<FactId, u64> {
        facts
            .into_iter()
            .filter_map(|fact| self.position_of(fact).map(|position| (fact, position)))
            .collect()
    }

    /// Writes down what is in memory; a crash before costs only work.
    pub fn flush(&self) -> Result<(), IndexError> {
        self.database.flush()?;
        Ok(())
    }
}

fn id_key(id: FactId) -> [u8; 12] {
    let mut key = [0; 12];
    key[..4].copy_from_slice(&id.device.0.to_be_bytes());
    key[4..].copy_from_slice(&id.sequence.to_be_bytes());
    key
}

/// Its length first: no entity's key is the beginning of another's.
fn entity_key(entity: &Entity) -> Vec<u8> {
    let bytes = wire::encode(entity);
    let mut key = u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
    key.extend(bytes);
    key
}

#[cfg(test)]
mod tests {
    use sync_core::fact::Header;
    use sync_core::ids::PersonNumber;
    use sync_core::time::{Hlc, Timestamp};

    use super::*;

    fn fact(sequence: u64, receipt: u64) -> Fact {
        Fact {
            header: Header {
                id: FactId::new(7, sequence),
                merge_time: Hlc(sequence),
                recorded: Timestamp::from_millis(0),
                author: PersonNumber(1),
                entity: Entity::Receipt(FactId::new(7, receipt)),
                kind: 12,
                version: 1,
            },
            payload: Box::default(),
        }
    }

    #[test]
    fn facts_are_found_by_name_and_by_what_they_are_about() {
        let place = tempfile::tempdir().unwrap();
        let index = Index::open(&place.path().join("index"), 5, 0).unwrap();

        index.take(100, &[fact(1, 1), fact(2, 9), fact(3, 1)]).unwrap();

        assert_eq!(index.position(), 103);
        assert_eq!(index.position_of(FactId::new(7, 2)), Some(101));
        assert_eq!(index.position_of(FactId::new(8, 2)), None);
        assert_eq!(index.positions_of(&Entity::Receipt(FactId::new(7, 1))), [100, 102]);
    }

    #[test]
    fn an_index_of_this_log_is_used_again() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("index");
        Index::open(&directory, 5, 0).unwrap().take(0, &[fact(1, 1)]).unwrap();

        assert_eq!(Index::open(&directory, 5, 1).unwrap().position(), 1);
    }

    #[test]
    fn an_index_of_another_log_is_made_anew() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("index");
        Index::open(&directory, 5, 0).unwrap().take(0, &[fact(1, 1)]).unwrap();

        assert_eq!(Index::open(&directory, 6, 1).unwrap().position(), 0);
    }

    #[test]
    fn a_log_that_ends_before_its_index_is_named() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("index");
        Index::open(&directory, 6, 0).unwrap().take(0, &[fact(1, 1)]).unwrap();

        let shortened = Index::open(&directory, 6, 0);

        assert!(matches!(shortened, Err(IndexError::LogShortened { seen: 1, head: 0 })));
    }

    #[test]
    fn rubbish_in_its_place_does_not_stop_the_server() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("index");
        std::fs::create_dir(&directory).unwrap();
        std::fs::write(directory.join("db"), vec![0xa5; 70_000]).unwrap();
        std::fs::write(directory.join("conf"), b"rubbish").unwrap();

        let index = Index::open(&directory, 5, 0).unwrap();

        assert_eq!(index.position(), 0);
    }
}
