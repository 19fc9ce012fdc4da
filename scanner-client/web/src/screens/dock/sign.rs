//! Signs for a count: what differs first, what follows below, one button.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sync_core::command::Command;
use sync_core::number::ReceiptNumber;
use sync_core::view::{self, CountingLine, CountingView, LineStanding};

use super::line_row::{mark, name_of, number};
use super::messages::Message;
use super::state::{DockState, use_dock};
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::chips::{Role, chip};
use crate::components::icon::{Icon, icon};
use crate::components::recording::{record_quietly, record_with_toast};
use crate::components::scan_field::on_scan;
use crate::device::PendingRedraw;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;
use crate::number_format;
use crate::overlay::Toast;

#[component]
pub(super) fn Sign(number: ReceiptNumber) -> impl IntoView {
    let dock = use_dock();
    let app = use_app();
    let view = Memo::new(move |_| app.device.view(|replica| view::counting(replica, number)));
    on_scan(move |scan| {
        let code = scan.code.clone();
        dock.take(&scan, move |_, _| {
            // Whoever scans goods has not done counting.
            app.go(&format!("dock/receipt/{number}"));
            app.scanner.hear(code);
        });
    });
    let sign = move || dock.once.go(dock.sign(number));
    let order = move || {
        view.with(|view| {
            view.as_ref().and_then(|view| view.row.orders.first().map(ToString::to_string))
        })
    };
    let title = Signal::derive(move || format!("{} {number}", say(Message::SignTitle).get()));
    let under = Signal::derive(move || say(order().map_or(Message::NoOrder, Message::Order)).get());
    let name = move || app.person().map(|person| app.device.name_of(person)).unwrap_or_default();
    let back = format!("dock/receipt/{number}");
    let count_on = back.clone();
    view! {
        <div class="hh">
            <Bar title under back/>
            <main>
                {move || view.get().map(|view| lines(&view))}
                {move || view.get().map(|view| what_follows(&view))}
            </main>
            <div class="dock">
                <button class="btn tall" type="button" on:click=move |_| app.go(&count_on)>{icon(Icon::Back)}{say(Message::CountOn)}</button>
                <button class="btn main tall" type="button" prop:disabled=move || dock.once.is_busy() on:click=move |_| sign()>
                    {icon(Icon::Pen)}{move || say(Message::SignAs(name()))}</button>
            </div>
        </div>
    }
}

fn lines(view: &CountingView) -> impl IntoView + use<> {
    let all = view.counting.len();
    let differ = view.counting.iter().filter(|line| line.differs()).count();
    let title = match differ {
        _ if view.counting.iter().any(|line| line.is_blind) => Message::SignBlind(all),
        0 => Message::NoLineDiffers(all),
        differ => Message::LinesDiffer { all, differ },
    };
    let mut sorted: Vec<CountingLine> = view.counting.clone();
    // What differs comes first; else as on the papers.
    sorted.sort_by_key(|line| !line.differs());
    view! {
        <div class="big-sum"><b>{say(title)}</b><span class="sec">{say(Message::SignAsItIs)}</span></div>
        <div class="lines">{sorted.into_iter().map(sign_row).collect_view()}</div>
    }
}

fn sign_row(line: CountingLine) -> impl IntoView {
    let (role, shape, word) = match line.standing {
        LineStanding::Untouched => (Role::Warn, Icon::Minus, Message::NotCounted),
        LineStanding::Counting
        | LineStanding::Complete
        | LineStanding::Over
        | LineStanding::Counted
        | LineStanding::CountAgain => mark(&line),
    };
    let role = if role == Role::Info && line.differs() { Role::Warn } else { role };
    let expected =
        line.expected.map(|expected| say(Message::Expected(number_format::quantity(expected))));
    let class = format!("row sg {}", role.class());
    let (counted, unit) = (line.row.counted, line.row.unit);
    view! {
        <div class=class>
            <div class="mid clip1 wide">{move || name_of(&line)}</div>
            <div class="chips"><span class="cap">{expected}</span>{chip(role, shape, say(word))}</div>
            <span class="n">{number(counted, unit)}</span>
        </div>
    }
}

fn what_follows(view: &CountingView) -> impl IntoView + use<> {
    let app = use_app();
    let due = view.due_if_signed(app.minute.get());
    let due = number_format::clock(due, app.offset());
    let cards = view.lines_to_card;
    view! {
        <ul class="then">
            <li>{icon(Icon::Clock)}<span>{say(Message::ThenClock(due))}</span></li>
            {(cards > 0).then(|| view! { <li>{icon(Icon::Print)}<span>{say(Message::ThenCards(cards))}</span></li> })}
            <li>{icon(Icon::Offline)}<span>{say(Message::ThenOffline)}</span></li>
        </ul>
    }
}

impl DockState {
    /// Signs for the count, and issues a card for every line.
    async fn sign(self, number: ReceiptNumber) {
        let app = use_app();
        let here = app.route.get_untracked();
        let command = Command::SignCount { receipt: number, line: None };
        let signed = record_with_toast(&command, &[], Sounded::Done, |_| None).await;
        // The screen that is left need not know.
        let Some((done, _untold)) = signed else { return };
        let cards = self.issue_cards(number).await;
        let view = app.device.peek(|engine| view::counting(engine.replica(), number));
        let due = view.map(|view| view.due_if_signed(done.recorded));
        let due = due.map(|due| number_format::clock(due, app.offset())).unwrap_or_default();
        self.last.clear();
        app.go_on(&here, &format!("dock/papers/{number}"));
        // Why a card was not issued is not covered.
        if cards.is_ok() {
            let toast = Toast::done(app.say(Message::SignedAt(due)));
            // Counted blind, a signature stands: what was ordered shows from now on.
            let is_blind = app.device.peek(|engine| engine.replica().site().blind_count);
            app.toast(if is_blind {
                toast
            } else {
                toast.with_undo(move || spawn_local(take_signature_back(number)))
            });
        }
    }

    /// Issues a card for every line whose goods are not all on cards; where that is refused, it is
    /// told why. No screen is told of the cards until the answer is dropped.
    pub(super) async fn issue_cards(
        self,
        number: ReceiptNumber,
    ) -> Result<Option<PendingRedraw>, ()> {
        let view = use_app().device.peek(|engine| view::counting(engine.replica(), number));
        if view.is_some_and(|view| view.lines_to_card == 0) {
            return Ok(None);
        }
        let issued = record_quietly(&Command::IssueCards { receipt: number }).await;
        issued.map(Some).ok_or(())
    }
}

async fn take_signature_back(number: ReceiptNumber) {
    let app = use_app();
    let command = Command::VoidSignature { receipt: number, signature: None };
    let toast = |_: &_| Some(Toast::done(app.say(Message::SignatureTakenBack)));
    let taken_back = record_with_toast(&command, &[], Sounded::Undone, toast).await;
    if taken_back.is_some() {
        app.go_instead(&format!("dock/receipt/{number}"));
    }
}
