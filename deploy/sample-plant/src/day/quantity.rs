//! Exact shares of quantities.

use rust_decimal::Decimal;

use crate::random::Random;

/// So many thousandths of a quantity, rounded to its decimals, but never nothing.
pub(super) fn thousandths(quantity: Decimal, share: u32, decimals: u32) -> Decimal {
    let part = quantity * Decimal::from(share) / Decimal::from(1000);
    part.round_dp(decimals).max(Decimal::new(1, decimals))
}

/// Splits a quantity into as many equal packages as go, and a rest.
pub(super) fn packages(random: &mut Random, quantity: Decimal, decimals: u32) -> Vec<Decimal> {
    let count = random.weighted(&[(30, 1), (25, 2), (20, 3), (15, 4), (10, 5)]);
    let each = (quantity / Decimal::from(count)).trunc_with_scale(decimals.min(1));
    if each.is_zero() {
        return vec![quantity];
    }

    let mut packages = vec![each; count];
    packages[count - 1] = quantity - each * Decimal::from(count - 1);
    packages
}

/// As people write it: without zeros that say nothing.
pub(super) fn text(quantity: Decimal) -> String {
    quantity.normalize().to_string()
}
