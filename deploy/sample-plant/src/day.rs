//! A working day on the dock, as the steps that each device makes, in the order of time.
//!
//! The day is played through by a small model of the floor: trucks arrive, six devices work and
//! lose the network, and each knows only what its last sync brought. A step that would need
//! knowledge waits until its device has it, so that every step of the script is accepted.

mod agenda;
mod deliveries;
mod dock;
mod floor;
mod inspection;
mod quantity;
mod shift;
mod warehouse;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::people;
use crate::random::Random;
use crate::size::Figures;
use crate::{Item, Plant};
use agenda::{Agenda, Second, Task};
use deliveries::Delivery;
use dock::Receipt;
use floor::Floor;
use inspection::Lot;

/// One line of `day.jsonl`: something that one device does at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When, with the plant's offset.
    pub at: DateTime<FixedOffset>,
    /// As in `devices.csv`.
    pub device: String,
    /// The action, whose fields stand beside the other two in the JSON object.
    #[serde(flatten)]
    pub action: Action,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    /// A command of `inwards`.
    Command {
        /// Its words, without the program's name; `{r1}` stands for the number that the step of
        /// that name made. No word holds a blank.
        line: String,
        /// How later steps call the number that this one makes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A person takes the device over.
    SignIn {
        /// As in `people.csv`, where it is unique.
        person: String,
        /// The digits of `people.csv`; demonstrations alone have them in a file.
        pin: String,
    },
    /// The device sends and fetches everything.
    Sync,
    /// The network is gone.
    Offline,
    /// The network is back.
    Online,
}

/// When the last work starts; what is open then stays open.
const CLOSING: Second = (19 * 60 + 30) * 60;

/// The day while it is played through.
struct WorkingDay<'a> {
    items: &'a [Item],
    deliveries: Vec<Delivery>,
    /// One for each delivery, from its opening.
    receipts: Vec<Receipt>,
    lots: Vec<Lot>,
    floor: Floor,
    agenda: Agenda,
    random: Random,
    concessions_left: usize,
    /// When each device's outage, the last or the present one, is over.
    outage_ends: [Second; people::device::COUNT],
}

/// Plays the day through.
pub(crate) fn steps(plant: &Plant, figures: &Figures, seed: u64, day: NaiveDate) -> Vec<Step> {
    let deliveries =
        deliveries::plan(&mut Random::for_part(seed, "deliveries"), figures, plant, day);
    let mut working_day = WorkingDay {
        items: &plant.items,
        receipts: vec![Receipt::default(); deliveries.len()],
        deliveries,
        lots: Vec::new(),
        floor: Floor::new(plant, seed),
        agenda: Agenda::default(),
        random: Random::for_part(seed, "day"),
        concessions_left: figures.concessions,
        outage_ends: [0; people::device::COUNT],
    };

    working_day.plan_shift();
    working_day.plan_arrivals();
    working_day.play();
    working_day.close();
    working_day.floor.into_steps(day)
}

impl WorkingDay<'_> {
    fn play(&mut self) {
        while let Some((at, task)) = self.agenda.next() {
            if at > CLOSING {
                continue;
            }
            let device = self.device_of(task);
            let free = self.floor.free_at(device);
            if free > at {
                self.agenda.add(free, task);
                continue;
            }
            self.floor.begin(device, at);
            self.perform(task, at);
        }
    }

    fn device_of(&self, task: Task) -> usize {
        match task {
            Task::Sync(device)
            | Task::GoOffline(device, _)
            | Task::GoOnline(device)
            | Task::SignIn(device, _) => device,
            Task::Receive(delivery) | Task::Sign(delivery) | Task::ConfirmSlip(delivery) => {
                self.deliveries[delivery].handheld
            }
            Task::Help(delivery) => self.deliveries[delivery].helper,
            Task::IssueCards(_) | Task::IssueSlip(_) | Task::Concede(_) => people::device::DESK,
            Task::Inspect(lot) | Task::JudgeSorted(lot) => self.lots[lot].tablet,
            Task::PutAway(lot) => self.deliveries[self.lots[lot].delivery].handheld,
            Task::Return(_) => people::device::KEEPER,
        }
    }

    fn perform(&mut self, task: Task, at: Second) {
        match task {
            Task::Sync(device) => self.sync_again_and_again(device, at),
            Task::GoOffline(device, seconds) => self.go_offline(device, seconds, at),
            Task::GoOnline(device) => self.go_online(device, at),
            Task::SignIn(device, person) => self.sign_in(device, person, at),
            Task::Receive(delivery) => self.receive(delivery),
            Task::Help(delivery) => self.help(delivery),
            Task::Sign(delivery) => self.sign_when_all_is_known(delivery, at),
            Task::IssueCards(delivery) => self.issue_cards_at_the_desk(delivery, at),
            Task::IssueSlip(delivery) => self.issue_slip(delivery, at),
            Task::ConfirmSlip(delivery) => self.confirm_slip(delivery, at),
            Task::Inspect(lot) => self.inspect(lot),
            Task::JudgeSorted(lot) => self.judge_sorted(lot),
            Task::Concede(lot) => self.concede(lot, at),
            Task::PutAway(lot) => self.put_away(lot, at),
            Task::Return(lot) => self.raise_return(lot, at),
        }
    }
}
