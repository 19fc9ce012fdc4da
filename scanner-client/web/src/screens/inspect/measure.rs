//! Dimensions: each that the item has a standard for, on large keys.

use leptos::prelude::*;
use sync_core::command::Command;
use sync_core::fact::Measured;
use sync_core::measure::parse_decimal;
use sync_core::number::CardNumber;
use sync_core::rules::inspection_steps::InspectionStep as Step;
use sync_core::view::{self, Deviation, DimensionView, InspectionView};

use super::bench::{InspectionState, use_inspection};
use super::gauge::What;
use super::messages::Weighing;
use super::{gauge, onward};
use crate::app::use_app;
use crate::components::half_typed::half_typed;
use crate::components::icon::{Icon, icon};
use crate::components::keypad::Keypad;
use crate::components::recording::refuse;
use crate::device::typing::Typed;
use crate::messages::{Message as Shared, say};
use crate::number_format;
use crate::overlay::Toast;

/// What is being typed, while the lot is on the bench.
#[derive(Clone, Copy)]
pub(super) struct DimensionForm {
    bench: InspectionState,
    typed: Typed,
    /// Which of the dimensions.
    index: RwSignal<usize>,
    lot: Memo<Option<InspectionView>>,
    pub(super) preview: Memo<Option<Deviation>>,
}

impl DimensionForm {
    /// A calliper with nothing in it.
    pub(super) fn empty(card: CardNumber, lot: Memo<Option<InspectionView>>) -> Self {
        let app = use_app();
        let bench = use_inspection();
        let typed = Typed::decimal(9);
        let index = RwSignal::new(0);
        let preview = Memo::new(move |_| {
            let measured = measured(typed, &dimension(lot, index.get())?)?;
            let (now, label) = (app.minute.get(), bench.label(card));
            app.device
                .view(|replica| view::measuring(replica, card, label.as_deref(), &measured, now))
        });
        half_typed(move || typed.text.with(|text| !text.is_empty()));
        Self { bench, typed, index, lot, preview }
    }

    /// Saves the measurement and goes to the next dimension, or on.
    fn save(self, card: CardNumber, next: Step) {
        let app = use_app();
        let index = self.index.get_untracked();
        let read = dimension(self.lot, index).and_then(|of| measured(self.typed, &of));
        let Some(measured) = read else {
            refuse(Toast::refused(app.say(Weighing::EnterFigures)));
            return;
        };
        let count =
            self.lot.with_untracked(|lot| lot.as_ref().map_or(0, |lot| lot.dimensions.len()));
        let go_on = onward::then_go(card, next);
        self.bench.record(Command::Measure { card, measured }, move || {
            self.typed.clear();
            if index + 1 < count {
                self.index.set(index + 1);
            } else {
                go_on();
            }
        });
    }
}

fn dimension(lot: Memo<Option<InspectionView>>, index: usize) -> Option<DimensionView> {
    lot.with(|lot| lot.as_ref()?.dimensions.get(index).cloned())
}

fn measured(typed: Typed, of: &DimensionView) -> Option<Measured> {
    let value = typed.text.with(|text| parse_decimal(text).ok())?;
    Some(Measured { what: of.what.parse().ok()?, value, unit: of.standard.unit.parse().ok()? })
}

pub(super) fn step(card: CardNumber, form: DimensionForm) -> impl IntoView {
    let DimensionForm { bench, typed, index, lot, preview } = form;
    let shown = Signal::derive(move || preview.get().or_else(|| dimension(lot, index.get())?.last));
    let standard = Signal::derive(move || {
        let of = dimension(lot, index.get());
        let value = of.map(|of| {
            format!("{} {}", number_format::decimal(of.standard.value), of.standard.unit)
        });
        say(Weighing::Standard(value.unwrap_or_default())).get()
    });
    let tolerance =
        lot.with_untracked(|lot| lot.as_ref().map(|lot| lot.tolerance_percent)).unwrap_or_default();
    let subcontracted = lot.with_untracked(|lot| lot.as_ref().is_some_and(|lot| lot.subcontracted));
    let fields = move || {
        let dimensions = lot.get().map(|lot| lot.dimensions).unwrap_or_default();
        dimensions.into_iter().enumerate().map(|(place, of)| {
            let is_now = move || index.get() == place;
            let last = of.last.as_ref().map(|last| number_format::decimal(last.measured));
            let undo = of.facts.last().copied();
            view! {
                <div class="dim">
                    <button class="field" type="button" class:now=is_now aria-pressed=move || is_now().to_string() data-dimension=of.what.clone()
                        on:click=move |_| { index.set(place); typed.clear(); }>
                        <span><b class="clip1">{of.what.clone()}</b><span class="cap">
                                {say(Weighing::Standard(format!("{} {}", number_format::decimal(of.standard.value), of.standard.unit)))}</span></span>
                        <span class="v has-u">
                            {move || if is_now() && !typed.text.with(String::is_empty) { typed.text.get() } else { last.clone().unwrap_or_default() }}
                            <i class="caret" class:off=move || !is_now()></i><span class="u">{of.standard.unit.clone()}</span></span>
                    </button>
                    {move || undo.filter(|fact| bench.can_undo(*fact)).map(|fact| view! {
                        <button class="btn icon" type="button" aria-label=say(Shared::Undo) data-undo=fact.to_string()
                            on:click=move |_| bench.undo(card, fact)>
                            {icon(Icon::Undo)}</button>
                    })}
                </div>
            }
        }).collect_view()
    };
    view! {
        <section class="gcard">{gauge::gauge(What::Dimension, shown, tolerance, standard)}</section>
        {gauge::outcome(What::Dimension, shown, tolerance, subcontracted)}
        <section class="wgrid"><div class="fs dims">{fields}</div><Keypad typed/></section>
    }
}

/// What can be done, in the rail's foot.
pub(super) fn foot(card: CardNumber, form: DimensionForm, next: Step) -> impl IntoView {
    let bench = use_inspection();
    move || match form.preview.get() {
        Some(deviation) => {
            let value = number_format::decimal(deviation.measured);
            view! {
                <button class="btn main tall" type="button" data-save="" prop:disabled=move || bench.once.is_busy()
                    on:click=move |_| form.save(card, next)><span>{say(Weighing::SaveMeasurement(value))}</span>{icon(Icon::Forward)}</button>
            }
            .into_any()
        }
        None => onward::onward(card, next).into_any(),
    }
}
