//! Enrolment and tokens: a code is traded for a number, and a signature for ten minutes.

use std::io;
use std::sync::Arc;

use axum::Extension;
use axum::Json as Answer;
use axum::extract::State;
use sync_core::api::{
    Challenge, ChallengeRequest, EnrolRequest, Enrolled, Token, TokenRequest, token_message,
};
use sync_core::fact::{DeviceEnrolled, Entity};
use sync_core::ids::{DeviceNumber, FactId};
use sync_core::number::ReceiptNumber;
use sync_core::rules::numbering;

use super::guard::Json;
use crate::app::App;
use crate::audit::{What, Who};
use crate::auth::code::{EnrolmentCodes, Redeemed};
use crate::auth::device_key::DeviceKey;
use crate::auth::{challenge, encoding};
use crate::clock;
use crate::error::{Problem, ProblemKind, Refuses, Unable};
use crate::hub::{AuthorError, Drafts, SiteMemory, Standing};
use crate::serve::Peer;

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
    peer: Option<Extension<Peer>>,
    Json(request): Json<EnrolRequest>,
) -> Result<Answer<Enrolled>, Problem> {
    let key = public_key(&request.public_key)?;
    let now = clock::now();
    let redeemed =
        app.codes.redeem(&request.code, &key, now).map_err(|error| unavailable(&error))?;
    let Some(redeemed) = redeemed else {
        return Err(code_refused().after(app.enrol_throttle.wrong()));
    };
    app.enrol_throttle.right();

    let grant = redeemed.grant.clone();
    let codes = Arc::clone(&app.codes);
    // In the lane: the code may have been taken back with whoever made it a moment ago.
    let enrolled = app.site.author(move |held| enrolment(held, &codes, &redeemed, key));
    let device = enrolled.await.map_err(|error| match error {
        AuthorError::NotAllowed(_) => code_refused(),
        error => Problem::from(error),
    })?;
    let (name, posts) = (grant.name.clone(), grant.posts.to_string());
    let what = What::DeviceEnrolled { device, name, posts };
    let noted = app.site.audit().keep(Who::stranger(peer.map(|Extension(peer)| peer)), what).await;
    noted.map_err(|error| Problem::new(ProblemKind::Unavailable, error.to_string()))?;
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

fn public_key(text: &str) -> Result<Vec<u8>, Problem> {
    DeviceKey::read(text).ok_or_else(|| {
        Problem::malformed(
            "public_key is no key: 32 bytes of Ed25519, or 65 of P-256, in base64 or hex",
        )
    })
}

fn code_refused() -> Problem {
    let detail = "the enrolment code is wrong, used or too old";
    Problem::new(ProblemKind::CodeRefused, detail)
}

/// The same device again, where only the answer was lost; else the next number. Nothing where the code
/// was taken back, or its device was revoked since.
fn enrolment(
    held: &SiteMemory,
    codes: &EnrolmentCodes,
    redeemed: &Redeemed,
    key: Vec<u8>,
) -> Result<(Drafts, DeviceNumber), AuthorError> {
    let refused = || AuthorError::NotAllowed("the code opens nothing any more".to_owned());
    let grant = &redeemed.grant;
    let owner = codes.owner(&redeemed.id).ok_or_else(refused)?;
    match owner.map(|device| (device, held.standing_of(device))) {
        Some((device, Standing::Enrolled(_))) => return Ok((Vec::new(), device)),
        Some((_, Standing::Revoked)) => return Err(refused()),
        // What was to be written then was not.
        Some((_, Standing::Unknown)) | None => {}
    }
    let of_key = || held.replica.devices().filter(|(_, state)| state.key == key);
    let lost = of_key().find(|(_, state)| {
        state.revoked.is_none()
            && state.posts == grant.posts
            && state.name.as_ref() == Some(&grant.name)
    });
    if let Some((device, _)) = lost {
        return Ok((Vec::new(), device));
    }
    if redeemed.was_used && of_key().next().is_some() {
        return Err(refused());
    }
    let number = numbering::next(held.device_numbers());
    let number = number.ok_or_else(|| AuthorError::Refused("no number is left".to_owned()))?;
    let device = DeviceNumber(number);
    let bound = codes.bind(&redeemed.id, device);
    bound.map_err(|error| AuthorError::Storage(error.to_string()))?;
    let (name, posts) = (grant.name.clone(), grant.posts);
    let enrolled = DeviceEnrolled { name, posts, key };
    Ok((vec![(Entity::Device(device), enrolled.into())], device))
}

/// A number's first letter, its last sign and the shortest count are not the short code.
fn short_code(device: DeviceNumber) -> String {
    let number = ReceiptNumber(FactId { device, sequence: 1 }).to_string();
    number.get(1..number.len().saturating_sub(4)).unwrap_or_default().to_owned()
}

/// Gives a challenge, to whoever asks: sign `inwards-token-v1:` followed by the nonce, as they are written.
#[utoipa::path(
    post, path = "/api/token/challenge", tag = "devices", request_body = ChallengeRequest,
    responses((status = 200, body = Challenge), Refuses)
)]
pub async fn challenge(
    State(app): State<Arc<App>>,
    Json(request): Json<ChallengeRequest>,
) -> Result<Answer<Challenge>, Problem> {
    let now = clock::now();
    // Whoever asks: which numbers are given, and which were revoked, is told to nobody who does not
    // show a device's key.
    let nonce = app.challenges.issue(request.device, now).map_err(|error| unavailable(&error))?;
    let expires = now.plus(challenge::LIFETIME);
    Ok(Answer(Challenge { nonce, expires }))
}

/// Trades a signed challenge for a token.
///
/// Whoever does not have a device's key learns nothing about the device: not whether there is one,
/// nor whether it was revoked.
#[utoipa::path(
    post, path = "/api/token", tag = "devices", request_body = TokenRequest,
    responses((status = 200, body = Token), Refuses)
)]
pub async fn token(
    State(app): State<Arc<App>>,
    Json(request): Json<TokenRequest>,
) -> Result<Answer<Token>, Problem> {
    let now = clock::now();
    let device = request.device;
    let is_right = app.challenges.is_fresh(&request.nonce, device, now)
        && is_signed(&app, device, &request)
        && app.challenges.answer(&request.nonce, device, now);
    if !is_right {
        let detail = format!("device {device} did not sign a fresh challenge");
        return Err(Problem::new(ProblemKind::Unauthenticated, detail));
    }
    // A device that was revoked gets one too: it may send what it recorded, and is told so.
    let (token, expires) = app.tokens.issue(device, now).map_err(|error| unavailable(&error))?;
    Ok(Answer(Token { token, expires }))
}

fn is_signed(app: &App, device: DeviceNumber, request: &TokenRequest) -> bool {
    let key = app.site.read().replica.device(device).map(|state| state.key.clone());
    let key = key.and_then(|key| DeviceKey::of(&key));
    let signature = encoding::from_text::<64>(&request.signature);
    let (Some(key), Some(signature)) = (key, signature) else { return false };
    let message = token_message(&request.nonce);
    key.verifies(message.as_bytes(), &signature)
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
