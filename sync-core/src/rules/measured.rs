//! Measured (量测): which measurement says something of a lot. Regulation §6.6.3.3, SEMANTICS 34.
//!
//! It is of a characteristic that the item has a standard for, in a unit of the standard's kind.
//! Anything else is recorded all the same, and satisfies nothing.

use rust_decimal::Decimal;

use crate::fact::{Measured, StandardStated};
use crate::ids::Text;
use crate::measure::MeasureUnit;
use crate::same_code;

/// A measured value and its standard in one unit: millimetres or grams, or the one that both were
/// written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// What the calliper read.
    pub value: Decimal,
    /// The nominal value that IE stated for the characteristic.
    pub standard: Decimal,
}

/// A measurement beside a standard of its characteristic; nothing where their units are of two
/// kinds.
pub fn compared(measured: &Measured, stated: &StandardStated) -> Option<Compared> {
    let (own, other) = (unit_of(&measured.unit), unit_of(&stated.unit));
    match own.zip(other) {
        Some((own, other)) if own.kind() == other.kind() => Some(Compared {
            value: own.in_base(measured.value)?,
            standard: other.in_base(stated.value)?,
        }),
        Some(_) => None,
        // A unit that is only known by its name is compared with itself.
        None => same_code::is_same(measured.unit.as_str(), stated.unit.as_str())
            .then_some(Compared { value: measured.value, standard: stated.value }),
    }
}

/// A standard in the unit of a measurement, as people read it; no boundary is decided by it.
pub fn standard_shown(measured: &Measured, stated: &StandardStated) -> Option<Decimal> {
    let Compared { standard, .. } = compared(measured, stated)?;
    let Some(one) = unit_of(&measured.unit).and_then(|unit| unit.in_base(Decimal::ONE)) else {
        return Some(standard);
    };
    Some(standard.checked_div(one)?.round_dp(SHOWN).normalize())
}

/// Decimals of a converted standard, for people.
const SHOWN: u32 = 7;

fn unit_of(text: &Text) -> Option<MeasureUnit> {
    text.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use rust_decimal_macros::dec;

    use super::*;
    use crate::fact::Day;

    fn measured(value: Decimal, unit: &str) -> Measured {
        Measured { what: "thickness".parse().unwrap(), value, unit: unit.parse().unwrap() }
    }

    fn stated(value: Decimal, unit: &str) -> StandardStated {
        let from = Day("2026-01-01".parse().unwrap());
        let what = "thickness".parse().unwrap();
        StandardStated { what, value, unit: unit.parse().unwrap(), from }
    }

    #[test]
    fn lengths_are_compared_whatever_unit_they_were_written_in() {
        for (value, unit) in [
            (dec!(1.9), "mm"),
            (dec!(1.9), "毫米"),
            (dec!(0.19), "cm"),
            (dec!(1900), "um"),
            (dec!(0.0019), "M"),
        ] {
            let found = compared(&measured(value, unit), &stated(dec!(2), "mm"));
            assert_eq!(found, Some(Compared { value: dec!(1.9), standard: dec!(2) }), "{unit}");
        }
        let inch = compared(&measured(dec!(1), "in"), &stated(dec!(25.4), "mm"));
        assert_eq!(inch, Some(Compared { value: dec!(25.4), standard: dec!(25.4) }));
    }

    #[test]
    fn a_weight_is_no_length_and_an_unknown_unit_only_its_own() {
        assert_eq!(compared(&measured(dec!(5), "g"), &stated(dec!(2), "mm")), None);
        assert_eq!(compared(&measured(dec!(5), "x"), &stated(dec!(2), "mm")), None);
        let hard = compared(&measured(dec!(5), "hrc"), &stated(dec!(6), "HRC"));
        assert_eq!(hard, Some(Compared { value: dec!(5), standard: dec!(6) }));
    }

    #[test]
    fn a_standard_is_shown_in_the_unit_that_was_measured_in() {
        let shown = |value, unit: &str, standard: &str| {
            standard_shown(&measured(value, unit), &stated(dec!(2), standard))
        };

        assert_eq!(shown(dec!(0.19), "cm", "mm"), Some(dec!(0.2)));
        assert_eq!(shown(dec!(1.9), "mm", "mm"), Some(dec!(2)));
        assert_eq!(shown(dec!(1.9), "in", "mm"), Some(dec!(0.0787402)));
        assert_eq!(shown(dec!(1.9), "hrc", "HRC"), Some(dec!(2)));
        assert_eq!(shown(dec!(1.9), "g", "mm"), None);
    }
}
