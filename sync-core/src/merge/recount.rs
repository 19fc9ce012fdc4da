//! A recount replaces the tallies its author had seen, and no others (DOMAIN §5, SEMANTICS 13).

use serde::Serialize;

use crate::ids::FactSet;
use crate::measure::Quantity;
use crate::state::Written;

/// A line counted afresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recount {
    /// Who recounted, and when.
    pub written: Written,
    /// What the recount found, in the line's unit.
    pub quantity: Quantity,
    /// The counts of the line that the author had seen.
    pub replaces: FactSet,
    /// Whether it was withdrawn, which revives what it replaced.
    pub voided: bool,
}

/// The recount in force, and those that lost to it without being known to its author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecountInForce<'a> {
    /// The recount that counts; none where the line was never counted afresh.
    pub recount: Option<&'a Recount>,
    /// Concurrent ones: the line is to be counted again.
    pub losers: Vec<&'a Recount>,
}

/// Which of a line's recounts is in force: the latest that no other live one replaces.
pub fn in_force(recounts: &[Recount]) -> RecountInForce<'_> {
    let live: Vec<&Recount> = recounts.iter().filter(|recount| !recount.voided).collect();
    let replaced: FactSet = live.iter().map(|recount| &recount.replaces).collect();
    let Some(holds) =
        live.iter().copied().max_by_key(|r| (!replaced.contains(r.written.id), r.written.order()))
    else {
        return RecountInForce::default();
    };
    let losers = live
        .into_iter()
        .filter(|other| other.written.id != holds.written.id)
        .filter(|other| !holds.replaces.contains(other.written.id))
        .collect();
    RecountInForce { recount: Some(holds), losers }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::ids::FactId;
    use crate::state::tests::written;

    fn recount(device: u32, minute: i64, quantity: i64, replaces: &[FactId]) -> Recount {
        Recount {
            written: written(device, 1, minute),
            quantity: Quantity::new(Decimal::from(quantity)).unwrap(),
            replaces: replaces.iter().copied().collect(),
            voided: false,
        }
    }

    #[test]
    fn of_concurrent_recounts_the_later_holds_and_the_other_stays_visible() {
        let recounts = [recount(1, 0, 240, &[]), recount(2, 1, 238, &[])];

        let read = in_force(&recounts);

        assert_eq!(read.recount, Some(&recounts[1]));
        assert_eq!(read.losers, [&recounts[0]]);
    }

    #[test]
    fn a_recount_that_saw_the_other_ends_the_doubt() {
        let first = recount(1, 0, 240, &[]);
        let second = recount(2, 1, 238, &[first.written.id]);

        assert!(in_force(&[first, second]).losers.is_empty());
    }

    #[test]
    fn voiding_a_recount_revives_the_one_before() {
        let first = recount(1, 0, 240, &[]);
        let mut second = recount(2, 1, 238, &[first.written.id]);
        second.voided = true;

        assert_eq!(in_force(&[first.clone(), second]).recount, Some(&first));
    }
}
