//! What a seed stands for: how many devices, how long a day, how bad the network, which mishaps.

use sync_core::time::{Span, Timestamp};

use crate::random::Random;

/// Monday morning at the site: 2026-11-23T08:00+08:00.
pub(crate) const MORNING: Timestamp = Timestamp::from_millis(1_795_392_000_000);

/// How often a message meets a mishap, in a hundred.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Network {
    pub(crate) lost: u64,
    pub(crate) doubled: u64,
    pub(crate) delayed: u64,
    pub(crate) cut: u64,
    /// Milliseconds that a message takes at most, without mishap.
    pub(crate) slowest: u64,
}

/// Something that goes wrong at a planned instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// A device's program is killed: what the system has of its files stays.
    DeviceKilled,
    /// A device's power fails: only what was synced stays.
    DevicePowerCut,
    /// A device's cache is damaged.
    CacheLost,
    /// A copy of a device's disk is made.
    CopyMade,
    /// A device's disk is replaced by the copy.
    CopyRestored,
    /// A device's wall clock is set.
    ClockSet,
    /// The server's machine dies.
    ServerDies,
    /// A newer program writes a fact on a device that this one does not know, and goes again.
    NewerProgram,
    /// The server's log is backed up.
    BackupMade,
    /// The server's log is replaced by a backup.
    BackupRestored,
}

/// What is drawn from a seed before anything happens.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) places: usize,
    /// How long people work.
    pub(crate) day: Span,
    /// Between two things that somebody at a device does, on average.
    pub(crate) pace: Span,
    pub(crate) network: Network,
    /// How long a device waits between contacts, at most.
    pub(crate) apart: Span,
    /// How often the server dies while it writes, in a hundred.
    pub(crate) dies_writing: u64,
    /// How often a device loses power while it writes, in a thousand.
    pub(crate) device_dies_writing: u64,
    pub(crate) mishaps: Vec<(Timestamp, Mishap)>,
    pub(crate) changes: Vec<Timestamp>,
    /// Everybody is away for a month before all meet again.
    pub(crate) month_away: bool,
    pub(crate) page_bytes: usize,
}

impl Plan {
    pub(crate) fn draw(random: &mut Random) -> Self {
        let places = usize::try_from(random.between(3, 8)).expect("few");
        let day = Span::minutes(random.between(150, 600));
        let acts = random.between(100, 260);
        let pace = Span(day.0 * i64::try_from(places).expect("few") / acts);
        let calm = random.chance(20);
        let bad = |random: &mut Random, most: u64| if calm { 0 } else { random.below(most + 1) };
        let network = Network {
            lost: bad(random, 12),
            doubled: bad(random, 10),
            delayed: bad(random, 8),
            cut: bad(random, 5),
            slowest: 20 + random.below(2_000),
        };
        Self {
            places,
            day,
            pace,
            network,
            apart: Span::minutes(random.between(20, 120)),
            dies_writing: bad(random, 8),
            device_dies_writing: bad(random, 25),
            mishaps: mishaps(random, day, calm),
            changes: (0..random.below(16)).map(|_| within(random, day)).collect(),
            month_away: random.chance(15),
            page_bytes: usize::try_from(600 + random.below(20_000)).expect("few"),
        }
    }
}

fn within(random: &mut Random, day: Span) -> Timestamp {
    MORNING.plus(Span(random.between(0, day.0)))
}

fn mishaps(random: &mut Random, day: Span, calm: bool) -> Vec<(Timestamp, Mishap)> {
    let mut planned = Vec::new();
    let mut add = |random: &mut Random, mishap, most: u64| {
        for _ in 0..random.below(most + 1) {
            planned.push((within(random, day), mishap));
        }
    };
    if calm {
        return planned;
    }
    add(random, Mishap::DeviceKilled, 4);
    add(random, Mishap::DevicePowerCut, 4);
    add(random, Mishap::CacheLost, 1);
    add(random, Mishap::ServerDies, 3);
    if random.chance(75) {
        add(random, Mishap::ClockSet, 8);
    }
    if random.chance(45) {
        add(random, Mishap::CopyMade, 4);
        add(random, Mishap::CopyRestored, 2);
    }
    if random.chance(40) {
        add(random, Mishap::BackupMade, 3);
        add(random, Mishap::BackupRestored, 2);
    }
    if random.chance(8) {
        planned.push((within(random, day), Mishap::NewerProgram));
    }
    planned
}

/// By how much somebody, or a flat battery, sets a clock.
pub(crate) fn clock_error(random: &mut Random) -> Span {
    let way = if random.chance(50) { 1 } else { -1 };
    let size = match random.below(10) {
        0..4 => Span::seconds(random.between(3, 600)),
        4..7 => Span::minutes(random.between(10, 240)),
        7..9 => Span::hours(random.between(4, 24 * 40)),
        _ => Span::hours(24 * 365 * random.between(1, 56)),
    };
    Span(way * size.0)
}
