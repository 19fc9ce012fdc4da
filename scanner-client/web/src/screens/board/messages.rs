//! Texts of the board.

use std::borrow::Cow;

use sync_core::fact::Kind;
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::text::{Say, names};
use sync_core::time::Span;

use crate::messages::messages;

/// Hours and minutes: `1:27`.
pub(crate) fn hours_minutes(span: Span) -> String {
    let minutes = span.abs().whole_minutes();
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// A day of the site, with its weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) chrono::NaiveDate);

impl Say for Date {
    fn chinese(&self) -> Cow<'static, str> {
        use chrono::Datelike as _;
        let day = ["一", "二", "三", "四", "五", "六", "日"];
        let weekday = day[self.0.weekday().num_days_from_monday() as usize];
        format!("{}月{}日 周{weekday}", self.0.month(), self.0.day()).into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.0.format("%a %-d %b").to_string().into()
    }
}

/// How long ago, as short as it can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ago(pub(crate) Span);

impl Say for Ago {
    fn chinese(&self) -> Cow<'static, str> {
        let seconds = self.0.0.max(0) / 1_000;
        match seconds {
            0..60 => format!("{seconds} 秒"),
            60..3_600 => format!("{} 分", seconds / 60),
            3_600..172_800 => format!("{} 时", hours_minutes(self.0)),
            _ => format!("{} 天", seconds / 86_400),
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        let seconds = self.0.0.max(0) / 1_000;
        match seconds {
            0..60 => format!("{seconds} s"),
            60..3_600 => format!("{} min", seconds / 60),
            3_600..172_800 => format!("{} h", hours_minutes(self.0)),
            _ => format!("{} d", seconds / 86_400),
        }
        .into()
    }
}

messages! {
    /// Texts of the board and its screens.
    Message;

    /// What the wall is about.
    Floor => "收货与检验", "receiving and inspection";
    Overdue => names::deadline_status(DeadlineStatus::Overdue).chinese, names::deadline_status(DeadlineStatus::Overdue).capital().english();
    /// Due within the hour.
    WithinHour => names::deadline_status(DeadlineStatus::DueSoon).chinese, names::deadline_status(DeadlineStatus::DueSoon).capital().english();
    InTime => names::deadline_status(DeadlineStatus::InTime).chinese, names::deadline_status(DeadlineStatus::InTime).capital().english();
    Longest(span: Span) => format!("最久 {}", hours_minutes(*span)), format!("longest {}", hours_minutes(*span));
    /// The next that falls due.
    Nearest(span: Span) => format!("最近 {}", hours_minutes(*span)), format!("next in {}", hours_minutes(*span));
    NoneOverdue => "没有逾期", "none";
    /// None is due within the hour.
    NoneSoon => "没有", "none";
    AllOpen(count: u32) => format!("待检共 {count}"), format!("{count} to inspect");
    Limit => "时限", "Limit";
    Goods => "物料", "Goods";
    Vendor => names::VENDOR.chinese, names::VENDOR.capital().english();
    DockHead => names::DOCK.chinese, names::DOCK.capital().english();
    /// The middle of the axis.
    Now => "现在", "now";
    /// Before a time that is over.
    Over => "超", "over";
    /// Before a time that is left.
    Left => "剩", "left";
    NextLots => "下一批", "Next lots";
    /// No lot is open.
    NothingWaits => "没有待检的批", "No lot waits";
    NothingWaitsThen => "点数签核后，批会出现在这里。", "A lot appears here when its count is signed.";
    ShowMore(count: usize) => format!("再看 {count} 批"), format!("{count} more");
    Fewer => "收起", "Fewer";
    Rest(count: u32) => format!("其余 {count} 批"), format!("{count} more");
    /// How the strip is ordered.
    ByDue => "按到期时刻", "by due time";
    ReceiptsToday => "今日点收", "Received today";
    Receipts => "单", "Rec.";
    Lots => "批", "Lots";
    Pieces => "件", "Pcs";
    /// The first hour drawn.
    Hour(hour: usize) => format!("{hour}时"), format!("{hour} h");
    Sum => "合计", "Total";
    /// No dock was said.
    NoDock => "未写码头", "No dock";
    /// Heading of the states.
    StatesHead => "批的状态", "Lots by state";
    /// The rate of today.
    RateToday => "今日及时率", "On time today";
    /// On time of all that count.
    OnTimeOf(on_time: u32, all: u32) => format!("{on_time}/{all} 批"), format!("{on_time} of {all} lots");
    /// All goods, fourteen days.
    AllGoods => "14 天", "14 days";
    /// Conflicts, and facts set aside.
    ConflictsAside(conflicts: usize, aside: usize) => format!("冲突 {conflicts} · 搁置 {aside}"), format!("Conflicts {conflicts} · set aside {aside}");
    OpenFor => "已开 时:分", "open h:mm";
    /// Nothing is to be settled.
    NoTrouble => "没有要裁决的", "Nothing to settle";
    Devices(count: usize) => format!("设备 {count}"), format!("Devices {count}");
    /// What stands under each.
    DevicesHow => "最后在线 · 未传 · 钟差超过 2 分钟才标出", "last seen · unsent · clock, if over 2 min off";
    /// The server has not said.
    DevicesUnknown => "服务器还没说过", "the server has not told yet";
    AndMore(count: usize) => format!("另有 {count} 台"), format!("{count} more");
    /// Never seen since the server started.
    NotSeen => "未见", "not seen";
    UnsentHere(count: u64) => format!("未传 {count}"), format!("unsent {count}");
    ClockOff(off: String) => format!("钟 {off}"), format!("clock {off}");
    Storage(percent: u8) => format!("存储 {percent}%"), format!("disk {percent}%");
    Live => "实时", "Live";
    Connecting => "在连接", "Connecting";
    AsOf(at: String) => format!("截至 {at}"), format!("as of {at}");
    /// What is not counted in.
    Missing(names: String, count: u64) => format!("未计入：{names} 离线，至少 {count} 条未传"), format!("Not counted: {names} away, at least {count} unsent");
    /// The server is gone.
    Gone(span: Span) => if span.whole_minutes() == 0 { "与服务器断开".to_owned() } else { format!("与服务器断开 {}", Ago(*span).chinese()) }, if span.whole_minutes() == 0 { "No server".to_owned() } else { format!("No server for {}", Ago(*span).english()) };
    /// Of when the data are.
    DataOf(at: String) => if at.is_empty() { "以下是这台设备存着的数据".to_owned() } else { format!("以下为 {at} 的数据") }, if at.is_empty() { "what this device holds".to_owned() } else { format!("data of {at}") };
    CutOff(span: String) => format!("断开 {span}"), format!("Cut off {span}");
    MayBeTooHigh => "倒计时照常走；这期间的判定看不到，逾期数可能偏高", "Countdowns go on; verdicts made since are not seen, so overdue may be too high";
    /// It is tried again.
    Retrying => "一直在重试", "retrying";
    /// The list of conflicts.
    Conflicts => names::CONFLICTS.chinese, names::CONFLICTS.capital().english();
    /// The list of what was set aside.
    AsideTitle => names::SET_ASIDE.chinese, names::SET_ASIDE.capital().english();
    OpenSince(span: String) => format!("{span} 未裁决"), format!("open {span}");
    /// Nobody knew of the others.
    NoneKnew => "各方说时互不知情；裁决也是一条记录，谁、何时都留着，哪一方都不会被删。", "Neither knew of the other. Settling is a fact too, with who and when; no side is deleted.";
    Who => "谁", "Who";
    Where => names::DEVICE.chinese, names::DEVICE.capital().english();
    When => "记录", "Recorded";
    /// Heading of the matrix.
    WhatEachSaw => "说时各自见过什么", "What each had seen";
    Seen => "见过", "seen";
    NotSeenYet => "那时没见过", "not seen then";
    Own => "自己", "own";
    Unproven => "无法证明", "not provable";
    /// Heading of the choices.
    Settle => "裁决，以及各自的后果", "Settle, and what follows";
    Settled => "已裁决", "Settled";
    /// It is gone already.
    SettledAlready => "这个冲突已经裁决，或还没到这台设备。", "This conflict is settled, or has not come to this device.";
    /// Sign in to settle.
    SignInFirst => "先登录再裁决", "Sign in to settle";
    TakeThis => "以此为准", "This holds";
    TrueCount => "实数", "True quantity";
    /// Set the true quantity.
    SetCount => "定为这个数", "Set this quantity";
    ConfirmCards => "卡不变", "The cards stand";
    Join => "是同一次送货，合并", "One delivery: join them";
    Distinct => "是两次送货", "Two deliveries";
    /// What rests on a withdrawal is withdrawn too.
    UndoWithdrawn => "后来的记录一并作废", "Void what came after, too";
    /// It stays as it is.
    LeaveAsIs => "照旧", "Leave it as it is";
    AcceptStale => "收下", "Accept";
    ReturnStale => "退回", "Return";
    AcceptCounted => "按点数时收下", "Accept as counted";
    /// Head of the order lines that can take the goods.
    AssignTo => "指定给采购单项次", "Assign to an order line";
    ThenAssign => "点一行，或扫采购单号；再定给多少。货归此项次，可放行。", "Tap a line, or scan an order; then say how much. The line gets the goods, and they can be released.";
    /// To give goods to an order line.
    Assign => "指定", "Assign";
    /// To which order line goods are to be given.
    AssignToLine(line: String) => format!("指定给 {line}"), format!("Assign to {line}");
    /// To which order line goods were given.
    AssignedTo(line: String) => format!("已指定给 {line}"), format!("Assigned to {line}");
    HowMuchOfIt => "多少", "How much";
    /// What is not given to an order line yet.
    LeftToAssign(left: String) => format!("还没指定 {left}"), format!("{left} to assign");
    /// All that can be given, given or not.
    ThereToAssign(total: String) => format!("可指定的共 {total}；可分几次，给几个项次。", ), format!("{total} in all; several lines may get a part each.");
    GivenSoFar => "已指定", "Assigned so far";
    NothingToAssign => "没有要指定的", "Nothing to assign";
    NothingToAssignThen => "这一项的货都有采购单项次了。", "All goods of this line stand on order lines.";
    SignInToAssign => "先登录再指定", "Sign in to assign";
    /// What is to come of a line, of what was ordered.
    LeftOf(left: String, ordered: String) => format!("未到 {left} / 共 {ordered}"), format!("{left} to come of {ordered}");
    MoreTake(count: usize) => format!("另有 {count} 行：扫采购单号"), format!("{count} more lines: scan the order");
    /// No line can take the goods.
    NoneTakes => "没有料号、单位、厂商都相同的未结项次。", "No open order line has this item, unit and vendor.";
    NotTaken(order: String) => format!("{order} 没有能接收的项次：料号、单位、厂商要相同，且未结。"), format!("{order} has no open line of this item, unit and vendor.");
    AllOrders => "看全部采购单", "All orders";
    /// Nothing in the list.
    NoConflicts => "没有冲突", "No conflicts";
    NoConflictsThen => "两台设备各自离线记的事对不上时，会列在这里。", "Where two devices recorded apart and differ, it stands here.";
    /// More facts are set aside than are shown.
    MoreAside(count: usize) => format!("再看 50 条（另有 {count} 条）"), format!("Show 50 more of {count}");
    /// Nothing is set aside.
    NoAside => "没有搁置的", "Nothing is set aside";
    NoAsideThen => "服务器不能合并的记录会留在这里，一条不丢。", "What the server cannot merge is kept here; nothing is lost.";
    ReadmitAll(reason: String, count: usize) => format!("{reason}：{count} 笔一起准入"), format!("Readmit all {count}: {reason}");
    Readmit => names::fact_kind(Kind::Readmitted).chinese, "Readmit";
    /// The closed list lets nobody let it in.
    NeverReadmitted => "不能准入：请由有权的人重新记录。", "Not let in by anybody: whoever may records it anew.";
    /// The device that recorded it does not let it in itself.
    ReadmitElsewhere => "请在另一台设备上准入。", "Readmit it from another device.";
    /// The instant that a readmitted fact counts as recorded at.
    ReadmitAt => "真实时刻", "True time";
    /// The fact was readmitted.
    ReadmitDone => "已准入", "Readmitted";
    Concession => "批特采", "Approve concession";
    Reopen => names::fact_kind(Kind::ReceiptReopened).chinese, "Reopen the count";
    ReopenThen => "停掉现在的时限；重签后重新起算，两段都留着。", "Stops the clock; a new signature starts another. Both stay to be seen.";
    Done => "已记录", "Recorded";
    Why => "为什么是这样", "Why it is so";
    AllFacts(count: usize) => format!("全部记录 {count}"), format!("All facts {count}");
    What => "什么", "What";
    Detail => "详情", "Detail";
    RecordedAt => "记录", "Recorded";
    NotHere(number: String) => format!("这台设备上没有 {number}"), format!("{number} is not on this device");
    NotHereThen => "请核对号码；更早的在办公页联网查。", "Check the number; older ones can be searched in the office, online.";
    Lanes => "谁在何时记录", "Who recorded when";
    /// The instant is in doubt.
    Doubtful => names::fact_kind(Kind::ClockDoubtful).chinese, "in doubt";
    /// A verdict came to the server long after its instant: both instants.
    ArrivedLate(at: String) => format!("{} {at}", names::ARRIVED_LATE.chinese), format!("{} {at}", names::ARRIVED_LATE.capital().english());
    OnTime(at: String) => format!("及时：记录 {at}"), format!("On time: recorded {at}");
    Late(at: String) => format!("逾期：记录 {at}"), format!("Late: recorded {at}");
    DueAt(at: String) => format!("到期 {at}"), format!("Due {at}");
    /// The clock has not started.
    NoClock => names::deadline_status(DeadlineStatus::NotStarted).chinese, names::deadline_status(DeadlineStatus::NotStarted).capital().english();
    /// Consequence of a pass.
    ThenPass => "合格数放行：可过账、上架。", "What passes is released: posted and put away.";
    /// Consequence of a rejection.
    ThenReject => "留在不良品区，可开退货单；不过账、不上架。", "Stays with nonconforming goods; a return can be raised. Not posted, not put away.";
    ThenSort => "逐件挑选后再判；时限不停。", "Sorted piece by piece, then judged; the clock runs on.";
    /// Consequence of a concession.
    ThenConcession => "按特采放行，验收单注明；只有主管能批。", "Released by concession, said on the slip; only a supervisor may.";
    /// Consequence of a field.
    ThenField => "写成这个值；另一个值留在历史里。", "This value is written; the other stays in the history.";
    /// Consequence of a count.
    ThenCount => "代替所有见过的点数；卡若不符会再标出。", "Replaces all counts seen; cards that differ are marked again.";
    /// Consequence of confirming cards.
    ThenCards => "差异留着可查；批不再挂起。", "The difference stays to be seen; lots are held no longer.";
    ThenJoin => "两单的点数合在一起算。", "Both counts are read as one.";
    ThenDistinct => "两单各算各的，不再问。", "Each counts alone; it is not asked again.";
    /// Consequence of withdrawing what rests on a withdrawal.
    ThenUndoWithdrawn => "判定、上架、退货和卡都作废；货要重新点收。", "Verdicts, putaways, returns and cards are voided; the goods are counted anew.";
    /// Consequence of leaving a withdrawal.
    ThenLeaveWithdrawn => "两边都留着，不再问；之后再有记录会重新列出。", "Both stay and are not asked about again; what comes later is listed anew.";
    /// Consequence of leaving a changed basis.
    ThenLeaveBasis => "货在哪里就在哪里，不再问；数量再变会重新列出。", "The goods stay where they are; other quantities are listed anew.";
    /// Signatures under a count.
    Signatures => names::SIGNATURE.chinese, "Signatures";
    /// Where goods of a lot went.
    Moved => "上架与退货", "Putaways and returns";
    /// Take it back.
    TakeBack => "撤回", "Take back";
    ThenAcceptStale => "货留下，可放行；超出的不付款。", "The goods stay and can be released; what exceeds is not paid.";
    ThenAcceptVendor => "货留下，按来货厂商判定。", "The goods stay, and are judged as those of who brought them.";
    ThenAssigned => "货归此采购单项次；剩下的由采购另行指定。", "This order line gets the goods; what is left waits for purchasing again.";
    ThenAcceptCounted => "货按点数时的料号、单位和厂商看待，可放行。ERP 再改时再问。", "The goods stay what they were counted as, and can be released. Asked again if the ERP changes again.";
    ThenReturnChanged => "货不放行，等品管判不合格后退回厂商。", "The goods are not released; QC rejects them, and they go back.";
    ThenReturnStale => "货不过账，退回厂商。", "The goods are not posted, and go back.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago_is_said_in_one_unit_that_fits() {
        for (seconds, chinese, english) in [
            (0, "0 秒", "0 s"),
            (59, "59 秒", "59 s"),
            (60, "1 分", "1 min"),
            (3_599, "59 分", "59 min"),
            (3_600, "1:00 时", "1:00 h"),
            (172_799, "47:59 时", "47:59 h"),
            (172_800, "2 天", "2 d"),
        ] {
            assert_eq!(Ago(Span::seconds(seconds)).chinese(), chinese);
            assert_eq!(Ago(Span::seconds(seconds)).english(), english);
        }
    }

    #[test]
    fn a_clock_that_runs_ahead_was_read_just_now() {
        assert_eq!(Ago(Span::seconds(-5)).english(), "0 s");
    }

    #[test]
    fn a_day_has_its_weekday_in_both_languages() {
        let sunday = chrono::NaiveDate::from_ymd_opt(2026, 11, 29).expect("a day");

        assert_eq!(Date(sunday).chinese(), "11月29日 周日");
        assert_eq!(Date(sunday).english(), "Sun 29 Nov");
    }
}
