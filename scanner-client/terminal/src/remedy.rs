//! What can be done after a refusal, in the terminal's words: its commands and their options.

use sync_core::command::Remedy;
use sync_core::ids::LineKey;
use sync_core::rules::reason::MustSayWhy;
use sync_core::rules::withdrawal::Resting;
use sync_core::text::Language;

/// A remedy as it is typed here.
pub fn word(remedy: &Remedy, language: Language) -> String {
    match language {
        Language::English => english(remedy),
        Language::Chinese => chinese(remedy),
    }
}

#[allow(clippy::too_many_lines, reason = "one sentence for each case, and nothing else")]
fn english(remedy: &Remedy) -> String {
    match remedy {
        Remedy::Sync => "sync".to_owned(),
        Remedy::GoOn => "go on".to_owned(),
        Remedy::CallPost(_) => "call somebody who holds it".to_owned(),
        Remedy::LookAt(code) => format!("look at it with `show {code}`, or sync"),
        Remedy::LookAtConflicts => "see `list conflicts`".to_owned(),
        Remedy::LookAtSetAside => "see `set-aside list`".to_owned(),
        Remedy::ChooseOne(choices) => format!("choose one of {}", choices.join(", ")),
        Remedy::OpenWithoutOrder => {
            "check the number, sync, or open the receipt without an order (it goes on hold for purchasing)".to_owned()
        }
        Remedy::SayVendor => "say who delivered them with --vendor".to_owned(),
        Remedy::SyncOrNameOrder => {
            "sync; to count on it, name the line with its order (PO240001/2)".to_owned()
        }
        Remedy::CountOnReplacement => "count on the one that stands for it".to_owned(),
        Remedy::PutApartForPurchasing => "set other goods aside and call purchasing".to_owned(),
        Remedy::ChooseLine(lines) => format!("say which of {}", list(lines, ", ")),
        Remedy::AskToReopen => "a supervisor must reopen it before it changes".to_owned(),
        Remedy::TallyFirst => "tally the goods first".to_owned(),
        Remedy::SignFirst => "sign it first".to_owned(),
        Remedy::TakeNext => "take the next one, or void its tally".to_owned(),
        Remedy::NameTwoDeliveries => "name two deliveries".to_owned(),
        Remedy::VoidFirst { or_join } => {
            format!("withdraw those first, or join {or_join} into one of them")
        }
        Remedy::UndoFirst(resting) => undo_first(resting, Language::English),
        Remedy::JudgeAgain => {
            "judge the lot again with --replace, which says what of it is gone".to_owned()
        }
        Remedy::MeasureAgainFirst => "weigh or measure again first".to_owned(),
        Remedy::CountMoreOrSayQuantity => "count more, void a card, or state --qty".to_owned(),
        Remedy::CountMore => "count more, or void a card".to_owned(),
        Remedy::PrintAgain => "print it again".to_owned(),
        Remedy::IssueSlipFirst => "issue it first, or sync".to_owned(),
        Remedy::SayQuantity => "state the quantity on it with --qty, or sync".to_owned(),
        Remedy::ScanReplacement => "scan the card that replaced it".to_owned(),
        Remedy::WeighWithVessel => "weigh the pieces with their vessel".to_owned(),
        Remedy::WeighPieces => "weigh at least one piece".to_owned(),
        Remedy::SayPiecesWeighed => "say how many pieces lie on the scale".to_owned(),
        Remedy::VoidWeighingFirst => {
            "void the weighing of the same pieces first: weighing void CARD FACT".to_owned()
        }
        Remedy::SaySampled => "say how many pieces you looked at, at least one".to_owned(),
        Remedy::CountDefectsAgain => "count again".to_owned(),
        Remedy::JudgeLessOrAgain => {
            "judge those, or use --replace to judge the lot again".to_owned()
        }
        Remedy::SayQuantities => "state the quantities".to_owned(),
        Remedy::SayAcceptedAndRejected => {
            "state --accepted and --rejected as the card says, or sync".to_owned()
        }
        Remedy::SayWhy(MustSayWhy::Reject) => {
            "give the defect's code with --reason, such as --reason C01".to_owned()
        }
        Remedy::SayWhy(MustSayWhy::Concession) => {
            "give the reason with --reason, or in words with --note".to_owned()
        }
        Remedy::SayWhy(MustSayWhy::Reopening) => "give the reason with --reason".to_owned(),
        Remedy::RejectOrCallSupervisor => "reject or sort, and call one".to_owned(),
        Remedy::WaitForVerdict => "wait for the verdict, or sync".to_owned(),
        Remedy::PutAwayThatMuch => "put away that much".to_owned(),
        Remedy::ReturnThatMuch => "return that much".to_owned(),
        Remedy::OpenForEachVendor => {
            "open a receipt for each vendor with `receipt open --po`, and count its orders there"
                .to_owned()
        }
        Remedy::LeaveApart => "leave them apart".to_owned(),
        Remedy::AssignElsewhere => {
            "name an open order line of the same item, unit and vendor with --to".to_owned()
        }
        Remedy::AssignThatMuch => {
            "assign that much, or take back what was assigned before with --replace".to_owned()
        }
        Remedy::SayWhen => "state when it happened with --recorded".to_owned(),
        Remedy::UseOtherDevice => "readmit it from another device".to_owned(),
        Remedy::RecordAnew => "let somebody who may record it anew".to_owned(),
    }
}

fn chinese(remedy: &Remedy) -> String {
    match remedy {
        Remedy::Sync => "请先同步".to_owned(),
        Remedy::GoOn => "请继续".to_owned(),
        Remedy::CallPost(_) => "请找有权限的人".to_owned(),
        Remedy::LookAt(code) => format!("请用 show {code} 查看，或先同步"),
        Remedy::LookAtConflicts => "请看 list conflicts".to_owned(),
        Remedy::LookAtSetAside => "请看 set-aside list".to_owned(),
        Remedy::ChooseOne(choices) => format!("请从 {} 里选", choices.join("、")),
        Remedy::OpenWithoutOrder => {
            "请核对单号、同步，或按无采购单开点收单（暂存，由采购处理）".to_owned()
        }
        Remedy::SayVendor => "请用 --vendor 说明是谁送来的".to_owned(),
        Remedy::SyncOrNameOrder => {
            "请先同步；要点收请连同采购单号写明项次（PO240001/2）".to_owned()
        }
        Remedy::CountOnReplacement => "请在替代它的点收单上点收".to_owned(),
        Remedy::PutApartForPurchasing => "其他货物请另放并通知采购".to_owned(),
        Remedy::ChooseLine(lines) => format!("请指明 {} 中的哪一项", list(lines, "、")),
        Remedy::AskToReopen => "要更改数量须由主管重开".to_owned(),
        Remedy::TallyFirst => "请先点收货物".to_owned(),
        Remedy::SignFirst => "请先签核".to_owned(),
        Remedy::TakeNext => "请扫下一件，或先作废那一笔".to_owned(),
        Remedy::NameTwoDeliveries => "请指明两次送货".to_owned(),
        Remedy::VoidFirst { or_join } => {
            format!("请先作废它们，或将 {or_join} 并入其中一张")
        }
        Remedy::UndoFirst(resting) => undo_first(resting, Language::Chinese),
        Remedy::JudgeAgain => "请用 --replace 重判整批，届时会说明已上架和已退多少".to_owned(),
        Remedy::MeasureAgainFirst => "请先重新称重或量测".to_owned(),
        Remedy::CountMoreOrSayQuantity => "请继续点收、作废一张卡，或用 --qty 写明数量".to_owned(),
        Remedy::CountMore => "请继续点收，或作废一张卡".to_owned(),
        Remedy::PrintAgain => "请重印".to_owned(),
        Remedy::IssueSlipFirst => "请先开单，或先同步".to_owned(),
        Remedy::SayQuantity => "请用 --qty 写明卡上的数量，或先同步".to_owned(),
        Remedy::ScanReplacement => "请扫替代它的卡".to_owned(),
        Remedy::WeighWithVessel => "请连容器一起称".to_owned(),
        Remedy::WeighPieces => "至少要称一件".to_owned(),
        Remedy::SayPiecesWeighed => "请写秤上实际的件数".to_owned(),
        Remedy::VoidWeighingFirst => {
            "重称同一批件请先作废那次称重：weighing void CARD FACT".to_owned()
        }
        Remedy::SaySampled => "请写实际抽了几件，至少一件".to_owned(),
        Remedy::CountDefectsAgain => "请重新数".to_owned(),
        Remedy::JudgeLessOrAgain => "请只判这些，或用 --replace 重判整批".to_owned(),
        Remedy::SayQuantities => "请写明数量".to_owned(),
        Remedy::SayAcceptedAndRejected => {
            "请按卡上数量写明 --accepted 和 --rejected，或先同步".to_owned()
        }
        Remedy::SayWhy(MustSayWhy::Reject) => {
            "请用 --reason 写明不良代码，如 --reason C01".to_owned()
        }
        Remedy::SayWhy(MustSayWhy::Concession) => {
            "请用 --reason 写明原因，或用 --note 说明".to_owned()
        }
        Remedy::SayWhy(MustSayWhy::Reopening) => "请用 --reason 写明原因".to_owned(),
        Remedy::RejectOrCallSupervisor => "请判不合格或挑选，并找主管".to_owned(),
        Remedy::WaitForVerdict => "请等判定，或先同步".to_owned(),
        Remedy::PutAwayThatMuch => "请按此数量上架".to_owned(),
        Remedy::ReturnThatMuch => "请按此数量退货".to_owned(),
        Remedy::OpenForEachVendor => {
            "请用 receipt open --po 为每个厂商各开一张点收单，分别点收".to_owned()
        }
        Remedy::LeaveApart => "请分开处理".to_owned(),
        Remedy::AssignElsewhere => {
            "请用 --to 写明料号、单位、厂商相同且未结的采购单项次".to_owned()
        }
        Remedy::AssignThatMuch => "请按此数量指定，或用 --replace 撤回先前的指定".to_owned(),
        Remedy::SayWhen => "请用 --recorded 写明实际时刻".to_owned(),
        Remedy::UseOtherDevice => "请在另一台设备上准入".to_owned(),
        Remedy::RecordAnew => "请由有权的人重新记录".to_owned(),
    }
}

/// What is typed to take back what rests on something.
fn undo_first(resting: &Resting, language: Language) -> String {
    let typed = match resting {
        Resting::Slip(_) => None,
        Resting::Joined(part) => Some(format!("receipt void {part}")),
        Resting::Verdict { card, fact } => Some(format!("verdict void {card} {fact}")),
        Resting::PutAway { card, fact } => Some(format!("putaway void {card} {fact}")),
        Resting::Return { card, note } => Some(format!("return void {card} {note}")),
    };
    match (typed, language) {
        (Some(typed), Language::English) => format!("take that back first with `{typed}`"),
        (Some(typed), Language::Chinese) => format!("请先用 {typed} 撤回"),
        (None, Language::English) => "a supervisor must reopen the count first".to_owned(),
        (None, Language::Chinese) => "须先由主管重开点数".to_owned(),
    }
}

fn list(lines: &[LineKey], between: &str) -> String {
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use sync_core::command::Refusal;
    use sync_core::ids::FactId;
    use sync_core::number::{CardNumber, ReceiptNumber};

    use super::*;

    fn check(refusal: &Refusal, english: &str, chinese: &str) {
        assert_eq!(refusal.told(Language::English, word), english);
        assert_eq!(refusal.told(Language::Chinese, word), chinese);
    }

    #[test]
    fn a_refusal_is_told_with_the_option_that_mends_it() {
        let card = CardNumber(FactId::new(7, 4));
        check(
            &Refusal::SayQuantityOnCard { card },
            &format!(
                "card {card} is not known here yet: state the quantity on it with --qty, or sync"
            ),
            &format!("本机还没有检验卡 {card}：请用 --qty 写明卡上的数量，或先同步"),
        );
        check(
            &Refusal::ReasonMissing { what: MustSayWhy::Reject },
            "a reject says why: give the defect's code with --reason, such as --reason C01",
            "判不合格须写明原因：请用 --reason 写明不良代码，如 --reason C01",
        );
    }

    #[test]
    fn a_sentence_that_has_its_colon_is_followed_by_a_semicolon() {
        let receipt = ReceiptNumber(FactId::new(7, 4));
        check(
            &Refusal::NoSuchLine { receipt, line: "9".to_owned(), lines: Vec::new() },
            &format!(
                "receipt {receipt} has no line 9: its lines are ; set other goods aside and call purchasing"
            ),
            &format!("点收单 {receipt} 没有项次 9：现有项次为 ；其他货物请另放并通知采购"),
        );
    }

    #[test]
    fn a_refusal_that_needs_nothing_says_no_more_than_that() {
        let receipt = ReceiptNumber(FactId::new(7, 4));
        check(
            &Refusal::CardsAgree { receipt },
            &format!("cards and counts of receipt {receipt} agree: there is nothing to confirm"),
            &format!("点收单 {receipt} 的检验卡与点数一致：无须确认"),
        );
    }
}
