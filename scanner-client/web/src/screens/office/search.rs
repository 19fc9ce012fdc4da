//! Search over everything: what this device holds at once, the server's answer when it is there.

use leptos::prelude::*;
use serde::Deserialize;

use super::messages::Message;
use crate::app::use_app;
use crate::components::icon::Icon;
use crate::components::page::{Page, Tab};
use crate::components::page_messages::PageMessage;
use crate::components::state::Empty;
use crate::device::ServerError;
use crate::messages::say;
use crate::route::{Section, encoded};
use sync_core::text::Language;

/// So many rows are shown of each side.
const MOST: usize = 60;

/// A hit of the server's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct ServerHit {
    number: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    title_zh: String,
}

/// How it stands with the server's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ServerSearch {
    Nothing,
    Asking,
    Away,
    Found(Vec<ServerHit>),
}

/// Asks the server, too.
fn ask(words: RwSignal<String>, asked: RwSignal<ServerSearch>) {
    let app = use_app();
    let wanted = words.get_untracked();
    if wanted.trim().is_empty() {
        asked.set(ServerSearch::Nothing);
        return;
    }
    asked.set(ServerSearch::Asking);
    leptos::task::spawn_local(async move {
        let path = format!("/api/search?words={}", encoded(&wanted));
        let answer = app.device.get::<Vec<ServerHit>>(&path).await;
        // Somebody may have typed on, or gone elsewhere.
        if words.try_get_untracked().is_some_and(|now| now == wanted) {
            asked.set(match answer {
                Ok(found) => ServerSearch::Found(found),
                Err(ServerError::Unreachable(_) | ServerError::Refused { .. }) => {
                    ServerSearch::Away
                }
            });
        }
    });
}

/// A field for words, hits of this device as they are typed, and the server's below.
#[component]
pub(super) fn Search() -> impl IntoView {
    let app = use_app();
    let words = RwSignal::new(String::new());
    let hits = Memo::new(move |_| {
        let words = words.get();
        app.views.search(&words, MOST)
    });
    let asked = RwSignal::new(ServerSearch::Nothing);
    let ask = move || ask(words, asked);
    // A code that is scanned while the screen is shown is searched, also when it was before.
    Effect::new(move || {
        let named = app.route.with(|place| {
            let is_here = place.section == Section::Office && place.part(0) == Some("search");
            place.part(1).filter(|_| is_here).map(ToOwned::to_owned)
        });
        if let Some(named) = named {
            words.set(named);
            ask();
        }
    });
    let language = app.language;
    let own = move || {
        let hits = hits.get();
        let rows = hits.iter().map(|hit| {
            let title = match language.get() {
                Language::Chinese => hit.title_zh.clone(),
                Language::English => hit.title.clone(),
            };
            row(hit.number.clone(), title)
        });
        rows.collect_view()
    };
    let others = move || match asked.get() {
        ServerSearch::Nothing => ().into_any(),
        ServerSearch::Asking => {
            view! { <p class="sec" role="status">{say(Message::Asking)}</p> }.into_any()
        }
        ServerSearch::Away => {
            view! { <p class="sec" role="status">{say(Message::OnlyHere)}</p> }.into_any()
        }
        ServerSearch::Found(found) => {
            let here: Vec<String> =
                hits.with(|hits| hits.iter().map(|hit| hit.number.clone()).collect());
            let more: Vec<ServerHit> =
                found.into_iter().filter(|hit| !here.contains(&hit.number)).collect();
            let rows = more.iter().map(|hit| {
                let title = match language.get() {
                    Language::Chinese => hit.title_zh.clone(),
                    Language::English => hit.title.clone(),
                };
                row(hit.number.clone(), title)
            });
            view! { <h2>{say(Message::AtServer(more.len()))}</h2><div class="hits">{rows.collect_view()}</div> }.into_any()
        }
    };
    let is_nothing = move || {
        let is_found =
            asked.with(|asked| matches!(asked, ServerSearch::Found(found) if !found.is_empty()));
        hits.with(Vec::is_empty) && !words.with(String::is_empty) && !is_found
    };
    view! {
        <Page tab=Tab::Search title=say(PageMessage::Search)>
            <form class="find" role="search" on:submit=move |event| { event.prevent_default(); ask(); }>
                <label class="sec" for="find">{say(Message::SearchHow)}</label>
                <div><input id="find" class="text" type="search" autocomplete="off" prop:value=move || words.get()
                    on:input=move |event| { words.set(event_target_value(&event)); ask(); }/></div>
            </form>
            <section class="found">
                <h2>{move || say(Message::Here(hits.with(Vec::len)))}</h2>
                <div class="hits">{own}</div>
                {move || is_nothing().then(|| view! {
                    <Empty which=Icon::Search what=say(Message::NothingFound) then=say(Message::NothingFoundThen)/>
                })}
                {others}
            </section>
        </Page>
    }
}

fn row(number: String, title: String) -> impl IntoView {
    let path = format!("#/board/number/{number}");
    view! { <a class="hit" href=path><b>{number}</b><span class="clip1">{title}</span></a> }
}
