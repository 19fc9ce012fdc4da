//! What can be done after a refusal, in the app's words: what is tapped, typed or scanned here.

use sync_core::command::Remedy;
use sync_core::ids::LineKey;
use sync_core::rules::reason::MustSayWhy;
use sync_core::rules::withdrawal::Resting;
use sync_core::text::Language;

/// A remedy as it is done here.
pub(crate) fn word(remedy: &Remedy, language: Language) -> String {
    match language {
        Language::English => english(remedy),
        Language::Chinese => chinese(remedy),
    }
}

#[allow(clippy::too_many_lines, reason = "one sentence for each case, and nothing else")]
fn english(remedy: &Remedy) -> String {
    let sentence = match remedy {
        Remedy::Sync => "wait until this device is connected",
        Remedy::GoOn => "go on",
        Remedy::CallPost(_) => "call somebody who holds it, or hand the device over",
        Remedy::LookAt(code) => return format!("scan {code} to see what is known of it"),
        Remedy::LookAtConflicts => "look at the conflicts on the board",
        Remedy::LookAtSetAside => "look at what was set aside on the board",
        Remedy::ChooseOne(choices) => return format!("choose one of {}", choices.join(", ")),
        Remedy::OpenWithoutOrder => {
            "check the number, or open the receipt without an order: the goods go on hold for purchasing"
        }
        Remedy::SayVendor => "scan or type who delivered them",
        Remedy::SyncOrNameOrder => "wait until this device is connected, or scan the order",
        Remedy::CountOnReplacement => "scan the receipt that stands for it",
        Remedy::PutApartForPurchasing => "set other goods aside and call purchasing",
        Remedy::ChooseLine(lines) => return format!("tap the line: {}", list(lines, ", ")),
        Remedy::AskToReopen => "ask a supervisor to reopen it",
        Remedy::TallyFirst => "count the goods first",
        Remedy::SignFirst => "sign the count first",
        Remedy::TakeNext => "scan the next one, or take its count back",
        Remedy::NameTwoDeliveries => "scan two deliveries",
        Remedy::VoidFirst { or_join } => {
            return format!("withdraw those first, or join {or_join} into one of them");
        }
        Remedy::UndoFirst(Resting::Slip(_)) => "ask a supervisor to reopen the count first",
        Remedy::UndoFirst(Resting::Joined(part)) => return format!("withdraw {part} first"),
        Remedy::UndoFirst(
            Resting::Verdict { card, .. }
            | Resting::PutAway { card, .. }
            | Resting::Return { card, .. },
        ) => return format!("take that back first, where the board shows {card}"),
        Remedy::JudgeAgain => "judge the lot again: that says what of it is gone",
        Remedy::MeasureAgainFirst => "weigh or measure again first",
        Remedy::CountMoreOrSayQuantity | Remedy::CountMore => "count more, or withdraw a card",
        Remedy::PrintAgain => "print it again",
        Remedy::IssueSlipFirst => "issue it first, or wait until this device is connected",
        Remedy::SayQuantity => "type the quantity that stands on the card",
        Remedy::ScanReplacement => "scan the card that replaced it",
        Remedy::WeighWithVessel => "put the pieces on the scale with their vessel",
        Remedy::WeighPieces | Remedy::SayPiecesWeighed => "type how many pieces are on the scale",
        Remedy::VoidWeighingFirst => "take back the weighing of the same pieces first",
        Remedy::SaySampled => "type how many pieces you looked at, at least one",
        Remedy::CountDefectsAgain => "count the defects again",
        Remedy::JudgeLessOrAgain => "type a smaller quantity, or judge the rest first",
        Remedy::SayQuantities => "type the quantity",
        Remedy::SayAcceptedAndRejected => "scan the whole label of the card, or type the quantity",
        Remedy::SayWhy(MustSayWhy::Reject) => "tap what is wrong with the goods",
        Remedy::SayWhy(MustSayWhy::Concession | MustSayWhy::Reopening) => "type the reason",
        Remedy::RejectOrCallSupervisor => "reject or sort, and call a supervisor",
        Remedy::WaitForVerdict => "wait for the verdict",
        Remedy::PutAwayThatMuch => "put away that much",
        Remedy::ReturnThatMuch => "return that much",
        Remedy::OpenForEachVendor => "open a receipt for each vendor, and count its orders there",
        Remedy::LeaveApart => "leave them apart",
        Remedy::AssignElsewhere => "name an open order line of the same item, unit and vendor",
        Remedy::AssignThatMuch => "assign that much, or take back what was assigned before",
        Remedy::SayWhen => "type when it happened",
        Remedy::UseOtherDevice => "readmit it from another device",
        Remedy::RecordAnew => "let somebody who may record it anew",
    };
    sentence.to_owned()
}

#[allow(clippy::too_many_lines, reason = "one sentence for each case, and nothing else")]
fn chinese(remedy: &Remedy) -> String {
    let sentence = match remedy {
        Remedy::Sync => "请等本机连上网络",
        Remedy::GoOn => "请继续",
        Remedy::CallPost(_) => "请找有权限的人，或换人登录",
        Remedy::LookAt(code) => return format!("请扫 {code} 查看"),
        Remedy::LookAtConflicts => "请到看板上看冲突",
        Remedy::LookAtSetAside => "请到看板上看被搁置的记录",
        Remedy::ChooseOne(choices) => return format!("请从 {} 里选", choices.join("、")),
        Remedy::OpenWithoutOrder => "请核对单号，或按无采购单开点收单：货先暂存，由采购处理",
        Remedy::SayVendor => "请扫描或输入送货的厂商",
        Remedy::SyncOrNameOrder => "请等本机连上网络，或扫采购单",
        Remedy::CountOnReplacement => "请扫替代它的点收单",
        Remedy::PutApartForPurchasing => "其他货物请另放并通知采购",
        Remedy::ChooseLine(lines) => return format!("请点选项次：{}", list(lines, "、")),
        Remedy::AskToReopen => "请主管重开",
        Remedy::TallyFirst => "请先点收货物",
        Remedy::SignFirst => "请先签核点数",
        Remedy::TakeNext => "请扫下一件，或撤回那一笔",
        Remedy::NameTwoDeliveries => "请扫两次送货",
        Remedy::VoidFirst { or_join } => {
            return format!("请先作废它们，或将 {or_join} 并入其中一张");
        }
        Remedy::UndoFirst(Resting::Slip(_)) => "请主管先重开点数",
        Remedy::UndoFirst(Resting::Joined(part)) => return format!("请先作废 {part}"),
        Remedy::UndoFirst(
            Resting::Verdict { card, .. }
            | Resting::PutAway { card, .. }
            | Resting::Return { card, .. },
        ) => return format!("请先在看板的 {card} 上撤回"),
        Remedy::JudgeAgain => "请重判整批：会说明已上架和已退多少",
        Remedy::MeasureAgainFirst => "请先重新称重或量测",
        Remedy::CountMoreOrSayQuantity | Remedy::CountMore => "请继续点收，或作废一张卡",
        Remedy::PrintAgain => "请重印",
        Remedy::IssueSlipFirst => "请先开单，或等本机连上网络",
        Remedy::SayQuantity => "请输入卡上的数量",
        Remedy::ScanReplacement => "请扫替代它的卡",
        Remedy::WeighWithVessel => "请连容器一起称",
        Remedy::WeighPieces => "请输入称了几件",
        Remedy::SayPiecesWeighed => "请输入秤上实际的件数",
        Remedy::VoidWeighingFirst => "重称同一批件，请先撤回那次称重",
        Remedy::SaySampled => "请输入实际抽了几件，至少一件",
        Remedy::CountDefectsAgain => "请重新数不良",
        Remedy::JudgeLessOrAgain => "请改小数量，或先判其余的",
        Remedy::SayQuantities => "请输入数量",
        Remedy::SayAcceptedAndRejected => "请扫整张卡的标签，或输入数量",
        Remedy::SayWhy(MustSayWhy::Reject) => "请点选不良原因",
        Remedy::SayWhy(MustSayWhy::Concession | MustSayWhy::Reopening) => "请输入原因",
        Remedy::RejectOrCallSupervisor => "请判不合格或挑选，并找主管",
        Remedy::WaitForVerdict => "请等判定",
        Remedy::PutAwayThatMuch => "请按此数量上架",
        Remedy::ReturnThatMuch => "请按此数量退货",
        Remedy::OpenForEachVendor => "请为每个厂商各开一张点收单，分别点收",
        Remedy::LeaveApart => "请分开处理",
        Remedy::AssignElsewhere => "请指定料号、单位、厂商相同且未结的采购单项次",
        Remedy::AssignThatMuch => "请按此数量指定，或撤回先前的指定",
        Remedy::SayWhen => "请输入发生的时刻",
        Remedy::UseOtherDevice => "请在另一台设备上准入",
        Remedy::RecordAnew => "请由有权的人重新记录",
    };
    sentence.to_owned()
}

fn list(lines: &[LineKey], between: &str) -> String {
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use sync_core::command::Refusal;
    use sync_core::ids::FactId;
    use sync_core::number::CardNumber;

    use super::*;

    #[test]
    fn a_refusal_is_told_with_what_is_tapped_or_typed_here() {
        let refusal = Refusal::SayQuantityOnCard { card: CardNumber(FactId::new(7, 4)) };
        let english = refusal.told(Language::English, word);
        let chinese = refusal.told(Language::Chinese, word);

        assert!(english.ends_with("not known here yet: type the quantity that stands on the card"));
        assert!(chinese.ends_with("：请输入卡上的数量"), "{chinese}");
    }
}
