//! How a lot, its quantities and verdicts are called.

use leptos::prelude::*;
use sync_core::fact::Verdict;
use sync_core::measure::{Quantity, Unit};
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::text::{Language, Named as _, Say as _, names};
use sync_core::view::ItemNamed;

use crate::app::use_app;
use crate::components::chips::{Role, chip};
use crate::components::icon::Icon;
use crate::messages::say;
use crate::number_format;

/// The item's name in the language of the moment; else its other name, else its number.
pub(super) fn item(item: Option<ItemNamed>) -> Signal<String> {
    let app = use_app();
    Signal::derive(move || {
        let language = app.language.get();
        let name = item.as_ref().map(|item| item.name_or_code(language).into_owned());
        name.unwrap_or_default()
    })
}

/// A unit in the language of the moment.
pub(super) fn unit(unit: Option<Unit>) -> Signal<String> {
    let app = use_app();
    Signal::derive(move || {
        unit.map(|unit| number_format::unit(unit, app.language.get()).to_owned())
            .unwrap_or_default()
    })
}

/// A quantity with its unit.
pub(super) fn quantity(quantity: Quantity, of: Option<Unit>) -> impl IntoView {
    view! { <span class="num">{number_format::quantity(quantity)}<span class="u">{unit(of)}</span></span> }
}

/// A quantity with its unit, in one text.
pub(super) fn amount(quantity: Quantity, unit: Option<Unit>, language: Language) -> String {
    let unit = unit.map(|unit| number_format::unit(unit, language)).unwrap_or_default();
    format!("{} {unit}", number_format::quantity(quantity))
}

/// A verdict's name, with a capital where the language has one.
pub(super) fn verdict(verdict: Verdict, language: Language) -> String {
    verdict.called().capital().say(language).into_owned()
}

/// A verdict's name, as a view.
pub(super) fn verdict_name(said: Verdict) -> Signal<String> {
    let app = use_app();
    Signal::derive(move || verdict(said, app.language.get()))
}

/// Whether a verdict was in time, where that is decided.
pub(super) fn deadline_mark(stands: DeadlineStatus) -> impl IntoView {
    let (role, which) = match stands {
        DeadlineStatus::OnTime => (Role::Ok, Icon::Check),
        DeadlineStatus::Late => (Role::Bad, Icon::Clock),
        DeadlineStatus::Overdue
        | DeadlineStatus::DueSoon
        | DeadlineStatus::InTime
        | DeadlineStatus::NotStarted => (Role::Mute, Icon::Clock),
    };
    chip(role, which, say(names::deadline_status(stands).capital()))
}

/// A verdict's colour and icon.
pub(super) const fn verdict_look(verdict: Verdict) -> (Role, Icon) {
    match verdict {
        Verdict::Pass => (Role::Ok, Icon::Done),
        Verdict::Reject => (Role::Bad, Icon::Stop),
        Verdict::Sort => (Role::Sort, Icon::Sort),
        Verdict::Concession => (Role::Hold, Icon::Shield),
    }
}
