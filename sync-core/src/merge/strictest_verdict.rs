//! Verdicts: tranches add up; where they exceed the lot, the strictest stand (SEMANTICS 18).

use std::collections::BTreeSet;

use serde::Serialize;

use crate::fact::{Verdict, VerdictRecorded};
use crate::ids::{FactId, FactSet};
use crate::measure::Quantity;
use crate::state::Written;

/// What became of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictStatus {
    /// It counts for the lot.
    Live,
    /// It was taken back as mistaken.
    Voided,
    /// A later verdict, whose author had seen it, stands for it.
    Replaced,
}

/// A verdict, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictOnce {
    /// Who judged, and when.
    pub written: Written,
    /// The verdict as the inspector wrote it.
    pub recorded: VerdictRecorded,
    /// Whether it is live, replaced or withdrawn.
    pub status: VerdictStatus,
}

/// What holds for a lot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JudgedQuantities {
    /// Rejected: goes to the nonconforming warehouse.
    pub rejected: Quantity,
    /// To be sorted: not final.
    pub to_sort: Quantity,
    /// The part that a supervisor took by concession.
    pub conceded: Quantity,
    /// The part that live verdicts passed.
    pub passed: Quantity,
    /// The part of the lot of which no live verdict says anything.
    pub unjudged: Quantity,
    /// Live verdicts exceed the lot and disagree: a later one must name them all.
    pub conflict: bool,
}

impl JudgedQuantities {
    /// What may be posted and put away.
    pub fn accepted(&self) -> Quantity {
        self.passed + self.conceded
    }
}

/// Settles which verdicts are live: neither voided nor replaced by one that stands.
///
/// Voiding a verdict that another, which stands, has replaced changes nothing (SEMANTICS 5):
/// it stays *replaced*, and what it once said still counts for the clock. Only where nothing
/// that stands replaces it is it *voided*, and revives what it had replaced itself.
pub fn settle(verdicts: &mut [VerdictOnce], voided: &FactSet) {
    let mut withdrawn: BTreeSet<FactId> = BTreeSet::new();
    let mut replaced = replaced_by_standing(verdicts, &withdrawn);
    // Each round settles one more link of a chain of replacements.
    for _ in 0..=verdicts.len() {
        let now: BTreeSet<FactId> = verdicts
            .iter()
            .map(|verdict| verdict.written.id)
            .filter(|id| voided.contains(*id) && !replaced.contains(*id))
            .collect();
        if now == withdrawn {
            break;
        }
        withdrawn = now;
        replaced = replaced_by_standing(verdicts, &withdrawn);
    }
    for verdict in verdicts {
        verdict.status = if replaced.contains(verdict.written.id) {
            VerdictStatus::Replaced
        } else if voided.contains(verdict.written.id) {
            VerdictStatus::Voided
        } else {
            VerdictStatus::Live
        };
    }
}

fn replaced_by_standing(verdicts: &[VerdictOnce], withdrawn: &BTreeSet<FactId>) -> FactSet {
    verdicts
        .iter()
        .filter(|verdict| !withdrawn.contains(&verdict.written.id))
        .map(|verdict| &verdict.recorded.replaces)
        .collect()
}

/// What holds for a lot of this quantity.
pub fn in_force(verdicts: &[VerdictOnce], lot: Quantity) -> JudgedQuantities {
    let live = || verdicts.iter().filter(|verdict| verdict.status == VerdictStatus::Live);
    let said = |wanted: Verdict| -> Quantity {
        live()
            .flat_map(|verdict| &verdict.recorded.judgements)
            .filter(|judgement| judgement.verdict == wanted)
            .map(|judgement| judgement.quantity)
            .sum()
    };
    let mut left = lot;
    let mut take = |wanted: Quantity| {
        let taken = wanted.min(left);
        left = left.less(taken);
        taken
    };
    let all = [Verdict::Reject, Verdict::Sort, Verdict::Concession, Verdict::Pass].map(said);
    let [rejected, to_sort, conceded, passed] = all.map(&mut take);
    let kinds = all.iter().filter(|quantity| !quantity.is_zero()).count();
    let exceeds = all.into_iter().sum::<Quantity>() > lot;
    JudgedQuantities {
        rejected,
        to_sort,
        conceded,
        passed,
        unjudged: left,
        conflict: exceeds && kinds > 1,
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::fact::Judgement;
    use crate::state::tests::written;

    fn quantity(value: i64) -> Quantity {
        Quantity::new(Decimal::from(value)).unwrap()
    }

    fn judged(
        device: u32,
        minute: i64,
        said: &[(Verdict, i64)],
        replaces: &[FactId],
    ) -> VerdictOnce {
        let judgements = said
            .iter()
            .map(|&(verdict, amount)| Judgement { verdict, quantity: quantity(amount) })
            .collect();
        let replaces = replaces.iter().copied().collect();
        VerdictOnce {
            written: written(device, 1, minute),
            recorded: VerdictRecorded { judgements, replaces, reason: None, note: None },
            status: VerdictStatus::Live,
        }
    }

    fn check(mut verdicts: Vec<VerdictOnce>) -> JudgedQuantities {
        settle(&mut verdicts, &FactSet::default());
        in_force(&verdicts, quantity(100))
    }

    #[test]
    fn of_a_pass_and_a_reject_made_apart_the_reject_holds_and_it_is_a_conflict() {
        let pass = judged(1, 60, &[(Verdict::Pass, 100)], &[]);
        let reject = judged(2, 50, &[(Verdict::Reject, 100)], &[]);

        let read = check(vec![reject.clone(), pass.clone()]);
        assert_eq!((read.rejected, read.conflict), (quantity(100), true));

        let seen = [pass.written.id, reject.written.id];
        let again = judged(3, 120, &[(Verdict::Pass, 100)], &seen);
        let read = check(vec![reject, pass, again]);
        assert_eq!((read.passed, read.conflict), (quantity(100), false));
    }

    #[test]
    fn tranches_add_up_without_conflict() {
        let first = judged(1, 0, &[(Verdict::Pass, 60)], &[]);
        let second = judged(2, 1, &[(Verdict::Pass, 30), (Verdict::Reject, 10)], &[]);

        let read = check(vec![first, second]);

        assert_eq!((read.passed, read.rejected), (quantity(90), quantity(10)));
        assert_eq!((read.unjudged, read.conflict), (quantity(0), false));
    }

    #[test]
    fn two_who_passed_the_whole_lot_agree() {
        let both = vec![
            judged(1, 0, &[(Verdict::Pass, 100)], &[]),
            judged(2, 1, &[(Verdict::Pass, 100)], &[]),
        ];

        let read = check(both);

        assert_eq!((read.passed, read.conflict), (quantity(100), false));
    }

    #[test]
    fn what_is_to_be_sorted_stands_before_a_concession_and_a_pass() {
        let read = check(vec![
            judged(1, 0, &[(Verdict::Pass, 80)], &[]),
            judged(2, 1, &[(Verdict::Sort, 50)], &[]),
            judged(3, 2, &[(Verdict::Concession, 20)], &[]),
        ]);

        assert_eq!(
            (read.to_sort, read.conceded, read.passed),
            (quantity(50), quantity(20), quantity(30))
        );
        assert!(read.conflict);
    }

    fn settled(mut verdicts: Vec<VerdictOnce>, voided: &[FactId]) -> Vec<VerdictStatus> {
        settle(&mut verdicts, &voided.iter().copied().collect());
        verdicts.into_iter().map(|verdict| verdict.status).collect()
    }

    #[test]
    fn voiding_a_verdict_that_was_replaced_changes_nothing() {
        use VerdictStatus::{Live, Replaced, Voided};
        let first = judged(1, 0, &[(Verdict::Pass, 100)], &[]);
        let second = judged(1, 1, &[(Verdict::Reject, 100)], &[first.written.id]);
        let second = VerdictOnce { written: written(1, 2, 1), ..second };
        let both = || vec![first.clone(), second.clone()];
        let (one, two) = (first.written.id, second.written.id);

        assert_eq!(settled(both(), &[one]), [Replaced, Live]);
        assert_eq!(settled(both(), &[two]), [Live, Voided]);
        assert_eq!(settled(both(), &[one, two]), [Voided, Voided]);
    }

    #[test]
    fn verdicts_that_name_each_other_end_somewhere() {
        let first = judged(1, 0, &[(Verdict::Pass, 100)], &[FactId::new(2, 1)]);
        let second = judged(2, 1, &[(Verdict::Reject, 100)], &[FactId::new(1, 1)]);
        let both = || vec![first.clone(), second.clone()];

        let ids = [first.written.id, second.written.id];
        assert_eq!(settled(both(), &ids), settled(both(), &ids));
    }
}
