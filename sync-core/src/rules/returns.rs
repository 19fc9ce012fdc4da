//! Returns: what goes back to the vendor never exceeds what was rejected. Regulation §4.7.

use super::putaway::LotBalance;
use crate::measure::Quantity;

/// How much of each return note holds, and how much exceeds what was rejected.
///
/// `notes` in merge order: the excess stands on the later note (SEMANTICS 20).
pub fn excess_of_each(rejected: Quantity, notes: &[Quantity]) -> Vec<Quantity> {
    let mut left = rejected;
    notes
        .iter()
        .map(|&quantity| {
            let excess = quantity.less(left);
            left = left.less(quantity);
            excess
        })
        .collect()
}

/// What may still be returned: what is rejected and on no note, and never what lies on a shelf
/// (SEMANTICS 29). The table of both ways stands beside [`super::putaway`].
pub fn left_to_return(balance: LotBalance) -> Quantity {
    balance.rejected.less(balance.returned).min(balance.here())
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn quantity(value: i64) -> Quantity {
        Quantity::new(Decimal::from(value)).unwrap()
    }

    fn check(rejected: i64, notes: &[i64], excess: &[i64]) {
        let notes: Vec<_> = notes.iter().copied().map(quantity).collect();
        let excess: Vec<_> = excess.iter().copied().map(quantity).collect();
        assert_eq!(excess_of_each(quantity(rejected), &notes), excess);
    }

    #[test]
    fn exactly_what_was_rejected_may_go_back() {
        check(50, &[20, 30], &[0, 0]);
    }

    #[test]
    fn the_excess_stands_on_the_later_note() {
        check(50, &[20, 31], &[0, 1]);
        check(50, &[60, 5], &[10, 5]);
        check(0, &[5], &[5]);
    }
}
