//! Language, look, gloves, the scanner, and which device this is.

use leptos::prelude::*;
use sync_core::text::Language;

use super::scanner_settings::ScannerSettings;
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::choice::choice;
use crate::components::state::NotKept;
use crate::look::Theme;
use crate::messages::{Message, say};

/// Language, look, gloves and scanner of this device, and which device it is.
#[component]
pub(crate) fn Settings() -> impl IntoView {
    let app = use_app();
    let fixed = |text: &str| {
        let text = text.to_owned();
        Signal::derive(move || text.clone())
    };
    let themes = Theme::ALL.into_iter().map(|theme| {
        let word = match theme {
            Theme::AsDevice => Message::AsDevice,
            Theme::Light => Message::Light,
            Theme::Dark => Message::Dark,
            Theme::Sun => Message::Sun,
        };
        (theme, say(word))
    });
    let languages = vec![(Language::Chinese, fixed("中文")), (Language::English, fixed("English"))];
    let gloves = vec![(true, say(Message::On)), (false, say(Message::Off))];
    let device = move || {
        app.device.identity().map(|identity| {
            format!("{} · {} · {}", identity.name, identity.short_code, identity.site)
        })
    };
    view! {
        <div class="hh">
            <Bar title=say(Message::Settings) back=""/>
            <main><div class="lines pad">
                {choice(say(Message::LanguageName), app.language, languages)}
                {choice(say(Message::Look), app.theme, themes.collect())}
                {choice(say(Message::Gloves), app.gloves, gloves)}
                <ScannerSettings/>
                <section><h2 class="mid">{say(Message::ThisDevice)}</h2>
                    <p>{device}</p>
                    <p class="cap">{concat!("Inwards ", env!("CARGO_PKG_VERSION"))}</p>
                    <NotKept/>
                </section>
            </div></main>
        </div>
    }
}
