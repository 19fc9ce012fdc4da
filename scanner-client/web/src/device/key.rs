//! The device's key: made by the browser, kept by the browser, never to be read by anybody.

use js_sys::{Array, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;

use crate::browser::{call, object, promised, property};

/// An Ed25519 key of which only the public half can be taken out.
#[derive(Clone, Debug)]
pub(crate) struct Key(JsValue);

impl Key {
    /// Makes one; fails in browsers that are too old for it, or without a secure connection.
    pub(crate) async fn generate() -> Result<Self, JsValue> {
        let algorithm = object(&[("name", "Ed25519".into())]);
        let uses: Array = ["sign", "verify"].into_iter().map(JsValue::from).collect();
        let arguments = [algorithm.into(), JsValue::FALSE, uses.into()];
        promised(call(&subtle()?, "generateKey", &arguments)?).await.map(Self)
    }

    /// The key as [`Self::to_keep`] gave it to the database.
    pub(crate) fn of(kept: JsValue) -> Self {
        Self(kept)
    }

    /// As the browser keeps it.
    pub(crate) fn to_keep(&self) -> &JsValue {
        &self.0
    }

    /// Its public half, in hex.
    pub(crate) async fn public(&self) -> Result<String, JsValue> {
        let arguments = ["raw".into(), property(&self.0, "publicKey")];
        promised(call(&subtle()?, "exportKey", &arguments)?).await.map(|raw| hex(&raw))
    }

    /// Signs a message; the signature in hex.
    pub(crate) async fn sign(&self, message: &str) -> Result<String, JsValue> {
        let private = property(&self.0, "privateKey");
        let message = Uint8Array::from(message.as_bytes());
        let arguments = ["Ed25519".into(), private, message.into()];
        promised(call(&subtle()?, "sign", &arguments)?).await.map(|raw| hex(&raw))
    }
}

fn subtle() -> Result<JsValue, JsValue> {
    let subtle = property(&window().crypto()?.into(), "subtle");
    if subtle.is_undefined() { Err("keys need https".into()) } else { Ok(subtle) }
}

fn hex(raw: &JsValue) -> String {
    use std::fmt::Write as _;
    Uint8Array::new(raw).to_vec().iter().fold(String::new(), |mut text, byte| {
        // Writing to memory cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
