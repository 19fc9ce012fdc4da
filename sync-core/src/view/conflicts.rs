//! Open conflicts and set-aside facts, side by side with who, when and where.

use serde::Serialize;

use super::{Stamp, stamp};
use crate::across::{self, Conflict, ConflictSubject};
use crate::fact::{Event, SetAsideReason};
use crate::ids::FactId;
use crate::replica::Replica;
use crate::text::Language;
use crate::time::Timestamp;
use crate::wire;

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
    /// Its sides.
    pub sides: Vec<SideView>,
    /// What can be chosen to settle it.
    pub choices: Vec<String>,
}

/// Every open conflict.
pub fn conflicts(replica: &Replica) -> Vec<ConflictView> {
    across::conflicts(replica).iter().map(|conflict| conflict_view(replica, conflict)).collect()
}

fn conflict_view(replica: &Replica, conflict: &Conflict) -> ConflictView {
    let subject = &conflict.subject;
    let (rule, about, choices) = match subject {
        ConflictSubject::ReceiptField(number, _) => {
            ("last-writer", number.to_string(), says(conflict))
        }
        ConflictSubject::LotField(number, _) => ("last-writer", number.to_string(), says(conflict)),
        ConflictSubject::Verdicts(number) => (
            "strictest-verdict",
            number.to_string(),
            ["pass", "reject", "sort", "concession"].map(String::from).to_vec(),
        ),
        ConflictSubject::Count(number, _) => {
            ("recount", number.to_string(), vec!["QUANTITY".to_owned()])
        }
        ConflictSubject::Cards(number, _) => {
            ("count-after-card", number.to_string(), vec!["confirm".to_owned()])
        }
        ConflictSubject::StaleOrder(number, _) => (
            "stale-order",
            number.to_string(),
            ["accept", "return", "ORDER/LINE"].map(String::from).to_vec(),
        ),
        ConflictSubject::SameDelivery(number, _) => {
            ("same-delivery", number.to_string(), ["join", "distinct"].map(String::from).to_vec())
        }
    };
    ConflictView {
        id: subject.to_string(),
        rule: rule.to_owned(),
        about,
        sides: conflict
            .sides
            .iter()
            .map(|side| SideView {
                recorded: side.written.map(|written| stamp(replica, written)),
                says: side.says.say(Language::English),
                says_zh: side.says.say(Language::Chinese),
            })
            .collect(),
        choices,
    }
}

fn says(conflict: &Conflict) -> Vec<String> {
    conflict.sides.iter().map(|side| side.says.say(Language::English)).collect()
}

/// A set-aside fact on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetAsideView {
    /// The server's statement; `readmit` names it.
    pub id: FactId,
    /// The fact.
    pub fact: FactId,
    /// What it says happened.
    pub kind: Option<String>,
    /// When it says it was recorded.
    pub recorded: Option<Timestamp>,
    /// Why it was set aside.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub reason: SetAsideReason,
    /// Who let it in.
    pub readmitted: Option<Stamp>,
}

/// Every fact that was set aside, those let in again too.
pub fn set_aside(replica: &Replica) -> Vec<SetAsideView> {
    replica
        .devices()
        .flat_map(|(_, device)| &device.set_aside)
        .map(|set| {
            let kept = replica.get(set.statement.id).and_then(|fact| match fact.event() {
                Ok(Event::FactSetAside(event)) => wire::decode_fact(&event.fact).ok(),
                _ => None,
            });
            let kind = kept.as_ref().and_then(|fact| crate::fact::Kind::of(fact.header.kind));
            SetAsideView {
                id: set.statement.id,
                fact: set.fact,
                kind: kind.map(|kind| kind.name().to_owned()),
                recorded: kept.map(|fact| fact.header.recorded),
                reason: set.reason,
                readmitted: set.readmitted.map(|written| stamp(replica, written)),
            }
        })
        .collect()
}
