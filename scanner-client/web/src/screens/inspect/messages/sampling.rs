//! Texts of the sample: how many pieces were looked at, and what was wrong with them.

use std::borrow::Cow;

use sync_core::text::Say;

/// Texts of the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sampling {
    /// How many pieces are looked at.
    Pieces,
    PiecesUnit,
    /// How many the standard advises.
    Advised(u32),
    /// It advises nothing for what is weighed or measured out.
    NoAdvice,
    /// Take as many as advised.
    TakeAdvised(u32),
    /// How defects are counted.
    TapDefects,
    /// One less of a defect.
    OneLess(String),
    EnterPieces,
    Save(String),
    /// So many defects, and how many a hundred pieces that is.
    Found(u64, String),
    AllGood,
    /// The samples so far.
    Samples(usize),
    NotSampled,
    Optional,
    /// All samples as one.
    Told(u64, u64),
}

impl Say for Sampling {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Pieces => "看了几件".into(),
            Self::PiecesUnit => "件".into(),
            Self::Advised(size) => format!("GB/T 2828.1 一般水平Ⅱ建议 {size} 件").into(),
            Self::NoAdvice => "不按件数的货没有建议".into(),
            Self::TakeAdvised(size) => format!("按建议 {size}").into(),
            Self::TapDefects => "发现一件不良，点一下".into(),
            Self::OneLess(name) => format!("{name} 少一件").into(),
            Self::EnterPieces => "先写看了几件".into(),
            Self::Save(pieces) => format!("保存抽检 {pieces} 件").into(),
            Self::Found(defects, rate) => format!("不良 {defects} · 每百件 {rate}").into(),
            Self::AllGood => "没有不良".into(),
            Self::Samples(count) => format!("抽了 {count} 次").into(),
            Self::NotSampled => "还没抽检".into(),
            Self::Optional => "可以不抽".into(),
            Self::Told(pieces, defects) => format!("{pieces} 件 · 不良 {defects}").into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Pieces => "Pieces looked at".into(),
            Self::PiecesUnit => "pcs".into(),
            Self::Advised(size) => format!("GB/T 2828.1 level II advises {size}").into(),
            Self::NoAdvice => "no advice for goods not counted in pieces".into(),
            Self::TakeAdvised(size) => format!("As advised: {size}").into(),
            Self::TapDefects => "Tap once for each defective piece".into(),
            Self::OneLess(name) => format!("{name}: one less").into(),
            Self::EnterPieces => "Enter the pieces first".into(),
            Self::Save(pieces) => format!("Save sample of {pieces}").into(),
            Self::Found(1, rate) => format!("1 defect · {rate} per hundred").into(),
            Self::Found(defects, rate) => format!("{defects} defects · {rate} per hundred").into(),
            Self::AllGood => "no defects".into(),
            Self::Samples(count) => format!("Sampled {count} ×").into(),
            Self::NotSampled => "Not sampled yet".into(),
            Self::Optional => "optional".into(),
            Self::Told(pieces, 1) => format!("{pieces} pcs · 1 defect").into(),
            Self::Told(pieces, defects) => format!("{pieces} pcs · {defects} defects").into(),
        }
    }
}
