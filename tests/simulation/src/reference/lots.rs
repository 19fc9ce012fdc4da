//! Lots: verdicts in force, the clock, approval, weighings (SEMANTICS 15, 18, 19, 21, 22).

use rust_decimal::Decimal;
use sync_core::fact::{
    CardIssued, Day, Entity, Event, ItemStated, Measured, Verdict, VerdictRecorded,
};
use sync_core::ids::{FactId, ItemCode, VendorCode};
use sync_core::measure::Quantity;
use sync_core::number::CardNumber;
use sync_core::time::{SiteOffset, Span, Timestamp};

use super::Model;
use super::admitted::Told;

/// Longer chains of replacements than any lot has.
const MOST_REPLACED: u32 = 12;

/// A verdict with what became of it, by the name that screens use.
pub(super) struct Judged<'a> {
    pub(super) told: &'a Told,
    pub(super) event: &'a VerdictRecorded,
    pub(super) status: &'static str,
}

/// What holds of a lot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Holds {
    pub(super) rejected: Quantity,
    pub(super) to_sort: Quantity,
    pub(super) conceded: Quantity,
    pub(super) passed: Quantity,
    pub(super) unjudged: Quantity,
    pub(super) conflict: bool,
}

/// A lot's deadline, and when the lot was finally judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) due: Option<Timestamp>,
    pub(super) judged: Option<Timestamp>,
}

impl Model {
    /// How a card was issued: the first issue.
    pub(super) fn issued(&self, number: CardNumber) -> Option<(&Told, &CardIssued)> {
        self.of_card(number).find_map(|told| match &told.event {
            Event::CardIssued(event) => Some((told, event)),
            _ => None,
        })
    }

    /// Whether a card was withdrawn.
    pub(super) fn is_card_void(&self, number: CardNumber) -> bool {
        self.of_card(number).any(|told| matches!(told.event, Event::CardVoided(_)))
    }

    fn is_verdict_void(&self, number: CardNumber, verdict: FactId) -> bool {
        self.of_card(number).any(|told| match &told.event {
            Event::VerdictVoided(event) => event.facts.contains(verdict),
            _ => false,
        })
    }

    /// Every verdict, in merge order. Live is neither voided nor replaced by one that stands.
    pub(super) fn verdicts(&self, number: CardNumber) -> Vec<Judged<'_>> {
        let all: Vec<(&Told, &VerdictRecorded)> = self
            .of_card(number)
            .filter_map(|told| match &told.event {
                Event::VerdictRecorded(event) => Some((told, event)),
                _ => None,
            })
            .collect();
        let status = |told: &Told| self.status_of(number, &all, told.id, MOST_REPLACED);
        all.iter().map(|(told, event)| Judged { told, event, status: status(told) }).collect()
    }

    /// Voiding what is replaced changes nothing (SEMANTICS 5): *replaced* is asked first.
    fn status_of(
        &self,
        number: CardNumber,
        all: &[(&Told, &VerdictRecorded)],
        verdict: FactId,
        depth: u32,
    ) -> &'static str {
        let void = self.is_verdict_void(number, verdict);
        if void && depth == 0 {
            return "Voided";
        }
        let replaced = all.iter().any(|(other, event)| {
            let stands =
                || depth > 0 && self.status_of(number, all, other.id, depth - 1) != "Voided";
            event.replaces.contains(verdict) && stands()
        });
        match (replaced, void) {
            (true, _) => "Replaced",
            (false, true) => "Voided",
            (false, false) => "Live",
        }
    }

    /// What the card says; of an unknown card, what its live verdicts speak of.
    pub(super) fn lot_quantity(&self, number: CardNumber) -> Quantity {
        match self.issued(number) {
            Some((_, issued)) => issued.quantity,
            None => [Verdict::Reject, Verdict::Sort, Verdict::Concession, Verdict::Pass]
                .into_iter()
                .map(|verdict| self.said(number, verdict))
                .sum(),
        }
    }

    fn said(&self, number: CardNumber, verdict: Verdict) -> Quantity {
        let verdicts = self.verdicts(number);
        let live = verdicts.iter().filter(|judged| judged.status == "Live");
        live.flat_map(|judged| &judged.event.judgements)
            .filter(|said| said.verdict == verdict)
            .map(|said| said.quantity)
            .sum()
    }

    /// The lot fills in the order reject, sort, concession, pass.
    pub(super) fn verdicts_hold(&self, number: CardNumber) -> Holds {
        let lot = self.lot_quantity(number).value();
        let strictest = [Verdict::Reject, Verdict::Sort, Verdict::Concession, Verdict::Pass];
        let said = strictest.map(|verdict| self.said(number, verdict).value());
        let mut filled = Decimal::ZERO;
        let mut taken = [Quantity::ZERO; 4];
        for (place, wanted) in said.into_iter().enumerate() {
            let fits = wanted.min(lot - filled);
            filled += fits;
            taken[place] = Quantity::new(fits).unwrap_or_default();
        }
        let [rejected, to_sort, conceded, passed] = taken;
        let all: Decimal = said.into_iter().sum();
        let agree = said.iter().filter(|quantity| !quantity.is_zero()).count() < 2;
        let unjudged = Quantity::new(lot - filled).unwrap_or_default();
        Holds { rejected, to_sort, conceded, passed, unjudged, conflict: all > lot && !agree }
    }

    /// What holds with the vendor's approval: an unapproved vendor's lot is rejected.
    pub(super) fn holds(&self, number: CardNumber) -> Holds {
        let mut holds = self.verdicts_hold(number);
        if self.vendor_approved(number) == Some(false) {
            holds.rejected = holds.rejected + holds.passed;
            holds.passed = Quantity::ZERO;
            if !self.concession_lifts() {
                holds.rejected = holds.rejected + holds.conceded;
                holds.conceded = Quantity::ZERO;
            }
        }
        holds
    }

    /// When a lot is due, and when the last of it was finally judged.
    pub(super) fn clock(&self, number: CardNumber) -> Clock {
        let Some((_, issued)) = self.issued(number) else { return Clock::default() };
        let Some(signed) = self.signed(issued.receipt, &issued.line) else {
            return Clock::default();
        };
        let minutes = self.item_of(number).and_then(|item| self.minutes_at(&item, signed.at));
        let limit = Span::minutes(i64::from(minutes.unwrap_or(240)));
        let lot = issued.quantity;
        let verdicts = self.verdicts(number);
        let mut instants: Vec<Timestamp> = verdicts.iter().map(|judged| judged.told.at).collect();
        instants.sort_unstable();
        let judged = instants.into_iter().find(|at| {
            let said = final_until(&verdicts, *at);
            said >= lot && !said.is_zero()
        });
        Clock { due: Some(signed.at.plus(limit)), judged }
    }

    /// The item's limit at an instant; before it was ever stated, the first that was.
    fn minutes_at(&self, item: &ItemCode, at: Timestamp) -> Option<u32> {
        let stated = self.items_stated(item);
        let before = stated.iter().rev().find(|(told, _)| told.at <= at);
        before.or(stated.first()).and_then(|(_, stated)| stated.inspection_minutes)
    }

    pub(super) fn items_stated(&self, item: &ItemCode) -> Vec<(&Told, &ItemStated)> {
        let of_item = self.of(&Entity::Item(item.clone()));
        of_item
            .filter_map(|told| match &told.event {
                Event::ItemStated(event) => Some((told, event)),
                _ => None,
            })
            .collect()
    }

    /// The item: what was counted, or what the card said.
    pub(super) fn item_of(&self, number: CardNumber) -> Option<ItemCode> {
        let (_, issued) = self.issued(number)?;
        self.lot_counted_as(number).item.or_else(|| issued.item.clone())
    }

    pub(super) fn vendor_of(&self, number: CardNumber) -> Option<VendorCode> {
        let (_, issued) = self.issued(number)?;
        let ordered = self.lot_counted_as(number).vendor;
        let opened = || self.opened(issued.receipt).and_then(|(_, event)| event.vendor.clone());
        opened().or_else(|| issued.vendor.clone()).or(ordered)
    }

    fn concession_lifts(&self) -> bool {
        let stated = self.told.iter().rev().find_map(|told| match &told.event {
            Event::SiteStated(event) => Some(event.concession_lifts_approval),
            _ => None,
        });
        stated.unwrap_or(false)
    }

    /// Whether the vendor was on the list on the site's day of arrival.
    pub(super) fn vendor_approved(&self, number: CardNumber) -> Option<bool> {
        let (_, issued) = self.issued(number)?;
        let (opened, _) = self.opened(issued.receipt)?;
        let vendor = self.vendor_of(number)?;
        let arrival = Day(SiteOffset::CHINA.day_of(opened.at));
        let stated: Vec<_> = self
            .of(&sync_core::fact::Entity::Vendor(vendor))
            .filter_map(|told| match &told.event {
                Event::ApprovalStated(event) => Some(event),
                _ => None,
            })
            .collect();
        // The latest statement about one first day holds.
        let holds = |index: usize| stated[index + 1..].iter().all(|l| l.from != stated[index].from);
        Some((0..stated.len()).filter(|index| holds(*index)).any(|index| {
            let period = stated[index];
            period.from <= arrival && period.to.is_none_or(|to| arrival <= to)
        }))
    }

    fn withdrawn_weighings(&self, number: CardNumber, fact: FactId) -> bool {
        self.of_card(number).any(|told| match &told.event {
            Event::WeighingVoided(event) => event.facts.contains(fact),
            _ => false,
        })
    }

    /// Whether a live weighing stands, or a measurement of what IE has stated for the item: in
    /// this plant it is named as it is stated, and in the same unit.
    pub(super) fn is_measured(&self, number: CardNumber) -> bool {
        let item = self.item_of(number);
        let is_stated = |measured: &Measured| {
            let item = item.iter().cloned().map(Entity::Item);
            item.into_iter().any(|item| {
                self.of(&item).any(|told| match &told.event {
                    Event::StandardStated(of) => {
                        of.what == measured.what && of.unit == measured.unit
                    }
                    _ => false,
                })
            })
        };
        self.of_card(number)
            .filter(|told| match &told.event {
                Event::Weighed(_) => true,
                Event::Measured(measured) => is_stated(measured),
                _ => false,
            })
            .any(|told| !self.withdrawn_weighings(number, told.id))
    }

    /// What the unit weight comes to, where it was weighed and there is a standard.
    pub(super) fn unit_weight(&self, number: CardNumber) -> Option<&'static str> {
        let live: Vec<_> = self
            .of_card(number)
            .filter(|told| !self.withdrawn_weighings(number, told.id))
            .filter_map(|told| match &told.event {
                Event::Weighed(event) => Some((told, event)),
                _ => None,
            })
            .collect();
        let latest = live.iter().map(|(told, _)| told.at).max()?;
        let net: Decimal =
            live.iter().map(|(_, w)| w.unit.to_grams(w.gross) - w.unit.to_grams(w.tare)).sum();
        let pieces: Decimal = live.iter().map(|(_, w)| Decimal::from(w.pieces)).sum();
        let item = self.item_of(number)?;
        let day = Day(SiteOffset::CHINA.day_of(latest));
        let standard = self.standard_on(&item, day)?;
        let stated = self.items_stated(&item);
        let tolerance = stated.last().and_then(|(_, stated)| stated.tolerance);
        let tolerance = tolerance.unwrap_or(Decimal::new(3, 2));
        let (expected, off) = (standard * pieces, net - standard * pieces);
        Some(match (off >= Decimal::ZERO, off.abs() > expected * tolerance) {
            (true, true) => "Heavy",
            (true, false) => "Within",
            (false, false) => "LightWithin",
            (false, true) => "LightOut",
        })
    }

    fn standard_on(&self, item: &ItemCode, day: Day) -> Option<Decimal> {
        let stated = self.of(&Entity::Item(item.clone())).filter_map(|told| match &told.event {
            Event::StandardStated(event) if event.what.as_str() == "unit-weight" => Some(event),
            _ => None,
        });
        // Of one first day, the latest statement holds.
        let counts = stated.filter(|event| event.from <= day);
        counts.max_by_key(|event| event.from).map(|event| event.value)
    }
}

/// What had finally been said of a lot at an instant, by the verdicts of that moment.
fn final_until(verdicts: &[Judged<'_>], at: Timestamp) -> Quantity {
    let then: Vec<&Judged<'_>> = verdicts
        .iter()
        .filter(|judged| judged.told.at <= at && judged.status != "Voided")
        .collect();
    then.iter()
        .filter(|judged| !then.iter().any(|o| o.event.replaces.contains(judged.told.id)))
        .flat_map(|judged| &judged.event.judgements)
        .filter(|said| said.verdict != Verdict::Sort)
        .map(|said| said.quantity)
        .sum()
}
