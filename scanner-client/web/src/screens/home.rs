//! The first screen: the section that fits whoever signed in; a choice where several do.

use leptos::prelude::*;
use sync_core::post::{Post, Posts};

use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::icon::{Icon, icon};
use crate::components::state::Empty;
use crate::messages::{Message, say};
use crate::route::Section;

/// The sections that are of use to these posts.
fn faces(posts: Posts) -> Vec<(Section, Icon, Message)> {
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
        faces.push((Section::Dock, Icon::Truck, Message::Dock));
    }
    if inspect {
        faces.push((Section::Inspect, Icon::Scale, Message::Inspect));
    }
    if any(&[Post::Supervisor]) {
        faces.push((Section::Board, Icon::Board, Message::Board));
    }
    if office {
        faces.push((Section::Office, Icon::Desk, Message::Office));
    }
    faces
}

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
    let name = move || app.person().map(|person| app.device.name_of(person)).unwrap_or_default();
    view! {
        <div class="hh">
            <Bar title=say(Message::Inwards) under=Signal::derive(name)/>
            <main>
                {move || {
                    let found = self::faces(app.posts());
                    if found.is_empty() {
                        return view! { <Empty which=Icon::Person what=say(Message::NothingHere) then=say(Message::NoFace)/> }.into_any();
                    }
                    view! { <div class="tiles one">{found.into_iter().map(|(face, shape, word)| view! {
                        <button class="btn tall" type="button" on:click=move |_| app.go(face.name())>{icon(shape)}{say(word)}</button>
                    }).collect_view()}</div> }.into_any()
                }}
                <div class="grow"></div>
            </main>
            <div class="dock">
                <button class="btn" type="button" on:click=move |_| app.go("settings")>{icon(Icon::Gear)}{say(Message::Settings)}</button>
            </div>
        </div>
    }
}
