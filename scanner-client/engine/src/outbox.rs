//! The outbox: everything this device recorded, and how much of it the server holds.
//!
//! The shell appends entries to its journal and hands them back when it opens; the numbers
//! of facts are taken from here alone, so that nothing can be minted twice. Acknowledged
//! facts stay: a server restored from an older backup asks for them again (SEMANTICS 10).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sync_core::fact::Fact;
use sync_core::ids::{DeviceNumber, FactId};
use sync_core::time::Hlc;
use sync_core::wire::{self, WireError};

use crate::clock::{ClockReading, Dated, DeviceClock, Redating};

/// What the journal says happened; fields are only appended, as in facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Record {
    /// Facts were recorded, by one command.
    #[serde(rename = "f")]
    Recorded {
        /// The facts, as [`wire::encode_batch`] writes them.
        #[serde(with = "serde_bytes")]
        batch: Vec<u8>,
        /// What the clocks showed.
        written: ClockReading,
    },
    /// Facts that were never sent got other times.
    #[serde(rename = "d")]
    Redated {
        /// Each fact that changes, with its new times.
        facts: Vec<Redating>,
    },
    /// A contact told how wrong the clock is.
    #[serde(rename = "c")]
    ClockLearned {
        /// Offset and uncertainty from now on; later facts are dated by them.
        clock: DeviceClock,
    },
    /// Facts up to here may be sent, and their times are final.
    #[serde(rename = "s")]
    Finalized {
        /// The sequence of the last fact that may be sent.
        through: u64,
    },
    /// The server holds the facts up to here; fewer than before, where it was restored.
    #[serde(rename = "a")]
    Acknowledged {
        /// The sequence of the last fact that the server holds; 0 where it holds none.
        known: u64,
    },
    /// The server holds facts of this device that are not here: their numbers are spent.
    #[serde(rename = "k")]
    Skipped {
        /// The last sequence that must not be given again.
        through: u64,
    },
}

impl Record {
    /// The record of facts just made.
    pub fn of(facts: &[Fact], written: ClockReading) -> Self {
        Self::Recorded { batch: wire::encode_batch(facts), written }
    }
}

/// Writes the records of one durable step.
pub fn encode_entry(records: &[Record]) -> Vec<u8> {
    wire::encode(&records)
}

/// Why an entry does not belong in this outbox.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// Its bytes cannot be read.
    #[error(transparent)]
    Unreadable(#[from] WireError),
    /// Facts are missing before it, or stand in it twice.
    #[error("fact {found} stands where fact {wanted} should")]
    OutOfSequence {
        /// What the entry holds.
        found: FactId,
        /// The fact that should stand there.
        wanted: FactId,
    },
    /// It names a fact that was never recorded, or whose times are final.
    #[error("it changes fact {0}, which cannot be changed")]
    NotOpen(u64),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct OutboxEntry {
    fact: Fact,
    written: ClockReading,
}

/// What the journal's entries, read in order, amount to.
#[derive(Clone, Debug)]
pub struct Outbox {
    device: DeviceNumber,
    facts: BTreeMap<u64, OutboxEntry>,
    clock: DeviceClock,
    last: u64,
    finalized: u64,
    acknowledged: u64,
    /// How many facts lie beyond what is acknowledged: asked at every command.
    unsent: u64,
}

impl Outbox {
    /// The outbox of a device that recorded nothing yet.
    pub fn new(device: DeviceNumber) -> Self {
        Self {
            device,
            facts: BTreeMap::new(),
            clock: DeviceClock::default(),
            last: 0,
            finalized: 0,
            acknowledged: 0,
            unsent: 0,
        }
    }

    /// Reads the next entry of the journal.
    pub fn replay(&mut self, entry: &[u8]) -> Result<(), OutboxError> {
        let records: Vec<Record> = wire::decode(entry)?;
        records.iter().try_for_each(|record| self.apply(record))
    }

    /// Takes note of what is durable now.
    pub fn apply(&mut self, record: &Record) -> Result<(), OutboxError> {
        match record {
            Record::Recorded { batch, written } => {
                for fact in wire::decode_batch(batch)? {
                    self.keep(fact, *written)?;
                }
            }
            Record::Redated { facts } => {
                for redating in facts {
                    self.redate(redating)?;
                }
            }
            Record::ClockLearned { clock } => self.clock = *clock,
            Record::Finalized { through } => {
                if *through > self.last {
                    return Err(OutboxError::NotOpen(*through));
                }
                self.finalized = self.finalized.max(*through);
            }
            Record::Acknowledged { known } => {
                self.acknowledged = *known;
                let beyond = self.facts.range(known.saturating_add(1)..);
                self.unsent = u64::try_from(beyond.count()).unwrap_or(u64::MAX);
            }
            Record::Skipped { through } => {
                self.last = self.last.max(*through);
                self.finalized = self.last;
            }
        }
        Ok(())
    }

    fn keep(&mut self, fact: Fact, written: ClockReading) -> Result<(), OutboxError> {
        let wanted = self.next();
        if fact.header.id != wanted {
            return Err(OutboxError::OutOfSequence { found: fact.header.id, wanted });
        }
        self.last = wanted.sequence;
        self.unsent += u64::from(self.last > self.acknowledged);
        self.facts.insert(self.last, OutboxEntry { fact, written });
        Ok(())
    }

    fn redate(&mut self, redating: &Redating) -> Result<(), OutboxError> {
        let not_open = OutboxError::NotOpen(redating.sequence);
        if redating.sequence <= self.finalized {
            return Err(not_open);
        }
        let kept = self.facts.get_mut(&redating.sequence).ok_or(not_open)?;
        kept.fact.header.merge_time = redating.merge_time;
        kept.fact.header.recorded = redating.recorded;
        Ok(())
    }

    /// The name of the fact to be recorded next.
    pub fn next(&self) -> FactId {
        FactId { device: self.device, sequence: self.last + 1 }
    }

    /// The last fact recorded here.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The last fact whose times are final, and which may have been sent.
    pub fn finalized(&self) -> u64 {
        self.finalized
    }

    /// The last fact that the server is known to hold.
    pub fn acknowledged(&self) -> u64 {
        self.acknowledged
    }

    /// The first fact kept here with a sequence in a range.
    pub fn first_within(&self, range: std::ops::RangeInclusive<u64>) -> Option<u64> {
        if range.is_empty() {
            return None;
        }
        self.facts.range(range).next().map(|(sequence, _)| *sequence)
    }

    /// How many facts the server is not known to hold.
    pub fn unsent(&self) -> u64 {
        self.unsent
    }

    /// What is known of the clock.
    pub fn clock(&self) -> DeviceClock {
        self.clock
    }

    /// All facts kept here, in sequence.
    pub fn facts(&self) -> impl DoubleEndedIterator<Item = &Fact> {
        self.facts.values().map(|kept| &kept.fact)
    }

    /// The latest merge time among facts that may have been sent.
    pub fn latest_sealed(&self) -> Hlc {
        self.facts
            .range(..=self.finalized)
            .next_back()
            .map_or_else(Hlc::default, |(_, kept)| kept.fact.header.merge_time)
    }

    /// The facts that were never sent, as their dating goes.
    pub fn unsealed(&self) -> Vec<Dated> {
        self.facts
            .range(self.finalized + 1..)
            .map(|(sequence, kept)| Dated {
                sequence: *sequence,
                merge_time: kept.fact.header.merge_time,
                recorded: kept.fact.header.recorded,
                written: kept.written,
            })
            .collect()
    }

    /// One fact recorded here.
    pub fn get(&self, sequence: u64) -> Option<&Fact> {
        self.facts.get(&sequence).map(|kept| &kept.fact)
    }

    /// The last fact recorded here before a sequence.
    pub fn before(&self, sequence: u64) -> Option<&Fact> {
        self.facts.range(..sequence).next_back().map(|(_, kept)| &kept.fact)
    }

    /// The fact that was recorded here under another's name, as it stands here; nothing where none
    /// was. One that was told with other times is the same fact.
    pub fn get_as(&self, other: &Fact) -> Option<&Fact> {
        let own = self.get(other.header.id.sequence)?;
        let is_same = own.header.id == other.header.id
            && own.header.kind == other.header.kind
            && own.header.entity == other.header.entity
            && own.header.author == other.header.author
            && own.payload == other.payload;
        is_same.then_some(own)
    }

    /// Sealed facts after a sequence, about so many bytes of them and at least one.
    pub fn finalized_after(&self, after: u64, most_bytes: u32) -> Vec<Fact> {
        let most = usize::try_from(most_bytes).unwrap_or(usize::MAX);
        let mut bytes = 0_usize;
        let mut facts = Vec::new();
        // An outbox can be an older copy: nothing lies between what is known and what is here.
        if after >= self.finalized {
            return facts;
        }
        for (_, kept) in self.facts.range(after + 1..=self.finalized) {
            bytes += kept.fact.payload.len() + HEADER_BYTES;
            if !facts.is_empty() && (bytes > most || facts.len() >= wire::MOST_FACTS) {
                break;
            }
            facts.push(kept.fact.clone());
        }
        facts
    }
}

/// About what a header takes in a batch.
const HEADER_BYTES: usize = 24;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sync_core::fact::{Entity, Event, Header, ReceiptVoided};
    use sync_core::ids::PersonNumber;
    use sync_core::time::{Span, Timestamp};

    use super::*;

    fn fact(sequence: u64) -> Fact {
        let event = Event::from(ReceiptVoided { reason: None });
        Fact {
            header: Header {
                id: FactId::new(3, sequence),
                merge_time: Hlc(sequence << 20),
                recorded: Timestamp::from_millis(1),
                author: PersonNumber(2),
                entity: Entity::Receipt(FactId::new(3, 1)),
                kind: event.kind() as u16,
                version: 1,
            },
            payload: event.encode(),
        }
    }

    fn recorded(sequences: std::ops::RangeInclusive<u64>) -> Record {
        let facts: Vec<Fact> = sequences.map(fact).collect();
        Record::of(&facts, ClockReading::default())
    }

    fn outbox(records: &[Record]) -> Outbox {
        let mut outbox = Outbox::new(DeviceNumber(3));
        for record in records {
            outbox.replay(&encode_entry(std::slice::from_ref(record))).unwrap();
        }
        outbox
    }

    #[test]
    fn numbers_go_on_where_the_journal_ends() {
        let outbox = outbox(&[recorded(1..=2), recorded(3..=3)]);

        assert_eq!(outbox.next(), FactId::new(3, 4));
        assert_eq!(outbox.unsent(), 3);
    }

    #[test]
    fn what_is_unsent_is_counted_from_what_is_acknowledged() {
        let mut outbox = outbox(&[recorded(1..=4)]);
        let mut after = |record: Record| {
            outbox.apply(&record).unwrap();
            outbox.unsent()
        };

        assert_eq!(after(Record::Acknowledged { known: 3 }), 1);
        assert_eq!(after(recorded(5..=6)), 3);
        // Restored from a backup, the server knows less; a copy of this device, more.
        assert_eq!(after(Record::Acknowledged { known: 1 }), 5);
        assert_eq!(after(Record::Acknowledged { known: 8 }), 0);
        assert_eq!(after(recorded(7..=9)), 1);
    }

    #[test]
    fn a_missing_entry_is_named_rather_than_papered_over() {
        let mut outbox = outbox(&[recorded(1..=2)]);

        let refused = outbox.apply(&recorded(4..=4));

        assert_eq!(
            refused,
            Err(OutboxError::OutOfSequence { found: FactId::new(3, 4), wanted: FactId::new(3, 3) })
        );
    }

    #[test]
    fn what_may_have_been_sent_is_never_dated_anew() {
        let mut outbox = outbox(&[recorded(1..=2), Record::Finalized { through: 1 }]);
        let redate = |sequence| Record::Redated {
            facts: vec![Redating {
                sequence,
                merge_time: Hlc(9 << 40),
                recorded: Timestamp::from_millis(9),
            }],
        };

        assert_eq!(outbox.apply(&redate(1)), Err(OutboxError::NotOpen(1)));
        assert_eq!(outbox.apply(&redate(2)), Ok(()));
        assert_eq!(outbox.get(2).unwrap().header.recorded.millis(), 9);
    }

    #[test]
    fn a_restored_server_gets_again_what_it_had_acknowledged() {
        let outbox = outbox(&[
            recorded(1..=5),
            Record::Finalized { through: 5 },
            Record::Acknowledged { known: 5 },
            Record::Acknowledged { known: 2 },
        ]);

        let again: Vec<u64> =
            outbox.finalized_after(2, 1 << 20).iter().map(|fact| fact.header.id.sequence).collect();

        assert_eq!(again, [3, 4, 5]);
        assert_eq!(outbox.unsent(), 3);
    }

    #[test]
    fn only_sealed_facts_are_sent_and_in_portions() {
        let outbox = outbox(&[recorded(1..=5), Record::Finalized { through: 3 }]);

        assert_eq!(outbox.finalized_after(0, 1).len(), 1);
        assert_eq!(outbox.finalized_after(0, 1 << 20).len(), 3);
        assert_eq!(outbox.finalized_after(9, 1 << 20), []);
    }

    #[test]
    fn the_clocks_error_outlives_the_process() {
        let clock = DeviceClock {
            offset: Span(-4_000),
            uncertainty: Span(20),
            learned: Some(ClockReading::default()),
        };

        assert_eq!(outbox(&[Record::ClockLearned { clock }]).clock(), clock);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Outbox::new(DeviceNumber(3)).replay(&bytes);
        }

        #[test]
        fn however_it_is_cut_into_entries_it_reads_the_same(cuts in proptest::collection::vec(1..4_u64, 1..20)) {
            let mut pieces = Outbox::new(DeviceNumber(3));
            let mut next = 1;
            for length in cuts {
                let entry = encode_entry(&[recorded(next..=next + length - 1), Record::Finalized { through: next }]);
                pieces.replay(&entry).unwrap();
                next += length;
            }

            let whole = outbox(&[recorded(1..=next - 1)]);

            prop_assert_eq!(pieces.facts().collect::<Vec<_>>(), whole.facts().collect::<Vec<_>>());
        }
    }
}
