//! The queue: what waits for a verdict, by deadline, and the next lot beside it.

use leptos::prelude::*;
use sync_core::number::CardNumber;
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::text::Named as _;
use sync_core::time::Timestamp;
use sync_core::view::{self, PastLot, QueueMark, QueueRow};

use super::bench::{is_unsent, unsent_of, use_inspection};
use super::messages::Message;
use super::{chart, clock, names};
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::camera::CameraButton;
use crate::components::chips::{Role, chip, unsent_chip};
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::state::{Empty, NotKept};
use crate::messages::{Message as Shared, say};
use crate::number_format;
use crate::overlay::Looks;

/// Which lots are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    All,
    Overdue,
    DueSoon,
    Subcontracted,
}

impl Filter {
    fn shows(self, row: &QueueRow) -> bool {
        match self {
            Self::All => true,
            Self::Overdue => row.standing == DeadlineStatus::Overdue,
            Self::DueSoon => row.standing == DeadlineStatus::DueSoon,
            Self::Subcontracted => row.goods.subcontracted,
        }
    }
}

#[component]
pub(super) fn Queue() -> impl IntoView {
    let app = use_app();
    let queue = use_inspection().queue;
    let filter = RwSignal::new(Filter::All);
    let under = Signal::derive(move || {
        let name = app.person().map(|person| app.device.name_of(person)).unwrap_or_default();
        format!("{} · {name}", say(Message::Lots(queue.with(|queue| queue.rows.len()))).get())
    });
    let rows = move || {
        let (now, filter) = (app.minute.get(), filter.get());
        let queue = queue.get();
        let first = queue.next().map(|row| row.number);
        let shown: Vec<_> = queue.rows.iter().filter(|row| filter.shows(row)).collect();
        if shown.is_empty() {
            return view! { <Empty which=Icon::Done what=say(Message::NothingWaits) then=say(Message::NothingWaitsHow)/> }.into_any();
        }
        shown
            .into_iter()
            .map(|row| listed(row, first == Some(row.number), now))
            .collect_view()
            .into_any()
    };
    view! {
        <div class="tb inspect of-queue">
            <Bar title=say(Message::Queue) under back="">
                <CameraButton looks=Looks::Once class="barbtn"/>
                <button class="barbtn" type="button" on:click=move |_| app.go("settings")>{icon(Icon::Gear)}
                    <span>{say(Shared::Settings)}</span></button>
            </Bar>
            <main class="queue">
                <NotKept/>
                {filters(queue, filter)}
                <div class="qs">{rows}</div>
            </main>
            {rail(queue)}
        </div>
    }
}

fn filters(queue: Memo<view::Queue>, filter: RwSignal<Filter>) -> impl IntoView {
    let one = move |which: Filter,
                    word: Message,
                    shape: Option<DeadlineStatus>,
                    many: fn(&view::Queue) -> usize| {
        view! {
            <button class="f" type="button" class:on=move || filter.get() == which
                aria-pressed=move || (filter.get() == which).to_string()
                on:click=move |_| filter.set(which)>
                {shape.map(|standing| crate::components::deadline::shape(standing, 100))}
                {(which == Filter::Subcontracted).then(|| icon(Icon::Scale))}
                {say(word)}" "<b>{move || queue.with(many)}</b>
            </button>
        }
    };
    let rate = move || {
        let (on_time, judged) = queue.with(|queue| (queue.judged_on_time, queue.judged));
        (judged > 0).then(|| view! {
            <span class="cap ontime">{say(Message::OnTimeToday)}" "<b>{on_time}" / "{judged}</b></span>
        })
    };
    view! {
        <div class="filters">
            {one(Filter::All, Message::All, None, |queue| queue.rows.len())}
            {one(Filter::Overdue, Message::Overdue, Some(DeadlineStatus::Overdue), |queue| queue.overdue)}
            {one(Filter::DueSoon, Message::DueSoon, Some(DeadlineStatus::DueSoon), |queue| queue.due_soon)}
            {one(Filter::Subcontracted, Message::Subcontracted, None, |queue| queue.subcontracted)}
            <span class="grow"></span>{rate}
        </div>
    }
}

fn listed(row: &QueueRow, is_next: bool, now: Timestamp) -> impl IntoView + use<> {
    let (app, bench) = (use_app(), use_inspection());
    let class = match row.standing {
        DeadlineStatus::Overdue => "q over",
        DeadlineStatus::DueSoon => "q soon",
        DeadlineStatus::InTime
        | DeadlineStatus::NotStarted
        | DeadlineStatus::OnTime
        | DeadlineStatus::Late => "q",
    };
    let number = row.number;
    let name = names::item(row.goods.item.clone());
    let vendor = row.goods.vendor_name_or_code();
    view! {
        <button class=class class:now=is_next type="button" data-card=number.to_string()
            on:click=move |_| { bench.take(number, None); app.go(&format!("inspect/lot/{number}")); }>
            {clock::of_row(row, now)}
            <span class="it"><span class="mid clip2">{name}</span>
                <span class="cap clip1">{number.to_string()}" · "{vendor}</span></span>
            <span class="chips">
                {row.marks.iter().map(|mark| mark_chip(*mark)).collect_view()}
                {unsent_chip(unsent_of(number))}
            </span>
            <span class="qt"><b>{names::quantity(row.quantity, row.unit)}</b><span class="cap">{row.dock.clone()}</span></span>
        </button>
    }
}

fn mark_chip(mark: QueueMark) -> impl IntoView {
    let (role, which) = match mark {
        QueueMark::Conflict => (Role::Hold, Icon::Fork),
        QueueMark::ToSort => (Role::Sort, Icon::Sort),
        QueueMark::PartJudged => (Role::Info, Icon::Done),
        QueueMark::VendorNotApproved => (Role::Bad, Icon::Shield),
        QueueMark::Weigh => (Role::Sort, Icon::Scale),
        QueueMark::NoStandard => (Role::Warn, Icon::Scale),
        QueueMark::CountChanged => (Role::Warn, Icon::Again),
        QueueMark::OrderChanged => (Role::Warn, Icon::Warn),
        QueueMark::SentBack => (Role::Bad, Icon::Warn),
    };
    chip(role, which, say(mark.called().capital()))
}

fn rail(queue: Memo<view::Queue>) -> impl IntoView {
    let (app, bench) = (use_app(), use_inspection());
    let next = Memo::new(move |_| queue.with(|queue| queue.next().cloned()));
    let past = Memo::new(move |_| {
        let Some(row) = next.get() else { return Vec::new() };
        let Some(item) = row.goods.item else { return Vec::new() };
        let vendor = row.goods.vendor;
        app.device.view(|replica| view::past(replica, &item.code, vendor.as_ref(), row.number, 8))
    });
    view! {
        <aside class="rail">
            {move || next.get().map(|row| clock::of_next(&row, app.minute.get()))}
            <div class="pad">{move || next.get().map(|row| next_facts(&row, &past.get()))}</div>
            <div class="foot">
                {last_done}
                {move || next.get().map(|row| {
                    let number = row.number;
                    view! {
                        <button class="btn main tall" type="button" data-start=number.to_string()
                            on:click=move |_| { bench.take(number, None); app.go(&format!("inspect/lot/{number}")); }>
                            <span>{say(Message::Start(number.to_string()))}<small>{say(Message::OrScan)}</small></span>{icon(Icon::Forward)}
                        </button>
                    }
                })}
            </div>
        </aside>
    }
}

fn next_facts(row: &QueueRow, past: &[PastLot]) -> impl IntoView + use<> {
    let app = use_app();
    let named = row.goods.item.clone();
    let name = move || Some(named.as_ref()?.name(app.language.get())?.to_owned());
    let item = row.goods.code().map(ToString::to_string).unwrap_or_default();
    view! {
        <div><div class="cap">{row.number.to_string()}" · "{item}</div><div class="h2">{name}</div>
            <div class="sec">{row.goods.vendor_name.clone()}</div></div>
        <dl class="facts">
            {row.dock.clone().map(|dock| view! { <div><dt>{say(Message::Where)}</dt><dd class="hi">{dock}</dd></div> })}
            <div><dt>{say(Message::Quantity)}</dt><dd>{names::quantity(row.quantity, row.unit)}</dd></div>
            <div><dt>{say(Message::Vendor)}</dt><dd>{approval(row.goods.vendor_approved)}</dd></div>
            <div><dt>{say(Message::ToDo)}</dt><dd>{if row.goods.subcontracted { say(Message::WeighAndJudge) } else { say(Message::LookAndJudge) }}</dd></div>
            {(!past.is_empty()).then(|| view! { <div><dt>{say(Message::LastLots(past.len()))}</dt><dd>{chart::verdicts(past)}</dd></div> })}
        </dl>
    }
}

/// Whether the vendor was approved, as icon and words.
pub(super) fn approval(approved: Option<bool>) -> impl IntoView {
    let (class, which, word) = match approved {
        Some(true) => ("ix t-ok", Icon::Check, Message::Approved),
        Some(false) => ("ix t-bad", Icon::Shield, Message::NotApproved),
        None => ("ix", Icon::Clock, Message::ApprovalUnknown),
    };
    view! { <span class=class>{sized(which, Size::Small)}{say(word)}</span> }
}

/// What was judged last, which can be taken back until the next lot is taken.
fn last_done() -> impl IntoView {
    let (app, bench) = (use_app(), use_inspection());
    move || {
        let taken = bench.taken.get()?;
        let card = taken.card;
        let lot = app.device.view(|replica| view::lot(replica, card))?;
        let verdict = lot.verdicts.into_iter().rev().find(|verdict| {
            verdict.status == sync_core::merge::strictest_verdict::VerdictStatus::Live
                && taken.facts.contains(&verdict.recorded.id)
        })?;
        let said = verdict.judgements.first()?.verdict;
        let (role, which) = names::verdict_look(said);
        let id = verdict.recorded.id;
        let at = number_format::clock(verdict.recorded.at, app.offset());
        let state = if is_unsent(id) { Message::SavedNotSent } else { Message::Sent };
        Some(view! {
            <div class="toastline">
                <span class=format!("ix t-{}", role.class())>{icon(which)}</span>
                <span><b>{card_number(card)}" "{names::verdict_name(said)}</b><span class="cap">{at}" · "{say(state)}</span></span>
                <button class="btn" type="button" data-undo=id.to_string() on:click=move |_| bench.undo(card, id)>
                    {icon(Icon::Undo)}{say(Shared::Undo)}</button>
            </div>
        })
    }
}

fn card_number(card: CardNumber) -> String {
    card.to_string()
}
