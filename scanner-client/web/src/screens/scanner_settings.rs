//! How the scanner of this device types, and a place to try it.

use std::borrow::Cow;

use inwards_engine::wedge::{Layout, Prefix, Settings, Suffix};
use leptos::prelude::*;

use sync_core::text::Say;

use crate::app::use_app;
use crate::components::choice::choice;
use crate::components::scan_field::on_scan;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;

/// The pauses within a code that can be chosen, in milliseconds.
const GAPS: [u16; 4] = [20, 50, 100, 200];

/// The part of the settings.
#[component]
pub(super) fn ScannerSettings() -> impl IntoView {
    let app = use_app();
    let held = app.scanner.settings.get_untracked();
    let prefix = RwSignal::new(held.prefix.clone());
    let suffix = RwSignal::new(held.suffix.clone());
    let gap = RwSignal::new(held.gap);
    let layout = RwSignal::new(held.layout);
    // What a scan shows of the scanner, while this is open.
    Effect::new(move || layout.set(app.scanner.settings.with(|settings| settings.layout)));
    Effect::new(move || {
        let held = app.scanner.settings.get_untracked();
        app.scanner.adopt(Settings {
            prefix: prefix.get(),
            suffix: suffix.get(),
            gap: gap.get(),
            layout: layout.get(),
            ..held
        });
    });
    let key = |name: &str| (Prefix::Key(name.to_owned()), fixed(name));
    let prefixes = vec![(Prefix::Nothing, say(Message::Nothing)), key("F9"), key("F10")];
    let suffixes =
        vec![(Suffix::EnterOrTab, say(Message::EnterOrTab)), (Suffix::Pause, say(Message::Pause))];
    let layouts = vec![
        (Layout::Unsure, say(Message::LayoutFound)),
        (Layout::Written, say(Message::LayoutOfDevice)),
        (Layout::Placed, say(Message::LayoutUs)),
    ];
    let gaps = GAPS.into_iter().map(|gap| (gap, fixed(&format!("{gap} ms"))));
    view! {
        <section class="scanner" data-scanner=""><h2 class="mid">{say(Message::Scanner)}</h2>
            {choice(say(Message::Prefix), prefix, prefixes)}
            {characters(prefix)}
            {choice(say(Message::Suffix), suffix, suffixes)}
            {choice(say(Message::Gap), gap, gaps.collect())}
            {choice(say(Message::Layout), layout, layouts)}
            {trial()}
        </section>
    }
}

fn fixed(text: &str) -> Signal<String> {
    let text = text.to_owned();
    Signal::derive(move || text.clone())
}

/// A prefix that is no key: the one thing that is typed.
fn characters(prefix: RwSignal<Prefix>) -> impl IntoView {
    let written = move || match prefix.get() {
        Prefix::Text(text) => text,
        Prefix::Nothing | Prefix::Key(_) => String::new(),
    };
    let write = move |text: String| {
        prefix.set(if text.is_empty() { Prefix::Nothing } else { Prefix::Text(text) });
    };
    view! {
        <label class="mid">{say(Message::Characters)}
            <input class="text" data-prefix="" autocomplete="off" spellcheck="false" maxlength="8"
                prop:value=written on:change=move |event| write(event_target_value(&event))/></label>
    }
}

/// What was heard last, while this screen is shown.
fn trial() -> impl IntoView {
    let app = use_app();
    let heard = RwSignal::new(None::<String>);
    on_scan(move |scan| {
        heard.set(Some(scan.code.replace('\u{1d}', "␝")));
        app.signal(Sounded::Done);
    });
    let text = move || match heard.get() {
        None => say(Message::Try).get(),
        Some(code) => say(Message::Heard(code)).get(),
    };
    view! { <p class="mid" role="status" data-heard=move || heard.get()>{text}</p> }
}

/// Texts of this part.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Message {
    /// Head of this part.
    Scanner,
    /// What comes before a code.
    Prefix,
    /// Label of the choice of what comes after a code.
    Suffix,
    /// The longest pause within it.
    Gap,
    /// Label of the choice of the scanner's keyboard.
    Layout,
    /// The first scan of a known code tells.
    LayoutFound,
    /// It types as the device reads.
    LayoutOfDevice,
    /// It takes the device's keyboard for a US one.
    LayoutUs,
    /// A choice: no prefix.
    Nothing,
    /// A prefix of characters.
    Characters,
    /// These keys end a code.
    EnterOrTab,
    /// A pause ends it.
    Pause,
    /// Nothing was scanned yet.
    Try,
    /// What was scanned last; separators are shown as ␝.
    Heard(String),
}

impl Say for Message {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Scanner => "扫描枪".into(),
            Self::Prefix => "码前面发什么".into(),
            Self::Suffix => "码后面发什么".into(),
            Self::Gap => "一个码里最长的停顿".into(),
            Self::Layout => "扫描枪的键盘布局".into(),
            Self::LayoutFound => "自己认出".into(),
            Self::LayoutOfDevice => "与设备相同".into(),
            Self::LayoutUs => "美式".into(),
            Self::Nothing => "没有".into(),
            Self::Characters => "或这些字符".into(),
            Self::EnterOrTab => "回车或 Tab".into(),
            Self::Pause => "没有，停顿就算完".into(),
            Self::Try => "扫任一个码试试：听到什么，这里就显示什么。".into(),
            Self::Heard(code) => {
                format!("听到 {count} 个字符：{code}", count = code.chars().count()).into()
            }
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Scanner => "Scanner".into(),
            Self::Prefix => "Sent before a code".into(),
            Self::Suffix => "Sent after it".into(),
            Self::Gap => "Longest pause within a code".into(),
            Self::Layout => "Keyboard layout of the scanner".into(),
            Self::LayoutFound => "Found out".into(),
            Self::LayoutOfDevice => "As the device".into(),
            Self::LayoutUs => "US".into(),
            Self::Nothing => "Nothing".into(),
            Self::Characters => "or these characters".into(),
            Self::EnterOrTab => "Enter or Tab".into(),
            Self::Pause => "Nothing: a pause ends it".into(),
            Self::Try => "Scan anything to try: what is heard stands here.".into(),
            Self::Heard(code) => {
                format!("Heard {count} characters: {code}", count = code.chars().count()).into()
            }
        }
    }
}
