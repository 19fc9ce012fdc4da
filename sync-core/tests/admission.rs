//! What the server lets in, what it sets aside, and how that comes back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::admission::{Admission, examine};
use sync_core::command::{Actor, Command, Notice, Refusal, decide};
use sync_core::fact::{
    ClockDoubtful, DeviceEnrolled, Entity, Event, Fact, FactSetAside, PersonStated, PinSet,
    Readmitted, ReceiptOpened, SetAsideReason, SignInChanged, SignInGranted, SigningInStated,
    Tallied, Verdict, VerdictRecorded,
};
use sync_core::ids::{DeviceNumber, FactId, FactSet, LineKey, PersonNumber};
use sync_core::number::ReceiptNumber;
use sync_core::post::{Post, Posts};
use sync_core::replica::{Inserted, Replica};
use sync_core::time::{Hlc, Span, Timestamp};
use sync_core::{view, wire};

use support::{at, fact, quantity};

/// Device 7 is a dock handheld, person 3 a clerk with every post from 08:00 on.
fn server() -> Replica {
    let mut replica = Replica::default();
    let mut state = |sequence, entity, event: Event| {
        let now = at("08:00:00");
        let id = FactId::new(0, sequence);
        replica.insert(fact(id, Hlc::at(now), now, PersonNumber::SERVER, entity, &event));
    };
    let posts: Posts = "dock-clerk".parse().unwrap();
    let enrolled = DeviceEnrolled { name: "h".parse().unwrap(), posts, key: vec![] };
    state(1, Entity::Device(DeviceNumber(7)), enrolled.into());
    let all: Posts = Post::ALL.into_iter().collect();
    let clerk = PersonStated { name: "王".parse().unwrap(), posts: all };
    state(2, Entity::Person(PersonNumber(3)), clerk.into());
    replica
}

fn held() -> LineKey {
    LineKey::Held("A1".parse().unwrap())
}

fn tally(sequence: u64, recorded: Timestamp) -> Fact {
    let event = Tallied { line: held(), quantity: quantity("5"), package: None, upon: None };
    let entity = Entity::Receipt(FactId::new(7, 1));
    let id = FactId::new(7, sequence);
    fact(id, Hlc::at(recorded), recorded, PersonNumber(3), entity, &event.into())
}

fn check(fact: &Fact, expected: Admission) {
    assert_eq!(examine(fact, &server(), at("12:00:00")), expected);
}

#[test]
fn what_the_post_allows_is_admitted() {
    check(&tally(2, at("11:00:00")), Admission::Admit);
}

#[test]
fn a_verdict_from_a_device_without_the_post_is_set_aside() {
    let event = VerdictRecorded {
        judgements: vec![sync_core::fact::Judgement {
            verdict: Verdict::Pass,
            quantity: quantity("5"),
        }],
        replaces: FactSet::default(),
        reason: None,
        note: None,
    };
    let now = at("11:00:00");
    let entity = Entity::Card(FactId::new(7, 1));
    let fact = fact(FactId::new(7, 2), Hlc::at(now), now, PersonNumber(3), entity, &event.into());
    check(&fact, Admission::SetAside(SetAsideReason::DevicesPost));
}

#[test]
fn five_minutes_ahead_is_borne_and_a_millisecond_more_is_not() {
    let bound = at("12:05:00");
    check(&tally(2, bound), Admission::Admit);
    let ahead = Admission::SetAside(SetAsideReason::AheadOfServer);
    check(&tally(2, bound.plus(Span(1))), ahead);
    check(&tally(2, bound.plus(Span::hours(24 * 365))), ahead);
}

#[test]
fn a_fact_from_before_the_enrolment_is_set_aside() {
    let before = Admission::SetAside(SetAsideReason::BeforeEnrolment);
    check(&tally(2, at("07:54:00")), before);
    check(&tally(2, Timestamp::from_millis(0)), before);
}

#[test]
fn a_stranger_or_a_stranger_device_is_set_aside() {
    let mut stranger = tally(2, at("11:00:00"));
    stranger.header.author = PersonNumber(99);
    check(&stranger, Admission::SetAside(SetAsideReason::UnknownPerson));

    let mut device = tally(2, at("11:00:00"));
    device.header.id = FactId::new(8, 2);
    check(&device, Admission::SetAside(SetAsideReason::DevicesPost));
}

#[test]
fn nobody_writes_in_the_servers_name_or_opens_what_bears_anothers() {
    let malformed = Admission::SetAside(SetAsideReason::Malformed);
    let mut servers = tally(2, at("11:00:00"));
    servers.header.id = FactId::new(0, 77);
    check(&servers, malformed);

    let event = ReceiptOpened {
        orders: vec![],
        vendor: None,
        delivery_note: None,
        dock: None,
        container: None,
    };
    let now = at("11:00:00");
    let entity = Entity::Receipt(FactId::new(9, 1));
    let foreign =
        fact(FactId::new(7, 2), Hlc::at(now), now, PersonNumber(3), entity, &event.into());
    check(&foreign, malformed);
}

#[test]
fn a_kind_of_tomorrow_is_not_admitted_and_not_set_aside() {
    let mut newer = tally(2, at("11:00:00"));
    newer.header.kind = 9_999;
    check(&newer, Admission::Newer);
}

fn set_aside(fact: &Fact, reason: SetAsideReason) -> Fact {
    let event = FactSetAside { id: fact.header.id, fact: wire::encode_fact(fact), reason };
    let now = at("12:00:00");
    let entity = Entity::Device(DeviceNumber(7));
    support::fact(FactId::new(0, 3), Hlc::at(now), now, PersonNumber::SERVER, entity, &event.into())
}

fn readmitted(recorded: Option<Timestamp>) -> Fact {
    let event = Readmitted { set_aside: FactId::new(0, 3), recorded };
    let now = at("13:00:00");
    let entity = Entity::Device(DeviceNumber(7));
    fact(FactId::new(9, 1), Hlc::at(now), now, PersonNumber(5), entity, &event.into())
}

/// Inserts in every order and checks that what is counted is the same.
fn counted(facts: &[Fact]) -> String {
    let mut found = Vec::new();
    for turn in 0..facts.len() {
        for reverse in [false, true] {
            let mut order = facts.to_vec();
            order.rotate_left(turn);
            if reverse {
                order.reverse();
            }
            let mut replica = server();
            for fact in order {
                replica.insert(fact);
            }
            let receipt = view::receipt(&replica, ReceiptNumber(FactId::new(7, 1)));
            let counted = receipt.map(|receipt| receipt.line_rows[0].counted.to_string());
            found.push((counted.unwrap_or_default(), replica.digest(Posts::NONE)));
        }
    }
    found.dedup();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).0
}

#[test]
fn a_set_aside_fact_leaves_its_authors_fold_and_returns_when_it_is_let_in() {
    let plain = tally(2, at("11:00:00"));
    let ahead = tally(3, at("19:00:00"));
    let statement = set_aside(&ahead, SetAsideReason::AheadOfServer);

    assert_eq!(counted(&[plain.clone(), ahead.clone(), statement.clone()]), "5");
    let let_in = readmitted(Some(at("11:30:00")));
    assert_eq!(counted(&[plain.clone(), ahead, statement.clone(), let_in.clone()]), "10");
    // A device that never held the fact itself counts it just so.
    assert_eq!(counted(&[plain, statement, let_in]), "10");
}

#[test]
fn of_two_facts_of_one_name_the_first_stands_and_the_other_can_be_let_in_beside_it() {
    let first = tally(2, at("11:00:00"));
    let mut clone = tally(2, at("11:10:00"));
    clone.payload =
        Event::from(Tallied { line: held(), quantity: quantity("7"), package: None, upon: None })
            .encode();
    let mut replica = server();
    assert_eq!(replica.insert(first.clone()), Inserted::New);
    assert_eq!(replica.insert(first.clone()), Inserted::Known);
    assert_eq!(replica.insert(clone.clone()), Inserted::Differs);
    let taken = Admission::SetAside(SetAsideReason::IdCollision);
    assert_eq!(examine(&clone, &replica, at("12:00:00")), taken);

    let statement = set_aside(&clone, SetAsideReason::IdCollision);
    assert_eq!(counted(&[first.clone(), statement.clone()]), "5");
    assert_eq!(counted(&[first, statement, readmitted(None)]), "12");
}

#[test]
fn of_two_readmissions_the_first_in_merge_order_holds_whatever_arrives_first() {
    let plain = tally(2, at("11:00:00"));
    let ahead = tally(3, at("19:00:00"));
    let statement = set_aside(&ahead, SetAsideReason::AheadOfServer);
    let mut second = readmitted(Some(at("11:40:00")));
    second.header.id = FactId::new(9, 2);
    second.header.merge_time = Hlc::at(at("13:30:00"));
    let first = readmitted(Some(at("11:30:00")));

    assert_eq!(counted(&[plain, ahead, statement, second.clone(), first.clone()]), "10");

    let mut clone = tally(2, at("11:10:00"));
    clone.header.author = PersonNumber(4);
    let taken = set_aside(&clone, SetAsideReason::IdCollision);
    assert_eq!(counted(&[tally(2, at("11:00:00")), taken, second, first]), "10");
}

/// The server's statement `sequence` of a fact, written at an instant.
fn stated(sequence: u64, fact: &Fact, now: Timestamp) -> Fact {
    let mut statement = set_aside(fact, SetAsideReason::PersonsPost);
    statement.header.id = FactId::new(0, sequence);
    statement.header.merge_time = Hlc::at(now);
    statement
}

/// Device 9's readmission `sequence` of a statement, written at an instant.
fn lets_in(sequence: u64, statement: u64, now: Timestamp) -> Fact {
    let event = Readmitted { set_aside: FactId::new(0, statement), recorded: None };
    let entity = Entity::Device(DeviceNumber(7));
    fact(FactId::new(9, sequence), Hlc::at(now), now, PersonNumber(5), entity, &event.into())
}

#[test]
fn a_readmission_that_was_set_aside_is_never_let_in_itself() {
    let plain = tally(4, at("11:00:00"));
    let goods = stated(3, &tally(2, at("11:00:00")), at("12:00:00"));
    let early = lets_in(1, 3, at("12:10:00"));
    let its = stated(4, &early, at("12:20:00"));
    let later = lets_in(2, 4, at("13:00:00"));
    assert_eq!(counted(&[plain.clone(), goods, its, later]), "5");

    let (one, other) = (lets_in(1, 4, at("11:30:00")), lets_in(2, 3, at("11:31:00")));
    let (of_one, of_other) = (stated(3, &one, at("12:00:00")), stated(4, &other, at("12:01:00")));
    let ordinary = [lets_in(3, 3, at("13:00:00")), lets_in(4, 4, at("13:01:00"))];
    let mut all = vec![plain, of_one, of_other];
    all.extend(ordinary);
    assert_eq!(counted(&all), "5");
}

#[test]
fn an_inspectors_concession_is_set_aside_even_where_the_device_let_it_through() {
    let mut replica = Replica::default();
    let now = at("08:00:00");
    let posts: Posts = "qc-inspector".parse().unwrap();
    let enrolled = DeviceEnrolled { name: "t".parse().unwrap(), posts, key: vec![] };
    let person = PersonStated { name: "李".parse().unwrap(), posts };
    for (sequence, entity, event) in [
        (1, Entity::Device(DeviceNumber(7)), Event::from(enrolled)),
        (2, Entity::Person(PersonNumber(3)), Event::from(person)),
    ] {
        let id = FactId::new(0, sequence);
        replica.insert(fact(id, Hlc::at(now), now, PersonNumber::SERVER, entity, &event));
    }
    let judged = |verdict| {
        let judgements = vec![sync_core::fact::Judgement { verdict, quantity: quantity("5") }];
        let replaces = FactSet::default();
        let event = VerdictRecorded { judgements, replaces, reason: None, note: None };
        let entity = Entity::Card(FactId::new(7, 1));
        let id = FactId::new(7, 2);
        let fact = fact(id, Hlc::at(now), now, PersonNumber(3), entity, &event.into());
        examine(&fact, &replica, at("12:00:00"))
    };

    assert_eq!(judged(Verdict::Pass), Admission::Admit);
    let refused = Admission::SetAside(SetAsideReason::DevicesPost);
    assert_eq!(judged(Verdict::Concession), refused);
}

/// A server whose clock was an hour ahead, when it added person 4 and enrolled device 8.
fn led_up() -> Replica {
    let mut replica = server();
    let ahead = at("13:00:00");
    let posts: Posts = "dock-clerk".parse().unwrap();
    let enrolled = DeviceEnrolled { name: "n".parse().unwrap(), posts, key: vec![] };
    let clerk = PersonStated { name: "李".parse().unwrap(), posts };
    for (sequence, entity, event) in [
        (11, Entity::Person(PersonNumber(4)), Event::from(clerk)),
        (12, Entity::Device(DeviceNumber(8)), Event::from(enrolled)),
    ] {
        let id = FactId::new(0, sequence);
        replica.insert(fact(id, Hlc::at(ahead), ahead, PersonNumber::SERVER, entity, &event));
    }
    replica
}

#[test]
fn merge_times_that_the_server_itself_led_up_are_no_fault_of_the_device() {
    let server = led_up();
    let latest = server.latest_merge_time();
    let now = at("12:10:00");
    let ahead = Admission::SetAside(SetAsideReason::AheadOfServer);
    let check = |merge_time, recorded, expected| {
        let mut fact = tally(2, recorded);
        fact.header.merge_time = merge_time;
        assert_eq!(examine(&fact, &server, now), expected, "{merge_time:?}");
    };

    check(Hlc(latest.0 + 1), now, Admission::Admit);
    check(Hlc(latest.0 + 50_000), at("12:09:00"), Admission::Admit);
    check(Hlc(latest.0 + 1), at("12:15:01"), ahead);
    check(Hlc::at(at("13:05:00")), now, ahead);
}

#[test]
fn whom_and_what_the_server_added_while_its_clock_was_ahead_works_at_once() {
    let server = led_up();
    let now = at("12:10:00");
    let mut clerk = tally(2, now);
    clerk.header.author = PersonNumber(4);
    let mut device = tally(2, now);
    device.header.id = FactId::new(8, 2);

    assert_eq!(examine(&clerk, &server, now), Admission::Admit);
    assert_eq!(examine(&device, &server, now), Admission::Admit);
    // Nobody works before they were added, once the clock has passed that instant.
    let later = at("13:30:00");
    let unknown = Admission::SetAside(SetAsideReason::UnknownPerson);
    assert_eq!(examine(&clerk, &server, later), unknown);
}

#[test]
fn what_one_wrong_clock_kept_out_is_let_in_together_in_the_order_of_its_writing() {
    let mut replica = server();
    let posts = Post::ALL.into_iter().collect();
    let supervisor = Actor { person: PersonNumber(3), posts, device: DeviceNumber(9) };
    let sequences = [2_u64, 3, 4];
    for sequence in sequences {
        // Recorded while the server was an hour behind: true, and ahead of it.
        let time = if sequence == 4 { "23:00:00" } else { "12:00:00" };
        let fact = tally(sequence, at(time).plus(Span(i64::try_from(sequence).unwrap())));
        let event = FactSetAside {
            id: fact.header.id,
            fact: wire::encode_fact(&fact),
            reason: SetAsideReason::AheadOfServer,
        };
        let now = at("11:00:00");
        let entity = Entity::Device(DeviceNumber(7));
        let id = FactId::new(0, 20 + sequence);
        let statement =
            support::fact(id, Hlc::at(now), now, PersonNumber::SERVER, entity, &event.into());
        replica.insert(statement);
    }
    let now = at("12:10:00");
    let all = Command::ReadmitAll { reason: SetAsideReason::AheadOfServer };
    assert_eq!(
        view::readmittable(&replica, DeviceNumber(9), now),
        [(SetAsideReason::AheadOfServer, 2)]
    );

    let decision = decide(&replica, supervisor, &all, now).unwrap();

    assert!(matches!(decision.notices[..], [Notice::StillAside { left: 1 }]));
    let told: Vec<(FactId, Option<Timestamp>)> = decision
        .drafts
        .iter()
        .map(|draft| match &draft.event {
            Event::Readmitted(event) => (event.set_aside, event.recorded),
            other => panic!("{other:?}"),
        })
        .collect();
    let as_recorded = |sequence: i64| Some(at("12:00:00").plus(Span(sequence)));
    assert_eq!(told, [(FactId::new(0, 22), as_recorded(2)), (FactId::new(0, 23), as_recorded(3))]);
    let clerk = Actor { posts: "dock-clerk".parse().unwrap(), ..supervisor };
    assert!(decide(&replica, clerk, &all, now).is_err());
    let other = Command::ReadmitAll { reason: SetAsideReason::UnknownPerson };
    assert_eq!(decide(&replica, supervisor, &other, now), Err(Refusal::NothingSetAside));
}

/// A server at whose site grants were asked for from an instant on, and on whose device the clerk
/// signed in at others.
fn asking(since: Timestamp, signed_in: &[Timestamp]) -> Replica {
    let mut replica = server();
    let mut state = |sequence, now: Timestamp, entity, event: Event| {
        let id = FactId::new(0, sequence);
        replica.insert(fact(id, Hlc::at(now), now, PersonNumber::SERVER, entity, &event));
    };
    state(100, since, Entity::Site, SigningInStated { badges: false }.into());
    for (sequence, from) in (101..).zip(signed_in) {
        let (posts, until) = ("dock-clerk".parse().unwrap(), from.plus(Span::hours(72)));
        let granted = SignInGranted { person: PersonNumber(3), posts, from: *from, until };
        state(sequence, *from, Entity::Device(DeviceNumber(7)), granted.into());
    }
    replica
}

#[test]
fn a_fact_counts_where_its_author_had_signed_in_on_its_device() {
    let no_grant = Admission::SetAside(SetAsideReason::NoGrant);
    // Asked for before the device was enrolled: nothing of it is of before.
    let replica = asking(at("07:00:00"), &[at("10:00:00")]);
    let examined = |recorded| examine(&tally(2, recorded), &replica, at("12:00:00"));

    assert_eq!(examined(at("10:30:00")), Admission::Admit);
    assert_eq!(examined(at("09:58:00")), Admission::Admit);
    assert_eq!(examined(at("09:57:59")), no_grant);
    let mut others = tally(2, at("10:30:00"));
    others.header.id = FactId::new(7, 3);
    let none = asking(at("07:00:00"), &[]);
    assert_eq!(examine(&others, &none, at("12:00:00")), no_grant);
}

#[test]
fn a_device_of_before_is_bound_from_its_first_grant_on() {
    let no_grant = Admission::SetAside(SetAsideReason::NoGrant);
    let unbound = asking(at("09:00:00"), &[]);
    let bound = asking(at("09:00:00"), &[at("11:00:00")]);
    let examined = |replica, recorded| examine(&tally(2, recorded), replica, at("12:00:00"));

    assert_eq!(examined(&unbound, at("11:30:00")), Admission::Admit);
    assert_eq!(examined(&bound, at("10:30:00")), Admission::Admit);
    // A grant that ended does not bring the time before grants back.
    let end = at("11:00:00").plus(Span::hours(73));
    let late = tally(2, end);
    assert_eq!(examine(&late, &bound, end), no_grant);
    assert_eq!(examine(&late, &unbound, end), no_grant);
}

#[test]
fn what_a_device_says_of_its_clock_needs_nobodys_grant() {
    let replica = asking(at("07:00:00"), &[]);
    let now = at("11:00:00");
    let said = ClockDoubtful { facts: FactSet::default() };
    let entity = Entity::Device(DeviceNumber(7));
    let fact = fact(FactId::new(7, 2), Hlc::at(now), now, PersonNumber(3), entity, &said.into());

    assert_eq!(examine(&fact, &replica, at("12:00:00")), Admission::Admit);
}

#[test]
fn what_was_granted_ends_with_the_badge_that_was_lost() {
    let mut replica = asking(at("07:00:00"), &[at("10:00:00")]);
    let lost = at("11:00:00");
    let ended = SignInChanged { ends_grants: true };
    let person = Entity::Person(PersonNumber(3));
    replica.insert(fact(
        FactId::new(0, 200),
        Hlc::at(lost),
        lost,
        PersonNumber::SERVER,
        person,
        &ended.into(),
    ));
    let examined = |recorded| examine(&tally(2, recorded), &replica, at("12:00:00"));

    assert_eq!(examined(at("10:59:00")), Admission::Admit);
    assert_eq!(examined(at("11:03:00")), Admission::SetAside(SetAsideReason::NoGrant));
}

#[test]
fn a_hash_of_before_enters_no_replica() {
    let mut replica = server();
    let before = replica.digest(Post::ALL.into_iter().collect());
    let now = at("09:00:00");
    let set = PinSet { hash: "$argon2id$".parse().unwrap() };
    let person = Entity::Person(PersonNumber(3));
    let set =
        fact(FactId::new(0, 300), Hlc::at(now), now, PersonNumber::SERVER, person, &set.into());

    assert_eq!(replica.insert(set.clone()), Inserted::Known);
    assert!(replica.get(set.header.id).is_none());
    assert_eq!(replica.digest(Post::ALL.into_iter().collect()), before);
}
