//! Whatever arrives first, twice or in whatever grouping: the same set says the same.

#![allow(clippy::cast_possible_wrap, reason = "small figures")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/floor.rs"]
mod floor;
#[path = "support/incremental.rs"]
mod incremental;
mod support;

use proptest::prelude::*;
use sync_core::fact::Fact;
use sync_core::measure::Quantity;
use sync_core::post::{Post, Posts};
use sync_core::replica::Replica;
use sync_core::time::Timestamp;
use sync_core::view::{self, LotView, WorkKind};

use floor::{deeds, play};
use support::at;

fn everybody() -> Posts {
    Post::ALL.into_iter().collect()
}

fn replica<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Replica {
    let mut replica = Replica::default();
    for fact in support::catalog() {
        replica.insert(fact);
    }
    for fact in facts {
        replica.insert(fact.clone());
    }
    replica
}

/// Everything that screens would show.
fn screens(replica: &Replica) -> String {
    let rows = (
        view::receipts(replica),
        view::receipts(replica)
            .iter()
            .map(|row| view::receipt(replica, row.number))
            .collect::<Vec<_>>(),
        view::lots(replica),
        view::order_lines(replica),
        view::conflicts(replica),
        view::board(replica, at("18:00:00")),
    );
    serde_json::to_string(&rows).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn replicas_agree_whatever_arrives_first(
        deeds in deeds(),
        seed in any::<prop::sample::Index>(),
        split in any::<prop::sample::Index>(),
        unknown in proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let mut facts = play(&deeds);
        // Some of them come from a newer version: they are kept, and everybody says so.
        for index in unknown {
            if let Some(fact) = facts.get_mut(index.index(deeds.len())) {
                fact.header.kind = 9_999;
            }
        }
        let straight = replica(&facts);
        let mut shuffled: Vec<&Fact> = facts.iter().collect();
        let turn = seed.index(facts.len().max(1));
        shuffled.rotate_left(turn);
        shuffled.reverse();
        let (early, late) = shuffled.split_at(split.index(shuffled.len() + 1));

        let other = replica(late.iter().chain(early).chain(late).copied());

        prop_assert_eq!(straight.digest(everybody()), other.digest(everybody()));
        prop_assert_eq!(screens(&straight), screens(&other));
    }

    #[test]
    fn reading_in_between_changes_nothing(deeds in deeds()) {
        let facts = play(&deeds);
        let mut read_often = replica([]);
        for fact in &facts {
            read_often.insert(fact.clone());
            let _ = screens(&read_often);
        }

        prop_assert_eq!(read_often.digest(everybody()), replica(&facts).digest(everybody()));
    }

    #[test]
    fn no_fact_makes_a_fold_or_a_screen_panic(
        deeds in deeds(),
        kinds in proptest::collection::vec((any::<u16>(), 0..3_u8), 60),
        payloads in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..30), 60),
    ) {
        let mut facts = play(&deeds);
        for ((fact, (kind, version)), payload) in facts.iter_mut().zip(kinds).zip(payloads) {
            if kind % 3 == 0 {
                fact.header.kind = kind % 130;
                fact.header.version = version;
            } else if kind % 3 == 1 {
                fact.payload = payload.into();
            }
        }

        let _ = screens(&replica(&facts));
    }

    #[test]
    fn nothing_appears_from_nowhere(deeds in deeds()) {
        let facts = play(&deeds);
        let replica = replica(&facts);

        for lot in view::lots(&replica) {
            let said = lot.passed + lot.conceded + lot.rejected + lot.to_sort + lot.unjudged;
            prop_assert_eq!(said, lot.quantity);
        }
        for row in view::order_lines(&replica) {
            let filled: sync_core::measure::Quantity =
                row.filled_by.iter().map(|filling| filling.counted).sum();
            prop_assert_eq!(filled, row.received);
        }
    }

    /// What is asked of every receipt and lot takes short cuts: they lead where the long way does.
    #[test]
    fn the_docks_list_is_what_each_delivery_says_of_itself(deeds in deeds()) {
        // Something is through the dock, and what comes after may change that.
        let deeds: Vec<_> = floor::whole_delivery().into_iter().chain(deeds).collect();
        let replica = replica(&play(&deeds));
        let stands = |row: &view::CountingView| {
            let status = row.row.status;
            !matches!(status, view::ReceiptStatus::Voided | view::ReceiptStatus::Joined)
        };
        let mut open: Vec<view::CountingView> = replica
            .receipts()
            .filter(|(_, state)| state.opened.is_some())
            .filter_map(|(number, _)| view::counting(&replica, number))
            .filter(|view| stands(view) && view.stage != view::Stage::Done)
            .collect();
        open.sort_by_key(|view| {
            std::cmp::Reverse((view.row.opened.as_ref().map(|opened| opened.at), view.row.number))
        });

        let dock = view::IncrementalDock::default().draw(&replica, 3);
        prop_assert_eq!(dock.open, open.len());
        prop_assert_eq!(dock.latest, open.iter().take(3).cloned().collect::<Vec<_>>());
        let order = "PO1".parse().unwrap();
        let of_order = view::open_delivery(&replica, &order);
        prop_assert_eq!(of_order.as_ref(), open.first());

        let work = view::work(&replica, Post::DockClerk);
        let ready = work.iter().filter(|row| row.kind == WorkKind::PutAway).count();
        prop_assert_eq!(dock.to_shelve, ready);
        let by_lots = view::lots(&replica).into_iter().filter(|lot| {
            lot.blocked_by.is_empty() && !lot.left_to_put_away.is_zero()
        });
        prop_assert_eq!(by_lots.count(), ready);
    }

    /// Whatever is withdrawn, judged again, put away and returned apart: goods are moved once, or
    /// that is in the list; and no block is a dead end.
    #[test]
    fn no_goods_are_moved_twice_unseen_and_no_block_is_a_dead_end(deeds in deeds()) {
        let deeds: Vec<_> = floor::whole_delivery().into_iter().chain(deeds).collect();
        let replica = replica(&play(&deeds));

        prop_assert_eq!(view::Lists::of(&replica).dead_ends(&replica), []);
        prop_assert_eq!(view::moved_twice_unseen(&replica), []);
    }

    /// Work lists ask the folds alone: they say what the whole views of lots and orders say.
    #[test]
    fn work_lists_are_what_lots_and_orders_say_of_themselves(deeds in deeds()) {
        let deeds: Vec<_> = floor::whole_delivery().into_iter().chain(deeds).collect();
        let replica = replica(&play(&deeds));
        let listed = |post, kind| -> Vec<(String, Option<Quantity>)> {
            let rows = view::work(&replica, post).into_iter().filter(|row| row.kind == kind);
            rows.map(|row| (row.about.to_string(), row.quantity)).collect()
        };
        let lots = view::lots(&replica);
        let of_lots = |quantity: &dyn Fn(&LotView) -> Quantity| -> Vec<(String, Option<Quantity>)> {
            let lots = lots.iter().map(|lot| (lot.number.to_string(), quantity(lot)));
            let asked = lots.filter(|(_, quantity)| !quantity.is_zero());
            asked.map(|(number, quantity)| (number, Some(quantity))).collect()
        };

        let to_post = of_lots(&|lot| match lot.blocked_by[..] {
            [] => lot.passed + lot.conceded,
            _ => Quantity::ZERO,
        });
        prop_assert_eq!(listed(Post::TerminalOperator, WorkKind::Post), to_post);
        let to_return = of_lots(&|lot| lot.left_to_return);
        prop_assert_eq!(listed(Post::NonconformingKeeper, WorkKind::Return), to_return);
        let lines = view::order_lines(&replica).into_iter().filter(|line| !line.over.is_zero());
        let excess: Vec<_> = lines.map(|line| (line.line.to_string(), Some(line.over))).collect();
        prop_assert_eq!(listed(Post::Purchasing, WorkKind::Excess), excess);
        let queue = view::queue(&replica, Timestamp::default()).rows.into_iter();
        let waiting: Vec<String> = queue.map(|row| row.number.to_string()).collect();
        let to_inspect = listed(Post::QcInspector, WorkKind::Inspect).into_iter();
        prop_assert_eq!(to_inspect.map(|(number, _)| number).collect::<Vec<_>>(), waiting);
    }

    /// What is kept from one drawing to the next, in whatever order facts come in between, is what
    /// is drawn anew.
    #[test]
    fn what_is_kept_is_what_is_drawn_anew(
        deeds in deeds(),
        seed in any::<prop::sample::Index>(),
        at_once in 1..5_usize,
    ) {
        let deeds: Vec<_> = floor::whole_delivery().into_iter().chain(deeds).collect();
        let mut facts = play(&deeds);
        let turn = seed.index(facts.len());
        facts.rotate_left(turn);
        let mut replica = replica(&[]);
        let mut kept = incremental::Incremental::default();
        for some in facts.chunks(at_once) {
            for fact in some {
                replica.insert(fact.clone());
            }
            kept.draw(&replica, at("18:00:00"));
        }
    }
}
