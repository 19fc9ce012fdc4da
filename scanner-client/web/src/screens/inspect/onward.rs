//! What stands over every step of a lot, and how one comes from one to the next.

use leptos::prelude::*;
use sync_core::number::CardNumber;
use sync_core::rules::inspection_steps::InspectionStep as Step;
use sync_core::view::{self, InspectionView};

use super::bench::use_inspection;
use super::messages::Message;
use super::names;
use crate::app::use_app;
use crate::components::deadline;
use crate::components::icon::{Icon, icon};
use crate::messages::say;

/// Moves to a step of a lot.
pub(super) fn go(card: CardNumber, step: Step) {
    let app = use_app();
    app.go_instead(&format!("inspect/lot/{card}/{}", step.name()));
}

/// Moves on to a step once something is recorded, unless the person has gone elsewhere meanwhile.
pub(super) fn then_go(card: CardNumber, step: Step) -> impl FnOnce() + 'static {
    let app = use_app();
    let here = app.route.get_untracked();
    move || app.go_on(&here, &format!("inspect/lot/{card}/{}", step.name()))
}

/// A lot's number and item.
pub(super) fn title(card: CardNumber, lot: Memo<Option<InspectionView>>) -> Signal<String> {
    let item = Memo::new(move |_| lot.with(|lot| lot.as_ref()?.lot.goods.item.clone()));
    Signal::derive(move || format!("{card} · {}", names::item(item.get()).get()))
}

/// A lot's vendor and quantity, in small print.
pub(super) fn under(lot: Memo<Option<InspectionView>>) -> Signal<String> {
    let app = use_app();
    Signal::derive(move || {
        let language = app.language.get();
        lot.with(|lot| {
            let Some(lot) = lot.as_ref() else { return String::new() };
            let vendor = lot.lot.goods.vendor_name_or_code();
            let mut parts: Vec<String> = vendor.into_iter().collect();
            if lot.subcontracted {
                parts.push(say(Message::SubcontractedShort).get());
            }
            parts.push(names::amount(lot.lot.quantity, lot.lot.unit, language));
            parts.join(" · ")
        })
    })
}

/// The lot that is next, with its time: never covered.
pub(super) fn next_up(card: CardNumber) -> impl IntoView {
    let app = use_app();
    let next = next_row(card);
    move || {
        next.get().map(|row| {
            let (now, number) = (app.minute.get(), row.number);
            view! {
                <button class="nextup" type="button" data-next=number.to_string() on:click=move |_| app.go("inspect")>
                    {deadline::shape(row.standing, row.used_percent)}
                    <span><span class="cap">{say(Message::NextLot)}</span><b>{number.to_string()}</b>" · "
                        <b>{say(deadline::word(row.standing, row.due, now))}</b></span>
                </button>
            }
        })
    }
}

/// The first lot of the queue that is another one.
fn next_row(card: CardNumber) -> Memo<Option<view::QueueRow>> {
    let queue = use_inspection().queue;
    Memo::new(move |_| {
        queue.with(|queue| queue.rows.iter().find(|row| row.number != card).cloned())
    })
}

/// Takes the next lot, or goes back to the queue where none waits.
pub(super) fn next_lot(card: CardNumber) -> impl IntoView {
    let app = use_app();
    let (bench, next) = (use_inspection(), next_row(card));
    move || {
        match next.get() {
        Some(row) => {
            let number = row.number;
            view! {
                <button class="btn main tall" type="button" data-start=number.to_string()
                    on:click=move |_| { bench.take(number, None); app.go(&format!("inspect/lot/{number}")); }>
                    <span>{say(Message::Start(number.to_string()))}<small>{say(Message::OrScan)}</small></span>{icon(Icon::Forward)}</button>
            }
            .into_any()
        }
        None => view! {
            <button class="btn main tall" type="button" on:click=move |_| app.go("inspect")>{icon(Icon::Done)}
                <span>{say(Message::BackToQueue)}<small>{say(Message::NothingWaits)}</small></span></button>
        }
        .into_any(),
    }
    }
}

/// On to the next step, with nothing to save.
pub(super) fn onward(card: CardNumber, next: Step) -> impl IntoView {
    view! {
        <button class="btn main tall" type="button" data-onward=next.name() on:click=move |_| go(card, next)>
            <span>{say(Message::Onward(next))}</span>{icon(Icon::Forward)}</button>
    }
}
