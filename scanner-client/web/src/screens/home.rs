//! The first screen: the section that fits whoever signed in; a choice where several do.

use leptos::prelude::*;
use sync_core::post::{Post, Posts};

use crate::app::use_app;
use crate::components::bar::Bar;
use crate::components::icon::{Icon, icon};
use crate::components::state::Empty;
use crate::messages::{Message, say};
use crate::route::Section;

/// The sections that are of use to a post.
const fn sections_of(post: Post) -> &'static [Section] {
    match post {
        Post::DockClerk | Post::TerminalOperator | Post::NonconformingKeeper => &[Section::Dock],
        Post::QcInspector => &[Section::Inspect],
        Post::Supervisor => &[Section::Board, Section::Office],
        Post::Purchasing | Post::IeEngineer | Post::Finance | Post::Administrator => {
            &[Section::Office]
        }
    }
}

/// How the sections are shown here, in their order.
const TILES: [(Section, Icon, Message); 4] = [
    (Section::Dock, Icon::Truck, Message::Dock),
    (Section::Inspect, Icon::Scale, Message::Inspect),
    (Section::Board, Icon::Board, Message::Board),
    (Section::Office, Icon::Desk, Message::Office),
];

/// The sections that are of use to these posts.
fn tiles(posts: Posts) -> Vec<(Section, Icon, Message)> {
    let is_of_use =
        |section: &Section| posts.iter().any(|post| sections_of(post).contains(section));
    TILES.into_iter().filter(|(section, ..)| is_of_use(section)).collect()
}

#[component]
pub(crate) fn Home() -> impl IntoView {
    let app = use_app();
    let sections = Memo::new(move |_| {
        let tiles = tiles(app.posts());
        tiles.into_iter().map(|(section, ..)| section).collect::<Vec<_>>()
    });
    Effect::new(move || {
        if let [only] = sections.get()[..] {
            app.go_instead(only.name());
        }
    });
    let name = move || app.person().map(|person| app.device.name_of(person)).unwrap_or_default();
    view! {
        <div class="hh">
            <Bar title=say(Message::Inwards) under=Signal::derive(name)/>
            <main>
                {move || {
                    let found = tiles(app.posts());
                    if found.is_empty() {
                        return view! { <Empty which=Icon::Person what=say(Message::NothingHere) then=say(Message::NoSection)/> }.into_any();
                    }
                    view! { <div class="tiles one">{found.into_iter().map(|(section, shape, word)| view! {
                        <button class="btn tall" type="button" on:click=move |_| app.go(section.name())>{icon(shape)}{say(word)}</button>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_finds_a_section_of_its_own() {
        for post in Post::ALL {
            assert!(!tiles(Posts::from_iter([post])).is_empty(), "{post}");
        }
    }

    #[test]
    fn whoever_holds_several_posts_is_offered_each_section_once() {
        let tiles = tiles(Post::ALL.into_iter().collect());

        assert_eq!(tiles.len(), TILES.len());
    }
}
