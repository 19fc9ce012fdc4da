//! The server as an author of facts: device 0, with its own count and hybrid clock.

use sync_core::fact::{Entity, Event, Fact, Header};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber};
use sync_core::time::{HybridClock, Timestamp};

/// The first instant of 2026, from which the server's names count milliseconds.
const EPOCH_MILLIS: i64 = 1_767_225_600_000;

/// What the server needs to write facts.
///
/// Its names never fall behind the milliseconds since 2026, so that a server whose log was
/// restored from a backup gives no name again that the lost log gave: a supervisor's
/// readmission would let in another fact than the one that was seen (decision 0014).
///
/// Copied to draft a record, and put back once the record was tried: a failed append leaves
/// a gap in the server's count at worst, which nobody minds, and never a count used twice.
#[derive(Clone, Debug, Default)]
pub struct FactAllocator {
    clock: HybridClock,
    written: u64,
}

impl FactAllocator {
    /// Takes note of a fact of the log, or of one that is about to be admitted.
    ///
    /// A device that is ahead never moves the server's own logical time (SEMANTICS 35).
    pub fn saw(&mut self, fact: &Fact, now: Timestamp) {
        let Header { id, merge_time, .. } = fact.header;
        let own = id.device == DeviceNumber::SERVER;
        if own {
            self.written = self.written.max(id.sequence);
        }
        if own || merge_time.instant() <= now {
            self.clock.observe(merge_time);
        }
    }

    /// Makes a fact of the server's own, with the next name and merge time; nothing is stored by
    /// it.
    pub fn write(&mut self, entity: Entity, event: &Event, now: Timestamp) -> Fact {
        let since_epoch = now.millis().saturating_sub(EPOCH_MILLIS);
        self.written = (self.written + 1).max(u64::try_from(since_epoch).unwrap_or(0));
        Fact {
            header: Header {
                id: FactId { device: DeviceNumber::SERVER, sequence: self.written },
                merge_time: self.clock.tick(now),
                recorded: now,
                author: PersonNumber::SERVER,
                entity,
                kind: event.kind() as u16,
                version: event.kind().version(),
            },
            payload: event.encode(),
        }
    }
}
