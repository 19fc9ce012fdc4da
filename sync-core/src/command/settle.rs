//! Settling disagreements, and letting in what was set aside.

use std::collections::BTreeSet;

use super::{
    Actor, Assignment, Decision, LineChoice, OrderChoice, Refusal, Ruling, assign, card, receipt,
};
use crate::across::{self, Conflict, ConflictSubject, Side, SideValue};
use crate::fact::{
    BasisConfirmed, DeliveriesDistinct, Entity, OrderChangeAnswered, StaleAnswer,
    StaleOrderAnswered, Verdict, VerdictRecorded, WithdrawalConfirmed,
};
use crate::ids::{LineKey, OrderLine, Text};
use crate::measure::parse_decimal;
use crate::merge::strictest_verdict::VerdictStatus;
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::rules::putaway::LotBalance;
use crate::rules::reason;
use crate::state::CardState;
use crate::time::Timestamp;

/// Settles a disagreement by a fact that names all its sides.
pub(super) fn settle(
    replica: &Replica,
    actor: Actor,
    name: &str,
    choose: &str,
    reason: Option<&Text>,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let conflict = across::conflicts(replica)
        .into_iter()
        .find(|conflict| conflict.subject.to_string() == name.trim())
        .ok_or_else(|| Refusal::NoSuchConflict { conflict: name.to_owned() })?;
    let choose = choose.trim();
    match &conflict.subject {
        ConflictSubject::ReceiptField(number, field) => {
            receipt::describe(replica, *number, *field, chosen_value(&conflict, choose)?)
        }
        ConflictSubject::LotField(number, field) => {
            card::describe(replica, *number, *field, chosen_value(&conflict, choose)?)
        }
        ConflictSubject::Verdicts(number) => {
            let verdict = match choose {
                "pass" => Verdict::Pass,
                "reject" => Verdict::Reject,
                "sort" => Verdict::Sort,
                "concession" => Verdict::Concession,
                _ => return Err(choices(&["pass", "reject", "sort", "concession"])),
            };
            let ruling = ruling(replica, *number, verdict, reason);
            card::judge(replica, actor, *number, &ruling)
        }
        ConflictSubject::Count(number, line) => {
            let quantity = parse_decimal(choose)?;
            receipt::settle_count(replica, *number, line, quantity)
        }
        ConflictSubject::Cards(number, _) if choose == "confirm" => {
            receipt::confirm_count(replica, *number)
        }
        ConflictSubject::Cards(..) => Err(choices(&["confirm"])),
        ConflictSubject::StaleOrder(number, line) => stale(replica, *number, line, choose, now),
        ConflictSubject::Assignments(number, line) => {
            let chosen = order_line(choose);
            let kept =
                chosen.map(|to| assign::keep_one(replica, *number, line, &to)).transpose()?;
            kept.flatten().ok_or_else(|| Refusal::NoSuchChoice { choices: targets(&conflict) })
        }
        ConflictSubject::Vendor(number, line) => match (choose, order_line(choose)) {
            ("accept", _) => assign::accept_vendor(replica, *number, line),
            (_, Some(to)) => assign_all(replica, *number, line, to, false, now),
            (_, None) => Err(choices(&["accept", "PO240001/2"])),
        },
        ConflictSubject::OrderChanged(number, line) => changed(replica, *number, line, choose, now),
        ConflictSubject::SameDelivery(number, other) => match choose {
            "join" => receipt::join(replica, *other, *number),
            "distinct" => {
                Ok(Decision::of(Entity::Receipt(number.0), DeliveriesDistinct { other: *other }))
            }
            _ => Err(choices(&["join", "distinct"])),
        },
        ConflictSubject::WithdrawnReceipt(number) => {
            let cards = across::cards_of(replica, *number);
            withdrawal(&conflict, Entity::Receipt(number.0), &cards, choose)
        }
        ConflictSubject::WithdrawnCard(number) => {
            let card = replica.card(*number).map(|state| (*number, state));
            withdrawal(&conflict, Entity::Card(number.0), card.as_slice(), choose)
        }
        ConflictSubject::Basis(number) if choose == "stands" => basis(replica, *number),
        ConflictSubject::Basis(_) => Err(choices(&["stands"])),
    }
}

/// A verdict on the whole lot. Where nobody says why now, it takes over the reason of the side
/// that said the same.
fn ruling(replica: &Replica, card: CardNumber, verdict: Verdict, why: Option<&Text>) -> Ruling {
    let whole = Ruling { replace: true, ..Ruling::of(verdict) };
    match (verdict, why) {
        (Verdict::Reject | Verdict::Sort, Some(why)) => {
            Ruling { reason: Some(why.clone()), ..whole }
        }
        (Verdict::Pass | Verdict::Concession, Some(why)) => {
            Ruling { note: Some(why.clone()), ..whole }
        }
        (Verdict::Pass, None) => whole,
        (Verdict::Reject | Verdict::Sort | Verdict::Concession, None) => {
            let says = |said: &VerdictRecorded| {
                let is_said = said.judgements.iter().any(|said| said.verdict == verdict);
                is_said
                    && reason::lacking_in_verdict(
                        &said.judgements,
                        said.reason.as_ref(),
                        said.note.as_ref(),
                    )
                    .is_none()
            };
            let verdicts = replica.card(card).map(|state| state.verdicts.as_slice());
            let live = verdicts.unwrap_or_default().iter().rev();
            let mut live = live.filter(|known| known.status == VerdictStatus::Live);
            match live.find(|known| says(&known.recorded)).map(|known| &known.recorded) {
                Some(said) => {
                    Ruling { reason: said.reason.clone(), note: said.note.clone(), ..whole }
                }
                None => whole,
            }
        }
    }
}

/// A withdrawal that others had not seen: either what rests on it is withdrawn as well, or both
/// stay as they are. What comes later opens the conflict again.
fn withdrawal(
    conflict: &Conflict,
    withdrawn: Entity,
    lots: &[(CardNumber, &CardState)],
    choose: &str,
) -> Result<Decision, Refusal> {
    let mut decision = Decision::default();
    match choose {
        "stands" => {}
        "undo" => {
            for (number, state) in lots {
                decision.drafts.extend(card::undone(*number, state));
            }
        }
        _ => return Err(choices(&["undo", "stands"])),
    }
    let seen = conflict.sides.iter().filter_map(|side| side.written).map(|written| written.id);
    let confirmed = Decision::of(withdrawn, WithdrawalConfirmed { seen: seen.collect() });
    decision.drafts.extend(confirmed.drafts);
    Ok(decision)
}

/// What was put away or returned under another answer stays as it is.
fn basis(replica: &Replica, number: CardNumber) -> Result<Decision, Refusal> {
    let state = replica.card(number).ok_or(Refusal::UnknownCard { card: number })?;
    let LotBalance { accepted, rejected, put_away, returned, lot: _ } =
        across::balance(replica, state);
    let event = BasisConfirmed { accepted, rejected, put_away, returned };
    Ok(Decision::of(Entity::Card(number.0), event))
}

fn choices(choices: &[&str]) -> Refusal {
    Refusal::NoSuchChoice { choices: choices.iter().map(ToString::to_string).collect() }
}

fn chosen_value(conflict: &Conflict, choose: &str) -> Result<Option<Text>, Refusal> {
    let mut values = Vec::new();
    for Side { written, value: said } in &conflict.sides {
        let SideValue::Value(value) = said else { continue };
        let told = value.as_ref().map(ToString::to_string).unwrap_or_default();
        let is_named = written.is_some_and(|written| written.id.to_string() == choose);
        if is_named || told == choose {
            return Ok(value.clone());
        }
        values.push(told);
    }
    Err(Refusal::NoSuchChoice { choices: values })
}

/// The order line that somebody chose, where what they said is one.
fn order_line(choose: &str) -> Option<OrderLine> {
    match choose.parse() {
        Ok(LineChoice::Exact(LineKey::Ordered(to))) => Some(to),
        Ok(LineChoice::Exact(LineKey::Held(_)) | LineChoice::Number(_)) | Err(_) => None,
    }
}

/// The order lines that the sides of a disagreement give goods to.
pub(crate) fn targets(conflict: &Conflict) -> Vec<String> {
    let targets = conflict.sides.iter().filter_map(|side| match &side.value {
        SideValue::Assigned(_, to) => Some(to.to_string()),
        _ => None,
    });
    targets.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Gives all that is left of a line to an order line, under the checks of every assignment.
fn assign_all(
    replica: &Replica,
    number: ReceiptNumber,
    line: &LineKey,
    to: OrderLine,
    replace: bool,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let line = LineChoice::Exact(line.clone());
    let to = OrderChoice { order: to.order, line: Some(to.line) };
    let all = Assignment { line: &line, to: &to, quantity: None, replace };
    assign::assign(replica, number, all, now)
}

fn stale(
    replica: &Replica,
    number: ReceiptNumber,
    line: &LineKey,
    choose: &str,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let Some(answer) = answer(choose) else {
        return assigned(replica, number, line, choose, false, now);
    };
    let event = StaleOrderAnswered { line: line.clone(), answer };
    Ok(Decision::of(Entity::Receipt(number.0), event))
}

/// Purchasing's answer to an order that the ERP states otherwise than the goods were counted: it
/// is given to what the ERP says now.
fn changed(
    replica: &Replica,
    number: ReceiptNumber,
    line: &LineKey,
    choose: &str,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let change = across::order_change(replica, number, line);
    let Some(answer) = answer(choose) else {
        // Goods that were given to the changed line are taken back from it.
        let replace = change.is_some_and(|change| change.on != *line);
        return assigned(replica, number, line, choose, replace, now);
    };
    let said = change.and_then(|change| change.says.terms().cloned());
    let event = OrderChangeAnswered { line: line.clone(), said, answer };
    Ok(Decision::of(Entity::Receipt(number.0), event))
}

fn answer(choose: &str) -> Option<StaleAnswer> {
    match choose {
        "accept" => Some(StaleAnswer::Accept),
        "return" => Some(StaleAnswer::Return),
        _ => None,
    }
}

/// The third answer: the goods are assigned to a line of an order.
fn assigned(
    replica: &Replica,
    number: ReceiptNumber,
    line: &LineKey,
    choose: &str,
    replace: bool,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let to = order_line(choose).ok_or_else(|| choices(&["accept", "return", "PO240001/2"]))?;
    assign_all(replica, number, line, to, replace, now)
}
