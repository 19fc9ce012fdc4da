//! Rows of lists, cell by cell.

use sync_core::text::names::{self, Name};
use sync_core::text::{Language, Named as _};
use sync_core::time::{SiteOffset, Timestamp};
use sync_core::view::{
    ConflictView, LotStatus, LotView, OrderLineView, Reason, ReceiptRow, SetAsideView, Stamp,
    WorkRow,
};

use crate::output::clock_time;

/// The heads of a table in a language.
pub fn words(head: &[Name], language: Language) -> Vec<&'static str> {
    head.iter().map(|name| name.word(language)).collect()
}

/// A cell of something that may not be known.
pub fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.to_string())
}

/// The heads of receipts.
pub const RECEIPT_HEAD: [Name; 8] = [
    names::RECEIPT,
    Name::new("状态", "status"),
    Name::new("开单", "opened"),
    names::VENDOR,
    names::ORDER,
    names::DOCK,
    Name::new("项数", "lines"),
    names::CONFLICTS,
];

/// The cells of a receipt, under [`RECEIPT_HEAD`].
pub fn receipt(row: &ReceiptRow, offset: SiteOffset, language: Language) -> Vec<String> {
    let orders: Vec<String> = row.orders.iter().map(ToString::to_string).collect();
    vec![
        row.number.to_string(),
        row.status.word(language).to_owned(),
        or_dash(row.opened.as_ref().map(|opened| clock_time(opened.at, offset))),
        or_dash(row.vendor_name.clone().or_else(|| row.vendor.as_ref().map(ToString::to_string))),
        orders.join(" "),
        or_dash(row.dock.clone()),
        row.lines.to_string(),
        row.conflicts.to_string(),
    ]
}

/// The heads of lots.
pub const LOT_HEAD: [Name; 9] = [
    names::INSPECTION_CARD,
    Name::new("时限", "clock"),
    Name::new("到期", "due"),
    Name::new("状态", "status"),
    names::ITEM,
    Name::new("数量", "qty"),
    Name::new("单位", "unit"),
    names::VENDOR,
    names::RECEIPT,
];

/// The cells of a lot, under [`LOT_HEAD`].
pub fn lot(lot: &LotView, now: Timestamp, offset: SiteOffset, language: Language) -> Vec<String> {
    vec![
        lot.number.to_string(),
        lot.deadline_status(now).word(language).to_owned(),
        or_dash(lot.due.map(|due| clock_time(due, offset))),
        lot.status.word(language).to_owned(),
        or_dash(lot.goods.code()),
        lot.quantity.to_string(),
        or_dash(lot.unit),
        or_dash(lot.goods.vendor_name_or_code()),
        or_dash(lot.receipt),
    ]
}

/// The heads of order lines.
pub const ORDER_LINE_HEAD: [Name; 11] = [
    names::LINE,
    names::ITEM,
    Name::new("品名", "name"),
    Name::new("订购", "ordered"),
    Name::new("已收", "received"),
    Name::new("允收", "accepted"),
    names::lot_status(LotStatus::Rejected),
    names::lot_status(LotStatus::Returned),
    names::OVER_RECEIPT,
    Name::new("不付款", "not payable"),
    Name::new("单位", "unit"),
];

/// The cells of an order line, under [`ORDER_LINE_HEAD`].
pub fn order_line(line: &OrderLineView, language: Language) -> Vec<String> {
    vec![
        line.line.to_string(),
        line.item.code.to_string(),
        or_dash(line.item.name(language)),
        or_dash(line.ordered),
        line.received.to_string(),
        line.accepted.to_string(),
        line.rejected.to_string(),
        line.returned.to_string(),
        line.over.to_string(),
        line.not_payable.to_string(),
        line.unit.to_string(),
    ]
}

/// The heads of conflicts.
pub const CONFLICT_HEAD: [Name; 4] = [
    names::CONFLICTS,
    Name::new("规则", "rule"),
    Name::new("各方", "sides"),
    Name::new("可选", "choose"),
];

/// The cells of a conflict, under [`CONFLICT_HEAD`].
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
pub const SET_ASIDE_HEAD: [Name; 7] = [
    names::SET_ASIDE,
    Name::new("记录", "fact"),
    Name::new("种类", "kind"),
    Name::new("记录者", "recorded by"),
    Name::new("时刻", "recorded"),
    Name::new("原因", "why"),
    Name::new("准入者", "readmitted by"),
];

/// A fact that was set aside.
pub fn set_aside(row: &SetAsideView, offset: SiteOffset, language: Language) -> Vec<String> {
    vec![
        row.id.to_string(),
        row.fact.to_string(),
        set_aside_kind(row, language),
        or_dash(row.author.as_ref().map(author)),
        or_dash(row.recorded.map(|at| clock_time(at, offset))),
        row.reason.word(language).to_owned(),
        or_dash(row.readmitted.as_ref().map(|by| or_dash(by.name.as_ref()))),
    ]
}

/// What a fact that was set aside says happened: in words, where this version knows it.
fn set_aside_kind(row: &SetAsideView, language: Language) -> String {
    let known = row.known.map(|kind| kind.word(language).to_owned());
    known.unwrap_or_else(|| or_dash(row.kind.as_ref()))
}

/// Who recorded something: by name, or by number where nobody of that name is known here.
fn author(stamp: &Stamp) -> String {
    stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string())
}

/// What, who, when and why of a fact that was set aside, where a row has one cell for it.
fn set_aside_in_words(row: &SetAsideView, offset: SiteOffset, language: Language) -> String {
    let who = row.author.as_ref().map(author);
    let when = row.recorded.map(|at| clock_time(at, offset));
    let said = [
        Some(set_aside_kind(row, language)),
        who,
        when,
        Some(row.reason.word(language).to_owned()),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The head of a work list.
pub const WORK_HEAD: [Name; 8] = [
    Name::new("事项", "to do"),
    Name::new("对象", "about"),
    names::LINE,
    names::ITEM,
    Name::new("数量", "qty"),
    Name::new("单位", "unit"),
    Name::new("时限", "due"),
    Name::new("数据", "figure"),
];

/// The cells of a row of work, under [`WORK_HEAD`].
pub fn work(row: &WorkRow, offset: SiteOffset, language: Language) -> Vec<String> {
    vec![
        row.kind.word(language).to_owned(),
        row.about.to_string(),
        or_dash(row.line.as_ref()),
        match &row.set_aside {
            Some(set_aside) => set_aside_in_words(set_aside, offset, language),
            None => or_dash(row.item.as_ref().map(|item| &item.code)),
        },
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
