//! Why a receipt's lines are as they are.

use super::{Reason, reason};
use crate::across::{self, Part};
use crate::fact::StaleAnswer;
use crate::ids::LineKey;
use crate::measure::Quantity;
use crate::merge::recount;
use crate::merge::tally_sum::TallyStatus;
use crate::number::ReceiptNumber;
use crate::replica::Replica;
use crate::rules::over_receipt::{self, Ordered};
use crate::rules::receipt_vendor::Provenance;
use crate::rules::stale_order::Staleness;
use crate::state::ReceiptState;
use crate::text::Say as _;

pub(super) fn explain(replica: &Replica, number: ReceiptNumber) -> Option<Vec<Reason>> {
    replica.receipt(number)?;
    let mut reasons = Vec::new();
    let root = across::root(replica, number);
    if root != number {
        let said = [
            format!("this receipt is read as part of {root}: somebody joined them"),
            format!("此点收单已合并到 {root}，按一次送货看待"),
        ];
        let joined = replica.receipt(number).and_then(|state| state.joined_into);
        reasons.push(reason("same-delivery", None, said, joined.map(|(written, _)| written.id)));
    }
    for line in across::line_keys(replica, number) {
        let delivery = across::delivery(replica, number);
        for part in delivery.iter().filter(|part| part.state.lines.contains_key(&line)) {
            counted(part, &line, &mut reasons);
            too_fine(replica, part, &line, &mut reasons);
            stale(replica, part.state, &line, &mut reasons);
            vendor(replica, part.state, &line, &mut reasons);
            changed(replica, part, &line, &mut reasons);
        }
        assigned(&delivery, &line, &mut reasons);
        elsewhere(replica, &delivery, &line, &mut reasons);
        signed(replica, (number, &delivery), &line, &mut reasons);
        over(replica, root, &line, &mut reasons);
    }
    Some(reasons)
}

fn counted(counted: &Part<'_>, line: &LineKey, reasons: &mut Vec<Reason>) {
    let (part, Some(folded)) = (counted.number, counted.state.lines.get(line)) else { return };
    let Some(count) = counted.count(line) else { return };
    let in_force = recount::in_force(&folded.recounts);
    let of_line = || counted.tallies().iter().filter(|tally| tally.line == *line);
    let standing: Vec<_> = of_line().filter(|tally| tally.status == TallyStatus::Live).collect();
    let (n, quantity) = (standing.len(), count.quantity);
    let facts = in_force
        .recount
        .map(|recount| recount.written.id)
        .into_iter()
        .chain(standing.iter().map(|tally| tally.written.id));
    let said = match in_force.recount {
        None => [
            format!("{line} counts {quantity} on {part}: the sum of {n} live tallies"),
            format!("{part} 的 {line} 计 {quantity}：{n} 笔有效点数之和"),
        ],
        Some(recount) => [
            format!(
                "{line} counts {quantity} on {part}: recounted to {}, and {n} tallies that the recount had not seen",
                recount.quantity
            ),
            format!(
                "{part} 的 {line} 计 {quantity}：重点为 {}，另有重点时未见的 {n} 笔",
                recount.quantity
            ),
        ],
    };
    let rule = if in_force.recount.is_some() { "recount" } else { "tally-sum" };
    reasons.push(reason(rule, Some("§4.6.1"), said, facts));
    if count.package_twice {
        let twice = of_line().filter(|tally| tally.status == TallyStatus::SamePackage);
        let said = [
            format!("a package of {line} was tallied twice: the earlier tally counts"),
            format!("{line} 有一件包装点了两次：以较早的一笔为准"),
        ];
        reasons.push(reason("package", None, said, twice.map(|tally| tally.written.id)));
    }
    if count.count_again {
        let said = [
            format!("{line} must be counted again: people counted at once, and differ"),
            format!("{line} 须重新点数：有人同时点数且不一致"),
        ];
        let losers = in_force.losers.iter().map(|recount| recount.written.id);
        let facts = losers.chain(standing.iter().map(|tally| tally.written.id)).collect::<Vec<_>>();
        reasons.push(reason("recount", None, said, facts));
    }
}

fn elsewhere(replica: &Replica, delivery: &[Part<'_>], line: &LineKey, reasons: &mut Vec<Reason>) {
    let others = across::package_elsewhere(replica, delivery, line);
    if others.is_empty() {
        return;
    }
    let others = others.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let said = [
        format!("a package of {line} was tallied on {others} too: look which of them it came with"),
        format!("{line} 有一件包装在 {others} 也点过：请核对随哪一单到货"),
    ];
    reasons.push(reason("package", None, said, []));
}

fn signed(
    replica: &Replica,
    (number, delivery): (ReceiptNumber, &[Part<'_>]),
    line: &LineKey,
    reasons: &mut Vec<Reason>,
) {
    let Some(signature) = across::signed(replica, number, line) else { return };
    if !across::signatures_fit(delivery, line) {
        let said = [
            format!("{line} must be signed again: its count has changed since"),
            format!("{line} 须重新签核：签核后数量有变"),
        ];
        reasons.push(reason("signature", Some("§4.6.1"), said, [signature.written.id]));
    }
}

fn over(replica: &Replica, root: ReceiptNumber, line: &LineKey, reasons: &mut Vec<Reason>) {
    let Some(ordered_line) = line.order_line() else { return };
    let answer = across::order_line(replica, ordered_line);
    let here = across::filling_of(replica, ordered_line, &answer, root);
    let (Some(ordered), Some(here)) = (answer.ordered, here) else { return };
    if here.over.is_zero() {
        spare(ordered, &answer, line, reasons);
        return;
    }
    let (over, quantity, spare, total) =
        (here.over, ordered.quantity, ordered.spare, answer.counted);
    let said = [
        format!(
            "{over} of {line} are over: {total} counted on all receipts, {quantity} ordered, {spare} free spare; the later receipt bears it; not payable"
        ),
        format!(
            "{line} 超交 {over}：各点收单共 {total}，订购 {quantity}，免费备品 {spare}；由较晚的点收单承担，不付款"
        ),
    ];
    reasons.push(reason("over-receipt", Some("§4.8.3, §4.4.3"), said, []));
}

/// The free spare that came within the order's limits, and is not paid for either (§4.4.3).
fn spare(
    ordered: Ordered,
    answer: &across::OrderLineAnswer,
    line: &LineKey,
    reasons: &mut Vec<Reason>,
) {
    let unpaid = over_receipt::not_payable(ordered, answer.returned, answer.counted);
    if unpaid.is_zero() || !answer.over.is_zero() {
        return;
    }
    let (total, quantity) = (answer.counted, ordered.quantity);
    let said = [
        format!(
            "{unpaid} of {line} are free spare: {total} counted on all receipts, {quantity} ordered; not payable"
        ),
        format!("{line} 有免费备品 {unpaid}：各点收单共 {total}，订购 {quantity}；不付款"),
    ];
    reasons.push(reason("over-receipt", Some("§4.4.3"), said, []));
}

/// Where purchasing gave goods of a line, and what of goods on hold still waits for it.
fn assigned(delivery: &[Part<'_>], line: &LineKey, reasons: &mut Vec<Reason>) {
    for share in across::assigned(delivery, line) {
        let (quantity, to) = (share.quantity, share.to);
        let said = [
            format!("purchasing gave {quantity} of {line} to {to}"),
            format!("采购将 {line} 的 {quantity} 指定到 {to}"),
        ];
        reasons.push(reason("assignment", Some("§4.5"), said, [share.by.fact]));
    }
    let waits: Quantity = delivery.iter().map(|part| across::unassigned(part, line)).sum();
    if line.order_line().is_none() && !waits.is_zero() {
        let said = [
            format!("{waits} of {line} have no order: on hold until purchasing assigns them"),
            format!("{line} 有 {waits} 没有采购单：暂存，等采购指定"),
        ];
        reasons.push(reason("assignment", Some("§4.5"), said, []));
    }
}

/// Who brought the goods of a line, where that is not whose order it is.
fn vendor(replica: &Replica, state: &ReceiptState, line: &LineKey, reasons: &mut Vec<Reason>) {
    if let Provenance::Other { came, ordered } = across::provenance(replica, state, line) {
        let said = [
            format!(
                "{came} brought {line}, which was ordered from {ordered}: judged as {came}'s; purchasing must answer"
            ),
            format!("{line} 向 {ordered} 订购，货是 {came} 送来的：按 {came} 判定，等采购答复"),
        ];
        let opened = state.opened.as_ref().map(|(written, _)| written.id);
        reasons.push(reason("receipt-vendor", Some("§4.1.1.3"), said, opened));
    }
}

/// What was counted before anybody here knew that the line is in pieces (SEMANTICS 33).
fn too_fine(replica: &Replica, part: &Part<'_>, line: &LineKey, reasons: &mut Vec<Reason>) {
    let is_said = part.count(line).is_none_or(|count| count.count_again);
    if is_said || !across::count_again(replica, part, line) {
        return;
    }
    let quantity = part.quantity(line);
    let said = [
        format!("{line} must be counted again: it is in pieces, and {quantity} is no whole number"),
        format!("{line} 须重新点数：按件计，{quantity} 不是整数"),
    ];
    let counts = part.state.counts_of(line);
    reasons.push(reason("recount", Some("§4.6.1"), said, counts));
}

/// What the ERP says otherwise since the goods were counted (SEMANTICS 27).
fn changed(replica: &Replica, part: &Part<'_>, line: &LineKey, reasons: &mut Vec<Reason>) {
    let Some(change) = across::order_change(replica, part.number, line) else { return };
    let (counted, says) = (&change.counted, &change.says);
    let (then_en, then_zh) = match change.answer {
        None => ("purchasing must answer", "等采购答复"),
        Some(StaleAnswer::Accept) => ("purchasing took the goods", "采购已接受"),
        Some(StaleAnswer::Return) => ("purchasing sends the goods back", "采购决定退回"),
    };
    let (given_en, given_zh) = if change.on == *line {
        (String::new(), String::new())
    } else {
        (format!(", and given to {}", change.on), format!("，已指定给 {}", change.on))
    };
    let said = [
        format!(
            "{line} was counted as {}{given_en}; {}: {then_en}",
            counted.english(),
            says.english()
        ),
        format!("{line} 点数时为 {}{given_zh}；{}：{then_zh}", counted.chinese(), says.chinese()),
    ];
    let state = part.state.lines.get(line);
    let stated = state.and_then(|state| state.counted_as.as_ref()).map(|stated| stated.0.id);
    let answers = state.map(|state| state.change_answers.as_slice()).unwrap_or_default();
    let facts: Vec<_> = stated.into_iter().chain(answers.iter().map(|(w, _)| w.id)).collect();
    reasons.push(reason("order-changed", Some("§4.5"), said, facts));
}

fn stale(replica: &Replica, state: &ReceiptState, line: &LineKey, reasons: &mut Vec<Reason>) {
    if let Staleness::Unresolved { status } = across::staleness(replica, state, line) {
        let said = [
            format!(
                "the order of {line} was {} when the receipt was opened: purchasing must answer",
                status.english()
            ),
            format!("开单时 {line} 的采购单{}：等采购答复", status.chinese()),
        ];
        let opened = state.opened.as_ref().map(|(written, _)| written.id);
        reasons.push(reason("stale-order", Some("§4.5"), said, opened));
    }
}
