//! The device's key: made by the browser, kept by the browser, never to be read by anybody.

use js_sys::{Array, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;

use crate::browser::{call, object, promised, property};

/// The algorithms of keys that the server takes, the one that is wanted first.
const ALGORITHMS: [&[(&str, &str)]; 2] =
    [&[("name", "Ed25519")], &[("name", "ECDSA"), ("namedCurve", "P-256"), ("hash", "SHA-256")]];

/// An Ed25519 key of which only the public half can be taken out; a P-256 key where the browser knows no
/// other.
#[derive(Clone, Debug)]
pub(crate) struct Key(JsValue);

impl Key {
    /// Makes one; fails in browsers that are too old for either, or without a secure connection.
    pub(crate) async fn generate() -> Result<Self, JsValue> {
        let subtle = subtle()?;
        let mut failed = JsValue::UNDEFINED;
        for algorithm in ALGORITHMS {
            let uses: Array = ["sign", "verify"].into_iter().map(JsValue::from).collect();
            let arguments = [parameters(algorithm), JsValue::FALSE, uses.into()];
            let made = match call(&subtle, "generateKey", &arguments) {
                Ok(making) => promised(making).await,
                Err(error) => Err(error),
            };
            match made {
                Ok(pair) => return Ok(Self(pair)),
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    /// The key as [`Self::to_keep`] gave it to the database.
    pub(crate) fn of(kept: JsValue) -> Self {
        Self(kept)
    }

    /// As the browser keeps it.
    pub(crate) fn to_keep(&self) -> &JsValue {
        &self.0
    }

    /// Its public half, in hex: 32 bytes of Ed25519, or a point of P-256 in 65.
    pub(crate) async fn public(&self) -> Result<String, JsValue> {
        let arguments = ["raw".into(), property(&self.0, "publicKey")];
        promised(call(&subtle()?, "exportKey", &arguments)?).await.map(|raw| hex(&raw))
    }

    /// Signs a message; the signature in hex.
    pub(crate) async fn sign(&self, message: &str) -> Result<String, JsValue> {
        self.signed(message).await.map(|raw| hex(&raw))
    }

    /// Signs a message; the signature's 64 bytes.
    pub(crate) async fn signature(&self, message: &str) -> Result<Vec<u8>, JsValue> {
        self.signed(message).await.map(|raw| Uint8Array::new(&raw).to_vec())
    }

    async fn signed(&self, message: &str) -> Result<JsValue, JsValue> {
        let private = property(&self.0, "privateKey");
        let name = property(&property(&private, "algorithm"), "name").as_string();
        let is_of_key = |algorithm: &&[(&str, &str)]| {
            algorithm.iter().any(|(_, value)| Some(*value) == name.as_deref())
        };
        let algorithm = ALGORITHMS.into_iter().find(is_of_key);
        let algorithm = algorithm.ok_or("the kept key is of no known algorithm")?;
        let message = Uint8Array::from(message.as_bytes());
        let arguments = [parameters(algorithm), private, message.into()];
        promised(call(&subtle()?, "sign", &arguments)?).await
    }
}

fn parameters(algorithm: &[(&str, &str)]) -> JsValue {
    let named: Vec<(&str, JsValue)> =
        algorithm.iter().map(|(name, value)| (*name, JsValue::from(*value))).collect();
    object(&named).into()
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
