//! One event of every kind, with every field said: for the golden bytes, and for all that must hold
//! of every kind.

use sync_core::fact::{
    About, ApprovalStated, ArrivedLate, BasisConfirmed, CardIssued, CardReprinted, CardVoided,
    ClockDoubtful, ClockOff, CostStated, CountConfirmed, CountSigned, CountVoided, CountingStated,
    Day, DefectCount, DeliveriesDistinct, DeviceEnrolled, DeviceRevoked, Entity, Event,
    ExceptionKind, ExceptionReported, ExceptionVoided, Expunged, FactSetAside, ItemStated,
    Judgement, LineAssigned, LineCarried, LineCountedAs, LineTerms, LotDescribed, LotField,
    Measured, MovementVoided, OrderChangeAnswered, OrderLineStated, OrderStated, OrderStatus,
    OrderStatusStated, OrderType, PersonRevoked, PersonStated, PhotoTaken, PhotoType, PhotoVoided,
    PinSet, PutAway, Readmitted, ReceiptDescribed, ReceiptField, ReceiptJoined, ReceiptOpened,
    ReceiptReopened, ReceiptVoided, Recounted, ReturnFor, ReturnRaised, Sampled, SetAsideReason,
    SignInChanged, SignInGranted, SignatureVoided, SignedLine, SigningInStated, SiteStated,
    SlipConfirmed, SlipIssued, StaleAnswer, StaleOrderAnswered, StandardStated, Tallied,
    VendorAccepted, VendorStated, Verdict, VerdictRecorded, VerdictVoided, Weighed, WeighingVoided,
    WithdrawalConfirmed,
};
use sync_core::ids::{
    ContentHash, DeviceNumber, FactId, FactSet, LineKey, OrderLine, PersonNumber, Text,
};
use sync_core::measure::{Unit, WeightUnit};
use sync_core::number::{ReceiptNumber, SlipNumber};
use sync_core::time::{SiteOffset, Span};

use crate::support::{at, number, quantity};

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

fn text(text: &str) -> Text {
    text.parse().unwrap()
}

/// One event of every kind, with every field said.
pub(crate) fn events() -> Vec<Event> {
    let mut events = receipt_events();
    events.extend(card_events());
    events.extend(office_events());
    events.extend(site_events());
    events.extend(seen_events());
    events
}

/// What an order and its item say of a line, with every field said.
fn terms() -> LineTerms {
    LineTerms {
        item: "A1".parse().ok(),
        unit: Some(Unit::Pieces),
        vendor: "V0042".parse().ok(),
        order_type: Some(OrderType::Subcontract),
        increase_of: "PO240000".parse().ok(),
        subcontracted: Some(true),
    }
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
        LineCountedAs { line: line(), terms: terms() }.into(),
        OrderChangeAnswered { line: line(), said: Some(terms()), answer: StaleAnswer::Return }
            .into(),
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
    ]
}

fn site_events() -> Vec<Event> {
    let posts = "dock-clerk+supervisor".parse().unwrap();
    vec![
        PersonStated { name: text("王建国"), posts }.into(),
        PinSet { hash: text("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA") }.into(),
        PersonRevoked { reason: None }.into(),
        SignInChanged { ends_grants: true }.into(),
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
        SignInGranted {
            person: PersonNumber(3),
            posts,
            from: at("08:00:00"),
            until: at("08:00:00").plus(Span::hours(72)),
        }
        .into(),
        ArrivedLate { facts: named() }.into(),
        SiteStated {
            name: text("一厂"),
            offset: SiteOffset::CHINA,
            currency: text("CNY"),
            concession_lifts_approval: false,
        }
        .into(),
        CountingStated { blind: true }.into(),
        SigningInStated { badges: true }.into(),
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
        Expunged { facts: named(), by: text("root"), reason: text("a broken program") }.into(),
    ]
}

/// A thing of a sort that facts can be about.
pub(crate) fn thing(about: About) -> Entity {
    match about {
        About::Receipt => Entity::Receipt(FactId::new(7, 1)),
        About::Card => Entity::Card(FactId::new(7, 2)),
        About::Order => Entity::Order("PO240001".parse().unwrap()),
        About::Vendor => Entity::Vendor("V0042".parse().unwrap()),
        About::Item => Entity::Item("A-1042".parse().unwrap()),
        About::Cost => Entity::Cost("A-1042".parse().unwrap()),
        About::Person => Entity::Person(PersonNumber(3)),
        About::Device => Entity::Device(DeviceNumber(7)),
        About::Site => Entity::Site,
    }
}
