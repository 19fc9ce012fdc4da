//! Why goods are rejected or sorted: the codes that a verdict's reason begins with.

use crate::text::{Language, names};

/// What is wrong with goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    /// The surface is scratched, dented or stained.
    Appearance,
    /// Out of its dimensions.
    Dimension,
    /// The plating or coating comes off.
    Coating,
    /// The metal is rusted or oxidised.
    Rust,
    /// The piece is bent or warped.
    Deformed,
    /// Burrs or flash are left on the edges.
    Burr,
    /// Material is missing: short shot, broken edge.
    Incomplete,
    /// Another weight than the standard.
    Weight,
    /// It fits, and does not do what it is for.
    Function,
    /// Another part, or parts mixed.
    WrongPart,
    /// Packed or labelled wrongly, wet, crushed.
    Packing,
    /// What the note says.
    Other,
}

impl Defect {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 12] = [
        Self::Appearance,
        Self::Dimension,
        Self::Coating,
        Self::Rust,
        Self::Deformed,
        Self::Burr,
        Self::Incomplete,
        Self::Weight,
        Self::Function,
        Self::WrongPart,
        Self::Packing,
        Self::Other,
    ];

    /// Its code, which stands in verdicts: never given to another defect.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Appearance => "C01",
            Self::Dimension => "C02",
            Self::Coating => "C03",
            Self::Rust => "C04",
            Self::Deformed => "C05",
            Self::Burr => "C06",
            Self::Incomplete => "C07",
            Self::Weight => "C08",
            Self::Function => "C09",
            Self::WrongPart => "C10",
            Self::Packing => "C11",
            Self::Other => "C99",
        }
    }

    /// The defect of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|defect| defect.code() == code)
    }

    /// The name of a code; the code itself where it is none of ours.
    pub fn name_of(code: &str, language: Language) -> &str {
        Self::of_code(code).map_or(code, |defect| defect.name(language))
    }

    /// The defect as inspectors call it.
    pub const fn name(self, language: Language) -> &'static str {
        names::defect(self).word(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_one_defect() {
        for defect in Defect::ALL {
            assert_eq!(Defect::of_code(defect.code()), Some(defect));
        }
        assert_eq!(Defect::of_code("C12"), None);
    }
}
