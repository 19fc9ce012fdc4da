//! Tokens: JWTs signed with the server's own Ed25519 key, good for 10 minutes.
//!
//! The algorithm is fixed, the key is looked up by its id among the server's own, and a
//! header that brings anything but `alg`, `typ` and `kid` is refused: a token never says
//! by which key, or from which address, it wants to be believed.

use std::collections::BTreeMap;
use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sync_core::ids::DeviceNumber;
use sync_core::time::{Span, Timestamp};

use super::encoding::{random_bytes, sha256, to_hex, to_text};
use crate::folder::{self, Folder};

/// How long a token is good.
pub const LIFETIME: Span = Span::minutes(10);
/// The issuer (`iss`) that every token names; a token of another is refused.
pub const ISSUER: &str = "inwards-server";
/// Whom tokens are for.
pub const AUDIENCE: &str = "inwards-api";
/// What sort of token it is: no other JWT of the plant can be taken for one.
pub const TYPE: &str = "inwards+jwt";
/// Longer texts are not looked at.
const LONGEST: usize = 2_048;

/// Why a token does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not one of ours, or its signature does not fit.
    #[error("this token was not issued here")]
    NotOurs,
    /// It was issued here, and is too old.
    #[error("this token has expired: fetch a new one")]
    Expired,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    iat: i64,
    exp: i64,
    jti: String,
}

/// All that a header may hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StrictHeader {
    alg: String,
    typ: String,
    kid: String,
}

/// The server's keys: one that signs, and all that are believed.
pub struct TokenKeys {
    signing: EncodingKey,
    kid: String,
    believed: BTreeMap<String, DecodingKey>,
}

impl TokenKeys {
    /// Reads the key, or makes one.
    pub fn open(folder: &Folder) -> io::Result<Self> {
        let der = folder::read_or_create(&folder.token_key(), || {
            let key = SigningKey::from_bytes(&random_bytes()?);
            let der = key.to_pkcs8_der().map_err(io::Error::other)?;
            Ok(der.as_bytes().to_vec())
        })?;
        Self::of(&der)
    }

    fn of(der: &[u8]) -> io::Result<Self> {
        let key = SigningKey::from_pkcs8_der(der).map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, "token.key holds no Ed25519 key")
        })?;
        let public = key.verifying_key().to_bytes();
        let kid = to_hex(&sha256(&public)[..8]);
        Ok(Self {
            signing: EncodingKey::from_ed_der(der),
            believed: BTreeMap::from([(kid.clone(), DecodingKey::from_ed_der(&public))]),
            kid,
        })
    }

    /// A token for a device, and when it ends.
    pub fn issue(&self, device: DeviceNumber, now: Timestamp) -> io::Result<(String, Timestamp)> {
        let expires = now.plus(LIFETIME);
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: device.to_string(),
            iat: now.millis().div_euclid(1_000),
            exp: expires.millis().div_euclid(1_000),
            jti: to_text(&random_bytes::<12>()?),
        };
        let header = Header {
            alg: Algorithm::EdDSA,
            typ: Some(TYPE.to_owned()),
            kid: Some(self.kid.clone()),
            ..Header::default()
        };
        let token =
            jsonwebtoken::encode(&header, &claims, &self.signing).map_err(io::Error::other)?;
        Ok((token, expires))
    }

    /// The device that a token speaks for.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<DeviceNumber, TokenError> {
        let key = self.key_of(token).ok_or(TokenError::NotOurs)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // Compared below with the clock of this call, without any leeway.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation)
            .map_err(|_| TokenError::NotOurs)?
            .claims;
        let seconds = now.millis().div_euclid(1_000);
        if claims.exp <= seconds {
            return Err(TokenError::Expired);
        }
        // No token of ours lives longer, and none is from the future.
        let lifetime = LIFETIME.0 / 1_000;
        if claims.exp.saturating_sub(seconds) > lifetime + 60 {
            return Err(TokenError::NotOurs);
        }
        claims.sub.parse().map(DeviceNumber).map_err(|_| TokenError::NotOurs)
    }

    fn key_of(&self, token: &str) -> Option<&DecodingKey> {
        if token.len() > LONGEST {
            return None;
        }
        let header = URL_SAFE_NO_PAD.decode(token.split('.').next()?).ok()?;
        let header: StrictHeader = serde_json::from_slice(&header).ok()?;
        if header.alg != "EdDSA" || header.typ != TYPE {
            return None;
        }
        self.believed.get(&header.kid)
    }
}

impl std::fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenKeys").field("kid", &self.kid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::Signer as _;
    use serde_json::{Value, json};

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    struct Forge {
        key: SigningKey,
        keys: TokenKeys,
        header: Value,
        claims: Value,
    }

    fn forge() -> Forge {
        let key = SigningKey::from_bytes(&[7; 32]);
        let keys = TokenKeys::of(key.to_pkcs8_der().unwrap().as_bytes()).unwrap();
        let header = json!({"alg": "EdDSA", "typ": TYPE, "kid": keys.kid});
        let exp = NOW.millis() / 1_000 + 600;
        let claims = json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": "17",
            "iat": NOW.millis() / 1_000, "exp": exp, "jti": "x",
        });
        Forge { key, keys, header, claims }
    }

    impl Forge {
        fn body(&self) -> String {
            let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
            format!("{}.{}", part(&self.header), part(&self.claims))
        }

        fn signed(&self) -> String {
            let body = self.body();
            let signature = self.key.sign(body.as_bytes()).to_bytes();
            format!("{body}.{}", URL_SAFE_NO_PAD.encode(signature))
        }

        fn check(&self, token: &str) -> Result<DeviceNumber, TokenError> {
            self.keys.verify(token, NOW)
        }
    }

    #[test]
    fn a_token_speaks_for_its_device_until_it_ends() {
        let Forge { keys, .. } = forge();

        let (token, expires) = keys.issue(DeviceNumber(17), NOW).unwrap();

        assert_eq!(keys.verify(&token, NOW), Ok(DeviceNumber(17)));
        assert_eq!(keys.verify(&token, expires), Err(TokenError::Expired));
    }

    #[test]
    fn a_hand_made_token_of_the_same_shape_holds() {
        let forge = forge();

        assert_eq!(forge.check(&forge.signed()), Ok(DeviceNumber(17)));
    }

    #[test]
    fn no_algorithm_but_ours_is_believed() {
        let mut forge = forge();

        forge.header["alg"] = json!("none");
        assert!(forge.check(&format!("{}.", forge.body())).is_err());
        assert!(forge.check(&forge.signed()).is_err());
        forge.header["alg"] = json!("HS256");
        let public = forge.key.verifying_key().to_bytes();
        let header = Header {
            typ: Some(TYPE.to_owned()),
            kid: Some(forge.keys.kid.clone()),
            ..Header::new(Algorithm::HS256)
        };
        let confused =
            jsonwebtoken::encode(&header, &forge.claims, &EncodingKey::from_secret(&public));
        assert!(forge.check(&confused.unwrap()).is_err());
    }

    #[test]
    fn a_header_that_brings_its_own_key_is_refused() {
        for field in ["jwk", "jku", "x5u", "x5c", "crit"] {
            let mut forge = forge();
            forge.header[field] = json!("https://example.com");
            assert!(forge.check(&forge.signed()).is_err(), "{field}");
        }
    }

    #[test]
    fn every_field_is_checked() {
        for (part, field, wrong) in [
            ("header", "kid", json!("0000000000000000")),
            ("header", "typ", json!("JWT")),
            ("claims", "aud", json!("somebody-else")),
            ("claims", "iss", json!("somebody-else")),
            ("claims", "exp", json!(1)),
            ("claims", "exp", json!(9_999_999_999_i64)),
            ("claims", "sub", json!("all")),
        ] {
            let mut forge = forge();
            let place = if part == "header" { &mut forge.header } else { &mut forge.claims };
            place[field] = wrong;
            assert!(forge.check(&forge.signed()).is_err(), "{field}");
        }
    }

    #[test]
    fn rubbish_is_no_token() {
        let forge = forge();
        for rubbish in ["", ".", "..", "a.b.c", "∞.∞.∞", &"x".repeat(100_000)] {
            assert_eq!(forge.check(rubbish), Err(TokenError::NotOurs));
        }
    }
}
