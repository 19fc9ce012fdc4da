//! Assignments: where goods went, what is left of them, what follows them (SEMANTICS 16, 28, 30).

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use sync_core::fact::{Event, LineAssigned, MergeOrder, OrderType};
use sync_core::ids::{LineKey, OrderLine, VendorCode};
use sync_core::measure::Quantity;
use sync_core::number::{CardNumber, ReceiptNumber};

use super::Model;
use super::admitted::Told;
use super::orders::Filled;

/// How much of a line one assignment took, and whereto.
struct Given {
    by: MergeOrder,
    to: OrderLine,
    quantity: Quantity,
}

impl Model {
    /// The assignments of a receipt's line that nobody took back.
    fn assignments(&self, number: ReceiptNumber, line: &LineKey) -> Vec<(&Told, &LineAssigned)> {
        let all: Vec<(&Told, &LineAssigned)> = self
            .of_receipt(number)
            .filter_map(|told| match &told.event {
                Event::LineAssigned(event) if event.line == *line => Some((told, event)),
                _ => None,
            })
            .collect();
        let taken_back = |index: usize| {
            let (told, _) = all[index];
            all[index + 1..].iter().any(|(_, later)| match &later.replaces {
                None => true,
                Some(named) => named.contains(told.id),
            })
        };
        (0..all.len()).filter(|index| !taken_back(*index)).map(|index| all[index]).collect()
    }

    fn given(&self, part: ReceiptNumber, line: &LineKey) -> Vec<Given> {
        let counted = self.line_count(part, line).quantity;
        let mut left = counted;
        let mut given = Vec::new();
        for (told, event) in self.assignments(part, line) {
            let quantity = event.quantity.unwrap_or(counted).min(left);
            left = left.less(quantity);
            given.push(Given { by: told.order, to: event.to.clone(), quantity });
        }
        given
    }

    /// The other order lines that goods of a receipt's line stand on.
    pub(super) fn given_from(&self, part: ReceiptNumber, line: &LineKey) -> BTreeSet<OrderLine> {
        let given = self.given(part, line).into_iter();
        let moved =
            given.filter(|given| line.order_line() != Some(&given.to) && !given.quantity.is_zero());
        moved.map(|given| given.to).collect()
    }

    fn given_of_delivery(&self, number: ReceiptNumber, line: &LineKey) -> Vec<Given> {
        let parts = self.standing_parts(number);
        let mut given: Vec<Given> =
            parts.into_iter().flat_map(|part| self.given(part, line)).collect();
        given.sort_by_key(|given| given.by);
        given
    }

    /// What a receipt's line counted and nobody assigned.
    fn not_given(&self, part: ReceiptNumber, line: &LineKey) -> Quantity {
        let given = self.given(part, line).into_iter().map(|given| given.quantity).sum();
        self.line_count(part, line).quantity.less(given)
    }

    /// Whether purchasing answered for a line by giving its goods away: an assignment of the
    /// first shape answers for all of it.
    pub(super) fn is_given_away(&self, number: ReceiptNumber, line: &LineKey) -> bool {
        match self.assignments(number, line).first() {
            None => false,
            Some((_, first)) if first.replaces.is_none() => true,
            Some(_) => self.not_given(number, line).is_zero(),
        }
    }

    /// When the last of a line's goods was given away.
    pub(super) fn given_away_at(
        &self,
        number: ReceiptNumber,
        line: &LineKey,
    ) -> Option<MergeOrder> {
        let (last, _) = *self.assignments(number, line).last()?;
        self.is_given_away(number, line).then_some(last.order)
    }

    /// Whether several assignments of a line together name more than there is.
    pub(super) fn is_given_twice(&self, number: ReceiptNumber, line: &LineKey) -> bool {
        let all = self.assignments(number, line);
        let counted = self.line_count(number, line).quantity;
        let mut there = counted;
        if all.iter().all(|(_, event)| event.of.is_some()) {
            let excess = all.iter().filter_map(|(_, event)| event.of).max();
            there = there.min(excess.unwrap_or_default());
        }
        let named = all.iter().map(|(_, event)| event.quantity.unwrap_or(counted));
        all.len() > 1 && named.sum::<Quantity>() > there
    }

    /// The lines whose goods count on an order line, on any part of a delivery.
    fn lines_for(&self, number: ReceiptNumber, line: &OrderLine) -> BTreeSet<LineKey> {
        let mut lines = BTreeSet::from([LineKey::Ordered(line.clone())]);
        for part in self.standing_parts(number) {
            for from in self.lines_of(part) {
                let mut named = self.of_receipt(part);
                if named.any(|told| match &told.event {
                    Event::LineAssigned(event) => event.line == from && event.to == *line,
                    _ => false,
                }) {
                    lines.insert(from);
                }
            }
        }
        lines
    }

    /// What a delivery brought of an order line, with what was assigned to it and away from it.
    pub(super) fn brought(&self, number: ReceiptNumber, line: &OrderLine) -> Quantity {
        let key = LineKey::Ordered(line.clone());
        let mut brought = Decimal::ZERO;
        for from in self.lines_for(number, line) {
            if from == key {
                let mut parts = self.standing_parts(number);
                parts.retain(|part| self.is_on_its_line(*part, &from));
                for part in parts {
                    brought += self.line_count(part, &from).quantity.value();
                    let given = self.given(part, &from).into_iter();
                    let away = given.filter(|given| given.to != *line);
                    brought -= away.map(|given| given.quantity.value()).sum::<Decimal>();
                }
            } else {
                let mut parts = self.standing_parts(number);
                parts.retain(|part| self.is_on_given_line(*part, &from, line));
                let given: Vec<Given> =
                    parts.into_iter().flat_map(|part| self.given(part, &from)).collect();
                let here = given.iter().filter(|given| given.to == *line);
                brought += here.map(|given| given.quantity.value()).sum::<Decimal>();
            }
        }
        Quantity::new(brought).unwrap_or_default()
    }

    /// When a delivery fills an order line: whether nobody signed, and the first signature or
    /// the first count that holds, of the lines that its goods were counted on.
    pub(super) fn fills(
        &self,
        number: ReceiptNumber,
        line: &OrderLine,
    ) -> (bool, Option<MergeOrder>) {
        let lines = self.lines_for(number, line);
        let signed = lines.iter().filter_map(|from| self.first_signed(number, from));
        if let Some(first) = signed.map(|told| told.order).min() {
            return (false, Some(first));
        }
        let mut counts = Vec::new();
        for part in self.standing_parts(number) {
            let tallies = self.tallies(part).into_iter();
            let counting = tallies.filter(|t| t.status == "Live" && lines.contains(&t.tally.line));
            counts.extend(counting.map(|counted| counted.told.order));
            let recounts = lines.iter().filter_map(|from| self.recount_in_force(part, from));
            counts.extend(recounts.map(|(told, _)| told.order));
        }
        (true, counts.into_iter().min())
    }

    /// Adds what the lots of a delivery come to on an order line: accepted goods stay where they
    /// were counted first, then go to the assignments one after the other; rejected ones take
    /// what room is left of each.
    pub(super) fn add_lots(&self, filled: &mut Filled, number: ReceiptNumber, line: &OrderLine) {
        for from in self.lines_for(number, line) {
            let is_own = from.order_line() == Some(line);
            let mut parts = self.delivery(number).into_iter();
            let stands = |part| {
                if is_own {
                    self.is_on_its_line(part, &from)
                } else {
                    self.is_on_given_line(part, &from, line)
                }
            };
            if !parts.all(stands) {
                continue;
            }
            let (mut accepted, mut rejected, mut returned) =
                (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
            for card in self.cards_of_line(number, &from) {
                let holds = self.holds(card);
                accepted += (holds.passed + holds.conceded).value();
                rejected += holds.rejected.value();
                returned += self.for_credit(card).min(holds.rejected).value();
            }
            let given = self.given_of_delivery(number, &from);
            let moved = given.into_iter().filter(|given| from.order_line() != Some(&given.to));
            let mut places: Vec<(Option<OrderLine>, Decimal)> =
                moved.map(|given| (Some(given.to), given.quantity.value())).collect();
            if let Some(own) = from.order_line() {
                let away: Decimal = places.iter().map(|(_, quantity)| quantity).sum();
                let stay = self.counted(number, &from).value() - away;
                // Where nothing moved, cards beyond the count stay as well.
                let room = if places.is_empty() { Decimal::MAX } else { stay };
                places.insert(0, (Some(own.clone()), room));
            }
            for (to, room) in places {
                let takes = accepted.min(room);
                let leaves = rejected.min(room - takes);
                let back = returned.min(leaves);
                accepted -= takes;
                rejected -= leaves;
                returned -= back;
                if to.as_ref() == Some(line) {
                    let quantity = |value| Quantity::new(value).unwrap_or_default();
                    filled.accepted = filled.accepted + quantity(takes);
                    filled.rejected = filled.rejected + quantity(leaves);
                    filled.returned = filled.returned + quantity(back);
                }
            }
        }
    }

    /// How much of a lot's accepted part stands on orders, where it is of goods on hold.
    fn accepted_on_orders(
        &self,
        number: CardNumber,
        receipt: ReceiptNumber,
        line: &LineKey,
    ) -> Quantity {
        let given = self.given_of_delivery(receipt, line).into_iter();
        let mut left = given.map(|given| given.quantity).sum::<Quantity>();
        let mut lots = Vec::new();
        for card in self.cards_of_line(receipt, line) {
            let holds = self.holds(card);
            let accepted = holds.passed + holds.conceded;
            let (put_away, _) = self.moved(card);
            lots.push((card, accepted, put_away.min(accepted)));
        }
        let mut mine = Quantity::ZERO;
        for shelved in [true, false] {
            for (card, accepted, on_shelf) in &lots {
                let wants = if shelved { *on_shelf } else { accepted.less(*on_shelf) };
                let takes = wants.min(left);
                left = left.less(takes);
                if *card == number {
                    mine = mine + takes;
                }
            }
        }
        mine
    }

    /// Whether goods on hold wait for an order: none of them has one, or what has one is on the
    /// shelf.
    pub(super) fn waits_for_order(
        &self,
        number: CardNumber,
        receipt: ReceiptNumber,
        line: &LineKey,
    ) -> bool {
        if line.order_line().is_some() {
            return false;
        }
        let given = self.given_of_delivery(receipt, line);
        if given.iter().all(|given| given.quantity.is_zero()) {
            return true;
        }
        let holds = self.holds(number);
        let on_orders = self.accepted_on_orders(number, receipt, line);
        on_orders < holds.passed + holds.conceded && on_orders <= self.moved(number).0
    }

    /// What of a lot can go to a shelf or is there, once nothing else keeps it back.
    pub(super) fn released(&self, number: CardNumber) -> Quantity {
        let blocked = self.blocked_by(number);
        let Some((_, issued)) = self.issued(number) else { return Quantity::ZERO };
        if blocked.iter().any(|blocked| *blocked != "NoOrder") {
            return Quantity::ZERO;
        }
        if issued.line.order_line().is_none() {
            return self.accepted_on_orders(number, issued.receipt, &issued.line);
        }
        let holds = self.holds(number);
        holds.passed + holds.conceded
    }

    /// Whether a lot's goods came on a subcontract order, or were given to one.
    pub(super) fn is_subcontract(&self, receipt: ReceiptNumber, line: &LineKey) -> bool {
        let is_one = |line: &OrderLine| {
            let stated = self.order_stated(&line.order);
            stated.is_some_and(|stated| stated.order_type == OrderType::Subcontract)
        };
        let parts = self.standing_parts(receipt);
        self.counted_as(receipt, line).order_type == Some(OrderType::Subcontract)
            || parts
                .iter()
                .flat_map(|part| self.assignments(*part, line))
                .any(|(_, e)| is_one(&e.to))
    }

    /// Whether another vendor brought goods than their order names, and they are still on it
    /// without an answer.
    pub(super) fn is_other_vendors(&self, number: ReceiptNumber, line: &LineKey) -> bool {
        let came = self.opened(number).and_then(|(_, event)| event.vendor.as_ref());
        let ordered = self.counted_as(number, line).vendor;
        let (Some(came), Some(ordered)) = (came, ordered.as_ref()) else { return false };
        came != ordered
            && !self.not_given(number, line).is_zero()
            && !self.is_vendor_accepted(number, line, came, ordered)
    }

    fn is_vendor_accepted(
        &self,
        number: ReceiptNumber,
        line: &LineKey,
        came: &VendorCode,
        ordered: &VendorCode,
    ) -> bool {
        self.of_receipt(number).any(|told| match &told.event {
            Event::VendorAccepted(event) => {
                event.line == *line && event.came == *came && event.ordered == *ordered
            }
            _ => false,
        })
    }
}
