//! Texts of the scale and the gauge, which measures share.

use std::borrow::Cow;

use sync_core::text::{Say, names};

/// Texts of the scale and the gauge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Weighing {
    /// The same, under the gauge.
    StandardWeight(String),
    NoStandardWeight,
    /// A standard of a dimension.
    Standard(String),
    ZoneTooLight,
    ZoneLight,
    ZoneNormal,
    ZoneTooHeavy,
    /// The gauge, read aloud.
    GaugeLabel(String),
    EnterFigures,
    /// Where the outcome will stand.
    EnterFiguresHow,
    /// As heavy as it should be.
    IsWithin(String, String),
    IsLightWithin(String, String),
    IsHeavy(String, String),
    IsLightOut(String, String),
    /// There is nothing to compare with.
    NoStandard(String),
    /// For lots that are not subcontracted.
    SetsNothingInMotion,
    NothingToReport,
    ThenRevise,
    ThenHeavy,
    ThenRecover,
    ThenStandard,
    /// Pieces on the scale.
    Pieces,
    PiecesHint,
    PiecesUnit,
    Gross,
    GrossHint,
    Tare,
    TareHint,
    ScaleUnit,
    /// The unit of a unit weight.
    GramsAPiece,
    /// Save, and weigh once more.
    WeighAgain,
    SaveWeight(String),
    SaveMeasurement(String),
    /// The weighings so far.
    Weighed(usize),
    ZoneTooSmall,
    ZoneSmall,
    ZoneTooLarge,
    IsSmallWithin(String, String),
    IsLarge(String, String),
    IsSmallOut(String, String),
    NotWeighed,
}

impl Say for Weighing {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::StandardWeight(first) => format!("标准 {first} g").into(),
            Self::NoStandardWeight => names::NO_STANDARD.chinese.into(),
            Self::Standard(first) => format!("标准 {first}").into(),
            Self::ZoneTooLight => "太轻 · 追料".into(),
            Self::ZoneLight => "偏轻 · 报 IE".into(),
            Self::ZoneNormal => "正常".into(),
            Self::ZoneTooHeavy => "太重 · 报采购".into(),
            Self::GaugeLabel(first) => format!("偏差 {first}").into(),
            Self::EnterFigures => "输入数字，马上看到偏差".into(),
            Self::EnterFiguresHow => "存之前，这里先说结果。".into(),
            Self::IsWithin(first, second) => {
                format!("偏差 {first} %，在 {second} % 内：正常").into()
            }
            Self::IsLightWithin(first, second) => {
                format!("轻 {first} %，在 {second} % 内：可以合格").into()
            }
            Self::IsHeavy(first, second) => format!("重 {first} %，超过 {second} %").into(),
            Self::IsLightOut(first, second) => format!("轻 {first} %，超过 {second} %").into(),
            Self::NoStandard(first) => format!("测得 {first}，没有标准可比").into(),
            Self::SetsNothingInMotion => "不是托外批：只记下来，不触发什么。".into(),
            Self::NothingToReport => "不用报谁。".into(),
            Self::ThenRevise => "传上去后 IE 和采购会收到。改单重前停发这个料。".into(),
            Self::ThenHeavy => "传上去后 IE 和采购会收到，由厂商改善。".into(),
            Self::ThenRecover => "传上去后 IE 和采购会收到，采购追回原料或扣款。".into(),
            Self::ThenStandard => "传上去后 IE 会收到，由 IE 定标准。".into(),
            Self::Pieces => "件数".into(),
            Self::PiecesHint => "秤上的".into(),
            Self::PiecesUnit => "件".into(),
            Self::Gross => "毛重".into(),
            Self::GrossHint => "连盒子".into(),
            Self::Tare => "皮重".into(),
            Self::TareHint => "空盒子".into(),
            Self::ScaleUnit => "秤的单位".into(),
            Self::GramsAPiece => "g/件".into(),
            Self::WeighAgain => "存，再称一次（平均）".into(),
            Self::SaveWeight(first) => format!("存称重 {first} g").into(),
            Self::SaveMeasurement(first) => format!("存 {first}").into(),
            Self::Weighed(first) => format!("称过 {first} 次").into(),
            Self::ZoneTooSmall => "太小 · 追料".into(),
            Self::ZoneSmall => "偏小 · 报 IE".into(),
            Self::ZoneTooLarge => "太大 · 报采购".into(),
            Self::IsSmallWithin(first, second) => {
                format!("小 {first} %，在 {second} % 内：可以合格").into()
            }
            Self::IsLarge(first, second) => format!("大 {first} %，超过 {second} %").into(),
            Self::IsSmallOut(first, second) => format!("小 {first} %，超过 {second} %").into(),
            Self::NotWeighed => "还没称过".into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::StandardWeight(first) => format!("standard {first} g").into(),
            Self::NoStandardWeight => "no standard weight".into(),
            Self::Standard(first) => format!("standard {first}").into(),
            Self::ZoneTooLight => "Too light".into(),
            Self::ZoneLight => "Light: tell IE".into(),
            Self::ZoneNormal => "Normal".into(),
            Self::ZoneTooHeavy => "Too heavy".into(),
            Self::GaugeLabel(first) => format!("Deviation {first}").into(),
            Self::EnterFigures => "Enter the figures, see the deviation".into(),
            Self::EnterFiguresHow => "The outcome stands here before you save.".into(),
            Self::IsWithin(first, second) => format!("{first} % off, within {second} %: normal").into(),
            Self::IsLightWithin(first, second) => format!("{first} % light, within {second} %. It may pass.").into(),
            Self::IsHeavy(first, second) => format!("{first} % heavy, more than {second} %").into(),
            Self::IsLightOut(first, second) => format!("{first} % light, more than {second} %").into(),
            Self::NoStandard(first) => format!("{first} measured, no standard to compare").into(),
            Self::SetsNothingInMotion => "Not subcontracted: it is kept, and sets nothing in motion.".into(),
            Self::NothingToReport => "Nobody needs to be told.".into(),
            Self::ThenRevise => "IE and purchasing are told once this is sent. No new issue of this part until its unit weight is revised.".into(),
            Self::ThenHeavy => "IE and purchasing are told once this is sent. The vendor improves.".into(),
            Self::ThenRecover => "IE and purchasing are told once this is sent. Purchasing recovers the material, or deducts it.".into(),
            Self::ThenStandard => "IE is told once this is sent, and sets a standard.".into(),
            Self::Pieces => "Pieces".into(),
            Self::PiecesHint => "on the scale".into(),
            Self::PiecesUnit => "pcs".into(),
            Self::Gross => "Gross".into(),
            Self::GrossHint => "with the box".into(),
            Self::Tare => "Tare".into(),
            Self::TareHint => "empty box".into(),
            Self::ScaleUnit => "Unit of the scale".into(),
            Self::GramsAPiece => "g/pc".into(),
            Self::WeighAgain => "Save and weigh again (average)".into(),
            Self::SaveWeight(first) => format!("Save {first} g").into(),
            Self::SaveMeasurement(first) => format!("Save {first}").into(),
            Self::Weighed(first) => format!("Weighed: {first}").into(),
            Self::ZoneTooSmall => "Too small".into(),
            Self::ZoneSmall => "Small: tell IE".into(),
            Self::ZoneTooLarge => "Too large".into(),
            Self::IsSmallWithin(first, second) => format!("{first} % small, within {second} %. It may pass.").into(),
            Self::IsLarge(first, second) => format!("{first} % large, more than {second} %").into(),
            Self::IsSmallOut(first, second) => format!("{first} % small, more than {second} %").into(),
            Self::NotWeighed => "Not weighed yet".into(),
        }
    }
}
