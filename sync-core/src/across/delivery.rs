//! Receipts that are read as one delivery, and what each part counts beside the others.
//!
//! A package counts once in the whole delivery (SEMANTICS 11, 12), so that what one part
//! counts depends on the others. Nearly every delivery is one receipt; its own fold serves.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::fact::MergeOrder;
use crate::ids::LineKey;
use crate::measure::Quantity;
use crate::merge::recount;
use crate::merge::tally_sum::{self, Count, Tally, TallyStatus};
use crate::number::ReceiptNumber;
use crate::replica::Replica;
use crate::state::ReceiptState;

/// The receipt that this one is read as: itself, or what it was joined into.
pub fn root(replica: &Replica, receipt: ReceiptNumber) -> ReceiptNumber {
    let mut way = vec![receipt];
    let mut at = receipt;
    while let Some((_, into)) = replica.receipt(at).and_then(|state| state.joined_into) {
        if let Some(begin) = way.iter().position(|passed| *passed == into) {
            // People joined receipts into one another: the smallest number of the ring stands.
            return way[begin..].iter().copied().min().unwrap_or(receipt);
        }
        way.push(into);
        at = into;
    }
    at
}

/// All receipts that are read as one with this one, the one they were joined into first.
pub fn parts(replica: &Replica, receipt: ReceiptNumber) -> Vec<ReceiptNumber> {
    let root = root(replica, receipt);
    let mut parts = vec![root];
    let mut index = 0;
    while let Some(&part) = parts.get(index) {
        let joined = replica.joined_into(part).filter(|other| {
            let still = replica.receipt(*other).and_then(|state| state.joined_into);
            still.is_some_and(|(_, into)| into == part)
        });
        let new: Vec<_> = joined.filter(|other| !parts.contains(other)).collect();
        parts.extend(new);
        index += 1;
    }
    parts
}

/// One receipt of a delivery, counted beside the others.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The number on the papers of this part, which still scans after a join.
    pub number: ReceiptNumber,
    /// What its own facts say.
    pub state: &'a ReceiptState,
    tallies: Cow<'a, [Tally]>,
    /// What its lines come to beside the other parts; nothing where it is the only one.
    together: Option<BTreeMap<LineKey, Count>>,
}

impl<'a> Part<'a> {
    fn alone(number: ReceiptNumber, state: &'a ReceiptState) -> Self {
        Self { number, state, tallies: Cow::Borrowed(&state.tallies), together: None }
    }

    /// Its tallies in merge order, with what became of each in the delivery.
    pub fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    /// What one of its lines comes to; nothing where it has no such line.
    pub fn count(&self, line: &LineKey) -> Option<Count> {
        match &self.together {
            Some(together) => together.get(line).cloned(),
            None => self.state.lines.get(line).map(|line| line.count.clone()),
        }
    }

    /// How much it counts on a line.
    pub fn quantity(&self, line: &LineKey) -> Quantity {
        self.count(line).map(|count| count.quantity).unwrap_or_default()
    }

    /// Whether somebody tallied or recounted the line on it: an assignment alone counts nothing.
    pub fn has_counted(&self, line: &LineKey) -> bool {
        self.tallies.iter().any(|tally| tally.line == *line)
            || self.state.lines.get(line).is_some_and(|line| !line.recounts.is_empty())
    }

    /// When what counts on a line was first counted: its earliest live tally, or the recount in
    /// force.
    pub(super) fn counted(&self, line: &LineKey) -> Option<MergeOrder> {
        let counts = |tally: &&Tally| tally.line == *line && tally.status == TallyStatus::Live;
        let tallied = self.tallies.iter().filter(counts).map(|tally| tally.written.order()).min();
        let recounts = self.state.lines.get(line).map(|line| line.recounts.as_slice());
        let recounted = recount::in_force(recounts.unwrap_or_default()).recount;
        tallied.into_iter().chain(recounted.map(|recount| recount.written.order())).min()
    }

    /// Whether a live signature saw the line's count as it now stands (SEMANTICS 14).
    pub fn signature_fits(&self, line: &LineKey) -> bool {
        let counted = self.quantity(line);
        let mut signatures = self.state.signatures.iter();
        signatures.any(|signature| signature.live_quantity(line) == Some(counted))
    }
}

/// The standing parts of a delivery: all that were not withdrawn, the receipt that stands for
/// them first.
pub fn delivery(replica: &Replica, receipt: ReceiptNumber) -> Vec<Part<'_>> {
    let mut standing: Vec<Part<'_>> = parts(replica, receipt)
        .into_iter()
        .filter_map(|number| Some(Part::alone(number, replica.receipt(number)?)))
        .filter(|part| part.state.voided.is_none())
        .collect();
    if standing.len() > 1 {
        count_together(&mut standing);
    }
    standing
}

/// One receipt as a part of its delivery; a withdrawn one stands alone.
pub fn part(replica: &Replica, number: ReceiptNumber) -> Option<Part<'_>> {
    let state = replica.receipt(number)?;
    if state.voided.is_some() {
        return Some(Part::alone(number, state));
    }
    delivery(replica, number).into_iter().find(|part| part.number == number)
}

fn count_together(parts: &mut [Part<'_>]) {
    let mut tallies: Vec<Vec<Tally>> = parts.iter().map(|part| part.tallies.to_vec()).collect();
    let mut slices: Vec<&mut [Tally]> = tallies.iter_mut().map(Vec::as_mut_slice).collect();
    tally_sum::settle_together(&mut slices);
    let lines_of: BTreeMap<_, _> = parts
        .iter()
        .zip(&tallies)
        .flat_map(|(part, tallies)| tallies.iter().map(|tally| (tally.written.id, part.state)))
        .collect();
    let in_force = |tally: &Tally| {
        let line = lines_of.get(&tally.written.id)?.lines.get(&tally.line)?;
        recount::in_force(&line.recounts).recount
    };
    let counts: Vec<BTreeMap<LineKey, Count>> = parts
        .iter()
        .zip(&tallies)
        .map(|(part, own)| {
            let count = |key: &LineKey, recounts| {
                tally_sum::count(key, own, recounts, &tallies.iter().flatten(), in_force)
            };
            let lines = part.state.lines.iter();
            lines.map(|(key, line)| (key.clone(), count(key, &line.recounts))).collect()
        })
        .collect();
    for ((part, tallies), counts) in parts.iter_mut().zip(tallies).zip(counts) {
        part.tallies = Cow::Owned(tallies);
        part.together = Some(counts);
    }
}

/// The other deliveries on which a package of this line was counted too: a mark, no more
/// (SEMANTICS 12).
pub fn package_elsewhere(
    replica: &Replica,
    delivery: &[Part<'_>],
    line: &LineKey,
) -> BTreeSet<ReceiptNumber> {
    let counts = |tally: &&Tally| tally.status != TallyStatus::Voided;
    let here: Vec<ReceiptNumber> = match delivery.first() {
        Some(part) => parts(replica, part.number),
        None => return BTreeSet::new(),
    };
    delivery
        .iter()
        .flat_map(Part::tallies)
        .filter(counts)
        .filter(|tally| tally.line == *line)
        .filter_map(|tally| tally.package.as_ref())
        .flat_map(|package| {
            replica.receipts_of_package(package).filter(|other| !here.contains(other)).filter(
                |other| {
                    let state = replica.receipt(*other).filter(|state| state.voided.is_none());
                    state.is_some_and(|state| {
                        let mut there = state.tallies.iter().filter(counts);
                        there.any(|tally| tally.package.as_ref() == Some(package))
                    })
                },
            )
        })
        .collect()
}
