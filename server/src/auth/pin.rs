//! PINs: digits that a person remembers, kept as argon2id hashes alone.

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use sync_core::ids::{Text, to_half_width};

use super::encoding::random_bytes;

/// The fewest digits of a PIN (SECURITY: 6 digits are 50 CPU-hours to exhaust).
pub const FEWEST_DIGITS: usize = 6;
/// The most digits of a PIN.
pub const MOST_DIGITS: usize = 32;

/// Why there is no hash.
#[derive(Debug, thiserror::Error)]
pub enum PinError {
    /// Too short, too long, or not digits.
    #[error("a PIN has {FEWEST_DIGITS} to {MOST_DIGITS} digits and nothing else")]
    NotDigits,
    /// The machine gave no randomness, or the hash could not be computed.
    #[error("the PIN could not be hashed: {0}")]
    Hashing(String),
}

/// Hashes a PIN: argon2id, 19 MiB, two passes, a salt of its own.
pub fn hash(pin: &str) -> Result<Text, PinError> {
    let pin = to_half_width(pin.trim());
    let digits = pin.len();
    if !(FEWEST_DIGITS..=MOST_DIGITS).contains(&digits) || !pin.bytes().all(|c| c.is_ascii_digit())
    {
        return Err(PinError::NotDigits);
    }
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
            assert!(matches!(hash(wrong), Err(PinError::NotDigits)), "{wrong}");
        }
    }
}
