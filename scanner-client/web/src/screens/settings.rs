//! Language, look, gloves, the scanner, and which device this is.

use leptos::prelude::*;
use sync_core::text::Language;

use super::scanner_settings::ScannerSettings;
use crate::app::{Theme, use_app};
use crate::parts::bar::Bar;
use crate::parts::state::NotKept;
use crate::words::{Word, say};

/// One of a few, as large buttons.
pub(super) fn choice<T: Clone + PartialEq + Send + Sync + 'static>(
    label: Signal<String>,
    chosen: RwSignal<T>,
    among: Vec<(T, Signal<String>)>,
) -> impl IntoView {
    let buttons = among.into_iter().map(|(value, text)| {
        let (own, shown) = (value.clone(), value);
        let is_on = Memo::new(move |_| chosen.get() == shown);
        view! {
            <button type="button" class="btn opt" class:on=move || is_on.get()
                aria-pressed=move || is_on.get().to_string()
                on:click=move |_| chosen.set(own.clone())>{text}</button>
        }
    });
    let buttons = buttons.collect_view();
    view! { <fieldset class="choice"><legend class="mid">{label}</legend>{buttons}</fieldset> }
}

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
