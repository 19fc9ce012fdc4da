//! Admin sessions: an administrator showed who they are, on a device that is an administrator's.
//!
//! A device's token says which device speaks. What administers needs the person too: their
//! PIN is checked here, and what stands for it is good for ten minutes, on that device alone,
//! until the server ends. Whether both may administer is asked again at every request.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// An administrator who showed who they are, at a device. It names the session without its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdminSession {
    /// The device that they sit at.
    pub device: DeviceNumber,
    /// Who they are.
    pub person: PersonNumber,
    until: Timestamp,
    key: [u8; 32],
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
        let (key, until) = (sha256(secret.as_bytes()), now.plus(LIFETIME));
        let mut admin_sessions = self.held();
        admin_sessions.retain(|_, admin_session| admin_session.until > now);
        admin_sessions.insert(key, AdminSession { device, person, until, key });
        Ok((secret, until))
    }

    /// The session that the secret opens, where it is this device's and not over.
    pub fn find(&self, secret: &str, device: DeviceNumber, now: Timestamp) -> Option<AdminSession> {
        let found = self.held().get(&sha256(secret.as_bytes())).copied()?;
        (found.device == device && found.until > now).then_some(found)
    }

    /// Whether a session goes on.
    pub fn goes_on(&self, admin_session: &AdminSession, now: Timestamp) -> bool {
        admin_session.until > now && self.held().contains_key(&admin_session.key)
    }

    /// Ends a session: its administrator got up.
    pub fn end(&self, admin_session: &AdminSession) {
        self.held().remove(&admin_session.key);
    }

    /// Ends all sessions of a person: their PIN or posts changed, or they were revoked.
    pub fn end_of_person(&self, person: PersonNumber) {
        self.held().retain(|_, admin_session| admin_session.person != person);
    }

    /// Ends all sessions at a device.
    pub fn end_of_device(&self, device: DeviceNumber) {
        self.held().retain(|_, admin_session| admin_session.device != device);
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<[u8; 32], AdminSession>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
        let found = admin_sessions.find(&secret, device, before).unwrap();
        assert_eq!((found.device, found.person), (device, person));
        assert!(admin_sessions.goes_on(&found, before) && !admin_sessions.goes_on(&found, until));
        assert_eq!(admin_sessions.find(&secret, device, until), None);
        assert_eq!(admin_sessions.find(&secret, DeviceNumber(4), before), None);
        assert_eq!(admin_sessions.find("other", device, before), None);
    }

    #[test]
    fn a_sitting_ends_with_its_person_its_device_and_when_it_is_ended() {
        let (admin_sessions, now) = (AdminSessions::default(), Timestamp::from_millis(1_000_000));
        let (device, person) = (DeviceNumber(3), PersonNumber(7));
        let ends: [fn(&AdminSessions, &AdminSession); 3] = [
            AdminSessions::end,
            |all, one| all.end_of_person(one.person),
            |all, one| all.end_of_device(one.device),
        ];

        for end in ends {
            let (secret, _) = admin_sessions.begin(device, person, now).unwrap();
            let other = admin_sessions.begin(DeviceNumber(4), PersonNumber(8), now).unwrap().0;
            let found = admin_sessions.find(&secret, device, now).unwrap();
            end(&admin_sessions, &found);
            assert!(!admin_sessions.goes_on(&found, now));
            assert!(admin_sessions.find(&other, DeviceNumber(4), now).is_some());
        }
    }

    #[test]
    fn a_pin_fits_its_hash_alone() {
        let hash = super::super::pin::hash("482917").unwrap();

        assert!(fits("４８２９１７", hash.as_str()));
        assert!(!fits("482918", hash.as_str()));
        assert!(!fits("482917", "no hash"));
    }
}
