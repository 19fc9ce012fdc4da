//! Texts of the verdict, and of what follows from it.

use std::borrow::Cow;

use sync_core::text::{Say, names};
use sync_core::view::ReceiptStatus;

/// Texts of the verdict, and of what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Judging {
    CardNotHereThen,
    /// How much this verdict is about.
    HowMuch,
    AllOpen(String),
    /// A part of what is open.
    OfOpen(String),
    /// The lot is judged again.
    AgainAll(String),
    ChangeQuantity,
    TakeAll,
    Done,
    NotJudged,
    OfLot,
    /// What a pass does.
    PassHint,
    /// What a reject does.
    RejectHint,
    /// What a sort does.
    SortHint,
    /// What a concession does.
    ConcessionHint,
    ConcessionLocked,
    VerdictLocked,
    /// Why it is rejected.
    WhyReject,
    /// Why it is sorted.
    WhySort,
    /// Why it is taken by concession.
    WhyConcession,
    WithoutReason,
    /// What follows from what is chosen.
    AfterThis,
    AsItStands,
    ChooseVerdict,
    Record(String, String),
    /// How long it can be taken back.
    UndoUntilNext,
    CanPutAway(String),
    CanPutAwayWhy,
    /// It is kept back.
    IsHeld(String),
    GoesBack(String),
    GoesBackHow(Option<String>),
    StaysToSort(String),
    StaysUnjudged(String),
    /// The clock runs on.
    ClockRuns,
    WorkHeavy,
    WorkRevise,
    WorkRecover,
    WorkStandard,
    WorkOther,
    ToldOnceSent,
}

impl Say for Judging {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::CardNotHereThen => "传上去以后，能不能上架才定".into(),
            Self::HowMuch => "这次判多少".into(),
            Self::AllOpen(first) => format!("没判的 {first} 全算").into(),
            Self::OfOpen(first) => format!("没判的有 {first}").into(),
            Self::AgainAll(first) => format!("重新判定整批 {first}，取代以前的").into(),
            Self::ChangeQuantity => "改数量".into(),
            Self::TakeAll => "全部".into(),
            Self::Done => "好".into(),
            Self::NotJudged => names::UNJUDGED.chinese.into(),
            Self::OfLot => "共".into(),
            Self::PassHint => "入库".into(),
            Self::RejectHint => "退不良品仓，要选原因".into(),
            Self::SortHint => "挑完再判，时限不停".into(),
            Self::ConcessionHint => "按特采入库".into(),
            Self::ConcessionLocked => "要主管批".into(),
            Self::VerdictLocked => "要品管判".into(),
            Self::WhyReject => "为什么不合格？".into(),
            Self::WhySort => "为什么要挑选？".into(),
            Self::WhyConcession => "为什么特采？".into(),
            Self::WithoutReason => "不说原因".into(),
            Self::AfterThis => "记下之后".into(),
            Self::AsItStands => "现在".into(),
            Self::ChooseVerdict => "选一个判定，这里先说会怎样。".into(),
            Self::Record(first, second) => format!("记下：{first} {second}").into(),
            Self::UndoUntilNext => "开始下一批前都能撤销".into(),
            Self::CanPutAway(first) => format!("{first}可以上架").into(),
            Self::CanPutAwayWhy => {
                names::receipt_status(ReceiptStatus::SlipConfirmed).chinese.into()
            }
            Self::IsHeld(first) => format!("{first}还不能上架").into(),
            Self::GoesBack(first) => format!("{first}去不良品仓").into(),
            Self::GoesBackHow(order) => back_zh(order.as_deref()).into(),
            Self::StaysToSort(first) => format!("{first}留着挑选").into(),
            Self::StaysUnjudged(first) => format!("{first}还没判").into(),
            Self::ClockRuns => "时限还在走".into(),
            Self::WorkHeavy => "超过上限：厂商改善".into(),
            Self::WorkRevise => "IE 改标准前停发这个料".into(),
            Self::WorkRecover => "低于下限：追回原料或扣款".into(),
            Self::WorkStandard => "没有标准：由 IE 定".into(),
            Self::WorkOther => "有事要办".into(),
            Self::ToldOnceSent => "传上去后 IE 和采购会收到".into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::CardNotHereThen => "Release is decided once it is sent".into(),
            Self::HowMuch => "How much now".into(),
            Self::AllOpen(first) => format!("all {first} that are open").into(),
            Self::OfOpen(first) => format!("{first} are open").into(),
            Self::AgainAll(first) => {
                format!("the whole lot again, {first}; replaces what was said").into()
            }
            Self::ChangeQuantity => "Change".into(),
            Self::TakeAll => "All".into(),
            Self::Done => "Done".into(),
            Self::NotJudged => names::UNJUDGED.capital().english(),
            Self::OfLot => "of".into(),
            Self::PassHint => "to the shelf".into(),
            Self::RejectHint => "goes back; says why".into(),
            Self::SortHint => "judge again after; the clock runs on".into(),
            Self::ConcessionHint => "to the shelf, conceded".into(),
            Self::ConcessionLocked => "a supervisor's alone".into(),
            Self::VerdictLocked => "an inspector's".into(),
            Self::WhyReject => "Why is it rejected?".into(),
            Self::WhySort => "Why must it be sorted?".into(),
            Self::WhyConcession => "Why by concession?".into(),
            Self::WithoutReason => "No reason".into(),
            Self::AfterThis => "After this".into(),
            Self::AsItStands => "As it stands".into(),
            Self::ChooseVerdict => "Choose a verdict to see what follows.".into(),
            Self::Record(first, second) => format!("Record: {first} {second}").into(),
            Self::UndoUntilNext => "can be undone until the next lot".into(),
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
        }
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
