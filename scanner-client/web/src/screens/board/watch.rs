//! What the board shows, kept up to date: drawn again when a fact came, when a deadline passed,
//! and never so often that the page stops moving.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use sync_core::api::ContactsAnswer;
use sync_core::number::CardNumber;
use sync_core::time::{Span, Timestamp};
use sync_core::view::{self, Board, BoardLot, ConflictView, SetAsideView};

use crate::app::use_app;
use crate::browser::{after, keep, kept};
use crate::device::LinkState;

/// So many set-aside facts are kept to be named.
const NAMED_ASIDE: usize = 4;
/// The board is drawn at most this often.
const SHORTEST_MS: u64 = 200;
/// Drawing takes at most one part in so many of the time, unless the board would get old.
const SHARE: u64 = 6;
const LONGEST_MS: u64 = 2_000;
/// Rows change places at most this often.
const REORDER_EVERY: Span = Span::seconds(5);
/// How often the server is asked what devices said of themselves.
const ASK_EVERY: Duration = Duration::from_secs(10);
/// A connection that comes back within this time was never gone.
const GRACE: Span = Span::seconds(4);
/// What this browser remembers of the server, for the time without it.
const HEARD: &str = "heard";
const CONTACTS: &str = "contacts";

/// The board's data, as its parts read them.
#[derive(Clone, Copy)]
pub(crate) struct Watch {
    pub(crate) board: RwSignal<Option<Arc<Board>>>,
    pub(crate) conflicts: RwSignal<Vec<ConflictView>>,
    /// The last facts that were set aside; how many there are is on the board.
    pub(crate) aside: RwSignal<Vec<SetAsideView>>,
    /// The open lots in their order on the screen.
    pub(crate) order: RwSignal<Vec<CardNumber>>,
    /// What devices said of themselves.
    pub(crate) contacts: RwSignal<Option<ContactsAnswer>>,
    /// When the server was last heard.
    heard: RwSignal<Option<Timestamp>>,
    away_since: RwSignal<Option<Timestamp>>,
    rows: StoredValue<BTreeMap<CardNumber, ArcRwSignal<BoardLot>>>,
    ordered: StoredValue<Option<Timestamp>>,
    pending: StoredValue<bool>,
    took_ms: StoredValue<u64>,
    /// When the last drawing ended, by the browser's clock.
    drawn_ms: StoredValue<f64>,
}

impl Watch {
    /// Begins to watch, for as long as the screen is shown.
    pub(crate) fn begin() -> Self {
        let app = use_app();
        let watch = Self {
            board: RwSignal::new(None),
            conflicts: RwSignal::new(Vec::new()),
            aside: RwSignal::new(Vec::new()),
            order: RwSignal::new(Vec::new()),
            contacts: RwSignal::new(remembered(CONTACTS)),
            heard: RwSignal::new(remembered(HEARD)),
            away_since: RwSignal::new(None),
            rows: StoredValue::new(BTreeMap::new()),
            ordered: StoredValue::new(None),
            pending: StoredValue::new(false),
            took_ms: StoredValue::new(0),
            drawn_ms: StoredValue::new(0.0),
        };
        watch.draw();
        Effect::new(move || {
            app.device.read(|_| ());
            app.minute.track();
            watch.draw_soon();
        });
        Effect::new(move || {
            watch.tick(app.device.now.get());
        });
        Effect::new(move || {
            if Self::is_connected() {
                watch.ask();
            }
        });
        let asking = set_interval_with_handle(move || watch.ask(), ASK_EVERY);
        on_cleanup(move || {
            if let Ok(asking) = asking {
                asking.clear();
            }
        });
        watch
    }

    /// Whether the server is reached, by the latest sign.
    pub(crate) fn is_connected() -> bool {
        match use_app().device.link.get() {
            LinkState::Live | LinkState::Polling | LinkState::Fetching => true,
            LinkState::Away | LinkState::Refused => false,
        }
    }

    /// How long the server has been gone; nothing while it is there.
    pub(crate) fn gone_for(self) -> Option<Span> {
        let now = use_app().device.now.get();
        let since = self.away_since.get()?;
        if now.since(since).0 < GRACE.0 {
            return None;
        }
        Some(now.since(self.heard.get().unwrap_or(since)))
    }

    /// The instant of which the data are.
    pub(crate) fn as_of(self) -> Option<Timestamp> {
        self.heard.get()
    }

    /// A row's lot; it changes when something about that lot does.
    pub(crate) fn row(self, number: CardNumber) -> Option<ArcRwSignal<BoardLot>> {
        self.rows.with_value(|rows| rows.get(&number).cloned())
    }

    fn tick(self, now: Timestamp) {
        if Self::is_connected() {
            self.away_since.set(None);
            let kept_at = self.heard.get_untracked();
            self.heard.set(Some(now));
            if kept_at.is_none_or(|at| at.millis() / 10_000 != now.millis() / 10_000) {
                remember(HEARD, &now);
            }
        } else if self.away_since.get_untracked().is_none() {
            self.away_since.set(Some(now));
        }
        let changes = self.board.with_untracked(|board| board.as_ref().and_then(|b| b.changes));
        if changes.is_some_and(|at| at <= now) {
            self.draw_soon();
        }
    }

    fn draw_soon(self) {
        if self.pending.get_value() {
            return;
        }
        self.pending.set_value(true);
        // Who has rested since the last drawing need not rest again.
        let rest = (self.took_ms.get_value() * SHARE).min(LONGEST_MS);
        let pause = rest.saturating_sub(since(self.drawn_ms.get_value())).max(SHORTEST_MS);
        after(pause, move || {
            // The screen may have gone meanwhile.
            if self.pending.try_get_value().is_some() {
                self.pending.set_value(false);
                self.draw();
            }
        });
    }

    fn draw(self) {
        let app = use_app();
        let began = js_sys::Date::now();
        let now = app.device.instant();
        let drawn = app.device.peek(|engine| {
            let replica = engine.replica();
            let aside = view::set_aside_latest(replica, NAMED_ASIDE);
            let drawn = app.views.board(replica, now);
            drawn.map(|(board, conflicts)| (board, conflicts, aside))
        });
        let Some((board, conflicts, aside)) = drawn else { return };
        self.place(&board.open_lots, now);
        set_if_new(self.conflicts, conflicts);
        set_if_new(self.aside, aside);
        self.board.set(Some(Arc::new(board)));
        self.took_ms.set_value(since(began));
        self.drawn_ms.set_value(js_sys::Date::now());
    }

    /// Changes the rows that changed; order and places only now and then.
    fn place(self, lots: &[BoardLot], now: Timestamp) {
        self.rows.update_value(|rows| {
            for lot in lots {
                match rows.get(&lot.number) {
                    Some(row) => {
                        if row.with_untracked(|held| held != lot) {
                            row.set(lot.clone());
                        }
                    }
                    None => {
                        rows.insert(lot.number, ArcRwSignal::new(lot.clone()));
                    }
                }
            }
        });
        let numbers: Vec<CardNumber> = lots.iter().map(|lot| lot.number).collect();
        let is_same = self.order.with_untracked(|order| *order == numbers);
        if is_same {
            return;
        }
        let is_due = self.ordered.get_value().is_none_or(|at| now.since(at).0 >= REORDER_EVERY.0);
        if is_due {
            self.ordered.set_value(Some(now));
            self.order.set(numbers);
        } else {
            // What is gone goes at once: its row would lie.
            let open: std::collections::BTreeSet<_> = numbers.iter().copied().collect();
            let is_gone = self.order.with_untracked(|o| o.iter().any(|n| !open.contains(n)));
            if is_gone || self.order.with_untracked(Vec::is_empty) {
                self.order.set(numbers);
            } else {
                // New lots come with the next change of places.
                let wait =
                    REORDER_EVERY.0 - self.ordered.get_value().map_or(0, |at| now.since(at).0);
                let watch = self;
                after(u64::try_from(wait).unwrap_or_default() + 1, move || {
                    if watch.pending.try_get_value().is_some() {
                        watch.draw_soon();
                    }
                });
            }
        }
    }

    fn ask(self) {
        let app = use_app();
        let link = app.device.link.get_untracked();
        if !matches!(link, LinkState::Live | LinkState::Polling) {
            return;
        }
        leptos::task::spawn_local(async move {
            // What cannot be had stays as old as it is, and says so.
            if let Ok(contacts) = app.device.get::<ContactsAnswer>("/api/contacts").await
                && self.pending.try_get_value().is_some()
            {
                remember(CONTACTS, &contacts);
                self.contacts.set(Some(contacts));
            }
        });
    }
}

/// Whole milliseconds since an instant of the browser's clock; none where that was set back.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds")]
fn since(began: f64) -> u64 {
    (js_sys::Date::now() - began).max(0.0) as u64
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|held| *held != value) {
        signal.set(value);
    }
}

fn remembered<T: for<'de> Deserialize<'de>>(name: &str) -> Option<T> {
    serde_json::from_str(&kept(name)?).ok()
}

fn remember(name: &str, value: &impl Serialize) {
    // A board that forgets how old it is asks again when it can.
    if let Ok(text) = serde_json::to_string(value) {
        keep(name, &text);
    }
}
