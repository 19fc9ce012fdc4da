//! Open conflicts, side by side with who, when and where.

use serde::Serialize;

use super::goods::ItemNamed;
use super::{Stamp, stamp};
use crate::across::{self, Conflict, ConflictSubject};
use crate::fact::{Entity, Event, Fact, Header};
use crate::ids::{FactSet, ItemCode};
use crate::number::CardNumber;
use crate::replica::Replica;
use crate::text::Language;
use crate::time::Timestamp;

/// One side of a conflict on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SideView {
    /// Who said it, and when; nothing where a sum or an order says it.
    pub recorded: Option<Stamp>,
    /// What is said, in English or in figures alone.
    pub says: String,
    /// The same in Chinese.
    pub says_zh: String,
}

/// A conflict on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConflictView {
    /// Its name, by which it is settled.
    pub id: String,
    /// The rule that found it.
    pub rule: String,
    /// The receipt or card it is about.
    pub about: String,
    /// The versions to choose from, in merge order where somebody wrote them.
    pub sides: Vec<SideView>,
    /// What can be chosen to settle it.
    pub choices: Vec<String>,
    /// When the last of its sides was recorded: since then it has been open.
    pub since: Option<Timestamp>,
    /// The item that it is about, where it is about one.
    #[serde(flatten, serialize_with = "ItemNamed::serialize_or_nulls")]
    #[cfg_attr(feature = "openapi", schema(value_type = super::goods::ItemOrNulls))]
    pub item: Option<ItemNamed>,
    /// What it is about, for those who treat each sort in its own way.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub subject: ConflictSubject,
}

/// The open conflicts of one lot.
pub fn conflicts_of_lot(replica: &Replica, number: CardNumber) -> Vec<ConflictView> {
    let mut found = Vec::new();
    if let Some(state) = replica.card(number) {
        across::conflicts_of_lot(replica, number, state, &mut found);
    }
    views(replica, &found)
}

/// Every disagreement that nobody has settled, receipts first.
pub fn conflicts(replica: &Replica) -> Vec<ConflictView> {
    views(replica, &across::conflicts(replica))
}

/// Disagreements as a screen shows them.
pub(super) fn views<'a>(
    replica: &Replica,
    conflicts: impl IntoIterator<Item = &'a Conflict>,
) -> Vec<ConflictView> {
    conflicts.into_iter().map(|conflict| conflict_view(replica, conflict)).collect()
}

fn conflict_view(replica: &Replica, conflict: &Conflict) -> ConflictView {
    let subject = &conflict.subject;
    let (about, choices) = match subject {
        ConflictSubject::ReceiptField(number, _) => (number.to_string(), says(conflict)),
        ConflictSubject::LotField(number, _) => (number.to_string(), says(conflict)),
        ConflictSubject::Verdicts(number) => (
            number.to_string(),
            ["pass", "reject", "sort", "concession"].map(String::from).to_vec(),
        ),
        ConflictSubject::Count(number, _) => (number.to_string(), vec!["QUANTITY".to_owned()]),
        ConflictSubject::Cards(number, _) => (number.to_string(), vec!["confirm".to_owned()]),
        ConflictSubject::StaleOrder(number, _) | ConflictSubject::OrderChanged(number, _) => {
            (number.to_string(), ["accept", "return", "ORDER/LINE"].map(String::from).to_vec())
        }
        ConflictSubject::Assignments(number, _) => {
            (number.to_string(), crate::command::targets(conflict))
        }
        ConflictSubject::Vendor(number, _) => {
            (number.to_string(), ["accept", "ORDER/LINE"].map(String::from).to_vec())
        }
        ConflictSubject::SameDelivery(number, _) => {
            (number.to_string(), ["join", "distinct"].map(String::from).to_vec())
        }
        ConflictSubject::WithdrawnReceipt(number) => {
            (number.to_string(), ["undo", "stands"].map(String::from).to_vec())
        }
        ConflictSubject::WithdrawnCard(number) => {
            (number.to_string(), ["undo", "stands"].map(String::from).to_vec())
        }
        ConflictSubject::Basis(number) => (number.to_string(), vec!["stands".to_owned()]),
    };
    let item = item_of(replica, subject);
    ConflictView {
        since: conflict.sides.iter().filter_map(|side| side.written).map(|w| w.at).max(),
        item: item.map(|item| ItemNamed::of(replica, item)),
        subject: subject.clone(),
        id: subject.to_string(),
        rule: subject.rule().to_owned(),
        about,
        sides: conflict
            .sides
            .iter()
            .map(|side| SideView {
                recorded: side.written.map(|written| stamp(replica, written)),
                says: side.value.say(Language::English),
                says_zh: side.value.say(Language::Chinese),
            })
            .collect(),
        choices,
    }
}

fn item_of(replica: &Replica, subject: &ConflictSubject) -> Option<ItemCode> {
    let of_line = |number, line| across::counted_as(replica, number, line).item.cloned();
    match subject {
        ConflictSubject::ReceiptField(..)
        | ConflictSubject::SameDelivery(..)
        | ConflictSubject::WithdrawnReceipt(_) => None,
        ConflictSubject::LotField(number, _)
        | ConflictSubject::Verdicts(number)
        | ConflictSubject::WithdrawnCard(number)
        | ConflictSubject::Basis(number) => across::item_of(replica, replica.card(*number)?),
        ConflictSubject::Count(number, line)
        | ConflictSubject::Cards(number, line)
        | ConflictSubject::StaleOrder(number, line)
        | ConflictSubject::OrderChanged(number, line)
        | ConflictSubject::Assignments(number, line)
        | ConflictSubject::Vendor(number, line) => of_line(*number, line),
    }
}

/// Whether a side's author had a fact before them when they spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Sight {
    /// The side is their own.
    Own,
    /// They had: it was recorded before on their device, or they named it.
    Seen,
    /// They had not: it came later, or they would have named it.
    NotSeen,
    /// It was recorded earlier elsewhere; nothing proves that it had come to their device.
    Unproven,
}

/// A fact about what sides disagree on, and which of them had seen it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SightRow {
    /// The fact, as histories show it.
    pub row: super::HistoryRow,
    /// One for each side that somebody recorded, in the order of the sides.
    pub sights: Vec<Sight>,
}

/// What each side of a conflict had seen, fact by fact.
pub fn sights(replica: &Replica, conflict: &ConflictView) -> Vec<SightRow> {
    let entity = match &conflict.subject {
        ConflictSubject::LotField(number, _)
        | ConflictSubject::Verdicts(number)
        | ConflictSubject::WithdrawnCard(number)
        | ConflictSubject::Basis(number) => Entity::Card(number.0),
        ConflictSubject::ReceiptField(number, _)
        | ConflictSubject::Count(number, _)
        | ConflictSubject::Cards(number, _)
        | ConflictSubject::StaleOrder(number, _)
        | ConflictSubject::OrderChanged(number, _)
        | ConflictSubject::Assignments(number, _)
        | ConflictSubject::Vendor(number, _)
        | ConflictSubject::SameDelivery(number, _)
        | ConflictSubject::WithdrawnReceipt(number) => Entity::Receipt(number.0),
    };
    let sides: Vec<&Fact> =
        conflict.sides.iter().filter_map(|side| replica.get(side.recorded.as_ref()?.id)).collect();
    let facts = replica.facts_of(&entity).map(|fact| &fact.header);
    let rows = super::history(replica, &entity).into_iter().zip(facts).map(|(row, header)| {
        let sights = sides.iter().map(|side| sight(side, header, &sides)).collect();
        SightRow { row, sights }
    });
    rows.collect()
}

fn sight(side: &Fact, fact: &Header, sides: &[&Fact]) -> Sight {
    let (own, other) = (side.header.id, fact.id);
    if own == other {
        return Sight::Own;
    }
    let named = named_by(side);
    let is_named = named.as_ref().is_some_and(|named| named.contains(other));
    if is_named || (own.device == other.device && other.sequence < own.sequence) {
        return Sight::Seen;
    }
    // Who has seen a fact is later than it in merge time; and a side that has seen another
    // names it, or the two would not disagree.
    let is_side = sides.iter().any(|side| side.header.id == other);
    if fact.merge_time >= side.header.merge_time || (is_side && named.is_some()) {
        return Sight::NotSeen;
    }
    Sight::Unproven
}

/// The facts that a fact says its author had seen, where facts of its kind say so.
fn named_by(fact: &Fact) -> Option<FactSet> {
    match fact.event().ok()? {
        Event::VerdictRecorded(event) => Some(event.replaces),
        Event::Recounted(event) => Some(event.replaces),
        Event::ReceiptDescribed(event) => Some(event.replaces),
        Event::LotDescribed(event) => Some(event.replaces),
        Event::LineAssigned(event) => event.replaces,
        _ => None,
    }
}

fn says(conflict: &Conflict) -> Vec<String> {
    conflict.sides.iter().map(|side| side.value.say(Language::English)).collect()
}
