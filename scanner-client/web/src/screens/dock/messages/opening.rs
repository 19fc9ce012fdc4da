//! Texts of opening a delivery, and of what its papers say.

use sync_core::text::names;

use crate::messages::messages;

messages! {
    /// Texts of opening a delivery, and of what its papers say.
    Opening;

    /// The delivery note is asked for; a scan answers.
    ScanNote => "扫送货单号", "Scan the delivery note";
    /// The delivery note, and where the truck stands.
    NoteAt(note: String) => format!("送货单 {note}"), format!("Note {note}");
    /// There is none.
    NoNote => "没有送货单", "No delivery note";
    /// Where the truck stands.
    AtDock(dock: String) => format!("码头 {dock}"), format!("Dock {dock}");
    /// Nobody said where.
    NoDock => "未写码头", "dock not named";
    /// Changes them.
    Change => "改", "Change";
    /// Heading of the sheet.
    PapersOfDelivery => "送货单和码头", "Delivery note and dock";
    /// A field.
    Note => names::DELIVERY_NOTE.chinese, names::DELIVERY_NOTE.capital().english();
    /// A field.
    Dock => names::DOCK.chinese, names::DOCK.capital().english();
    /// A field: for container unloading.
    Container => "柜号", "Container";
    /// Saves the fields.
    Save => "保存", "Save";
    /// The fields were saved.
    Saved => "已改", "Changed";
    /// A delivery note was scanned.
    NoteTaken => "送货单已记", "Delivery note recorded";
    /// It was taken back.
    NoteTakenBack => "送货单已撤销", "Delivery note taken back";
    /// The receipt that was opened by mistake is withdrawn.
    OpeningTakenBack(number: String) => format!("点收单 {number} 已撤销"), format!("Receipt {number} withdrawn");
    /// No order has this number.
    NoSuchOrder(code: String) => format!("没有采购单 {code}"), format!("No order {code} here");
    /// What can be done all the same.
    WithoutOrder => "当无单货收下（暂存）", "Receive without order, on hold";
    /// Who brought them: a list, and the field that searches it.
    WhichVendor => "谁送来的？写几个字找", "Who brought them? Type to search";
    /// Which goods: a list, and the field that searches it.
    WhichItem => "哪个料号？写几个字找", "Which item? Type to search";
    /// Looks for an item by name.
    FindItem => "找料号", "Find item";
    /// The search found nothing.
    NoneFound => "没找到", "Nothing found";
    /// The number that stood on the papers of goods without an order.
    PapersSay(code: String) => format!("纸上写 {code}"), format!("The papers say {code}");
    /// Done: the next truck.
    NextScan => "扫下一张采购单", "Scan the next order";
    /// Another truck of the same order has come.
    Another => "同单又来一车", "Another delivery of this order";
    /// Cards say more than was counted.
    Exchange(count: usize) => format!("换卡（{count} 项）"), format!("Exchange cards, lines: {count}");
    /// They were exchanged.
    Exchanged => "已换卡：撕下旧卡，贴新卡", "Exchanged: take the old cards off, stick the new ones on";
    /// The reason that stands on the withdrawn card.
    CountedAfresh => "重点后数量变了", "counted afresh";
    /// What a line's cards say, and what was counted.
    CardsSay(carded: String, counted: String) => format!("卡上 {carded}，点了 {counted}"), format!("Cards say {carded}, counted {counted}");
    /// Cards that say more stand all the same.
    CardsStand => "卡照旧", "The cards stand";
    /// They stand.
    CardsStandDone => "卡照旧，已记", "Recorded: the cards stand";
    /// The slip does not say what was counted.
    SlipDiffers => "验收单和点数不同：重开", "The slip differs from the count: issue anew";
    /// Prints all cards.
    PrintAll(count: usize) => format!("打印全部 {count} 张"), format!("Print all {count}");
    /// The supplier's own lot number.
    LotNumber => "供应商批号", "Supplier's lot";
    /// The lot number, where one is known.
    LotIs(lot: String) => format!("供应商批号 {lot}"), format!("Supplier's lot {lot}");
    /// Opens what can be changed of a card.
    LotAndVoid => "批号、作废", "Lot, void";
    /// Withdraws the card, because of what the next words say.
    VoidCard => "作废这张卡", "Void this card";
    /// Why a card is withdrawn.
    CardDamaged => "卡坏了或丢了", "card damaged or lost";
    /// Why a card is withdrawn.
    CardWrong => "开错了", "issued by mistake";
    /// It is withdrawn.
    CardVoided(card: String) => format!("卡 {card} 已作废"), format!("Card {card} voided");
}
