//! Rows of lists, cell by cell.

use sync_core::text::Language;
use sync_core::time::{SiteOffset, Timestamp};
use sync_core::view::{
    ConflictView, LotView, OrderLineView, Reason, ReceiptRow, SetAsideView, WorkRow,
};

use super::names;
use crate::output::clock_time;

/// A cell of something that may not be known.
pub fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.to_string())
}

/// The heads of receipts.
pub fn receipt_head(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => {
            &["receipt", "status", "opened", "vendor", "orders", "dock", "lines", "conflicts"]
        }
        Language::Chinese => &["点收单", "状态", "开单", "厂商", "采购单", "码头", "项数", "冲突"],
    }
}

/// A receipt.
pub fn receipt(row: &ReceiptRow, offset: SiteOffset, language: Language) -> Vec<String> {
    let orders: Vec<String> = row.orders.iter().map(ToString::to_string).collect();
    vec![
        row.number.to_string(),
        names::receipt_status(row.status, language).to_owned(),
        or_dash(row.opened.as_ref().map(|opened| clock_time(opened.at, offset))),
        or_dash(row.vendor_name.clone().or_else(|| row.vendor.as_ref().map(ToString::to_string))),
        orders.join(" "),
        or_dash(row.dock.clone()),
        row.lines.to_string(),
        row.conflicts.to_string(),
    ]
}

/// The heads of lots.
pub fn lot_head(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => {
            &["card", "clock", "due", "status", "item", "qty", "unit", "vendor", "receipt"]
        }
        Language::Chinese => {
            &["检验卡", "时限", "到期", "状态", "料号", "数量", "单位", "厂商", "点收单"]
        }
    }
}

/// A lot.
pub fn lot(lot: &LotView, now: Timestamp, offset: SiteOffset, language: Language) -> Vec<String> {
    vec![
        lot.number.to_string(),
        names::standing(lot.standing(now), language).to_owned(),
        or_dash(lot.due.map(|due| clock_time(due, offset))),
        names::lot_status(lot.status, language).to_owned(),
        or_dash(lot.goods.code()),
        lot.quantity.to_string(),
        or_dash(lot.unit),
        or_dash(lot.goods.vendor_name_or_code()),
        or_dash(lot.receipt),
    ]
}

/// The heads of order lines.
pub fn order_line_head(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => {
            &["line", "item", "name", "ordered", "received", "accepted", "rejected", "over", "unit"]
        }
        Language::Chinese => {
            &["项次", "料号", "品名", "订购", "已收", "允收", "不合格", "超交", "单位"]
        }
    }
}

/// An order line.
pub fn order_line(line: &OrderLineView, language: Language) -> Vec<String> {
    vec![
        line.line.to_string(),
        line.item.code.to_string(),
        or_dash(line.item.name(language)),
        line.ordered.to_string(),
        line.received.to_string(),
        line.accepted.to_string(),
        line.rejected.to_string(),
        line.over.to_string(),
        line.unit.to_string(),
    ]
}

/// The heads of conflicts.
pub fn conflict_head(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &["conflict", "rule", "sides", "choose"],
        Language::Chinese => &["冲突", "规则", "各方", "可选"],
    }
}

/// A conflict.
pub fn conflict(row: &ConflictView, language: Language) -> Vec<String> {
    let sides: Vec<String> = row
        .sides
        .iter()
        .map(|side| {
            let says = match language {
                Language::English => &side.says,
                Language::Chinese => &side.says_zh,
            };
            match &side.recorded {
                Some(stamp) => format!("{says} ({})", or_dash(stamp.name.as_ref())),
                None => says.clone(),
            }
        })
        .collect();
    vec![row.id.clone(), row.rule.clone(), sides.join(" | "), row.choices.join(", ")]
}

/// The heads of what was set aside.
pub fn set_aside_head(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &["set aside", "fact", "kind", "recorded", "why", "let in by"],
        Language::Chinese => &["搁置", "记录", "种类", "时刻", "原因", "准入者"],
    }
}

/// A fact that was set aside.
pub fn set_aside(row: &SetAsideView, offset: SiteOffset, language: Language) -> Vec<String> {
    vec![
        row.id.to_string(),
        row.fact.to_string(),
        or_dash(row.kind.as_ref()),
        or_dash(row.recorded.map(|at| clock_time(at, offset))),
        names::set_aside(row.reason, language).to_owned(),
        or_dash(row.readmitted.as_ref().map(|by| or_dash(by.name.as_ref()))),
    ]
}

/// The head of a work list.
pub fn work_head(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &["to do", "about", "line", "item", "qty", "unit", "due", "figure"],
        Language::Chinese => &["事项", "对象", "项次", "料号", "数量", "单位", "时限", "数据"],
    }
}

/// Something to be done.
pub fn work(row: &WorkRow, offset: SiteOffset, language: Language) -> Vec<String> {
    vec![
        names::work(row.kind, language).to_owned(),
        row.about.to_string(),
        or_dash(row.line.as_ref()),
        or_dash(row.item.as_ref().map(|item| &item.code)),
        or_dash(row.quantity),
        or_dash(row.unit),
        or_dash(row.due.map(|due| clock_time(due, offset))),
        or_dash(row.figure.as_ref()),
    ]
}

/// One answer, with its rule, its clause and its facts.
pub fn reason(reason: &Reason, language: Language) -> String {
    let says = reason.said(language);
    let clause = reason.clause.as_ref().map(|clause| format!(" {clause}")).unwrap_or_default();
    let facts: Vec<String> = reason.facts.iter().map(ToString::to_string).collect();
    let facts = if facts.is_empty() { String::new() } else { format!("  ({})", facts.join(" ")) };
    format!("{}{clause}: {says}{facts}", reason.rule)
}
