//! What a browser still knows of a device whose storage was cleared: so that the loss is told.
//!
//! It is written beside the database, twice: browsers that clear a site's data leave cookies, or the
//! local storage, or neither. It is no record, and nothing is decided by it.

use js_sys::Reflect;
use leptos::prelude::document;
use serde::{Deserialize, Serialize};

use crate::browser::{keep, kept, property};

const NAME: &str = "device";
/// As long as browsers keep a cookie, in seconds.
const KEPT_FOR: u32 = 400 * 86_400;

/// Which device a browser was, and how much of it was only here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Trace {
    /// What people call it.
    pub(crate) name: String,
    /// Its short code, as it stands in the numbers that it made.
    pub(crate) short_code: String,
    /// Facts that the server did not hold when this was written.
    pub(crate) unsent: u64,
    /// The server revoked the device, held all of it, and had it erased.
    #[serde(default)]
    pub(crate) is_erased: bool,
}

impl Trace {
    /// What was written last, where any of it is left.
    pub(crate) fn find() -> Option<Self> {
        let cookies = property(&document(), "cookie").as_string().unwrap_or_default();
        let cookie = cookies.split("; ").find_map(|cookie| {
            let text = cookie.strip_prefix("inwards-device=")?;
            js_sys::decode_uri_component(text).ok()?.as_string()
        });
        let read = |text: String| serde_json::from_str(&text).ok();
        kept(NAME).and_then(read).or_else(|| cookie.and_then(read))
    }

    /// Writes it where it may outlast the database.
    pub(crate) fn leave(&self) {
        let text = serde_json::to_string(self).unwrap_or_default();
        keep(NAME, &text);
        let value = String::from(js_sys::encode_uri_component(&text));
        let cookie = format!("inwards-device={value}; max-age={KEPT_FOR}; path=/; samesite=strict");
        // Browsers without cookies have the other place.
        let _ = Reflect::set(&document(), &"cookie".into(), &cookie.into());
    }
}
