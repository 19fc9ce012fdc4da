//! Conflicts: the sides beside each other, what each had seen, and what follows from each answer.

use leptos::prelude::*;
use sync_core::across::ConflictSubject;
use sync_core::command::{Command, decide};
use sync_core::ids::Text;
use sync_core::post::Post;
use sync_core::text::{Language, Named as _, Say};
use sync_core::time::Timestamp;
use sync_core::view::{self, ConflictView, Sight, SightRow, Stamp};

use super::assign;
use super::mark::differ;
use super::messages::{Message, hours_minutes};
use crate::app::use_app;
use crate::components::conflict_title::{disagreement, says, title};
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
use crate::screens::kinds::FactName;
use crate::screens::lock::Lock;

#[component]
pub(super) fn Conflicts() -> impl IntoView {
    let app = use_app();
    let conflicts = Memo::new(move |_| app.views.conflicts());
    view! {
        <Page tab=Tab::Conflicts title=say(Message::Conflicts)>
            {move || {
                let conflicts = conflicts.get();
                if conflicts.is_empty() {
                    return view! { <Empty which=Icon::Check what=say(Message::NoConflicts) then=say(Message::NoConflictsThen)/> }.into_any();
                }
                let language = app.language.get();
                let rows = conflicts.into_iter().map(|conflict| {
                    let path = format!("#/board/conflict/{}", encoded(&conflict.id));
                    let since = conflict.since;
                    let open = move || since.map(|since| hours_minutes(app.minute.get().since(since))).unwrap_or_default();
                    view! {
                        <a class="row bad clist" href=path>
                            <span class="ix">{differ()}<span><b>{title(&conflict, language)}</b>
                                    <span class="sec">{under(&conflict, language)}</span></span></span>
                            <b class="n">{open}</b>
                        </a>
                    }
                });
                view! {
                    <h2><span>{say(Message::Conflicts)}</span><small>{say(Message::OpenFor)}</small></h2>
                    <div class="lines">{rows.collect_view()}</div>
                }.into_any()
            }}
        </Page>
    }
}

/// What a list says of a conflict below its title, and the title does not.
fn under(conflict: &ConflictView, language: Language) -> String {
    match &conflict.subject {
        ConflictSubject::Verdicts(_)
        | ConflictSubject::Cards(..)
        | ConflictSubject::Assignments(..)
        | ConflictSubject::Vendor(..) => {
            let what = disagreement(&conflict.subject).say(language);
            format!("{what} · {}", conflict.about)
        }
        ConflictSubject::SameDelivery(..) => {
            let stamps = conflict.sides.iter().filter_map(|side| side.recorded.as_ref());
            let told = stamps.map(|stamp| {
                let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
                format!("{name} {}", when(stamp.at))
            });
            told.collect::<Vec<_>>().join(" / ")
        }
        ConflictSubject::ReceiptField(..)
        | ConflictSubject::LotField(..)
        | ConflictSubject::Count(..)
        | ConflictSubject::StaleOrder(..)
        | ConflictSubject::OrderChanged(..)
        | ConflictSubject::WithdrawnReceipt(_)
        | ConflictSubject::WithdrawnCard(_)
        | ConflictSubject::Basis(_) => conflict.about.clone(),
    }
}

#[component]
pub(super) fn ConflictScreen(id: String) -> impl IntoView {
    let app = use_app();
    let conflict =
        Memo::new(move |_| app.views.conflicts().into_iter().find(|conflict| conflict.id == id));
    let sights = Memo::new(move |_| {
        let conflict = conflict.get()?;
        Some(app.device.view(|replica| view::sights(replica, &conflict)))
    });
    let signing = RwSignal::new(false);
    move || {
        if signing.get() && app.person().is_none() {
            return view! { <Lock/> }.into_any();
        }
        app.language.track();
        let conflict = conflict.get();
        let is_headed = Signal::stored(conflict.is_some());
        let body = match conflict {
            None => view! { <Empty which=Icon::Check what=say(Message::Settled) then=say(Message::SettledAlready)/> }.into_any(),
            Some(conflict) => view! { <Sides conflict sights=sights.get().unwrap_or_default() signing/> }.into_any(),
        };
        view! { <Page tab=Tab::Conflicts title=say(Message::Conflicts) is_headed>{body}</Page> }
            .into_any()
    }
}

#[component]
fn Sides(conflict: ConflictView, sights: Vec<SightRow>, signing: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let language = app.language.get_untracked();
    let since = conflict.since;
    let open = move || since.map(|since| hours_minutes(app.minute.get().since(since)));
    let stamps: Vec<Stamp> =
        conflict.sides.iter().filter_map(|side| side.recorded.clone()).collect();
    let cards =
        conflict.sides.iter().map(|side| side_card(&conflict, side, language)).collect_view();
    // What the ERP says is nobody's: there is nobody beside whom one had seen less.
    let are_several = stamps.len() > 1;
    let head = title(&conflict, language);
    let about = conflict.about.clone();
    // Another title than one of the sides says by itself what differs.
    let what = match &conflict.subject {
        subject @ (ConflictSubject::Verdicts(_)
        | ConflictSubject::Cards(..)
        | ConflictSubject::Assignments(..)
        | ConflictSubject::Vendor(..)) => {
            Some(format!(" · {}", disagreement(subject).say(language)))
        }
        ConflictSubject::ReceiptField(..)
        | ConflictSubject::LotField(..)
        | ConflictSubject::Count(..)
        | ConflictSubject::StaleOrder(..)
        | ConflictSubject::OrderChanged(..)
        | ConflictSubject::SameDelivery(..)
        | ConflictSubject::WithdrawnReceipt(_)
        | ConflictSubject::WithdrawnCard(_)
        | ConflictSubject::Basis(_) => None,
    };
    view! {
        <div class="cf">
            <div class="cfh"><h1>{differ()}{head}</h1><span class="open">{move || open().map(|open| say(Message::OpenSince(open)))}</span></div>
            <p class="sec"><a href=format!("#/board/number/{about}")>{about.clone()}</a>{what}</p>
            <div class="sides">{cards}</div>
            {(are_several && !sights.is_empty()).then(|| matrix(&stamps, sights, language))}
            <section class="settle"><h2>{say(Message::Settle)}{are_several.then(|| view! { <small>{say(Message::NoneKnew)}</small> })}</h2>
                <Choices conflict signing/>
            </section>
        </div>
    }
}

fn side_card(conflict: &ConflictView, side: &view::SideView, language: Language) -> AnyView {
    let app = use_app();
    let class = match (&conflict.subject, side.says.split(' ').next()) {
        (ConflictSubject::Verdicts(_), Some("pass")) => "side ok",
        (ConflictSubject::Verdicts(_), Some("reject")) => "side bad",
        (ConflictSubject::Verdicts(_), Some("concession")) => "side hold",
        _ => "side",
    };
    let text = says(side, language).to_owned();
    let who = side.recorded.clone().map(|stamp| {
        let name = stamp.name.unwrap_or_else(|| stamp.by.0.to_string());
        view! {
            <dl class="kv"><dt>{say(Message::Who)}</dt><dd><b>{name}</b></dd>
                <dt>{say(Message::Where)}</dt><dd>{app.device.name_of_device(stamp.device)}</dd>
                <dt>{say(Message::When)}</dt><dd><b>{when(stamp.at)}</b></dd></dl>
        }
    });
    view! { <article class=class><b class="says">{text}</b>{who}</article> }.into_any()
}

/// Day and time to the second.
pub(super) fn when(at: Timestamp) -> String {
    let app = use_app();
    let offset = app.offset();
    let is_today = offset.day_of(at) == offset.day_of(app.device.now.get_untracked());
    if is_today {
        return number_format::clock_to_the_second(at, offset);
    }
    offset.local(at).format("%m-%d %H:%M:%S").to_string()
}

fn matrix(stamps: &[Stamp], sights: Vec<SightRow>, language: Language) -> impl IntoView + use<> {
    let app = use_app();
    let heads = stamps.iter().map(|stamp| {
        let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
        let at = when(stamp.at);
        view! { <th class="c">{name}" · "{app.device.name_of_device(stamp.device)}" · "{at}</th> }
    });
    let heads = heads.collect_view();
    let rows = sights.into_iter().map(|SightRow { row, sights }| {
        let what = FactName::of(row.known, &row.kind).say(language).into_owned();
        let detail = match language {
            Language::Chinese => row.says_zh,
            Language::English => row.says,
        };
        view! {
            <tr>{sights.into_iter().map(sight).collect_view()}
                <td class="n mut">{when(row.recorded.at)}</td><td class="b">{app.device.name_of_device(row.recorded.device)}</td>
                <td><b>{what}</b>" "{detail}</td></tr>
        }
    });
    view! {
        <section class="saw"><h2>{say(Message::WhatEachSaw)}</h2>
            <div class="scroll"><table><thead><tr>{heads}<th class="n">{say(Message::RecordedAt)}</th>
                            <th>{say(Message::Where)}</th><th>{say(Message::What)}</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody></table></div>
        </section>
    }
}

fn sight(sight: Sight) -> impl IntoView {
    let (class, word, letter) = match sight {
        Sight::Own => ("c own", Message::Own, ""),
        Sight::Seen => ("c seen", Message::Seen, "●"),
        Sight::NotSeen => ("c not", Message::NotSeenYet, "○"),
        Sight::Unproven => ("c may", Message::Unproven, "?"),
    };
    view! { <td class=class>{letter}" "<span class="lbl">{say(word)}</span></td> }
}

/// What can be chosen, and what follows from it; nothing is chosen before.
#[component]
fn Choices(conflict: ConflictView, signing: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let id = conflict.id.clone();
    let once = Once::new();
    // A choice, and its words, that lacks nothing but a reason.
    let unexplained = RwSignal::new(None::<[String; 2]>);
    let settle = move |[choose, label]: [String; 2], reason: Option<Text>| {
        let command = Command::Settle { conflict: id.clone(), choose: choose.clone(), reason };
        if lacks_reason(&command) {
            unexplained.set(Some([choose, label]));
            return;
        }
        let here = app.route.get_untracked();
        once.go(async move {
            let toast = |_: &_| Some(Toast::done(app.say(Message::Settled)));
            let settled = record_with_toast(&command, &[], Sounded::Done, toast).await;
            if settled.is_some() {
                app.go_on(&here, "board/conflicts");
            }
        });
    };
    move || {
        if app.person().is_none() {
            return view! { <button class="btn main" type="button" on:click=move |_| signing.set(true)>{say(Message::SignInFirst)}</button> }.into_any();
        }
        if let ConflictSubject::Count(..) = conflict.subject {
            let settle = settle.clone();
            let count = Callback::new(move |count| settle([count, String::new()], None));
            return view! { <Count settle=count/> }.into_any();
        }
        let choices = choices(&conflict);
        let buttons = choices.into_iter().map(|(choose, label, then, class)| {
            let settle = settle.clone();
            let choice = [choose.clone(), label.clone()];
            view! {
                <div class=format!("opt {class}")><b>{label.clone()}</b><p>{say(then)}</p>
                    <button class="btn" type="button" data-choose=choose disabled=move || once.is_busy()
                        on:click=move |_| settle(choice.clone(), None)>{label}</button></div>
            }
        });
        let buttons = buttons.collect_view();
        let settle = settle.clone();
        let asked = move || {
            let settle = settle.clone();
            unexplained.get().map(|choice| {
                let title = choice[1].clone();
                let give = Callback::new(move |why: Text| {
                    unexplained.set(None);
                    settle(choice.clone(), Some(why));
                });
                let close = Callback::new(move |()| unexplained.set(None));
                view! { <AskReason title=Signal::derive(move || title.clone()) give close/> }
            })
        };
        let lines = assign::assignable(&conflict.subject).map(|(receipt, line)| {
            let here = app.route.get_untracked();
            let assigned = Callback::new(move |is_all| {
                if is_all {
                    app.go_on(&here, "board/conflicts");
                }
            });
            view! { <assign::Lines receipt line assigned/> }
        });
        view! { <div class="opts">{buttons}</div>{lines}{asked} }.into_any()
    }
}

/// Whether nothing is wrong with a choice but that nobody says why.
fn lacks_reason(command: &Command) -> bool {
    let app = use_app();
    let now = app.minute.get_untracked();
    app.device.peek(|engine| {
        let decided = engine.actor().map(|actor| decide(engine.replica(), actor, command, now));
        matches!(decided, Ok(Err(refusal)) if refusal.wants_reason())
    })
}

/// Each choice: what is recorded, its words, its consequence, its colour.
fn choices(conflict: &ConflictView) -> Vec<(String, String, Message, &'static str)> {
    let app = use_app();
    let language = app.language.get();
    let posts = app.posts();
    let plain = |choose: &str, word: Message, then: Message| {
        (choose.to_owned(), word.say(language).into_owned(), then, "")
    };
    match &conflict.subject {
        ConflictSubject::Verdicts(_) => {
            use sync_core::fact::Verdict;
            [
                (Verdict::Reject, "reject", Message::ThenReject, "bad"),
                (Verdict::Pass, "pass", Message::ThenPass, "ok"),
                (Verdict::Sort, "sort", Message::ThenSort, "sort"),
                (Verdict::Concession, "concession", Message::ThenConcession, "hold"),
            ]
            .into_iter()
            .filter(|(verdict, ..)| *verdict != Verdict::Concession || posts.has(Post::Supervisor))
            .map(|(verdict, choose, then, class)| {
                let mut label = verdict.word(language).to_owned();
                if let Some(first) = label.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                (choose.to_owned(), label, then, class)
            })
            .collect()
        }
        ConflictSubject::ReceiptField(..) | ConflictSubject::LotField(..) => conflict
            .sides
            .iter()
            .filter_map(|side| {
                let id = side.recorded.as_ref()?.id.to_string();
                let label =
                    format!("{} · {}", says(side, language), Message::TakeThis.say(language));
                Some((id, label, Message::ThenField, ""))
            })
            .collect(),
        ConflictSubject::Cards(..) => {
            vec![plain("confirm", Message::ConfirmCards, Message::ThenCards)]
        }
        ConflictSubject::StaleOrder(..) => vec![
            plain("accept", Message::AcceptStale, Message::ThenAcceptStale),
            plain("return", Message::ReturnStale, Message::ThenReturnStale),
        ],
        ConflictSubject::Assignments(..) => conflict
            .choices
            .iter()
            .map(|to| {
                let label = format!("{to} · {}", Message::TakeThis.say(language));
                (to.clone(), label, Message::ThenAssigned, "")
            })
            .collect(),
        ConflictSubject::Vendor(..) => {
            vec![plain("accept", Message::AcceptStale, Message::ThenAcceptVendor)]
        }
        ConflictSubject::OrderChanged(..) => vec![
            plain("accept", Message::AcceptCounted, Message::ThenAcceptCounted),
            plain("return", Message::ReturnStale, Message::ThenReturnChanged),
        ],
        ConflictSubject::SameDelivery(..) => vec![
            plain("join", Message::Join, Message::ThenJoin),
            plain("distinct", Message::Distinct, Message::ThenDistinct),
        ],
        ConflictSubject::WithdrawnReceipt(_) | ConflictSubject::WithdrawnCard(_) => vec![
            plain("undo", Message::UndoWithdrawn, Message::ThenUndoWithdrawn),
            plain("stands", Message::LeaveAsIs, Message::ThenLeaveWithdrawn),
        ],
        ConflictSubject::Basis(_) => {
            vec![plain("stands", Message::LeaveAsIs, Message::ThenLeaveBasis)]
        }
        ConflictSubject::Count(..) => Vec::new(),
    }
}

/// The quantity that somebody has counted again.
#[component]
fn Count(settle: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    view! {
        <form class="opt one" on:submit=move |event| { event.prevent_default(); settle.run(typed.get_untracked()); }>
            <label><b>{say(Message::TrueCount)}</b><input class="text" inputmode="decimal" prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))/></label>
            <p>{say(Message::ThenCount)}</p><button class="btn" type="submit">{say(Message::SetCount)}</button>
        </form>
    }
}
