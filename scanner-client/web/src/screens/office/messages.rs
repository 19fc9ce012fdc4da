//! Texts of the office.

use sync_core::fact::Kind;
use sync_core::text::names;

use crate::messages::messages;

messages! {
    /// Texts of the office.
    Message;

    /// Where no post of the person has work.
    NoWork => "没有待办", "Nothing to do";
    /// Below it: when there will be some.
    NoWorkThen => "记录一到，待办就会列在这里。", "What the facts call for appears here.";
    /// What can be done with a row.
    Actions => "操作", "Actions";
    /// Head of a column: the paper, order line or conflict that a row of work is about.
    About => "单据", "About";
    /// Head of a column: the line that a row of work is about.
    Line => names::LINE.chinese, names::LINE.capital().english();
    /// Head of a column: the item that a row of work is about.
    Item => names::ITEM.chinese, names::ITEM.capital().english();
    /// Head of a column: how much of the item it is about, with the unit.
    Quantity => "数量", "Quantity";
    /// Head of a column: the instant by which the work should be done.
    Due => "到期", "Due";
    /// Head of a column: the figure that matters, such as a deviation or a sum of money.
    Figure => "关键数", "Figure";
    /// More than the server takes at once.
    FileTooLarge => "文件超过 6 MB：分成几个再导入", "The file is over 6 MB: split it, and send the parts";
    /// It went away, or may not be read.
    FileUnreadable => "文件读不出来：重新选一次", "The file could not be read: choose it again";
    /// What is half filled in is given up.
    ChangeNothing => "不改了", "Change nothing";
    /// Label of the search field: what its words may be.
    SearchHow => "单号、卡号、采购单、料号、厂商、品名", "Receipt, card, order, item, vendor or name";
    /// Hits on this device.
    Here(count: usize) => format!("这台设备上 {count}"), format!("On this device {count}");
    /// Hits at the server.
    AtServer(count: usize) => format!("服务器上另有 {count}"), format!("At the server {count} more");
    /// Where neither this device nor the server has a hit.
    NothingFound => "没找到", "Nothing found";
    /// Below it: what to try.
    NothingFoundThen => "核对号码；离线时只查这台设备上的。", "Check the number; offline only this device is searched.";
    /// The server is being asked.
    Asking => "在问服务器", "Asking the server";
    /// Only this device was searched.
    OnlyHere => "离线：只查了这台设备", "Offline: only this device was searched";
    /// Head of the list of people, with their number.
    People(count: usize) => format!("人员 {count}"), format!("People {count}");
    /// Head of the list of devices, with their number.
    Devices(count: usize) => format!("设备 {count}"), format!("Devices {count}");
    /// Head of a column: the number of a person or device.
    Number => "工号", "No.";
    /// Head of a column, and label of a field: the name of a person or device.
    Name => "名称", "Name";
    /// Head of a column: the posts of a person or device.
    Posts => names::POSTS.chinese, names::POSTS.capital().english();
    /// Head of a column: whether a person has a PIN.
    Pin => "PIN", "PIN";
    /// A PIN, while it is typed.
    NewPin => "新 PIN（可空）", "New PIN (may be empty)";
    /// A PIN is set.
    PinIsSet => "已设", "set";
    /// No PIN is set.
    NoPin => "未设", "not set";
    /// Head of the form while it adds somebody.
    AddPerson => "新人员", "New person";
    /// Button beside a person, and head of the form while it changes them.
    Change => "改", "Change";
    /// Button that sends a new person, or what was changed about one.
    Save => "保存", "Save";
    /// Button beside a person or device.
    Revoke => "停用", "Revoke";
    /// Asked before somebody or something is revoked for good.
    RevokeSure(name: String) => format!("停用 {name}？不能恢复。"), format!("Revoke {name}? This is final.");
    /// In the place of the buttons: since when a person or device is revoked.
    Revoked(at: String) => format!("已停用 {at}"), format!("revoked {at}");
    /// Head of a column: when a device last spoke to the server.
    LastSeen => "最后在线", "Last seen";
    /// In that column: not since the server started.
    NotSeen => "未见", "not seen";
    /// Head of a column: how many facts of a device the server holds.
    FactsHere => "记录", "Facts";
    /// Head of the form that makes an enrolment code.
    EnrolTitle => "注册新设备", "Enrol a device";
    /// Button that makes an enrolment code.
    MakeCode => "生成二维码", "Make the QR code";
    /// Beside a code that was made: when it expires.
    GoodUntil(at: String) => format!("一次有效，{at} 过期"), format!("good once, until {at}");
    /// Beside the QR code: what to do with it on the new device.
    EnrolHow(url: String) => format!("在新设备上打开 {url}，对准此码；扫不了就输入下面的代码。"), format!("Open {url} on the new device and scan this; or type the code below.");
    /// Head of the list of codes that nobody used yet.
    Codes(count: usize) => format!("未用的注册码（{count}）"), format!("Unused codes ({count})");
    /// Button beside such a code.
    CancelCode => "收回", "Take back";
    /// Button that ends the administration before its ten minutes are over.
    GetUp => "结束管理", "Finish administration";
    /// What holds for the site.
    Site => names::SITE.chinese, names::SITE.capital().english();
    /// A setting of the site: whether counts are blind.
    BlindCount => names::BLIND_COUNT.chinese, names::BLIND_COUNT.capital().english();
    /// Below it: what counting blind does.
    BlindCountHow => "点收员签核前看不到订购数。", "Whoever counts sees what was ordered only once they have signed.";
    /// A concession lifts the list.
    ConcessionLifts => "特采可以放行名单外的厂商", "A concession may lift the approved-vendor list";
    /// Below it: what holds while concessions do not lift the list.
    ConcessionLiftsHow => "关着时，非合格厂商的批一律不合格。", "While off, lots of vendors who are not on the list are rejected, whatever is said of them.";
    /// Head of the form that imports a file of the ERP.
    Import => "导入", "Import";
    /// What the file states.
    ImportKind => "内容", "Contents";
    /// Label of the field in which a file is chosen.
    File => "文件（CSV）", "File (CSV)";
    /// A box to tick: whether one refused row keeps all others out.
    AllOrNothing => "有一行被拒就整个不收", "One refused row keeps the file out";
    /// Button that sends the chosen file.
    Send => "导入", "Import";
    /// The file is read here.
    ReadingFile => "正在读文件", "Reading the file";
    /// The server reads it.
    Sending(rows: usize) => format!("正在导入 {rows} 行"), format!("Importing {rows} rows");
    /// Beside a file that is being imported: for how long it has been.
    Seconds(seconds: i64) => format!("{seconds} 秒"), format!("{seconds} s");
    /// Head of a report: how many rows the file had.
    Rows(count: usize) => format!("{count} 行"), format!("{count} rows");
    /// Beside it: what became of the rows.
    Counts(new: usize, changed: usize, unchanged: usize, refused: usize, ended: usize) => format!("新 {new}　改 {changed}　同 {unchanged}　拒 {refused}　止 {ended}"), format!("new {new} · changed {changed} · same {unchanged} · refused {refused} · ended {ended}");
    /// Behind the counts: the encoding in which the file was read, such as GB18030.
    ReadAs(encoding: String) => format!("按 {encoding} 读取"), format!("read as {encoding}");
    /// Asked before a list is written that ends many approvals.
    EndsMany(ended: usize, of: usize) => format!("{of} 家合格厂商中有 {ended} 家将终止"), format!("This list ends {ended} of {of} approved vendors");
    /// Below that question: how it usually comes about.
    EndsManyWhy => "还没有写入。只导出一部分名单，其余厂商就会全部终止。", "Nothing is written yet. A list that was exported in part ends all the others.";
    /// Button: the list is the whole one, and they end.
    EndThem(ended: usize) => format!("终止 {ended} 家"), format!("End {ended}");
    /// The row of the file.
    Row => "行", "Row";
    /// Head of a column: why a row was refused.
    Problem => "问题", "Problem";
    /// Head of a column: what to do about a refused row.
    Remedy => "怎么办", "What to do";
    /// Head of a column: what a refused row is about, such as an order's number.
    Key => "在", "At";
    /// A choice of contents: vendors.
    KindVendors => names::VENDOR.chinese, "Vendors";
    /// A choice of contents: the approved-vendor list.
    KindApproved => names::APPROVED_VENDORS.chinese, "Approved vendors";
    /// A choice of contents: items.
    KindItems => names::ITEM.chinese, "Items";
    /// A choice of contents: IE's standards.
    KindStandards => names::fact_kind(Kind::StandardStated).chinese, "IE standards";
    /// A choice of contents: purchase orders.
    KindOrders => names::ORDER.chinese, "Orders";
    /// A choice of contents: costs of material.
    KindCosts => names::COST.chinese, "Costs";
    /// The server must be reached.
    NeedsServer => "管理要联网：服务器没有应答。", "Administration needs the server: it does not answer.";
    /// The server refused, in its own words.
    ServerSays(detail: String) => format!("服务器不收：{detail}"), format!("The server says: {detail}");
    /// For those who may not administer, or not on this device.
    NotYours => "管理只给管理员，在管理员的设备上", "Only an administrator, on an administrator's device";
    /// Head of the form that begins ten minutes of administration.
    ConfirmPin => "输您的 PIN", "Enter your PIN";
    /// Below it: why a PIN is asked for again.
    ConfirmPinWhy => "服务器核对人和设备；10 分钟内有效。", "The server checks person and device; good for ten minutes.";
    /// Button that sends the PIN.
    GoOn => "继续", "Go on";
    /// Told once the server has taken a change.
    Saved => "已保存", "Saved";
}
