//! How a text is said in both languages of the site, and the names that several sentences share.

pub mod names;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::fact::Characteristic;
use crate::ids::{NotAFactId, TextError};
use crate::measure::{AmountError, CommaMeaning, Unit, UnknownUnit, UnknownWeightUnit};
use crate::number::NumberError;
use crate::post::Post;
use crate::time::NotAnInstant;

pub use names::{Name, Named};

/// A language that people here read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// 简体中文.
    #[serde(rename = "zh")]
    Chinese,
    /// English, as the second language of every screen.
    #[default]
    #[serde(rename = "en")]
    English,
}

/// Something that can be told to a person, in either language.
///
/// The one way in which every program says a thing: names, sentences, refusals, buttons.
pub trait Say {
    /// The text in 简体中文.
    fn chinese(&self) -> Cow<'static, str>;

    /// The text in English.
    fn english(&self) -> Cow<'static, str>;

    /// The text in a language.
    fn say(&self, language: Language) -> Cow<'static, str> {
        match language {
            Language::Chinese => self.chinese(),
            Language::English => self.english(),
        }
    }
}

/// Somebody of a post, as a sentence calls them: “a supervisor”.
pub const fn post(post: Post, language: Language) -> &'static str {
    match language {
        Language::Chinese => names::post(post).chinese,
        Language::English => names::somebody_of(post),
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

impl Say for AmountError {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::NotANumber(text) => format!("“{text}”不是数字：请写 250 或 12.5 这样的数字"),
            Self::Comma(comma) => {
                format!("“{}”里有逗号：{}", comma.written, comma.meaning.chinese())
            }
            Self::NotPositive(value) => format!("{value} 不大于零：至少要点一件"),
            Self::Negative(value) => format!("{value} 小于零"),
            Self::TooLarge(text) => format!("“{text}”比一车货还多：请核对位数"),
            Self::TooFine { value, unit, most } => {
                format!("{value} 的小数位多于 {unit} 允许的 {most} 位")
            }
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}

impl Say for Characteristic {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::UnitWeight => names::UNIT_WEIGHT.chinese.into(),
            Self::Thickness => names::THICKNESS.chinese.into(),
            Self::Dimension(name) => name.clone().into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::UnitWeight => names::UNIT_WEIGHT.english.into(),
            Self::Thickness => names::THICKNESS.english.into(),
            Self::Dimension(name) => name.clone().into(),
        }
    }
}

impl Say for CommaMeaning {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::One(reading) => format!("请写 {reading}（不用千位分隔，小数用点）").into(),
            Self::Either { thousands, decimal } => {
                format!("请写 {thousands}；若是小数，请写 {decimal}（不用千位分隔，小数用点）")
                    .into()
            }
            Self::Unclear => "请不用千位分隔，小数用点".into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}

impl Say for NumberError {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::WrongCheck(text) => format!("“{text}”的校验字符不符：请重新读一遍，或扫描"),
            Self::OtherKind { wanted, found } => {
                let (paper, letter) = (wanted.word(Language::Chinese), wanted.letter());
                format!("“{found}”不是{paper}号：{paper}号以 {letter} 开头")
            }
            Self::NotANumber(text) => format!("“{text}”不是本系统的单号：单号形如 R00700AX"),
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}

impl Say for TextError {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Empty(_) => "不能为空".to_owned(),
            Self::TooLong { most, found, .. } => format!("最多 {most} 个字，现有 {found} 个"),
            Self::Control(_) => "不能含控制字符".to_owned(),
            Self::Deceptive(_) => {
                "不能含改变阅读方向等看不见的字符：请手工输入，不要粘贴".to_owned()
            }
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}

impl Say for NotAFactId {
    fn chinese(&self) -> Cow<'static, str> {
        format!("“{}”不是记录号：记录号形如 17-204（设备、序号）", self.0).into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}

impl Say for NotAnInstant {
    fn chinese(&self) -> Cow<'static, str> {
        format!("“{}”不是时刻：请写成 2026-11-23T08:10:00+08:00", self.0).into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}

impl Say for UnknownUnit {
    fn chinese(&self) -> Cow<'static, str> {
        format!("“{}”不是本系统的单位：pcs（个、件、只）、kg（公斤）、m（米）、l（升）", self.0)
            .into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}

impl Say for UnknownWeightUnit {
    fn chinese(&self) -> Cow<'static, str> {
        format!("“{}”不是秤的单位：g（克）、kg（公斤）、mg（毫克）", self.0).into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}
