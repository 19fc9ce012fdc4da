//! Withdrawal 撤回: what may be taken back, or said anew, while something rests on it (SEMANTICS 29).
//!
//! This decides where both are known. Where they were made apart both are kept, and
//! `across/withdrawal.rs` finds the conflict.

use crate::ids::FactId;
use crate::number::{CardNumber, ReceiptNumber, ReturnNumber, SlipNumber};

/// What somebody takes back, or says anew.
///
/// A tally and a recount are not among them: where their line is signed, the signature refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withdrawal {
    /// A receipt.
    Receipt,
    /// An inspection card.
    Card,
    /// The last signature that holds under a line.
    Signature,
    /// The same, by a supervisor who says why.
    Reopening,
    /// A verdict, without another in its place.
    Verdict,
    /// A verdict, by another that stands for the whole lot.
    Reinspection,
    /// The last weighing or measurement of a lot that needs one.
    Measure,
    /// A putaway or a return note: the way back for all that stands above.
    Movement,
}

impl Withdrawal {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Receipt,
        Self::Card,
        Self::Signature,
        Self::Reopening,
        Self::Verdict,
        Self::Reinspection,
        Self::Measure,
        Self::Movement,
    ];
}

/// What rests on it, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the fields name the things")]
pub enum Resting {
    /// An acceptance slip that the clerk confirmed.
    Slip(SlipNumber),
    /// A verdict in force.
    Verdict { card: CardNumber, fact: FactId },
    /// A putaway.
    PutAway { card: CardNumber, fact: FactId },
    /// A return note.
    Return { card: CardNumber, note: ReturnNumber },
    /// Another receipt that is read as part of the receipt.
    Joined(ReceiptNumber),
}

/// What comes of a withdrawal on which something rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is refused: what rests on it is undone first.
    Refused,
    /// It is recorded, and whoever does it is told.
    Told,
    /// It is recorded: nothing is wrong with it.
    Taken,
}

/// What comes of a withdrawal, for one thing that rests on it.
///
/// A verdict, a putaway or a return rests on a verdict only as far as no other one covers it; on
/// a measurement only a putaway does, since weighing anew before that mends it.
pub const fn answer(withdrawal: Withdrawal, resting: &Resting) -> Answer {
    match (withdrawal, resting) {
        (Withdrawal::Receipt, _)
        | (Withdrawal::Card, Resting::Verdict { .. })
        | (
            Withdrawal::Card | Withdrawal::Signature | Withdrawal::Verdict,
            Resting::PutAway { .. } | Resting::Return { .. },
        )
        | (Withdrawal::Signature, Resting::Slip(_) | Resting::Verdict { .. })
        | (Withdrawal::Measure, Resting::PutAway { .. }) => Answer::Refused,
        (
            Withdrawal::Reopening,
            Resting::Slip(_)
            | Resting::Verdict { .. }
            | Resting::PutAway { .. }
            | Resting::Return { .. },
        )
        | (Withdrawal::Reinspection, Resting::PutAway { .. } | Resting::Return { .. }) => {
            Answer::Told
        }
        (Withdrawal::Card, Resting::Slip(_) | Resting::Joined(_))
        | (Withdrawal::Signature | Withdrawal::Reopening, Resting::Joined(_))
        | (
            Withdrawal::Verdict | Withdrawal::Reinspection,
            Resting::Slip(_) | Resting::Verdict { .. } | Resting::Joined(_),
        )
        | (
            Withdrawal::Measure,
            Resting::Slip(_)
            | Resting::Verdict { .. }
            | Resting::Return { .. }
            | Resting::Joined(_),
        )
        | (Withdrawal::Movement, _) => Answer::Taken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a withdrawal by slip, verdict, putaway, return and join.
    fn check(withdrawal: Withdrawal, expected: [Answer; 5]) {
        let fact = FactId::new(7, 9);
        let card = CardNumber(FactId::new(7, 4));
        let resting = [
            Resting::Slip(SlipNumber(fact)),
            Resting::Verdict { card, fact },
            Resting::PutAway { card, fact },
            Resting::Return { card, note: ReturnNumber(fact) },
            Resting::Joined(ReceiptNumber(fact)),
        ];
        assert_eq!(resting.map(|resting| answer(withdrawal, &resting)), expected, "{withdrawal:?}");
    }

    #[test]
    fn the_table_of_withdrawals() {
        use Answer::{Refused as R, Taken as o, Told as t};
        for withdrawal in Withdrawal::ALL {
            let expected = match withdrawal {
                Withdrawal::Receipt => [R, R, R, R, R],
                Withdrawal::Card => [o, R, R, R, o],
                Withdrawal::Signature => [R, R, R, R, o],
                Withdrawal::Reopening => [t, t, t, t, o],
                Withdrawal::Verdict => [o, o, R, R, o],
                Withdrawal::Reinspection => [o, o, t, t, o],
                Withdrawal::Measure => [o, o, R, o, o],
                Withdrawal::Movement => [o, o, o, o, o],
            };
            check(withdrawal, expected);
        }
    }
}
