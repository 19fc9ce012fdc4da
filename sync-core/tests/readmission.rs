//! What may be let in, by kind and reason: the whole table, at admission and in the fold.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/every_kind.rs"]
mod every_kind;
mod support;

use sync_core::admission::{Admission, examine};
use sync_core::fact::{
    About, DeviceEnrolled, DeviceRevoked, Entity, Event, Fact, FactSetAside, Kind, PersonRevoked,
    PersonStated, Readmitted, SetAsideReason,
};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber};
use sync_core::post::{self, Post, Posts};
use sync_core::replica::Replica;
use sync_core::text::Named as _;
use sync_core::time::{Hlc, Span};
use sync_core::wire;

use every_kind::{events, thing};
use support::{at, fact};

/// The device that wrote what was set aside, another, and the person at both.
const AUTHOR: DeviceNumber = DeviceNumber(7);
const OTHER: DeviceNumber = DeviceNumber(9);
const PERSON: PersonNumber = PersonNumber(3);

fn all_posts() -> Posts {
    Post::ALL.into_iter().collect()
}

fn of_server(sequence: u64, entity: Entity, event: &Event) -> Fact {
    let now = at("08:00:00").plus(Span::seconds(i64::try_from(sequence).unwrap()));
    fact(FactId::new(0, sequence), Hlc::at(now), now, PersonNumber::SERVER, entity, event)
}

fn enrolled(sequence: u64, device: DeviceNumber, posts: Posts) -> Fact {
    let event = DeviceEnrolled { name: "h".parse().unwrap(), posts, key: vec![1; 32] };
    of_server(sequence, Entity::Device(device), &event.into())
}

/// A device of some posts, a supervisor's with all, and somebody who holds every post.
fn site(posts: Posts) -> Vec<Fact> {
    let everybody = PersonStated { name: "王".parse().unwrap(), posts: all_posts() };
    vec![
        enrolled(1, AUTHOR, posts),
        enrolled(2, OTHER, all_posts()),
        of_server(3, Entity::Person(PERSON), &everybody.into()),
    ]
}

/// A fact of the author about something of a sort; what it opens bears its own name.
fn written(event: &Event, about: About) -> Fact {
    let id = FactId::new(AUTHOR.0, 40);
    let entity = match (event.kind(), about) {
        (Kind::ReceiptOpened, _) => Entity::Receipt(id),
        (Kind::CardIssued, _) => Entity::Card(id),
        (Kind::ClockDoubtful | Kind::ClockOff, _) => Entity::Device(AUTHOR),
        _ => thing(about),
    };
    let now = at("09:00:00");
    fact(id, Hlc::at(now), now, PERSON, entity, event)
}

fn set_aside(fact: &Fact, reason: SetAsideReason) -> Fact {
    let event = FactSetAside { id: fact.header.id, fact: wire::encode_fact(fact), reason };
    of_server(500, Entity::Device(AUTHOR), &event.into())
}

fn lets_in(by: DeviceNumber) -> Fact {
    let event = Readmitted { set_aside: FactId::new(0, 500), recorded: None };
    let now = at("09:30:00");
    let id = FactId::new(by.0, 60);
    fact(id, Hlc::at(now), now, PERSON, Entity::Device(AUTHOR), &event.into())
}

fn replica(facts: &[Fact]) -> Replica {
    let mut replica = Replica::default();
    for fact in facts {
        replica.insert(fact.clone());
    }
    replica
}

/// Whether the table of the report opens a kind for a reason, in words of its own.
fn is_open(kind: Kind, about: About, reason: SetAsideReason, device: Posts) -> bool {
    let reasons = [
        "unknown-person",
        "persons-post",
        "ahead-of-server",
        "before-enrolment",
        "name-taken",
        "revoked",
        "no-grant",
    ];
    let reason = serde_json::to_value(reason).unwrap();
    let supervisor: Posts = "supervisor".parse().unwrap();
    let writes = post::permits(supervisor, kind) || post::permits(device, kind);
    let closed = [About::Person, About::Device, About::Site, About::Cost];
    reasons.iter().any(|open| reason == *open)
        && writes
        && !closed.contains(&about)
        && ![Kind::FactSetAside, Kind::LineCarried, Kind::Readmitted].contains(&kind)
}

#[test]
fn the_whole_table_of_kind_and_reason_holds_at_admission_and_in_the_fold() {
    let mut tried = 0;
    for posts in
        ["dock-clerk+supervisor", "dock-clerk", "purchasing", "qc-inspector", "administrator"]
    {
        let posts: Posts = posts.parse().unwrap();
        for event in events() {
            for about in event.kind().about() {
                for reason in SetAsideReason::ALL.iter().copied() {
                    let fact = written(&event, *about);
                    let mut facts = site(posts);
                    facts.push(set_aside(&fact, reason));
                    let open = is_open(event.kind(), *about, reason, posts);
                    let what = format!("{} of {about:?}, {reason:?}, {posts}", event.kind().name());

                    let now = at("10:00:00");
                    let admitted = examine(&lets_in(OTHER), &replica(&facts), now);
                    let own = examine(&lets_in(AUTHOR), &replica(&facts), now);
                    facts.push(lets_in(OTHER));
                    let forwards = replica(&facts);
                    facts.reverse();
                    let backwards = replica(&facts);

                    let barred = Admission::SetAside(SetAsideReason::NotReadmittable);
                    assert_eq!(admitted, if open { Admission::Admit } else { barred }, "{what}");
                    assert_ne!(own, Admission::Admit, "{what}, by its own device");
                    let statement = FactId::new(0, 500);
                    assert_eq!(forwards.let_in(statement).is_some(), open, "{what}");
                    assert_eq!(forwards.is_readmitted(statement), open, "{what}");
                    assert_eq!(
                        forwards.digest(all_posts()),
                        backwards.digest(all_posts()),
                        "{what}"
                    );
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn a_readmission_that_names_nothing_known_here_is_set_aside() {
    let facts = site(all_posts());

    let admitted = examine(&lets_in(OTHER), &replica(&facts), at("10:00:00"));

    assert_eq!(admitted, Admission::SetAside(SetAsideReason::NotReadmittable));
}

#[test]
fn an_enrolment_that_arrives_after_the_readmission_is_read_with_it() {
    let assigned = events().into_iter().find(|event| event.kind() == Kind::LineAssigned).unwrap();
    let mut facts = site("purchasing".parse().unwrap());
    let enrolment = facts.remove(0);
    facts.push(set_aside(&written(&assigned, About::Receipt), SetAsideReason::PersonsPost));
    facts.push(lets_in(OTHER));
    let mut late = replica(&facts);
    let statement = FactId::new(0, 500);

    assert!(late.let_in(statement).is_none(), "nobody knows yet what the device is for");
    late.insert(enrolment);

    assert!(late.let_in(statement).is_some());
}

#[test]
fn a_number_stays_whose_it_is() {
    let first = enrolled(1, AUTHOR, "dock-clerk".parse().unwrap());
    let event = DeviceEnrolled { name: "thief".parse().unwrap(), posts: all_posts(), key: vec![9] };
    let now = at("07:00:00");
    let entity = Entity::Device(AUTHOR);
    let before = fact(FactId::new(5, 1), Hlc::at(now), now, PERSON, entity, &event.clone().into());
    let after = of_server(9, Entity::Device(AUTHOR), &event.into());

    for second in [before, after] {
        for facts in [[first.clone(), second.clone()], [second.clone(), first.clone()]] {
            let replica = replica(&facts);
            let device = replica.device(AUTHOR).unwrap();
            assert_eq!(device.posts.to_string(), "dock-clerk");
            assert_eq!(device.key, [1; 32]);
        }
    }
}

#[test]
fn what_arrives_after_a_revocation_is_set_aside_whatever_its_date() {
    let tallied = events().into_iter().find(|event| event.kind() == Kind::Tallied).unwrap();
    let fact = written(&tallied, About::Receipt);
    let now = at("12:00:00");
    assert_eq!(examine(&fact, &replica(&site(all_posts())), now), Admission::Admit);

    let person = PersonRevoked { reason: None };
    let device = DeviceRevoked { reason: None };
    for revoked in [
        of_server(900, Entity::Person(PERSON), &person.into()),
        of_server(900, Entity::Device(AUTHOR), &device.into()),
    ] {
        let mut facts = site(all_posts());
        facts.push(revoked);
        let replica = replica(&facts);
        let mut unknown = fact.clone();
        unknown.header.kind = 9_999;
        let revoked = Admission::SetAside(SetAsideReason::Revoked);
        assert_eq!(examine(&fact, &replica, now), revoked);
        // A device speaks once more, also of what this server does not know.
        let is_device = replica.device(AUTHOR).unwrap().revoked.is_some();
        let newer = if is_device { revoked } else { Admission::Newer };
        assert_eq!(examine(&unknown, &replica, now), newer);
    }
}
