//! Plausible (合理): what is asked about once before it counts, at the count, the scale and the
//! calliper. SEMANTICS 32.
//!
//! A question refuses nothing: what somebody says again counts. Only pieces beyond the lot are
//! refused, since they are not there.

use rust_decimal::Decimal;
use rust_decimal_macros::dec;

/// A count of this many times the order and more asks whether a digit slipped.
const MANY_TIMES: Decimal = Decimal::TEN;

/// So near to its standard, as a share of it, a value must come when a slip is taken back.
const NEAR: Decimal = dec!(0.2);

/// A value that is off by more than this share of its standard is far off.
const FAR: Decimal = dec!(0.5);

/// How a slip of a digit, or a neighbouring unit, multiplies: g and kg, mm and cm, µm and mm are
/// powers of ten; an inch is 25.4 mm.
const SLIPS: [Decimal; 4] = [dec!(10), dec!(100), dec!(1000), dec!(25.4)];

/// Whether a count is so many times what was ordered that a digit may have slipped.
pub fn is_unlikely_count(counted: Decimal, ordered: Decimal) -> bool {
    counted >= ordered.saturating_mul(MANY_TIMES)
}

/// Whether a slipped digit, or a neighbouring unit, explains how far a value is from its
/// standard: both in one unit, the standard above zero.
pub fn is_slip(value: Decimal, standard: Decimal) -> bool {
    let is_near = |value: Option<Decimal>, standard: Option<Decimal>| {
        value.zip(standard).is_some_and(|(value, standard)| {
            (value - standard).abs() <= standard.saturating_mul(NEAR)
        })
    };
    let by = |slip: Decimal| {
        is_near(Some(value), standard.checked_mul(slip))
            || is_near(value.checked_mul(slip), Some(standard))
    };
    standard > Decimal::ZERO && SLIPS.into_iter().any(by)
}

/// Whether a value is so far from its standard, in one unit, that goods of it do not simply pass.
pub fn is_far_off(value: Decimal, standard: Decimal) -> bool {
    standard > Decimal::ZERO && (value - standard).abs() > standard.saturating_mul(FAR)
}

/// How many of a lot's pieces can still be weighed: each piece counts once in its unit weight.
///
/// `weighed` in all live weighings; nothing is left where they were more already.
pub fn pieces_left(lot: u32, weighed: u64) -> u32 {
    u32::try_from(u64::from(lot).saturating_sub(weighed)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_the_order_is_asked_about_and_a_little_less_is_not() {
        assert!(is_unlikely_count(dec!(1000), dec!(100)));
        assert!(!is_unlikely_count(dec!(999.999), dec!(100)));
    }

    #[test]
    fn powers_of_ten_and_inches_explain_a_deviation() {
        for value in [dec!(125), dec!(1250), dec!(12500), dec!(1.25), dec!(0.125), dec!(0.0125)] {
            assert!(is_slip(value, dec!(12.5)), "{value}");
        }
        // 640 g gross and 33 g tare of 50 pieces, typed as 5,000.
        assert!(is_slip(dec!(0.1214), dec!(12.5)));
        assert!(is_slip(dec!(0.5), dec!(12.7)));
        assert!(is_slip(dec!(50.8), dec!(2)));
    }

    #[test]
    fn a_fifth_beside_a_slip_is_near_and_a_little_more_is_not() {
        assert!(is_slip(dec!(120), dec!(10)));
        assert!(!is_slip(dec!(120.0001), dec!(10)));
        assert!(is_slip(dec!(80), dec!(10)));
        assert!(!is_slip(dec!(79.9999), dec!(10)));
    }

    #[test]
    fn what_is_near_and_what_nothing_explains_is_not_asked_about() {
        for value in [dec!(12.5), dec!(12), dec!(6), dec!(25), dec!(40)] {
            assert!(!is_slip(value, dec!(12.5)), "{value}");
        }
        assert!(!is_slip(dec!(1), dec!(0)));
    }

    #[test]
    fn half_the_standard_is_not_far_off_and_less_is() {
        assert!(!is_far_off(dec!(5), dec!(10)));
        assert!(is_far_off(dec!(4.9999), dec!(10)));
        assert!(!is_far_off(dec!(15), dec!(10)));
        assert!(is_far_off(dec!(15.0001), dec!(10)));
    }

    #[test]
    fn each_piece_of_a_lot_is_weighed_once() {
        assert_eq!(pieces_left(100, 0), 100);
        assert_eq!(pieces_left(500, 450), 50);
        assert_eq!(pieces_left(500, 500), 0);
        assert_eq!(pieces_left(500, 501), 0);
    }
}
