//! Several lines of one item: somebody says which, and nothing is guessed.

use leptos::prelude::*;
use sync_core::ids::ItemCode;

use super::counting::{Asking, use_counting};
use super::line_row::line_row;
use super::messages::Message;
use crate::components::icon::{Icon, icon};
use crate::components::sheet::Sheet;
use crate::messages::say;

#[component]
pub(super) fn WhichLine(item: ItemCode) -> impl IntoView {
    let counting = use_counting();
    let lines = untrack(|| {
        counting.view.with(|view| {
            let lines = view.iter().flat_map(|view| view.lines_of(&item));
            lines.filter_map(|line| counting.line_held(&line.row.line)).collect::<Vec<_>>()
        })
    });
    let row = move |line| {
        line_row(line, false, move |line| {
            counting.asking.set(Some(Asking::HowMuch(line.row.line)));
        })
    };
    view! {
        <Sheet label=say(Message::WhichLine) asks=true>
            <b>{say(Message::WhichLine)}</b>
            <div>{lines.into_iter().map(row).collect_view()}</div>
            <button class="btn tall" type="button" on:click=move |_| counting.asking.set(None)>
                {icon(Icon::Close)}{say(Message::DontCount)}</button>
        </Sheet>
    }
}
