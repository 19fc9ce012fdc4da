//! How many pieces of a lot to look at: GB/T 2828.1 (ISO 2859-1), general inspection level II,
//! single sampling. An advice: the regulation leaves the number to the inspector.

use rust_decimal::prelude::ToPrimitive as _;

use crate::measure::{Quantity, Unit};

/// The largest lot of each row of the standard's table 1, and the sample size of its code
/// letter at level II (table 2-A).
const TABLE: [(u64, u32); 14] = [
    (8, 2),
    (15, 3),
    (25, 5),
    (50, 8),
    (90, 13),
    (150, 20),
    (280, 32),
    (500, 50),
    (1_200, 80),
    (3_200, 125),
    (10_000, 200),
    (35_000, 315),
    (150_000, 500),
    (500_000, 800),
];

/// The sample of lots that are larger than any row names.
const LARGEST: u32 = 1_250;

/// How many pieces of a lot to look at: never more than it has.
///
/// Nothing for what is not counted in pieces.
pub fn advised(lot: Quantity, unit: Unit) -> Option<u32> {
    if unit != Unit::Pieces || lot.is_zero() {
        return None;
    }
    let lot = lot.value().to_u64()?;
    let row = TABLE.iter().find(|(largest, _)| lot <= *largest);
    let size = row.map_or(LARGEST, |(_, size)| *size);
    Some(u32::try_from(lot).map_or(size, |lot| lot.min(size)))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn of(lot: u64) -> Option<u32> {
        advised(Quantity::new(Decimal::from(lot)).unwrap(), Unit::Pieces)
    }

    #[test]
    fn a_row_begins_where_the_one_before_ends() {
        let rows = TABLE.iter().zip(TABLE.iter().skip(1).map(|(_, size)| *size).chain([LARGEST]));
        for ((largest, size), next) in rows {
            assert_eq!(of(*largest), Some(*size));
            assert_eq!(of(*largest + 1), Some(next));
        }
    }

    #[test]
    fn a_small_lot_is_looked_at_whole() {
        assert_eq!(of(1), Some(1));
        assert_eq!(of(2), Some(2));
        assert_eq!(of(3), Some(2));
    }

    #[test]
    fn what_is_not_counted_in_pieces_has_no_advice() {
        assert_eq!(advised(Quantity::new(500.into()).unwrap(), Unit::Kilograms), None);
        assert_eq!(of(0), None);
    }
}
