//! What holds for the whole site: switches, each with what it does.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::admin::Desk;
use super::words::Word;
use crate::parts::toast::Toast;
use crate::words::say;

/// What holds, as the server says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
struct Held {
    blind_count: bool,
    concession_lifts_approval: bool,
}

/// What changes; what is not said stays.
#[derive(Default, Serialize)]
struct Change {
    #[serde(skip_serializing_if = "Option::is_none")]
    blind_count: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    concession_lifts_approval: Option<bool>,
}

/// The switches; each takes effect at once, everywhere.
#[component]
pub(super) fn Site(desk: Desk) -> impl IntoView {
    let held = RwSignal::new(None::<Held>);
    leptos::task::spawn_local(async move {
        if let Some(found) = desk.ask::<Held>("GET", "/api/admin/site", None).await {
            held.try_set(Some(found));
        }
    });
    let change = move |change: Change| {
        leptos::task::spawn_local(async move {
            let before = held.get_untracked();
            // Shown as it was until the server has it.
            let after = desk.send::<Held>("/api/admin/site", &change).await;
            if after.is_some() {
                desk.app.toast(Toast::done(desk.app.say(Word::Saved)));
            }
            held.try_set(None);
            held.try_set(after.or(before));
        });
    };
    let switch = move |name: &'static str,
                       what: Word,
                       how: Word,
                       is_on: bool,
                       to: fn(bool) -> Change| {
        view! {
            <label class="switch"><input type="checkbox" name=name prop:checked=is_on on:change=move |event| change(to(event_target_checked(&event)))/>
                <span><b>{say(what)}</b><span class="sec">{say(how)}</span></span></label>
        }
    };
    view! {
        <section><h2>{say(Word::Site)}</h2>
            {move || held.get().map(|held| view! {
                <form class="grid" data-form="site">
                    {switch("blind-count", Word::BlindCount, Word::BlindCountHow, held.blind_count, |on| Change { blind_count: Some(on), ..Change::default() })}
                    {switch("concession", Word::ConcessionLifts, Word::ConcessionLiftsHow, held.concession_lifts_approval, |on| Change { concession_lifts_approval: Some(on), ..Change::default() })}
                </form>
            })}
        </section>
    }
}
