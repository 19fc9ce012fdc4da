//! At the inspectors' tablets: lots are weighed or measured, and judged.

use rust_decimal::Decimal;

use super::WorkingDay;
use super::agenda::{Second, Task};
use super::deliveries::{PlannedLine, Story};
use super::floor::StepId;
use super::quantity::{text, thousandths};
use crate::people::device;
use crate::random::Random;

const MINUTE: Second = 60;

/// What one inspection card stands for.
pub(super) struct Lot {
    pub(super) delivery: usize,
    /// The item's place in the list of items.
    item: usize,
    decimals: u32,
    /// How steps refer to the card's number.
    pub(super) card: String,
    pub(super) issued: StepId,
    pub(super) quantity: Decimal,
    pub(super) tablet: usize,
    /// The step of the verdict in force, once there is one.
    pub(super) judged: Option<StepId>,
    pub(super) accepted: Decimal,
    pub(super) rejected: Decimal,
    /// A subcontracted lot that nobody weighed or measured is not released.
    unmeasured: bool,
}

/// What the inspector finds.
#[derive(Debug, Clone, Copy)]
enum Finding {
    Good,
    Bad,
    PartlyBad,
    ToBeSorted,
}

/// What is wrong with goods: a code, and what the inspector writes.
const DEFECTS: [(&str, &str); 6] = [
    ("dimension", "尺寸超差"),
    ("scratch", "表面划伤"),
    ("burr", "毛刺未除净"),
    ("rust", "局部生锈"),
    ("damaged", "运输压损"),
    ("wrong-part", "混有其他规格"),
];

/// How a lot's unit weight may differ: how often, and the deviation in hundredths of a percent.
const DEVIATIONS: [(u32, (i32, i32)); 6] = [
    (54, (0, 280)),
    (3, (300, 300)),
    (10, (320, 620)),
    (22, (-290, -10)),
    (2, (-300, -300)),
    (9, (-720, -320)),
];

impl WorkingDay<'_> {
    /// The lot lies in the queue from now; when somebody looks at it is drawn here.
    pub(super) fn bring_to_inspection(
        &mut self,
        delivery: usize,
        planned: &PlannedLine,
        issued: StepId,
        card: String,
        quantity: Decimal,
        now: Second,
    ) {
        let lot = self.lots.len();
        self.lots.push(Lot {
            delivery,
            item: planned.item,
            decimals: planned.decimals,
            card,
            issued,
            quantity,
            tablet: *self.random.pick(&device::TABLETS),
            judged: None,
            accepted: Decimal::ZERO,
            rejected: Decimal::ZERO,
            unmeasured: false,
        });

        let wait = self.random.weighted(&[
            (55, Some((10, 90))),
            (38, Some((90, 170))),
            (4, Some((245, 330))),
            (3, None),
        ]);
        if let Some((least, most)) = wait {
            let wait = self.random.between(least * MINUTE, most * MINUTE);
            self.agenda.add(now + wait, Task::Inspect(lot));
        }
    }

    pub(super) fn inspect(&mut self, lot: usize) {
        let item = &self.items[self.lots[lot].item];
        if item.subcontracted {
            if self.random.chance(3) {
                self.lots[lot].unmeasured = true;
            } else if item.dimension.is_some() && self.random.chance(30) {
                self.measure(lot);
            } else {
                self.weigh(lot);
            }
        } else if item.piece_weight.is_some() && self.random.chance(8) {
            self.weigh(lot);
        }

        let finding = self.random.weighted(&[
            (905, Finding::Good),
            (30, Finding::Bad),
            (38, Finding::PartlyBad),
            (27, Finding::ToBeSorted),
        ]);
        match finding {
            Finding::Good => self.pass(lot),
            Finding::Bad => self.reject(lot, Decimal::ZERO),
            Finding::PartlyBad => self.reject_part(lot),
            Finding::ToBeSorted => self.send_to_sorting(lot),
        }
    }

    /// Weighs some pieces, now and then a second time.
    fn weigh(&mut self, lot: usize) {
        let (low, high) = self.random.weighted(&DEVIATIONS);
        let is_twice = self.random.chance(8);
        // A single piece is weighed once.
        let times = if is_twice && self.lots[lot].quantity >= Decimal::TWO { 2 } else { 1 };
        for _ in 0..times {
            let deviation = draw_signed(&mut self.random, low, high);
            self.weigh_once(lot, deviation, times);
        }
    }

    /// Weighs pieces of a lot, of which so many weighings share what it has.
    fn weigh_once(&mut self, lot: usize, deviation: i32, times: u32) {
        let Lot { item, card, quantity, tablet, .. } = &self.lots[lot];
        let weight = self.items[*item].piece_weight;
        let weight = weight.expect("only items with a weight are weighed");
        let most = if weight > Decimal::from(200) { 10 } else { 50 };
        let share = quantity / Decimal::from(times);
        let pieces = share.min(Decimal::from(most)).trunc();
        let tare = Decimal::new(i64::from(self.random.between(180, 620)), 1);
        let factor = Decimal::ONE + Decimal::new(i64::from(deviation), 4);
        let mut net = pieces * weight * factor;
        // Exactly three percent stays exact; other weights are read off a scale.
        if deviation.abs() != 300 {
            net = net.round_dp(1);
        }

        let line = format!(
            "weigh {card} --pieces {} --gross {} --tare {} --unit g",
            text(pieces),
            text(net + tare),
            text(tare)
        );
        self.floor.run(*tablet, line);
    }

    fn measure(&mut self, lot: usize) {
        let Lot { item, card, tablet, .. } = &self.lots[lot];
        let (what, standard) =
            self.items[*item].dimension.expect("only items with a key dimension are measured");
        let deviation = draw_signed(&mut self.random, -250, 250);
        let value = standard * (Decimal::ONE + Decimal::new(i64::from(deviation), 4));

        let line =
            format!("measure {card} --what {what} --value {} --unit mm", text(value.round_dp(3)));
        self.floor.run(*tablet, line);
    }

    fn pass(&mut self, lot: usize) {
        let quantity = self.lots[lot].quantity;
        self.judge(lot, "pass", quantity, Decimal::ZERO);
    }

    fn reject_part(&mut self, lot: usize) {
        let share = self.random.between(30, 300);
        let rejected = thousandths(self.lots[lot].quantity, share, self.lots[lot].decimals);
        let accepted = self.lots[lot].quantity - rejected;
        self.reject(lot, accepted);
    }

    fn reject(&mut self, lot: usize, accepted: Decimal) {
        let rejected = self.lots[lot].quantity - accepted;
        self.judge(lot, "reject", accepted, rejected);
    }

    /// A sort is about the whole lot, and judges none of it finally.
    fn send_to_sorting(&mut self, lot: usize) {
        let Lot { card, quantity, tablet, .. } = &self.lots[lot];
        let (reason, note) = self.random.pick(&DEFECTS);
        let line = format!(
            "verdict {card} sort --accepted {} --rejected 0 --reason {reason} --note {note}",
            text(*quantity)
        );
        let tablet = *tablet;
        self.floor.run(tablet, line);

        let pause = self.random.between(15 * MINUTE, 60 * MINUTE);
        let now = self.floor.free_at(tablet);
        self.agenda.add(now + pause, Task::JudgeSorted(lot));
    }

    pub(super) fn judge_sorted(&mut self, lot: usize) {
        if self.random.chance(70) {
            self.pass(lot);
        } else {
            self.reject_part(lot);
        }
    }

    fn judge(&mut self, lot: usize, verdict: &str, accepted: Decimal, rejected: Decimal) {
        let Lot { card, tablet, .. } = &self.lots[lot];
        let tablet = *tablet;
        let why = if rejected.is_zero() {
            String::new()
        } else {
            let (reason, note) = self.random.pick(&DEFECTS);
            format!(" --reason {reason} --note {note}")
        };
        let line = format!(
            "verdict {card} {verdict} --accepted {} --rejected {}{why}",
            text(accepted),
            text(rejected)
        );
        let step = self.floor.run(tablet, line);

        let judged = &mut self.lots[lot];
        judged.judged = Some(step);
        judged.accepted = accepted;
        judged.rejected = rejected;
        self.plan_what_follows(lot, self.floor.free_at(tablet));
    }

    fn plan_what_follows(&mut self, lot: usize, now: Second) {
        let Lot { delivery, accepted, rejected, unmeasured, .. } = self.lots[lot];
        let story = self.deliveries[delivery].story;
        let releasable = story.is_released_on_the_day() && !unmeasured;
        let pause = self.random.between(5 * MINUTE, 40 * MINUTE);

        if releasable && accepted.is_zero() && self.concessions_left > 0 {
            self.concessions_left -= 1;
            self.agenda.add(now + pause, Task::Concede(lot));
            return;
        }
        if releasable && !accepted.is_zero() {
            self.agenda.add(now + pause, Task::PutAway(lot));
        }
        // By rule all of an unapproved vendor's lot is rejected; purchasing decides what goes back.
        let returned = story != Story::Unapproved && self.random.chance(80);
        if !rejected.is_zero() && returned {
            self.agenda.add(now + 2 * pause, Task::Return(lot));
        }
    }
}

fn draw_signed(random: &mut Random, low: i32, high: i32) -> i32 {
    let above = random.between(0, low.abs_diff(high));
    low + i32::try_from(above).expect("the range is short")
}
