//! Enrolment and tokens: a code is traded for a number, and a signature for ten minutes.

use std::io;
use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use ed25519_dalek::{Signature, VerifyingKey};
use sync_core::api::{
    Challenge, ChallengeRequest, EnrolRequest, Enrolled, Token, TokenRequest, token_message,
};
use sync_core::fact::{DeviceEnrolled, Entity};
use sync_core::ids::{DeviceNumber, FactId};
use sync_core::number::ReceiptNumber;

use super::guard::Json;
use crate::app::App;
use crate::auth::code::Grant;
use crate::auth::encoding::from_text;
use crate::auth::{challenge, encoding};
use crate::clock;
use crate::error::{Problem, ProblemKind, Refuses, Unable};
use crate::hub::{Drafts, SiteMemory};

/// Enrols a device with a one-time code.
#[utoipa::path(
    post, path = "/api/enrol", tag = "devices", request_body = EnrolRequest,
    responses(
        (status = 200, body = Enrolled),
        Refuses,
        Unable,
    )
)]
pub async fn enrol(
    State(app): State<Arc<App>>,
    Json(request): Json<EnrolRequest>,
) -> Result<Answer<Enrolled>, Problem> {
    let key = public_key(&request.public_key)?;
    let now = clock::now();
    let grant = app.codes.redeem(&request.code, &key, now).map_err(|error| unavailable(&error))?;
    let Some(grant) = grant else {
        tokio::time::sleep(app.enrol_throttle.wrong()).await;
        return Err(Problem::new(
            ProblemKind::CodeRefused,
            "the enrolment code is wrong, used or too old",
        ));
    };
    app.enrol_throttle.right();

    let of = grant.clone();
    let device = app.site.author(move |held| Ok(enrolment(held, of, key)));
    let device = device.await?;
    tracing::info!(target: "audit", %device, name = %grant.name, posts = %grant.posts, "a device was enrolled");
    let site = app.site.read().replica.site();
    Ok(Answer(Enrolled {
        device,
        short_code: short_code(device),
        name: grant.name.to_string(),
        posts: grant.posts.to_string(),
        site: site.name.map(|name| name.to_string()).unwrap_or_default(),
        server_time: now,
        grant_key: app.grant_key.public(),
    }))
}

fn public_key(text: &str) -> Result<[u8; 32], Problem> {
    let key = from_text::<32>(text);
    key.filter(|key| VerifyingKey::from_bytes(key).is_ok_and(|key| !key.is_weak())).ok_or_else(
        || Problem::malformed("public_key is no Ed25519 key: 32 bytes in base64 or hex"),
    )
}

/// The same device again, where only the answer was lost; else the next number.
fn enrolment(held: &SiteMemory, grant: Grant, key: [u8; 32]) -> (Drafts, DeviceNumber) {
    let lost = held.replica.devices().find(|(_, state)| {
        state.key == key
            && state.revoked.is_none()
            && state.posts == grant.posts
            && state.name.as_ref() == Some(&grant.name)
    });
    if let Some((device, _)) = lost {
        return (Vec::new(), device);
    }
    let device = DeviceNumber(held.last_device() + 1);
    let enrolled = DeviceEnrolled { name: grant.name, posts: grant.posts, key: key.to_vec() };
    (vec![(Entity::Device(device), enrolled.into())], device)
}

/// A number's first letter, its last sign and the shortest count are not the short code.
fn short_code(device: DeviceNumber) -> String {
    let number = ReceiptNumber(FactId { device, sequence: 1 }).to_string();
    number.get(1..number.len().saturating_sub(4)).unwrap_or_default().to_owned()
}

/// Gives a challenge: sign `inwards-token-v1:` followed by the nonce, as they are written.
#[utoipa::path(
    post, path = "/api/token/challenge", tag = "devices", request_body = ChallengeRequest,
    responses((status = 200, body = Challenge), Refuses)
)]
pub async fn challenge(
    State(app): State<Arc<App>>,
    Json(request): Json<ChallengeRequest>,
) -> Result<Answer<Challenge>, Problem> {
    let now = clock::now();
    let reader = app.reader_of(request.device)?;
    let nonce = app.challenges.issue(reader.device, now).map_err(|error| unavailable(&error))?;
    let expires = now.plus(challenge::LIFETIME);
    Ok(Answer(Challenge { nonce, expires }))
}

/// Trades a signed challenge for a token.
#[utoipa::path(
    post, path = "/api/token", tag = "devices", request_body = TokenRequest,
    responses((status = 200, body = Token), Refuses)
)]
pub async fn token(
    State(app): State<Arc<App>>,
    Json(request): Json<TokenRequest>,
) -> Result<Answer<Token>, Problem> {
    let now = clock::now();
    let reader = app.reader_of(request.device)?;
    let fresh = app.challenges.take(&request.nonce, reader.device, now);
    if !fresh || !is_signed(&app, reader.device, &request) {
        let detail = format!("device {} did not sign a fresh challenge", reader.device);
        return Err(Problem::new(ProblemKind::Unauthenticated, detail));
    }
    let (token, expires) =
        app.tokens.issue(reader.device, now).map_err(|error| unavailable(&error))?;
    Ok(Answer(Token { token, expires }))
}

fn is_signed(app: &App, device: DeviceNumber, request: &TokenRequest) -> bool {
    let key = app.site.read().replica.device(device).map(|state| state.key.clone());
    let key = key.and_then(|key| <[u8; 32]>::try_from(key).ok());
    let key = key.and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = encoding::from_text::<64>(&request.signature);
    let (Some(key), Some(signature)) = (key, signature) else { return false };
    let message = token_message(&request.nonce);
    key.verify_strict(message.as_bytes(), &Signature::from_bytes(&signature)).is_ok()
}

fn unavailable(error: &io::Error) -> Problem {
    Problem::new(ProblemKind::Unavailable, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_code_stands_in_every_number_of_the_device() {
        for device in [1, 17, 999, 40_000, 2_000_000] {
            let short = short_code(DeviceNumber(device));
            let number = ReceiptNumber(FactId::new(device, 31_000)).to_string();

            assert!(!short.is_empty() && number[1..].starts_with(&short), "{short} {number}");
        }
    }

    #[test]
    fn a_weak_key_is_no_key() {
        assert!(public_key(&encoding::to_hex(&[0; 32])).is_err());
        assert!(public_key("short").is_err());
    }
}
