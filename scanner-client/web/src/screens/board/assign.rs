//! Which order line gets goods: those that can take them, to be tapped; a scanned order leaves its own.

use leptos::prelude::*;
use sync_core::across::ConflictSubject;
use sync_core::fact::OrderType;
use sync_core::ids::{LineKey, OrderNumber};
use sync_core::number::ReceiptNumber;
use sync_core::text::{Language, Named as _};
use sync_core::view::{self, ScannedKind, TakingLine, lines_taking};

use super::messages::Message;
use crate::app::use_app;
use crate::components::desk_scans;
use crate::components::icon::{Icon, icon};
use crate::components::scan_field::on_scan;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;
use crate::number_format;

/// So many lines are shown; more are left to a scan of their order.
const AT_MOST: usize = 12;

/// The receipt's line whose goods can be assigned to settle a conflict.
pub(super) fn assignable(subject: &ConflictSubject) -> Option<(ReceiptNumber, LineKey)> {
    match subject {
        ConflictSubject::StaleOrder(receipt, line)
        | ConflictSubject::OrderChanged(receipt, line)
        | ConflictSubject::Vendor(receipt, line) => Some((*receipt, line.clone())),
        ConflictSubject::ReceiptField(..)
        | ConflictSubject::LotField(..)
        | ConflictSubject::Verdicts(_)
        | ConflictSubject::Count(..)
        | ConflictSubject::Cards(..)
        | ConflictSubject::Assignments(..)
        | ConflictSubject::SameDelivery(..)
        | ConflictSubject::WithdrawnReceipt(_)
        | ConflictSubject::WithdrawnCard(_)
        | ConflictSubject::Basis(_) => None,
    }
}

/// The lines as rows; the one that is tapped is given to `choose`.
#[component]
pub(super) fn Lines(
    receipt: ReceiptNumber,
    line: LineKey,
    is_busy: Signal<bool>,
    choose: Callback<String>,
) -> impl IntoView {
    let app = use_app();
    let order = RwSignal::new(None::<OrderNumber>);
    on_scan(move |scan| {
        let scanned = app.device.peek(|engine| Some(view::scan(engine.replica(), &scan.code)));
        let scanned = scanned.filter(|scanned| scanned.kind == ScannedKind::Order);
        match scanned.and_then(|scanned| scanned.code.parse().ok()) {
            Some(number) => {
                app.signal(Sounded::Counted);
                order.set(Some(number));
            }
            None => desk_scans::show(&scan),
        }
    });
    let lines = Memo::new(move |_| {
        let now = app.minute.get();
        app.device.view(|replica| lines_taking(replica, receipt, &line, now))
    });
    let list = move || {
        let language = app.language.get();
        let wanted = order.get();
        let all = lines.get();
        let fitting: Vec<_> = all
            .into_iter()
            .filter(|taking| wanted.as_ref().is_none_or(|order| taking.line.order == *order))
            .collect();
        if fitting.is_empty() {
            let word =
                wanted.map_or(Message::NoneTakes, |order| Message::NotTaken(order.to_string()));
            return view! { <p class="sec" role="status" data-taking="none">{say(word)}</p> }
                .into_any();
        }
        let more = fitting.len().saturating_sub(AT_MOST);
        let rows =
            fitting.into_iter().take(AT_MOST).map(|taking| row(&taking, language, is_busy, choose));
        view! {
            <div class="lines">{rows.collect_view()}</div>
            {(more > 0).then(|| view! { <p class="sec">{say(Message::MoreTake(more))}</p> })}
        }
        .into_any()
    };
    view! {
        <div class="opt lines-of"><b>{say(Message::AssignTo)}</b><p>{say(Message::ThenAssign)}</p>
            {list}
            <Show when=move || order.with(Option::is_some)>
                <button class="btn" type="button" data-all-orders="" on:click=move |_| order.set(None)>{say(Message::AllOrders)}</button>
            </Show>
        </div>
    }
}

fn row(
    taking: &TakingLine,
    language: Language,
    is_busy: Signal<bool>,
    choose: Callback<String>,
) -> impl IntoView + use<> {
    let name = taking.item.name_or_code(language).into_owned();
    let unit = number_format::unit(taking.unit, language);
    let left = Message::LeftOf(
        format!("{} {unit}", number_format::quantity(taking.left)),
        number_format::quantity(taking.ordered),
    );
    let kind = taking.order_type.filter(|kind| *kind != OrderType::Standard);
    let kind = kind.map(|kind| format!(" · {}", kind.word(language)));
    let due = taking.due.map(|day| format!(" · {}", day.0.format("%Y-%m-%d")));
    let line = taking.line.to_string();
    let (chosen, named) = (line.clone(), line.clone());
    view! {
        <button class="row mute" type="button" data-line=line disabled=is_busy
            on:click=move |_| choose.run(chosen.clone())>
            <span><b class="num">{named}</b><span class="sec">{kind}{due}</span><br/>
                <span>{name}</span><br/><span class="sec">{say(left)}</span></span>
            {icon(Icon::Right)}
        </button>
    }
}
