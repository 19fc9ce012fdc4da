//! One thing written in several ways is one thing, in facts of any age (SEMANTICS 31).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, Notice, Refusal, decide};
use sync_core::fact::{
    Entity, Event, PutAway, ReceiptDescribed, ReceiptField, ReceiptOpened, Tallied, Verdict,
};
use sync_core::ids::{FactId, FactSet, LineKey, PersonNumber};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::replica::Replica;
use sync_core::time::{Hlc, Timestamp};
use sync_core::view::{self, ScannedKind};

use support::{Desk, at, fact, judge, quantity, tally};

/// A fact of a device that did not know that codes are compared.
fn written_before(
    sequence: u64,
    now: Timestamp,
    entity: Entity,
    event: impl Into<Event>,
) -> sync_core::fact::Fact {
    fact(FactId::new(9, sequence), Hlc::at(now), now, PersonNumber(9), entity, &event.into())
}

/// A code as a fact holds it: to the letter.
fn verbatim<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

fn open_with_note(orders: &[&str], vendor: &str, note: &str) -> Command {
    Command::OpenReceipt {
        said: ReceiptOpened {
            orders: orders.iter().map(|order| order.parse().unwrap()).collect(),
            vendor: Some(vendor.parse().unwrap()),
            delivery_note: Some(note.parse().unwrap()),
            dock: None,
            container: None,
        },
    }
}

#[test]
fn a_package_counts_once_however_its_scanner_wrote_it() {
    let (mut one, mut other) = (Desk::new(1), Desk::new(2));
    let receipt = one.open("PO1", at("08:00:00"));
    other.hear(&one);

    one.act(&tally(receipt, "PO1", "100", Some("LPN-77")), at("08:01:00")).unwrap();
    for (minute, code) in ["]C1LPN-77", "lpn-77", "LPN–77", "LPN-77\u{200B}"].iter().enumerate() {
        let now = at(&format!("08:0{}:00", minute + 2));
        let mut apart = Desk::new(10 + u32::try_from(minute).unwrap());
        apart.hear(&other);
        apart.act(&tally(receipt, "PO1", "100", Some(code)), now).unwrap();
        one.hear(&apart);
    }

    let counted = view::receipt(&one.replica, receipt).unwrap().line_rows[0].counted;
    assert_eq!(counted, quantity("100"));
    let again = one.act(&tally(receipt, "PO1", "100", Some("]Q1lpn-77")), at("09:00:00"));
    assert!(matches!(again, Err(Refusal::PackageCounted { .. })), "{again:?}");
}

#[test]
fn facts_of_old_that_wrote_a_package_and_an_order_otherwise_read_as_one_now() {
    let receipt = FactId::new(9, 1);
    let opened = ReceiptOpened {
        orders: vec![verbatim("po1\u{200B}")],
        vendor: Some(verbatim("V1")),
        delivery_note: None,
        dock: None,
        container: None,
    };
    let tallied = |order: &str, package: &str| Tallied {
        line: LineKey::Ordered(sync_core::ids::OrderLine { order: verbatim(order), line: 1 }),
        quantity: quantity("100"),
        package: Some(verbatim(package)),
        upon: None,
    };
    let of = || Entity::Receipt(receipt);
    let facts = [
        written_before(1, at("08:00:00"), of(), opened),
        written_before(2, at("08:01:00"), of(), tallied("PO1", "LPN-77")),
        written_before(3, at("08:02:00"), of(), tallied("PO1\u{200B}", "]C1LPN-77")),
        written_before(4, at("08:03:00"), of(), tallied("ＰＯ１", "LPN-78")),
    ];
    let bytes: Vec<Box<[u8]>> = facts.iter().map(|fact| fact.payload.clone()).collect();
    let mut desk = Desk::new(1);

    for fact in facts.clone() {
        desk.replica.insert(fact);
    }

    let shown = view::receipt(&desk.replica, ReceiptNumber(receipt)).unwrap();
    assert_eq!(shown.line_rows.len(), 1);
    assert_eq!(shown.line_rows[0].counted, quantity("200"));
    assert_eq!(shown.line_rows[0].line.to_string(), "PO1/1");
    let order = view::order(&desk.replica, &"PO1".parse().unwrap()).unwrap();
    assert_eq!(order.lines[0].received, quantity("200"));
    // Nothing of them was written anew.
    let kept: Vec<Box<[u8]>> =
        desk.replica.facts_of(&of()).map(|fact| fact.payload.clone()).collect();
    assert_eq!(kept, bytes);
}

#[test]
fn replicas_agree_on_what_is_shown_whichever_spelling_came_first() {
    let stated = |sequence, now, code: &str| {
        let event =
            sync_core::fact::VendorStated { name: "五金".parse().unwrap(), currency: None };
        written_before(sequence, now, Entity::Vendor(verbatim(code)), event)
    };
    let facts = [stated(1, at("08:00:00"), "Ven-1"), stated(2, at("08:01:00"), "VEN–1")];
    let of = |facts: &[sync_core::fact::Fact]| {
        let mut replica = Replica::default();
        for fact in facts {
            replica.insert(fact.clone());
        }
        replica
    };
    let (one, other) = (of(&facts), of(&[facts[1].clone(), facts[0].clone()]));

    let posts = sync_core::post::Post::ALL.into_iter().collect();
    assert_eq!(one.digest(posts), other.digest(posts));
    for replica in [&one, &other] {
        assert_eq!(replica.vendors().count(), 1);
        assert_eq!(view::scan(replica, "ven-1").code, "Ven-1");
    }
}

#[test]
fn two_facts_of_one_name_that_differ_in_the_spelling_of_a_code_differ() {
    let event =
        || sync_core::fact::VendorStated { name: "五金".parse().unwrap(), currency: None };
    let of =
        |code: &str| written_before(1, at("08:00:00"), Entity::Vendor(verbatim(code)), event());
    let mut replica = Replica::default();

    assert_eq!(replica.insert(of("V7")), sync_core::replica::Inserted::New);
    assert_eq!(replica.insert(of("V7")), sync_core::replica::Inserted::Known);
    assert_eq!(replica.insert(of("v7")), sync_core::replica::Inserted::Differs);
}

#[test]
fn a_shelf_is_one_shelf_for_its_label_and_for_whoever_types_it() {
    let mut desk = Desk::new(1);
    let (_, card) = desk.delivery("PO1", "100", at("08:00:00"));
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:10:00")).unwrap();
    let put = |location: &str| Command::PutAway {
        card,
        location: location.parse().unwrap(),
        quantity: Some(support::number("20")),
    };

    for location in ["A-01-2", "a-01-2", "INW:1*L*A-01-2", "Ａ－０１－２"] {
        desk.act(&put(location), at("08:20:00")).unwrap();
    }
    // One that was written before codes were compared.
    let old = PutAway { quantity: quantity("20"), location: verbatim("INW:1*L*A-01-2") };
    desk.replica.insert(written_before(1, at("08:30:00"), Entity::Card(card.0), old));

    let lot = view::lot(&desk.replica, card).unwrap();
    let places: Vec<&str> = lot.putaways.iter().map(|once| once.location.as_str()).collect();
    assert_eq!(places, ["A-01-2"; 5]);
    for text in ["A-01-2", "a-01-2", "INW:1*L*A-01-2"] {
        let scanned = view::scan(&desk.replica, text);
        assert_eq!((scanned.kind, scanned.known), (ScannedKind::Location, true), "{text}");
        assert_eq!(scanned.code, "A-01-2");
    }
}

#[test]
fn one_delivery_note_is_asked_about_however_it_was_typed() {
    for note in ["dn-7001", "ＤＮ－７００１", "DN 7001", "DN7001", "DN–7001", " DN-7001\u{200B}"]
    {
        let (mut one, mut other) = (Desk::new(1), Desk::new(2));
        let first = one.act(&open_with_note(&["PO1"], "V1", "DN-7001"), at("06:00:00")).unwrap()[0];
        let second = other.act(&open_with_note(&["PO3"], "V1", note), at("09:00:00")).unwrap()[0];
        other.hear(&one);

        let found = sync_core::across::maybe_same_delivery(&other.replica, ReceiptNumber(second));
        assert_eq!(found, [ReceiptNumber(first)], "{note}");
        let tallied = decide(
            &other.replica,
            other.actor,
            &tally(ReceiptNumber(second), "PO3", "5", None),
            at("09:01:00"),
        );
        let asks = |notice: &Notice| matches!(notice, Notice::MaybeSameDelivery { .. });
        assert!(tallied.unwrap().notices.iter().any(asks), "{note}");
    }
}

#[test]
fn another_vendors_note_of_the_same_number_is_another_delivery() {
    let mut desk = Desk::new(1);
    desk.act(&open_with_note(&["PO1"], "V1", "DN-7001"), at("06:00:00")).unwrap();
    let second = desk.act(&open_with_note(&["PO5"], "V9", "dn-7001"), at("09:00:00")).unwrap()[0];

    let found = sync_core::across::maybe_same_delivery(&desk.replica, ReceiptNumber(second));

    assert!(found.is_empty());
    assert!("\u{200B}\u{FEFF}".parse::<sync_core::ids::Text>().is_err(), "a note of nothing");
}

#[test]
fn commands_find_orders_items_and_vendors_however_they_are_typed_and_write_them_as_known() {
    let mut desk = Desk::new(1);
    let command = open_with_note(&["po1\u{200B}"], "ｖ１", "]C1DN-1");

    let decision = decide(&desk.replica, desk.actor, &command, at("08:00:00")).unwrap();
    let Event::ReceiptOpened(opened) = &decision.drafts[0].event else { panic!() };
    assert_eq!(opened.orders[0].to_string(), "PO1");
    assert_eq!(opened.vendor.as_ref().map(ToString::to_string).as_deref(), Some("V1"));
    assert_eq!(opened.delivery_note.as_ref().map(ToString::to_string).as_deref(), Some("DN-1"));

    let receipt = ReceiptNumber(desk.record(decision, at("08:00:00"))[0]);
    let held: Command = Command::Tally {
        receipt,
        line: "?/a1".parse().unwrap(),
        quantity: support::number("5"),
        package: None,
    };
    desk.act(&held, at("08:01:00")).unwrap();
    desk.act(&tally(receipt, "po1", "7", None), at("08:02:00")).unwrap();
    let shown = view::receipt(&desk.replica, receipt).unwrap();
    let lines: Vec<String> = shown.line_rows.iter().map(|line| line.line.to_string()).collect();
    assert_eq!(lines, ["PO1/1", "?/A1"]);
}

#[test]
fn search_finds_lots_and_containers_however_they_are_typed() {
    let mut desk = Desk::new(1);
    let (receipt, card) = desk.delivery("PO1", "100", at("08:00:00"));
    let container = ReceiptDescribed {
        field: ReceiptField::Container,
        value: Some(verbatim("TCLU–1234567")),
        replaces: FactSet::default(),
    };
    desk.replica.insert(written_before(1, at("08:05:00"), Entity::Receipt(receipt.0), container));

    for words in ["tclu-1234567", "ＴＣＬＵ－１２３４５６７", "]C1TCLU-1234567"] {
        let hits = view::search(&desk.replica, words, 10);
        assert!(hits.iter().any(|hit| hit.number == receipt.to_string()), "{words}");
    }
    let hits = view::search(&desk.replica, "po1/1", 10);
    assert!(hits.iter().any(|hit| hit.number == CardNumber(card.0).to_string()));
}
