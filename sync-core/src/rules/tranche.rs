//! Tranche (分次判定) or re-inspection (重检): what a verdict on a lot speaks of (SEMANTICS 18).

use crate::measure::Quantity;

/// What the verdicts on a lot leave, before the next one is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// All of the lot.
    pub lot: Quantity,
    /// The part of the lot of which no live verdict says anything.
    pub unjudged: Quantity,
    /// Which was set aside for sorting: every further verdict replaces that.
    pub to_sort: Quantity,
    /// Whether live verdicts disagree.
    pub in_conflict: bool,
}

/// What the next verdict speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextVerdict {
    /// Of this much that is not finally judged.
    Tranche(Quantity),
    /// Of the whole lot: it replaces every verdict that was seen.
    Reinspection(Quantity),
}

impl NextVerdict {
    /// How much the verdict may speak of.
    pub const fn open(self) -> Quantity {
        match self {
            Self::Tranche(open) | Self::Reinspection(open) => open,
        }
    }

    /// Whether the verdict stands for all that was said before.
    pub const fn is_reinspection(self) -> bool {
        matches!(self, Self::Reinspection(_))
    }
}

/// What the next verdict speaks of, where the inspector does not ask for a re-inspection.
///
/// A lot in conflict is judged as a whole: only a verdict that names all sides ends that.
pub fn next_verdict(left: Left) -> NextVerdict {
    let open = left.unjudged + left.to_sort;
    if open.is_zero() || left.in_conflict {
        NextVerdict::Reinspection(left.lot)
    } else {
        NextVerdict::Tranche(open)
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn check(unjudged: u32, to_sort: u32, in_conflict: bool, expected: NextVerdict) {
        let of = |value: u32| Quantity::new(Decimal::from(value)).unwrap();
        let left = Left { lot: of(100), unjudged: of(unjudged), to_sort: of(to_sort), in_conflict };
        assert_eq!(next_verdict(left), expected);
    }

    fn of(value: u32) -> Quantity {
        Quantity::new(Decimal::from(value)).unwrap()
    }

    #[test]
    fn what_is_unjudged_or_to_be_sorted_is_a_tranche() {
        check(100, 0, false, NextVerdict::Tranche(of(100)));
        check(40, 0, false, NextVerdict::Tranche(of(40)));
        check(10, 30, false, NextVerdict::Tranche(of(40)));
        check(0, 30, false, NextVerdict::Tranche(of(30)));
    }

    #[test]
    fn a_lot_that_is_judged_whole_is_inspected_again() {
        check(0, 0, false, NextVerdict::Reinspection(of(100)));
    }

    #[test]
    fn a_lot_in_conflict_is_judged_whole_even_where_some_of_it_is_to_be_sorted() {
        check(0, 30, true, NextVerdict::Reinspection(of(100)));
    }
}
