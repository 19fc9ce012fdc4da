//! Unloading exceptions as they were reported, with their photos.

use leptos::prelude::*;
use rust_decimal::Decimal;
use sync_core::fact::ExceptionKind;
use sync_core::ids::{ContentHash, FactId, ItemCode};
use sync_core::measure::Quantity;
use sync_core::text::{Language, Named as _, Say as _};
use sync_core::view::{ExceptionView, ItemNamed, PhotoView};

use super::chips::{Role, chip, unsent_chip};
use super::icon::{Icon, Size, icon, sized};
use super::photo::Photos;
use super::problem_messages::ProblemMessage;
use crate::app::use_app;
use crate::messages::{Message, say};
use crate::number_format;

/// What a kind looks like.
pub(crate) const fn shape_of(kind: ExceptionKind) -> Icon {
    match kind {
        ExceptionKind::Missing => Icon::Minus,
        ExceptionKind::Over => Icon::Plus,
        ExceptionKind::Damaged => Icon::Torn,
        ExceptionKind::Wet => Icon::Drop,
    }
}

/// An item's name in the language of the moment, or its code.
pub(crate) fn item_name(item: &ItemCode) -> String {
    let app = use_app();
    let language = app.language.get();
    app.device.peek(|engine| {
        ItemNamed::of(engine.replica(), item.clone()).name_or_code(language).into_owned()
    })
}

/// What a kind is called, at the beginning of a text.
pub(crate) fn kind_name(kind: ExceptionKind, language: Language) -> String {
    kind.called().capital().say(language).into_owned()
}

/// A kind with how much: `Damaged 3 pcs`.
pub(crate) fn kind_and_amount(
    kind: ExceptionKind,
    item: Option<&ItemCode>,
    amount: Option<Decimal>,
) -> String {
    let app = use_app();
    let language = app.language.get();
    let unit = item.and_then(|item| {
        app.device.peek(|engine| Some(engine.replica().item(item)?.stated.as_ref()?.unit))
    });
    let unit = unit.map(|unit| number_format::unit(unit, language).to_owned());
    let amount = amount.map(number_format::decimal);
    let unit = unit.filter(|_| amount.is_some());
    let parts = [Some(kind_name(kind, language)), amount, unit];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Everything that was wrong with a delivery; what was taken back stays visible as such.
#[component]
pub(crate) fn Problems(
    exceptions: Vec<ExceptionView>,
    photos: Vec<PhotoView>,
    /// Takes one back, where that can be here.
    #[prop(default = None)]
    undo: Option<Callback<FactId>>,
) -> impl IntoView {
    let rows = exceptions.into_iter().map(move |said| {
        // One picture may have been taken for two exceptions: it is the same.
        let find = |content: &ContentHash| {
            photos.iter().find(|photo| photo.content == *content && !photo.voided)
        };
        let own = said.photos.iter().filter_map(find).cloned().collect();
        one(said, own, undo)
    });
    rows.collect_view().into_any()
}

fn one(
    said: ExceptionView,
    photos: Vec<PhotoView>,
    undo: Option<Callback<FactId>>,
) -> impl IntoView {
    let app = use_app();
    let fact = said.recorded.id;
    let is_voided = said.voided;
    let stamp = &said.recorded;
    let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
    let at = number_format::clock(stamp.at, app.offset());
    let container = said.container.clone();
    let note = said.note.clone();
    let item = said.item.clone();
    let what = move || match &item {
        Some(item) => item_name(item),
        None => say(ProblemMessage::Whole).get(),
    };
    let shape = shape_of(said.kind);
    let head = move || {
        let amount = said.quantity.map(Quantity::value);
        kind_and_amount(said.kind, said.item.as_ref(), amount)
    };
    let undo = undo.filter(|_| !is_voided);
    view! {
        <article class="prob" class:gone=is_voided data-problem=fact.to_string()>
            <span class="t-warn">{sized(shape, Size::Large)}</span>
            <div class="txt">
                <div class="mid">{head}</div>
                <div class="clip2">{what}</div>
                {note.map(|note| view! { <p class="sec">{note}</p> })}
                <div class="cap">{name}" · "{at}{container.map(|container| format!(" · {container}"))}</div>
            </div>
            <span class="chips">
                {move || unsent_chip(app.device.unsent_of([fact]))}
                {is_voided.then(|| chip(Role::Mute, Icon::Undo, say(ProblemMessage::TakenBack)))}
            </span>
            {undo.map(|undo| view! {
                <button class="btn" type="button" data-undo-problem on:click=move |_| undo.run(fact)>{icon(Icon::Undo)}{say(Message::Undo)}</button>
            })}
            {(!photos.is_empty()).then(|| view! { <Photos photos/> })}
        </article>
    }
}
