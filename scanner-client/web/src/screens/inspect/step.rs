//! The steps of an inspection.

use sync_core::view::InspectionView;

/// One step of an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Card and goods are what the tablet says.
    Check,
    /// How many pieces were looked at, and what was wrong with them.
    Sample,
    /// Pieces, gross, tare.
    Weigh,
    /// Thickness and other dimensions.
    Measure,
    /// The verdict.
    Judge,
}

impl Step {
    /// Its name in the address.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Sample => "sample",
            Self::Weigh => "weigh",
            Self::Measure => "measure",
            Self::Judge => "verdict",
        }
    }

    /// The steps of a lot, by what its item needs.
    pub(super) fn of(lot: &InspectionView) -> Vec<Self> {
        let weighs = lot.subcontracted || lot.standard.is_some() || lot.weight.is_some();
        let all = [
            (true, Self::Check),
            (true, Self::Sample),
            (weighs, Self::Weigh),
            (!lot.dimensions.is_empty(), Self::Measure),
            (true, Self::Judge),
        ];
        all.into_iter().filter_map(|(wanted, step)| wanted.then_some(step)).collect()
    }
}
