//! Who may sign in on a device, how they are found, and for how long: where the terminal and the
//! app of 0.1.0 differed, what holds for both now.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use inwards_engine::clock::{ClockReading, DeviceClock};
use inwards_engine::engine::{Delivery, Engine};
use inwards_engine::grants::{Given, KeptGrants};
use inwards_engine::outbox::Outbox;
use inwards_engine::pin::WrongPins;
use inwards_engine::refusal::NotDone;
use inwards_engine::session::{self, FindError, LIFETIME, Lock, NOTED_EVERY, QUIET};
use inwards_engine::session::{SignIn, SignedIn};
use sync_core::api::{Grant, SignInAnswer, Verifier, verifier_secret};
use sync_core::command::Command;
use sync_core::fact::{DeviceEnrolled, Entity, Event, Fact, Header};
use sync_core::fact::{PersonRevoked, PersonStated, SignInChanged, SigningInStated};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber, Text};
use sync_core::number::ReceiptNumber;
use sync_core::rules::sign_in;
use sync_core::sync::Cursor;
use sync_core::time::{Hlc, Span, Timestamp};

const DEVICE: DeviceNumber = DeviceNumber(7);
const PIN: &str = "482917";
/// 2026-11-23T00:00:00Z.
const NOW: Timestamp = Timestamp::from_millis(1_795_392_000_000);

const CLERK: PersonNumber = PersonNumber(3);
const INSPECTOR: PersonNumber = PersonNumber(4);
const REVOKED: PersonNumber = PersonNumber(5);
const OTHER_CLERK: PersonNumber = PersonNumber(6);
const LATIN: PersonNumber = PersonNumber(8);
/// Has the name of a clerk, and no post on this device.
const NAMESAKE: PersonNumber = PersonNumber(9);
const TWINS: [PersonNumber; 2] = [PersonNumber(10), PersonNumber(11)];
/// Is called by the clerk's number.
const NUMBER_AS_NAME: PersonNumber = PersonNumber(12);

const PEOPLE: [(PersonNumber, &str, &str); 9] = [
    (CLERK, "王建国", "dock-clerk"),
    (INSPECTOR, "周婷", "qc-inspector"),
    (REVOKED, "张伟强", "dock-clerk"),
    (OTHER_CLERK, "李秀英", "dock-clerk"),
    (LATIN, "Ａnna 2", "dock-clerk+qc-inspector"),
    (NAMESAKE, "王建国", "qc-inspector"),
    (TWINS[0], "陈明", "dock-clerk"),
    (TWINS[1], "陈明", "dock-clerk"),
    (NUMBER_AS_NAME, "3", "dock-clerk"),
];

/// What opens the device by a PIN, and by a badge where one is named; much cheaper than a server's.
fn verifier(badge: Option<&str>) -> Verifier {
    let params = Params::new(64, 1, 1, None).unwrap();
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let secret = verifier_secret(badge, PIN);
    let hash = argon.hash_password_with_salt(secret.as_bytes(), b"saltsaltsaltsalt").unwrap();
    Verifier { hash: hash.to_string(), badge: badge.is_some() }
}

/// The server's answer to somebody who signed in at an instant.
fn answer(person: PersonNumber, from: Timestamp, badge: Option<&str>) -> SignInAnswer {
    let until = from.plus(sign_in::LIFE);
    let posts = "dock-clerk".to_owned();
    SignInAnswer {
        grant: Grant { device: DEVICE, person, posts, from, until },
        signature: "signed".to_owned(),
        key: "key".to_owned(),
        verifier: verifier(badge),
        server_time: from,
    }
}

/// A device on which the clerk signed in an hour ago.
fn granted_to(person: PersonNumber) -> KeptGrants {
    let mut kept = KeptGrants::default();
    kept.keep(&answer(person, NOW.plus(Span::hours(-1)), None));
    kept
}

/// What comes of a PIN while no server can be asked, on a device on which its owner was lately.
fn check_pin(
    device: &Engine,
    person: PersonNumber,
    pin: &str,
    wrong: WrongPins,
    stamp: ClockReading,
) -> SignIn {
    let mut kept = KeptGrants::default();
    kept.keep(&answer(person, device.instant(stamp), None));
    let given = Given { pin, badge: None };
    session::unlock(device, (person, given), (wrong, &mut kept), stamp)
}

fn enrolled() -> (Entity, Event) {
    let posts = "dock-clerk".parse().unwrap();
    let event = DeviceEnrolled { name: "dock 1".parse().unwrap(), posts, key: Vec::new() };
    (Entity::Device(DEVICE), event.into())
}

fn stated() -> Vec<(Entity, Event)> {
    let mut stated = vec![enrolled()];
    for (number, name, posts) in PEOPLE {
        // As it may have come over the wire: only what is typed is narrowed.
        let name = Text::try_from(name.to_owned()).unwrap();
        let person = PersonStated { name, posts: posts.parse().unwrap() };
        stated.push((Entity::Person(number), person.into()));
    }
    stated.push((Entity::Person(REVOKED), PersonRevoked { reason: None }.into()));
    stated
}

fn device_with(stated: Vec<(Entity, Event)>) -> Engine {
    let facts: Vec<Fact> = (1..).zip(stated).map(|(sequence, said)| fact(sequence, said)).collect();
    let position = u64::try_from(facts.len()).unwrap();
    let cursor = Cursor { epoch: 1, position };
    Engine::new(DEVICE, Outbox::new(DEVICE), facts, cursor)
}

fn fact(sequence: u64, (entity, event): (Entity, Event)) -> Fact {
    Fact {
        header: Header {
            id: FactId::new(0, sequence),
            merge_time: Hlc::at(NOW),
            recorded: NOW,
            author: PersonNumber::SERVER,
            entity,
            kind: event.kind() as u16,
            version: 1,
        },
        payload: event.encode(),
    }
}

fn found(asked: &str) -> Result<PersonNumber, FindError> {
    session::find(&device_with(stated()), asked).map(|person| person.number)
}

/// What the clocks show at an instant, of a device whose clock is right.
fn stamp(wall: Timestamp) -> ClockReading {
    ClockReading { wall, monotonic_ms: wall.millis(), boot: 1 }
}

fn wrong(times: u32) -> WrongPins {
    (0..times).fold(WrongPins::default(), |wrong, _| wrong.and_another(NOW))
}

fn signed_in(person: PersonNumber) -> SignedIn {
    match check_pin(&device_with(stated()), person, PIN, WrongPins::default(), stamp(NOW)) {
        SignIn::Done(signed_in) => signed_in,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_is_listed_is_not_revoked_and_has_a_post_on_this_device() {
    let people = session::people(&device_with(stated()));

    let listed: Vec<_> = people.iter().map(|person| person.number).collect();
    assert_eq!(listed, [NUMBER_AS_NAME, OTHER_CLERK, CLERK, TWINS[0], TWINS[1], LATIN]);
    let latin = people.iter().find(|person| person.number == LATIN).unwrap();
    assert_eq!(latin.posts, "dock-clerk".parse().unwrap(), "what both they and the device have");
}

#[test]
fn a_person_is_found_by_number_name_or_badge_however_it_is_typed() {
    for (asked, what, expected) in [
        ("3", "a number", CLERK),
        (" ３ ", "a number in full width, where only the terminal narrowed digits", CLERK),
        ("王建国", "a name whose other bearer may not work here, refused by the terminal", CLERK),
        ("Ａnna 2", "a name as it was entered, not found by the app", LATIN),
        ("anna 2", "a name in plain small letters, not found by the app", LATIN),
        ("ＡＮＮＡ\u{3000}２", "a name in full width and capitals", LATIN),
        ("INW:1*P*8", "a badge, unknown to the terminal", LATIN),
        ("]Q3INW:1*P*8", "a badge from a scanner that tells the symbology", LATIN),
        ("12", "somebody whose name is another's number", NUMBER_AS_NAME),
        ("INW:1*P*12", "the same by the badge", NUMBER_AS_NAME),
    ] {
        assert_eq!(found(asked), Ok(expected), "{what}: {asked}");
    }
}

#[test]
fn whoever_is_not_found_or_may_not_sign_in_here_is_told_why() {
    for (asked, expected) in [
        ("赵敏", FindError::Unknown),
        ("99", FindError::Unknown),
        ("INW:1*P*99", FindError::Unknown),
        ("", FindError::Unknown),
        ("INW:1*P*", FindError::Unknown),
        ("陈明", FindError::Several),
        ("张伟强", FindError::Revoked),
        ("INW:1*P*5", FindError::Revoked),
        // The terminal of 0.1.0 signed them in, to refuse every command.
        ("周婷", FindError::NoPostHere),
        ("4", FindError::NoPostHere),
    ] {
        assert_eq!(found(asked), Err(expected), "{asked}");
    }
    for number in TWINS {
        assert_eq!(found(&number.0.to_string()), Ok(number), "numbers tell them apart");
    }
}

#[test]
fn a_badge_of_an_unknown_number_is_nobodys_name() {
    let people = vec![
        enrolled(),
        (
            Entity::Person(CLERK),
            PersonStated { name: "99".parse().unwrap(), posts: "dock-clerk".parse().unwrap() }
                .into(),
        ),
    ];
    let device = device_with(people);

    assert_eq!(session::find(&device, "99").map(|person| person.number), Ok(CLERK));
    assert_eq!(session::find(&device, "INW:1*P*99"), Err(FindError::Unknown));
}

#[test]
fn a_device_that_has_fetched_nothing_says_so_instead_of_knowing_nobody() {
    let blank = Engine::new(DEVICE, Outbox::new(DEVICE), [], Cursor::default());
    assert_eq!(session::find(&blank, "王建国"), Err(FindError::NeverSynced));
    assert_eq!(session::find(&blank, "INW:1*P*3"), Err(FindError::NeverSynced));
    assert_eq!(session::people(&blank), []);

    let half = device_with(stated().split_off(1));
    assert_eq!(session::find(&half, "王建国"), Err(FindError::NeverSynced));
}

#[test]
fn a_revocation_holds_although_the_devices_clock_is_behind_it() {
    let mut device = device_with(stated());
    let before = NOW.plus(Span::hours(-24));

    let told = check_pin(&device, REVOKED, PIN, WrongPins::default(), stamp(before));

    assert_eq!(told, SignIn::MayNot(FindError::Revoked));
    device.handle_signed_in(Some(REVOKED));
    assert_eq!(device.actor().map(|actor| actor.person), Err(NotDone::Revoked));
}

#[test]
fn the_pin_is_checked_only_of_whoever_may_sign_in_here() {
    let device = device_with(stated());
    for (person, error) in
        [(INSPECTOR, FindError::NoPostHere), (PersonNumber(99), FindError::Unknown)]
    {
        let told = check_pin(&device, person, PIN, WrongPins::default(), stamp(NOW));
        assert_eq!(told, SignIn::MayNot(error), "{person:?}");
    }
}

#[test]
fn a_wrong_pin_is_counted_and_the_fifth_says_at_once_how_long_the_next_has_to_wait() {
    let device = device_with(stated());
    let given = |pin, times| check_pin(&device, CLERK, pin, wrong(times), stamp(NOW));
    let until = NOW.plus(Span::seconds(15));

    let made = |times| WrongPins { made: Some(stamp(NOW)), ..wrong(times) };
    assert_eq!(given("000000", 3), SignIn::WrongPin { wrong: made(4), wait: None });
    assert_eq!(given("000000", 4), SignIn::WrongPin { wrong: made(5), wait: Some(until) });
    assert_eq!(given(PIN, 5), SignIn::Wait(until), "the right one has to wait as well");
    assert!(matches!(given(PIN, 4), SignIn::Done(_)));
    let later = check_pin(&device, CLERK, PIN, wrong(5), stamp(until));
    assert!(matches!(later, SignIn::Done(_)));
}

#[test]
fn a_session_lasts_a_shift_and_locks_after_quiet_where_touches_are_seen() {
    let signed_in = signed_in(CLERK);
    let tick = Span(-1);
    assert_eq!((signed_in.person, signed_in.since), (CLERK, NOW));

    for (lock, after, expected) in [
        (Lock::AfterLifetime, QUIET, true),
        (Lock::AfterLifetime, Span(LIFETIME.0 + tick.0), true),
        (Lock::AfterLifetime, LIFETIME, false),
        (Lock::AfterQuiet, Span(QUIET.0 + tick.0), true),
        (Lock::AfterQuiet, QUIET, false),
    ] {
        assert_eq!(signed_in.holds(lock, NOW.plus(after)), expected, "{lock:?} {after:?}");
    }
    let touched = SignedIn { active: NOW.plus(Span::hours(11)), ..signed_in };
    let end = NOW.plus(LIFETIME);
    let busy = SignedIn { active: end.plus(tick), ..touched };
    assert!(!busy.holds(Lock::AfterQuiet, end), "no touch makes a shift longer");
}

#[test]
fn a_touch_begins_the_quiet_anew_is_rarely_written_and_brings_nobody_back() {
    let signed_in = signed_in(CLERK);
    let touched = |span: Span| signed_in.touched(Lock::AfterQuiet, NOW.plus(span));

    assert_eq!(touched(Span(NOTED_EVERY.0 - 1)), None);
    let later = NOW.plus(NOTED_EVERY);
    assert_eq!(touched(NOTED_EVERY), Some(SignedIn { active: later, ..signed_in }));
    assert_eq!(touched(QUIET), None);
}

#[test]
fn a_clock_put_back_does_not_keep_a_device_open_once_it_is_touched() {
    let hour_ago = NOW.plus(Span::hours(-1));

    let touched = signed_in(CLERK).touched(Lock::AfterQuiet, hour_ago).unwrap();

    assert!(!touched.holds(Lock::AfterQuiet, hour_ago.plus(QUIET)));
}

/// As the terminal of 0.1.0 wrote its file.
const OF_TERMINAL: &str =
    r#"{"person":3,"since":"2026-11-23T00:00:00.000Z","until":"2026-11-23T12:00:00.000Z"}"#;
/// As the app of 0.1.0 wrote its note.
const OF_APP: &str =
    r#"{"person":3,"until":"2026-11-23T12:00:00.000Z","active":"2026-11-23T00:03:20.000Z"}"#;

#[test]
fn what_terminal_and_app_wrote_before_is_read() {
    let of_terminal: SignedIn = serde_json::from_str(OF_TERMINAL).unwrap();
    let of_app: SignedIn = serde_json::from_str(OF_APP).unwrap();

    let before = SignedIn { made: None, ..signed_in(CLERK) };
    assert_eq!(of_terminal, before);
    let active = NOW.plus(Span::seconds(200));
    assert_eq!(of_app, SignedIn { active, ..before });
    let wrong_pins = r#"{"count":5,"last":"2026-11-23T00:00:00.000Z"}"#;
    assert_eq!(serde_json::from_str::<WrongPins>(wrong_pins).unwrap(), wrong(5));
}

#[test]
fn what_is_written_now_holds_every_field_that_was_read_before() {
    let written = serde_json::to_value(signed_in(CLERK)).unwrap();

    for old in [OF_TERMINAL, OF_APP] {
        let old: serde_json::Value = serde_json::from_str(old).unwrap();
        for field in old.as_object().unwrap().keys() {
            assert!(written.get(field).is_some(), "{field}");
        }
    }
    let read: SignedIn = serde_json::from_value(written).unwrap();
    assert_eq!(read, signed_in(CLERK));
    let wrong_pins = serde_json::to_string(&wrong(5)).unwrap();
    assert_eq!(wrong_pins, r#"{"count":5,"last":"2026-11-23T00:00:00.000Z"}"#);
}

/// A clock that shows `error` more than the truth, learned at an instant.
fn learned(error: Span, at: Timestamp) -> DeviceClock {
    let learned = Some(off(error, at));
    DeviceClock { offset: Span(-error.0), uncertainty: Span(1), learned }
}

fn off(error: Span, truth: Timestamp) -> ClockReading {
    ClockReading { wall: truth.plus(error), monotonic_ms: truth.millis(), boot: 1 }
}

#[test]
fn a_session_that_began_on_a_wrong_clock_lasts_a_shift_once_the_error_is_learned() {
    for error in [Span::hours(24 * 365), Span::hours(-24 * 365 * 50), Span::minutes(10)] {
        let device = device_with(stated());
        let begun = check_pin(&device, CLERK, PIN, WrongPins::default(), off(error, NOW));
        let SignIn::Done(signed_in) = begun else { panic!("{begun:?}") };
        assert_eq!(signed_in.since, NOW.plus(error));

        let clock = learned(error, NOW.plus(Span::minutes(5)));
        let moved = signed_in.moved(&clock);

        assert_eq!((moved.since, moved.until), (NOW, NOW.plus(LIFETIME)), "{error:?}");
        assert!(moved.holds(Lock::AfterLifetime, NOW.plus(Span::hours(11))));
        assert!(!moved.holds(Lock::AfterLifetime, NOW.plus(Span::hours(24 * 30))));
        assert_eq!(moved.moved(&clock), moved, "it is moved once");
        let written = serde_json::to_string(&signed_in).unwrap();
        let read: SignedIn = serde_json::from_str(&written).unwrap();
        assert_eq!(read.moved(&clock), moved);
    }
}

#[test]
fn a_session_that_begins_in_a_year_is_none_and_a_clock_that_was_set_moves_none() {
    let year = Span::hours(24 * 365);
    let ahead = SignedIn { made: Some(off(year, NOW)), ..signed_in(CLERK) };
    let ahead = SignedIn { since: NOW.plus(year), until: NOW.plus(year).plus(LIFETIME), ..ahead };

    // Set right before anybody learned of the error: how long ago it began nobody knows.
    let set_right = learned(Span(0), NOW.plus(Span::minutes(5)));

    assert_eq!(ahead.moved(&set_right), ahead);
    assert!(!ahead.holds(Lock::AfterLifetime, NOW.plus(Span::minutes(5))));
}

#[test]
fn a_wait_after_wrong_pins_is_as_long_as_it_is_whatever_the_clock_showed() {
    let device = device_with(stated());
    let year = Span::hours(24 * 365);
    let fifth = check_pin(&device, CLERK, "000000", wrong(4), off(year, NOW));
    let SignIn::WrongPin { wrong, wait: Some(_) } = fifth else { panic!("{fifth:?}") };

    let after = |span| session::wait_for_pin(&device, wrong, stamp(NOW.plus(span)));

    assert_eq!(after(Span::seconds(5)), Some(NOW.plus(Span::seconds(15))));
    assert_eq!(after(Span::seconds(15)), None, "the clock was set right meanwhile");
    let restarted = ClockReading { boot: 2, ..stamp(NOW.plus(Span::seconds(1))) };
    assert_eq!(session::wait_for_pin(&device, wrong, restarted), None);
    let moved = wrong.moved(&learned(year, NOW.plus(Span::seconds(5))), stamp(NOW), NOW);
    assert_eq!(moved.last, NOW);
}

#[test]
fn the_server_is_asked_where_nothing_that_holds_is_kept() {
    let device = device_with(stated());
    let asks = |kept: &KeptGrants, after| {
        session::asks_server(&device, kept, CLERK, NOW.plus(Span::hours(after)))
    };

    assert!(asks(&KeptGrants::default(), 0));
    assert!(!asks(&granted_to(CLERK), 0));
    assert!(!asks(&granted_to(CLERK), 22));
    assert!(asks(&granted_to(CLERK), 23), "a day old");
    assert!(asks(&granted_to(OTHER_CLERK), 0), "somebody else's");
}

#[test]
fn whoever_was_never_here_with_the_network_is_told_so() {
    let device = device_with(stated());
    let open = |kept: &mut KeptGrants, after| {
        let given = Given { pin: PIN, badge: None };
        let stamp = stamp(NOW.plus(Span::hours(after)));
        session::unlock(&device, (CLERK, given), (WrongPins::default(), kept), stamp)
    };

    assert_eq!(open(&mut KeptGrants::default(), 0), SignIn::NeedsServer);
    assert!(matches!(open(&mut granted_to(CLERK), 0), SignIn::Done(_)));
    let SignIn::Done(last) = open(&mut granted_to(CLERK), 70) else { panic!("it holds 72 hours") };
    assert_eq!(last.until, NOW.plus(Span::hours(71)), "no session outlasts its grant");
    assert_eq!(open(&mut granted_to(CLERK), 72), SignIn::NeedsServer);
}

#[test]
fn a_changed_pin_opens_nothing_by_the_one_before() {
    let mut stated = stated();
    stated.push((Entity::Person(CLERK), SignInChanged { ends_grants: false }.into()));
    let device = device_with(stated);
    let given = Given { pin: PIN, badge: None };

    let mut kept = granted_to(CLERK);
    let told =
        session::unlock(&device, (CLERK, given), (WrongPins::default(), &mut kept), stamp(NOW));

    assert_eq!(told, SignIn::NeedsServer);
    let left = session::time_left(&device, &kept, CLERK).unwrap();
    assert!(left.covers(NOW.plus(Span::hours(70))), "what was granted goes on");
}

#[test]
fn the_tenth_wrong_pin_erases_what_opens_the_device_and_is_told() {
    let device = device_with(stated());
    let mut kept = granted_to(CLERK);
    let mut open = |pin| {
        let given = Given { pin, badge: None };
        session::unlock(&device, (CLERK, given), (WrongPins::default(), &mut kept), stamp(NOW))
    };

    for _ in 0..10 {
        assert!(matches!(open("135246"), SignIn::WrongPin { .. }));
    }
    assert_eq!(open(PIN), SignIn::NeedsServer);

    let report = kept.untold()[0];
    assert_eq!((report.person, report.count), (CLERK, 10));
    let written = serde_json::to_string(&kept).unwrap();
    let mut kept: KeptGrants = serde_json::from_str(&written).unwrap();
    assert!(!written.contains("argon2id"));
    kept.told(report);
    assert_eq!(kept.untold(), []);
}

#[test]
fn with_a_badge_the_pin_alone_opens_nothing() {
    let device = device_with(stated());
    let code = "]Q3INW:1*P*3*7QK20M9D3FVX88TZ1HJA5RNCPW";
    let key = session::badge_key(code).unwrap();
    let mut kept = KeptGrants::default();
    kept.keep(&answer(CLERK, NOW, Some(&key)));
    let mut open = |badge| {
        let given = Given { pin: PIN, badge };
        session::unlock(&device, (CLERK, given), (WrongPins::default(), &mut kept), stamp(NOW))
    };

    assert_eq!(open(None), SignIn::BadgeNeeded);
    assert!(matches!(open(Some("00000000000000000000000000")), SignIn::WrongPin { .. }));
    assert!(matches!(open(Some(&key)), SignIn::Done(_)));
    assert_eq!(found(code), Ok(CLERK));
    assert_eq!(session::badge_key("INW:1*P*3"), None);
}

#[test]
fn a_site_that_asks_for_grants_has_nothing_recorded_without_one() {
    let mut stated = stated();
    stated.push((Entity::Site, SigningInStated { badges: false }.into()));
    let mut device = device_with(stated);
    let command =
        Command::ReopenReceipt { receipt: ReceiptNumber(FactId::new(7, 1)), reason: None };
    let record = |device: &Engine, after| {
        let stamp = stamp(NOW.plus(Span::hours(after)));
        device.handle_command(&command, Delivery::Later, stamp).map(|_| ())
    };

    device.handle_signed_in(Some(CLERK));
    assert_eq!(record(&device, 0), Err(NotDone::NoGrant));
    device.handle_granted(session::time_left(&device, &granted_to(CLERK), CLERK));
    assert!(!matches!(record(&device, 0), Err(NotDone::NoGrant)));
    assert_eq!(record(&device, 80), Err(NotDone::NoGrant));
    device.handle_signed_in(Some(OTHER_CLERK));
    assert_eq!(record(&device, 0), Err(NotDone::NoGrant), "another's grant is none");
}
