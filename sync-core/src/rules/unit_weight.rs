//! Unit weight (单重): how far a lot may differ from IE's standard. Regulation §6.6.3.

use rust_decimal::{Decimal, RoundingStrategy};
use rust_decimal_macros::dec;
use serde::Serialize;

use crate::measure::WeightUnit;

/// Widest deviation that is still within tolerance; an item may state its own.
pub const TOLERANCE: Decimal = dec!(0.03);

/// What a deviation means (§6.6.3.1, §6.6.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviationClass {
    /// Above tolerance: report to IE and purchasing; the vendor improves.
    Heavy,
    /// As heavy as the standard, or heavier within tolerance.
    Within,
    /// Lighter within tolerance: IE and purchasing revise before the next issue.
    LightWithin,
    /// Lighter than tolerance: the over-issued material is recovered, or deducted.
    LightOut,
}

/// What was measured of a lot, in all its live weighings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LotWeight {
    /// Σ (gross − tare), in grams.
    #[serde(with = "crate::measure::exact")]
    pub net_grams: Decimal,
    /// The pieces of all live weighings together.
    pub pieces: u64,
}

impl LotWeight {
    /// Grams a piece, rounded to 4 decimals for people; no boundary is decided by it.
    pub fn shown(&self) -> Decimal {
        rounded(self.net_grams.checked_div(Decimal::from(self.pieces)).unwrap_or_default(), 4)
    }

    /// Deviation in per cent, rounded to 2 decimals for people; no boundary is decided by it.
    pub fn percent_shown(&self, standard: Decimal) -> Decimal {
        let expected = standard.checked_mul(Decimal::from(self.pieces)).unwrap_or(Decimal::MAX);
        let share = (self.net_grams - expected).checked_div(expected).unwrap_or_default();
        rounded(share * dec!(100), 2)
    }
}

fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointNearestEven).normalize()
}

/// Compares a lot with the standard in effect when it was weighed.
///
/// The standard in grams a piece, above zero; without pieces there is nothing to compare.
/// Boundaries are decided by multiplication, so exactly 3 % is within (超过3% is strictly more).
pub fn judge(measured: LotWeight, standard: Decimal, tolerance: Decimal) -> Option<DeviationClass> {
    if measured.pieces == 0 || standard <= Decimal::ZERO {
        return None;
    }
    let expected = standard.checked_mul(Decimal::from(measured.pieces))?;
    let deviation = measured.net_grams.checked_sub(expected)?;
    let allowed = expected.checked_mul(tolerance)?;
    Some(if deviation > allowed {
        DeviationClass::Heavy
    } else if deviation >= Decimal::ZERO {
        DeviationClass::Within
    } else if -deviation > allowed {
        DeviationClass::LightOut
    } else {
        DeviationClass::LightWithin
    })
}

/// Compares one measured thickness or dimension with its standard, in the same unit (§6.6.3.3).
pub fn judge_one(
    measured: Decimal,
    standard: Decimal,
    tolerance: Decimal,
) -> Option<DeviationClass> {
    judge(LotWeight { net_grams: measured, pieces: 1 }, standard, tolerance)
}

/// Where the limits of tolerance stand on a gauge, in parts of a thousand of its width.
pub const GAUGE_LIMITS: [i64; 2] = [200, 800];

/// Where a deviation stands on a gauge, in parts of a thousand of its width: the standard in
/// the middle, the limits at [`GAUGE_LIMITS`], what lies beyond the gauge at its edge.
///
/// For the eye alone; yet never on the other side of a limit than [`judge`] says.
pub fn gauge(measured: LotWeight, standard: Decimal, tolerance: Decimal) -> Option<i64> {
    let outcome = judge(measured, standard, tolerance)?;
    let allowed = standard.checked_mul(Decimal::from(measured.pieces))?.checked_mul(tolerance)?;
    let deviation = measured.net_grams - standard.checked_mul(Decimal::from(measured.pieces))?;
    let half = Decimal::from((GAUGE_LIMITS[1] - GAUGE_LIMITS[0]) / 2);
    let away = deviation.checked_mul(half)?.checked_div(allowed).unwrap_or_default().round();
    let place = i64::try_from(away).unwrap_or(i64::MAX).saturating_add(500);
    let [light, heavy] = GAUGE_LIMITS;
    Some(match outcome {
        DeviationClass::Heavy => place.clamp(heavy + 1, 1_000),
        DeviationClass::Within => place.clamp(500, heavy),
        DeviationClass::LightWithin => place.clamp(light, 499),
        DeviationClass::LightOut => place.clamp(0, light - 1),
    })
}

/// Material that was issued for accepted pieces and is not in them (§6.6.3.1.1).
///
/// (standard − measured) × accepted pieces (DOMAIN §4), kept undivided: a quotient of grams may have no
/// end, and must not be rounded before it becomes money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverIssued {
    /// Grams of the accepted pieces, times the pieces weighed.
    gram_pieces: Decimal,
    /// The pieces weighed; more than none.
    pieces: Decimal,
}

impl OverIssued {
    /// What is missing of so many accepted pieces; nothing where the lot is not lighter.
    pub fn of(measured: LotWeight, standard: Decimal, accepted: Decimal) -> Option<Self> {
        let pieces = Decimal::from(measured.pieces);
        let missing = standard.checked_mul(pieces)?.checked_sub(measured.net_grams)?;
        let gram_pieces = missing.checked_mul(accepted)?;
        (gram_pieces > Decimal::ZERO && pieces > Decimal::ZERO)
            .then_some(Self { gram_pieces, pieces })
    }

    /// In grams, to 4 decimals as weights are shown.
    pub fn grams(self) -> Option<Decimal> {
        Some(rounded(self.gram_pieces.checked_div(self.pieces)?, 4))
    }

    /// What it is worth: rounded half-even to 2 decimals, once, at the very end.
    pub fn at_cost(self, cost: Decimal, per: WeightUnit) -> Option<Decimal> {
        let unit = per.to_grams(Decimal::ONE);
        let money = self.gram_pieces.checked_mul(cost)?;
        let money = money.checked_div(self.pieces.checked_mul(unit)?)?;
        Some(money.round_dp_with_strategy(CURRENCY_DIGITS, RoundingStrategy::MidpointNearestEven))
    }
}

/// The digits of the site's currencies behind the point.
const CURRENCY_DIGITS: u32 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(net: Decimal, pieces: u64, standard: Decimal, outcome: DeviationClass) {
        let measured = LotWeight { net_grams: net, pieces };
        assert_eq!(judge(measured, standard, TOLERANCE), Some(outcome), "{net} / {pieces}");
    }

    #[test]
    fn three_per_cent_is_within_on_both_sides_and_a_little_more_is_not() {
        check(dec!(643.75), 50, dec!(12.5), DeviationClass::Within);
        check(dec!(643.7500001), 50, dec!(12.5), DeviationClass::Heavy);
        check(dec!(606.25), 50, dec!(12.5), DeviationClass::LightWithin);
        check(dec!(606.2499999), 50, dec!(12.5), DeviationClass::LightOut);
    }

    #[test]
    fn exactly_the_standard_is_within_and_a_little_less_is_light() {
        check(dec!(625), 50, dec!(12.5), DeviationClass::Within);
        check(dec!(624.9999999), 50, dec!(12.5), DeviationClass::LightWithin);
    }

    #[test]
    fn the_regulations_example_is_light_within() {
        let measured = LotWeight { net_grams: dec!(640.0) - dec!(33.0), pieces: 50 };

        assert_eq!(measured.shown(), dec!(12.14));
        assert_eq!(measured.percent_shown(dec!(12.5)), dec!(-2.88));
        assert_eq!(judge(measured, dec!(12.5), TOLERANCE), Some(DeviationClass::LightWithin));
    }

    #[test]
    fn a_third_is_not_rounded_across_the_boundary() {
        // 3 pieces at 1/3 g: the quotient cannot be written down, the product can.
        check(dec!(1.03), 3, dec!(0.3333333), DeviationClass::Heavy);
        check(dec!(1.0299998), 3, dec!(0.3333333), DeviationClass::Within);
    }

    #[test]
    fn without_pieces_or_standard_there_is_nothing_to_judge() {
        let none = LotWeight { net_grams: dec!(1), pieces: 0 };
        assert_eq!(judge(none, dec!(12.5), TOLERANCE), None);
        let some = LotWeight { net_grams: dec!(1), pieces: 1 };
        assert_eq!(judge(some, dec!(0), TOLERANCE), None);
    }

    #[test]
    fn an_item_may_have_its_own_tolerance() {
        let measured = LotWeight { net_grams: dec!(105), pieces: 1 };
        assert_eq!(judge(measured, dec!(100), dec!(0.05)), Some(DeviationClass::Within));
    }

    #[test]
    fn a_gauge_shows_each_outcome_on_its_own_side_of_the_limits() {
        let check = |net, place| {
            let measured = LotWeight { net_grams: net, pieces: 1 };
            assert_eq!(gauge(measured, dec!(100), TOLERANCE), Some(place), "{net}");
        };
        check(dec!(100), 500);
        check(dec!(99.9999), 499);
        check(dec!(103), 800);
        check(dec!(103.0001), 801);
        check(dec!(97), 200);
        check(dec!(96.9999), 199);
        check(dec!(1), 0);
        check(dec!(500), 1_000);
    }

    #[test]
    fn over_issued_material_is_weighed_exactly_and_valued_half_even_once() {
        let measured = LotWeight { net_grams: dec!(600), pieces: 50 };

        let missing = OverIssued::of(measured, dec!(12.5), dec!(1000)).unwrap();
        assert_eq!(missing.grams(), Some(dec!(500)));
        assert_eq!(missing.at_cost(dec!(18.45), WeightUnit::Kilograms), Some(dec!(9.22)));
        assert_eq!(missing.at_cost(dec!(18.47), WeightUnit::Kilograms), Some(dec!(9.24)));
        assert_eq!(OverIssued::of(measured, dec!(12), dec!(1000)), None);
    }

    #[test]
    fn a_quotient_without_end_is_not_rounded_before_it_is_money() {
        // 4 g × 10,000 ÷ 30 × 3.01125 ÷ 1,000 is 4.015 exactly, and half-even 4.02.
        let measured = LotWeight { net_grams: dec!(71), pieces: 30 };
        let missing = OverIssued::of(measured, dec!(2.5), dec!(10_000)).unwrap();

        assert_eq!(missing.at_cost(dec!(3.01125), WeightUnit::Kilograms), Some(dec!(4.02)));
        assert_eq!(missing.at_cost(dec!(3.00375), WeightUnit::Kilograms), Some(dec!(4.00)));
        assert_eq!(missing.grams(), Some(dec!(1333.3333)));
    }
}
