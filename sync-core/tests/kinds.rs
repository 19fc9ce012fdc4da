//! What must hold of every kind of fact: that no fold lets it vanish in silence, and that the table
//! of the wire format says of it what the code decides by. And of every post: that documents name it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/every_kind.rs"]
mod every_kind;
mod support;

use sync_core::fact::{About, Event, Fact, Kind};
use sync_core::ids::{FactId, FactSet, PersonNumber};
use sync_core::post::{self, Post};
use sync_core::state::{Folded, fold};
use sync_core::time::{Hlc, Span};

use every_kind::{events, thing};
use support::{at, fact};

/// Kinds that a fold may pass over, each with the reason.
const PASSED_OVER: &[(Kind, About, &str)] = &[
    (Kind::Expunged, About::Site, "the replica takes out what it names before any fold"),
    (Kind::PinSet, About::Person, "the hash is the server's secret (decision 0031)"),
];

/// An event as the fact of its kind about a thing; its name is its kind's number.
fn told(event: &Event, about: About) -> Fact {
    let number = u64::from(event.kind() as u16);
    let now = at("08:00:00").plus(Span::seconds(i64::from(event.kind() as u16)));
    fact(FactId::new(7, number), Hlc::at(now), now, PersonNumber(3), thing(about), event)
}

/// The facts that an event takes back or readmits, where it names any: made to name `all`.
fn naming(event: &Event, all: &FactSet) -> Option<Event> {
    let mut event = event.clone();
    match &mut event {
        Event::CountVoided(void) => void.facts = all.clone(),
        Event::SignatureVoided(void) => void.facts = all.clone(),
        Event::WeighingVoided(void) => void.facts = all.clone(),
        Event::VerdictVoided(void) => void.facts = all.clone(),
        Event::MovementVoided(void) => void.facts = all.clone(),
        Event::PhotoVoided(void) => void.facts = all.clone(),
        Event::ExceptionVoided(void) => void.facts = all.clone(),
        Event::Readmitted(readmitted) => {
            readmitted.set_aside = FactId::new(7, Kind::FactSetAside as u64);
        }
        _ => return None,
    }
    Some(event)
}

/// What a thing is by one fact of every kind, apart from one kind and from all that takes back; and
/// what it is with that kind.
fn without_and_with(kind: Kind, about: About) -> (Folded, Folded) {
    let events = events();
    let of_thing = events.iter().filter(|event| event.kind().about().contains(&about));
    let none = FactSet::default();
    let others = of_thing.filter(|event| event.kind() != kind && naming(event, &none).is_none());
    let mut facts: Vec<Fact> = others.map(|event| told(event, about)).collect();
    let without = fold(&thing(about), &facts);

    let all = facts.iter().map(|fact| fact.header.id).collect();
    let event = events.iter().find(|event| event.kind() == kind).unwrap();
    facts.push(told(&naming(event, &all).unwrap_or_else(|| event.clone()), about));
    // Folds are given facts in canonical order.
    facts.sort_by_key(|fact| fact.header.order());
    (without, fold(&thing(about), &facts))
}

#[test]
fn every_kind_changes_what_it_is_about_or_is_listed_as_passed_over() {
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        for about in kind.about() {
            let (without, with) = without_and_with(*kind, *about);
            let is_listed = PASSED_OVER.iter().any(|(k, a, _)| (k, a) == (kind, about));
            if (without == with) != is_listed {
                wrong.push(format!("{} of a {about:?}", kind.name()));
            }
        }
    }

    assert_eq!(
        wrong,
        Vec::<String>::new(),
        "the fold in sync-core/src/state passes over these, or they are listed and change it"
    );
}

/// Who may write a kind, in the words of the table.
fn writers(kind: Kind) -> String {
    match post::who_may_write(kind) {
        [] => "the server alone".to_owned(),
        all if all.len() == Post::ALL.len() => "anybody".to_owned(),
        some => some.iter().map(|post| post.name()).collect::<Vec<_>>().join(", "),
    }
}

#[test]
fn the_table_of_the_wire_format_is_that_of_the_code() {
    let document = include_str!("../../docs/wire-format.md");
    let rows = document.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        let [number, name, about, _fields, writers, ""] = cells[..] else { return None };
        number.parse::<u16>().ok()?;
        Some(format!("{number} {name} about {about}, written by {writers}"))
    });
    let mut kinds = Kind::ALL.to_vec();
    kinds.sort_by_key(|kind| *kind as u16);
    let of_code = kinds.into_iter().map(|kind| {
        let about: Vec<String> = kind.about().iter().map(|about| format!("{about:?}")).collect();
        let (number, name) = (kind as u16, kind.name());
        format!("{number} `{name}` about {}, written by {}", about.join(" or "), writers(kind))
    });

    assert_eq!(rows.collect::<Vec<_>>(), of_code.collect::<Vec<_>>());
}

#[test]
fn every_post_stands_in_the_documents_and_in_the_sample_plant() {
    let wire = include_str!("../../docs/wire-format.md");
    let plant = include_str!("../../deploy/sample-plant/src/people.rs");
    let tables = [
        ("docs/glossary.md", include_str!("../../docs/glossary.md")),
        ("README.md", include_str!("../../README.md")),
        ("README.zh-CN.md", include_str!("../../README.zh-CN.md")),
    ];
    for post in Post::ALL {
        let bit = format!("{} {}", post.name(), 1_u32 << post as u8);
        assert!(wire.contains(&bit), "docs/wire-format.md lacks {bit}");
        let name = format!("`{}`", post.name());
        for (document, text) in tables {
            assert!(text.contains(&name), "{document} lacks {name}");
        }
        assert!(plant.contains(post.name()), "nobody of the sample plant is {}", post.name());
    }
}
