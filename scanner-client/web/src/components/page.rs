//! The frame of the screens of office and board: where one can go, whose device it is, how it stands with the server.

use leptos::prelude::*;
use sync_core::post::Post;

use super::bar::Sync;
use super::desk_scans::show_what_is_scanned;
use super::page_messages::PageMessage;
use super::state::NotKept;
use crate::app::use_app;
use crate::messages::{Message, say};

/// A place in the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    Board,
    /// Conflicts and what was set aside.
    Conflicts,
    Work,
    Search,
    Admin,
}

impl Tab {
    const ALL: [Self; 5] = [Self::Board, Self::Conflicts, Self::Work, Self::Search, Self::Admin];

    const fn path(self) -> &'static str {
        match self {
            Self::Board => "#/board",
            Self::Conflicts => "#/board/conflicts",
            Self::Work => "#/office/work",
            Self::Search => "#/office/search",
            Self::Admin => "#/office/admin",
        }
    }
}

#[component]
pub(crate) fn Page(
    tab: Tab,
    #[prop(into)] title: Signal<String>,
    /// Whether what is on it bears its heading.
    #[prop(optional, into)]
    is_headed: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let app = use_app();
    show_what_is_scanned();
    let conflicts = Memo::new(move |_| app.views.conflicts().len());
    let site = Memo::new(move |_| {
        app.device.view(sync_core::replica::Replica::site).name.map(|name| name.to_string())
    });
    let person = move || app.person().map(|person| app.device.name_of(person));
    let tabs = Tab::ALL.into_iter().map(|own| {
        let word = move || match own {
            Tab::Board => say(Message::Board),
            Tab::Conflicts => say(PageMessage::Conflicts(conflicts.get())),
            Tab::Work => say(PageMessage::Work),
            Tab::Search => say(PageMessage::Search),
            Tab::Admin => say(PageMessage::Admin),
        };
        let is_shown = move || own != Tab::Admin || app.posts().has(Post::Administrator);
        view! { <Show when=is_shown><a class="tab" class:on=own == tab href=own.path() aria-current=(own == tab).then_some("page")>{word}</a></Show> }
    });
    let tabs = tabs.collect_view();
    view! {
        <div class="of">
            <header class="onav">
                <button class="name" type="button" on:click=move |_| app.go("")>{say(Message::Inwards)}</button>
                <nav>{tabs}</nav>
                <span class="r"><span class="sec">{move || site.get()}</span><span class="sec">{person}</span></span>
                <Sync/>
            </header>
            <main aria-label=title>{move || (!is_headed.get()).then(|| view! { <h1 class="vh">{title}</h1> })}<NotKept/>{children()}</main>
        </div>
    }
}
