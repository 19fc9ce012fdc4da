//! The world: virtual time, what is to happen in it, and everybody in it.

use std::collections::BTreeMap;

use sync_core::ids::DeviceNumber;
use sync_core::time::{Span, Timestamp};

use crate::defect::Defect;
use crate::device::Device;
use crate::device_clock::DeviceClock;
use crate::figures::Figures;
use crate::ledger::Ledger;
use crate::office;
use crate::plan::{MORNING, Mishap, Network, Plan, clock_error};
use crate::random::Random;
use crate::run::Options;
use crate::server::{Caller, Server};
use crate::trace::Trace;
use crate::work::Paper;

/// Something that is going to happen.
#[derive(Debug)]
pub(crate) enum Event {
    /// Somebody at a device wants to do something.
    Act(usize),
    /// A device tries to reach the server.
    Meet(usize),
    /// A device's disk is done.
    Saved { place: usize, life: u64 },
    /// A device is switched on again.
    DeviceStarts { place: usize, life: u64 },
    /// A message reaches the server.
    ToServer(Caller, Vec<u8>),
    /// A message reaches a device.
    ToDevice(Caller, Vec<u8>),
    /// A device has waited long enough.
    Silence { place: usize, contact: u64, heard: u64 },
    /// The server's disk is done with the record of this token.
    Written(u64),
    /// The server is switched on again.
    ServerStarts,
    /// A crash, a loss or another mishap.
    Mishap(Mishap),
    /// The office states something.
    Change,
}

/// The whole simulation of one seed: who and what there is, and the queue of events.
pub(crate) struct World {
    pub(crate) now: Timestamp,
    pub(crate) plan: Plan,
    pub(crate) network: Network,
    pub(crate) devices: Vec<Device>,
    pub(crate) server: Server,
    pub(crate) ledger: Ledger,
    pub(crate) paper: Paper,
    pub(crate) figures: Figures,
    pub(crate) trace: Trace,
    pub(crate) defect: Option<Defect>,
    pub(crate) on_the_way: Random,
    pub(crate) floor: Random,
    pub(crate) fate: Random,
    /// Whether people still work and things still go wrong.
    pub(crate) is_day: bool,
    queue: BTreeMap<(Timestamp, u64), Event>,
    queued: u64,
    pub(crate) contacts: u64,
    boots: u64,
    pub(crate) writing: u64,
    pub(crate) backups: Vec<usize>,
}

impl World {
    /// The world of a seed, in the morning.
    pub(crate) fn new(seed: u64, options: &Options, trace: Trace) -> Self {
        let defect = options.defect;
        let mut random = Random::new(seed);
        let plan = Plan::draw(&mut random);
        let mut world = Self {
            now: MORNING,
            network: plan.network,
            devices: Vec::new(),
            server: Server::new(plan.page_bytes, defect),
            ledger: Ledger::default(),
            paper: Paper::default(),
            figures: Figures::default(),
            trace,
            defect,
            on_the_way: random.fork(),
            floor: random.fork(),
            fate: random.fork(),
            is_day: true,
            queue: BTreeMap::new(),
            queued: 0,
            contacts: 0,
            boots: 0,
            writing: 0,
            backups: Vec::new(),
            plan,
        };
        world.open_the_site();
        world.plan_the_day();
        world
    }

    fn open_the_site(&mut self) {
        let before = self.now.plus(Span::hours(-100));
        let catalog = office::catalog(self.plan.places, before);
        self.server.author(&catalog, before);
        for place in 0..self.plan.places {
            let device = self.enrol(place, self.now.plus(Span::hours(-1)));
            self.devices.push(device);
        }
        self.backups.push(self.server.log.len());
    }

    /// Gives a place a device that was never used.
    pub(crate) fn enrol(&mut self, place: usize, at: Timestamp) -> Device {
        let number =
            self.server.last_number.max(self.server.held.device_numbers().last().unwrap_or(0)) + 1;
        self.server.last_number = number;
        let number = DeviceNumber(number);
        self.server.author(&[office::enrolment(number, place)], at);
        let skew = match self.fate.below(10) {
            0..5 => Span(self.fate.between(-1_500, 1_500)),
            5..8 => Span::seconds(self.fate.between(-300, 300)),
            _ => clock_error(&mut self.fate),
        };
        let drift = self.fate.between(-60, 60);
        self.boots += 1;
        let clock = DeviceClock::new(skew, drift, at, self.boots);
        let mut device = Device::new(place, number, clock);
        device.is_live = self.fate.chance(40);
        device.is_away = self.fate.chance(20);
        device.folder = self.ledger.open_folder(place);
        device.engine = device.disk.open(number).ok();
        device
    }

    fn plan_the_day(&mut self) {
        for place in 0..self.devices.len() {
            // Everybody fetches the catalog at the gate before going off.
            self.schedule(Span(10 * i64::try_from(place).expect("few")), Event::Meet(place));
            let first = Span::minutes(self.floor.between(2, 12));
            self.schedule(first, Event::Act(place));
        }
        for (at, mishap) in self.plan.mishaps.clone() {
            self.schedule(at.since(MORNING), Event::Mishap(mishap));
        }
        for at in self.plan.changes.clone() {
            self.schedule(at.since(MORNING), Event::Change);
        }
    }

    /// Lets something happen after a while.
    pub(crate) fn schedule(&mut self, after: Span, event: Event) {
        self.queued += 1;
        self.queue.insert((self.now.plus(after), self.queued), event);
    }

    /// A boot that no device ever had.
    pub(crate) fn next_boot(&mut self) -> u64 {
        self.boots += 1;
        self.boots
    }

    /// Lives until the day is over.
    pub(crate) fn live_the_day(&mut self) {
        let evening = MORNING.plus(self.plan.day);
        while let Some(entry) = self.queue.first_entry() {
            if entry.key().0 > evening {
                break;
            }
            let ((at, _), event) = entry.remove_entry();
            self.now = at;
            self.handle(event);
        }
        self.now = evening;
        self.is_day = false;
    }

    /// Lets everything come to rest.
    pub(crate) fn come_to_rest(&mut self) {
        while let Some(((at, _), event)) = self.queue.pop_first() {
            self.now = self.now.max(at);
            self.handle(event);
        }
    }

    /// Drops what people and mishaps would still have done.
    pub(crate) fn end_the_day(&mut self) {
        self.queue.retain(|_, event| match event {
            Event::Act(_) | Event::Meet(_) | Event::Mishap(_) | Event::Change => false,
            Event::Saved { .. }
            | Event::DeviceStarts { .. }
            | Event::ToServer(..)
            | Event::ToDevice(..)
            | Event::Silence { .. }
            | Event::Written(_)
            | Event::ServerStarts => true,
        });
    }

    fn handle(&mut self, event: Event) {
        self.figures.events += 1;
        match event {
            Event::Act(place) => self.act(place),
            Event::Meet(place) => self.meet(place),
            Event::Saved { place, life } => self.saved(place, life),
            Event::DeviceStarts { place, life } => self.device_starts(place, life),
            Event::ToServer(caller, bytes) => self.server_hears(caller, &bytes),
            Event::ToDevice(caller, bytes) => self.device_hears(caller, &bytes),
            Event::Silence { place, contact, heard } => self.silence(place, contact, heard),
            Event::Written(token) => self.server_wrote(token),
            Event::ServerStarts => self.server_starts(),
            Event::Mishap(mishap) => self.suffer(mishap),
            Event::Change => self.change(),
        }
    }

    fn change(&mut self) {
        if !self.server.is_up {
            return;
        }
        let statement = office::change(&mut self.floor, self.now);
        self.trace.say(self.now, || format!("office      {:?}: {:?}", statement.0, statement.1));
        self.figures.changes += 1;
        self.finish_writing();
        self.server.author(&[statement], self.now);
        if self.floor.chance(30) {
            let before = self.now.plus(Span::minutes(-5));
            self.figures.carried += self.server.carry(before, self.now);
        }
        self.feed_the_live();
    }
}
