//! Quantities, weights and money: exact decimals with their units (SEMANTICS 25).

mod comma;
mod measure_unit;

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::to_half_width;

pub use comma::{CommaMeaning, WithComma};
pub use measure_unit::{MeasureKind, MeasureUnit, NotConvertible};

/// Most digits before the decimal point of any quantity, weight or count of pieces.
const MOST_INTEGER_DIGITS: u32 = 9;

/// Most decimals of a weight.
pub const WEIGHT_DECIMALS: u32 = 7;

/// Why a text is not an amount that can be recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a number at all.
    #[error("“{0}” is not a number: write digits, such as 250 or 12.5")]
    NotANumber(String),
    /// A comma, which one country reads as thousands and the next as decimals.
    #[error("{0}")]
    Comma(WithComma),
    /// Zero or less where something must have been counted.
    #[error("{0} is not more than zero: count at least one")]
    NotPositive(Decimal),
    /// The amount is below zero.
    #[error("{0} is below zero")]
    Negative(Decimal),
    /// More digits than any delivery needs: a slip of the finger.
    #[error("“{0}” is larger than anything that fits a truck: check the digits")]
    TooLarge(String),
    /// More decimals than the unit has.
    #[error("{value} has more decimals than {unit} allows ({most})")]
    TooFine {
        /// The amount that was given.
        value: Decimal,
        /// The unit's name in the ERP.
        unit: &'static str,
        /// How many decimals the unit has.
        most: u32,
    },
}

/// Reads a number as people and keyboards write it: full-width digits are the plain ones.
pub fn parse_decimal(text: &str) -> Result<Decimal, AmountError> {
    let plain = to_half_width(text);
    let plain = plain.trim();
    let shown = || text.trim().to_owned();
    if plain.contains([',', '，', '、']) {
        return Err(AmountError::Comma(WithComma::new(text.trim(), plain)));
    }
    let digits = plain.strip_prefix(['-', '+']).unwrap_or(plain);
    let is_number = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().any(|b| b.is_ascii_digit());
    if !is_number {
        return match Decimal::from_scientific(plain) {
            Ok(value) if value.abs() < integer_limit() => Err(AmountError::NotANumber(shown())),
            Ok(_) => Err(AmountError::TooLarge(shown())),
            Err(_) if looks_scientific(plain) => Err(AmountError::TooLarge(shown())),
            Err(_) => Err(AmountError::NotANumber(shown())),
        };
    }
    let integer_digits = digits.split('.').next().unwrap_or_default().trim_start_matches('0');
    if u32::try_from(integer_digits.len()).map_or(true, |n| n > MOST_INTEGER_DIGITS) {
        return Err(AmountError::TooLarge(shown()));
    }
    Decimal::from_str_exact(plain)
        .map(|value| value.normalize())
        .map_err(|_| AmountError::NotANumber(shown()))
}

fn looks_scientific(text: &str) -> bool {
    let mut parts = text.splitn(2, ['e', 'E']);
    let is_numeric = |part: Option<&str>| {
        part.is_some_and(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b))
        })
    };
    is_numeric(parts.next()) && is_numeric(parts.next())
}

fn integer_limit() -> Decimal {
    Decimal::from(10_u64.pow(MOST_INTEGER_DIGITS))
}

/// The unit that a line is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unit {
    /// Pieces: whole ones only.
    #[serde(rename = "pcs")]
    Pieces,
    /// Kilograms, to the gram.
    #[serde(rename = "kg")]
    Kilograms,
    /// Metres, to the millimetre.
    #[serde(rename = "m")]
    Metres,
    /// Litres, to the millilitre.
    #[serde(rename = "l")]
    Litres,
}

impl Unit {
    /// A unit of the most decimals, for goods whose own is not known here.
    pub const FINEST: Self = Self::Kilograms;

    /// How many decimals a quantity in this unit may have.
    pub const fn decimals(self) -> u32 {
        match self {
            Self::Pieces => 0,
            Self::Kilograms | Self::Metres | Self::Litres => 3,
        }
    }

    /// The unit's sign, as it is printed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pieces => "pcs",
            Self::Kilograms => "kg",
            Self::Metres => "m",
            Self::Litres => "l",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// Why a text is no unit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a unit known here: pcs (个, 件, 只), kg (公斤), m (米) or l (升)")]
pub struct UnknownUnit(pub String);

impl FromStr for Unit {
    type Err = UnknownUnit;

    fn from_str(text: &str) -> Result<Self, UnknownUnit> {
        match to_half_width(text).trim().to_lowercase().as_str() {
            "pcs" | "pc" | "ea" | "个" | "件" | "只" | "片" | "套" | "支" => Ok(Self::Pieces),
            "kg" | "公斤" | "千克" => Ok(Self::Kilograms),
            "m" | "米" => Ok(Self::Metres),
            "l" | "升" => Ok(Self::Litres),
            _ => Err(UnknownUnit(text.trim().to_owned())),
        }
    }
}

/// An amount of goods in the unit of its line; never below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity(Decimal);

impl Quantity {
    /// A quantity of nothing, in any unit.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// An amount that is not below zero and fits a truck.
    pub fn new(value: Decimal) -> Result<Self, AmountError> {
        if value.is_sign_negative() && !value.is_zero() {
            return Err(AmountError::Negative(value));
        }
        if value >= integer_limit() {
            return Err(AmountError::TooLarge(value.to_string()));
        }
        Ok(Self(value.abs().normalize()))
    }

    /// What somebody counted: more than zero, and no finer than the unit.
    pub fn counted(value: Decimal, unit: Unit) -> Result<Self, AmountError> {
        let quantity = Self::or_zero(value, unit)?;
        if quantity.is_zero() { Err(AmountError::NotPositive(value)) } else { Ok(quantity) }
    }

    /// An amount no finer than the unit that may be nothing: what a recount found of goods that
    /// turned out not to be there, or the part that a verdict does not accept.
    pub fn or_zero(value: Decimal, unit: Unit) -> Result<Self, AmountError> {
        if value.is_sign_negative() && !value.is_zero() {
            return Err(AmountError::NotPositive(value));
        }
        let value = value.normalize();
        if value.scale() > unit.decimals() {
            let most = unit.decimals();
            return Err(AmountError::TooFine { value, unit: unit.code(), most });
        }
        Self::new(value)
    }

    /// Whether a unit's quantities can be so fine: a quantity is recorded before its unit is known.
    pub const fn fits(self, unit: Unit) -> bool {
        self.0.scale() <= unit.decimals()
    }

    /// The bare decimal, without trailing zeros.
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// Whether it is a quantity of nothing.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// What is left when `other` is taken away; nothing where `other` is more.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self((self.0 - other.0).max(Decimal::ZERO).normalize())
    }
}

impl Add for Quantity {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        // Sums may pass what one entry may say; they stay far inside a decimal's range.
        Self(self.0.saturating_add(other.0).normalize())
    }
}

impl std::iter::Sum for Quantity {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

impl Sub for Quantity {
    type Output = Decimal;

    fn sub(self, other: Self) -> Decimal {
        (self.0 - other.0).normalize()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        exact::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(exact::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// The unit that a scale shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WeightUnit {
    /// Milligrams, `mg`.
    #[serde(rename = "mg")]
    Milligrams,
    /// Grams, `g`.
    #[serde(rename = "g")]
    Grams,
    /// Kilograms, `kg`.
    #[serde(rename = "kg")]
    Kilograms,
}

impl WeightUnit {
    /// The unit's sign, as the scale shows it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Milligrams => "mg",
            Self::Grams => "g",
            Self::Kilograms => "kg",
        }
    }

    /// A weight read in this unit, in grams.
    pub fn to_grams(self, value: Decimal) -> Decimal {
        match self {
            Self::Milligrams => value * Decimal::new(1, 3),
            Self::Grams => value,
            Self::Kilograms => value * Decimal::ONE_THOUSAND,
        }
        .normalize()
    }
}

/// Why a text is no unit of a scale.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a unit of a scale: g (克), kg (公斤) or mg (毫克)")]
pub struct UnknownWeightUnit(pub String);

impl FromStr for WeightUnit {
    type Err = UnknownWeightUnit;

    fn from_str(text: &str) -> Result<Self, UnknownWeightUnit> {
        match to_half_width(text).trim().to_lowercase().as_str() {
            "mg" | "毫克" => Ok(Self::Milligrams),
            "g" | "克" => Ok(Self::Grams),
            "kg" | "公斤" | "千克" => Ok(Self::Kilograms),
            other => Err(UnknownWeightUnit(other.to_owned())),
        }
    }
}

/// Checks a weight as a scale may show it: not below zero, 9 digits, 7 decimals.
pub fn checked_weight(value: Decimal) -> Result<Decimal, AmountError> {
    if value.is_sign_negative() && !value.is_zero() {
        return Err(AmountError::Negative(value));
    }
    if value >= integer_limit() {
        return Err(AmountError::TooLarge(value.to_string()));
    }
    let value = value.normalize();
    if value.scale() > WEIGHT_DECIMALS {
        return Err(AmountError::TooFine { value, unit: "a weight", most: WEIGHT_DECIMALS });
    }
    Ok(value)
}

/// Decimals in facts and views: whole numbers as integers, others as text; never a float.
pub mod exact {
    use super::{Decimal, Deserializer, Serializer};

    /// Writes a decimal with all of its digits.
    pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        let value = value.normalize();
        if value.scale() == 0
            && !serializer.is_human_readable()
            && let Ok(whole) = i64::try_from(value.mantissa())
        {
            return serializer.serialize_i64(whole);
        }
        serializer.collect_str(&value)
    }

    /// Reads a decimal that a weight may have.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Decimal;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an exact decimal")
            }

            fn visit_i64<E>(self, value: i64) -> Result<Decimal, E> {
                Ok(Decimal::from(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Decimal, E> {
                Ok(Decimal::from(value))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Decimal, E> {
                Decimal::from_str_exact(text).map(|value| value.normalize()).map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Visitor)
    }

    /// The same for a decimal that may be absent.
    pub mod option {
        use serde::{Deserialize, Serialize};

        use super::{Decimal, Deserializer, Serializer};

        #[derive(Serialize, Deserialize)]
        struct Exact(#[serde(with = "super")] Decimal);

        /// Writes a decimal, or nothing.
        pub fn serialize<S: Serializer>(
            value: &Option<Decimal>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            value.map(Exact).serialize(serializer)
        }

        /// Reads a decimal, or nothing.
        pub fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<Decimal>, D::Error> {
            Ok(Option::<Exact>::deserialize(deserializer)?.map(|exact| exact.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal_macros::dec;

    use super::*;

    #[test]
    fn full_width_digits_are_digits() {
        assert_eq!(parse_decimal("２５０．５"), Ok(dec!(250.5)));
    }

    #[test]
    fn a_thousands_separator_is_refused_with_the_plain_spelling() {
        let refused = parse_decimal("1,000").unwrap_err();

        assert_eq!(refused, AmountError::Comma(WithComma::new("1,000", "1,000")));
    }

    #[test]
    fn what_fits_no_truck_is_refused() {
        for text in ["1e30", "1E99", "1000000000", "99999999999999999999999999999999"] {
            assert_eq!(parse_decimal(text), Err(AmountError::TooLarge(text.into())), "{text}");
        }
        assert_eq!(parse_decimal("999999999"), Ok(dec!(999999999)));
    }

    #[test]
    fn words_and_stray_signs_are_not_numbers() {
        for text in ["abc", "", "-", ".", "1.2.3", "0x10", "NaN", "1e2", "--5"] {
            assert!(matches!(parse_decimal(text), Err(AmountError::NotANumber(_))), "{text}");
        }
    }

    #[test]
    fn a_count_is_at_least_one_and_whole_in_pieces() {
        let counted = |value| Quantity::counted(value, Unit::Pieces);

        assert!(counted(dec!(0)).is_err());
        assert!(counted(dec!(-5)).is_err());
        assert!(counted(dec!(1.5)).is_err());
        assert_eq!(counted(dec!(250.000)).unwrap().to_string(), "250");
        assert!(Quantity::counted(dec!(1.5), Unit::Kilograms).is_ok());
    }

    #[test]
    fn a_quantity_is_an_integer_in_facts_where_it_can_be() {
        let bytes = rmp_serde::to_vec(&Quantity::new(dec!(100)).unwrap()).unwrap();
        assert_eq!(bytes, [100]);

        let fine = Quantity::new(dec!(0.125)).unwrap();
        let read: Quantity = rmp_serde::from_slice(&rmp_serde::to_vec(&fine).unwrap()).unwrap();
        assert_eq!(read, fine);
    }

    #[test]
    fn a_scale_in_kilograms_and_one_in_grams_agree() {
        assert_eq!(WeightUnit::Kilograms.to_grams(dec!(0.64)), dec!(640));
        assert_eq!(WeightUnit::Milligrams.to_grams(dec!(640)), dec!(0.64));
    }
}
