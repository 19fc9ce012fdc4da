//! What IE states a standard of, and inspectors measure: a unit weight, a thickness, a dimension
//! (§6.6.4), with its text in facts.

use std::fmt;

use crate::ids::Text;
use crate::same_code;

const UNIT_WEIGHT: &str = "unit-weight";
const THICKNESS: &str = "thickness";
/// What the text of a dimension begins with, before its name.
const DIMENSION: &str = "dimension:";

/// A characteristic of an item that a standard is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Characteristic {
    /// Grams a piece (IE标准单重).
    UnitWeight,
    /// The thickness of sheet or strip, in a unit of length.
    Thickness,
    /// A dimension, by its name.
    Dimension(String),
}

impl Characteristic {
    /// Reads the text of a fact. Whoever measures may leave out `dimension:`, so that any other
    /// text is a dimension's name.
    pub fn read(text: &Text) -> Self {
        match text.as_str() {
            UNIT_WEIGHT => Self::UnitWeight,
            THICKNESS => Self::Thickness,
            other => Self::named(other).unwrap_or_else(|| Self::Dimension(other.trim().to_owned())),
        }
    }

    /// Reads what people and files call it, in both languages: `厚度`, `Unit weight`, `尺寸:宽`; a
    /// dimension says that it is one.
    pub fn named(text: &str) -> Option<Self> {
        let plain = same_code::folded(text).replace([' ', '_'], "-");
        match plain.as_str() {
            "UNIT-WEIGHT" | "单重" | "IE标准单重" | "标准单重" => {
                return Some(Self::UnitWeight);
            }
            "THICKNESS" | "厚度" => return Some(Self::Thickness),
            _ => {}
        }
        let text = same_code::to_half_width(text);
        let (what, name) = text.split_once(':')?;
        let name = name.trim();
        let is_dimension = matches!(&*same_code::folded(what), "DIMENSION" | "尺寸");
        (is_dimension && !name.is_empty()).then(|| Self::Dimension(name.to_owned()))
    }

    /// Whether two are one: dimensions by their names, however those were written.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dimension(own), Self::Dimension(other)) => same_code::is_same(own, other),
            (own, other) => own == other,
        }
    }

    /// What people call it: a dimension by its name alone.
    pub fn name(&self) -> &str {
        match self {
            Self::UnitWeight => UNIT_WEIGHT,
            Self::Thickness => THICKNESS,
            Self::Dimension(name) => name,
        }
    }
}

impl fmt::Display for Characteristic {
    /// Its text in facts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnitWeight | Self::Thickness => f.write_str(self.name()),
            Self::Dimension(name) => write!(f, "{DIMENSION}{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, read: &Characteristic, written: &str) {
        assert_eq!(Characteristic::read(&text.parse().unwrap()), *read, "{text}");
        assert_eq!(read.to_string(), written);
    }

    #[test]
    fn a_dimension_is_the_same_with_its_prefix_and_without() {
        let outer = Characteristic::Dimension("outer".to_owned());

        check("dimension:outer", &outer, "dimension:outer");
        check("outer", &outer, "dimension:outer");
        check("unit-weight", &Characteristic::UnitWeight, "unit-weight");
        check("thickness", &Characteristic::Thickness, "thickness");
        check("厚度", &Characteristic::Thickness, "thickness");
        check("Thickness", &Characteristic::Thickness, "thickness");
        check("单重", &Characteristic::UnitWeight, "unit-weight");
        check("尺寸：outer", &outer, "dimension:outer");
        assert_eq!(outer.name(), "outer");
        assert!(outer.is_same(&Characteristic::read(&"尺寸:OUTER".parse().unwrap())));
        assert!(!outer.is_same(&Characteristic::read(&"inner".parse().unwrap())));
        assert_eq!(Characteristic::named("outer"), None);
    }
}
