//! Challenges: random numbers that a device signs once, to prove that it still has its key.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use sync_core::ids::DeviceNumber;
use sync_core::time::{Span, Timestamp};

use super::encoding::{random_bytes, to_text};

/// How long a challenge may be answered.
pub const LIFETIME: Span = Span::seconds(60);
/// The most challenges that wait at once; beyond it the oldest are forgotten.
const MOST_WAITING: usize = 10_000;

/// The challenges that wait for their answer.
#[derive(Debug, Default)]
pub struct Challenges {
    waiting: Mutex<HashMap<String, (DeviceNumber, Timestamp)>>,
}

impl Challenges {
    /// A new challenge for a device.
    pub fn issue(&self, device: DeviceNumber, now: Timestamp) -> std::io::Result<String> {
        let nonce = to_text(&random_bytes::<32>()?);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (_, until)| *until >= now);
        if waiting.len() >= MOST_WAITING {
            waiting.clear();
        }
        waiting.insert(nonce.clone(), (device, now.plus(LIFETIME)));
        Ok(nonce)
    }

    /// Takes a challenge out: true once, for the device it was given to, in its time.
    pub fn take(&self, nonce: &str, device: DeviceNumber, now: Timestamp) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.remove(nonce).is_some_and(|(of, until)| of == device && now <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    #[test]
    fn a_challenge_is_answered_once() {
        let challenges = Challenges::default();
        let nonce = challenges.issue(DeviceNumber(7), NOW).unwrap();

        assert!(challenges.take(&nonce, DeviceNumber(7), NOW));
        assert!(!challenges.take(&nonce, DeviceNumber(7), NOW));
    }

    #[test]
    fn a_challenge_is_of_one_device_and_of_one_minute() {
        let challenges = Challenges::default();
        let others = challenges.issue(DeviceNumber(7), NOW).unwrap();
        let late = challenges.issue(DeviceNumber(7), NOW).unwrap();

        assert!(!challenges.take(&others, DeviceNumber(8), NOW));
        assert!(!challenges.take(&late, DeviceNumber(7), NOW.plus(Span(60_001))));
    }
}
