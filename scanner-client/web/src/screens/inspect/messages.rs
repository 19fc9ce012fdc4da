//! Texts of this section.

mod judging;
mod sampling;
mod weighing;

use std::borrow::Cow;

use sync_core::fact::Kind;
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::rules::inspection_steps::InspectionStep as Step;
use sync_core::text::{Named as _, Say, names};
use sync_core::time::Span;
use sync_core::view::{LotStatus, ScannedKind};

pub(crate) use judging::Judging;
pub(crate) use sampling::Sampling;
pub(crate) use weighing::Weighing;

/// Texts of this section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    /// What a question before something unlikely is called.
    AskLabel,
    NothingRecorded,
    Correct,
    AsEntered,
    Queue,
    /// How many lots wait.
    Lots(usize),
    All,
    Overdue,
    /// Due within the hour.
    DueSoon,
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
    JudgedOnTime,
    JudgedLate,
    Took(Span),
    /// Time left, in its last minutes.
    LeftToTheSecond(Span),
    Start(String),
    OrScan,
    Where,
    Quantity,
    Vendor,
    Item,
    OrderLine,
    SupplierLot,
    ToDo,
    /// For a subcontracted lot.
    WeighAndJudge,
    LookAndJudge,
    /// On the list on the day of arrival.
    Approved,
    NotApproved,
    ApprovalUnknown,
    /// The last lots of item and vendor.
    LastLots(usize),
    NoPast,
    LastWeighed(usize),
    /// The same, read aloud.
    LastWeighedAre(String),
    /// This lot, in the chart.
    Now,
    /// The card is not known here.
    NotKnownHere,
    NotKnownHereHow,
    /// A scanned number says too little.
    UnknownCard(String),
    /// Something else was scanned.
    NotACard(ScannedKind, String),
    /// It is stored; and there is something to know.
    Recorded,
    Undone,
    /// The first step's question.
    CompareCard,
    /// It came by its label alone.
    CardNotHere,
    /// The label is old, or a copy.
    LabelDiffers,
    /// The order is not what the lot was counted as.
    OrderChanged,
    Conflict,
    /// The clock that dated it stepped.
    ClockDoubtful,
    /// A verdict came to the server long after its instant: both instants.
    ArrivedLate(String),
    /// A newer device wrote about it.
    NewerFacts,
    Steps,
    StepName(Step),
    MustWeigh,
    MayWeigh,
    /// How many dimensions were measured.
    MeasuredOf(usize, usize),
    /// What is not judged.
    StillOpen(String),
    AllJudged,
    /// On to a step.
    Onward(Step),
    Then(Step),
    History,
    StandardWeightName,
    Since(String),
    None,
    BackToQueue,
    /// How the history is read.
    NewestFirst,
    WhySo,
    ToVerdict,
    ConflictHead,
    OnDevice(String),
    CountSigned,
    /// On this device alone.
    SavedNotSent,
    Sent,
}

impl Say for Message {
    #[allow(clippy::too_many_lines, reason = "one text for each case, and nothing else")]
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::AskLabel => "可能输错了".into(),
            Self::NothingRecorded => "还没记。".into(),
            Self::Correct => "改".into(),
            Self::AsEntered => "照输入的记".into(),
            Self::Queue => names::lot_status(LotStatus::InInspection).chinese.into(),
            Self::Lots(first) => format!("{first} 批").into(),
            Self::All => "全部".into(),
            Self::Overdue => names::deadline_status(DeadlineStatus::Overdue).chinese.into(),
            Self::DueSoon => names::deadline_status(DeadlineStatus::DueSoon).chinese.into(),
            Self::Subcontracted => "托外".into(),
            Self::SubcontractedShort => "托外".into(),
            Self::OnTimeToday => "今日及时".into(),
            Self::NothingWaits => "没有待检的批".into(),
            Self::NothingWaitsHow => "点收签核后，批就会出现在这里；也可以扫检验卡。".into(),
            Self::NextLot => "下一批".into(),
            Self::ThisLot => "这批".into(),
            Self::SignedDue(first, second) => format!("{first} 签核 · {second} 到期").into(),
            Self::SignedJudged(first, second) => format!("{first} 签核 → {second} 判完").into(),
            Self::NoClock => names::deadline_status(DeadlineStatus::NotStarted).chinese.into(),
            Self::DueAt(first) => format!("{first} 到期").into(),
            Self::JudgedOnTime => names::deadline_status(DeadlineStatus::OnTime).chinese.into(),
            Self::JudgedLate => names::deadline_status(DeadlineStatus::Late).chinese.into(),
            Self::Took(span) => format!("用了 {span}", span = hours(*span, " 小时", " 分")).into(),
            Self::LeftToTheSecond(span) => {
                format!("剩 {seconds}", seconds = minutes(*span, " 分", " 秒")).into()
            }
            Self::Start(first) => format!("开始检验 {first}").into(),
            Self::OrScan => "或扫任一张检验卡".into(),
            Self::Where => "在哪".into(),
            Self::Quantity => "数量".into(),
            Self::Vendor => names::VENDOR.chinese.into(),
            Self::Item => names::ITEM.chinese.into(),
            Self::OrderLine => names::ORDER_LINE.chinese.into(),
            Self::SupplierLot => "厂商批号".into(),
            Self::ToDo => "要做".into(),
            Self::WeighAndJudge => "称重（托外必称），判定".into(),
            Self::LookAndJudge => "检查，判定".into(),
            Self::Approved => names::APPROVED_VENDOR.chinese.into(),
            Self::NotApproved => names::VENDOR_NOT_APPROVED.chinese.into(),
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
                format!("{kind} {code} 不是检验卡，没开始 · 请扫检验卡", kind = kind.chinese())
                    .into()
            }
            Self::Recorded => "已存".into(),
            Self::Undone => "已撤销".into(),
            Self::CompareCard => "对一下：卡上和货上是不是这个？".into(),
            Self::CardNotHere => "卡的数据还没到本机，先按二维码检".into(),
            Self::LabelDiffers => "标签和系统不一样，请核对".into(),
            Self::OrderChanged => names::ORDER_CHANGED.chinese.into(),
            Self::Conflict => names::lot_status(LotStatus::Conflict).chinese.into(),
            Self::ClockDoubtful => names::fact_kind(Kind::ClockDoubtful).chinese.into(),
            Self::ArrivedLate(at) => format!("{} {at}", names::ARRIVED_LATE.chinese).into(),
            Self::NewerFacts => "请更新本机".into(),
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
            Self::Since(first) => format!("{first} 起").into(),
            Self::None => "没有".into(),
            Self::BackToQueue => "回到待检".into(),
            Self::NewestFirst => "新的在上 · 时间是当时记的".into(),
            Self::WhySo => "为什么是这样".into(),
            Self::ToVerdict => "去判定".into(),
            Self::ConflictHead => "判定有分歧。现在按严的算".into(),
            Self::OnDevice(name) => format!("设备 {name}").into(),
            Self::CountSigned => "签核 · 时限开始".into(),
            Self::SavedNotSent => "已存，未传".into(),
            Self::Sent => "已传".into(),
        }
    }

    #[allow(clippy::too_many_lines, reason = "one text for each case, and nothing else")]
    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::AskLabel => "Maybe a slip".into(),
            Self::NothingRecorded => "Nothing is recorded yet.".into(),
            Self::Correct => "Correct it".into(),
            Self::AsEntered => "Record as entered".into(),
            Self::Queue => names::lot_status(LotStatus::InInspection).capital().english(),
            Self::Lots(first) => format!("{first} lots").into(),
            Self::All => "All".into(),
            Self::Overdue => names::deadline_status(DeadlineStatus::Overdue).capital().english(),
            Self::DueSoon => names::deadline_status(DeadlineStatus::DueSoon).capital().english(),
            Self::Subcontracted => "Subcontracted".into(),
            Self::SubcontractedShort => "subcon.".into(),
            Self::OnTimeToday => "On time today".into(),
            Self::NothingWaits => "Nothing waits".into(),
            Self::NothingWaitsHow => {
                "Lots come once their count is signed. You can also scan a card.".into()
            }
            Self::NextLot => "Next lot".into(),
            Self::ThisLot => "This lot".into(),
            Self::SignedDue(first, second) => format!("signed {first} · due {second}").into(),
            Self::SignedJudged(first, second) => format!("signed {first} → judged {second}").into(),
            Self::NoClock => names::deadline_status(DeadlineStatus::NotStarted).capital().english(),
            Self::DueAt(first) => format!("due {first}").into(),
            Self::JudgedOnTime => {
                names::deadline_status(DeadlineStatus::OnTime).capital().english()
            }
            Self::JudgedLate => names::deadline_status(DeadlineStatus::Late).capital().english(),
            Self::Took(span) => format!("took {span}", span = hours(*span, " h", " min")).into(),
            Self::LeftToTheSecond(span) => {
                format!("{seconds} left", seconds = minutes(*span, " min", " s")).into()
            }
            Self::Start(first) => format!("Start {first}").into(),
            Self::OrScan => "or scan any card".into(),
            Self::Where => "Where".into(),
            Self::Quantity => "Quantity".into(),
            Self::Vendor => names::VENDOR.capital().english(),
            Self::Item => names::ITEM.capital().english(),
            Self::OrderLine => names::ORDER_LINE.capital().english(),
            Self::SupplierLot => "Supplier lot".into(),
            Self::ToDo => "To do".into(),
            Self::WeighAndJudge => "Weigh (subcontracted), judge".into(),
            Self::LookAndJudge => "Look, judge".into(),
            Self::Approved => names::APPROVED_VENDOR.capital().english(),
            Self::NotApproved => names::VENDOR_NOT_APPROVED.capital().english(),
            Self::ApprovalUnknown => "known once the card arrives".into(),
            Self::LastLots(first) => format!("Last {first} lots").into(),
            Self::NoPast => "The first lot of this item from this vendor.".into(),
            Self::LastWeighed(first) => format!("Unit weight, last {first} lots").into(),
            Self::LastWeighedAre(first) => {
                format!("Deviations of the last lots in per cent: {first}").into()
            }
            Self::Now => "now".into(),
            Self::NotKnownHere => "This card is not known here".into(),
            Self::NotKnownHereHow => "Scan the card's QR code to begin, or go online first.".into(),
            Self::UnknownCard(first) => {
                format!("{first} is not known here, not taken. Scan the card's QR code.").into()
            }
            Self::NotACard(kind, code) => format!(
                "{kind} {code} is no inspection card, not taken. Scan a card.",
                kind = kind.called().capital().english()
            )
            .into(),
            Self::Recorded => "Saved".into(),
            Self::Undone => "Taken back".into(),
            Self::CompareCard => "Compare: do card and goods say this?".into(),
            Self::CardNotHere => "Not here yet: working from its QR code".into(),
            Self::LabelDiffers => "Label and system differ: check".into(),
            Self::OrderChanged => names::ORDER_CHANGED.capital().english(),
            Self::Conflict => names::lot_status(LotStatus::Conflict).capital().english(),
            Self::ClockDoubtful => "Time in doubt".into(),
            Self::ArrivedLate(at) => {
                format!("{} {at}", names::ARRIVED_LATE.capital().english()).into()
            }
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
            Self::Since(first) => format!("from {first}").into(),
            Self::None => "none".into(),
            Self::BackToQueue => "Back to the queue".into(),
            Self::NewestFirst => "newest first · times as recorded".into(),
            Self::WhySo => "Why it is so".into(),
            Self::ToVerdict => "To the verdict".into(),
            Self::ConflictHead => "Verdicts disagree. The strictest holds now".into(),
            Self::OnDevice(name) => format!("on {name}").into(),
            Self::CountSigned => "Count signed, the clock starts".into(),
            Self::SavedNotSent => "Saved, not sent".into(),
            Self::Sent => "Sent".into(),
        }
    }
}

fn hours(span: Span, hour: &str, minute: &str) -> String {
    let minutes = span.0.max(0) / 60_000;
    let (hours, rest) = (minutes / 60, minutes % 60);
    if hours == 0 { format!("{rest}{minute}") } else { format!("{hours}{hour} {rest}{minute}") }
}

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
        Step::Sample => names::fact_kind(Kind::Sampled).chinese,
        Step::Weigh => names::fact_kind(Kind::Weighed).chinese,
        Step::Measure => names::fact_kind(Kind::Measured).chinese,
        Step::Judge => names::fact_kind(Kind::VerdictRecorded).chinese,
    }
}

const fn step_en(step: Step) -> &'static str {
    match step {
        Step::Check => "Card and goods",
        Step::Sample => "Sample",
        Step::Weigh => "Weigh",
        Step::Measure => "Dimensions",
        Step::Judge => "Verdict",
    }
}
