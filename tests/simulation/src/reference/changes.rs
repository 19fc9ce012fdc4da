//! What was counted as what, and orders that say otherwise since (SEMANTICS 27, 33).

use std::collections::BTreeSet;

use sync_core::fact::{
    Entity, Event, LineTerms, MergeOrder, OrderChangeAnswered, OrderStated, StaleAnswer,
};
use sync_core::ids::{ItemCode, LineKey, OrderLine};
use sync_core::measure::{Quantity, Unit};
use sync_core::number::{CardNumber, ReceiptNumber};

use super::Model;

/// What the ERP says of a line: its terms, or that there is no such line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stated {
    Terms(LineTerms),
    NoLine,
}

/// A counted line that the ERP states otherwise.
pub(super) struct Change {
    /// The line is of another item now.
    other_item: bool,
    /// The line is in another unit now.
    other_unit: bool,
    /// What purchasing said to it.
    pub(super) answer: Option<StaleAnswer>,
}

impl Change {
    /// Another item fills once it is accepted, another unit never.
    fn fills(&self) -> bool {
        !self.other_unit && (!self.other_item || self.answer == Some(StaleAnswer::Accept))
    }
}

fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

/// What differs, by name.
fn differences(was: &LineTerms, says: &Stated) -> Vec<&'static str> {
    let Stated::Terms(now) = says else { return vec!["line"] };
    let mut differing = Vec::new();
    if differ(was.item.as_ref(), now.item.as_ref()) {
        differing.push("item");
    } else if differ(was.subcontracted.as_ref(), now.subcontracted.as_ref()) {
        differing.push("subcontracted");
    }
    if differ(was.unit.as_ref(), now.unit.as_ref()) {
        differing.push("unit");
    }
    if differ(was.vendor.as_ref(), now.vendor.as_ref()) {
        differing.push("vendor");
    }
    if differ(was.order_type.as_ref(), now.order_type.as_ref()) {
        differing.push("type");
    }
    if was.order_type.is_some() && now.order_type.is_some() && was.increase_of != now.increase_of {
        differing.push("increase");
    }
    differing
}

fn filled_in(was: LineTerms, now: LineTerms) -> LineTerms {
    let same_item = !differ(was.item.as_ref(), now.item.as_ref());
    LineTerms {
        increase_of: if was.order_type.is_some() { was.increase_of } else { now.increase_of },
        item: was.item.or(now.item),
        unit: was.unit.or(now.unit),
        vendor: was.vendor.or(now.vendor),
        order_type: was.order_type.or(now.order_type),
        subcontracted: was.subcontracted.or(if same_item { now.subcontracted } else { None }),
    }
}

impl Model {
    /// What a line was counted as: by the statement of its first standing count, or by its
    /// earliest card, or as the ERP says today.
    pub(super) fn counted_as(&self, number: ReceiptNumber, line: &LineKey) -> LineTerms {
        let mut parts = vec![number];
        parts.extend(self.delivery(number));
        let stated = parts.iter().find_map(|part| self.stated_with_count(*part, line));
        let carded = || parts.iter().find_map(|part| self.terms_of_card(*part, line));
        let was = stated.or_else(carded).unwrap_or_default();
        filled_in(was, self.says_now(line))
    }

    fn stated_with_count(&self, number: ReceiptNumber, line: &LineKey) -> Option<LineTerms> {
        let voided: BTreeSet<_> = self
            .of_receipt(number)
            .filter_map(|told| match &told.event {
                Event::CountVoided(event) => Some(super::named(&event.facts)),
                _ => None,
            })
            .flatten()
            .collect();
        let first = self.of_receipt(number).find(|told| match &told.event {
            Event::Tallied(event) => event.line == *line && !voided.contains(&told.id),
            Event::Recounted(event) => event.line == *line && !voided.contains(&told.id),
            _ => false,
        })?;
        let mut stated = self.of_receipt(number).filter_map(|told| match &told.event {
            Event::LineCountedAs(event) if event.line == *line => Some((told, event)),
            _ => None,
        });
        let mut last = None;
        let with_it = stated.find(|(told, event)| {
            last = Some(&event.terms);
            told.order >= first.order
        });
        with_it.map(|(_, event)| &event.terms).or(last).cloned()
    }

    fn terms_of_card(&self, number: ReceiptNumber, line: &LineKey) -> Option<LineTerms> {
        let mut cards = self.cards();
        cards.retain(|card| !self.is_card_void(*card));
        let issued = cards.into_iter().filter_map(|card| self.issued(card));
        let of_line = issued.filter(|(_, i)| i.receipt == number && i.line == *line);
        let (_, issued) = of_line.min_by_key(|(told, _)| told.order)?;
        line.order_line()?;
        issued.item.clone().map(|item| LineTerms {
            item: Some(item),
            unit: issued.unit,
            ..LineTerms::default()
        })
    }

    /// What the goods of a lot were counted as; of a card whose receipt is not known, what it says.
    pub(super) fn lot_counted_as(&self, number: CardNumber) -> LineTerms {
        let Some((_, issued)) = self.issued(number) else { return LineTerms::default() };
        let is_known = self.of_receipt(issued.receipt).next().is_some();
        let ordered = issued.line.order_line().is_some();
        if !is_known && ordered && issued.item.is_some() {
            let was =
                LineTerms { item: issued.item.clone(), unit: issued.unit, ..LineTerms::default() };
            return filled_in(was, self.says_now(&issued.line));
        }
        self.counted_as(issued.receipt, &issued.line)
    }

    fn says_now(&self, line: &LineKey) -> LineTerms {
        let stated = |item: &ItemCode| self.items_stated(item).last().map(|(_, s)| (*s).clone());
        match line {
            LineKey::Held(item) => LineTerms {
                item: Some(item.clone()),
                unit: stated(item).map(|stated| stated.unit),
                subcontracted: stated(item).map(|stated| stated.subcontracted),
                ..LineTerms::default()
            },
            LineKey::Ordered(ordered) => {
                let order = self.order_stated(&ordered.order);
                let on_order = self.order_line_stated(ordered);
                LineTerms {
                    item: on_order.map(|line| line.item.clone()),
                    unit: on_order.map(|line| line.unit),
                    vendor: order.map(|order| order.vendor.clone()),
                    order_type: order.map(|order| order.order_type),
                    increase_of: order.and_then(|order| order.increase_of.clone()),
                    subcontracted: on_order
                        .and_then(|line| stated(&line.item))
                        .map(|stated| stated.subcontracted),
                }
            }
        }
    }

    fn says(&self, line: &LineKey) -> Option<Stated> {
        if let LineKey::Ordered(ordered) = line {
            self.order_stated(&ordered.order)?;
            if self.order_line_stated(ordered).is_none() {
                return Some(Stated::NoLine);
            }
        }
        Some(Stated::Terms(self.says_now(line)))
    }

    /// `order-changed`, of one receipt's line: its own order's, or that of one that purchasing gave
    /// its goods to. What nobody answered comes first.
    pub(super) fn change(&self, number: ReceiptNumber, line: &LineKey) -> Option<Change> {
        let own = self.own_change(number, line);
        if own.as_ref().is_some_and(|change| change.answer.is_none()) {
            return own;
        }
        let mut given: Vec<Change> = Vec::new();
        for to in self.given_from(number, line) {
            given.extend(self.given_change(number, line, &to));
        }
        let open = given.iter().position(|change| change.answer.is_none());
        match open {
            Some(place) => Some(given.swap_remove(place)),
            None => given.into_iter().next().or(own),
        }
    }

    /// A line that goods were given to is gone, or of another item or unit.
    fn given_change(
        &self,
        number: ReceiptNumber,
        line: &LineKey,
        to: &OrderLine,
    ) -> Option<Change> {
        let on = LineKey::Ordered(to.clone());
        let says = self.says(&on)?;
        let mut differing = differences(&self.counted_as(number, line), &says);
        differing.retain(|name| ["line", "item", "unit"].contains(name));
        if differing.is_empty() || self.is_filed(number, line, &on, &differing) {
            return None;
        }
        Some(Change {
            other_item: differing.contains(&"item"),
            other_unit: differing.contains(&"unit"),
            answer: self.answer_to(number, line, &says, None),
        })
    }

    /// Whether goods count on the line that they were given to.
    pub(super) fn is_on_given_line(
        &self,
        number: ReceiptNumber,
        line: &LineKey,
        to: &OrderLine,
    ) -> bool {
        self.given_change(number, line, to).is_none_or(|change| change.fills())
    }

    fn own_change(&self, number: ReceiptNumber, line: &LineKey) -> Option<Change> {
        let says = self.says(line)?;
        let differing = differences(&self.counted_as(number, line), &says);
        let is_here = !self.line_count(number, line).quantity.is_zero()
            || !self.cards_of_line(number, line).is_empty();
        let is_line = self.lines_of(number).contains(line);
        if differing.is_empty()
            || !is_here
            || !is_line
            || self.is_filed(number, line, line, &differing)
        {
            return None;
        }
        let given_away = self.given_away_at(number, line);
        Some(Change {
            other_item: differing.contains(&"item"),
            other_unit: differing.contains(&"unit"),
            answer: self.answer_to(number, line, &says, given_away),
        })
    }

    /// The same of a lot.
    pub(super) fn change_of_lot(&self, number: CardNumber) -> Option<Change> {
        let (_, issued) = self.issued(number)?;
        let (receipt, line) = (issued.receipt, &issued.line);
        if self.of_receipt(receipt).next().is_none() {
            let differing = differences(&self.lot_counted_as(number), &self.says(line)?);
            return (!differing.is_empty()).then(|| Change {
                other_item: differing.contains(&"item"),
                other_unit: differing.contains(&"unit"),
                answer: None,
            });
        }
        if self.lines_of(receipt).contains(line) {
            return self.change(receipt, line);
        }
        self.delivery(receipt).into_iter().find_map(|part| self.change(part, line))
    }

    /// Whether a part of a delivery counts on the order line that it was counted on.
    pub(super) fn is_on_its_line(&self, number: ReceiptNumber, line: &LineKey) -> bool {
        self.own_change(number, line).is_none_or(|change| change.fills())
    }

    /// The latest answer to what the ERP says now; an assignment takes the goods.
    fn answer_to(
        &self,
        number: ReceiptNumber,
        line: &LineKey,
        says: &Stated,
        given_away: Option<MergeOrder>,
    ) -> Option<StaleAnswer> {
        let to_this = |event: &OrderChangeAnswered| match &event.said {
            None => *says == Stated::NoLine,
            Some(said) => differences(said, says).is_empty(),
        };
        let answers = self.of_receipt(number).filter_map(|told| match &told.event {
            Event::OrderChangeAnswered(event) if event.line == *line && to_this(event) => {
                Some(event.answer)
            }
            // The goods stand on other lines once the last of them was assigned.
            Event::LineAssigned(_) if Some(told.order) == given_away => Some(StaleAnswer::Accept),
            _ => None,
        });
        answers.last()
    }

    /// Whether purchasing sends a lot's goods back: for a changed order, or for a stale one.
    pub(super) fn is_sent_back(&self, number: CardNumber) -> bool {
        let Some((_, issued)) = self.issued(number) else { return false };
        let changed = self.change_of_lot(number).and_then(|change| change.answer);
        let mut parts = self.standing_parts(issued.receipt).into_iter();
        changed == Some(StaleAnswer::Return)
            || parts.any(|part| self.is_stale_and_returned(part, &issued.line))
    }

    /// What was carried, or done with wholly before the ERP changed its mind, keeps what it was.
    fn is_filed(
        &self,
        number: ReceiptNumber,
        line: &LineKey,
        on: &LineKey,
        differing: &[&str],
    ) -> bool {
        let ordered = on.order_line();
        if ordered.is_some_and(|ordered| self.covered(ordered).contains(&number)) {
            return true;
        }
        let of_item = || self.item_since(self.counted_as(number, line).item.as_ref()?);
        let since = match ordered {
            Some(_) if differing == ["subcontracted"] => of_item(),
            Some(ordered) => self.line_since(ordered),
            None => of_item(),
        };
        let Some(since) = since else { return false };
        let cards = self.cards_of_line(number, line);
        !cards.is_empty()
            && self.carded(number, line) == self.counted(number, line)
            && cards.into_iter().all(|card| self.is_done_before(card, since))
    }

    fn is_done_before(&self, card: CardNumber, since: MergeOrder) -> bool {
        let (holds, (put_away, returned)) = (self.holds(card), self.moved(card));
        let done = holds.unjudged.is_zero()
            && holds.to_sort.is_zero()
            && put_away >= holds.passed + holds.conceded
            && returned >= holds.rejected;
        done && self.of_card(card).all(|told| match told.event {
            Event::PutAway(_) | Event::ReturnRaised(_) | Event::VerdictRecorded(_) => {
                told.order < since
            }
            _ => true,
        })
    }

    /// The statement since which a line, or its absence, is as it is.
    fn line_since(&self, line: &OrderLine) -> Option<MergeOrder> {
        let as_stated = |stated: &OrderStated| {
            let on_it = stated.lines.iter().rfind(|on_it| on_it.line == line.line);
            on_it.map(|on_it| (on_it.item.clone(), on_it.unit))
        };
        let head = |s: &OrderStated| (s.order_type, s.vendor.clone(), s.increase_of.clone());
        let (mut before, mut since): (Option<&OrderStated>, _) = (None, None);
        for told in self.of(&Entity::Order(line.order.clone())) {
            let Event::OrderStated(stated) = &told.event else { continue };
            let was = before.and_then(as_stated);
            let (now, same_head) = (as_stated(stated), before.map(head) == Some(head(stated)));
            if (was.is_some() || now.is_some()) && (was != now || !same_head) {
                since = Some(told.order);
            }
            before = Some(stated);
        }
        since
    }

    fn item_since(&self, item: &ItemCode) -> Option<MergeOrder> {
        let (mut before, mut since) = (None, None);
        for (told, stated) in self.items_stated(item) {
            let now = Some((stated.unit, stated.subcontracted));
            if now != before {
                since = Some(told.order);
            }
            before = now;
        }
        since
    }

    /// Whether a quantity is finer than what the line was counted in.
    pub(super) fn is_too_fine(
        &self,
        number: ReceiptNumber,
        line: &LineKey,
        quantity: Quantity,
    ) -> bool {
        self.counted_as(number, line).unit.is_some_and(|unit| {
            let decimals = match unit {
                Unit::Pieces => 0,
                Unit::Kilograms | Unit::Metres | Unit::Litres => 3,
            };
            quantity.value().normalize().scale() > decimals
        })
    }

    /// Whether a part must be counted again: people differ, or pieces are no whole ones.
    pub(super) fn must_count_again(&self, number: ReceiptNumber, line: &LineKey) -> bool {
        let count = self.line_count(number, line);
        count.again || self.is_too_fine(number, line, count.quantity)
    }

    /// Whether a live verdict speaks of parts of pieces, on a card that does not.
    pub(super) fn judges_too_finely(&self, number: CardNumber) -> bool {
        let Some((_, issued)) = self.issued(number) else { return false };
        let too_fine = |quantity| self.is_too_fine(issued.receipt, &issued.line, quantity);
        let verdicts = self.verdicts(number);
        let live = verdicts.iter().filter(|judged| judged.status == "Live");
        let mut said = live.flat_map(|judged| &judged.event.judgements);
        said.any(|said| too_fine(said.quantity)) && !too_fine(issued.quantity)
    }
}
