//! Devices, and the code that makes a browser or a handheld one.

use leptos::prelude::*;
use sync_core::api::{CodeAnswer, CodeRequest, CodeRow, DeviceRow, Done, RevokeRequest};
use sync_core::ids::{Text, TextError};
use sync_core::post::Posts;
use sync_core::text::Say as _;

use super::connection::AdminConnection;
use super::messages::Message;
use super::people::{boxes, posts_said};
use crate::app::use_app;
use crate::components::half_typed::half_typed;
use crate::messages::say;
use crate::number_format;
use crate::overlay::Toast;

/// The list, and the form that enrols.
#[component]
pub(super) fn Devices(admin: AdminConnection) -> impl IntoView {
    let app = use_app();
    let rows = RwSignal::new(Vec::<DeviceRow>::new());
    let waiting = RwSignal::new(Vec::<CodeRow>::new());
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            if let Some(found) =
                admin.ask::<Vec<DeviceRow>>("GET", "/api/admin/devices", None).await
            {
                rows.try_set(found);
            }
            if let Some(found) =
                admin.ask::<Vec<CodeRow>>("GET", "/api/admin/devices/codes", None).await
            {
                waiting.try_set(found);
            }
        });
    });
    load.run(());
    let revoke = move |row: DeviceRow| {
        let asked = window().confirm_with_message(&app.say(Message::RevokeSure(row.name.clone())));
        if !asked.unwrap_or(false) {
            return;
        }
        leptos::task::spawn_local(async move {
            let path = format!("/api/admin/devices/{}/revoke", row.device.0);
            if admin.send::<Done>(&path, &RevokeRequest::default()).await.is_some() {
                // Whoever tapped may have left the screen meanwhile.
                load.try_run(());
            }
        });
    };
    let list = move || {
        let (language, offset) = (app.language.get(), app.offset());
        let rows = rows.get().into_iter().map(|row| {
            let gone = row.clone();
            let end = match row.revoked {
                Some(at) => view! { <span class="pill">{say(Message::Revoked(number_format::day_and_clock(at, offset)))}</span> }.into_any(),
                None => view! { <button class="btn" type="button" on:click=move |_| revoke(gone.clone())>{say(Message::Revoke)}</button> }.into_any(),
            };
            let seen = row.last_seen.map(|at| number_format::day_and_clock(at, offset));
            let seen = seen.map_or_else(|| say(Message::NotSeen).into_any(), IntoAny::into_any);
            let held = row.held_back.map(|why| view! { <span class="pill">{why.say(language).into_owned()}</span> });
            view! { <tr class:off=row.revoked.is_some()><td>{row.device.0}</td><td class="b">{row.name}</td><td>{posts_said(&row.posts, language)}</td>
                <td class="n">{seen}{held}</td><td class="n">{row.known}</td><td>{end}</td></tr> }
        });
        rows.collect_view()
    };
    view! {
        <section><h2>{move || say(Message::Devices(rows.with(Vec::len)))}</h2>
            <div class="scroll"><table><thead><tr><th>{say(Message::Number)}</th><th>{say(Message::Name)}</th>
                            <th>{say(Message::Posts)}</th><th class="n">{say(Message::LastSeen)}</th>
                            <th class="n">{say(Message::FactsHere)}</th>
                            <th><span class="vh">{say(Message::Actions)}</span></th></tr></thead>
                    <tbody>{list}</tbody></table></div>
            <Codes admin waiting load/>
            <Enrol admin load/>
        </section>
    }
}

/// The codes that nobody used yet, each to be taken back; what they are was shown once.
#[component]
fn Codes(
    admin: AdminConnection,
    waiting: RwSignal<Vec<CodeRow>>,
    load: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let cancel = move |id: String| {
        leptos::task::spawn_local(async move {
            let path = format!("/api/admin/devices/codes/{id}/cancel");
            if admin.ask::<Done>("POST", &path, None).await.is_some() {
                // Whoever tapped may have left the screen meanwhile.
                load.try_run(());
            }
        });
    };
    let list = move || {
        let (language, offset) = (app.language.get(), app.offset());
        let rows = waiting.get().into_iter().map(|row| {
            let until = Message::GoodUntil(number_format::clock(row.expires, offset));
            let id = row.id.clone();
            view! { <tr data-code=row.id><td class="b">{row.name}</td><td>{posts_said(&row.posts, language)}</td>
                <td>{say(until)}</td>
                <td><button class="btn" type="button" on:click=move |_| cancel(id.clone())>{say(Message::CancelCode)}</button></td></tr> }
        });
        rows.collect_view()
    };
    view! {
        <Show when=move || waiting.with(|rows| !rows.is_empty())>
            <h2>{move || say(Message::Codes(waiting.with(Vec::len)))}</h2>
            <div class="scroll"><table><tbody>{list}</tbody></table></div>
        </Show>
    }
}

#[component]
fn Enrol(admin: AdminConnection, load: Callback<()>) -> impl IntoView {
    let app = use_app();
    let (name, posts, code) = (
        RwSignal::new(String::new()),
        RwSignal::new(Posts::NONE),
        RwSignal::new(None::<CodeAnswer>),
    );
    let clear = move || {
        name.set(String::new());
        posts.set(Posts::NONE);
    };
    let is_begun = Memo::new(move |_| !name.get().is_empty() || posts.get() != Posts::NONE);
    half_typed(move || is_begun.get());
    let server = window().location().origin().unwrap_or_default();
    let shown = server.clone();
    let make = move || {
        let called: Result<Text, TextError> = name.get_untracked().parse();
        let called = match called {
            Ok(called) => called,
            Err(error) => {
                app.toast(Toast::refused(error.say(app.language.get_untracked()).into_owned()));
                return;
            }
        };
        let posts = posts.get_untracked().to_string();
        let body = CodeRequest { name: called, posts, server: server.clone() };
        leptos::task::spawn_local(async move {
            if let Some(made) = admin.send::<CodeAnswer>("/api/admin/devices/code", &body).await {
                // The screen may be gone meanwhile.
                if !name.is_disposed() {
                    code.set(Some(made));
                    clear();
                    load.run(());
                }
            }
        });
    };
    view! {
        <h2>{say(Message::EnrolTitle)}<small>
                {move || code.get().map(|code| say(Message::GoodUntil(number_format::clock(code.expires, app.offset()))))}</small></h2>
        {move || code.get().map(|code| {
            let box_of = format!("-4 -4 {0} {0}", code.qr_size + 8);
            view! {
                <div class="enrolled">
                    <svg class="qr-code" viewBox=box_of role="img" aria-label=say(Message::EnrolTitle) shape-rendering="crispEdges">
                        <path d=code.qr_path></path></svg>
                    <div><p class="sec">{say(Message::EnrolHow(shown.clone()))}</p><p class="code">{code.code}</p></div></div>
            }
        })}
        <form class="grid" data-form="device" on:submit=move |event| { event.prevent_default(); make(); }>
            <label>{say(Message::Name)}
                <input class="text" name="name" required="" prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))/></label>
            {boxes(posts)}
            <button class="btn" type="submit">{say(Message::MakeCode)}</button>
            <Show when=move || is_begun.get()>
                <button class="btn" type="button" data-clear="" on:click=move |_| clear()>{say(Message::ChangeNothing)}</button>
            </Show>
        </form>
    }
}
