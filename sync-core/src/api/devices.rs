//! What a device and the server exchange before and beside the sync protocol: enrolment, tokens,
//! and how far a photo's file has come.

use serde::{Deserialize, Serialize};

use crate::ids::DeviceNumber;
use crate::time::Timestamp;

/// Stands before the nonce in what a device signs: no other signature of its key can be taken
/// for the one that asks for a token.
const TOKEN_CONTEXT: &str = "inwards-token-v1:";

/// The text that a device signs to answer a challenge.
pub fn token_message(nonce: &str) -> String {
    format!("{TOKEN_CONTEXT}{nonce}")
}

/// A device asks to be enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolRequest {
    /// The one-time code, as the administrator read it out; case and dashes do not matter.
    #[cfg_attr(feature = "openapi", schema(example = "7QK2-0M9D-3FVX-88TZ-1HJA-5RNC-PW"))]
    pub code: String,
    /// The device's public key in base64 or hex: 32 bytes of Ed25519, or 65 of P-256 (uncompressed).
    pub public_key: String,
}

/// A device is enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolled {
    /// Its number, for life.
    pub device: DeviceNumber,
    /// Its short code, as it stands in the numbers of its receipts and cards.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true, example = "007"))]
    pub short_code: String,
    /// What people call it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub name: String,
    /// What it may be used for, joined by `+`.
    #[cfg_attr(feature = "openapi", schema(example = "dock-clerk"))]
    pub posts: String,
    /// The plant that the device belongs to from now on.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub site: String,
    /// The server's clock when it answered, from which the device learns how wrong its own is.
    pub server_time: Timestamp,
    /// The public key that signs what the server grants, in hex.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub grant_key: String,
}

/// A device asks for a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChallengeRequest {
    /// The device that wants a token.
    pub device: DeviceNumber,
}

/// What is to be signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Random; good once, for 60 seconds. What is signed is [`token_message`] of it.
    pub nonce: String,
    /// After this the nonce is not taken any more.
    pub expires: Timestamp,
}

/// A device answers a challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenRequest {
    /// The device that signed.
    pub device: DeviceNumber,
    /// The nonce of the challenge that was signed.
    pub nonce: String,
    /// The device's signature over `inwards-token-v1:` and the nonce, 64 bytes in base64 or hex.
    pub signature: String,
}

/// A bearer token of a device, good for ten minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Token {
    /// For the `Authorization` header, after `Bearer `.
    pub token: String,
    /// Until when; ten minutes.
    pub expires: Timestamp,
}

/// How far the upload of a photo's file has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Upload {
    /// Bytes that the server has, durably: the next piece begins there.
    pub received: u64,
    /// Whether the server has the whole file, and it is what its name says.
    pub complete: bool,
}
