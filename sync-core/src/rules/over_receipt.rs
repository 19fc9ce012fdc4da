//! Over-receipt: what exceeds the order is accepted, marked, and not payable. Regulation §4.8.3, §4.4.3.

use rust_decimal::{Decimal, RoundingStrategy};
use rust_decimal_macros::dec;
use serde::Serialize;

use crate::fact::OrderType;
use crate::measure::{Quantity, Unit};

/// The spare that vendors of packaging bring for nothing (§4.4.3).
pub const PACKAGING_SPARE: Decimal = dec!(0.01);

/// What was ordered on a line, and what may come on top of it for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Ordered {
    /// The quantity of the order line, in its unit.
    pub quantity: Quantity,
    /// The free spare: expected, and not payable either.
    pub spare: Quantity,
}

impl Ordered {
    /// What an order line allows; a spare is cut to what the unit can count.
    pub fn on(order_type: OrderType, quantity: Quantity, unit: Unit) -> Self {
        let spare = match order_type {
            OrderType::Packaging => (quantity.value() * PACKAGING_SPARE)
                .round_dp_with_strategy(unit.decimals(), RoundingStrategy::ToZero),
            OrderType::Standard | OrderType::Subcontract => Decimal::ZERO,
        };
        Self { quantity, spare: Quantity::new(spare).unwrap_or_default() }
    }
}

/// How the counts of one order line exceed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Excess {
    /// What all receipts together brought beyond order and spare.
    pub over: Quantity,
    /// The excess of each receipt, in the order given.
    pub of_each: Vec<Quantity>,
}

/// Attributes an order line's excess to its receipts.
///
/// `counted` in the order in which receipts fill the line: by earliest live signature in
/// merge order, unsigned last (SEMANTICS 16). What was returned for credit makes room.
pub fn attribute(ordered: Ordered, returned: Quantity, counted: &[Quantity]) -> Excess {
    let room = ordered.quantity + ordered.spare + returned;
    let mut filled = Quantity::ZERO;
    let mut over = Quantity::ZERO;
    let of_each = counted
        .iter()
        .map(|&quantity| {
            let before = filled.less(room);
            filled = filled + quantity;
            let excess = filled.less(room).less(before);
            over = over + excess;
            excess
        })
        .collect();
    Excess { over, of_each }
}

/// What of an order line is not paid for: what exceeds the order, whether as free spare or beyond it.
pub fn not_payable(ordered: Ordered, returned: Quantity, counted: Quantity) -> Quantity {
    counted.less(ordered.quantity + returned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(value: Decimal) -> Quantity {
        Quantity::new(value).unwrap()
    }

    fn check(order_type: OrderType, counted: &[Decimal], of_each: &[Decimal]) {
        let ordered = Ordered::on(order_type, quantity(dec!(1000)), Unit::Pieces);
        let counted: Vec<_> = counted.iter().copied().map(quantity).collect();
        let of_each: Vec<_> = of_each.iter().copied().map(quantity).collect();
        assert_eq!(attribute(ordered, Quantity::ZERO, &counted).of_each, of_each);
    }

    #[test]
    fn exactly_what_was_ordered_is_not_over() {
        check(OrderType::Standard, &[dec!(600), dec!(400)], &[dec!(0), dec!(0)]);
    }

    #[test]
    fn two_deliveries_within_the_limit_are_over_together_and_the_later_bears_it() {
        check(
            OrderType::Standard,
            &[dec!(600), dec!(500), dec!(7)],
            &[dec!(0), dec!(100), dec!(7)],
        );
    }

    #[test]
    fn packaging_brings_one_per_cent_of_free_spare() {
        check(OrderType::Packaging, &[dec!(1010)], &[dec!(0)]);
        check(OrderType::Packaging, &[dec!(1011)], &[dec!(1)]);
    }

    #[test]
    fn a_spare_of_less_than_one_piece_is_none() {
        let few = Ordered::on(OrderType::Packaging, quantity(dec!(99)), Unit::Pieces);
        assert_eq!(few.spare, Quantity::ZERO);
        let fluid = Ordered::on(OrderType::Packaging, quantity(dec!(99)), Unit::Litres);
        assert_eq!(fluid.spare, quantity(dec!(0.99)));
    }

    #[test]
    fn the_free_spare_is_not_paid_for_either() {
        let ordered = Ordered::on(OrderType::Packaging, quantity(dec!(10_000)), Unit::Pieces);
        let unpaid = |counted| not_payable(ordered, Quantity::ZERO, quantity(counted));

        assert_eq!(unpaid(dec!(10_150)), quantity(dec!(150)));
        assert_eq!(unpaid(dec!(9_000)), Quantity::ZERO);
    }

    #[test]
    fn what_was_returned_for_credit_makes_room() {
        let ordered = Ordered::on(OrderType::Standard, quantity(dec!(1000)), Unit::Pieces);
        let counted = [quantity(dec!(1000)), quantity(dec!(50))];
        assert_eq!(attribute(ordered, quantity(dec!(50)), &counted).over, Quantity::ZERO);
    }
}
