//! A device's clocks as they are: skewed, drifting, set by hand, started anew at every boot.

use inwards_engine::clock::ClockReading;
use sync_core::time::{Span, Timestamp};

/// What a device's clocks do to the true time.
#[derive(Clone, Debug)]
pub(crate) struct DeviceClock {
    /// How far the wall clock is off.
    skew: Span,
    /// How fast all its clocks run wrong, in millionths.
    drift: i64,
    began: Timestamp,
    booted: Timestamp,
    boot: u64,
    /// Whether anybody ever set it.
    pub(crate) was_set: bool,
}

impl DeviceClock {
    pub(crate) fn new(skew: Span, drift: i64, began: Timestamp, boot: u64) -> Self {
        Self { skew, drift, began, booted: began, boot, was_set: false }
    }

    /// What the clocks show.
    pub(crate) fn stamp(&self, truth: Timestamp) -> ClockReading {
        let since = |start: Timestamp| {
            let elapsed = truth.since(start).0;
            elapsed + self.gained(elapsed)
        };
        ClockReading {
            wall: self.began.plus(self.skew).plus(Span(since(self.began))),
            monotonic_ms: since(self.booted),
            boot: self.boot,
        }
    }

    fn gained(&self, elapsed: i64) -> i64 {
        elapsed / 1_000 * self.drift / 1_000
    }

    /// How far drift alone can have carried it within some time.
    pub(crate) fn drift_within(&self, elapsed: Span) -> Span {
        Span(self.gained(elapsed.0).abs() + 1)
    }

    /// Somebody or something sets the wall clock.
    pub(crate) fn set(&mut self, by: Span) {
        self.skew = Span(self.skew.0.saturating_add(by.0));
        self.was_set = true;
    }

    /// The device starts again.
    pub(crate) fn boot(&mut self, truth: Timestamp, boot: u64) {
        self.booted = truth;
        self.boot = boot;
    }
}
