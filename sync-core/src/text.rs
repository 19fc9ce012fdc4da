//! Words that several sentences share, in both languages of the site.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::fact::{ExceptionKind, OrderStatus, Verdict};
use crate::ids::{NotAFactId, TextError};
use crate::measure::{AmountError, Unit, UnknownUnit, UnknownWeightUnit};
use crate::number::{NumberError, NumberKind};
use crate::post::Post;
use crate::time::NotAnInstant;

/// A language that people here read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// 简体中文.
    #[serde(rename = "zh")]
    Chinese,
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
}

/// A post's name.
pub const fn post(post: Post, language: Language) -> &'static str {
    match (post, language) {
        (Post::DockClerk, Language::Chinese) => "点收员",
        (Post::TerminalOperator, Language::Chinese) => "终端操作员",
        (Post::QcInspector, Language::Chinese) => "品管",
        (Post::NonconformingKeeper, Language::Chinese) => "不良品仓仓管员",
        (Post::Supervisor, Language::Chinese) => "主管",
        (Post::Purchasing, Language::Chinese) => "采购",
        (Post::IeEngineer, Language::Chinese) => "IE 技术",
        (Post::Finance, Language::Chinese) => "财会",
        (Post::Administrator, Language::Chinese) => "管理员",
        (Post::DockClerk, Language::English) => "a dock clerk",
        (Post::TerminalOperator, Language::English) => "a terminal operator",
        (Post::QcInspector, Language::English) => "a QC inspector",
        (Post::NonconformingKeeper, Language::English) => "the nonconforming-goods keeper",
        (Post::Supervisor, Language::English) => "a supervisor",
        (Post::Purchasing, Language::English) => "purchasing",
        (Post::IeEngineer, Language::English) => "IE",
        (Post::Finance, Language::English) => "finance",
        (Post::Administrator, Language::English) => "an administrator",
    }
}

/// A verdict's name.
pub const fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match (verdict, language) {
        (Verdict::Pass, Language::Chinese) => "合格",
        (Verdict::Concession, Language::Chinese) => "特采",
        (Verdict::Sort, Language::Chinese) => "挑选",
        (Verdict::Reject, Language::Chinese) => "不合格",
        (Verdict::Pass, Language::English) => "pass",
        (Verdict::Concession, Language::English) => "concession",
        (Verdict::Sort, Language::English) => "sort",
        (Verdict::Reject, Language::English) => "reject",
    }
}

/// A unit after its number.
pub const fn unit(unit: Unit, language: Language) -> &'static str {
    match (unit, language) {
        (Unit::Pieces, Language::Chinese) => "件",
        // A small one looks like a figure.
        (Unit::Litres, _) => "L",
        (unit, _) => unit.code(),
    }
}

/// What was wrong with unloaded goods.
pub const fn exception(kind: ExceptionKind, language: Language) -> &'static str {
    match (kind, language) {
        (ExceptionKind::Missing, Language::Chinese) => "短少",
        (ExceptionKind::Over, Language::Chinese) => "多出",
        (ExceptionKind::Damaged, Language::Chinese) => "破损",
        (ExceptionKind::Wet, Language::Chinese) => "受潮",
        (ExceptionKind::Missing, Language::English) => "missing",
        (ExceptionKind::Over, Language::English) => "over",
        (ExceptionKind::Damaged, Language::English) => "damaged",
        (ExceptionKind::Wet, Language::English) => "wet",
    }
}

/// What became of an order, as it stands in a sentence.
pub fn order_status(status: &OrderStatus, language: Language) -> String {
    match (status, language) {
        (OrderStatus::Open, Language::Chinese) => "仍有效".to_owned(),
        (OrderStatus::Completed, Language::Chinese) => "已完成".to_owned(),
        (OrderStatus::Closed, Language::Chinese) => "已结案".to_owned(),
        (OrderStatus::Cut, Language::Chinese) => "已减量".to_owned(),
        (OrderStatus::Replaced { by: Some(by) }, Language::Chinese) => format!("已由 {by} 替代"),
        (OrderStatus::Replaced { by: None }, Language::Chinese) => "已被替代".to_owned(),
        (OrderStatus::Open, Language::English) => "open".to_owned(),
        (OrderStatus::Completed, Language::English) => "completed".to_owned(),
        (OrderStatus::Closed, Language::English) => "closed".to_owned(),
        (OrderStatus::Cut, Language::English) => "cut".to_owned(),
        (OrderStatus::Replaced { by: Some(by) }, Language::English) => format!("replaced by {by}"),
        (OrderStatus::Replaced { by: None }, Language::English) => "replaced".to_owned(),
    }
}

/// Something that can be told to a person, in either language; its `Display` is the English.
pub trait Say: Display {
    /// The Chinese sentence.
    fn chinese(&self) -> String;

    /// The sentence in a language.
    fn say(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Chinese => self.chinese(),
        }
    }
}

impl Say for AmountError {
    fn chinese(&self) -> String {
        match self {
            Self::NotANumber(text) => format!("“{text}”不是数字：请写 250 或 12.5 这样的数字"),
            Self::Comma(text, plain) => {
                format!("“{text}”里有逗号：请写 {plain}（不用千位分隔，小数用点）")
            }
            Self::NotPositive(value) => format!("{value} 不大于零：至少要点一件"),
            Self::Negative(value) => format!("{value} 小于零"),
            Self::TooLarge(text) => format!("“{text}”比一车货还多：请核对位数"),
            Self::TooFine { value, unit, most } => {
                format!("{value} 的小数位多于 {unit} 允许的 {most} 位")
            }
        }
    }
}

impl Say for NumberError {
    fn chinese(&self) -> String {
        match self {
            Self::WrongCheck(text) => format!("“{text}”的校验字符不符：请重新读一遍，或扫描"),
            Self::OtherKind { wanted, found } => format!(
                "“{found}”不是{}：{}以 {} 开头",
                number_kind(*wanted),
                number_kind(*wanted),
                wanted.letter()
            ),
            Self::NotANumber(text) => format!("“{text}”不是本系统的单号：单号形如 R00700AX"),
        }
    }
}

const fn number_kind(kind: NumberKind) -> &'static str {
    match kind {
        NumberKind::Receipt => "点收单号",
        NumberKind::Card => "检验卡号",
        NumberKind::Slip => "验收单号",
        NumberKind::ReturnNote => "退货单号",
    }
}

impl Say for TextError {
    fn chinese(&self) -> String {
        match self {
            Self::Empty(_) => "不能为空".to_owned(),
            Self::TooLong { most, found, .. } => format!("最多 {most} 个字，现有 {found} 个"),
            Self::Control(_) => "不能含控制字符".to_owned(),
        }
    }
}

impl Say for NotAFactId {
    fn chinese(&self) -> String {
        format!("“{}”不是记录号：记录号形如 17-204（设备、序号）", self.0)
    }
}

impl Say for NotAnInstant {
    fn chinese(&self) -> String {
        format!("“{}”不是时刻：请写成 2026-11-23T08:10:00+08:00", self.0)
    }
}

impl Say for UnknownUnit {
    fn chinese(&self) -> String {
        format!("“{}”不是本系统的单位：pcs（个、件、只）、kg（公斤）、m（米）、l（升）", self.0)
    }
}

impl Say for UnknownWeightUnit {
    fn chinese(&self) -> String {
        format!("“{}”不是秤的单位：g（克）、kg（公斤）、mg（毫克）", self.0)
    }
}
