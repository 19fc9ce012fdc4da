//! How the app looks, and in which language: put on the page, and kept for the next time.

use leptos::prelude::document;
use sync_core::text::{Language, Say};

use crate::browser::{self, keep, kept, prefers_dark};
use crate::messages::Message;

/// How the app looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the device is set.
    AsDevice,
    Light,
    Dark,
    /// Black on white, for the yard.
    Sun,
}

impl Theme {
    /// All of them, as they stand in the settings.
    pub(crate) const ALL: [Self; 4] = [Self::AsDevice, Self::Light, Self::Dark, Self::Sun];

    /// The theme of a name; what is not known is as the device is set.
    fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or(Self::AsDevice)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::AsDevice => "device",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Sun => "sun",
        }
    }
}

/// The theme that was chosen here.
pub(crate) fn kept_theme() -> Theme {
    Theme::named(&kept("theme").unwrap_or_default())
}

/// The language that was chosen here, else that of the browser.
pub(crate) fn kept_language() -> Language {
    language_of(&kept("language").or_else(browser::language).unwrap_or_default())
}

/// Whether larger targets were chosen here.
pub(crate) fn kept_gloves() -> bool {
    kept("gloves").as_deref() == Some("on")
}

fn language_of(tag: &str) -> Language {
    if tag.starts_with("zh") { Language::Chinese } else { Language::English }
}

/// The classes of the page's root.
fn classes(theme: Theme, is_dark_outside: bool, gloves: bool) -> Vec<&'static str> {
    let is_dark = match theme {
        Theme::Dark => true,
        Theme::AsDevice => is_dark_outside,
        Theme::Light | Theme::Sun => false,
    };
    let all = [(is_dark, "theme-dark"), (theme == Theme::Sun, "theme-sun"), (gloves, "gloves")];
    all.into_iter().filter_map(|(holds, class)| holds.then_some(class)).collect()
}

/// Puts language and look on the page, and keeps them for the next time.
pub(crate) fn dress(language: Language, theme: Theme, gloves: bool) {
    let Some(root) = document().document_element() else { return };
    let (tag, short) = match language {
        Language::Chinese => ("zh-CN", "zh"),
        Language::English => ("en", "en"),
    };
    // The page's own root takes any attribute.
    let _ = root.set_attribute("lang", tag);
    let _ = root.set_attribute("class", &classes(theme, prefers_dark(), gloves).join(" "));
    document().set_title(&Message::Inwards.say(language));
    keep("language", short);
    keep("theme", theme.name());
    keep("gloves", if gloves { "on" } else { "off" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_is_found_by_its_name() {
        for theme in Theme::ALL {
            assert_eq!(Theme::named(theme.name()), theme);
        }
    }

    #[test]
    fn a_look_that_nobody_chose_is_that_of_the_device() {
        assert_eq!(Theme::named(""), Theme::AsDevice);
        assert_eq!(Theme::named("sepia"), Theme::AsDevice);
    }

    #[test]
    fn only_chinese_browsers_begin_in_chinese() {
        assert_eq!(language_of("zh"), Language::Chinese);
        assert_eq!(language_of("zh-TW"), Language::Chinese);
        assert_eq!(language_of("en-GB"), Language::English);
        assert_eq!(language_of(""), Language::English);
    }

    #[test]
    fn a_chosen_look_holds_whatever_the_device_is_set_to() {
        assert_eq!(classes(Theme::Dark, false, false), ["theme-dark"]);
        assert_eq!(classes(Theme::Sun, true, true), ["theme-sun", "gloves"]);
        assert_eq!(classes(Theme::Light, true, false), [""; 0]);
        assert_eq!(classes(Theme::AsDevice, true, false), ["theme-dark"]);
        assert_eq!(classes(Theme::AsDevice, false, false), [""; 0]);
    }
}
