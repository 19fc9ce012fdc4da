//! Deciding about photos and unloading exceptions: kept whatever else is known.

use rust_decimal::Decimal;

use super::{Decision, Notice, PendingFact, PendingSubject, Refusal};
use crate::fact::{
    Entity, ExceptionReported, ExceptionVoided, PhotoTaken, PhotoVoided, ReceiptField,
};
use crate::ids::{FactId, FactSet};
use crate::measure::{Quantity, Unit};
use crate::number::{CardNumber, DocumentNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::state::PhotoOnce;

/// What a photo is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoOf {
    /// A delivery as it stands on the dock.
    Receipt(ReceiptNumber),
    /// The goods of one lot.
    Card(CardNumber),
}

impl PhotoOf {
    fn entity(self) -> Entity {
        match self {
            Self::Receipt(number) => Entity::Receipt(number.0),
            Self::Card(number) => Entity::Card(number.0),
        }
    }

    fn number(self) -> DocumentNumber {
        match self {
            Self::Receipt(number) => number.into(),
            Self::Card(number) => number.into(),
        }
    }

    fn photos(self, replica: &Replica) -> &[PhotoOnce] {
        match self {
            Self::Receipt(number) => replica.receipt(number).map(|state| &state.photos),
            Self::Card(number) => replica.card(number).map(|state| &state.photos),
        }
        .map_or(&[], Vec::as_slice)
    }

    fn is_known(self, replica: &Replica) -> bool {
        match self {
            Self::Receipt(number) => replica.receipt(number).is_some_and(|s| s.opened.is_some()),
            Self::Card(number) => replica.card(number).is_some_and(|s| s.issued.is_some()),
        }
    }
}

pub(super) fn take(replica: &Replica, of: PhotoOf, photo: &PhotoTaken) -> Decision {
    let waits = (!of.is_known(replica)).then_some(Notice::Waits);
    Decision::of(of.entity(), photo.clone()).noting(waits)
}

pub(super) fn void(replica: &Replica, of: PhotoOf, fact: FactId) -> Result<Decision, Refusal> {
    let photo = of.photos(replica).iter().find(|photo| photo.written.id == fact);
    match photo {
        None => Err(Refusal::NoSuchPhoto { of: of.number() }),
        Some(photo) if photo.voided => Err(Refusal::AlreadyVoided),
        Some(_) => Ok(Decision::of(of.entity(), PhotoVoided { facts: FactSet::from_iter([fact]) })),
    }
}

/// Reports an exception with its photos: all of it, or nothing.
pub(super) fn report(
    replica: &Replica,
    receipt: ReceiptNumber,
    said: &ExceptionReported,
    quantity: Option<Decimal>,
    photos: &[PhotoTaken],
) -> Result<Decision, Refusal> {
    let state = replica.receipt(receipt);
    if state.is_some_and(|state| state.voided.is_some()) {
        return Err(Refusal::ReceiptVoided { receipt });
    }
    let item = said.item.as_ref().and_then(|item| replica.item(item));
    let unit = item.and_then(|item| item.stated.as_ref()).map(|stated| stated.unit);
    // The finest unit, where the item's own is not known here.
    let unit = unit.unwrap_or(Unit::Kilograms);
    let quantity = quantity.map(|quantity| Quantity::counted(quantity, unit)).transpose()?;
    let stated = state.and_then(|state| state.fields.get(&ReceiptField::Container)?.value());
    let reported = ExceptionReported {
        container: said.container.clone().or_else(|| stated.cloned()),
        quantity,
        photos: photos.iter().map(|photo| photo.content).collect(),
        ..said.clone()
    };
    let entity = Entity::Receipt(receipt.0);
    let mut decision = Decision::of(entity.clone(), reported);
    decision.drafts.extend(photos.iter().map(|photo| PendingFact {
        subject: PendingSubject::Of(entity.clone()),
        event: photo.clone().into(),
    }));
    let waits = state.is_none_or(|state| state.opened.is_none()).then_some(Notice::Waits);
    Ok(decision.noting(waits))
}

pub(super) fn void_exception(
    replica: &Replica,
    receipt: ReceiptNumber,
    fact: FactId,
) -> Result<Decision, Refusal> {
    let state = replica.receipt(receipt);
    let known = state.and_then(|s| s.exceptions.iter().find(|known| known.written.id == fact));
    match known {
        None => Err(Refusal::NoSuchException { receipt }),
        Some(known) if known.voided => Err(Refusal::AlreadyVoided),
        Some(_) => {
            let facts = FactSet::from_iter([fact]);
            Ok(Decision::of(Entity::Receipt(receipt.0), ExceptionVoided { facts }))
        }
    }
}
