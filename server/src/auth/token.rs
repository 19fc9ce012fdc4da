//! Tokens: JWTs signed with the server's own Ed25519 key, good for 10 minutes.
//!
//! The key can be changed while devices work: tokens of the one before are believed until they end.
//! Of it the server keeps the public half alone.
//!
//! The algorithm is fixed, the key is looked up by its id among the server's own, and a
//! header that brings anything but `alg`, `typ` and `kid` is refused: a token never says
//! by which key, or from which address, it wants to be believed.

use std::collections::BTreeMap;
use std::io;
use std::sync::{PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sync_core::ids::DeviceNumber;
use sync_core::time::{Span, Timestamp};

use super::encoding::{from_text, random_bytes, sha256, to_hex, to_text};
use super::token_crypto;
use crate::folder::{self, Folder};

/// How long a token is good.
pub const LIFETIME: Span = Span::minutes(10);
/// The issuer (`iss`) that every token names; a token of another is refused.
pub const ISSUER: &str = "inwards-server";
/// Whom tokens are for.
pub const AUDIENCE: &str = "inwards-api";
/// What sort of token it is: no other JWT of the plant can be taken for one.
pub const TYPE: &str = "inwards+jwt";
/// The key of before is believed for so long once another signs: as long as its last token lives.
pub const OVERLAP: Span = LIFETIME;
/// So far a clock may have been set back since a token was made, in seconds.
const SET_BACK: i64 = 60;
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
    /// None before this instant; a server of before wrote none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
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
    folder: Folder,
    keys: RwLock<Keys>,
}

struct Keys {
    signing: EncodingKey,
    kid: String,
    own: DecodingKey,
    /// Those of before, until their last tokens end.
    retired: BTreeMap<String, Retired>,
    is_given: bool,
}

/// A key that signs no more.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Retired {
    public: String,
    until: Timestamp,
}

/// Why there is no new key.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// The key is a credential of the service, which is not ours to write.
    #[error(
        "the key came with the service's credentials: give it another one there, and start the server again"
    )]
    IsCredential,
    /// It could not be kept.
    #[error("the new key could not be kept: {0}")]
    Storage(#[from] io::Error),
}

impl TokenKeys {
    /// Reads the key, or makes one. One that came with the service's credentials goes before it.
    pub fn open(folder: &Folder) -> io::Result<Self> {
        token_crypto::install();
        let given = folder::credential("token.key")?;
        let is_given = given.is_some();
        let der = match given {
            Some(der) => der,
            None => folder::read_or_create(&folder.token_key(), fresh)?,
        };
        let mut keys = Keys::of(&der)?;
        keys.is_given = is_given;
        keys.retired = match std::fs::read(folder.retired_token_keys()) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { folder: folder.clone(), keys: RwLock::new(keys) })
    }

    /// Another key signs from now on; answers its id, and until when the one before is believed.
    pub fn rotate(&self, now: Timestamp) -> Result<(String, Timestamp), RotateError> {
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        if keys.is_given {
            return Err(RotateError::IsCredential);
        }
        let der = fresh()?;
        let mut next = Keys::of(&der)?;
        let until = now.plus(OVERLAP);
        let public = keys.own.try_get_as_bytes().map_err(io::Error::other)?;
        next.retired = keys.retired.clone();
        next.retired.retain(|_, retired| retired.until > now);
        next.retired.insert(keys.kid.clone(), Retired { public: to_text(public), until });
        // First whom to believe: a key that is on disk only once it is in use loses no token.
        let retired = serde_json::to_vec_pretty(&next.retired).map_err(io::Error::other)?;
        folder::replace(&self.folder.retired_token_keys(), &retired)?;
        folder::replace(&self.folder.token_key(), &der)?;
        let kid = next.kid.clone();
        *keys = next;
        Ok((kid, until))
    }

    /// A token for a device, and when it ends.
    pub fn issue(&self, device: DeviceNumber, now: Timestamp) -> io::Result<(String, Timestamp)> {
        let expires = now.plus(LIFETIME);
        let seconds = now.millis().div_euclid(1_000);
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: device.to_string(),
            iat: seconds,
            nbf: Some(seconds),
            exp: expires.millis().div_euclid(1_000),
            jti: to_text(&random_bytes::<12>()?),
        };
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let header = Header {
            alg: Algorithm::EdDSA,
            typ: Some(TYPE.to_owned()),
            kid: Some(keys.kid.clone()),
            ..Header::default()
        };
        let token =
            jsonwebtoken::encode(&header, &claims, &keys.signing).map_err(io::Error::other)?;
        Ok((token, expires))
    }

    /// The device that a token speaks for.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<DeviceNumber, TokenError> {
        let kid = kid_of(token).ok_or(TokenError::NotOurs)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // Compared below with the clock of this call.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let retired = keys.retired_key(&kid, now);
        let key = if kid == keys.kid { Some(&keys.own) } else { retired.as_ref() };
        let key = key.ok_or(TokenError::NotOurs)?;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation)
            .map_err(|_| TokenError::NotOurs)?
            .claims;
        let seconds = now.millis().div_euclid(1_000);
        if claims.exp <= seconds {
            return Err(TokenError::Expired);
        }
        // No token of ours lives longer, and none is from the future.
        let lifetime = LIFETIME.0 / 1_000;
        let begins = claims.nbf.unwrap_or(claims.iat).max(claims.iat);
        if claims.exp.saturating_sub(seconds) > lifetime + SET_BACK
            || begins.saturating_sub(seconds) > SET_BACK
        {
            return Err(TokenError::NotOurs);
        }
        claims.sub.parse().map(DeviceNumber).map_err(|_| TokenError::NotOurs)
    }
}

impl Keys {
    fn of(der: &[u8]) -> io::Result<Self> {
        let key = SigningKey::from_pkcs8_der(der).map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, "token.key holds no Ed25519 key")
        })?;
        let public = key.verifying_key().to_bytes();
        Ok(Self {
            signing: EncodingKey::from_ed_der(der),
            kid: to_hex(&sha256(&public)[..8]),
            own: DecodingKey::from_ed_der(&public),
            retired: BTreeMap::new(),
            is_given: false,
        })
    }

    fn retired_key(&self, kid: &str, now: Timestamp) -> Option<DecodingKey> {
        let retired = self.retired.get(kid).filter(|retired| now < retired.until)?;
        Some(DecodingKey::from_ed_der(&from_text::<32>(&retired.public)?))
    }
}

/// A new key, as it is kept.
fn fresh() -> io::Result<Vec<u8>> {
    let key = SigningKey::from_bytes(&random_bytes()?);
    let der = key.to_pkcs8_der().map_err(io::Error::other)?;
    Ok(der.as_bytes().to_vec())
}

/// By which key a token wants to be believed, where it is made as ours are.
fn kid_of(token: &str) -> Option<String> {
    if token.len() > LONGEST {
        return None;
    }
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next()?).ok()?;
    let header: StrictHeader = serde_json::from_slice(&header).ok()?;
    (header.alg == "EdDSA" && header.typ == TYPE).then_some(header.kid)
}

impl std::fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenKeys { … }")
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::Signer as _;
    use hmac::{KeyInit as _, Mac as _};
    use serde_json::{Value, json};

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    struct Forge {
        place: tempfile::TempDir,
        key: SigningKey,
        keys: TokenKeys,
        header: Value,
        claims: Value,
    }

    fn forge() -> Forge {
        let key = SigningKey::from_bytes(&[7; 32]);
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path()).unwrap();
        std::fs::write(folder.token_key(), key.to_pkcs8_der().unwrap().as_bytes()).unwrap();
        let keys = TokenKeys::open(&folder).unwrap();
        let kid = to_hex(&sha256(&key.verifying_key().to_bytes())[..8]);
        let header = json!({"alg": "EdDSA", "typ": TYPE, "kid": kid});
        let exp = NOW.millis() / 1_000 + 600;
        let claims = json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": "17",
            "iat": NOW.millis() / 1_000, "nbf": NOW.millis() / 1_000, "exp": exp, "jti": "x",
        });
        Forge { place, key, keys, header, claims }
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
        let Forge { keys, place: _kept, .. } = forge();

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
        let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(&public).unwrap();
        mac.update(forge.body().as_bytes());
        let confused = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        assert!(forge.check(&format!("{}.{confused}", forge.body())).is_err());
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
            ("claims", "nbf", json!(NOW.millis() / 1_000 + 3_600)),
            ("claims", "iat", json!(NOW.millis() / 1_000 + 3_600)),
            ("claims", "sub", json!("all")),
        ] {
            let mut forge = forge();
            let place = if part == "header" { &mut forge.header } else { &mut forge.claims };
            place[field] = wrong;
            assert!(forge.check(&forge.signed()).is_err(), "{field}");
        }
    }

    #[test]
    fn a_changed_key_signs_and_the_one_before_is_believed_until_its_tokens_end() {
        let Forge { place, keys, key, .. } = forge();
        let (before, _) = keys.issue(DeviceNumber(17), NOW).unwrap();

        let (kid, until) = keys.rotate(NOW).unwrap();
        let (after, _) = keys.issue(DeviceNumber(18), NOW).unwrap();

        assert!(kid_of(&after) == Some(kid) && kid_of(&before) != kid_of(&after));
        let reopened = TokenKeys::open(&Folder::open(place.path()).unwrap()).unwrap();
        for keys in [&keys, &reopened] {
            assert_eq!(keys.verify(&after, NOW), Ok(DeviceNumber(18)));
            assert_eq!(keys.verify(&before, until.plus(Span(-1_000))), Ok(DeviceNumber(17)));
            assert!(keys.verify(&before, until).is_err());
        }
        let kept = std::fs::read(place.path().join("token.key")).unwrap();
        assert_ne!(kept, key.to_pkcs8_der().unwrap().as_bytes(), "the old secret is gone");
        // What the old key signs after its end is worth nothing, whatever it says.
        let forged = Forge { key, ..forge() };
        let (mut header, mut claims) = (forged.header.clone(), forged.claims.clone());
        header["kid"] = json!(kid_of(&before));
        claims["exp"] = json!(until.millis() / 1_000 + 500);
        let forged = Forge { header, claims, ..forged };
        assert_eq!(keys.verify(&forged.signed(), until.plus(Span(1))), Err(TokenError::NotOurs));
    }

    #[test]
    fn rubbish_is_no_token() {
        let forge = forge();
        for rubbish in ["", ".", "..", "a.b.c", "∞.∞.∞", &"x".repeat(100_000)] {
            assert_eq!(forge.check(rubbish), Err(TokenError::NotOurs));
        }
    }
}
