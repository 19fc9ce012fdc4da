//! Why a command is refused: what happened to which thing. What to do now is its [`Remedy`].

use super::Remedy;
use crate::defect::Defect;
use crate::fact::Kind;
use crate::ids::{ItemCode, LineKey, OrderNumber, PackageCode, Text, VendorCode};
use crate::measure::{AmountError, Quantity};
use crate::number::{CardNumber, DocumentNumber, ReceiptNumber};
use crate::post;
use crate::rules::reason::MustSayWhy;
use crate::text::{self, Language, Say as _};

/// Why a command is refused: each says what happened to which thing, in no shell's own terms.
///
/// What can be done now is told by [`Refusal::remedy`], which each shell words for itself; a
/// refusal without one says all that there is to know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Language::English))]
#[allow(missing_docs, reason = "the fields fill the sentences of each case")]
pub enum Refusal {
    /// Neither the person's nor the device's posts allow it.
    NotYourPost { kind: Kind },
    /// An amount that cannot be recorded.
    Amount(AmountError),
    /// An order that is not known here.
    UnknownOrder { order: OrderNumber },
    /// Nothing says who delivered the goods.
    VendorNeeded,
    /// A receipt that is not known here, where its lines must be.
    UnknownReceipt { receipt: ReceiptNumber },
    /// A receipt that was withdrawn.
    ReceiptVoided { receipt: ReceiptNumber },
    /// A line that no order of the receipt has.
    NoSuchLine { receipt: ReceiptNumber, line: String, lines: Vec<LineKey> },
    /// Several orders of the receipt have a line of this number.
    WhichLine { line: u16, lines: Vec<LineKey> },
    /// An item that is not known here.
    UnknownItem { item: ItemCode },
    /// A vendor that is not known here.
    UnknownVendor { vendor: VendorCode },
    /// The count was signed for, and stands until a supervisor reopens it.
    AlreadySigned { receipt: ReceiptNumber, line: LineKey },
    /// It was counted blind and signed for: only a supervisor reopens that.
    SignedBlind { receipt: ReceiptNumber },
    /// The same count was signed for already.
    SignedTwice { receipt: ReceiptNumber },
    /// There is nothing to sign.
    NothingCounted { receipt: ReceiptNumber },
    /// Nobody has signed for the count yet.
    SignFirst { receipt: ReceiptNumber },
    /// There is no signature to take back.
    NotSigned { receipt: ReceiptNumber },
    /// The package was counted on this receipt.
    PackageCounted { package: PackageCode },
    /// The receipt has no such tally.
    NoSuchTally { receipt: ReceiptNumber },
    /// It was withdrawn already.
    AlreadyVoided,
    /// The cards agree with the count: there is nothing to confirm.
    CardsAgree { receipt: ReceiptNumber },
    /// A receipt cannot be joined into itself.
    JoinsItself { receipt: ReceiptNumber },
    /// Other receipts are read as part of it.
    HasJoined { receipt: ReceiptNumber, joined: Vec<ReceiptNumber> },
    /// All that was counted stands on cards.
    NothingLeftForCard { line: LineKey, counted: Quantity },
    /// Every line's goods are all on cards.
    NoLineLeftForCard { receipt: ReceiptNumber },
    /// The receipt's slip was issued.
    SlipIssued { receipt: ReceiptNumber },
    /// No slip was issued yet.
    NoSlip { receipt: ReceiptNumber },
    /// The slip was confirmed.
    SlipConfirmed { receipt: ReceiptNumber },
    /// A card that is not known here, where it must be.
    UnknownCard { card: CardNumber },
    /// A card whose quantity must be said, since it is not known here.
    SayQuantityOnCard { card: CardNumber },
    /// A card that was withdrawn.
    CardVoided { card: CardNumber },
    /// The tare weighs more than the gross, or as much.
    NothingWeighed,
    /// No pieces were weighed.
    NoPieces,
    /// No pieces were looked at.
    NothingSampled,
    /// More pieces than the lot has.
    SampleExceedsLot { card: CardNumber, lot: u32 },
    /// More pieces weighed than the lot has, with those that were weighed already.
    WeighsMoreThanLot { card: CardNumber, lot: u32, left: u32 },
    /// No such defect is known.
    UnknownDefect { code: Text },
    /// A defect on more pieces than were looked at.
    DefectsExceedSample { code: Text, pieces: u32 },
    /// The lot has no such weighing or verdict.
    NoSuchFactOfLot { card: CardNumber },
    /// The verdict speaks of more than is unjudged.
    MoreThanUnjudged { card: CardNumber, unjudged: Quantity },
    /// A verdict about nothing.
    NothingJudged,
    /// A verdict's quantities must be said, since the card is not known here.
    SayHowMuch { card: CardNumber },
    /// Something that must be explained comes without a reason.
    ReasonMissing { what: MustSayWhy },
    /// Only a supervisor approves a concession.
    ConcessionIsSupervisors,
    /// More than was accepted would be put away.
    MoreThanAccepted { card: CardNumber, left: Quantity },
    /// More than was rejected would be returned.
    MoreThanRejected { card: CardNumber, left: Quantity },
    /// There is no such conflict.
    NoSuchConflict { conflict: String },
    /// The conflict offers other choices.
    NoSuchChoice { choices: Vec<String> },
    /// There is no such fact set aside.
    NothingSetAside,
    /// The fact is ahead of the server: its instant must be stated.
    StateInstant,
    /// There is no such photo of it here.
    NoSuchPhoto { of: DocumentNumber },
    /// The receipt has no such exception.
    NoSuchException { receipt: ReceiptNumber },
}

impl From<AmountError> for Refusal {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}

impl Refusal {
    /// The rule that refuses, by the name that programs know it by.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::NotYourPost { .. } | Self::ConcessionIsSupervisors => "post",
            Self::Amount(_) => "amount",
            Self::UnknownOrder { .. } | Self::VendorNeeded | Self::NoSuchLine { .. } => "order",
            Self::WhichLine { .. } => "which-line",
            Self::UnknownReceipt { .. }
            | Self::UnknownItem { .. }
            | Self::UnknownVendor { .. }
            | Self::UnknownCard { .. }
            | Self::SayQuantityOnCard { .. }
            | Self::SayHowMuch { .. } => "not-known-here",
            Self::ReceiptVoided { .. } | Self::CardVoided { .. } | Self::AlreadyVoided => "voided",
            Self::AlreadySigned { .. }
            | Self::SignedBlind { .. }
            | Self::SignedTwice { .. }
            | Self::SignFirst { .. }
            | Self::NotSigned { .. } => "signature",
            Self::NothingCounted { .. } | Self::NoSuchTally { .. } => "tally-sum",
            Self::PackageCounted { .. } => "package",
            Self::CardsAgree { .. }
            | Self::NothingLeftForCard { .. }
            | Self::NoLineLeftForCard { .. } => "count-after-card",
            Self::JoinsItself { .. } | Self::HasJoined { .. } => "same-delivery",
            Self::SlipIssued { .. } | Self::NoSlip { .. } | Self::SlipConfirmed { .. } => "slip",
            Self::NothingWeighed | Self::NoPieces | Self::WeighsMoreThanLot { .. } => "unit-weight",
            Self::NothingSampled
            | Self::SampleExceedsLot { .. }
            | Self::UnknownDefect { .. }
            | Self::DefectsExceedSample { .. } => "sample-size",
            Self::NoSuchFactOfLot { .. } | Self::MoreThanUnjudged { .. } | Self::NothingJudged => {
                "verdict"
            }
            Self::ReasonMissing { .. } => "reason",
            Self::MoreThanAccepted { .. } => "release",
            Self::MoreThanRejected { .. } => "returns",
            Self::NoSuchConflict { .. } | Self::NoSuchChoice { .. } => "conflict",
            Self::NothingSetAside | Self::StateInstant => "never-lost",
            Self::NoSuchPhoto { .. } => "photo",
            Self::NoSuchException { .. } => "unloading",
        }
    }

    /// What can be done now; nothing where the sentence itself says why nothing is needed, or,
    /// as with an amount, how it is written.
    pub fn remedy(&self) -> Option<Remedy> {
        Some(match self {
            Self::Amount(_) | Self::CardsAgree { .. } | Self::NotSigned { .. } => return None,
            Self::NotYourPost { kind } => Remedy::CallPost(post::who_may_write(*kind)),
            Self::UnknownOrder { .. } => Remedy::OpenWithoutOrder,
            Self::VendorNeeded => Remedy::SayVendor,
            Self::UnknownReceipt { .. } => Remedy::SyncOrNameOrder,
            Self::ReceiptVoided { .. } => Remedy::CountOnReplacement,
            Self::NoSuchLine { .. } => Remedy::PutApartForPurchasing,
            Self::WhichLine { lines, .. } => Remedy::ChooseLine(lines.clone()),
            Self::UnknownItem { .. } | Self::UnknownVendor { .. } => Remedy::CheckOrSync,
            Self::AlreadySigned { .. } | Self::SignedBlind { .. } => Remedy::AskToReopen,
            Self::SignedTwice { .. } | Self::AlreadyVoided | Self::SlipConfirmed { .. } => {
                Remedy::GoOn
            }
            Self::NothingCounted { .. } => Remedy::TallyFirst,
            Self::SignFirst { .. } => Remedy::SignFirst,
            Self::PackageCounted { .. } => Remedy::TakeNext,
            Self::NoSuchTally { receipt } | Self::NoSuchException { receipt } => {
                Remedy::LookAt((*receipt).into())
            }
            Self::NoSuchFactOfLot { card } => Remedy::LookAt((*card).into()),
            Self::NoSuchPhoto { of } => Remedy::LookAt(*of),
            Self::JoinsItself { .. } => Remedy::NameTwoDeliveries,
            Self::HasJoined { receipt, .. } => Remedy::VoidFirst { or_join: *receipt },
            Self::NothingLeftForCard { .. } => Remedy::CountMoreOrSayQuantity,
            Self::NoLineLeftForCard { .. } => Remedy::CountMore,
            Self::SlipIssued { .. } => Remedy::PrintAgain,
            Self::NoSlip { .. } => Remedy::IssueSlipFirst,
            Self::UnknownCard { .. } => Remedy::Sync,
            Self::SayQuantityOnCard { .. } => Remedy::SayQuantity,
            Self::CardVoided { .. } => Remedy::ScanReplacement,
            Self::NothingWeighed => Remedy::WeighWithVessel,
            Self::NoPieces => Remedy::WeighPieces,
            Self::WeighsMoreThanLot { left: 0, .. } => Remedy::VoidWeighingFirst,
            Self::WeighsMoreThanLot { .. } => Remedy::SayPiecesWeighed,
            Self::NothingSampled | Self::SampleExceedsLot { .. } => Remedy::SaySampled,
            Self::UnknownDefect { .. } => {
                Remedy::ChooseOne(Defect::ALL.map(|defect| defect.code().to_owned()).to_vec())
            }
            Self::NoSuchChoice { choices } => Remedy::ChooseOne(choices.clone()),
            Self::DefectsExceedSample { .. } => Remedy::CountDefectsAgain,
            Self::MoreThanUnjudged { .. } => Remedy::JudgeLessOrAgain,
            Self::NothingJudged => Remedy::SayQuantities,
            Self::SayHowMuch { .. } => Remedy::SayAcceptedAndRejected,
            Self::ReasonMissing { what } => Remedy::SayWhy(*what),
            Self::ConcessionIsSupervisors => Remedy::RejectOrCallSupervisor,
            Self::MoreThanAccepted { left, .. } | Self::MoreThanRejected { left, .. }
                if left.is_zero() =>
            {
                Remedy::WaitForVerdict
            }
            Self::MoreThanAccepted { .. } => Remedy::PutAwayThatMuch,
            Self::MoreThanRejected { .. } => Remedy::ReturnThatMuch,
            Self::NoSuchConflict { .. } => Remedy::LookAtConflicts,
            Self::NothingSetAside => Remedy::LookAtSetAside,
            Self::StateInstant => Remedy::SayWhen,
        })
    }

    /// Whether the command would be carried out if a reason were given.
    pub const fn wants_reason(&self) -> bool {
        matches!(self, Self::ReasonMissing { .. })
    }

    /// The whole sentence for a person: what happened, and the remedy in the words of a shell.
    pub fn told(&self, language: Language, word: fn(&Remedy, Language) -> String) -> String {
        let sentence = self.say(language);
        let Some(remedy) = self.remedy() else { return sentence };
        let mark = match language {
            Language::English if sentence.contains(": ") => "; ",
            Language::English => ": ",
            Language::Chinese if sentence.contains('：') => "；",
            Language::Chinese => "：",
        };
        format!("{sentence}{mark}{}", word(&remedy, language))
    }

    /// What happened, and to which thing.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    #[allow(clippy::too_many_lines, reason = "one sentence for each case, and nothing else")]
    fn english(&self) -> String {
        match self {
            Self::NotYourPost { kind } => format!(
                "your post does not allow this here: it is for {}",
                posts(*kind, Language::English)
            ),
            Self::Amount(error) => error.to_string(),
            Self::UnknownOrder { order } => format!("order {order} is not known here"),
            Self::VendorNeeded => "goods without an order need a vendor".to_owned(),
            Self::UnknownReceipt { receipt } => {
                format!("receipt {receipt} is not known here yet")
            }
            Self::ReceiptVoided { receipt } => format!("receipt {receipt} was withdrawn"),
            Self::NoSuchLine { receipt, line, lines } => {
                format!("receipt {receipt} has no line {line}: its lines are {}", list(lines))
            }
            Self::WhichLine { line, .. } => format!("line {line} stands on several orders"),
            Self::UnknownItem { item } => format!("item {item} is not known here"),
            Self::UnknownVendor { vendor } => format!("vendor {vendor} is not known here"),
            Self::AlreadySigned { receipt, line } => {
                format!("the count of {line} on receipt {receipt} was signed")
            }
            Self::SignedBlind { receipt } => {
                format!("receipt {receipt} was counted blind and signed")
            }
            Self::SignedTwice { receipt } => {
                format!("receipt {receipt} was signed already, with this very count")
            }
            Self::NothingCounted { receipt } => {
                format!("nothing was counted on receipt {receipt}")
            }
            Self::SignFirst { receipt } => format!("the count of receipt {receipt} is not signed"),
            Self::NotSigned { receipt } => format!(
                "receipt {receipt} bears no signature that holds: there is none to take back"
            ),
            Self::PackageCounted { package } => {
                format!("package {package} was counted on this receipt already")
            }
            Self::NoSuchTally { receipt } => {
                format!("receipt {receipt} has no such tally known here")
            }
            Self::AlreadyVoided => "that was withdrawn already".to_owned(),
            Self::CardsAgree { receipt } => {
                format!("cards and counts of receipt {receipt} agree: there is nothing to confirm")
            }
            Self::JoinsItself { receipt } => {
                format!("receipt {receipt} is read as this one already")
            }
            Self::HasJoined { receipt, joined } => {
                format!("{} are read as part of receipt {receipt}", numbers(joined))
            }
            Self::NothingLeftForCard { line, counted } => {
                format!("all {counted} counted on {line} stand on cards")
            }
            Self::NoLineLeftForCard { receipt } => {
                format!("all that was counted on receipt {receipt} stands on cards")
            }
            Self::SlipIssued { receipt } => {
                format!("the slip of receipt {receipt} was issued, and its count has not changed")
            }
            Self::NoSlip { receipt } => format!("no slip of receipt {receipt} is known here"),
            Self::SlipConfirmed { receipt } => {
                format!("the slip of receipt {receipt} was confirmed already")
            }
            Self::UnknownCard { card }
            | Self::SayQuantityOnCard { card }
            | Self::SayHowMuch { card } => format!("card {card} is not known here yet"),
            Self::CardVoided { card } => format!("card {card} was withdrawn"),
            Self::NothingWeighed => "gross must be more than tare".to_owned(),
            Self::NoPieces => "nothing was weighed".to_owned(),
            Self::NothingSampled => "no piece was looked at".to_owned(),
            Self::SampleExceedsLot { card, lot } => format!("lot {card} has {lot} pieces"),
            Self::WeighsMoreThanLot { card, lot, left } if left == lot => {
                format!("lot {card} has {lot} pieces")
            }
            Self::WeighsMoreThanLot { card, lot, left } => format!(
                "lot {card} has {lot} pieces, of which {} were weighed already",
                lot.saturating_sub(*left)
            ),
            Self::UnknownDefect { code } => format!("“{code}” is no defect"),
            Self::DefectsExceedSample { code, pieces } => format!(
                "{code} cannot be wrong with more than the {pieces} pieces that were looked at"
            ),
            Self::NoSuchFactOfLot { card } => format!("lot {card} has nothing of that name here"),
            Self::MoreThanUnjudged { card, unjudged } => {
                format!("only {unjudged} of lot {card} are unjudged")
            }
            Self::NothingJudged => "a verdict must speak of something".to_owned(),
            Self::ReasonMissing { what: MustSayWhy::Reject } => "a reject says why".to_owned(),
            Self::ReasonMissing { what: MustSayWhy::Concession } => {
                "a concession says why".to_owned()
            }
            Self::ReasonMissing { what: MustSayWhy::Reopening } => {
                "whoever reopens a count says why".to_owned()
            }
            Self::ConcessionIsSupervisors => "a concession is a supervisor's alone".to_owned(),
            Self::MoreThanAccepted { card, left } if left.is_zero() => {
                format!("nothing of lot {card} is known here as accepted and not yet put away")
            }
            Self::MoreThanRejected { card, left } if left.is_zero() => {
                format!("nothing of lot {card} is known here as rejected and not yet returned")
            }
            Self::MoreThanAccepted { card, left } => {
                format!("only {left} of lot {card} were accepted and not yet put away")
            }
            Self::MoreThanRejected { card, left } => {
                format!("only {left} of lot {card} were rejected and not yet returned")
            }
            Self::NoSuchConflict { conflict } => format!("there is no open conflict {conflict}"),
            Self::NoSuchChoice { .. } => "that is none of the choices".to_owned(),
            Self::NothingSetAside => "nothing of that name is set aside".to_owned(),
            Self::StateInstant => "its own instant cannot be true".to_owned(),
            Self::NoSuchPhoto { of } => format!("{of} has no such photo"),
            Self::NoSuchException { receipt } => {
                format!("receipt {receipt} has no such exception")
            }
        }
    }

    #[allow(clippy::too_many_lines, reason = "one sentence for each case, and nothing else")]
    fn chinese(&self) -> String {
        match self {
            Self::NotYourPost { kind } => format!(
                "您的岗位在此设备上不能做这项操作：须由{}办理",
                posts(*kind, Language::Chinese)
            ),
            Self::Amount(error) => error.chinese().into_owned(),
            Self::UnknownOrder { order } => format!("本机没有采购单 {order}"),
            Self::VendorNeeded => "无采购单的货必须写明厂商".to_owned(),
            Self::UnknownReceipt { receipt } => format!("本机还没有点收单 {receipt}"),
            Self::ReceiptVoided { receipt } => format!("点收单 {receipt} 已作废"),
            Self::NoSuchLine { receipt, line, lines } => {
                format!("点收单 {receipt} 没有项次 {line}：现有项次为 {}", list(lines))
            }
            Self::WhichLine { line, .. } => format!("有几张采购单都有项次 {line}"),
            Self::UnknownItem { item } => format!("本机没有料号 {item}"),
            Self::UnknownVendor { vendor } => format!("本机没有厂商 {vendor}"),
            Self::AlreadySigned { receipt, line } => {
                format!("点收单 {receipt} 的 {line} 已签核")
            }
            Self::SignedBlind { receipt } => format!("点收单 {receipt} 是盲点并已签核"),
            Self::SignedTwice { receipt } => format!("点收单 {receipt} 已按此数量签核过"),
            Self::NothingCounted { receipt } => format!("点收单 {receipt} 还没有点数"),
            Self::SignFirst { receipt } => format!("点收单 {receipt} 的点数还没有签核"),
            Self::NotSigned { receipt } => {
                format!("点收单 {receipt} 没有有效的签核：无可撤回")
            }
            Self::PackageCounted { package } => format!("包装 {package} 在此点收单上已点过"),
            Self::NoSuchTally { receipt } => format!("点收单 {receipt} 在本机没有这一笔"),
            Self::AlreadyVoided => "已经作废过了".to_owned(),
            Self::CardsAgree { receipt } => {
                format!("点收单 {receipt} 的检验卡与点数一致：无须确认")
            }
            Self::JoinsItself { receipt } => format!("点收单 {receipt} 已与此单合并"),
            Self::HasJoined { receipt, joined } => {
                format!("{} 已并入点收单 {receipt}", numbers(joined))
            }
            Self::NothingLeftForCard { line, counted } => {
                format!("{line} 所点 {counted} 都已有检验卡")
            }
            Self::NoLineLeftForCard { receipt } => {
                format!("点收单 {receipt} 所点的都已有检验卡")
            }
            Self::SlipIssued { receipt } => format!("点收单 {receipt} 的验收单已开，数量未变"),
            Self::NoSlip { receipt } => format!("本机没有点收单 {receipt} 的验收单"),
            Self::SlipConfirmed { receipt } => format!("点收单 {receipt} 的验收单已确认"),
            Self::UnknownCard { card }
            | Self::SayQuantityOnCard { card }
            | Self::SayHowMuch { card } => format!("本机还没有检验卡 {card}"),
            Self::CardVoided { card } => format!("检验卡 {card} 已作废"),
            Self::NothingWeighed => "毛重必须大于皮重".to_owned(),
            Self::NoPieces => "还没有称重".to_owned(),
            Self::NothingSampled => "还没有抽检".to_owned(),
            Self::SampleExceedsLot { card, lot } => format!("批 {card} 只有 {lot} 件"),
            Self::WeighsMoreThanLot { card, lot, left } if left == lot => {
                format!("批 {card} 只有 {lot} 件")
            }
            Self::WeighsMoreThanLot { card, lot, left } => {
                format!("批 {card} 只有 {lot} 件，其中 {} 件已称过", lot.saturating_sub(*left))
            }
            Self::UnknownDefect { code } => format!("没有不良代码“{code}”"),
            Self::DefectsExceedSample { code, pieces } => {
                format!("只抽了 {pieces} 件，{code} 的不良数不能更多")
            }
            Self::NoSuchFactOfLot { card } => format!("批 {card} 在本机没有这一笔"),
            Self::MoreThanUnjudged { card, unjudged } => {
                format!("批 {card} 只有 {unjudged} 未判定")
            }
            Self::NothingJudged => "判定必须有数量".to_owned(),
            Self::ReasonMissing { what: MustSayWhy::Reject } => "判不合格须写明原因".to_owned(),
            Self::ReasonMissing { what: MustSayWhy::Concession } => "特采须写明原因".to_owned(),
            Self::ReasonMissing { what: MustSayWhy::Reopening } => "重开点数须写明原因".to_owned(),
            Self::ConcessionIsSupervisors => "特采只能由主管批准".to_owned(),
            Self::MoreThanAccepted { card, left } if left.is_zero() => {
                format!("本机没有批 {card} 已允收而未上架的数量")
            }
            Self::MoreThanRejected { card, left } if left.is_zero() => {
                format!("本机没有批 {card} 不合格而未退的数量")
            }
            Self::MoreThanAccepted { card, left } => {
                format!("批 {card} 已允收而未上架的只有 {left}")
            }
            Self::MoreThanRejected { card, left } => {
                format!("批 {card} 不合格而未退的只有 {left}")
            }
            Self::NoSuchConflict { conflict } => format!("没有未裁决的冲突 {conflict}"),
            Self::NoSuchChoice { .. } => "没有这个选项".to_owned(),
            Self::NothingSetAside => "没有搁置这一笔".to_owned(),
            Self::StateInstant => "它自己的时刻不可信".to_owned(),
            Self::NoSuchPhoto { of } => format!("{of} 没有这张照片"),
            Self::NoSuchException { receipt } => format!("点收单 {receipt} 没有这笔异常"),
        }
    }
}

fn list(lines: &[LineKey]) -> String {
    let names: Vec<String> = lines.iter().map(ToString::to_string).collect();
    names.join(", ")
}

fn numbers(receipts: &[ReceiptNumber]) -> String {
    let names: Vec<String> = receipts.iter().map(ToString::to_string).collect();
    names.join(", ")
}

fn posts(kind: Kind, language: Language) -> String {
    let names: Vec<&str> =
        post::who_may_write(kind).iter().map(|post| text::post(*post, language)).collect();
    names.join(match language {
        Language::English => ", ",
        Language::Chinese => "、",
    })
}

#[cfg(test)]
mod tests;
