//! The lot on the bench: which one was taken, by which label, and what was recorded of it.
//!
//! Until the next lot is taken, all of that can be taken back. It outlives a reload.

use inwards_engine::engine::CommandDone;
use leptos::prelude::*;
use sync_core::command::{Command, Notice};
use sync_core::fact::Entity;
use sync_core::ids::{FactId, PersonNumber};
use sync_core::number::CardNumber;
use sync_core::view::{self, InspectionView, ScannedKind};

use super::messages::Message;
use crate::app::use_app;
use crate::browser::{keep, kept};
use crate::components::icon::{Icon, icon};
use crate::components::once::Once;
use crate::components::recording::{self, ask_or_record, notices, record_with_toast};
use crate::device::Recorded;
use crate::device::scanner::Scan;
use crate::device::signal::Signal as Sounded;
use crate::messages::{Message as Shared, say};
use crate::overlay::Toast;

/// Where it is kept: a convenience of this browser, not a record.
const KEPT: &str = "bench";

/// A lot that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) card: CardNumber,
    /// The text of its label, where that was scanned.
    pub(crate) label: Option<String>,
    /// What was recorded of it since, in order.
    pub(crate) facts: Vec<FactId>,
}

impl Taken {
    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let card = lines.next()?.parse().ok()?;
        let label = lines.next().filter(|label| !label.is_empty()).map(ToOwned::to_owned);
        let facts = lines.filter_map(|fact| fact.parse().ok()).collect();
        Some(Self { card, label, facts })
    }

    fn text(&self) -> String {
        let label = self.label.clone().unwrap_or_default();
        let facts: Vec<String> = self.facts.iter().map(ToString::to_string).collect();
        format!("{}\n{label}\n{}", self.card, facts.join("\n"))
    }
}

#[derive(Clone, Copy)]
pub(crate) struct InspectionState {
    /// The lot on it.
    pub(crate) taken: RwSignal<Option<Taken>>,
    /// What is tapped is written once.
    pub(crate) once: Once,
    pub(crate) queue: Memo<view::Queue>,
    /// What is asked before something is recorded.
    pub(crate) asking: RwSignal<Option<Asked>, LocalStorage>,
}

/// A command that is recorded only once somebody says it again, and what follows then.
pub(crate) struct Asked {
    /// The question.
    pub(crate) notice: Notice,
    command: Command,
    then: Box<dyn FnOnce()>,
}

impl InspectionState {
    /// The bench as it was left.
    pub(crate) fn find() -> Self {
        let app = use_app();
        let taken = RwSignal::new(kept(KEPT).as_deref().and_then(Taken::read));
        Effect::new(move || {
            // Only undo and an unknown card's label are forgotten without it.
            if let Some(text) = taken.with(|taken| taken.as_ref().map(Taken::text)) {
                keep(KEPT, &text);
            }
        });
        let queue = Memo::new(move |_| {
            let now = app.minute.get();
            app.views.queue(now)
        });
        // Heard once for each lot whose time is over; those that were over before are not news.
        Effect::new(move |before: Option<usize>| {
            let overdue = queue.with(|queue| queue.overdue);
            if before.is_some_and(|before| overdue > before) {
                app.signal(Sounded::Overdue);
            }
            overdue
        });
        Self { taken, once: Once::new(), queue, asking: RwSignal::new_local(None) }
    }

    /// Takes a lot; what was recorded of the one before cannot be taken back here any more.
    pub(crate) fn take(self, card: CardNumber, label: Option<String>) {
        self.taken.update(|taken| match taken {
            Some(taken) if taken.card == card => {
                if label.is_some() {
                    taken.label = label;
                }
            }
            _ => *taken = Some(Taken { card, label, facts: Vec::new() }),
        });
    }

    /// The label of a lot, where it is on the bench.
    pub(crate) fn label(self, card: CardNumber) -> Option<String> {
        self.taken.with(|taken| {
            taken.as_ref().filter(|taken| taken.card == card).and_then(|taken| taken.label.clone())
        })
    }

    /// Whether a fact can be taken back here.
    pub(crate) fn can_undo(self, fact: FactId) -> bool {
        self.taken.with(|taken| taken.as_ref().is_some_and(|taken| taken.facts.contains(&fact)))
    }

    /// A lot with everything on it, asked again whenever something changes.
    pub(crate) fn inspection(self, card: CardNumber) -> Memo<Option<InspectionView>> {
        let app = use_app();
        Memo::new(move |_| {
            let (now, label) = (app.minute.get(), self.label(card));
            app.device.view(|replica| view::inspection(replica, card, label.as_deref(), now))
        })
    }

    /// Records something of the lot on the bench, then goes on; what is unlikely is asked first.
    pub(crate) fn record(self, command: Command, then: impl FnOnce() + 'static) {
        self.record_unless(command, Notice::asks, Box::new(then));
    }

    /// Records what was asked about, as it was entered.
    pub(crate) fn record_asked(self) {
        let asked = self.asking.write().take();
        if let Some(Asked { command, then, .. }) = asked {
            self.record_unless(command, |_| false, then);
        }
    }

    fn record_unless(self, command: Command, asks: fn(&Notice) -> bool, then: Box<dyn FnOnce()>) {
        self.once.go(async move {
            let toast = |done: &CommandDone| {
                let more = notices(done, Notice::asks);
                let is_news = !more.is_empty();
                is_news.then(|| Toast::done(use_app().say(Message::Recorded)).with_more(more))
            };
            let (done, _untold) = match ask_or_record(&command, asks, Sounded::Done, toast).await {
                Some((Recorded::Done(done), untold)) => (done, untold),
                Some((Recorded::Asked(notice), _)) => {
                    use_app().signal(Sounded::Question);
                    self.asking.set(Some(Asked { notice, command, then }));
                    return;
                }
                None => return,
            };
            let facts = done.made.iter().map(|made| made.fact);
            self.taken.update(|taken| {
                if let Some(taken) = taken {
                    taken.facts.extend(facts);
                }
            });
            then();
        });
    }

    /// Takes back one thing that was recorded of the lot.
    pub(crate) fn undo(self, card: CardNumber, fact: FactId) {
        let app = use_app();
        let is_verdict = app.device.peek(|engine| {
            let state = engine.replica().card(card);
            state.is_some_and(|state| state.verdicts.iter().any(|known| known.written.id == fact))
        });
        let command = if is_verdict {
            Command::VoidVerdict { card, fact }
        } else {
            Command::VoidWeighing { card, fact }
        };
        self.once.go(async move {
            let toast = |_: &_| Some(Toast::done(app.say(Message::Undone)));
            let recorded = record_with_toast(&command, &[], Sounded::Undone, toast).await;
            let Some((_, _untold)) = recorded else { return };
            self.taken.update(|taken| {
                if let Some(taken) = taken {
                    taken.facts.retain(|known| *known != fact);
                }
            });
        });
    }

    /// The button that takes a recorded thing back, as long as that can be done here.
    pub(crate) fn undo_button(self, card: CardNumber, fact: FactId) -> impl IntoView + 'static {
        move || {
            self.can_undo(fact).then(|| {
                view! {
                    <button class="btn" type="button" data-undo=fact.to_string() on:click=move |_| self.undo(card, fact)>
                        {icon(Icon::Undo)}{say(Shared::Undo)}</button>
                }
            })
        }
    }

    /// Takes the lot whose card was scanned; anything else says what it is instead.
    pub(crate) fn hear(self, scan: &Scan) {
        let app = use_app();
        let code = scan.code.clone();
        let scanned = app.device.peek(|engine| Some(view::scan(engine.replica(), &code)));
        let Some(scanned) = scanned else { return };
        if scanned.kind == ScannedKind::Person {
            return app.hand_over(scanned.code.parse().ok().map(PersonNumber));
        }
        let card = scanned.code.parse::<CardNumber>().ok();
        let (ScannedKind::Card, Some(card)) = (scanned.kind, card) else {
            return Self::refuse(Message::NotACard(scanned.kind, scanned.code));
        };
        if !scanned.known && scanned.label.is_none() {
            return Self::refuse(Message::UnknownCard(scanned.code));
        }
        let differs = scanned.label.as_ref().is_some_and(|label| label.differs);
        self.take(card, scanned.label.is_some().then_some(code));
        app.signal(if differs { Sounded::CountedWithMark } else { Sounded::Counted });
        app.go(&format!("inspect/lot/{card}"));
    }

    fn refuse(why: Message) {
        recording::refuse(Toast::refused(use_app().say(why)));
    }
}

/// The bench of this section.
pub(crate) fn use_inspection() -> InspectionState {
    expect_context()
}

/// How many facts of a lot are only on this device.
pub(crate) fn unsent_of(card: CardNumber) -> u64 {
    use_app().device.read(|engine| {
        let (own, acknowledged) = (engine.device(), engine.outbox().acknowledged());
        let facts = engine.replica().facts_of(&Entity::Card(card.0));
        let unsent = facts
            .filter(|fact| fact.header.id.device == own && fact.header.id.sequence > acknowledged);
        u64::try_from(unsent.count()).unwrap_or(u64::MAX)
    })
}

/// Whether a fact is only on this device.
pub(crate) fn is_unsent(fact: FactId) -> bool {
    use_app().device.read(|engine| {
        fact.device == engine.device() && fact.sequence > engine.outbox().acknowledged()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(label: Option<&str>, facts: Vec<FactId>) -> Taken {
        Taken { card: CardNumber(FactId::new(3, 7)), label: label.map(ToOwned::to_owned), facts }
    }

    #[test]
    fn a_lot_that_was_taken_outlives_a_reload() {
        let facts = vec![FactId::new(3, 8), FactId::new(3, 12)];
        for kept in [
            taken(None, Vec::new()),
            taken(None, facts.clone()),
            taken(Some("C001005H;417-0005;1000"), Vec::new()),
            taken(Some("C001005H;417-0005;1000"), facts),
        ] {
            assert_eq!(Taken::read(&kept.text()), Some(kept));
        }
    }

    #[test]
    fn what_was_not_written_by_us_takes_no_lot() {
        for text in ["", "\n", "R0010014\n\n", "garbage", "{\"card\":1}"] {
            assert_eq!(Taken::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_fact_that_cannot_be_read_is_only_not_taken_back() {
        let kept = taken(None, vec![FactId::new(3, 8)]);

        let read = Taken::read(&format!("{}\nwhat\n", kept.text()));

        assert_eq!(read, Some(kept));
    }
}
