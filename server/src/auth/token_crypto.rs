//! The cryptography of tokens: Ed25519 alone, by the library that checks devices' signatures too.
//!
//! `jsonwebtoken` takes its cryptography from outside. Its own brings RSA, ECDSA and HMAC, none of
//! which is wanted: with this one a token that names another algorithm has nothing to be checked
//! with, so that no mix-up of algorithms can be written by mistake.

use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey};

static ED25519_ALONE: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    // Asked for keys that come as JSON, which no token of ours does.
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes it the cryptography of every token in this process; again and again changes nothing.
pub(super) fn install() {
    // An error says that one is installed; nobody else installs any.
    let _ = ED25519_ALONE.install_default();
}

struct OwnSigner(SigningKey);

struct OwnVerifier(VerifyingKey);

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the library asks for it so")]
fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    if *algorithm != Algorithm::EdDSA || key.family() != AlgorithmFamily::Ed {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    let key = SigningKey::from_pkcs8_der(key.as_bytes()).map_err(|_| ErrorKind::InvalidEddsaKey)?;
    Ok(Box::new(OwnSigner(key)))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the library asks for it so")]
fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    if *algorithm != Algorithm::EdDSA || key.family() != AlgorithmFamily::Ed {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    let bytes = <&[u8; 32]>::try_from(key.try_get_as_bytes()?);
    let key = bytes.ok().and_then(|bytes| VerifyingKey::from_bytes(bytes).ok());
    Ok(Box::new(OwnVerifier(key.ok_or(ErrorKind::InvalidEddsaKey)?)))
}

impl Signer<Vec<u8>> for OwnSigner {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.0.sign(message).to_bytes().to_vec())
    }
}

impl JwtSigner for OwnSigner {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

impl Verifier<Vec<u8>> for OwnVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let signature = Signature::from_slice(signature).map_err(|_| Error::new())?;
        self.0.verify_strict(message, &signature).map_err(|_| Error::new())
    }
}

impl JwtVerifier for OwnVerifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_algorithm_but_eddsa_has_anything_to_sign_or_check_with() {
        let (secret, public) =
            (EncodingKey::from_secret(&[1; 32]), DecodingKey::from_secret(&[1; 32]));
        for algorithm in [
            Algorithm::HS256,
            Algorithm::HS384,
            Algorithm::HS512,
            Algorithm::ES256,
            Algorithm::ES384,
            Algorithm::RS256,
            Algorithm::RS384,
            Algorithm::RS512,
            Algorithm::PS256,
            Algorithm::PS384,
            Algorithm::PS512,
        ] {
            let own = DecodingKey::from_ed_der(&[1; 32]);
            assert!(verifier(&algorithm, &own).is_err(), "{algorithm:?}");
            assert!(verifier(&algorithm, &public).is_err(), "{algorithm:?}");
            assert!(signer(&algorithm, &secret).is_err(), "{algorithm:?}");
        }
        assert!(verifier(&Algorithm::EdDSA, &public).is_err(), "a secret is no Ed25519 key");
        assert!(signer(&Algorithm::EdDSA, &secret).is_err());
    }
}
