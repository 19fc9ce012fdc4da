//! People: their names, posts and PINs.

use leptos::prelude::*;
use sync_core::api::{Done, PersonAnswer, PersonRequest, PersonRow, RevokeRequest};
use sync_core::ids::{PersonNumber, TextError};
use sync_core::post::{Post, Posts};
use sync_core::text::{Named as _, Say as _};

use super::connection::AdminConnection;
use super::messages::Message;
use crate::app::use_app;
use crate::components::half_typed::half_typed;
use crate::messages::say;
use crate::number_format;
use crate::overlay::Toast;

/// Posts as people read them.
pub(super) fn posts_said(posts: &str, language: sync_core::text::Language) -> String {
    let posts: Posts = posts.parse().unwrap_or(Posts::NONE);
    let names = posts.iter().map(|post| post.called().capital().say(language).into_owned());
    names.collect::<Vec<_>>().join(" · ")
}

/// A box to tick for each post there is.
pub(super) fn boxes(chosen: RwSignal<Posts>) -> impl IntoView {
    let one = |post: Post| {
        let is_on = move || chosen.get().has(post);
        let turn = move |on: bool| {
            let all = Post::ALL.into_iter().filter(|other| {
                if *other == post { on } else { chosen.get_untracked().has(*other) }
            });
            chosen.set(all.collect());
        };
        view! {
            <label>
                <input type="checkbox" prop:checked=is_on on:change=move |event| turn(event_target_checked(&event))/>
                {say(post.called().capital())}</label>
        }
    };
    view! { <fieldset>{Post::ALL.into_iter().map(one).collect_view()}</fieldset> }
}

/// A person as they are being written down.
#[derive(Clone, Copy)]
struct PersonForm {
    /// Who is changed; nobody where somebody is added.
    chosen: RwSignal<Option<PersonNumber>>,
    name: RwSignal<String>,
    pin: RwSignal<String>,
    posts: RwSignal<Posts>,
    /// What stood in the form when it was begun.
    as_it_was: RwSignal<(String, Posts)>,
}

impl PersonForm {
    fn new() -> Self {
        Self {
            chosen: RwSignal::new(None),
            name: RwSignal::new(String::new()),
            pin: RwSignal::new(String::new()),
            posts: RwSignal::new(Posts::NONE),
            as_it_was: RwSignal::new((String::new(), Posts::NONE)),
        }
    }

    fn begin(self, row: Option<PersonRow>) {
        self.chosen.set(row.as_ref().map(|row| row.person));
        let name = row.as_ref().map(|row| row.name.clone()).unwrap_or_default();
        let posts = row.and_then(|row| row.posts.parse().ok()).unwrap_or(Posts::NONE);
        self.as_it_was.set((name.clone(), posts));
        self.name.set(name);
        self.posts.set(posts);
        self.pin.set(String::new());
    }

    fn is_changed(self) -> bool {
        let is_as_it_was = self
            .as_it_was
            .with(|(name, posts)| self.name.get() == *name && self.posts.get() == *posts);
        !self.pin.get().is_empty() || !is_as_it_was
    }

    /// Where it is sent, and what is said; a name that nobody can bear is refused here.
    fn said(self) -> Result<(String, PersonRequest), TextError> {
        let path = self.chosen.get_untracked().map_or_else(
            || "/api/admin/people".to_owned(),
            |person| format!("/api/admin/people/{}", person.0),
        );
        let said = PersonRequest {
            name: Some(self.name.get_untracked().parse()?),
            posts: Some(self.posts.get_untracked().to_string()),
            pin: Some(self.pin.get_untracked()).filter(|pin| !pin.is_empty()),
        };
        Ok((path, said))
    }
}

/// The list, and the form below it.
#[component]
pub(super) fn People(admin: AdminConnection) -> impl IntoView {
    let app = use_app();
    let rows = RwSignal::new(Vec::<PersonRow>::new());
    let load = move || {
        leptos::task::spawn_local(async move {
            if let Some(found) = admin.ask::<Vec<PersonRow>>("GET", "/api/admin/people", None).await
            {
                rows.try_set(found);
            }
        });
    };
    load();
    let draft = PersonForm::new();
    half_typed(move || draft.is_changed());
    let save = move || {
        let (path, said) = match draft.said() {
            Ok(said) => said,
            Err(error) => {
                let app = use_app();
                app.toast(Toast::refused(error.say(app.language.get_untracked()).into_owned()));
                return;
            }
        };
        leptos::task::spawn_local(async move {
            if admin.send::<PersonAnswer>(&path, &said).await.is_some() {
                app.toast(Toast::done(app.say(Message::Saved)));
                // The screen may be gone meanwhile.
                if !draft.name.is_disposed() {
                    draft.begin(None);
                    load();
                }
            }
        });
    };
    let revoke = move |row: PersonRow| {
        let asked = window().confirm_with_message(&app.say(Message::RevokeSure(row.name.clone())));
        if !asked.unwrap_or(false) {
            return;
        }
        leptos::task::spawn_local(async move {
            let path = format!("/api/admin/people/{}/revoke", row.person.0);
            if admin.send::<Done>(&path, &RevokeRequest::default()).await.is_some() {
                load();
            }
        });
    };
    let list = move || {
        let (language, offset) = (app.language.get(), app.offset());
        let rows = rows.get().into_iter().map(|row| {
            let (own, gone) = (row.clone(), row.clone());
            let end = match row.revoked {
                Some(at) => view! { <span class="pill">{say(Message::Revoked(number_format::day_and_clock(at, offset)))}</span> }.into_any(),
                None => view! {
                    <span class="pills">
                        <button class="btn" type="button" on:click=move |_| draft.begin(Some(own.clone()))>
                            {say(Message::Change)}</button>
                        <button class="btn" type="button" on:click=move |_| revoke(gone.clone())>
                            {say(Message::Revoke)}</button></span>
                }.into_any(),
            };
            view! { <tr class:off=row.revoked.is_some()><td>{row.person.0}</td><td class="b">{row.name}</td><td>{posts_said(&row.posts, language)}</td>
                <td>{if row.pin { say(Message::PinIsSet) } else { say(Message::NoPin) }}</td><td>{end}</td></tr> }
        });
        rows.collect_view()
    };
    view! {
        <section><h2>{move || say(Message::People(rows.with(Vec::len)))}</h2>
            <div class="scroll"><table><thead><tr><th>{say(Message::Number)}</th><th>{say(Message::Name)}</th>
                            <th>{say(Message::Posts)}</th><th>{say(Message::Pin)}</th>
                            <th><span class="vh">{say(Message::Actions)}</span></th></tr></thead>
                    <tbody>{list}</tbody></table></div>
            {form(draft, save)}
        </section>
    }
}

fn form(draft: PersonForm, save: impl Fn() + 'static) -> impl IntoView {
    view! {
        <form class="grid" data-form="person" on:submit=move |event| { event.prevent_default(); save(); }>
            <b>
                {move || match draft.chosen.get() {
                None => say(Message::AddPerson).into_any(),
                Some(person) => view! { {say(Message::Change)}" "{person.0} }.into_any(),
            }}</b>
            <label>{say(Message::Name)}
                <input class="text" name="name" required="" prop:value=move || draft.name.get()
                    on:input=move |event| draft.name.set(event_target_value(&event))/></label>
            {boxes(draft.posts)}
            <label>{say(Message::NewPin)}
                <input class="text" name="pin" type="password" inputmode="numeric" autocomplete="new-password"
                    prop:value=move || draft.pin.get()
                    on:input=move |event| draft.pin.set(event_target_value(&event))/></label>
            <button class="btn" type="submit">{say(Message::Save)}</button>
            <Show when=move || draft.chosen.get().is_some() || draft.is_changed()>
                <button class="btn" type="button" data-clear="" on:click=move |_| draft.begin(None)>{say(Message::ChangeNothing)}</button>
            </Show>
        </form>
    }
}
