//! Putting away: the card, then the location. Each scan says what it did.

use std::rc::Rc;

use inwards_engine::engine::CommandDone;
use leptos::prelude::*;
use rust_decimal::Decimal;
use sync_core::command::Command;
use sync_core::ids::{FactId, Text};
use sync_core::measure::{Quantity, Unit};
use sync_core::number::CardNumber;
use sync_core::view::{self, IncrementalDock, LotView, ScannedKind, WorkRow};

use super::line_row::number as amount;
use super::messages::{Message, Shelf};
use super::part::AskPart;
use super::state::{DockState, use_dock};
use super::type_code::TypeButton;
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::last_scan::{Last, LastScanPanel, ScanOutcome};
use crate::components::recording::record_aloud;
use crate::components::scan_field::on_scan;
use crate::components::sheet::Sheet;
use crate::components::state::Empty;
use crate::device::scanner::Scan;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;
use crate::number_format;

/// What can be put away.
#[component]
pub(super) fn Ready() -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let ready = Memo::new(move |_| app.views.dock(IncrementalDock::to_put_away));
    on_scan(move |scan| {
        dock.take(&scan, |dock, _| {
            dock.refuse(
                app.say(Message::NotForHere(ScannedKind::Item)),
                app.say(Message::ScanCard),
            );
        });
    });
    view! {
        <div class="hh">
            <Bar title=say(Message::PutAwayTitle) under=Signal::derive(move || say(Message::LotsLeft(ready.with(Vec::len))).get()) back="dock"/>
            <main>
                <section class="scanbar"><span class="frame">{sized(Icon::Scan, Size::Huge)}</span>
                    <div><b>{say(Message::ScanCard)}</b><span class="sec">{say(Message::ScanCardHow)}</span></div></section>
                <div class="lines">
                    {move || {
                        let rows = ready.get();
                        if rows.is_empty() {
                            view! { <Empty which=Icon::Pin what=say(Message::NoLots) then=say(Message::NoLotsHow)/> }.into_any()
                        } else {
                            rows.into_iter().map(|row| lot_row(row, "dock/put-away", None)).collect_view().into_any()
                        }
                    }}
                </div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock"><TypeButton/></div>
        </div>
    }
}

/// A lot in a list of lots; a tap goes to it, under an address.
pub(super) fn lot_row(
    row: WorkRow,
    under: &str,
    waits: Option<Signal<String>>,
) -> impl IntoView + use<> {
    let app = use_app();
    let code = row.item.as_ref().map(|item| item.code.to_string()).unwrap_or_default();
    let place = format!("{under}/{}", row.about);
    let (card, about) = (row.about.to_string(), format!("{} · {code}", row.about));
    let item = row.item;
    let name = move || Some(item.as_ref()?.name_or_code(app.language.get()).into_owned());
    let quantity = row.quantity.unwrap_or_default();
    let class = if waits.is_some() { "row bad" } else { "row ok" };
    view! {
        <button class=class type="button" data-lot=card on:click=move |_| app.go(&place)>
            <div><div class="mid clip1">{name}</div><div class="cap num">{about}</div></div>
            <div class="r"><span class="n">{amount(quantity, row.unit)}</span><span class="cap">{waits}</span></div>
        </button>
    }
}

/// One lot on its way to a shelf.
#[derive(Clone, Copy)]
struct OnItsWay {
    dock: DockState,
    number: CardNumber,
    lot: Memo<Option<LotView>>,
    /// So much goes to the next location; all of it where nobody said.
    part: RwSignal<Option<Decimal>>,
    /// The putaway whose goods go to the next location instead.
    moving: RwSignal<Option<(FactId, String)>>,
    /// A code that may be a location: nobody put goods there so far.
    asks_place: RwSignal<Option<Text>>,
    asks_part: RwSignal<bool>,
}

#[component]
pub(super) fn PutAway(number: CardNumber) -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let way = OnItsWay {
        dock,
        number,
        lot: Memo::new(move |_| app.device.view(|replica| view::lot(replica, number))),
        part: RwSignal::new(None),
        moving: RwSignal::new(None),
        asks_place: RwSignal::new(None),
        asks_part: RwSignal::new(false),
    };
    on_scan(move |scan| way.take_location(&scan));
    view! {
        <div class="hh">
            <Bar title=say(Message::PutAwayTitle) under=Signal::derive(move || number.to_string()) back="dock/put-away"/>
            <main>
                <div class="lines">
                    {move || lot_step(way)}
                    {move || location_step(way)}
                    {move || way.lot.with(|lot| lot.as_ref().map(|lot| places(way, lot)))}
                </div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock"><TypeButton/>{move || next_button(way)}</div>
            {move || way.asks_place.get().map(|place| ask_place(way, place))}
            <Show when=move || way.asks_part.get()>
                <AskPart label=say(Shelf::HowMuch) unit=way.lot.with_untracked(|lot| lot.as_ref().and_then(|lot| lot.unit))
                    give=Callback::new(move |part| { way.asks_part.set(false); way.part.set(Some(part)); })
                    close=Callback::new(move |()| way.asks_part.set(false))/>
            </Show>
        </div>
    }
}

/// A quantity in words, in the language of the moment.
fn worded(value: Quantity, unit: Option<Unit>) -> String {
    number_format::amount(value, unit, use_app().language.get())
}

/// What may go, large; what of the lot stays here, beside it.
fn lot_step(way: OnItsWay) -> impl IntoView {
    let app = use_app();
    let details = way.lot.get().map(|lot| {
        let item = lot.goods.item.clone();
        let code = lot.goods.code().map(ToString::to_string);
        let name = move || Some(item.as_ref()?.name_or_code(app.language.get()).into_owned());
        let left = lot.left_to_put_away;
        let is_held = !left.is_zero() && lot.ready_for_shelf().is_zero();
        let is_barred = left.is_zero() && lot.put_away.is_zero();
        let unit = lot.unit;
        let stays = [
            (lot.rejected_here(), Shelf::StaysRejected as fn(String) -> Shelf),
            (lot.to_sort, Shelf::StaysToSort),
            (lot.unjudged, Shelf::StaysUnjudged),
        ];
        let stays = stays.into_iter().filter(|(quantity, _)| !quantity.is_zero());
        let stays = stays.map(|(quantity, word)| view! {
            <div class="cap ix" data-stays="">{sized(Icon::Hold, Size::Small)}{move || say(word(worded(quantity, unit))).get()}</div>
        });
        view! {
            <div class="mid clip2">{name}</div><div class="cap num">{code}</div>
            <div class="loc" data-for-shelf="">{amount(left, unit)}</div>
            <div class="cap">{say(Shelf::ForShelf)}</div>
            {stays.collect_view()}
            <div class="chips">
                {is_held.then(|| view! { <span class="chip warn">{sized(Icon::Hold, Size::Small)}{say(Shelf::HeldYet)}</span> })}
                {is_barred.then(|| view! { <span class="chip bad" data-barred="">{sized(Icon::Stop, Size::Small)}{say(Shelf::DoNotCarry)}</span> })}
            </div>
        }
    });
    view! {
        <section class="step done">
            <span class="no">{icon(Icon::Check)}</span>
            <div class="grow"><div class="cap">{say(Message::LotOf(way.number.to_string()))}</div>{details}</div>
        </section>
    }
}

fn location_step(way: OnItsWay) -> impl IntoView {
    let app = use_app();
    let (left, unit, is_done) = way.lot.with(|lot| {
        let lot = lot.as_ref();
        let left = lot.map(|lot| lot.left_to_put_away).unwrap_or_default();
        let is_done = lot.is_some_and(|lot| left.is_zero() && !lot.put_away.is_zero());
        (left, lot.and_then(|lot| lot.unit), is_done)
    });
    let moving = way.moving.get();
    let title = match &moving {
        Some((_, place)) => say(Shelf::Moving(place.clone())),
        None if is_done => say(Message::AllPutAway),
        None => say(Message::ScanLocation),
    };
    let has_more = !left.is_zero() && moving.is_none();
    let place = app.views.shelf(way.number).filter(|_| has_more || moving.is_some());
    let part = move || match way.part.get() {
        Some(part) => say(Shelf::PartOf(worded(Quantity::new(part).unwrap_or_default(), unit))),
        None => say(Shelf::OnlyPart),
    };
    view! {
        <section class="step cur" class:done=is_done && moving.is_none()>
            <span class="no">{if is_done { icon(Icon::Check).into_any() } else { "2".into_any() }}</span>
            <div class="grow">
                <div class="sec mid">{title}</div>
                {place.map(|place| view! {
                    <div class="loc">{place.clone()}</div>
                    <div class="cap">{say(Message::SameItemAt(place))}</div>
                })}
                {has_more.then(|| view! {
                    <button class="btn" type="button" data-part="" on:click=move |_| way.asks_part.set(true)>{icon(Icon::Fork)}{move || part().get()}</button>
                })}
                {moving.is_some().then(|| view! {
                    <button class="btn" type="button" on:click=move |_| way.moving.set(None)>{icon(Icon::Close)}{say(Shelf::DoNotMove)}</button>
                })}
            </div>
        </section>
    }
}

/// Where goods of the lot lie, each with the way to another shelf.
fn places(way: OnItsWay, lot: &LotView) -> impl IntoView + use<> {
    let unit = lot.unit;
    let rows: Vec<_> = lot.putaways.iter().filter(|once| !once.voided).cloned().collect();
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(|once| {
            let (fact, place) = (once.recorded.id, once.location);
            let (from, lies) = (place.clone(), place.clone());
            view! {
                <div class="row ok" data-lies=lies>
                    <div><div class="mid clip1 num">{place}</div><div class="cap">{amount(once.quantity, unit)}</div></div>
                    <button class="btn" type="button" on:click=move |_| way.moving.set(Some((fact, from.clone())))>
                        {icon(Icon::Forward)}{say(Shelf::Move)}</button>
                </div>
            }
        });
        view! { <h2 class="hd"><b>{say(Shelf::LiesAt)}</b></h2>{rows.collect_view()} }
    })
}

/// What comes after this lot, once all of it lies somewhere.
fn next_button(way: OnItsWay) -> Option<AnyView> {
    let app = use_app();
    let has_more =
        way.lot.with(|lot| lot.as_ref().is_some_and(|lot| !lot.left_to_put_away.is_zero()));
    if has_more {
        return None;
    }
    let ready = app.views.dock(IncrementalDock::to_put_away);
    let own = way.number.to_string();
    let next = ready.iter().map(|row| row.about.to_string()).find(|card| *card != own);
    let (word, place) = match next {
        Some(card) => (Shelf::NextLot(card.clone()), format!("dock/put-away/{card}")),
        None => (Shelf::ToList, "dock/put-away".to_owned()),
    };
    Some(
        view! {
            <button class="btn main" type="button" data-next="" on:click=move |_| app.go_instead(&place)>
                <span class="clip2">{say(word)}</span>{icon(Icon::Right)}</button>
        }
        .into_any(),
    )
}

/// Whether a code is a location: asked once, since goods that were put there make it known.
fn ask_place(way: OnItsWay, place: Text) -> impl IntoView {
    let question = Shelf::NewPlace(place.to_string());
    view! {
        <Sheet label=say(question.clone()) asks=true>
            <div class="guard">
                <div class="ask"><span class="t-warn">{sized(Icon::Warn, Size::Large)}</span>
                    <div><b>{say(question)}</b><span class="sec">{say(Shelf::NewPlaceHow)}</span></div></div>
                <button class="btn tall" type="button" data-is-place="" on:click=move |_| { way.asks_place.set(None); way.put(place.clone()); }>
                    {icon(Icon::Pin)}{say(Shelf::IsPlace)}</button>
                <button class="btn tall" type="button" on:click=move |_| way.asks_place.set(None)>
                    {icon(Icon::Close)}{say(Shelf::IsNoPlace)}</button>
            </div>
        </Sheet>
    }
}

impl OnItsWay {
    /// A scan while a lot is on its way: its location, unless it is something else of ours.
    fn take_location(self, scan: &Scan) {
        let app = use_app();
        let Some(scanned) = self.dock.look_up(&scan.code) else { return };
        match scanned.kind {
            ScannedKind::Location | ScannedKind::Unknown => match scanned.code.parse::<Text>() {
                Ok(place) if scanned.kind == ScannedKind::Location => self.put(place),
                Ok(place) if !self.is_barred() => {
                    app.signal(Sounded::Question);
                    self.asks_place.set(Some(place));
                }
                // Refused, with why.
                Ok(place) => self.put(place),
                Err(_) => self.dock.refuse_scan(&scanned),
            },
            ScannedKind::Card | ScannedKind::Order | ScannedKind::Receipt | ScannedKind::Person => {
                self.dock.take(scan, |_, _| {});
            }
            ScannedKind::Item
            | ScannedKind::Vendor
            | ScannedKind::Slip
            | ScannedKind::ReturnNote
            | ScannedKind::Enrolment
            | ScannedKind::Misread
            | ScannedKind::Newer => {
                let (what, then) = (Message::NotALocation, Message::ScanLocationNow);
                self.dock.refuse(app.say(what), app.say(then));
            }
        }
    }

    /// Whether nothing of the lot can go anywhere, as far as is known here.
    fn is_barred(self) -> bool {
        let is_moving = self.moving.with_untracked(Option::is_some);
        let has_none = self
            .lot
            .with_untracked(|lot| lot.as_ref().is_some_and(|lot| lot.left_to_put_away.is_zero()));
        has_none && !is_moving
    }

    fn put(self, location: Text) {
        let app = use_app();
        let (card, place) = (self.number, location.to_string());
        let command = match self.moving.get_untracked() {
            Some((fact, _)) => Command::MoveGoods { card, fact, location },
            None => Command::PutAway { card, location, quantity: self.part.get_untracked() },
        };
        self.dock.once.go(async move {
            app.scanner.hold();
            let tell = |done: &CommandDone| {
                let fact = done.made.last().map(|made| made.fact);
                // A move has two facts: it is taken back by moving again.
                let is_move = done.made.len() > 1;
                let undo = fact.filter(|_| !is_move).map(|fact| self.undo(fact, place.clone()));
                let last = Last {
                    ended: ScanOutcome::Counted,
                    amount: place.clone(),
                    sum: String::new(),
                    what: app.say(Message::PutAwayDone(place.clone())),
                    more: self.dock.saved(fact, done.recorded),
                    undo,
                };
                self.dock.told(done, last);
            };
            match record_aloud(&command, &[], |_| false, tell).await {
                Ok(_) => {
                    self.part.try_set(None);
                    self.moving.try_set(None);
                }
                Err(error) => self.dock.refuse_trouble(&error),
            }
            app.scanner.release();
        });
    }

    /// Takes what was just put somewhere off that shelf again.
    fn undo(self, fact: FactId, place: String) -> Rc<dyn Fn()> {
        let (dock, card) = (self.dock, self.number);
        Rc::new(move || {
            dock.take_back(Command::VoidMovement { card, fact }, Shelf::TakenOff(place.clone()));
        })
    }
}
