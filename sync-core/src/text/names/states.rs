//! What states are called: of receipts, lots, clocks and signatures.

use super::findings::{PACKAGE_TWICE, VERDICTS_DISAGREE};
use super::{Name, name, names};
use crate::merge::earliest::SignatureStatus;
use crate::merge::strictest_verdict::VerdictStatus;
use crate::merge::tally_sum::TallyStatus;
use crate::rules::inspection_clock::DeadlineStatus;
use crate::view::{LotStatus, ReceiptStatus};

pub(super) const NOT_HERE_YET: Name = name("资料未到", "not here yet");
const VOIDED: Name = name("已作废", "voided");
const LIVE: Name = name("有效", "live");
const REPLACED: Name = name("已替代", "replaced");

names! {
    /// Where a receipt stands.
    receipt_status: ReceiptStatus {
        Waiting => NOT_HERE_YET;
        Counting => name("点收中", "counting");
        Signed => name("已签核", "signed");
        SlipIssued => name("已开验收单", "slip issued");
        SlipConfirmed => name("验收单已确认", "slip confirmed");
        Joined => name("已合并", "joined");
        Voided => VOIDED;
    }

    /// Where a lot stands.
    lot_status: LotStatus {
        Waiting => NOT_HERE_YET;
        NotSigned => name("未签核", "not signed");
        InInspection => name("待检", "to inspect");
        ToSort => name("挑选中", "sorting");
        Conflict => VERDICTS_DISAGREE;
        Held => name("挂起", "held");
        Released => name("已放行", "released");
        PutAway => name("已上架", "put away");
        Rejected => name("不合格", "rejected");
        Returned => name("已退货", "returned");
        Voided => VOIDED;
    }

    /// Where a lot stands towards its deadline.
    deadline_status: DeadlineStatus {
        Overdue => name("逾期", "overdue");
        DueSoon => name("即将到期", "due soon");
        InTime => name("时限内", "in time");
        NotStarted => name("时限未开始", "clock not started");
        Late => name("逾期判定", "judged late");
        OnTime => name("及时判定", "judged on time");
    }

    /// What became of a tally.
    tally_status: TallyStatus {
        Live => LIVE;
        Voided => VOIDED;
        Replaced => REPLACED;
        SamePackage => PACKAGE_TWICE;
    }

    /// What became of a signature under a count.
    signature_status: SignatureStatus {
        Live => LIVE;
        Voided => VOIDED;
        Reopened => name("已重开", "reopened");
    }

    /// What became of a verdict.
    verdict_status: VerdictStatus {
        Live => LIVE;
        Voided => VOIDED;
        Replaced => REPLACED;
    }
}

/// Where a lot stands, where English has less room than its whole name needs.
pub const fn lot_status_short(status: LotStatus) -> Name {
    let whole = lot_status(status);
    let english = match status {
        LotStatus::NotSigned => "unsigned",
        LotStatus::InInspection => "inspect",
        LotStatus::ToSort => "sort",
        LotStatus::Conflict => "conflict",
        LotStatus::Rejected => "reject",
        LotStatus::Waiting
        | LotStatus::Held
        | LotStatus::Released
        | LotStatus::PutAway
        | LotStatus::Returned
        | LotStatus::Voided => whole.english,
    };
    name(whole.chinese, english)
}
