//! The terminal's own sentences, in both languages; those of the rules are the core's.

use std::borrow::Cow;

use sync_core::text::Say;

/// Something that the terminal says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each says itself below")]
pub enum CliMessage {
    NotEnrolled,
    AlreadyEnrolled { device: u32, server: String },
    CodeRefused { detail: String },
    NotSignedIn,
    PersonRevoked,
    NeverSynced,
    TooMuch,
    Locked,
    WrongPin,
    WaitForPin { until: String },
    NoSuchPerson { person: String },
    SeveralPeople { person: String },
    NeedsServer,
    BadgeNeeded,
    NoGrant,
    PinAgain,
    NewPin,
    ChoosePin,
    PinOnceMore,
    PinsDiffer,
    NotOurServersGrant,
    NoPostHere { person: String },
    NoTerminal,
    Unreachable { server: String, why: String },
    NotInwards { server: String, what: String },
    Redirected { server: String, status: u16 },
    ServerSays { status: u16, detail: String },
    DeviceRevoked { detail: String },
    Erased { device: u32 },
    NoAddress { server: String },
    NoLink,
    OtherRoot { server: String },
    NotTrusted { server: String, why: Distrust },
    ContactFailed { why: String },
    Disconnected,
    Unknown { code: String },
    NotInAFile { what: &'static str },
    Stopped { line: usize },
    Enrolled { device: u32, site: String },
    SignedIn { name: String, until: String },
    SignedOut,
    Synced { sent: u64, received: u64 },
    SetAsideTold { count: usize },
    Clashing { count: usize },
    Copied { taken: u64, copied: usize },
    UnsentBeforeAnew { facts: u64, photos: usize },
    CacheRebuilt,
    TornTail { bytes: u64 },
    Unsent { count: u64 },
    Connected,
    Nothing,
    MoreSetAside { next: usize, total: usize },
}

/// Why a server's certificate is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each says itself below")]
pub enum Distrust {
    Root,
    Name,
    Time,
    Other(String),
}

impl Distrust {
    fn in_english(&self) -> String {
        match self {
            Self::Root => "its certificate rests on another root than this device trusts; enrol with the link that `inwards-server devices code` prints, or ask the administrator whether the server has a new root".to_owned(),
            Self::Name => "its certificate is for other names; use the address that `inwards-server status` shows".to_owned(),
            Self::Time => "its certificate is not valid at this time; look at this device's clock, then ask the administrator".to_owned(),
            Self::Other(why) => format!("its certificate cannot be used ({why}); ask the administrator"),
        }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::Root => "它的证书出自本机不信任的根证书；请用 `inwards-server devices code` 打印的链接注册，或问管理员服务器是否换了根证书".to_owned(),
            Self::Name => "它的证书用于别的名称；请用 `inwards-server status` 显示的地址".to_owned(),
            Self::Time => "它的证书此时无效；请检查本机时钟，再问管理员".to_owned(),
            Self::Other(why) => format!("它的证书不能用（{why}）；请问管理员"),
        }
    }
}

impl Say for CliMessage {
    fn chinese(&self) -> Cow<'static, str> {
        self.in_chinese().into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.in_english().into()
    }
}

impl CliMessage {
    #[allow(clippy::too_many_lines, reason = "a flat list of sentences")]
    fn in_english(&self) -> String {
        match self {
            Self::NotEnrolled => {
                "this folder is no device yet: run `inwards enrol` with a code from the administrator".to_owned()
            }
            Self::AlreadyEnrolled { device, server } => format!(
                "this folder is device {device} of {server} already: choose another folder for another device"
            ),
            Self::CodeRefused { detail } => {
                format!("the server did not take the code: {detail}")
            }
            Self::NotSignedIn => "nobody is signed in: run `inwards sign-in` first".to_owned(),
            Self::PersonRevoked => {
                "you may not work here any more: ask the administrator".to_owned()
            }
            Self::NeverSynced => {
                "nothing fetched from the server is here: run `inwards sync` once; what was recorded stays".to_owned()
            }
            Self::TooMuch => "this is more than one entry can hold: do it in parts".to_owned(),
            Self::Locked => {
                "another inwards is using this folder: try again when it is done".to_owned()
            }
            Self::WrongPin => "that PIN is wrong: try again".to_owned(),
            Self::WaitForPin { until } => {
                format!("too many wrong PINs: the next try is possible at {until}")
            }
            Self::NoSuchPerson { person } => format!(
                "nobody called “{person}” is known on this device: use the name or number as the administrator entered it, and sync if it is new"
            ),
            Self::SeveralPeople { person } => {
                format!("several people are called “{person}”: sign in with the number or the badge")
            }
            Self::NeedsServer => "this device cannot check that PIN without the server: sign in once with the network; until then a colleague can go on who has signed in here within 72 hours".to_owned(),
            Self::BadgeNeeded => "the badge is needed: scan it in place of the number".to_owned(),
            Self::NoGrant => "your sign-in on this device is over: run `inwards sign-in` with the network, or let a colleague go on who has signed in here lately".to_owned(),
            Self::PinAgain => "this needs your PIN of this moment: run `inwards sign-in` again, with the network".to_owned(),
            Self::NewPin => "The new PIN, at least 6 digits:".to_owned(),
            Self::ChoosePin => "An administrator knows this PIN. Take one of your own, at least 6 digits:".to_owned(),
            Self::PinOnceMore => "The same once more:".to_owned(),
            Self::PinsDiffer => "the two differ: nothing was changed".to_owned(),
            Self::NotOurServersGrant => "what the server granted is not signed by its key: nobody is signed in; tell the administrator".to_owned(),
            Self::NoPostHere { person } => format!(
                "{person} has no post that this device serves: use another device, or ask the administrator, then sync"
            ),
            Self::NoTerminal => {
                "there is no terminal to ask for the PIN: use --pin-stdin".to_owned()
            }
            Self::Unreachable { server, why } => format!(
                "{server} cannot be reached ({why}): everything recorded stays here, try again later"
            ),
            Self::NotInwards { server, what } => format!(
                "{server} answered something else than Inwards ({what}): everything recorded stays here; check the address and the network"
            ),
            Self::Redirected { server, status } => format!(
                "{server} sends us elsewhere (status {status}), as login pages of networks do: everything recorded stays here; check the network"
            ),
            Self::ServerSays { status, detail } => {
                format!("the server cannot do this (status {status}): {detail}")
            }
            Self::DeviceRevoked { detail } => {
                format!("the server does not speak with this device: {detail}")
            }
            Self::Erased { device } => format!(
                "device {device} was revoked: the server holds all that was recorded here, set aside for a supervisor, and everything in this folder was erased"
            ),
            Self::NoAddress { server } => format!(
                "“{server}” is no address of a server: it begins with https://, or with http:// on the server's own machine"
            ),
            Self::NoLink => {
                "this is no enrolment link: copy the whole link that `inwards-server devices code` prints, from https:// to its end, between quotes".to_owned()
            }
            Self::OtherRoot { server } => format!(
                "the root certificate that came from {server} is not the one that the link names: nothing was sent, and the code is not used up. Somebody may be in between, or the server has a new root: ask the administrator for a new link"
            ),
            Self::NotTrusted { server, why } => format!(
                "{server} is not believed, and nothing was sent: {}. Everything recorded stays here",
                why.in_english()
            ),
            Self::ContactFailed { why } => {
                format!("{why}; everything recorded stays here")
            }
            Self::Disconnected => {
                "there is no connection to the server: everything recorded stays here, try again later".to_owned()
            }
            Self::Unknown { code } => format!("nothing called “{code}” is known on this device"),
            Self::NotInAFile { what } => {
                format!("`{what}` cannot stand in a file of commands")
            }
            Self::Stopped { line } => format!("stopped at line {line}"),
            Self::Enrolled { device, site } => {
                format!("this folder is device {device} of {site} now; run `inwards sync` next")
            }
            Self::SignedIn { name, until } => format!("{name} is signed in until {until}"),
            Self::SignedOut => "nobody is signed in now".to_owned(),
            Self::Synced { sent, received } => format!("{sent} sent, {received} received"),
            Self::SetAsideTold { count } => format!(
                "{count} recorded here were set aside by the server; see `inwards set-aside list`"
            ),
            Self::Clashing { count } => format!(
                "{count} facts of other devices bear names that are taken here: tell the administrator, a device was copied"
            ),
            Self::Copied { taken, copied } => format!(
                "this device was copied: of what was sent now the server took {taken}; {copied} bear names that other \
                 facts have and were set aside (`inwards set-aside list`; a supervisor lets them in with \
                 `inwards set-aside readmit --all --reason name-taken`). Enrol this folder anew with a new code: \
                 `inwards enrol --anew --server URL --code CODE`"
            ),
            Self::UnsentBeforeAnew { facts, photos } => format!(
                "{facts} recorded here and {photos} photos are not sent yet: run `inwards sync` first, so that nothing is lost"
            ),
            Self::CacheRebuilt => {
                "what was fetched before could not be read and is gone; what was recorded here is complete: run `inwards sync`".to_owned()
            }
            Self::TornTail { bytes } => format!(
                "an interrupted write of {bytes} bytes was dropped; nothing in it had been confirmed"
            ),
            Self::Unsent { count } => format!("{count} recorded here, not yet sent"),
            Self::Connected => "connected".to_owned(),
            Self::Nothing => "nothing".to_owned(),
            Self::MoreSetAside { next, total } => {
                format!("{next} of {total}; go on with `set-aside list --from {next}`")
            }
        }
    }

    #[allow(clippy::too_many_lines, reason = "a flat list of sentences")]
    fn in_chinese(&self) -> String {
        match self {
            Self::NotEnrolled => {
                "此目录还不是设备：请用管理员给的注册码运行 `inwards enrol`".to_owned()
            }
            Self::AlreadyEnrolled { device, server } => {
                format!("此目录已是 {server} 的 {device} 号设备：另一台设备请用另一个目录")
            }
            Self::CodeRefused { detail } => format!("服务器不接受此注册码：{detail}"),
            Self::NotSignedIn => "无人登录：请先运行 `inwards sign-in`".to_owned(),
            Self::PersonRevoked => "您已不能在此操作：请找管理员".to_owned(),
            Self::NeverSynced => {
                "本机没有服务器的资料：请运行一次 `inwards sync`；已记录的都还在".to_owned()
            }
            Self::TooMuch => "一次录入放不下这么多：请分几次".to_owned(),
            Self::Locked => "另一个 inwards 正在使用此目录：请等它结束后再试".to_owned(),
            Self::WrongPin => "PIN 不对：请重试".to_owned(),
            Self::WaitForPin { until } => format!("PIN 错误次数过多：{until} 后可再试"),
            Self::NoSuchPerson { person } => {
                format!("此设备上没有“{person}”：请用管理员录入的姓名或编号；新录入的请先同步")
            }
            Self::SeveralPeople { person } => format!("有几个人叫“{person}”：请用编号或工牌登录"),
            Self::NeedsServer => "没有服务器，本机核对不了这个 PIN：请先联网登录一次；72 小时内在本机登录过的同事可以继续".to_owned(),
            Self::BadgeNeeded => "须扫工牌：请扫工牌代替编号".to_owned(),
            Self::NoGrant => "您在本机的登录已到期：请联网运行 `inwards sign-in`，或请近日在本机登录过的同事继续".to_owned(),
            Self::PinAgain => "此操作须当场输入 PIN：请联网再运行 `inwards sign-in`".to_owned(),
            Self::NewPin => "新 PIN（至少 6 位数字）：".to_owned(),
            Self::ChoosePin => "这是管理员设的初始 PIN，请改成自己的（至少 6 位数字）：".to_owned(),
            Self::PinOnceMore => "再输一次：".to_owned(),
            Self::PinsDiffer => "两次输入不同：未作更改".to_owned(),
            Self::NotOurServersGrant => "服务器的许可签名不符：未登录，请告诉管理员".to_owned(),
            Self::NoPostHere { person } => {
                format!("{person} 的岗位不能在此设备上操作：请换一台设备，或请管理员调整后再同步")
            }
            Self::NoTerminal => "没有终端可输入 PIN：请用 --pin-stdin".to_owned(),
            Self::Unreachable { server, why } => {
                format!("连不上 {server}（{why}）：已记录的都保存在本机，请稍后再试")
            }
            Self::NotInwards { server, what } => {
                format!(
                    "{server} 的回答不是 Inwards 的（{what}）：已记录的都保存在本机；请检查地址和网络"
                )
            }
            Self::Redirected { server, status } => format!(
                "{server} 把我们转到别处（状态 {status}），像网络登录页那样：已记录的都保存在本机；请检查网络"
            ),
            Self::ServerSays { status, detail } => {
                format!("服务器无法完成（状态 {status}）：{detail}")
            }
            Self::DeviceRevoked { detail } => format!("服务器拒绝此设备：{detail}"),
            Self::Erased { device } => format!(
                "设备 {device} 已停用：此处的记录已全部存于服务器，搁置待主管处理；本文件夹的数据已清除"
            ),
            Self::NoAddress { server } => {
                format!("“{server}”不是服务器地址：应以 https:// 开头；仅在服务器本机可用 http://")
            }
            Self::NoLink => {
                "这不是注册链接：请复制 `inwards-server devices code` 打印的整个链接，从 https:// 到末尾，加引号".to_owned()
            }
            Self::OtherRoot { server } => format!(
                "{server} 给的根证书与链接所指的不同：什么都没有发送，注册码没有用掉。可能有人在中间，或服务器换了根证书：请管理员给新的链接"
            ),
            Self::NotTrusted { server, why } => format!(
                "不信任 {server}，什么都没有发送：{}。已记录的都保存在本机",
                why.in_chinese()
            ),
            Self::ContactFailed { why } => {
                format!("与服务器的联系失败（{why}）：已记录的都保存在本机")
            }
            Self::Disconnected => "与服务器没有连接：已记录的都保存在本机，请稍后再试".to_owned(),
            Self::Unknown { code } => format!("此设备上没有“{code}”"),
            Self::NotInAFile { what } => format!("命令文件里不能用 `{what}`"),
            Self::Stopped { line } => format!("停在第 {line} 行"),
            Self::Enrolled { device, site } => {
                format!("此目录现在是 {site} 的 {device} 号设备；接着运行 `inwards sync`")
            }
            Self::SignedIn { name, until } => format!("{name} 已登录，至 {until}"),
            Self::SignedOut => "现在无人登录".to_owned(),
            Self::Synced { sent, received } => format!("已传 {sent} 条，收到 {received} 条"),
            Self::SetAsideTold { count } => {
                format!("本机有 {count} 条被服务器搁置；见 `inwards set-aside list`")
            }
            Self::Clashing { count } => {
                format!("有 {count} 条记录与本机重名：设备被复制过，请告诉管理员")
            }
            Self::Copied { taken, copied } => copied_in_chinese(*taken, *copied),
            Self::UnsentBeforeAnew { facts, photos } => format!(
                "本机还有 {facts} 条记录、{photos} 张照片未传：请先运行 `inwards sync`，以免丢失"
            ),
            Self::CacheRebuilt => {
                "以前取得的数据读不出，已清除；本机记录的完好：请运行 `inwards sync`".to_owned()
            }
            Self::TornTail { bytes } => {
                format!("丢弃了一次中断写入的 {bytes} 字节；其中没有已确认的内容")
            }
            Self::Unsent { count } => format!("本机 {count} 条未传"),
            Self::Connected => "已连接".to_owned(),
            Self::Nothing => "无".to_owned(),
            Self::MoreSetAside { next, total } => {
                format!("共 {total} 条，已列到第 {next} 条；继续请用 `set-aside list --from {next}`")
            }
        }
    }
}

fn copied_in_chinese(taken: u64, copied: usize) -> String {
    format!(
        "本机被复制过：这次传送的，服务器采用 {taken} 条；{copied} 条与其他记录重名，已搁置\
         （`inwards set-aside list`；主管可用 `inwards set-aside readmit --all --reason name-taken` 准入）。\
         请用新的注册码重新注册本目录：`inwards enrol --anew --server URL --code CODE`"
    )
}
