//! Texts in both languages: an enum for each section, an exhaustive match for each language.

use std::borrow::Cow;
use std::cell::Cell;

use leptos::prelude::*;
use sync_core::text::{Language, Say, names};
use sync_core::view::WorkKind;

/// An enum of texts from a list: what each is about, and what it says in Chinese and in English.
macro_rules! messages {
    (
        $(#[doc = $about:literal])* $Message:ident;
        $($(#[doc = $doc:literal])* $name:ident $( ( $($binding:ident : $kind:ty),+ ) )? => $chinese:expr, $english:expr;)*
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(clippy::enum_variant_names, reason = "a text is named by what it says")]
        pub(crate) enum $Message {
            $($(#[doc = $doc])* $name $( ( $($kind),+ ) )?,)*
        }

        impl sync_core::text::Say for $Message {
            #[allow(clippy::too_many_lines, reason = "one text for each case, and nothing else")]
            fn chinese(&self) -> std::borrow::Cow<'static, str> {
                match self { $(Self::$name $( ( $($binding),+ ) )? => $chinese.into(),)* }
            }

            #[allow(clippy::too_many_lines, reason = "one text for each case, and nothing else")]
            fn english(&self) -> std::borrow::Cow<'static, str> {
                match self { $(Self::$name $( ( $($binding),+ ) )? => $english.into(),)* }
            }
        }

        #[cfg(test)]
        #[test]
        fn every_text_says_something_in_both_languages() {
            use $crate::messages::tests::{Sample as _, check};
            for number in [1, 2] {
                $(check(&$Message::$name $( ( $(<$kind>::sample(number)),+ ) )?);)*
            }
        }
    };
}

pub(crate) use messages;

thread_local! {
    static LANGUAGE: Cell<Option<RwSignal<Language>>> = const { Cell::new(None) };
}

/// Speaks a language from now on, and whichever the answer is set to later.
pub(crate) fn begin_in(first: Language) -> RwSignal<Language> {
    let language = RwSignal::new(first);
    LANGUAGE.set(Some(language));
    language
}

/// A text that follows the language, for views.
pub(crate) fn say(word: impl Say + Send + Sync + 'static) -> Signal<String> {
    let language = LANGUAGE.get().expect("the app starts before its screens");
    Signal::derive(move || word.say(language.get()).into_owned())
}

/// Texts that every section uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    Inwards,
    Back,
    Undo,
    Close,
    /// The server is not reached.
    Offline,
    /// So many facts are not sent.
    Unsent(u64),
    /// They are being sent.
    Sending,
    Left(u64),
    /// The server is reached and everything is read.
    Online,
    AllSent,
    /// The log is being read.
    Fetching,
    /// The server refused this device.
    DeviceRefused,
    SwitchPerson,
    /// The database could not be opened.
    Broken,
    BrokenHow,
    /// The database is being read.
    Opening,
    /// A new version waits.
    NewVersion,
    Take,
    /// The browser may throw the data away.
    NotPersisted,
    /// The device is full.
    Full,
    /// Another tab is of an older version.
    OtherTab,
    /// Something else was wrong with the database.
    StoreTrouble(String),
    /// Nothing was stored, for a reason that follows.
    NotRecorded,
    /// Scans wait while a sheet is open.
    ScansWait(usize),
    /// What the field for scans is called, for who cannot see that there is none.
    ScansComeHere,
    Settings,
    Dock,
    Inspect,
    Board,
    Office,
    SignIn,
    WhoIsIt,
    EnterPin(String),
    /// The PIN is another one.
    WrongPin,
    WaitForPin(String),
    /// Only the server can sign this person in here.
    NeedsServer,
    /// The badge is needed beside the PIN.
    BadgeNeeded,
    /// An administrator knows the PIN: its owner takes another.
    ChoosePin,
    /// The new PIN is typed a second time.
    PinOnceMore,
    /// The two differ.
    PinsDiffer,
    /// Another PIN from now on.
    NewPin,
    /// None of the person's posts is a post of this device.
    NoPostHere,
    /// The person was revoked.
    PersonRevoked,
    /// No person of this number or name is known here.
    NoSuchPerson,
    /// Several people have this name.
    SeveralPeople,
    NobodyYet,
    NobodyYetHow,
    /// Locked after quiet; so many are not sent.
    Locked(u64),
    SomebodyElse,
    Clear,
    /// The last digit away.
    Backspace,
    /// So many digits are typed.
    DigitsTyped(usize),
    EnrolTitle,
    EnrolHow,
    EnrolCode,
    EnrolGo,
    EnrolGoing,
    /// The server does not answer.
    ServerAway,
    ServerSays(String),
    /// The browser is too old, or the connection is not secure.
    NoKey,
    OpenByHttps,
    OpenByHttpsHow,
    LanguageName,
    Look,
    Light,
    Dark,
    Sun,
    AsDevice,
    Gloves,
    On,
    Off,
    ThisDevice,
    NothingHere,
    /// Hold the trigger again.
    ScanBroken,
    /// This browser was that device, and the browser has deleted its data.
    LostDevice(String),
    /// The server revoked this device, and had it erased.
    ErasedDevice(String),
    ErasedHow,
    /// Nothing was unsent then.
    LostNothing,
    /// So many facts were only here.
    LostUnsent(u64),
    /// The scanner presses keys of another layout, and both readings are possible.
    LayoutDiffers,
    LayoutDiffersHow,
    /// Nothing for this post.
    NoSection,
}

impl Say for Message {
    #[allow(clippy::too_many_lines, reason = "one text for each case, and nothing else")]
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Inwards => "收检".into(),
            Self::Back => "返回".into(),
            Self::Undo => "撤销".into(),
            Self::Close => "关闭".into(),
            Self::Offline => "离线".into(),
            Self::Unsent(count) => format!("未传 {count}").into(),
            Self::Sending => "在传".into(),
            Self::Left(count) => format!("还有 {count}").into(),
            Self::Online => "在线".into(),
            Self::AllSent => "都已传".into(),
            Self::Fetching => "在取数".into(),
            Self::DeviceRefused => "设备停用".into(),
            Self::SwitchPerson => "换人".into(),
            Self::Broken => "数据打不开".into(),
            Self::BrokenHow => "关掉其他收检页面，再打开一次。已存的没有丢。".into(),
            Self::Opening => "正在打开".into(),
            Self::NewVersion => "有新版本".into(),
            Self::Take => "更新".into(),
            Self::NotPersisted => "浏览器没答应长期保存：请安装到桌面，别清数据。".into(),
            Self::Full => "设备存满了：请删照片或别的应用，再做一次。".into(),
            Self::OtherTab => "另一个页面是旧版本：请关掉它。".into(),
            Self::StoreTrouble(why) => format!("没能存下：{why}").into(),
            Self::NotRecorded => "没记".into(),
            Self::ScansWait(count) => format!("又扫了 {count} 次，在排队，不会丢。").into(),
            Self::ScansComeHere => "扫码".into(),
            Self::Settings => "设置".into(),
            Self::Dock => "点收".into(),
            Self::Inspect => names::work(WorkKind::Inspect).chinese.into(),
            Self::Board => "看板".into(),
            Self::Office => "办公".into(),
            Self::SignIn => "登录".into(),
            Self::WhoIsIt => "扫工牌，或点名字".into(),
            Self::EnterPin(name) => format!("{name}，输 PIN").into(),
            Self::WrongPin => "PIN 不对，再输一次".into(),
            Self::WaitForPin(until) => format!("错太多次：{until} 以后再输").into(),
            Self::NeedsServer => "没网时这里核对不了：先联网登录一次；近日在这台登录过的同事可以接着做".into(),
            Self::BadgeNeeded => "请先扫工牌，再输 PIN".into(),
            Self::ChoosePin => "这是管理员设的 PIN：换成自己的，至少 6 位".into(),
            Self::PinOnceMore => "再输一次新 PIN".into(),
            Self::PinsDiffer => "两次不一样：再来".into(),
            Self::NewPin => "改 PIN".into(),
            Self::NoPostHere => "这个人的岗位不能用这台设备：换一台，或找管理员".into(),
            Self::PersonRevoked => "这个人已不能在这里操作：请找管理员".into(),
            Self::NoSuchPerson => "这里不认识这个人：新注册的，连上服务器再试".into(),
            Self::SeveralPeople => "有几个人叫这个名字：请扫工牌，或输工号".into(),
            Self::NobodyYet => "这里还不认识任何人".into(),
            Self::NobodyYetHow => "连上服务器，取到人员后就能登录。".into(),
            Self::Locked(0) => "没有未传的。".into(),
            Self::Locked(count) => format!("{count} 条未传都还在。").into(),
            Self::SomebodyElse => "换人".into(),
            Self::Clear => "清空".into(),
            Self::Backspace => "退格".into(),
            Self::DigitsTyped(count) => format!("已输 {count} 位").into(),
            Self::EnrolTitle => "注册这台设备".into(),
            Self::EnrolHow => "扫管理员给的二维码，或输一次性代码。".into(),
            Self::EnrolCode => "一次性代码".into(),
            Self::EnrolGo => "注册".into(),
            Self::EnrolGoing => "正在注册".into(),
            Self::ServerAway => "服务器没有应答：请靠近 Wi‑Fi，再试一次。".into(),
            Self::ServerSays(detail) => format!("服务器不收：{detail}").into(),
            Self::OpenByHttps => "请用 https 打开".into(),
            Self::OpenByHttpsHow => "这一页是明文传来的：浏览器不给离线、相机和设备密钥，注册不了。先不要输注册码；请管理员给 https 地址，或让服务器改用 https。".into(),
            Self::NoKey => "这个浏览器做不了密钥：请更新浏览器，并用 https 打开。".into(),
            Self::LanguageName => "语言 Language".into(),
            Self::Look => "显示".into(),
            Self::Light => "亮".into(),
            Self::Dark => "暗".into(),
            Self::Sun => "阳光下".into(),
            Self::AsDevice => "随设备".into(),
            Self::Gloves => "戴手套".into(),
            Self::On => "开".into(),
            Self::Off => "关".into(),
            Self::ThisDevice => "这台设备".into(),
            Self::NothingHere => "这里还没有内容".into(),
            Self::LostDevice(name) => format!("这里原是设备 {name}，浏览器删掉了它的数据").into(),
            Self::ErasedDevice(name) => format!("设备 {name} 已停用，这里的数据已清除").into(),
            Self::ErasedHow => {
                "记下的都在服务器上，搁置待主管处理。要再用，请管理员给新的注册码。".into()
            }
            Self::LostNothing => "记下的当时都已传到服务器：重新注册后接着做。".into(),
            Self::LostUnsent(count) => format!(
                "有 {count} 条记录还没传，已经丢失：重新注册，取到最新数据后，对照实物补记。"
            )
            .into(),
            Self::LayoutDiffers => "扫描枪的键盘布局与设备不同，没记".into(),
            Self::LayoutDiffersHow => "先扫一个采购单号或检验卡，或在设置里选布局，再扫一次".into(),
            Self::ScanBroken => "没扫全，没记 · 请再扫一次".into(),
            Self::NoSection => "这台设备上没有您岗位的工作：请找管理员".into(),
        }
    }

    #[allow(clippy::too_many_lines, reason = "one text for each case, and nothing else")]
    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Inwards => "Inwards".into(),
            Self::Back => "Back".into(),
            Self::Undo => "Undo".into(),
            Self::Close => "Close".into(),
            Self::Offline => "Offline".into(),
            Self::Unsent(count) => format!("{count} unsent").into(),
            Self::Sending => "Sending".into(),
            Self::Left(count) => format!("{count} left").into(),
            Self::Online => "Online".into(),
            Self::AllSent => "All sent".into(),
            Self::Fetching => "Fetching".into(),
            Self::DeviceRefused => "Refused".into(),
            Self::SwitchPerson => "Switch person".into(),
            Self::Broken => "The data cannot be opened".into(),
            Self::BrokenHow => {
                "Close other pages of Inwards and open it again. Nothing saved is lost.".into()
            }
            Self::Opening => "Opening".into(),
            Self::NewVersion => "A new version is here".into(),
            Self::Take => "Update".into(),
            Self::NotPersisted => {
                "The browser may delete the data: install the app, and clear nothing.".into()
            }
            Self::Full => {
                "This device is full: delete photos or other apps, then do it again.".into()
            }
            Self::OtherTab => "Another page runs an older version: close it.".into(),
            Self::StoreTrouble(why) => format!("It could not be saved: {why}").into(),
            Self::NotRecorded => "Not recorded".into(),
            Self::ScansWait(1) => "1 more scan waits; it is not lost.".into(),
            Self::ScansComeHere => "Scan".into(),
            Self::ScansWait(count) => format!("{count} more scans wait; none is lost.").into(),
            Self::Settings => "Settings".into(),
            Self::Dock => "Dock".into(),
            Self::Inspect => "Inspection".into(),
            Self::Board => "Board".into(),
            Self::Office => "Office".into(),
            Self::SignIn => "Sign in".into(),
            Self::WhoIsIt => "Scan a badge, or tap a name".into(),
            Self::EnterPin(name) => format!("{name}, enter your PIN").into(),
            Self::WrongPin => "Another PIN is set: enter it again".into(),
            Self::WaitForPin(until) => format!("Too many tries: enter it after {until}").into(),
            Self::NeedsServer => "Without the network this cannot be checked here: sign in once with it; a colleague who signed in here lately can go on".into(),
            Self::BadgeNeeded => "Scan the badge, then enter the PIN".into(),
            Self::ChoosePin => "An administrator knows this PIN: take your own, 6 digits or more".into(),
            Self::PinOnceMore => "Enter the new PIN once more".into(),
            Self::PinsDiffer => "The two differ: once again".into(),
            Self::NewPin => "Change PIN".into(),
            Self::NoPostHere => {
                "No post of this person is one of this device: use another, or call the administrator".into()
            }
            Self::PersonRevoked => {
                "This person may not work here any more: call the administrator".into()
            }
            Self::NoSuchPerson => {
                "Nobody of this number or name is known here: if they are new, connect and try again".into()
            }
            Self::SeveralPeople => {
                "Several people have this name: scan the badge, or give the number".into()
            }
            Self::NobodyYet => "Nobody is known here yet".into(),
            Self::NobodyYetHow => "Once the server is reached, people can sign in.".into(),
            Self::Locked(0) => "Nothing is unsent.".into(),
            Self::Locked(count) => format!("{count} unsent, all safe here.").into(),
            Self::SomebodyElse => "Somebody else".into(),
            Self::Clear => "Clear".into(),
            Self::Backspace => "Backspace".into(),
            Self::DigitsTyped(count) => format!("{count} digits entered").into(),
            Self::EnrolTitle => "Enrol this device".into(),
            Self::EnrolHow => "Scan the administrator's QR code, or type the one-time code.".into(),
            Self::EnrolCode => "One-time code".into(),
            Self::EnrolGo => "Enrol".into(),
            Self::EnrolGoing => "Enrolling".into(),
            Self::ServerAway => {
                "The server does not answer: go nearer to the Wi-Fi and try again.".into()
            }
            Self::ServerSays(detail) => format!("The server says: {detail}").into(),
            Self::OpenByHttps => "Open Inwards by https".into(),
            Self::OpenByHttpsHow => "This page came in clear: the browser gives it no work without network, no camera and no key, so it cannot be enrolled. Type no code yet; ask the administrator for the https address, or to let the server speak https.".into(),
            Self::NoKey => {
                "This browser cannot make a key: update it, and open Inwards by https.".into()
            }
            Self::LanguageName => "Language 语言".into(),
            Self::Look => "Look".into(),
            Self::Light => "Light".into(),
            Self::Dark => "Dark".into(),
            Self::Sun => "Sun".into(),
            Self::AsDevice => "As the device".into(),
            Self::Gloves => "Gloves".into(),
            Self::On => "On".into(),
            Self::Off => "Off".into(),
            Self::ThisDevice => "This device".into(),
            Self::NothingHere => "Nothing is here yet".into(),
            Self::LostDevice(name) => {
                format!("This was device {name}; the browser has deleted its data").into()
            }
            Self::ErasedDevice(name) => {
                format!("Device {name} was revoked, and its data here is erased").into()
            }
            Self::ErasedHow => {
                "The server holds all that was recorded, set aside for a supervisor. To use it again, ask the administrator for a new code.".into()
            }
            Self::LostNothing => "All that was recorded had been sent: enrol again and go on.".into(),
            Self::LostUnsent(1) => {
                "1 fact was unsent and is lost: enrol again, sync, and compare with the goods.".into()
            }
            Self::LostUnsent(count) => {
                format!("{count} facts were unsent and are lost: enrol again, sync, and compare with the goods.").into()
            }
            Self::LayoutDiffers => "The scanner's layout differs: not counted".into(),
            Self::LayoutDiffersHow => {
                "Scan an order or a card first, or choose the layout in the settings; then scan again"
                    .into()
            }
            Self::ScanBroken => "Half a scan, not counted · scan it again".into(),
            Self::NoSection => {
                "There is no work for your post on this device: call the administrator".into()
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use sync_core::time::Span;

    use super::*;

    /// A value to put into a text.
    pub(crate) trait Sample {
        fn sample(number: u8) -> Self;
    }

    macro_rules! numbers {
        ($($kind:ty),*) => {
            $(impl Sample for $kind {
                fn sample(number: u8) -> Self {
                    number.into()
                }
            })*
        };
    }

    numbers!(u8, u32, u64, usize, i64);

    impl Sample for String {
        fn sample(number: u8) -> Self {
            format!("R{number}")
        }
    }

    impl Sample for Span {
        fn sample(number: u8) -> Self {
            Self::hours(number.into())
        }
    }

    /// Fails where a text says nothing in one of the languages.
    pub(crate) fn check(word: &(impl Say + std::fmt::Debug)) {
        for language in [Language::Chinese, Language::English] {
            let text = word.say(language);
            assert!(!text.trim().is_empty(), "{word:?} in {language:?}");
            assert_eq!(text.trim(), text, "{word:?} in {language:?}");
        }
    }

    /// The texts that are written out as matches; what the macro lists is checked there.
    const WRITTEN_OUT: [&str; 12] = [
        include_str!("messages.rs"),
        include_str!("record_error.rs"),
        include_str!("components/camera_messages.rs"),
        include_str!("components/deadline.rs"),
        include_str!("components/photo_messages.rs"),
        include_str!("components/problem_messages.rs"),
        include_str!("screens/dock/messages.rs"),
        include_str!("screens/inspect/messages.rs"),
        include_str!("screens/inspect/messages/judging.rs"),
        include_str!("screens/inspect/messages/sampling.rs"),
        include_str!("screens/inspect/messages/weighing.rs"),
        include_str!("screens/scanner_settings.rs"),
    ];

    #[test]
    fn no_text_that_is_written_out_is_empty() {
        for source in WRITTEN_OUT {
            let (texts, _) = source.split_once("\npub(crate) mod tests {").unwrap_or((source, ""));
            let title = source.lines().next().unwrap_or_default();
            assert!(texts.contains("fn chinese(") && texts.contains("fn english("), "{title}");
            let is_bare = |line: &&str| line.contains(r#""".into()"#) || line.contains(r#"=> "","#);
            let bare = texts.lines().find(is_bare);
            assert_eq!(bare, None, "{title}");
        }
    }

    #[test]
    #[should_panic(expected = "Nothing")]
    fn a_text_that_says_nothing_is_found() {
        #[derive(Debug)]
        struct Nothing;
        impl Say for Nothing {
            fn chinese(&self) -> Cow<'static, str> {
                "没有".into()
            }
            fn english(&self) -> Cow<'static, str> {
                "".into()
            }
        }

        check(&Nothing);
    }
}
