//! Measures how long board, work lists and search take with 20,000 receipts: `cargo run --release -p inwards-tests --example board`.

#![allow(clippy::unwrap_used, reason = "a measure that cannot go on ends")]

use std::time::Instant;

use sync_core::fact::{
    CardIssued, CountSigned, Entity, Event, Judgement, OrderLineStated, OrderStated, OrderType,
    PutAway, ReceiptOpened, SignedLine, SlipConfirmed, SlipIssued, Tallied, Verdict,
    VerdictRecorded,
};
use sync_core::ids::{FactId, FactSet, LineKey, OrderNumber, PersonNumber};
use sync_core::measure::Unit;
use sync_core::number::{ReceiptNumber, SlipNumber};
use sync_core::post::Post;
use sync_core::replica::Replica;
use sync_core::time::{Hlc, Span, Timestamp};
use sync_core::view;

use support::{at, catalog, fact, quantity};

#[path = "../../sync-core/tests/support/mod.rs"]
mod support;

const RECEIPTS: u64 = 20_000;
/// Receipts of one order.
const AN_ORDER: u64 = 10;
/// Those whose lots are not judged yet.
const OPEN: u64 = 500;
/// What is searched for: words that are found on many receipts and lots.
const WORDS: &str = "po-001 v1";

fn main() {
    let mut replica = Replica::default();
    for fact in catalog() {
        replica.insert(fact);
    }
    let now = at("12:00:00");
    for order in 0..=RECEIPTS / AN_ORDER {
        state_order(&mut replica, order, now);
    }
    for number in 0..RECEIPTS {
        deliver(&mut replica, number, now);
    }
    timed("lots", || view::lots(&replica).len());
    timed("receipts", || view::receipts(&replica).len());
    timed("conflicts", || view::conflicts(&replica).len());
    timed("board, drawn for the first time", || view::board(&replica, now).open_lots.len());
    let mut board = view::IncrementalBoard::default();
    board.draw(&replica, now);
    let mut dock = view::IncrementalDock::default();
    timed("dock, drawn for the first time", || dock.draw(&replica, 40).open);
    let mut queue = view::IncrementalQueue::default();
    timed("queue, drawn for the first time", || queue.draw(&replica, now).rows.len());
    let mut work = view::IncrementalWork::default();
    timed("work lists, drawn for the first time", || listed(&mut work, &replica));
    timed("work lists, drawn again", || listed(&mut work, &replica));
    let mut search = view::IncrementalSearch::default();
    timed("search, for the first time", || search.find(&replica, WORDS, 60).len());
    timed("search, again", || search.find(&replica, WORDS, 60).len());
    for number in RECEIPTS..RECEIPTS + 3 {
        deliver(&mut replica, number, now);
        timed("board, one delivery later", || board.draw(&replica, now).0.open_lots.len());
        timed("dock, one delivery later", || dock.draw(&replica, 40).open);
        timed("queue, one delivery later", || queue.draw(&replica, now).rows.len());
        timed("work lists, one delivery later", || listed(&mut work, &replica));
        let inspector = Post::QcInspector;
        timed("inspectors' list, the same", || work.list(&replica, inspector).len());
        timed("search, one delivery later", || search.find(&replica, WORDS, 60).len());
    }
}

/// The lists of every post, as the office draws them for somebody of all.
fn listed(work: &mut view::IncrementalWork, replica: &Replica) -> usize {
    Post::ALL.into_iter().map(|post| work.list(replica, post).len()).sum()
}

fn timed(what: &str, work: impl FnOnce() -> usize) {
    let begun = Instant::now();
    let count = work();
    println!("{what}: {:.1} ms ({count})", begun.elapsed().as_secs_f64() * 1e3);
}

fn state_order(replica: &mut Replica, number: u64, now: Timestamp) {
    let line = OrderLineStated {
        line: 1,
        item: "A1".parse().unwrap(),
        quantity: quantity("1000"),
        unit: Unit::Pieces,
        due: None,
    };
    let vendor = "V1".parse().unwrap();
    let order_type = OrderType::Standard;
    let stated = OrderStated { order_type, vendor, increase_of: None, lines: vec![line] };
    let at = now.plus(Span::hours(-24 * 365));
    let entity = Entity::Order(order(number));
    let id = FactId::new(0, 1_000 + number);
    replica.insert(fact(id, Hlc::at(at), at, PersonNumber::SERVER, entity, &stated.into()));
}

fn order(number: u64) -> OrderNumber {
    format!("PO-{number:05}").parse().unwrap()
}

/// One delivery of an order line with its lot; the last are open, the others on the shelf.
fn deliver(replica: &mut Replica, number: u64, now: Timestamp) {
    let age = i64::try_from(RECEIPTS.saturating_sub(number)).unwrap();
    let opened_at = now.plus(Span::minutes(-10 * age.max(1)));
    let device = 10 + u32::try_from(number % 20).unwrap();
    let base = number / 20 * 10 + 1;
    let line: LineKey = LineKey::Ordered(sync_core::ids::OrderLine {
        order: order(number % (RECEIPTS / AN_ORDER)),
        line: 1,
    });
    let (receipt, card) = (FactId::new(device, base), FactId::new(device, base + 4));
    let ten = quantity("10");
    let signed = vec![SignedLine { line: line.clone(), quantity: ten }];
    let slip = FactId::new(device, base + 3);
    let opened = ReceiptOpened {
        orders: vec![order(number % (RECEIPTS / AN_ORDER))],
        vendor: None,
        delivery_note: format!("DN-{number}").parse().ok(),
        dock: "D1".parse().ok(),
        container: None,
    };
    let issued = CardIssued {
        receipt: ReceiptNumber(receipt),
        line: line.clone(),
        quantity: ten,
        unit: Some(Unit::Pieces),
        item: None,
        vendor: None,
        lot: None,
    };
    let judged = vec![Judgement { verdict: Verdict::Pass, quantity: ten }];
    let judged = VerdictRecorded {
        judgements: judged,
        replaces: FactSet::default(),
        reason: None,
        note: None,
    };
    let put = PutAway { quantity: ten, location: "A-01".parse().unwrap() };
    let tallied = Tallied { line, quantity: ten, package: None, upon: None };
    let mut events: Vec<(Entity, Event)> = vec![
        (Entity::Receipt(receipt), opened.into()),
        (Entity::Receipt(receipt), tallied.into()),
        (Entity::Receipt(receipt), CountSigned { lines: signed.clone() }.into()),
        (Entity::Receipt(receipt), SlipIssued { lines: signed }.into()),
        (Entity::Card(card), issued.into()),
        (Entity::Receipt(receipt), SlipConfirmed { slip: SlipNumber(slip) }.into()),
    ];
    if number + OPEN < RECEIPTS {
        events.push((Entity::Card(card), judged.into()));
        events.push((Entity::Card(card), put.into()));
    }
    for (place, (entity, event)) in (0..).zip(events) {
        let id = FactId::new(device, base + place);
        let at = opened_at.plus(Span::minutes(i64::try_from(place).unwrap()));
        replica.insert(fact(id, Hlc::at(at), at, PersonNumber(device), entity, &event));
    }
}
