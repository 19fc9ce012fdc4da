//! Withdrawals, and where goods went (SEMANTICS 20, 23, 29; `withdrawal`, `returns`, `putaway`).

use sync_core::fact::Event;
use sync_core::ids::FactId;
use sync_core::measure::Quantity;
use sync_core::number::{CardNumber, ReceiptNumber};

use super::Model;
use super::admitted::Told;

impl Model {
    /// The receipt under which a delivery's conflicts are named: its root, or, where that was
    /// withdrawn or is not known here, the smallest that was not.
    pub(super) fn stands_for_all(&self, number: ReceiptNumber) -> bool {
        let root = self.root(number);
        let here = self.receipts();
        let mut standing = self.standing_parts(number);
        standing.retain(|part| here.contains(part));
        let named = if standing.contains(&root) { Some(root) } else { standing.into_iter().min() };
        named == Some(number)
    }

    /// Whether a lot's card, or the only receipt of its goods, was withdrawn.
    fn is_lot_withdrawn(&self, number: CardNumber) -> bool {
        let of_withdrawn = self.issued(number).is_some_and(|(_, issued)| {
            let receipt = issued.receipt;
            self.is_withdrawn(receipt) && self.standing_parts(receipt).is_empty()
        });
        self.is_card_void(number) || of_withdrawn
    }

    pub(super) fn is_movement_void(&self, number: CardNumber, fact: FactId) -> bool {
        self.of_card(number).any(|told| match &told.event {
            Event::MovementVoided(event) => event.facts.contains(fact),
            _ => false,
        })
    }

    /// The putaways and return notes that were not taken back.
    fn movements(&self, number: CardNumber) -> Vec<&Told> {
        self.of_card(number)
            .filter(|told| matches!(told.event, Event::PutAway(_) | Event::ReturnRaised(_)))
            .filter(|told| !self.is_movement_void(number, told.id))
            .collect()
    }

    /// What lies on shelves of a lot, and what went back.
    pub(super) fn moved(&self, number: CardNumber) -> (Quantity, Quantity) {
        let (mut put_away, mut returned) = (Quantity::ZERO, Quantity::ZERO);
        for told in self.movements(number) {
            match &told.event {
                Event::PutAway(event) => put_away = put_away + event.quantity,
                Event::ReturnRaised(event) => returned = returned + event.quantity,
                _ => {}
            }
        }
        (put_away, returned)
    }

    /// What may still be put away, and what may still be returned.
    pub(super) fn left(&self, number: CardNumber) -> (Quantity, Quantity) {
        let (holds, (put_away, returned)) = (self.holds(number), self.moved(number));
        let here = self.lot_quantity(number).less(put_away + returned);
        let accepted = holds.passed + holds.conceded;
        let beyond_rejected = returned.less(holds.rejected);
        let to_shelf = accepted.less(put_away).less(beyond_rejected);
        let to_vendor = holds.rejected.less(returned);
        (to_shelf.min(here), to_vendor.min(here))
    }

    /// What of each return note exceeds what was rejected: the later note bears it.
    pub(super) fn excess_of_returns(&self, number: CardNumber) -> Vec<Quantity> {
        let mut left = self.holds(number).rejected;
        let notes = self.of_card(number).filter_map(|told| match &told.event {
            Event::ReturnRaised(event) if self.is_movement_void(number, told.id) => {
                Some(event.quantity.less(event.quantity))
            }
            Event::ReturnRaised(event) => Some(event.quantity),
            _ => None,
        });
        notes
            .map(|noted| {
                let excess = noted.less(left);
                left = left.less(noted);
                excess
            })
            .collect()
    }

    /// Whether more was put away than is accepted now, or more returned than is rejected.
    pub(super) fn is_basis_changed(&self, number: CardNumber) -> bool {
        let (holds, (put_away, returned)) = (self.holds(number), self.moved(number));
        let known = self.issued(number).is_some();
        known && (put_away > holds.passed + holds.conceded || returned > holds.rejected)
    }

    /// The name of a changed basis that nobody left as it is, with these very quantities.
    pub(super) fn basis_unanswered(&self, number: CardNumber) -> Option<String> {
        let (holds, (put_away, returned)) = (self.holds(number), self.moved(number));
        let answers = self.of_card(number).filter_map(|told| match &told.event {
            Event::BasisConfirmed(event) => Some(event),
            _ => None,
        });
        let is_answered = answers.last().is_some_and(|event| {
            event.accepted == holds.passed + holds.conceded
                && event.rejected == holds.rejected
                && event.put_away == put_away
                && event.returned == returned
        });
        let asks = self.is_basis_changed(number) && !is_answered && !self.is_lot_withdrawn(number);
        asks.then(|| format!("{number}.basis"))
    }

    /// What rests on a lot: its live verdicts, what was put away of it, what went back.
    fn resting_on(&self, number: CardNumber) -> Vec<FactId> {
        let verdicts = self.verdicts(number);
        let live = verdicts.iter().filter(|judged| judged.status == "Live");
        let live = live.map(|judged| judged.told.id);
        live.chain(self.movements(number).into_iter().map(|told| told.id)).collect()
    }

    /// A withdrawn card on which something rests that nobody has looked at.
    pub(super) fn card_withdrawn_apart(&self, number: CardNumber) -> Option<String> {
        let seen = |fact: &FactId| {
            self.of_card(number).any(|told| match &told.event {
                Event::WithdrawalConfirmed(event) => event.seen.contains(*fact),
                _ => false,
            })
        };
        let unseen = !self.resting_on(number).iter().all(seen);
        unseen.then(|| format!("{number}.withdrawn"))
    }

    /// A withdrawn receipt on which something rests that nobody has looked at.
    pub(super) fn receipt_withdrawn_apart(&self, number: ReceiptNumber) -> Option<String> {
        let mut resting = Vec::new();
        if self.standing_parts(number).is_empty() {
            let is_signed = self.signatures(number).iter().any(|(_, _, status)| *status == "Live");
            if let Some((slip, true)) = self.slips(number).last().filter(|_| is_signed) {
                resting.extend(self.first_confirmation(number, *slip));
            }
            for card in self.cards().into_iter().filter(|card| !self.is_card_void(*card)) {
                let issued = self.issued(card).filter(|(_, issued)| issued.receipt == number);
                if let Some((told, _)) = issued {
                    resting.push(told.id);
                    resting.extend(self.resting_on(card));
                }
            }
        }
        for part in self.receipts().into_iter().filter(|part| !self.is_withdrawn(*part)) {
            let joined = self.of_receipt(part).filter_map(|told| match &told.event {
                Event::ReceiptJoined(event) => Some((told.id, event.into)),
                _ => None,
            });
            resting.extend(joined.last().filter(|(_, into)| *into == number).map(|(id, _)| id));
        }
        let seen = |fact: &FactId| {
            self.of_receipt(number).any(|told| match &told.event {
                Event::WithdrawalConfirmed(event) => event.seen.contains(*fact),
                _ => false,
            })
        };
        let unseen = !resting.iter().all(seen);
        unseen.then(|| format!("{number}.withdrawn"))
    }

    fn first_confirmation(&self, number: ReceiptNumber, slip: FactId) -> Option<FactId> {
        self.of_receipt(number).find_map(|told| match &told.event {
            Event::SlipConfirmed(event) if event.slip.0 == slip => Some(told.id),
            _ => None,
        })
    }
}
