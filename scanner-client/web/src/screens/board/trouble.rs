//! What somebody must settle: conflicts, and facts that were set aside.

use leptos::prelude::*;
use sync_core::text::{Named as _, Say};
use sync_core::time::Timestamp;

use super::mark::{differ, tick, tray};
use super::messages::{Message, hours_minutes};
use super::watch::Watch;
use crate::app::use_app;
use crate::components::conflict_title::title;
use crate::messages::say;
use crate::route::encoded;

/// So many are named on the wall.
const NAMED: usize = 4;

/// The block on the wall.
#[component]
pub(super) fn Trouble(watch: Watch) -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| {
        let board = watch.board.get();
        let aside = board.map_or(0, |board| usize::try_from(board.set_aside).unwrap_or(usize::MAX));
        (watch.conflicts.with(Vec::len), aside)
    });
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
        let shown = watch.aside.get().into_iter().take(left);
        shown
            .map(|set| {
                let what =
                    set.known.map(|kind| kind.called().capital().say(language)).unwrap_or_default();
                let text = format!("{what} · {}", set.reason.say(language));
                view! {
                    <a class="tr" href="#/board/aside">{tray()}<span class="cut">{text}</span>
                        <span class="n mut">{open_for(set.recorded)}</span></a>
                }
            })
            .collect_view()
    };
    view! {
        <section class="blk settle1" data-conflicts=move || counts.get().0.to_string() data-aside=move || counts.get().1.to_string()>
            <h2><a href="#/board/conflicts">{move || say(Message::ConflictsAside(counts.get().0, counts.get().1))}</a>
                <small>{say(Message::OpenFor)}</small></h2>
            {conflicts}{aside}
            {move || (counts.get() == (0, 0)).then(|| view! { <p class="tr calm">{tick()}<span>{say(Message::NoTrouble)}</span></p> })}
        </section>
    }
}
