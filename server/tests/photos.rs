//! Photos' files through a real server: pieces, refusals, and who may fetch them.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use common::{Device, Plant, agent, get, jpeg};
use serde_json::json;
use sync_core::fact::{Entity, Fact, PhotoTaken, PhotoType};
use sync_core::ids::FactId;

fn taken(device: &mut Device, content: &str, receipt: &Fact, bytes: usize) -> Fact {
    device.written += 1;
    let id = FactId { device: device.number, sequence: device.written };
    let photo = PhotoTaken {
        content: content.parse().unwrap(),
        media: PhotoType::Jpeg,
        bytes: u32::try_from(bytes).unwrap(),
        width: 1_600,
        height: 1_200,
        shows: "柜门".parse().ok(),
    };
    device.fact(id, Entity::Receipt(receipt.header.id), &photo.into())
}

#[test]
fn a_photo_goes_to_the_server_in_pieces_and_to_those_who_ask_for_it() {
    let plant = Plant::start();
    let (mut clerk, tablet) = (plant.device("dock-clerk"), plant.device("qc-inspector"));
    let (content, bytes) = jpeg(300_000);
    let receipt = clerk.receipt("with a photo");
    let photo = taken(&mut clerk, &content, &receipt, bytes.len());
    clerk.push(&[receipt, photo]);

    let half = json!({ "received": 150_000, "complete": false });
    assert_eq!(clerk.send_piece(&content, &bytes, 0..150_000), (200, half.clone()));
    assert_eq!(clerk.upload(&content), (200, half));
    assert_eq!(tablet.photo(&content).0, 404);
    let whole = json!({ "received": 300_000, "complete": true });
    assert_eq!(clerk.send_piece(&content, &bytes, 150_000..300_000), (200, whole.clone()));

    assert_eq!(tablet.photo(&content), (200, "image/jpeg".to_owned(), bytes.clone()));
    assert_eq!(clerk.send_piece(&content, &bytes, 150_000..300_000), (200, whole));
}

#[test]
fn a_photo_is_shown_without_where_it_was_taken_and_kept_as_it_came() {
    let plant = Plant::start();
    let (mut clerk, tablet) = (plant.device("dock-clerk"), plant.device("qc-inspector"));
    let place = b"Exif\0\0II*\0GPS 31.2304 N 121.4737 E, by Wang";
    let length = u16::try_from(place.len() + 2).unwrap().to_be_bytes();
    let picture = [&[0xff, 0xda, 0, 4, 0, 0][..], b"the picture", &[0xff, 0xd9]].concat();
    let bytes = [&[0xff, 0xd8, 0xff, 0xe1][..], &length, place, &picture].concat();
    let hash = inwards_server::auth::encoding::sha256(&bytes);
    let content = inwards_server::auth::encoding::to_hex(&hash);
    let receipt = clerk.receipt("with a photo");
    let photo = taken(&mut clerk, &content, &receipt, bytes.len());
    clerk.push(&[receipt, photo]);
    assert_eq!(clerk.send_piece(&content, &bytes, 0..bytes.len()).0, 200);

    let (status, _, shown) = tablet.photo(&content);

    assert_eq!((status, shown), (200, [&[0xff, 0xd8][..], &picture].concat()));
    let kept = plant.data().join("photos").join(&content[..2]).join(&content);
    assert_eq!(std::fs::read(kept).unwrap(), bytes);
}

#[test]
fn an_upload_goes_on_after_a_restart_and_out_of_step_it_is_told_so() {
    let mut plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let (content, bytes) = jpeg(200_000);
    clerk.send_piece(&content, &bytes, 0..70_000);
    plant.restart();
    clerk.base = plant.base();
    clerk.sign_in();

    let (status, problem) = clerk.send_piece(&content, &bytes, 0..70_000);
    assert_eq!((status, &problem["type"]), (409, &json!("urn:inwards:problem:out-of-step")));
    let from = usize::try_from(clerk.upload(&content).1["received"].as_u64().unwrap()).unwrap();
    assert_eq!(from, 70_000);
    let (status, state) = clerk.send_piece(&content, &bytes, from..200_000);
    assert_eq!((status, &state["complete"]), (200, &json!(true)));
}

#[test]
fn what_is_no_photo_is_refused_with_the_reason() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let (content, bytes) = jpeg(1_000);
    let (other, _) = jpeg(1_000);
    let check = |answer: (u16, serde_json::Value), status: u16, slug: &str| {
        assert_eq!(answer.0, status, "{}", answer.1);
        assert_eq!(answer.1["type"], format!("urn:inwards:problem:{slug}"));
        assert!(!answer.1["todo"].as_str().unwrap().is_empty());
    };

    check(clerk.send_piece(&other, &bytes, 0..1_000), 422, "wrong-content");
    check(clerk.send_piece(&content, &[b'<'; 400], 0..400), 415, "no-photo");
    check(clerk.send_piece(&content, &vec![0xff; 3_000_001], 0..1_000), 413, "photo-too-large");
    check(clerk.send_piece("nonsense", &bytes, 0..1_000), 400, "malformed");
    check(clerk.send_piece(&content, &bytes, 0..0), 400, "malformed");
    assert_eq!(clerk.upload(&content).1, json!({ "received": 0, "complete": false }));
}

#[test]
fn only_devices_whose_posts_take_photos_send_them() {
    let plant = Plant::start();
    let office = plant.device("purchasing");
    let clerk = plant.device("dock-clerk");
    let (content, bytes) = jpeg(1_000);

    let (status, problem) = office.send_piece(&content, &bytes, 0..1_000);
    assert_eq!((status, &problem["type"]), (403, &json!("urn:inwards:problem:post")));
    plant.revoke(&clerk);
    assert_eq!(clerk.send_piece(&content, &bytes, 0..1_000).0, 403);
    let stranger = Device { token: "none".to_owned(), ..clerk };
    assert_eq!(stranger.send_piece(&content, &bytes, 0..1_000).0, 401);
}

#[test]
fn a_photo_that_no_fact_names_is_kept_and_shown_to_nobody() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let (content, bytes) = jpeg(1_000);
    assert_eq!(clerk.send_piece(&content, &bytes, 0..1_000).0, 200);
    assert_eq!(clerk.photo(&content).0, 404);

    let receipt = clerk.receipt("first the file");
    let photo = taken(&mut clerk, &content, &receipt, bytes.len());
    clerk.push(&[receipt, photo]);

    assert_eq!(clerk.photo(&content).0, 200);
}

#[test]
fn the_api_document_describes_the_photos() {
    let plant = Plant::start();
    let (status, document) = get(&format!("{}/api/openapi.json", plant.base()), &[]);

    assert_eq!(status, 200);
    let path = &document["paths"]["/api/photos/{content}"];
    assert!(path["get"].is_object() && path["patch"].is_object());
    let file = agent().get(&format!("{}/api/photos/zz", plant.base())).call().unwrap();
    assert_eq!(file.headers()["content-type"], "application/problem+json");
}
