//! Why something is as it is: each derived answer with its rule, its clause and the facts it rests on.

mod lot;
mod receipt;

use serde::Serialize;

use crate::ids::FactId;
use crate::number::{CardNumber, DocumentNumber, NumberKind, ReceiptNumber};
use crate::replica::Replica;
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
    pub en: String,
    /// The answer in Chinese.
    pub zh: String,
    /// The facts it rests on.
    pub facts: Vec<FactId>,
}

fn reason(
    rule: &str,
    clause: Option<&str>,
    [en, zh]: [String; 2],
    facts: impl IntoIterator<Item = FactId>,
) -> Reason {
    Reason {
        rule: rule.to_owned(),
        clause: clause.map(ToOwned::to_owned),
        en,
        zh,
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
