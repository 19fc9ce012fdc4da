//! Orders: how receipts fill a line, what exceeds it, what is stale (SEMANTICS 16, 17).

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use sync_core::fact::{
    Entity, Event, OrderLineStated, OrderStated, OrderStatus, OrderStatusStated, OrderType,
    ReturnFor, StaleAnswer,
};
use sync_core::ids::{LineKey, OrderLine, OrderNumber};
use sync_core::measure::{Quantity, Unit};
use sync_core::number::{CardNumber, ReceiptNumber};

use super::Model;

/// How an order line stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filled {
    pub(super) by: Vec<(ReceiptNumber, Quantity, Quantity)>,
    pub(super) carried: Quantity,
    pub(super) carried_by: Vec<(ReceiptNumber, Quantity)>,
    pub(super) received: Quantity,
    pub(super) returned: Quantity,
    pub(super) over: Quantity,
    pub(super) accepted: Quantity,
    pub(super) rejected: Quantity,
}

impl Model {
    /// The ERP's latest statement of an order.
    pub(super) fn order_stated(&self, order: &OrderNumber) -> Option<&OrderStated> {
        let stated = self.of(&Entity::Order(order.clone())).filter_map(|told| match &told.event {
            Event::OrderStated(event) => Some(event),
            _ => None,
        });
        stated.last()
    }

    pub(super) fn order_line_stated(&self, line: &OrderLine) -> Option<&OrderLineStated> {
        self.order_stated(&line.order)?.lines.iter().find(|stated| stated.line == line.line)
    }

    fn statuses(&self, order: &OrderNumber) -> Vec<&OrderStatusStated> {
        let stated = self.of(&Entity::Order(order.clone())).filter_map(|told| match &told.event {
            Event::OrderStatusStated(event) => Some(event),
            _ => None,
        });
        stated.collect()
    }

    /// Whether a line's goods came on an order that no longer stood, and nobody answered.
    pub(super) fn is_stale(&self, number: ReceiptNumber, line: &LineKey) -> bool {
        let Some((opened, _)) = self.opened(number) else { return false };
        let Some(ordered) = line.order_line() else { return false };
        let mut status = None;
        for stated in self.statuses(&ordered.order) {
            let about = stated.line.is_none() || stated.line == Some(ordered.line);
            let later = status.is_none_or(|(effective, _)| stated.effective >= effective);
            if about && stated.effective <= opened.at && later {
                status = Some((stated.effective, &stated.status));
            }
        }
        let stale = match status.map(|(_, status)| status) {
            Some(OrderStatus::Closed | OrderStatus::Cut | OrderStatus::Replaced { .. }) => true,
            Some(OrderStatus::Open | OrderStatus::Completed) | None => false,
        };
        stale && self.answer(number, line).is_none()
    }

    fn answer(&self, number: ReceiptNumber, line: &LineKey) -> Option<StaleAnswer> {
        let answers = self.of_receipt(number).filter_map(|told| match &told.event {
            Event::StaleOrderAnswered(event) if event.line == *line => Some(event.answer),
            _ => None,
        });
        let given_away = self.is_given_away(number, line);
        answers.last().or(given_away.then_some(StaleAnswer::Accept))
    }

    /// The live cards of a delivery's line.
    pub(super) fn cards_of_line(&self, number: ReceiptNumber, line: &LineKey) -> Vec<CardNumber> {
        let parts = self.delivery(number);
        let on_it = |card: &CardNumber| {
            let issued = self.issued(*card).map(|(_, issued)| issued);
            issued.is_some_and(|issued| issued.line == *line && parts.contains(&issued.receipt))
        };
        let cards = self.cards().into_iter().filter(|card| !self.is_card_void(*card));
        cards.filter(on_it).collect()
    }

    /// What those cards say.
    pub(super) fn carded(&self, number: ReceiptNumber, line: &LineKey) -> Quantity {
        let cards = self.cards_of_line(number, line);
        cards.into_iter().map(|card| self.lot_quantity(card)).sum()
    }

    /// How the receipts of an order line fill it: signed ones first, in merge order of their
    /// first live signature, then the others by their first live count; what passes the room is over.
    pub(super) fn filled(&self, line: &OrderLine) -> Filled {
        let mut by: Vec<(ReceiptNumber, Quantity)> = Vec::new();
        let roots: BTreeSet<ReceiptNumber> =
            self.touching(&line.order).into_iter().map(|number| self.root(number)).collect();
        for number in roots {
            let brought = self.brought(number, line);
            if !brought.is_zero() {
                by.push((number, brought));
            }
        }
        // What is carried fills the line first.
        let covered = self.covered(line);
        by.sort_by_key(|(number, _)| {
            let counts_alone = !covered.contains(number);
            (counts_alone, self.fills(*number, line), *number)
        });
        let mut filled = Filled::default();
        for (number, _) in &by {
            self.add_lots(&mut filled, *number, line);
        }
        let room = self.room(line).map(|room| room + filled.returned.value());
        let mut sum = Decimal::ZERO;
        for (number, brought) in by {
            let before = room.map_or(Decimal::ZERO, |room| (sum - room).max(Decimal::ZERO));
            sum += brought.value();
            let after = room.map_or(Decimal::ZERO, |room| (sum - room).max(Decimal::ZERO));
            let over = Quantity::new(after - before).unwrap_or_default();
            filled.over = filled.over + over;
            filled.received = filled.received + brought;
            if covered.contains(&number) {
                filled.carried = filled.carried + brought;
                filled.carried_by.push((number, over));
            } else {
                filled.by.push((number, brought, over));
            }
        }
        filled
    }

    /// The receipts that the latest carry of an order line stands for. What they come to is
    /// read from themselves all the same: the carry must say just that.
    fn covered(&self, line: &OrderLine) -> BTreeSet<ReceiptNumber> {
        let carried =
            self.of(&Entity::Order(line.order.clone())).filter_map(|told| match &told.event {
                Event::LineCarried(event) if event.line == line.line => Some(event),
                _ => None,
            });
        carried.last().map(|event| event.receipts.iter().copied().collect()).unwrap_or_default()
    }

    pub(super) fn for_credit(&self, card: CardNumber) -> Quantity {
        let notes = self.of_card(card).filter_map(|told| match &told.event {
            Event::ReturnRaised(event)
                if event.settlement == ReturnFor::Credit
                    && !self.is_movement_void(card, told.id) =>
            {
                Some(event.quantity)
            }
            _ => None,
        });
        notes.sum()
    }

    /// Ordered, and 1 % of packaging's free spare, cut to what the unit counts.
    fn room(&self, line: &OrderLine) -> Option<Decimal> {
        let stated = self.order_line_stated(line)?;
        let ordered = stated.quantity.value();
        let order_type = self.order_stated(&line.order)?.order_type;
        let decimals = match stated.unit {
            Unit::Pieces => 0,
            Unit::Kilograms | Unit::Metres | Unit::Litres => 3,
        };
        let spare = (ordered / Decimal::ONE_HUNDRED).trunc_with_scale(decimals);
        Some(if order_type == OrderType::Packaging { ordered + spare } else { ordered })
    }
}
