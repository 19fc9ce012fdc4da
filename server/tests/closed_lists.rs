//! Who may write what, and what may be let in: whole tables, through real sockets.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;
#[path = "../../sync-core/tests/support/every_kind.rs"]
mod every_kind;

/// What the list of every kind takes from the core's tests.
mod support {
    use rust_decimal::Decimal;
    use sync_core::measure::{Quantity, parse_decimal};
    use sync_core::time::Timestamp;

    pub(crate) fn at(time: &str) -> Timestamp {
        format!("2026-11-23T{time}+08:00").parse().unwrap()
    }

    pub(crate) fn number(text: &str) -> Decimal {
        parse_decimal(text).unwrap()
    }

    pub(crate) fn quantity(text: &str) -> Quantity {
        Quantity::new(number(text)).unwrap()
    }
}

use std::collections::BTreeMap;

use common::{Device, Plant, now};
use inwards_server::admin::socket::{AdminAnswer, AdminCommand};
use sync_core::fact::{
    About, ClockDoubtful, ClockOff, DeviceEnrolled, Entity, Event, Fact, FactSetAside, Kind,
    PersonStated, Readmitted, SetAsideReason,
};
use sync_core::ids::{DeviceNumber, FactId, FactSet, PersonNumber};
use sync_core::post::{self, Post, Posts};
use sync_core::sync::ServerMessage;
use sync_core::time::{Hlc, Span, Timestamp};
use sync_core::wire;

use every_kind::{events, thing};

/// A fact of a device about something of the sort that its event is about.
fn written(device: &Device, sequence: u64, event: &Event, at: Timestamp) -> Fact {
    let id = FactId { device: device.number, sequence };
    let entity = match event.kind() {
        Kind::ReceiptOpened => Entity::Receipt(id),
        Kind::CardIssued => Entity::Card(id),
        Kind::ClockDoubtful | Kind::ClockOff => Entity::Device(device.number),
        kind => thing(kind.about()[0]),
    };
    // Of its clock a device speaks for what it wrote before, and for nothing of others.
    let before = FactId { sequence: sequence - 1, ..id };
    let facts: FactSet = [before].into_iter().filter(|before| before.sequence > 0).collect();
    let own = match event {
        Event::ClockDoubtful(_) => Some(ClockDoubtful { facts }.into()),
        Event::ClockOff(off) => Some(ClockOff { facts, ..off.clone() }.into()),
        _ => None,
    };
    let mut fact = device.fact(id, entity, own.as_ref().unwrap_or(event));
    fact.header.recorded = at;
    fact.header.merge_time = Hlc::at(at);
    fact
}

/// One fact of every kind, from a sequence on.
fn every(device: &Device, first: u64, at: Timestamp) -> Vec<Fact> {
    let events = events();
    let numbered = (first..).zip(&events);
    numbered.map(|(sequence, event)| written(device, sequence, event, at)).collect()
}

/// Lets a device bring more that is set aside than a day's allowance.
fn allow_more(plant: &Plant, device: &Device) {
    let allow = AdminCommand::AllowDevice { device: device.number, facts: 5_000 };
    assert!(matches!(plant.admin(&allow), AdminAnswer::Done));
}

fn push(device: &Device, facts: &[Fact]) {
    let (status, answer) = device.push(facts);
    assert!(matches!(answer, ServerMessage::Pushed { .. }), "{status} {answer:?}");
}

/// What became of a device's facts, as somebody else reads it: nothing where it was admitted.
fn fates(reader: &Device, of: DeviceNumber) -> BTreeMap<FactId, Option<SetAsideReason>> {
    let mut fates = BTreeMap::new();
    for fact in reader.pull() {
        if fact.header.id.device == of {
            fates.insert(fact.header.id, None);
        } else if let Ok(Event::FactSetAside(event)) = fact.event()
            && event.id.device == of
        {
            fates.insert(event.id, Some(event.reason));
        }
    }
    fates
}

/// The statements about a device's facts.
fn statements(reader: &Device, of: DeviceNumber) -> Vec<(FactId, FactSetAside)> {
    let facts = reader.pull().into_iter();
    let told = facts.filter_map(|fact| match fact.event() {
        Ok(Event::FactSetAside(event)) if event.id.device == of => Some((fact.header.id, event)),
        _ => None,
    });
    told.collect()
}

/// Hashes of before go to nobody, not even wrapped in the statement that sets them aside.
fn is_told_to_nobody(kind: Kind) -> bool {
    kind == Kind::PinSet
}

fn everything() -> String {
    Posts::from_iter(Post::ALL).to_string()
}

fn change_posts(plant: &Plant, person: PersonNumber, posts: &str) {
    let posts = Some(posts.to_owned());
    let change = AdminCommand::ChangePerson { person, name: None, posts, pin: None };
    assert!(matches!(plant.admin(&change), AdminAnswer::Person { .. }));
}

fn revoke_person(plant: &Plant, person: PersonNumber) {
    let revoke = AdminCommand::RevokePerson { person, reason: None };
    assert!(matches!(plant.admin(&revoke), AdminAnswer::Done));
}

#[test]
fn nobody_makes_themselves_an_administrator_by_letting_in_what_was_set_aside() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk+supervisor");
    let other = plant.device("supervisor");
    let all: Posts = everything().parse().unwrap();
    let person = PersonStated { name: "王".parse().unwrap(), posts: all };
    let key = clerk.key.verifying_key().to_bytes().to_vec();
    let device = DeviceEnrolled { name: "thief".parse().unwrap(), posts: all, key };
    let colleague = other.receipt_of(1, "a colleague's");
    push(&other, std::slice::from_ref(&colleague));
    let removes = FactSetAside {
        id: colleague.header.id,
        fact: wire::encode_fact(&colleague),
        reason: SetAsideReason::Malformed,
    };
    let own = |sequence, entity, event: Event| {
        clerk.fact(FactId { device: clerk.number, sequence }, entity, &event)
    };
    push(
        &clerk,
        &[
            own(1, Entity::Person(clerk.author), person.into()),
            own(2, Entity::Device(DeviceNumber(4_000)), device.clone().into()),
            own(3, Entity::Device(other.number), device.into()),
            own(4, Entity::Device(other.number), removes.into()),
        ],
    );

    for by in [&clerk, &other] {
        let all = statements(&other, clerk.number);
        assert_eq!(all.len(), if by.number == clerk.number { 4 } else { 8 });
        let facts = (10..).zip(&all).map(|(sequence, (statement, _))| {
            let id = FactId { device: by.number, sequence };
            let event = Readmitted { set_aside: *statement, recorded: None };
            by.fact(id, Entity::Device(clerk.number), &event.into())
        });
        push(by, &facts.collect::<Vec<_>>());
    }

    let people = match plant.admin(&AdminCommand::ListPeople) {
        AdminAnswer::People(rows) => rows,
        other => panic!("{other:?}"),
    };
    let row = people.iter().find(|row| row.person == clerk.author).unwrap();
    assert_eq!(row.posts, "dock-clerk+supervisor");
    let devices = match plant.admin(&AdminCommand::ListDevices) {
        AdminAnswer::Devices(rows) => rows,
        other => panic!("{other:?}"),
    };
    assert!(devices.iter().all(|row| row.name != "thief"), "{devices:?}");
    assert_eq!(other.try_sign_in().0, 200, "its key is still its own");
    let number = sync_core::number::ReceiptNumber(colleague.header.id);
    let url = format!("{}/api/receipts/{number}", plant.base());
    assert_eq!(common::get(&url, &[]).0, 200, "a colleague's receipt stands");
}

/// What becomes of each kind from a device of a post, once something else happened.
fn check_post(plant: &Plant, reader: &Device, post: Post, scene: &str) {
    let device = plant.device(post.name());
    allow_more(plant, &device);
    let before = now();
    std::thread::sleep(std::time::Duration::from_millis(3));
    let other = if post == Post::Finance { "purchasing" } else { "finance" };
    match scene {
        "online" => {}
        "post removed, recorded before" | "post removed, recorded after" => {
            change_posts(plant, device.author, other);
        }
        "person revoked" => revoke_person(plant, device.author),
        "device revoked" => plant.revoke(&device),
        scene => panic!("{scene}"),
    }
    let at = if scene.ends_with("after") { now() } else { before };
    let facts = every(&device, 1, at);
    push(&device, &facts);

    let fates = fates(reader, device.number);
    let (own, others): (Posts, Posts) = (post.name().parse().unwrap(), other.parse().unwrap());
    for fact in &facts {
        let event = fact.event().unwrap();
        let of_device = post::permits_event(own, &event);
        let expected = match scene {
            "person revoked" | "device revoked" => Some(SetAsideReason::Revoked),
            _ if !of_device => Some(SetAsideReason::DevicesPost),
            "post removed, recorded after" if !post::permits_event(own.both(others), &event) => {
                let held = own.both(others);
                // Every device says how its clock is, by whoever holds a post there at all.
                assert!(held.is_empty());
                Some(SetAsideReason::PersonsPost)
            }
            // It names nothing that was set aside.
            _ if event.kind() == Kind::Readmitted => Some(SetAsideReason::NotReadmittable),
            _ => None,
        };
        let what = format!("{} by {post}, {scene}", event.kind().name());
        if is_told_to_nobody(event.kind()) {
            assert!(!fates.contains_key(&fact.header.id), "{what}");
            continue;
        }
        assert_eq!(fates.get(&fact.header.id), Some(&expected), "{what}");
        if !post::who_may_write(event.kind()).contains(&post) {
            assert!(expected.is_some(), "{what}");
        }
    }
}

#[test]
fn each_post_writes_what_is_its_own_and_nothing_once_it_or_its_device_is_gone() {
    let plant = Plant::start();
    let reader = plant.device(&everything());
    for post in Post::ALL {
        for scene in [
            "online",
            "post removed, recorded before",
            "post removed, recorded after",
            "person revoked",
            "device revoked",
        ] {
            check_post(&plant, &reader, post, scene);
        }
    }
}

#[test]
fn nobody_pushes_about_people_devices_the_site_or_what_the_erp_states() {
    let plant = Plant::start();
    let mut all = plant.device(&everything());
    let reader = plant.device(&everything());
    let facts = every(&all, 1, now());
    all.written = facts.len() as u64;
    push(&all, &facts);

    let fates = fates(&reader, all.number);
    let floor = [About::Receipt, About::Card];
    let of_clocks = [Kind::ClockDoubtful, Kind::ClockOff];
    for fact in &facts {
        let kind = Kind::of(fact.header.kind).unwrap();
        let is_open = kind.about().iter().all(|about| floor.contains(about));
        let is_open = is_open || of_clocks.contains(&kind);
        if is_told_to_nobody(kind) {
            assert!(!fates.contains_key(&fact.header.id), "{}", kind.name());
            continue;
        }
        assert_eq!(fates[&fact.header.id].is_none(), is_open, "{}", kind.name());
    }
}

/// A device whose facts of every kind are set aside for one reason, as far as they can be.
fn kept_out(plant: &Plant, reason: SetAsideReason) -> Device {
    let posts = "dock-clerk+qc-inspector+purchasing";
    let mut device = plant.device(posts);
    let at = now();
    std::thread::sleep(std::time::Duration::from_millis(3));
    match reason {
        SetAsideReason::UnknownPerson => device.author = PersonNumber(9_999),
        SetAsideReason::PersonsPost => device.author = plant.person("李", "finance"),
        SetAsideReason::DevicesPost => {
            let author = plant.person("李", &everything());
            device = plant.device("finance");
            device.author = author;
        }
        SetAsideReason::Revoked => revoke_person(plant, device.author),
        SetAsideReason::NoGrant => device.author = plant.person("李", posts),
        SetAsideReason::AheadOfServer
        | SetAsideReason::BeforeEnrolment
        | SetAsideReason::IdCollision
        | SetAsideReason::Malformed
        | SetAsideReason::NotReadmittable => {}
    }
    let at = match reason {
        SetAsideReason::AheadOfServer => at.plus(Span::hours(2)),
        SetAsideReason::BeforeEnrolment => at.plus(Span::hours(-30)),
        // Known persons' facts need an instant at which they were known.
        SetAsideReason::PersonsPost | SetAsideReason::DevicesPost | SetAsideReason::NoGrant => {
            now()
        }
        _ => at,
    };
    allow_more(plant, &device);
    let mut facts = every(&device, 1, at);
    match reason {
        SetAsideReason::IdCollision => {
            let first: Vec<Fact> =
                facts.iter().map(|fact| device.receipt_of(fact.header.id.sequence, "x")).collect();
            push(&device, &first);
        }
        SetAsideReason::Malformed => {
            for fact in &mut facts {
                fact.header.entity = match fact.header.entity.about() {
                    About::Site => Entity::Person(PersonNumber(1)),
                    _ => Entity::Site,
                };
            }
        }
        _ => {}
    }
    push(&device, &facts);
    device
}

/// Whether the closed list opens a kind for a reason, in the words of the decision.
fn is_open(fact: &Fact, reason: SetAsideReason, device: Posts) -> bool {
    let reasons = [
        SetAsideReason::UnknownPerson,
        SetAsideReason::PersonsPost,
        SetAsideReason::AheadOfServer,
        SetAsideReason::BeforeEnrolment,
        SetAsideReason::IdCollision,
        SetAsideReason::Revoked,
        SetAsideReason::NoGrant,
    ];
    let event = fact.event().unwrap();
    let supervisor: Posts = "supervisor".parse().unwrap();
    let writes = [supervisor, device].iter().any(|posts| post::permits_event(*posts, &event));
    let is_of_the_floor = matches!(fact.header.entity, Entity::Receipt(_) | Entity::Card(_));
    reasons.contains(&reason) && writes && is_of_the_floor && event.kind() != Kind::Readmitted
}

#[test]
fn the_whole_table_of_what_may_be_let_in_holds_at_the_door() {
    let plant = Plant::start();
    let supervisor = plant.device("supervisor");
    allow_more(&plant, &supervisor);
    let mut sequence = 0;
    let mut seen = BTreeMap::new();
    for reason in [
        SetAsideReason::UnknownPerson,
        SetAsideReason::PersonsPost,
        SetAsideReason::DevicesPost,
        SetAsideReason::AheadOfServer,
        SetAsideReason::BeforeEnrolment,
        SetAsideReason::IdCollision,
        SetAsideReason::Malformed,
        SetAsideReason::Revoked,
        SetAsideReason::NoGrant,
    ] {
        let device = kept_out(&plant, reason);
        let of_device = match plant.admin(&AdminCommand::ListDevices) {
            AdminAnswer::Devices(rows) => {
                let row = rows.into_iter().find(|row| row.device == device.number).unwrap();
                row.posts.parse().unwrap()
            }
            other => panic!("{other:?}"),
        };
        let told = statements(&supervisor, device.number);
        let mut readmissions = Vec::new();
        for (statement, event) in &told {
            sequence += 1;
            let id = FactId { device: supervisor.number, sequence };
            let readmitted = Readmitted { set_aside: *statement, recorded: Some(now()) };
            let entity = Entity::Device(device.number);
            let fact = wire::decode_fact(&event.fact).unwrap();
            let open = is_open(&fact, event.reason, of_device);
            *seen.entry((format!("{:?}", event.reason), open)).or_insert(0) += 1;
            let what = format!("{} set aside for {:?}", fact.header.kind, event.reason);
            readmissions.push((supervisor.fact(id, entity, &readmitted.into()), open, what));
        }
        push(&supervisor, &readmissions.iter().map(|(f, ..)| f.clone()).collect::<Vec<_>>());
        let fates = fates(&supervisor, supervisor.number);
        for (fact, open, what) in readmissions {
            let expected = (!open).then_some(SetAsideReason::NotReadmittable);
            assert_eq!(fates[&fact.header.id], expected, "{what}");
        }
    }
    // Each of these was seen to be opened and closed.
    let opened = [
        "UnknownPerson",
        "PersonsPost",
        "AheadOfServer",
        "BeforeEnrolment",
        "IdCollision",
        "Revoked",
        "NoGrant",
    ];
    for reason in opened {
        assert!(seen.contains_key(&(reason.to_owned(), true)), "{reason}: {seen:?}");
    }
    for reason in ["DevicesPost", "Malformed"] {
        assert!(seen.contains_key(&(reason.to_owned(), false)), "{reason}: {seen:?}");
        assert!(!seen.contains_key(&(reason.to_owned(), true)), "{reason}: {seen:?}");
    }
}

#[test]
fn a_device_lets_nothing_of_its_own_in_and_another_does() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk+supervisor");
    let other = plant.device("supervisor");
    let mut nobodys = clerk.receipt_of(1, "of nobody");
    nobodys.header.author = PersonNumber(999);
    push(&clerk, std::slice::from_ref(&nobodys));
    let (statement, _) = statements(&other, clerk.number).remove(0);
    let lets_in = |by: &Device, sequence| {
        let event = Readmitted { set_aside: statement, recorded: None };
        let id = FactId { device: by.number, sequence };
        by.fact(id, Entity::Device(clerk.number), &event.into())
    };
    let number = sync_core::number::ReceiptNumber(nobodys.header.id);
    let url = format!("{}/api/receipts/{number}", plant.base());

    push(&clerk, &[lets_in(&clerk, 2)]);
    assert_eq!(common::get(&url, &[]).0, 404);
    push(&other, &[lets_in(&other, 1)]);
    assert_eq!(common::get(&url, &[]).0, 200);
}
