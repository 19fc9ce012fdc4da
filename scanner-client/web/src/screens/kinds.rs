//! What the core's own cases are called: kinds of facts, states, reasons, rules.

use std::borrow::Cow;

use sync_core::fact::{Kind, SetAsideReason};
use sync_core::rules::release::Blocked;
use sync_core::view::{LotStatus, ReceiptStatus, ScannedKind};

use crate::words::Words;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FactKind(pub(crate) Kind);

impl Words for FactKind {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0 {
            Kind::ReceiptOpened => "开点收单",
            Kind::ReceiptDescribed => "填写点收单",
            Kind::Tallied => "点数",
            Kind::CountVoided => "撤销点数",
            Kind::Recounted => "重盘",
            Kind::CountSigned => "签点数",
            Kind::SignatureVoided => "撤销签核",
            Kind::ReceiptReopened => "重开点数",
            Kind::ReceiptVoided => "作废点收单",
            Kind::ReceiptJoined => "并入另一单",
            Kind::DeliveriesDistinct => "确认是两次送货",
            Kind::CountConfirmed => "确认卡与点数",
            Kind::SlipIssued => "打印验收单",
            Kind::SlipConfirmed => "验收单签收",
            Kind::LineAssigned => "归入采购单",
            Kind::StaleOrderAnswered => "答复失效采购单",
            Kind::CardIssued => "发检验卡",
            Kind::CardVoided => "作废检验卡",
            Kind::CardReprinted => "重印检验卡",
            Kind::LotDescribed => "填写批",
            Kind::Weighed => "称重",
            Kind::Measured => "测量",
            Kind::Sampled => "抽检",
            Kind::WeighingVoided => "撤销称重",
            Kind::VerdictRecorded => "判定",
            Kind::VerdictVoided => "撤销判定",
            Kind::PutAway => "上架",
            Kind::ReturnRaised => "开退货单",
            Kind::OrderStated => "采购单导入",
            Kind::OrderStatusStated => "采购单状态",
            Kind::VendorStated => "厂商导入",
            Kind::ApprovalStated => "合格厂商名单",
            Kind::ItemStated => "料号导入",
            Kind::StandardStated => "IE 标准",
            Kind::CostStated => "成本",
            Kind::PersonStated => "人员",
            Kind::PinSet => "设 PIN",
            Kind::PersonRevoked => "停用人员",
            Kind::DeviceEnrolled => "登记设备",
            Kind::DeviceRevoked => "停用设备",
            Kind::ClockDoubtful => "时钟存疑",
            Kind::FactSetAside => "搁置",
            Kind::Readmitted => "准予记入",
            Kind::SiteStated => "厂区设置",
            Kind::CountingStated => "点收方式",
            Kind::LineCarried => "结转项次",
            Kind::ClockOff => "时钟校正",
            Kind::PhotoTaken => "拍照",
            Kind::PhotoVoided => "撤销照片",
            Kind::ExceptionReported => "报卸柜异常",
            Kind::ExceptionVoided => "撤销异常",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            Kind::ReceiptOpened => "Receipt opened",
            Kind::ReceiptDescribed => "Receipt described",
            Kind::Tallied => "Tally",
            Kind::CountVoided => "Tally undone",
            Kind::Recounted => "Recount",
            Kind::CountSigned => "Count signed",
            Kind::SignatureVoided => "Signature undone",
            Kind::ReceiptReopened => "Count reopened",
            Kind::ReceiptVoided => "Receipt withdrawn",
            Kind::ReceiptJoined => "Joined to another",
            Kind::DeliveriesDistinct => "Two deliveries",
            Kind::CountConfirmed => "Cards confirmed",
            Kind::SlipIssued => "Slip printed",
            Kind::SlipConfirmed => "Slip signed",
            Kind::LineAssigned => "Assigned to an order",
            Kind::StaleOrderAnswered => "Stale order answered",
            Kind::CardIssued => "Card issued",
            Kind::CardVoided => "Card withdrawn",
            Kind::CardReprinted => "Card reprinted",
            Kind::LotDescribed => "Lot described",
            Kind::Weighed => "Weighed",
            Kind::Measured => "Measured",
            Kind::Sampled => "Sampled",
            Kind::WeighingVoided => "Weighing undone",
            Kind::VerdictRecorded => "Verdict",
            Kind::VerdictVoided => "Verdict undone",
            Kind::PutAway => "Put away",
            Kind::ReturnRaised => "Return raised",
            Kind::OrderStated => "Order imported",
            Kind::OrderStatusStated => "Order status",
            Kind::VendorStated => "Vendor imported",
            Kind::ApprovalStated => "Approved list",
            Kind::ItemStated => "Item imported",
            Kind::StandardStated => "IE standard",
            Kind::CostStated => "Cost",
            Kind::PersonStated => "Person",
            Kind::PinSet => "PIN set",
            Kind::PersonRevoked => "Person revoked",
            Kind::DeviceEnrolled => "Device enrolled",
            Kind::DeviceRevoked => "Device revoked",
            Kind::ClockDoubtful => "Clock in doubt",
            Kind::FactSetAside => "Set aside",
            Kind::Readmitted => "Let in",
            Kind::SiteStated => "Site settings",
            Kind::CountingStated => "Way of counting",
            Kind::LineCarried => "Line carried over",
            Kind::ClockOff => "Clock corrected",
            Kind::PhotoTaken => "Photo taken",
            Kind::PhotoVoided => "Photo undone",
            Kind::ExceptionReported => "Exception reported",
            Kind::ExceptionVoided => "Exception undone",
        }
        .into()
    }
}

/// What happened; what this version does not know is called by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FactName {
    /// Known here.
    Known(Kind),
    /// Of a newer version.
    Newer(String),
}

impl FactName {
    /// The name of what a view lists.
    pub(crate) fn of(known: Option<Kind>, name: &str) -> Self {
        known.map_or_else(|| Self::Newer(name.to_owned()), Self::Known)
    }
}

impl Words for FactName {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Known(kind) => FactKind(*kind).chinese(),
            Self::Newer(name) => format!("新版本的记录 {name}").into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Known(kind) => FactKind(*kind).english(),
            Self::Newer(name) => format!("A newer record, {name}").into(),
        }
    }
}

/// What a code that was scanned stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScannedName(pub(crate) ScannedKind);

impl Words for ScannedName {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0 {
            ScannedKind::Receipt => "点收单",
            ScannedKind::Card => "检验卡",
            ScannedKind::Slip => "验收单",
            ScannedKind::ReturnNote => "退货单",
            ScannedKind::Order => "采购单",
            ScannedKind::Item => "料号",
            ScannedKind::Vendor => "厂商码",
            ScannedKind::Location => "货位",
            ScannedKind::Person => "工牌",
            ScannedKind::Enrolment => "登记码",
            ScannedKind::Misread => "读错的码",
            ScannedKind::Newer => "新版本的标签",
            ScannedKind::Unknown => "不认识的码",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            ScannedKind::Receipt => "Receipt",
            ScannedKind::Card => "Card",
            ScannedKind::Slip => "Slip",
            ScannedKind::ReturnNote => "Return note",
            ScannedKind::Order => "PO",
            ScannedKind::Item => "Item",
            ScannedKind::Vendor => "Vendor",
            ScannedKind::Location => "Location",
            ScannedKind::Person => "Badge",
            ScannedKind::Enrolment => "Enrolment code",
            ScannedKind::Misread => "Misread code",
            ScannedKind::Newer => "A newer label",
            ScannedKind::Unknown => "Unknown code",
        }
        .into()
    }
}

/// Why a fact was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AsideReason(pub(crate) SetAsideReason);

impl Words for AsideReason {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0 {
            SetAsideReason::UnknownPerson => "人员不在册或已停用",
            SetAsideReason::PersonsPost => "此人岗位不许",
            SetAsideReason::DevicesPost => "此设备岗位不许",
            SetAsideReason::AheadOfServer => "时刻超前服务器 5 分钟以上",
            SetAsideReason::BeforeEnrolment => "时刻早于设备登记",
            SetAsideReason::NameTaken => "编号已被占用：设备可能被复制",
            SetAsideReason::Malformed => "内容不完整",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            SetAsideReason::UnknownPerson => "person unknown or revoked",
            SetAsideReason::PersonsPost => "not this person's post",
            SetAsideReason::DevicesPost => "not this device's post",
            SetAsideReason::AheadOfServer => "dated over 5 min ahead",
            SetAsideReason::BeforeEnrolment => "dated before enrolment",
            SetAsideReason::NameTaken => "number taken: a copied device",
            SetAsideReason::Malformed => "incomplete",
        }
        .into()
    }
}

/// Where a lot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LotState(pub(crate) LotStatus);

impl Words for LotState {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0 {
            LotStatus::Waiting => "卡未到",
            LotStatus::NotSigned => "未签核",
            LotStatus::InInspection => "待检",
            LotStatus::ToSort => "挑选中",
            LotStatus::Conflict => "判定冲突",
            LotStatus::Held => "挂起",
            LotStatus::Released => "已放行",
            LotStatus::PutAway => "已上架",
            LotStatus::Rejected => "不合格",
            LotStatus::Returned => "已退货",
            LotStatus::Voided => "已作废",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            LotStatus::Waiting => "Card not here",
            LotStatus::NotSigned => "Not signed",
            LotStatus::InInspection => "To judge",
            LotStatus::ToSort => "Sorting",
            LotStatus::Conflict => "Verdicts differ",
            LotStatus::Held => "Held",
            LotStatus::Released => "Released",
            LotStatus::PutAway => "Put away",
            LotStatus::Rejected => "Rejected",
            LotStatus::Returned => "Returned",
            LotStatus::Voided => "Withdrawn",
        }
        .into()
    }
}

/// Where a receipt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReceiptState(pub(crate) ReceiptStatus);

impl Words for ReceiptState {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0 {
            ReceiptStatus::Waiting => "开单未到",
            ReceiptStatus::Counting => "点收中",
            ReceiptStatus::Signed => "已签核",
            ReceiptStatus::SlipIssued => "验收单已打",
            ReceiptStatus::SlipConfirmed => "验收单已签收",
            ReceiptStatus::Joined => "已并入他单",
            ReceiptStatus::Voided => "已作废",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            ReceiptStatus::Waiting => "Opening not here",
            ReceiptStatus::Counting => "Counting",
            ReceiptStatus::Signed => "Signed",
            ReceiptStatus::SlipIssued => "Slip printed",
            ReceiptStatus::SlipConfirmed => "Slip signed",
            ReceiptStatus::Joined => "Joined",
            ReceiptStatus::Voided => "Withdrawn",
        }
        .into()
    }
}

/// What keeps a lot from being released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeldBy(pub(crate) Blocked);

impl Words for HeldBy {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0 {
            Blocked::NoCard => "没有检验卡",
            Blocked::NotSigned => "点数未签",
            Blocked::SignAgain => "点数变了，须重签",
            Blocked::NoSlip => "未打验收单",
            Blocked::SlipNotConfirmed => "验收单未签收",
            Blocked::NotMeasured => "托工件未称未量",
            Blocked::VendorNotApproved => "厂商不在名单",
            Blocked::Conflict => "冲突未裁决",
            Blocked::StaleOrder => "采购单已变，采购未答",
            Blocked::NoOrder => "无采购单，未归入",
            Blocked::NothingAccepted => "无合格数",
            Blocked::NewerFacts => "本机须更新",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            Blocked::NoCard => "no card",
            Blocked::NotSigned => "count not signed",
            Blocked::SignAgain => "count changed: sign again",
            Blocked::NoSlip => "no slip",
            Blocked::SlipNotConfirmed => "slip not signed",
            Blocked::NotMeasured => "not weighed or measured",
            Blocked::VendorNotApproved => "vendor not approved",
            Blocked::Conflict => "conflict open",
            Blocked::StaleOrder => "order changed: purchasing answers",
            Blocked::NoOrder => "no order: assign",
            Blocked::NothingAccepted => "nothing accepted",
            Blocked::NewerFacts => "update this device",
        }
        .into()
    }
}

/// A rule, as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RuleName(pub(crate) String);

impl Words for RuleName {
    fn chinese(&self) -> Cow<'static, str> {
        match self.0.as_str() {
            "inspection-clock" => "检验时限".into(),
            "device-time" => "设备时钟".into(),
            "strictest-verdict" => "从严判定".into(),
            "approved-vendor" => "合格厂商".into(),
            "unit-weight" => "单重".into(),
            "over-receipt" => "超收".into(),
            "stale-order" => "采购单失效".into(),
            "release" => "放行".into(),
            "tally-sum" => "点数相加".into(),
            "recount" => "重盘".into(),
            "count-after-card" => "发卡后改数".into(),
            "earliest" => "最早签核".into(),
            "last-writer" => "后写为准".into(),
            "same-delivery" => "同一送货".into(),
            "waiting" => "待到".into(),
            "returns" => "退货".into(),
            other => other.to_owned().into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        let mut words = self.0.replace('-', " ");
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        words.into()
    }
}
