//! Slows those who guess: a delay that grows with wrong tries, never a lock-out for good.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sync_core::ids::{DeviceNumber, PersonNumber};

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
        let mut wrong = self.wrong.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *wrong = wrong.saturating_add(1);
        delay_after(*wrong)
    }

    /// A right try: the count begins anew.
    pub fn right(&self) {
        *self.wrong.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = 0;
    }
}

/// Whose PIN is tried, and where.
type Tried = (DeviceNumber, PersonNumber);

/// Slows those who guess a PIN: by person and device, so that nobody waits for another's guesses.
///
/// A PIN is few digits, so here the *next* try waits too, and whoever does not wait for it is not even
/// looked at: tries side by side are no faster than tries one after another.
#[derive(Debug, Default)]
pub struct PinThrottle {
    wrong: Mutex<BTreeMap<Tried, Wrong>>,
}

#[derive(Clone, Copy, Debug)]
struct Wrong {
    times: u32,
    /// Tries that are being looked at: none of them may be more than the free ones.
    under_way: u32,
    until: Instant,
}

impl PinThrottle {
    /// Begins a try, which [`wrong`](Self::wrong) or [`right`](Self::right) must end; else how long
    /// it has to wait first.
    pub fn begin(&self, device: DeviceNumber, person: PersonNumber) -> Result<(), Duration> {
        let mut all = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let wrong =
            all.entry((device, person)).or_insert(Wrong { times: 0, under_way: 0, until: now });
        if wrong.until > now {
            return Err(wrong.until - now);
        }
        if wrong.under_way > 0 && wrong.times + wrong.under_way >= FREE_TRIES {
            return Err(Duration::from_secs(1));
        }
        wrong.under_way += 1;
        Ok(())
    }

    /// The try was wrong: how long its answer, and every other try, is to wait.
    pub fn wrong(&self, device: DeviceNumber, person: PersonNumber) -> Duration {
        let mut all = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let wrong =
            all.entry((device, person)).or_insert(Wrong { times: 0, under_way: 0, until: now });
        wrong.under_way = wrong.under_way.saturating_sub(1);
        wrong.times = wrong.times.saturating_add(1);
        let delay = delay_after(wrong.times);
        wrong.until = now + delay;
        delay
    }

    /// The try was right: the count of this person at this device begins anew.
    pub fn right(&self, device: DeviceNumber, person: PersonNumber) {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).remove(&(device, person));
    }

    /// How many wrong tries there were since the last right one.
    pub fn times(&self, device: DeviceNumber, person: PersonNumber) -> u32 {
        let all = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&(device, person)).map_or(0, |wrong| wrong.times)
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
    fn guesses_at_one_pin_wait_and_nobody_elses_do() {
        let (throttle, device) = (PinThrottle::default(), DeviceNumber(3));
        let (guessed, other) = (PersonNumber(7), PersonNumber(8));
        for _ in 0..5 {
            assert_eq!(throttle.begin(device, guessed), Ok(()));
            assert_eq!(throttle.wrong(device, guessed), Duration::ZERO);
        }

        assert_eq!(throttle.begin(device, guessed), Ok(()));
        let delay = throttle.wrong(device, guessed);

        assert_eq!((delay, throttle.times(device, guessed)), (Duration::from_secs(1), 6));
        assert!(throttle.begin(device, guessed).is_err(), "a try that does not wait is no try");
        assert_eq!(throttle.begin(device, other), Ok(()));
        assert_eq!(throttle.begin(DeviceNumber(4), guessed), Ok(()));
    }

    #[test]
    fn guesses_side_by_side_are_not_faster_than_one_after_another() {
        let (throttle, device, person) = (PinThrottle::default(), DeviceNumber(3), PersonNumber(7));

        let begun = (0..100).filter(|_| throttle.begin(device, person).is_ok()).count();

        assert_eq!(begun, 5);
        assert!((0..5).all(|_| throttle.wrong(device, person).is_zero()));
        assert!(throttle.begin(device, person).is_ok());
        assert!(throttle.begin(device, person).is_err());
        throttle.right(device, person);
        assert!(throttle.begin(device, person).is_ok());
    }

    #[test]
    fn a_right_try_forgives_the_wrong_ones() {
        let throttle = Throttle::default();
        (0..9).for_each(|_| assert!(throttle.wrong() < LONGEST));

        throttle.right();

        assert_eq!(throttle.wrong(), Duration::ZERO);
    }
}
