//! What can be taken back of a receipt or a lot: each signature, putaway and return by itself.

use leptos::prelude::*;
use sync_core::command::Command;
use sync_core::fact::Kind;
use sync_core::ids::FactId;
use sync_core::merge::earliest::SignatureStatus;
use sync_core::post::{Post, permits};
use sync_core::text::{Language, Named as _};
use sync_core::view::{LotView, ReceiptView, Stamp};

use super::conflict::when;
use super::messages::Message;
use crate::app::use_app;
use crate::components::once::Once;
use crate::components::recording::record_with_toast;
use crate::device::signal::Signal as Sounded;
use crate::messages::say;
use crate::number_format;
use crate::overlay::Toast;

/// The signatures under a receipt's count; a person's own can be taken back, and by a supervisor
/// those of others.
pub(super) fn signatures(
    receipt: &ReceiptView,
    language: Language,
) -> Option<impl IntoView + use<>> {
    let app = use_app();
    let number = receipt.row.number;
    let rows = receipt.signatures.iter().map(|signature| {
        let lines = signature.lines.iter();
        let lines =
            lines.map(|line| format!("{} {}", line.line, number_format::quantity(line.quantity)));
        let what = lines.collect::<Vec<_>>().join(", ");
        let signer = signature.recorded.by;
        let may = move || {
            let posts = app.posts();
            let is_own = app.person() == Some(signer);
            permits(posts, Kind::SignatureVoided) && (is_own || posts.has(Post::Supervisor))
        };
        let command =
            Command::VoidSignature { receipt: number, signature: Some(signature.recorded.id) };
        let is_live = signature.status == SignatureStatus::Live;
        let status = signature.status.word(language).to_owned();
        row(&signature.recorded, what, (!is_live).then_some(status), may, command)
    });
    table(Message::Signatures, rows.collect())
}

/// Where goods of a lot went; the clerk's putaways and the keeper's notes can be taken back by
/// them, and both by a supervisor.
pub(super) fn movements(lot: &LotView, language: Language) -> Option<impl IntoView + use<>> {
    let app = use_app();
    let card = lot.number;
    let may = move |kind| {
        let posts = app.posts();
        permits(posts, kind) || posts.has(Post::Supervisor)
    };
    let void = move |fact: FactId| Command::VoidMovement { card, fact };
    let voided =
        |is_voided: bool| is_voided.then(|| SignatureStatus::Voided.word(language).to_owned());
    let put = lot.putaways.iter().map(|once| {
        let what = format!("{} → {}", number_format::quantity(once.quantity), once.location);
        let command = void(once.recorded.id);
        row(&once.recorded, what, voided(once.voided), move || may(Kind::PutAway), command)
    });
    let returned = lot.returns.iter().map(|once| {
        let what = format!("{} · {}", once.number, number_format::quantity(once.quantity));
        let command = void(once.recorded.id);
        row(&once.recorded, what, voided(once.voided), move || may(Kind::ReturnRaised), command)
    });
    table(Message::Moved, put.chain(returned).collect())
}

fn table(head: Message, rows: Vec<AnyView>) -> Option<impl IntoView> {
    (!rows.is_empty()).then(|| {
        view! {
            <section class="facts"><h2>{say(head)}</h2>
                <div class="scroll"><table><tbody>{rows}</tbody></table></div></section>
        }
    })
}

/// One thing: who, when, what; a button, or why there is none.
fn row(
    stamp: &Stamp,
    what: String,
    gone: Option<String>,
    may: impl Fn() -> bool + Send + Sync + 'static,
    command: Command,
) -> AnyView {
    let once = Once::new();
    let who = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
    let fact = stamp.id.to_string();
    let stands = gone.is_none();
    let take_back = move || {
        let command = command.clone();
        once.go(async move {
            let toast = |_: &_| Some(Toast::done(use_app().say(Message::Done)));
            record_with_toast(&command, &[], Sounded::Undone, toast).await;
        });
    };
    view! {
        <tr><td class="by"><span class="n">{when(stamp.at)}</span>" "<span class="sec">{who}</span></td><td class="b">{what}</td>
            <td class="mut">{gone}</td><td class="back">{move || {
                let take_back = take_back.clone();
                (stands && may()).then(|| view! {
                    <button class="btn" type="button" data-take-back=fact.clone() disabled=move || once.is_busy()
                        on:click=move |_| take_back()>{say(Message::TakeBack)}</button>
                })
            }}</td></tr>
    }
    .into_any()
}
