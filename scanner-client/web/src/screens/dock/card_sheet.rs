//! What can be changed of a card: the supplier's lot number, and that it stands at all.

use leptos::prelude::*;
use sync_core::command::Command;
use sync_core::fact::LotField;
use sync_core::number::CardNumber;
use sync_core::text::Say as _;
use sync_core::view::LotView;

use super::messages::Opening;
use super::state::use_dock;
use crate::app::use_app;
use crate::components::icon::{Icon, icon};
use crate::components::recording::record_with_toast;
use crate::components::sheet::Sheet;
use crate::device::signal::Signal as Sounded;
use crate::messages::{self, say};
use crate::overlay::Toast;

#[component]
pub(super) fn CardSheet(
    lot: LotView,
    /// Takes the sheet away.
    close: Callback<()>,
) -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let card: CardNumber = lot.number;
    let typed = RwSignal::new(lot.lot_number.clone().unwrap_or_default());
    let record = move |command: Command, sound: Sounded, told: Opening| {
        close.run(());
        dock.once.go(async move {
            let toast = |_: &_| Some(Toast::done(app.say(told)));
            record_with_toast(&command, &[], sound, toast).await;
        });
    };
    let save = move || {
        let value = typed.get_untracked().trim().parse().ok();
        let command = Command::DescribeLot { card, field: LotField::LotNumber, value };
        record(command, Sounded::Done, Opening::Saved);
    };
    let void = move |why: Opening| {
        let reason = why.say(app.language.get_untracked()).parse().ok();
        let told = Opening::CardVoided(card.to_string());
        record(Command::VoidCard { card, reason }, Sounded::Undone, told);
    };
    let void_key = move |name: &'static str, why: Opening| {
        let word = why.clone();
        view! { <button class="btn tall" type="button" data-void-card=name on:click=move |_| void(why.clone())>{icon(Icon::Close)}{say(word)}</button> }
    };
    view! {
        <Sheet label=say(Opening::LotNumber)>
            <form class="typed" on:submit=move |event| { event.prevent_default(); save(); }>
                <b class="num">{card.to_string()}</b>
                <label class="sec">{say(Opening::LotNumber)}<input class="text" data-lot-number="" autocomplete="off" spellcheck="false"
                    prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))/></label>
                <div class="two">
                    <button class="btn tall" type="button" on:click=move |_| close.run(())>{icon(Icon::Close)}{say(messages::Message::Close)}</button>
                    <button class="btn main" type="submit">{icon(Icon::Check)}{say(Opening::Save)}</button>
                </div>
            </form>
            <b>{say(Opening::VoidCard)}</b>
            <div class="two">{void_key("damaged", Opening::CardDamaged)}{void_key("wrong", Opening::CardWrong)}</div>
        </Sheet>
    }
}
