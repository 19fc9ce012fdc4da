//! The people who work on the day, and the devices in their hands.

use std::collections::BTreeSet;

use serde::Serialize;
use sync_core::ids::PersonNumber;
use sync_core::rules::pin_choice;

use crate::random::Random;

/// A row of `people.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// A Chinese name; no two people of the plant share one.
    pub name: String,
    /// The posts, joined by `+`.
    pub posts: String,
    /// Six digits, for demonstrations only.
    pub pin: String,
}

/// A row of `devices.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Device {
    /// What people call the device; steps of the day name it so.
    pub name: String,
    /// The posts it serves, joined by `+`.
    pub posts: String,
}

const PEOPLE: [(&str, &str); 14] = [
    ("王建国", "dock-clerk"),
    ("李秀英", "dock-clerk"),
    ("张伟强", "dock-clerk"),
    ("陈志明", "nonconforming-keeper+dock-clerk"),
    ("杨丽萍", "terminal-operator+dock-clerk"),
    ("赵敏", "terminal-operator+dock-clerk"),
    ("黄国栋", "qc-inspector"),
    ("周婷", "qc-inspector"),
    ("吴海波", "qc-inspector"),
    ("徐振华", "supervisor"),
    ("孙晓燕", "purchasing"),
    ("马文斌", "ie-engineer"),
    ("朱雅琴", "finance"),
    ("胡宇航", "administrator"),
];

const DEVICES: [(&str, &str); 6] = [
    ("handheld-1", "dock-clerk+nonconforming-keeper"),
    ("handheld-2", "dock-clerk+nonconforming-keeper"),
    ("handheld-3", "dock-clerk+nonconforming-keeper"),
    ("tablet-1", "qc-inspector"),
    ("tablet-2", "qc-inspector"),
    (
        "desk-1",
        "terminal-operator+supervisor+purchasing+dock-clerk+ie-engineer+finance+administrator",
    ),
];

/// Which device of [`devices`] a step is made on.
pub(crate) mod device {
    pub(crate) const HANDHELDS: [usize; 3] = [0, 1, 2];
    /// The nonconforming-goods keeper's handheld.
    pub(crate) const KEEPER: usize = 2;
    pub(crate) const TABLETS: [usize; 2] = [3, 4];
    pub(crate) const DESK: usize = 5;
    pub(crate) const COUNT: usize = 6;
}

/// Who signs in, by place in [`people`].
pub(crate) mod person {
    /// Who starts the day on each device.
    pub(crate) const MORNING: [usize; 6] = [0, 1, 3, 6, 7, 4];
    /// Who takes a device over at noon: the device, and the person.
    pub(crate) const AFTERNOON: [(usize, usize); 3] = [(1, 2), (4, 8), (5, 5)];
    pub(crate) const SUPERVISOR: usize = 9;
}

/// The people, with PINs drawn from the seed.
pub(crate) fn people(random: &mut Random) -> Vec<Person> {
    let mut used = BTreeSet::new();

    PEOPLE
        .iter()
        .zip(1..)
        .map(|((name, posts), number)| Person {
            name: (*name).to_owned(),
            posts: (*posts).to_owned(),
            pin: allowed(&unused_pin(random, &mut used), PersonNumber(number)),
        })
        .collect()
}

/// The PIN itself, or the next that its owner may take: nothing more is drawn, so that the rest of the
/// plant stays as the seed has it.
fn allowed(drawn: &str, person: PersonNumber) -> String {
    let first: u32 = drawn.parse().unwrap_or_default();
    let pins = (first..).step_by(7).map(|pin| format!("{pin:06}"));
    pins.into_iter().find(|pin| pin_choice::check(pin, person).is_ok()).unwrap_or_default()
}

fn unused_pin(random: &mut Random, used: &mut BTreeSet<u32>) -> String {
    loop {
        let pin = random.between(102_938, 987_650);
        if used.insert(pin) {
            return format!("{pin:06}");
        }
    }
}

/// The devices: three handhelds, two tablets and a desk.
pub(crate) fn devices() -> Vec<Device> {
    DEVICES
        .iter()
        .map(|(name, posts)| Device { name: (*name).to_owned(), posts: (*posts).to_owned() })
        .collect()
}
