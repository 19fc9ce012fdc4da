//! The first screen: the face that fits whoever signed in; a choice where several do.

use leptos::prelude::*;
use sync_core::post::{Post, Posts};

use crate::app::use_app;
use crate::parts::bar::Bar;
use crate::parts::icon::{Icon, icon};
use crate::parts::state::Empty;
use crate::place::Face;
use crate::words::{Word, say};

/// The faces that are of use to these posts.
fn faces(posts: Posts) -> Vec<(Face, Icon, Word)> {
    let any = |wanted: &[Post]| wanted.iter().any(|post| posts.has(*post));
    let dock = any(&[Post::DockClerk, Post::TerminalOperator, Post::NonconformingKeeper]);
    let inspect = any(&[Post::QcInspector]);
    let office = any(&[
        Post::Supervisor,
        Post::Purchasing,
        Post::IeEngineer,
        Post::Finance,
        Post::Administrator,
    ]);
    let mut faces = Vec::new();
    if dock {
        faces.push((Face::Dock, Icon::Truck, Word::Dock));
    }
    if inspect {
        faces.push((Face::Inspect, Icon::Scale, Word::Inspect));
    }
    if any(&[Post::Supervisor]) {
        faces.push((Face::Board, Icon::Board, Word::Board));
    }
    if office {
        faces.push((Face::Office, Icon::Desk, Word::Office));
    }
    faces
}

/// The screen.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let app = use_app();
    let faces = Memo::new(move |_| {
        let faces = faces(app.posts());
        faces.into_iter().map(|(face, ..)| face).collect::<Vec<_>>()
    });
    Effect::new(move || {
        if let [only] = faces.get()[..] {
            app.go_instead(only.name());
        }
    });
    let name = move || app.person().map(|person| app.desk.name_of(person)).unwrap_or_default();
    view! {
        <div class="hh">
            <Bar title=say(Word::Inwards) under=Signal::derive(name)/>
            <main>
                {move || {
                    let found = self::faces(app.posts());
                    if found.is_empty() {
                        return view! { <Empty which=Icon::Person what=say(Word::NothingHere) then=say(Word::NoFace)/> }.into_any();
                    }
                    view! { <div class="tiles one">{found.into_iter().map(|(face, shape, word)| view! {
                        <button class="btn tall" type="button" on:click=move |_| app.go(face.name())>{icon(shape)}{say(word)}</button>
                    }).collect_view()}</div> }.into_any()
                }}
                <div class="grow"></div>
            </main>
            <div class="dock">
                <button class="btn" type="button" on:click=move |_| app.go("settings")>{icon(Icon::Gear)}{say(Word::Settings)}</button>
            </div>
        </div>
    }
}
