//! Counting one delivery: what is asked, what is recorded of the answer, what is told of it.

use leptos::prelude::*;
use rust_decimal::Decimal;
use sync_core::command::{Command, LineChoice, Notice, may_count};
use sync_core::ids::{ItemCode, LineKey};
use sync_core::number::ReceiptNumber;
use sync_core::view::{self, CountingLine, CountingView};

use super::line_row::name_of;
use super::messages::Message;
use super::state::DockState;
use crate::app::use_app;
use crate::components::last_scan::{Last, ScanOutcome};
use crate::components::once::Once;
use crate::components::recording::record_aloud;
use crate::device::Recorded;
use crate::device::signal::Signal as Sounded;
use crate::number_format;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asking {
    /// How much of a line.
    HowMuch(LineKey),
    /// Which of several lines of an item.
    Which(ItemCode),
    /// Whether a digit slipped; nothing is stored yet.
    Slipped(LineKey, Notice),
}

/// How a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    More,
    /// So much in all: a recount.
    InAll,
}

/// A delivery at which somebody counts.
#[derive(Clone, Copy)]
pub(super) struct Counting {
    pub(super) dock: DockState,
    pub(super) number: ReceiptNumber,
    pub(super) asking: RwSignal<Option<Asking>>,
    /// Whether what is asked came from the label that was read just before.
    pub(super) is_again: RwSignal<bool>,
    /// A number is recorded once, however often its key is pressed.
    once: Once,
    /// The line that was counted last.
    pub(super) now: RwSignal<Option<LineKey>>,
    pub(super) view: Memo<Option<CountingView>>,
}

impl Counting {
    pub(super) fn of(dock: DockState, number: ReceiptNumber) -> Self {
        let device = use_app().device;
        Self {
            dock,
            number,
            asking: RwSignal::new(None),
            is_again: RwSignal::new(false),
            once: Once::new(),
            now: RwSignal::new(None),
            view: Memo::new(move |_| device.view(|replica| view::counting(replica, number))),
        }
    }

    /// A line as it stands now; none for goods that nobody counted or ordered here.
    pub(super) fn line(self, key: &LineKey) -> Option<CountingLine> {
        let of_key =
            |view: &CountingView| view.counting.iter().find(|line| line.row.line == *key).cloned();
        self.view.with(|view| view.as_ref().and_then(of_key))
    }

    /// A line as the engine has it: this screen may not know yet what was told.
    pub(super) fn line_held(self, key: &LineKey) -> Option<CountingLine> {
        let device = use_app().device;
        device.peek(|engine| view::counting_line(engine.replica(), self.number, key))
    }

    /// An item was scanned: asks how much of which line.
    pub(super) fn take_item(self, item: &ItemCode, is_again: bool) {
        self.is_again.set(is_again);
        let lines: Vec<LineKey> = self.view.with_untracked(|view| {
            let lines = view.iter().flat_map(|view| view.lines_of(item));
            lines.map(|line| line.row.line.clone()).collect()
        });
        if let Some(why) = self.why_not(&lines) {
            // Before somebody types how much.
            self.dock.refuse(why, use_app().say(crate::messages::Message::NotRecorded));
            return;
        }
        use_app().signal(Sounded::Question);
        self.asking.set(Some(match &lines[..] {
            [] => Asking::HowMuch(LineKey::Held(item.clone())),
            [one] => Asking::HowMuch(one.clone()),
            _ => Asking::Which(item.clone()),
        }));
    }

    /// Why nothing can be counted on any of these lines; nothing where it can, or there is none.
    fn why_not(self, lines: &[LineKey]) -> Option<String> {
        let app = use_app();
        let language = app.language.get_untracked();
        let refusals = app.device.peek(|engine| {
            let may = |key| may_count(engine.replica(), self.number, key).err();
            lines.iter().map(may).collect::<Option<Vec<_>>>()
        });
        let first = refusals?.into_iter().next()?;
        Some(first.told(language, crate::remedy::word))
    }

    /// Records a number; where a digit may have slipped, asks first.
    pub(super) fn record(self, key: LineKey, value: Decimal, meant: Meant, is_sure: bool) {
        let app = use_app();
        let asks: fn(&Notice) -> bool = if is_sure { |_| false } else { Notice::asks };
        self.once.go(async move {
            let scanner = app.scanner;
            // What is scanned meanwhile comes after it.
            scanner.hold();
            let line = LineChoice::Exact(key.clone());
            let receipt = self.number;
            let command = match meant {
                Meant::More => Command::Tally { receipt, line, quantity: value, package: None },
                Meant::InAll => Command::Recount { receipt, line, quantity: value },
            };
            // What asks stays until it is on disk: nothing is drawn that writing would wait for.
            let tell = |done: &_| {
                self.close(&key);
                self.tell(&key, value, meant, done);
            };
            match record_aloud(&command, &[], asks, tell).await {
                Ok((Recorded::Done(_), _)) => self.now.set(Some(key)),
                Ok((Recorded::Asked(notice), _)) => {
                    app.signal(Sounded::Question);
                    self.asking.set(Some(Asking::Slipped(key, notice)));
                }
                Err(error) => {
                    self.close(&key);
                    self.dock.refuse_trouble(&error);
                }
            }
            scanner.release();
        });
    }

    /// Nothing is asked about a line any more; what is asked about another stays.
    fn close(self, key: &LineKey) {
        let is_about = |asking: &Asking| match asking {
            Asking::HowMuch(own) | Asking::Slipped(own, _) => own == key,
            Asking::Which(_) => false,
        };
        if self.asking.with_untracked(|asking| asking.as_ref().is_some_and(is_about)) {
            self.asking.set(None);
        }
    }

    fn tell(
        self,
        key: &LineKey,
        value: Decimal,
        meant: Meant,
        done: &inwards_engine::engine::CommandDone,
    ) {
        let app = use_app();
        let language = app.language.get_untracked();
        let line = self.line_held(key);
        let unit = line.as_ref().and_then(|line| line.row.unit);
        let sum = line.as_ref().map(|line| line.row.counted).unwrap_or_default();
        let amount = match meant {
            Meant::More => format!("+{}", number_format::decimal(value)),
            Meant::InAll => number_format::decimal(value),
        };
        let shown = match meant {
            Meant::More => Message::Arrow(number_format::amount(sum, unit, language)),
            Meant::InAll => Message::Recounted,
        };
        let what = untrack(|| line.as_ref().map_or_else(|| key.to_string(), name_of));
        let fact = done.made.first().map(|made| made.fact);
        let undo = fact.map(|fact| self.dock.undo_count(self.number, fact, amount.clone()));
        let last = Last {
            ended: ScanOutcome::Counted,
            amount,
            sum: app.say(shown),
            what,
            more: self.dock.saved(fact, done.recorded),
            undo,
        };
        self.dock.told(done, last);
    }
}

/// The delivery that the screen is about.
pub(super) fn use_counting() -> Counting {
    expect_context()
}
