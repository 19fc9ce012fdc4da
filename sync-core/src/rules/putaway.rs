//! Putaway 上架: what of a lot may go to a shelf, and that its card's quantity is there once (SEMANTICS 29).

use crate::measure::Quantity;

/// Where the goods of a lot stand, in the lot's unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LotBalance {
    /// What its card stands for.
    pub lot: Quantity,
    /// What passed, or was conceded.
    pub accepted: Quantity,
    /// What was rejected.
    pub rejected: Quantity,
    /// What lies on shelves.
    pub put_away: Quantity,
    /// What stands on return notes.
    pub returned: Quantity,
}

impl LotBalance {
    /// What is neither on a shelf nor on its way back.
    pub fn here(self) -> Quantity {
        self.lot.less(self.put_away + self.returned)
    }

    /// Whether more is on shelves than is accepted, or more went back than is rejected: it was
    /// done under another answer than today's (SEMANTICS 23).
    pub fn is_basis_changed(self) -> bool {
        self.put_away > self.accepted || self.returned > self.rejected
    }

    /// Whether more was put away and returned than the card stands for.
    pub fn is_moved_twice(self) -> bool {
        self.put_away + self.returned > self.lot
    }
}

/// What may still be put away: what is accepted and lies on no shelf, less what went back although
/// it was not rejected, and never more than is here.
pub fn left_to_put_away(balance: LotBalance) -> Quantity {
    let gone_of_accepted = balance.returned.less(balance.rejected);
    balance.accepted.less(balance.put_away + gone_of_accepted).min(balance.here())
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::rules::returns::left_to_return;

    fn quantity(value: u32) -> Quantity {
        Quantity::new(Decimal::from(value)).unwrap()
    }

    /// Accepted, rejected, put away and returned of a lot of 100; what may be put away, and what
    /// may be returned.
    fn check(balance: [u32; 4], put_away: u32, returned: u32) {
        let [accepted, rejected, on_shelf, back] = balance.map(quantity);
        let lot = quantity(100);
        let balance = LotBalance { lot, accepted, rejected, put_away: on_shelf, returned: back };
        assert_eq!(left_to_put_away(balance), quantity(put_away), "{balance:?}");
        assert_eq!(left_to_return(balance), quantity(returned), "{balance:?}");
    }

    #[test]
    fn what_is_accepted_is_put_away_and_what_is_rejected_goes_back() {
        check([60, 40, 0, 0], 60, 40);
        check([60, 40, 60, 40], 0, 0);
        check([60, 40, 59, 39], 1, 1);
    }

    #[test]
    fn what_went_back_is_not_put_away_though_it_passed_later() {
        check([100, 0, 0, 40], 60, 0);
        check([100, 0, 60, 40], 0, 0);
        check([70, 30, 0, 40], 60, 0);
    }

    #[test]
    fn what_lies_on_a_shelf_does_not_go_back_though_it_was_rejected_later() {
        check([0, 100, 100, 0], 0, 0);
        check([0, 100, 60, 0], 0, 40);
        check([0, 100, 60, 40], 0, 0);
    }

    #[test]
    fn what_was_done_twice_leaves_nothing() {
        check([100, 0, 100, 40], 0, 0);
        check([60, 40, 100, 100], 0, 0);
    }

    #[test]
    fn what_is_not_judged_goes_nowhere() {
        check([0, 0, 0, 0], 0, 0);
        check([30, 0, 0, 0], 30, 0);
    }

    #[test]
    fn the_basis_has_changed_only_beyond_what_the_verdicts_allow() {
        let balance = |put_away, returned| LotBalance {
            lot: quantity(100),
            accepted: quantity(60),
            rejected: quantity(40),
            put_away: quantity(put_away),
            returned: quantity(returned),
        };
        assert!(!balance(60, 40).is_basis_changed());
        assert!(balance(61, 0).is_basis_changed());
        assert!(balance(0, 41).is_basis_changed());
        assert!(balance(61, 40).is_moved_twice());
        assert!(!balance(60, 40).is_moved_twice());
    }
}
