//! Weighing: pieces, gross and tare on large keys; the outcome stands there before it is saved.

use leptos::prelude::*;
use rust_decimal::Decimal;
use sync_core::command::Command;
use sync_core::fact::Weighed;
use sync_core::measure::{WeightUnit, parse_decimal};
use sync_core::number::CardNumber;
use sync_core::rules::inspection_steps::InspectionStep as Step;
use sync_core::view::{self, Deviation, InspectionView};
use wasm_bindgen::JsCast as _;

use super::bench::{InspectionState, use_inspection};
use super::gauge::What;
use super::messages::{Message, Weighing};
use super::{gauge, onward};
use crate::app::use_app;
use crate::components::half_typed::half_typed;
use crate::components::icon::{Icon, icon};
use crate::components::keypad::Keypad;
use crate::components::recording::refuse;
use crate::device::typing::Typed;
use crate::messages::say;
use crate::number_format;
use crate::overlay::Toast;

/// Which figure is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Pieces,
    Gross,
    Tare,
}

/// What is being typed, while the lot is on the bench.
#[derive(Clone, Copy)]
pub(super) struct WeighingForm {
    bench: InspectionState,
    pieces: Typed,
    gross: Typed,
    tare: Typed,
    unit: RwSignal<WeightUnit>,
    field: RwSignal<Field>,
    pub(super) preview: Memo<Option<Deviation>>,
}

const UNITS: [WeightUnit; 3] = [WeightUnit::Grams, WeightUnit::Kilograms, WeightUnit::Milligrams];

impl WeighingForm {
    /// A weighing form with nothing in it.
    pub(super) fn empty(card: CardNumber) -> Self {
        let app = use_app();
        let bench = use_inspection();
        let (pieces, gross, tare) = (Typed::digits(7), Typed::decimal(9), Typed::decimal(9));
        let unit = RwSignal::new(WeightUnit::Grams);
        let preview = Memo::new(move |_| {
            let weighed = read(pieces, gross, tare, unit.get())?;
            let (now, label) = (app.minute.get(), bench.label(card));
            app.device
                .view(|replica| view::weighing(replica, card, label.as_deref(), &weighed, now))
        });
        half_typed(move || {
            [pieces, gross, tare].iter().any(|typed| typed.text.with(|text| !text.is_empty()))
        });
        Self { bench, pieces, gross, tare, unit, field: RwSignal::new(Field::Pieces), preview }
    }

    fn typed(self, field: Field) -> Typed {
        match field {
            Field::Pieces => self.pieces,
            Field::Gross => self.gross,
            Field::Tare => self.tare,
        }
    }

    fn clear(self) {
        for typed in [self.pieces, self.gross, self.tare] {
            typed.clear();
        }
        self.field.set(Field::Pieces);
    }

    /// Moves to the next figure, as Enter does.
    fn next(self) {
        self.field.update(|field| {
            *field = match field {
                Field::Pieces => Field::Gross,
                Field::Gross => Field::Tare,
                Field::Tare => Field::Pieces,
            };
        });
    }

    /// Saves the weighing, then goes on.
    pub(super) fn save(self, card: CardNumber, then: impl FnOnce() + 'static) {
        let app = use_app();
        let Some(weighed) = read(self.pieces, self.gross, self.tare, self.unit.get_untracked())
        else {
            refuse(Toast::refused(app.say(Weighing::EnterFigures)));
            return;
        };
        self.bench.record(Command::Weigh { card, weighed }, move || {
            self.clear();
            then();
        });
    }
}

/// The figures, where all three are there; an empty tare is none.
fn read(pieces: Typed, gross: Typed, tare: Typed, unit: WeightUnit) -> Option<Weighed> {
    let number = |typed: Typed| typed.text.with(|text| parse_decimal(text).ok());
    let tare = if tare.text.with(String::is_empty) { Some(Decimal::ZERO) } else { number(tare) };
    let pieces = pieces.text.with(|text| text.parse().ok())?;
    Some(Weighed { pieces, gross: number(gross)?, tare: tare?, unit })
}

pub(super) fn step(lot: Memo<Option<InspectionView>>, form: WeighingForm) -> impl IntoView {
    let shown = Signal::derive(move || {
        form.preview.get().or_else(|| lot.with(|lot| lot.as_ref()?.weight.clone()))
    });
    let standard = Signal::derive(move || {
        let value =
            lot.with(|lot| Some(number_format::decimal(lot.as_ref()?.standard.as_ref()?.value)));
        say(value.map_or(Weighing::NoStandardWeight, Weighing::StandardWeight)).get()
    });
    let tolerance =
        lot.with_untracked(|lot| lot.as_ref().map(|lot| lot.tolerance_percent)).unwrap_or_default();
    let subcontracted = lot.with_untracked(|lot| lot.as_ref().is_some_and(|lot| lot.subcontracted));
    let field = move |which: Field, name: Weighing, hint: Weighing| {
        let typed = form.typed(which);
        let unit = move || match which {
            Field::Pieces => say(Weighing::PiecesUnit).get(),
            Field::Gross | Field::Tare => form.unit.get().code().to_owned(),
        };
        view! {
            <button class="field" type="button" class:now=move || form.field.get() == which
                data-field=format!("{which:?}") aria-pressed=move || (form.field.get() == which).to_string()
                on:click=move |_| form.field.set(which)>
                <span><b>{say(name)}</b><span class="cap">{say(hint)}</span></span>
                <span class="v has-u">{move || typed.text.get()}
                    <i class="caret" class:off=move || form.field.get() != which></i>
                    <span class="u">{unit}</span></span>
            </button>
        }
    };
    let formula = move || {
        let (gross, tare) = (form.gross.text.get(), form.tare.text.get());
        let tare = if tare.is_empty() { "0".to_owned() } else { tare };
        form.preview
            .get()
            .map(|_| format!("({gross} \u{2212} {tare}) ÷ {}", form.pieces.text.get()))
    };
    let result = move || {
        shown.get().map(|deviation| view! {
            <span class="num">{number_format::decimal(deviation.measured)}<span class="u">{say(Weighing::GramsAPiece)}</span></span>
        })
    };
    let enter = window_event_listener(leptos::ev::keydown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        // Enter on another button presses that.
        let is_ours = target.is_none_or(|target| target.matches("body, .field").unwrap_or(false));
        if event.key() == "Enter" && is_ours {
            event.prevent_default();
            form.next();
        }
    });
    on_cleanup(move || enter.remove());
    let units = UNITS.map(|unit| view! {
        <button class="f" type="button" class:on=move || form.unit.get() == unit aria-pressed=move || (form.unit.get() == unit).to_string()
            on:click=move |_| form.unit.set(unit)>{unit.code()}</button>
    });
    view! {
        <section class="gcard">{gauge::gauge(What::Weight, shown, tolerance, standard)}</section>
        {gauge::outcome(What::Weight, shown, tolerance, subcontracted)}
        <section class="wgrid">
            <div class="fs">
                {field(Field::Pieces, Weighing::Pieces, Weighing::PiecesHint)}
                {field(Field::Gross, Weighing::Gross, Weighing::GrossHint)}
                {field(Field::Tare, Weighing::Tare, Weighing::TareHint)}
                <div class="res"><span class="units filters" role="group" aria-label=say(Weighing::ScaleUnit)>{units}</span>
                    <span class="sum"><span class="sec">{formula}</span><b>{result}</b></span></div>
            </div>
            {move || view! { <Keypad typed=form.typed(form.field.get())/> }}
        </section>
    }
}

/// What can be done, in the rail's foot.
pub(super) fn foot(card: CardNumber, form: WeighingForm, next: Step) -> impl IntoView {
    let bench = use_inspection();
    let is_off = move || form.preview.get().is_none() || bench.once.is_busy();
    let value =
        move || form.preview.get().map(|deviation| number_format::decimal(deviation.measured));
    view! {
        <button class="btn" type="button" data-save-again="" prop:disabled=is_off class:off=is_off
            on:click=move |_| form.save(card, || ())>{icon(Icon::Plus)}{say(Weighing::WeighAgain)}</button>
        {move || match value() {
            Some(value) => view! {
                <button class="btn main tall" type="button" data-save="" prop:disabled=is_off
                    on:click=move |_| form.save(card, onward::then_go(card, next))>
                    <span>{say(Weighing::SaveWeight(value))}<small>{say(Message::Then(next))}</small></span>{icon(Icon::Forward)}</button>
            }.into_any(),
            None => onward::onward(card, next).into_any(),
        }}
    }
}

/// The weighings that were recorded, each of which can be taken back until the next lot.
pub(super) fn recorded(card: CardNumber, lot: Memo<Option<InspectionView>>) -> impl IntoView {
    let app = use_app();
    let bench = use_inspection();
    move || {
        let view = lot.get()?;
        let live: Vec<_> =
            view.lot.weighings.into_iter().filter(|weighing| !weighing.voided).collect();
        let count = live.len();
        let rows = live
            .into_iter()
            .map(|weighing| {
                let id = weighing.recorded.id;
                let says = format!(
                    "({} \u{2212} {}) {} ÷ {}",
                    weighing.gross,
                    weighing.tare,
                    weighing.unit.code(),
                    weighing.pieces
                );
                view! {
                    <li><span><span class="mid">{says}</span><span class="cap">
                                {number_format::clock(weighing.recorded.at, app.offset())}" · "
                                {weighing.recorded.name}</span></span>
                        {bench.undo_button(card, id)}</li>
                }
            })
            .collect_view();
        Some(
            view! { <div><b>{say(if count == 0 { Weighing::NotWeighed } else { Weighing::Weighed(count) })}</b><ul class="wlist">{rows}</ul></div> },
        )
    }
}
