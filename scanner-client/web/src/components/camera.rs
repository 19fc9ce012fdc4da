//! Codes read by the camera, where there is no scanner: what is read is a scan like any other.
//!
//! The camera itself is looked through by `static/camera.js`, which is loaded when somebody
//! first wants it.

use inwards_engine::duplicates::DuplicateFilter;
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;

use super::camera_messages::CameraMessage;
use super::icon::{Icon, icon};
use crate::app::use_app;
use crate::browser::{call, promised, property, said};
use crate::messages::say;
use crate::overlay::Looks;

/// What the page's script gives for an open camera, and what it calls.
type Open = (JsValue, Closure<dyn FnMut(Array)>);

#[component]
pub(crate) fn CameraButton(looks: Looks, class: &'static str) -> impl IntoView {
    let app = use_app();
    view! {
        <button class=class type="button" data-camera aria-label=say(CameraMessage::Scan) aria-pressed=move || app.camera.get().is_some().to_string()
            on:click=move |_| app.camera.update(|camera| *camera = if camera.is_some() { None } else { Some(looks) })>{icon(Icon::Camera)}</button>
    }
}

/// The camera's picture, over the upper part of the screen: the last-scan panel stays in sight.
#[component]
pub(crate) fn Camera(looks: Looks) -> impl IntoView {
    let app = use_app();
    let state = RwSignal::new(CameraMessage::Opening);
    let torch = RwSignal::new(None::<bool>);
    let open = StoredValue::new_local(None::<Open>);
    let is_closed = StoredValue::new(false);
    let video = NodeRef::<leptos::html::Video>::new();
    Effect::new(move || {
        let Some(video) = video.get() else { return };
        spawn_local(async move {
            let found = hear(looks, state);
            match look(&video, &found).await {
                Ok(handle) if is_closed.try_get_value() == Some(false) => {
                    torch.set(property(&handle, "torch").is_truthy().then_some(false));
                    state.set(CameraMessage::Hold);
                    open.set_value(Some((handle, found)));
                }
                Ok(handle) => close(&handle),
                Err(error) => {
                    leptos::logging::warn!("{}", said(&error));
                    let word = word_of(&error);
                    if word == CameraMessage::NoReader {
                        app.update.look_for_one();
                    }
                    state.try_set(word);
                }
            }
        });
    });
    close_when_left();
    on_cleanup(move || {
        is_closed.set_value(true);
        open.update_value(|open| {
            if let Some((handle, _)) = open.take() {
                close(&handle);
            }
        });
    });
    // The reader of a version that is over is nowhere to be had.
    let is_outdated = move || state.get() == CameraMessage::NoReader && app.update.is_outdated();
    let word = move || if is_outdated() { CameraMessage::Outdated } else { state.get() };
    let is_trouble = move || is_trouble(state.get());
    let light = move |_| {
        let now = !torch.get_untracked().unwrap_or_default();
        open.with_value(|open| {
            if let Some((handle, _)) = open {
                shine(handle, now);
            }
        });
        torch.set(Some(now));
    };
    view! {
        <section class="cam" role="region" aria-label=say(CameraMessage::Scan) data-state=move || format!("{:?}", word())>
            <video node_ref=video class:none=is_trouble muted playsinline></video>
            <span class="aim" class:none=is_trouble></span>
            <p class="mid" class:bad=is_trouble role=move || if is_trouble() { "alert" } else { "status" }>{move || say(word())}</p>
            <div class="keys2">
                {move || torch.get().map(|is_on| view! {
                    <button class="btn" type="button" data-torch aria-pressed=is_on.to_string() on:click=light>
                        {icon(Icon::Light)}{say(CameraMessage::Torch)}</button>
                })}
                <Show when=is_outdated>
                    <button class="btn main" type="button" data-load-anew on:click=move |_| app.update.load_anew()>
                        {icon(Icon::Refresh)}{say(CameraMessage::LoadAnew)}</button>
                </Show>
                <button class="btn" type="button" data-close-camera on:click=move |_| app.camera.set(None)>
                    {icon(Icon::Close)}{say(CameraMessage::Close)}</button>
            </div>
        </section>
    }
}

/// Closes the camera once the page is hidden, or somebody else works there, or at something else.
fn close_when_left() {
    let app = use_app();
    let hidden = window_event_listener_untyped("visibilitychange", move |_| {
        if document().hidden() {
            app.camera.set(None);
        }
    });
    Effect::new(move |before: Option<_>| {
        let now = (app.route.with(|place| place.section), app.person());
        if before.is_some_and(|before| before != now) {
            app.camera.set(None);
        }
        now
    });
    on_cleanup(move || hidden.remove());
}

/// Hands on what is seen, once for each label.
fn hear(looks: Looks, state: RwSignal<CameraMessage>) -> Closure<dyn FnMut(Array)> {
    let app = use_app();
    let mut sight = DuplicateFilter::default();
    Closure::new(move |codes: Array| {
        let codes: Vec<String> = codes.iter().filter_map(|code| code.as_string()).collect();
        let is_held = app.scanner.is_held();
        let word = if is_held { CameraMessage::Answer } else { CameraMessage::Hold };
        if state.get_untracked() != word {
            state.set(word);
        }
        let Some(code) = sight.handle_seen(&codes, is_held, now()) else { return };
        app.device.stay_awake();
        app.scanner.hear(code);
        if looks == Looks::Once {
            // Not while the camera's own call is under way.
            set_timeout(move || app.camera.set(None), std::time::Duration::ZERO);
        }
    })
}

async fn look(video: &JsValue, found: &Closure<dyn FnMut(Array)>) -> Result<JsValue, JsValue> {
    let looking = call(&window(), "lookThroughCamera", &[video.clone(), found.as_ref().clone()])?;
    promised(looking).await
}

/// Whether the camera cannot be looked through.
const fn is_trouble(state: CameraMessage) -> bool {
    matches!(
        state,
        CameraMessage::Denied
            | CameraMessage::Missing
            | CameraMessage::Busy
            | CameraMessage::NoReader
            | CameraMessage::Outdated
    )
}

/// Turns the torch on or off.
fn shine(handle: &JsValue, is_on: bool) {
    // A torch that does not obey leaves the picture dark, and nothing else.
    let _ = call(handle, "light", &[is_on.into()]);
}

fn close(handle: &JsValue) {
    // It is given up in any case.
    let _ = call(handle, "close", &[]);
}

fn word_of(error: &JsValue) -> CameraMessage {
    let name = property(error, "name").as_string().unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "SecurityError" => CameraMessage::Denied,
        "NotReadableError" | "AbortError" => CameraMessage::Busy,
        "NotFoundError" | "OverconstrainedError" => CameraMessage::Missing,
        _ => CameraMessage::NoReader,
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "page times are small")]
fn now() -> u64 {
    window().performance().map(|clock| clock.now()).unwrap_or_default() as u64
}
