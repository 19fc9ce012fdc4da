//! What waits for whoever is signed in, as the core derives it: one list for each of their posts.

use leptos::prelude::*;
use sync_core::post::Post;
use sync_core::rules::inspection_clock::is_overdue;
use sync_core::text::{Language, Named as _, Say, names};
use sync_core::view::{SetAsideView, WorkKind, WorkRow, WorkSubject};

use super::messages::Message;
use crate::app::use_app;
use crate::components::conflict_title::title;
use crate::components::icon::Icon;
use crate::components::page::{Page, Tab};
use crate::components::page_messages::PageMessage;
use crate::components::state::Empty;
use crate::messages::say;
use crate::number_format;
use crate::route::encoded;

/// A list of work for each post of whoever is signed in; posts without work are left out.
#[component]
pub(super) fn Work() -> impl IntoView {
    let app = use_app();
    let lists = Memo::new(move |_| {
        let posts = app.posts();
        let own = Post::ALL.into_iter().filter(|post| posts.has(*post));
        own.map(|post| (post, app.views.work(post)))
            .filter(|(_, rows)| !rows.is_empty())
            .collect::<Vec<_>>()
    });
    view! {
        <Page tab=Tab::Work title=say(PageMessage::Work)>
            {move || {
                let lists = lists.get();
                if lists.is_empty() {
                    return view! { <Empty which=Icon::Check what=say(Message::NoWork) then=say(Message::NoWorkThen)/> }.into_any();
                }
                lists.into_iter().map(|(post, rows)| list(post, rows)).collect_view().into_any()
            }}
        </Page>
    }
}

fn list(post: Post, rows: Vec<WorkRow>) -> impl IntoView {
    let app = use_app();
    let language = app.language.get();
    let count = rows.len();
    let mut kinds: Vec<(WorkKind, Vec<WorkRow>)> = Vec::new();
    for row in rows {
        match kinds.iter_mut().find(|(kind, _)| *kind == row.kind) {
            Some((_, same)) => same.push(row),
            None => kinds.push((row.kind, vec![row])),
        }
    }
    let conflicts = app.views.conflicts();
    let named = |row: &WorkRow| {
        if let Some(set_aside) = &row.set_aside {
            return in_words(set_aside, language);
        }
        let WorkSubject::Conflict(subject) = &row.about else { return row.about.to_string() };
        let conflict = conflicts.iter().find(|conflict| conflict.subject == *subject);
        conflict.map_or_else(|| subject.to_string(), |conflict| title(conflict, language))
    };
    let groups = kinds.into_iter().map(|(kind, rows)| {
        let head = format!("{} {}", names::work_and_why(kind).capital().say(language), rows.len());
        view! {
            <tbody data-todo=format!("{kind:?}")><tr><th colspan="6" class="grp">{head}</th></tr>
                {rows.into_iter().map(|row| line(named(&row), row)).collect_view()}</tbody>
        }
    });
    view! {
        <section class="wk"><h2>{post.called().capital().say(language).into_owned()}<small>{count}</small></h2>
            <div class="scroll"><table>
                <thead><tr><th>{say(Message::About)}</th><th>{say(Message::Line)}</th><th>{say(Message::Item)}</th>
                        <th class="n">{say(Message::Quantity)}</th><th class="n">{say(Message::Figure)}</th>
                        <th class="n">{say(Message::Due)}</th></tr></thead>
                {groups.collect_view()}
            </table></div>
        </section>
    }
}

/// What a fact that was set aside says happened, whose it is, and when.
fn in_words(set_aside: &SetAsideView, language: Language) -> String {
    let app = use_app();
    let kind = set_aside.known.map(|kind| kind.called().capital().say(language).into_owned());
    let kind = kind.or_else(|| set_aside.kind.clone());
    let author = set_aside.author.as_ref().map(|stamp| {
        let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
        let device = app.device.name_of_device(stamp.device);
        format!("{name} · {device} · {}", number_format::day_and_clock(stamp.at, app.offset()))
    });
    let said: Vec<String> = kind.into_iter().chain(author).collect();
    if said.is_empty() { set_aside.fact.to_string() } else { said.join(" · ") }
}

fn line(name: String, row: WorkRow) -> impl IntoView {
    let app = use_app();
    let language = app.language.get();
    let (due, offset) = (row.due, app.offset());
    let path = match &row.about {
        WorkSubject::Conflict(subject) => {
            Some(format!("#/board/conflict/{}", encoded(&subject.to_string())))
        }
        WorkSubject::SetAside(_) => Some("#/board/aside".to_owned()),
        WorkSubject::OrderLine(line) => {
            Some(format!("#/office/search/{}", encoded(&line.order.to_string())))
        }
        WorkSubject::Receipt(receipt) if row.kind == WorkKind::Assign => {
            let line = row.line.as_ref().map(ToString::to_string).unwrap_or_default();
            Some(format!("#/board/assign/{receipt}/{}", encoded(&line)))
        }
        about @ (WorkSubject::Receipt(_) | WorkSubject::Lot(_)) => {
            Some(format!("#/board/number/{about}"))
        }
    };
    let about = match path {
        Some(path) => view! { <a href=path>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let is_overdue = move || due.is_some_and(|due| is_overdue(app.minute.get(), due));
    let unit = row.unit.map(|unit| number_format::unit(unit, language)).unwrap_or_default();
    let figure = row.figure.as_ref().map(number_format::work);
    let why = row.set_aside.map(|set_aside| set_aside.reason.say(language).into_owned());
    let item = row.item.map(|item| {
        let code = item.code.to_string();
        let name = item.name_or_code(language).into_owned();
        let code = (name != code).then(|| view! { <span class="sec">{code}</span> });
        view! { <span class="named">{name}{code}</span> }
    });
    view! {
        <tr class:overdue=is_overdue>
            <td class="b">{about}</td><td>{row.line.map(|line| line.to_string())}</td><td>{item}{why}</td>
            <td class="n">{row.quantity.map(|quantity| format!("{} {unit}", number_format::quantity(quantity)))}</td>
            <td class="n b">{figure}</td><td class="n">{due.map(|due| number_format::day_and_clock(due, offset))}</td>
        </tr>
    }
}
