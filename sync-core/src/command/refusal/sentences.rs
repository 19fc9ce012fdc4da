//! What each refusal says, in English and Chinese.

use super::Refusal;
use crate::command::resting;
use crate::fact::Kind;
use crate::ids::LineKey;
use crate::number::{DocumentNumber, ReceiptNumber};
use crate::post;
use crate::rules::readmission::Barred;
use crate::rules::reason::MustSayWhy;
use crate::rules::withdrawal::Withdrawal;
use crate::text::{self, Language, Say as _};

impl Refusal {
    #[allow(clippy::too_many_lines, reason = "one sentence for each case, and nothing else")]
    pub(super) fn english(&self) -> String {
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
            Self::SignedByOthers { receipt } => {
                format!(
                    "others signed for receipt {receipt}, and only a supervisor takes that back"
                )
            }
            Self::WhichSignature { receipt, .. } => {
                format!("several signatures stand under receipt {receipt}")
            }
            Self::NoSuchSignature { receipt } => {
                format!("receipt {receipt} has no such signature known here")
            }
            Self::StillRests { withdrawal, of, resting } => {
                let what = withdrawn(*withdrawal, *of, Language::English);
                format!("{what} cannot be voided: {}", resting::say(resting, Language::English))
            }
            Self::OnShelf { card, .. } => {
                format!("what was rejected of lot {card} lies on a shelf")
            }
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
            Self::MixedVendors { orders: [first, second], vendors: [one, other] } => {
                format!("order {first} is of vendor {one}, order {second} of vendor {other}")
            }
            Self::OtherVendorsOrder { order, ordered, came } => format!(
                "order {order} is of vendor {ordered}, and the receipt's goods came from {came}"
            ),
            Self::JoinsOtherVendor { receipt, vendor, into, other } => {
                format!("receipt {receipt} came from vendor {vendor}, receipt {into} from {other}")
            }
            Self::OtherItem { line, ordered, goods } => {
                format!("order line {line} is of item {ordered}, the goods are {goods}")
            }
            Self::OtherUnit { line, ordered, goods } => format!(
                "order line {line} is in {}, the goods were counted in {}",
                text::unit(*ordered, Language::English),
                text::unit(*goods, Language::English)
            ),
            Self::OtherVendor { order, ordered, came } => {
                format!("order {order} is of vendor {ordered}, the goods came from {came}")
            }
            Self::OrderNotOpen { line, status } => {
                format!("order line {line} is {}", status.english())
            }
            Self::MoreThanToAssign { receipt, line, left } if left.is_zero() => {
                format!("nothing of {line} on receipt {receipt} is left to assign")
            }
            Self::MoreThanToAssign { receipt, line, left } => {
                format!("only {left} of {line} on receipt {receipt} are left to assign")
            }
            Self::NoSuchConflict { conflict } => format!("there is no open conflict {conflict}"),
            Self::NoSuchChoice { .. } => "that is none of the choices".to_owned(),
            Self::NothingSetAside => "nothing of that name is set aside".to_owned(),
            Self::StateInstant => "its own instant cannot be true".to_owned(),
            Self::NotReadmittable { why } => barred(*why, Language::English),
            Self::NoSuchPhoto { of } => format!("{of} has no such photo"),
            Self::NoSuchException { receipt } => {
                format!("receipt {receipt} has no such exception")
            }
        }
    }

    #[allow(clippy::too_many_lines, reason = "one sentence for each case, and nothing else")]
    pub(super) fn chinese(&self) -> String {
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
            Self::SignedByOthers { receipt } => {
                format!("点收单 {receipt} 是别人签核的，只有主管能撤回")
            }
            Self::WhichSignature { receipt, .. } => format!("点收单 {receipt} 有几个有效的签核"),
            Self::NoSuchSignature { receipt } => format!("点收单 {receipt} 在本机没有这个签核"),
            Self::StillRests { withdrawal, of, resting } => {
                let what = withdrawn(*withdrawal, *of, Language::Chinese);
                format!("{what}不能作废：{}", resting::say(resting, Language::Chinese))
            }
            Self::OnShelf { card, .. } => format!("批 {card} 的不合格品还在货架上"),
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
            Self::MixedVendors { orders: [first, second], vendors: [one, other] } => {
                format!("采购单 {first} 是厂商 {one} 的，采购单 {second} 是厂商 {other} 的")
            }
            Self::OtherVendorsOrder { order, ordered, came } => {
                format!("采购单 {order} 是厂商 {ordered} 的，此点收单的货是 {came} 送来的")
            }
            Self::JoinsOtherVendor { receipt, vendor, into, other } => {
                format!("点收单 {receipt} 是厂商 {vendor} 的，点收单 {into} 是 {other} 的")
            }
            Self::OtherItem { line, ordered, goods } => {
                format!("采购单项次 {line} 的料号是 {ordered}，货是 {goods}")
            }
            Self::OtherUnit { line, ordered, goods } => format!(
                "采购单项次 {line} 的单位是{}，货按{}点收",
                text::unit(*ordered, Language::Chinese),
                text::unit(*goods, Language::Chinese)
            ),
            Self::OtherVendor { order, ordered, came } => {
                format!("采购单 {order} 是厂商 {ordered} 的，货是 {came} 送来的")
            }
            Self::OrderNotOpen { line, status } => {
                format!("采购单项次 {line} {}", status.chinese())
            }
            Self::MoreThanToAssign { receipt, line, left } if left.is_zero() => {
                format!("点收单 {receipt} 的 {line} 没有可指定的数量")
            }
            Self::MoreThanToAssign { receipt, line, left } => {
                format!("点收单 {receipt} 的 {line} 只有 {left} 可指定")
            }
            Self::NoSuchConflict { conflict } => format!("没有未裁决的冲突 {conflict}"),
            Self::NoSuchChoice { .. } => "没有这个选项".to_owned(),
            Self::NothingSetAside => "没有搁置这一笔".to_owned(),
            Self::StateInstant => "它自己的时刻不可信".to_owned(),
            Self::NotReadmittable { why } => barred(*why, Language::Chinese),
            Self::NoSuchPhoto { of } => format!("{of} 没有这张照片"),
            Self::NoSuchException { receipt } => format!("点收单 {receipt} 没有这笔异常"),
        }
    }
}

/// What somebody wanted to take back.
fn withdrawn(withdrawal: Withdrawal, of: DocumentNumber, language: Language) -> String {
    match (withdrawal, language) {
        (Withdrawal::Receipt, Language::English) => format!("receipt {of}"),
        (Withdrawal::Receipt, Language::Chinese) => format!("点收单 {of} "),
        (Withdrawal::Card, Language::English) => format!("card {of}"),
        (Withdrawal::Card, Language::Chinese) => format!("检验卡 {of} "),
        (Withdrawal::Signature | Withdrawal::Reopening, Language::English) => {
            format!("the signature under receipt {of}")
        }
        (Withdrawal::Signature | Withdrawal::Reopening, Language::Chinese) => {
            format!("点收单 {of} 的签核")
        }
        (Withdrawal::Verdict | Withdrawal::Reinspection, Language::English) => {
            format!("the verdict on lot {of}")
        }
        (Withdrawal::Verdict | Withdrawal::Reinspection, Language::Chinese) => {
            format!("批 {of} 的判定")
        }
        (Withdrawal::Measure, Language::English) => format!("the last measure of lot {of}"),
        (Withdrawal::Measure, Language::Chinese) => format!("批 {of} 最后的称重或量测"),
        (Withdrawal::Movement, Language::English) => format!("what was moved of lot {of}"),
        (Withdrawal::Movement, Language::Chinese) => format!("批 {of} 的上架或退货"),
    }
}

/// Why what was set aside is not let in.
fn barred(why: Barred, language: Language) -> String {
    match (why, language) {
        (Barred::Reason(reason), Language::English) => {
            format!("what was set aside for this reason is not let in: {}", reason.say(language))
        }
        (Barred::Reason(reason), Language::Chinese) => {
            format!("因此搁置的记录不能准入：{}", reason.say(language))
        }
        (Barred::Kind(kind), Language::English) => {
            format!("a fact of this kind is not let in: {}", kind.say(language))
        }
        (Barred::Kind(kind), Language::Chinese) => {
            format!("这类记录不能准入：{}", kind.say(language))
        }
        (Barred::Unreadable, Language::English) => "it cannot be read".to_owned(),
        (Barred::Unreadable, Language::Chinese) => "它无法识别".to_owned(),
        (Barred::OwnDevice, Language::English) => {
            "the device that recorded it does not let it in itself".to_owned()
        }
        (Barred::OwnDevice, Language::Chinese) => "记录它的设备自己不能准入".to_owned(),
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
