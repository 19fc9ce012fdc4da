//! What the office knows and changes: people, devices, vendors, items, orders and their fates.

use rust_decimal::Decimal;
use sync_core::fact::{
    ApprovalStated, Day, DeviceEnrolled, Entity, Event, ItemStated, OrderLineStated, OrderStated,
    OrderStatus, OrderStatusStated, OrderType, PersonRevoked, PersonStated, SiteStated,
    StandardStated, VendorStated,
};
use sync_core::ids::{DeviceNumber, PersonNumber};
use sync_core::measure::{Quantity, Unit};
use sync_core::post::{Post, Posts};
use sync_core::time::{SiteOffset, Span, Timestamp};

use crate::random::Random;

/// What the office states, and of what.
pub(crate) type Statement = (Entity, Event);

/// The orders of the simulated plant.
pub(crate) const ORDERS: [&str; 7] = ["PO1", "PO2", "PO3", "PO4", "PO5", "PO6", "PO7"];
const VENDORS: [&str; 3] = ["V1", "V2", "V9"];
/// The items of the simulated plant.
pub(crate) const ITEMS: [&str; 4] = ["A1", "B1", "C1", "D1"];

/// What a device is used for, by its place on the floor: each post has a device.
pub(crate) fn posts_of_place(place: usize) -> Posts {
    use Post::{
        DockClerk, NonconformingKeeper, Purchasing, QcInspector, Supervisor, TerminalOperator,
    };
    let posts: &[Post] = match place {
        0 => &[DockClerk, TerminalOperator],
        1 => &[QcInspector, NonconformingKeeper],
        2 => &[Supervisor, Purchasing, QcInspector, DockClerk],
        3 | 6 => &[DockClerk],
        4 => &[QcInspector],
        5 => &[Supervisor, DockClerk],
        _ => &[NonconformingKeeper, Purchasing, TerminalOperator],
    };
    posts.iter().copied().collect()
}

/// The people who may sign in at a place: its own, and two who know every post.
pub(crate) fn people_of_place(place: usize) -> [PersonNumber; 3] {
    let own = u32::try_from(place).expect("few places") + 1;
    [PersonNumber(own), PersonNumber(90), PersonNumber(91)]
}

/// The statement that a device of a place is enrolled.
pub(crate) fn enrolment(number: DeviceNumber, place: usize) -> Statement {
    let name = format!("device {number}").parse().expect("a name");
    let event = DeviceEnrolled { name, posts: posts_of_place(place), key: vec![7; 32] };
    (Entity::Device(number), event.into())
}

fn amount(value: i64) -> Quantity {
    Quantity::new(Decimal::from(value)).expect("a quantity")
}

fn everybody(places: usize) -> Vec<Statement> {
    let all: Posts = Post::ALL.into_iter().collect();
    let own = (0..places).map(|place| (people_of_place(place)[0], posts_of_place(place)));
    own.chain([(PersonNumber(90), all), (PersonNumber(91), all)])
        .map(|(person, posts)| stated_person(person, posts))
        .collect()
}

fn stated_person(person: PersonNumber, posts: Posts) -> Statement {
    let name = format!("王 {}", person.0).parse().expect("a name");
    (Entity::Person(person), PersonStated { name, posts }.into())
}

/// Everything that is known before the day begins.
pub(crate) fn catalog(places: usize, now: Timestamp) -> Vec<Statement> {
    let day = Day(SiteOffset::CHINA.day_of(now.plus(Span::hours(-24 * 300))));
    let mut facts = vec![site(false)];
    facts.extend(everybody(places));
    for vendor in VENDORS {
        let name = format!("厂商 {vendor}").parse().expect("a name");
        facts.push((of_vendor(vendor), VendorStated { name, currency: None }.into()));
    }
    for vendor in ["V1", "V2"] {
        facts.push((of_vendor(vendor), ApprovalStated { from: day, to: None }.into()));
    }
    facts.extend(ITEMS.iter().map(|item| stated_item(item, None)));
    facts.push(standard("12.5", day));
    facts.extend(ORDERS.iter().map(|order| stated_order(order, 0)));
    facts
}

fn site(lifts: bool) -> Statement {
    let event = SiteStated {
        name: "厂区".parse().expect("a name"),
        offset: SiteOffset::CHINA,
        currency: "CNY".parse().expect("a currency"),
        concession_lifts_approval: lifts,
    };
    (Entity::Site, event.into())
}

fn of_vendor(vendor: &str) -> Entity {
    Entity::Vendor(vendor.parse().expect("a code"))
}

fn stated_item(item: &str, minutes: Option<u32>) -> Statement {
    let event = ItemStated {
        name_zh: format!("料 {item}").parse().expect("a name"),
        name_en: None,
        unit: if item == "D1" { Unit::Kilograms } else { Unit::Pieces },
        packaging: item == "C1",
        subcontracted: item == "B1",
        inspection_minutes: minutes,
        tolerance: None,
    };
    (Entity::Item(item.parse().expect("a code")), event.into())
}

fn standard(value: &str, from: Day) -> Statement {
    let event = StandardStated {
        what: "unit-weight".parse().expect("a name"),
        value: value.parse().expect("a decimal"),
        unit: "g".parse().expect("a unit"),
        from,
    };
    (Entity::Item("B1".parse().expect("a code")), event.into())
}

fn stated_order(order: &str, more: i64) -> Statement {
    let line = |line: u16, item: &str, quantity: i64| OrderLineStated {
        line,
        item: item.parse().expect("a code"),
        quantity: amount(quantity + more),
        unit: if item == "D1" { Unit::Kilograms } else { Unit::Pieces },
        due: None,
    };
    let (order_type, vendor, lines) = match order {
        "PO1" => (OrderType::Standard, "V1", vec![line(1, "A1", 500), line(2, "D1", 80)]),
        "PO2" => (OrderType::Subcontract, "V1", vec![line(1, "B1", 400)]),
        "PO3" => (OrderType::Packaging, "V2", vec![line(1, "C1", 600)]),
        "PO4" => (OrderType::Standard, "V2", vec![line(1, "A1", 300), line(2, "A1", 100)]),
        "PO5" => (OrderType::Standard, "V9", vec![line(1, "A1", 200)]),
        "PO6" => (OrderType::Subcontract, "V2", vec![line(1, "B1", 200), line(2, "A1", 50)]),
        _ => (OrderType::Standard, "V1", vec![line(1, "A1", 1_000)]),
    };
    let vendor = vendor.parse().expect("a code");
    let increase_of = (order == "PO7").then(|| "PO1".parse().expect("a number"));
    let event = OrderStated { order_type, vendor, increase_of, lines };
    (Entity::Order(order.parse().expect("a number")), event.into())
}

/// Something that the office changes while the floor works.
pub(crate) fn change(random: &mut Random, now: Timestamp) -> Statement {
    let today = Day(SiteOffset::CHINA.day_of(now));
    let order = ORDERS[random.index(ORDERS.len())];
    match random.below(100) {
        0..25 => order_status(random, order, now),
        25..30 => stated_order(order, 50 * random.between(0, 4)),
        30..35 => restated_order(random, order),
        35..45 => {
            let vendor = VENDORS[random.index(VENDORS.len())];
            let from = Day(SiteOffset::CHINA.day_of(now.plus(Span::hours(-24 * 300))));
            let to = random.chance(60).then_some(today);
            let yesterday = Day(SiteOffset::CHINA.day_of(now.plus(Span::hours(-24))));
            let to = if random.chance(50) { to.map(|_| yesterday) } else { to };
            (of_vendor(vendor), ApprovalStated { from, to }.into())
        }
        45..53 => standard(["12.2", "12.6", "13", "12.5"][random.index(4)], today),
        53..55 => {
            let (item, mut event) = stated_item(ITEMS[random.index(ITEMS.len())], None);
            if let Event::ItemStated(stated) = &mut event {
                stated.subcontracted = random.chance(50);
                stated.unit = if random.chance(50) { Unit::Pieces } else { Unit::Kilograms };
            }
            (item, event)
        }
        55..61 => {
            let minutes = [None, Some(60), Some(120), Some(600)][random.index(4)];
            stated_item(ITEMS[random.index(ITEMS.len())], minutes)
        }
        61..65 => site(random.chance(50)),
        65..95 => {
            let place = random.index(8);
            let posts: Posts = posts_of_place(place).iter().filter(|_| random.chance(70)).collect();
            stated_person(people_of_place(place)[0], posts)
        }
        _ => {
            let person = people_of_place(random.index(8))[0];
            (Entity::Person(person), PersonRevoked { reason: None }.into())
        }
    }
}

/// An order that the ERP states otherwise, or again as it was.
fn restated_order(random: &mut Random, order: &str) -> Statement {
    let (entity, mut event) = stated_order(order, 0);
    if let Event::OrderStated(stated) = &mut event {
        match random.below(8) {
            0..2 => {
                let item = ITEMS[random.index(ITEMS.len())];
                stated.lines[0].item = item.parse().expect("a code");
            }
            2 => stated.lines[0].unit = Unit::Kilograms,
            3 => stated.vendor = VENDORS[random.index(VENDORS.len())].parse().expect("a code"),
            4 => stated.order_type = OrderType::Subcontract,
            5 => stated.increase_of = "PO3".parse().ok(),
            // The line is dropped; the number may come back with the next statement.
            6 => stated.lines.truncate(stated.lines.len() - 1),
            _ => {}
        }
    }
    (entity, event)
}

fn order_status(random: &mut Random, order: &str, now: Timestamp) -> Statement {
    let status = match random.below(8) {
        0..3 => OrderStatus::Closed,
        3 => OrderStatus::Cut,
        4 => OrderStatus::Replaced { by: "PO7".parse().ok() },
        5 => OrderStatus::Completed,
        _ => OrderStatus::Open,
    };
    let line = [None, None, Some(1), Some(2)][random.index(4)];
    let effective = now.plus(Span::minutes(random.between(-600, 60)));
    let event = OrderStatusStated { line, status, effective };
    (Entity::Order(order.parse().expect("a number")), event.into())
}
