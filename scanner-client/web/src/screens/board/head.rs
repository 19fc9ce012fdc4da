//! What frames the board: whose it is and what time it is; and how old it is.

use leptos::prelude::*;
use sync_core::time::Span;

use super::mark::{cut, tick};
use super::messages::{Date, Message, hours_minutes};
use super::watch::Watch;
use crate::app::use_app;
use crate::messages::{Message as Shared, say};
use crate::number_format;

/// The header. Without the server it turns black and says since when.
#[component]
pub(super) fn Head(watch: Watch) -> impl IntoView {
    let app = use_app();
    let site = Memo::new(move |_| watch.board.get().and_then(|board| board.site.clone()));
    let clock = move || number_format::clock(app.minute.get(), app.offset());
    let date = move || say(Date(app.offset().day_of(app.minute.get())));
    let minutes =
        Memo::new(move |_| watch.gone_for().map(|gone| Span::minutes(gone.whole_minutes())));
    let as_of = move || {
        watch
            .as_of()
            .map(|at| number_format::clock_to_the_second(at, app.offset()))
            .unwrap_or_default()
    };
    view! {
        <header class="wh">
            {move || match minutes.get() {
                None => view! {
                    <button class="name" type="button" on:click=move |_| app.go("")><b>{say(Shared::Inwards)}</b>
                        <span>{move || site.get().unwrap_or_default()}" · "{say(Message::Floor)}</span></button>
                }.into_any(),
                Some(gone) => view! {
                    <div class="name" role="alert">{cut()}<b>{say(Message::Gone(gone))}</b><span>{move || say(Message::DataOf(as_of()))}</span></div>
                }.into_any(),
            }}
            <span class="date">{date}</span>
            <span class="clk">{clock}</span>
        </header>
    }
}

/// The footer: fresh or not, and what is not counted in.
#[component]
pub(super) fn Foot(watch: Watch) -> impl IntoView {
    let app = use_app();
    let as_of = move || {
        let at = watch.as_of().unwrap_or_else(|| app.device.now.get());
        number_format::clock_to_the_second(at, app.offset())
    };
    let missing = Memo::new(move |_| super::devices::missing(watch, app.minute.get()));
    let unsent = app.device.unsent;
    view! {
        <footer class="wf" data-link=move || format!("{:?}", app.device.link.get())
            data-unsent=move || unsent.get().to_string()>
            {move || match watch.gone_for() {
                Some(gone) => view! {
                    <b class="fresh gone" data-gone=gone.0.to_string()>{say(Message::CutOff(minutes_seconds(gone)))}</b>
                    <span>{say(Message::MayBeTooHigh)}</span>
                    <span class="end">{say(Message::Retrying)}</span>
                }.into_any(),
                None => view! {
                    {tick()}<b class="fresh">{say(if Watch::is_connected() { Message::Live } else { Message::Connecting })}</b>
                    <span class="asof">{move || say(Message::AsOf(as_of()))}</span>
                    {move || missing.get().map(|(names, count)| view! { <b class="soon">{say(Message::Missing(names, count))}</b> })}
                    {move || (unsent.get() > 0).then(|| view! { <b class="soon">{say(Shared::Unsent(unsent.get()))}</b> })}
                }.into_any(),
            }}
        </footer>
    }
}

fn minutes_seconds(span: Span) -> String {
    if span.whole_minutes() >= 60 {
        return hours_minutes(span);
    }
    format!("{}:{:02}", span.whole_minutes(), span.0 / 1_000 % 60)
}
