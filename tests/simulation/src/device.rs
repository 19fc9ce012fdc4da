//! A device of the floor: the product's engine over a simulated disk, clock and connection.

use inwards_engine::clock::ClockReading;
use inwards_engine::driver::{Driver, Page};
use inwards_engine::engine::{Engine, Plan};
use sync_core::ids::DeviceNumber;
use sync_core::time::Timestamp;
use sync_core::view::{
    IncrementalBoard, IncrementalDock, IncrementalQueue, IncrementalSearch, IncrementalShelves,
    IncrementalWork,
};

use crate::device_clock::DeviceClock;
use crate::disk::Disk;

/// A contact with the server.
#[derive(Debug)]
pub(crate) struct Contact {
    pub(crate) id: u64,
    pub(crate) driver: Driver,
    /// Which of the server's logs it speaks of.
    pub(crate) epoch: u64,
    /// Counts messages heard, so that silence is noticed.
    pub(crate) heard: u64,
    /// Whether anything of it was lost: nothing more arrives.
    pub(crate) broken: bool,
}

/// What its screens keep of all that it holds.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) board: IncrementalBoard,
    pub(crate) dock: IncrementalDock,
    pub(crate) queue: IncrementalQueue,
    pub(crate) shelves: IncrementalShelves,
    pub(crate) work: IncrementalWork,
    pub(crate) search: IncrementalSearch,
}

/// What is on its way to the device's disk.
#[derive(Debug)]
pub(crate) enum Saving {
    /// The plan of a command, the outbox entry that it becomes, and when it was given.
    Command(Box<Plan>, Vec<u8>, Timestamp),
    /// What a contact says of the outbox.
    Outbox(Vec<u8>),
    /// A page of the server's log.
    Page(Page),
}

/// A device with its engine, disk and clock, and how its contact with the server stands.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) place: usize,
    pub(crate) number: DeviceNumber,
    /// Nothing while it is off.
    pub(crate) engine: Option<Engine>,
    /// The board that hangs beside it, drawn again and again from the same memory.
    pub(crate) kept: Kept,
    pub(crate) disk: Disk,
    pub(crate) clock: DeviceClock,
    pub(crate) contact: Option<Contact>,
    pub(crate) saving: Option<Saving>,
    /// Counts its processes, so that what a dead one waited for comes to nothing.
    pub(crate) life: u64,
    /// Which folder of the ledger its disk is.
    pub(crate) folder: usize,
    pub(crate) is_live: bool,
    /// Has no connection until the day is over.
    pub(crate) is_away: bool,
    /// An older copy of its disk, with its number.
    pub(crate) copy: Option<(DeviceNumber, usize, Disk)>,
    /// Facts acknowledged when this was looked at last.
    pub(crate) acknowledged: u64,
    /// The first of its facts that only a newer program knows.
    pub(crate) newer: Option<u64>,
    /// Whether the last contact came to its end with nothing left.
    pub(crate) is_settled: bool,
}

impl Device {
    /// A device that was never switched on.
    pub(crate) fn new(place: usize, number: DeviceNumber, clock: DeviceClock) -> Self {
        Self {
            place,
            number,
            engine: None,
            kept: Kept::default(),
            disk: Disk::default(),
            clock,
            contact: None,
            saving: None,
            life: 0,
            folder: 0,
            is_live: false,
            is_away: false,
            copy: None,
            acknowledged: 0,
            newer: None,
            is_settled: false,
        }
    }

    /// What its clocks show.
    pub(crate) fn stamp(&self, truth: Timestamp) -> ClockReading {
        self.clock.stamp(truth)
    }

    /// Whether a command can be given: the device is on, and its disk has nothing to finish.
    pub(crate) fn is_ready(&self) -> bool {
        self.engine.is_some() && self.saving.is_none()
    }
}
