//! Admin sessions: an administrator showed who they are, on a device that is an administrator's.
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

/// How long an admin session lasts.
pub const LIFETIME: Span = Span::minutes(10);

/// Whether a PIN belongs to a kept hash.
pub fn fits(pin: &str, hash: &str) -> bool {
    let pin = to_half_width(pin.trim());
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

#[derive(Clone, Copy, Debug)]
struct AdminSession {
    device: DeviceNumber,
    person: PersonNumber,
    until: Timestamp,
}

/// The admin sessions of the moment, by what their secrets hash to.
#[derive(Debug, Default)]
pub struct AdminSessions(Mutex<BTreeMap<[u8; 32], AdminSession>>);

impl AdminSessions {
    /// Begins one; answers its secret, and until when it lasts.
    pub fn begin(
        &self,
        device: DeviceNumber,
        person: PersonNumber,
        now: Timestamp,
    ) -> io::Result<(String, Timestamp)> {
        let secret = to_text(&random_bytes::<32>()?);
        let until = now.plus(LIFETIME);
        let mut admin_sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        admin_sessions.retain(|_, admin_session| admin_session.until > now);
        admin_sessions.insert(sha256(secret.as_bytes()), AdminSession { device, person, until });
        Ok((secret, until))
    }

    /// The administrator whose session the secret opens, where it is this device's and not over.
    pub fn person(
        &self,
        secret: &str,
        device: DeviceNumber,
        now: Timestamp,
    ) -> Option<PersonNumber> {
        let admin_sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let admin_session = admin_sessions.get(&sha256(secret.as_bytes()))?;
        (admin_session.device == device && admin_session.until > now)
            .then_some(admin_session.person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitting_holds_on_its_device_and_for_ten_minutes() {
        let (admin_sessions, begun) = (AdminSessions::default(), Timestamp::from_millis(1_000_000));
        let (device, person) = (DeviceNumber(3), PersonNumber(7));

        let (secret, until) = admin_sessions.begin(device, person, begun).unwrap();

        let before = until.plus(Span(-1));
        assert_eq!(admin_sessions.person(&secret, device, before), Some(person));
        assert_eq!(admin_sessions.person(&secret, device, until), None);
        assert_eq!(admin_sessions.person(&secret, DeviceNumber(4), before), None);
        assert_eq!(admin_sessions.person("other", device, before), None);
    }

    #[test]
    fn a_pin_fits_its_hash_alone() {
        let hash = super::super::pin::hash("482917").unwrap();

        assert!(fits("４８２９１７", hash.as_str()));
        assert!(!fits("482918", hash.as_str()));
        assert!(!fits("482917", "no hash"));
    }
}
