//! The verdict: how much, which one, why; in tranches, each of which can be taken back.

use leptos::prelude::*;
use rust_decimal::Decimal;
use sync_core::command::{Command, Refusal, Ruling};
use sync_core::defect::Defect;
use sync_core::fact::Verdict;
use sync_core::ids::Text;
use sync_core::measure::{Quantity, parse_decimal};
use sync_core::merge::strictest_verdict::VerdictStatus;
use sync_core::number::CardNumber;
use sync_core::text::{Language, Named as _, Say};
use sync_core::view::{self, Follow, InspectionView, VerdictView};

use super::bench::{InspectionState, is_unsent, use_inspection};
use super::messages::{Judging, Message};
use super::{follows, names, onward};
use crate::app::use_app;
use crate::components::half_typed::half_typed;
use crate::components::icon::{Icon, Size, icon, sized};
use crate::components::keypad::Keypad;
use crate::components::reason::AskReason;
use crate::components::recording::refuse;
use crate::components::sheet::Sheet;
use crate::device::typing::Typed;
use crate::messages::{Message as Shared, say};
use crate::number_format;
use crate::overlay::Toast;
use crate::remedy;

/// The verdicts, in the places that they keep.
const PLACES: [Verdict; 4] = [Verdict::Pass, Verdict::Reject, Verdict::Sort, Verdict::Concession];

/// What is being said, while the lot is on the bench.
#[derive(Clone, Copy)]
pub(super) struct VerdictForm {
    bench: InspectionState,
    card: CardNumber,
    lot: Memo<Option<InspectionView>>,
    /// The quantity typed; none is all that is not judged.
    typed: Typed,
    chosen: RwSignal<Option<Verdict>>,
    reason: RwSignal<Option<Defect>>,
    /// Why goods are taken by concession.
    note: RwSignal<Option<Text>>,
    /// Which sheet is open.
    sheet: RwSignal<Option<SheetQuestion>>,
}

/// What a sheet asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SheetQuestion {
    Quantity,
    Defect,
    Words,
}

impl VerdictForm {
    pub(super) fn new(card: CardNumber, lot: Memo<Option<InspectionView>>) -> Self {
        let form = Self {
            bench: use_inspection(),
            card,
            lot,
            typed: Typed::decimal(12),
            chosen: RwSignal::new(None),
            reason: RwSignal::new(None),
            note: RwSignal::new(None),
            sheet: RwSignal::new(None),
        };
        half_typed(move || form.chosen.get().is_some());
        form
    }

    fn is_again(self) -> bool {
        self.lot.with(|lot| lot.as_ref().is_some_and(|lot| lot.next_verdict.is_reinspection()))
    }

    /// How much a verdict can speak of.
    fn open(self) -> Quantity {
        self.lot.with(|lot| lot.as_ref().map(|lot| lot.next_verdict.open()).unwrap_or_default())
    }

    /// How much this verdict speaks of: what was typed, or all.
    fn amount(self) -> Decimal {
        let typed = self.typed.text.with(|text| parse_decimal(text).ok());
        typed.unwrap_or_else(|| self.open().value())
    }

    fn command(self, verdict: Verdict) -> Command {
        let amount = Some(self.amount());
        let (accepted, rejected) = match verdict {
            Verdict::Reject => (None, amount),
            Verdict::Pass | Verdict::Sort | Verdict::Concession => (amount, None),
        };
        let says_why = matches!(verdict, Verdict::Reject | Verdict::Sort);
        let reason = self.reason.get().filter(|_| says_why);
        let ruling = Ruling {
            accepted,
            rejected,
            reason: reason.and_then(|defect| defect.code().parse().ok()),
            note: self.note.get().filter(|_| verdict == Verdict::Concession),
            replace: self.is_again(),
            ..Ruling::of(verdict)
        };
        Command::Judge { card: self.card, ruling }
    }

    /// What would follow from a verdict, or why it is refused; nothing while nobody may act.
    fn follows(self, verdict: Verdict) -> Option<Result<Vec<Follow>, Refusal>> {
        let app = use_app();
        let (command, label) = (self.command(verdict), self.bench.label(self.card));
        let now = app.minute.get();
        app.device.read(|engine| {
            let actor = engine.actor().ok()?;
            Some(view::judging(engine.replica(), actor, self.card, label.as_deref(), &command, now))
        })
    }

    fn choose(self, verdict: Verdict) {
        // A reason that is missing is asked for next; everything else is said at once.
        let refused = untrack(|| self.follows(verdict)).and_then(Result::err);
        if let Some(refusal) = refused.filter(|refusal| !refusal.wants_reason()) {
            let language = use_app().language.get_untracked();
            refuse(Toast::refused(refusal.told(language, remedy::word)));
            return;
        }
        self.chosen.set(Some(verdict));
        self.sheet.set(match verdict {
            Verdict::Reject | Verdict::Sort => Some(SheetQuestion::Defect),
            Verdict::Concession => Some(SheetQuestion::Words),
            Verdict::Pass => None,
        });
    }

    fn record(self, verdict: Verdict) {
        let command = untrack(|| self.command(verdict));
        self.bench.record(command, move || {
            self.typed.clear();
            self.chosen.set(None);
            self.reason.set(None);
            self.note.set(None);
        });
    }

    /// Whether a verdict lacks nothing but its reason.
    fn lacks_reason(self, verdict: Verdict) -> bool {
        let refused = self.follows(verdict).and_then(Result::err);
        refused.is_some_and(|refusal| refusal.wants_reason())
    }
}

pub(super) fn step(form: VerdictForm) -> impl IntoView {
    let lot = form.lot;
    let unit = move || lot.with(|lot| lot.as_ref().and_then(|lot| lot.lot.unit));
    let quantity = move || {
        view! { <span class="num">{number_format::decimal(form.amount())}<i class="caret"></i><span class="u">{names::unit(unit())}</span></span> }
    };
    let hint = move || {
        let open = number_format::quantity(form.open());
        let word = match (form.is_again(), form.typed.text.with(String::is_empty)) {
            (true, _) => Judging::AgainAll(open),
            (false, true) => Judging::AllOpen(open),
            (false, false) => Judging::OfOpen(open),
        };
        say(word).get()
    };
    view! {
        {move || lot.get().map(|lot| allocation(&lot))}
        <div class="tr">{move || lot.get().map(|lot| tranches(form, lot.lot.verdicts, lot.lot.unit))}</div>
        <section class="nexttr">
            <button class="field now" type="button" data-quantity="" on:click=move |_| form.sheet.set(Some(SheetQuestion::Quantity))>
                <span><b>{say(Judging::HowMuch)}</b><span class="cap">{hint}</span></span><span class="v has-u">{quantity}</span>
            </button>
            <button class="btn" type="button" data-change-quantity="" on:click=move |_| form.sheet.set(Some(SheetQuestion::Quantity))>
                {icon(Icon::Keyboard)}{say(Judging::ChangeQuantity)}</button>
        </section>
        <div class="verdicts">{PLACES.map(|verdict| button(form, verdict))}</div>
        {move || form.sheet.get().map(|asked| match asked {
            SheetQuestion::Quantity => quantity_sheet(form).into_any(),
            SheetQuestion::Defect => defect_sheet(form).into_any(),
            SheetQuestion::Words => words_sheet(form).into_any(),
        })}
    }
}

/// The lot as a bar: what holds of which part.
fn allocation(lot: &InspectionView) -> impl IntoView + use<> {
    let unit = lot.lot.unit;
    let mut left = 0;
    let bars = lot.shares.iter().map(|share| {
        let at = left;
        left += share.permille;
        let class = match share.verdict {
            Some(Verdict::Pass) => "a-ok",
            Some(Verdict::Concession) => "a-hold",
            Some(Verdict::Sort) => "a-sort",
            Some(Verdict::Reject) => "a-bad",
            None => "a-left",
        };
        view! { <rect class=class x=(at + 2).to_string() y="2" width=(share.permille - 4).max(3).to_string() height="40"></rect> }
    }).collect_view();
    let legend = lot.shares.iter().map(|share| {
        let amount = number_format::quantity(share.quantity);
        match share.verdict {
            Some(verdict) => {
                let (role, which) = names::verdict_look(verdict);
                view! { <span class=format!("ix t-{}", role.class())>{icon(which)}<b>{names::verdict_name(verdict)}" "{amount}</b></span> }.into_any()
            }
            None => view! { <span class="ix"><i class="dash"></i><b>{say(Judging::NotJudged)}" "{amount}</b></span> }.into_any(),
        }
    }).collect_view();
    view! {
        <section class="alloc"><svg class="abar" viewBox="0 0 1000 44" preserveAspectRatio="none" aria-hidden="true">{bars}</svg>
            <div class="aleg">{legend}<span class="grow"></span>
                <span class="sec">{say(Judging::OfLot)}" "{names::quantity(lot.lot.quantity, unit)}</span></div></section>
    }
}

/// The verdicts that hold, the latest first.
fn tranches(
    form: VerdictForm,
    verdicts: Vec<VerdictView>,
    unit: Option<sync_core::measure::Unit>,
) -> impl IntoView {
    let app = use_app();
    let live = verdicts.into_iter().rev().filter(|verdict| verdict.status == VerdictStatus::Live);
    live.map(|verdict| {
        let id = verdict.recorded.id;
        let role = verdict.judgements.first().map_or("mute", |said| names::verdict_look(said.verdict).0.class());
        let said = verdict.judgements.iter().map(|said| {
            let (role, which) = names::verdict_look(said.verdict);
            view! {
                <span class=format!("mid ix t-{}", role.class())>{icon(which)}{names::verdict_name(said.verdict)}" "
                    {names::quantity(said.quantity, unit)}</span>
            }
        }).collect_view();
        let reason = verdict.reason.clone().map(reason_text);
        let at = number_format::clock_to_the_second(verdict.recorded.at, app.offset());
        let state = move || say(if is_unsent(id) { Message::SavedNotSent } else { Message::Sent }).get();
        let mark = verdict.deadline().map(names::deadline_mark);
        view! {
            <div class=format!("row {role}") data-verdict=id.to_string()>
                <div><div class="said">{said}<span class="cap">{reason}</span>{mark}</div>
                    <div class="cap">{at}" · "{verdict.recorded.name}" · "{state}</div></div>
                <div class="r">{form.bench.undo_button(form.card, id)}</div>
            </div>
        }
    }).collect_view()
}

/// A reason's code with its name, where it is one of ours.
pub(super) fn reason_text(code: String) -> Signal<String> {
    let app = use_app();
    Signal::derive(move || match Defect::of_code(&code) {
        Some(defect) => format!("{code} {}", defect.called().capital().say(app.language.get())),
        None => code.clone(),
    })
}

fn button(form: VerdictForm, verdict: Verdict) -> impl IntoView {
    let app = use_app();
    let (role, which) = names::verdict_look(verdict);
    let is_locked = Memo::new(move |_| {
        let refused = form.follows(verdict).and_then(Result::err);
        matches!(refused, Some(Refusal::ConcessionIsSupervisors | Refusal::NotYourPost { .. }))
    });
    let is_on = move || form.chosen.get() == Some(verdict);
    let class = move || {
        let on = if is_on() { " on" } else { "" };
        let locked = if is_locked.get() { " locked" } else { "" };
        format!("verdict {}{on}{locked}", role.class())
    };
    let hint = move || {
        let word = match (verdict, is_locked.get(), form.reason.get().filter(|_| is_on())) {
            (Verdict::Reject | Verdict::Sort, _, Some(defect)) => {
                return format!(
                    "{} {}",
                    defect.code(),
                    defect.called().capital().say(app.language.get())
                );
            }
            (Verdict::Concession, true, _) => Judging::ConcessionLocked,
            (_, true, _) => Judging::VerdictLocked,
            (Verdict::Pass, false, _) => Judging::PassHint,
            (Verdict::Reject, false, _) => Judging::RejectHint,
            (Verdict::Sort, false, _) => Judging::SortHint,
            (Verdict::Concession, false, _) => Judging::ConcessionHint,
        };
        say(word).get()
    };
    view! {
        <button class=class type="button" aria-pressed=move || is_on().to_string() data-judge=format!("{verdict:?}")
            on:click=move |_| form.choose(verdict)>
            {icon(which)}<span><b>{names::verdict_name(verdict)}</b><span class="cap">{hint}</span></span>
        </button>
    }
}

fn quantity_sheet(form: VerdictForm) -> impl IntoView {
    let unit = form.lot.with_untracked(|lot| lot.as_ref().and_then(|lot| lot.lot.unit));
    let close = move || form.sheet.set(None);
    view! {
        <Sheet label=say(Judging::HowMuch)>
            <div class="field now"><span><b>{say(Judging::HowMuch)}</b><span class="cap">
                        {move || say(Judging::OfOpen(number_format::quantity(form.open()))).get()}</span></span>
                <span class="v has-u">{move || form.typed.text.get()}<i class="caret"></i><span class="u">{names::unit(unit)}</span></span></div>
            <Keypad typed=form.typed/>
            <div class="two">
                <button class="btn" type="button" on:click=move |_| { form.typed.clear(); close(); }>{say(Judging::TakeAll)}</button>
                <button class="btn main" type="button" data-done="" on:click=move |_| close()>{say(Judging::Done)}</button>
            </div>
        </Sheet>
    }
}

/// Asks in words why goods are taken by concession; whoever says nothing has not chosen it.
fn words_sheet(form: VerdictForm) -> impl IntoView {
    let give = Callback::new(move |note: Text| {
        form.note.set(Some(note));
        form.sheet.set(None);
    });
    let close = Callback::new(move |()| {
        form.chosen.set(None);
        form.sheet.set(None);
    });
    view! { <AskReason title=names::verdict_name(Verdict::Concession) give close/> }
}

fn defect_sheet(form: VerdictForm) -> impl IntoView {
    let app = use_app();
    let is_sort = move || form.chosen.get() == Some(Verdict::Sort);
    let close = move || form.sheet.set(None);
    // What the samples showed stands first.
    let found = form.lot.with_untracked(|lot| lot.as_ref().map(|lot| lot.findings.defects.clone()));
    let found = found.unwrap_or_default();
    let often = |defect: Defect| {
        found.iter().find(|found| found.defect == defect.code()).map_or(0, |found| found.pieces)
    };
    let mut defects = Defect::ALL;
    defects.sort_by_key(|defect| std::cmp::Reverse(often(*defect)));
    let reasons = defects.map(|defect| {
        let name = move || defect.called().capital().say(app.language.get());
        let times = Some(often(defect)).filter(|times| *times > 0);
        let code = times.map_or_else(
            || defect.code().to_owned(),
            |times| format!("{} · × {times}", defect.code()),
        );
        view! {
            <button class="btn tall reason" type="button" class:on=move || form.reason.get() == Some(defect)
                aria-pressed=move || (form.reason.get() == Some(defect)).to_string() data-reason=defect.code()
                on:click=move |_| { form.reason.set(Some(defect)); close(); }><span class="cap">{code}</span><b>{name}</b></button>
        }
    });
    view! {
        <Sheet label=say(Judging::WhyReject)>
            <b class="hd0">{move || say(if is_sort() { Judging::WhySort } else { Judging::WhyReject })}</b>
            <div class="reasons">{reasons}</div>
            <div class="two">
                <button class="btn" type="button" on:click=move |_| { form.chosen.set(None); form.reason.set(None); close(); }>
                    {icon(Icon::Back)}{say(Shared::Back)}</button>
                {move || is_sort().then(|| view! {
                    <button class="btn" type="button" data-no-reason="" on:click=move |_| { form.reason.set(None); close(); }>
                        {say(Judging::WithoutReason)}</button>
                })}
            </div>
        </Sheet>
    }
}

/// What follows, in the rail: of what is chosen, else of what holds.
pub(super) fn then(form: VerdictForm) -> impl IntoView {
    let app = use_app();
    move || {
        let unit = form.lot.with(|lot| lot.as_ref().and_then(|lot| lot.lot.unit));
        let chosen = form.chosen.get();
        let (head, list) = match chosen.and_then(|verdict| form.follows(verdict)) {
            Some(Ok(list)) => (Judging::AfterThis, list),
            Some(Err(refusal)) => {
                let why = Signal::derive(move || {
                    app.language.with(|language| refusal.told(*language, remedy::word))
                });
                return view! { <p class="ix t-bad" role="alert">{sized(Icon::Stop, Size::Normal)}{why}</p> }.into_any();
            }
            None => {
                (Judging::AsItStands, form.lot.get().map(|lot| lot.follows).unwrap_or_default())
            }
        };
        view! { <b class="hd0">{say(head)}</b>{follows::follows(list, unit)} }.into_any()
    }
}

/// The main action: it says what it will record.
pub(super) fn foot(form: VerdictForm) -> impl IntoView {
    let app = use_app();
    move || {
        let unit = form.lot.with(|lot| lot.as_ref().and_then(|lot| lot.lot.unit));
        let Some(verdict) = form.chosen.get() else {
            let is_done = form.lot.with(|lot| lot.as_ref().is_some_and(|lot| lot.open.is_zero()));
            return if is_done {
                onward::next_lot(form.card).into_any()
            } else {
                view! { <p class="sec choose">{say(Judging::ChooseVerdict)}</p> }.into_any()
            };
        };
        if form.lacks_reason(verdict) {
            let (asked, word) = match verdict {
                Verdict::Concession => (SheetQuestion::Words, Judging::WhyConcession),
                Verdict::Pass | Verdict::Reject | Verdict::Sort => {
                    (SheetQuestion::Defect, Judging::WhyReject)
                }
            };
            return view! {
                <button class="btn main tall" type="button" data-why="" on:click=move |_| form.sheet.set(Some(asked))>{say(word)}</button>
            }
            .into_any();
        }
        let (_, which) = names::verdict_look(verdict);
        let amount = number_format::decimal(form.amount());
        let says = move || {
            let language: Language = app.language.get();
            let unit = unit.map(|unit| number_format::unit(unit, language)).unwrap_or_default();
            say(Judging::Record(names::verdict(verdict, language), format!("{amount} {unit}")))
                .get()
        };
        let is_off =
            move || form.bench.once.is_busy() || !matches!(form.follows(verdict), Some(Ok(_)));
        view! {
            <button class="btn main tall" type="button" data-record="" prop:disabled=is_off on:click=move |_| form.record(verdict)>
                {icon(which)}<span>{says}<small>{say(Judging::UndoUntilNext)}</small></span></button>
        }
        .into_any()
    }
}
