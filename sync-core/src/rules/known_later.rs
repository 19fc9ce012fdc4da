//! Known later: an approval or a standard that was stated only after the verdict that needed it.
//! SEMANTICS 33; regulation §4.1.1.3, §6.6.3.
//!
//! Nothing is undone for it, and nothing is kept back: the lot bears a mark, and an inspector looks
//! at it once more. Their next verdict, the same or another, is the answer.

use serde::Serialize;

use crate::measure::Quantity;
use crate::rules::unit_weight::DeviationClass;

/// What became known only after a lot was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KnownLater {
    /// Whether the vendor was approved on the day of arrival, which is otherwise than the verdict
    /// could know.
    Approval,
    /// A standard, by which what was weighed or measured deviates as nobody could see.
    Standard,
}

/// Whether an approval that was stated after the verdict asks for another look: it turns what was
/// accepted into goods to reject, or what was judged as an unapproved vendor's into an approved one's.
///
/// Goods that were rejected stay rejected when the approval ends as well.
pub fn is_approval_late(then: bool, now: bool, accepted: Quantity) -> bool {
    then != now && (now || !accepted.is_zero())
}

/// Whether a standard that was stated after the verdict asks for another look: of accepted goods a
/// deviation shows that was none, or was another.
pub fn is_standard_late(
    then: Option<DeviationClass>,
    now: Option<DeviationClass>,
    accepted: Quantity,
) -> bool {
    let deviates = match now {
        Some(DeviationClass::Heavy | DeviationClass::LightWithin | DeviationClass::LightOut) => {
            true
        }
        Some(DeviationClass::Within) | None => false,
    };
    deviates && now != then && !accepted.is_zero()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten() -> Quantity {
        Quantity::new(10.into()).unwrap()
    }

    #[test]
    fn an_approval_that_is_the_same_as_before_is_not_late() {
        assert!(!is_approval_late(true, true, ten()));
        assert!(!is_approval_late(false, false, ten()));
    }

    #[test]
    fn an_approval_that_ends_concerns_what_was_accepted_alone() {
        assert!(is_approval_late(true, false, ten()));
        assert!(!is_approval_late(true, false, Quantity::ZERO));
        assert!(is_approval_late(false, true, Quantity::ZERO), "perhaps rejected for its vendor");
    }

    #[test]
    fn a_standard_is_late_where_a_deviation_shows_that_did_not() {
        let (within, heavy) = (Some(DeviationClass::Within), Some(DeviationClass::Heavy));
        assert!(is_standard_late(None, heavy, ten()));
        assert!(is_standard_late(within, heavy, ten()));
        assert!(!is_standard_late(heavy, heavy, ten()));
        assert!(!is_standard_late(None, within, ten()));
        assert!(!is_standard_late(heavy, within, ten()), "revised by IE");
        assert!(!is_standard_late(None, heavy, Quantity::ZERO));
    }
}
