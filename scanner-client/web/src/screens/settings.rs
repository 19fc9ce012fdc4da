//! Language, look, gloves, the scanner, and which device this is.

use leptos::prelude::*;
use sync_core::text::Language;

use super::scanner_settings::ScannerSettings;
use crate::app::use_app;
use crate::look::Theme;
use crate::parts::bar::Bar;
use crate::parts::choice::choice;
use crate::parts::state::NotKept;
use crate::words::{Word, say};

/// The screen.
#[component]
pub(crate) fn Settings() -> impl IntoView {
    let app = use_app();
    let fixed = |text: &str| {
        let text = text.to_owned();
        Signal::derive(move || text.clone())
    };
    let themes = Theme::ALL.into_iter().map(|theme| {
        let word = match theme {
            Theme::AsDevice => Word::AsDevice,
            Theme::Light => Word::Light,
            Theme::Dark => Word::Dark,
            Theme::Sun => Word::Sun,
        };
        (theme, say(word))
    });
    let languages = vec![(Language::Chinese, fixed("中文")), (Language::English, fixed("English"))];
    let gloves = vec![(true, say(Word::On)), (false, say(Word::Off))];
    let device = move || {
        app.desk.identity().map(|identity| {
            format!("{} · {} · {}", identity.name, identity.short_code, identity.site)
        })
    };
    view! {
        <div class="hh">
            <Bar title=say(Word::Settings) back=""/>
            <main><div class="lines pad">
                {choice(say(Word::LanguageName), app.language, languages)}
                {choice(say(Word::Look), app.theme, themes.collect())}
                {choice(say(Word::Gloves), app.gloves, gloves)}
                <ScannerSettings/>
                <section><h2 class="mid">{say(Word::ThisDevice)}</h2>
                    <p>{device}</p>
                    <p class="cap">{concat!("Inwards ", env!("CARGO_PKG_VERSION"))}</p>
                    <NotKept/>
                </section>
            </div></main>
        </div>
    }
}
