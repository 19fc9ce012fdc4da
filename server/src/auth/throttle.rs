//! Slows those who guess: a delay that grows with wrong tries, never a lock-out for good.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// So many wrong tries cost nothing: people misread.
const FREE_TRIES: u32 = 5;
/// The longest delay of an answer.
const LONGEST: Duration = Duration::from_secs(30);

/// Counts wrong tries, and says how late the next wrong one is answered.
///
/// Only the *wrong* try waits. All codes here have 128 random bits, so guessing is hopeless
/// at any speed; what the delay protects is the machine, and what it must not do is keep
/// the person with the right code waiting behind somebody else's guesses.
#[derive(Debug, Default)]
pub struct Throttle {
    wrong: Mutex<u32>,
}

impl Throttle {
    /// A wrong try: how long its answer is to wait.
    pub fn wrong(&self) -> Duration {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        *wrong = wrong.saturating_add(1);
        delay_after(*wrong)
    }

    /// A right try: the count begins anew.
    pub fn right(&self) {
        *self.wrong.lock().unwrap_or_else(PoisonError::into_inner) = 0;
    }
}

fn delay_after(wrong: u32) -> Duration {
    let Some(beyond) = wrong.checked_sub(FREE_TRIES + 1) else {
        return Duration::ZERO;
    };
    let seconds = 1_u64.checked_shl(beyond.min(32)).unwrap_or(u64::MAX);
    Duration::from_secs(seconds).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_wrong_try_waits_and_each_doubles_up_to_half_a_minute() {
        let waits: Vec<u64> = (1..=12).map(|wrong| delay_after(wrong).as_secs()).collect();

        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(delay_after(u32::MAX), LONGEST);
    }

    #[test]
    fn a_right_try_forgives_the_wrong_ones() {
        let throttle = Throttle::default();
        (0..9).for_each(|_| assert!(throttle.wrong() < LONGEST));

        throttle.right();

        assert_eq!(throttle.wrong(), Duration::ZERO);
    }
}
