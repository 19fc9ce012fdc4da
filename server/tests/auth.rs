//! Enrolling, signing in, and being refused.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::{Device, Plant, enrol, fresh, get, post};
use ed25519_dalek::{Signer as _, SigningKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sync_core::sync::{ClientMessage, Cursor};
use sync_core::wire;

fn status_with(device: &Device, token: &str) -> u16 {
    let mut device = device.clone();
    token.clone_into(&mut device.token);
    let pull = ClientMessage::Pull { cursor: Cursor::default(), most_bytes: 4096 };
    device.say_bytes(&wire::encode(&pull)).0
}

/// The server's own key, as somebody who broke into its disk would have it.
fn servers_key(plant: &Plant) -> SigningKey {
    use ed25519_dalek::pkcs8::DecodePrivateKey as _;
    let der = std::fs::read(plant.data().join("token.key")).unwrap();
    SigningKey::from_pkcs8_der(&der).unwrap()
}

fn part(token: &str, place: usize) -> Value {
    let part = token.split('.').nth(place).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn sign(key: &SigningKey, header: &Value, claims: &Value) -> String {
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let body = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(key.sign(body.as_bytes()).to_bytes());
    format!("{body}.{signature}")
}

#[test]
fn a_forged_token_opens_nothing() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let (header, claims) = (part(&clerk.token, 0), part(&clerk.token, 1));
    let key = servers_key(&plant);
    let with = |base: &Value, field: &str, value: Value| {
        let mut changed = base.clone();
        changed[field] = value;
        changed
    };
    assert_eq!(status_with(&clerk, &sign(&key, &header, &claims)), 200);

    let hs256 = {
        let body = sign(&key, &with(&header, "alg", json!("HS256")), &claims);
        let body = body.rsplit_once('.').unwrap().0;
        let mut mac =
            Hmac::<sha2::Sha256>::new_from_slice(&key.verifying_key().to_bytes()).unwrap();
        mac.update(body.as_bytes());
        format!("{body}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    };
    let in_an_hour = json!(claims["iat"].as_i64().unwrap() + 3_600);
    let unsigned = sign(&key, &with(&header, "alg", json!("none")), &claims);
    for (what, token) in [
        ("alg none", unsigned.rsplit_once('.').unwrap().0.to_owned() + "."),
        ("HS256 with the public key", hs256),
        ("not before an hour", sign(&key, &header, &with(&claims, "nbf", in_an_hour.clone()))),
        ("issued in an hour", sign(&key, &header, &with(&claims, "iat", in_an_hour))),
        ("foreign kid", sign(&key, &with(&header, "kid", json!("deadbeef")), &claims)),
        ("foreign key", sign(&SigningKey::from_bytes(&fresh()), &header, &claims)),
        ("jwk header", sign(&key, &with(&header, "jwk", json!({ "kty": "OKP" })), &claims)),
        ("jku header", sign(&key, &with(&header, "jku", json!("https://a.example")), &claims)),
        ("expired", sign(&key, &header, &with(&claims, "exp", json!(1_000)))),
        ("wrong aud", sign(&key, &header, &with(&claims, "aud", json!("elsewhere")))),
        ("wrong iss", sign(&key, &header, &with(&claims, "iss", json!("elsewhere")))),
        ("wrong typ", sign(&key, &with(&header, "typ", json!("JWT")), &claims)),
        ("unknown device", sign(&key, &header, &with(&claims, "sub", json!("4000")))),
        ("nothing", String::new()),
    ] {
        assert_eq!(status_with(&clerk, &token), 401, "{what}");
    }
}

#[test]
fn a_code_enrols_one_device_once() {
    let plant = Plant::start();
    let code = plant.code("K1", "dock-clerk");
    let (key, thief) = (SigningKey::from_bytes(&fresh()), SigningKey::from_bytes(&fresh()));

    let (status, first) = enrol(&plant.base(), &code.to_lowercase(), &key);
    let (_, again) = enrol(&plant.base(), &code, &key);
    let (refused, problem) = enrol(&plant.base(), &code, &thief);

    assert_eq!(status, 200);
    assert_eq!(first["posts"], "dock-clerk");
    assert_eq!(first["device"], again["device"], "the answer that got lost is given again");
    assert_eq!(refused, 403);
    assert_eq!(problem["type"], "urn:inwards:problem:code-refused");
}

#[test]
fn guessing_codes_gets_slow_and_the_right_one_still_opens() {
    let plant = Plant::start();
    let code = plant.code("K1", "dock-clerk");
    let key = SigningKey::from_bytes(&fresh());
    for _ in 0..5 {
        assert_eq!(enrol(&plant.base(), "0000-0000", &key).0, 403);
    }

    let began = std::time::Instant::now();
    let sixth = enrol(&plant.base(), "0000-0000", &key).0;

    assert_eq!(sixth, 403);
    assert!(began.elapsed().as_millis() >= 1_000);
    assert_eq!(enrol(&plant.base(), &code, &key).0, 200);
}

#[test]
fn a_challenge_is_signed_by_its_device_and_once() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let mut impostor = clerk.clone();
    impostor.key = SigningKey::from_bytes(&fresh());

    assert_eq!(impostor.try_sign_in().0, 401);
    assert_eq!(clerk.try_sign_in().0, 200);
    let mut nobody = clerk.clone();
    nobody.number = sync_core::ids::DeviceNumber(77);
    assert_eq!(nobody.try_sign_in().0, 401);
}

#[test]
fn a_revoked_device_is_turned_away_at_once() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    assert_eq!(status_with(&clerk, &clerk.token), 200);

    plant.revoke(&clerk);

    assert_eq!(status_with(&clerk, &clerk.token), 403);
    assert_eq!(clerk.try_sign_in().0, 200, "it may say once more what it recorded");
    // Whoever does not have its key hears what they would hear of a device that never was.
    let mut stranger = clerk.clone();
    stranger.key = SigningKey::from_bytes(&fresh());
    let (status, problem) = stranger.try_sign_in();
    let own = format!("device {}", stranger.number);
    stranger.number = sync_core::ids::DeviceNumber(4_000);
    let (unknown, other) = stranger.try_sign_in();
    assert_eq!((status, unknown), (401, 401));
    let said = problem.to_string().replace(&own, "device 4000");
    assert_eq!(said, other.to_string());
}

#[test]
fn views_are_for_devices_and_for_who_has_the_boards_code_wherever_they_sit() {
    let plant = Plant::start_closed();
    let clerk = plant.device("dock-clerk");
    let url = format!("{}/api/board", plant.base());

    // From the server's own machine, which is where every tunnel and proxy ends.
    let (status, problem) = get(&url, &[]);
    assert_eq!((status, &problem["status"]), (401, &json!(401)));
    for path in ["receipts", "lots", "set-aside", "contacts", "board/events", "order-lines"] {
        assert_eq!(get(&format!("{}/api/{path}", plant.base()), &[]).0, 401, "{path}");
    }
    let bearer = format!("Bearer {}", clerk.token);
    assert_eq!(get(&url, &[("authorization", &bearer)]).0, 200);
    assert_eq!(get(&url, &[("authorization", "Bearer nonsense")]).0, 401);

    let code = std::fs::read_to_string(plant.data().join("board-token")).unwrap();
    let login = format!("{}/board/login", plant.base());
    assert_eq!(post(&login, &json!({ "code": "wrong" })).0, 403);
    let login = common::agent().post(&login).header("content-type", "application/json");
    let answer = login.send(json!({ "code": code }).to_string()).unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(get(&url, &[("cookie", cookie)]).0, 200);
}

#[test]
fn whatever_goes_wrong_is_a_problem_document() {
    let plant = Plant::start();
    let base = plant.base();

    for (status, (found, body)) in [
        (404, get(&format!("{base}/api/nothing"), &[])),
        (405, get(&format!("{base}/api/enrol"), &[])),
        (400, get(&format!("{base}/api/digest?posts=king"), &[])),
        (400, get(&format!("{base}/api/digest"), &[])),
        (400, post(&format!("{base}/api/enrol"), &json!({ "code": 7 }))),
        (401, get(&format!("{base}/api/sync/live"), &[])),
    ] {
        assert_eq!(found, status, "{body}");
        assert_eq!(body["status"], status);
        assert!(body["todo"].as_str().is_some_and(|todo| !todo.is_empty()));
    }
}
