//! What a conflict is called, wherever it is listed.

use sync_core::across::ConflictSubject;
use sync_core::text::names::{self, Capital};
use sync_core::text::{Language, Say as _};
use sync_core::view::{ConflictView, SideView};

/// What differs, by the rule that found it.
pub(crate) fn disagreement(subject: &ConflictSubject) -> Capital {
    names::conflict(subject.rule()).unwrap_or(names::CONFLICTS).capital()
}

/// What a conflict is called in a list.
pub(crate) fn title(conflict: &ConflictView, language: Language) -> String {
    let name = conflict.item.as_ref().map(|item| item.name_or_code(language).into_owned());
    let name = match &conflict.subject {
        ConflictSubject::SameDelivery(one, other) => format!("{one} + {other}"),
        _ => name.unwrap_or_else(|| conflict.about.clone()),
    };
    let sides: Vec<&str> = conflict.sides.iter().map(|side| says(side, language)).collect();
    let what = match &conflict.subject {
        ConflictSubject::Verdicts(_)
        | ConflictSubject::Cards(..)
        | ConflictSubject::Assignments(..)
        | ConflictSubject::Vendor(..) => sides.join(" / "),
        ConflictSubject::ReceiptField(..)
        | ConflictSubject::LotField(..)
        | ConflictSubject::Count(..)
        | ConflictSubject::StaleOrder(..)
        | ConflictSubject::SameDelivery(..)
        | ConflictSubject::WithdrawnReceipt(_)
        | ConflictSubject::WithdrawnCard(_)
        | ConflictSubject::Basis(_) => disagreement(&conflict.subject).say(language).into_owned(),
    };
    // Where lists cut the end off, the numbers are what tells one from another.
    match &conflict.subject {
        ConflictSubject::SameDelivery(..) => format!("{name} · {what}"),
        _ => format!("{what} · {name}"),
    }
}

/// What a side says.
pub(crate) fn says(side: &SideView, language: Language) -> &str {
    match language {
        Language::Chinese => &side.says_zh,
        Language::English => &side.says,
    }
}
