//! What verdicts and weights set in motion, as a list.

use leptos::prelude::*;
use sync_core::measure::Unit;
use sync_core::text::{Language, Say as _};
use sync_core::view::{Follow, WorkKind};

use super::messages::{Judging, Message};
use super::names;
use crate::app::use_app;
use crate::components::icon::{Icon, icon};

pub(super) fn follows(follows: Vec<Follow>, unit: Option<Unit>) -> impl IntoView {
    view! { <ul class="then2">{follows.into_iter().map(|follow| one(&follow, unit)).collect_view()}</ul> }
}

fn one(follow: &Follow, unit: Option<Unit>) -> impl IntoView + use<> {
    let app = use_app();
    let (class, which) = look(follow);
    let texts = {
        let follow = follow.clone();
        move || texts(&follow, unit, app.language.get())
    };
    let head = texts.clone();
    view! {
        <li><span class=class>{icon(which)}</span><span><b>{move || head().0}</b><span class="cap">{move || texts().1}</span></span></li>
    }
}

const fn look(follow: &Follow) -> (&'static str, Icon) {
    match follow {
        Follow::PutAway(_) => ("t-ok", Icon::Done),
        Follow::Held(..) => ("t-warn", Icon::Hold),
        Follow::Return(..) => ("t-bad", Icon::Stop),
        Follow::Sort(_) => ("t-sort", Icon::Sort),
        Follow::Unjudged(_) => ("", Icon::Clock),
        Follow::Work(WorkKind::Heavy | WorkKind::Recover, _) => ("t-bad", Icon::Scale),
        Follow::Work(..) => ("t-warn", Icon::Scale),
        Follow::Waits => ("", Icon::Upload),
    }
}

fn texts(follow: &Follow, unit: Option<Unit>, language: Language) -> (String, String) {
    let in_language = |word: Judging| word.say(language).into_owned();
    let amount = |quantity| names::amount(quantity, unit, language);
    match follow {
        Follow::PutAway(quantity) => (
            in_language(Judging::CanPutAway(amount(*quantity))),
            in_language(Judging::CanPutAwayWhy),
        ),
        Follow::Held(quantity, by) => {
            let why: Vec<String> = by.iter().map(|by| by.say(language).into_owned()).collect();
            let between = if language == Language::Chinese { "；" } else { "; " };
            (in_language(Judging::IsHeld(amount(*quantity))), why.join(between))
        }
        Follow::Return(quantity, order) => {
            let order = order.as_ref().map(ToString::to_string);
            (
                in_language(Judging::GoesBack(amount(*quantity))),
                in_language(Judging::GoesBackHow(order)),
            )
        }
        Follow::Sort(quantity) => {
            (in_language(Judging::StaysToSort(amount(*quantity))), in_language(Judging::ClockRuns))
        }
        Follow::Unjudged(quantity) => (
            in_language(Judging::StaysUnjudged(amount(*quantity))),
            in_language(Judging::ClockRuns),
        ),
        Follow::Work(kind, _) => work(*kind, language),
        Follow::Waits => {
            (Message::CardNotHere.say(language).into_owned(), in_language(Judging::CardNotHereThen))
        }
    }
}

fn work(kind: WorkKind, language: Language) -> (String, String) {
    let (head, more) = match kind {
        WorkKind::Heavy => (Judging::WorkHeavy, Judging::ToldOnceSent),
        WorkKind::Revise => (Judging::WorkRevise, Judging::ToldOnceSent),
        WorkKind::Recover => (Judging::WorkRecover, Judging::ToldOnceSent),
        WorkKind::NoStandard => (Judging::WorkStandard, Judging::ToldOnceSent),
        // Those are not brought about by a deviation.
        WorkKind::Inspect
        | WorkKind::PutAway
        | WorkKind::Post
        | WorkKind::Return
        | WorkKind::Settle
        | WorkKind::SetAside
        | WorkKind::StaleOrder
        | WorkKind::OrderChanged
        | WorkKind::Assign
        | WorkKind::Excess
        | WorkKind::Sign
        | WorkKind::IssueSlip
        | WorkKind::ConfirmSlip
        | WorkKind::Weigh
        | WorkKind::LookAgain
        | WorkKind::NotHereYet
        | WorkKind::Update => (Judging::WorkOther, Judging::ToldOnceSent),
    };
    (head.say(language).into_owned(), more.say(language).into_owned())
}
