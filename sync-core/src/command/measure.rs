//! Deciding about weighings and measurements: what the scale and the calliper show of a lot.

use rust_decimal::Decimal;

use super::{Decision, Notice, Refusal, card};
use crate::across;
use crate::fact::{Characteristic, Entity, Measured, Weighed};
use crate::ids::Text;
use crate::measure::{AmountError, MeasureUnit, checked_weight};
use crate::number::CardNumber;
use crate::replica::Replica;
use crate::rules::measured::{self, Compared};
use crate::rules::{plausible, unit_weight};
use crate::state::{CardState, ItemState};
use crate::time::Timestamp;

/// Records a weighing of pieces that the lot has; asks where a digit or the unit may be wrong.
pub(super) fn weigh(
    replica: &Replica,
    card: CardNumber,
    weighed: &Weighed,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let state = card::standing(replica, card)?;
    if weighed.pieces == 0 || weighed.pieces > 999_999_999 {
        return Err(Refusal::NoPieces);
    }
    let (gross, tare) = (checked_weight(weighed.gross)?, checked_weight(weighed.tare)?);
    if gross <= tare {
        return Err(Refusal::NothingWeighed);
    }
    if let Some((state, lot)) = state.and_then(|s| Some((s, card::pieces_of(replica, s)?))) {
        let so_far = state.live_weighings().map(|once| u64::from(once.weighed.pieces)).sum();
        let left = plausible::pieces_left(lot, so_far);
        if weighed.pieces > left {
            return Err(Refusal::WeighsMoreThanLot { card, lot, left });
        }
    }
    let event = Weighed { gross, tare, ..*weighed };
    let unlikely = state.and_then(|state| unlikely_weight(replica, state, &event, now));
    let notices = card::waits(state).into_iter().chain(unlikely);
    Ok(Decision::of(Entity::Card(card.0), event).noting(notices))
}

fn unlikely_weight(
    replica: &Replica,
    state: &CardState,
    weighed: &Weighed,
    now: Timestamp,
) -> Option<Notice> {
    let item = across::item_of(replica, state)?;
    let about = Characteristic::UnitWeight;
    let standard = across::standard_at(replica, replica.item(&item), &about, now)?.value;
    let pieces = u64::from(weighed.pieces);
    let net_grams = weighed.unit.to_grams(weighed.gross) - weighed.unit.to_grams(weighed.tare);
    let expected = standard.checked_mul(Decimal::from(pieces))?;
    plausible::is_slip(net_grams, expected).then(|| Notice::UnlikelyMeasure {
        what: about,
        measured: unit_weight::LotWeight { net_grams, pieces }.shown(),
        standard,
        unit: "g".to_owned(),
    })
}

/// Records a measurement, in the words and units that imports read; says where it is of nothing
/// that the item has, and asks where a digit or the unit may be wrong.
pub(super) fn measure(
    replica: &Replica,
    card: CardNumber,
    said: &Measured,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let state = card::standing(replica, card)?;
    let value = checked_weight(said.value)?;
    if value.is_zero() {
        return Err(AmountError::NotPositive(value).into());
    }
    let about = Characteristic::read(&said.what);
    let event = Measured { what: name_of(&about, said), value, unit: unit_of(said) };
    let item = state.and_then(|state| across::item_of(replica, state));
    let item = item.as_ref().and_then(|item| replica.item(item));
    let notice = item.and_then(|item| {
        if !across::says_something(Some(item), &event) {
            return Some(Notice::MeasuresNothing { what: about.clone(), has: measures_of(item) });
        }
        let stated = across::standard_at(replica, Some(item), &about, now)?;
        let Compared { value, standard } = measured::compared(&event, stated)?;
        plausible::is_slip(value, standard).then(|| Notice::UnlikelyMeasure {
            what: about.clone(),
            measured: event.value,
            standard: measured::standard_shown(&event, stated).unwrap_or(stated.value),
            unit: event.unit.to_string(),
        })
    });
    let notices = card::waits(state).into_iter().chain(notice);
    Ok(Decision::of(Entity::Card(card.0), event).noting(notices))
}

/// What was measured, in the word that facts have for it.
fn name_of(about: &Characteristic, said: &Measured) -> Text {
    about.name().parse().unwrap_or_else(|_| said.what.clone())
}

/// The unit by its sign, where it is known.
fn unit_of(said: &Measured) -> Text {
    let sign = said.unit.as_str().parse::<MeasureUnit>().ok().map(MeasureUnit::code);
    sign.and_then(|sign| sign.parse().ok()).unwrap_or_else(|| said.unit.clone())
}

/// What an item has a standard for, with the standard's unit; each once.
fn measures_of(item: &ItemState) -> Vec<(Characteristic, String)> {
    let mut all: Vec<(Characteristic, String)> = Vec::new();
    for stated in item.standards.values() {
        let about = Characteristic::read(&stated.what);
        if all.iter().all(|(known, _)| !known.is_same(&about)) {
            all.push((about, stated.unit.to_string()));
        }
    }
    all
}
