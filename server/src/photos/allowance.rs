//! How much a device may send: a person's day of photos at once, then as fast as one takes them.

use sync_core::time::Timestamp;

/// What a device may send at once, in bytes: the photos of a day without a network.
const AT_ONCE: u64 = 120_000_000;
/// What it may send in a second after that.
const A_SECOND: u64 = 500_000;

/// What is left to one device.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    left: u64,
    at: Timestamp,
}

impl Allowance {
    pub(super) const fn full(now: Timestamp) -> Self {
        Self { left: AT_ONCE, at: now }
    }

    /// Spends so many bytes, where they are left.
    pub(super) fn spend(&mut self, bytes: u64, now: Timestamp) -> bool {
        let millis = u64::try_from(now.since(self.at).0).unwrap_or(0);
        let more = millis.saturating_mul(A_SECOND) / 1_000;
        self.left = self.left.saturating_add(more).min(AT_ONCE);
        self.at = now;
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use sync_core::time::Span;

    use super::*;

    #[test]
    fn a_day_s_photos_go_at_once_and_more_as_time_goes_by() {
        let now = Timestamp::from_millis(1_000_000_000);
        let mut allowance = Allowance::full(now);

        assert!(allowance.spend(AT_ONCE, now));
        assert!(!allowance.spend(1, now));
        assert!(allowance.spend(A_SECOND, now.plus(Span::seconds(1))));
        assert!(!allowance.spend(1, now));
    }
}
