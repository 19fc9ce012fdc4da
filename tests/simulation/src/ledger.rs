//! What was promised to people, kept apart from the product: what was confirmed, and under which name.

use std::collections::BTreeMap;

use inwards_engine::outbox::Outbox;
use sync_core::fact::{Event, Fact};
use sync_core::ids::FactId;
use sync_core::number::DocumentNumber;
use sync_core::replica::Replica;
use sync_core::time::Timestamp;

/// What a fact says, without its times: those may change until it is sent.
pub(crate) type Content = (u16, u8, Box<[u8]>);

/// What a fact says.
pub(crate) fn content(fact: &Fact) -> Content {
    (fact.header.kind, fact.header.version, fact.payload.clone())
}

/// What becomes of what a disk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is in use.
    InUse,
    /// Its device was enrolled anew; the folder is kept for the administrator.
    KeptAside,
}

/// A device's disk, as the people remember it.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    pub(crate) confirmed: BTreeMap<FactId, Content>,
    pub(crate) fate: Fate,
    /// Whether it was once replaced by an older copy of itself.
    pub(crate) is_copy: bool,
    place: usize,
}

/// Everything that people were told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) folders: Vec<Folder>,
    numbers: BTreeMap<String, DocumentNumber>,
    /// When each fact truly happened, and where; nothing where one name was used twice.
    truths: BTreeMap<FactId, Option<(Timestamp, usize)>>,
    pub(crate) broken: Vec<String>,
    /// What the author of each readmission saw, and let in.
    readmitted: BTreeMap<FactId, Vec<u8>>,
}

impl Ledger {
    /// Takes note of a new folder at a place; answers its number.
    pub(crate) fn open_folder(&mut self, place: usize) -> usize {
        let confirmed = BTreeMap::new();
        self.folders.push(Folder { confirmed, fate: Fate::InUse, is_copy: false, place });
        self.folders.len() - 1
    }

    /// Notes a promise that was broken; the first forty are enough.
    pub(crate) fn break_promise(&mut self, what: String) {
        if self.broken.len() < 40 {
            self.broken.push(what);
        }
    }

    /// A person was told that these facts are recorded.
    pub(crate) fn confirm<'a>(
        &mut self,
        folder: usize,
        facts: impl Iterator<Item = &'a Fact>,
        truth: Timestamp,
    ) {
        for fact in facts {
            let id = fact.header.id;
            let Folder { place, is_copy, .. } = self.folders[folder];
            // A copy may give a name that its first disk gave to something nobody was told of.
            let truth = (!is_copy).then_some((truth, place));
            self.truths.entry(id).and_modify(|known| *known = None).or_insert(truth);
            let before = self.folders[folder].confirmed.insert(id, content(fact));
            if before.is_some() {
                self.break_promise(format!("fact {id} was confirmed twice on one disk"));
            }
        }
    }

    /// Notes what somebody saw who let a fact in.
    pub(crate) fn note_readmissions(&mut self, made: &[&Fact], replica: &Replica) {
        for fact in made {
            let Ok(Event::Readmitted(event)) = fact.event() else { continue };
            let statement = replica.get(event.set_aside).map(Fact::event);
            if let Some(Ok(Event::FactSetAside(statement))) = statement {
                self.readmitted.insert(fact.header.id, statement.fact);
            }
        }
    }

    /// Whether a readmission in the log lets in what its author saw, or nothing.
    pub(crate) fn is_true_readmission(&self, fact: &Fact, log: &[Fact]) -> bool {
        let Ok(Event::Readmitted(event)) = fact.event() else { return true };
        let Some(seen) = self.readmitted.get(&fact.header.id) else { return true };
        let statement = log.iter().find(|other| other.header.id == event.set_aside);
        match statement.map(Fact::event) {
            Some(Ok(Event::FactSetAside(statement))) => statement.fact == *seen,
            Some(Ok(_) | Err(_)) | None => true,
        }
    }

    /// When a fact truly happened, and at which place.
    pub(crate) fn truth(&self, fact: FactId) -> Option<(Timestamp, usize)> {
        self.truths.get(&fact).copied().flatten()
    }

    /// A number was given to something.
    pub(crate) fn number(&mut self, number: DocumentNumber) {
        let text = number.to_string();
        if text.parse() != Ok(number) {
            self.break_promise(format!("number {text} does not read back"));
        }
        let before = self.numbers.insert(text.clone(), number);
        if before.is_some_and(|before| before != number) {
            self.break_promise(format!("number {text} was given to two things"));
        }
    }

    /// Looks whether a disk holds all that was confirmed on it.
    pub(crate) fn check_disk(&mut self, folder: usize, outbox: &Outbox) {
        let mut lost = Vec::new();
        for (id, said) in &self.folders[folder].confirmed {
            let held = outbox.get(id.sequence);
            if held.is_none_or(|fact| content(fact) != *said || fact.header.id != *id) {
                lost.push(*id);
            }
        }
        for id in lost {
            self.break_promise(format!("fact {id} was confirmed, and its disk does not hold it"));
        }
    }

    /// The disk was replaced by an older copy: what the copy lacks is destroyed.
    pub(crate) fn replace_by_copy(&mut self, folder: usize, outbox: &Outbox) {
        let entry = &mut self.folders[folder];
        let (kept, gone): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut entry.confirmed)
            .into_iter()
            .partition(|(id, said)| outbox.get(id.sequence).is_some_and(|f| content(f) == *said));
        entry.confirmed = kept;
        entry.is_copy = true;
        for id in gone.into_keys() {
            // The copy may give the same name to something else, at another instant.
            self.truths.insert(id, None);
        }
    }
}
