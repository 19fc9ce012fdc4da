//! The names of one device that are taken in a log: runs, nearly always a single one.

use std::collections::BTreeMap;

/// How many gaps are told at most; a device sends again what lies in them.
const MOST_GAPS: usize = 256;

/// Sequences from 1 on, as runs: where each begins and ends.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<u64, u64>);

impl Names {
    /// Takes a sequence in.
    pub fn insert(&mut self, sequence: u64) {
        if sequence == 0 || self.contains(sequence) {
            return;
        }
        let mut end = sequence;
        if let Some(after) = sequence.checked_add(1).and_then(|next| self.0.remove(&next)) {
            end = after;
        }
        let before = self.0.range_mut(..sequence).next_back();
        match before {
            Some((_, last)) if *last + 1 == sequence => *last = end,
            _ => {
                self.0.insert(sequence, end);
            }
        }
    }

    fn contains(&self, sequence: u64) -> bool {
        self.0.range(..=sequence).next_back().is_some_and(|(_, end)| sequence <= *end)
    }

    /// Whether one of them lies after a sequence and before another.
    pub fn has_between(&self, after: u64, before: u64) -> bool {
        let last_run = self.0.range(..before).next_back();
        last_run.is_some_and(|(begin, end)| *begin > after || (*end).min(before - 1) > after)
    }

    /// The last of them; 0 where there is none.
    pub fn last(&self) -> u64 {
        self.0.last_key_value().map_or(0, |(_, end)| *end)
    }

    /// What is missing below the last: first and last of each gap, in order. Where there are
    /// too many to tell, the last one told reaches to the end.
    pub fn gaps(&self) -> Vec<(u64, u64)> {
        let mut next = 1;
        let mut gaps = Vec::new();
        for (begin, end) in &self.0 {
            if *begin > next {
                if gaps.len() + 1 == MOST_GAPS {
                    gaps.push((next, self.last()));
                    break;
                }
                gaps.push((next, begin - 1));
            }
            next = end.saturating_add(1);
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_in_sequence_are_one_run_without_holes() {
        let mut names = Names::default();
        for sequence in 1..=1_000 {
            names.insert(sequence);
        }

        assert_eq!((names.0.len(), names.last()), (1, 1_000));
        assert_eq!(names.gaps(), []);
    }

    #[test]
    fn too_many_holes_end_in_one_that_covers_the_rest() {
        let mut names = Names::default();
        for each in 1..=1_000 {
            names.insert(each * 2);
        }

        assert_eq!(names.gaps().len(), MOST_GAPS);
        assert_eq!(names.gaps().last(), Some(&(511, 2_000)));
    }

    proptest! {
        #[test]
        fn holes_are_exactly_what_was_never_taken(taken in proptest::collection::vec(1..60_u64, 1..60)) {
            let mut names = Names::default();
            for sequence in &taken {
                names.insert(*sequence);
            }

            let held: BTreeSet<u64> = taken.iter().copied().collect();
            let told: BTreeSet<u64> =
                names.gaps().into_iter().flat_map(|(first, last)| first..=last).collect();
            let missing: BTreeSet<u64> =
                (1..names.last()).filter(|sequence| !held.contains(sequence)).collect();
            prop_assert_eq!(told, missing);
            prop_assert_eq!(names.last(), held.last().copied().unwrap_or(0));
        }
    }
}
