//! What the server set aside: kept, shown, and let in again by whoever may.

use leptos::prelude::*;
use sync_core::command::Command;
use sync_core::fact::SetAsideReason;
use sync_core::text::{Named as _, Say};
use sync_core::time::Timestamp;
use sync_core::view::{self, SetAsideView};

use super::conflict::when;
use super::messages::Message;
use crate::app::use_app;
use crate::components::icon::Icon;
use crate::components::once::Once;
use crate::components::page::{Page, Tab};
use crate::components::recording::record_with_toast;
use crate::components::state::Empty;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;
use crate::overlay::Toast;
use crate::screens::lock::Lock;

#[component]
pub(super) fn Aside() -> impl IntoView {
    let app = use_app();
    let most = RwSignal::new(view::SET_ASIDE_PAGE);
    let aside = Memo::new(move |_| {
        let most = most.get();
        app.device.view(|replica| {
            (view::set_aside_latest(replica, most), view::set_aside_waiting(replica))
        })
    });
    let signing = RwSignal::new(false);
    move || {
        if signing.get() && app.person().is_none() {
            return view! { <Lock/> }.into_any();
        }
        app.language.track();
        let (rows, waiting) = aside.get();
        let more = waiting.saturating_sub(rows.len());
        let body = if rows.is_empty() {
            view! { <Empty which=Icon::Check what=say(Message::NoAside) then=say(Message::NoAsideThen)/> }
                .into_any()
        } else {
            view! { {together(signing)}<div class="lines">{rows.into_iter().map(|set| view! { <Row set signing/> }).collect_view()}</div>
                {(more > 0).then(|| view! {
                    <div class="do"><button class="btn" type="button" data-more=""
                        on:click=move |_| most.update(|most| *most += view::SET_ASIDE_PAGE)>{say(Message::MoreAside(more))}</button></div>
                })}
            }.into_any()
        };
        view! { <Page tab=Tab::Conflicts title=say(Message::AsideTitle)>{body}</Page> }.into_any()
    }
}

/// Buttons that let in together what one cause kept out, such as a clock that was wrong.
fn together(signing: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let language = app.language.get_untracked();
    let now = app.device.instant();
    let by = app.device.number();
    let ready = app.device.view(|replica| by.map(|by| view::readmittable(replica, by, now)));
    let ready = ready.unwrap_or_default();
    let several = ready.into_iter().filter(|(_, count)| *count > 1);
    let button = |(reason, count): (SetAsideReason, usize)| {
        let once = Once::new();
        let says = Message::ReadmitAll(reason.say(language).into_owned(), count);
        view! {
            <button class="btn" type="button" data-readmit-all="" on:click=move |_| {
                if app.person().is_none() { signing.set(true); return; }
                record(once, Command::ReadmitAll { reason });
            }>{say(says)}</button>
        }
    };
    view! { <div class="do">{several.map(button).collect_view()}</div> }
}

#[component]
fn Row(set: SetAsideView, signing: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let language = app.language.get_untracked();
    let what = set.known.map_or_else(
        || set.kind.clone().unwrap_or_default(),
        |kind| kind.called().capital().say(language).into_owned(),
    );
    let by = set.author.as_ref().map(|stamp| {
        let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
        format!("{name} · {} · {}", app.device.name_of_device(stamp.device), when(stamp.at))
    });
    let (typed, once) = (RwSignal::new(String::new()), Once::new());
    let (id, needs) = (set.id, set.needs_instant);
    let is_own = app.device.number() == Some(set.fact.device);
    // Where nobody may let it in, or another device has to, that is said instead of offered.
    let closed = match (set.readmittable, is_own) {
        (false, _) => Some(Message::NeverReadmitted),
        (true, true) => Some(Message::ReadmitElsewhere),
        (true, false) => None,
    };
    if let Some(why) = closed {
        return view! {
            <div class="row asd" data-closed="">
                <div><b>{what}</b><div class="sec">{set.reason.say(language).into_owned()}</div><div class="cap">{by}</div></div>
                <div class="do"><span class="sec">{say(why)}</span></div>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="row asd">
            <div><b>{what}</b><div class="sec">{set.reason.say(language).into_owned()}</div><div class="cap">{by}</div></div>
            <div class="do">
                {needs.then(|| view! {
                    <label class="cap">{say(Message::ReadmitAt)}
                        <input class="text" type="datetime-local" step="1"
                            on:input=move |event| typed.set(event_target_value(&event))/></label>
                })}
                <button class="btn" type="button" on:click=move |_| {
                    if app.person().is_none() { signing.set(true); return; }
                    let typed = typed.get_untracked();
                    let recorded = (!typed.is_empty()).then(|| site_instant(&typed)).flatten();
                    record(once, Command::Readmit { set_aside: id, recorded });
                }>{say(Message::Readmit)}</button>
            </div>
        </div>
    }
    .into_any()
}

/// What a person typed, by the site's clock.
fn site_instant(typed: &str) -> Option<Timestamp> {
    let app = use_app();
    let seconds = if typed.len() == 16 { ":00" } else { "" };
    let as_utc: Timestamp = format!("{typed}{seconds}Z").parse().ok()?;
    let minutes: i16 = app.offset().into();
    Some(as_utc.plus(sync_core::time::Span::minutes(-i64::from(minutes))))
}

fn record(once: Once, command: Command) {
    once.go(async move {
        let toast = |_: &_| Some(Toast::done(use_app().say(Message::ReadmitDone)));
        record_with_toast(&command, &[], Sounded::Done, toast).await;
    });
}
