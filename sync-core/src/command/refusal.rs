//! What a person is told when a command is refused, or goes through with something to know.

use rust_decimal::Decimal;

use crate::defect::Defect;
use crate::fact::{Kind, OrderStatus};
use crate::ids::{ItemCode, LineKey, OrderNumber, PackageCode, Text, VendorCode};
use crate::measure::{AmountError, Quantity};
use crate::number::{CardNumber, ReceiptNumber};
use crate::post;
use crate::text::{self, Language, Say as _};

/// Why a command is refused; each says which thing it is about, and what can be done now.
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
    /// The receipt's slip was issued.
    SlipIssued { receipt: ReceiptNumber },
    /// No slip was issued yet.
    NoSlip { receipt: ReceiptNumber },
    /// The slip was confirmed.
    SlipConfirmed { receipt: ReceiptNumber },
    /// A card that is not known here, where its quantity must be.
    UnknownCard { card: CardNumber },
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
    /// Only a supervisor approves a concession.
    ConcessionIsSupervisors,
    /// More than was accepted would be put away.
    MoreThanAccepted { card: CardNumber, left: Quantity },
    /// More than was rejected would be returned.
    MoreThanRejected { card: CardNumber, left: Quantity },
    /// There is no such conflict.
    NoSuchConflict { conflict: String },
    /// The conflict offers other choices.
    NoSuchChoice { choices: String },
    /// There is no such fact set aside.
    NothingSetAside,
    /// The fact is ahead of the server: its instant must be stated.
    StateInstant,
    /// There is no such photo of it here.
    NoSuchPhoto,
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
            | Self::SayHowMuch { .. } => "not-known-here",
            Self::ReceiptVoided { .. } | Self::CardVoided { .. } | Self::AlreadyVoided => "voided",
            Self::AlreadySigned { .. }
            | Self::SignedBlind { .. }
            | Self::SignedTwice { .. }
            | Self::NotSigned { .. } => "signature",
            Self::NothingCounted { .. } | Self::NoSuchTally { .. } => "tally-sum",
            Self::PackageCounted { .. } => "package",
            Self::CardsAgree { .. } | Self::NothingLeftForCard { .. } => "count-after-card",
            Self::JoinsItself { .. } | Self::HasJoined { .. } => "same-delivery",
            Self::SlipIssued { .. } | Self::NoSlip { .. } | Self::SlipConfirmed { .. } => "slip",
            Self::NothingWeighed | Self::NoPieces => "unit-weight",
            Self::NothingSampled
            | Self::SampleExceedsLot { .. }
            | Self::UnknownDefect { .. }
            | Self::DefectsExceedSample { .. } => "sample-size",
            Self::NoSuchFactOfLot { .. } | Self::MoreThanUnjudged { .. } | Self::NothingJudged => {
                "verdict"
            }
            Self::MoreThanAccepted { .. } => "release",
            Self::MoreThanRejected { .. } => "returns",
            Self::NoSuchConflict { .. } | Self::NoSuchChoice { .. } => "conflict",
            Self::NothingSetAside | Self::StateInstant => "never-lost",
            Self::NoSuchPhoto => "photo",
            Self::NoSuchException { .. } => "unloading",
        }
    }

    /// What happened, to which thing, and what to do now.
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
                "your post does not allow this here: it is for {}; call somebody who holds it",
                posts(*kind, Language::English)
            ),
            Self::Amount(error) => error.to_string(),
            Self::UnknownOrder { order } => format!(
                "order {order} is not known here: check the number, sync, or open the receipt without an order (it goes on hold for purchasing)"
            ),
            Self::VendorNeeded => {
                "goods without an order need a vendor: say who delivered them".to_owned()
            }
            Self::UnknownReceipt { receipt } => format!(
                "receipt {receipt} is not known here yet: sync; to count on it, name the line with its order (PO240001/2)"
            ),
            Self::ReceiptVoided { receipt } => {
                format!("receipt {receipt} was withdrawn: count on the one that stands for it")
            }
            Self::NoSuchLine { receipt, line, lines } => format!(
                "receipt {receipt} has no line {line}: its lines are {}; set other goods aside and call purchasing",
                list(lines)
            ),
            Self::WhichLine { line, lines } => {
                format!("line {line} stands on several orders: say which of {}", list(lines))
            }
            Self::UnknownItem { item } => {
                format!("item {item} is not known here: check the number, or sync")
            }
            Self::UnknownVendor { vendor } => {
                format!("vendor {vendor} is not known here: check the code, or sync")
            }
            Self::AlreadySigned { receipt, line } => format!(
                "the count of {line} on receipt {receipt} was signed: a supervisor must reopen it before it changes"
            ),
            Self::SignedBlind { receipt } => format!(
                "receipt {receipt} was counted blind and signed: a supervisor can reopen it"
            ),
            Self::SignedTwice { receipt } => {
                format!("receipt {receipt} was signed already, with this very count: go on")
            }
            Self::NothingCounted { receipt } => {
                format!("nothing was counted on receipt {receipt}: tally the goods first")
            }
            Self::NotSigned { receipt } => {
                format!("receipt {receipt} bears no signature that holds")
            }
            Self::PackageCounted { package } => format!(
                "package {package} was counted on this receipt already: take the next one, or void its tally"
            ),
            Self::NoSuchTally { receipt } => format!(
                "receipt {receipt} has no such tally known here: look at it with `show {receipt}`, or sync"
            ),
            Self::AlreadyVoided => "that was withdrawn already: go on".to_owned(),
            Self::CardsAgree { receipt } => {
                format!("cards and counts of receipt {receipt} agree: there is nothing to confirm")
            }
            Self::JoinsItself { receipt } => {
                format!("receipt {receipt} is read as this one already: name two deliveries")
            }
            Self::HasJoined { receipt, joined } => format!(
                "{} are read as part of receipt {receipt}: withdraw those first, or join {receipt} into one of them",
                numbers(joined)
            ),
            Self::NothingLeftForCard { line, counted } => format!(
                "all {counted} counted on {line} stand on cards: count more, void a card, or state --qty"
            ),
            Self::SlipIssued { receipt } => format!(
                "the slip of receipt {receipt} was issued, and its count has not changed: print it again"
            ),
            Self::NoSlip { receipt } => {
                format!("no slip of receipt {receipt} is known here: issue it first, or sync")
            }
            Self::SlipConfirmed { receipt } => {
                format!("the slip of receipt {receipt} was confirmed already: go on")
            }
            Self::UnknownCard { card } => format!(
                "card {card} is not known here yet: state the quantity on it with --qty, or sync"
            ),
            Self::CardVoided { card } => {
                format!("card {card} was withdrawn: scan the card that replaced it")
            }
            Self::NothingWeighed => {
                "gross must be more than tare: weigh the pieces with their vessel".to_owned()
            }
            Self::NoPieces => "weigh at least one piece".to_owned(),
            Self::NothingSampled => "look at at least one piece".to_owned(),
            Self::SampleExceedsLot { card, lot } => {
                format!("lot {card} has {lot} pieces: say how many of them you looked at")
            }
            Self::UnknownDefect { code } => format!(
                "“{code}” is no defect: choose one of {}",
                Defect::ALL.map(Defect::code).join(", ")
            ),
            Self::DefectsExceedSample { code, pieces } => format!(
                "{code} cannot be wrong with more than the {pieces} pieces that were looked at: count again"
            ),
            Self::NoSuchFactOfLot { card } => format!(
                "lot {card} has nothing of that name here: look at it with `show {card}`, or sync"
            ),
            Self::MoreThanUnjudged { card, unjudged } => format!(
                "only {unjudged} of lot {card} are unjudged: judge those, or use --replace to judge the lot again"
            ),
            Self::NothingJudged => {
                "a verdict must speak of something: state the quantities".to_owned()
            }
            Self::SayHowMuch { card } => format!(
                "card {card} is not known here yet: state --accepted and --rejected as the card says, or sync"
            ),
            Self::ConcessionIsSupervisors => {
                "a concession is a supervisor's alone: reject or sort, and call one".to_owned()
            }
            Self::MoreThanAccepted { card, left } if left.is_zero() => format!(
                "nothing of lot {card} is known here as accepted and not yet put away: wait for the verdict, or sync"
            ),
            Self::MoreThanRejected { card, left } if left.is_zero() => format!(
                "nothing of lot {card} is known here as rejected and not yet returned: wait for the verdict, or sync"
            ),
            Self::MoreThanAccepted { card, left } => format!(
                "only {left} of lot {card} were accepted and not yet put away: put away that much"
            ),
            Self::MoreThanRejected { card, left } => format!(
                "only {left} of lot {card} were rejected and not yet returned: return that much"
            ),
            Self::NoSuchConflict { conflict } => {
                format!("there is no open conflict {conflict}: see `list conflicts`")
            }
            Self::NoSuchChoice { choices } => format!("choose one of: {choices}"),
            Self::NothingSetAside => {
                "nothing of that name is set aside: see `set-aside list`".to_owned()
            }
            Self::StateInstant => {
                "its own instant cannot be true: state when it happened with --recorded".to_owned()
            }
            Self::NoSuchPhoto => "it has no such photo: `show` lists those it has".to_owned(),
            Self::NoSuchException { receipt } => {
                format!("receipt {receipt} has no such exception: `show {receipt}` lists them")
            }
        }
    }

    #[allow(clippy::too_many_lines, reason = "one sentence for each case, and nothing else")]
    fn chinese(&self) -> String {
        match self {
            Self::NotYourPost { kind } => format!(
                "您的岗位在此设备上不能做这项操作，须由{}办理，请找有权限的人",
                posts(*kind, Language::Chinese)
            ),
            Self::Amount(error) => error.chinese().into_owned(),
            Self::UnknownOrder { order } => format!(
                "本机没有采购单 {order}：请核对单号、同步，或按无采购单开点收单（暂存，由采购处理）"
            ),
            Self::VendorNeeded => "无采购单的货必须写明厂商：请说明是谁送来的".to_owned(),
            Self::UnknownReceipt { receipt } => {
                format!(
                    "本机还没有点收单 {receipt}：请先同步；要点收请连同采购单号写明项次（PO240001/2）"
                )
            }
            Self::ReceiptVoided { receipt } => {
                format!("点收单 {receipt} 已作废：请在替代它的点收单上点收")
            }
            Self::NoSuchLine { receipt, line, lines } => format!(
                "点收单 {receipt} 没有项次 {line}：现有项次为 {}；其他货物请另放并通知采购",
                list(lines)
            ),
            Self::WhichLine { line, lines } => {
                format!("有几张采购单都有项次 {line}：请指明 {} 中的哪一项", list(lines))
            }
            Self::UnknownItem { item } => format!("本机没有料号 {item}：请核对料号，或先同步"),
            Self::UnknownVendor { vendor } => {
                format!("本机没有厂商 {vendor}：请核对代号，或先同步")
            }
            Self::AlreadySigned { receipt, line } => {
                format!("点收单 {receipt} 的 {line} 已签核：要更改数量须由主管重开")
            }
            Self::SignedBlind { receipt } => format!("点收单 {receipt} 是盲点并已签核：请主管重开"),
            Self::SignedTwice { receipt } => format!("点收单 {receipt} 已按此数量签核过：请继续"),
            Self::NothingCounted { receipt } => {
                format!("点收单 {receipt} 还没有点数：请先点收货物")
            }
            Self::NotSigned { receipt } => format!("点收单 {receipt} 没有有效的签核"),
            Self::PackageCounted { package } => {
                format!("包装 {package} 在此点收单上已点过：请扫下一件，或先作废那一笔")
            }
            Self::NoSuchTally { receipt } => {
                format!("点收单 {receipt} 在本机没有这一笔：请用 show {receipt} 查看，或先同步")
            }
            Self::AlreadyVoided => "已经作废过了：请继续".to_owned(),
            Self::CardsAgree { receipt } => {
                format!("点收单 {receipt} 的检验卡与点数一致：无须确认")
            }
            Self::JoinsItself { receipt } => {
                format!("点收单 {receipt} 已与此单合并：请指明两次送货")
            }
            Self::HasJoined { receipt, joined } => format!(
                "{} 已并入点收单 {receipt}：请先作废它们，或将 {receipt} 并入其中一张",
                numbers(joined)
            ),
            Self::NothingLeftForCard { line, counted } => format!(
                "{line} 所点 {counted} 都已有检验卡：请继续点收、作废一张卡，或用 --qty 写明数量"
            ),
            Self::SlipIssued { receipt } => {
                format!("点收单 {receipt} 的验收单已开，数量未变：请重印")
            }
            Self::NoSlip { receipt } => {
                format!("本机没有点收单 {receipt} 的验收单：请先开单，或先同步")
            }
            Self::SlipConfirmed { receipt } => format!("点收单 {receipt} 的验收单已确认：请继续"),
            Self::UnknownCard { card } => {
                format!("本机还没有检验卡 {card}：请用 --qty 写明卡上的数量，或先同步")
            }
            Self::CardVoided { card } => format!("检验卡 {card} 已作废：请扫替代它的卡"),
            Self::NothingWeighed => "毛重必须大于皮重：请连容器一起称".to_owned(),
            Self::NoPieces => "至少要称一件".to_owned(),
            Self::NothingSampled => "至少要抽一件".to_owned(),
            Self::SampleExceedsLot { card, lot } => {
                format!("批 {card} 只有 {lot} 件：请写实际抽了几件")
            }
            Self::UnknownDefect { code } => {
                format!(
                    "没有不良代码“{code}”：请从 {} 里选",
                    Defect::ALL.map(Defect::code).join("、")
                )
            }
            Self::DefectsExceedSample { code, pieces } => {
                format!("只抽了 {pieces} 件，{code} 的不良数不能更多：请重新数")
            }
            Self::NoSuchFactOfLot { card } => {
                format!("批 {card} 在本机没有这一笔：请用 show {card} 查看，或先同步")
            }
            Self::MoreThanUnjudged { card, unjudged } => {
                format!("批 {card} 只有 {unjudged} 未判定：请只判这些，或用 --replace 重判整批")
            }
            Self::NothingJudged => "判定必须有数量：请写明数量".to_owned(),
            Self::SayHowMuch { card } => {
                format!(
                    "本机还没有检验卡 {card}：请按卡上数量写明 --accepted 和 --rejected，或先同步"
                )
            }
            Self::ConcessionIsSupervisors => {
                "特采只能由主管批准：请判不合格或挑选，并找主管".to_owned()
            }
            Self::MoreThanAccepted { card, left } if left.is_zero() => {
                format!("本机没有批 {card} 已允收而未上架的数量：请等判定，或先同步")
            }
            Self::MoreThanRejected { card, left } if left.is_zero() => {
                format!("本机没有批 {card} 不合格而未退的数量：请等判定，或先同步")
            }
            Self::MoreThanAccepted { card, left } => {
                format!("批 {card} 已允收而未上架的只有 {left}：请按此数量上架")
            }
            Self::MoreThanRejected { card, left } => {
                format!("批 {card} 不合格而未退的只有 {left}：请按此数量退货")
            }
            Self::NoSuchConflict { conflict } => {
                format!("没有未裁决的冲突 {conflict}：请看 list conflicts")
            }
            Self::NoSuchChoice { choices } => format!("请选择其中之一：{choices}"),
            Self::NothingSetAside => "没有搁置这一笔：请看 set-aside list".to_owned(),
            Self::StateInstant => "它自己的时刻不可信：请用 --recorded 写明实际时刻".to_owned(),
            Self::NoSuchPhoto => "没有这张照片：请用 show 查看已有的照片".to_owned(),
            Self::NoSuchException { receipt } => {
                format!("点收单 {receipt} 没有这笔异常：请用 show {receipt} 查看")
            }
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

/// Something that a person should know, though the command went through.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields fill the sentences of each case")]
pub enum Notice {
    /// The order did not stand any more (`stale-order`).
    StaleOrder { order: OrderNumber, status: OrderStatus },
    /// The vendor is not on the approved-vendor list (`approved-vendor`).
    VendorNotApproved { vendor: VendorCode },
    /// Something named is not known here; the fact waits for it.
    Waits,
    /// The order is not on the receipt's papers.
    NotOnPapers { order: OrderNumber },
    /// Earlier verdicts are replaced: the lot is inspected again.
    JudgedAgain { verdicts: usize },
    /// The count exceeds the order (`over-receipt`).
    OverReceipt { line: LineKey, over: Quantity },
    /// The count is many times what was ordered: a slipped digit?
    SlippedDigit { counted: Quantity, ordered: Quantity },
    /// The same, where it is counted blind: what was ordered is not said.
    UnlikelyCount { counted: Quantity },
    /// Cards and count differ (`count-after-card`).
    CardsDiffer { line: LineKey },
    /// The receipt may be the same delivery as another one.
    MaybeSameDelivery { other: ReceiptNumber },
    /// Goods without an order are on hold.
    OnHold,
    /// The lot is not released yet; the putaway is recorded all the same.
    NotReleased,
    /// The count differs from what was signed: it must be signed again.
    SignAgain { receipt: ReceiptNumber },
}

impl Notice {
    /// The notice's name, for programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::StaleOrder { .. } => "stale-order",
            Self::VendorNotApproved { .. } => "approved-vendor",
            Self::Waits => "waits",
            Self::NotOnPapers { .. } => "not-on-papers",
            Self::JudgedAgain { .. } => "judged-again",
            Self::OverReceipt { .. } => "over-receipt",
            Self::SlippedDigit { .. } => "slipped-digit",
            Self::UnlikelyCount { .. } => "unlikely-count",
            Self::CardsDiffer { .. } => "count-after-card",
            Self::MaybeSameDelivery { .. } => "same-delivery",
            Self::OnHold => "on-hold",
            Self::NotReleased => "not-released",
            Self::SignAgain { .. } => "sign-again",
        }
    }

    /// What was probably meant, where a digit slipped: the count without its last zero.
    pub fn probably_meant(&self) -> Option<Quantity> {
        match self {
            Self::SlippedDigit { counted, .. } | Self::UnlikelyCount { counted } => {
                let tenth = (counted.value() / Decimal::TEN).normalize();
                let was_a_zero = tenth.scale() <= counted.value().scale();
                was_a_zero.then(|| Quantity::new(tenth).ok()).flatten()
            }
            _ => None,
        }
    }

    /// The notice in words.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::StaleOrder { order, status } => format!(
                "order {order} is {}: the goods are counted, marked, and wait for purchasing",
                status.english()
            ),
            Self::VendorNotApproved { vendor } => format!(
                "vendor {vendor} is not on the approved-vendor list today: the lot will be rejected"
            ),
            Self::Waits => "not known here yet: recorded, and takes effect by itself".to_owned(),
            Self::NotOnPapers { order } => {
                format!("order {order} is not on this receipt's papers: check the number")
            }
            Self::JudgedAgain { verdicts } => {
                format!("inspected again: this replaces {verdicts} earlier verdicts")
            }
            Self::OverReceipt { line, over } => {
                format!("{over} more than ordered on {line}: accepted, and not payable")
            }
            Self::SlippedDigit { counted, ordered } => {
                format!("{counted} counted against {ordered} ordered: is a digit too many?")
            }
            Self::UnlikelyCount { counted } => {
                format!("{counted} counted, which is unlikely: is a digit too many?")
            }
            Self::CardsDiffer { line } => {
                format!("the cards of {line} do not say what was counted: void, reissue or confirm")
            }
            Self::MaybeSameDelivery { other } => {
                format!("maybe the same delivery as receipt {other}: join them if it is")
            }
            Self::OnHold => {
                "goods without an order are on hold until purchasing assigns them".to_owned()
            }
            Self::NotReleased => {
                "the lot is not released yet: the putaway is recorded and marked".to_owned()
            }
            Self::SignAgain { receipt } => {
                format!(
                    "the count of receipt {receipt} has changed since it was signed: sign again"
                )
            }
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::StaleOrder { order, status } => {
                format!("采购单 {order} {}：货物照点，加标记，等采购处理", status.chinese())
            }
            Self::VendorNotApproved { vendor } => {
                format!("厂商 {vendor} 今天不在合格厂商名单上：该批将判不合格")
            }
            Self::Waits => "本机还不认识它：已记录，资料到达后自动生效".to_owned(),
            Self::NotOnPapers { order } => format!("采购单 {order} 不在此点收单上：请核对单号"),
            Self::JudgedAgain { verdicts } => format!("重检：替代先前的 {verdicts} 个判定"),
            Self::OverReceipt { line, over } => format!("{line} 超交 {over}：收下，不付款"),
            Self::SlippedDigit { counted, ordered } => {
                format!("点了 {counted}，订单只有 {ordered}：是否多打了一位？")
            }
            Self::UnlikelyCount { counted } => {
                format!("点了 {counted}，不太可能：是否多打了一位？")
            }
            Self::CardsDiffer { line } => format!("{line} 的检验卡与点数不符：请作废、补发或确认"),
            Self::MaybeSameDelivery { other } => {
                format!("可能与点收单 {other} 是同一次送货：若是请合并")
            }
            Self::OnHold => "无采购单的货暂存，等采购指定".to_owned(),
            Self::NotReleased => "该批尚未放行：上架已记录并加标记".to_owned(),
            Self::SignAgain { receipt } => format!("点收单 {receipt} 签核后数量有变：请重新签核"),
        }
    }
}
