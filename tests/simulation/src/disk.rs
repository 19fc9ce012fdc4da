//! A device's disk: an outbox journal in real frames, and a cache that can be lost.

use inwards_engine::driver::Page;
use inwards_engine::engine::Engine;
use inwards_engine::outbox::{Outbox, OutboxError};
use sync_core::fact::Fact;
use sync_core::frame::{self, Write};
use sync_core::ids::DeviceNumber;
use sync_core::sync::Cursor;

/// The frame's kind of an outbox entry.
const ENTRY: u8 = 1;

/// What was pulled, and how far: stored in one step, and never more than a cache.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cache {
    pub(crate) pulled: Vec<Fact>,
    pub(crate) cursor: Cursor,
}

/// A disk, as far as its bytes are durable.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    journal: Vec<u8>,
    /// What a running process sees.
    pub(crate) cache: Cache,
    /// What a power cut leaves of it.
    flushed: Cache,
}

impl Disk {
    /// The bytes of an entry, as they go to the journal's end.
    pub(crate) fn framed(&self, entry: &[u8]) -> Vec<u8> {
        let mut write = Write::at(self.journal.len() as u64);
        write.push(ENTRY, entry).expect("an entry fits a frame");
        write.bytes().to_vec()
    }

    /// These bytes are durable.
    pub(crate) fn append(&mut self, bytes: &[u8]) {
        self.journal.extend_from_slice(bytes);
    }

    /// A page is stored, facts and cursor together.
    pub(crate) fn store(&mut self, page: &Page) {
        if page.restart {
            self.cache.pulled.clear();
        }
        self.cache.pulled.extend(page.facts.iter().cloned());
        self.cache.cursor = page.cursor;
    }

    /// The cache is handed to the disk.
    pub(crate) fn flush(&mut self) {
        self.flushed = self.cache.clone();
    }

    /// The power fails: what was not flushed of the cache is gone.
    pub(crate) fn lose_power(&mut self) {
        self.cache = self.flushed.clone();
    }

    /// The cache is found damaged, and begun anew.
    pub(crate) fn lose_cache(&mut self) {
        self.cache = Cache::default();
        self.flushed = Cache::default();
    }

    /// Starts the device's program on what the disk holds.
    pub(crate) fn open(&mut self, device: DeviceNumber) -> Result<Engine, String> {
        let outbox = self.outbox(device)?;
        let mut pulled = self.cache.pulled.clone();
        // A cache keeps each thing's facts together and forgets the log's order.
        pulled.sort_by(|a, b| {
            (&a.header.entity, a.header.order()).cmp(&(&b.header.entity, b.header.order()))
        });
        Ok(Engine::new(device, outbox, pulled, self.cache.cursor))
    }

    fn outbox(&mut self, device: DeviceNumber) -> Result<Outbox, String> {
        let recovered = frame::recover(&self.journal, 0).map_err(|damage| damage.to_string())?;
        let mut outbox = Outbox::new(device);
        let unreadable = |error: OutboxError| error.to_string();
        for entry in &recovered.frames {
            outbox.replay(entry.payload).map_err(unreadable)?;
        }
        let valid = usize::try_from(recovered.valid_through).expect("it fits memory");
        self.journal.truncate(valid);
        Ok(outbox)
    }
}
