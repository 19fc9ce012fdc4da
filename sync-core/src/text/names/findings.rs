//! What inspection and the rules find: verdicts, defects, what keeps a lot back, what differs.

use super::{APPROVED_VENDOR, ARRIVED_LATE, Name, OVER_RECEIPT, SIGNATURE, name, names};
use crate::defect::Defect;
use crate::fact::Verdict;
use crate::rules::known_later::KnownLater;
use crate::rules::release::Blocked;
use crate::rules::unit_weight::DeviationClass;
use crate::view::QueueMark;

/// People counted a line at once, and differ.
pub const COUNT_AGAIN: Name = name("须重点", "count again");
/// The count differs from every signature.
pub const SIGN_AGAIN: Name = name("须重签", "sign again");
/// A package was tallied twice.
pub const PACKAGE_TWICE: Name = name("包装重复", "package twice");
/// The order was closed, cut or replaced before the goods came.
pub const STALE_ORDER: Name = name("采购单已变更", "stale order");
const OTHER_VENDOR: Name = name("来货厂商不同", "another vendor came");
/// The ERP states the order otherwise than the goods were counted.
pub const ORDER_CHANGED: Name = name("采购单已改动", "order changed");
/// An item that should be weighed has no standard.
pub const NO_STANDARD: Name = name("没有标准单重", "no standard unit weight");
/// Grams a piece, as weighed.
pub const UNIT_WEIGHT: Name = name("单重", "unit weight");
/// How thick sheet or strip is.
pub const THICKNESS: Name = name("厚度", "thickness");
/// The vendor is not on the approved-vendor list.
pub const VENDOR_NOT_APPROVED: Name = name("非合格厂商", "vendor not approved");
/// More was put away or returned than the verdicts allow now.
pub const BASIS_CHANGED: Name = name("依据已变", "basis changed");
/// An approval or a standard was stated only after the verdict that needed it.
pub const KNOWN_LATER: Name = name("后来才知道", "known later");
/// No verdict speaks of it.
pub const UNJUDGED: Name = name("未判", "unjudged");

pub(super) const VERDICTS_DISAGREE: Name = name("判定冲突", "verdicts disagree");
const CARDS_DIFFER: Name = name("检验卡与点数不符", "cards differ from the count");
const WITHDRAWN: Name = name("作废后仍有记录", "voided while worked on");
const SAME_DELIVERY: &str = "same-delivery";

names! {
    /// What an inspector says of goods.
    verdict: Verdict {
        Pass => name("合格", "pass");
        Concession => name("特采", "concession");
        Sort => name("挑选", "sort");
        Reject => name("不合格", "reject");
    }

    /// What is wrong with goods.
    defect: Defect {
        Appearance => name("外观不良", "appearance");
        Dimension => name("尺寸不符", "dimensions");
        Coating => name("镀层脱落", "coating peels");
        Rust => name("生锈氧化", "rust");
        Deformed => name("变形", "deformed");
        Burr => name("毛刺披锋", "burrs");
        Incomplete => name("缺料", "incomplete");
        Weight => name("单重不符", "wrong weight");
        Function => name("功能不良", "function");
        WrongPart => name("错料混料", "wrong part");
        Packing => name("包装标签", "packing, label");
        Other => name("其他", "other");
    }

    /// What keeps a lot from being released.
    blocked: Blocked {
        NoCard => name("没有检验卡，或已作废", "no inspection card, or voided");
        Withdrawn => name("点收单已作废", "receipt voided");
        NotSigned => name("点数未签核", "count not signed");
        SignAgain => name("签核后数量有变，须重签", "count changed since it was signed: sign again");
        NoSlip => name("未开验收单", "no acceptance slip");
        SlipNotConfirmed => name("验收单未确认", "acceptance slip not confirmed");
        NotMeasured => name("托外批未称重或量测", "subcontracted, and not weighed or measured");
        VendorNotApproved => VENDOR_NOT_APPROVED;
        Conflict => name("冲突未裁决", "conflict not settled");
        StaleOrder => name("采购单已变更，待采购答复", "stale order: purchasing must answer");
        OrderChanged => name("采购单与点数时不同，待采购处理", "order changed since the count: purchasing must answer");
        SentBack => name("采购要求退货，须判不合格", "purchasing sends it back: reject it");
        NoOrder => name("无采购单，待采购指定", "no order: purchasing must assign one");
        NothingAccepted => name("没有允收数量", "nothing accepted");
        NewerFacts => name("有新版本的记录，请更新本机", "facts of a newer version: update this device");
    }

    /// What was stated only after the verdict that needed it.
    known_later: KnownLater {
        Approval => name("厂商资格", "the vendor's approval");
        Standard => name("IE 标准", "the standard");
    }

    /// What a unit weight means.
    weight: DeviationClass {
        Heavy => name("偏重超差", "heavier than tolerance");
        Within => name("在公差内", "within tolerance");
        LightWithin => name("偏轻，在公差内", "lighter, within tolerance");
        LightOut => name("偏轻超差", "lighter than tolerance");
    }

    /// What to know of a lot before it is taken from the queue.
    queue_mark: QueueMark {
        Conflict => VERDICTS_DISAGREE;
        ToSort => name("挑选中", "sorting");
        PartJudged => name("已判一部分", "part judged");
        VendorNotApproved => VENDOR_NOT_APPROVED;
        Weigh => name("托外须称重", "weigh (subcontracted)");
        NoStandard => NO_STANDARD;
        CountChanged => SIGN_AGAIN;
        OrderChanged => ORDER_CHANGED;
        SentBack => name("采购要求退货", "purchasing sends it back");
    }
}

/// What a measured length means beside its standard: the same findings as of a weight, which is
/// not heavy but large.
pub const fn measure(of: DeviationClass) -> Name {
    match of {
        DeviationClass::Heavy => name("偏大超差", "larger than tolerance"),
        DeviationClass::Within => weight(DeviationClass::Within),
        DeviationClass::LightWithin => name("偏小，在公差内", "smaller, within tolerance"),
        DeviationClass::LightOut => name("偏小超差", "smaller than tolerance"),
    }
}

/// The rules that explain an answer, by the name that programs know them by.
pub const RULES: [(&str, Name); 24] = [
    ("approved-vendor", APPROVED_VENDOR),
    ("assignment", name("指定采购单", "assignment")),
    ("basis-changed", BASIS_CHANGED),
    ("count-after-card", CARDS_DIFFER),
    ("device-time", name("设备时钟", "device time")),
    ("inspection-clock", name("检验时限", "inspection clock")),
    ("known-later", KNOWN_LATER),
    ("late-arrival", ARRIVED_LATE),
    ("last-writer", name("后写为准", "last writer")),
    ("measured", name("量测", "measured")),
    ("order-changed", ORDER_CHANGED),
    ("over-receipt", OVER_RECEIPT),
    ("package", name("包装", "package")),
    ("receipt-vendor", OTHER_VENDOR),
    ("recount", name("重点", "recount")),
    ("release", name("放行", "release")),
    ("returns", name("退货", "returns")),
    (SAME_DELIVERY, name("同一次送货", "same delivery")),
    ("signature", SIGNATURE),
    ("stale-order", STALE_ORDER),
    ("strictest-verdict", name("从严判定", "strictest verdict")),
    ("tally-sum", name("点数相加", "sum of tallies")),
    ("unit-weight", UNIT_WEIGHT),
    ("withdrawal", WITHDRAWN),
];

/// What the rules call the disagreements that they find.
const CONFLICTS: [(&str, Name); 11] = [
    ("assignment", name("指定超过现有", "more assigned than there is")),
    ("basis-changed", BASIS_CHANGED),
    ("count-after-card", CARDS_DIFFER),
    ("last-writer", name("两处填写不同", "written two ways")),
    ("receipt-vendor", OTHER_VENDOR),
    ("order-changed", ORDER_CHANGED),
    ("recount", COUNT_AGAIN),
    (SAME_DELIVERY, name("可能是同一次送货", "maybe one delivery")),
    ("stale-order", STALE_ORDER),
    ("strictest-verdict", VERDICTS_DISAGREE),
    ("withdrawal", WITHDRAWN),
];

/// A rule by the name that programs know it by; nothing for a rule that is not known here.
pub fn rule(rule: &str) -> Option<Name> {
    find(&RULES, rule)
}

/// A disagreement by the rule that found it; nothing for a rule that is not known here.
pub fn conflict(rule: &str) -> Option<Name> {
    find(&CONFLICTS, rule)
}

/// Every disagreement, with the rule that finds it.
pub const fn conflicts() -> &'static [(&'static str, Name)] {
    &CONFLICTS
}

fn find(names: &[(&str, Name)], rule: &str) -> Option<Name> {
    names.iter().find(|(known, _)| *known == rule).map(|(_, name)| *name)
}
