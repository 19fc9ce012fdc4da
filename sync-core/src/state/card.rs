//! An inspection card 检验卡, and the lot 批 that it stands for.

use std::collections::BTreeMap;

use serde::Serialize;

use super::photo::{self, PhotoOnce};
use super::{Written, WrittenEvent};
use crate::fact::{
    BasisConfirmed, CardIssued, Event, LotField, Measured, PutAway, ReturnRaised, Sampled, Verdict,
    VerdictRecorded, Weighed,
};
use crate::ids::{FactId, FactSet};
use crate::measure::Quantity;
use crate::merge::last_writer::{Field, Writing};
use crate::merge::strictest_verdict::{self, JudgedQuantities, VerdictOnce, VerdictStatus};
use crate::rules::inspection_clock::FinallySaid;
use crate::rules::unit_weight;
use crate::time::Timestamp;

/// One weighing of a lot, and whether it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeighedOnce {
    /// Who weighed, and when.
    pub written: Written,
    /// What the scale showed.
    pub weighed: Weighed,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// One measurement of a lot, and whether it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasuredOnce {
    /// Who measured, and when.
    pub written: Written,
    /// The characteristic, the value and its unit.
    pub measured: Measured,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// One sample of a lot, and whether it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SampledOnce {
    /// The inspector who counted the defects, and when.
    pub written: Written,
    /// How many pieces, and what was wrong with them.
    pub sampled: Sampled,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// Goods of a lot that went to one shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PutAwayOnce {
    /// Who put it away, and when.
    pub written: Written,
    /// The quantity and the shelf.
    pub put: PutAway,
    /// Whether it was withdrawn: the goods are off that shelf again.
    pub voided: bool,
}

/// One return note of a lot, by its own number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReturnOnce {
    /// Who raised it, and when; its name is the note's number.
    pub written: Written,
    /// The quantity, and whether for credit or replacement.
    pub raised: ReturnRaised,
    /// Whether it was withdrawn: the goods stayed here.
    pub voided: bool,
}

/// A card and its lot, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CardState {
    /// How it was issued; nothing while that is not known here yet.
    pub issued: Option<(Written, CardIssued)>,
    /// The earliest withdrawal of the card; none while it stands.
    pub voided: Option<Written>,
    /// Who printed it again.
    pub reprinted: Vec<Written>,
    /// Lot number and note, each as last-writer holds it.
    pub fields: BTreeMap<LotField, Field>,
    /// Its weighings, in merge order.
    pub weighings: Vec<WeighedOnce>,
    /// Its measurements, in merge order.
    pub measurements: Vec<MeasuredOnce>,
    /// Its samples, in merge order.
    pub samples: Vec<SampledOnce>,
    /// Its verdicts, in merge order.
    pub verdicts: Vec<VerdictOnce>,
    /// What was put away, in merge order.
    pub put_away: Vec<PutAwayOnce>,
    /// Its return notes, in merge order.
    pub returns: Vec<ReturnOnce>,
    /// What somebody saw of its withdrawal and of what rests on it, and left as it is.
    pub withdrawal_seen: FactSet,
    /// The quantities with which somebody left it as it is, the last that were said.
    pub basis_confirmed: Option<(Written, BasisConfirmed)>,
    /// Its photos, in merge order.
    pub photos: Vec<PhotoOnce>,
    /// Facts of a newer version.
    pub newer: Vec<FactId>,
}

/// What is read only once all is known: what was taken back, and what somebody saw of it.
#[derive(Default)]
struct Withdrawn {
    facts: Vec<FactSet>,
    seen: Vec<FactSet>,
}

impl CardState {
    pub(super) fn fold(told: Vec<WrittenEvent>, newer: Vec<FactId>) -> Self {
        let mut state = Self { newer, ..Self::default() };
        let mut withdrawn = Withdrawn::default();
        for (written, event) in told {
            state.read(written, event, &mut withdrawn);
        }
        state.withdrawal_seen = withdrawn.seen.iter().collect();
        let withdrawn: FactSet = withdrawn.facts.iter().collect();
        for weighing in &mut state.weighings {
            weighing.voided = withdrawn.contains(weighing.written.id);
        }
        for measurement in &mut state.measurements {
            measurement.voided = withdrawn.contains(measurement.written.id);
        }
        for sample in &mut state.samples {
            sample.voided = withdrawn.contains(sample.written.id);
        }
        for once in &mut state.put_away {
            once.voided = withdrawn.contains(once.written.id);
        }
        for once in &mut state.returns {
            once.voided = withdrawn.contains(once.written.id);
        }
        photo::settle(&mut state.photos, &withdrawn);
        for field in state.fields.values_mut() {
            field.writings.sort_by_key(|writing| writing.written.order());
        }
        strictest_verdict::settle(&mut state.verdicts, &withdrawn);
        // Many are held, and few of them grow.
        state.verdicts.shrink_to_fit();
        state.put_away.shrink_to_fit();
        state
    }

    fn read(&mut self, written: Written, event: Event, withdrawn: &mut Withdrawn) {
        match event {
            Event::CardIssued(event) => self.issue(written, event),
            Event::CardVoided(_) => self.voided = self.voided.or(Some(written)),
            Event::CardReprinted(_) => self.reprinted.push(written),
            Event::LotDescribed(event) => self
                .fields
                .entry(event.field)
                .or_default()
                .writings
                .push(Writing { written, value: event.value, replaces: event.replaces }),
            Event::Weighed(weighed) => {
                self.weighings.push(WeighedOnce { written, weighed, voided: false });
            }
            Event::Measured(measured) => {
                self.measurements.push(MeasuredOnce { written, measured, voided: false });
            }
            Event::Sampled(sampled) => {
                self.samples.push(SampledOnce { written, sampled, voided: false });
            }
            Event::WeighingVoided(event) => withdrawn.facts.push(event.facts),
            Event::VerdictRecorded(recorded) => {
                self.verdicts.push(VerdictOnce { written, recorded, status: VerdictStatus::Live });
            }
            Event::VerdictVoided(event) => withdrawn.facts.push(event.facts),
            Event::PutAway(put) => {
                self.put_away.push(PutAwayOnce { written, put, voided: false });
            }
            Event::ReturnRaised(raised) => {
                self.returns.push(ReturnOnce { written, raised, voided: false });
            }
            Event::MovementVoided(event) => withdrawn.facts.push(event.facts),
            Event::WithdrawalConfirmed(event) => withdrawn.seen.push(event.seen),
            Event::BasisConfirmed(event) => self.basis_confirmed = Some((written, event)),
            Event::PhotoTaken(taken) => {
                self.photos.push(PhotoOnce { written, taken, voided: false });
            }
            Event::PhotoVoided(event) => withdrawn.facts.push(event.facts),
            // Facts about other things never reach this fold.
            _ => {}
        }
    }

    fn issue(&mut self, written: Written, event: CardIssued) {
        if self.issued.is_some() {
            return;
        }
        if event.lot.is_some() {
            let writing =
                Writing { written, value: event.lot.clone(), replaces: FactSet::default() };
            self.fields.entry(LotField::LotNumber).or_default().writings.push(writing);
        }
        self.issued = Some((written, event));
    }

    /// The lot's quantity; where the card is not known here, what its verdicts speak of.
    pub fn quantity(&self) -> Quantity {
        if let Some((_, issued)) = &self.issued {
            return issued.quantity;
        }
        let live = self.verdicts.iter().filter(|verdict| verdict.status == VerdictStatus::Live);
        live.flat_map(|verdict| &verdict.recorded.judgements).map(|said| said.quantity).sum()
    }

    /// What holds of its verdicts.
    pub fn judged(&self) -> JudgedQuantities {
        strictest_verdict::in_force(&self.verdicts, self.quantity())
    }

    /// What every verdict that was not voided finally said, for the clock.
    pub fn final_verdicts(&self) -> impl Iterator<Item = FinallySaid<'_>> {
        self.verdicts.iter().filter(|verdict| verdict.status != VerdictStatus::Voided).map(
            |verdict| {
                let finally =
                    verdict.recorded.judgements.iter().filter(|said| match said.verdict {
                        Verdict::Pass | Verdict::Concession | Verdict::Reject => true,
                        Verdict::Sort => false,
                    });
                FinallySaid {
                    id: verdict.written.id,
                    at: verdict.written.at,
                    quantity: finally.map(|said| said.quantity).sum(),
                    replaces: &verdict.recorded.replaces,
                }
            },
        )
    }

    /// All live weighings together, and the instant of the latest; nothing where there is none.
    pub fn weighed(&self) -> Option<(unit_weight::LotWeight, Timestamp)> {
        let live = self.weighings.iter().filter(|weighing| !weighing.voided);
        together(live.map(|weighing| (&weighing.weighed, weighing.written.at)))
    }

    /// The same with one weighing more, which nobody has recorded yet.
    pub fn weighed_with(
        &self,
        more: &Weighed,
        at: Timestamp,
    ) -> Option<(unit_weight::LotWeight, Timestamp)> {
        let live = self.weighings.iter().filter(|weighing| !weighing.voided);
        let live = live.map(|weighing| (&weighing.weighed, weighing.written.at));
        together(live.chain([(more, at)]))
    }

    /// The card with verdicts more, which nobody has recorded yet.
    #[must_use]
    pub fn with_verdicts(
        &self,
        more: impl IntoIterator<Item = (Written, VerdictRecorded)>,
    ) -> Self {
        let mut state = self.clone();
        let more = more.into_iter();
        state.verdicts.extend(more.map(|(written, recorded)| VerdictOnce {
            written,
            recorded,
            status: VerdictStatus::Live,
        }));
        let voided = self.verdicts.iter().filter(|known| known.status == VerdictStatus::Voided);
        let voided: FactSet = voided.map(|known| known.written.id).collect();
        strictest_verdict::settle(&mut state.verdicts, &voided);
        state
    }

    /// The weighings that stand.
    pub fn live_weighings(&self) -> impl Iterator<Item = &WeighedOnce> {
        self.weighings.iter().filter(|weighing| !weighing.voided)
    }

    /// The measurements that stand.
    pub fn live_measurements(&self) -> impl Iterator<Item = &MeasuredOnce> {
        self.measurements.iter().filter(|measurement| !measurement.voided)
    }

    /// The card as it would be without one of its verdicts.
    #[must_use]
    pub fn without_verdict(&self, fact: FactId) -> Self {
        let mut state = self.clone();
        let voided = self.verdicts.iter().filter(|known| known.status == VerdictStatus::Voided);
        let voided: FactSet = voided.map(|known| known.written.id).chain([fact]).collect();
        strictest_verdict::settle(&mut state.verdicts, &voided);
        state
    }

    /// The card as it would be without one of its weighings or measurements.
    #[must_use]
    pub fn without_measure(&self, fact: FactId) -> Self {
        let mut state = self.clone();
        state.weighings.retain(|once| once.written.id != fact);
        state.measurements.retain(|once| once.written.id != fact);
        state
    }

    /// The verdicts known here, live or not: what a re-inspection names.
    pub fn verdicts_known(&self) -> FactSet {
        self.verdicts.iter().map(|verdict| verdict.written.id).collect()
    }

    /// The verdicts known here that say *sort*, live or not: what every later verdict replaces.
    pub fn sorts_known(&self) -> FactSet {
        let says_sort = |judged: &&VerdictOnce| {
            judged.recorded.judgements.iter().any(|said| said.verdict == Verdict::Sort)
        };
        self.verdicts.iter().filter(says_sort).map(|verdict| verdict.written.id).collect()
    }

    /// The verdicts that hold, in merge order.
    pub fn live_verdicts(&self) -> impl Iterator<Item = &VerdictOnce> {
        self.verdicts.iter().filter(|verdict| verdict.status == VerdictStatus::Live)
    }

    /// The putaways that hold, in merge order.
    pub fn live_putaways(&self) -> impl Iterator<Item = &PutAwayOnce> {
        self.put_away.iter().filter(|once| !once.voided)
    }

    /// The return notes that hold, in merge order.
    pub fn live_returns(&self) -> impl Iterator<Item = &ReturnOnce> {
        self.returns.iter().filter(|once| !once.voided)
    }

    /// What lies on shelves in all.
    pub fn quantity_put_away(&self) -> Quantity {
        self.live_putaways().map(|once| once.put.quantity).sum()
    }

    /// What return notes say in all.
    pub fn quantity_returned(&self) -> Quantity {
        self.live_returns().map(|once| once.raised.quantity).sum()
    }

    /// The writings of a field that are known here: what a correction names.
    pub fn writings_of(&self, field: LotField) -> FactSet {
        let writings = self.fields.get(&field).into_iter().flat_map(|field| &field.writings);
        writings.map(|writing| writing.written.id).collect()
    }
}

/// Weighings together, and the instant of the latest; nothing where there is none.
fn together<'a>(
    weighings: impl Iterator<Item = (&'a Weighed, Timestamp)>,
) -> Option<(unit_weight::LotWeight, Timestamp)> {
    let mut sum = unit_weight::LotWeight { net_grams: 0.into(), pieces: 0 };
    let mut latest = None;
    for (Weighed { pieces, gross, tare, unit }, at) in weighings {
        let net = unit.to_grams(*gross).saturating_sub(unit.to_grams(*tare));
        sum.net_grams = sum.net_grams.saturating_add(net);
        sum.pieces = sum.pieces.saturating_add(u64::from(*pieces));
        latest = latest.max(Some(at));
    }
    latest.map(|latest| (sum, latest))
}
