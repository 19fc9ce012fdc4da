//! What a scan does at the dock, wherever one is.

use inwards_engine::engine::{CommandDone, RecordedFact};
use leptos::prelude::*;
use sync_core::command::{Command, Notice};
use sync_core::fact::{Kind, ReceiptOpened};
use sync_core::ids::{ItemCode, OrderNumber, PersonNumber, VendorCode};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::permits;
use sync_core::view::{self, Scanned, ScannedKind, Stage};

use super::messages::Message;
use super::opening;
use super::state::DockState;
use super::vendor::{self, OtherVendor};
use crate::app::use_app;
use crate::components::last_scan::{Last, ScanOutcome};
use crate::components::recording::record_aloud;
use crate::device::Recorded;
use crate::device::scanner::Scan;
use crate::device::signal::Signal as Sounded;

impl DockState {
    /// Says what a code is.
    pub(super) fn look_up(self, code: &str) -> Option<Scanned> {
        use_app().device.peek(|engine| Some(view::scan(engine.replica(), code)))
    }

    /// Takes a scan; `with_item` is what this screen does with an item's code.
    pub(super) fn take(self, scan: &Scan, with_item: impl FnOnce(Self, ItemCode)) {
        let app = use_app();
        let Some(scanned) = self.look_up(&scan.code) else { return };
        match scanned.kind {
            ScannedKind::Order => match scanned.code.parse() {
                Ok(order) => self.open_or_continue(order),
                Err(_) => self.refuse_scan(&scanned),
            },
            ScannedKind::Receipt => app.go(&format!("dock/receipt/{}", scanned.code)),
            ScannedKind::Card => {
                let is_keepers = scanned.code.parse().is_ok_and(|card| self.goes_back(card));
                let screen = if is_keepers { "returns" } else { "put-away" };
                app.go(&format!("dock/{screen}/{}", scanned.code));
            }
            ScannedKind::Item => match scanned.code.parse() {
                Ok(item) => with_item(self, item),
                Err(_) => self.refuse_scan(&scanned),
            },
            ScannedKind::Person => app.hand_over(scanned.code.parse().ok().map(PersonNumber)),
            ScannedKind::Slip
            | ScannedKind::ReturnNote
            | ScannedKind::Vendor
            | ScannedKind::Location
            | ScannedKind::Enrolment
            | ScannedKind::Misread
            | ScannedKind::Newer
            | ScannedKind::Unknown => self.refuse_scan(&scanned),
        }
    }

    /// Nothing is counted: what the code is, and what to do.
    pub(super) fn refuse_scan(self, scanned: &Scanned) {
        let app = use_app();
        let (word, then) = match (scanned.kind, scanned.near.first()) {
            (ScannedKind::Misread, Some(near)) => {
                (Message::Misread, app.say(Message::DidYouMean(near.clone())))
            }
            (ScannedKind::Misread, None) => (Message::Misread, scanned.code.clone()),
            (ScannedKind::Unknown | ScannedKind::Newer, _) => {
                (Message::Unknown, scanned.code.clone())
            }
            (kind, _) => (Message::NotForHere(kind), scanned.code.clone()),
        };
        self.refuse(app.say(word), then);
    }

    /// Whether a lot is the keeper's who is signed in: some of it goes back, and none to a shelf.
    fn goes_back(self, card: CardNumber) -> bool {
        let app = use_app();
        let lot = app.device.peek(|engine| view::lot(engine.replica(), card));
        let goes_back =
            lot.is_some_and(|lot| !lot.rejected_here().is_zero() && lot.left_to_put_away.is_zero());
        goes_back && permits(app.posts(), Kind::ReturnRaised)
    }

    /// Goes on with the delivery of an order, or opens one.
    fn open_or_continue(self, order: OrderNumber) {
        let app = use_app();
        let open = app.device.peek(|engine| view::open_delivery(engine.replica(), &order));
        let arriving = self.arriving.get_untracked();
        // Another truck of another vendor is another delivery.
        let is_same = |vendor: &Option<VendorCode>| arriving.is_none() || *vendor == arriving;
        if let Some(delivery) = open.filter(|delivery| is_same(&delivery.row.vendor)) {
            let screen = if delivery.stage == Stage::Count { "receipt" } else { "papers" };
            app.go(&format!("dock/{screen}/{}", delivery.row.number));
            return;
        }
        vendor::open_for(self, order);
    }

    /// Opens a delivery of an order beside those that there are; once, however often it is tapped.
    pub(super) fn open_another(self, order: OrderNumber) {
        let app = use_app();
        self.once.go(async move {
            app.scanner.hold();
            self.open(order, None, |_| false).await;
            app.scanner.release();
        });
    }

    /// Opens a delivery of an order, of its own vendor unless another is named; where that one is to
    /// be asked about, nothing is opened yet.
    pub(super) async fn open(
        self,
        order: OrderNumber,
        vendor: Option<VendorCode>,
        asks: fn(&Notice) -> bool,
    ) {
        let said = opening::said_of(vec![order.clone()], vendor);
        self.open_as(said, order.to_string(), asks).await;
    }

    /// Opens a delivery, which is told with what its papers say; answers its number.
    pub(super) async fn open_as(
        self,
        said: ReceiptOpened,
        papers: String,
        asks: fn(&Notice) -> bool,
    ) -> Option<ReceiptNumber> {
        let app = use_app();
        let command = Command::OpenReceipt { said };
        let from = app.route.get_untracked();
        let mut number = String::new();
        let tell = |done: &CommandDone| {
            let opened = done.made.first().and_then(RecordedFact::number);
            number = opened.map(|number| number.to_string()).unwrap_or_default();
            let fact = done.made.first().map(|made| made.fact);
            let last = Last {
                ended: ScanOutcome::Counted,
                amount: number.clone(),
                sum: String::new(),
                what: format!("{} · {papers}", app.say(Message::Opened)),
                more: self.saved(fact, done.recorded),
                undo: fact.map(|fact| self.undo_opening(ReceiptNumber(fact))),
            };
            self.told(done, last);
        };
        match record_aloud(&command, &[], asks, tell).await {
            Ok((Recorded::Asked(notice), _)) => {
                app.signal(Sounded::NotCounted);
                self.asks_vendor.set(OtherVendor::of(notice));
                None
            }
            Ok((Recorded::Done(_), untold)) => {
                self.arriving.set(None);
                // The screen that is left need not know. Who went elsewhere meanwhile stays there.
                if app.route.with_untracked(|place| *place == from) {
                    app.go(&format!("dock/receipt/{number}"));
                }
                drop(untold);
                number.parse().ok()
            }
            Err(error) => {
                self.refuse_trouble(&error);
                None
            }
        }
    }
}
