//! Sets of facts by their names, held as they are written: as runs.
//!
//! A dozen bytes can name a hundred thousand facts. A set therefore takes room by its runs, which
//! is by its bytes, and nobody walks over what it names: whoever wants to know asks of the facts
//! that are held here whether they are in it (decision 0028).

use std::ops::RangeInclusive;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{DeviceNumber, FactId};

/// Exactly these facts: what an author had seen, and names, when a fact replaces others.
///
/// Written as runs of consecutive counts of one device. A run holds no fact that was not
/// seen: a fact whose count lies between two seen ones splits the run (SEMANTICS 5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactSet(
    /// In order, apart from one another.
    Vec<Run>,
);

/// Consecutive counts of one device, first and last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    first: FactId,
    last: u64,
}

/// More facts than any line or lot has; a larger set is refused when read.
const MOST_FACTS_NAMED: u64 = 100_000;

impl FactSet {
    /// Whether `fact` is one of these.
    pub fn contains(&self, fact: FactId) -> bool {
        let after = self.0.partition_point(|run| run.first <= fact);
        let run = after.checked_sub(1).and_then(|place| self.0.get(place));
        run.is_some_and(|run| run.first.device == fact.device && fact.sequence <= run.last)
    }

    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many facts are named, be they held here or not.
    pub fn len(&self) -> u64 {
        self.0.iter().fold(0, |sum, run| sum.saturating_add(run.length()))
    }

    /// The runs by device and count, each as the range of its names.
    pub fn runs(&self) -> impl DoubleEndedIterator<Item = RangeInclusive<FactId>> + '_ {
        self.0.iter().map(|run| run.first..=FactId { sequence: run.last, ..run.first })
    }

    /// The last count of a device that is named.
    pub fn last_of(&self, device: DeviceNumber) -> Option<u64> {
        let after = self.0.partition_point(|run| run.first.device <= device);
        let run = after.checked_sub(1).and_then(|place| self.0.get(place))?;
        (run.first.device == device).then_some(run.last)
    }

    /// Whether every name is of a fact that this one's device had written before it.
    pub fn is_before(&self, fact: FactId) -> bool {
        self.0.iter().all(|run| run.first.device == fact.device && run.last < fact.sequence)
    }

    fn of(mut runs: Vec<Run>) -> Self {
        runs.sort_unstable();
        let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
        for run in runs {
            match joined.last_mut() {
                Some(before) if before.reaches(run.first) => {
                    before.last = before.last.max(run.last);
                }
                _ => joined.push(run),
            }
        }
        joined.shrink_to_fit();
        Self(joined)
    }
}

impl Run {
    const fn length(self) -> u64 {
        (self.last - self.first.sequence).saturating_add(1)
    }

    /// Whether a fact lies in this run or right behind it.
    fn reaches(self, fact: FactId) -> bool {
        self.first.device == fact.device && fact.sequence <= self.last.saturating_add(1)
    }
}

impl FromIterator<FactId> for FactSet {
    fn from_iter<I: IntoIterator<Item = FactId>>(facts: I) -> Self {
        Self::of(facts.into_iter().map(|first| Run { first, last: first.sequence }).collect())
    }
}

/// All that any of some sets names.
impl<'a> FromIterator<&'a FactSet> for FactSet {
    fn from_iter<I: IntoIterator<Item = &'a FactSet>>(sets: I) -> Self {
        Self::of(sets.into_iter().flat_map(|set| &set.0).copied().collect())
    }
}

/// All that any of some sets names.
impl FromIterator<FactSet> for FactSet {
    fn from_iter<I: IntoIterator<Item = FactSet>>(sets: I) -> Self {
        Self::of(sets.into_iter().flat_map(|set| set.0).collect())
    }
}

impl Serialize for FactSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.0.iter().map(|run| (run.first.device.0, run.first.sequence, run.length())),
        )
    }
}

impl<'de> Deserialize<'de> for FactSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written: Vec<(u32, u64, u64)> = Vec::deserialize(deserializer)?;
        let mut runs = Vec::with_capacity(written.len());
        let mut named = 0_u64;
        for (device, first, length) in written {
            named = named.saturating_add(length);
            let end = first.checked_add(length).filter(|_| named <= MOST_FACTS_NAMED);
            let Some(end) = end else {
                return Err(serde::de::Error::custom("names more facts than a line can have"));
            };
            if length > 0 {
                runs.push(Run { first: FactId::new(device, first), last: end - 1 });
            }
        }
        Ok(Self::of(runs))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn ids() -> impl Strategy<Value = BTreeSet<FactId>> {
        let id = (0..3_u32, 0..40_u64);
        proptest::collection::btree_set(id.prop_map(|(d, s)| FactId::new(d, s)), 0..60)
    }

    fn every_id() -> impl Iterator<Item = FactId> {
        (0..4).flat_map(|device| (0..42).map(move |sequence| FactId::new(device, sequence)))
    }

    proptest! {
        #[test]
        fn a_set_holds_what_was_put_in_and_nothing_else(one in ids(), other in ids()) {
            let set: FactSet = one.iter().copied().collect();
            prop_assert!(every_id().all(|id| set.contains(id) == one.contains(&id)));
            prop_assert_eq!(set.len(), one.len() as u64);

            let more: FactSet = other.iter().copied().collect();
            let both: FactSet = [&set, &more].into_iter().collect();
            prop_assert_eq!(both, one.union(&other).copied().collect::<FactSet>());
        }

        #[test]
        fn a_set_reads_back(ids in ids()) {
            let set: FactSet = ids.into_iter().collect();
            let bytes = rmp_serde::to_vec(&set).unwrap();
            prop_assert_eq!(crate::messagepack::read::<FactSet>(&bytes), Ok(set));
        }
    }

    #[test]
    fn runs_that_overlap_name_each_fact_once() {
        let written = vec![(1_u32, 5_u64, 10_u64), (1, 1, 6), (1, 3, 0), (2, 1, 1), (1, 15, 1)];
        let bytes = rmp_serde::to_vec(&written).unwrap();
        let set: FactSet = crate::messagepack::read(&bytes).unwrap();

        assert_eq!(set.len(), 16);
        assert_eq!(set.runs().count(), 2);
    }

    #[test]
    fn the_last_count_there_is_overflows_nothing() {
        let last = FactId::new(u32::MAX, u64::MAX);
        let set: FactSet = [last, FactId::new(1, u64::MAX)].into_iter().collect();

        assert!(set.contains(last));
        assert_eq!(set.len(), 2);
        let bytes = rmp_serde::to_vec(&vec![(1_u32, u64::MAX, 1_u64)]).unwrap();
        assert!(crate::messagepack::read::<FactSet>(&bytes).is_err());
    }
}
