//! PINs: digits that a person remembers, kept as argon2id hashes alone.

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use sync_core::ids::{PersonNumber, Text};
use sync_core::rules::pin_choice::{self, PinFault};

use super::encoding::random_bytes;

/// Why there is no hash.
#[derive(Debug, thiserror::Error)]
pub enum PinError {
    /// It is not taken as a PIN.
    #[error(transparent)]
    Fault(#[from] PinFault),
    /// The machine gave no randomness, or the hash could not be computed.
    #[error("the PIN could not be hashed: {0}")]
    Hashing(String),
}

/// Hashes a PIN that an administrator gives to somebody, whose number may not be known yet.
pub fn chosen_for_somebody(pin: &str) -> Result<Text, PinError> {
    pin_choice::check(pin, PersonNumber::SERVER)?;
    hash(pin)
}

/// Hashes a PIN: argon2id, 19 MiB, two passes, a salt of its own.
pub fn hash(pin: &str) -> Result<Text, PinError> {
    let pin = pin_choice::plain(pin);
    pin_choice::check_digits(&pin)?;
    let hashing = |error: &dyn std::fmt::Display| PinError::Hashing(error.to_string());
    let salt: [u8; 16] = random_bytes().map_err(|error| hashing(&error))?;
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| hashing(&error))?;
    let text = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(pin.as_bytes(), &salt)
        .map_err(|error| hashing(&error))?
        .to_string();
    text.parse().map_err(|error| hashing(&error))
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordVerifier as _, phc::PasswordHash};

    use super::*;

    #[test]
    fn a_pin_is_kept_as_argon2id_and_opens_again() {
        let kept = hash("４８２９１７").unwrap();

        assert!(kept.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let parsed = PasswordHash::new(kept.as_str()).unwrap();
        assert!(Argon2::default().verify_password(b"482917", &parsed).is_ok());
        assert!(Argon2::default().verify_password(b"482918", &parsed).is_err());
    }

    #[test]
    fn five_digits_or_letters_are_no_pin() {
        for wrong in ["12345", "12345a", "", "123456789012345678901234567890123"] {
            assert!(matches!(hash(wrong), Err(PinError::Fault(PinFault::NotDigits))), "{wrong}");
        }
    }
}
