//! The broadcaster: draws the board once for all who watch, when the log moves and as time passes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::board_snapshot;
use crate::clock;
use crate::hub::Site;
use crate::stop::Stop;

/// The board is drawn at most this often.
const COALESCE: Duration = Duration::from_millis(200);
/// And at least this often: instants pass even where nothing happens.
const AT_LEAST: Duration = Duration::from_secs(15);

/// One drawing of the board, as JSON.
#[derive(Debug, Default)]
pub struct Drawn {
    /// The log's position that it shows.
    pub position: u64,
    /// The board as a JSON document, ready to be sent.
    pub json: String,
}

/// Holds the latest drawing of the board, and wakes who watches when there is another.
#[derive(Clone, Debug)]
pub struct Broadcaster(watch::Sender<Arc<Drawn>>);

impl Default for Broadcaster {
    fn default() -> Self {
        Self(watch::Sender::new(Arc::default()))
    }
}

impl Broadcaster {
    /// Hears of every new drawing.
    pub fn watch(&self) -> watch::Receiver<Arc<Drawn>> {
        self.0.subscribe()
    }

    /// Draws until the server stops; where nobody watches, nothing is drawn.
    pub async fn run(self, site: Arc<Site>, mut stop: Stop) {
        let mut moved = site.moved();
        loop {
            tokio::select! {
                moved = moved.changed() => if moved.is_err() { return },
                () = tokio::time::sleep(AT_LEAST) => {}
                () = stop.stopped() => return,
            }
            if self.0.receiver_count() == 0 {
                continue;
            }
            let began = Instant::now();
            if let Some(drawn) = draw(&site).await {
                self.0.send_replace(Arc::new(drawn));
            }
            // A large board is drawn less often: pushes wait while it reads.
            tokio::time::sleep(COALESCE.max(began.elapsed() * 5)).await;
        }
    }
}

/// Draws the board now.
pub async fn draw(site: &Arc<Site>) -> Option<Drawn> {
    let of = Arc::clone(site);
    let board_snapshot =
        site.ask(move |held| board_snapshot::draw(&of, held, clock::now())).await?;
    let json = serde_json::to_string(&board_snapshot).ok()?;
    Some(Drawn { position: board_snapshot.position, json })
}
