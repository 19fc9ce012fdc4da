//! Signatures: which hold, which starts a clock, whether they fit the count (SEMANTICS 2, 14).

use sync_core::fact::{CountSigned, Entity, Event};
use sync_core::ids::{FactId, LineKey};
use sync_core::measure::Quantity;
use sync_core::number::{CardNumber, ReceiptNumber};

use super::Model;
use super::admitted::Told;

impl Model {
    /// Whether somebody's clock stepped before a fact was sent.
    pub(super) fn is_doubtful(&self, fact: FactId) -> bool {
        self.told.iter().any(|told| match &told.event {
            Event::ClockDoubtful(event) => event.facts.contains(fact),
            _ => false,
        })
    }

    /// By how many milliseconds the clock was off under which a fact was written, as far as its
    /// device said so: in a statement that names it, or in the last one before it.
    fn clock_error(&self, fact: FactId) -> i64 {
        let said: Vec<_> = self
            .told
            .iter()
            .filter(|told| told.entity == Entity::Device(fact.device))
            .filter_map(|told| match &told.event {
                Event::ClockOff(event) => Some((told.id, event)),
                _ => None,
            })
            .collect();
        let named = said.iter().find(|(_, event)| event.facts.contains(fact));
        let before = || said.iter().filter(|(id, _)| *id <= fact).max_by_key(|(id, _)| *id);
        named.or_else(before).map_or(0, |(_, event)| event.offset.0)
    }

    /// Whether a lot's deadline was decided under a clock that was more than 2 minutes off: the
    /// signature that started it, or a verdict of the instant that stopped it.
    pub(super) fn is_clock_off(&self, number: CardNumber) -> bool {
        let Some((_, issued)) = self.issued(number) else { return false };
        let signed = self.signed(issued.receipt, &issued.line).map(|told| told.id);
        let judged = self.clock(number).judged;
        let verdicts = self.verdicts(number);
        let stopped = verdicts.iter().filter(|verdict| Some(verdict.told.at) == judged);
        let mut decided = signed.into_iter().chain(stopped.map(|verdict| verdict.told.id));
        decided.any(|fact| self.clock_error(fact).abs() > 120_000)
    }

    /// Every signature of a receipt, with what became of it.
    pub(super) fn signatures(
        &self,
        number: ReceiptNumber,
    ) -> Vec<(&Told, &CountSigned, &'static str)> {
        let withdrawn = |id| {
            self.of_receipt(number).any(|told| match &told.event {
                Event::SignatureVoided(event) => event.facts.contains(id),
                _ => false,
            })
        };
        let reopened = |id| {
            self.of_receipt(number).any(|told| match &told.event {
                Event::ReceiptReopened(event) => event.signatures.contains(id),
                _ => false,
            })
        };
        let signed = self.of_receipt(number).filter_map(|told| match &told.event {
            Event::CountSigned(event) => Some((told, event)),
            _ => None,
        });
        signed
            .map(|(told, event)| {
                let status = if withdrawn(told.id) {
                    "Voided"
                } else if reopened(told.id) {
                    "Reopened"
                } else {
                    "Live"
                };
                (told, event, status)
            })
            .collect()
    }

    /// The live signatures of a line on one receipt, with the quantity seen.
    fn live_on(&self, number: ReceiptNumber, line: &LineKey) -> Vec<(&Told, Quantity)> {
        let holding =
            self.signatures(number).into_iter().filter(|(_, _, status)| *status == "Live");
        holding
            .filter_map(|(told, event, _)| {
                let signed = event.lines.iter().find(|signed| signed.line == *line)?;
                Some((told, signed.quantity))
            })
            .collect()
    }

    /// The signature that starts the clock of a delivery's line: the earliest, a doubtful one
    /// only where there is no other.
    pub(super) fn signed(&self, number: ReceiptNumber, line: &LineKey) -> Option<&Told> {
        let parts = self.standing_parts(number);
        let all: Vec<&Told> =
            parts.iter().flat_map(|part| self.live_on(*part, line)).map(|(told, _)| told).collect();
        let certain = all.iter().filter(|told| !self.is_doubtful(told.id));
        let earliest = certain.min_by_key(|told| (told.at, told.order));
        earliest.or_else(|| all.iter().min_by_key(|told| (told.at, told.order))).copied()
    }

    /// The first live signature of a delivery's line in merge order, for filling orders.
    pub(super) fn first_signed(&self, number: ReceiptNumber, line: &LineKey) -> Option<&Told> {
        let parts = self.standing_parts(number);
        let all = parts.iter().flat_map(|part| self.live_on(*part, line)).map(|(told, _)| told);
        all.min_by_key(|told| told.order)
    }

    /// Whether each part that counted a line bears a live signature under its count.
    pub(super) fn signatures_fit(&self, number: ReceiptNumber, line: &LineKey) -> bool {
        let mut parts = self.standing_parts(number);
        parts.retain(|part| {
            self.of_receipt(*part).any(|told| match &told.event {
                Event::Tallied(event) => event.line == *line,
                Event::Recounted(event) => event.line == *line,
                _ => false,
            })
        });
        let fits = |part: &ReceiptNumber| {
            let counted = self.line_count(*part, line).quantity;
            self.live_on(*part, line).iter().any(|(_, seen)| *seen == counted)
        };
        !parts.is_empty() && parts.iter().all(fits)
    }
}
