//! Wrong PINs at the server: each person's tries on each device wait for themselves, and nobody else's.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sync_core::ids::{DeviceNumber, PersonNumber};
use sync_core::time::{Span, Timestamp};

/// From so many wrong PINs in a row on, the next has to wait.
const PATIENCE: u32 = 5;
/// How long it waits at first; doubled with each further one.
const FIRST_DELAY: Span = Span::seconds(15);
/// The longest wait.
const LONGEST_DELAY: Span = Span::minutes(30);

/// The tries since the server started that no right one followed.
#[derive(Debug, Default)]
pub struct PinTries(Mutex<BTreeMap<(DeviceNumber, PersonNumber), (u32, Timestamp)>>);

impl PinTries {
    /// Begins a try, which counts as a wrong one until [`Self::right`]: so those that come at once do not
    /// pass by each other. Refused with the instant until which no PIN is looked at.
    pub fn begin(
        &self,
        device: DeviceNumber,
        person: PersonNumber,
        now: Timestamp,
    ) -> Result<(), Timestamp> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, last) = tries.get(&(device, person)).copied().unwrap_or((0, now));
        if let Some(beyond) = count.checked_sub(PATIENCE) {
            let doubled = FIRST_DELAY.0.saturating_mul(1_i64 << beyond.min(20));
            let until = last.plus(Span(doubled.min(LONGEST_DELAY.0)));
            // A clock that was put back makes no wait longer than it is.
            if now < until && now >= last {
                return Err(until);
            }
        }
        tries.insert((device, person), (count.saturating_add(1), now));
        Ok(())
    }

    /// How many tries there were since the last right one.
    pub fn times(&self, device: DeviceNumber, person: PersonNumber) -> u32 {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.get(&(device, person)).map_or(0, |(count, _)| *count)
    }

    /// The PIN was right: the count begins anew.
    pub fn right(&self, device: DeviceNumber, person: PersonNumber) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.remove(&(device, person));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000_000);

    #[test]
    fn the_sixth_try_waits_and_others_do_not() {
        let (tries, device, person) = (PinTries::default(), DeviceNumber(3), PersonNumber(7));

        let first: Vec<bool> = (0..5).map(|_| tries.begin(device, person, NOW).is_ok()).collect();

        assert!(first.iter().all(|may| *may));
        let until = NOW.plus(Span::seconds(15));
        assert_eq!(tries.begin(device, person, NOW), Err(until));
        assert_eq!(tries.begin(device, PersonNumber(8), NOW), Ok(()));
        assert_eq!(tries.begin(DeviceNumber(4), person, NOW), Ok(()));
        assert_eq!(tries.begin(device, person, until), Ok(()));
        assert_eq!(tries.begin(device, person, until), Err(until.plus(Span::seconds(30))));
        tries.right(device, person);
        assert_eq!(tries.begin(device, person, until), Ok(()));
    }

    #[test]
    fn tries_that_nobody_ended_wait_like_wrong_ones_and_lock_nobody_out() {
        let (tries, device, person) = (PinTries::default(), DeviceNumber(3), PersonNumber(7));

        // Callers who hung up while their PIN was looked at; side by side they are no faster.
        let begun = (0..100).filter(|_| tries.begin(device, person, NOW).is_ok()).count();

        assert_eq!(begun, 5);
        assert_eq!(tries.begin(device, person, NOW.plus(Span::seconds(15))), Ok(()));
        assert_eq!(tries.times(device, person), 6);
    }
}
