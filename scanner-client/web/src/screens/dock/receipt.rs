//! One delivery: its lines, and counting them by scan.

use leptos::prelude::*;
use sync_core::ids::LineKey;
use sync_core::number::ReceiptNumber;
use sync_core::view;

use super::counting::{Asking, Counting};
use super::guard::Guard;
use super::home::vendor_of;
use super::line_row::line_row;
use super::messages::Message;
use super::opening::{EditPapers, PapersAsked, find_item};
use super::problem::{problem_key, reported};
use super::quantity::HowMuch;
use super::state::use_dock;
use super::type_code::TypeButton;
use super::which_line::WhichLine;
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::icon::{Icon, icon};
use crate::components::last_scan::LastScanPanel;
use crate::components::scan_field::on_scan;
use crate::components::state::Empty;
use crate::messages::say;

#[component]
pub(super) fn Receipt(number: ReceiptNumber) -> impl IntoView {
    let dock = use_dock();
    let counting = Counting::of(dock, number);
    provide_context(counting);
    let papers = PapersAsked::of(counting);
    on_scan(move |scan| {
        let is_again = scan.again;
        if papers.takes(&scan) {
            return;
        }
        dock.take(&scan, |_, item| counting.take_item(&item, is_again));
    });
    let under = Signal::derive(move || order_of(counting).get());
    view! {
        <div class="hh">
            <Bar title=Signal::derive(move || number.to_string()) under back="dock"/>
            <main>
                {move || counting.view.get().map(|view| view! {
                    <div class="hd sum"><h2 class="clip1 mid">{vendor_of(&view)}</h2><span class="grow"></span>
                        <span class="num cap">{view.row.delivery_note.clone()}</span>{problem_key(number)}</div>
                })}
                {move || papers.strip()}
                <div class="lines">{lines(counting)}{move || find_item(counting)}{reported(dock, number)}</div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock"><TypeButton/>{move || sign_button(counting)}</div>
            <Show when=move || papers.is_edited.get()><EditPapers papers/></Show>
            {move || counting.asking.get().map(|asking| match asking {
                Asking::HowMuch(key) => view! { <HowMuch key/> }.into_any(),
                Asking::Which(item) => view! { <WhichLine item/> }.into_any(),
                Asking::Slipped(key, notice) => view! { <Guard key notice/> }.into_any(),
            })}
        </div>
    }
}

fn order_of(counting: Counting) -> Signal<String> {
    let order = counting.view.with(|view| {
        view.as_ref().and_then(|view| view.row.orders.first().map(ToString::to_string))
    });
    say(order.map_or(Message::NoOrder, Message::Order))
}

fn lines(counting: Counting) -> impl IntoView {
    let keys = Memo::new(move |_| {
        counting.view.with(|view| {
            let lines = view.iter().flat_map(|view| &view.counting);
            lines.map(|line| line.row.line.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || counting.view.with(|view| view.as_ref().is_some_and(|view| view.counting.is_empty()))>
            <Empty which=Icon::Lines what=say(Message::NothingYet) then=say(Message::Nothing)/></Show>
        // Line by line: what did not change is not drawn again.
        <For each=move || keys.get() key=Clone::clone let:key>{line_of(counting, key)}</For>
    }
}

fn line_of(counting: Counting, key: LineKey) -> impl IntoView {
    let own = key.clone();
    let line = Memo::new(move |_| counting.line(&own));
    let is_now = Memo::new(move |_| counting.now.with(|now| now.as_ref() == Some(&key)));
    move || {
        let is_now = is_now.get();
        line.get().map(|line| {
            line_row(line, is_now, move |line| {
                counting.is_again.set(false);
                counting.asking.set(Some(Asking::HowMuch(line.row.line)));
            })
        })
    }
}

fn sign_button(counting: Counting) -> Option<AnyView> {
    let app = use_app();
    let view = counting.view.get()?;
    let number = counting.number.to_string();
    if view.stage != view::Stage::Count {
        return Some(
            view! {
                <button class="btn main" type="button" on:click=move |_| app.go(&format!("dock/papers/{number}"))>
                    {icon(Icon::Slip)}{say(Message::Papers)}</button>
            }
            .into_any(),
        );
    }
    let under = match (view.lines_to_sign, view.lines_left) {
        (0, _) => Message::NothingYet,
        (_, 0) if view.counting.iter().any(|line| line.is_blind) => Message::AllCounted,
        (_, 0) => Message::AllComplete,
        (_, left) => Message::LinesLeft(left),
    };
    let is_off = view.lines_to_sign == 0;
    let class = if is_off { "btn main off" } else { "btn main" };
    Some(
        view! {
            <button class=class type="button" prop:disabled=is_off on:click=move |_| app.go(&format!("dock/sign/{number}"))>
                <span>{say(Message::DoneSign)}<small>{say(under)}</small></span></button>
        }
        .into_any(),
    )
}
