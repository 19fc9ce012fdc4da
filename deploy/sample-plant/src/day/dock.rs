//! On the dock: a delivery is opened, counted, signed, and gets its cards and its slip.

use rust_decimal::Decimal;

use super::WorkingDay;
use super::agenda::{Second, Task};
use super::deliveries::{PlannedLine, Story};
use super::floor::{Made, StepId};
use super::quantity::{packages, text, thousandths};
use crate::people::device;

/// How long to wait before looking again whether something is known by now.
const LOOK_AGAIN: Second = 150;

/// What has become of a delivery's receipt by now.
#[derive(Clone, Default)]
pub(super) struct Receipt {
    /// How steps refer to its number.
    pub(super) number: String,
    opened: Second,
    /// The counted quantity of each planned line, as its cards will state it.
    counted: Vec<Decimal>,
    /// Package codes that were scanned on the first line, with their quantities.
    scanned: Vec<(String, Decimal)>,
    packages: u32,
    /// Where a second handheld counts: its last tally.
    helped: Option<StepId>,
    signed: Option<StepId>,
    last_card: Option<StepId>,
    slip: Option<StepId>,
    pub(super) confirmed: Option<StepId>,
}

impl WorkingDay<'_> {
    pub(super) fn plan_arrivals(&mut self) {
        for delivery in 0..self.deliveries.len() {
            let plan = &self.deliveries[delivery];
            let (arrival, helper) = (plan.arrival, plan.helper);
            if plan.story.is_shared() {
                // The helper is out of reach before the truck is opened.
                let outage = self.random.between(25 * 60, 40 * 60);
                let before = arrival.saturating_sub(8 * 60);
                self.agenda.add(before, Task::GoOffline(helper, outage));
            }
            self.agenda.add(arrival, Task::Receive(delivery));
        }
    }

    pub(super) fn receive(&mut self, delivery: usize) {
        let plan = &self.deliveries[delivery];
        let (handheld, story) = (plan.handheld, plan.story);
        let mut line = format!(
            "receipt open --po {} --delivery-note {} --dock D{}",
            plan.order, plan.note, plan.dock
        );
        if let Some(container) = &plan.container {
            line.push_str(" --container ");
            line.push_str(container);
        }
        let (_, number) = self.floor.make(handheld, Made::Receipt, line);
        let opened = self.floor.free_at(handheld);
        let receipt = &mut self.receipts[delivery];
        receipt.number = number;
        receipt.opened = opened;

        for planned in self.deliveries[delivery].lines.clone() {
            let first = self.receipts[delivery].counted.is_empty();
            self.count(delivery, &planned, first && story.is_shared());
        }
        self.finish_count(delivery);
    }

    fn finish_count(&mut self, delivery: usize) {
        let plan = &self.deliveries[delivery];
        let now = self.floor.free_at(plan.handheld);
        match plan.story {
            Story::Shared => {
                self.agenda.add(now + 20, Task::Help(delivery));
                self.agenda.add(now + 300, Task::Sign(delivery));
            }
            Story::SharedLate => {
                self.agenda.add(now + 20, Task::Help(delivery));
                self.sign(delivery);
            }
            Story::Plain
            | Story::Over
            | Story::Short
            | Story::FirstHalf
            | Story::SecondHalf
            | Story::Stale
            | Story::Unapproved => self.sign(delivery),
        }
    }

    /// Counts a line, or the first handheld's 60 % of it where a second one helps.
    fn count(&mut self, delivery: usize, planned: &PlannedLine, shared: bool) {
        let quantity = if shared {
            thousandths(planned.quantity, 600, planned.decimals)
        } else {
            planned.quantity
        };
        let handheld = self.deliveries[delivery].handheld;
        let coded = shared || self.random.chance(45);
        let parts = packages(&mut self.random, quantity, planned.decimals);
        for part in &parts {
            if self.random.chance(2) {
                self.tally_by_mistake(delivery, planned, *part);
            }
            let code = coded.then(|| self.next_package(delivery));
            self.tally(handheld, delivery, planned, *part, code.as_deref());
            if let (true, Some(code)) = (shared, code) {
                self.receipts[delivery].scanned.push((code, *part));
            }
        }

        let mut counted = quantity;
        let one = Decimal::new(1, planned.decimals.min(1));
        if !shared && counted > one * Decimal::TEN && self.random.chance(3) {
            counted -= one;
            let number = &self.receipts[delivery].number;
            let line =
                format!("receipt recount {number} --line {} --qty {}", planned.line, text(counted));
            self.floor.run(handheld, line);
        }
        self.receipts[delivery].counted.push(counted);
    }

    fn next_package(&mut self, delivery: usize) -> String {
        let receipt = &mut self.receipts[delivery];
        receipt.packages += 1;
        format!("PK{}-{:02}", &self.deliveries[delivery].note[2..], receipt.packages)
    }

    fn tally(
        &mut self,
        device: usize,
        delivery: usize,
        planned: &PlannedLine,
        quantity: Decimal,
        package: Option<&str>,
    ) -> (StepId, String) {
        let number = &self.receipts[delivery].number;
        let plan = &self.deliveries[delivery];
        // Who may never have heard of the receipt reads the order off the paper as well.
        let line = if device == plan.handheld {
            planned.line.to_string()
        } else {
            format!("{}/{}", plan.order, planned.line)
        };
        let mut words = format!("receipt tally {number} --line {line} --qty {}", text(quantity));
        if let Some(code) = package {
            words.push_str(" --package ");
            words.push_str(code);
        }
        self.floor.make(device, Made::Tally, words)
    }

    /// A finger slips: the tally is voided and counted again.
    fn tally_by_mistake(&mut self, delivery: usize, planned: &PlannedLine, quantity: Decimal) {
        let handheld = self.deliveries[delivery].handheld;
        let wrong = quantity * Decimal::TEN;
        let (_, tally) = self.tally(handheld, delivery, planned, wrong, None);

        let number = &self.receipts[delivery].number;
        self.floor.run(handheld, format!("receipt void-tally {number} {tally}"));
    }

    /// The second handheld counts the rest of the first line; it may never have heard of the
    /// receipt, whose number it scans from the paper.
    pub(super) fn help(&mut self, delivery: usize) {
        let plan = self.deliveries[delivery].clone();
        let receipt = &self.receipts[delivery];
        let out_of_reach =
            self.floor.offline_since(plan.helper).is_some_and(|since| since < receipt.opened);
        if receipt.signed.is_some() && !out_of_reach {
            return;
        }

        let planned = &plan.lines[0];
        let rest = planned.quantity - receipt.counted[0];
        let again = receipt.scanned.first().cloned();
        if let Some((code, quantity)) = again.filter(|_| self.random.chance(25)) {
            // The same box is scanned on both handhelds; it counts once.
            self.tally(plan.helper, delivery, planned, quantity, Some(&code));
        }
        let mut last = None;
        for part in packages(&mut self.random, rest, planned.decimals) {
            let code = self.next_package(delivery);
            let (step, _) = self.tally(plan.helper, delivery, planned, part, Some(&code));
            last = Some(step);
        }

        let receipt = &mut self.receipts[delivery];
        receipt.helped = last;
        if plan.story == Story::Shared {
            receipt.counted[0] = planned.quantity;
        }
    }

    /// The first handheld signs what both have counted, once it knows of the second's tallies.
    pub(super) fn sign_when_all_is_known(&mut self, delivery: usize, at: Second) {
        let handheld = self.deliveries[delivery].handheld;
        let known =
            self.receipts[delivery].helped.is_some_and(|last| self.floor.knows(handheld, last));
        if !known {
            self.agenda.add(at + LOOK_AGAIN, Task::Sign(delivery));
            return;
        }
        self.sign(delivery);
    }

    fn sign(&mut self, delivery: usize) {
        let handheld = self.deliveries[delivery].handheld;
        let line = format!("receipt sign {}", self.receipts[delivery].number);
        let step = self.floor.run(handheld, line);
        self.receipts[delivery].signed = Some(step);

        if self.random.chance(6) {
            let now = self.floor.free_at(handheld);
            self.agenda.add(now + 60, Task::IssueCards(delivery));
        } else {
            self.issue_cards(delivery, handheld);
        }
    }

    /// Now and then the handheld's label printer is empty, and the desk prints the cards.
    pub(super) fn issue_cards_at_the_desk(&mut self, delivery: usize, at: Second) {
        let known =
            self.receipts[delivery].signed.is_some_and(|step| self.floor.knows(device::DESK, step));
        if !known {
            self.agenda.add(at + LOOK_AGAIN, Task::IssueCards(delivery));
            return;
        }
        self.issue_cards(delivery, device::DESK);
    }

    fn issue_cards(&mut self, delivery: usize, device: usize) {
        for (index, planned) in self.deliveries[delivery].lines.clone().iter().enumerate() {
            let counted = self.receipts[delivery].counted[index];
            let half = thousandths(counted, 500, planned.decimals);
            if half < counted && self.random.chance(6) {
                self.issue_card(delivery, device, planned, half);
                self.issue_card(delivery, device, planned, counted - half);
            } else {
                self.issue_card(delivery, device, planned, counted);
            }
        }

        // A count that changed after its signature waits for the supervisor, not for a slip.
        if self.deliveries[delivery].story != Story::SharedLate {
            let now = self.floor.free_at(device);
            let pause = self.random.between(60, 600);
            self.agenda.add(now + pause, Task::IssueSlip(delivery));
        }
    }

    fn issue_card(
        &mut self,
        delivery: usize,
        device: usize,
        planned: &PlannedLine,
        quantity: Decimal,
    ) {
        let number = &self.receipts[delivery].number;
        let charge = if self.random.chance(30) {
            let (week, number) = (self.random.between(1, 52), self.random.between(1, 999));
            format!(" --lot L{week:02}-{number:03}")
        } else {
            String::new()
        };
        let line =
            format!("card issue {number} --line {} --qty {}{charge}", planned.line, text(quantity));
        let (step, card) = self.floor.make(device, Made::Card, line);
        self.receipts[delivery].last_card = Some(step);

        let now = self.floor.free_at(device);
        self.bring_to_inspection(delivery, planned, step, card, quantity, now);
    }

    pub(super) fn issue_slip(&mut self, delivery: usize, at: Second) {
        let known = self.receipts[delivery]
            .last_card
            .is_some_and(|step| self.floor.knows(device::DESK, step));
        if !known {
            self.agenda.add(at + LOOK_AGAIN, Task::IssueSlip(delivery));
            return;
        }
        let line = format!("slip issue {}", self.receipts[delivery].number);
        let step = self.floor.run(device::DESK, line);
        self.receipts[delivery].slip = Some(step);

        let pause = self.random.between(120, 900);
        self.agenda.add(at + pause, Task::ConfirmSlip(delivery));
    }

    pub(super) fn confirm_slip(&mut self, delivery: usize, at: Second) {
        let handheld = self.deliveries[delivery].handheld;
        let known =
            self.receipts[delivery].slip.is_some_and(|step| self.floor.knows(handheld, step));
        if !known {
            self.agenda.add(at + LOOK_AGAIN, Task::ConfirmSlip(delivery));
            return;
        }
        let line = format!("slip confirm {}", self.receipts[delivery].number);
        let step = self.floor.run(handheld, line);
        self.receipts[delivery].confirmed = Some(step);
    }
}
