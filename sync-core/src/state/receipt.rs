//! A receipt 点收单: one delivery, with its tallies, signatures and slip.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::photo::{self, ExceptionOnce, PhotoOnce};
use super::{Written, WrittenEvent};
use crate::fact::{
    CountConfirmed, Event, LineAssigned, LineTerms, MergeOrder, OrderChangeAnswered, ReceiptField,
    ReceiptOpened, SignedLine, StaleOrderAnswered, VendorAccepted,
};
use crate::ids::{FactId, FactSet, LineKey};
use crate::merge::earliest::{Signature, SignatureStatus};
use crate::merge::last_writer::{Field, Writing};
use crate::merge::recount::{self, Recount};
use crate::merge::tally_sum::{self, Count, Tally, TallyStatus};
use crate::number::ReceiptNumber;

/// One line of a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LineState {
    /// Its recounts, in merge order.
    pub recounts: Vec<Recount>,
    /// What its counts come to.
    pub count: Count,
    /// Where purchasing assigned its goods, in merge order.
    pub assigned: Vec<(Written, LineAssigned)>,
    /// What purchasing answered for a stale order; the last holds.
    pub stale_answer: Option<(Written, StaleOrderAnswered)>,
    /// What purchasing accepted of other vendors than its order's, in merge order.
    pub vendors_accepted: Vec<VendorAccepted>,
    /// What it is counted as: the statement that its first standing count brought. Boxed: a line
    /// that nobody counted has none.
    pub counted_as: Option<Box<(Written, LineTerms)>>,
    /// What purchasing answered for an order that the ERP states otherwise, in merge order.
    pub change_answers: Vec<(Written, OrderChangeAnswered)>,
    /// The last confirmation of cards that differ from the count.
    pub confirmed: Option<(Written, CountConfirmed)>,
}

/// An acceptance slip 验收单 of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// Who issued it; its name is the slip's number.
    pub issued: Written,
    /// The lines on it.
    pub lines: Vec<SignedLine>,
    /// Who confirmed and signed it first.
    pub confirmed: Option<Written>,
}

/// One receipt's counts, signatures, slips and answers; joined receipts are read together
/// elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReceiptState {
    /// How it was opened; nothing while that is not known here yet.
    pub opened: Option<(Written, ReceiptOpened)>,
    /// Dock, delivery note, container and note, each as last-writer holds it.
    pub fields: BTreeMap<ReceiptField, Field>,
    /// Its tallies, in merge order.
    pub tallies: Vec<Tally>,
    /// Its lines. Boxed: a map has room for eleven, and most deliveries have one.
    pub lines: BTreeMap<LineKey, Box<LineState>>,
    /// Its signatures, in merge order.
    pub signatures: Vec<Signature>,
    /// Who reopened its count.
    pub reopened: Vec<Written>,
    /// The earliest withdrawal of the receipt; none while it stands.
    pub voided: Option<Written>,
    /// What somebody saw of its withdrawal and of what rests on it, and left as it is.
    pub withdrawal_seen: FactSet,
    /// The receipt it was joined into; the last said holds.
    pub joined_into: Option<(Written, ReceiptNumber)>,
    /// Receipts that somebody said are another delivery.
    pub distinct_from: BTreeSet<ReceiptNumber>,
    /// Its slips, in merge order.
    pub slips: Vec<Slip>,
    /// Confirmations of slips that are not known here yet.
    pub early_confirmations: Vec<(Written, FactId)>,
    /// Its photos, in merge order.
    pub photos: Vec<PhotoOnce>,
    /// What was wrong when its container was unloaded, in merge order.
    pub exceptions: Vec<ExceptionOnce>,
    /// Facts of a newer version.
    pub newer: Vec<FactId>,
}

/// What lines were counted as, each statement in merge order.
type CountedAs = BTreeMap<LineKey, Vec<(Written, LineTerms)>>;

#[derive(Default)]
struct Withdrawn {
    counts: Vec<FactSet>,
    signatures: Vec<FactSet>,
    reopened: Vec<FactSet>,
    photos: Vec<FactSet>,
    exceptions: Vec<FactSet>,
    /// Not withdrawn, but seen of a withdrawal.
    seen: Vec<FactSet>,
    /// Not withdrawn, but as well read only once all is known: which of them stands.
    counted_as: CountedAs,
}

impl ReceiptState {
    pub(super) fn fold(told: Vec<WrittenEvent>, newer: Vec<FactId>) -> Self {
        let mut state = Self { newer, ..Self::default() };
        let mut withdrawn = Withdrawn::default();
        for (written, event) in told {
            state.read(written, event, &mut withdrawn);
        }
        let counts: FactSet = withdrawn.counts.iter().collect();
        state.settle_counts(&counts);
        state.settle_others(&withdrawn);
        state.settle_counted_as(withdrawn.counted_as, &counts);
        // Many are held, and few of them grow.
        state.tallies.shrink_to_fit();
        state.signatures.shrink_to_fit();
        state.slips.shrink_to_fit();
        state
    }

    fn read(&mut self, written: Written, event: Event, withdrawn: &mut Withdrawn) {
        match event {
            Event::ReceiptOpened(event) => {
                self.open(written, event);
            }
            Event::ReceiptDescribed(event) => self
                .fields
                .entry(event.field)
                .or_default()
                .writings
                .push(Writing { written, value: event.value, replaces: event.replaces }),
            Event::Tallied(event) => {
                self.lines.entry(event.line.clone()).or_default();
                self.tallies.push(Tally {
                    written,
                    line: event.line,
                    quantity: event.quantity,
                    package: event.package,
                    upon: event.upon,
                    status: TallyStatus::Live,
                });
            }
            Event::CountVoided(event) => withdrawn.counts.push(event.facts),
            Event::Recounted(event) => {
                self.lines.entry(event.line).or_default().recounts.push(Recount {
                    written,
                    quantity: event.quantity,
                    replaces: event.replaces,
                    voided: false,
                });
            }
            Event::CountSigned(event) => self.signatures.push(Signature {
                written,
                lines: event.lines,
                status: SignatureStatus::Live,
            }),
            Event::SignatureVoided(event) => withdrawn.signatures.push(event.facts),
            Event::ReceiptReopened(event) => {
                self.reopened.push(written);
                withdrawn.reopened.push(event.signatures);
            }
            Event::ReceiptVoided(_) => self.voided = self.voided.or(Some(written)),
            Event::WithdrawalConfirmed(event) => withdrawn.seen.push(event.seen),
            Event::ReceiptJoined(event) => self.joined_into = Some((written, event.into)),
            Event::DeliveriesDistinct(event) => {
                self.distinct_from.insert(event.other);
            }
            Event::SlipIssued(event) => {
                self.slips.push(Slip { issued: written, lines: event.lines, confirmed: None });
            }
            Event::SlipConfirmed(event) => self.early_confirmations.push((written, event.slip.0)),
            Event::CountConfirmed(event) => {
                let line = self.lines.entry(event.line.clone()).or_default();
                line.confirmed = Some((written, event));
            }
            Event::LineAssigned(event) => {
                self.lines.entry(event.line.clone()).or_default().assigned.push((written, event));
            }
            Event::VendorAccepted(event) => {
                let line = self.lines.entry(event.line.clone()).or_default();
                line.vendors_accepted.push(event);
            }
            Event::StaleOrderAnswered(event) => {
                let line = self.lines.entry(event.line.clone()).or_default();
                line.stale_answer = Some((written, event));
            }
            Event::LineCountedAs(event) => {
                withdrawn.counted_as.entry(event.line).or_default().push((written, event.terms));
            }
            Event::OrderChangeAnswered(event) => {
                let line = self.lines.entry(event.line.clone()).or_default();
                line.change_answers.push((written, event));
            }
            event => self.read_seen(written, event, withdrawn),
        }
    }

    /// What was seen of the goods, apart from their count.
    fn read_seen(&mut self, written: Written, event: Event, withdrawn: &mut Withdrawn) {
        match event {
            Event::PhotoTaken(taken) => {
                self.photos.push(PhotoOnce { written, taken, voided: false });
            }
            Event::PhotoVoided(event) => withdrawn.photos.push(event.facts),
            Event::ExceptionReported(reported) => {
                self.exceptions.push(ExceptionOnce { written, reported, voided: false });
            }
            Event::ExceptionVoided(event) => withdrawn.exceptions.push(event.facts),
            // Facts about other things never reach this fold.
            _ => {}
        }
    }

    fn open(&mut self, written: Written, event: ReceiptOpened) {
        if self.opened.is_some() {
            return;
        }
        let said = [
            (ReceiptField::Dock, &event.dock),
            (ReceiptField::DeliveryNote, &event.delivery_note),
            (ReceiptField::Container, &event.container),
        ];
        for (field, value) in said {
            if value.is_some() {
                let writing =
                    Writing { written, value: value.clone(), replaces: FactSet::default() };
                self.fields.entry(field).or_default().writings.push(writing);
            }
        }
        self.opened = Some((written, event));
    }

    fn settle_counts(&mut self, voided: &FactSet) {
        for field in self.fields.values_mut() {
            field.writings.sort_by_key(|writing| writing.written.order());
        }
        let mut recounts = BTreeMap::new();
        for (key, line) in &mut self.lines {
            for recount in &mut line.recounts {
                recount.voided = voided.contains(recount.written.id);
            }
            recounts.insert(key.clone(), line.recounts.clone());
        }
        tally_sum::settle(&mut self.tallies, &recounts, voided);
        let holding: BTreeMap<&LineKey, Option<&Recount>> = recounts
            .iter()
            .map(|(key, recounts)| (key, recount::in_force(recounts).recount))
            .collect();
        let in_force = |tally: &Tally| *holding.get(&tally.line)?;
        for (key, line) in &mut self.lines {
            let delivery = &self.tallies.iter();
            line.count = tally_sum::count(key, &self.tallies, &line.recounts, delivery, in_force);
        }
    }

    fn settle_others(&mut self, withdrawn: &Withdrawn) {
        self.withdrawal_seen = withdrawn.seen.iter().collect();
        let taken_back: FactSet = withdrawn.signatures.iter().collect();
        let reopened: FactSet = withdrawn.reopened.iter().collect();
        for signature in &mut self.signatures {
            signature.status = if taken_back.contains(signature.written.id) {
                SignatureStatus::Voided
            } else if reopened.contains(signature.written.id) {
                SignatureStatus::Reopened
            } else {
                SignatureStatus::Live
            };
        }
        photo::settle(&mut self.photos, &withdrawn.photos.iter().collect());
        let exceptions: FactSet = withdrawn.exceptions.iter().collect();
        for exception in &mut self.exceptions {
            exception.voided = exceptions.contains(exception.written.id);
        }
        self.settle_slips();
    }

    /// Of what a line was said to be counted as, that which came with its first standing count:
    /// the first statement from that count on, or else the last one before it.
    fn settle_counted_as(&mut self, counted_as: CountedAs, voided: &FactSet) {
        for (key, mut statements) in counted_as {
            let Some(first) = self.first_count(&key, voided) else { continue };
            let at = statements.iter().position(|(written, _)| written.order() >= first);
            let at = at.unwrap_or(statements.len().saturating_sub(1));
            if let Some(line) = self.lines.get_mut(&key) {
                line.counted_as = Some(Box::new(statements.swap_remove(at)));
            }
        }
    }

    /// When a line was first counted, by a tally or recount that was not withdrawn.
    fn first_count(&self, line: &LineKey, voided: &FactSet) -> Option<MergeOrder> {
        let tallies = self.tallies.iter().filter(|tally| tally.line == *line);
        let recounts = self.lines.get(line).into_iter().flat_map(|line| &line.recounts);
        tallies
            .map(|tally| tally.written)
            .chain(recounts.map(|recount| recount.written))
            .filter(|written| !voided.contains(written.id))
            .map(|written| written.order())
            .min()
    }

    fn settle_slips(&mut self) {
        let confirmations = std::mem::take(&mut self.early_confirmations);
        for (written, slip) in confirmations {
            match self.slips.iter_mut().find(|known| known.issued.id == slip) {
                Some(known) => known.confirmed = known.confirmed.or(Some(written)),
                None => self.early_confirmations.push((written, slip)),
            }
        }
    }

    /// The counts of one line that are known here, live or not: what a recount names.
    pub fn counts_of(&self, line: &LineKey) -> impl Iterator<Item = FactId> {
        let recounts = self.lines.get(line).into_iter().flat_map(|line| &line.recounts);
        self.tallies
            .iter()
            .filter(|tally| tally.line == *line)
            .map(|tally| tally.written.id)
            .chain(recounts.map(|recount| recount.written.id))
    }

    /// The recount in force of a line.
    pub fn recount_of(&self, line: &LineKey) -> Option<&Recount> {
        recount::in_force(&self.lines.get(line)?.recounts).recount
    }

    /// Whether a live signature covers this line.
    pub fn is_signed(&self, line: &LineKey) -> bool {
        self.signatures.iter().any(|signature| signature.live_quantity(line).is_some())
    }

    /// The signatures that hold.
    pub fn live_signatures(&self) -> impl Iterator<Item = &Signature> {
        self.signatures.iter().filter(|signature| signature.status == SignatureStatus::Live)
    }

    /// The writings of a field that are known here: what a correction names.
    pub fn writings_of(&self, field: ReceiptField) -> FactSet {
        let writings = self.fields.get(&field).into_iter().flat_map(|field| &field.writings);
        writings.map(|writing| writing.written.id).collect()
    }
}
