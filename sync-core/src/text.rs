//! Words that several sentences share, in both languages of the site.

use serde::{Deserialize, Serialize};

use crate::fact::{OrderStatus, Verdict};
use crate::measure::AmountError;
use crate::post::Post;

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

/// Why an amount cannot be recorded, in Chinese; [`AmountError`] itself says it in English.
pub fn amount(error: &AmountError) -> String {
    match error {
        AmountError::NotANumber(text) => format!("“{text}”不是数字：请写 250 或 12.5 这样的数字"),
        AmountError::Comma(text, plain) => {
            format!("“{text}”里有逗号：请写 {plain}（不用千位分隔，小数用点）")
        }
        AmountError::NotPositive(value) => format!("{value} 不大于零：至少要点一件"),
        AmountError::Negative(value) => format!("{value} 小于零"),
        AmountError::TooLarge(text) => format!("“{text}”比一车货还多：请核对位数"),
        AmountError::TooFine { value, unit, most } => {
            format!("{value} 的小数位多于 {unit} 允许的 {most} 位")
        }
    }
}
