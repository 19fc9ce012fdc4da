//! The six devices: what each has written, what the server has, and what each knows by now.

use chrono::NaiveDate;

use super::agenda::Second;
use super::{Action, Step};
use crate::random::Random;
use crate::{Device, Person, Plant, local_time};

/// A step's place in the script.
pub(super) type StepId = usize;

/// What a command makes a number of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Made {
    Receipt,
    Tally,
    Card,
}

/// How many seconds a step takes that a person makes.
const BY_HAND: (u32, u32) = (6, 18);

/// Syncs take no time: were they to end in another order than they began in, the script would
/// bring a device less than the floor's model says it knows.
const AT_ONCE: (u32, u32) = (0, 0);

/// The devices and the server between them.
pub(super) struct Floor {
    devices: Vec<Device>,
    people: Vec<Person>,
    stations: Vec<Station>,
    steps: Vec<(Second, usize, Action)>,
    /// Steps in the order in which the server received them.
    log: Vec<StepId>,
    /// Where in the log each step is.
    positions: Vec<Option<usize>>,
    receipts: u32,
    tallies: u32,
    cards: u32,
    pace: Random,
}

#[derive(Default)]
struct Station {
    clock: Second,
    offline_since: Option<Second>,
    person: Option<usize>,
    /// Steps that the server has not received yet.
    unsent: Vec<StepId>,
    /// How much of the log it has fetched.
    cursor: usize,
}

impl Floor {
    pub(super) fn new(plant: &Plant, seed: u64) -> Self {
        Self {
            devices: plant.devices.clone(),
            people: plant.people.clone(),
            stations: plant.devices.iter().map(|_| Station::default()).collect(),
            steps: Vec::new(),
            log: Vec::new(),
            positions: Vec::new(),
            receipts: 0,
            tallies: 0,
            cards: 0,
            pace: Random::for_part(seed, "pace"),
        }
    }

    /// When a device has done what it is at.
    pub(super) fn free_at(&self, device: usize) -> Second {
        self.stations[device].clock
    }

    /// Brings a device that has been idle up to the present.
    pub(super) fn begin(&mut self, device: usize, at: Second) {
        let clock = &mut self.stations[device].clock;
        *clock = (*clock).max(at);
    }

    /// Runs a command on a device, a few seconds after its last step.
    pub(super) fn run(&mut self, device: usize, line: String) -> StepId {
        self.act(device, BY_HAND, Action::Command { line, name: None })
    }

    /// Runs a command that makes a number, and answers how to refer to that number.
    pub(super) fn make(&mut self, device: usize, made: Made, line: String) -> (StepId, String) {
        let (letter, count) = match made {
            Made::Receipt => ('r', &mut self.receipts),
            Made::Tally => ('t', &mut self.tallies),
            Made::Card => ('c', &mut self.cards),
        };
        *count += 1;
        let name = format!("{letter}{count}");
        let reference = format!("{{{name}}}");
        let name = Some(name);

        let step = self.act(device, BY_HAND, Action::Command { line, name });
        (step, reference)
    }

    pub(super) fn sign_in(&mut self, device: usize, person: usize) {
        let Person { name, pin, .. } = &self.people[person];
        let (person_name, pin) = (name.clone(), pin.clone());
        self.stations[device].person = Some(person);
        let person = person_name;
        self.act(device, BY_HAND, Action::SignIn { person, pin });
    }

    /// Who is signed in on a device.
    pub(super) fn person_on(&self, device: usize) -> Option<usize> {
        self.stations[device].person
    }

    pub(super) fn go_offline(&mut self, device: usize) {
        self.act(device, AT_ONCE, Action::Offline);
        self.stations[device].offline_since = Some(self.stations[device].clock);
    }

    pub(super) fn go_online(&mut self, device: usize) {
        self.act(device, AT_ONCE, Action::Online);
        self.stations[device].offline_since = None;
    }

    pub(super) fn offline_since(&self, device: usize) -> Option<Second> {
        self.stations[device].offline_since
    }

    /// Sends what the server lacks, then fetches all that it has.
    pub(super) fn sync(&mut self, device: usize) {
        self.act(device, AT_ONCE, Action::Sync);

        let station = &mut self.stations[device];
        for step in station.unsent.drain(..) {
            self.positions[step] = Some(self.log.len());
            self.log.push(step);
        }
        station.cursor = self.log.len();
    }

    /// Whether a device holds what a step wrote.
    pub(super) fn knows(&self, device: usize, step: StepId) -> bool {
        let written_here = self.steps[step].1 == device;
        let cursor = self.stations[device].cursor;

        written_here || self.positions[step].is_some_and(|position| position < cursor)
    }

    pub(super) fn into_steps(self, day: NaiveDate) -> Vec<Step> {
        let mut steps = self.steps;
        // Stable: within one second, what was written first stays first.
        steps.sort_by_key(|(at, _, _)| *at);

        steps
            .into_iter()
            .map(|(at, device, action)| Step {
                at: local_time(day, at),
                device: self.devices[device].name.clone(),
                action,
            })
            .collect()
    }

    fn act(&mut self, device: usize, seconds: (u32, u32), action: Action) -> StepId {
        let step = self.steps.len();
        let writes = matches!(action, Action::Command { .. });
        let station = &mut self.stations[device];
        station.clock += self.pace.between(seconds.0, seconds.1);
        if writes {
            station.unsent.push(step);
        }

        self.steps.push((station.clock, device, action));
        self.positions.push(None);
        step
    }
}
