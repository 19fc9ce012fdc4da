//! The few things that a browser gives only to JavaScript: calls by name, promises, pauses.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
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

/// Waits.
pub(crate) async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    // A promise that nothing rejects.
    let _ = JsFuture::from(promise).await;
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
