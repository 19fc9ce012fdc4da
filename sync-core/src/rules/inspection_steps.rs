//! Inspection steps (检验步骤): which of them a lot goes through, by what its item needs.
//! A subcontracted lot is weighed or measured (§6.6.3); others are where a standard exists.

/// One step of an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InspectionStep {
    /// Card and goods are compared with what is known of the lot.
    Check,
    /// Pieces are looked at, and what is wrong with them is counted.
    Sample,
    /// Pieces are weighed, and their unit weight is compared (§6.6.3).
    Weigh,
    /// Thickness and other dimensions are measured.
    Measure,
    /// The verdict is given.
    Judge,
}

impl InspectionStep {
    /// The step's name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Sample => "sample",
            Self::Weigh => "weigh",
            Self::Measure => "measure",
            Self::Judge => "verdict",
        }
    }
}

/// What decides about a lot's steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing to know of the lot")]
pub struct Needs {
    /// It came from a subcontractor.
    pub subcontracted: bool,
    /// Its item has a standard unit weight today.
    pub weight_standard: bool,
    /// It was weighed already.
    pub weighed: bool,
    /// Its item has a standard of a dimension today.
    pub dimension_standard: bool,
}

/// The steps of a lot, in the order of the work.
pub fn steps(needs: Needs) -> Vec<InspectionStep> {
    let weighs = needs.subcontracted || needs.weight_standard || needs.weighed;
    let all = [
        (true, InspectionStep::Check),
        (true, InspectionStep::Sample),
        (weighs, InspectionStep::Weigh),
        (needs.dimension_standard, InspectionStep::Measure),
        (true, InspectionStep::Judge),
    ];
    all.into_iter().filter_map(|(wanted, step)| wanted.then_some(step)).collect()
}

#[cfg(test)]
mod tests {
    use super::InspectionStep::{Check, Judge, Measure, Sample, Weigh};
    use super::*;

    const NOTHING: Needs = Needs {
        subcontracted: false,
        weight_standard: false,
        weighed: false,
        dimension_standard: false,
    };

    #[test]
    fn a_lot_without_standards_is_looked_at_and_judged() {
        assert_eq!(steps(NOTHING), [Check, Sample, Judge]);
    }

    #[test]
    fn a_subcontracted_lot_is_weighed_even_where_no_standard_is_known() {
        let needs = Needs { subcontracted: true, ..NOTHING };
        assert_eq!(steps(needs), [Check, Sample, Weigh, Judge]);
    }

    #[test]
    fn a_standard_or_an_earlier_weighing_brings_the_scale() {
        for needs in
            [Needs { weight_standard: true, ..NOTHING }, Needs { weighed: true, ..NOTHING }]
        {
            assert_eq!(steps(needs), [Check, Sample, Weigh, Judge]);
        }
    }

    #[test]
    fn a_dimension_with_a_standard_is_measured() {
        let needs = Needs { dimension_standard: true, ..NOTHING };
        assert_eq!(steps(needs), [Check, Sample, Measure, Judge]);
    }
}
