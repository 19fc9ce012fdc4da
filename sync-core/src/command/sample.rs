//! Deciding about samples: how many pieces were looked at, and what was wrong with them.

use std::collections::BTreeMap;

use super::{Decision, Refusal, card};
use crate::defect::Defect;
use crate::fact::{DefectCount, Entity, Sampled};
use crate::ids::Text;
use crate::number::CardNumber;
use crate::replica::Replica;

/// Records a sample; a defect that is named twice is counted as one.
pub(super) fn take(
    replica: &Replica,
    card: CardNumber,
    Sampled { pieces, defects }: &Sampled,
) -> Result<Decision, Refusal> {
    let pieces = *pieces;
    let state = card::standing(replica, card)?;
    if pieces == 0 {
        return Err(Refusal::NothingSampled);
    }
    if let Some(lot) =
        state.and_then(|state| card::pieces_of(replica, state)).filter(|lot| pieces > *lot)
    {
        return Err(Refusal::SampleExceedsLot { card, lot });
    }
    let mut counts = BTreeMap::<&Text, u32>::new();
    for DefectCount { defect: code, pieces: count } in defects {
        if Defect::of_code(code.as_str()).is_none() {
            return Err(Refusal::UnknownDefect { code: code.clone() });
        }
        let sum = counts.entry(code).or_default();
        *sum = sum.saturating_add(*count);
        if *sum > pieces {
            return Err(Refusal::DefectsExceedSample { code: code.clone(), pieces });
        }
    }
    let found = counts.into_iter().filter(|(_, pieces)| *pieces > 0);
    let defects = found.map(|(defect, pieces)| DefectCount { defect: defect.clone(), pieces });
    let event = Sampled { pieces, defects: defects.collect() };
    Ok(Decision::of(Entity::Card(card.0), event).noting(card::waits(state)))
}
