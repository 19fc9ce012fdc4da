//! After the verdict: concessions, putaway of what was accepted, returns of what was rejected.

use rust_decimal::Decimal;

use super::WorkingDay;
use super::agenda::{Second, Task};
use super::inspection::Lot;
use super::quantity::text;
use crate::people::{device, person};

/// How long to wait before looking again whether something is known by now.
const LOOK_AGAIN: Second = 300;

impl WorkingDay<'_> {
    /// The supervisor takes the desk for a moment and concedes a lot that was rejected.
    pub(super) fn concede(&mut self, lot: usize, at: Second) {
        let connected = self.floor.offline_since(device::DESK).is_none();
        if !connected || !self.knows_verdict(device::DESK, lot) {
            self.agenda.add(at + LOOK_AGAIN, Task::Concede(lot));
            return;
        }
        let Lot { card, quantity, .. } = &self.lots[lot];
        let line = format!(
            "verdict {card} concession --accepted {} --rejected 0 --reason urgent --note 生产急需",
            text(*quantity)
        );

        let operator = self.floor.person_on(device::DESK);
        self.floor.sign_in(device::DESK, person::SUPERVISOR);
        let step = self.floor.run(device::DESK, line);
        if let Some(operator) = operator {
            self.floor.sign_in(device::DESK, operator);
        }

        let conceded = &mut self.lots[lot];
        conceded.judged = Some(step);
        conceded.accepted = conceded.quantity;
        conceded.rejected = Decimal::ZERO;
        self.agenda.add(at + 2 * LOOK_AGAIN, Task::PutAway(lot));
    }

    pub(super) fn put_away(&mut self, lot: usize, at: Second) {
        let delivery = self.lots[lot].delivery;
        let handheld = self.deliveries[delivery].handheld;
        let confirmed = self.receipts[delivery].confirmed.is_some();
        if !confirmed || !self.knows_verdict(handheld, lot) {
            self.agenda.add(at + LOOK_AGAIN, Task::PutAway(lot));
            return;
        }
        let aisle = self.random.pick(&['A', 'B', 'C', 'D', 'E']);
        let (bay, level) = (self.random.between(1, 24), self.random.between(1, 5));
        let Lot { card, accepted, .. } = &self.lots[lot];
        let line =
            format!("putaway {card} --location {aisle}-{bay:02}-{level} --qty {}", text(*accepted));
        self.floor.run(handheld, line);
    }

    pub(super) fn raise_return(&mut self, lot: usize, at: Second) {
        if !self.knows_verdict(device::KEEPER, lot) {
            self.agenda.add(at + LOOK_AGAIN, Task::Return(lot));
            return;
        }
        let Lot { card, rejected, .. } = &self.lots[lot];
        let line = format!("return raise {card} --qty {} --for credit", text(*rejected));
        self.floor.run(device::KEEPER, line);
    }

    /// Whether a device knows the lot and its verdict.
    fn knows_verdict(&self, device: usize, lot: usize) -> bool {
        let Lot { issued, judged, .. } = self.lots[lot];
        self.floor.knows(device, issued)
            && judged.is_some_and(|step| self.floor.knows(device, step))
    }
}
