//! Names of states, in both languages.

use serde::Serialize;
use sync_core::fact::{Entity, SetAsideReason};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::rules::inspection_clock::Standing;
use sync_core::text::Language;
use sync_core::view::{LotStatus, ReceiptStatus, ScannedKind, WorkKind};

/// A state as programs read it.
pub fn kebab(state: &impl Serialize) -> String {
    match serde_json::to_value(state) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

const fn chosen(language: Language, english: &'static str, chinese: &'static str) -> &'static str {
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

/// Where a receipt stands.
pub const fn receipt_status(status: ReceiptStatus, language: Language) -> &'static str {
    match status {
        ReceiptStatus::Waiting => chosen(language, "waiting", "待资料"),
        ReceiptStatus::Counting => chosen(language, "counting", "点收中"),
        ReceiptStatus::Signed => chosen(language, "signed", "已签核"),
        ReceiptStatus::SlipIssued => chosen(language, "slip issued", "已开验收单"),
        ReceiptStatus::SlipConfirmed => chosen(language, "slip confirmed", "验收单已确认"),
        ReceiptStatus::Joined => chosen(language, "joined", "已合并"),
        ReceiptStatus::Voided => chosen(language, "voided", "已作废"),
    }
}

/// Where a lot stands.
pub const fn lot_status(status: LotStatus, language: Language) -> &'static str {
    match status {
        LotStatus::Waiting => chosen(language, "waiting", "待资料"),
        LotStatus::NotSigned => chosen(language, "not signed", "未签核"),
        LotStatus::InInspection => chosen(language, "in inspection", "检验中"),
        LotStatus::ToSort => chosen(language, "to sort", "挑选中"),
        LotStatus::Conflict => chosen(language, "conflict", "判定冲突"),
        LotStatus::Held => chosen(language, "held", "暂扣"),
        LotStatus::Released => chosen(language, "released", "已放行"),
        LotStatus::PutAway => chosen(language, "put away", "已上架"),
        LotStatus::Rejected => chosen(language, "rejected", "不合格"),
        LotStatus::Returned => chosen(language, "returned", "已退货"),
        LotStatus::Voided => chosen(language, "voided", "已作废"),
    }
}

/// Where a lot stands towards its deadline.
pub const fn standing(standing: Standing, language: Language) -> &'static str {
    match standing {
        Standing::Overdue => chosen(language, "OVERDUE", "已逾时"),
        Standing::DueSoon => chosen(language, "due soon", "将到期"),
        Standing::InTime => chosen(language, "in time", "时限内"),
        Standing::NotStarted => chosen(language, "not started", "未起算"),
        Standing::Late => chosen(language, "late", "逾时完成"),
        Standing::OnTime => chosen(language, "on time", "按时完成"),
    }
}

/// What a code is.
pub const fn scanned(kind: ScannedKind, language: Language) -> &'static str {
    match kind {
        ScannedKind::Receipt => chosen(language, "receipt", "点收单"),
        ScannedKind::Card => chosen(language, "card", "检验卡"),
        ScannedKind::Slip => chosen(language, "slip", "验收单"),
        ScannedKind::ReturnNote => chosen(language, "return note", "退货单"),
        ScannedKind::Order => chosen(language, "order", "采购单"),
        ScannedKind::Item => chosen(language, "item", "料号"),
        ScannedKind::Vendor => chosen(language, "vendor", "厂商"),
        ScannedKind::Location => chosen(language, "location", "库位"),
        ScannedKind::Person => chosen(language, "badge of person", "工牌"),
        ScannedKind::Enrolment => chosen(language, "enrolment link of", "设备登记链接"),
        ScannedKind::Newer => chosen(language, "label of a newer version", "新版标签，请更新"),
        ScannedKind::Misread => chosen(language, "misread", "读错"),
        ScannedKind::Unknown => chosen(language, "not known here", "本机不认识"),
    }
}

/// Why a fact was set aside.
pub const fn set_aside(reason: SetAsideReason, language: Language) -> &'static str {
    match reason {
        SetAsideReason::UnknownPerson => chosen(language, "unknown person", "人员不明或已撤销"),
        SetAsideReason::PersonsPost => chosen(language, "person's post", "人员岗位不符"),
        SetAsideReason::DevicesPost => chosen(language, "device's post", "设备岗位不符"),
        SetAsideReason::AheadOfServer => chosen(language, "ahead of the server", "时刻超前"),
        SetAsideReason::BeforeEnrolment => chosen(language, "before enrolment", "早于设备注册"),
        SetAsideReason::NameTaken => chosen(language, "name taken", "编号重复"),
        SetAsideReason::Malformed => chosen(language, "malformed", "内容不合格式"),
    }
}

/// A thing by its sort and name.
pub fn thing(entity: &Entity, language: Language) -> String {
    match entity {
        Entity::Receipt(opened) => {
            format!("{} {}", chosen(language, "receipt", "点收单"), ReceiptNumber(*opened))
        }
        Entity::Card(opened) => {
            format!("{} {}", chosen(language, "card", "检验卡"), CardNumber(*opened))
        }
        Entity::Order(order) => format!("{} {order}", chosen(language, "order", "采购单")),
        Entity::Vendor(vendor) => format!("{} {vendor}", chosen(language, "vendor", "厂商")),
        Entity::Item(item) => format!("{} {item}", chosen(language, "item", "料号")),
        Entity::Cost(item) => format!("{} {item}", chosen(language, "cost", "成本")),
        Entity::Person(person) => format!("{} {}", chosen(language, "person", "人员"), person.0),
        Entity::Device(device) => format!("{} {device}", chosen(language, "device", "设备")),
        Entity::Site => chosen(language, "site", "厂区").to_owned(),
    }
}

/// What is to be done.
pub const fn work(kind: WorkKind, language: Language) -> &'static str {
    match (kind, language) {
        (WorkKind::Inspect, Language::English) => "inspect",
        (WorkKind::Inspect, Language::Chinese) => "检验",
        (WorkKind::PutAway, Language::English) => "put away",
        (WorkKind::PutAway, Language::Chinese) => "上架",
        (WorkKind::Post, Language::English) => "post to the ERP",
        (WorkKind::Post, Language::Chinese) => "收货入帐",
        (WorkKind::Return, Language::English) => "return",
        (WorkKind::Return, Language::Chinese) => "退货",
        (WorkKind::Settle, Language::English) => "settle",
        (WorkKind::Settle, Language::Chinese) => "裁决",
        (WorkKind::SetAside, Language::English) => "set aside",
        (WorkKind::SetAside, Language::Chinese) => "搁置",
        (WorkKind::StaleOrder, Language::English) => "changed order",
        (WorkKind::StaleOrder, Language::Chinese) => "采购单变更",
        (WorkKind::Assign, Language::English) => "assign to an order",
        (WorkKind::Assign, Language::Chinese) => "指定采购单",
        (WorkKind::Excess, Language::English) => "over-receipt",
        (WorkKind::Excess, Language::Chinese) => "超交",
        (WorkKind::Heavy, Language::English) => "too heavy",
        (WorkKind::Heavy, Language::Chinese) => "偏重超差",
        (WorkKind::Revise, Language::English) => "revise unit weight",
        (WorkKind::Revise, Language::Chinese) => "修正单重",
        (WorkKind::Recover, Language::English) => "recover material",
        (WorkKind::Recover, Language::Chinese) => "追回原料",
        (WorkKind::NoStandard, Language::English) => "no standard",
        (WorkKind::NoStandard, Language::Chinese) => "无标准单重",
    }
}
