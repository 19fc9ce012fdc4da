//! What was pulled, in sled: the only file that names it. It holds nothing that cannot be pulled again.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use inwards_engine::driver::Page;
use sync_core::fact::Fact;
use sync_core::sync::Cursor;
use sync_core::wire;

use crate::command_error::CommandError;

/// The format of keys and values; a cache of another format is pulled again. The first held hashes of
/// PINs, which are removed with it (decision 0031).
const FORMAT: &[u8] = &[2];
/// Keys below every entity's: those begin as a MessagePack map does.
const FORMAT_KEY: &[u8] = &[0];
const CURSOR_KEY: &[u8] = &[1];

/// The cache of what was pulled; after a failure it holds nothing more, and is pulled again.
pub struct ReplicaCache {
    path: PathBuf,
    /// How many facts it holds.
    held: u64,
    /// Whether something was stored that the operating system does not have yet.
    is_dirty: bool,
    /// Nothing once it failed: the next process begins anew.
    database: Option<sled::Db>,
}

/// What a cache holds.
#[derive(Debug, Default)]
pub struct Pulled {
    /// The facts, each thing's together.
    pub facts: Vec<Fact>,
    /// How far the server's log was read.
    pub cursor: Cursor,
    /// Whether the cache could not be read, and everything is to be pulled again.
    pub was_rebuilt: bool,
}

impl ReplicaCache {
    /// Opens the cache; one that fails to open is removed and begun anew.
    pub fn open(path: &Path) -> Result<(Self, Pulled), CommandError> {
        if let Some((cache, pulled)) = guarded(|| Self::try_open(path)) {
            return Ok((cache, pulled));
        }
        clear(path)?;
        let (cache, pulled) = guarded(|| Self::try_open(path)).ok_or_else(|| {
            CommandError::storage(format!("could not make the cache at {}", path.display()))
        })?;
        let was_rebuilt = true;
        Ok((cache, Pulled { was_rebuilt, ..pulled }))
    }

    fn try_open(path: &Path) -> Option<(Self, Pulled)> {
        let is_new = !path.exists();
        let database = sled::Config::new()
            .path(path)
            .cache_capacity(32 << 20)
            .flush_every_ms(None)
            .open()
            .ok()?;
        if is_new {
            database.insert(FORMAT_KEY, FORMAT).ok()?;
        }
        if database.get(FORMAT_KEY).ok()?.as_deref() != Some(FORMAT) {
            return None;
        }
        let pulled = read_all(&database)?;
        let cache = Self {
            path: path.to_owned(),
            held: u64::try_from(pulled.facts.len()).ok()?,
            is_dirty: false,
            database: Some(database),
        };
        Some((cache, pulled))
    }

    /// Stores facts and cursor in one step: the cursor is never ahead of the facts.
    ///
    /// A cache that fails is given up; what is in memory stays, and the next process pulls again.
    pub fn store(&mut self, page: &Page) {
        let Some(database) = &self.database else {
            return;
        };
        match guarded(|| try_store(database, page, self.held)) {
            Some(held) => {
                self.held = held;
                self.is_dirty = true;
            }
            None => self.give_up(),
        }
    }

    /// Hands everything to the operating system.
    pub fn flush(&mut self) {
        let Some(database) = self.database.as_ref().filter(|_| self.is_dirty) else {
            return;
        };
        if guarded(|| database.flush().ok()).is_none() {
            self.give_up();
        }
        self.is_dirty = false;
    }

    fn give_up(&mut self) {
        if let Some(database) = self.database.take() {
            let _ = catch_unwind(AssertUnwindSafe(|| drop(database)));
        }
        // Where even that fails, the next opening finds it out and tries again.
        let _ = clear(&self.path);
    }
}

/// Runs what may panic on a damaged file; nothing where it fails either way.
fn guarded<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    std::panic::set_hook(hook);
    outcome.ok().flatten()
}

fn clear(path: &Path) -> Result<(), CommandError> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else if path.exists() {
        fs::remove_file(path)
    } else {
        Ok(())
    };
    removed.map_err(|error| {
        CommandError::storage(format!("could not remove the cache at {}: {error}", path.display()))
    })
}

/// Answers how many facts are held then.
fn try_store(database: &sled::Db, page: &Page, held: u64) -> Option<u64> {
    let mut batch = sled::Batch::default();
    let mut held = held;
    if page.restart {
        // Without a cursor the facts that are left count for nothing, should we die in between.
        database.remove(CURSOR_KEY).ok()?;
        for key in database.iter().keys() {
            let key = key.ok()?;
            if key != FORMAT_KEY {
                batch.remove(key);
            }
        }
        database.apply_batch(std::mem::take(&mut batch)).ok()?;
        held = 0;
    }
    let rows: BTreeMap<Vec<u8>, Vec<u8>> =
        page.facts.iter().map(|fact| (key_of(fact), wire::encode_fact(fact))).collect();
    for (key, value) in rows {
        if !database.contains_key(&key).ok()? {
            held += 1;
        }
        batch.insert(key, value);
    }
    batch.insert(CURSOR_KEY, wire::encode(&(page.cursor, held)));
    database.apply_batch(batch).ok()?;
    Some(held)
}

/// The thing, then the canonical order of its facts: so that loading appends.
fn key_of(fact: &Fact) -> Vec<u8> {
    let mut key = wire::encode(&fact.header.entity);
    // Without the envelope: two bytes that are the same everywhere.
    key.drain(..2);
    key.extend(fact.header.merge_time.0.to_be_bytes());
    key.extend(fact.header.id.device.0.to_be_bytes());
    key.extend(fact.header.id.sequence.to_be_bytes());
    key
}

fn read_all(database: &sled::Db) -> Option<Pulled> {
    let Some(cursor) = database.get(CURSOR_KEY).ok()? else {
        // Nothing was ever stored whole.
        return database.len().eq(&1).then(Pulled::default);
    };
    let (cursor, held): (Cursor, u64) = wire::decode(&cursor).ok()?;
    let mut facts = Vec::new();
    for row in database.range([2_u8].as_slice()..) {
        let (_, value) = row.ok()?;
        facts.push(wire::decode_fact(&value).ok()?);
    }
    // Sled can come back with pages missing and no error.
    if u64::try_from(facts.len()).ok()? != held {
        return None;
    }
    Some(Pulled { facts, cursor, was_rebuilt: false })
}

#[cfg(test)]
mod tests {
    use sync_core::fact::{Entity, Event, Header, ReceiptVoided};
    use sync_core::ids::{FactId, PersonNumber};
    use sync_core::time::{Hlc, Timestamp};

    use super::*;

    fn fact(sequence: u64, receipt: u64) -> Fact {
        let event = Event::from(ReceiptVoided { reason: None });
        Fact {
            header: Header {
                id: FactId::new(3, sequence),
                merge_time: Hlc(1_000 - sequence),
                recorded: Timestamp::from_millis(1),
                author: PersonNumber(2),
                entity: Entity::Receipt(FactId::new(3, receipt)),
                kind: event.kind() as u16,
                version: 1,
            },
            payload: event.encode(),
        }
    }

    fn page(facts: Vec<Fact>, position: u64, restart: bool) -> Page {
        let cursor = Cursor { epoch: 5, position };
        Page { facts, cursor, restart }
    }

    fn reopened(path: &Path) -> Pulled {
        ReplicaCache::open(path).unwrap().1
    }

    #[test]
    fn facts_come_back_thing_by_thing_in_canonical_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("replica");
        let (mut cache, _) = ReplicaCache::open(&path).unwrap();
        let facts = vec![fact(1, 1), fact(2, 2), fact(3, 1)];

        cache.store(&page(facts, 3, true));
        drop(cache);

        let pulled = reopened(&path);
        let order: Vec<u64> = pulled.facts.iter().map(|f| f.header.id.sequence).collect();
        assert_eq!(order, [3, 1, 2]);
        assert_eq!(pulled.cursor.position, 3);
    }

    #[test]
    fn another_log_replaces_what_was_pulled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("replica");
        let (mut cache, _) = ReplicaCache::open(&path).unwrap();
        cache.store(&page(vec![fact(1, 1), fact(2, 2)], 2, true));

        cache.store(&page(vec![fact(9, 9)], 1, true));
        drop(cache);

        assert_eq!(reopened(&path).facts.len(), 1);
    }

    #[test]
    fn a_damaged_cache_is_begun_anew_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("replica");
        let (mut cache, _) = ReplicaCache::open(&path).unwrap();
        cache.store(&page((1..500).map(|n| fact(n, n)).collect(), 500, true));
        drop(cache);
        let file = path.join("db");
        let mut bytes = fs::read(&file).unwrap();
        for byte in bytes.iter_mut().skip(100).step_by(37) {
            *byte ^= 0x5a;
        }
        fs::write(&file, bytes).unwrap();

        let pulled = reopened(&path);

        // Never half of it with a cursor that claims the whole.
        assert!(pulled.facts.len() == 499 || pulled.cursor == Cursor::default());
    }

    #[test]
    fn a_cache_that_is_not_one_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("replica");
        fs::write(&path, b"not a folder").unwrap();

        let pulled = reopened(&path);

        assert!(pulled.was_rebuilt);
    }
}
