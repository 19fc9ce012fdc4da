//! The day's deliveries: which order each is for, how much it brings, and what is odd about it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::agenda::Second;
use super::quantity::thousandths;
use crate::orders::{OrderLine, Status};
use crate::people::device;
use crate::random::Random;
use crate::size::Figures;
use crate::vendors::{Trade, is_approved};
use crate::{Item, Plant};

/// A truck with goods for one order.
#[derive(Debug, Clone)]
pub(super) struct Delivery {
    pub(super) order: String,
    pub(super) note: String,
    pub(super) dock: u32,
    pub(super) container: Option<String>,
    pub(super) arrival: Second,
    pub(super) story: Story,
    pub(super) lines: Vec<PlannedLine>,
    /// Who opens, signs and puts away.
    pub(super) handheld: usize,
    /// Who counts the other pallets where the story is shared.
    pub(super) helper: usize,
}

/// What comes of one order line.
#[derive(Debug, Clone)]
pub(super) struct PlannedLine {
    pub(super) line: u32,
    /// The item's place in the list of items.
    pub(super) item: usize,
    pub(super) decimals: u32,
    pub(super) quantity: Decimal,
}

/// What is odd about a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    Plain,
    Over,
    Short,
    /// The rest comes hours later, on another receipt.
    FirstHalf,
    SecondHalf,
    /// Its order was closed, cut or replaced before the day.
    Stale,
    /// Its vendor is not on the approved-vendor list.
    Unapproved,
    /// Two handhelds count it.
    Shared,
    /// Two handhelds count it, and the second is heard of after the signature.
    SharedLate,
}

impl Story {
    /// Whether the goods can be released on the day: nobody has to settle anything first.
    pub(super) fn is_released_on_the_day(self) -> bool {
        match self {
            Self::Plain | Self::Over | Self::Short | Self::Shared => true,
            Self::FirstHalf
            | Self::SecondHalf
            | Self::Stale
            | Self::Unapproved
            | Self::SharedLate => false,
        }
    }

    /// Whether a second handheld helps.
    pub(super) fn is_shared(self) -> bool {
        matches!(self, Self::Shared | Self::SharedLate)
    }
}

/// When trucks come: how many, in proportion, and the minutes of the day.
const ARRIVALS: [(u32, (u32, u32)); 9] = [
    (5, (7 * 60 + 40, 8 * 60)),
    (15, (8 * 60, 9 * 60)),
    (16, (9 * 60, 10 * 60)),
    (15, (10 * 60, 11 * 60)),
    (9, (11 * 60, 12 * 60)),
    (4, (12 * 60, 13 * 60)),
    (25, (13 * 60, 15 * 60)),
    (12, (15 * 60, 16 * 60)),
    (9, (16 * 60, 17 * 60 + 10)),
];

/// Plans the deliveries, in the order of their arrival.
pub(super) fn plan(
    random: &mut Random,
    figures: &Figures,
    plant: &Plant,
    day: NaiveDate,
) -> Vec<Delivery> {
    let mut planner = Planner {
        items: plant
            .items
            .iter()
            .enumerate()
            .map(|(index, item)| (item.item.as_str(), (index, item)))
            .collect(),
        notes: random.between(20_000, 80_000),
        random,
    };

    let mut deliveries: Vec<Delivery> = choose_orders(planner.random, figures, plant, day)
        .into_iter()
        .map(|(story, order)| planner.delivery(story, &order))
        .collect();
    let second_halves: Vec<Delivery> = deliveries
        .iter_mut()
        .filter(|delivery| delivery.story == Story::FirstHalf)
        .map(|first| planner.second_half(first))
        .collect();
    deliveries.extend(second_halves);

    deliveries.sort_by(|a, b| (a.arrival, &a.note).cmp(&(b.arrival, &b.note)));
    deliveries
}

/// Finds an order for each delivery, none twice.
fn choose_orders<'a>(
    random: &mut Random,
    figures: &Figures,
    plant: &'a Plant,
    day: NaiveDate,
) -> Vec<(Story, Vec<&'a OrderLine>)> {
    let mut orders: BTreeMap<&str, Vec<&OrderLine>> = BTreeMap::new();
    for line in &plant.orders {
        orders.entry(&line.order).or_default().push(line);
    }
    let morning = crate::local_time(day, 0);
    let approved = |order: &[&OrderLine]| is_approved(&plant.approvals, &order[0].vendor, day);
    let open = |order: &[&OrderLine]| order.iter().all(|line| line.status == Status::Open);
    let stale = |order: &[&OrderLine]| {
        order.iter().all(|line| {
            matches!(line.status, Status::Closed | Status::Cut | Status::Replaced)
                && line.effective.is_some_and(|since| since < morning)
        })
    };
    let ends_today = |order: &[&OrderLine]| {
        plant
            .approvals
            .iter()
            .any(|approval| approval.vendor == order[0].vendor && approval.valid_to == Some(day))
    };

    let mut orders: Vec<Vec<&OrderLine>> = orders.into_values().collect();
    random.shuffle(&mut orders);
    // A stable sort: orders due as far from the day stay shuffled.
    orders.sort_by_key(|order| (order[0].due - day).num_days().abs() / 7);

    let mut chosen = Vec::new();
    let mut choose = |story, count, fits: &dyn Fn(&[&OrderLine]) -> bool| -> usize {
        let before = chosen.len();
        for _ in 0..count {
            if let Some(place) = orders.iter().position(|order| fits(order)) {
                chosen.push((story, orders.remove(place)));
            }
        }
        chosen.len() - before
    };
    let usual = |order: &[&OrderLine]| approved(order) && open(order);
    let unapproved = |order: &[&OrderLine]| open(order) && !approved(order);

    // What a small plant has no order for, a plain delivery stands in for.
    let mut left = figures.deliveries;
    left -= choose(Story::Stale, figures.stale, &|o| stale(o) && approved(o));
    left -= choose(Story::Unapproved, figures.unapproved, &unapproved);
    left -= choose(Story::Plain, 1, &|o| open(o) && ends_today(o));
    left -= choose(Story::Over, figures.over, &usual);
    left -= choose(Story::Short, figures.short, &usual);
    left -= 2 * choose(Story::FirstHalf, figures.in_halves, &usual);
    left -= choose(Story::Shared, figures.shared, &usual);
    left -= choose(Story::SharedLate, figures.shared_late, &usual);
    choose(Story::Plain, left, &usual);
    chosen
}

struct Planner<'a> {
    items: BTreeMap<&'a str, (usize, &'a Item)>,
    notes: u32,
    random: &'a mut Random,
}

impl Planner<'_> {
    fn delivery(&mut self, story: Story, order: &[&OrderLine]) -> Delivery {
        let handheld = *self.random.pick(&device::HANDHELDS);
        let helper = (handheld + 1) % device::HANDHELDS.len();
        let container = self.random.chance(2).then(|| container(self.random));

        Delivery {
            order: order[0].order.clone(),
            note: self.next_note(),
            dock: self.random.between(1, 4),
            container,
            arrival: self.arrival(story),
            story,
            lines: self.lines(story, order),
            handheld,
            helper,
        }
    }

    /// Delivery notes bear numbers that nobody else's note bears.
    fn next_note(&mut self) -> String {
        self.notes += self.random.between(1, 9);
        format!("DN{}", self.notes)
    }

    /// What comes in halves comes in the morning, so that the other half comes on the same day.
    fn arrival(&mut self, story: Story) -> Second {
        let minutes = match story {
            Story::FirstHalf => (8 * 60, 10 * 60),
            Story::Shared | Story::SharedLate => (9 * 60, 15 * 60),
            Story::Plain
            | Story::Over
            | Story::Short
            | Story::SecondHalf
            | Story::Stale
            | Story::Unapproved => self.random.weighted(&ARRIVALS),
        };
        self.random.between(minutes.0 * 60, minutes.1 * 60)
    }

    fn lines(&mut self, story: Story, order: &[&OrderLine]) -> Vec<PlannedLine> {
        let most = self.random.weighted(&[(35, 1), (32, 2), (21, 3), (12, 4)]);
        let mut lines = order.to_vec();
        self.random.shuffle(&mut lines);
        lines.truncate(most);
        lines.sort_by_key(|line| line.line);

        let mut odd = true;
        lines
            .into_iter()
            .map(|line| {
                let (item, row) = self.items[line.item.as_str()];
                let share = self.share(story, line.trade, row, odd);
                odd = false;
                PlannedLine {
                    line: line.line,
                    item,
                    decimals: row.decimals,
                    quantity: thousandths(line.quantity, share, row.decimals),
                }
            })
            .collect()
    }

    /// How much of the ordered quantity comes, in thousandths; `odd` for the line that the story
    /// is about.
    fn share(&mut self, story: Story, trade: Trade, item: &Item, odd: bool) -> u32 {
        match story {
            Story::Over if odd => self.random.between(20, 100) + 1000,
            Story::Short if odd => self.random.between(500, 950),
            Story::FirstHalf => self.random.between(4, 6) * 100,
            Story::Plain
            | Story::Over
            | Story::Short
            | Story::SecondHalf
            | Story::Stale
            | Story::Unapproved
            | Story::Shared
            | Story::SharedLate => {
                if trade == Trade::Packaging {
                    1010
                } else if item.unit == "kg" && self.random.chance(50) {
                    // A coil never weighs exactly what was ordered.
                    self.random.between(985, 999)
                } else {
                    1000
                }
            }
        }
    }

    /// The rest of the same order: about as much again, on a later truck.
    fn second_half(&mut self, first: &Delivery) -> Delivery {
        Delivery {
            note: self.next_note(),
            dock: self.random.between(1, 4),
            arrival: first.arrival + self.random.between(100 * 60, 240 * 60),
            story: Story::SecondHalf,
            ..first.clone()
        }
    }
}

/// A container number with its check digit (ISO 6346).
fn container(random: &mut Random) -> String {
    const LETTERS: [(char, u32); 4] = [('K', 21), ('D', 14), ('S', 30), ('U', 32)];
    let serial = random.between(100_000, 999_999).to_string();
    let digits = serial.chars().filter_map(|digit| digit.to_digit(10));
    let values = LETTERS.iter().map(|(_, value)| *value).chain(digits);

    let sum: u32 = values.zip(0..).map(|(value, place)| value << place).sum();
    format!("KDSU{serial}{}", sum % 11 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_container_number_has_eleven_characters() {
        let mut random = Random::for_part(1, "containers");

        assert!((0..50).all(|_| container(&mut random).len() == 11));
    }
}
