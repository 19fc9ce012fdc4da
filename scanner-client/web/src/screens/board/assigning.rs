//! Goods of one receipt's line, given to order lines: what there is, what was given, who can take the rest.

use leptos::prelude::*;
use sync_core::command::LineChoice;
use sync_core::ids::LineKey;
use sync_core::number::{DocumentNumber, NumberKind, ReceiptNumber};
use sync_core::text::Language;
use sync_core::view::{Given, ToAssign, to_assign};

use super::assign::Lines;
use super::conflict::when;
use super::messages::Message;
use super::share::amount;
use crate::app::use_app;
use crate::components::icon::Icon;
use crate::components::page::{Page, Tab};
use crate::components::state::Empty;
use crate::messages::say;
use crate::route::encoded;
use crate::screens::lock::Lock;

/// Where the goods of a receipt's line are given to order lines.
pub(super) fn path(receipt: ReceiptNumber, line: &LineKey) -> String {
    format!("#/board/assign/{receipt}/{}", encoded(&line.to_string()))
}

/// The screen; receipt and line as the address has them.
#[component]
pub(super) fn Assigning(receipt: String, line: String) -> impl IntoView {
    let app = use_app();
    let number = receipt.parse::<DocumentNumber>().ok();
    let number = number.filter(|number| number.kind == NumberKind::Receipt);
    let number = number.map(|number| ReceiptNumber(number.opened_by));
    let key = match line.parse() {
        Ok(LineChoice::Exact(key)) => Some(key),
        Ok(LineChoice::Number(_)) | Err(_) => None,
    };
    let named = number.zip(key);
    let about = named.clone();
    let found = Memo::new(move |_| {
        let (receipt, key) = about.as_ref()?;
        app.device.view(|replica| to_assign(replica, *receipt, key))
    });
    let signing = RwSignal::new(false);
    move || {
        if signing.get() && app.person().is_none() {
            return view! { <Lock/> }.into_any();
        }
        let language = app.language.get();
        let named = named.clone();
        let code = receipt.clone();
        let body = move || {
            match (found.get(), named.clone()) {
            (Some(of), Some((receipt, key))) => {
                let head = head(&of, receipt, &key, language);
                let given = given(&of, language);
                view! { {head}{given}{rest(&of, receipt, key, signing)} }.into_any()
            }
            _ => view! { <Empty which=Icon::Search what=say(Message::NotHere(code.clone())) then=say(Message::NotHereThen)/> }.into_any(),
        }
        };
        let is_headed = Signal::derive(move || found.with(Option::is_some));
        view! { <Page tab=Tab::Work title=say(Message::Assign) is_headed>{body}</Page> }.into_any()
    }
}

fn head(of: &ToAssign, receipt: ReceiptNumber, key: &LineKey, language: Language) -> AnyView {
    let name = of.item.as_ref().map(|item| item.name_or_code(language).into_owned());
    let code = of.item.as_ref().map(|item| item.code.to_string());
    let under = [of.vendor.clone(), code.filter(|code| Some(code) != name.as_ref())];
    let under = under.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let path = format!("#/board/receipt/{receipt}");
    let (there, left) = (amount(of, of.total, language), amount(of, of.next(), language));
    view! {
        <section class="th"><div class="thh"><div><h1>{name.unwrap_or_else(|| key.to_string())}</h1>
                <p class="sec">{under}" · "<a href=path>{receipt.to_string()}</a>" · "{key.to_string()}</p></div>
            <b class="pill st" data-left=of.next().to_string()>{say(Message::LeftToAssign(left))}</b></div>
            <p class="sec">{say(Message::ThereToAssign(there))}</p></section>
    }
    .into_any()
}

/// What was given before, each with who gave it.
fn given(of: &ToAssign, language: Language) -> Option<impl IntoView + use<>> {
    let rows = of.given.iter().map(|Given { to, quantity, recorded }| {
        let who = recorded.as_ref().map(|stamp| {
            let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
            format!("{} {name}", when(stamp.at))
        });
        let quantity = amount(of, *quantity, language);
        view! { <tr data-given=to.to_string()><td class="b">{to.to_string()}</td><td class="n b">{quantity}</td><td class="by sec">{who}</td></tr> }
    });
    let rows = rows.collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="facts"><h2>{say(Message::GivenSoFar)}</h2>
                <div class="scroll"><table><tbody>{rows}</tbody></table></div></section>
        }
    })
}

/// The order lines that can take what is left; nothing where it is all given.
fn rest(
    of: &ToAssign,
    receipt: ReceiptNumber,
    line: LineKey,
    signing: RwSignal<bool>,
) -> impl IntoView + use<> {
    let app = use_app();
    if of.next().is_zero() {
        return view! { <Empty which=Icon::Check what=say(Message::NothingToAssign) then=say(Message::NothingToAssignThen)/> }.into_any();
    }
    let assigned = Callback::new(|_| ());
    view! {
        {move || if app.person().is_none() {
            view! { <button class="btn main" type="button" on:click=move |_| signing.set(true)>{say(Message::SignInToAssign)}</button> }.into_any()
        } else {
            view! { <div class="opts"><Lines receipt line=line.clone() assigned/></div> }.into_any()
        }}
    }
    .into_any()
}
