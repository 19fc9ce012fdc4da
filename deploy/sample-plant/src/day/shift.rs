//! The frame of the day: who signs in where, when the network fails, and when devices sync.

use super::agenda::{Second, Task};
use super::{CLOSING, WorkingDay};
use crate::people::{device, person};

const OPENING: Second = (7 * 60 + 30) * 60;
const NOON: Second = (12 * 60 + 30) * 60;
const MINUTE: Second = 60;

impl WorkingDay<'_> {
    pub(super) fn plan_shift(&mut self) {
        for (device, person) in person::MORNING.into_iter().enumerate() {
            let start = OPENING + self.random.between(0, 4) * MINUTE;
            self.agenda.add(start, Task::Sync(device));
            self.agenda.add(start + MINUTE, Task::SignIn(device, person));
        }
        for (device, person) in person::AFTERNOON {
            let at = NOON + self.random.between(0, 20) * MINUTE;
            self.agenda.add(at, Task::SignIn(device, person));
        }
        for device in 0..device::COUNT {
            self.plan_outages(device);
        }
    }

    /// Three to five outages of 10 to 60 minutes, each in its own part of the day.
    fn plan_outages(&mut self, device: usize) {
        let first = 8 * 60 * MINUTE;
        let count = self.random.between(3, 5);
        let part = (18 * 60 * MINUTE - first) / count;

        for number in 0..count {
            let seconds = self.random.between(10 * MINUTE, 60 * MINUTE);
            let latest = part - seconds.min(part);
            let at = first + number * part + self.random.between(0, latest);
            self.agenda.add(at, Task::GoOffline(device, seconds));
        }
    }

    pub(super) fn go_offline(&mut self, device: usize, seconds: Second, at: Second) {
        let end = at + seconds;
        self.outage_ends[device] = self.outage_ends[device].max(end);
        if self.floor.offline_since(device).is_none() {
            self.floor.go_offline(device);
            self.agenda.add(end, Task::GoOnline(device));
        }
    }

    /// Another outage may have begun during the one that ends.
    pub(super) fn go_online(&mut self, device: usize, at: Second) {
        let end = self.outage_ends[device];
        if at < end {
            self.agenda.add(end, Task::GoOnline(device));
            return;
        }
        self.floor.go_online(device);
        self.floor.sync(device);
    }

    pub(super) fn sync_again_and_again(&mut self, device: usize, at: Second) {
        if self.floor.offline_since(device).is_none() {
            self.floor.sync(device);
        }

        let (least, most) = if device == device::DESK {
            (3, 5)
        } else if device::TABLETS.contains(&device) {
            (6, 10)
        } else {
            (7, 13)
        };
        let pause = self.random.between(least * MINUTE, most * MINUTE);
        self.agenda.add(at + pause, Task::Sync(device));
    }

    pub(super) fn sign_in(&mut self, device: usize, person: usize, at: Second) {
        if self.floor.offline_since(device).is_some() {
            self.agenda.add(at + 3 * MINUTE, Task::SignIn(device, person));
            return;
        }
        self.floor.sign_in(device, person);
    }

    /// In the evening all devices come back and sync twice: the first round brings everything to
    /// the server, the second brings it to all.
    pub(super) fn close(&mut self) {
        let all_idle = (0..device::COUNT).map(|device| self.floor.free_at(device));
        let evening = all_idle.fold(CLOSING, Second::max);

        for device in 0..device::COUNT {
            self.floor.begin(device, evening + MINUTE);
            if self.floor.offline_since(device).is_some() {
                self.floor.go_online(device);
            }
            self.floor.sync(device);
        }
        for device in 0..device::COUNT {
            self.floor.begin(device, evening + 5 * MINUTE);
            self.floor.sync(device);
        }
    }
}
