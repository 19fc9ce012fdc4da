//! What a person should know though a command went through.

use std::fmt;

use rust_decimal::Decimal;

use super::resting;
use crate::fact::{Characteristic, OrderStatus};
use crate::ids::{ItemCode, LineKey, OrderNumber, VendorCode};
use crate::measure::Quantity;
use crate::number::ReceiptNumber;
use crate::rules::withdrawal::Resting;
use crate::text::{Language, Say as _};

/// Something that a person should know, though the command went through.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields fill the sentences of each case")]
pub enum Notice {
    /// The order did not stand any more (`stale-order`).
    StaleOrder { order: OrderNumber, status: OrderStatus },
    /// The vendor is not on the approved-vendor list (`approved-vendor`).
    VendorNotApproved { vendor: VendorCode },
    /// No file has brought the vendor yet: its goods are counted, and wait.
    VendorUnknown { vendor: VendorCode },
    /// No file has brought the item yet: its goods are counted, and wait.
    ItemUnknown { item: ItemCode },
    /// Of what was set aside for this reason, so many facts stay: they want an instant each.
    StillAside { left: usize },
    /// Something named is not known here; the fact waits for it.
    Waits,
    /// The order is not on the receipt's papers.
    NotOnPapers { order: OrderNumber },
    /// Earlier verdicts are replaced: the lot is inspected again.
    JudgedAgain { verdicts: usize },
    /// Some of the lot lies on shelves, or went back, while it is judged again.
    GoneAlready { put_away: Quantity, returned: Quantity },
    /// What was done since rests on what was reopened.
    RestsOnIt { resting: Vec<Resting> },
    /// The count exceeds the order (`over-receipt`).
    OverReceipt { line: LineKey, over: Quantity },
    /// The count is many times what was ordered: a slipped digit?
    SlippedDigit { counted: Quantity, ordered: Quantity },
    /// The same, where it is counted blind: what was ordered is not said.
    UnlikelyCount { counted: Quantity },
    /// A slipped digit or another unit would make the value plausible (`plausible`).
    UnlikelyMeasure { what: Characteristic, measured: Decimal, standard: Decimal, unit: String },
    /// The lot passes, though what was weighed or measured is far from its standard (`plausible`).
    PassesFarOff { what: Characteristic, percent: Decimal },
    /// The item has no such characteristic, or not in a unit of this kind: the measurement is
    /// recorded, and satisfies nothing (`measured`).
    MeasuresNothing { what: Characteristic, has: Vec<(Characteristic, String)> },
    /// Cards and count differ (`count-after-card`).
    CardsDiffer { line: LineKey },
    /// The receipt may be the same delivery as another one.
    MaybeSameDelivery { other: ReceiptNumber },
    /// Goods without an order are on hold.
    OnHold,
    /// The lot is not released yet; the putaway is recorded all the same.
    NotReleased,
    /// Another vendor brought the goods than the order names (`receipt-vendor`).
    OtherVendor { order: OrderNumber, ordered: VendorCode, came: VendorCode },
    /// The goods are on a subcontract order now: their lots want to be weighed or measured.
    WantsMeasuring { order: OrderNumber },
    /// The count differs from what was signed: it must be signed again.
    SignAgain { receipt: ReceiptNumber },
}

impl Notice {
    /// The notice's name, for programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::StaleOrder { .. } => "stale-order",
            Self::VendorNotApproved { .. } => "approved-vendor",
            Self::VendorUnknown { .. } => "unknown-vendor",
            Self::ItemUnknown { .. } => "unknown-item",
            Self::StillAside { .. } => "still-set-aside",
            Self::Waits => "waits",
            Self::NotOnPapers { .. } => "not-on-papers",
            Self::JudgedAgain { .. } => "judged-again",
            Self::GoneAlready { .. } => "gone-already",
            Self::RestsOnIt { .. } => "withdrawal",
            Self::OverReceipt { .. } => "over-receipt",
            Self::SlippedDigit { .. } => "slipped-digit",
            Self::UnlikelyCount { .. } => "unlikely-count",
            Self::UnlikelyMeasure { .. } => "unlikely-measure",
            Self::PassesFarOff { .. } => "passes-far-off",
            Self::MeasuresNothing { .. } => "measures-nothing",
            Self::CardsDiffer { .. } => "count-after-card",
            Self::MaybeSameDelivery { .. } => "same-delivery",
            Self::OnHold => "on-hold",
            Self::NotReleased => "not-released",
            Self::OtherVendor { .. } => "receipt-vendor",
            Self::WantsMeasuring { .. } => "not-measured",
            Self::SignAgain { .. } => "sign-again",
        }
    }

    /// Whether it asks before anything is recorded: what is said again counts.
    pub const fn asks(&self) -> bool {
        match self {
            Self::SlippedDigit { .. }
            | Self::UnlikelyCount { .. }
            | Self::UnlikelyMeasure { .. }
            | Self::PassesFarOff { .. } => true,
            Self::StaleOrder { .. }
            | Self::VendorNotApproved { .. }
            | Self::VendorUnknown { .. }
            | Self::ItemUnknown { .. }
            | Self::StillAside { .. }
            | Self::Waits
            | Self::NotOnPapers { .. }
            | Self::JudgedAgain { .. }
            | Self::OverReceipt { .. }
            | Self::MeasuresNothing { .. }
            | Self::CardsDiffer { .. }
            | Self::MaybeSameDelivery { .. }
            | Self::OnHold
            | Self::NotReleased
            | Self::SignAgain { .. }
            | Self::GoneAlready { .. }
            | Self::RestsOnIt { .. }
            | Self::OtherVendor { .. }
            | Self::WantsMeasuring { .. } => false,
        }
    }

    /// What was probably meant, where a digit slipped: the count without its last zero.
    pub fn probably_meant(&self) -> Option<Quantity> {
        match self {
            Self::SlippedDigit { counted, .. } | Self::UnlikelyCount { counted } => {
                let tenth = (counted.value() / Decimal::TEN).normalize();
                let was_a_zero = tenth.scale() <= counted.value().scale();
                was_a_zero.then(|| Quantity::new(tenth).ok()).flatten()
            }
            _ => None,
        }
    }

    /// The notice in words.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::StaleOrder { order, status } => format!(
                "order {order} is {}: the goods are counted, marked, and wait for purchasing",
                status.english()
            ),
            Self::VendorNotApproved { vendor } => format!(
                "vendor {vendor} is not on the approved-vendor list today: the lot will be rejected"
            ),
            Self::VendorUnknown { vendor } => {
                not_known(format_args!("vendor {vendor}"), "the vendor and its approval")
            }
            Self::ItemUnknown { item } => not_known(format_args!("item {item}"), "the item"),
            Self::StillAside { left } => format!(
                "{left} more stay set aside: let each in with its true instant, or say this again"
            ),
            Self::Waits => "not known here yet: recorded, and takes effect by itself".to_owned(),
            Self::NotOnPapers { order } => {
                format!("order {order} is not on this receipt's papers: check the number")
            }
            Self::JudgedAgain { verdicts } => {
                format!("inspected again: this replaces {verdicts} earlier verdicts")
            }
            Self::GoneAlready { put_away, returned } => {
                format!("of this lot {put_away} lie on shelves and {returned} went back already")
            }
            Self::RestsOnIt { resting } => {
                format!("look at what was done since: {}", resting::say(resting, Language::English))
            }
            Self::OverReceipt { line, over } => {
                format!("{over} more than ordered on {line}: accepted, and not payable")
            }
            Self::SlippedDigit { counted, ordered } => {
                format!("{counted} counted against {ordered} ordered: is a digit too many?")
            }
            Self::UnlikelyCount { counted } => {
                format!("{counted} counted, which is unlikely: is a digit too many?")
            }
            Self::UnlikelyMeasure { what, measured, standard, unit } => format!(
                "{} {measured} {unit} against a standard of {standard} {unit}: is a digit or the unit wrong?",
                what.english()
            ),
            Self::PassesFarOff { what, percent } => format!(
                "passes, though the {} is {percent} % off its standard: was it measured right?",
                what.english()
            ),
            Self::MeasuresNothing { what, has } if has.is_empty() => format!(
                "the item has no standard of {}: recorded, and counts as no measurement of it",
                what.english()
            ),
            Self::MeasuresNothing { what, has } => format!(
                "{} in this unit is nothing that the item has a standard for ({}): recorded, and counts as no measurement of it",
                what.english(),
                listed(has, Language::English)
            ),
            Self::CardsDiffer { line } => {
                format!("the cards of {line} do not say what was counted: void, reissue or confirm")
            }
            Self::MaybeSameDelivery { other } => {
                format!("maybe the same delivery as receipt {other}: join them if it is")
            }
            Self::OnHold => {
                "goods without an order are on hold until purchasing assigns them".to_owned()
            }
            Self::NotReleased => {
                "the lot is not released yet: the putaway is recorded and marked".to_owned()
            }
            Self::OtherVendor { order, ordered, came } => format!(
                "order {order} is of vendor {ordered}, and {came} brings the goods: they are judged as {came}'s, and wait for purchasing"
            ),
            Self::WantsMeasuring { order } => format!(
                "{order} is a subcontract order: the lots of these goods must be weighed or measured"
            ),
            Self::SignAgain { receipt } => {
                format!(
                    "the count of receipt {receipt} has changed since it was signed: sign again"
                )
            }
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::StaleOrder { order, status } => {
                format!("采购单 {order} {}：货物照点，加标记，等采购处理", status.chinese())
            }
            Self::VendorNotApproved { vendor } => {
                format!("厂商 {vendor} 今天不在合格厂商名单上：该批将判不合格")
            }
            Self::VendorUnknown { vendor } => {
                format!("本机还没有厂商 {vendor}：货物照点，等资料与资格到后才放行；请核对代号")
            }
            Self::ItemUnknown { item } => {
                format!("本机还没有料号 {item}：货物照点，等料号资料到；请核对料号")
            }
            Self::StillAside { left } => {
                format!("此原因还有 {left} 笔搁置：请逐笔写明真实时刻，数量很多时请再执行一次")
            }
            Self::Waits => "本机还不认识它：已记录，资料到达后自动生效".to_owned(),
            Self::NotOnPapers { order } => format!("采购单 {order} 不在此点收单上：请核对单号"),
            Self::JudgedAgain { verdicts } => format!("重检：替代先前的 {verdicts} 个判定"),
            Self::GoneAlready { put_away, returned } => {
                format!("该批已上架 {put_away}、已退 {returned}")
            }
            Self::RestsOnIt { resting } => {
                format!("请核对此后的记录：{}", resting::say(resting, Language::Chinese))
            }
            Self::OverReceipt { line, over } => format!("{line} 超交 {over}：收下，不付款"),
            Self::SlippedDigit { counted, ordered } => {
                format!("点了 {counted}，订单只有 {ordered}：是否多打了一位？")
            }
            Self::UnlikelyCount { counted } => {
                format!("点了 {counted}，不太可能：是否多打了一位？")
            }
            Self::UnlikelyMeasure { what, measured, standard, unit } => format!(
                "{} {measured} {unit}，标准 {standard} {unit}：是否位数或单位有误？",
                what.chinese()
            ),
            Self::PassesFarOff { what, percent } => {
                format!("判合格，但{}与标准相差 {percent} %：量得对吗？", what.chinese())
            }
            Self::MeasuresNothing { what, has } if has.is_empty() => {
                format!("该料号没有{}的标准：已记录，不算量测", what.chinese())
            }
            Self::MeasuresNothing { what, has } => format!(
                "该料号没有以此单位计的{}标准（有：{}）：已记录，不算量测",
                what.chinese(),
                listed(has, Language::Chinese)
            ),
            Self::CardsDiffer { line } => format!("{line} 的检验卡与点数不符：请作废、补发或确认"),
            Self::MaybeSameDelivery { other } => {
                format!("可能与点收单 {other} 是同一次送货：若是请合并")
            }
            Self::OnHold => "无采购单的货暂存，等采购指定".to_owned(),
            Self::NotReleased => "该批尚未放行：上架已记录并加标记".to_owned(),
            Self::OtherVendor { order, ordered, came } => format!(
                "采购单 {order} 是厂商 {ordered} 的，货是 {came} 送来的：按 {came} 判定，等采购处理"
            ),
            Self::WantsMeasuring { order } => {
                format!("{order} 是托外单：这批货须称重或量测")
            }
            Self::SignAgain { receipt } => format!("点收单 {receipt} 签核后数量有变：请重新签核"),
        }
    }
}

fn not_known(what: fmt::Arguments<'_>, missing: &str) -> String {
    format!(
        "{what} is not known here yet: the goods are counted, and not released before the office \
         brings {missing}; check the code"
    )
}

/// What an item has standards for, each with its unit.
fn listed(has: &[(Characteristic, String)], language: Language) -> String {
    let each = has.iter().map(|(what, unit)| format!("{} {unit}", what.say(language)));
    each.collect::<Vec<_>>().join(", ")
}
