//! Healing: everybody meets, several times; then everything must agree with everything.

use std::collections::BTreeMap;

use sync_core::fact::{Entity, Event, Fact, Kind};
use sync_core::ids::{FactId, FactSet};
use sync_core::post::{Post, Posts};
use sync_core::replica::Replica;
use sync_core::time::Span;
use sync_core::{view, wire};

use crate::checks::{from_nowhere, unlisted};
use crate::ledger::{Fate, content};
use crate::plan::Network;
use crate::reference;
use crate::shell;
use crate::world::{Event as Happening, World};

/// More contacts than any device needs to be healed.
const ROUNDS: usize = 12;

impl World {
    /// Ends the day, repairs the network and lets everybody meet until all is said.
    pub(crate) fn heal(&mut self) {
        self.end_the_day();
        self.network = Network { lost: 0, doubled: 0, delayed: 0, cut: 0, slowest: 40 };
        if self.plan.month_away {
            self.figures.months += 1;
            self.now = self.now.plus(Span::hours(30 * 24));
        }
        self.come_to_rest();
        for place in 0..self.devices.len() {
            self.device_dies(place, false);
        }
        self.come_to_rest();
        for _ in 0..ROUNDS {
            for place in 0..self.devices.len() {
                self.schedule(Span::seconds(1), Happening::Meet(place));
            }
            self.come_to_rest();
            if (0..self.devices.len()).all(|place| self.is_healed(place)) {
                break;
            }
        }
    }

    fn is_healed(&self, place: usize) -> bool {
        let device = &self.devices[place];
        let Some(engine) = &device.engine else { return false };
        let cursor = engine.cursor();
        if device.newer.is_some() {
            return self.is_waiting_for_an_update(place);
        }
        device.is_settled
            && engine.outbox().unsent() == 0
            && cursor.epoch == self.server.epoch
            && cursor.position == self.server.log.len() as u64
    }

    /// A fact that only a newer program knows stops the queue, and everything before it is sent.
    fn is_waiting_for_an_update(&self, place: usize) -> bool {
        let device = &self.devices[place];
        let before = device.newer.map_or(0, |newer| newer - 1);
        let known = self.server.known(device.number);
        let outbox = device.engine.as_ref().map(inwards_engine::engine::Engine::outbox);
        // A copy that skipped names has nothing to send for them.
        outbox.is_some_and(|outbox| outbox.first_within(known + 1..=before).is_none())
    }

    /// Checks all that must hold once everybody has met.
    pub(crate) fn check_everything(&mut self) {
        self.check_server();
        let mut broken = from_nowhere(&self.server.held.replica);
        broken.extend(unlisted(&self.server.held.replica, self.defect));
        for place in 0..self.devices.len() {
            let waits = self.devices[place].newer.is_some();
            if self.is_healed(place) && !waits {
                broken.extend(self.check_replica(place));
            } else if !self.is_healed(place) {
                broken.push(format!("device {} is not healed", self.devices[place].number));
            }
        }
        broken.extend(self.check_order());
        broken.extend(self.check_confirmed());
        broken.extend(self.check_dates());
        broken.extend(self.check_readmissions());
        broken.extend(self.check_reference());
        for what in broken {
            self.ledger.break_promise(what);
        }
        self.tell_what_was_set_aside();
        let log = &self.server.log;
        self.figures.devices += self.devices.len() as u64;
        self.figures.admitted += log.len() as u64;
        self.figures.set_aside += log.iter().filter(|fact| is_statement(fact)).count() as u64;
    }

    fn tell_what_was_set_aside(&self) {
        for fact in &self.server.log {
            if let Ok(Event::FactSetAside(event)) = fact.event()
                && let Ok(inner) = wire::decode_fact(&event.fact)
            {
                let (id, reason) = (event.id, event.reason);
                let what = inner.event();
                self.trace.say(self.now, || format!("set aside   {id} {reason:?} {what:?}"));
            }
        }
    }

    /// A device and the server give the same answers; so does what the device's disk holds.
    fn check_replica(&mut self, place: usize) -> Vec<String> {
        let mut broken = Vec::new();
        let device = &self.devices[place];
        let (number, posts) = (device.number, self.server.posts(device.number));
        let server = &self.server.held.replica;
        let Some(engine) = &device.engine else { return broken };
        let digest = server.digest(posts);
        if engine.replica().digest(posts) != digest {
            let of = other_facts(server, engine.replica());
            broken.push(format!("device {number} has another digest than the server: {of}"));
        } else if let Some(what) = other_view(server, engine.replica()) {
            broken.push(format!("device {number} shows other {what} than the server"));
        }
        let device = &mut self.devices[place];
        match device.disk.open(number) {
            Ok(again) if again.replica().digest(posts) != digest => {
                broken.push(format!("the disk of device {number} has another digest"));
            }
            Ok(again) => self.ledger.check_disk(device.folder, again.outbox()),
            Err(error) => broken.push(format!("the disk of device {number}: {error}")),
        }
        broken
    }

    /// The log's facts in any order, and some of them twice, say the same.
    fn check_order(&mut self) -> Vec<String> {
        let all: Posts = Post::ALL.into_iter().collect();
        let mut facts: Vec<&Fact> = self.server.log.iter().collect();
        self.fate.shuffle(&mut facts);
        let mut replica = Replica::default();
        for fact in facts.iter().chain(facts.iter().take(20)) {
            replica.insert((*fact).clone());
        }
        let server = &self.server.held.replica;
        if replica.digest(all) != server.digest(all) {
            return vec!["the log in another order has another digest".to_owned()];
        }
        other_view(server, &replica)
            .map(|what| format!("the log in another order shows other {what}"))
            .into_iter()
            .collect()
    }

    /// What was confirmed is admitted, or set aside with a reason.
    fn check_confirmed(&self) -> Vec<String> {
        let mut kept: BTreeMap<FactId, Vec<Fact>> = BTreeMap::new();
        for fact in &self.server.log {
            kept.entry(fact.header.id).or_default().push(fact.clone());
            if let Ok(Event::FactSetAside(event)) = fact.event()
                && let Ok(inner) = wire::decode_fact(&event.fact)
            {
                kept.entry(event.id).or_default().push(inner);
            }
        }
        let in_use = self.ledger.folders.iter().filter(|folder| folder.fate == Fate::InUse);
        in_use
            .flat_map(|folder| &folder.confirmed)
            .filter(|(id, _)| !self.waits_for_an_update(**id))
            .filter(|(id, said)| {
                !kept.get(id).is_some_and(|facts| facts.iter().any(|fact| content(fact) == **said))
            })
            .map(|(id, _)| {
                format!("fact {id} was confirmed, and is neither admitted nor set aside")
            })
            .collect()
    }

    /// Whether a fact is queued behind one that only a newer program knows.
    fn waits_for_an_update(&self, id: FactId) -> bool {
        self.devices.iter().any(|device| {
            device.number == id.device && device.newer.is_some_and(|newer| newer <= id.sequence)
        })
    }

    /// A readmission lets in what its author saw.
    fn check_readmissions(&self) -> Vec<String> {
        let log = &self.server.log;
        let wrong = log.iter().filter(|fact| !self.ledger.is_true_readmission(fact, log));
        wrong
            .map(|fact| format!("readmission {} lets in what nobody saw", fact.header.id))
            .collect()
    }

    /// Where nobody set the clock, what is not in doubt bears its true instant.
    fn check_dates(&self) -> Vec<String> {
        let doubtful: FactSet = self
            .server
            .log
            .iter()
            .filter_map(|fact| match fact.event() {
                Ok(Event::ClockDoubtful(event)) => Some(event.facts),
                Ok(_) | Err(_) => None,
            })
            .collect();
        self.server
            .log
            .iter()
            .filter(|fact| !doubtful.contains(fact.header.id))
            // What a device says of its clock at a contact is nobody's, and a copy of it may
            // give the same name to something that somebody did.
            .filter(|fact| !says_how_the_clock_is(fact))
            .filter_map(|fact| {
                let (truth, place) = self.ledger.truth(fact.header.id)?;
                let clock = &self.devices[place].clock;
                let off = fact.header.recorded.since(truth).abs();
                let allowed = Span::seconds(20).0 + 2 * clock.drift_within(Span::hours(800)).0;
                (!clock.was_set && off.0 > allowed).then(|| {
                    format!("fact {} is dated {} s off the truth", fact.header.id, off.0 / 1_000)
                })
            })
            .collect()
    }

    /// The reference model reads the log as the core does.
    fn check_reference(&mut self) -> Vec<String> {
        let misread = self.defect.and_then(|defect| shell::misread(defect, &self.server));
        let differences = match misread {
            Some(facts) => {
                let mut replica = Replica::default();
                for fact in facts {
                    replica.insert(fact);
                }
                reference::compare(&self.server.log, &replica)
            }
            None => reference::compare(&self.server.log, &self.server.held.replica),
        };
        self.figures.compared += differences.compared;
        differences.found
    }
}

/// The first thing about which two replicas hold other facts.
fn other_facts(one: &Replica, other: &Replica) -> String {
    let facts = |replica: &Replica, entity: &Entity| -> Vec<_> {
        replica.facts_of(entity).map(|fact| (fact.header.order(), fact.header.kind)).collect()
    };
    let differs = |entity: &&Entity| facts(one, entity) != facts(other, entity);
    match one.entities().chain(other.entities()).find(differs) {
        Some(entity) => {
            let (one, other) = (facts(one, entity), facts(other, entity));
            let missing = one.iter().find(|fact| !other.contains(fact));
            let extra = other.iter().find(|fact| !one.contains(fact));
            format!("{entity:?} lacks {missing:?} and has {extra:?}")
        }
        None => "of the same facts".to_owned(),
    }
}

fn is_statement(fact: &Fact) -> bool {
    fact.header.kind == Kind::FactSetAside as u16
}

/// The first answer that two replicas give differently.
fn other_view(one: &Replica, other: &Replica) -> Option<&'static str> {
    let receipts = |replica: &Replica| {
        let numbers: Vec<_> = replica.receipts().map(|(number, _)| number).collect();
        numbers.into_iter().map(|number| view::receipt(replica, number)).collect::<Vec<_>>()
    };
    let orders = |replica: &Replica| {
        let numbers: Vec<_> = replica.orders().map(|(number, _)| number.clone()).collect();
        numbers.iter().map(|number| view::order(replica, number)).collect::<Vec<_>>()
    };
    if view::lots(one) != view::lots(other) {
        return Some("lots");
    }
    if receipts(one) != receipts(other) {
        return Some("receipts");
    }
    if orders(one) != orders(other) {
        return Some("orders");
    }
    if view::conflicts(one) != view::conflicts(other) {
        return Some("conflicts");
    }
    (view::set_aside(one) != view::set_aside(other)).then_some("facts set aside")
}

fn says_how_the_clock_is(fact: &Fact) -> bool {
    let kinds = [Kind::ClockDoubtful as u16, Kind::ClockOff as u16];
    kinds.contains(&fact.header.kind)
}
