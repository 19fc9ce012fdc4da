//! Why a lot is as it is: its clock, its verdicts, its vendor, its weight, its release.

use super::{Phrase, Reason, clock_time, reason};
use crate::across;
use crate::fact::Characteristic;
use crate::ids::FactId;
use crate::merge::strictest_verdict::VerdictStatus;
use crate::number::CardNumber;
use crate::replica::Replica;
use crate::rules::inspection_clock::{self, Clock};
use crate::rules::known_later::KnownLater;
use crate::rules::release::Blocked;
use crate::rules::unit_weight::{DeviationClass, LotWeight};
use crate::state::CardState;
use crate::text::names::{self, Name};
use crate::text::{Language, Say as _};

const NOT_COMPARABLE: Name = Name::new("无法比较", "not comparable");

pub(super) fn explain(replica: &Replica, number: CardNumber) -> Option<Vec<Reason>> {
    let state = replica.card(number)?;
    let mut reasons = Vec::new();
    clock(replica, state, &mut reasons);
    verdicts(replica, state, &mut reasons);
    vendor(replica, state, &mut reasons);
    unit_weight(replica, state, &mut reasons);
    measurements(replica, state, &mut reasons);
    known_later(replica, state, &mut reasons);
    basis(replica, state, &mut reasons);
    withdrawn(replica, number, state, &mut reasons);
    for blocked in across::release(replica, number, state) {
        reasons.push(held(blocked));
    }
    Some(reasons)
}

fn clock(replica: &Replica, state: &CardState, reasons: &mut Vec<Reason>) {
    let (rule, clause) = ("inspection-clock", Some("§4.6.3"));
    let offset = replica.site().offset;
    let signature = state
        .issued
        .as_ref()
        .and_then(|(_, card)| across::signed(replica, card.receipt, &card.line));
    let clock = across::clock(replica, state);
    let (Some(signature), Some(due)) = (signature, clock.due()) else {
        let said = [
            "no clock runs: no signature of the count holds, or none is known here".to_owned(),
            "时限未开始：没有有效的点收签核，或本机尚未收到".to_owned(),
        ];
        reasons.push(reason(rule, clause, said, []));
        return;
    };
    let (signed_at, due_at) = (clock_time(offset, signature.written.at), clock_time(offset, due));
    let said = [
        format!("signed {signed_at}: due {due_at}, that instant included"),
        format!("{signed_at} 签核：{due_at} 前（含）须判定"),
    ];
    reasons.push(reason(rule, clause, said, [signature.written.id]));
    if replica.is_doubtful(signature.written.id) {
        let said = [
            "the clock that dated the signature stepped: its instant is in doubt".to_owned(),
            "签核时设备时钟跳变：时刻存疑".to_owned(),
        ];
        reasons.push(reason("device-time", None, said, [signature.written.id]));
    }
    for (fact, error) in across::clock_off(replica, state) {
        let minutes = error.abs().0 / 60_000;
        let (en, zh) = if error.0 > 0 { ("slow", "慢") } else { ("fast", "快") };
        let said = [
            format!(
                "the clock of device {} was {minutes} min {en}: its instants are corrected",
                fact.device
            ),
            format!("设备 {} 的时钟{zh}了 {minutes} 分钟：时刻已按服务器校正", fact.device),
        ];
        reasons.push(reason("device-time", None, said, [fact]));
    }
    if let Clock::Stopped { at, .. } = clock {
        let judged_at = clock_time(offset, at);
        let on_time = inspection_clock::is_on_time(at, due);
        let said = if on_time {
            [
                format!("the last of it was judged {judged_at}: on time, whenever it was synced"),
                format!("{judged_at} 全部判定：及时，与何时同步无关"),
            ]
        } else {
            [
                format!("the last of it was judged {judged_at}: late"),
                format!("{judged_at} 全部判定：逾期"),
            ]
        };
        let facts = state.verdicts.iter().filter(|verdict| verdict.written.at == at);
        reasons.push(reason(rule, clause, said, facts.map(|verdict| verdict.written.id)));
    }
    for (fact, recorded, arrived) in across::arrived_late(replica, state, clock) {
        let (recorded, arrived) = (clock_time(offset, recorded), clock_time(offset, arrived));
        let said = [
            format!(
                "the verdict bears {recorded} and came to the server {arrived}: whether it was made then, the device alone says"
            ),
            format!("判定时刻 {recorded}，{arrived} 才到服务器：该时刻只有设备记录为据"),
        ];
        reasons.push(reason("late-arrival", clause, said, [fact]));
    }
}

fn basis(replica: &Replica, state: &CardState, reasons: &mut Vec<Reason>) {
    if !across::basis_changed(replica, state) {
        return;
    }
    let judged = across::judged(replica, state);
    let (put, back) = (state.quantity_put_away(), state.quantity_returned());
    let (accepted, rejected) = (judged.accepted(), judged.rejected);
    let said = [
        format!(
            "put away {put} and returned {back}, while {accepted} are accepted and {rejected} rejected now: it was done under another answer, and is not undone"
        ),
        format!(
            "已上架 {put}、已退 {back}，而现在允收 {accepted}、不合格 {rejected}：当时依据已变，记录保留，请核实"
        ),
    ];
    let put = state.live_putaways().map(|once| once.written.id);
    let facts = put.chain(state.live_returns().map(|once| once.written.id));
    reasons.push(reason("basis-changed", None, said, facts));
}

/// Its card, or the receipt of its goods, was withdrawn while others worked on.
fn withdrawn(replica: &Replica, number: CardNumber, state: &CardState, reasons: &mut Vec<Reason>) {
    let mut found = Vec::new();
    across::conflicts_of_lot(replica, number, state, &mut found);
    let receipt = state.issued.as_ref().map(|(_, issued)| issued.receipt);
    if let Some((receipt, state)) = receipt.and_then(|r| Some((r, replica.receipt(r)?))) {
        across::conflicts_of_receipt(replica, receipt, state, &mut found);
    }
    for conflict in found.iter().filter(|conflict| conflict.subject.rule() == "withdrawal") {
        let said = [Language::English, Language::Chinese].map(|language| {
            let sides: Vec<String> =
                conflict.sides.iter().map(|side| side.value.say(language)).collect();
            format!("{}: {}", conflict.subject, sides.join(", "))
        });
        let facts = conflict.sides.iter().filter_map(|side| Some(side.written?.id));
        reasons.push(reason("withdrawal", None, said, facts));
    }
}

fn verdicts(replica: &Replica, state: &CardState, reasons: &mut Vec<Reason>) {
    let judged = across::judged(replica, state);
    let live: Vec<FactId> = state
        .verdicts
        .iter()
        .filter(|verdict| verdict.status == VerdictStatus::Live)
        .map(|verdict| verdict.written.id)
        .collect();
    if live.is_empty() {
        return;
    }
    let said = [
        format!(
            "in force: passed {}, concession {}, to sort {}, rejected {}, unjudged {}",
            judged.passed, judged.conceded, judged.to_sort, judged.rejected, judged.unjudged
        ),
        format!(
            "有效判定：合格 {}，特采 {}，挑选 {}，不合格 {}，未判 {}",
            judged.passed, judged.conceded, judged.to_sort, judged.rejected, judged.unjudged
        ),
    ];
    reasons.push(reason("strictest-verdict", Some("§4.6.3"), said, live.clone()));
    if judged.conflict {
        let said = [
            "verdicts made apart exceed the lot and differ: the strictest hold until a verdict names them all".to_owned(),
            "分开做出的判定合计超过批量且不一致：以最严者为准，直到有判定将它们一并替代".to_owned(),
        ];
        reasons.push(reason("strictest-verdict", None, said, live));
    }
}

fn vendor(replica: &Replica, state: &CardState, reasons: &mut Vec<Reason>) {
    if across::vendor_approved(replica, state) != Some(false) {
        return;
    }
    let name = across::vendor_of(replica, state).map(|vendor| vendor.to_string());
    let name = name.unwrap_or_default();
    let said = [
        format!(
            "vendor {name} was not on the approved-vendor list on the day of arrival: rejected, whatever was inspected"
        ),
        format!("到货当天厂商 {name} 不在合格厂商名单上：不论检验结果，一律不合格"),
    ];
    let opened = state.issued.as_ref().and_then(|(_, card)| {
        replica.receipt(card.receipt)?.opened.as_ref().map(|(written, _)| written.id)
    });
    reasons.push(reason("approved-vendor", Some("§4.1.1.3"), said, opened));
}

/// What was stated only after the last verdict.
fn known_later(replica: &Replica, state: &CardState, reasons: &mut Vec<Reason>) {
    for (what, stated) in across::known_later(replica, state) {
        let (clause, said) = match what {
            KnownLater::Approval => (
                "§4.1.1.3",
                [
                    "whether the vendor was approved on the day of arrival was stated after the last verdict, and is otherwise than it could know: an inspector looks again",
                    "到货当天厂商是否合格，是在最后一次判定之后才说明的，与判定时所知不同：请品管复核",
                ],
            ),
            KnownLater::Standard => (
                "§6.6.3",
                [
                    "the standard was stated after the last verdict, and what was weighed or measured deviates from it: an inspector looks again",
                    "标准是在最后一次判定之后才说明的，所称所量与它有偏差：请品管复核",
                ],
            ),
        };
        reasons.push(reason("known-later", Some(clause), said.map(ToOwned::to_owned), stated));
    }
}

fn unit_weight(replica: &Replica, state: &CardState, reasons: &mut Vec<Reason>) {
    let Some(weight) = across::unit_weight(replica, state) else { return };
    let measured = weight.measured.shown();
    let facts = state.weighings.iter().filter(|once| !once.voided).map(|once| once.written.id);
    let Some(standard) = weight.standard else {
        let said = [
            format!("{measured} g a piece; the item has no standard: a task for IE"),
            format!("每件 {measured} g；该料号没有 IE 标准单重：由 IE 处理"),
        ];
        reasons.push(reason("unit-weight", Some("§6.6.4"), said, facts));
        return;
    };
    let percent = weight.measured.percent_shown(standard);
    let means = weight.outcome.map_or(NOT_COMPARABLE, names::weight);
    let (en, zh) = (means.english, means.chinese);
    let (then_en, then_zh) = match weight.outcome {
        Some(DeviationClass::LightWithin) => (": revise before the next issue", "：下批发料前修正"),
        Some(DeviationClass::LightOut) => {
            (": recover the material, or deduct it", "：追回原料或扣款")
        }
        Some(DeviationClass::Heavy | DeviationClass::Within) | None => ("", ""),
    };
    let said = [
        Phrase::new(
            format!("{measured} g a piece against {standard} g, "),
            percent,
            format!(" %: {en}{then_en}"),
        ),
        Phrase::new(
            format!("每件 {measured} g，标准 {standard} g，"),
            percent,
            format!(" %：{zh}{then_zh}"),
        ),
    ];
    reasons.push(reason("unit-weight", Some("§6.6.3"), said, facts));
}

/// What each measurement says beside its standard, or that it says nothing (SEMANTICS 34).
fn measurements(replica: &Replica, state: &CardState, reasons: &mut Vec<Reason>) {
    for once in state.live_measurements() {
        let dimension = across::dimension(replica, state, once);
        let (what, unit) = (Characteristic::read(&once.measured.what), &once.measured.unit);
        let (en, zh) = (what.english(), what.chinese());
        let value = dimension.value;
        let Some((standard, of)) = dimension.standard.zip(dimension.compared) else {
            let said = [
                format!(
                    "{en} {value} {unit} is compared with no standard of the item: it counts as no measurement unless IE states one"
                ),
                format!("{zh} {value} {unit}：该料号没有可比的标准；IE 设定之前不算量测"),
            ];
            reasons.push(reason("measured", Some("§6.6.3.3"), said, [once.written.id]));
            continue;
        };
        let one = LotWeight { net_grams: of.value, pieces: 1 };
        let percent = one.percent_shown(of.standard);
        let means = dimension.outcome.map_or(NOT_COMPARABLE, names::measure);
        let said = [
            Phrase::new(
                format!("{en} {value} {unit} against {standard} {unit}, "),
                percent,
                format!(" %: {}", means.english),
            ),
            Phrase::new(
                format!("{zh} {value} {unit}，标准 {standard} {unit}，"),
                percent,
                format!(" %：{}", means.chinese),
            ),
        ];
        reasons.push(reason("measured", Some("§6.6.3.3"), said, [once.written.id]));
    }
}

fn held(blocked: Blocked) -> Reason {
    let clause = match blocked {
        Blocked::NoCard | Blocked::Withdrawn | Blocked::NotSigned | Blocked::SignAgain => "§4.6.1",
        Blocked::NoSlip | Blocked::SlipNotConfirmed => "§4.6.2",
        Blocked::NotMeasured => "§6.6.3",
        Blocked::VendorNotApproved => "§4.1.1.3",
        Blocked::Conflict => "§4.6.3",
        Blocked::StaleOrder | Blocked::OrderChanged | Blocked::SentBack | Blocked::NoOrder => {
            "§4.5"
        }
        Blocked::NothingAccepted | Blocked::NewerFacts => "§4.6.4",
    };
    let why = names::blocked(blocked);
    let said = [format!("not released: {}", why.english), format!("未放行：{}", why.chinese)];
    reason("release", Some(clause), said, [])
}
