//! Imports: an export of the ERP is read in, and every row that was refused says why.

use leptos::prelude::*;
use sync_core::api::{ImportBody, ImportKind, ImportReport, ManyEnd};
use sync_core::text::{Language, Say as _};
use sync_core::time::Timestamp;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use super::connection::AdminConnection;
use super::messages::Message;
use crate::app::use_app;
use crate::browser::{call, promised};
use crate::components::half_typed::half_typed;
use crate::components::recording::refuse;
use crate::components::sheet::Sheet;
use crate::messages::say;
use crate::overlay::Toast;

/// What can be imported, in the order in which it should be.
const KINDS: [(ImportKind, Message); 6] = [
    (ImportKind::Vendors, Message::KindVendors),
    (ImportKind::ApprovedVendors, Message::KindApproved),
    (ImportKind::Items, Message::KindItems),
    (ImportKind::Standards, Message::KindStandards),
    (ImportKind::Orders, Message::KindOrders),
    (ImportKind::Costs, Message::KindCosts),
];

/// The server takes requests of 8 MiB, and a file grows by a third on its way.
const MOST_BYTES: usize = 6_000_000;

/// An import that is not answered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct UnderWay {
    /// How many rows the file has, once it was read.
    rows: Option<usize>,
    since: Timestamp,
}

impl UnderWay {
    /// How far it is: the server takes a file in whole or not at all, so only what it is about
    /// and how long that has taken can be said.
    fn says(self) -> Signal<String> {
        say(self.rows.map_or(Message::ReadingFile, Message::Sending))
    }

    fn seconds(self) -> i64 {
        let app = use_app();
        app.device.now.get().since(self.since).0.max(0) / 1_000
    }
}

/// A list that was sent and not written: it ends many approvals, and somebody has to want that.
#[derive(Clone, Debug)]
struct EndsMany {
    body: ImportBody,
    many: ManyEnd,
}

/// The rows of a file below its head.
fn rows_in(bytes: &[u8]) -> usize {
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    lines.count().saturating_sub(1)
}

/// What is being done with a file, and for how long.
fn progress(under_way: RwSignal<Option<UnderWay>>) -> impl IntoView {
    move || {
        under_way.get().map(|way| {
            view! {
                <p class="way" data-importing=""><span role="status">{way.says()}</span>" "
                    <span class="sec" aria-hidden="true">{move || say(Message::Seconds(way.seconds()))}</span></p>
            }
        })
    }
}

/// The form and the report of the last file.
#[component]
#[allow(clippy::too_many_lines, reason = "one form, from its file to its report")]
pub(super) fn Imports(admin: AdminConnection) -> impl IntoView {
    let app = use_app();
    let kind = RwSignal::new(KINDS[0].0);
    let strict = RwSignal::new(false);
    let under_way = RwSignal::new(None::<UnderWay>);
    let report = RwSignal::new(None::<ImportReport>);
    let ends_many = RwSignal::new(None::<EndsMany>);
    let file = NodeRef::<leptos::html::Input>::new();
    let is_chosen = RwSignal::new(false);
    half_typed(move || is_chosen.get() || under_way.with(Option::is_some));
    let clear = move || {
        is_chosen.try_set(false);
        if let Some(input) = file.try_get_untracked().flatten() {
            input.set_value("");
        }
    };
    let send = move || {
        let Some(chosen) =
            file.get_untracked().and_then(|input: HtmlInputElement| input.files()?.get(0))
        else {
            return;
        };
        if under_way.with_untracked(Option::is_some) {
            return;
        }
        under_way.set(Some(UnderWay { rows: None, since: app.device.now.get_untracked() }));
        let (kind, strict) = (kind.get_untracked(), strict.get_untracked());
        leptos::task::spawn_local(async move {
            // Whoever leaves meanwhile wanted it sent; only the report has no place any more.
            match bytes_of(&chosen).await {
                Some(bytes) if bytes.len() > MOST_BYTES => {
                    refuse(Toast::refused(app.say(Message::FileTooLarge)));
                }
                Some(bytes) => {
                    let rows = Some(rows_in(&bytes));
                    under_way.try_update(|way| {
                        if let Some(way) = way {
                            way.rows = rows;
                        }
                    });
                    let body = ImportBody {
                        kind,
                        csv: base64(&bytes),
                        all_or_nothing: strict,
                        effective: None,
                        end_many: false,
                    };
                    let answer = admin.send::<ImportReport>("/api/admin/import", &body).await;
                    match answer.as_ref().and_then(|report| report.ends_many) {
                        Some(many) => {
                            ends_many.try_set(Some(EndsMany { body, many }));
                        }
                        None if answer.is_some() => clear(),
                        None => {}
                    }
                    report.try_set(answer);
                }
                None => refuse(Toast::refused(app.say(Message::FileUnreadable))),
            }
            under_way.try_set(None);
        });
    };
    let confirm = move |asked: EndsMany| {
        ends_many.set(None);
        send_confirmed(admin, asked, (under_way, report), clear);
    };
    let choose = move |name: &str| {
        if let Ok(chosen) = name.parse() {
            kind.set(chosen);
        }
    };
    view! {
        <section><h2>{say(Message::Import)}</h2>
            <form class="grid" data-form="import" on:submit=move |event| { event.prevent_default(); send(); }>
                <label>{say(Message::ImportKind)}
                    <select class="text" on:change=move |event| choose(&event_target_value(&event))>
                        {kinds()}</select></label>
                <label>{say(Message::File)}
                    <input class="text" type="file" accept=".csv,text/csv" required="" node_ref=file
                        on:change=move |event| is_chosen.set(!event_target_value(&event).is_empty())/></label>
                <fieldset><label>
                        <input type="checkbox" prop:checked=move || strict.get() on:change=move |event| strict.set(event_target_checked(&event))/>
                        {say(Message::AllOrNothing)}</label></fieldset>
                <button class="btn" type="submit" disabled=move || under_way.with(Option::is_some)>{say(Message::Send)}</button>
                <Show when=move || is_chosen.get() && under_way.with(Option::is_none)>
                    <button class="btn" type="button" data-clear="" on:click=move |_| clear()>{say(Message::ChangeNothing)}</button>
                </Show>
            </form>
            {progress(under_way)}
            {move || report.get().map(|report| shown(report, app.language.get()))}
            {move || ends_many.get().map(|asked| {
                let many = asked.many;
                view! {
                    <AskEnding many=many close=Callback::new(move |()| ends_many.set(None))
                        confirm=Callback::new(move |()| confirm(asked.clone()))/>
                }
            })}
        </section>
    }
}

/// Sends a list again whose endings somebody has agreed to.
fn send_confirmed(
    admin: AdminConnection,
    asked: EndsMany,
    (under_way, report): (RwSignal<Option<UnderWay>>, RwSignal<Option<ImportReport>>),
    clear: impl Fn() + 'static,
) {
    let body = ImportBody { end_many: true, ..asked.body };
    let since = use_app().device.now.get_untracked();
    under_way.set(Some(UnderWay { rows: None, since }));
    leptos::task::spawn_local(async move {
        let answer = admin.send::<ImportReport>("/api/admin/import", &body).await;
        if answer.is_some() {
            clear();
        }
        report.try_set(answer);
        under_way.try_set(None);
    });
}

/// Asks before a list ends many approvals: a filtered export looks like the whole list.
#[component]
fn AskEnding(many: ManyEnd, close: Callback<()>, confirm: Callback<()>) -> impl IntoView {
    let ManyEnd { ended, of } = many;
    view! {
        <Sheet label=say(Message::EndsMany(ended, of)) asks=true>
            <h2 data-ends-many="">{say(Message::EndsMany(ended, of))}</h2>
            <p>{say(Message::EndsManyWhy)}</p>
            <div class="dock"><button class="btn main" type="button" data-change-nothing="" on:click=move |_| close.run(())>{say(Message::ChangeNothing)}</button>
                <button class="btn" type="button" data-end-many="" on:click=move |_| confirm.run(())>{say(Message::EndThem(ended))}</button></div>
        </Sheet>
    }
}

/// The bytes of a file that somebody chose; nothing where the browser cannot read it.
async fn bytes_of(chosen: &web_sys::File) -> Option<Vec<u8>> {
    let buffer = promised(call(chosen, "arrayBuffer", &[]).ok()?).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer.unchecked_into::<js_sys::ArrayBuffer>()).to_vec())
}

/// The kinds of files, to choose from.
fn kinds() -> impl IntoView {
    let option = |(kind, word): (ImportKind, Message)| {
        view! { <option value=kind.name()>{say(word)}</option> }
    };
    KINDS.map(option).into_iter().collect_view()
}

fn shown(report: ImportReport, language: Language) -> impl IntoView {
    let ImportReport { rows, new, changed, unchanged, refused, ended, .. } = report;
    let ImportReport { refused_rows, noted_rows, under_goods, notes, encoding, .. } = report;
    let done = rows.saturating_sub(refused) * 1_000 / rows.max(1);
    let lines = refused_rows.into_iter().map(|row| view! {
        <tr><td class="n">{row.line}</td><td class="b">{row.reason.say(language)}</td><td>{row.key}</td><td>{row.remedy.say(language)}</td></tr>
    });
    let noted = noted_rows.into_iter().map(|row| view! {
        <tr><td class="n">{row.line}</td><td>{row.reason.say(language)}</td><td>{row.key}</td><td></td></tr>
    });
    let under_goods = under_goods.into_iter().map(|line| view! {
        <tr data-under-goods=""><td class="n"></td><td class="b">{line.reason.say(language)}</td><td>{line.key}</td>
            <td>{line.receipts.into_iter().map(receipt).collect_view()}</td></tr>
    });
    view! {
        <svg class="bar2" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">
            <rect class="t" width="1000" height="14"/><rect class="v" width=done.to_string() height="14"/></svg>
        <p role="status"><b>{say(Message::Rows(rows))}</b>" "{say(Message::Counts(new, changed, unchanged, refused, ended))}
            " "<span class="sec">{say(Message::ReadAs(encoding.into_owned()))}</span></p>
        {notes.into_iter().map(|note| view! { <p class="sec">{note.say(language)}</p> }).collect_view()}
        <div class="scroll"><table><thead><tr><th class="n">{say(Message::Row)}</th><th>{say(Message::Problem)}</th>
                        <th>{say(Message::Key)}</th><th>{say(Message::Remedy)}</th></tr></thead>
                <tbody>{under_goods.collect_view()}{lines.collect_view()}{noted.collect_view()}</tbody></table></div>
    }
}

/// A receipt that can be looked at.
fn receipt(number: String) -> impl IntoView {
    let path = format!("#/board/number/{number}");
    view! { <a href=path>{number}</a>" " }
}

/// Base64, as the server reads it.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let whole = part.iter().fold(0_u32, |whole, byte| (whole << 8) | u32::from(*byte))
            << (8 * (3 - part.len()));
        for place in 0..4 {
            let sign = SIGNS[(whole >> (18 - 6 * place)) as usize & 63];
            text.push(if place <= part.len() { char::from(sign) } else { '=' });
        }
    }
    text
}
