//! Who brings the goods: a vendor that is scanned before the order, and the one question where the
//! order is another vendor's (SEMANTICS 30).

use leptos::prelude::*;
use leptos::task::spawn_local;
use sync_core::command::Notice;
use sync_core::ids::{OrderNumber, VendorCode};

use super::messages::Message;
use super::state::{DockState, use_dock};
use crate::app::use_app;
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::sheet::Sheet;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;

/// An order that is opened for another vendor's goods, once somebody says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OtherVendor {
    /// The order that was scanned.
    pub(super) order: OrderNumber,
    /// Who brings the goods.
    pub(super) came: VendorCode,
    /// Whose order it is.
    pub(super) ordered: VendorCode,
}

impl OtherVendor {
    /// Whether a notice asks this before anything is recorded.
    pub(super) fn is_asked(notice: &Notice) -> bool {
        matches!(notice, Notice::OtherVendor { .. })
    }

    pub(super) fn of(notice: Notice) -> Option<Self> {
        match notice {
            Notice::OtherVendor { order, came, ordered } => Some(Self { order, came, ordered }),
            _ => None,
        }
    }
}

impl DockState {
    /// The next order that is scanned comes from this vendor.
    pub(super) fn expect_of(self, vendor: VendorCode) {
        use_app().signal(Sounded::Counted);
        self.last.clear();
        self.arriving.set(Some(vendor));
    }

    fn answer(self, asked: OtherVendor, vendor: VendorCode) {
        let app = use_app();
        self.asks_vendor.set(None);
        self.once.go(async move {
            app.scanner.hold();
            self.open(asked.order, Some(vendor), |_| false).await;
            app.scanner.release();
        });
    }
}

/// Opens a delivery once whoever is at the dock is free for it; scans wait meanwhile.
pub(super) fn open_for(dock: DockState, order: OrderNumber) {
    let app = use_app();
    // Scans wait until it is open: what is scanned right after belongs to it.
    app.scanner.hold();
    spawn_local(async move {
        dock.open(order, dock.arriving.get_untracked(), OtherVendor::is_asked).await;
        app.scanner.release();
    });
}

fn name_of(vendor: &VendorCode) -> String {
    use_app().device.view(|replica| sync_core::view::vendor_called(replica, vendor))
}

/// Who was said to bring the next goods, until that is taken back or an order was opened.
#[component]
pub(super) fn Arriving() -> impl IntoView {
    let dock = use_dock();
    move || {
        dock.arriving.get().map(|vendor| {
            let name = name_of(&vendor);
            view! {
                <section class="row info" role="status" data-arriving=vendor.to_string()>
                    <div><b class="mid clip2">{say(Message::Arriving(name))}</b><span class="sec">{say(Message::ScanItsOrder)}</span></div>
                    <button class="btn icon" type="button" aria-label=say(crate::messages::Message::Close)
                        on:click=move |_| dock.arriving.set(None)>{icon(Icon::Close)}</button>
                </section>
            }
        })
    }
}

/// The question, as long as it is open.
#[component]
pub(super) fn AskVendor() -> impl IntoView {
    let dock = use_dock();
    move || {
        dock.asks_vendor.get().map(|asked| {
            let (came, ordered) = (name_of(&asked.came), name_of(&asked.ordered));
            let question = Message::VendorsDiffer(asked.order.to_string(), ordered.clone());
            let answer = |name: String, why: Message, vendor: VendorCode| {
                let (asked, code) = (asked.clone(), vendor.to_string());
                view! {
                    <button class="opt" type="button" data-vendor=code
                        on:click=move |_| dock.answer(asked.clone(), vendor.clone())>
                        <span class="why"><b class="clip2">{name}</b><span class="cap">{say(why)}</span></span>{icon(Icon::Right)}
                    </button>
                }
            };
            let they = answer(came, Message::TheyCame, asked.came.clone());
            let as_ordered = answer(ordered, Message::OrderedCame, asked.ordered.clone());
            view! {
                <Sheet label=say(Message::WhoCame) asks=true>
                    <div class="guard">
                        <div class="ask"><span class="t-warn">{sized(Icon::Warn, Size::Large)}</span>
                            <div><b>{say(question)}</b><span class="sec">{say(Message::NothingOpened)}</span></div></div>
                        {they}{as_ordered}
                        <button class="btn tall" type="button" data-open-nothing="" on:click=move |_| dock.asks_vendor.set(None)>
                            {icon(Icon::Close)}{say(Message::OpenNothing)}</button>
                    </div>
                </Sheet>
            }
        })
    }
}
