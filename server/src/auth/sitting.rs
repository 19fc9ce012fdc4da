//! Sittings: an administrator showed who they are, on a device that is an administrator's.
//!
//! A device's token says which device speaks. What administers needs the person too: their
//! PIN is checked here, and what stands for it is good for ten minutes, on that device alone,
//! until the server ends. Whether both may administer is asked again at every request.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::PasswordVerifier as _;
use argon2::password_hash::phc::PasswordHash;
use sync_core::ids::{DeviceNumber, PersonNumber, to_half_width};
use sync_core::time::{Span, Timestamp};

use super::encoding::{random_bytes, sha256, to_text};

/// How long a sitting lasts.
pub const LIFETIME: Span = Span::minutes(10);

/// Whether a PIN belongs to a kept hash.
pub fn fits(pin: &str, hash: &str) -> bool {
    let pin = to_half_width(pin.trim());
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

#[derive(Clone, Copy, Debug)]
struct Sitting {
    device: DeviceNumber,
    person: PersonNumber,
    until: Timestamp,
}

/// The sittings of the moment, by what their secrets hash to.
#[derive(Debug, Default)]
pub struct Sittings(Mutex<BTreeMap<[u8; 32], Sitting>>);

impl Sittings {
    /// Begins one; answers its secret, and until when it lasts.
    pub fn begin(
        &self,
        device: DeviceNumber,
        person: PersonNumber,
        now: Timestamp,
    ) -> io::Result<(String, Timestamp)> {
        let secret = to_text(&random_bytes::<32>()?);
        let until = now.plus(LIFETIME);
        let mut sittings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sittings.retain(|_, sitting| sitting.until > now);
        sittings.insert(sha256(secret.as_bytes()), Sitting { device, person, until });
        Ok((secret, until))
    }

    /// Who sits there.
    pub fn person(
        &self,
        secret: &str,
        device: DeviceNumber,
        now: Timestamp,
    ) -> Option<PersonNumber> {
        let sittings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sitting = sittings.get(&sha256(secret.as_bytes()))?;
        (sitting.device == device && sitting.until > now).then_some(sitting.person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitting_holds_on_its_device_and_for_ten_minutes() {
        let (sittings, begun) = (Sittings::default(), Timestamp::from_millis(1_000_000));
        let (device, person) = (DeviceNumber(3), PersonNumber(7));

        let (secret, until) = sittings.begin(device, person, begun).unwrap();

        let before = until.plus(Span(-1));
        assert_eq!(sittings.person(&secret, device, before), Some(person));
        assert_eq!(sittings.person(&secret, device, until), None);
        assert_eq!(sittings.person(&secret, DeviceNumber(4), before), None);
        assert_eq!(sittings.person("other", device, before), None);
    }

    #[test]
    fn a_pin_fits_its_hash_alone() {
        let hash = super::super::pin::hash("482917").unwrap();

        assert!(fits("４８２９１７", hash.as_str()));
        assert!(!fits("482918", hash.as_str()));
        assert!(!fits("482917", "no hash"));
    }
}
