//! Putting away: the card, then the location. Each scan says what it did.

use inwards_engine::engine::CommandDone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync_core::command::Command;
use sync_core::ids::Text;
use sync_core::number::CardNumber;
use sync_core::view::{self, IncrementalDock, LotStatus, LotView, ScannedKind, WorkRow};

use super::line_row::number as amount;
use super::messages::Message;
use super::state::{DockState, use_dock};
use super::type_code::TypeButton;
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::last_scan::{Last, LastScanPanel, ScanOutcome};
use crate::components::recording::record_aloud;
use crate::components::scan_field::on_scan;
use crate::components::state::Empty;
use crate::device::scanner::Scan;
use crate::messages::say;

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
                            rows.into_iter().map(ready_row).collect_view().into_any()
                        }
                    }}
                </div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock"><TypeButton/></div>
        </div>
    }
}

fn ready_row(row: WorkRow) -> impl IntoView {
    let app = use_app();
    let code = row.item.as_ref().map(|item| item.code.to_string()).unwrap_or_default();
    let under = format!("{} · {code}", row.about);
    let item = row.item;
    let name = move || Some(item.as_ref()?.name_or_code(app.language.get()).into_owned());
    let place = format!("dock/put-away/{}", row.about);
    let quantity = row.quantity.unwrap_or_default();
    view! {
        <button class="row ok" type="button" on:click=move |_| app.go(&place)>
            <div><div class="mid clip1">{name}</div><div class="cap num">{under}</div></div>
            <div class="r"><span class="n">{amount(quantity, row.unit)}</span></div>
        </button>
    }
}

/// One lot on its way to a shelf.
#[component]
pub(super) fn PutAway(number: CardNumber) -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let lot = Memo::new(move |_| app.device.view(|replica| view::lot(replica, number)));
    on_scan(move |scan| dock.take_location(number, &scan));
    let is_done = Memo::new(move |_| {
        lot.with(|lot| lot.as_ref().is_some_and(|lot| lot.status == LotStatus::PutAway))
    });
    let place = Memo::new(move |_| app.views.shelf(number));
    view! {
        <div class="hh">
            <Bar title=say(Message::PutAwayTitle) under=Signal::derive(move || number.to_string()) back="dock/put-away"/>
            <main>
                {move || lot_step(lot.get(), number)}
                <section class="step cur" class:done=move || is_done.get()>
                    <span class="no">{move || if is_done.get() { icon(Icon::Check).into_any() } else { "2".into_any() }}</span>
                    <div class="grow">
                        <div class="sec mid">{move || say(if is_done.get() { Message::AllPutAway } else { Message::ScanLocation })}</div>
                        {move || place.get().map(|place| view! {
                            <div class="loc">{place.clone()}</div>
                            <div class="cap">{say(Message::SameItemAt(place))}</div>
                        })}
                    </div>
                </section>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock"><TypeButton/></div>
        </div>
    }
}

fn lot_step(lot: Option<LotView>, number: CardNumber) -> impl IntoView {
    let app = use_app();
    let details = lot.map(|lot| {
        let item = lot.goods.item.clone();
        let name = move || Some(item.as_ref()?.name_or_code(app.language.get()).into_owned());
        let is_held = !lot.blocked_by.is_empty();
        view! {
            <div class="mid clip2">{name}</div>
            <div class="chips"><span class="mid">{amount(lot.quantity, lot.unit)}</span>
                {is_held.then(|| view! { <span class="chip warn">{sized(Icon::Hold, Size::Small)}{say(Message::NotReleasedYet)}</span> })}</div>
        }
    });
    view! {
        <section class="step done">
            <span class="no">{icon(Icon::Check)}</span>
            <div class="grow"><div class="cap">{say(Message::LotOf(number.to_string()))}</div>{details}</div>
        </section>
    }
}

impl DockState {
    /// A scan while a lot is on its way: its location, unless it is something else of ours.
    fn take_location(self, number: CardNumber, scan: &Scan) {
        let app = use_app();
        let Some(scanned) = self.look_up(&scan.code) else { return };
        match scanned.kind {
            // Labels of shelves that nobody has put anything on are not known here.
            ScannedKind::Location | ScannedKind::Unknown => match scanned.code.parse() {
                Ok(location) => self.put_away(number, location),
                Err(_) => self.refuse_scan(&scanned),
            },
            ScannedKind::Card | ScannedKind::Order | ScannedKind::Receipt | ScannedKind::Person => {
                self.take(scan, |_, _| {});
            }
            ScannedKind::Item
            | ScannedKind::Vendor
            | ScannedKind::Slip
            | ScannedKind::ReturnNote
            | ScannedKind::Enrolment
            | ScannedKind::Misread
            | ScannedKind::Newer => {
                self.refuse(app.say(Message::NotALocation), app.say(Message::ScanLocationNow));
            }
        }
    }

    fn put_away(self, card: CardNumber, location: Text) {
        let app = use_app();
        app.scanner.hold();
        spawn_local(async move {
            let place = location.to_string();
            let tell = |done: &CommandDone| {
                let fact = done.made.first().map(|made| made.fact);
                let last = Last {
                    ended: ScanOutcome::Counted,
                    amount: place.clone(),
                    sum: String::new(),
                    what: app.say(Message::PutAwayDone(place)),
                    more: self.saved(fact, done.recorded),
                    undo: None,
                };
                self.told(done, last);
            };
            let command = Command::PutAway { card, location, quantity: None };
            if let Err(error) = record_aloud(&command, &[], |_| false, tell).await {
                self.refuse_trouble(&error);
            }
            app.scanner.release();
        });
    }
}
