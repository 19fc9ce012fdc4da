//! The few things that a browser gives only to JavaScript: calls by name, promises, pauses, and
//! what it keeps beside the database.

use std::time::Duration;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::{set_timeout, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Calls a method by its name: bindings of our own would need code that we forbid.
pub(crate) fn call(on: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(on, &method.into())?.dyn_into()?;
    let list: Array = arguments.iter().collect();
    function.apply(on, &list)
}

/// A property, or undefined.
pub(crate) fn property(on: &JsValue, name: &str) -> JsValue {
    Reflect::get(on, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// An object of these properties.
pub(crate) fn object(properties: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        // A fresh plain object takes any property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// Waits for a promise that a call returned.
pub(crate) async fn promised(value: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&value)).await
}

/// How much of what the browser grants is stored, in per cent; nothing where it does not say.
pub(crate) async fn storage_percent() -> Option<u8> {
    let estimate = window().navigator().storage().estimate().ok()?;
    let estimate = promised(estimate.into()).await.ok()?;
    let figure = |name| property(&estimate, name).as_f64().filter(|figure| figure.is_finite());
    let (usage, quota) = (figure("usage")?, figure("quota").filter(|quota| *quota > 0.0)?);
    let percent = (usage / quota * 100.0).round().clamp(0.0, 100.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    Some(percent as u8)
}

/// Marks the app's icon with a number of things; nothing takes the mark away.
///
/// Only an installed app has an icon: elsewhere this does nothing.
pub(crate) fn badge(count: u64) {
    let navigator = window().navigator();
    #[allow(clippy::cast_precision_loss, reason = "a badge shows two digits")]
    let outcome = match count {
        0 => call(&navigator, "clearAppBadge", &[]),
        count => call(&navigator, "setAppBadge", &[JsValue::from_f64(count as f64)]),
    };
    // Not every browser can, and nothing depends on it.
    if let Ok(promise) = outcome {
        leptos::task::spawn_local(async move {
            let _ = promised(promise).await;
        });
    }
}

pub(crate) async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    // A promise that nothing rejects.
    let _ = JsFuture::from(promise).await;
}

/// Waits as long as this.
pub(crate) async fn sleep(time: Duration) {
    pause(i32::try_from(time.as_millis()).unwrap_or(i32::MAX)).await;
}

/// Runs once after a time; nothing is to be cancelled.
pub(crate) fn after(milliseconds: u64, then: impl FnOnce() + 'static) {
    set_timeout(then, Duration::from_millis(milliseconds));
}

/// Waits until what was drawn so far is painted. A page that nobody sees paints nothing: it waits as
/// long as the browser lets its timers wait.
pub(crate) async fn painted() {
    const AT_MOST: i32 = 100;
    let frame = Promise::new(&mut |resolve, _| {
        let window = window();
        let _ = window.request_animation_frame(&resolve);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, AT_MOST);
    });
    // A promise that nothing rejects. It is kept before the frame is painted, and a turn after.
    let _ = JsFuture::from(frame).await;
    pause(0).await;
}

/// What an exception says, for a line of small print.
pub(crate) fn said(error: &JsValue) -> String {
    let text = |name| property(error, name).as_string().unwrap_or_default();
    let (name, message) = (text("name"), text("message"));
    match (name.is_empty(), message.is_empty()) {
        (false, false) => format!("{name}: {message}"),
        (_, false) => message,
        _ => error.as_string().unwrap_or(name),
    }
}

/// Listens for the rest of the page's life.
pub(crate) fn listen(
    target: &web_sys::EventTarget,
    event: &str,
    heard: impl FnMut(web_sys::Event) + 'static,
) {
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(heard);
    // Only unknown targets refuse; these are the page's own.
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// A convenience of this browser, not a record.
pub(crate) fn kept(name: &str) -> Option<String> {
    let storage = window().local_storage().ok().flatten()?;
    storage.get_item(&format!("inwards-{name}")).ok().flatten()
}

pub(crate) fn keep(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A look that is not remembered is not worth a word.
        let _ = storage.set_item(&format!("inwards-{name}"), value);
    }
}

/// What stands behind the address of the page.
pub(crate) fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// The language that the browser is set to, as `zh-CN`.
pub(crate) fn language() -> Option<String> {
    window().navigator().language()
}

/// Whether the device is set to a dark look.
pub(crate) fn prefers_dark() -> bool {
    let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    query.is_some_and(|query| query.matches())
}
