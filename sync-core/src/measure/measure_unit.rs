//! The units of what is measured of an item: lengths and weights, one converted into the other of
//! its kind.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::WeightUnit;
use crate::ids::to_half_width;

/// A unit that a calliper or a scale shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureUnit {
    /// Thousandths of a millimetre, `um`.
    Micrometres,
    /// Millimetres, `mm`.
    Millimetres,
    /// Centimetres, `cm`.
    Centimetres,
    /// Metres, `m`.
    Metres,
    /// Inches, `in`: 25.4 mm exactly.
    Inches,
    /// A weight.
    Weight(WeightUnit),
}

/// What a unit measures: only units of one kind can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// Compared in millimetres.
    Length,
    /// Compared in grams.
    Weight,
}

impl MeasureUnit {
    /// What it measures.
    pub const fn kind(self) -> MeasureKind {
        match self {
            Self::Micrometres
            | Self::Millimetres
            | Self::Centimetres
            | Self::Metres
            | Self::Inches => MeasureKind::Length,
            Self::Weight(_) => MeasureKind::Weight,
        }
    }

    /// The unit's sign, as facts and papers bear it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Micrometres => "um",
            Self::Millimetres => "mm",
            Self::Centimetres => "cm",
            Self::Metres => "m",
            Self::Inches => "in",
            Self::Weight(unit) => unit.code(),
        }
    }

    /// A value in millimetres or grams; nothing where it is beyond all measure.
    pub fn in_base(self, value: Decimal) -> Option<Decimal> {
        let millimetres = match self {
            Self::Micrometres => Decimal::new(1, 3),
            Self::Millimetres => Decimal::ONE,
            Self::Centimetres => Decimal::TEN,
            Self::Metres => Decimal::ONE_THOUSAND,
            Self::Inches => Decimal::new(254, 1),
            Self::Weight(unit) => unit.to_grams(Decimal::ONE),
        };
        value.checked_mul(millimetres)
    }
}

impl fmt::Display for MeasureUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A text is no unit that can be converted; it may be one all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotConvertible;

impl FromStr for MeasureUnit {
    type Err = NotConvertible;

    fn from_str(text: &str) -> Result<Self, NotConvertible> {
        match to_half_width(text).trim().to_lowercase().as_str() {
            "um" | "μm" | "µm" | "微米" => Ok(Self::Micrometres),
            "mm" | "毫米" => Ok(Self::Millimetres),
            "cm" | "厘米" | "公分" => Ok(Self::Centimetres),
            "m" | "米" => Ok(Self::Metres),
            "in" | "inch" | "\"" | "″" | "英寸" => Ok(Self::Inches),
            other => other.parse().map(Self::Weight).map_err(|_| NotConvertible),
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal_macros::dec;

    use super::*;

    #[test]
    fn units_of_one_kind_meet_in_millimetres_or_grams() {
        let check = |text: &str, value, kind, base| {
            let unit: MeasureUnit = text.parse().unwrap();
            assert_eq!((unit.kind(), unit.in_base(value)), (kind, Some(base)), "{text}");
        };

        check("mm", dec!(1.9), MeasureKind::Length, dec!(1.9));
        check("毫米", dec!(1.9), MeasureKind::Length, dec!(1.9));
        check("CM", dec!(0.19), MeasureKind::Length, dec!(1.9));
        check("ｕｍ", dec!(1900), MeasureKind::Length, dec!(1.9));
        check("m", dec!(0.0019), MeasureKind::Length, dec!(1.9));
        check("英寸", dec!(0.5), MeasureKind::Length, dec!(12.7));
        check("公斤", dec!(0.0125), MeasureKind::Weight, dec!(12.5));
        assert_eq!("x".parse::<MeasureUnit>(), Err(NotConvertible));
        assert_eq!("度".parse::<MeasureUnit>(), Err(NotConvertible));
    }
}
