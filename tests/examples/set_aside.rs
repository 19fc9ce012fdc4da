//! Measures what rubbish costs, 60,000 facts of one device that were set aside: `cargo run --release -p inwards-tests --example set_aside`.

#![allow(clippy::unwrap_used, reason = "a measure that cannot go on ends")]

use std::time::Instant;

use sync_core::fact::{DeviceEnrolled, Entity, FactSetAside, ReceiptOpened, SetAsideReason};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber};
use sync_core::post::Post;
use sync_core::replica::Replica;
use sync_core::time::{Hlc, Span};
use sync_core::{view, wire};

use support::{at, fact};

#[path = "../../sync-core/tests/support/mod.rs"]
mod support;

fn main() {
    let count: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(60_000);
    let mut replica = Replica::default();
    let now = at("08:00:00");
    let device = Entity::Device(DeviceNumber(7));
    let posts = "dock-clerk".parse().unwrap();
    let enrolled = DeviceEnrolled { name: "K1".parse().unwrap(), posts, key: vec![7; 32] };
    let server = PersonNumber::SERVER;
    replica.insert(fact(
        FactId::new(0, 1),
        Hlc::at(now),
        now,
        server,
        device.clone(),
        &enrolled.into(),
    ));
    timed("taking it in", || {
        for number in 1..=count {
            let at = now.plus(Span(i64::try_from(number).unwrap()));
            let id = FactId::new(7, number);
            let opened = ReceiptOpened {
                orders: Vec::new(),
                vendor: None,
                delivery_note: None,
                dock: None,
                container: None,
            };
            let inner =
                fact(id, Hlc::at(at), at, PersonNumber(99), Entity::Receipt(id), &opened.into());
            let reason = SetAsideReason::UnknownPerson;
            let stated = FactSetAside { id, fact: wire::encode_fact(&inner), reason };
            let statement = FactId::new(0, number + 1);
            replica.insert(fact(
                statement,
                Hlc::at(at),
                at,
                server,
                device.clone(),
                &stated.into(),
            ));
        }
        replica.len()
    });
    let now = at("12:00:00");
    let mut board = view::IncrementalBoard::default();
    let mut work = view::IncrementalWork::default();
    timed("board, drawn for the first time", || board.draw(&replica, now).0.open_lots.len());
    timed("board, drawn again", || board.draw(&replica, now).0.open_lots.len());
    timed("a supervisor's work list", || work.list(&replica, Post::Supervisor).len());
    timed("all of the list", || view::set_aside(&replica).len());
    timed("a page of the list", || view::set_aside_page(&replica, 0, view::SET_ASIDE_PAGE).total);
    timed("the latest twelve", || view::set_aside_latest(&replica, 12).len());
}

fn timed(what: &str, work: impl FnOnce() -> usize) {
    let begun = Instant::now();
    let count = work();
    println!("{what}: {:.1} ms ({count})", begun.elapsed().as_secs_f64() * 1e3);
}
