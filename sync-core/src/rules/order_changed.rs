//! Order changed: goods whose order or item the ERP states otherwise than they were counted. Regulation §4.5.
//!
//! What was counted stays what it was counted as, until purchasing answers (SEMANTICS 27).

use serde::Serialize;

use crate::fact::{LineTerms, StaleAnswer};

/// What the ERP says of a line today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderSays {
    /// The order is known, and has no such line (any more).
    NoSuchLine,
    /// This.
    Terms(LineTerms),
}

impl OrderSays {
    /// As an answer names what it was given to; nothing where there is no such line.
    pub fn terms(&self) -> Option<&LineTerms> {
        match self {
            Self::NoSuchLine => None,
            Self::Terms(terms) => Some(terms),
        }
    }
}

/// In what the ERP's statement differs from what was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// The order has no such line.
    NoSuchLine,
    /// The line is of another item.
    Item,
    /// The line is in another unit.
    Unit,
    /// The order is of another vendor.
    Vendor,
    /// The order is of another type: a subcontract order's lots are measured, others need not be.
    OrderType,
    /// The order adds to another one, or to none.
    IncreaseOf,
    /// Subcontractors make the item now, or do not any more.
    Subcontracted,
}

impl Difference {
    /// Whether goods could never have been given to such a line: purchasing gives them to a line
    /// of their item and unit, of whatever vendor and type.
    pub const fn keeps_out(self) -> bool {
        match self {
            Self::NoSuchLine | Self::Item | Self::Unit => true,
            Self::Vendor | Self::OrderType | Self::IncreaseOf | Self::Subcontracted => false,
        }
    }
}

/// What differs between two readings of a line. What either does not know does not differ.
///
/// Quantity, due day and names are not looked at: they may change under counted goods.
pub fn differences(counted: &LineTerms, says: &OrderSays) -> Vec<Difference> {
    let OrderSays::Terms(now) = says else { return vec![Difference::NoSuchLine] };
    let other_item = differs(counted.item.as_ref(), now.item.as_ref());
    let other_type = differs(counted.order_type.as_ref(), now.order_type.as_ref());
    let heads_known = counted.order_type.is_some() && now.order_type.is_some();
    let all = [
        (other_item, Difference::Item),
        (differs(counted.unit.as_ref(), now.unit.as_ref()), Difference::Unit),
        (differs(counted.vendor.as_ref(), now.vendor.as_ref()), Difference::Vendor),
        (other_type, Difference::OrderType),
        (heads_known && counted.increase_of != now.increase_of, Difference::IncreaseOf),
        // Another item says that already.
        (
            !other_item && differs(counted.subcontracted.as_ref(), now.subcontracted.as_ref()),
            Difference::Subcontracted,
        ),
    ];
    all.into_iter().filter_map(|(holds, difference)| holds.then_some(difference)).collect()
}

fn differs<T: PartialEq>(counted: Option<&T>, now: Option<&T>) -> bool {
    counted.zip(now).is_some_and(|(counted, now)| counted != now)
}

/// Whether an answer that was given to one statement still answers today's.
pub fn still_answers(said: Option<&LineTerms>, says: &OrderSays) -> bool {
    match said {
        None => *says == OrderSays::NoSuchLine,
        Some(said) => differences(said, says).is_empty(),
    }
}

/// Whether goods can count on a line that the ERP states otherwise: not as another item until
/// purchasing has accepted them, and never in another unit, whose amounts do not add up.
pub fn fills(differences: &[Difference], answer: Option<StaleAnswer>) -> bool {
    let accepted = answer == Some(StaleAnswer::Accept);
    !differences.contains(&Difference::Unit)
        && (accepted || !differences.contains(&Difference::Item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::OrderType;
    use crate::measure::Unit;

    fn counted() -> LineTerms {
        LineTerms {
            item: "A1".parse().ok(),
            unit: Some(Unit::Pieces),
            vendor: "V1".parse().ok(),
            order_type: Some(OrderType::Standard),
            increase_of: None,
            subcontracted: Some(false),
        }
    }

    #[test]
    fn each_difference_alone_is_found_under_its_name() {
        let check = |change: fn(&mut LineTerms), expected: &[Difference]| {
            let mut now = counted();
            change(&mut now);
            assert_eq!(differences(&counted(), &OrderSays::Terms(now)), expected);
        };
        check(|_| {}, &[]);
        check(|now| now.item = "B1".parse().ok(), &[Difference::Item]);
        check(|now| now.unit = Some(Unit::Kilograms), &[Difference::Unit]);
        check(|now| now.vendor = "V2".parse().ok(), &[Difference::Vendor]);
        check(|now| now.order_type = Some(OrderType::Subcontract), &[Difference::OrderType]);
        check(|now| now.increase_of = "PO9".parse().ok(), &[Difference::IncreaseOf]);
        check(|now| now.subcontracted = Some(true), &[Difference::Subcontracted]);
        assert_eq!(differences(&counted(), &OrderSays::NoSuchLine), [Difference::NoSuchLine]);
    }

    #[test]
    fn what_was_not_known_does_not_differ() {
        let nothing = LineTerms::default();
        assert_eq!(differences(&nothing, &OrderSays::Terms(counted())), []);
        assert_eq!(differences(&counted(), &OrderSays::Terms(nothing)), []);
    }

    #[test]
    fn an_answer_holds_until_the_erp_says_something_else() {
        let other = LineTerms { item: "B1".parse().ok(), ..counted() };

        assert!(still_answers(Some(&other), &OrderSays::Terms(other.clone())));
        assert!(!still_answers(Some(&other), &OrderSays::NoSuchLine));
        assert!(!still_answers(None, &OrderSays::Terms(other)));
        assert!(still_answers(None, &OrderSays::NoSuchLine));
    }

    #[test]
    fn another_item_fills_once_it_is_accepted_and_another_unit_never() {
        let (item, unit) = ([Difference::Item], [Difference::Unit]);

        assert!(!fills(&item, None) && fills(&item, Some(StaleAnswer::Accept)));
        assert!(!fills(&item, Some(StaleAnswer::Return)));
        assert!(!fills(&unit, None) && !fills(&unit, Some(StaleAnswer::Accept)));
        assert!(fills(&[Difference::Vendor, Difference::NoSuchLine], None));
    }
}
