//! Release: when goods can be posted to the ERP and put away. Regulation §4.6.2, §4.6.4, §4.6.5.

use serde::Serialize;

use crate::measure::Quantity;

/// What the release of a lot looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one condition of the clause")]
pub struct Conditions {
    /// The card was issued and not voided.
    pub card_stands: bool,
    /// The count was signed.
    pub signed: bool,
    /// A live signature agrees with the count as it stands.
    pub signature_fits: bool,
    /// The acceptance slip was issued.
    pub slip_issued: bool,
    /// The clerk confirmed it.
    pub slip_confirmed: bool,
    /// A subcontracted lot was weighed or measured; other lots need not be.
    pub measured: bool,
    /// The vendor was approved on the day of arrival, or site policy lifts it.
    pub vendor_approved: bool,
    /// Verdicts or counts disagree.
    pub in_conflict: bool,
    /// The order was stale, and purchasing has not answered.
    pub stale_order: bool,
    /// Goods without an order, which nobody assigned yet.
    pub without_order: bool,
    /// Facts of a newer version stand on it: nothing final is decided here.
    pub newer_facts: bool,
    /// What passed, or was conceded.
    pub accepted: Quantity,
}

/// What keeps a lot from being released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blocked {
    /// The card is not known here, or was voided.
    NoCard,
    /// The receipt that its goods came with was withdrawn.
    Withdrawn,
    /// The count is not signed.
    NotSigned,
    /// The count differs from every signature: sign it again.
    SignAgain,
    /// No acceptance slip was issued.
    NoSlip,
    /// The slip waits for the clerk's signature.
    SlipNotConfirmed,
    /// A subcontracted lot has not been weighed or measured.
    NotMeasured,
    /// The vendor is not on the approved-vendor list.
    VendorNotApproved,
    /// Somebody must settle a conflict.
    Conflict,
    /// Purchasing must answer for a stale order.
    StaleOrder,
    /// Purchasing must assign the goods to an order.
    NoOrder,
    /// No part of the lot passed or was conceded.
    NothingAccepted,
    /// This device must be updated to judge it.
    NewerFacts,
}

/// What keeps a lot from being released; nothing where its accepted part can go.
pub fn blocked_by(conditions: &Conditions) -> Vec<Blocked> {
    let c = conditions;
    let all = [
        (!c.card_stands, Blocked::NoCard),
        (!c.signed, Blocked::NotSigned),
        (c.signed && !c.signature_fits, Blocked::SignAgain),
        (!c.slip_issued, Blocked::NoSlip),
        (c.slip_issued && !c.slip_confirmed, Blocked::SlipNotConfirmed),
        (!c.measured, Blocked::NotMeasured),
        (!c.vendor_approved, Blocked::VendorNotApproved),
        (c.in_conflict, Blocked::Conflict),
        (c.stale_order, Blocked::StaleOrder),
        (c.without_order, Blocked::NoOrder),
        (c.accepted.is_zero(), Blocked::NothingAccepted),
        (c.newer_facts, Blocked::NewerFacts),
    ];
    all.into_iter().filter_map(|(holds, blocked)| holds.then_some(blocked)).collect()
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn all_well() -> Conditions {
        Conditions {
            card_stands: true,
            signed: true,
            signature_fits: true,
            slip_issued: true,
            slip_confirmed: true,
            measured: true,
            vendor_approved: true,
            in_conflict: false,
            stale_order: false,
            without_order: false,
            newer_facts: false,
            accepted: Quantity::new(Decimal::ONE).unwrap(),
        }
    }

    #[test]
    fn a_lot_that_meets_every_condition_is_released() {
        assert_eq!(blocked_by(&all_well()), []);
    }

    #[test]
    fn each_condition_alone_keeps_it_back_under_its_name() {
        let check = |break_one: fn(&mut Conditions), expected| {
            let mut conditions = all_well();
            break_one(&mut conditions);
            assert_eq!(blocked_by(&conditions), [expected]);
        };
        check(|c| c.card_stands = false, Blocked::NoCard);
        check(|c| c.signed = false, Blocked::NotSigned);
        check(|c| c.signature_fits = false, Blocked::SignAgain);
        check(|c| c.slip_issued = false, Blocked::NoSlip);
        check(|c| c.slip_confirmed = false, Blocked::SlipNotConfirmed);
        check(|c| c.measured = false, Blocked::NotMeasured);
        check(|c| c.vendor_approved = false, Blocked::VendorNotApproved);
        check(|c| c.in_conflict = true, Blocked::Conflict);
        check(|c| c.stale_order = true, Blocked::StaleOrder);
        check(|c| c.without_order = true, Blocked::NoOrder);
        check(|c| c.newer_facts = true, Blocked::NewerFacts);
        check(|c| c.accepted = Quantity::ZERO, Blocked::NothingAccepted);
    }
}
