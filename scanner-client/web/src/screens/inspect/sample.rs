//! The sample: how many pieces were looked at, and what was wrong with them, a tap for each.

use leptos::prelude::*;
use sync_core::command::Command;
use sync_core::defect::Defect;
use sync_core::fact::{DefectCount, Sampled};
use sync_core::number::CardNumber;
use sync_core::rules::inspection_steps::InspectionStep as Step;
use sync_core::text::{Named as _, Say};
use sync_core::view::{self, DefectView, InspectionView, SampleView};

use super::bench::{InspectionState, use_inspection};
use super::messages::{Message, Sampling};
use super::onward;
use crate::app::use_app;
use crate::components::half_typed::half_typed;
use crate::components::icon::{Icon, icon};
use crate::components::keypad::Keypad;
use crate::components::recording::refuse;
use crate::device::typing::Typed;
use crate::messages::say;
use crate::number_format;
use crate::overlay::Toast;

/// How often each defect was tapped, in the order of [`Defect::ALL`].
type Taps = [u32; Defect::ALL.len()];

/// What is being counted, while the lot is on the bench.
#[derive(Clone, Copy)]
pub(super) struct SampleForm {
    bench: InspectionState,
    pieces: Typed,
    taps: RwSignal<Taps>,
}

impl SampleForm {
    pub(super) fn empty() -> Self {
        let form = Self {
            bench: use_inspection(),
            pieces: Typed::digits(7),
            taps: RwSignal::new(Taps::default()),
        };
        half_typed(move || form.is_begun());
        form
    }

    fn is_begun(self) -> bool {
        !self.pieces.text.with(String::is_empty) || self.defects() > 0
    }

    fn size(self) -> Option<u32> {
        self.pieces.text.with(|text| text.parse().ok()).filter(|pieces| *pieces > 0)
    }

    fn defects(self) -> u64 {
        self.taps.with(|taps| taps.iter().map(|count| u64::from(*count)).sum())
    }

    /// One more or one less of a defect.
    fn tap(self, place: usize, more: bool) {
        self.taps.update(|taps| {
            if let Some(count) = taps.get_mut(place) {
                *count = if more { count.saturating_add(1) } else { count.saturating_sub(1) };
            }
        });
    }

    fn save(self, card: CardNumber, next: Step) {
        let app = use_app();
        let Some(pieces) = untrack(|| self.size()) else {
            refuse(Toast::refused(app.say(Sampling::EnterPieces)));
            return;
        };
        let taps = self.taps.get_untracked();
        let found = Defect::ALL.into_iter().zip(taps).filter(|(_, count)| *count > 0);
        let defects = found.filter_map(|(defect, pieces)| {
            Some(DefectCount { defect: defect.code().parse().ok()?, pieces })
        });
        let sampled = Sampled { pieces, defects: defects.collect() };
        let command = Command::Sample { card, sampled };
        let go_on = onward::then_go(card, next);
        self.bench.record(command, move || {
            self.pieces.clear();
            self.taps.set(Taps::default());
            go_on();
        });
    }
}

/// What was wrong, a hundred pieces, with one decimal.
fn rate(per_thousand: u64) -> String {
    format!("{}.{}", per_thousand / 10, per_thousand % 10)
}

pub(super) fn step(lot: Memo<Option<InspectionView>>, form: SampleForm) -> impl IntoView {
    let advised = Memo::new(move |_| lot.with(|lot| lot.as_ref()?.findings.advised));
    let advice = move || say(advised.get().map_or(Sampling::NoAdvice, Sampling::Advised)).get();
    let take = move |size: u32| {
        view! {
            <button class="btn tall" type="button" data-advised=size.to_string() on:click=move |_| form.pieces.text.set(size.to_string())>
                {icon(Icon::Check)}{say(Sampling::TakeAdvised(size))}</button>
        }
    };
    let found = move || {
        let (defects, size) = (form.defects(), form.size().map(u64::from));
        let rate_of = |size| view::defects_per_thousand(defects, size).map(rate);
        let word = match (size, size.and_then(rate_of)) {
            (Some(_), _) if defects == 0 => Sampling::AllGood,
            (Some(_), Some(rate)) => Sampling::Found(defects, rate),
            _ => Sampling::EnterPieces,
        };
        say(word).get()
    };
    view! {
        <section class="wgrid sampled">
            <div class="fs">
                <div class="field now"><span><b>{say(Sampling::Pieces)}</b><span class="cap">{advice}</span></span>
                    <span class="v has-u" data-pieces="">{move || form.pieces.text.get()}<i class="caret"></i>
                        <span class="u">{say(Sampling::PiecesUnit)}</span></span></div>
                {move || advised.get().map(take)}
                <div class="res" role="status"><span class="sec">{say(Sampling::TapDefects)}</span><b>{found}</b></div>
            </div>
            <Keypad typed=form.pieces/>
        </section>
        <div class="reasons">{Defect::ALL.into_iter().enumerate().map(|(place, defect)| tile(form, place, defect)).collect_view()}</div>
    }
}

/// A defect: a tap is one more; what was tapped too often is taken back beside it.
fn tile(form: SampleForm, place: usize, defect: Defect) -> impl IntoView {
    let app = use_app();
    let count = Memo::new(move |_| form.taps.with(|taps| taps.get(place).copied().unwrap_or(0)));
    let name = move || defect.called().capital().say(app.language.get());
    let less = move || {
        (count.get() > 0).then(|| {
            view! {
                <button class="btn icon" type="button" data-less=defect.code() aria-label=move || say(Sampling::OneLess(name().into_owned())).get()
                    on:click=move |_| form.tap(place, false)>{icon(Icon::Minus)}</button>
            }
        })
    };
    view! {
        <div class="tile" class:on=move || { count.get() > 0 }>
            <button class="btn" type="button" data-defect=defect.code() on:click=move |_| form.tap(place, true)>
                <span><span class="cap">{defect.code()}</span><b>{name}</b></span>
                <span class="n">{move || Some(count.get()).filter(|count| *count > 0)}</span></button>
            {less}
        </div>
    }
}

/// What can be done, in the rail's foot.
pub(super) fn foot(card: CardNumber, form: SampleForm, next: Step) -> impl IntoView {
    move || {
        if !form.is_begun() {
            return onward::onward(card, next).into_any();
        }
        let size = form.size();
        let is_off = move || size.is_none() || form.bench.once.is_busy();
        let pieces = size.map(|size| size.to_string()).unwrap_or_default();
        let word = size.map_or(Sampling::EnterPieces, |_| Sampling::Save(pieces));
        view! {
            <button class="btn main tall" type="button" data-save="" prop:disabled=is_off on:click=move |_| form.save(card, next)>
                <span>{say(word)}<small>{say(Message::Then(next))}</small></span>{icon(Icon::Forward)}</button>
        }
        .into_any()
    }
}

/// The samples that were recorded, each of which can be taken back until the next lot.
pub(super) fn recorded(card: CardNumber, lot: Memo<Option<InspectionView>>) -> impl IntoView {
    let app = use_app();
    let bench = use_inspection();
    move || {
        let samples = lot.get()?.lot.samples;
        let live: Vec<SampleView> = samples.into_iter().filter(|sample| !sample.voided).collect();
        let count = live.len();
        let rows = live.into_iter().map(|sample| {
            let (id, at) = (sample.recorded.id, number_format::clock(sample.recorded.at, app.offset()));
            view! {
                <li><span><span class="mid">{sample.pieces}" "{say(Sampling::PiecesUnit)}</span><span class="cap">{found(sample.defects)}</span>
                    <span class="cap">{at}" · "{sample.recorded.name}</span></span>
                    {bench.undo_button(card, id)}</li>
            }
        }).collect_view();
        let title = if count == 0 { Sampling::NotSampled } else { Sampling::Samples(count) };
        Some(view! { <div><b>{say(title)}</b><ul class="wlist">{rows}</ul></div> })
    }
}

/// What was wrong, in words.
fn found(defects: Vec<DefectView>) -> Signal<String> {
    let app = use_app();
    Signal::derive(move || {
        if defects.is_empty() {
            return say(Sampling::AllGood).get();
        }
        let language = app.language.get();
        let one = |found: &DefectView| {
            format!("{} × {}", Defect::name_of(&found.defect, language), found.pieces)
        };
        defects.iter().map(one).collect::<Vec<_>>().join(", ")
    })
}
