//! What must hold at every moment: confirmed, acknowledged, counted from something.

use std::collections::BTreeSet;

use inwards_server::hub::memory::Durability;
use inwards_server::hub::page::PageReader;
use sync_core::measure::Quantity;
use sync_core::post::Post;
use sync_core::replica::Replica;
use sync_core::view::{self, IncrementalDock, IncrementalShelves, Lists, WorkKind, WorkRow};

use crate::defect::Defect;
use crate::world::World;

/// What screens search for again and again, and how much of it they show.
const SEARCHED: &str = "o";
const MOST_HITS: usize = 20;

impl World {
    /// What a device takes for acknowledged is durable on the server, fact by fact.
    pub(crate) fn check_acknowledged(&mut self, place: usize) {
        let device = &mut self.devices[place];
        let Some(engine) = &device.engine else { return };
        // An answer may be heard, and its note reach the disk after a backup took the log's place.
        let of_contact = device.contact.as_ref().map(|contact| contact.epoch);
        let held = self.server.held_in(of_contact.unwrap_or(self.server.epoch));
        let acknowledged = engine.outbox().acknowledged();
        let before = std::mem::replace(&mut device.acknowledged, acknowledged);
        if acknowledged <= before {
            return;
        }
        for sequence in before + 1..=acknowledged {
            let Some(fact) = engine.outbox().get(sequence) else { continue };
            let id = fact.header.id;
            let durability = held.durability(fact);
            if durability != Durability::Durable {
                self.ledger.break_promise(format!(
                    "fact {id} is acknowledged, and the server does not hold it"
                ));
            }
        }
    }

    /// A contact that came to its end left the device with all it read.
    pub(crate) fn check_contact_done(&mut self, place: usize) {
        let device = &self.devices[place];
        let Some(engine) = &device.engine else { return };
        let (cursor, number) = (engine.cursor(), device.number);
        if cursor.epoch != self.server.epoch {
            return;
        }
        let reader = PageReader { device: number, posts: self.server.posts(number) };
        let read = usize::try_from(cursor.position).expect("it fits memory");
        let missing =
            self.server.log.iter().take(read).find(|fact| {
                reader.may_see(fact) && engine.replica().get(fact.header.id).is_none()
            });
        if let Some(fact) = missing {
            let id = fact.header.id;
            self.ledger.break_promise(format!(
                "device {number} has read the log beyond fact {id}, and does not hold it"
            ));
        }
    }

    /// Screens that are drawn again show what they would if they were drawn anew.
    pub(crate) fn check_kept(&mut self, place: usize) {
        let device = &mut self.devices[place];
        let Some(engine) = &device.engine else { return };
        let (replica, now, kept) = (engine.replica(), self.now, &mut device.kept);
        let board = kept.board.draw(replica, now);
        let dock = (kept.dock.draw(replica, 3), kept.dock.to_put_away(replica));
        let waiting = kept.queue.draw(replica, now);
        let lists = Post::ALL.map(|post| kept.work.list(replica, post));
        let found = kept.search.find(replica, SEARCHED, MOST_HITS);
        let latest = replica.cards().map(|(number, _)| number).last();
        let stands_at = latest.map(|lot| kept.shelves.of_item(replica, lot));
        if !engine.cursor().position.is_multiple_of(8) {
            return;
        }
        let screens = [
            ("board", board == (view::board(replica, now), view::conflicts(replica))),
            ("dock", dock.0 == IncrementalDock::default().draw(replica, 3)),
            ("list for the shelf", dock.1 == for_shelf(replica)),
            ("queue", waiting == view::queue(replica, now)),
            ("work list", lists == Post::ALL.map(|post| view::work(replica, post))),
            ("search", found == view::search(replica, SEARCHED, MOST_HITS)),
            (
                "shelf",
                stands_at == latest.map(|lot| IncrementalShelves::default().of_item(replica, lot)),
            ),
        ];
        let number = device.number;
        for (screen, _) in screens.into_iter().filter(|(_, is_same)| !is_same) {
            self.ledger.break_promise(format!("device {number} shows an old {screen}"));
        }
    }

    /// The log names each fact once, and counts nothing from nowhere.
    pub(crate) fn check_server(&mut self) {
        let mut names: Vec<_> = self.server.log.iter().map(|fact| fact.header.id).collect();
        names.sort_unstable();
        let twice = names.windows(2).filter(|pair| pair.first() == pair.last());
        for id in twice.filter_map(|pair| pair.first()) {
            self.ledger.break_promise(format!("fact {id} stands in the log twice"));
        }
        if names.len().is_multiple_of(16) {
            let mut broken = from_nowhere(&self.server.held.replica);
            broken.extend(unlisted(&self.server.held.replica, self.defect));
            for what in broken {
                self.ledger.break_promise(what);
            }
        }
    }
}

/// What the clerk's work list says of lots for the shelf.
fn for_shelf(replica: &Replica) -> Vec<WorkRow> {
    let mut rows = view::work(replica, Post::DockClerk);
    rows.retain(|row| row.kind == WorkKind::PutAway);
    rows
}

/// Blocks that lead to no entry of a list, and lots of which more was put away and returned than
/// their cards stand for, while no list says so and nobody has left them so.
pub(crate) fn unlisted(replica: &Replica, defect: Option<Defect>) -> Vec<String> {
    let mut lists = Lists::of(replica);
    if defect == Some(Defect::SignaturesUnlisted) {
        lists.forget(WorkKind::Sign);
    }
    let dead = lists.dead_ends(replica).into_iter();
    let dead = dead.map(|(lot, block)| format!("no list says what to do with {lot}: {block:?}"));
    let listed: BTreeSet<String> = view::conflicts(replica)
        .into_iter()
        .filter(|conflict| {
            defect != Some(Defect::MovedTwiceUnlisted) || conflict.rule != "basis-changed"
        })
        .map(|conflict| conflict.id)
        .collect();
    let twice = view::lots(replica).into_iter().filter(|lot| {
        let is_known = lot.issued.is_some() && lot.put_away + lot.returned > lot.quantity;
        let card = replica.card(lot.number);
        let is_left = card.is_some_and(|card| card.basis_confirmed.is_some());
        is_known && !is_left && !listed.contains(&format!("{}.basis", lot.number))
    });
    let twice = twice.map(|lot| format!("lot {} was moved twice, and no list says so", lot.number));
    dead.chain(twice).collect()
}

/// Quantities that no tally, recount or card explains.
pub(crate) fn from_nowhere(replica: &Replica) -> Vec<String> {
    let mut broken = Vec::new();
    for (number, state) in replica.receipts() {
        for (key, line) in &state.lines {
            let tallied: Quantity = state
                .tallies
                .iter()
                .filter(|tally| tally.line == *key)
                .map(|tally| tally.quantity)
                .sum();
            let recounted: Quantity = line.recounts.iter().map(|recount| recount.quantity).sum();
            if line.count.quantity > tallied + recounted {
                broken.push(format!("{number} {key} counts more than was ever counted"));
            }
        }
    }
    for lot in view::lots(replica) {
        let said = lot.passed + lot.conceded + lot.rejected + lot.to_sort + lot.unjudged;
        if said != lot.quantity {
            broken.push(format!("lot {} of {} is judged as {said}", lot.number, lot.quantity));
        }
    }
    for line in view::order_lines(replica) {
        let over: Quantity = line.filled_by.iter().map(|filling| filling.over).sum();
        // What is carried bears its own part of the excess.
        let unshared = if line.carried.is_zero() { over != line.over } else { over > line.over };
        if line.over > line.received || unshared {
            broken.push(format!("order line {} is over by more than came", line.line));
        }
    }
    broken
}
