//! Everything that was said about a lot, and why it is as it is.

use leptos::prelude::*;
use sync_core::fact::{Entity, Kind};
use sync_core::number::{CardNumber, DocumentNumber, NumberKind};
use sync_core::text::Language;
use sync_core::view::{self, ConflictView, HistoryRow, InspectionView, Reason, VerdictView};

use super::bench::{is_unsent, use_inspection};
use super::messages::Message;
use super::{clock, names, onward};
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::chips::{Role, chip, unsent_chip};
use crate::components::icon::{Icon, icon};
use crate::messages::say;
use crate::number_format;
use crate::screens::kinds::{FactName, RuleName};

#[component]
pub(super) fn History(card: CardNumber) -> impl IntoView {
    let (app, bench) = (use_app(), use_inspection());
    let seen = bench.inspection(card);
    let (title, under) = (onward::title(card, seen), onward::under(seen));
    let rows = Memo::new(move |_| {
        app.device.view(|replica| view::history(replica, &Entity::Card(card.0)))
    });
    let reasons = Memo::new(move |_| {
        let number = DocumentNumber { kind: NumberKind::Card, opened_by: card.0 };
        app.device.view(|replica| view::explain(replica, number)).unwrap_or_default()
    });
    let conflicts =
        Memo::new(move |_| app.device.view(|replica| view::conflicts_of_lot(replica, card)));
    view! {
        <div class="tb inspect of-history">
            <Bar title under back=format!("inspect/lot/{card}")>{onward::next_up(card)}</Bar>
            <main class="hx">
                {move || conflicts.get().iter().map(sides).collect_view()}
                <div class="hd hd-h"><b>{say(Message::History)}</b><span class="cap">{say(Message::NewestFirst)}</span></div>
                <ol class="tl">
                    {move || {
                        let verdicts = seen.with(|lot| lot.as_ref().map(|lot| lot.lot.verdicts.clone())).unwrap_or_default();
                        rows.get().iter().rev().map(|row| event(row, &verdicts)).collect_view()
                    }}
                    {move || signed(seen)}
                </ol>
            </main>
            <aside class="rail">
                {clock::of_lot(seen)}
                <div class="pad" tabindex="0"><b class="hd0 ix">{icon(Icon::Question)}{say(Message::WhySo)}</b>
                    <ol class="why-l">{move || reasons.get().iter().map(why).collect_view()}</ol></div>
                <div class="foot"><button class="btn main tall" type="button" on:click=move |_| app.go(&format!("inspect/lot/{card}/verdict"))>
                    {icon(Icon::Again)}<span>{say(Message::ToVerdict)}</span></button></div>
            </aside>
        </div>
    }
}

/// A sentence of the core in the language of the moment.
fn either(zh: String, en: String) -> Signal<String> {
    let app = use_app();
    Signal::derive(move || match app.language.get() {
        Language::Chinese => zh.clone(),
        Language::English => en.clone(),
    })
}

fn sides(conflict: &ConflictView) -> impl IntoView + use<> {
    let app = use_app();
    let sides = conflict.sides.iter().map(|side| {
        let who = side.recorded.as_ref().map(|stamp| {
            let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
            let at = number_format::clock_to_the_second(stamp.at, app.offset());
            view! { <div><b>{name}</b>" · "{say(Message::OnDevice(app.device.name_of_device(stamp.device)))}" · "<b>{at}</b></div> }
        });
        view! { <div class="side"><div class="v">{either(side.says_zh.clone(), side.says.clone())}</div>{who}</div> }
    }).collect_view();
    view! {
        <section class="conflict"><header>{icon(Icon::Fork)}{say(Message::ConflictHead)}</header><div class="sides">{sides}</div></section>
    }
}

fn event(row: &HistoryRow, verdicts: &[VerdictView]) -> impl IntoView + use<> {
    let app = use_app();
    let stamp = &row.recorded;
    let unsent = is_unsent(stamp.id);
    let said = verdicts.iter().find(|verdict| verdict.recorded.id == stamp.id);
    let mark = said.and_then(VerdictView::deadline).map(names::deadline_mark);
    let said = said.and_then(|verdict| verdict.judgements.first());
    let (role, which) = said.map_or_else(
        || row.known.map_or(NOTE, look),
        |said| {
            let (role, which) = names::verdict_look(said.verdict);
            (role.class(), which)
        },
    );
    let class = if unsent { format!("nd {role} dashd") } else { format!("nd {role}") };
    let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
    let says = either(row.says_zh.clone(), row.says.clone());
    let what = FactName::of(row.known, &row.kind);
    let arrived = row.arrived_late.map(|came| {
        let came = number_format::day_and_clock(came, app.offset());
        chip(Role::Warn, Icon::Clock, say(Message::ArrivedLate(came)))
    });
    view! {
        <li class="ev" class:pend=unsent data-kind=row.kind.clone()>
            <time>{number_format::clock_to_the_second(stamp.at, app.offset())}
                <span class="cap">{app.offset().local(stamp.at).format("%m-%d").to_string()}</span></time>
            <span class=class>{icon(which)}</span>
            <div><b>{say(what)}" "{says}</b><div class="cap">{name}" · "{say(Message::OnDevice(app.device.name_of_device(stamp.device)))}</div></div>
            <div class="evr">{mark}{unsent_chip(u64::from(unsent))}{row.doubtful.then(|| chip(Role::Warn, Icon::Clock, say(Message::ClockDoubtful)))}{arrived}</div>
        </li>
    }
}

/// How a fact is drawn; every kind is named, so that the compiler asks for a new one's look.
const fn look(kind: Kind) -> (&'static str, Icon) {
    match kind {
        Kind::CardIssued | Kind::CardReprinted => ("mute", Icon::Slip),
        Kind::Weighed | Kind::Measured => ("warn", Icon::Scale),
        Kind::Sampled => ("info", Icon::Check),
        Kind::VerdictRecorded => ("info", Icon::Pen),
        Kind::CardVoided
        | Kind::WeighingVoided
        | Kind::VerdictVoided
        | Kind::MovementVoided
        | Kind::PhotoVoided => ("mute", Icon::Undo),
        Kind::PutAway => ("ok", Icon::Pin),
        Kind::ReturnRaised => ("bad", Icon::Truck),
        Kind::LotDescribed
        | Kind::WithdrawalConfirmed
        | Kind::BasisConfirmed
        | Kind::PhotoTaken => NOTE,
        // A lot's history has none of these.
        Kind::ReceiptOpened
        | Kind::ReceiptDescribed
        | Kind::Tallied
        | Kind::CountVoided
        | Kind::Recounted
        | Kind::CountSigned
        | Kind::SignatureVoided
        | Kind::ReceiptReopened
        | Kind::ReceiptVoided
        | Kind::ReceiptJoined
        | Kind::DeliveriesDistinct
        | Kind::CountConfirmed
        | Kind::SlipIssued
        | Kind::SlipConfirmed
        | Kind::LineAssigned
        | Kind::StaleOrderAnswered
        | Kind::LineCountedAs
        | Kind::OrderChangeAnswered
        | Kind::VendorAccepted
        | Kind::OrderStated
        | Kind::OrderStatusStated
        | Kind::LineCarried
        | Kind::VendorStated
        | Kind::ApprovalStated
        | Kind::ItemStated
        | Kind::StandardStated
        | Kind::CostStated
        | Kind::PersonStated
        | Kind::PinSet
        | Kind::SignInChanged
        | Kind::SignInGranted
        | Kind::ArrivedLate
        | Kind::SigningInStated
        | Kind::PersonRevoked
        | Kind::DeviceEnrolled
        | Kind::DeviceRevoked
        | Kind::ClockDoubtful
        | Kind::FactSetAside
        | Kind::Readmitted
        | Kind::ClockOff
        | Kind::SiteStated
        | Kind::CountingStated
        | Kind::ExceptionReported
        | Kind::ExceptionVoided
        | Kind::Expunged => NOTE,
    }
}

/// How a fact is drawn that has no look of its own, or is of a newer version.
const NOTE: (&str, Icon) = ("info", Icon::Note);

/// The signature that started the clock, which is the receipt's and not the card's.
fn signed(lot: Memo<Option<InspectionView>>) -> impl IntoView {
    let app = use_app();
    let at = lot.with(|lot| lot.as_ref()?.lot.signed)?;
    Some(view! {
        <li class="ev"><time>{number_format::clock_to_the_second(at, app.offset())}
                <span class="cap">{app.offset().local(at).format("%m-%d").to_string()}</span></time>
            <span class="nd info">{icon(Icon::Pen)}</span><div><b>{say(Message::CountSigned)}</b></div><div class="evr"></div></li>
    })
}

fn why(reason: &Reason) -> impl IntoView + use<> {
    let rule = say(RuleName(reason.rule.clone()));
    let clause = reason.clause.as_ref().map(|clause| format!(" · {clause}"));
    view! { <li><span>{either(number_format::phrase(&reason.zh), number_format::phrase(&reason.en))}</span><span class="cap">{rule}{clause}</span></li> }
}
