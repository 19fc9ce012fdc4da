//! What was counted: tallies, recounts, packages (SEMANTICS 5, 12, 13).

use std::collections::BTreeSet;

use sync_core::fact::{Event, Recounted, Tallied};
use sync_core::ids::{FactId, LineKey};
use sync_core::measure::Quantity;
use sync_core::number::ReceiptNumber;

use super::Model;
use super::admitted::Told;

/// What a line's counts come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LineCount {
    pub(super) quantity: Quantity,
    pub(super) again: bool,
    pub(super) package_twice: bool,
}

/// A tally with what became of it, by the name that screens use.
pub(super) struct Counted<'a> {
    pub(super) told: &'a Told,
    pub(super) tally: &'a Tallied,
    pub(super) status: &'static str,
}

impl Model {
    fn voided_counts(&self, number: ReceiptNumber) -> BTreeSet<FactId> {
        let voids = self.of_receipt(number).filter_map(|told| match &told.event {
            Event::CountVoided(event) => Some(&event.facts),
            _ => None,
        });
        voids.flat_map(super::named).collect()
    }

    fn live_recounts(&self, number: ReceiptNumber, line: &LineKey) -> Vec<(&Told, &Recounted)> {
        let voided = self.voided_counts(number);
        let recounts = self.of_receipt(number).filter_map(|told| match &told.event {
            Event::Recounted(event) if event.line == *line => Some((told, event)),
            _ => None,
        });
        recounts.filter(|(told, _)| !voided.contains(&told.id)).collect()
    }

    /// Of the recounts that no other live one has seen, the last in merge order.
    pub(super) fn recount_in_force(
        &self,
        number: ReceiptNumber,
        line: &LineKey,
    ) -> Option<(&Told, &Recounted)> {
        let standing = self.live_recounts(number, line);
        let seen = |id| standing.iter().any(|(_, other)| other.replaces.contains(id));
        let unseen = standing.iter().rev().find(|(told, _)| !seen(told.id));
        unseen.or(standing.last()).copied()
    }

    /// Every tally of a receipt, in merge order, with what became of it.
    pub(super) fn tallies(&self, number: ReceiptNumber) -> Vec<Counted<'_>> {
        let voided = self.voided_counts(number);
        let parts = self.delivery(number);
        let mut tallies = Vec::new();
        for told in self.of_receipt(number) {
            let Event::Tallied(tally) = &told.event else { continue };
            let replaced = self
                .recount_in_force(number, &tally.line)
                .is_some_and(|(_, recount)| recount.replaces.contains(told.id));
            let status = if voided.contains(&told.id) {
                "Voided"
            } else if self.is_same_package(number, &parts, told, tally) {
                "SamePackage"
            } else if replaced {
                "Replaced"
            } else {
                "Live"
            };
            tallies.push(Counted { told, tally, status });
        }
        tallies
    }

    /// Whether an earlier tally counts for the same package: on this receipt, or on one that is
    /// read as one with it.
    fn is_same_package(
        &self,
        number: ReceiptNumber,
        parts: &BTreeSet<ReceiptNumber>,
        told: &Told,
        tally: &Tallied,
    ) -> bool {
        if tally.package.is_none() {
            return false;
        }
        let here = BTreeSet::from([number]);
        let alone = self.is_withdrawn(number);
        let parts = if alone { &here } else { parts };
        parts.iter().filter(|part| alone || !self.is_withdrawn(**part)).any(|part| {
            let voided = self.voided_counts(*part);
            self.of_receipt(*part).any(|other| match &other.event {
                Event::Tallied(event) => {
                    event.package == tally.package
                        && other.order < told.order
                        && !voided.contains(&other.id)
                }
                _ => false,
            })
        })
    }

    /// What one receipt counts on a line.
    pub(super) fn line_count(&self, number: ReceiptNumber, line: &LineKey) -> LineCount {
        let tallies = self.tallies(number);
        let counting: Vec<&Counted<'_>> = tallies
            .iter()
            .filter(|counted| counted.tally.line == *line && counted.status == "Live")
            .collect();
        let sum: Quantity = counting.iter().map(|counted| counted.tally.quantity).sum();
        let (package_twice, unequal) = self.packages_of(number, line);
        let Some((holds, recount)) = self.recount_in_force(number, line) else {
            return LineCount { quantity: sum, again: unequal, package_twice };
        };
        // Goods that came on top of the recount: their author knew of it.
        let on_top = |counted: &&Counted<'_>| {
            let (id, known) = (counted.told.id, holds.id);
            counted.tally.upon == Some(known)
                || (id.device == known.device && id.sequence > known.sequence)
        };
        let meanwhile = counting.iter().any(|counted| !on_top(counted));
        let apart = self
            .live_recounts(number, line)
            .iter()
            .any(|(told, _)| told.id != holds.id && !recount.replaces.contains(told.id));
        let again = unequal || meanwhile || apart;
        LineCount { quantity: recount.quantity + sum, again, package_twice }
    }

    /// Whether a package of the line was counted twice, and with different quantities.
    fn packages_of(&self, number: ReceiptNumber, line: &LineKey) -> (bool, bool) {
        let (mut twice, mut unequal) = (false, false);
        let delivery = self.tallies_of_delivery(number);
        let doubles = delivery.iter().filter(|(_, counted)| counted.status == "SamePackage");
        for (part, double) in doubles {
            let same = |(_, counted): &&(ReceiptNumber, Counted<'_>)| {
                counted.tally.package == double.tally.package && counted.status != "Voided"
            };
            let first = delivery.iter().filter(same).min_by_key(|(_, counted)| counted.told.order);
            // Both lines are marked: that of the double, and that where the package counts.
            let on_it = |part: ReceiptNumber, counted: &Counted<'_>| {
                part == number && counted.tally.line == *line
            };
            let concerns =
                on_it(*part, double) || first.is_some_and(|(part, first)| on_it(*part, first));
            let first_part = first.map_or(number, |(part, _)| *part);
            let first = first.map(|(_, counted)| counted);
            // A recount that saw both has counted the package afresh.
            let counted_anew = self.recount_has_seen(*part, double)
                && first.is_some_and(|first| self.recount_has_seen(first_part, first));
            twice |= concerns;
            let differs = first.is_some_and(|first| first.tally.quantity != double.tally.quantity);
            unequal |= concerns && differs && !counted_anew;
        }
        (twice, unequal)
    }

    /// The tallies of a receipt and of the parts that it is read as one with.
    fn tallies_of_delivery(&self, number: ReceiptNumber) -> Vec<(ReceiptNumber, Counted<'_>)> {
        let mut parts = self.standing_parts(number);
        if self.is_withdrawn(number) {
            parts = vec![number];
        }
        let of = |part| self.tallies(part).into_iter().map(move |counted| (part, counted));
        parts.into_iter().flat_map(of).collect()
    }

    /// The other deliveries on which a package of the line was counted: there it only marks.
    pub(super) fn counted_elsewhere(
        &self,
        number: ReceiptNumber,
        line: &LineKey,
    ) -> BTreeSet<ReceiptNumber> {
        let here = self.delivery(number);
        let counts = |counted: &Counted<'_>| counted.status != "Voided";
        let mut packages = BTreeSet::new();
        for part in self.standing_parts(number) {
            for counted in self.tallies(part).into_iter().filter(counts) {
                if counted.tally.line == *line {
                    packages.extend(counted.tally.package.clone());
                }
            }
        }
        let mut others = self.receipts();
        others.retain(|other| {
            let there = self.tallies(*other);
            let mut there = there.iter().filter(|counted| counts(counted));
            !here.contains(other)
                && !self.is_withdrawn(*other)
                && there.any(|there| {
                    there.tally.package.as_ref().is_some_and(|code| packages.contains(code))
                })
        });
        others.into_iter().collect()
    }

    fn recount_has_seen(&self, number: ReceiptNumber, counted: &Counted<'_>) -> bool {
        self.recount_in_force(number, &counted.tally.line)
            .is_some_and(|(_, recount)| recount.replaces.contains(counted.told.id))
    }

    /// What a delivery counts on a line.
    pub(super) fn counted(&self, number: ReceiptNumber, line: &LineKey) -> Quantity {
        let parts = self.standing_parts(number);
        parts.into_iter().map(|part| self.line_count(part, line).quantity).sum()
    }
}
