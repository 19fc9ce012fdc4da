//! Texts of the nonconforming goods' keeper.

use sync_core::text::names;

use crate::messages::messages;

messages! {
    /// Texts of the nonconforming goods' keeper.
    Keeper;

    /// The keeper's list of rejected lots.
    Title => "不良品", "Nonconforming";
    /// How many lots wait.
    Waiting(count: usize) => format!("{count} 批待退"), format!("Lots to return: {count}");
    /// No lot waits.
    Nothing => "没有待退的批", "No lot to return";
    /// Below it.
    NothingHow => "判了不合格的批会出现在这里。", "Lots appear here once something of them is rejected.";
    /// What to scan, and what for.
    ScanRejected => "扫不合格批的检验卡", "Scan the card of a rejected lot";
    /// Below it.
    ScanRejectedHow => "收进不良品区，再开退货单", "Take it in, then raise the return note";
    /// Since how many hours a lot waits.
    SinceHours(hours: i64) => format!("已等 {hours} 小时"), format!("waits {hours} h");
    /// Since how many days a lot waits.
    SinceDays(days: i64) => format!("已等 {days} 天"), format!("waits {days} d");
    /// What of the lot may go back.
    ToReturn => "可退", "May go back";
    /// Nothing of it may go back.
    NothingToReturn => "这批没有可退的", "Nothing of this lot goes back";
    /// Only a part goes back with the next note.
    OnlyPart => "只退一部分", "Only a part";
    /// The part.
    PartOf(amount: String) => format!("这次 {amount}"), format!("This time {amount}");
    /// Label of the sheet that asks for a part.
    HowMuch => "这次退多少", "How much goes back";
    /// The vendor credits the goods.
    ForCredit => "退货扣款", "For credit";
    /// The vendor sends others.
    ForReplacement => "退货换货", "For replacement";
    /// A note was raised.
    Raised(number: String) => format!("已开退货单 {number}"), format!("Return note {number} raised");
    /// A note was withdrawn.
    Voided(number: String) => format!("退货单 {number} 已作废"), format!("Return note {number} voided");
    /// Withdraws a note.
    Void => "作废", "Void";
    /// Head of the notes.
    Notes => names::RETURN_NOTE.chinese, names::RETURN_NOTE.capital().english();
    /// A photo of the goods, or of the note that the driver signed.
    PhotoOfIt => "拍货或签了字的退货单", "Photo of the goods or the signed note";
    /// Whoever is signed in may not raise notes.
    NotKeeper => "由不良品保管员开退货单", "The nonconforming keeper raises the note";
}
