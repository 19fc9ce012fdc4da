//! Photos' files that the server does not have yet, by the SHA-256 of what they hold.

use js_sys::{Array, Uint8Array};
use sync_core::ids::ContentHash;
use wasm_bindgen::JsCast as _;

use super::{Access, PHOTOS, Store, StoreError, answer, finish};

impl Store {
    /// The photos whose files the server does not have yet.
    pub(crate) async fn waiting_photos(&self) -> Result<Vec<ContentHash>, StoreError> {
        let transaction = self.begin(&[PHOTOS], Access::Read)?;
        let keys = answer(&transaction.object_store(PHOTOS)?.get_all_keys()?).await?;
        let keys = keys.unchecked_into::<Array>();
        Ok(keys.iter().filter_map(|key| key.as_string()?.parse().ok()).collect())
    }

    /// A photo's file; nothing where it went to the server, or never was here.
    pub(crate) async fn photo(
        &self,
        content: ContentHash,
    ) -> Result<Option<Uint8Array>, StoreError> {
        let transaction = self.begin(&[PHOTOS], Access::Read)?;
        let store = transaction.object_store(PHOTOS)?;
        let found = answer(&store.get(&content.to_string().into())?).await?;
        Ok(found.dyn_into().ok())
    }

    /// Lets a photo's file go: the server has it.
    pub(crate) async fn drop_photo(&self, content: ContentHash) -> Result<(), StoreError> {
        let transaction = self.begin(&[PHOTOS], Access::Write)?;
        transaction.object_store(PHOTOS)?.delete(&content.to_string().into())?;
        finish(&transaction).await
    }
}
