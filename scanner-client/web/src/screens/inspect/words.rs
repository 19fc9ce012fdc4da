//! Texts of this face.

use std::borrow::Cow;

use sync_core::rules::release::Blocked;
use sync_core::time::Span;
use sync_core::view::{QueueMark, ScannedKind};

use super::lot::Step;
use crate::words::Words;

/// Texts of this face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// The screen's name.
    Queue,
    /// How many lots wait.
    Lots(usize),
    /// All of them.
    All,
    /// Past their deadline.
    Overdue,
    /// Due within the hour.
    DueSoon,
    /// From subcontractors.
    Subcontracted,
    /// The same, in small print.
    SubcontractedShort,
    /// How many were judged on time today.
    OnTimeToday,
    /// The queue is empty.
    NothingWaits,
    /// What brings lots into it.
    NothingWaitsHow,
    /// The lot to take next.
    NextLot,
    /// The lot on the bench.
    ThisLot,
    /// When it was signed, and is due.
    SignedDue(String, String),
    /// When it was signed, and judged.
    SignedJudged(String, String),
    /// Its count is not signed, as far as is known here.
    NoClock,
    /// When it is due.
    DueAt(String),
    /// Judged in time.
    JudgedOnTime,
    /// Judged late.
    JudgedLate,
    /// How long it took.
    Took(Span),
    /// Time left, in its last minutes.
    LeftToTheSecond(Span),
    /// Take that lot.
    Start(String),
    /// Another way.
    OrScan,
    /// Where it stands.
    Where,
    /// How much.
    Quantity,
    /// Who delivered.
    Vendor,
    /// The item.
    Item,
    /// The order's line.
    OrderLine,
    /// The supplier's lot.
    SupplierLot,
    /// What is to be done.
    ToDo,
    /// For a subcontracted lot.
    WeighAndJudge,
    /// For others.
    LookAndJudge,
    /// On the list on the day of arrival.
    Approved,
    /// Not on it.
    NotApproved,
    /// Not known here.
    ApprovalUnknown,
    /// The last lots of item and vendor.
    LastLots(usize),
    /// There was none.
    NoPast,
    /// Their unit weights.
    LastWeighed(usize),
    /// The same, read aloud.
    LastWeighedAre(String),
    /// This lot, in the chart.
    Now,
    /// The card is not known here.
    NotKnownHere,
    /// What to do.
    NotKnownHereHow,
    /// A scanned number says too little.
    UnknownCard(String),
    /// Something else was scanned.
    NotACard(ScannedKind, String),
    /// It is stored; and there is something to know.
    Recorded,
    /// Taken back.
    Undone,
    /// The first step's question.
    CompareCard,
    /// It came by its label alone.
    CardNotHere,
    /// What is missing.
    CardNotHereThen,
    /// The label is old, or a copy.
    LabelDiffers,
    /// Verdicts disagree.
    Conflict,
    /// The clock that dated it stepped.
    ClockDoubtful,
    /// A newer device wrote about it.
    NewerFacts,
    /// The steps.
    Steps,
    /// A step.
    StepName(Step),
    /// Required.
    MustWeigh,
    /// Not required.
    MayWeigh,
    /// How many dimensions were measured.
    MeasuredOf(usize, usize),
    /// What is not judged.
    StillOpen(String),
    /// All of it is.
    AllJudged,
    /// On to a step.
    Onward(Step),
    /// What comes after.
    Then(Step),
    /// The lot's history.
    History,
    /// The item's standard.
    StandardWeightName,
    /// The same, under the gauge.
    StandardWeight(String),
    /// There is none.
    NoStandardWeight,
    /// A standard of a dimension.
    Standard(String),
    /// Since which day.
    Since(String),
    /// There is none.
    None,
    /// Lighter than tolerance.
    ZoneTooLight,
    /// Lighter within tolerance.
    ZoneLight,
    /// Within tolerance.
    ZoneNormal,
    /// Heavier than tolerance.
    ZoneTooHeavy,
    /// The gauge, read aloud.
    GaugeLabel(String),
    /// Nothing is typed.
    EnterFigures,
    /// Where the outcome will stand.
    EnterFiguresHow,
    /// As heavy as it should be.
    IsWithin(String, String),
    /// Lighter within tolerance.
    IsLightWithin(String, String),
    /// Heavier than tolerance.
    IsHeavy(String, String),
    /// Lighter than tolerance.
    IsLightOut(String, String),
    /// There is nothing to compare with.
    NoStandard(String),
    /// For lots that are not subcontracted.
    SetsNothingInMotion,
    /// Within tolerance.
    NothingToReport,
    /// Lighter within tolerance.
    ThenRevise,
    /// Heavier than tolerance.
    ThenHeavy,
    /// Lighter than tolerance.
    ThenRecover,
    /// Without a standard.
    ThenStandard,
    /// Pieces on the scale.
    Pieces,
    /// Where.
    PiecesHint,
    /// Their unit.
    PiecesUnit,
    /// With the vessel.
    Gross,
    /// With what.
    GrossHint,
    /// The vessel.
    Tare,
    /// Which.
    TareHint,
    /// The scale's unit.
    ScaleUnit,
    /// The unit of a unit weight.
    GramsAPiece,
    /// Save, and weigh once more.
    WeighAgain,
    /// Save.
    SaveWeight(String),
    /// Save.
    SaveMeasurement(String),
    /// The weighings so far.
    Weighed(usize),
    /// How much this verdict is about.
    HowMuch,
    /// All that is open.
    AllOpen(String),
    /// A part of what is open.
    OfOpen(String),
    /// The lot is judged again.
    AgainAll(String),
    /// Type another quantity.
    ChangeQuantity,
    /// All of it.
    TakeAll,
    /// Done.
    Done,
    /// Not judged.
    NotJudged,
    /// The whole lot.
    OfLot,
    /// What a pass does.
    PassHint,
    /// What a reject does.
    RejectHint,
    /// What a sort does.
    SortHint,
    /// What a concession does.
    ConcessionHint,
    /// Whose it is.
    ConcessionLocked,
    /// Whose it is.
    VerdictLocked,
    /// Why it is rejected.
    WhyReject,
    /// Why it is sorted.
    WhySort,
    /// Without a reason.
    WithoutReason,
    /// What follows from what is chosen.
    AfterThis,
    /// What holds.
    AsItStands,
    /// Nothing is chosen.
    ChooseVerdict,
    /// Record it.
    Record(String, String),
    /// How long it can be taken back.
    UndoUntilNext,
    /// Back.
    BackToQueue,
    /// It can go on.
    CanPutAway(String),
    /// Why.
    CanPutAwayWhy,
    /// It is kept back.
    IsHeld(String),
    /// It is rejected.
    GoesBack(String),
    /// By which order.
    GoesBackHow(Option<String>),
    /// It is sorted.
    StaysToSort(String),
    /// It waits.
    StaysUnjudged(String),
    /// The clock runs on.
    ClockRuns,
    /// Heavier than tolerance.
    WorkHeavy,
    /// Lighter within tolerance.
    WorkRevise,
    /// Lighter than tolerance.
    WorkRecover,
    /// No standard.
    WorkStandard,
    /// Other work.
    WorkOther,
    /// When they are told.
    ToldOnceSent,
    /// How the history is read.
    NewestFirst,
    /// The reasons.
    WhySo,
    /// To the verdict.
    ToVerdict,
    /// Verdicts disagree.
    ConflictHead,
    /// On which device.
    OnDevice(u32),
    /// The clock's start.
    CountSigned,
    /// Smaller than tolerance.
    ZoneTooSmall,
    /// Smaller within tolerance.
    ZoneSmall,
    /// Larger than tolerance.
    ZoneTooLarge,
    /// Smaller within tolerance.
    IsSmallWithin(String, String),
    /// Larger than tolerance.
    IsLarge(String, String),
    /// Smaller than tolerance.
    IsSmallOut(String, String),
    /// There are none.
    NotWeighed,
    /// On this device alone.
    SavedNotSent,
    /// On the server.
    Sent,
}

impl Words for Word {
    #[allow(clippy::too_many_lines, reason = "one text for each case, and nothing else")]
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::ZoneTooSmall => "太小 · 追料".into(),
            Self::ZoneSmall => "偏小 · 报 IE".into(),
            Self::ZoneTooLarge => "太大 · 报采购".into(),
            Self::IsSmallWithin(first, second) => {
                format!("小 {first} %，在 {second} % 内：可以合格").into()
            }
            Self::IsLarge(first, second) => format!("大 {first} %，超过 {second} %").into(),
            Self::IsSmallOut(first, second) => format!("小 {first} %，超过 {second} %").into(),
            Self::NotWeighed => "还没称过".into(),
            Self::SavedNotSent => "已存，未传".into(),
            Self::Sent => "已传".into(),
            Self::Queue => "待检".into(),
            Self::Lots(first) => format!("{first} 批").into(),
            Self::All => "全部".into(),
            Self::Overdue => "超时".into(),
            Self::DueSoon => "快到期".into(),
            Self::Subcontracted => "托外".into(),
            Self::SubcontractedShort => "托外".into(),
            Self::OnTimeToday => "今天准时".into(),
            Self::NothingWaits => "没有待检的批".into(),
            Self::NothingWaitsHow => "点收签数后，批就会出现在这里；也可以扫检验卡。".into(),
            Self::NextLot => "下一批".into(),
            Self::ThisLot => "这批".into(),
            Self::SignedDue(first, second) => format!("{first} 签数 · {second} 到期").into(),
            Self::SignedJudged(first, second) => format!("{first} 签数 → {second} 判完").into(),
            Self::NoClock => "时钟还没开始".into(),
            Self::DueAt(first) => format!("{first} 到期").into(),
            Self::JudgedOnTime => "判定准时".into(),
            Self::JudgedLate => "判定超时".into(),
            Self::Took(span) => format!("用了 {span}", span = hours(*span, " 小时", " 分")).into(),
            Self::LeftToTheSecond(span) => {
                format!("剩 {seconds}", seconds = minutes(*span, " 分", " 秒")).into()
            }
            Self::Start(first) => format!("开始检验 {first}").into(),
            Self::OrScan => "或扫任一张检验卡".into(),
            Self::Where => "在哪".into(),
            Self::Quantity => "数量".into(),
            Self::Vendor => "厂商".into(),
            Self::Item => "料号".into(),
            Self::OrderLine => "采购单项".into(),
            Self::SupplierLot => "厂商批号".into(),
            Self::ToDo => "要做".into(),
            Self::WeighAndJudge => "称重（托外必称），判定".into(),
            Self::LookAndJudge => "检查，判定".into(),
            Self::Approved => "在名单内".into(),
            Self::NotApproved => "厂商不在名单".into(),
            Self::ApprovalUnknown => "到卡后才知道".into(),
            Self::LastLots(first) => format!("近 {first} 批").into(),
            Self::NoPast => "这个厂商的这个料号，第一次检验。".into(),
            Self::LastWeighed(first) => format!("近 {first} 批单重偏差").into(),
            Self::LastWeighedAre(first) => format!("近几批单重偏差，百分比：{first}").into(),
            Self::Now => "这批".into(),
            Self::NotKnownHere => "本机没有这张卡".into(),
            Self::NotKnownHereHow => "扫卡上的二维码就能开始；或先联网。".into(),
            Self::UnknownCard(first) => {
                format!("本机没有 {first}，没开始 · 请扫卡上的二维码").into()
            }
            Self::NotACard(kind, code) => {
                format!("{kind} {code} 不是检验卡，没开始 · 请扫检验卡", kind = kind_zh(*kind))
                    .into()
            }
            Self::Recorded => "已存".into(),
            Self::Undone => "已撤销".into(),
            Self::CompareCard => "对一下：卡上和货上是不是这个？".into(),
            Self::CardNotHere => "卡的数据还没到本机，先按二维码检".into(),
            Self::CardNotHereThen => "传上去以后，能不能上架才定".into(),
            Self::LabelDiffers => "标签和系统不一样，请核对".into(),
            Self::Conflict => "两个判定".into(),
            Self::ClockDoubtful => "时刻存疑".into(),
            Self::NewerFacts => "请升级本机".into(),
            Self::Steps => "步骤".into(),
            Self::StepName(step) => step_zh(*step).into(),
            Self::MustWeigh => "要称（托外）".into(),
            Self::MayWeigh => "可以称".into(),
            Self::MeasuredOf(first, second) => format!("{first} / {second} 个要点").into(),
            Self::StillOpen(first) => format!("还有 {first}").into(),
            Self::AllJudged => "判完了".into(),
            Self::Onward(step) => format!("下一步：{step}", step = step_zh(*step)).into(),
            Self::Then(step) => format!("下一步：{step}", step = step_zh(*step)).into(),
            Self::History => "经过".into(),
            Self::StandardWeightName => "标准单重".into(),
            Self::StandardWeight(first) => format!("标准 {first} g").into(),
            Self::NoStandardWeight => "没有标准单重".into(),
            Self::Standard(first) => format!("标准 {first}").into(),
            Self::Since(first) => format!("{first} 起").into(),
            Self::None => "没有".into(),
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
            Self::HowMuch => "这次判多少".into(),
            Self::AllOpen(first) => format!("没判的 {first} 全算").into(),
            Self::OfOpen(first) => format!("没判的有 {first}").into(),
            Self::AgainAll(first) => format!("重新判定整批 {first}，取代以前的").into(),
            Self::ChangeQuantity => "改数量".into(),
            Self::TakeAll => "全部".into(),
            Self::Done => "好".into(),
            Self::NotJudged => "没判".into(),
            Self::OfLot => "共".into(),
            Self::PassHint => "入库".into(),
            Self::RejectHint => "退不良品仓，要选原因".into(),
            Self::SortHint => "挑完再判，时钟不停".into(),
            Self::ConcessionHint => "按特采入库".into(),
            Self::ConcessionLocked => "要主管批".into(),
            Self::VerdictLocked => "要品管判".into(),
            Self::WhyReject => "为什么不合格？".into(),
            Self::WhySort => "为什么要挑选？".into(),
            Self::WithoutReason => "不说原因".into(),
            Self::AfterThis => "记下之后".into(),
            Self::AsItStands => "现在".into(),
            Self::ChooseVerdict => "选一个判定，这里先说会怎样。".into(),
            Self::Record(first, second) => format!("记下：{first} {second}").into(),
            Self::UndoUntilNext => "开始下一批前都能撤销".into(),
            Self::BackToQueue => "回到待检".into(),
            Self::CanPutAway(first) => format!("{first}可以上架").into(),
            Self::CanPutAwayWhy => "验收单已确认".into(),
            Self::IsHeld(first) => format!("{first}还不能上架").into(),
            Self::GoesBack(first) => format!("{first}去不良品仓").into(),
            Self::GoesBackHow(order) => back_zh(order.as_deref()).into(),
            Self::StaysToSort(first) => format!("{first}留着挑选").into(),
            Self::StaysUnjudged(first) => format!("{first}还没判").into(),
            Self::ClockRuns => "时钟还在走".into(),
            Self::WorkHeavy => "超过上限：厂商改善".into(),
            Self::WorkRevise => "IE 改标准前停发这个料".into(),
            Self::WorkRecover => "低于下限：追回原料或扣款".into(),
            Self::WorkStandard => "没有标准：由 IE 定".into(),
            Self::WorkOther => "有事要办".into(),
            Self::ToldOnceSent => "传上去后 IE 和采购会收到".into(),
            Self::NewestFirst => "新的在上 · 时间是当时记的".into(),
            Self::WhySo => "为什么是这样".into(),
            Self::ToVerdict => "去判定".into(),
            Self::ConflictHead => "判定有分歧。现在按严的算".into(),
            Self::OnDevice(first) => format!("{first} 号设备").into(),
            Self::CountSigned => "签数 · 时钟开始".into(),
        }
    }

    #[allow(clippy::too_many_lines, reason = "one text for each case, and nothing else")]
    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::ZoneTooSmall => "Too small".into(),
            Self::ZoneSmall => "Small: tell IE".into(),
            Self::ZoneTooLarge => "Too large".into(),
            Self::IsSmallWithin(first, second) => format!("{first} % small, within {second} %. It may pass.").into(),
            Self::IsLarge(first, second) => format!("{first} % large, more than {second} %").into(),
            Self::IsSmallOut(first, second) => format!("{first} % small, more than {second} %").into(),
            Self::NotWeighed => "Not weighed yet".into(),
            Self::SavedNotSent => "Saved, not sent".into(),
            Self::Sent => "Sent".into(),
            Self::Queue => "To inspect".into(),
            Self::Lots(first) => format!("{first} lots").into(),
            Self::All => "All".into(),
            Self::Overdue => "Over".into(),
            Self::DueSoon => "Due soon".into(),
            Self::Subcontracted => "Subcontracted".into(),
            Self::SubcontractedShort => "subcon.".into(),
            Self::OnTimeToday => "On time today".into(),
            Self::NothingWaits => "Nothing waits".into(),
            Self::NothingWaitsHow => "Lots come once their count is signed. You can also scan a card.".into(),
            Self::NextLot => "Next lot".into(),
            Self::ThisLot => "This lot".into(),
            Self::SignedDue(first, second) => format!("signed {first} · due {second}").into(),
            Self::SignedJudged(first, second) => format!("signed {first} → judged {second}").into(),
            Self::NoClock => "The clock has not started".into(),
            Self::DueAt(first) => format!("due {first}").into(),
            Self::JudgedOnTime => "Judged on time".into(),
            Self::JudgedLate => "Judged late".into(),
            Self::Took(span) => format!("took {span}", span = hours(*span, " h", " min")).into(),
            Self::LeftToTheSecond(span) => format!("{seconds} left", seconds = minutes(*span, " min", " s")).into(),
            Self::Start(first) => format!("Start {first}").into(),
            Self::OrScan => "or scan any card".into(),
            Self::Where => "Where".into(),
            Self::Quantity => "Quantity".into(),
            Self::Vendor => "Vendor".into(),
            Self::Item => "Item".into(),
            Self::OrderLine => "Order line".into(),
            Self::SupplierLot => "Supplier lot".into(),
            Self::ToDo => "To do".into(),
            Self::WeighAndJudge => "Weigh (subcontracted), judge".into(),
            Self::LookAndJudge => "Look, judge".into(),
            Self::Approved => "approved".into(),
            Self::NotApproved => "Vendor not approved".into(),
            Self::ApprovalUnknown => "known once the card arrives".into(),
            Self::LastLots(first) => format!("Last {first} lots").into(),
            Self::NoPast => "The first lot of this item from this vendor.".into(),
            Self::LastWeighed(first) => format!("Unit weight, last {first} lots").into(),
            Self::LastWeighedAre(first) => format!("Deviations of the last lots in per cent: {first}").into(),
            Self::Now => "now".into(),
            Self::NotKnownHere => "This card is not known here".into(),
            Self::NotKnownHereHow => "Scan the card's QR code to begin, or go online first.".into(),
            Self::UnknownCard(first) => format!("{first} is not known here, not taken. Scan the card's QR code.").into(),
            Self::NotACard(kind, code) => format!("{kind} {code} is no inspection card, not taken. Scan a card.", kind = kind_en(*kind)).into(),
            Self::Recorded => "Saved".into(),
            Self::Undone => "Taken back".into(),
            Self::CompareCard => "Compare: do card and goods say this?".into(),
            Self::CardNotHere => "Not here yet: working from its QR code".into(),
            Self::CardNotHereThen => "Release is decided once it is sent".into(),
            Self::LabelDiffers => "Label and system differ: check".into(),
            Self::Conflict => "Verdicts disagree".into(),
            Self::ClockDoubtful => "Time in doubt".into(),
            Self::NewerFacts => "Update this device".into(),
            Self::Steps => "Steps".into(),
            Self::StepName(step) => step_en(*step).into(),
            Self::MustWeigh => "required".into(),
            Self::MayWeigh => "optional".into(),
            Self::MeasuredOf(first, second) => format!("{first} of {second}").into(),
            Self::StillOpen(first) => format!("{first} open").into(),
            Self::AllJudged => "all judged".into(),
            Self::Onward(step) => format!("Next: {step}", step = step_en(*step)).into(),
            Self::Then(step) => format!("next: {step}", step = step_en(*step)).into(),
            Self::History => "History".into(),
            Self::StandardWeightName => "Std weight".into(),
            Self::StandardWeight(first) => format!("standard {first} g").into(),
            Self::NoStandardWeight => "no standard weight".into(),
            Self::Standard(first) => format!("standard {first}").into(),
            Self::Since(first) => format!("from {first}").into(),
            Self::None => "none".into(),
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
            Self::HowMuch => "How much now".into(),
            Self::AllOpen(first) => format!("all {first} that are open").into(),
            Self::OfOpen(first) => format!("{first} are open").into(),
            Self::AgainAll(first) => format!("the whole lot again, {first}; replaces what was said").into(),
            Self::ChangeQuantity => "Change".into(),
            Self::TakeAll => "All".into(),
            Self::Done => "Done".into(),
            Self::NotJudged => "Open".into(),
            Self::OfLot => "of".into(),
            Self::PassHint => "to the shelf".into(),
            Self::RejectHint => "goes back; says why".into(),
            Self::SortHint => "judge again after; the clock runs on".into(),
            Self::ConcessionHint => "to the shelf, conceded".into(),
            Self::ConcessionLocked => "a supervisor's alone".into(),
            Self::VerdictLocked => "an inspector's".into(),
            Self::WhyReject => "Why is it rejected?".into(),
            Self::WhySort => "Why must it be sorted?".into(),
            Self::WithoutReason => "No reason".into(),
            Self::AfterThis => "After this".into(),
            Self::AsItStands => "As it stands".into(),
            Self::ChooseVerdict => "Choose a verdict: what follows is said first.".into(),
            Self::Record(first, second) => format!("Record: {first} {second}").into(),
            Self::UndoUntilNext => "can be undone until the next lot".into(),
            Self::BackToQueue => "Back to the queue".into(),
            Self::CanPutAway(first) => format!("{first} can be put away").into(),
            Self::CanPutAwayWhy => "the slip is confirmed".into(),
            Self::IsHeld(first) => format!("{first} cannot be put away yet").into(),
            Self::GoesBack(first) => format!("{first} go to nonconforming goods").into(),
            Self::GoesBackHow(order) => back_en(order.as_deref()).into(),
            Self::StaysToSort(first) => format!("{first} stay to be sorted").into(),
            Self::StaysUnjudged(first) => format!("{first} are not judged yet").into(),
            Self::ClockRuns => "the clock runs on".into(),
            Self::WorkHeavy => "Above tolerance: the vendor improves".into(),
            Self::WorkRevise => "No issue of this part until IE revises it".into(),
            Self::WorkRecover => "Below tolerance: material recovered, or deducted".into(),
            Self::WorkStandard => "No standard: IE sets one".into(),
            Self::WorkOther => "Work follows".into(),
            Self::ToldOnceSent => "IE and purchasing are told once sent".into(),
            Self::NewestFirst => "newest first · times as recorded".into(),
            Self::WhySo => "Why it is so".into(),
            Self::ToVerdict => "To the verdict".into(),
            Self::ConflictHead => "Verdicts disagree. The strictest holds now".into(),
            Self::OnDevice(first) => format!("device {first}").into(),
            Self::CountSigned => "Count signed, the clock starts".into(),
        }
    }
}

/// Hours and minutes.
fn hours(span: Span, hour: &str, minute: &str) -> String {
    let minutes = span.0.max(0) / 60_000;
    let (hours, rest) = (minutes / 60, minutes % 60);
    if hours == 0 { format!("{rest}{minute}") } else { format!("{hours}{hour} {rest}{minute}") }
}

/// Minutes and seconds.
fn minutes(span: Span, minute: &str, second: &str) -> String {
    let seconds = span.0.max(0) / 1_000;
    let (minutes, rest) = (seconds / 60, seconds % 60);
    if minutes == 0 {
        format!("{rest}{second}")
    } else {
        format!("{minutes}{minute} {rest}{second}")
    }
}

const fn step_zh(step: Step) -> &'static str {
    match step {
        Step::Check => "核对卡和货",
        Step::Weigh => "称重",
        Step::Measure => "尺寸",
        Step::Judge => "判定",
    }
}

const fn step_en(step: Step) -> &'static str {
    match step {
        Step::Check => "Card and goods",
        Step::Weigh => "Weigh",
        Step::Measure => "Dimensions",
        Step::Judge => "Verdict",
    }
}

fn back_zh(order: Option<&str>) -> String {
    match order {
        Some(order) => format!("仓管开退货单 · 采购单 {order}"),
        None => "仓管向采购申请".to_owned(),
    }
}

fn back_en(order: Option<&str>) -> String {
    match order {
        Some(order) => format!("the keeper raises a return note · order {order}"),
        None => "the keeper applies to purchasing".to_owned(),
    }
}

const fn kind_zh(kind: ScannedKind) -> &'static str {
    match kind {
        ScannedKind::Receipt => "点收单",
        ScannedKind::Card => "检验卡",
        ScannedKind::Slip => "验收单",
        ScannedKind::ReturnNote => "退货单",
        ScannedKind::Order => "采购单",
        ScannedKind::Item => "料号",
        ScannedKind::Vendor => "厂商",
        ScannedKind::Location => "货位",
        ScannedKind::Person => "工牌",
        ScannedKind::Enrolment => "登记码",
        ScannedKind::Misread => "没读对：",
        ScannedKind::Newer => "新版本的标签",
        ScannedKind::Unknown => "不认识的码",
    }
}

const fn kind_en(kind: ScannedKind) -> &'static str {
    match kind {
        ScannedKind::Receipt => "Receipt",
        ScannedKind::Card => "Card",
        ScannedKind::Slip => "Slip",
        ScannedKind::ReturnNote => "Return note",
        ScannedKind::Order => "Order",
        ScannedKind::Item => "Item",
        ScannedKind::Vendor => "Vendor",
        ScannedKind::Location => "Location",
        ScannedKind::Person => "Badge",
        ScannedKind::Enrolment => "Enrolment code",
        ScannedKind::Misread => "Misread:",
        ScannedKind::Newer => "A newer label",
        ScannedKind::Unknown => "Unknown code",
    }
}

/// Something to know of a lot in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(pub(crate) QueueMark);

impl Words for Mark {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0 {
            QueueMark::Conflict => "两个判定",
            QueueMark::ToSort => "在挑选",
            QueueMark::PartJudged => "判了一部分",
            QueueMark::VendorNotApproved => "厂商不在名单",
            QueueMark::Weigh => "托外要称",
            QueueMark::NoStandard => "没有标准单重",
            QueueMark::CountChanged => "数量变了",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            QueueMark::Conflict => "Verdicts disagree",
            QueueMark::ToSort => "Being sorted",
            QueueMark::PartJudged => "Part judged",
            QueueMark::VendorNotApproved => "Vendor not approved",
            QueueMark::Weigh => "Weigh (subcon.)",
            QueueMark::NoStandard => "No standard weight",
            QueueMark::CountChanged => "Count changed",
        }
        .into()
    }
}

/// What keeps goods from the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeldBy(pub(crate) Blocked);

impl Words for HeldBy {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0 {
            Blocked::NoCard => "卡还没到本机",
            Blocked::NotSigned => "点数还没签",
            Blocked::SignAgain => "数量变了，要再签",
            Blocked::NoSlip => "还没开验收单",
            Blocked::SlipNotConfirmed => "验收单等点收员签",
            Blocked::NotMeasured => "托外批要先称重或量尺寸",
            Blocked::VendorNotApproved => "厂商不在名单",
            Blocked::Conflict => "有分歧，要裁决",
            Blocked::StaleOrder => "采购单有变更，等采购",
            Blocked::NoOrder => "没有采购单，等采购",
            Blocked::NothingAccepted => "没有允收的",
            Blocked::NewerFacts => "请升级本机",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            Blocked::NoCard => "the card is not here yet",
            Blocked::NotSigned => "the count is not signed",
            Blocked::SignAgain => "the count changed: sign again",
            Blocked::NoSlip => "no acceptance slip yet",
            Blocked::SlipNotConfirmed => "the clerk must sign the slip",
            Blocked::NotMeasured => "subcontracted: weigh or measure it first",
            Blocked::VendorNotApproved => "the vendor is not approved",
            Blocked::Conflict => "a conflict must be settled",
            Blocked::StaleOrder => "the order changed: purchasing answers",
            Blocked::NoOrder => "no order: purchasing assigns one",
            Blocked::NothingAccepted => "nothing is accepted",
            Blocked::NewerFacts => "update this device",
        }
        .into()
    }
}

/// What happened, by the name of its fact; a name that is not known here stands as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventName(pub(crate) String);

impl Words for EventName {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0.as_str() {
            "CardIssued" => "检验卡".into(),
            "CardVoided" => "检验卡作废".into(),
            "CardReprinted" => "重印检验卡".into(),
            "LotDescribed" => "补充说明".into(),
            "Weighed" => "称重".into(),
            "Measured" => "量尺寸".into(),
            "WeighingVoided" => "撤销称重或尺寸".into(),
            "VerdictRecorded" => "判定".into(),
            "VerdictVoided" => "撤销判定".into(),
            "PutAway" => "上架".into(),
            "ReturnRaised" => "退货单".into(),
            other => format!("新版本的记录 {other}").into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0.as_str() {
            "CardIssued" => "Card issued".into(),
            "CardVoided" => "Card withdrawn".into(),
            "CardReprinted" => "Card printed again".into(),
            "LotDescribed" => "Described".into(),
            "Weighed" => "Weighed".into(),
            "Measured" => "Measured".into(),
            "WeighingVoided" => "Weighing taken back".into(),
            "VerdictRecorded" => "Verdict".into(),
            "VerdictVoided" => "Verdict taken back".into(),
            "PutAway" => "Put away".into(),
            "ReturnRaised" => "Return note".into(),
            other => format!("A newer record, {other}").into(),
        }
    }
}
