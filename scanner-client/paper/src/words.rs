//! The words that stand on paper, in both languages, and how figures and times are written.

use chrono::{Datelike as _, Timelike as _, Weekday};
use sync_core::fact::{ReturnFor, Verdict};
use sync_core::ids::LineKey;
use sync_core::measure::{Quantity, Unit};
use sync_core::time::{SiteOffset, Timestamp};

/// A word in both languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(pub(crate) const $name: Word = Word { zh: $zh, en: $en };)*
    };
}

words! {
    CARD: "检验卡", "Inspection card";
    DUE: "最迟判定", "Judge by";
    NOT_SIGNED: "未签核", "Not signed";
    SIGNED: "点收", "Counted";
    QUANTITY: "数量", "Quantity";
    ITEM: "料号", "Item";
    ITEM_AND_NAME: "料号 · 品名", "Item";
    ORDER: "采购单", "PO";
    LOT: "批号", "Lot";
    HELD: "暂存", "On hold";
    WEIGH: "托外加工：须称重", "Subcontracted: weigh";
    INSPECTOR: "品管", "QC";
    TIME: "时间", "Time";
    NOTE: "备注", "Note";
    SLIP: "验收单", "Acceptance slip";
    RECEIPT: "点收单", "Receipt";
    VENDOR: "厂商", "Vendor";
    APPROVED: "合格厂商", "Approved vendor";
    YES: "是", "yes";
    NO: "否", "no";
    UNKNOWN: "不详", "not known";
    DELIVERY_NOTE: "送货单", "Delivery note";
    ARRIVED: "到货", "Arrived";
    ORDERS: "采购单", "Purchase orders";
    DOCK: "码头", "Dock";
    COUNT_SIGNED: "点收签核", "Count signed";
    LINE: "行", "#";
    ORDERED: "订购", "Ordered";
    COUNTED: "实点", "Counted";
    OVER: "超收", "Over";
    SHORT: "短", "short";
    VERDICT: "判定", "Verdict";
    CLERK: "点收员", "Dock clerk";
    TERMINAL: "终端操作员", "Terminal operator";
    DATE: "日期", "Date";
    OVER_NOTE: "订购以外的数量不付款，除非采购修改采购单。", "Goods over the order are not paid for unless purchasing changes it.";
    REPRINT: "重印", "Reprint";
    RETURN_NOTE: "退货单", "Return note";
    RETURNED: "退货", "Returned";
    LOT_QUANTITY: "点收", "Received";
    REASON: "原因", "Reason";
    KIND: "方式", "Type";
    CREDIT: "采购单退货，退款", "PO return, credit";
    REPLACEMENT: "补货", "Replacement";
    NO_ORDER: "无采购单，转采购处理", "No PO: for purchasing";
    KEEPER: "不良品仓管员", "Nonconforming store";
    SUPERVISOR: "仓库主管", "Supervisor";
    VENDOR_SIGNS: "厂商收货", "Vendor";
    PURCHASING: "采购（代收）", "Purchasing";
}

impl Word {
    /// Both languages in one line.
    pub(crate) fn both(self) -> String {
        format!("{} {}", self.zh, self.en)
    }
}

/// What a verdict is called.
pub(crate) const fn verdict(verdict: Verdict) -> Word {
    match verdict {
        Verdict::Pass => Word { zh: "合格", en: "Pass" },
        Verdict::Concession => Word { zh: "特采", en: "Concession" },
        Verdict::Sort => Word { zh: "挑选", en: "Sort" },
        Verdict::Reject => Word { zh: "不合格", en: "Reject" },
    }
}

/// For what goods go back.
pub(crate) const fn settlement(settlement: ReturnFor) -> Word {
    match settlement {
        ReturnFor::Credit => CREDIT,
        ReturnFor::Replacement => REPLACEMENT,
    }
}

/// The unit as both languages write it.
pub(crate) const fn unit(unit: Option<Unit>) -> &'static str {
    match unit {
        Some(Unit::Pieces) => "件 pcs",
        Some(Unit::Kilograms) => "kg",
        Some(Unit::Metres) => "m",
        Some(Unit::Litres) => "L",
        None => "",
    }
}

/// The order line, or that there is none.
pub(crate) fn line(line: Option<&LineKey>) -> String {
    match line {
        Some(LineKey::Ordered(line)) => line.to_string(),
        Some(LineKey::Held(_)) => HELD.both(),
        None => String::new(),
    }
}

/// An amount in groups of three, held together.
pub(crate) fn grouped(quantity: Quantity) -> String {
    let text = quantity.value().to_string();
    let (whole, decimals) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    grouped + decimals
}

/// The site's wall clock: `12:10`.
pub(crate) fn time(offset: SiteOffset, at: Timestamp) -> String {
    let local = offset.local(at);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// The site's day in the year: `11-23`.
pub(crate) fn day(offset: SiteOffset, at: Timestamp) -> String {
    let local = offset.local(at);
    format!("{:02}-{:02}", local.month(), local.day())
}

/// The site's day with its weekday.
pub(crate) fn long_day(offset: SiteOffset, at: Timestamp) -> String {
    let weekday = match offset.local(at).weekday() {
        Weekday::Mon => "周一 Mon",
        Weekday::Tue => "周二 Tue",
        Weekday::Wed => "周三 Wed",
        Weekday::Thu => "周四 Thu",
        Weekday::Fri => "周五 Fri",
        Weekday::Sat => "周六 Sat",
        Weekday::Sun => "周日 Sun",
    };
    format!("{} {weekday}", day(offset, at))
}

/// Day and minute, with the year.
pub(crate) fn instant(offset: SiteOffset, at: Timestamp) -> String {
    format!("{}-{} {}", offset.local(at).year(), day(offset, at), time(offset, at))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn figures_stand_in_groups_of_three() {
        for (text, expected) in [
            ("5", "5"),
            ("123", "123"),
            ("1234", "1\u{a0}234"),
            ("1234567.125", "1\u{a0}234\u{a0}567.125"),
        ] {
            let quantity = Quantity::new(text.parse::<Decimal>().unwrap()).unwrap();
            assert_eq!(grouped(quantity), expected);
        }
    }
}
