//! A lot on the bench: its steps, its clock, what is known of it.

use leptos::prelude::*;
use sync_core::number::CardNumber;
use sync_core::rules::inspection_steps::InspectionStep as Step;
use sync_core::view::{self, InspectionView};

use super::bench::use_inspection;
use super::judge::{self, VerdictForm};
use super::measure::{self, DimensionForm};
use super::messages::{Message, Sampling};
use super::onward::{go, next_up, onward, title, under};
use super::question::Question;
use super::sample::{self, SampleForm};
use super::weigh::{self, WeighingForm};
use super::{chart, clock, names, photos, queue};
use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::camera::CameraButton;
use crate::components::chips::{Role, chip};
use crate::components::icon::{Icon, icon};
use crate::components::state::Empty;
use crate::messages::say;
use crate::number_format;
use crate::overlay::Looks;

#[component]
pub(super) fn Lot(card: CardNumber) -> impl IntoView {
    let bench = use_inspection();
    // Opened by its address, as after a reload: it is on the bench all the same.
    bench.take(card, None);
    let lot = bench.inspection(card);
    let is_here = Memo::new(move |_| lot.with(Option::is_some));
    move || {
        if is_here.get() {
            view! { <Steps card lot/> }.into_any()
        } else {
            view! {
                <div class="hh"><Bar title=Signal::derive(move || card.to_string()) back="inspect"/>
                    <main><Empty which=Icon::Scan what=say(Message::NotKnownHere) then=say(Message::NotKnownHereHow)/></main></div>
            }
            .into_any()
        }
    }
}

#[component]
fn Steps(card: CardNumber, lot: Memo<Option<InspectionView>>) -> impl IntoView {
    let app = use_app();
    let steps = Memo::new(move |_| {
        lot.with(|lot| lot.as_ref().map(|lot| lot.steps.clone()).unwrap_or_default())
    });
    let step = Memo::new(move |_| {
        let name = app.route.with(|place| place.part(2).map(ToOwned::to_owned));
        let steps = steps.get();
        let named = steps.iter().find(|step| Some(step.name()) == name.as_deref());
        named.or(steps.first()).copied().unwrap_or(Step::Check)
    });
    let next = move || {
        let steps = steps.get();
        let place = steps.iter().position(|known| *known == step.get()).unwrap_or_default();
        steps.get(place + 1).copied().unwrap_or(Step::Judge)
    };
    let (weighing, dimension) = (WeighingForm::empty(card), DimensionForm::empty(card, lot));
    let (sampling, verdict) = (SampleForm::empty(), VerdictForm::new(card, lot));
    let title = title(card, lot);
    let under = under(lot);
    view! {
        <div class="tb three inspect">
            <Bar title under back="inspect"><CameraButton looks=Looks::Once class="barbtn"/>{next_up(card)}</Bar>
            {nav(card, lot, steps, step)}
            <main class=move || format!("work at-{}", step.get().name())>
                {move || match step.get() {
                    Step::Check => view! { {check(lot)}{photos::section(card, lot)} }.into_any(),
                    Step::Sample => sample::step(lot, sampling).into_any(),
                    Step::Weigh => weigh::step(lot, weighing).into_any(),
                    Step::Measure => measure::step(card, dimension).into_any(),
                    Step::Judge => judge::step(verdict).into_any(),
                }}
            </main>
            <aside class="rail">
                {clock::of_lot(lot)}
                <div class="pad">{move || match step.get() {
                    Step::Check => past(lot, Signal::derive(|| None)).into_any(),
                    Step::Sample => view! { {facts(lot)}{sample::recorded(card, lot)} }.into_any(),
                    Step::Weigh => view! { {facts(lot)}{weigh::recorded(card, lot)}{past(lot, weighing.preview.into())} }.into_any(),
                    Step::Measure => facts(lot).into_any(),
                    Step::Judge => judge::then(verdict).into_any(),
                }}</div>
                <div class="foot">{move || match step.get() {
                    Step::Check => onward(card, next()).into_any(),
                    Step::Sample => sample::foot(card, sampling, next()).into_any(),
                    Step::Weigh => weigh::foot(card, weighing, next()).into_any(),
                    Step::Measure => measure::foot(card, dimension, next()).into_any(),
                    Step::Judge => judge::foot(verdict).into_any(),
                }}</div>
            </aside>
            <Question/>
        </div>
    }
}

fn nav(
    card: CardNumber,
    lot: Memo<Option<InspectionView>>,
    steps: Memo<Vec<Step>>,
    step: Memo<Step>,
) -> impl IntoView {
    let app = use_app();
    let one = move |place: usize, which: Step| {
        let is_done =
            move || lot.with(|lot| lot.as_ref().is_some_and(|lot| is_done(lot, which, step.get())));
        let class = move || match (step.get() == which, is_done()) {
            (true, _) => "stp cur",
            (false, true) => "stp done",
            (false, false) => "stp todo",
        };
        let current = move || (step.get() == which).then_some("step");
        view! {
            <li><button class=class type="button" data-step=which.name() aria-current=current on:click=move |_| go(card, which)>
                <span class="no">{move || if is_done() && step.get() != which { icon(Icon::Check).into_any() } else { (place + 1).into_any() }}</span>
                <span><b>{say(Message::StepName(which))}</b>
                    <span class="cap">{move || lot.with(|lot| lot.as_ref().map(|lot| told(lot, which)))}</span></span>
            </button></li>
        }
    };
    view! {
        <nav class="steps" aria-label=say(Message::Steps)>
            <ol>{move || steps.get().into_iter().enumerate().map(|(place, which)| one(place, which)).collect_view()}</ol>
            <button class="btn tall lot-history" type="button" on:click=move |_| app.go(&format!("inspect/history/{card}"))>
                {icon(Icon::Note)}<span>{say(Message::History)}</span></button>
        </nav>
    }
}

/// Whether a step left something behind, or was passed by.
fn is_done(lot: &InspectionView, which: Step, now: Step) -> bool {
    match which {
        Step::Check => now != Step::Check,
        Step::Sample => lot.findings.pieces > 0,
        Step::Weigh => lot.weight.is_some(),
        Step::Measure => lot.dimensions.iter().all(|dimension| dimension.last.is_some()),
        Step::Judge => lot.open.is_zero(),
    }
}

/// What a step left behind, under its name.
fn told(lot: &InspectionView, which: Step) -> String {
    let app = use_app();
    let language = app.language.get();
    let word = match which {
        Step::Check => return lot.lot.number.to_string(),
        Step::Sample if lot.findings.pieces > 0 => {
            let defects = lot.findings.defects.iter().map(|found| found.pieces).sum();
            return say(Sampling::Told(lot.findings.pieces, defects)).get();
        }
        Step::Sample => return say(Sampling::Optional).get(),
        Step::Weigh => match &lot.weight {
            Some(weight) => {
                let away = weight.percent.map(super::gauge::percent);
                let grams = format!("{} g", number_format::decimal(weight.measured));
                return [Some(grams), away].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            }
            None if lot.to_weigh => Message::MustWeigh,
            None => Message::MayWeigh,
        },
        Step::Measure => {
            let done = lot.dimensions.iter().filter(|dimension| dimension.last.is_some()).count();
            Message::MeasuredOf(done, lot.dimensions.len())
        }
        Step::Judge if lot.open.is_zero() => Message::AllJudged,
        Step::Judge => Message::StillOpen(names::amount(lot.open, lot.lot.unit, language)),
    };
    say(word).get()
}

/// What is known of the lot, beside the work.
fn facts(lot: Memo<Option<InspectionView>>) -> impl IntoView {
    move || {
        lot.get().map(|lot| {
        let item = lot.lot.goods.code().map(ToString::to_string);
        view! {
            <dl class="facts">
                <div><dt>{say(Message::Item)}</dt><dd>{item}</dd></div>
                <div><dt>{say(Message::StandardWeightName)}</dt><dd>{standard(&lot)}</dd></div>
                <div><dt>{say(Message::Vendor)}</dt><dd>{queue::approval(lot.lot.goods.vendor_approved)}</dd></div>
            </dl>
        }
    })
    }
}

fn standard(lot: &InspectionView) -> impl IntoView + use<> {
    match &lot.standard {
        Some(standard) => {
            let value = format!("{} {}", number_format::decimal(standard.value), standard.unit);
            let from = standard.from.0.format("%Y-%m-%d").to_string();
            view! { <span>{value}" "<span class="cap">{say(Message::Since(from))}</span></span> }
                .into_any()
        }
        None => view! { <span>{say(Message::None)}</span> }.into_any(),
    }
}

fn past(lot: Memo<Option<InspectionView>>, now: Signal<Option<view::Deviation>>) -> impl IntoView {
    let shown =
        Signal::derive(move || now.get().or_else(|| lot.with(|lot| lot.as_ref()?.weight.clone())));
    let past = Memo::new(move |_| {
        lot.with(|lot| lot.as_ref().map(|lot| (lot.past.clone(), lot.tolerance_percent)))
            .unwrap_or_default()
    });
    move || {
        let (past, tolerance) = past.get();
        if past.is_empty() {
            return view! { <p class="sec">{say(Message::NoPast)}</p> }.into_any();
        }
        let count = past.len();
        view! {
            <div class="hbox"><b>{say(Message::LastLots(count))}</b><div>{chart::verdicts(&past)}</div></div>
            {chart::deviations(past, tolerance, shown)}
        }
        .into_any()
    }
}

/// The first step: is this the lot that the tablet means?
fn check(lot: Memo<Option<InspectionView>>) -> impl IntoView {
    move || {
        lot.get().map(|view| {
        let lot = &view.lot;
        let name = names::item(lot.goods.item.clone());
        let item = lot.goods.code().map(ToString::to_string);
        let vendor = lot.goods.vendor_name_or_code();
        view! {
            <section class="lotcard">
                <div class="cap">{say(Message::CompareCard)}</div>
                <div class="loc">{lot.number.to_string()}</div>
                <div class="h2">{name}</div>
                <div class="amount">{names::quantity(lot.quantity, lot.unit)}</div>
                <div class="chips">{marks(&view)}</div>
            </section>
            <section class="lotcard">
                <dl class="facts two-cols">
                    <div><dt>{say(Message::Item)}</dt><dd>{item}</dd></div>
                    <div><dt>{say(Message::Vendor)}</dt><dd>{vendor}<span class="cap">{queue::approval(lot.goods.vendor_approved)}</span></dd></div>
                    {lot.line.as_ref().map(|line| view! { <div><dt>{say(Message::OrderLine)}</dt><dd>{line.to_string()}</dd></div> })}
                    {lot.lot_number.clone().map(|number| view! { <div><dt>{say(Message::SupplierLot)}</dt><dd>{number}</dd></div> })}
                    {view.dock.clone().map(|dock| view! { <div><dt>{say(Message::Where)}</dt><dd>{dock}</dd></div> })}
                    <div><dt>{say(Message::StandardWeightName)}</dt><dd>{standard(&view)}</dd></div>
                    <div><dt>{say(Message::ToDo)}</dt><dd>{say(if view.to_weigh { Message::WeighAndJudge } else { Message::LookAndJudge })}</dd></div>
                </dl>
            </section>
        }
    })
    }
}

/// What to know before the work begins.
fn marks(view: &InspectionView) -> impl IntoView + use<> {
    let all = [
        (!view.known, Role::Mute, Icon::Clock, Message::CardNotHere),
        (view.label_differs, Role::Warn, Icon::Again, Message::LabelDiffers),
        (view.subcontracted, Role::Sort, Icon::Scale, Message::Subcontracted),
        (
            view.lot.goods.vendor_approved == Some(false),
            Role::Bad,
            Icon::Shield,
            Message::NotApproved,
        ),
        (view.lot.order_changed, Role::Warn, Icon::Warn, Message::OrderChanged),
        (!view.lot.conflicts.is_empty(), Role::Hold, Icon::Fork, Message::Conflict),
        (view.lot.clock_doubtful, Role::Warn, Icon::Clock, Message::ClockDoubtful),
        (view.lot.newer_facts > 0, Role::Warn, Icon::Warn, Message::NewerFacts),
    ];
    let shown = all.into_iter().filter(|(holds, ..)| *holds);
    let offset = use_app().offset();
    let late = view.lot.judged.zip(view.lot.arrived_late).map(|instants| {
        let at = number_format::from_to(instants, offset);
        (true, Role::Warn, Icon::Clock, Message::ArrivedLate(at))
    });
    let shown = shown.chain(late);
    shown.map(|(_, role, which, word)| chip(role, which, say(word))).collect_view()
}
