//! One delivery: its lines, and counting them by scan.

use leptos::prelude::*;
use rust_decimal::Decimal;
use sync_core::command::{Command, LineChoice, Notice};
use sync_core::ids::{ItemCode, LineKey};
use sync_core::number::ReceiptNumber;
use sync_core::view::{self, CountingLine, CountingView};

use super::guard::Guard;
use super::home::vendor_of;
use super::line_row::{line_row, name_of};
use super::problem::{problem_key, reported};
use super::quantity::HowMuch;
use super::type_code::TypeButton;
use super::which_line::WhichLine;
use super::words::Word;
use super::{DockDesk, use_dock};
use crate::device::Recorded;
use crate::device::scanner::on_scan;
use crate::device::signal::Signal as Sounded;
use crate::figures;
use crate::parts::bar::Bar;
use crate::parts::icon::{Icon, icon};
use crate::parts::last_scan::{Ended, Last, LastScanPanel};
use crate::parts::once::Once;
use crate::parts::state::Empty;
use crate::words::say;

/// What somebody is asked.
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
    /// So much more.
    More,
    /// So much in all: a recount.
    InAll,
}

/// A delivery at which somebody counts.
#[derive(Clone, Copy)]
pub(super) struct Counting {
    pub(super) dock: DockDesk,
    pub(super) number: ReceiptNumber,
    pub(super) asking: RwSignal<Option<Asking>>,
    /// Whether what is asked came from the label that was read just before.
    pub(super) is_again: RwSignal<bool>,
    /// A number is recorded once, however often its key is pressed.
    once: Once,
    /// The line that was counted last.
    now: RwSignal<Option<LineKey>>,
    pub(super) view: Memo<Option<CountingView>>,
}

impl Counting {
    /// A line as it stands now; none for goods that nobody counted or ordered here.
    pub(super) fn line(self, key: &LineKey) -> Option<CountingLine> {
        let of_key =
            |view: &CountingView| view.counting.iter().find(|line| line.row.line == *key).cloned();
        self.view.with(|view| view.as_ref().and_then(of_key))
    }

    /// A line as the engine has it: this screen may not know yet what was told.
    pub(super) fn line_held(self, key: &LineKey) -> Option<CountingLine> {
        let desk = self.dock.app.desk;
        desk.peek(|engine| view::counting_line(engine.replica(), self.number, key))
    }

    fn take_item(self, item: &ItemCode, is_again: bool) {
        self.is_again.set(is_again);
        let lines: Vec<LineKey> = self.view.with_untracked(|view| {
            let lines = view.iter().flat_map(|view| view.lines_of(item));
            lines.map(|line| line.row.line.clone()).collect()
        });
        self.dock.app.signal(Sounded::Question);
        self.asking.set(Some(match &lines[..] {
            [] => Asking::HowMuch(LineKey::Held(item.clone())),
            [one] => Asking::HowMuch(one.clone()),
            _ => Asking::Which(item.clone()),
        }));
    }

    /// Records a number; where a digit may have slipped, asks first.
    pub(super) fn record(self, key: LineKey, value: Decimal, meant: Meant, is_sure: bool) {
        let asks: fn(&Notice) -> bool = if is_sure {
            |_| false
        } else {
            |notice| matches!(notice, Notice::SlippedDigit { .. } | Notice::UnlikelyCount { .. })
        };
        self.once.go(async move {
            let scanner = self.dock.app.scanner;
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
            match self.dock.record_aloud(&command, asks, tell).await {
                Ok((Recorded::Done(_), _)) => self.now.set(Some(key)),
                Ok((Recorded::Asked(notice), _)) => {
                    self.dock.app.signal(Sounded::Question);
                    self.asking.set(Some(Asking::Slipped(key, notice)));
                }
                Err(trouble) => {
                    self.close(&key);
                    self.dock.refuse_trouble(&trouble);
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
        done: &inwards_engine::engine::Done,
    ) {
        let app = self.dock.app;
        let language = app.language.get_untracked();
        let line = self.line_held(key);
        let unit = line.as_ref().and_then(|line| line.row.unit);
        let sum = line.as_ref().map(|line| line.row.counted).unwrap_or_default();
        let amount = match meant {
            Meant::More => format!("+{}", figures::decimal(value)),
            Meant::InAll => figures::decimal(value),
        };
        let shown = match meant {
            Meant::More => Word::Arrow(figures::amount(sum, unit, language)),
            Meant::InAll => Word::Recounted,
        };
        let what = untrack(|| line.as_ref().map_or_else(|| key.to_string(), name_of));
        let fact = done.made.first().map(|made| made.fact);
        let undo = fact.map(|fact| self.dock.undo_count(self.number, fact, amount.clone()));
        let last = Last {
            ended: Ended::Counted,
            amount,
            sum: app.say(shown),
            what,
            more: self.dock.saved(fact, done.recorded),
            undo,
        };
        self.dock.told(done, last);
    }
}

/// The screen.
#[component]
pub(super) fn Receipt(number: ReceiptNumber) -> impl IntoView {
    let dock = use_dock();
    let app = dock.app;
    let counting = Counting {
        dock,
        number,
        asking: RwSignal::new(None),
        is_again: RwSignal::new(false),
        once: Once::new(),
        now: RwSignal::new(None),
        view: Memo::new(move |_| app.desk.view(|replica| view::counting(replica, number))),
    };
    provide_context(counting);
    on_scan(move |scan| {
        let is_again = scan.again;
        dock.take(&scan, |_, item| counting.take_item(&item, is_again));
    });
    let under = Signal::derive(move || order_of(counting).get());
    view! {
        <div class="hh">
            <Bar title=Signal::derive(move || number.to_string()) under back="dock"/>
            <main>
                {move || counting.view.get().map(|view| view! {
                    <div class="hd sum"><h2 class="clip1 mid">{vendor_of(&view)}</h2><span class="grow"></span>
                        <span class="num cap">{view.row.delivery_note.clone()}</span>{problem_key(dock, number)}</div>
                })}
                <div class="lines">{lines(counting)}{reported(dock, number)}</div>
                <LastScanPanel last=dock.last/>
            </main>
            <div class="dock"><TypeButton/>{move || sign_button(counting)}</div>
            {move || counting.asking.get().map(|asking| match asking {
                Asking::HowMuch(key) => view! { <HowMuch key/> }.into_any(),
                Asking::Which(item) => view! { <WhichLine item/> }.into_any(),
                Asking::Slipped(key, notice) => view! { <Guard key notice/> }.into_any(),
            })}
        </div>
    }
}

/// The delivery that the screen is about.
pub(super) fn use_counting() -> Counting {
    expect_context()
}

fn order_of(counting: Counting) -> Signal<String> {
    let order = counting.view.with(|view| {
        view.as_ref().and_then(|view| view.row.orders.first().map(ToString::to_string))
    });
    say(order.map_or(Word::NoOrder, Word::Order))
}

fn lines(counting: Counting) -> impl IntoView {
    let keys = Memo::new(move |_| {
        counting.view.with(|view| {
            let lines = view.iter().flat_map(|view| &view.counting);
            lines.map(|line| line.row.line.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || counting.view.with(|view| view.as_ref().is_some_and(|view| view.counting.is_empty()))><Empty which=Icon::Lines what=say(Word::NothingYet) then=say(Word::Nothing)/></Show>
        // Line by line: what did not change is not drawn again.
        <For each=move || keys.get() key=Clone::clone let:key>{line_of(counting, key)}</For>
    }
}

fn line_of(counting: Counting, key: LineKey) -> impl IntoView {
    let own = key.clone();
    let line = Memo::new(move |_| counting.line(&own));
    let is_now = Memo::new(move |_| counting.now.with(|now| now.as_ref() == Some(&key)));
    move || {
        let is_now = is_now.get();
        line.get().map(|line| {
            line_row(line, is_now, move |line| {
                counting.is_again.set(false);
                counting.asking.set(Some(Asking::HowMuch(line.row.line)));
            })
        })
    }
}

fn sign_button(counting: Counting) -> Option<AnyView> {
    let app = counting.dock.app;
    let view = counting.view.get()?;
    let number = counting.number.to_string();
    if view.stage != view::Stage::Count {
        return Some(
            view! {
                <button class="btn main" type="button" on:click=move |_| app.go(&format!("dock/papers/{number}"))>
                    {icon(Icon::Slip)}{say(Word::Papers)}</button>
            }
            .into_any(),
        );
    }
    let under = match (view.lines_to_sign, view.lines_left) {
        (0, _) => Word::NothingYet,
        (_, 0) if view.counting.iter().any(|line| line.is_blind) => Word::AllCounted,
        (_, 0) => Word::AllComplete,
        (_, left) => Word::LinesLeft(left),
    };
    let is_off = view.lines_to_sign == 0;
    let class = if is_off { "btn main off" } else { "btn main" };
    Some(
        view! {
            <button class=class type="button" prop:disabled=is_off on:click=move |_| app.go(&format!("dock/sign/{number}"))>
                <span>{say(Word::DoneSign)}<small>{say(under)}</small></span></button>
        }
        .into_any(),
    )
}
