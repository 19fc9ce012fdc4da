//! Descriptive fields: the later writing holds, a concurrent loser stays visible (DOMAIN §5).

use serde::Serialize;

use crate::ids::{FactSet, Text};
use crate::state::Written;

/// One writing of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Writing {
    /// Who wrote it, and when.
    pub written: Written,
    /// What it says; nothing where it cleared the field.
    pub value: Option<Text>,
    /// The writings its author had seen.
    pub replaces: FactSet,
}

/// What a field says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Every writing, in merge order.
    pub writings: Vec<Writing>,
}

impl Field {
    /// The writing that holds: the last in merge order.
    pub fn holds(&self) -> Option<&Writing> {
        self.writings.last()
    }

    /// The value that holds.
    pub fn value(&self) -> Option<&Text> {
        self.holds()?.value.as_ref()
    }

    /// Writings that nobody replaced and that say something else than the one that holds.
    pub fn losers(&self) -> Vec<&Writing> {
        let Some(holds) = self.holds() else {
            return Vec::new();
        };
        let replaced: FactSet = self.writings.iter().map(|writing| &writing.replaces).collect();
        self.writings
            .iter()
            .filter(|writing| writing.value != holds.value)
            .filter(|writing| !replaced.contains(writing.written.id))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::FactId;
    use crate::state::tests::written;

    fn writing(device: u32, minute: i64, value: &str, replaces: &[FactId]) -> Writing {
        Writing {
            written: written(device, 1, minute),
            value: value.parse().ok(),
            replaces: replaces.iter().copied().collect(),
        }
    }

    #[test]
    fn of_two_concurrent_docks_the_later_holds_and_the_other_stays_visible() {
        let field = Field { writings: vec![writing(1, 0, "D1", &[]), writing(2, 1, "D2", &[])] };

        assert_eq!(field.value().unwrap().as_str(), "D2");
        assert_eq!(field.losers().len(), 1);
    }

    #[test]
    fn a_correction_that_saw_the_old_value_is_no_conflict() {
        let old = writing(1, 0, "D1", &[]);
        let new = writing(2, 1, "D2", &[old.written.id]);

        assert!(Field { writings: vec![old, new] }.losers().is_empty());
    }

    #[test]
    fn two_who_wrote_the_same_do_not_disagree() {
        let field = Field { writings: vec![writing(1, 0, "D1", &[]), writing(2, 1, "D1", &[])] };

        assert!(field.losers().is_empty());
    }
}
