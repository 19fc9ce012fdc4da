//! What is said of unloading exceptions.

use std::borrow::Cow;

use sync_core::text::Say;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProblemMessage {
    Problem,
    /// So many were reported.
    Problems(usize),
    WhatIsWrong,
    WhichGoods,
    Whole,
    HowMuch,
    Note,
    /// Record it; as what.
    Record(String),
    /// First choose what is wrong.
    KindFirst,
    /// It was taken back.
    TakenBack,
    /// The number cannot be read.
    NoNumber,
    /// The note is too long.
    NoteTooLong,
}

impl Say for ProblemMessage {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Problem => "异常".into(),
            Self::Problems(count) => format!("卸柜异常 {count}").into(),
            Self::WhatIsWrong => "哪里不对".into(),
            Self::WhichGoods => "哪种货（扫料号也行）".into(),
            Self::Whole => "整单".into(),
            Self::HowMuch => "多少（可不填）".into(),
            Self::Note => "备注（可不填）".into(),
            Self::Record(what) => format!("记下：{what}").into(),
            Self::KindFirst => "先点哪里不对".into(),
            Self::TakenBack => "已撤销".into(),
            Self::NoNumber => "数量看不懂，没记 · 请只写数字".into(),
            Self::NoteTooLong => "备注太长，没记 · 请写短一点".into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Problem => "Problem".into(),
            Self::Problems(count) => format!("Problems {count}").into(),
            Self::WhatIsWrong => "What is wrong".into(),
            Self::WhichGoods => "Which goods (or scan the item)".into(),
            Self::Whole => "Whole delivery".into(),
            Self::HowMuch => "How much (optional)".into(),
            Self::Note => "Note (optional)".into(),
            Self::Record(what) => format!("Record: {what}").into(),
            Self::KindFirst => "First tap what is wrong".into(),
            Self::TakenBack => "Taken back".into(),
            Self::NoNumber => "The number cannot be read, not recorded · write digits alone".into(),
            Self::NoteTooLong => "The note is too long, not recorded · shorten it".into(),
        }
    }
}
