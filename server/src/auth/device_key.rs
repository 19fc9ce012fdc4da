//! Keys of devices: Ed25519, or P-256 where a browser has no other (decision 0032).
//!
//! The length tells them apart: 32 bytes are an Ed25519 key, 65 a point of P-256 without compression (SEC 1),
//! as browsers give both. Signatures are of 64 bytes: those of P-256 are r and s, over SHA-256.

use ed25519_dalek::VerifyingKey;
use p256::ecdsa;
use p256::ecdsa::signature::Verifier as _;

use super::encoding::from_text;

/// The bytes of a P-256 key: a sign, and two coordinates of 32 bytes.
const P256_BYTES: usize = 65;

/// What every signature is long.
const SIGNATURE_BYTES: usize = 64;

/// A key that signatures of a device are held against.
#[derive(Clone, Debug)]
pub enum DeviceKey {
    /// `EdDSA` over the curve 25519.
    Ed25519(VerifyingKey),
    /// ECDSA over P-256 with SHA-256.
    P256(ecdsa::VerifyingKey),
}

impl DeviceKey {
    /// The key of these bytes; nothing where they are none, or a weak one.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.len() == P256_BYTES {
            return ecdsa::VerifyingKey::from_sec1_bytes(bytes).ok().map(Self::P256);
        }
        let key = VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
        (!key.is_weak()).then_some(Self::Ed25519(key))
    }

    /// Whether a signature is this key's, of this message.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = <[u8; SIGNATURE_BYTES]>::try_from(signature) else { return false };
        match self {
            Self::Ed25519(key) => {
                let signature = ed25519_dalek::Signature::from_bytes(&signature);
                key.verify_strict(message, &signature).is_ok()
            }
            Self::P256(key) => ecdsa::Signature::from_slice(&signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
        }
    }

    /// The bytes of a key that was written in hex or base64; nothing where it is none.
    pub fn read(text: &str) -> Option<Vec<u8>> {
        let ed25519 = from_text::<32>(text).map(|key| key.to_vec());
        let key = ed25519.or_else(|| from_text::<P256_BYTES>(text).map(|key| key.to_vec()))?;
        Self::of(&key).map(|_| key)
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::Signer as _;

    use super::super::encoding::to_hex;
    use super::*;

    #[test]
    fn each_sort_of_key_verifies_its_own_signatures_alone() {
        let ed25519 = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let p256 = ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
        let of_p256: ecdsa::Signature = p256.sign(b"said");
        let signed = [ed25519.sign(b"said").to_bytes().to_vec(), of_p256.to_bytes().to_vec()];
        let point = p256.verifying_key().to_sec1_point(false);
        let keys = [ed25519.verifying_key().as_bytes().to_vec(), point.as_bytes().to_vec()];

        for (place, bytes) in keys.iter().enumerate() {
            assert_eq!(DeviceKey::read(&to_hex(bytes)).as_ref(), Some(bytes));
            let key = DeviceKey::of(bytes).unwrap();
            for (other, signature) in signed.iter().enumerate() {
                assert_eq!(key.verifies(b"said", signature), place == other);
            }
            assert!(!key.verifies(b"otherwise", &signed[place]));
            assert!(
                !key.verifies(b"said", &signed[place][..63]) && !key.verifies(b"said", &[0; 64])
            );
        }
    }

    #[test]
    fn what_is_no_key_or_a_weak_one_is_none() {
        let compressed = [[2].as_slice(), &[7; 32]].concat();
        let off_the_curve = [[4].as_slice(), &[7; 64]].concat();
        for bytes in [vec![0; 32], vec![7; 31], compressed, off_the_curve, vec![0; 65], vec![]] {
            assert!(DeviceKey::of(&bytes).is_none(), "{bytes:?}");
        }
        assert_eq!(DeviceKey::read("short"), None);
    }
}
