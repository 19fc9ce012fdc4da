//! What posts and their tasks are called, and the kinds of goods.

use super::states::NOT_HERE_YET;
use super::{NO_STANDARD, Name, OVER_RECEIPT, name, names};
use crate::post::Post;
use crate::view::{GoodsKind, WorkKind};

names! {
    /// What somebody is employed for.
    post: Post {
        DockClerk => name("点收员", "dock clerk");
        TerminalOperator => name("终端操作员", "terminal operator");
        QcInspector => name("品管", "QC inspector");
        NonconformingKeeper => name("不良品仓仓管员", "nonconforming-goods keeper");
        Supervisor => name("主管", "supervisor");
        Purchasing => name("采购", "purchasing");
        IeEngineer => name("IE 技术", "IE");
        Finance => name("财会", "finance");
        Administrator => name("管理员", "administrator");
    }

    /// What is to be done, in a word.
    work: WorkKind {
        Inspect => name("检验", "inspect");
        PutAway => name("上架", "put away");
        Post => name("过账", "post to the ERP");
        Return => name("开退货单", "raise a return note");
        Settle => name("裁决冲突", "settle a conflict");
        SetAside => name("处理搁置", "look at what was set aside");
        StaleOrder => name("答复采购单变更", "answer for a stale order");
        OrderChanged => name("答复采购单改动", "answer for a changed order");
        Assign => name("指定采购单", "assign to an order");
        Excess => OVER_RECEIPT;
        Heavy => name("偏重超差", "heavier than tolerance");
        Revise => name("修正单重", "revise unit weight");
        Recover => name("追回原料", "recover material");
        NoStandard => NO_STANDARD;
        Sign => name("签核点数", "sign the count");
        IssueSlip => name("开验收单", "issue the acceptance slip");
        ConfirmSlip => name("确认验收单", "confirm the acceptance slip");
        Weigh => name("称重或量测", "weigh or measure");
        LookAgain => name("复核判定", "look at the verdict again");
        NotHereYet => NOT_HERE_YET;
        Update => name("更新本机", "update this device");
    }

    /// What goods came for.
    goods_kind: GoodsKind {
        Purchased => name("外购", "bought");
        Subcontracted => name("托外加工", "subcontracted");
        Packaging => name("包装材料", "packaging");
    }
}

/// What is to be done, with what it is about or what follows, where a line has room for it.
pub const fn work_and_why(kind: WorkKind) -> Name {
    match kind {
        WorkKind::Post => name("过账（5.13）", "post to the ERP (5.13)"),
        WorkKind::Excess => {
            name("超交：改单，或不付款", "over-receipt: change the order, or leave it unpaid")
        }
        WorkKind::Heavy => {
            name("偏重超差：厂商改善", "heavier than tolerance: the vendor improves")
        }
        WorkKind::Revise => name(
            "偏轻，在公差内：修正单重，停发",
            "lighter, within tolerance: revise, issue blocked",
        ),
        WorkKind::Recover => {
            name("偏轻超差：追回原料或扣款", "lighter than tolerance: recover or deduct")
        }
        WorkKind::LookAgain => name(
            "复核判定：资格或标准后来才知道",
            "look at the verdict again: approval or standard known later",
        ),
        WorkKind::Inspect
        | WorkKind::PutAway
        | WorkKind::Return
        | WorkKind::Settle
        | WorkKind::SetAside
        | WorkKind::StaleOrder
        | WorkKind::OrderChanged
        | WorkKind::Assign
        | WorkKind::NoStandard
        | WorkKind::Sign
        | WorkKind::IssueSlip
        | WorkKind::ConfirmSlip
        | WorkKind::Weigh
        | WorkKind::NotHereYet
        | WorkKind::Update => work(kind),
    }
}

/// What goods came for, where English has less room than its whole name needs.
pub const fn goods_kind_short(kind: GoodsKind) -> Name {
    match kind {
        GoodsKind::Subcontracted => name(goods_kind(kind).chinese, "subcon."),
        GoodsKind::Purchased | GoodsKind::Packaging => goods_kind(kind),
    }
}

/// Somebody of a post, as an English sentence calls them.
pub const fn somebody_of(post: Post) -> &'static str {
    match post {
        Post::DockClerk => "a dock clerk",
        Post::TerminalOperator => "a terminal operator",
        Post::QcInspector => "a QC inspector",
        Post::NonconformingKeeper => "the nonconforming-goods keeper",
        Post::Supervisor => "a supervisor",
        Post::Purchasing => "purchasing",
        Post::IeEngineer => "IE",
        Post::Finance => "finance",
        Post::Administrator => "an administrator",
    }
}
