//! What facts are called, and why one was set aside.

use super::{
    ACCEPTANCE_SLIP, APPROVED_VENDORS, ARRIVED_LATE, COST, INSPECTION_CARD, Name, PERSON, RECEIPT,
    RETURN_NOTE, SET_ASIDE, SIGNATURE, name, names,
};
use crate::fact::{ExceptionKind, Kind, SetAsideReason};

names! {
    /// What a fact says has happened.
    fact_kind: Kind {
        ReceiptOpened => name("开点收单", "receipt opened");
        ReceiptDescribed => name("填写点收单", "receipt described");
        Tallied => name("点数", "tally");
        CountVoided => name("作废点数", "tally voided");
        Recounted => name("重点", "recount");
        CountSigned => name("点收签核", "count signed");
        SignatureVoided => name("作废签核", "signature voided");
        ReceiptReopened => name("重开点数", "count reopened");
        ReceiptVoided => name("作废点收单", "receipt voided");
        ReceiptJoined => name("合并点收单", "receipt joined");
        DeliveriesDistinct => name("确认是两次送货", "two deliveries");
        CountConfirmed => name("确认检验卡", "cards confirmed");
        SlipIssued => name("开验收单", "acceptance slip issued");
        SlipConfirmed => name("确认验收单", "acceptance slip confirmed");
        LineAssigned => name("指定采购单", "assigned to an order");
        StaleOrderAnswered => name("答复采购单变更", "stale order answered");
        WithdrawalConfirmed => name("作废照旧", "withdrawal left as it is");
        BasisConfirmed => name("依据照旧", "changed basis left as it is");
        VendorAccepted => name("接受来货厂商", "other vendor accepted");
        LineCountedAs => name("点数依据", "counted as");
        OrderChangeAnswered => name("答复采购单改动", "order change answered");
        CardIssued => name("开检验卡", "inspection card issued");
        CardVoided => name("作废检验卡", "inspection card voided");
        CardReprinted => name("重印检验卡", "inspection card reprinted");
        LotDescribed => name("填写批", "lot described");
        Weighed => name("称重", "weighing");
        Measured => name("量测", "measurement");
        Sampled => name("抽检", "sample");
        WeighingVoided => name("作废检验数据", "inspection figure voided");
        VerdictRecorded => name("判定", "verdict");
        VerdictVoided => name("作废判定", "verdict voided");
        PutAway => name("上架", "putaway");
        ReturnRaised => name("开退货单", "return note raised");
        MovementVoided => name("作废上架或退货", "putaway or return voided");
        OrderStated => name("采购单导入", "order imported");
        OrderStatusStated => name("采购单状态", "order status");
        LineCarried => name("结转项次", "line carried");
        VendorStated => name("厂商导入", "vendor imported");
        ApprovalStated => APPROVED_VENDORS;
        ItemStated => name("料号导入", "item imported");
        StandardStated => name("IE 标准", "IE standard");
        CostStated => COST;
        PersonStated => PERSON;
        PinSet => name("设 PIN", "PIN set");
        PersonRevoked => name("停用人员", "person revoked");
        SignInChanged => name("PIN 或工牌变更", "PIN or badge changed");
        DeviceEnrolled => name("注册设备", "device enrolled");
        DeviceRevoked => name("停用设备", "device revoked");
        ClockDoubtful => name("时刻存疑", "doubtful instants");
        FactSetAside => SET_ASIDE;
        Readmitted => name("准入", "readmitted");
        ClockOff => name("钟差", "clock off");
        SignInGranted => name("登录许可", "sign-in granted");
        ArrivedLate => ARRIVED_LATE;
        SiteStated => name("厂区设置", "site settings");
        CountingStated => name("点收方式", "way of counting");
        SigningInStated => name("登录方式", "way of signing in");
        PhotoTaken => name("照片", "photo");
        PhotoVoided => name("作废照片", "photo voided");
        ExceptionReported => name("卸柜异常", "unloading exception");
        ExceptionVoided => name("作废卸柜异常", "unloading exception voided");
        Expunged => name("剔除记录", "facts expunged");
    }

    /// Why the server kept a fact out of the merge.
    set_aside_reason: SetAsideReason {
        UnknownPerson => name("人员不明", "person unknown");
        PersonsPost => name("人员岗位不符", "not this person's post");
        DevicesPost => name("设备岗位不符", "not this device's post");
        AheadOfServer => name("时刻超前服务器", "dated ahead of the server");
        BeforeEnrolment => name("时刻早于设备注册", "dated before enrolment");
        IdCollision => name("编号重复：设备被复制", "name taken: the device was copied");
        Malformed => name("内容无法识别", "cannot be read");
        Revoked => name("停用后才到", "came after the person or device was revoked");
        NotReadmittable => name("不得准入", "lets in what may not be let in");
        NoGrant => name("未在此设备联网登录", "not signed in on this device with the network");
    }

    /// What was wrong with unloaded goods.
    exception_kind: ExceptionKind {
        Missing => name("短少", "missing");
        Over => name("多出", "over");
        Damaged => name("破损", "damaged");
        Wet => name("受潮", "wet");
    }
}

/// What a fact made, before its number: a paper where it begins one, else what it says.
pub const fn made_by(kind: Kind) -> Name {
    match kind {
        Kind::ReceiptOpened => RECEIPT,
        Kind::CardIssued => INSPECTION_CARD,
        Kind::SlipIssued => ACCEPTANCE_SLIP,
        Kind::ReturnRaised => RETURN_NOTE,
        Kind::CountSigned => SIGNATURE,
        other => fact_kind(other),
    }
}
