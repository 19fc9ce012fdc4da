//! Texts of the office.

use sync_core::fact::Kind;
use sync_core::text::names;

use crate::messages::messages;

messages! {
    /// Texts of the office.
    Message;

    /// Nothing waits.
    NoWork => "没有待办", "Nothing to do";
    /// Then.
    NoWorkThen => "记录一到，待办就会列在这里。", "What the facts call for appears here.";
    /// What can be done with a row.
    Actions => "操作", "Actions";
    /// What it is about.
    About => "单据", "About";
    /// The line.
    Line => names::LINE.chinese, names::LINE.capital().english();
    /// The item.
    Item => names::ITEM.chinese, names::ITEM.capital().english();
    /// How much.
    Quantity => "数量", "Quantity";
    /// Until when.
    Due => "到期", "Due";
    /// The figure.
    Figure => "关键数", "Figure";
    /// More than the server takes at once.
    FileTooLarge => "文件超过 6 MB：分成几个再导入", "The file is over 6 MB: split it, and send the parts";
    /// It went away, or may not be read.
    FileUnreadable => "文件读不出来：重新选一次", "The file could not be read: choose it again";
    /// What is half filled in is given up.
    ChangeNothing => "不改了", "Change nothing";
    /// What to search.
    SearchHow => "单号、卡号、采购单、料号、厂商、品名", "Receipt, card, order, item, vendor or name";
    /// Hits on this device.
    Here(count: usize) => format!("这台设备上 {count}"), format!("On this device {count}");
    /// Hits at the server.
    AtServer(count: usize) => format!("服务器上另有 {count}"), format!("At the server {count} more");
    /// Nothing found.
    NothingFound => "没找到", "Nothing found";
    /// Then.
    NothingFoundThen => "核对号码；离线时只查这台设备上的。", "Check the number; offline only this device is searched.";
    /// The server is being asked.
    Asking => "在问服务器", "Asking the server";
    /// Only this device was searched.
    OnlyHere => "离线：只查了这台设备", "Offline: only this device was searched";
    /// People.
    People(count: usize) => format!("人员 {count}"), format!("People {count}");
    /// Devices.
    Devices(count: usize) => format!("设备 {count}"), format!("Devices {count}");
    /// A person's number.
    Number => "工号", "No.";
    /// A name.
    Name => "名称", "Name";
    /// Posts.
    Posts => names::POSTS.chinese, names::POSTS.capital().english();
    /// PIN.
    Pin => "PIN", "PIN";
    /// A PIN, while it is typed.
    NewPin => "新 PIN（可空）", "New PIN (may be empty)";
    /// A PIN is set.
    PinIsSet => "已设", "set";
    /// No PIN is set.
    NoPin => "未设", "not set";
    /// Add a person.
    AddPerson => "新人员", "New person";
    /// Change.
    Change => "改", "Change";
    /// Save.
    Save => "保存", "Save";
    /// Revoke.
    Revoke => "停用", "Revoke";
    /// Revoke for good?
    RevokeSure(name: String) => format!("停用 {name}？不能恢复。"), format!("Revoke {name}? This is final.");
    /// Revoked.
    Revoked(at: String) => format!("已停用 {at}"), format!("revoked {at}");
    /// Last seen.
    LastSeen => "最后在线", "Last seen";
    /// Never seen.
    NotSeen => "未见", "not seen";
    /// Facts here.
    FactsHere => "记录", "Facts";
    /// Enrol a device.
    EnrolTitle => "注册新设备", "Enrol a device";
    /// Make the code.
    MakeCode => "生成二维码", "Make the QR code";
    /// Until when.
    GoodUntil(at: String) => format!("一次有效，{at} 过期"), format!("good once, until {at}");
    /// How.
    EnrolHow(url: String) => format!("在新设备上打开 {url}，对准此码；扫不了就输入下面的代码。"), format!("Open {url} on the new device and scan this; or type the code below.");
    /// What holds for the site.
    Site => names::SITE.chinese, names::SITE.capital().english();
    /// Counting blind.
    BlindCount => names::BLIND_COUNT.chinese, names::BLIND_COUNT.capital().english();
    /// What that does.
    BlindCountHow => "点收员签核前看不到订购数。", "Whoever counts sees what was ordered only once they have signed.";
    /// A concession lifts the list.
    ConcessionLifts => "特采可以放行名单外的厂商", "A concession may lift the approved-vendor list";
    /// What that does.
    ConcessionLiftsHow => "关着时，非合格厂商的批一律不合格。", "While off, lots of vendors who are not on the list are rejected, whatever is said of them.";
    /// Import.
    Import => "导入", "Import";
    /// What the file states.
    ImportKind => "内容", "Contents";
    /// The file.
    File => "文件（CSV）", "File (CSV)";
    /// All or nothing.
    AllOrNothing => "有一行被拒就整个不收", "One refused row keeps the file out";
    /// Send.
    Send => "导入", "Import";
    /// The file is read here.
    ReadingFile => "正在读文件", "Reading the file";
    /// The server reads it.
    Sending(rows: usize) => format!("正在导入 {rows} 行"), format!("Importing {rows} rows");
    /// For how long.
    Seconds(seconds: i64) => format!("{seconds} 秒"), format!("{seconds} s");
    /// Rows.
    Rows(count: usize) => format!("{count} 行"), format!("{count} rows");
    /// The counts.
    Counts(new: usize, changed: usize, unchanged: usize, refused: usize, ended: usize) => format!("新 {new}　改 {changed}　同 {unchanged}　拒 {refused}　止 {ended}"), format!("new {new} · changed {changed} · same {unchanged} · refused {refused} · ended {ended}");
    /// The row of the file.
    Row => "行", "Row";
    /// What is wrong.
    Problem => "问题", "Problem";
    /// What to do.
    Remedy => "怎么办", "What to do";
    /// Where.
    Key => "在", "At";
    /// Vendors.
    KindVendors => names::VENDOR.chinese, "Vendors";
    /// Approved vendors.
    KindApproved => names::APPROVED_VENDORS.chinese, "Approved vendors";
    /// Items.
    KindItems => names::ITEM.chinese, "Items";
    /// Standards.
    KindStandards => names::fact_kind(Kind::StandardStated).chinese, "IE standards";
    /// Orders.
    KindOrders => names::ORDER.chinese, "Orders";
    /// Costs.
    KindCosts => names::COST.chinese, "Costs";
    /// The server must be reached.
    NeedsServer => "管理要联网：服务器没有应答。", "Administration needs the server: it does not answer.";
    /// The server says.
    ServerSays(detail: String) => format!("服务器不收：{detail}"), format!("The server says: {detail}");
    /// Not the administrator.
    NotYours => "管理只给管理员，在管理员的设备上", "Only an administrator, on an administrator's device";
    /// Say who.
    ConfirmPin => "输您的 PIN", "Enter your PIN";
    /// Why.
    ConfirmPinWhy => "服务器核对人和设备；10 分钟内有效。", "The server checks person and device; good for ten minutes.";
    /// Go on.
    GoOn => "继续", "Go on";
    /// Saved.
    Saved => "已保存", "Saved";
}
