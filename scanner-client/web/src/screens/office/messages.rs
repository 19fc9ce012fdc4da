//! Texts of the office.

use sync_core::fact::Kind;
use sync_core::text::names;

use crate::messages::messages;

messages! {
    /// Texts of the office.
    Message;

    NoWork => "没有待办", "Nothing to do";
    NoWorkThen => "记录一到，待办就会列在这里。", "What the facts call for appears here.";
    /// What can be done with a row.
    Actions => "操作", "Actions";
    About => "单据", "About";
    Line => names::LINE.chinese, names::LINE.capital().english();
    Item => names::ITEM.chinese, names::ITEM.capital().english();
    Quantity => "数量", "Quantity";
    Due => "到期", "Due";
    Figure => "关键数", "Figure";
    /// More than the server takes at once.
    FileTooLarge => "文件超过 6 MB：分成几个再导入", "The file is over 6 MB: split it, and send the parts";
    /// It went away, or may not be read.
    FileUnreadable => "文件读不出来：重新选一次", "The file could not be read: choose it again";
    /// What is half filled in is given up.
    ChangeNothing => "不改了", "Change nothing";
    SearchHow => "单号、卡号、采购单、料号、厂商、品名", "Receipt, card, order, item, vendor or name";
    /// Hits on this device.
    Here(count: usize) => format!("这台设备上 {count}"), format!("On this device {count}");
    /// Hits at the server.
    AtServer(count: usize) => format!("服务器上另有 {count}"), format!("At the server {count} more");
    NothingFound => "没找到", "Nothing found";
    NothingFoundThen => "核对号码；离线时只查这台设备上的。", "Check the number; offline only this device is searched.";
    /// The server is being asked.
    Asking => "在问服务器", "Asking the server";
    /// Only this device was searched.
    OnlyHere => "离线：只查了这台设备", "Offline: only this device was searched";
    People(count: usize) => format!("人员 {count}"), format!("People {count}");
    Devices(count: usize) => format!("设备 {count}"), format!("Devices {count}");
    Number => "工号", "No.";
    Name => "名称", "Name";
    Posts => names::POSTS.chinese, names::POSTS.capital().english();
    Pin => "PIN", "PIN";
    /// A PIN, while it is typed.
    NewPin => "新 PIN（可空）", "New PIN (may be empty)";
    /// A PIN is set.
    PinIsSet => "已设", "set";
    /// No PIN is set.
    NoPin => "未设", "not set";
    AddPerson => "新人员", "New person";
    Change => "改", "Change";
    Save => "保存", "Save";
    Revoke => "停用", "Revoke";
    RevokeSure(name: String) => format!("停用 {name}？不能恢复。"), format!("Revoke {name}? This is final.");
    Revoked(at: String) => format!("已停用 {at}"), format!("revoked {at}");
    LastSeen => "最后在线", "Last seen";
    NotSeen => "未见", "not seen";
    FactsHere => "记录", "Facts";
    EnrolTitle => "注册新设备", "Enrol a device";
    MakeCode => "生成二维码", "Make the QR code";
    GoodUntil(at: String) => format!("一次有效，{at} 过期"), format!("good once, until {at}");
    EnrolHow(url: String) => format!("在新设备上打开 {url}，对准此码；扫不了就输入下面的代码。"), format!("Open {url} on the new device and scan this; or type the code below.");
    /// What holds for the site.
    Site => names::SITE.chinese, names::SITE.capital().english();
    BlindCount => names::BLIND_COUNT.chinese, names::BLIND_COUNT.capital().english();
    BlindCountHow => "点收员签核前看不到订购数。", "Whoever counts sees what was ordered only once they have signed.";
    /// A concession lifts the list.
    ConcessionLifts => "特采可以放行名单外的厂商", "A concession may lift the approved-vendor list";
    ConcessionLiftsHow => "关着时，非合格厂商的批一律不合格。", "While off, lots of vendors who are not on the list are rejected, whatever is said of them.";
    Import => "导入", "Import";
    /// What the file states.
    ImportKind => "内容", "Contents";
    File => "文件（CSV）", "File (CSV)";
    AllOrNothing => "有一行被拒就整个不收", "One refused row keeps the file out";
    Send => "导入", "Import";
    /// The file is read here.
    ReadingFile => "正在读文件", "Reading the file";
    /// The server reads it.
    Sending(rows: usize) => format!("正在导入 {rows} 行"), format!("Importing {rows} rows");
    Seconds(seconds: i64) => format!("{seconds} 秒"), format!("{seconds} s");
    Rows(count: usize) => format!("{count} 行"), format!("{count} rows");
    Counts(new: usize, changed: usize, unchanged: usize, refused: usize, ended: usize) => format!("新 {new}　改 {changed}　同 {unchanged}　拒 {refused}　止 {ended}"), format!("new {new} · changed {changed} · same {unchanged} · refused {refused} · ended {ended}");
    /// The row of the file.
    Row => "行", "Row";
    Problem => "问题", "Problem";
    Remedy => "怎么办", "What to do";
    Key => "在", "At";
    KindVendors => names::VENDOR.chinese, "Vendors";
    KindApproved => names::APPROVED_VENDORS.chinese, "Approved vendors";
    KindItems => names::ITEM.chinese, "Items";
    KindStandards => names::fact_kind(Kind::StandardStated).chinese, "IE standards";
    KindOrders => names::ORDER.chinese, "Orders";
    KindCosts => names::COST.chinese, "Costs";
    /// The server must be reached.
    NeedsServer => "管理要联网：服务器没有应答。", "Administration needs the server: it does not answer.";
    ServerSays(detail: String) => format!("服务器不收：{detail}"), format!("The server says: {detail}");
    NotYours => "管理只给管理员，在管理员的设备上", "Only an administrator, on an administrator's device";
    ConfirmPin => "输您的 PIN", "Enter your PIN";
    ConfirmPinWhy => "服务器核对人和设备；10 分钟内有效。", "The server checks person and device; good for ten minutes.";
    GoOn => "继续", "Go on";
    Saved => "已保存", "Saved";
}
