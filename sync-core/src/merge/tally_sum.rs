//! Tallies add up, each once; a package counts once a receipt (DOMAIN §5, SEMANTICS 12).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::fact::MergeOrder;
use crate::ids::{FactId, FactSet, LineKey, PackageCode};
use crate::measure::Quantity;
use crate::merge::recount::{self, Recount};
use crate::state::Written;

/// What became of a tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TallyStatus {
    /// It adds to the count.
    Live,
    /// It was taken back, and adds nothing.
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
    /// The line that it was counted on.
    pub line: LineKey,
    /// What this one scan or pallet adds, in the line's unit.
    pub quantity: Quantity,
    /// The package's own code, where it was scanned.
    pub package: Option<PackageCode>,
    /// The recount that its author had seen.
    pub upon: Option<FactId>,
    /// The status that the lots share.
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
pub fn settle(tallies: &mut [Tally], recounts: &BTreeMap<LineKey, Vec<Recount>>, voided: &FactSet) {
    let mut first_of_package = BTreeSet::new();
    let holding: BTreeMap<&LineKey, &Recount> = recounts
        .iter()
        .filter_map(|(line, recounts)| Some((line, recount::in_force(recounts).recount?)))
        .collect();
    for tally in tallies {
        tally.status = if voided.contains(tally.written.id) {
            TallyStatus::Voided
        } else if tally.package.as_ref().is_some_and(|code| !first_of_package.insert(code.clone()))
        {
            TallyStatus::SamePackage
        } else if holding
            .get(&tally.line)
            .is_some_and(|recount| recount.replaces.contains(tally.written.id))
        {
            TallyStatus::Replaced
        } else {
            TallyStatus::Live
        };
    }
}

/// Marks, over the receipts of one joined delivery, the tallies of packages that an earlier
/// tally of the delivery counts already. Each receipt's own tallies are settled before.
pub fn settle_together(parts: &mut [&mut [Tally]]) {
    let mut first_of_package: BTreeMap<PackageCode, MergeOrder> = BTreeMap::new();
    for tally in parts.iter().flat_map(|tallies| tallies.iter()) {
        if let (Some(package), true) = (&tally.package, tally.status != TallyStatus::Voided) {
            let order = tally.written.order();
            let first = first_of_package.entry(package.clone()).or_insert(order);
            *first = order.min(*first);
        }
    }
    for tally in parts.iter_mut().flat_map(|tallies| tallies.iter_mut()) {
        let first = tally.package.as_ref().and_then(|package| first_of_package.get(package));
        if tally.status != TallyStatus::Voided
            && first.is_some_and(|first| *first < tally.written.order())
        {
            tally.status = TallyStatus::SamePackage;
        }
    }
}

/// What one line of a receipt comes to, its tallies settled.
///
/// `delivery` are the tallies of all receipts that are read as one with it, its own among
/// them; `in_force` finds the recount in force where a tally stands.
pub fn count<'a>(
    line: &LineKey,
    tallies: &[Tally],
    recounts: &[Recount],
    delivery: &(impl Iterator<Item = &'a Tally> + Clone),
    in_force: impl Fn(&Tally) -> Option<&'a Recount>,
) -> Count {
    let holds = recount::in_force(recounts);
    let standing =
        tallies.iter().filter(|tally| tally.line == *line && tally.status == TallyStatus::Live);
    let sum: Quantity = standing.clone().map(|tally| tally.quantity).sum();
    let base = holds.recount.map_or(Quantity::ZERO, |recount| recount.quantity);
    let unseen = holds
        .recount
        .is_some_and(|recount| standing.into_iter().any(|tally| !came_after(tally, recount)));
    let twins = same_packages(line, tallies, delivery, in_force);
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

fn same_packages<'a>(
    line: &LineKey,
    tallies: &[Tally],
    delivery: &(impl Iterator<Item = &'a Tally> + Clone),
    in_force: impl Fn(&Tally) -> Option<&'a Recount>,
) -> Twins {
    let mut twins = Twins { any: false, unequal: false };
    // A recount that saw both has counted the package afresh.
    let counted_anew = |tally: &Tally| {
        in_force(tally).is_some_and(|recount| recount.replaces.contains(tally.written.id))
    };
    // A line is marked where one of its tallies is the double, or the one that counts for it.
    let here = |tally: &Tally| {
        tally.line == *line && tallies.iter().any(|own| own.written.id == tally.written.id)
    };
    for double in delivery.clone().filter(|tally| tally.status == TallyStatus::SamePackage) {
        let same =
            |tally: &&Tally| tally.package == double.package && tally.status != TallyStatus::Voided;
        let first = delivery.clone().filter(same).min_by_key(|tally| tally.written.order());
        if here(double) || first.is_some_and(here) {
            twins.any = true;
            twins.unequal |= first.is_some_and(|first| {
                first.quantity != double.quantity && !(counted_anew(first) && counted_anew(double))
            });
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
        let in_force = |_: &Tally| recount::in_force(recounts).recount;
        count(&line(), &tallies, recounts, &tallies.iter(), in_force)
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

    #[test]
    fn a_recount_that_saw_both_quantities_of_a_package_ends_the_doubt() {
        let twice = || vec![tally(1, 1, 0, 60, "P7"), tally(2, 1, 1, 50, "P7")];
        let recount = |seen: &[FactId]| Recount {
            written: written(1, 2, 5),
            quantity: quantity(60),
            replaces: seen.iter().copied().collect(),
            voided: false,
        };
        let (first, second) = (FactId::new(1, 1), FactId::new(2, 1));

        assert!(!check(twice(), &[recount(&[first, second])], &[]).count_again);
        assert!(check(twice(), &[recount(&[first])], &[]).count_again);
    }

    #[test]
    fn a_package_counts_once_in_a_joined_delivery_whichever_part_was_first() {
        let (mut early, mut late) =
            (vec![tally(1, 1, 0, 60, "P7")], vec![tally(2, 1, 1, 60, "P7")]);

        settle_together(&mut [&mut late, &mut early]);

        assert_eq!(early[0].status, TallyStatus::Live);
        assert_eq!(late[0].status, TallyStatus::SamePackage);
    }
}
