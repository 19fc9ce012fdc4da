//! How many refusals are noted one by one: strangers must not fill the disk by being refused.

use sync_core::time::Timestamp;

/// So many at once; each is a few hundred bytes.
const AT_ONCE: u64 = 120;
/// One more every so many milliseconds: thirty a minute, some ten megabytes a day at worst.
const EVERY_MILLIS: i64 = 2_000;

/// Lets refusals in at a pace, and counts the others.
#[derive(Debug)]
pub struct Flood {
    left: u64,
    filled: Timestamp,
    left_out: u64,
}

impl Flood {
    /// Nothing was refused yet.
    pub const fn new(now: Timestamp) -> Self {
        Self { left: AT_ONCE, filled: now, left_out: 0 }
    }

    /// Whether this one is noted by itself; else it is counted.
    pub fn lets_in(&mut self, now: Timestamp) -> bool {
        let since = now.millis().saturating_sub(self.filled.millis());
        if since < 0 {
            self.filled = now;
        }
        let more = since.max(0) / EVERY_MILLIS;
        self.filled = Timestamp::from_millis(self.filled.millis() + more * EVERY_MILLIS);
        self.left = self.left.saturating_add(u64::try_from(more).unwrap_or(0)).min(AT_ONCE);
        if self.left == 0 {
            self.left_out();
            return false;
        }
        self.left -= 1;
        true
    }

    /// One more could not be noted.
    pub const fn left_out(&mut self) {
        self.left_out = self.left_out.saturating_add(1);
    }

    /// How many were only counted, since this was asked before.
    pub fn take_left_out(&mut self) -> u64 {
        std::mem::take(&mut self.left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_beyond_what_anybody_reads_are_counted() {
        let begun = Timestamp::from_millis(1_000_000);
        let mut flood = Flood::new(begun);

        let noted = (0..1_000).filter(|_| flood.lets_in(begun)).count();

        assert_eq!((noted, flood.take_left_out()), (120, 880));
        let later = Timestamp::from_millis(begun.millis() + 60_000);
        assert_eq!((0..100).filter(|_| flood.lets_in(later)).count(), 30);
        assert_eq!(flood.take_left_out(), 70);
        let back = Timestamp::from_millis(0);
        assert!(!flood.lets_in(back), "a clock that was set back opens no door");
    }
}
