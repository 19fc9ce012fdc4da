//! What a conflict is called, wherever it is listed.

use std::borrow::Cow;

use sync_core::across::ConflictSubject;
use sync_core::text::Language;
use sync_core::view::{ConflictView, SideView};

use crate::words::Words;

/// What differs, in words.
pub(crate) struct Differ<'a>(pub(crate) &'a ConflictSubject);

impl Words for Differ<'_> {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0 {
            ConflictSubject::ReceiptField(..) => "点收单写法不一",
            ConflictSubject::LotField(..) => "批的写法不一",
            ConflictSubject::Verdicts(_) => "判定互不知情",
            ConflictSubject::Count(..) => "重盘后又点了货",
            ConflictSubject::Cards(..) => "卡与点数不符",
            ConflictSubject::StaleOrder(..) => "采购单已变",
            ConflictSubject::SameDelivery(..) => "可能是同一次送货",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            ConflictSubject::ReceiptField(..) => "Receipt written two ways",
            ConflictSubject::LotField(..) => "Lot written two ways",
            ConflictSubject::Verdicts(_) => "Verdicts made apart",
            ConflictSubject::Count(..) => "Counted on after a recount",
            ConflictSubject::Cards(..) => "Cards differ from the count",
            ConflictSubject::StaleOrder(..) => "The order changed",
            ConflictSubject::SameDelivery(..) => "Maybe one delivery",
        }
        .into()
    }
}

/// What a conflict is called in a list.
pub(crate) fn title(conflict: &ConflictView, language: Language) -> String {
    let names = match language {
        Language::Chinese => [&conflict.name_zh, &conflict.name_en],
        Language::English => [&conflict.name_en, &conflict.name_zh],
    };
    let item = conflict.item.as_ref().map(ToString::to_string);
    let name = names.into_iter().flatten().next().cloned().or(item);
    let name = match &conflict.subject {
        ConflictSubject::SameDelivery(one, other) => format!("{one} + {other}"),
        _ => name.unwrap_or_else(|| conflict.about.clone()),
    };
    let sides: Vec<&str> = conflict.sides.iter().map(|side| says(side, language)).collect();
    let what = match &conflict.subject {
        ConflictSubject::Verdicts(_) | ConflictSubject::Cards(..) => sides.join(" / "),
        ConflictSubject::ReceiptField(..)
        | ConflictSubject::LotField(..)
        | ConflictSubject::Count(..)
        | ConflictSubject::StaleOrder(..)
        | ConflictSubject::SameDelivery(..) => {
            Differ(&conflict.subject).in_language(language).into_owned()
        }
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
