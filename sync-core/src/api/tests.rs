//! The bodies as they stand in JSON: what programs of any version exchange.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use crate::fact::Day;
use crate::ids::{DeviceNumber, PersonNumber};
use crate::text::{Language, Say as _};
use crate::time::Timestamp;

const AT: Timestamp = Timestamp::from_millis(1_764_000_000_123);
const AT_JSON: &str = "2025-11-24T16:00:00.123Z";

#[test]
fn enrolment_is_written_as_every_device_reads_it() {
    check(
        &EnrolRequest { code: "7QK2".to_owned(), public_key: "ab".to_owned() },
        r#"{"code":"7QK2","public_key":"ab"}"#,
    );
    check(
        &Enrolled {
            device: DeviceNumber(7),
            short_code: "007".to_owned(),
            name: "K1".to_owned(),
            posts: "dock-clerk".to_owned(),
            site: "一厂".to_owned(),
            server_time: AT,
            grant_key: "0a".to_owned(),
        },
        &format!(
            r#"{{"device":7,"short_code":"007","name":"K1","posts":"dock-clerk","site":"一厂","server_time":"{AT_JSON}","grant_key":"0a"}}"#
        ),
    );
}

#[test]
fn a_token_is_asked_for_and_given_as_ever() {
    let device = DeviceNumber(7);

    check(&ChallengeRequest { device }, r#"{"device":7}"#);
    check(
        &Challenge { nonce: "n".to_owned(), expires: AT },
        &format!(r#"{{"nonce":"n","expires":"{AT_JSON}"}}"#),
    );
    check(
        &TokenRequest { device, nonce: "n".to_owned(), signature: "s".to_owned() },
        r#"{"device":7,"nonce":"n","signature":"s"}"#,
    );
    check(
        &Token { token: "t".to_owned(), expires: AT },
        &format!(r#"{{"token":"t","expires":"{AT_JSON}"}}"#),
    );
    assert_eq!(token_message("n"), "inwards-token-v1:n");
}

#[test]
fn a_problem_document_is_read_by_its_detail_alone() {
    check(
        &ProblemDocument {
            kind: "urn:inwards:problem:revoked".to_owned(),
            title: "No".to_owned(),
            status: 403,
            detail: "device 7 was revoked".to_owned(),
            detail_zh: None,
            todo: "Ask.".to_owned(),
        },
        r#"{"type":"urn:inwards:problem:revoked","title":"No","status":403,"detail":"device 7 was revoked","todo":"Ask."}"#,
    );

    let bare: ProblemDocument = serde_json::from_str(r#"{"detail":"busy","extra":1}"#).unwrap();

    assert_eq!((bare.detail.as_str(), bare.todo.as_str(), bare.status), ("busy", "", 0));
    assert!(serde_json::from_str::<ProblemDocument>(r#"{"title":"busy"}"#).is_err());
}

#[test]
fn photos_and_contacts_are_told_as_ever() {
    check(&Upload { received: 300, complete: false }, r#"{"received":300,"complete":false}"#);
    let row = ContactRow {
        device: DeviceNumber(7),
        seen: AT,
        unsent: 3,
        clock_offset_ms: -12,
        clock_wrong: false,
        storage_percent: None,
        software: "inwards 0.1.0".to_owned(),
        held_back: None,
    };
    check(
        &ContactsAnswer { now: AT, contacts: vec![row] },
        &format!(
            r#"{{"now":"{AT_JSON}","contacts":[{{"device":7,"seen":"{AT_JSON}","unsent":3,"clock_offset_ms":-12,"clock_wrong":false,"storage_percent":null,"software":"inwards 0.1.0"}}]}}"#
        ),
    );
}

#[test]
fn administration_is_written_as_the_office_reads_it() {
    let person = PersonNumber(3);
    check(&SittingRequest { person, pin: "482917".to_owned() }, r#"{"person":3,"pin":"482917"}"#);
    check(
        &SittingAnswer { sitting: "s".to_owned(), expires: AT },
        &format!(r#"{{"sitting":"s","expires":"{AT_JSON}"}}"#),
    );
    check(
        &PersonRequest {
            name: "陈洁".parse().ok(),
            posts: Some("qc-inspector".to_owned()),
            pin: None,
        },
        r#"{"name":"陈洁","posts":"qc-inspector","pin":null}"#,
    );
    check(&PersonAnswer { person }, r#"{"person":3}"#);
    check(
        &PersonRow {
            person,
            name: "陈洁".to_owned(),
            posts: "qc-inspector".to_owned(),
            pin: true,
            badge: false,
            revoked: None,
        },
        r#"{"person":3,"name":"陈洁","posts":"qc-inspector","pin":true,"badge":false,"revoked":null}"#,
    );
    check(&RevokeRequest::default(), "{}");
    check(&RevokeRequest { reason: "lost".parse().ok() }, r#"{"reason":"lost"}"#);
    check(&Done { done: true }, r#"{"done":true}"#);
}

#[test]
fn devices_and_the_site_are_written_as_the_office_reads_them() {
    check(
        &CodeRequest {
            name: "K1".parse().unwrap(),
            posts: "dock-clerk".to_owned(),
            server: "https://plant".to_owned(),
        },
        r#"{"name":"K1","posts":"dock-clerk","server":"https://plant"}"#,
    );
    check(
        &CodeAnswer {
            code: "7QK2".to_owned(),
            expires: AT,
            link: "https://plant/#enrol=7QK2".to_owned(),
            qr_size: 25,
            qr_path: "M0 0h1v1h-1z".to_owned(),
        },
        &format!(
            r#"{{"code":"7QK2","expires":"{AT_JSON}","link":"https://plant/#enrol=7QK2","qr_size":25,"qr_path":"M0 0h1v1h-1z"}}"#
        ),
    );
    check(
        &DeviceRow {
            device: DeviceNumber(7),
            name: "K1".to_owned(),
            posts: "dock-clerk".to_owned(),
            enrolled: Some(AT),
            revoked: None,
            last_seen: None,
            known: 12,
            held_back: None,
        },
        &format!(
            r#"{{"device":7,"name":"K1","posts":"dock-clerk","enrolled":"{AT_JSON}","revoked":null,"last_seen":null,"known":12}}"#
        ),
    );
    check(
        &SiteChange { blind_count: Some(true), concession_lifts_approval: None, badges: None },
        r#"{"blind_count":true,"concession_lifts_approval":null,"badges":null}"#,
    );
    check(
        &SiteRow {
            name: "一厂".to_owned(),
            utc_offset_minutes: 480,
            currency: "CNY".to_owned(),
            blind_count: false,
            concession_lifts_approval: true,
            badges: false,
        },
        r#"{"name":"一厂","utc_offset_minutes":480,"currency":"CNY","blind_count":false,"concession_lifts_approval":true,"badges":false}"#,
    );
}

#[test]
fn what_is_left_out_of_a_request_is_not_said() {
    let person: PersonRequest = serde_json::from_value(json!({ "name": "李" })).unwrap();
    let change: SiteChange = serde_json::from_value(json!({})).unwrap();
    let import: ImportBody =
        serde_json::from_value(json!({ "kind": "orders", "csv": "" })).unwrap();

    assert_eq!((person.posts, person.pin), (None, None));
    assert_eq!(change, SiteChange::default());
    assert_eq!((import.all_or_nothing, import.effective), (false, None));
}

#[test]
fn a_pin_is_not_shown() {
    let sitting = SittingRequest { person: PersonNumber(3), pin: "482917".to_owned() };
    let person = PersonRequest { pin: Some("482917".to_owned()), ..PersonRequest::default() };

    assert!(!format!("{sitting:?} {person:?}").contains("482917"));
}

#[test]
fn an_import_is_sent_and_reported_as_ever() {
    let day = "2026-11-23".parse().map(Day).unwrap();
    check(
        &ImportBody {
            kind: ImportKind::ApprovedVendors,
            csv: "YQ==".to_owned(),
            all_or_nothing: true,
            effective: Some(day),
            end_many: false,
        },
        r#"{"kind":"approved-vendors","csv":"YQ==","all_or_nothing":true,"effective":"2026-11-23"}"#,
    );
    let mut report = ImportReport::new(ImportKind::Vendors, "UTF-8", 3, vec!["memo".to_owned()]);
    report.refuse(RefusedRow {
        line: 2,
        key: "V1".to_owned(),
        field: Some("name".into()),
        reason: Sentence::new("empty", "空"),
        remedy: Sentence::new("fill it", "请填写"),
    });
    report.change(ChangedRow {
        line: 3,
        key: "V2".to_owned(),
        fields: vec![FieldChange {
            field: "currency".into(),
            before: String::new(),
            after: "CNY".to_owned(),
        }],
    });
    report.end(EndedRow { key: "V3".to_owned(), reason: Sentence::new("ended", "终止") });
    check(
        &report,
        r#"{"kind":"vendors","encoding":"UTF-8","rows":3,"new":0,"changed":1,"unchanged":0,"refused":1,"ended":1,"withheld":false,"ignored_columns":["memo"],"refused_rows":[{"line":2,"key":"V1","field":"name","reason":{"en":"empty","zh":"空"},"remedy":{"en":"fill it","zh":"请填写"}}],"changed_rows":[{"line":3,"key":"V2","fields":[{"field":"currency","before":"","after":"CNY"}]}],"ended_rows":[{"key":"V3","reason":{"en":"ended","zh":"终止"}}],"notes":[]}"#,
    );
}

#[test]
fn every_import_reads_back_by_its_name_and_no_other_does() {
    for kind in ImportKind::ALL {
        assert_eq!(kind.name().parse(), Ok(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), Value::from(kind.name()));
        assert_eq!(serde_json::from_value::<ImportKind>(kind.name().into()).unwrap(), kind);
    }

    let unknown = serde_json::from_value::<ImportKind>("vendor".into()).unwrap_err();

    assert!(unknown.to_string().starts_with("“vendor” is not an import; the imports are vendors,"));
}

#[test]
fn a_script_notices_that_nothing_of_a_file_went_in() {
    let refused = RefusedRow {
        line: 2,
        key: String::new(),
        field: None,
        reason: Sentence::new("", ""),
        remedy: Sentence::new("", ""),
    };
    let empty = ImportReport::new(ImportKind::Items, "UTF-8", 0, Vec::new());
    let mut all_refused = empty.clone();
    all_refused.refuse(refused);
    let partly = ImportReport { unchanged: 1, ..all_refused.clone() };
    let withheld = ImportReport { withheld: true, ..partly.clone() };

    let noticed = [empty, all_refused, partly, withheld].map(|report| report.nothing_went_in());

    assert_eq!(noticed, [false, true, false, true]);
}

#[test]
fn a_sentence_is_said_in_the_language_that_is_asked_for() {
    let sentence = Sentence::new("yes", "是");

    assert_eq!(sentence.in_language(Language::English), "yes");
    assert_eq!(sentence.say(Language::Chinese), "是");
    assert_eq!(sentence.to_string(), "yes");
}

/// Written like this, member by member, and read back to the same.
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(body: &T, json: &str) {
    assert_eq!(serde_json::to_string(body).unwrap(), json);
    assert_eq!(&serde_json::from_str::<T>(json).unwrap(), body);
}
