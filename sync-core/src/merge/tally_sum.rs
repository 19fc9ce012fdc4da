//! Tallies add up, each once; a package counts once a receipt (DOMAIN 5, SEMANTICS 12).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::ids::{FactId, LineKey, PackageCode};
use crate::measure::Quantity;
use crate::merge::recount::{self, Recount};
use crate::state::Written;

/// What became of a tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TallyStatus {
    /// It counts.
    Live,
    /// It was withdrawn.
    Voided,
    /// A recount in force stands for it.
    Replaced,
    /// Its package was counted before.
    SamePackage,
}

/// One count of goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Who counted, and when.
    pub written: Written,
    /// On which line.
    pub line: LineKey,
    /// How much.
    pub quantity: Quantity,
    /// The package's code.
    pub package: Option<PackageCode>,
    /// The recount that its author had seen.
    pub upon: Option<FactId>,
    /// What became of it.
    pub status: TallyStatus,
}

/// What a line's counts come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The quantity in force.
    pub quantity: Quantity,
    /// Somebody must count again: people counted at once, and their counts differ.
    pub count_again: bool,
    /// A package was tallied more than once; it counts once.
    pub package_twice: bool,
}

/// Settles which tallies of a receipt count, over all its lines.
///
/// `tallies` in merge order; `voided` the counts that were withdrawn.
pub fn settle(
    tallies: &mut [Tally],
    recounts: &BTreeMap<LineKey, Vec<Recount>>,
    voided: &BTreeSet<FactId>,
) {
    let mut first_of_package = BTreeSet::new();
    for tally in tallies {
        tally.status = if voided.contains(&tally.written.id) {
            TallyStatus::Voided
        } else if tally.package.as_ref().is_some_and(|code| !first_of_package.insert(code.clone()))
        {
            TallyStatus::SamePackage
        } else if replaced_by(tally, recounts).is_some() {
            TallyStatus::Replaced
        } else {
            TallyStatus::Live
        };
    }
}

fn replaced_by<'a>(
    tally: &Tally,
    recounts: &'a BTreeMap<LineKey, Vec<Recount>>,
) -> Option<&'a Recount> {
    let recounts = recounts.get(&tally.line)?;
    recount::in_force(recounts)
        .recount
        .filter(|recount| recount.replaces.contains(tally.written.id))
}

/// What one line's settled tallies and recounts come to.
pub fn count(line: &LineKey, tallies: &[Tally], recounts: &[Recount]) -> Count {
    let holds = recount::in_force(recounts);
    let standing =
        tallies.iter().filter(|tally| tally.line == *line && tally.status == TallyStatus::Live);
    let sum: Quantity = standing.clone().map(|tally| tally.quantity).sum();
    let base = holds.recount.map_or(Quantity::ZERO, |recount| recount.quantity);
    let unseen = holds
        .recount
        .is_some_and(|recount| standing.into_iter().any(|tally| !came_after(tally, recount)));
    let twins = same_packages(line, tallies);
    Count {
        quantity: base + sum,
        count_again: unseen || !holds.losers.is_empty() || twins.unequal,
        package_twice: twins.any,
    }
}

/// Whether the tally's author knew of the recount: these goods came on top of it.
fn came_after(tally: &Tally, recount: &Recount) -> bool {
    let (tally_id, recount_id) = (tally.written.id, recount.written.id);
    tally.upon == Some(recount_id)
        || (tally_id.device == recount_id.device && tally_id.sequence > recount_id.sequence)
}

struct Twins {
    any: bool,
    unequal: bool,
}

fn same_packages(line: &LineKey, tallies: &[Tally]) -> Twins {
    let mut twins = Twins { any: false, unequal: false };
    let doubles = tallies.iter().filter(|tally| tally.status == TallyStatus::SamePackage);
    for double in doubles {
        let first = tallies
            .iter()
            .find(|tally| tally.package == double.package && tally.status != TallyStatus::Voided);
        let concerns = double.line == *line || first.is_some_and(|tally| tally.line == *line);
        if concerns {
            twins.any = true;
            twins.unequal |= first.is_some_and(|tally| tally.quantity != double.quantity);
        }
    }
    twins
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::state::tests::written;

    fn line() -> LineKey {
        LineKey::Held("A1".parse().unwrap())
    }

    fn quantity(value: i64) -> Quantity {
        Quantity::new(Decimal::from(value)).unwrap()
    }

    fn tally(device: u32, sequence: u64, minute: i64, amount: i64, package: &str) -> Tally {
        Tally {
            written: written(device, sequence, minute),
            line: line(),
            quantity: quantity(amount),
            package: package.parse().ok(),
            upon: None,
            status: TallyStatus::Live,
        }
    }

    fn check(mut tallies: Vec<Tally>, recounts: &[Recount], voided: &[FactId]) -> Count {
        let voided = voided.iter().copied().collect();
        let all = BTreeMap::from([(line(), recounts.to_vec())]);
        settle(&mut tallies, &all, &voided);
        count(&line(), &tallies, recounts)
    }

    #[test]
    fn two_workers_on_different_pallets_add_up_and_a_void_takes_only_what_it_names() {
        let tallies =
            || vec![tally(1, 1, 0, 100, ""), tally(1, 2, 1, 100, ""), tally(2, 1, 2, 50, "")];

        assert_eq!(check(tallies(), &[], &[]).quantity, quantity(250));
        assert_eq!(check(tallies(), &[], &[FactId::new(1, 2)]).quantity, quantity(150));
    }

    #[test]
    fn a_recount_stands_for_what_it_saw_and_a_tally_made_meanwhile_asks_to_count_again() {
        let seen = [FactId::new(1, 1), FactId::new(1, 2)];
        let recount = Recount {
            written: written(1, 3, 5),
            quantity: quantity(240),
            replaces: seen.into_iter().collect(),
            voided: false,
        };
        let tallies = vec![tally(1, 1, 0, 200, ""), tally(1, 2, 1, 50, ""), tally(2, 1, 6, 10, "")];

        let read = check(tallies, &[recount], &[]);

        assert_eq!((read.quantity, read.count_again), (quantity(250), true));
    }

    #[test]
    fn goods_tallied_on_top_of_a_recount_are_no_doubt() {
        let recount = Recount {
            written: written(1, 2, 5),
            quantity: quantity(240),
            replaces: [FactId::new(1, 1)].into_iter().collect(),
            voided: false,
        };
        let mut elsewhere = tally(2, 1, 6, 10, "");
        elsewhere.upon = Some(recount.written.id);
        let tallies = vec![tally(1, 1, 0, 250, ""), elsewhere, tally(1, 3, 7, 5, "")];

        let read = check(tallies, &[recount], &[]);

        assert_eq!((read.quantity, read.count_again), (quantity(255), false));
    }

    #[test]
    fn one_package_on_two_devices_counts_once_and_is_marked() {
        let twice = || vec![tally(1, 1, 0, 60, "P7"), tally(2, 1, 1, 60, "P7")];

        let read = check(twice(), &[], &[]);
        assert_eq!((read.quantity, read.package_twice), (quantity(60), true));
        assert!(!read.count_again);

        let promoted = check(twice(), &[], &[FactId::new(1, 1)]);
        assert_eq!((promoted.quantity, promoted.package_twice), (quantity(60), false));
    }

    #[test]
    fn one_package_with_two_quantities_is_to_be_counted_again() {
        let read = check(vec![tally(1, 1, 0, 60, "P7"), tally(2, 1, 1, 50, "P7")], &[], &[]);

        assert_eq!((read.quantity, read.count_again), (quantity(60), true));
    }
}
