//! After the signature: the cards on the goods, the acceptance slip, and whose turn it is.

use inwards_engine::engine::{CommandDone, RecordedFact};
use inwards_paper::sheet::Printing;
use inwards_paper::{card, slip};
use leptos::prelude::*;
use sync_core::command::Command;
use sync_core::ids::LineKey;
use sync_core::number::{ReceiptNumber, SlipNumber};
use sync_core::text::Say;
use sync_core::view::{self, CountingView, LotView, ReceiptView, Stage};

use super::card_sheet::CardSheet;
use super::home::vendor_of;
use super::line_row::{MOST_LETTERS, number as amount};
use super::messages::{Message, Opening};
use super::state::{DockState, use_dock};
use super::type_code::TypeButton;
use crate::app::use_app;
use crate::browser::{keep, kept};
use crate::components::bar::Bar;
use crate::components::chips::{Role, chip, unsent_chip};
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::last_scan::LastScanPanel;
use crate::components::print::print;
use crate::components::recording::{notices, record_with_toast};
use crate::components::scan_field::on_scan;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;
use crate::number_format;
use crate::overlay::Print;
use crate::overlay::Toast;

#[component]
pub(super) fn Papers(number: ReceiptNumber) -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let counting = Memo::new(move |_| app.device.view(|replica| view::counting(replica, number)));
    let receipt = Memo::new(move |_| app.device.view(|replica| view::receipt(replica, number)));
    let cards = Memo::new(move |_| {
        let numbers = counting.with(|view| view.as_ref().map(|view| view.cards.clone()));
        app.device.view(|replica| {
            let lots = numbers.unwrap_or_default().into_iter();
            lots.filter_map(|number| view::lot(replica, number)).collect::<Vec<_>>()
        })
    });
    on_scan(move |scan| {
        dock.take(&scan, |dock, _| {
            dock.refuse(app.say(Message::OpenFirst), app.say(Message::NoReceiptsHow));
        });
    });
    let opened = RwSignal::new(None::<LotView>);
    let under = Signal::derive(move || {
        counting.with(|view| view.as_ref().map(vendor_of)).unwrap_or_default()
    });
    view! {
        <div class="hh">
            <Bar title=Signal::derive(move || number.to_string()) under back="dock"/>
            <main>
                <div class="lines">
                    <h2 class="hd"><b>{say(Message::Cards)}</b></h2>
                    {move || {
                        let cards = cards.get();
                        let all_of = cards.len();
                        if cards.is_empty() {
                            view! { <p class="pad sec">{say(Message::NoCardYet)}</p> }.into_any()
                        } else {
                            let differing = counting.with(|view| view.as_ref().map(differing).unwrap_or_default());
                            let all = cards.clone();
                            view! {
                                {(cards.len() > 1).then(|| view! {
                                    <button class="btn" type="button" data-print-all="" on:click=move |_| print_cards(&all)>{icon(Icon::Print)}{say(Opening::PrintAll(all_of))}</button>
                                })}
                                {cards.into_iter().map(|lot| card_row(lot, &differing, opened)).collect_view()}
                            }.into_any()
                        }
                    }}
                    {move || exchange_words(counting.get())}
                    {move || receipt.get().filter(|view| !view.slips.is_empty()).map(|view| slip_rows(&view))}
                    {move || next_step(counting.get().map(|view| view.stage))}
                </div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock"><TypeButton/>
                {move || counting.get().map(|view| second_action(dock, &view))}
                {move || counting.get().map(|view| main_action(dock, &view))}</div>
            {move || opened.get().map(|lot| view! { <CardSheet lot close=Callback::new(move |()| opened.set(None))/> })}
        </div>
    }
}

/// The lines of which cards say more than was counted, with what both say.
fn differing(view: &CountingView) -> Vec<(LineKey, Opening)> {
    let lines = view.counting.iter().filter(|line| line.to_exchange);
    let said = lines.map(|line| {
        let [carded, counted] = [line.row.carded, line.row.counted].map(number_format::quantity);
        (line.row.line.clone(), Opening::CardsSay(carded, counted))
    });
    said.collect()
}

/// What differs from the count in words, where something does.
fn exchange_words(view: Option<CountingView>) -> Option<impl IntoView> {
    let is_signed = view.as_ref().is_some_and(|view| view.stage > Stage::Exchange);
    view.filter(|view| view.slip_differs && is_signed).map(|_| {
        view! { <p class="row warn" role="status" data-slip-differs="">{say(Opening::SlipDiffers)}</p> }
    })
}

fn card_row(
    lot: LotView,
    differing: &[(LineKey, Opening)],
    opened: RwSignal<Option<LotView>>,
) -> impl IntoView + use<> {
    let app = use_app();
    let item = lot.goods.item.clone();
    let name = move || {
        let name = item.as_ref()?.name_or_code(app.language.get());
        Some(number_format::shortened(&name, MOST_LETTERS))
    };
    let due = lot.due.map(|due| say(Message::Due(number_format::clock(due, app.offset()))));
    let printed = vec![lot.clone()];
    let line = lot.line.as_ref();
    let differs = differing.iter().find(|(key, _)| Some(key) == line);
    let differs = differs.map(|(_, said)| {
        view! { <div class="cap ix t-warn" data-differs="">{sized(Icon::Warn, Size::Small)}{say(said.clone())}</div> }
    });
    let class = if differs.is_some() { "row warn card" } else { "row ok card" };
    let of_lot = lot.lot_number.clone().map_or(Opening::LotAndVoid, Opening::LotIs);
    let whole = lot.clone();
    let facts: Vec<_> = lot.issued.iter().map(|issued| issued.id).collect();
    view! {
        <button class=class type="button" data-card=lot.number.to_string() on:click=move |_| print_cards(&printed)>
            <div><div class="mid clip2 nm">{name}</div><div class="cap"><b class="num">{lot.number.to_string()}</b>" "{due}</div>{differs}</div>
            <div class="r"><span class="n">{amount(lot.quantity, lot.unit)}</span>
                <span class="chips">{move || unsent_chip(app.device.unsent_of(facts.iter().copied()))}
                    {chip(Role::Mute, Icon::Print, say(Message::Print))}</span></div>
        </button>
        <button class="btn sub" type="button" data-card-more=lot.number.to_string() on:click=move |_| opened.set(Some(whole.clone()))>{icon(Icon::Pen)}{say(of_lot)}</button>
    }
}

fn slip_rows(view: &ReceiptView) -> impl IntoView + use<> {
    let app = use_app();
    let rows = view.slips.iter().map(|slip| {
        let stamp = slip.confirmed.as_ref().unwrap_or(&slip.issued);
        let word = if slip.confirmed.is_some() { Message::SlipConfirmed } else { Message::ConfirmHow };
        let role = if slip.confirmed.is_some() { "row ok" } else { "row warn" };
        let at = number_format::clock(stamp.at, app.offset());
        let name = stamp.name.clone().unwrap_or_default();
        let facts: Vec<_> = slip.confirmed.iter().map(|stamp| stamp.id).chain([slip.issued.id]).collect();
        let number = slip.number;
        let receipt = view.clone();
        view! {
            <button class=role type="button" data-slip=number.to_string() on:click=move |_| print_slip(&receipt, number)>
                <div><div class="mid"><b class="num">{number.to_string()}</b></div><div class="cap clip1">{say(word)}" · "{name}" "{at}</div></div>
                <div class="r"><span class="chips">{move || unsent_chip(app.device.unsent_of(facts.iter().copied()))}
                        {chip(Role::Mute, Icon::Print, say(Message::Print))}</span></div>
            </button>
        }
    });
    view! { <h2 class="hd"><b>{say(Message::Slip)}</b></h2>{rows.collect_view()} }
}

fn next_step(stage: Option<Stage>) -> Option<AnyView> {
    (stage == Some(Stage::Done)).then(|| {
        view! {
            <section class="state done">{sized(Icon::Done, Size::Huge)}<b>{say(Message::AllDone)}</b><p class="sec">{say(Message::AllDoneHow)}</p></section>
        }
        .into_any()
    })
}

fn main_action(dock: DockState, view: &CountingView) -> AnyView {
    let app = use_app();
    let (number, stage) = (view.row.number, view.stage);
    let (shape, word) = match stage {
        Stage::Count => (Icon::Lines, Message::CountOn),
        Stage::Card => (Icon::Print, Message::IssueCards(view.lines_to_card)),
        Stage::Slip => (Icon::Slip, Message::IssueSlip),
        Stage::Confirm => (Icon::Check, Message::ConfirmSlip),
        Stage::Done => return done_action(),
        Stage::Exchange => return exchange_action(dock, number, view.lines_to_exchange),
    };
    let act = move |_| match stage {
        Stage::Count => app.go(&format!("dock/receipt/{number}")),
        Stage::Card => dock.once.go(async move {
            let issued = dock.issue_cards(number).await;
            if issued.is_ok() {
                app.signal(Sounded::Done);
            }
        }),
        Stage::Slip => dock.do_and_say(Command::IssueSlip { receipt: number }, Message::SlipIssued),
        Stage::Confirm => {
            dock.do_and_say(Command::ConfirmSlip { receipt: number }, |_| Message::SlipConfirmed);
        }
        Stage::Exchange | Stage::Done => {}
    };
    // The same button takes another meaning: its class says so, and lets it rest anew.
    let class = match stage {
        Stage::Count | Stage::Exchange | Stage::Slip | Stage::Done => "btn main",
        Stage::Card | Stage::Confirm => "btn main turned",
    };
    view! {
        <button class=class type="button" on:click=act>
            {icon(shape)}<span class="clip2">{say(word)}</span></button>
    }
    .into_any()
}

/// Nothing is left to do here: the next truck.
fn done_action() -> AnyView {
    let app = use_app();
    view! {
        <button class="btn main" type="button" data-next-scan="" on:click=move |_| app.go("dock")>
            {icon(Icon::Scan)}<span class="clip2">{say(Opening::NextScan)}</span></button>
    }
    .into_any()
}

/// Cards that say more than was counted give way to others.
fn exchange_action(dock: DockState, number: ReceiptNumber, lines: usize) -> AnyView {
    let exchange = move || {
        let reason = use_app().say(Opening::CountedAfresh).parse().ok();
        let command = Command::ExchangeCards { receipt: number, reason };
        dock.do_and_say(command, |_| Opening::Exchanged);
    };
    view! {
        <button class="btn main turned" type="button" data-exchange="" on:click=move |_| exchange()>
            {icon(Icon::Again)}<span class="clip2">{say(Opening::Exchange(lines))}</span></button>
    }
    .into_any()
}

/// What is done more rarely: another truck of the same order, cards that stand all the same.
fn second_action(dock: DockState, view: &CountingView) -> Option<AnyView> {
    let number = view.row.number;
    let order = view.row.orders.first().cloned();
    match view.stage {
        Stage::Done => order.map(|order| {
            view! {
                <button class="btn tall" type="button" data-another="" on:click=move |_| dock.open_another(order.clone())>
                    {icon(Icon::Truck)}<span class="clip2">{say(Opening::Another)}</span></button>
            }
            .into_any()
        }),
        Stage::Exchange => Some(
            view! {
                <button class="btn tall" type="button" data-cards-stand="" on:click=move |_| {
                    dock.do_and_say(Command::ConfirmCount { receipt: number }, |_| Opening::CardsStandDone);
                }>{icon(Icon::Check)}<span class="clip2">{say(Opening::CardsStand)}</span></button>
            }
            .into_any(),
        ),
        Stage::Count | Stage::Card | Stage::Slip | Stage::Confirm => None,
    }
}

/// Prints cards on labels of 100 × 70 mm.
fn print_cards(lots: &[LotView]) {
    let offset = use_app().offset();
    let cards = lots.iter().filter_map(|lot| card::card(lot, offset, card::Size::Large));
    print(Print::Cards(cards.collect()));
}

/// How often this device printed a paper before; what another printed is not known here.
fn printed_before(number: &str) -> u32 {
    let name = format!("printed-{number}");
    let before = kept(&name).and_then(|count| count.parse().ok()).unwrap_or(0_u32);
    keep(&name, &before.saturating_add(1).to_string());
    before
}

/// The plant, as papers name it.
pub(super) fn site_name() -> String {
    use_app().device.identity().map(|identity| identity.site).unwrap_or_default()
}

/// What a paper of a number says of its own printing; counts it.
pub(super) fn printing_of<'s>(site: &'s str, number: &str) -> Printing<'s> {
    let app = use_app();
    let copies_before = printed_before(number);
    Printing { site, offset: app.offset(), at: app.device.instant(), copies_before }
}

/// Prints a slip on A4, with what is known of its lots.
fn print_slip(receipt: &ReceiptView, number: SlipNumber) {
    let app = use_app();
    let site = site_name();
    let printing = printing_of(&site, &number.to_string());
    let lots: Vec<LotView> = app.device.peek(|engine| {
        let cards = receipt.line_rows.iter().flat_map(|line| line.cards.iter().copied());
        cards.filter_map(|card| view::lot(engine.replica(), card)).collect()
    });
    if let Some(paper) = slip::slip(receipt, number, &lots, printing) {
        print(Print::Paper(paper.pages));
    }
}

impl DockState {
    /// Records something, and says so in a toast.
    fn do_and_say<M: Say + 'static>(self, command: Command, word: fn(String) -> M) {
        self.once.go(async move {
            let toast = |done: &CommandDone| {
                let number = done.made.first().and_then(RecordedFact::number);
                let number = number.map(|number| number.to_string()).unwrap_or_default();
                let toast = Toast::done(use_app().say(word(number)));
                Some(toast.with_more(notices(done, |_| false)))
            };
            record_with_toast(&command, &[], Sounded::Done, toast).await;
        });
    }
}
