//! What somebody must settle: conflicts, and facts that were set aside.

use leptos::prelude::*;
use sync_core::across::ConflictSubject;
use sync_core::text::Language;
use sync_core::time::Timestamp;
use sync_core::view::ConflictView;

use super::mark::{differ, tick, tray};
use super::watch::Watch;
use super::words::{Word, hours_minutes};
use crate::app::use_app;
use crate::screens::kinds::{AsideReason, FactKind};
use crate::words::{Words as _, say};

/// So many are named on the wall.
const NAMED: usize = 4;

/// The block on the wall.
#[component]
pub(super) fn Trouble(watch: Watch) -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| (watch.conflicts.with(Vec::len), watch.aside.with(Vec::len)));
    let open_for = move |since: Option<Timestamp>| {
        move || since.map(|since| hours_minutes(app.minute.get().since(since))).unwrap_or_default()
    };
    let conflicts = move || {
        let language = app.language.get();
        let shown = watch.conflicts.get().into_iter().take(NAMED);
        shown
            .map(|conflict| {
                let path = format!("#/board/conflict/{}", encoded(&conflict.id));
                let text = title(&conflict, language);
                view! { <a class="tr bad" href=path>{differ()}<span class="cut">{text}</span><b class="n">{open_for(conflict.since)}</b></a> }
            })
            .collect_view()
    };
    let aside = move || {
        let language = app.language.get();
        let named = watch.conflicts.with(Vec::len).min(NAMED);
        let left = NAMED.saturating_sub(named).max(1);
        let shown = watch.aside.get().into_iter().rev().take(left);
        shown
            .map(|set| {
                let what = set.known.map(|kind| FactKind(kind).in_language(language)).unwrap_or_default();
                let text = format!("{what} · {}", AsideReason(set.reason).in_language(language));
                view! { <a class="tr" href="#/board/aside">{tray()}<span class="cut">{text}</span><span class="n mut">{open_for(set.recorded)}</span></a> }
            })
            .collect_view()
    };
    view! {
        <section class="blk settle1" data-conflicts=move || counts.get().0.to_string() data-aside=move || counts.get().1.to_string()>
            <h2><a href="#/board/conflicts">{move || say(Word::ConflictsAside(counts.get().0, counts.get().1))}</a><small>{say(Word::OpenFor)}</small></h2>
            {conflicts}{aside}
            {move || (counts.get() == (0, 0)).then(|| view! { <p class="tr calm">{tick()}<span>{say(Word::NoTrouble)}</span></p> })}
        </section>
    }
}

/// An id in an address.
pub(crate) fn encoded(id: &str) -> String {
    String::from(js_sys::encode_uri_component(id))
}

/// What a conflict is called in a list.
pub(crate) fn title(conflict: &ConflictView, language: Language) -> String {
    let name = conflict.item.as_ref().map(|item| item.name_or_code(language).into_owned());
    let name = match &conflict.subject {
        ConflictSubject::SameDelivery(one, other) => format!("{one} + {other}"),
        _ => name.unwrap_or_else(|| conflict.about.clone()),
    };
    let sides: Vec<&str> = conflict.sides.iter().map(|side| says(side, language)).collect();
    let what = match &conflict.subject {
        ConflictSubject::Verdicts(_) | ConflictSubject::Cards(..) => sides.join(" / "),
        ConflictSubject::ReceiptField(..)
        | ConflictSubject::LotField(..)
        | ConflictSubject::Count(..)
        | ConflictSubject::StaleOrder(..)
        | ConflictSubject::SameDelivery(..) => {
            Word::Differ(conflict.subject.clone()).in_language(language).into_owned()
        }
    };
    // Where lists cut the end off, the numbers are what tells one from another.
    match &conflict.subject {
        ConflictSubject::SameDelivery(..) => format!("{name} · {what}"),
        _ => format!("{what} · {name}"),
    }
}

/// What a side says.
pub(super) fn says(side: &sync_core::view::SideView, language: Language) -> &str {
    match language {
        Language::Chinese => &side.says_zh,
        Language::English => &side.says,
    }
}
