//! Vendor of a receipt: who brought the goods, whoever's order it was. Regulation §4.1.1.3.

use crate::fact::VendorAccepted;
use crate::ids::VendorCode;

/// Whether goods on an order line came from the order's vendor (SEMANTICS 30).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// They did, or one of the vendors is not known here.
    AsOrdered,
    /// Another vendor brought them, and purchasing has yet to answer: blocks the release.
    Other {
        /// Who brought them.
        came: VendorCode,
        /// Whose order it is.
        ordered: VendorCode,
    },
    /// Another vendor brought them, and purchasing takes them all the same.
    Accepted,
}

impl Provenance {
    /// Whether purchasing has yet to answer for another vendor.
    pub const fn is_other(&self) -> bool {
        matches!(self, Self::Other { .. })
    }
}

/// Holds who brought the goods against whose order it is.
///
/// What purchasing accepted holds for the two vendors that it saw, and for no others.
pub fn read(
    came: Option<&VendorCode>,
    ordered: Option<&VendorCode>,
    accepted: &[VendorAccepted],
) -> Provenance {
    let (Some(came), Some(ordered)) = (came, ordered) else { return Provenance::AsOrdered };
    if came == ordered {
        return Provenance::AsOrdered;
    }
    if accepted.iter().any(|said| said.came == *came && said.ordered == *ordered) {
        return Provenance::Accepted;
    }
    Provenance::Other { came: came.clone(), ordered: ordered.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::LineKey;

    fn vendor(code: &str) -> VendorCode {
        code.parse().unwrap()
    }

    fn accepted(came: &str, ordered: &str) -> VendorAccepted {
        let line = LineKey::Held("A1".parse().unwrap());
        VendorAccepted { line, came: vendor(came), ordered: vendor(ordered) }
    }

    fn other() -> Provenance {
        Provenance::Other { came: vendor("V3"), ordered: vendor("V1") }
    }

    #[test]
    fn goods_of_the_orders_vendor_or_of_one_not_known_here_are_as_ordered() {
        assert_eq!(read(Some(&vendor("V1")), Some(&vendor("V1")), &[]), Provenance::AsOrdered);
        assert_eq!(read(None, Some(&vendor("V1")), &[]), Provenance::AsOrdered);
        assert_eq!(read(Some(&vendor("V3")), None, &[]), Provenance::AsOrdered);
    }

    #[test]
    fn another_vendor_waits_for_purchasing() {
        assert_eq!(read(Some(&vendor("V3")), Some(&vendor("V1")), &[]), other());
    }

    #[test]
    fn what_purchasing_accepted_holds_for_the_vendors_that_it_saw() {
        let check = |said, expected| {
            assert_eq!(read(Some(&vendor("V3")), Some(&vendor("V1")), &[said]), expected);
        };
        check(accepted("V3", "V1"), Provenance::Accepted);
        check(accepted("V3", "V2"), other());
        check(accepted("V2", "V1"), other());
    }
}
