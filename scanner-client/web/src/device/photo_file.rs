//! Photos' files on this device, and the addresses at which the page can show them.

use std::cell::RefCell;
use std::collections::VecDeque;

use js_sys::{Array, Uint8Array};
use sync_core::fact::PhotoTaken;
use sync_core::ids::ContentHash;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

/// So many pictures stay at hand after they were looked at.
const MOST_AT_HAND: usize = 40;

thread_local! {
    /// Addresses of pictures that were looked at, the latest last.
    static AT_HAND: RefCell<VecDeque<(ContentHash, String)>> = const { RefCell::new(VecDeque::new()) };
}

/// A photo's file, with what is recorded of it.
#[derive(Clone, Debug)]
pub(crate) struct PhotoFile {
    /// The fact's contents: hash, type and size of the file, and what it shows.
    pub(crate) taken: PhotoTaken,
    /// The file to be sent: drawn anew from the one that was chosen.
    pub(crate) bytes: Uint8Array,
}

impl PhotoFile {
    /// An address at which the page can show it.
    pub(crate) fn address(&self) -> Option<String> {
        let content = self.taken.content;
        at_hand(content).or_else(|| {
            let address = address_of(&self.bytes).ok()?;
            put_at_hand(content, &address);
            Some(address)
        })
    }
}

/// The address of a picture that was looked at.
pub(super) fn at_hand(content: ContentHash) -> Option<String> {
    AT_HAND.with_borrow(|at_hand| {
        at_hand.iter().find(|(known, _)| *known == content).map(|(_, address)| address.clone())
    })
}

/// An address of a picture, for as long as it is at hand.
pub(super) fn address_of(bytes: &Uint8Array) -> Result<String, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/jpeg");
    let parts = Array::of1(bytes);
    Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?)
}

/// Keeps the address of a picture that is looked at; the oldest goes.
pub(super) fn put_at_hand(content: ContentHash, address: &str) {
    AT_HAND.with_borrow_mut(|at_hand| {
        at_hand.push_back((content, address.to_owned()));
        if at_hand.len() > MOST_AT_HAND {
            let oldest = at_hand.pop_front();
            // What is on show stays: it was read already.
            let _ = oldest.map(|(_, address)| Url::revoke_object_url(&address));
        }
    });
}
