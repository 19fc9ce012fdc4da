//! The key that signs what the server grants, and what opens a device without it.

use std::io;

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use ed25519_dalek::{Signer as _, SigningKey};
use sync_core::api::{Grant, Verifier, verifier_secret};

use super::encoding::{random_bytes, to_hex};
use crate::folder::{self, Folder};

/// Memory of a verifier, in KiB: what a handheld bears within a second.
const VERIFIER_KIB: u32 = 19 * 1024;
/// Passes of a verifier.
const VERIFIER_PASSES: u32 = 2;

/// The key that signs grants.
pub struct GrantKey(SigningKey);

impl GrantKey {
    /// Reads the key, or makes one.
    pub fn open(folder: &Folder) -> io::Result<Self> {
        let bytes =
            folder::read_or_create(&folder.grant_key(), || Ok(random_bytes::<32>()?.to_vec()))?;
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, "grant.key holds no Ed25519 key")
        })?;
        Ok(Self(SigningKey::from_bytes(&bytes)))
    }

    /// Its public half, in hex.
    pub fn public(&self) -> String {
        to_hex(self.0.verifying_key().as_bytes())
    }

    /// The signature of a grant, in hex.
    pub fn sign(&self, grant: &Grant) -> String {
        to_hex(&self.0.sign(grant.message().as_bytes()).to_bytes())
    }
}

impl std::fmt::Debug for GrantKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GrantKey").field("public", &self.public()).finish_non_exhaustive()
    }
}

/// What opens one device for one person, by a salt that no other has.
pub fn verifier(badge: Option<&str>, pin: &str) -> io::Result<Verifier> {
    let other = |error: &dyn std::fmt::Display| io::Error::other(error.to_string());
    let salt: [u8; 16] = random_bytes()?;
    let params = Params::new(VERIFIER_KIB, VERIFIER_PASSES, 1, None).map_err(|e| other(&e))?;
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(verifier_secret(badge, pin).as_bytes(), &salt)
        .map_err(|error| other(&error))?;
    Ok(Verifier { hash: hash.to_string(), badge: badge.is_some() })
}
