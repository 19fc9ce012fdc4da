//! Orders as the ERP states and restates them, and what becomes of the lots that were counted on them.

#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use sync_core::fact::{ItemStated, OrderLineStated, OrderStated, OrderType};
use sync_core::measure::Unit;
use sync_core::number::CardNumber;
use sync_core::post::Post;
use sync_core::rules::release::Blocked;
use sync_core::view::{self, WorkKind};

use super::{Desk, quantity};

/// PO1 as the catalog has it.
pub fn po1() -> OrderStated {
    OrderStated {
        order_type: OrderType::Standard,
        vendor: "V1".parse().unwrap(),
        increase_of: None,
        lines: vec![on_line(1, "A1")],
    }
}

/// A line of 1,000 pieces of an item.
pub fn on_line(line: u16, item: &str) -> OrderLineStated {
    OrderLineStated {
        line,
        item: item.parse().unwrap(),
        quantity: quantity("1000"),
        unit: Unit::Pieces,
        due: None,
    }
}

/// B1 as the catalog has it.
pub fn b1() -> ItemStated {
    ItemStated {
        name_zh: "料 B1".parse().unwrap(),
        name_en: None,
        unit: Unit::Pieces,
        packaging: false,
        subcontracted: true,
        inspection_minutes: None,
        tolerance: None,
    }
}

/// What keeps a lot from being released.
pub fn blocked(desk: &Desk, card: CardNumber) -> Vec<Blocked> {
    view::lot(&desk.replica, card).unwrap().blocked_by
}

/// How many rows of one kind a post has to work on.
pub fn work(desk: &Desk, post: Post, kind: WorkKind) -> usize {
    view::work(&desk.replica, post).into_iter().filter(|row| row.kind == kind).count()
}
