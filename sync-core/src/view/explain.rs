//! Why something is as it is: each derived answer with its rule, its clause and the facts it rests on.

mod lot;
mod receipt;

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::ids::FactId;
use crate::number::{CardNumber, DocumentNumber, NumberKind, ReceiptNumber};
use crate::replica::Replica;
use crate::text::Language;
use crate::time::{SiteOffset, Timestamp};

/// One answer, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// The rule that gives it.
    pub rule: String,
    /// The clause of the regulation that the rule comes from, where there is one.
    pub clause: Option<String>,
    /// The answer in English.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub en: Phrase,
    /// The answer in Chinese.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub zh: Phrase,
    /// The facts it rests on.
    pub facts: Vec<FactId>,
}

impl Reason {
    /// The answer in a language.
    pub fn said(&self, language: Language) -> &Phrase {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }
}

/// A sentence, with at most one figure in it that may be negative: a screen sets its sign and its
/// digits in its own way. Programs get it as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    before: String,
    figure: Option<Decimal>,
    after: String,
}

impl Phrase {
    fn new(before: String, figure: Decimal, after: String) -> Self {
        Self { before, figure: Some(figure), after }
    }

    /// The sentence, with its figure as somebody writes figures.
    pub fn write(&self, written: impl FnOnce(Decimal) -> String) -> String {
        let figure = self.figure.map(written).unwrap_or_default();
        format!("{}{figure}{}", self.before, self.after)
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self { before: text, figure: None, after: String::new() }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.write(|figure| figure.to_string()))
    }
}

impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn reason(
    rule: &str,
    clause: Option<&str>,
    [en, zh]: [impl Into<Phrase>; 2],
    facts: impl IntoIterator<Item = FactId>,
) -> Reason {
    Reason {
        rule: rule.to_owned(),
        clause: clause.map(ToOwned::to_owned),
        en: en.into(),
        zh: zh.into(),
        facts: facts.into_iter().collect(),
    }
}

/// Why a receipt or a lot is as it is; nothing where nothing is known of it here.
///
/// A slip is explained by its receipt, a return note by its lot.
pub fn explain(replica: &Replica, number: DocumentNumber) -> Option<Vec<Reason>> {
    let opened = number.opened_by;
    match number.kind {
        NumberKind::Receipt => receipt::explain(replica, ReceiptNumber(opened)),
        NumberKind::Slip => receipt::explain(replica, replica.receipt_of_slip(opened)?),
        NumberKind::Card => lot::explain(replica, CardNumber(opened)),
        NumberKind::ReturnNote => lot::explain(replica, replica.card_of_return(opened)?),
    }
}

/// An instant as the site's clocks show it.
fn clock_time(offset: SiteOffset, instant: Timestamp) -> String {
    offset.local(instant).format("%Y-%m-%d %H:%M:%S").to_string()
}
