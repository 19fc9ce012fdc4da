//! The nonconforming goods' keeper: rejected lots that wait, and the return notes they go back with (§4.7).

use inwards_engine::engine::{CommandDone, RecordedFact};
use inwards_paper::return_note;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rust_decimal::Decimal;
use sync_core::command::{Command, PhotoOf};
use sync_core::fact::{Kind, ReturnFor};
use sync_core::ids::FactId;
use sync_core::measure::{Quantity, Unit};
use sync_core::number::{CardNumber, ReturnNumber};
use sync_core::post::{Post, Posts, permits};
use sync_core::text::Say as _;
use sync_core::time::Timestamp;
use sync_core::view::{self, LotView, ReturnView, WorkRow, WorkSubject};

use super::line_row::number as amount;
use super::messages::{Keeper, Message};
use super::papers::{printing_of, site_name};
use super::part::AskPart;
use super::put_away::lot_row;
use super::state::{DockState, use_dock};
use super::type_code::TypeButton;
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::last_scan::LastScanPanel;
use crate::components::photo::{Photos, TakePhoto};
use crate::components::photo_messages::PhotoMessage;
use crate::components::print::print;
use crate::components::recording::record_with_toast;
use crate::components::scan_field::on_scan;
use crate::components::state::Empty;
use crate::device::PhotoFile;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;
use crate::number_format;
use crate::overlay::{Print, Toast};

/// From so many hours on, days are told.
const HOURS_TOLD: i64 = 48;

/// Whether somebody has nothing to do at the dock but what a keeper does there.
pub(super) fn is_keepers_alone(posts: Posts) -> bool {
    posts.has(Post::NonconformingKeeper)
        && !permits(posts, Kind::ReceiptOpened)
        && !permits(posts, Kind::SlipIssued)
}

/// The rejected lots that wait to go back, those that wait longest first.
pub(super) fn waiting() -> Vec<(WorkRow, Option<Timestamp>)> {
    let app = use_app();
    let rows = app.views.work(Post::NonconformingKeeper).into_iter().filter_map(|row| {
        let WorkSubject::Lot(number) = row.about else { return None };
        let judged =
            app.device.view(|replica| view::lot(replica, number)).and_then(|lot| lot.judged);
        Some((row, judged))
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(|(_, judged)| (judged.is_none(), *judged));
    rows
}

#[component]
pub(super) fn Rejected() -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let rows = Memo::new(move |_| waiting());
    on_scan(move |scan| {
        dock.take(&scan, |dock, _| {
            dock.refuse(app.say(Keeper::ScanRejected), app.say(Keeper::ScanRejectedHow));
        });
    });
    let under = Signal::derive(move || say(Keeper::Waiting(rows.with(Vec::len))).get());
    view! {
        <div class="hh">
            <Bar title=say(Keeper::Title) under back="dock"/>
            <main>
                <section class="scanbar"><span class="frame">{sized(Icon::Scan, Size::Huge)}</span>
                    <div><b>{say(Keeper::ScanRejected)}</b><span class="sec">{say(Keeper::ScanRejectedHow)}</span></div></section>
                <div class="lines">
                    {move || {
                        let rows = rows.get();
                        if rows.is_empty() {
                            return view! { <Empty which=Icon::Box what=say(Keeper::Nothing) then=say(Keeper::NothingHow)/> }.into_any();
                        }
                        rows.into_iter().map(|(row, judged)| lot_row(row, "dock/returns", Some(waits(judged)))).collect_view().into_any()
                    }}
                </div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock"><TypeButton/></div>
        </div>
    }
}

/// Since when a lot waits, in words that go on with the minutes.
fn waits(judged: Option<Timestamp>) -> Signal<String> {
    let app = use_app();
    Signal::derive(move || {
        let Some(judged) = judged else { return String::new() };
        let hours = app.minute.get().since(judged).whole_minutes().max(0) / 60;
        let word = match hours {
            0..HOURS_TOLD => Keeper::SinceHours(hours),
            _ => Keeper::SinceDays(hours / 24),
        };
        word.say(app.language.get()).into_owned()
    })
}

/// A rejected lot, as its keeper has it.
#[derive(Clone, Copy)]
struct Kept {
    dock: DockState,
    number: CardNumber,
    lot: Memo<Option<LotView>>,
    /// So much goes back with the next note; all of it where nobody said.
    part: RwSignal<Option<Decimal>>,
    asks_part: RwSignal<bool>,
}

#[component]
pub(super) fn Return(number: CardNumber) -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let kept = Kept {
        dock,
        number,
        lot: Memo::new(move |_| app.device.view(|replica| view::lot(replica, number))),
        part: RwSignal::new(None),
        asks_part: RwSignal::new(false),
    };
    on_scan(move |scan| {
        dock.take(&scan, |dock, _| {
            dock.refuse(app.say(Keeper::ScanRejected), app.say(Keeper::ScanRejectedHow));
        });
    });
    let photos = Memo::new(move |_| {
        kept.lot.with(|lot| lot.as_ref().map(|lot| lot.photos.clone()).unwrap_or_default())
    });
    let taken = Callback::new(move |photo| kept.photograph(photo));
    let undo = Callback::new(move |fact| kept.take_photo_back(fact));
    view! {
        <div class="hh">
            <Bar title=say(Keeper::Title) under=Signal::derive(move || number.to_string()) back="dock/returns"/>
            <main>
                <div class="lines">
                    {move || what_goes_back(kept)}
                    {move || kept.lot.with(|lot| lot.as_ref().map(|lot| notes(kept, lot)))}
                    <h2 class="hd"><b>{say(Keeper::PhotoOfIt)}</b></h2>
                    {move || view! { <Photos photos=photos.get() undo=Some(undo)/> }}
                    <div class="two"><TakePhoto taken/></div>
                </div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock">{move || raise_buttons(kept)}</div>
            <Show when=move || kept.asks_part.get()>
                <AskPart label=say(Keeper::HowMuch) unit=kept.lot.with_untracked(|lot| lot.as_ref().and_then(|lot| lot.unit))
                    give=Callback::new(move |part| { kept.asks_part.set(false); kept.part.set(Some(part)); })
                    close=Callback::new(move |()| kept.asks_part.set(false))/>
            </Show>
        </div>
    }
}

fn worded(value: Quantity, unit: Option<Unit>) -> String {
    number_format::amount(value, unit, use_app().language.get())
}

fn what_goes_back(kept: Kept) -> Option<impl IntoView> {
    let app = use_app();
    let lot = kept.lot.get()?;
    let item = lot.goods.item.clone();
    let code = lot.goods.code().map(ToString::to_string).unwrap_or_default();
    let name = move || Some(item.as_ref()?.name_or_code(app.language.get()).into_owned());
    let vendor = lot.goods.vendor_name.clone().unwrap_or_default();
    let (left, unit) = (lot.left_to_return, lot.unit);
    let has_more = !left.is_zero();
    let word = if has_more { Keeper::ToReturn } else { Keeper::NothingToReturn };
    let part = move || match kept.part.get() {
        Some(part) => say(Keeper::PartOf(worded(Quantity::new(part).unwrap_or_default(), unit))),
        None => say(Keeper::OnlyPart),
    };
    Some(view! {
        <section class="step cur">
            <span class="no">{icon(Icon::Box)}</span>
            <div class="grow">
                <div class="mid clip2">{name}</div>
                <div class="cap"><span class="num">{code}</span>" · "{vendor}</div>
                <div class="loc" data-to-return="">{amount(left, unit)}</div>
                <div class="cap">{say(word)}</div>
                {has_more.then(|| view! {
                    <button class="btn" type="button" data-part="" on:click=move |_| kept.asks_part.set(true)>{icon(Icon::Fork)}{move || part().get()}</button>
                })}
            </div>
        </section>
    })
}

/// The lot's notes, each to print and to void.
fn notes(kept: Kept, lot: &LotView) -> impl IntoView + use<> {
    let rows: Vec<ReturnView> = lot.returns.iter().filter(|note| !note.voided).cloned().collect();
    let unit = lot.unit;
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(|note| {
            let app = use_app();
            let number = note.number;
            let word = match note.settlement {
                ReturnFor::Credit => Keeper::ForCredit,
                ReturnFor::Replacement => Keeper::ForReplacement,
            };
            let stamp = &note.recorded;
            let by = stamp.name.clone().unwrap_or_default();
            let at = number_format::day_and_clock(stamp.at, app.offset());
            view! {
                <div class="row bad" data-return=number.to_string()>
                    <div><div class="mid num">{number.to_string()}</div><div class="cap">{say(word)}" · "{by}" "{at}</div></div>
                    <div class="r"><span class="n">{amount(note.quantity, unit)}</span></div>
                </div>
                <div class="two">
                    <button class="btn" type="button" on:click=move |_| kept.print(number)>{icon(Icon::Print)}{say(Message::Print)}</button>
                    <button class="btn" type="button" data-void=number.to_string() on:click=move |_| kept.void(number)>{icon(Icon::Close)}{say(Keeper::Void)}</button>
                </div>
            }
        });
        view! { <h2 class="hd"><b>{say(Keeper::Notes)}</b></h2>{rows.collect_view()} }
    })
}

fn raise_buttons(kept: Kept) -> AnyView {
    let app = use_app();
    let left = kept.lot.with(|lot| lot.as_ref().map(|lot| lot.left_to_return)).unwrap_or_default();
    if left.is_zero() {
        return view! { <TypeButton/> }.into_any();
    }
    if !permits(app.posts(), Kind::ReturnRaised) {
        return view! { <p class="cap">{say(Keeper::NotKeeper)}</p> }.into_any();
    }
    let raise = move |settlement| kept.raise(left, settlement);
    view! {
            <button class="btn tall" type="button" data-raise="replacement" on:click=move |_| raise(ReturnFor::Replacement)>{icon(Icon::Again)}{say(Keeper::ForReplacement)}</button>
            <button class="btn main" type="button" data-raise="credit" on:click=move |_| raise(ReturnFor::Credit)>{icon(Icon::Slip)}{say(Keeper::ForCredit)}</button>
        }
        .into_any()
}

impl Kept {
    fn raise(self, left: Quantity, settlement: ReturnFor) {
        let quantity = self.part.get_untracked().unwrap_or_else(|| left.value());
        let command = Command::RaiseReturn { card: self.number, quantity, settlement };
        self.dock.once.go(async move {
            let toast = |done: &CommandDone| {
                let made = done.made.first();
                let number = made.and_then(RecordedFact::number).map(|number| number.to_string());
                let toast = Toast::done(use_app().say(Keeper::Raised(number.unwrap_or_default())));
                Some(match made.map(|made| made.fact) {
                    Some(fact) => toast.with_undo(move || self.void(ReturnNumber(fact))),
                    None => toast,
                })
            };
            if record_with_toast(&command, &[], Sounded::Done, toast).await.is_some() {
                self.part.try_set(None);
            }
        });
    }

    fn void(self, note: ReturnNumber) {
        spawn_local(async move {
            let command = Command::VoidMovement { card: self.number, fact: note.0 };
            let toast = |_: &_| Some(Toast::done(use_app().say(Keeper::Voided(note.to_string()))));
            record_with_toast(&command, &[], Sounded::Undone, toast).await;
        });
    }

    /// Prints a note on A5.
    fn print(self, note: ReturnNumber) {
        let site = site_name();
        let printing = printing_of(&site, &note.to_string());
        let lot = self.lot.get_untracked();
        if let Some(paper) = lot.and_then(|lot| return_note::return_note(&lot, note, printing)) {
            print(Print::Paper(paper.pages));
        }
    }

    fn photograph(self, photo: PhotoFile) {
        let app = use_app();
        let of = PhotoOf::Card(self.number);
        let command = Command::TakePhoto { of, photo: photo.taken.clone() };
        spawn_local(async move {
            let toast = |_: &_| Some(Toast::done(app.say(PhotoMessage::Stored)));
            record_with_toast(&command, &[photo], Sounded::Done, toast).await;
        });
    }

    fn take_photo_back(self, fact: FactId) {
        spawn_local(async move {
            let command = Command::VoidPhoto { of: PhotoOf::Card(self.number), fact };
            let toast = |_: &_| Some(Toast::done(use_app().say(PhotoMessage::TakenBack)));
            record_with_toast(&command, &[], Sounded::Undone, toast).await;
        });
    }
}
