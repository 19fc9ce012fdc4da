//! Which order line gets goods: those that can take them, to be tapped; a scanned order leaves its own,
//! and is asked at once how much it gets where only one of its lines can.

use leptos::prelude::*;
use sync_core::across::ConflictSubject;
use sync_core::fact::OrderType;
use sync_core::ids::{LineKey, OrderLine, OrderNumber};
use sync_core::number::ReceiptNumber;
use sync_core::text::{Language, Named as _};
use sync_core::view::{self, ScannedKind, TakingLine, lines_taking, to_assign};

use super::messages::Message;
use super::share::HowMuch;
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

/// The lines as rows. One that is tapped, or the only one of a scanned order, is asked how much it gets;
/// then `assigned` runs, with whether it got all.
#[component]
pub(super) fn Lines(
    receipt: ReceiptNumber,
    line: LineKey,
    assigned: Callback<bool>,
) -> impl IntoView {
    let app = use_app();
    let order = RwSignal::new(None::<OrderNumber>);
    let chosen = RwSignal::new(None::<OrderLine>);
    let own = line.clone();
    let lines = Memo::new(move |_| {
        let now = app.minute.get();
        app.device.view(|replica| lines_taking(replica, receipt, &own, now))
    });
    on_scan(move |scan| {
        let scanned = app.device.peek(|engine| Some(view::scan(engine.replica(), &scan.code)));
        let scanned = scanned.filter(|scanned| scanned.kind == ScannedKind::Order);
        match scanned.and_then(|scanned| scanned.code.parse::<OrderNumber>().ok()) {
            Some(number) => {
                app.signal(Sounded::Counted);
                chosen.set(lines.with_untracked(|lines| only_line_of(lines, &number)));
                order.set(Some(number));
            }
            None => desk_scans::show(&scan),
        }
    });
    let list = move || listed(lines.get(), order.get(), app.language.get(), chosen);
    let sheet = move || {
        let (to, line) = (chosen.get()?, line.clone());
        let of = app.device.peek(|engine| to_assign(engine.replica(), receipt, &line))?;
        let close = Callback::new(move |()| chosen.set(None));
        Some(view! { <HowMuch receipt line to of close assigned/> })
    };
    view! {
        <div class="opt lines-of"><b>{say(Message::AssignTo)}</b><p>{say(Message::ThenAssign)}</p>
            {list}
            <Show when=move || order.with(Option::is_some)>
                <button class="btn" type="button" data-all-orders="" on:click=move |_| order.set(None)>{say(Message::AllOrders)}</button>
            </Show>
        </div>
        {sheet}
    }
}

/// The line of an order, where it is the only one of it that can take the goods.
fn only_line_of(lines: &[TakingLine], order: &OrderNumber) -> Option<OrderLine> {
    let mut own = lines.iter().filter(|taking| taking.line.order == *order);
    let first = own.next()?;
    own.next().is_none().then(|| first.line.clone())
}

/// The lines, of one order where one was scanned; the rest of many is left to a scan.
fn listed(
    all: Vec<TakingLine>,
    wanted: Option<OrderNumber>,
    language: Language,
    chosen: RwSignal<Option<OrderLine>>,
) -> AnyView {
    let is_wanted = |taking: &TakingLine| wanted.as_ref().is_none_or(|o| taking.line.order == *o);
    let fitting: Vec<_> = all.into_iter().filter(is_wanted).collect();
    if fitting.is_empty() {
        let word = wanted.map_or(Message::NoneTakes, |order| Message::NotTaken(order.to_string()));
        return view! { <p class="sec" role="status" data-taking="none">{say(word)}</p> }
            .into_any();
    }
    let more = fitting.len().saturating_sub(AT_MOST);
    let rows = fitting.into_iter().take(AT_MOST).map(|taking| row(&taking, language, chosen));
    view! {
        <div class="lines">{rows.collect_view()}</div>
        {(more > 0).then(|| view! { <p class="sec">{say(Message::MoreTake(more))}</p> })}
    }
    .into_any()
}

fn row(
    taking: &TakingLine,
    language: Language,
    chosen: RwSignal<Option<OrderLine>>,
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
    let (line, named, about) =
        (taking.line.clone(), taking.line.to_string(), taking.line.to_string());
    view! {
        <button class="row mute" type="button" data-line=about
            on:click=move |_| chosen.set(Some(line.clone()))>
            <span><b class="num">{named}</b><span class="sec">{kind}{due}</span><br/>
                <span>{name}</span><br/><span class="sec">{say(left)}</span></span>
            {icon(Icon::Right)}
        </button>
    }
}
