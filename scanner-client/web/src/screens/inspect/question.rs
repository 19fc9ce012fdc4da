//! The unlikely weight, measure or verdict: asked once before it is recorded; the answers weigh the
//! same.

use leptos::prelude::*;

use super::bench::use_inspection;
use super::messages::Message;
use crate::app::use_app;
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::recording::sentence;
use crate::components::sheet::Sheet;
use crate::messages::say;

/// The question, as long as one is open.
#[component]
pub(super) fn Question() -> impl IntoView {
    let (app, bench) = (use_app(), use_inspection());
    let notice =
        move || bench.asking.with(|asked| asked.as_ref().map(|asked| asked.notice.clone()));
    move || {
        notice().map(|notice| {
            let question = move || sentence(&notice, app.language.get());
            view! {
                <Sheet label=say(Message::AskLabel) asks=true>
                    <div class="guard">
                        <div class="ask"><span class="t-warn">{sized(Icon::Warn, Size::Large)}</span>
                            <div><b>{question}</b><span class="sec">{say(Message::NothingRecorded)}</span></div></div>
                        <div class="two">
                            <button class="btn tall" type="button" data-correct="" on:click=move |_| bench.asking.set(None)>
                                {icon(Icon::Keyboard)}{say(Message::Correct)}</button>
                            <button class="btn tall" type="button" data-as-entered="" on:click=move |_| bench.record_asked()>
                                {icon(Icon::Check)}{say(Message::AsEntered)}</button>
                        </div>
                    </div>
                </Sheet>
            }
        })
    }
}
