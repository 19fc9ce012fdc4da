//! The words that stand on paper, in both languages, and how figures and times are written.

use std::borrow::Cow;

use chrono::{Datelike as _, Timelike as _, Weekday};
use sync_core::fact::{Kind, ReturnFor};
use sync_core::ids::LineKey;
use sync_core::measure::{Quantity, Unit};
use sync_core::post::Post;
use sync_core::text::Say as _;
use sync_core::text::names::{self, Name};
use sync_core::time::{SiteOffset, Timestamp};
use sync_core::view::LotStatus;

macro_rules! words {
    ($($name:ident: $word:expr;)*) => {
        $(pub(crate) const $name: Name = $word;)*
    };
}

const fn word(chinese: &'static str, english: &'static str) -> Name {
    Name::new(chinese, english)
}

words! {
    CARD: names::INSPECTION_CARD;
    DUE: word("最迟判定", "Judge by");
    NOT_SIGNED: names::lot_status(LotStatus::NotSigned);
    SIGNED: word("点收", "Counted");
    QUANTITY: word("数量", "Quantity");
    ITEM: names::ITEM;
    ITEM_AND_NAME: word("料号 · 品名", "Item");
    ORDER: names::ORDER;
    LOT: word("批号", "Lot");
    HELD: names::ON_HOLD;
    WEIGH: word("托外加工：须称重", "Subcontracted: weigh");
    INSPECTOR: names::post(Post::QcInspector);
    TIME: word("时间", "Time");
    NOTE: word("备注", "Note");
    SLIP: names::ACCEPTANCE_SLIP;
    RECEIPT: names::RECEIPT;
    VENDOR: names::VENDOR;
    APPROVED: names::APPROVED_VENDOR;
    YES: word("是", "yes");
    NO: word("否", "no");
    UNKNOWN: word("不详", "not known");
    DELIVERY_NOTE: names::DELIVERY_NOTE;
    ARRIVED: word("到货", "Arrived");
    DOCK: names::DOCK;
    COUNT_SIGNED: names::fact_kind(Kind::CountSigned);
    LINE: word("行", "#");
    ORDERED: word("订购", "Ordered");
    COUNTED: word("实点", "Counted");
    OVER: names::OVER_RECEIPT;
    SHORT: word("短", "short");
    VERDICT: names::fact_kind(Kind::VerdictRecorded);
    CLERK: names::post(Post::DockClerk);
    TERMINAL: names::post(Post::TerminalOperator);
    DATE: word("日期", "Date");
    OVER_NOTE: word("订购以外的数量不付款，除非采购修改采购单。", "Goods over the order are not paid for unless purchasing changes it.");
    REPRINT: word("重印", "Reprint");
    RETURN_NOTE: names::RETURN_NOTE;
    RETURNED: word("退货数量", "Returned");
    LOT_QUANTITY: word("点收", "Received");
    REASON: word("原因", "Reason");
    KIND: word("方式", "Type");
    CREDIT: word("采购单退货，退款", "Order return, credit");
    REPLACEMENT: word("补货", "Replacement");
    NO_ORDER: word("无采购单，转采购处理", "No order: for purchasing");
    KEEPER: names::post(Post::NonconformingKeeper);
    // So the regulation calls who signs a return (§4.7.1).
    SUPERVISOR: word("仓库主管", "Supervisor");
    VENDOR_SIGNS: word("厂商收货", "Vendor");
    PURCHASING: word("采购（代收）", "Purchasing");
}

/// Both languages in one line.
pub(crate) fn both(word: Name) -> String {
    format!("{} {}", word.chinese, english(word))
}

/// A word's English, as it begins a line.
pub(crate) fn english(word: Name) -> Cow<'static, str> {
    word.capital().english()
}

/// For what goods go back.
pub(crate) const fn settlement(settlement: ReturnFor) -> Name {
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
        Some(LineKey::Held(_)) => both(HELD),
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
