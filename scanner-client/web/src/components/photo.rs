//! Photos: taken or chosen, and shown; those of other devices are fetched when somebody asks.

use inwards_engine::photo::NoPhoto;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync_core::ids::FactId;
use sync_core::view::PhotoView;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use super::icon::{Icon, Size, icon, sized};
use super::photo_messages::PhotoMessage;
use super::recording;
use super::sheet::Sheet;
use crate::app::use_app;
use crate::device::PhotoFile;
use crate::device::photo_of;
use crate::device::photos::NotShown;
use crate::messages::{Message, say};
use crate::number_format;
use crate::overlay::Toast;

/// Two keys, to take a photo and to choose one; it comes scaled down.
///
/// What is no photo, or too large, is refused here, and nothing of it is kept.
#[component]
pub(crate) fn TakePhoto(taken: Callback<PhotoFile>) -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let key = move |takes: bool| {
        let (shape, word) = if takes {
            (Icon::Camera, PhotoMessage::Take)
        } else {
            (Icon::Picture, PhotoMessage::Choose)
        };
        let word = move || if is_busy.get() { PhotoMessage::Storing } else { word.clone() };
        view! {
            <label class="btn shot" class:off=move || is_busy.get()>
                <input type="file" class="unseen" accept="image/*" capture=takes.then_some("environment")
                    prop:disabled=move || is_busy.get() on:change=move |event| choose(&event, is_busy, taken)/>
                {sized(shape, Size::Large)}<span>{move || say(word())}</span>
            </label>
        }
    };
    view! { {key(true)}{key(false)} }
}

fn choose(event: &web_sys::Event, is_busy: RwSignal<bool>, taken: Callback<PhotoFile>) {
    let field = event.target().and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    let Some(field) = field else { return };
    let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
    is_busy.set(true);
    spawn_local(async move {
        let outcome = photo_of(&file).await;
        // The same file may be chosen once more.
        field.set_value("");
        is_busy.try_set(false);
        match outcome {
            Ok(photo) => taken.run(photo),
            Err(why) => refuse(why),
        }
    });
}

fn refuse(why: NoPhoto) {
    recording::refuse(Toast::refused(use_app().say(match why {
        NoPhoto::OtherFile => PhotoMessage::NoPicture,
        NoPhoto::TooLarge => PhotoMessage::TooLarge,
    })));
}

/// Photos that were recorded, small; a tap shows one large.
#[component]
pub(crate) fn Photos(
    photos: Vec<PhotoView>,
    /// Takes one back, where that can be here.
    #[prop(default = None)]
    undo: Option<Callback<FactId>>,
) -> impl IntoView {
    let large = RwSignal::new(None::<PhotoView>);
    let all = photos.into_iter().filter(|photo| !photo.voided);
    view! {
        <div class="pgrid">{all.map(|photo| small(photo, large)).collect_view()}</div>
        {move || large.get().map(|photo| show_large(photo, large, undo))}
    }
    .into_any()
}

fn said_of(photo: &PhotoView) -> String {
    let app = use_app();
    let stamp = &photo.recorded;
    let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
    let at = number_format::day_and_clock(stamp.at, app.offset());
    [Some(name), Some(at), photo.shows.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn small(photo: PhotoView, large: RwSignal<Option<PhotoView>>) -> impl IntoView {
    let app = use_app();
    let content = photo.content;
    let shown = RwSignal::new(app.device.photo_at_hand(content));
    let error = RwSignal::new(None::<NotShown>);
    let is_fetching = RwSignal::new(false);
    let fetch = move || {
        if is_fetching.get_untracked() {
            return;
        }
        is_fetching.set(true);
        spawn_local(async move {
            let outcome = app.device.photo(content).await;
            is_fetching.try_set(false);
            match outcome {
                Ok(address) => {
                    shown.try_set(Some(address));
                }
                Err(why) => {
                    error.try_set(Some(why));
                }
            }
        });
    };
    let waits = Memo::new(move |_| app.device.photos.with(|waiting| waiting.contains(&content)));
    // Its file is here: nobody has to ask for it.
    Effect::new(move || {
        if waits.get() && shown.with_untracked(Option::is_none) {
            fetch();
        }
    });
    let said = said_of(&photo);
    let at = number_format::clock(photo.recorded.at, app.offset());
    let size = format!("{} kB", photo.bytes.div_ceil(1_000));
    let photo = StoredValue::new(photo);
    let word = move || match (is_fetching.get(), error.get()) {
        (true, _) => PhotoMessage::Fetching,
        (_, Some(why)) => word_of(why),
        (_, None) => PhotoMessage::Show(size.clone()),
    };
    let word = StoredValue::new(word);
    let picture = move || {
        let said = said.clone();
        if let Some(address) = shown.get() {
            let open = move |_| large.set(Some(photo.get_value()));
            return view! {
                <button class="ph" type="button" aria-haspopup="dialog" on:click=open>
                    <img src=address decoding="async" alt=say(PhotoMessage::Of(said))/></button>
            }
            .into_any();
        }
        view! {
            <button class="btn ph" type="button" data-show=content.to_string() title=said on:click=move |_| fetch()>
                {icon(Icon::Picture)}<span>{move || say(word.with_value(|word| word()))}</span></button>
        }
        .into_any()
    };
    view! {
        <figure data-photo=content.to_string() data-waits=move || waits.get().to_string()>
            {picture}
            <figcaption class="cap" class:unsent=move || waits.get()>
                {move || sized(if waits.get() { Icon::Upload } else { Icon::Check }, Size::Small)}
                {move || say(if waits.get() { PhotoMessage::Kept } else { PhotoMessage::Sent })}" "{at}
            </figcaption>
        </figure>
    }
}

fn word_of(why: NotShown) -> PhotoMessage {
    match why {
        NotShown::StillElsewhere => PhotoMessage::StillElsewhere,
        NotShown::Unreachable => PhotoMessage::Away,
        NotShown::Other(why) => PhotoMessage::NotShown(why),
    }
}

fn show_large(
    photo: PhotoView,
    large: RwSignal<Option<PhotoView>>,
    undo: Option<Callback<FactId>>,
) -> impl IntoView {
    let app = use_app();
    let said = said_of(&photo);
    let (caption, fact) = (said.clone(), photo.recorded.id);
    let address = app.device.photo_at_hand(photo.content);
    view! {
        <Sheet label=say(PhotoMessage::Of(said.clone()))>
            <img class="phl" src=address alt=say(PhotoMessage::Of(said))/>
            <p class="cap">{caption}</p>
            <div class="two">
                <button class="btn tall" type="button" on:click=move |_| large.set(None)>{icon(Icon::Close)}{say(Message::Close)}</button>
                {undo.map(|undo| view! {
                    <button class="btn tall" type="button" data-undo-photo on:click=move |_| { large.set(None); undo.run(fact); }>
                        {icon(Icon::Undo)}{say(Message::Undo)}</button>
                })}
            </div>
        </Sheet>
    }
}

/// Photos that are chosen and not recorded yet; each can be left out.
pub(crate) fn chosen(files: RwSignal<Vec<PhotoFile>, LocalStorage>) -> impl IntoView {
    move || {
        let one = |(place, file): (usize, PhotoFile)| {
            let number = (place + 1).to_string();
            view! {
                <figure data-chosen=file.taken.content.to_string()>
                    <img class="ph" src=file.address() alt=say(PhotoMessage::Of(number))/>
                    <button class="not" type="button" aria-label=say(PhotoMessage::Remove)
                        on:click=move |_| files.update(|files| { files.remove(place); })>
                        <i>{sized(Icon::Close, Size::Small)}</i></button>
                </figure>
            }
        };
        files.get().into_iter().enumerate().map(one).collect_view()
    }
}
