//! The end of the server: one part tells it, and every task that runs until then hears it.

use tokio::sync::watch;

/// Tells everybody who holds a [`Stop`] that the server stops.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Hears that the server stops; each task has its own.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stopper {
    /// A server that does not stop yet.
    pub fn new() -> (Self, Stop) {
        let (tells, hears) = watch::channel(false);
        (Self(tells), Stop(hears))
    }

    /// Tells every task that holds a [`Stop`] to end.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Returns once the server stops.
    pub async fn stopped(&mut self) {
        // An error means that whoever could say so is gone.
        let _ = self.0.wait_for(|stop| *stop).await;
    }

    /// Whether the server is stopping now.
    pub fn is_stopping(&self) -> bool {
        *self.0.borrow()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_listens_late_or_loses_the_teller_hears_the_end_all_the_same() {
        let (stopper, stop) = Stopper::new();
        assert!(!stop.is_stopping());

        stopper.stop();
        let mut late = stop.clone();
        late.stopped().await;
        assert!(late.is_stopping());

        let (stopper, mut stop) = Stopper::new();
        drop(stopper);
        stop.stopped().await;
    }
}
