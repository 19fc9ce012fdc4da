//! Samples of a lot on a screen: what was looked at, and what was wrong with it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Stamp, stamp};
use crate::across;
use crate::fact::DefectCount;
use crate::replica::Replica;
use crate::rules::sample_size;
use crate::state::CardState;

/// How often one thing was wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DefectView {
    /// What, by its code.
    pub defect: String,
    /// On how many pieces.
    pub pieces: u64,
}

/// A sample on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SampleView {
    /// The inspector who counted the defects, and when.
    pub recorded: Stamp,
    /// How many pieces were drawn.
    pub pieces: u32,
    /// What was wrong with them, by code.
    pub defects: Vec<DefectView>,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// All samples of a lot that stand, as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// How many pieces to look at, by the standard; nothing for what is not counted in pieces.
    pub advised: Option<u32>,
    /// How many pieces all live samples together looked at.
    pub pieces: u64,
    /// What was wrong with them, the most frequent first.
    pub defects: Vec<DefectView>,
}

/// How often something was wrong, a thousand pieces, rounded; nothing where none was looked at.
pub fn defects_per_thousand(defects: u64, pieces: u64) -> Option<u64> {
    defects.saturating_mul(1_000).saturating_add(pieces / 2).checked_div(pieces)
}

pub(super) fn samples(replica: &Replica, state: &CardState) -> Vec<SampleView> {
    let view = |defect: &DefectCount| DefectView {
        defect: defect.defect.to_string(),
        pieces: defect.pieces.into(),
    };
    let samples = state.samples.iter().map(|once| SampleView {
        recorded: stamp(replica, once.written),
        pieces: once.sampled.pieces,
        defects: once.sampled.defects.iter().map(view).collect(),
        voided: once.voided,
    });
    samples.collect()
}

/// What the samples of a lot come to.
pub(super) fn findings(replica: &Replica, state: &CardState) -> Findings {
    let mut found = BTreeMap::<&str, u64>::new();
    let mut pieces = 0_u64;
    for once in state.samples.iter().filter(|once| !once.voided) {
        pieces = pieces.saturating_add(once.sampled.pieces.into());
        for DefectCount { defect, pieces } in &once.sampled.defects {
            let sum = found.entry(defect.as_str()).or_default();
            *sum = sum.saturating_add((*pieces).into());
        }
    }
    let views = found.into_iter().map(|(code, pieces)| (code.to_owned(), pieces));
    let mut defects: Vec<DefectView> =
        views.map(|(defect, pieces)| DefectView { defect, pieces }).collect();
    defects.sort_by_key(|found| std::cmp::Reverse(found.pieces));
    let unit = across::unit_of_lot(replica, state);
    let advised = unit.and_then(|unit| sample_size::advised(state.quantity(), unit));
    Findings { advised, pieces, defects }
}
