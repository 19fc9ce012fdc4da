//! The indexer: follows the log behind everybody's back, so that no push waits for the index.

use std::sync::Arc;

use crate::hub::Site;
use crate::index::Index;
use crate::stop::Stop;

/// How much of the log is taken in at once.
const BYTES_AT_ONCE: usize = 1 << 20;

/// Takes the log into the index until the server stops; gives up, and says so, when it fails.
pub async fn follow(site: Arc<Site>, index: Arc<Index>, mut stop: Stop) {
    let mut moved = site.moved();
    loop {
        if let Err(error) = catch_up(&site, &index).await {
            tracing::error!(%error, "the index does not follow the log any more");
            return;
        }
        tokio::select! {
            moved = moved.changed() => if moved.is_err() { break },
            () = stop.stopped() => break,
        }
    }
    if let Err(error) = tokio::task::spawn_blocking(move || index.flush()).await.unwrap_or(Ok(())) {
        tracing::warn!(%error, "the index was not written down");
    }
}

async fn catch_up(site: &Arc<Site>, index: &Arc<Index>) -> anyhow::Result<()> {
    while index.position() < site.head() {
        let first = index.position();
        let (facts, next) = site.facts_from(first, BYTES_AT_ONCE).await?;
        if next == first {
            break;
        }
        let index = Arc::clone(index);
        tokio::task::spawn_blocking(move || index.take(first, &facts)).await??;
    }
    Ok(())
}
