//! What rests on something that somebody wants to take back: refused, or told (`rules/withdrawal.rs`).

use super::Refusal;
use crate::number::DocumentNumber;
use crate::rules::withdrawal::{Answer, Resting, Withdrawal, answer};
use crate::text::Language;

/// Refuses a withdrawal as long as something rests on it that must be undone first.
pub(super) fn refuse(
    withdrawal: Withdrawal,
    of: DocumentNumber,
    resting: Vec<Resting>,
) -> Result<(), Refusal> {
    let resting = answered(withdrawal, resting, Answer::Refused);
    if resting.is_empty() { Ok(()) } else { Err(Refusal::StillRests { withdrawal, of, resting }) }
}

/// What of all that rests on a withdrawal is told to whoever does it.
pub(super) fn told(withdrawal: Withdrawal, resting: Vec<Resting>) -> Vec<Resting> {
    answered(withdrawal, resting, Answer::Told)
}

fn answered(withdrawal: Withdrawal, mut resting: Vec<Resting>, wanted: Answer) -> Vec<Resting> {
    resting.retain(|one| answer(withdrawal, one) == wanted);
    resting.sort_unstable();
    resting.dedup();
    resting
}

/// What is undone first of all that rests on something: what was done last with the goods.
pub(super) fn first_to_undo(resting: &[Resting]) -> Option<Resting> {
    let step = |one: &&Resting| match one {
        Resting::Joined(_) => 0,
        Resting::Slip(_) => 1,
        Resting::Verdict { .. } => 2,
        Resting::PutAway { .. } => 3,
        Resting::Return { .. } => 4,
    };
    resting.iter().max_by_key(step).copied()
}

/// What rests on something, in words.
pub(super) fn say(resting: &[Resting], language: Language) -> String {
    let words = resting.iter().map(|one| match (one, language) {
        (Resting::Slip(slip), Language::English) => format!("slip {slip} is confirmed"),
        (Resting::Slip(slip), Language::Chinese) => format!("验收单 {slip} 已确认"),
        (Resting::Verdict { card, fact }, Language::English) => {
            format!("lot {card} is judged ({fact})")
        }
        (Resting::Verdict { card, fact }, Language::Chinese) => {
            format!("批 {card} 已判定（{fact}）")
        }
        (Resting::PutAway { card, fact }, Language::English) => {
            format!("lot {card} lies on a shelf ({fact})")
        }
        (Resting::PutAway { card, fact }, Language::Chinese) => {
            format!("批 {card} 已上架（{fact}）")
        }
        (Resting::Return { card, note }, Language::English) => {
            format!("lot {card} is on return note {note}")
        }
        (Resting::Return { card, note }, Language::Chinese) => {
            format!("批 {card} 已开退货单 {note}")
        }
        (Resting::Joined(part), Language::English) => format!("receipt {part} is joined into it"),
        (Resting::Joined(part), Language::Chinese) => format!("点收单 {part} 已并入"),
    });
    words.collect::<Vec<_>>().join(match language {
        Language::English => ", ",
        Language::Chinese => "，",
    })
}
