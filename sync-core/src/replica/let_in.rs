//! What a supervisor let in of what was set aside: read again whenever the log is folded, by the same
//! closed list as at admission (`readmission`).

use super::Replica;
use crate::fact::{Fact, SetAsideReason};
use crate::ids::{DeviceNumber, FactId, READMISSION_BIT};
use crate::post::Posts;
use crate::rules::readmission::{self, Barred};
use crate::wire;

impl Replica {
    /// Lets a set-aside fact into the fold as long as both the statement and a readmission are
    /// here, and it may be let in; of several readmissions the first in merge order holds.
    pub(super) fn settle_readmission(&mut self, statement: FactId) {
        if let Some(before) = self.let_in_as.remove(&statement) {
            self.take_out(before);
        }
        let Some(fact) = self.as_let_in(statement) else { return };
        if !self.ids.contains_key(&fact.header.id) && !self.is_out(&fact) {
            self.let_in_as.insert(statement, fact.header.id);
            self.place(fact);
        }
    }

    /// What a device may be used for has arrived, or left: it says what may be let in of it.
    pub(super) fn settle_readmissions_of(&mut self, device: DeviceNumber) {
        let range = FactId { device, sequence: 0 }..=FactId { device, sequence: u64::MAX };
        let statements: Vec<FactId> = self
            .statements_of
            .range(range)
            .flat_map(|(_, statements)| statements)
            .copied()
            .collect();
        for statement in statements {
            if self.readmitted.contains_key(&statement) {
                self.settle_readmission(statement);
            }
        }
    }

    /// A set-aside fact as its readmission has it; nothing where no readmission counts.
    fn as_let_in(&self, statement: FactId) -> Option<Fact> {
        let (place, readmitted) = self.readmitted.get(&statement)?.first_key_value()?;
        let (mut fact, reason) = self.kept_whole(statement)?;
        if self.barred(&fact, reason).is_some() {
            return None;
        }
        if reason == SetAsideReason::IdCollision {
            // Its name belongs to another fact: it goes by the name of its readmission.
            let by = place.fact;
            fact.header.id = FactId { sequence: by.sequence | READMISSION_BIT, ..by };
        }
        if let Some(recorded) = readmitted.recorded {
            fact.header.recorded = recorded;
            fact.header.merge_time = place.time;
        }
        Some(fact)
    }

    /// The fact that a statement sets aside, as the statement keeps it, and why.
    fn kept_whole(&self, statement: FactId) -> Option<(Fact, SetAsideReason)> {
        let set = self.set_aside.get(&statement)?;
        Some((wire::decode_fact(&set.fact).ok()?, set.reason))
    }

    fn barred(&self, fact: &Fact, reason: SetAsideReason) -> Option<Barred> {
        readmission::barred(fact, reason, self.enrolled_for(fact.header.id.device))
    }

    /// The posts that the server enrolled a device for; else those by which it stands here at all.
    fn enrolled_for(&self, device: DeviceNumber) -> Posts {
        let enrolments = || self.enrolled_for.get(&device).into_iter().flatten();
        let servers = enrolments().find(|(order, _)| order.fact.device == DeviceNumber::SERVER);
        servers.or_else(|| enrolments().next()).map(|(_, posts)| *posts).unwrap_or_default()
    }

    /// Whether a device may let in what a statement set aside (`readmission`).
    pub fn may_let_in(&self, statement: FactId, by: DeviceNumber) -> Result<(), Barred> {
        let Some((fact, reason)) = self.kept_whole(statement) else {
            return Err(Barred::Unreadable);
        };
        let barred = self.barred(&fact, reason).or_else(|| readmission::barred_from(by, &fact));
        barred.map_or(Ok(()), Err)
    }

    /// Whether a readmission that counts names a statement. What a log of before holds of others
    /// changes nothing.
    pub fn is_readmitted(&self, statement: FactId) -> bool {
        self.as_let_in(statement).is_some()
    }

    /// The fact that a readmission let into the fold, by the statement that had set it aside.
    pub fn let_in(&self, statement: FactId) -> Option<&Fact> {
        self.get(*self.let_in_as.get(&statement)?)
    }
}
