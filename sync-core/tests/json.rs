//! Golden JSON: names and values of rows that programs read, through `/api`, `--json` and the board.
//!
//! Adding a field is fine, changing one is a decision (docs/decisions). Run with `GOLDEN=write` to
//! write the file anew after such a decision.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fmt::Write as _;
use std::path::Path;

use rust_decimal::Decimal;
use serde::Serialize;
use sync_core::command::Command;
use sync_core::fact::{
    CostStated, Day, Entity, Event, FactSetAside, ItemStated, Measured, ReturnFor, SetAsideReason,
    StandardStated, Tallied, Verdict, Weighed,
};
use sync_core::ids::{DeviceNumber, FactId, LineKey, PersonNumber};
use sync_core::label::Label;
use sync_core::measure::{Unit, WeightUnit};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::Post;
use sync_core::replica::Replica;
use sync_core::time::Hlc;
use sync_core::view;
use sync_core::wire;

use support::{Desk, at, judge, number, quantity, tally};

/// What the office states beside the catalog.
fn state(desk: &mut Desk) {
    let from = Day("2026-01-01".parse().unwrap());
    let items: [Event; 4] = [
        ItemStated {
            name_zh: "料 B1".parse().unwrap(),
            name_en: Some("Part B1".parse().unwrap()),
            unit: Unit::Pieces,
            packaging: false,
            subcontracted: true,
            inspection_minutes: None,
            tolerance: None,
        }
        .into(),
        StandardStated {
            what: "dimension:outer".parse().unwrap(),
            value: number("20"),
            unit: "mm".parse().unwrap(),
            from,
        }
        .into(),
        StandardStated {
            what: "thickness".parse().unwrap(),
            value: number("1.25"),
            unit: "mm".parse().unwrap(),
            from,
        }
        .into(),
        CostStated {
            cost: number("18.45"),
            currency: "CNY".parse().unwrap(),
            per: "kg".parse().unwrap(),
            from,
        }
        .into(),
    ];
    for (sequence, event) in (900..).zip(items) {
        let item = "B1".parse().unwrap();
        let entity = match event {
            Event::CostStated(_) => Entity::Cost(item),
            _ => Entity::Item(item),
        };
        say(&mut desk.replica, FactId::new(0, sequence), entity, &event);
    }
}

fn say(replica: &mut Replica, id: FactId, entity: Entity, event: &Event) {
    let now = at("07:00:00");
    replica.insert(support::fact(id, Hlc::at(now), now, PersonNumber(id.device.0), entity, event));
}

/// Goods that do nearly all that can happen to goods.
fn floor() -> (Desk, Vec<ReceiptNumber>, Vec<CardNumber>) {
    let (mut desk, mut other) = (Desk::new(1), Desk::new(2));
    state(&mut desk);
    let (receipt, card) = desk.delivery("PO2", "1200", at("08:10:00"));
    desk.act(&Command::IssueSlip { receipt }, at("08:20:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:21:00")).unwrap();
    let (gross, tare) = (number("600.50"), number("0.5"));
    desk.act(&weigh(card, gross, tare), at("08:30:00")).unwrap();
    for (what, value) in [("outer", "20.70"), ("thickness", "1.24"), ("inner", "8")] {
        let (what, unit) = (what.parse().unwrap(), "mm".parse().unwrap());
        let measured = Measured { what, value: number(value), unit };
        let measure = Command::Measure { card, measured };
        desk.act(&measure, at("08:31:00")).unwrap();
    }
    desk.act(&judge(card, Verdict::Pass, Some("1190"), Some("10"), false), at("09:00:00")).unwrap();
    let back = Command::RaiseReturn { card, quantity: number("4"), settlement: ReturnFor::Credit };
    desk.act(&back, at("09:05:00")).unwrap();

    let (waiting, in_inspection) = desk.delivery("PO1", "250", at("08:40:00"));
    let held = tally_held(&mut desk, waiting);
    let (stale, of_stale) = desk.delivery("PO4", "10", at("08:41:00"));
    other.hear(&desk);
    other.act(&judge(in_inspection, Verdict::Pass, None, None, false), at("09:20:00")).unwrap();
    desk.act(&judge(in_inspection, Verdict::Reject, None, None, false), at("09:10:00")).unwrap();
    desk.hear(&other);
    let (light, within) = desk.delivery("PO2", "60", at("08:50:00"));
    let (gross, tare) = (number("640.0"), number("33.0"));
    let weigh = weigh(within, gross, tare);
    desk.act(&weigh, at("09:30:00")).unwrap();
    set_aside(&mut desk, waiting);
    (desk, vec![receipt, waiting, held, stale, light], vec![card, in_inspection, of_stale, within])
}

fn weigh(card: CardNumber, gross: Decimal, tare: Decimal) -> Command {
    Command::Weigh { card, weighed: Weighed { pieces: 50, gross, tare, unit: WeightUnit::Grams } }
}

fn tally_held(desk: &mut Desk, receipt: ReceiptNumber) -> ReceiptNumber {
    let second = desk.open("PO1", at("08:42:00"));
    let held = Command::Tally {
        receipt: second,
        line: "?/A1".parse().unwrap(),
        quantity: number("5"),
        package: None,
    };
    desk.act(&held, at("08:43:00")).unwrap();
    desk.act(&tally(second, "PO1", "7", Some("P7")), at("08:44:00")).unwrap();
    assert_ne!(receipt, second);
    second
}

fn set_aside(desk: &mut Desk, receipt: ReceiptNumber) {
    let line = LineKey::Held("A1".parse().unwrap());
    let tallied = Tallied { line, quantity: quantity("3"), package: None, upon: None };
    let id = FactId::new(7, 1);
    let now = at("09:40:00");
    let entity = Entity::Receipt(receipt.0);
    let fact = support::fact(id, Hlc::at(now), now, PersonNumber(7), entity, &tallied.into());
    let stated =
        FactSetAside { id, reason: SetAsideReason::PersonsPost, fact: wire::encode_fact(&fact) };
    let about = Entity::Device(DeviceNumber(7));
    say(&mut desk.replica, FactId::new(0, 950), about, &stated.into());
}

fn add<T: Serialize>(lines: &mut String, name: &str, row: &T) {
    writeln!(lines, "{name} {}", serde_json::to_string(row).unwrap()).unwrap();
}

fn all() -> String {
    let (desk, receipts, cards) = floor();
    let (replica, now) = (&desk.replica, at("12:00:00"));
    let mut lines = String::new();
    for post in Post::ALL {
        for row in view::work(replica, post) {
            add(&mut lines, &format!("work {post}"), &row);
        }
    }
    for lot in view::lots(replica) {
        add(&mut lines, "lot", &lot);
    }
    for card in cards {
        let label = view::lot(replica, card).unwrap().label().unwrap();
        add(&mut lines, "scan", &view::scan(replica, &Label::Card(label).encode()));
        add(&mut lines, "explain", &view::explain(replica, card.into()));
    }
    for receipt in receipts {
        add(&mut lines, "receipt", &view::receipt(replica, receipt));
        add(&mut lines, "counting", &view::counting(replica, receipt));
    }
    for order in view::order_lines(replica) {
        add(&mut lines, "order line", &order);
    }
    for conflict in view::conflicts(replica) {
        add(&mut lines, "conflict", &conflict);
    }
    for aside in view::set_aside(replica) {
        add(&mut lines, "set aside", &aside);
    }
    for words in ["b1", "po1", "厂商 v1 po2", "part", "nothing"] {
        for hit in view::search(replica, words, 5) {
            add(&mut lines, &format!("search {words}"), &hit);
        }
    }
    add(&mut lines, "board", &view::board(replica, now));
    lines
}

#[test]
fn rows_that_programs_read_keep_their_names_and_values() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/json.txt");
    let now = all();
    if std::env::var("GOLDEN").as_deref() == Ok("write") {
        std::fs::write(&path, &now).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap();
    for (row, is) in golden.lines().zip(now.lines()) {
        assert_eq!(is, row);
    }
    assert_eq!(now.lines().count(), golden.lines().count());
}
