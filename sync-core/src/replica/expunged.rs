//! What an administrator took out of the site: held by nobody, whatever arrives first.
//!
//! Names decide, and what is held is asked, never what is named: an expunging that names more than
//! there is costs no more than one that names what there is.

use super::Replica;
use crate::fact::{Fact, Kind};
use crate::ids::{DeviceNumber, FactId, FactSet};

impl Replica {
    /// Whether an administrator took the fact of this name out.
    pub fn is_expunged(&self, id: FactId) -> bool {
        self.expunged.contains(id)
    }

    /// The facts held here that a set names, set aside ones too.
    pub fn facts_named<'a>(&'a self, names: &'a FactSet) -> impl Iterator<Item = &'a Fact> {
        names.runs().flat_map(|run| {
            let placed = self.ids.range(run.clone()).filter_map(|(id, _)| self.get_merged(*id));
            placed.chain(self.kept_out.range(run).map(|(_, fact)| fact))
        })
    }

    /// Whether a fact may not be taken in; what says so itself always may.
    pub(super) fn is_out(&self, fact: &Fact) -> bool {
        self.expunged.contains(fact.header.id) && !says_so(fact)
    }

    /// Takes out what is named, and keeps it out from now on.
    pub(super) fn expunge(&mut self, names: &FactSet) {
        self.expunged = [&self.expunged, names].into_iter().collect();
        for run in names.runs() {
            // From the last: what lies at the end of a thing's facts moves none of the others.
            let held: Vec<FactId> = self.ids.range(run.clone()).map(|(id, _)| *id).rev().collect();
            for id in held {
                if self.get_merged(id).is_some_and(|fact| self.is_out(fact)) {
                    self.take_out(id);
                }
            }
            let kept: Vec<FactId> = self.kept_out.range(run).map(|(id, _)| *id).collect();
            for id in kept {
                self.kept_out.remove(&id);
            }
        }
    }

    /// A statement that set a fact aside has left: its readmission lets nothing in any more, and
    /// where no other statement is about the fact, it takes part again.
    pub(super) fn unstate(&mut self, statement: FactId, about: FactId) {
        self.set_aside.remove(&statement);
        if let Some(statements) = self.statements_of.get_mut(&about) {
            statements.retain(|other| *other != statement);
            if statements.is_empty() {
                self.statements_of.remove(&about);
            }
        }
        self.settle_readmission(statement);
        if let Some(fact) = self.kept_out.get(&about)
            && !self.is_set_aside(fact)
            && let Some(fact) = self.kept_out.remove(&about)
        {
            self.insert(fact);
        }
    }
}

/// Whether a fact is the server's own word about what is out: nothing takes that back.
pub(super) fn says_so(fact: &Fact) -> bool {
    fact.header.id.device == DeviceNumber::SERVER && fact.header.kind == Kind::Expunged as u16
}
