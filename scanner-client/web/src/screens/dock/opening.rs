//! Opening a delivery as it happens: what its papers say, goods without an order, and a wrong opening
//! taken back.

use std::rc::Rc;

use inwards_engine::engine::CommandDone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync_core::command::{Command, Notice};
use sync_core::fact::{ReceiptField, ReceiptOpened};
use sync_core::ids::{OrderNumber, Text, VendorCode};
use sync_core::number::ReceiptNumber;
use sync_core::view::{self, ReceiptRow, ScannedKind};

use super::counting::Counting;
use super::messages::{Message, Opening};
use super::pick::Pick;
use super::state::{DockState, use_dock};
use crate::app::use_app;
use crate::browser::{keep, kept};
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::last_scan::{Last, ScanOutcome};
use crate::components::recording::{record_aloud, record_quietly};
use crate::components::sheet::Sheet;
use crate::device::scanner::Scan;
use crate::device::signal::Signal as Sounded;
use crate::messages::{self, say};
use crate::overlay::Toast;

/// Under this name the browser keeps the dock at which it is used.
const OWN_DOCK: &str = "own-dock";

/// At most so many vendors or items are offered at once.
const MOST_OFFERED: usize = 8;

/// What is said when a delivery is opened: the dock is the one that was named on this device last.
pub(super) fn said_of(orders: Vec<OrderNumber>, vendor: Option<VendorCode>) -> ReceiptOpened {
    let dock = kept(OWN_DOCK).and_then(|dock| dock.parse().ok());
    ReceiptOpened { orders, vendor, delivery_note: None, dock, container: None }
}

/// Delivery note and dock of the delivery that is shown: asked for once, and changed later.
#[derive(Clone, Copy)]
pub(super) struct PapersAsked {
    counting: Counting,
    /// Whether somebody said that there is no delivery note.
    is_skipped: RwSignal<bool>,
    /// Whether they are being changed.
    pub(super) is_edited: RwSignal<bool>,
}

impl PapersAsked {
    pub(super) fn of(counting: Counting) -> Self {
        Self { counting, is_skipped: RwSignal::new(false), is_edited: RwSignal::new(false) }
    }

    /// Whether the next code that nothing bears is the delivery note: until goods are counted.
    fn asks(self) -> bool {
        let is_untouched = self.counting.view.with(|view| {
            view.as_ref().is_some_and(|view| {
                let mut lines = view.counting.iter();
                view.row.delivery_note.is_none() && lines.all(|line| line.row.tallies.is_empty())
            })
        });
        is_untouched && !self.is_skipped.get()
    }

    /// Takes a scan as the delivery note, where that is asked for and nothing else bears the code.
    pub(super) fn takes(self, scan: &Scan) -> bool {
        let dock = self.counting.dock;
        let scanned = dock.look_up(&scan.code).filter(|it| it.kind == ScannedKind::Unknown);
        let Some(note) = scanned.filter(|_| untrack(|| self.asks())) else { return false };
        let Ok(note) = note.code.parse::<Text>() else { return false };
        dock.take_note(self.counting.number, note);
        true
    }

    /// What the papers say, in one row, with what changes it.
    pub(super) fn strip(self) -> Option<impl IntoView> {
        let row = self.counting.view.with(|view| view.as_ref().map(|view| view.row.clone()))?;
        let asks = self.asks();
        let note = match (&row.delivery_note, asks) {
            (Some(note), _) => Opening::NoteAt(note.clone()),
            (None, true) => Opening::ScanNote,
            (None, false) => Opening::NoNote,
        };
        let dock = row.dock.clone().map_or(Opening::NoDock, Opening::AtDock);
        let class = if asks { "row info papers" } else { "row papers" };
        Some(view! {
            <div class=class data-papers="">
                <div><div class="mid clip1">{say(note)}</div><div class="cap clip1">{say(dock)}</div></div>
                <div class="chips">
                    {asks.then(|| view! {
                        <button class="btn" type="button" data-no-note="" on:click=move |_| self.is_skipped.set(true)>{say(Opening::NoNote)}</button>
                    })}
                    <button class="btn" type="button" data-edit-papers="" on:click=move |_| self.is_edited.set(true)>{icon(Icon::Pen)}{say(Opening::Change)}</button>
                </div>
            </div>
        })
    }

    fn save(self, row: ReceiptRow, fields: [(ReceiptField, String); 3]) {
        let before = |field| match field {
            ReceiptField::DeliveryNote => row.delivery_note.clone(),
            ReceiptField::Dock => row.dock.clone(),
            ReceiptField::Container => row.container.clone(),
            ReceiptField::Note => row.note.clone(),
        };
        let receipt = self.counting.number;
        let changed: Vec<(ReceiptField, Option<Text>)> = fields
            .into_iter()
            .map(|(field, text)| (field, text.trim().to_owned()))
            .filter(|(field, text)| before(*field).unwrap_or_default() != *text)
            .map(|(field, text)| (field, text.parse().ok()))
            .collect();
        self.is_edited.set(false);
        spawn_local(async move {
            for (field, value) in &changed {
                if let (ReceiptField::Dock, Some(dock)) = (field, value) {
                    keep(OWN_DOCK, dock.as_str());
                }
                let (field, value) = (*field, value.clone());
                // Why one was not recorded is told; those after it would fare no better.
                let described = Command::Describe { receipt, field, value };
                if record_quietly(&described).await.is_none() {
                    return;
                }
            }
            if !changed.is_empty() {
                let app = use_app();
                app.signal(Sounded::Done);
                app.toast(Toast::done(app.say(Opening::Saved)));
            }
        });
    }
}

#[component]
pub(super) fn EditPapers(papers: PapersAsked) -> impl IntoView {
    let row =
        papers.counting.view.with_untracked(|view| view.as_ref().map(|view| view.row.clone()));
    let Some(row) = row else { return ().into_any() };
    let note = RwSignal::new(row.delivery_note.clone().unwrap_or_default());
    let dock = RwSignal::new(row.dock.clone().or_else(|| kept(OWN_DOCK)).unwrap_or_default());
    let container = RwSignal::new(row.container.clone().unwrap_or_default());
    let field = |name: &'static str, word: Opening, text: RwSignal<String>| {
        view! {
            <label class="sec">{say(word)}<input class="text" data-field=name autocomplete="off" autocapitalize="characters" spellcheck="false"
                prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/></label>
        }
    };
    let save = move || {
        let fields = [
            (ReceiptField::DeliveryNote, note.get_untracked()),
            (ReceiptField::Dock, dock.get_untracked()),
            (ReceiptField::Container, container.get_untracked()),
        ];
        papers.save(row.clone(), fields);
    };
    view! {
        <Sheet label=say(Opening::PapersOfDelivery)>
            <form class="typed" on:submit=move |event| { event.prevent_default(); save(); }>
                <b>{say(Opening::PapersOfDelivery)}</b>
                {field("note", Opening::Note, note)}{field("dock", Opening::Dock, dock)}{field("container", Opening::Container, container)}
                <div class="two">
                    <button class="btn tall" type="button" on:click=move |_| papers.is_edited.set(false)>{icon(Icon::Close)}{say(messages::Message::Close)}</button>
                    <button class="btn main" type="submit">{icon(Icon::Check)}{say(Opening::Save)}</button>
                </div>
            </form>
        </Sheet>
    }
    .into_any()
}

/// Looks for an item by name, where goods without an order are counted.
pub(super) fn find_item(counting: Counting) -> Option<impl IntoView> {
    let is_without = counting.view.with(|view| {
        view.as_ref()
            .is_some_and(|view| view.row.orders.is_empty() && view.stage == view::Stage::Count)
    });
    let app = use_app();
    let is_open = RwSignal::new(false);
    let offer = move |words: &str| {
        let language = app.language.get();
        let found = app.device.view(|replica| view::items_called(replica, words, MOST_OFFERED));
        let named = |item: &view::ItemNamed| {
            (item.code.to_string(), item.name_or_code(language).into_owned())
        };
        found.iter().map(named).collect()
    };
    let give = Callback::new(move |code: String| {
        is_open.set(false);
        if let Ok(item) = code.parse() {
            counting.take_item(&item, false);
        }
    });
    is_without.then(|| {
        view! {
            <button class="btn tall" type="button" data-find-item="" on:click=move |_| is_open.set(true)>{icon(Icon::Search)}{say(Opening::FindItem)}</button>
            <Show when=move || is_open.get()>
                <Pick label=say(Opening::WhichItem) offer=Callback::new(move |words: String| offer(&words)) give close=Callback::new(move |()| is_open.set(false))/>
            </Show>
        }
    })
}

/// An order that is not here: its goods may be received on hold, once somebody says whose they are.
#[component]
pub(super) fn NoSuchOrder() -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let is_asked = RwSignal::new(false);
    let offer = Callback::new(move |words: String| {
        let found = app.device.view(|replica| view::vendors_called(replica, &words, MOST_OFFERED));
        found.into_iter().map(|(code, name)| (code.to_string(), name)).collect::<Vec<_>>()
    });
    let give = Callback::new(move |code: String| {
        is_asked.set(false);
        if let Ok(vendor) = code.parse() {
            dock.receive_without_order(vendor);
        }
    });
    let go_on = move || match dock.arriving.get_untracked() {
        Some(vendor) => dock.receive_without_order(vendor),
        None => is_asked.set(true),
    };
    view! {
        {move || dock.no_order.get().map(|code| view! {
            <button class="row warn" type="button" data-without-order="" on:click=move |_| go_on()>
                <div><b class="mid clip2">{say(Opening::NoSuchOrder(code))}</b><span class="sec">{say(Opening::WithoutOrder)}</span></div>{sized(Icon::Right, Size::Normal)}
            </button>
        })}
        <Show when=move || is_asked.get()>
            <Pick label=say(Opening::WhichVendor) offer give close=Callback::new(move |()| is_asked.set(false))/>
        </Show>
    }
}

impl DockState {
    /// A code that nothing here bears may be the order of goods that nobody announced.
    pub(super) fn offer_without_order(self, scan: &Scan) {
        let scanned = self.look_up(&scan.code).filter(|it| it.kind == ScannedKind::Unknown);
        if let Some(scanned) = scanned {
            self.no_order.set(Some(scanned.code));
        }
    }

    /// Opens a delivery of goods without an order; what stood on their papers goes with it.
    fn receive_without_order(self, vendor: VendorCode) {
        let app = use_app();
        let papers = self.no_order.get_untracked().unwrap_or_default();
        self.no_order.set(None);
        self.once.go(async move {
            app.scanner.hold();
            let said = said_of(Vec::new(), Some(vendor));
            let asks: fn(&Notice) -> bool = |_| false;
            let opened = self.open_as(said, app.say(Message::NoOrder), asks).await;
            if let Some(receipt) = opened.filter(|_| !papers.is_empty()) {
                let value = app.say(Opening::PapersSay(papers)).parse().ok();
                let field = ReceiptField::Note;
                record_quietly(&Command::Describe { receipt, field, value }).await;
            }
            app.scanner.release();
        });
    }

    /// Records the delivery note that was scanned.
    fn take_note(self, receipt: ReceiptNumber, note: Text) {
        let app = use_app();
        self.once.go(async move {
            app.scanner.hold();
            let field = ReceiptField::DeliveryNote;
            let shown = note.to_string();
            let tell = |done: &CommandDone| {
                let fact = done.made.first().map(|made| made.fact);
                let last = Last {
                    ended: ScanOutcome::Counted,
                    amount: shown,
                    sum: String::new(),
                    what: app.say(Opening::NoteTaken),
                    more: self.saved(fact, done.recorded),
                    undo: Some(Rc::new(move || {
                        let command = Command::Describe { receipt, field, value: None };
                        self.take_back(command, Opening::NoteTakenBack);
                    })),
                };
                self.told(done, last);
            };
            let command = Command::Describe { receipt, field, value: Some(note) };
            if let Err(error) = record_aloud(&command, &[], |_| false, tell).await {
                self.refuse_trouble(&error);
            }
            app.scanner.release();
        });
    }

    /// Withdraws a delivery that was opened by mistake, and goes back to scanning.
    pub(super) fn undo_opening(self, receipt: ReceiptNumber) -> Rc<dyn Fn()> {
        let app = use_app();
        Rc::new(move || {
            let command = Command::VoidReceipt { receipt, reason: None };
            self.take_back(command, Opening::OpeningTakenBack(receipt.to_string()));
            app.go_instead("dock");
        })
    }
}
