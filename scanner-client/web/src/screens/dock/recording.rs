//! Says on the last-scan panel what came of what was recorded at the dock.

use std::rc::Rc;

use inwards_engine::engine::CommandDone;
use leptos::prelude::*;
use sync_core::command::{Command, Notice};
use sync_core::ids::FactId;
use sync_core::number::ReceiptNumber;
use sync_core::text::Say;
use sync_core::time::Timestamp;

use super::messages::Message;
use super::state::DockState;
use crate::app::use_app;
use crate::components::last_scan::{Last, ScanOutcome};
use crate::components::recording::record_aloud;
use crate::device::RecordError;
use crate::device::signal::Signal as Sounded;
use crate::number_format;

impl DockState {
    /// Says that nothing was counted, and what to do.
    pub(super) fn refuse(self, what: String, then: String) {
        use_app().signal(Sounded::NotCounted);
        self.last.show(Last {
            ended: ScanOutcome::NotCounted,
            amount: String::new(),
            sum: String::new(),
            what,
            more: Signal::derive(move || then.clone()),
            undo: None,
        });
    }

    /// Says why something was not recorded.
    pub(super) fn refuse_trouble(self, error: &RecordError) {
        let app = use_app();
        let why = error.say(app.language.get_untracked());
        self.refuse(why, app.say(crate::messages::Message::NotRecorded));
    }

    /// Says that something was recorded, with its sound.
    pub(super) fn told(self, done: &CommandDone, last: Last) {
        let is_marked = !done.notices.is_empty();
        use_app().signal(match (last.ended, is_marked) {
            (ScanOutcome::Undone, _) => Sounded::Undone,
            (_, true) => Sounded::CountedWithMark,
            (_, false) => Sounded::Counted,
        });
        let ended = if is_marked && last.ended == ScanOutcome::Counted {
            ScanOutcome::Marked
        } else {
            last.ended
        };
        let what = match done.notices.first() {
            Some(notice) => format!("{} · {}", last.what, self.notice(notice)),
            None => last.what,
        };
        self.last.show(Last { ended, what, ..last });
    }

    /// A notice in the language of the moment.
    pub(super) fn notice(self, notice: &Notice) -> String {
        notice.say(use_app().language.get_untracked())
    }

    /// Whether a fact is only on this device, and since when; follows its way to the server.
    pub(super) fn saved(self, fact: Option<FactId>, at: Timestamp) -> Signal<String> {
        let app = use_app();
        let at = number_format::clock_to_the_second(at, app.offset());
        Signal::derive(move || {
            let sent = app.device.unsent_of(fact) == 0;
            Message::SavedAt { sent, at: at.clone() }.say(app.language.get()).into_owned()
        })
    }

    /// Takes something back, and says so in the panel.
    pub(super) fn take_back(self, command: Command, word: impl Say + 'static) {
        let app = use_app();
        self.once.go(async move {
            // What is scanned meanwhile is asked about after it.
            app.scanner.hold();
            let tell = |done: &CommandDone| {
                let fact = done.made.first().map(|made| made.fact);
                let last = Last {
                    ended: ScanOutcome::Undone,
                    amount: String::new(),
                    sum: String::new(),
                    what: app.say(word),
                    more: self.saved(fact, done.recorded),
                    undo: None,
                };
                self.told(done, last);
            };
            if let Err(error) = record_aloud(&command, &[], |_| false, tell).await {
                self.refuse_trouble(&error);
            }
            app.scanner.release();
        });
    }

    /// Takes a tally or a recount back.
    pub(super) fn undo_count(
        self,
        receipt: ReceiptNumber,
        tally: FactId,
        amount: String,
    ) -> Rc<dyn Fn()> {
        Rc::new(move || {
            self.take_back(
                Command::VoidTally { receipt, tally },
                Message::TakenBack(amount.clone()),
            );
        })
    }
}
