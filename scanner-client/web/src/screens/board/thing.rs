//! One receipt or lot with its whole history, and why it is as it is.

use inwards_engine::engine::Engine;
use leptos::prelude::*;
use sync_core::command::{Command, Ruling};
use sync_core::fact::{Entity, Verdict};
use sync_core::ids::{LineKey, Text};
use sync_core::number::{CardNumber, DocumentNumber, NumberKind, ReceiptNumber};
use sync_core::post::Post;
use sync_core::rules::known_later::KnownLater;
use sync_core::text::{Language, Named as _, Say, names};
use sync_core::time::Timestamp;
use sync_core::view::{self, HistoryRow, LotStatus, LotView, Reason, ReceiptStatus, ReceiptView};

use super::conflict::when;
use super::lanes::lanes;
use super::messages::Message;
use super::{assign, assigning, photos, take_back};
use crate::app::use_app;
use crate::components::conflict_title::disagreement;
use crate::components::icon::Icon;
use crate::components::once::Once;
use crate::components::page::{Page, Tab};
use crate::components::reason::AskReason;
use crate::components::recording::record_with_toast;
use crate::components::state::Empty;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;
use crate::number_format;
use crate::overlay::Toast;
use crate::route::encoded;
use crate::screens::kinds::{FactName, RuleName};

/// What a number names here.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Lookup {
    Receipt(Box<ReceiptView>, Vec<LotView>),
    Lot(Box<LotView>),
    Nothing,
}

#[component]
pub(super) fn Thing(number: String) -> impl IntoView {
    let app = use_app();
    let document = number.parse::<DocumentNumber>().ok();
    let found = Memo::new(move |_| document.map_or(Lookup::Nothing, find));
    let history = Memo::new(move |_| {
        let entity =
            document.and_then(|document| app.device.view(|replica| entity(replica, document)));
        entity
            .map(|entity| app.device.view(|replica| view::history(replica, &entity)))
            .unwrap_or_default()
    });
    let reasons = Memo::new(move |_| {
        document
            .and_then(|document| app.device.view(|replica| view::explain(replica, document)))
            .unwrap_or_default()
    });
    let title = Signal::stored(number.clone());
    let is_headed = Signal::derive(move || !matches!(found.get(), Lookup::Nothing));
    view! {
        <Page tab=Tab::Search title is_headed>
            {move || match (app.language.get(), found.get()).1 {
                Lookup::Nothing => view! {
                    <Empty which=Icon::Search what=say(Message::NotHere(number.clone())) then=say(Message::NotHereThen)/>
                }.into_any(),
                Lookup::Receipt(receipt, lots) => {
                    let signed = lots.iter().filter_map(|lot| lot.signed).min();
                    let due = lots.iter().filter_map(|lot| lot.due).min();
                    view! { <ReceiptHead receipt=*receipt lots/>{lanes(&history.get(), signed, due)} }.into_any()
                }
                Lookup::Lot(lot) => {
                    let (signed, due) = (lot.signed, lot.due);
                    view! { <LotHead lot=*lot/>{lanes(&history.get(), signed, due)} }.into_any()
                }
            }}
            {move || why(reasons.get())}
            {move || facts(history.get())}
        </Page>
    }
}

fn entity(replica: &sync_core::replica::Replica, document: DocumentNumber) -> Option<Entity> {
    match document.kind {
        NumberKind::Receipt => Some(Entity::Receipt(document.opened_by)),
        NumberKind::Card => Some(Entity::Card(document.opened_by)),
        NumberKind::Slip => {
            replica.receipt_of_slip(document.opened_by).map(|receipt| Entity::Receipt(receipt.0))
        }
        NumberKind::ReturnNote => {
            replica.card_of_return(document.opened_by).map(|card| Entity::Card(card.0))
        }
    }
}

fn find(document: DocumentNumber) -> Lookup {
    let app = use_app();
    let posts = app.device.read(Engine::viewing_posts);
    let found = app.device.view(|replica| match entity(replica, document)? {
        Entity::Receipt(id) => {
            let number = ReceiptNumber(id);
            let receipt = view::receipt_for(replica, posts, number)?;
            let lots = replica.cards_of_receipt(number).filter_map(|card| view::lot(replica, card));
            Some(Lookup::Receipt(Box::new(receipt), lots.collect()))
        }
        Entity::Card(id) => {
            view::lot(replica, CardNumber(id)).map(|lot| Lookup::Lot(Box::new(lot)))
        }
        _ => None,
    });
    found.unwrap_or(Lookup::Nothing)
}

/// Name and code of what a lot is of.
fn lot_name(lot: &LotView, language: Language) -> String {
    let item = lot.goods.item.as_ref();
    item.map(|item| item.name_or_code(language).into_owned()).unwrap_or_default()
}

fn amount(
    quantity: sync_core::measure::Quantity,
    unit: Option<sync_core::measure::Unit>,
    language: Language,
) -> String {
    let unit = unit.map(|unit| number_format::unit(unit, language)).unwrap_or_default();
    format!("{} {unit}", number_format::quantity(quantity))
}

#[component]
fn ReceiptHead(receipt: ReceiptView, lots: Vec<LotView>) -> impl IntoView {
    let app = use_app();
    let language = app.language.get_untracked();
    let row = receipt.row.clone();
    let number = row.number;
    let orders = row.orders.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let under = [row.vendor_name, Some(orders), row.delivery_note, row.dock]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let can_reopen = match row.status {
        ReceiptStatus::Signed | ReceiptStatus::SlipIssued | ReceiptStatus::SlipConfirmed => true,
        ReceiptStatus::Waiting
        | ReceiptStatus::Counting
        | ReceiptStatus::Joined
        | ReceiptStatus::Voided => false,
    };
    let (asks, once) = (RwSignal::new(false), Once::new());
    let reopen = move |reason| {
        record(once, Command::ReopenReceipt { receipt: number, reason: Some(reason) }, asks);
    };
    let signatures = take_back::signatures(&receipt, language);
    let lines = receipt.line_rows.into_iter().map(|line| {
        let name = line.item.as_ref().and_then(|item| item.name(language)).map(ToOwned::to_owned);
        let assign = assign_link(number, &line.line);
        view! { <tr><td class="b">{line.line.to_string()}</td><td>{name}</td><td class="n b">{amount(line.counted, line.unit, language)}</td><td class="back">{assign}</td></tr> }
    });
    let cards = lots.into_iter().map(|lot| {
        view! {
            <a class="pill" href=format!("#/board/lot/{}", lot.number)>{lot.number.to_string()}" · "
                {lot.status.called().capital().say(language).into_owned()}</a>
        }
    });
    view! {
        <section class="th"><div class="thh"><div><h1>{number.to_string()}</h1><p class="sec">{under}</p></div>
            <b class="pill st">{row.status.called().capital().say(language).into_owned()}</b></div>
            <div class="scroll"><table><tbody>{lines.collect_view()}</tbody></table></div>
            <div class="pills">{cards.collect_view()}{of_receipt(number, None, Vec::new())}</div>
            {signatures}
            {photos::of_receipt(receipt.exceptions, receipt.photos)}
            {move || (can_reopen && app.posts().has(Post::Supervisor)).then(|| view! {
                <div class="acts">
                    <button class="btn" type="button" data-act="reopen" on:click=move |_| asks.set(true)>
                        {say(Message::Reopen)}</button><p class="sec">{say(Message::ReopenThen)}</p></div>
            })}
            <Show when=move || asks.get()>
                <AskReason title=say(Message::Reopen) give=Callback::new(reopen) close=closing(asks)/>
            </Show>
        </section>
    }
}

#[component]
fn LotHead(lot: LotView) -> impl IntoView {
    let app = use_app();
    let language = app.language.get_untracked();
    let offset = app.offset();
    let number = lot.number;
    let name = lot_name(&lot, language);
    let under = [
        lot.goods.vendor_name.clone(),
        lot.goods.code().map(ToString::to_string),
        lot.line.as_ref().map(ToString::to_string),
        Some(amount(lot.quantity, lot.unit, language)),
        lot.lot_number.clone(),
    ];
    let under = under.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let clock = move |at| number_format::clock_to_the_second(at, offset);
    let (class, standing) = match (lot.judged, lot.on_time, lot.due) {
        (Some(at), Some(true), _) => ("clkw good", Message::OnTime(clock(at))),
        (Some(at), _, _) => ("clkw late", Message::Late(clock(at))),
        (None, _, Some(due)) => ("clkw", Message::DueAt(clock(due))),
        (None, _, None) => ("clkw", Message::NoClock),
    };
    let figures = [
        (Verdict::Pass, lot.passed),
        (Verdict::Concession, lot.conceded),
        (Verdict::Sort, lot.to_sort),
        (Verdict::Reject, lot.rejected),
    ];
    let figures = figures.into_iter().filter(|(_, quantity)| !quantity.is_zero()).map(|(verdict, quantity)| {
        let class = match verdict { Verdict::Pass => "pill good", Verdict::Reject => "pill bad", Verdict::Concession | Verdict::Sort => "pill" };
        view! { <span class=class>{verdict.word(language)}" "{number_format::quantity(quantity)}</span> }
    });
    let held = lot
        .blocked_by
        .iter()
        .map(|by| view! { <span class="pill soon">{by.say(language).into_owned()}</span> })
        .collect_view();
    let conflicts = lot.conflicts.iter().map(|id| {
        let path = format!("#/board/conflict/{}", encoded(id));
        view! { <a class="pill bad" href=path>"≠ "{say(Message::Conflicts)}</a> }
    });
    let conflicts = conflicts.collect_view();
    let movements = take_back::movements(&lot, language);
    let basis = lot.basis_changed.then(|| basis_mark(language));
    let known_later = known_later(&lot.known_later, language);
    let late = late_mark(&lot);
    let can_concede = match lot.status {
        LotStatus::Rejected | LotStatus::ToSort | LotStatus::InInspection | LotStatus::Held => {
            !lot.rejected.is_zero() || !lot.to_sort.is_zero()
        }
        LotStatus::Waiting
        | LotStatus::NotSigned
        | LotStatus::Conflict
        | LotStatus::Released
        | LotStatus::PutAway
        | LotStatus::Returned
        | LotStatus::Voided => false,
    };
    let (asks, once) = (RwSignal::new(false), Once::new());
    let concede = move |note: Text| {
        let ruling = Ruling { note: Some(note), replace: true, ..Ruling::of(Verdict::Concession) };
        let command = Command::Judge { card: number, ruling };
        record(once, command, asks);
    };
    view! {
        <section class="th"><div class="thh"><div><h1>{number.to_string()}" "<span class="mut">{name}</span></h1><p class="sec">{under}</p></div>
            <b class=class>{say(standing)}</b></div>
            <div class="pills"><b class="pill st">{lot.status.called().capital().say(language).into_owned()}</b>
                {figures.collect_view()}{conflicts}{lot.receipt.map(|receipt| of_receipt(receipt, lot.line.clone(), lot.conflicts.clone()))}{basis}{known_later}{late}{held}
                {lot.receipt.map(|receipt| view! { <a class="pill" href=format!("#/board/receipt/{receipt}")>{receipt.to_string()}</a> })}</div>
            {movements}
            {photos::of_lot(lot.photos)}
            {move || (can_concede && app.posts().has(Post::Supervisor)).then(|| view! {
                <div class="acts">
                    <button class="btn hold" type="button" data-act="concession" on:click=move |_| asks.set(true)>
                        {say(Message::Concession)}</button><p class="sec">{say(Message::ThenConcession)}</p></div>
            })}
            <Show when=move || asks.get()><AskReason title=say(Message::Concession) give=Callback::new(concede) close=closing(asks)/></Show>
        </section>
    }
}

/// That the verdict in force was heard of long after it was recorded, with both instants.
fn late_mark(lot: &LotView) -> Option<impl IntoView + use<>> {
    let instants = lot.judged.zip(lot.arrived_late)?;
    let at = number_format::from_to(instants, use_app().offset());
    Some(view! { <b class="pill soon" data-arrived-late="">{say(Message::ArrivedLate(at))}</b> })
}

/// Links to what is to be settled of a receipt; of one line of it, where that is said, and not of
/// what is linked already.
fn of_receipt(receipt: ReceiptNumber, line: Option<LineKey>, linked: Vec<String>) -> impl IntoView {
    let app = use_app();
    let about = receipt.to_string();
    let conflicts = Memo::new(move |_| {
        let all = app.views.conflicts().into_iter();
        let own = all.filter(|conflict| match &line {
            None => conflict.about == about,
            Some(line) => {
                assign::assignable(&conflict.subject) == Some((receipt, line.clone()))
                    && !linked.contains(&conflict.id)
            }
        });
        own.map(|conflict| (conflict.id, disagreement(&conflict.subject))).collect::<Vec<_>>()
    });
    move || {
        let links = conflicts.get().into_iter().map(|(id, what)| {
            let path = format!("#/board/conflict/{}", encoded(&id));
            view! { <a class="pill bad" data-conflict="" href=path>"≠ "{say(what)}</a> }
        });
        links.collect_view()
    }
}

/// Where purchasing gives the goods of a line to order lines, while some are left.
fn assign_link(receipt: ReceiptNumber, line: &LineKey) -> Option<impl IntoView + use<>> {
    let app = use_app();
    let is_left = app.device.view(|replica| {
        view::to_assign(replica, receipt, line).is_some_and(|of| !of.next().is_zero())
    });
    let may = is_left && app.posts().has(Post::Purchasing);
    let path = assigning::path(receipt, line);
    may.then(|| view! { <a class="btn" data-assign-line="" href=path>{say(Message::Assign)}</a> })
}

/// When a fact came to the server, where that was long after its instant.
fn arrived(came: Timestamp) -> impl IntoView {
    let at = number_format::day_and_clock(came, use_app().offset());
    view! { " "<span class="pill soon">{say(Message::ArrivedLate(at))}</span> }
}

fn basis_mark(language: Language) -> impl IntoView {
    let mark = names::BASIS_CHANGED.capital();
    view! { <span class="pill soon">{mark.say(language).into_owned()}</span> }
}

/// What was stated only after the verdict, each with a mark of its own.
fn known_later(late: &[KnownLater], language: Language) -> impl IntoView + use<> {
    let marks = late.iter().map(|late| {
        let (mark, late) = (names::KNOWN_LATER.capital().say(language), late.word(language));
        let said = match language {
            Language::Chinese => format!("{mark}：{late}"),
            Language::English => format!("{mark}: {late}"),
        };
        view! { <span class="pill soon" data-known-later="">{said}</span> }
    });
    marks.collect_view()
}

fn record(once: Once, command: Command, asks: RwSignal<bool>) {
    once.go(async move {
        let toast = |_: &_| Some(Toast::done(use_app().say(Message::Done)));
        let recorded = record_with_toast(&command, &[], Sounded::Done, toast).await;
        if recorded.is_some() {
            // The screen may be gone meanwhile.
            asks.try_set(false);
        }
    });
}

/// Takes the question away unanswered.
fn closing(asks: RwSignal<bool>) -> Callback<()> {
    Callback::new(move |()| asks.set(false))
}

fn why(reasons: Vec<Reason>) -> Option<impl IntoView> {
    let app = use_app();
    if reasons.is_empty() {
        return None;
    }
    let language = app.language.get();
    let rows = reasons.into_iter().map(move |reason| {
        let said = number_format::phrase(reason.said(language));
        view! {
            <li><b>{RuleName(reason.rule).say(language).into_owned()}</b>
                <span class="mut">{reason.clause}</span><span>{said}</span></li>
        }
    });
    Some(
        view! { <section class="why"><h2>{say(Message::Why)}</h2><ul>{rows.collect_view()}</ul></section> },
    )
}

fn facts(rows: Vec<HistoryRow>) -> Option<impl IntoView> {
    let app = use_app();
    if rows.is_empty() {
        return None;
    }
    let language = app.language.get();
    let count = rows.len();
    let body = rows.into_iter().map(move |row| {
        let what = FactName::of(row.known, &row.kind).say(language).into_owned();
        let detail = match language { Language::Chinese => row.says_zh, Language::English => row.says };
        let who = row.recorded.name.clone().unwrap_or_else(|| row.recorded.by.0.to_string());
        view! {
            <tr><td class="n">{when(row.recorded.at)}{row.doubtful.then(|| view! { " "<span class="pill soon">{say(Message::Doubtful)}</span> })}{row.arrived_late.map(arrived)}</td>
                <td class="b">{app.device.name_of_device(row.recorded.device)}</td><td>{who}</td>
                <td class="b">{what}</td><td class="mut">{detail}</td></tr>
        }
    });
    Some(view! {
        <section class="facts"><h2>{say(Message::AllFacts(count))}</h2><div class="scroll"><table>
            <thead><tr><th class="n">{say(Message::RecordedAt)}</th><th>{say(Message::Where)}</th><th>{say(Message::Who)}</th>
                    <th>{say(Message::What)}</th><th>{say(Message::Detail)}</th></tr></thead>
            <tbody>{body.collect_view()}</tbody></table></div></section>
    })
}
