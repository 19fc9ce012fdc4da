//! Everything that outlives the page, in IndexedDB. What was recorded here is written with
//! strict durability, and nothing is confirmed before the browser says that it is on disk.

mod photos;

use js_sys::{Array, Promise, Uint8Array};
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync_core::fact::Fact;
use sync_core::sync::Cursor;
use sync_core::wire;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    EventTarget, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbObjectStoreParameters, IdbRequest,
    IdbTransaction,
};

use super::photo_file::PhotoFile;
use crate::browser::{call, object, property, said};

const DATABASE: &str = "inwards";
/// So many facts are written together as one page.
pub(crate) const A_PAGE: usize = 2_000;
/// With the second version came photos.
const VERSION: u32 = 2;
/// Entries of the outbox, numbered from 1 without gaps.
const OUTBOX: &str = "outbox";
/// Pages of the server's log; can be pulled again.
const PULLED: &str = "pulled";
/// Small things by name.
const NOTES: &str = "notes";
/// Files of photos that the server does not have, by content.
const PHOTOS: &str = "photos";
const CURSOR: &str = "cursor";
/// The note that holds who signed in here lately.
pub(super) const GRANTS: &str = "grants";

/// Why something could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StoreError {
    /// The browser gives no more room.
    #[error("this device is full")]
    Full,
    /// Another tab holds an older version of the database.
    #[error("another tab runs an older version")]
    Blocked,
    /// Another failure of the database, in the browser's words.
    #[error("{0}")]
    Other(String),
}

impl From<JsValue> for StoreError {
    fn from(error: JsValue) -> Self {
        let said = said(&error);
        if said.starts_with("QuotaExceededError") { Self::Full } else { Self::Other(said) }
    }
}

/// What came of adding an entry to the outbox.
#[derive(Debug)]
pub(crate) enum Appended {
    /// It is on disk.
    Done,
    /// Another tab had written these since; nothing was added.
    Behind(Vec<Vec<u8>>),
}

/// What was pulled beyond a page, in the order in which it came.
#[derive(Debug, Default)]
pub(crate) struct Pulled {
    /// The number of its last page.
    pub(crate) last: u64,
    /// The facts of all pages.
    pub(crate) facts: Vec<Fact>,
    /// How far the server's log was read.
    pub(crate) cursor: Cursor,
}

/// The open IndexedDB database, which all tabs share.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    database: IdbDatabase,
}

#[derive(Clone, Copy)]
enum Access {
    Read,
    /// Returns when the operating system has it: it can be pulled again.
    Write,
    /// Returns when the disk has it.
    WriteStrictly,
}

impl Store {
    /// Opens the database, and makes it where there is none.
    pub(crate) async fn open() -> Result<Self, StoreError> {
        let factory = window().indexed_db()?.ok_or_else(|| no_database(""))?;
        let request = factory.open_with_u32(DATABASE, VERSION)?;
        let opening = request.clone();
        let upgrade = Closure::once_into_js(move |event: JsValue| {
            make_stores(&opening, as_number(&property(&event, "oldVersion")));
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let database: IdbDatabase = answer(&request).await?.unchecked_into();
        let closing = database.clone();
        // A newer version in another tab must not wait for this one for ever.
        let step_aside = Closure::<dyn FnMut()>::new(move || closing.close());
        database.set_onversionchange(Some(step_aside.as_ref().unchecked_ref()));
        step_aside.forget();
        Ok(Self { database })
    }

    /// Adds an entry after `known` others, unless there are more: then answers those.
    ///
    /// The files that it speaks of are written in the same step: all of it is kept, or nothing.
    pub(crate) async fn append(
        &self,
        known: u64,
        entry: &[u8],
        files: &[PhotoFile],
    ) -> Result<Appended, StoreError> {
        let stores = if files.is_empty() { &[OUTBOX][..] } else { &[OUTBOX, PHOTOS] };
        let transaction = self.begin(stores, Access::WriteStrictly)?;
        // Entries have no gaps: where another tab was quicker, one with this number is there, and
        // nothing of this is kept.
        let outbox = transaction.object_store(OUTBOX)?;
        outbox.add_with_key(&Uint8Array::from(entry), &number(known + 1))?;
        for file in files {
            let photos = transaction.object_store(PHOTOS)?;
            photos.put_with_key(&file.bytes, &file.taken.content.to_string().into())?;
        }
        let Err(error) = finish(&transaction).await else { return Ok(Appended::Done) };
        match self.entries_after(known).await {
            Ok(beyond) if beyond.first().is_some_and(|first| first == entry) => Ok(Appended::Done),
            Ok(beyond) if !beyond.is_empty() => Ok(Appended::Behind(beyond)),
            _ => Err(error),
        }
    }

    /// The outbox's entries after so many.
    pub(crate) async fn entries_after(&self, known: u64) -> Result<Vec<Vec<u8>>, StoreError> {
        let transaction = self.begin(&[OUTBOX], Access::Read)?;
        after(&transaction.object_store(OUTBOX)?, known).await
    }

    /// Stores a page and how far the log is read with it, in one step; answers its number.
    pub(crate) async fn store_page(
        &self,
        facts: &[Fact],
        cursor: Cursor,
        restart: bool,
    ) -> Result<u64, StoreError> {
        let transaction = self.begin(&[PULLED, NOTES], Access::Write)?;
        let pulled = transaction.object_store(PULLED)?;
        if restart {
            pulled.clear()?;
        }
        let page = Uint8Array::from(&wire::encode_batch(facts)[..]);
        let request = pulled.add(&page)?;
        put(&transaction.object_store(NOTES)?, CURSOR, &cursor)?;
        finish(&transaction).await?;
        Ok(as_number(&request.result()?))
    }

    /// The pages after one, all of them after 0.
    pub(crate) async fn pulled_after(&self, page: u64) -> Result<Pulled, StoreError> {
        let transaction = self.begin(&[PULLED, NOTES], Access::Read)?;
        let store = transaction.object_store(PULLED)?;
        let range = IdbKeyRange::lower_bound_with_open(&number(page), true)?;
        let keys: Array = answer(&store.get_all_keys_with_key(&range)?).await?.unchecked_into();
        let pages = all(&store, &range).await?;
        let cursor = get(&transaction.object_store(NOTES)?, CURSOR).await?.unwrap_or_default();
        let mut facts = Vec::new();
        for bytes in pages {
            facts.extend(wire::decode_batch(&bytes).map_err(no_database)?);
        }
        let last = keys.iter().last().map_or(page, |key| as_number(&key));
        Ok(Pulled { last, facts, cursor })
    }

    /// How many pages are kept.
    pub(crate) async fn count_pulled(&self) -> Result<u64, StoreError> {
        let transaction = self.begin(&[PULLED], Access::Read)?;
        Ok(as_number(&answer(&transaction.object_store(PULLED)?.count()?).await?))
    }

    /// Writes the pages together as fewer, so that opening stays quick.
    pub(crate) async fn rewrite_pulled(&self, facts: &[Fact]) -> Result<u64, StoreError> {
        let transaction = self.begin(&[PULLED], Access::Write)?;
        let pulled = transaction.object_store(PULLED)?;
        pulled.clear()?;
        let mut last = None;
        for chunk in facts.chunks(A_PAGE) {
            last = Some(pulled.add(&Uint8Array::from(&wire::encode_batch(chunk)[..]))?);
        }
        finish(&transaction).await?;
        last.map_or(Ok(0), |request| Ok(as_number(&request.result()?)))
    }

    /// Reads a note by its name; nothing where none was written.
    pub(crate) async fn note<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, StoreError> {
        let transaction = self.begin(&[NOTES], Access::Read)?;
        get(&transaction.object_store(NOTES)?, name).await
    }

    /// Writes notes together, strictly.
    pub(crate) async fn write_note<T: Serialize>(
        &self,
        name: &str,
        note: &T,
    ) -> Result<(), StoreError> {
        let transaction = self.begin(&[NOTES], Access::WriteStrictly)?;
        put(&transaction.object_store(NOTES)?, name, note)?;
        finish(&transaction).await
    }

    /// Removes a note, strictly; one that is not there is no error.
    pub(crate) async fn remove_note(&self, name: &str) -> Result<(), StoreError> {
        let transaction = self.begin(&[NOTES], Access::WriteStrictly)?;
        transaction.object_store(NOTES)?.delete(&name.into())?;
        finish(&transaction).await
    }

    /// Erases everything: what was recorded, pulled and photographed, and the key that speaks for the
    /// device. Returns when the disk has it.
    pub(crate) async fn erase(&self) -> Result<(), StoreError> {
        let stores = [OUTBOX, PULLED, PHOTOS, NOTES];
        let transaction = self.begin(&stores, Access::WriteStrictly)?;
        for store in stores {
            transaction.object_store(store)?.clear()?;
        }
        finish(&transaction).await
    }

    /// Keeps a thing as the browser holds it: keys cannot be written as text.
    pub(crate) async fn keep(&self, name: &str, thing: &JsValue) -> Result<(), StoreError> {
        let transaction = self.begin(&[NOTES], Access::WriteStrictly)?;
        transaction.object_store(NOTES)?.put_with_key(thing, &name.into())?;
        finish(&transaction).await
    }

    /// A thing that was kept.
    pub(crate) async fn kept(&self, name: &str) -> Result<Option<JsValue>, StoreError> {
        let transaction = self.begin(&[NOTES], Access::Read)?;
        let found = answer(&transaction.object_store(NOTES)?.get(&name.into())?).await?;
        Ok((!found.is_undefined()).then_some(found))
    }

    fn begin(&self, stores: &[&str], access: Access) -> Result<IdbTransaction, StoreError> {
        let (mode, durability) = match access {
            Access::Read => ("readonly", "default"),
            Access::Write => ("readwrite", "relaxed"),
            Access::WriteStrictly => ("readwrite", "strict"),
        };
        let names: Array = stores.iter().map(|name| JsValue::from(*name)).collect();
        let how = object(&[("durability", durability.into())]);
        let arguments = [names.into(), mode.into(), how.into()];
        Ok(call(&self.database, "transaction", &arguments)?.unchecked_into())
    }
}

/// Makes the stores that came after a version; what is in the others stays.
fn make_stores(request: &web_sys::IdbOpenDbRequest, before: u64) {
    let made = request.result().and_then(|database| {
        let database: IdbDatabase = database.unchecked_into();
        database.create_object_store(PHOTOS)?;
        if before > 0 {
            return Ok(());
        }
        database.create_object_store(OUTBOX)?;
        database.create_object_store(NOTES)?;
        let numbered = IdbObjectStoreParameters::new();
        numbered.set_auto_increment(true);
        database.create_object_store_with_optional_parameters(PULLED, &numbered)?;
        Ok(())
    });
    if let Err(error) = made {
        leptos::logging::error!("{}", said(&error));
    }
}

async fn after(outbox: &IdbObjectStore, known: u64) -> Result<Vec<Vec<u8>>, StoreError> {
    let range = IdbKeyRange::lower_bound_with_open(&number(known), true)?;
    all(outbox, &range).await
}

async fn all(store: &IdbObjectStore, range: &IdbKeyRange) -> Result<Vec<Vec<u8>>, StoreError> {
    let found: Array = answer(&store.get_all_with_key(range)?).await?.unchecked_into();
    Ok(found.iter().map(|value| value.unchecked_into::<Uint8Array>().to_vec()).collect())
}

async fn get<T: DeserializeOwned>(
    notes: &IdbObjectStore,
    name: &str,
) -> Result<Option<T>, StoreError> {
    let found = answer(&notes.get(&name.into())?).await?;
    let read = |text: String| serde_json::from_str(&text).map_err(no_database);
    found.as_string().map(read).transpose()
}

fn put<T: Serialize>(notes: &IdbObjectStore, name: &str, note: &T) -> Result<(), StoreError> {
    let text = serde_json::to_string(note).map_err(no_database)?;
    notes.put_with_key(&text.into(), &name.into())?;
    Ok(())
}

/// Waits for a request's answer.
async fn answer(request: &IdbRequest) -> Result<JsValue, StoreError> {
    match settled(request, "success", &["error", "blocked"]).await {
        Ok(()) => Ok(request.result()?),
        Err(event) if event == "blocked" => Err(StoreError::Blocked),
        Err(_) => Err(error_of(request.error().ok().flatten().map(Into::into))),
    }
}

/// Waits until a transaction is on disk.
async fn finish(transaction: &IdbTransaction) -> Result<(), StoreError> {
    // All is asked for: this spares the browser a turn of its loop.
    call(transaction, "commit", &[])?;
    // Only an abort knows why: the error of a request comes before it, and says nothing yet.
    settled(transaction, "complete", &["abort"])
        .await
        .map_err(|_| error_of(transaction.error().map(Into::into)))
}

fn error_of(error: Option<JsValue>) -> StoreError {
    error.map_or_else(|| no_database("the transaction was given up"), StoreError::from)
}

/// Waits for the one event, or answers the name of another that came instead.
async fn settled(target: &EventTarget, good: &str, bad: &[&str]) -> Result<(), String> {
    let promise = Promise::new(&mut |resolve, reject| {
        let _ = target.add_event_listener_with_callback(good, &resolve);
        for name in bad {
            let _ = target.add_event_listener_with_callback(name, &reject);
        }
    });
    JsFuture::from(promise).await.map(|_| ()).map_err(|event| {
        event.dyn_into::<web_sys::Event>().map(|event| event.type_()).unwrap_or_default()
    })
}

fn no_database(why: impl ToString) -> StoreError {
    StoreError::Other(why.to_string())
}

/// Keys are numbers of JavaScript, exact up to 2^53.
#[allow(clippy::cast_precision_loss, reason = "no device writes 2^53 entries")]
fn number(key: u64) -> JsValue {
    JsValue::from_f64(key as f64)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "keys are whole numbers from 1 on"
)]
fn as_number(key: &JsValue) -> u64 {
    key.as_f64().unwrap_or_default() as u64
}
