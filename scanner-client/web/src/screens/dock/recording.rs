//! Records for the dock, and says on the last-scan panel what came of it.

use std::rc::Rc;

use inwards_engine::engine::Done;
use leptos::prelude::*;
use sync_core::command::{Command, Notice};
use sync_core::ids::FactId;
use sync_core::number::ReceiptNumber;
use sync_core::text::Say;
use sync_core::time::Timestamp;

use super::desk::DockDesk;
use super::words::Word;
use crate::app::use_app;
use crate::browser::painted;
use crate::device::signal::Signal as Sounded;
use crate::device::{Recorded, Trouble, Untold};
use crate::figures;
use crate::parts::last_scan::{Ended, Last};

impl DockDesk {
    /// Says that nothing was counted, and what to do.
    pub(super) fn refuse(self, what: String, then: String) {
        use_app().signal(Sounded::NotCounted);
        self.last.show(Last {
            ended: Ended::NotCounted,
            amount: String::new(),
            sum: String::new(),
            what,
            more: Signal::derive(move || then.clone()),
            undo: None,
        });
    }

    /// Says why something was not recorded.
    pub(super) fn refuse_trouble(self, trouble: &Trouble) {
        let why = use_app().trouble(trouble);
        self.refuse(why, use_app().say(crate::words::Word::NotRecorded));
    }

    /// Records, and has it said, seen and heard before any screen is drawn anew: that can take
    /// longer than whoever scans the next package waits. Screens are told once the last of the answer is dropped.
    pub(super) async fn record_aloud(
        self,
        command: &Command,
        asks: fn(&Notice) -> bool,
        tell: impl FnOnce(&Done),
    ) -> Result<(Recorded, Untold), Trouble> {
        let (recorded, untold) = use_app().desk.record_or_ask(command, asks).await?;
        if let Recorded::Done(done) = &recorded {
            tell(done);
            painted().await;
        }
        Ok((recorded, untold))
    }

    /// Says that something was recorded, with its sound.
    pub(super) fn told(self, done: &Done, last: Last) {
        let is_marked = !done.notices.is_empty();
        use_app().signal(match (last.ended, is_marked) {
            (Ended::Undone, _) => Sounded::Undone,
            (_, true) => Sounded::CountedWithMark,
            (_, false) => Sounded::Counted,
        });
        let ended =
            if is_marked && last.ended == Ended::Counted { Ended::Marked } else { last.ended };
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
        let at = figures::clock_to_the_second(at, use_app().offset());
        Signal::derive(move || {
            let sent = use_app().desk.unsent_of(fact) == 0;
            Word::SavedAt { sent, at: at.clone() }.say(use_app().language.get()).into_owned()
        })
    }

    /// Takes a tally or a recount back.
    pub(super) fn undo_count(
        self,
        receipt: ReceiptNumber,
        tally: FactId,
        amount: String,
    ) -> Rc<dyn Fn()> {
        Rc::new(move || {
            let amount = amount.clone();
            self.once.go(async move {
                // What is scanned meanwhile is asked about after it.
                use_app().scanner.hold();
                let what = use_app().say(Word::TakenBack(amount));
                let tell = |done: &Done| {
                    let fact = done.made.first().map(|made| made.fact);
                    let last = Last {
                        ended: Ended::Undone,
                        amount: String::new(),
                        sum: String::new(),
                        what,
                        more: self.saved(fact, done.recorded),
                        undo: None,
                    };
                    self.told(done, last);
                };
                let command = Command::VoidTally { receipt, tally };
                if let Err(trouble) = self.record_aloud(&command, |_| false, tell).await {
                    self.refuse_trouble(&trouble);
                }
                use_app().scanner.release();
            });
        })
    }
}
