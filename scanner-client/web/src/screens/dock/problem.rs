//! Something was wrong when the truck was unloaded: what, of which goods, with photos.

use std::rc::Rc;

use inwards_engine::engine::CommandDone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rust_decimal::Decimal;
use sync_core::command::Command;
use sync_core::fact::{ExceptionKind, ExceptionReported};
use sync_core::ids::{FactId, ItemCode, PersonNumber, Text};
use sync_core::measure::parse_decimal;
use sync_core::number::ReceiptNumber;
use sync_core::view::{self, ExceptionView, PhotoView, ScannedKind};

use super::state::{DockState, use_dock};
use super::type_code::TypeButton;
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::last_scan::{Last, LastScanPanel, ScanOutcome};
use crate::components::once::Once;
use crate::components::photo::{TakePhoto, chosen};
use crate::components::problem::{Problems, item_name, kind_and_amount, kind_name, shape_of};
use crate::components::problem_messages::ProblemMessage;
use crate::components::recording::{not_recorded, not_recorded_because, record_aloud};
use crate::components::scan_field::on_scan;
use crate::device::PhotoFile;
use crate::device::signal::Signal as Sounded;
use crate::drafts::HalfReported;
use crate::messages::say;
use crate::overlay::Undo;

/// What somebody is about to report.
#[derive(Clone, Copy)]
struct ExceptionForm {
    dock: DockState,
    number: ReceiptNumber,
    by: Option<PersonNumber>,
    kind: RwSignal<Option<ExceptionKind>>,
    /// Which item; none for the whole delivery.
    item: RwSignal<Option<ItemCode>>,
    amount: RwSignal<String>,
    note: RwSignal<String>,
    photos: RwSignal<Vec<PhotoFile>, LocalStorage>,
    once: Once,
}

impl ExceptionForm {
    fn take_up(dock: DockState, number: ReceiptNumber) -> Self {
        let app = use_app();
        let by = app.device.person.get_untracked();
        let kept = app.half_reported.try_update_value(|kept| kept.remove(&(by, number)));
        let kept = kept.flatten();
        let HalfReported { kind, item, amount, note, photos } = kept.unwrap_or_default();
        Self {
            dock,
            number,
            by,
            kind: RwSignal::new(kind),
            item: RwSignal::new(item),
            amount: RwSignal::new(amount),
            note: RwSignal::new(note),
            photos: RwSignal::new_local(photos),
            once: Once::new(),
        }
    }

    /// Keeps it for when somebody comes back, where there is anything in it. What is being
    /// recorded is not half reported.
    fn leave(self) {
        if !untrack(|| self.once.is_busy()) {
            self.keep(self.as_it_stands());
        }
    }

    fn keep(self, left: HalfReported) {
        if left.is_something() {
            use_app().half_reported.update_value(|kept| {
                kept.insert((self.by, self.number), left);
            });
        }
    }

    fn as_it_stands(self) -> HalfReported {
        HalfReported {
            kind: self.kind.get_untracked(),
            item: self.item.get_untracked(),
            amount: self.amount.get_untracked(),
            note: self.note.get_untracked(),
            photos: self.photos.get_untracked(),
        }
    }

    /// It was recorded: nothing of it is left to keep.
    fn clear(self) {
        self.kind.set(None);
        self.item.set(None);
        self.amount.set(String::new());
        self.note.set(String::new());
        self.photos.set(Vec::new());
    }

    /// What it is to be recorded as: `Damaged 3 pcs`.
    fn told(self) -> Option<String> {
        let (kind, item) = (self.kind.get()?, self.item.get());
        let amount = self.amount.with(|amount| parse_decimal(amount).ok());
        let amount = amount.filter(|_| item.is_some());
        Some(kind_and_amount(kind, item.as_ref(), amount))
    }

    fn said(
        self,
        kind: ExceptionKind,
    ) -> Result<(ExceptionReported, Option<Decimal>), ProblemMessage> {
        let item = self.item.get_untracked();
        let amount = self.amount.get_untracked();
        let quantity = match amount.trim() {
            "" => None,
            _ if item.is_none() => None,
            typed => Some(parse_decimal(typed).map_err(|_| ProblemMessage::NoNumber)?),
        };
        let note = self.note.get_untracked();
        let note: Option<Text> = match note.trim() {
            "" => None,
            typed => Some(typed.parse().map_err(|_| ProblemMessage::NoteTooLong)?),
        };
        let photos = Vec::new();
        let said = ExceptionReported {
            kind,
            container: None,
            seal: None,
            item,
            quantity: None,
            note,
            photos,
        };
        Ok((said, quantity))
    }

    /// Records it with its photos, all or nothing, and goes back to the receipt.
    fn record(self) {
        let app = use_app();
        let Some(kind) = self.kind.get_untracked() else { return };
        let (said, quantity) = match self.said(kind) {
            Ok(said) => said,
            Err(why) => return not_recorded_because(app.say(why)),
        };
        let (files, receipt) = (self.photos.get_untracked(), self.number);
        let (here, kept) = (app.route.get_untracked(), self.as_it_stands());
        let told = untrack(|| self.told()).unwrap_or_default();
        let what = said.item.as_ref().map(|item| untrack(|| item_name(item)));
        let photos = files.iter().map(|file| file.taken.clone()).collect();
        let command = Command::ReportException { receipt, said, quantity, photos };
        self.once.go(async move {
            let tell = |done: &CommandDone| {
                app.signal(Sounded::Done);
                let fact = done.made.first().map(|made| made.fact);
                self.dock.last.show(Last {
                    ended: ScanOutcome::Counted,
                    amount: told,
                    sum: String::new(),
                    what: what.unwrap_or_else(|| app.say(ProblemMessage::Whole)),
                    more: self.dock.saved(fact, done.recorded),
                    undo: fact.map(|fact| -> Undo {
                        Rc::new(move || self.dock.take_back_problem(receipt, fact))
                    }),
                });
            };
            match record_aloud(&command, &files, |_| false, tell).await {
                Ok(_untold) => {
                    self.clear();
                    app.go_on(&here, &format!("dock/receipt/{receipt}"));
                }
                Err(error) => {
                    // Nothing of it is stored: whoever has left meanwhile finds it again.
                    if self.kind.is_disposed() {
                        self.keep(kept);
                    }
                    not_recorded(&error);
                }
            }
        });
    }
}

impl DockState {
    /// Takes an exception back.
    fn take_back_problem(self, receipt: ReceiptNumber, fact: FactId) {
        spawn_local(async move {
            let tell = |done: &CommandDone| {
                let made = done.made.first().map(|made| made.fact);
                let last = Last {
                    ended: ScanOutcome::Undone,
                    amount: String::new(),
                    sum: String::new(),
                    what: use_app().say(ProblemMessage::TakenBack),
                    more: self.saved(made, done.recorded),
                    undo: None,
                };
                self.told(done, last);
            };
            let command = Command::VoidException { receipt, fact };
            if let Err(error) = record_aloud(&command, &[], |_| false, tell).await {
                self.refuse_trouble(&error);
            }
        });
    }
}

#[component]
pub(super) fn Problem(number: ReceiptNumber) -> impl IntoView {
    let dock = use_dock();
    // What was scanned elsewhere is no answer to anything here, and would stand over the photos.
    dock.last.clear();
    let app = use_app();
    let draft = ExceptionForm::take_up(dock, number);
    on_cleanup(move || draft.leave());
    app.half_typed.update(|count| *count += 1);
    on_cleanup(move || app.half_typed.update(|count| *count = count.saturating_sub(1)));
    // Anything else would lead away from what is half reported.
    on_scan(move |scan| {
        let Some(scanned) = dock.look_up(&scan.code) else { return };
        match (scanned.kind, scanned.code.parse()) {
            (ScannedKind::Item, Ok(item)) => {
                app.signal(Sounded::Counted);
                draft.item.set(Some(item));
            }
            _ => dock.refuse_scan(&scanned),
        }
    });
    let taken = Callback::new(move |photo: PhotoFile| {
        draft.photos.update(|photos| {
            if photos.iter().all(|known| known.taken.content != photo.taken.content) {
                photos.push(photo);
            }
        });
    });
    let is_off = move || draft.kind.get().is_none() || draft.once.is_busy();
    let main = move || draft.told().map_or(ProblemMessage::KindFirst, ProblemMessage::Record);
    view! {
        <div class="hh">
            <Bar title=say(ProblemMessage::Problem) under=Signal::derive(move || number.to_string()) back=format!("dock/receipt/{number}")/>
            <main>
                <div class="lines problem">
                    <div class="kinds" role="group" aria-label=say(ProblemMessage::WhatIsWrong)>
                        {ExceptionKind::ALL.map(|kind| kind_key(draft, kind)).collect_view()}
                    </div>
                    {goods(draft)}
                    <div class="pgrid">{chosen(draft.photos)}<TakePhoto taken/></div>
                    {reported(dock, number)}
                </div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock"><TypeButton/>
                <button class="btn main" class:off=is_off type="button" data-record prop:disabled=is_off on:click=move |_| draft.record()>
                    <span class="clip2">{move || say(main())}</span></button>
            </div>
        </div>
    }
}

fn kind_key(draft: ExceptionForm, kind: ExceptionKind) -> impl IntoView {
    let app = use_app();
    let is_on = move || draft.kind.get() == Some(kind);
    let name = move || kind_name(kind, app.language.get());
    view! {
        <button class="kind" class:on=is_on type="button" data-kind=kind.name()
            aria-pressed=move || is_on().to_string() on:click=move |_| draft.kind.set(Some(kind))>
            {sized(shape_of(kind), Size::Large)}<span>{name}</span>
            {move || is_on().then(|| view! { <i class="tick">{sized(Icon::Check, Size::Small)}</i> })}
        </button>
    }
}

/// Which goods, how much of them, and a note.
fn goods(draft: ExceptionForm) -> impl IntoView {
    let app = use_app();
    let items = Memo::new(move |_| {
        let counting = app.device.view(|replica| view::counting(replica, draft.number));
        let lines = counting.map(|view| view.counting).unwrap_or_default();
        let mut items: Vec<ItemCode> = Vec::new();
        for item in lines.into_iter().filter_map(|line| Some(line.row.item?.code)) {
            if !items.contains(&item) {
                items.push(item);
            }
        }
        // Goods that are on no line, and were scanned here.
        items.extend(draft.item.get().filter(|item| !items.contains(item)));
        items
    });
    let option = move |item: ItemCode| {
        let (code, own) = (item.to_string(), item.clone());
        view! { <option value=code prop:selected=move || draft.item.get().as_ref() == Some(&own)>{move || item_name(&item)}</option> }
    };
    view! {
        <div class="about">
            <label class="sec" for="goods">{say(ProblemMessage::WhichGoods)}</label>
            <select id="goods" class="text" on:change=move |event| draft.item.set(event_target_value(&event).parse().ok())>
                <option value="" prop:selected=move || draft.item.get().is_none()>{say(ProblemMessage::Whole)}</option>
                {move || items.get().into_iter().map(option).collect_view()}
            </select>
            <Show when=move || draft.item.with(Option::is_some)>
                <label class="sec" for="amount">{say(ProblemMessage::HowMuch)}</label>
                <input id="amount" class="text" inputmode="decimal" autocomplete="off"
                    prop:value=move || draft.amount.get()
                    on:input=move |event| draft.amount.set(event_target_value(&event))/>
            </Show>
            <label class="sec" for="note">{say(ProblemMessage::Note)}</label>
            <input id="note" class="text" autocomplete="off" prop:value=move || draft.note.get()
                on:input=move |event| draft.note.set(event_target_value(&event))/>
        </div>
    }
}

/// The exceptions of a receipt with its photos; nothing is read where there are none.
fn exceptions_of(number: ReceiptNumber) -> Memo<(Vec<ExceptionView>, Vec<PhotoView>)> {
    let app = use_app();
    Memo::new(move |_| {
        app.device.view(|replica| {
            let has_some =
                replica.receipt(number).is_some_and(|state| !state.exceptions.is_empty());
            let receipt = has_some.then(|| view::receipt(replica, number)).flatten();
            receipt.map(|receipt| (receipt.exceptions, receipt.photos)).unwrap_or_default()
        })
    })
}

/// What was reported of a receipt, each with its way back.
pub(super) fn reported(dock: DockState, number: ReceiptNumber) -> impl IntoView {
    let told = exceptions_of(number);
    let undo = Callback::new(move |fact| dock.take_back_problem(number, fact));
    move || {
        let (exceptions, photos) = told.get();
        let count = exceptions.iter().filter(|said| !said.voided).count();
        (!exceptions.is_empty()).then(|| {
            view! {
                <h2 class="hd"><b>{say(ProblemMessage::Problems(count))}</b></h2>
                <Problems exceptions photos undo=Some(undo)/>
            }
        })
    }
}

/// The way to this screen from the receipt.
pub(super) fn problem_key(number: ReceiptNumber) -> impl IntoView {
    view! {
        <button class="btn flag" type="button" data-problem-key on:click=move |_| use_app().go(&format!("dock/problem/{number}"))>
            {icon(Icon::Warn)}{say(ProblemMessage::Problem)}</button>
    }
}
