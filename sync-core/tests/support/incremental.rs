//! Everything that is kept from one drawing to the next, compared with what is drawn anew.

#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use sync_core::number::CardNumber;
use sync_core::post::Post;
use sync_core::replica::Replica;
use sync_core::state::CardState;
use sync_core::time::Timestamp;
use sync_core::view::{
    self, Board, DockView, IncrementalBoard, IncrementalDock, IncrementalQueue, IncrementalSearch,
    IncrementalShelves, IncrementalWork, Queue, WorkKind,
};

#[derive(Default)]
pub struct Incremental {
    board: IncrementalBoard,
    dock: IncrementalDock,
    queue: IncrementalQueue,
    shelves: IncrementalShelves,
    work: IncrementalWork,
    search: IncrementalSearch,
}

impl Incremental {
    /// Draws all of it, and sees that it is what would be drawn anew.
    pub fn draw(&mut self, replica: &Replica, now: Timestamp) -> (Board, DockView, Queue) {
        let (board, conflicts) = self.board.draw(replica, now);
        assert_eq!(board, view::board(replica, now));
        assert_eq!(conflicts, view::conflicts(replica));
        let dock = self.dock.draw(replica, 3);
        assert_eq!(dock, IncrementalDock::default().draw(replica, 3));
        let mut to_put_away = view::work(replica, Post::DockClerk);
        to_put_away.retain(|row| row.kind == WorkKind::PutAway);
        assert_eq!(self.dock.to_put_away(replica), to_put_away);
        for (number, _) in replica.cards() {
            let place = self.shelves.of_item(replica, number);
            assert_eq!(place, shelf_of_item(replica, number), "{number}");
        }
        for post in Post::ALL {
            assert_eq!(self.work.list(replica, post), view::work(replica, post), "{post}");
        }
        for words in ["po", "a1", "料", "v1"] {
            let found = self.search.find(replica, words, 5);
            assert_eq!(found, view::search(replica, words, 5), "{words}");
        }
        let queue = self.queue.draw(replica, now);
        assert_eq!(queue, view::queue(replica, now));
        (board, dock, queue)
    }
}

/// Where goods of a lot's item were last put away, asked of every other lot.
fn shelf_of_item(replica: &Replica, number: CardNumber) -> Option<String> {
    let item = view::lot(replica, number)?.goods.item?;
    // Goods stand where they were put, whatever became of their card.
    let others = replica.cards().filter(|(other, _)| *other != number);
    let others = others.filter_map(|(other, _)| view::lot(replica, other));
    let same = others.filter(|lot| lot.goods.item.as_ref() == Some(&item));
    let places = same.flat_map(|lot| {
        let state = replica.card(lot.number);
        let once = state.into_iter().flat_map(CardState::live_putaways);
        once.map(|once| (once.written.order(), once.put.location.to_string())).collect::<Vec<_>>()
    });
    places.max().map(|(_, place)| place)
}
