//! Who this device is: its number, its site, its server, and the key that proves it.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sync_core::api::Grant;
use sync_core::ids::DeviceNumber;

use crate::command_error::CommandError;
use crate::folder::{self, Folder};
use crate::text::CliMessage;
use crate::trust::Trust;

/// What the server's list of devices shows.
pub const SOFTWARE: &str = concat!("inwards/", env!("CARGO_PKG_VERSION"));

/// The format of the file.
const VERSION: u8 = 1;

/// Who this device is.
#[derive(Clone, Serialize, Deserialize)]
pub struct Identity {
    version: u8,
    /// The number that the server gave at enrolment; the names of all facts recorded here begin
    /// with it.
    pub device: DeviceNumber,
    /// The site it belongs to, as the server named it.
    pub site: String,
    /// Where its server is.
    pub server: String,
    /// The root that the enrolment link pinned, as DER in hex: no other is believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    root: Option<String>,
    secret: Secret,
}

/// An Ed25519 key, written as hex.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A key that nobody else has.
    pub fn generate() -> Result<Self, CommandError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)
            .map_err(|error| CommandError::storage(format!("no randomness for a key: {error}")))?;
        Ok(Self(to_hex(&seed)))
    }

    fn key(&self) -> Result<SigningKey, CommandError> {
        from_hex(&self.0)
            .map(|seed| SigningKey::from_bytes(&seed))
            .ok_or_else(|| CommandError::storage("the device's key is damaged: enrol again"))
    }

    /// Its public half, in hex.
    pub fn public(&self) -> Result<String, CommandError> {
        Ok(to_hex(self.key()?.verifying_key().as_bytes()))
    }

    /// Signs a message; the signature in hex.
    pub fn sign(&self, message: &[u8]) -> Result<String, CommandError> {
        self.signature(message).map(|signature| to_hex(&signature))
    }

    fn signature(&self, message: &[u8]) -> Result<Vec<u8>, CommandError> {
        Ok(self.key()?.sign(message).to_bytes().to_vec())
    }
}

impl Identity {
    /// A device as the server has just numbered it.
    pub fn new(
        device: DeviceNumber,
        site: String,
        server: &str,
        root: Option<&[u8]>,
        secret: Secret,
    ) -> Self {
        let root = root.map(to_hex);
        Self { version: VERSION, device, site, server: server.to_owned(), root, secret }
    }

    /// Whom the device believes. A pinned root that cannot be read is no leave to believe others: it
    /// fits no certificate.
    pub fn trust(&self) -> Trust {
        Trust::new(self.root.as_deref().map(|hex| bytes_of_hex(hex).unwrap_or_default()))
    }

    /// Reads who this device is.
    pub fn read(folder: &Folder) -> Result<Self, CommandError> {
        let identity: Self = folder::read(&folder.identity())?
            .ok_or_else(|| CommandError::refused("enrolled", CliMessage::NotEnrolled))?;
        if identity.version > VERSION {
            return Err(CommandError::storage(
                "this folder belongs to a newer version of inwards: update the program",
            ));
        }
        Ok(identity)
    }

    /// Signs what this device says, as bytes.
    pub fn signature(&self, message: &[u8]) -> Result<Vec<u8>, CommandError> {
        self.secret.signature(message)
    }

    /// Proves who this device is.
    pub fn sign(&self, message: &[u8]) -> Result<String, CommandError> {
        self.secret.sign(message)
    }
}

/// Whether a grant is the server's word, by the key that signs its grants.
pub fn is_signed(key: &str, grant: &Grant, signature: &str) -> bool {
    let key = from_hex(key).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = bytes_of_hex(signature).and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
    let (Some(key), Some(signature)) = (key, signature) else { return false };
    key.verify_strict(grant.message().as_bytes(), &Signature::from_bytes(&signature)).is_ok()
}

fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to memory cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    bytes_of_hex(text)?.try_into().ok()
}

fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = (0..text.len()).step_by(2).map(|at| text.get(at..at + 2));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_signs_the_same_after_it_was_written_and_read() {
        let secret = Secret::generate().unwrap();
        let read: Secret = serde_json::from_str(&serde_json::to_string(&secret).unwrap()).unwrap();

        assert_eq!(read.sign(b"nonce").unwrap(), secret.sign(b"nonce").unwrap());
        assert_eq!(read.public().unwrap().len(), 64);
    }

    #[test]
    fn a_damaged_key_is_no_panic() {
        for text in ["", "zz", &"é".repeat(32), &"g".repeat(64)] {
            assert!(Secret(text.to_owned()).public().is_err(), "{text}");
        }
    }
}
