//! What became of the last lots of an item from a vendor: the small chart beside a lot.

use rust_decimal::Decimal;

use crate::across;
use crate::fact::Verdict;
use crate::ids::{ItemCode, VendorCode};
use crate::merge::strictest_verdict::JudgedQuantities;
use crate::number::CardNumber;
use crate::replica::Replica;
use crate::rules::unit_weight::{self, DeviationClass};
use crate::state::CardState;
use crate::time::Timestamp;

/// A lot that was looked at before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastLot {
    /// The number on its card.
    pub number: CardNumber,
    /// When its card was issued.
    pub at: Timestamp,
    /// The strictest that holds of it; nothing where it was weighed alone.
    pub verdict: Option<Verdict>,
    /// Deviation of its unit weight in per cent, to 2 decimals, where there is a standard.
    pub percent: Option<Decimal>,
    /// The row of the table of §6.6.3 that its deviation fell into.
    pub outcome: Option<DeviationClass>,
    /// Where it stands on a gauge, in parts of a thousand ([`unit_weight::gauge`]).
    pub needle: Option<i64>,
}

/// The last `most` lots of an item and a vendor that were judged or weighed, the oldest first.
///
/// The lot `but` itself is left out. Without a vendor, the lots of every vendor.
pub fn past(
    replica: &Replica,
    item: &ItemCode,
    vendor: Option<&VendorCode>,
    but: CardNumber,
    most: usize,
) -> Vec<PastLot> {
    let mut lots: Vec<PastLot> = replica
        .cards()
        .filter(|(number, state)| *number != but && state.voided.is_none())
        .filter(|(_, state)| !state.verdicts.is_empty() || state.weighed().is_some())
        .filter(|(_, state)| across::item_of(replica, state).as_ref() == Some(item))
        .filter(|(_, state)| {
            vendor.is_none() || across::vendor_of(replica, state).as_ref() == vendor
        })
        .filter_map(|(number, state)| looked_at(replica, number, state))
        .collect();
    lots.sort_by_key(|lot| (lot.at, lot.number));
    lots.split_off(lots.len().saturating_sub(most))
}

fn looked_at(replica: &Replica, number: CardNumber, state: &CardState) -> Option<PastLot> {
    let (issued, _) = state.issued.as_ref()?;
    let weight = across::unit_weight(replica, state);
    let compared = weight.and_then(|weight| Some((weight, weight.standard?)));
    let tolerance = across::tolerance(replica, state);
    Some(PastLot {
        number,
        at: issued.at,
        verdict: strictest(&across::judged(replica, state)),
        percent: compared.map(|(weight, standard)| weight.measured.percent_shown(standard)),
        outcome: weight.and_then(|weight| weight.outcome),
        needle: compared.and_then(|(weight, standard)| {
            unit_weight::gauge(weight.measured, standard, tolerance)
        }),
    })
}

/// The strictest of what holds: reject, sort, concession, pass (SEMANTICS 18).
fn strictest(judged: &JudgedQuantities) -> Option<Verdict> {
    let strictest_first = [
        (judged.rejected, Verdict::Reject),
        (judged.to_sort, Verdict::Sort),
        (judged.conceded, Verdict::Concession),
        (judged.passed, Verdict::Pass),
    ];
    strictest_first.into_iter().find(|(quantity, _)| !quantity.is_zero()).map(|(_, said)| said)
}
