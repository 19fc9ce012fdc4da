//! The dock's first screen: scan anything, or go on with a receipt.

use leptos::prelude::*;
use sync_core::number::ReceiptNumber;
use sync_core::post::Post;
use sync_core::view::{CountingView, DockView, LineStanding, ScannedKind, Stage};

use super::keeper;
use super::messages::{Keeper, Message};
use super::opening::NoSuchOrder;
use super::state::use_dock;
use super::type_code::TypeButton;
use super::vendor::Arriving;
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::chips::{Role, chip, unsent_chip};
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::last_scan::LastScanPanel;
use crate::components::scan_field::on_scan;
use crate::components::state::Empty;
use crate::messages::say;
use crate::number_format;

/// At most so many receipts are listed: more trucks than any dock has. The others are scanned.
const MOST_ROWS: usize = 40;

#[component]
pub(super) fn Home() -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let open = Memo::new(move |_| app.views.dock(|dock, replica| dock.draw(replica, MOST_ROWS)));
    let count = Memo::new(move |_| open.with(|open| open.open));
    let numbers = Memo::new(move |_| {
        open.with(|open| open.latest.iter().map(|view| view.row.number).collect::<Vec<_>>())
    });
    let ready = Memo::new(move |_| open.with(|open| open.to_shelve));
    let rejected = Memo::new(move |_| keeper::waiting().len());
    on_scan(move |scan| {
        dock.no_order.set(None);
        let scanned = dock.look_up(&scan.code).filter(|it| it.kind == ScannedKind::Vendor);
        if let Some(vendor) = scanned.and_then(|scanned| scanned.code.parse().ok()) {
            return dock.expect_of(vendor);
        }
        dock.take(&scan, |dock, _| {
            dock.refuse(app.say(Message::OpenFirst), app.say(Message::NoReceiptsHow));
        });
        dock.offer_without_order(&scan);
    });
    let name = move || app.person().map(|person| app.device.name_of(person)).unwrap_or_default();
    let newest = Memo::new(move |_| {
        open.with(|open| open.latest.first().map(|row| (row.row.number, row.stage, vendor_of(row))))
    });
    view! {
        <div class="hh">
            <Bar title=say(Message::Dock) under=Signal::derive(name)/>
            <main>
                <div class="lines">
                    <section class="scanbar">
                        <span class="frame">{sized(Icon::Scan, Size::Huge)}</span>
                        <div><b>{say(Message::ScanAnything)}</b><span class="sec">{say(Message::ScanWhat)}</span></div>
                    </section>
                    <Arriving/>
                    <NoSuchOrder/>
                    <div class="tiles">
                        <button class="btn" type="button" on:click=move |_| app.go("dock/put-away")>
                            {icon(Icon::Pin)}<span>{say(Message::PutAway)}<small>{move || say(Message::LotsReady(ready.get()))}</small></span></button>
                        <Show when=move || app.posts().has(Post::NonconformingKeeper)>
                            <button class="btn" type="button" data-returns="" on:click=move |_| app.go("dock/returns")>
                                {icon(Icon::Box)}<span>{say(Keeper::Title)}<small>{move || say(Keeper::Waiting(rejected.get()))}</small></span></button>
                        </Show>
                        <button class="btn" type="button" on:click=move |_| app.go("board")>
                            {icon(Icon::Board)}<span>{say(Message::Board)}</span></button>
                    </div>
                    {move || match count.get() {
                        0 => view! { <Empty which=Icon::Truck what=say(Message::NoReceipts) then=say(Message::NoReceiptsHow)/> }.into_any(),
                        count => view! { <h2 class="hd"><b>{say(Message::OpenReceipts(count))}</b></h2> }.into_any(),
                    }}
                    // Row by row: what did not change is not drawn again.
                    <For each=move || numbers.get() key=|number| *number let:number>
                        {row_of(open, number)}
                    </For>
                </div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock">
                <TypeButton/>
                {move || newest.get().map(|(number, stage, vendor)| {
                    view! {
                        <button class="btn main" type="button" on:click=move |_| app.go(&place_of(stage, number.to_string()))>
                            <span class="clip2">{say(Message::Resume(vendor))}</span></button>
                    }
                })}
            </div>
        </div>
    }
}

fn row_of(open: Memo<DockView>, number: ReceiptNumber) -> impl IntoView {
    let view = Memo::new(move |_| {
        open.with(|open| open.latest.iter().find(|view| view.row.number == number).cloned())
    });
    move || view.get().map(receipt_row)
}

fn place_of(stage: Stage, number: String) -> String {
    let screen = match stage {
        Stage::Count => "receipt",
        Stage::Card | Stage::Exchange | Stage::Slip | Stage::Confirm | Stage::Done => "papers",
    };
    format!("dock/{screen}/{number}")
}

/// Who delivered, as it stands on a row.
pub(super) fn vendor_of(view: &CountingView) -> String {
    let code = || view.row.vendor.as_ref().map(ToString::to_string);
    view.row.vendor_name.clone().or_else(code).unwrap_or_default()
}

fn receipt_row(view: CountingView) -> impl IntoView {
    let app = use_app();
    let counts_again = view.counting.iter().any(|line| line.standing == LineStanding::CountAgain);
    let (role, shape, word) = match view.stage {
        _ if counts_again => (Role::Warn, Icon::Again, Message::CountAgain),
        Stage::Count if view.lines_left > 0 => {
            (Role::Info, Icon::Lines, Message::LinesLeft(view.lines_left))
        }
        Stage::Count => (Role::Ok, Icon::Pen, Message::ToSign),
        Stage::Card => (Role::Warn, Icon::Print, Message::ToCard),
        Stage::Exchange => (Role::Warn, Icon::Again, Message::ToExchange(view.lines_to_exchange)),
        Stage::Slip => (Role::Warn, Icon::Slip, Message::ToSlip),
        Stage::Confirm | Stage::Done => (Role::Warn, Icon::Check, Message::ToConfirm),
    };
    let fill = match role {
        Role::Ok => "f-ok",
        Role::Warn => "f-warn",
        _ => "f-now",
    };
    let facts: Vec<_> = view
        .counting
        .iter()
        .flat_map(|line| line.row.tallies.iter().map(|tally| tally.recorded.id))
        .chain([view.row.number.0])
        .collect();
    let order = view.row.orders.first().map(ToString::to_string);
    let order = order.map_or(Message::NoOrder, Message::Order);
    // Trucks of one order look alike but for when they came.
    let came = view.row.opened.as_ref().map(|opened| number_format::clock(opened.at, app.offset()));
    let place = place_of(view.stage, view.row.number.to_string());
    let width = (u32::from(view.permille) / 10).to_string();
    let class = format!("row rc {}", role.class());
    let name = vendor_of(&view);
    view! {
        <button class=class type="button" on:click=move |_| app.go(&place)>
            <span class="mid clip1 wide">{name}</span>
            <span class="cap num">{say(order)}{came.map(|came| format!(" · {came}"))}</span>
            <span class="chips">
                {move || unsent_chip(app.device.unsent_of(facts.iter().copied()))}
                {chip(role, shape, say(word))}
            </span>
            <svg class="prog" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="tr" width="100" height="6"></rect><rect class=fill width=width height="6"></rect></svg>
        </button>
    }
}
