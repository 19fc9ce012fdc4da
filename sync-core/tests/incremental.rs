//! What is kept from one drawing to the next, where what changed is far away.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/incremental.rs"]
mod incremental;
mod support;

use sync_core::command::{Command, OrderChoice};
use sync_core::fact::{
    ApprovalStated, CostStated, Day, Entity, Event, FactSetAside, OrderLineStated, OrderStated,
    OrderType, SetAsideReason, Verdict, Weighed,
};
use sync_core::ids::{FactId, PersonNumber};
use sync_core::measure::{Unit, WeightUnit};
use sync_core::number::CardNumber;
use sync_core::post::Post;
use sync_core::rules::release::Blocked;
use sync_core::time::Hlc;
use sync_core::view::{self, LotStatus, WorkFigure, WorkKind, WorkSubject};
use sync_core::wire;

use incremental::Incremental;
use support::{Desk, at, judge, line, number};

/// Draws what is kept, and sees that it is what would be drawn anew.
fn draw(kept: &mut Incremental, desk: &Desk) -> view::Board {
    kept.draw(&desk.replica, at("12:00:00")).0
}

fn lots_in(board: &view::Board, status: LotStatus) -> u32 {
    board.by_status.iter().filter(|tally| tally.status == status).map(|tally| tally.lots).sum()
}

fn state(desk: &mut Desk, sequence: u64, entity: Entity, event: impl Into<Event>) {
    let now = at("11:00:00");
    let id = FactId::new(0, 900 + sequence);
    let author = PersonNumber::SERVER;
    desk.replica.insert(support::fact(id, Hlc::at(now), now, author, entity, &event.into()));
}

#[test]
fn a_part_that_goes_to_another_delivery_changes_the_lots_of_the_one_it_leaves() {
    let (mut desk, mut kept) = (Desk::new(1), Incremental::default());
    let [whole, part, other] =
        ["08:00:00", "08:01:00", "08:02:00"].map(|time| desk.open("PO1", at(time)));
    desk.tally(whole, "PO1", "40", at("08:03:00"));
    desk.tally(part, "PO1", "60", at("08:04:00"));
    desk.act(&Command::JoinReceipts { receipt: part, into: whole }, at("08:05:00")).unwrap();
    desk.sign(whole, at("08:06:00"));
    let card = desk.card(whole, "PO1", at("08:07:00"));
    desk.act(&Command::IssueSlip { receipt: whole }, at("08:08:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt: whole }, at("08:09:00")).unwrap();
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:10:00")).unwrap();
    assert_eq!(lots_in(&draw(&mut kept, &desk), LotStatus::Released), 1);

    desk.act(&Command::JoinReceipts { receipt: part, into: other }, at("08:11:00")).unwrap();

    assert_eq!(lots_in(&draw(&mut kept, &desk), LotStatus::Held), 1);
}

#[test]
fn what_is_set_aside_and_what_an_approval_says_is_seen_everywhere() {
    let (mut desk, mut kept) = (Desk::new(1), Incremental::default());
    let (_, card) = desk.delivery("PO5", "250", at("08:00:00"));
    let verdict = desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00"));
    assert_eq!(lots_in(&draw(&mut kept, &desk), LotStatus::Rejected), 1);

    let from = Day("2026-01-01".parse().unwrap());
    let vendor = Entity::Vendor("V9".parse().unwrap());
    state(&mut desk, 1, vendor, ApprovalStated { from, to: None });
    assert_eq!(lots_in(&draw(&mut kept, &desk), LotStatus::Held), 1);

    let id = verdict.unwrap()[0];
    let fact = wire::encode_fact(desk.replica.get(id).unwrap());
    let aside = FactSetAside { id, fact, reason: SetAsideReason::PersonsPost };
    state(&mut desk, 2, Entity::Device(id.device), aside);
    assert_eq!(lots_in(&draw(&mut kept, &desk), LotStatus::InInspection), 1);
}

#[test]
fn an_order_that_arrives_late_is_seen_by_a_card_for_goods_that_nobody_counted() {
    let (mut desk, mut kept) = (Desk::new(1), Incremental::default());
    let receipt = desk.open("PO1", at("08:00:00"));
    let card = Command::IssueCard {
        receipt,
        line: "PO77/1".parse().unwrap(),
        quantity: Some(support::number("5")),
        lot: None,
    };
    let card = CardNumber(desk.act(&card, at("08:01:00")).unwrap()[0]);
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();
    assert_eq!(lots_in(&draw(&mut kept, &desk), LotStatus::Held), 1);

    let line = OrderLineStated {
        line: 1,
        item: "B1".parse().unwrap(),
        quantity: support::quantity("1000"),
        unit: Unit::Pieces,
        due: None,
    };
    let stated = OrderStated {
        order_type: OrderType::Subcontract,
        vendor: "V1".parse().unwrap(),
        increase_of: None,
        lines: vec![line],
    };
    state(&mut desk, 1, Entity::Order("PO77".parse().unwrap()), stated);

    draw(&mut kept, &desk);
    let lot = view::lot(&desk.replica, card).unwrap();
    assert_eq!(lot.goods.item.as_ref().map(|item| item.code.as_str()), Some("B1"));
    assert!(lot.blocked_by.contains(&Blocked::NotMeasured));
}

#[test]
fn a_replica_in_anothers_place_is_drawn_whole() {
    let (mut desk, mut kept) = (Desk::new(1), Incremental::default());
    desk.delivery("PO1", "250", at("08:00:00"));
    assert_eq!(draw(&mut kept, &desk).open_lots.len(), 1);

    desk.replica = sync_core::replica::Replica::in_place_of(&desk.replica);
    assert_eq!(draw(&mut kept, &desk).open_lots.len(), 0);
}

#[test]
fn the_dock_and_the_queue_follow_a_delivery_through_the_plant() {
    let (mut desk, mut kept) = (Desk::new(1), Incremental::default());
    let mut counts = |desk: &Desk| {
        let (_, dock, queue) = kept.draw(&desk.replica, at("12:00:00"));
        (dock.open, queue.rows.len(), queue.judged_on_time, dock.to_shelve)
    };
    let (receipt, card) = desk.delivery("PO1", "250", at("08:00:00"));
    assert_eq!(counts(&desk), (1, 1, 0, 0));

    desk.act(&Command::IssueSlip { receipt }, at("08:30:00")).unwrap();
    desk.act(&Command::ConfirmSlip { receipt }, at("08:40:00")).unwrap();
    assert_eq!(counts(&desk), (0, 1, 0, 0));

    let pass = desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();
    assert_eq!(counts(&desk), (0, 0, 1, 1));

    let location = "A-01".parse().unwrap();
    let put = Command::PutAway { card, location, quantity: None };
    let put = desk.act(&put, at("09:10:00")).unwrap();
    assert_eq!(counts(&desk), (0, 0, 1, 0));

    desk.act(&Command::VoidMovement { card, fact: put[0] }, at("09:15:00")).unwrap();
    assert_eq!(counts(&desk), (0, 0, 1, 1));

    desk.act(&Command::VoidVerdict { card, fact: pass[0] }, at("09:20:00")).unwrap();
    assert_eq!(counts(&desk), (0, 1, 0, 0));

    desk.act(
        &Command::ReopenReceipt { receipt, reason: "count again".parse().ok() },
        at("09:30:00"),
    )
    .unwrap();
    assert_eq!(counts(&desk).0, 1);
}

#[test]
fn goods_that_turn_out_to_be_of_another_item_lead_to_their_shelf_no_more() {
    let (mut desk, mut kept) = (Desk::new(1), Incremental::default());
    for (order, place, hour) in [("PO1", "A-01", "08"), ("PO4", "A-02", "09")] {
        let time = |minute: &str| at(&format!("{hour}:{minute}:00"));
        let (receipt, card) = desk.delivery(order, "250", time("00"));
        desk.act(&Command::IssueSlip { receipt }, time("10")).unwrap();
        desk.act(&Command::ConfirmSlip { receipt }, time("20")).unwrap();
        desk.act(&judge(card, Verdict::Pass, None, None, false), time("30")).unwrap();
        let location = place.parse().unwrap();
        desk.act(&Command::PutAway { card, location, quantity: None }, time("40")).unwrap();
    }
    desk.delivery("PO1", "250", at("10:00:00"));
    draw(&mut kept, &desk);

    let line = OrderLineStated {
        line: 1,
        item: "C1".parse().unwrap(),
        quantity: support::quantity("1000"),
        unit: Unit::Pieces,
        due: None,
    };
    let stated = OrderStated {
        order_type: OrderType::Standard,
        vendor: "V1".parse().unwrap(),
        increase_of: None,
        lines: vec![line],
    };
    state(&mut desk, 1, Entity::Order("PO4".parse().unwrap()), stated);
    draw(&mut kept, &desk);
}

#[test]
fn an_excess_that_is_assigned_to_another_order_leaves_purchasings_list() {
    let (mut desk, mut kept) = (Desk::new(1), Incremental::default());
    let excess = |desk: &Desk| -> Vec<String> {
        let rows = view::work(&desk.replica, Post::Purchasing).into_iter();
        let rows = rows.filter(|row| row.kind == WorkKind::Excess);
        rows.map(|row| row.about.to_string()).collect()
    };
    desk.states_order("PO6", OrderType::Standard, "V1", "A1");
    let (receipt, _) = desk.delivery("PO1", "1100", at("08:10:00"));
    draw(&mut kept, &desk);
    assert_eq!(excess(&desk), ["PO1/1"]);

    let assign = Command::AssignLine {
        receipt,
        line: line("PO1"),
        to: OrderChoice { order: "PO6".parse().unwrap(), line: None },
        quantity: Some(number("100")),
        replace: false,
    };
    desk.act(&assign, at("09:00:00")).unwrap();
    draw(&mut kept, &desk);
    assert_eq!(excess(&desk), [""; 0]);

    desk.delivery("PO6", "950", at("09:10:00"));
    draw(&mut kept, &desk);
    assert_eq!(excess(&desk), ["PO6/1"]);
}

#[test]
fn a_cost_that_accounting_states_later_is_on_finances_list_at_once() {
    let (mut desk, mut kept) = (Desk::new(1), Incremental::default());
    let (_, card) = desk.delivery("PO2", "500", at("08:10:00"));
    let (gross, tare, unit) = (number("600"), number("0"), WeightUnit::Grams);
    let weighed = Weighed { pieces: 50, gross, tare, unit };
    desk.act(&Command::Weigh { card, weighed }, at("08:30:00")).unwrap();
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("08:40:00")).unwrap();
    draw(&mut kept, &desk);
    let deducted = |desk: &Desk| -> Vec<Option<WorkFigure>> {
        let rows = view::work(&desk.replica, Post::Finance).into_iter();
        rows.map(|row| row.figure).collect()
    };
    assert_eq!(deducted(&desk), []);

    let from = Day("2026-01-01".parse().unwrap());
    let (currency, per) = ("CNY".parse().unwrap(), "kg".parse().unwrap());
    let stated = CostStated { cost: number("18.45"), currency, per, from };
    state(&mut desk, 30, Entity::Cost("B1".parse().unwrap()), stated);
    draw(&mut kept, &desk);

    // (12.5 − 12) g × 500 pieces are 250 g.
    let money = WorkFigure::Money { amount: number("4.61"), currency: "CNY".parse().unwrap() };
    assert_eq!(deducted(&desk), [Some(money)]);
}

#[test]
fn a_lot_in_conflict_is_on_the_inspectors_list_as_it_is_in_their_queue() {
    let (mut desk, mut other) = (Desk::new(1), Desk::new(2));
    let (_, card) = desk.delivery("PO1", "100", at("08:10:00"));
    other.hear(&desk);
    desk.act(&judge(card, Verdict::Pass, None, None, false), at("09:00:00")).unwrap();
    other.act(&judge(card, Verdict::Reject, None, None, false), at("08:50:00")).unwrap();
    desk.hear(&other);

    let queue = view::queue(&desk.replica, at("10:00:00"));
    let listed = view::work(&desk.replica, Post::QcInspector);

    assert_eq!(queue.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [card]);
    assert_eq!(
        listed.into_iter().map(|row| row.about).collect::<Vec<_>>(),
        [WorkSubject::Lot(card)]
    );
}
