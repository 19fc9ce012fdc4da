//! Golden bytes: the encoding is for life. Changing a line here is a decision (docs/decisions).
//!
//! Run with `GOLDEN=write` to write the file anew after such a decision.

#![allow(clippy::cast_possible_wrap, reason = "small figures")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use sync_core::fact::{
    ApprovalStated, BasisConfirmed, CardIssued, CardReprinted, CardVoided, ClockDoubtful, ClockOff,
    CostStated, CountConfirmed, CountSigned, CountVoided, CountingStated, Day, DefectCount,
    DeliveriesDistinct, DeviceEnrolled, DeviceRevoked, Entity, Event, ExceptionKind,
    ExceptionReported, ExceptionVoided, Fact, FactSetAside, ItemStated, Judgement, Kind,
    LineAssigned, LineCarried, LotDescribed, LotField, Measured, MovementVoided, OrderLineStated,
    OrderStated, OrderStatus, OrderStatusStated, OrderType, PersonRevoked, PersonStated,
    PhotoTaken, PhotoType, PhotoVoided, PinSet, PutAway, Readmitted, ReceiptDescribed,
    ReceiptField, ReceiptJoined, ReceiptOpened, ReceiptReopened, ReceiptVoided, Recounted,
    ReturnFor, ReturnRaised, Sampled, SetAsideReason, SignatureVoided, SignedLine, SiteStated,
    SlipConfirmed, SlipIssued, StaleAnswer, StaleOrderAnswered, StandardStated, Tallied,
    VendorAccepted, VendorStated, Verdict, VerdictRecorded, VerdictVoided, Weighed, WeighingVoided,
    WithdrawalConfirmed,
};
use sync_core::ids::{ContentHash, FactId, FactSet, LineKey, OrderLine, PersonNumber};
use sync_core::measure::{Unit, WeightUnit};
use sync_core::number::{ReceiptNumber, SlipNumber};
use sync_core::sync::{ClientMessage, Cursor, RefusedBy, ServerMessage};
use sync_core::time::{Hlc, SiteOffset, Span};
use sync_core::wire;

use support::{at, fact, number, quantity};

fn line() -> LineKey {
    LineKey::Ordered(OrderLine { order: "PO240001".parse().unwrap(), line: 2 })
}

fn named() -> FactSet {
    [FactId::new(7, 4), FactId::new(7, 5), FactId::new(9, 2)].into_iter().collect()
}

fn signed() -> Vec<SignedLine> {
    vec![SignedLine { line: line(), quantity: quantity("250") }]
}

fn day() -> Day {
    Day("2026-11-23".parse().unwrap())
}

fn text(text: &str) -> sync_core::ids::Text {
    text.parse().unwrap()
}

/// One event of every kind, with every field said.
fn events() -> Vec<Event> {
    let mut events = receipt_events();
    events.extend(card_events());
    events.extend(office_events());
    events.extend(seen_events());
    events
}

fn receipt_events() -> Vec<Event> {
    let reason = Some(text("漏点"));
    vec![
        ReceiptOpened {
            orders: vec!["PO240001".parse().unwrap()],
            vendor: "V0042".parse().ok(),
            delivery_note: "DN-7".parse().ok(),
            dock: "D2".parse().ok(),
            container: "TCLU1234567".parse().ok(),
        }
        .into(),
        ReceiptDescribed { field: ReceiptField::Dock, value: "D3".parse().ok(), replaces: named() }
            .into(),
        Tallied {
            line: line(),
            quantity: quantity("100"),
            package: "P7".parse().ok(),
            upon: Some(FactId::new(7, 5)),
        }
        .into(),
        CountVoided { facts: named() }.into(),
        Recounted {
            line: LineKey::Held("A-1042".parse().unwrap()),
            quantity: quantity("0.125"),
            replaces: named(),
        }
        .into(),
        CountSigned { lines: signed() }.into(),
        SignatureVoided { facts: named() }.into(),
        ReceiptReopened { signatures: named(), reason: reason.clone() }.into(),
        ReceiptVoided { reason }.into(),
        ReceiptJoined { into: ReceiptNumber(FactId::new(9, 1)) }.into(),
        DeliveriesDistinct { other: ReceiptNumber(FactId::new(9, 1)) }.into(),
        CountConfirmed { line: line(), counted: quantity("255"), carded: quantity("250") }.into(),
        SlipIssued { lines: signed() }.into(),
        SlipConfirmed { slip: SlipNumber(FactId::new(3, 12)) }.into(),
        LineAssigned {
            line: line(),
            quantity: Some(quantity("5")),
            to: OrderLine { order: "PO240099".parse().unwrap(), line: 1 },
            replaces: Some([FactId::new(3, 4), FactId::new(3, 5)].into_iter().collect()),
            of: Some(quantity("12")),
        }
        .into(),
        StaleOrderAnswered { line: line(), answer: StaleAnswer::Accept }.into(),
        VendorAccepted {
            line: line(),
            came: "V003".parse().unwrap(),
            ordered: "V001".parse().unwrap(),
        }
        .into(),
        WithdrawalConfirmed { seen: named() }.into(),
        BasisConfirmed {
            accepted: quantity("100"),
            rejected: quantity("0"),
            put_away: quantity("60"),
            returned: quantity("40"),
        }
        .into(),
    ]
}

fn card_events() -> Vec<Event> {
    let judgements = vec![
        Judgement { verdict: Verdict::Pass, quantity: quantity("240") },
        Judgement { verdict: Verdict::Reject, quantity: quantity("10") },
    ];
    vec![
        CardIssued {
            receipt: ReceiptNumber(FactId::new(7, 1)),
            line: line(),
            quantity: quantity("250"),
            unit: Some(Unit::Pieces),
            item: "A-1042".parse().ok(),
            vendor: "V0042".parse().ok(),
            lot: "L-5".parse().ok(),
        }
        .into(),
        CardVoided { reason: None }.into(),
        CardReprinted { reason: None }.into(),
        LotDescribed { field: LotField::LotNumber, value: None, replaces: named() }.into(),
        Weighed {
            pieces: 50,
            gross: number("640.0"),
            tare: number("33.05"),
            unit: WeightUnit::Grams,
        }
        .into(),
        Measured { what: text("thickness"), value: number("1.25"), unit: text("mm") }.into(),
        WeighingVoided { facts: named() }.into(),
        VerdictRecorded {
            judgements,
            replaces: named(),
            reason: Some(text("burr")),
            note: Some(text("毛刺")),
        }
        .into(),
        VerdictVoided { facts: named() }.into(),
        PutAway { quantity: quantity("240"), location: text("A-01-3") }.into(),
        ReturnRaised {
            quantity: quantity("10"),
            settlement: ReturnFor::Credit,
            order: "PO240001".parse().ok(),
        }
        .into(),
        Sampled { pieces: 32, defects: vec![DefectCount { defect: text("C06"), pieces: 2 }] }
            .into(),
        MovementVoided { facts: named() }.into(),
    ]
}

fn office_events() -> Vec<Event> {
    let posts = "dock-clerk+supervisor".parse().unwrap();
    vec![
        OrderStated {
            order_type: OrderType::Subcontract,
            vendor: "V0042".parse().unwrap(),
            increase_of: "PO230007".parse().ok(),
            lines: vec![OrderLineStated {
                line: 2,
                item: "A-1042".parse().unwrap(),
                quantity: quantity("1000"),
                unit: Unit::Kilograms,
                due: Some(day()),
            }],
        }
        .into(),
        OrderStatusStated {
            line: Some(2),
            status: OrderStatus::Replaced { by: "PO240100".parse().ok() },
            effective: at("08:00:00"),
        }
        .into(),
        LineCarried {
            line: 2,
            receipts: vec![ReceiptNumber(FactId::new(7, 1)), ReceiptNumber(FactId::new(9, 1))],
            received: quantity("250"),
            accepted: quantity("240"),
            rejected: quantity("10"),
            returned: quantity("10"),
        }
        .into(),
        VendorStated { name: text("宏达五金"), currency: Some(text("CNY")) }.into(),
        ApprovalStated { from: day(), to: Some(day()) }.into(),
        ItemStated {
            name_zh: text("支架"),
            name_en: Some(text("bracket")),
            unit: Unit::Pieces,
            packaging: false,
            subcontracted: true,
            inspection_minutes: Some(120),
            tolerance: Some(number("0.05")),
        }
        .into(),
        StandardStated {
            what: text("unit-weight"),
            value: number("12.5"),
            unit: text("g"),
            from: day(),
        }
        .into(),
        CostStated { cost: number("18.4"), currency: text("CNY"), per: text("kg"), from: day() }
            .into(),
        PersonStated { name: text("王建国"), posts }.into(),
        PinSet { hash: text("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA") }.into(),
        PersonRevoked { reason: None }.into(),
        DeviceEnrolled { name: text("handheld-1"), posts, key: vec![7; 32] }.into(),
        DeviceRevoked { reason: Some(text("lost")) }.into(),
        ClockDoubtful { facts: named() }.into(),
        FactSetAside {
            id: FactId::new(7, 4),
            fact: vec![1, 2, 3],
            reason: SetAsideReason::AheadOfServer,
        }
        .into(),
        Readmitted { set_aside: FactId::new(0, 9), recorded: Some(at("09:00:00")) }.into(),
        ClockOff { offset: Span::minutes(-7), facts: named() }.into(),
        SiteStated {
            name: text("一厂"),
            offset: SiteOffset::CHINA,
            currency: text("CNY"),
            concession_lifts_approval: false,
        }
        .into(),
        CountingStated { blind: true }.into(),
    ]
}

fn seen_events() -> Vec<Event> {
    vec![
        PhotoTaken {
            content: ContentHash([0xa5; 32]),
            media: PhotoType::Jpeg,
            bytes: 480_000,
            width: 1_600,
            height: 1_200,
            shows: "柜门".parse().ok(),
        }
        .into(),
        PhotoVoided { facts: named() }.into(),
        ExceptionReported {
            kind: ExceptionKind::Wet,
            container: "TCLU1234567".parse().ok(),
            seal: "SN-88".parse().ok(),
            item: "A-1042".parse().ok(),
            quantity: Some(quantity("12")),
            note: "底层三箱受潮".parse().ok(),
            photos: vec![ContentHash([0xa5; 32]), ContentHash([0x5a; 32])],
        }
        .into(),
        ExceptionVoided { facts: named() }.into(),
    ]
}

fn entity(kind: Kind) -> Entity {
    use sync_core::fact::About;
    match kind.about()[0] {
        About::Receipt => Entity::Receipt(FactId::new(7, 1)),
        About::Card => Entity::Card(FactId::new(7, 2)),
        About::Order => Entity::Order("PO240001".parse().unwrap()),
        About::Vendor => Entity::Vendor("V0042".parse().unwrap()),
        About::Item => Entity::Item("A-1042".parse().unwrap()),
        About::Cost => Entity::Cost("A-1042".parse().unwrap()),
        About::Person => Entity::Person(PersonNumber(3)),
        About::Device => Entity::Device(sync_core::ids::DeviceNumber(7)),
        About::Site => Entity::Site,
    }
}

fn facts() -> Vec<Fact> {
    let mut facts = Vec::new();
    for (index, event) in events().into_iter().enumerate() {
        let now = at("08:10:00").plus(Span::seconds(index as i64));
        let id = FactId::new(7, index as u64 + 1);
        facts.push(fact(id, Hlc::at(now), now, PersonNumber(3), entity(event.kind()), &event));
    }
    facts
}

fn messages() -> BTreeMap<String, Vec<u8>> {
    let cursor = Cursor { epoch: 0xA5A5, position: 300 };
    let next = Cursor { epoch: 0xA5A5, position: 302 };
    let batch = wire::encode_batch(&facts()[..2]);
    let client = [
        (
            "hello",
            ClientMessage::Hello {
                device: sync_core::ids::DeviceNumber(7),
                clock: at("08:10:00"),
                software: "inwards 0.1.0".to_owned(),
                unsent: 3,
                storage_percent: Some(41),
            },
        ),
        ("push", ClientMessage::Push { batch: batch.clone() }),
        ("pull", ClientMessage::Pull { cursor, most_bytes: 262_144 }),
        ("subscribe", ClientMessage::Subscribe { cursor }),
    ];
    let server = [
        (
            "welcome",
            ServerMessage::Welcome {
                now: at("08:10:01"),
                epoch: 0xA5A5,
                head: 302,
                known: 17,
                gaps: vec![(4, 9)],
            },
        ),
        ("pushed", ServerMessage::Pushed { known: 19 }),
        ("page", ServerMessage::Page { from: cursor, next, head: 302, batch }),
        (
            "refused",
            ServerMessage::Refused {
                reason: RefusedBy::ServerTooOld,
                detail: "update the server".to_owned(),
            },
        ),
    ];
    let client = client.map(|(name, message)| (format!("client {name}"), wire::encode(&message)));
    let server = server.map(|(name, message)| (format!("server {name}"), wire::encode(&message)));
    client.into_iter().chain(server).collect()
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn golden() -> String {
    let mut lines = Vec::new();
    for fact in facts() {
        let kind = Kind::of(fact.header.kind).unwrap();
        lines.push(format!("fact {} {}: {}", kind as u16, kind.name(), hex(&fact.payload)));
    }
    lines.push(format!("single fact: {}", hex(&wire::encode_fact(&facts()[2]))));
    lines.push(format!("batch: {}", hex(&wire::encode_batch(&facts()))));
    lines.extend(messages().iter().map(|(name, bytes)| format!("message {name}: {}", hex(bytes))));
    lines.join("\n") + "\n"
}

#[test]
fn every_fact_and_message_is_written_as_it_ever_was() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden.txt");
    let written = golden();
    if std::env::var_os("GOLDEN").is_some_and(|wish| wish == "write") {
        std::fs::write(&path, &written).unwrap();
    }

    let kept = std::fs::read_to_string(&path).unwrap();

    for (now, then) in written.lines().zip(kept.lines()) {
        assert_eq!(now, then);
    }
    assert_eq!(written.lines().count(), kept.lines().count());
}

#[test]
fn every_kind_has_its_golden_bytes() {
    let kinds: Vec<Kind> = events().iter().map(Event::kind).collect();

    assert_eq!(kinds, Kind::ALL);
}

#[test]
fn everything_written_reads_back() {
    for fact in facts() {
        let event = fact.event().unwrap();
        assert_eq!(event.encode(), fact.payload);
    }
    assert_eq!(wire::decode_batch(&wire::encode_batch(&facts())).unwrap(), facts());
}

#[test]
fn a_kind_or_version_of_tomorrow_waits_and_a_broken_payload_does_not() {
    use sync_core::fact::Unreadable;

    assert!(matches!(Event::decode(9_999, 1, &[]), Err(Unreadable::Newer { .. })));
    assert!(matches!(Event::decode(Kind::Tallied as u16, 2, &[]), Err(Unreadable::Newer { .. })));
    assert!(matches!(
        Event::decode(Kind::Tallied as u16, 1, &[]),
        Err(Unreadable::Malformed { .. })
    ));
}

#[test]
fn an_assignment_of_version_1_is_read_as_it_was_written() {
    let golden = include_str!("golden.txt");
    let now = golden.lines().find_map(|line| line.strip_prefix("fact 24 LineAssigned: ")).unwrap();
    let old = "9392a8504f323430303031020592a8504f32343030393901";
    let bytes: Vec<u8> = (0..old.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&old[at..at + 2], 16).unwrap())
        .collect();

    let Ok(Event::LineAssigned(read)) = Event::decode(Kind::LineAssigned as u16, 1, &bytes) else {
        panic!("an assignment of version 1 is not read");
    };

    assert_eq!((read.quantity, read.replaces, read.of), (Some(quantity("5")), None, None));
    // What was appended stands behind what was there.
    assert_eq!(old[2..], now[2..old.len()]);
}

#[test]
fn a_hello_of_before_devices_told_of_their_storage_is_read() {
    let old = "920181a1689407cf000001a205bcf7c0ad696e776172647320302e312e3003";
    let bytes: Vec<u8> = (0..old.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&old[at..at + 2], 16).unwrap())
        .collect();
    let hello: ClientMessage = wire::decode(&bytes).unwrap();

    assert!(matches!(hello, ClientMessage::Hello { unsent: 3, storage_percent: None, .. }));
    // Who has nothing to tell of it writes what was always written.
    assert_eq!(wire::encode(&hello), bytes);
}
