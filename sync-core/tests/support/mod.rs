//! A floor without devices: desks that decide, record and exchange facts in memory.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

pub mod restated;

use rust_decimal::Decimal;
use sync_core::command::{
    Actor, Command, Decision, LineChoice, PendingSubject, Refusal, Ruling, decide,
};
use sync_core::fact::{
    ApprovalStated, Day, Entity, Event, Fact, Header, ItemStated, OrderLineStated, OrderStated,
    OrderStatus, OrderStatusStated, OrderType, ReceiptOpened, StandardStated, VendorStated,
};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber};
use sync_core::measure::{Quantity, Unit};
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::{Post, Posts};
use sync_core::replica::Replica;
use sync_core::time::{HybridClock, Timestamp};

/// An instant of the day on which everything happens.
pub fn at(time: &str) -> Timestamp {
    format!("2026-11-23T{time}+08:00").parse().unwrap()
}

/// A number, as somebody types it.
pub fn number(text: &str) -> Decimal {
    sync_core::measure::parse_decimal(text).unwrap()
}

pub fn quantity(text: &str) -> Quantity {
    Quantity::new(number(text)).unwrap()
}

/// A device with somebody at it.
pub struct Desk {
    pub replica: Replica,
    pub written: Vec<Fact>,
    device: DeviceNumber,
    clock: HybridClock,
    /// Who works at it.
    pub actor: Actor,
}

impl Desk {
    /// A device of this number that holds the catalog, with somebody of every post.
    pub fn new(device: u32) -> Self {
        let posts = Post::ALL.into_iter().collect();
        Self::with_posts(device, posts)
    }

    /// The same with somebody of these posts.
    pub fn with_posts(device: u32, posts: Posts) -> Self {
        let mut desk = Self {
            replica: Replica::default(),
            written: Vec::new(),
            device: DeviceNumber(device),
            clock: HybridClock::default(),
            actor: Actor { person: PersonNumber(device), posts, device: DeviceNumber(device) },
        };
        for fact in catalog() {
            desk.replica.insert(fact);
        }
        desk
    }

    /// Does what somebody wants; answers the facts written.
    pub fn act(&mut self, command: &Command, now: Timestamp) -> Result<Vec<FactId>, Refusal> {
        let decision = decide(&self.replica, self.actor, command, now)?;
        Ok(self.record(decision, now))
    }

    /// Writes what a command came to.
    pub fn record(&mut self, decision: Decision, now: Timestamp) -> Vec<FactId> {
        let mut ids = Vec::new();
        for draft in decision.drafts {
            let sequence = self.written.len() as u64 + 1;
            let id = FactId { device: self.device, sequence };
            let entity = match draft.subject {
                PendingSubject::NewReceipt => Entity::Receipt(id),
                PendingSubject::NewCard => Entity::Card(id),
                PendingSubject::Of(entity) => entity,
            };
            self.clock.observe(self.replica.latest_merge_time());
            let fact = fact(id, self.clock.tick(now), now, self.actor.person, entity, &draft.event);
            self.replica.insert(fact.clone());
            self.written.push(fact);
            ids.push(id);
        }
        ids
    }

    /// Hears all that another desk wrote.
    pub fn hear(&mut self, other: &Self) {
        for fact in &other.written {
            self.replica.insert(fact.clone());
        }
    }

    /// Holds what the office stated beside the catalog, under a name of its own that is the same
    /// on every desk: `sequence` is above those of the catalog.
    pub fn states(&mut self, sequence: u64, entity: Entity, event: impl Into<Event>) {
        let stated = at("00:00:00").plus(sync_core::time::Span::hours(-1));
        let time = sync_core::time::Hlc(sync_core::time::Hlc::at(stated).0 + sequence);
        let id = FactId::new(0, 1000 + sequence);
        self.replica.insert(fact(id, time, stated, PersonNumber::SERVER, entity, &event.into()));
    }

    /// Holds an order of one line, 1,000 pieces; orders are told apart by their last sign.
    pub fn states_order(&mut self, order: &str, order_type: OrderType, vendor: &str, item: &str) {
        let line = OrderLineStated {
            line: 1,
            item: item.parse().unwrap(),
            quantity: quantity("1000"),
            unit: Unit::Pieces,
            due: None,
        };
        let vendor = vendor.parse().unwrap();
        let event = OrderStated { order_type, vendor, increase_of: None, lines: vec![line] };
        let sequence = u64::from(order.bytes().last().unwrap());
        self.states(sequence, Entity::Order(order.parse().unwrap()), event);
    }

    /// Opens a receipt of an order.
    pub fn open(&mut self, order: &str, now: Timestamp) -> ReceiptNumber {
        let command = Command::OpenReceipt {
            said: ReceiptOpened {
                orders: vec![order.parse().unwrap()],
                vendor: None,
                delivery_note: None,
                dock: None,
                container: None,
            },
        };
        ReceiptNumber(self.act(&command, now).unwrap()[0])
    }

    /// Tallies on line 1 of an order.
    pub fn tally(
        &mut self,
        receipt: ReceiptNumber,
        order: &str,
        qty: &str,
        now: Timestamp,
    ) -> FactId {
        self.act(&tally(receipt, order, qty, None), now).unwrap()[0]
    }

    pub fn sign(&mut self, receipt: ReceiptNumber, now: Timestamp) {
        self.act(&Command::SignCount { receipt, line: None }, now).unwrap();
    }

    /// Issues a card for all that was counted on line 1.
    pub fn card(&mut self, receipt: ReceiptNumber, order: &str, now: Timestamp) -> CardNumber {
        let command = Command::IssueCard { receipt, line: line(order), quantity: None, lot: None };
        CardNumber(self.act(&command, now).unwrap()[0])
    }

    /// Counts, signs and cards a delivery in one go.
    pub fn delivery(
        &mut self,
        order: &str,
        qty: &str,
        signed: Timestamp,
    ) -> (ReceiptNumber, CardNumber) {
        let receipt = self.open(order, signed);
        self.tally(receipt, order, qty, signed);
        self.sign(receipt, signed);
        (receipt, self.card(receipt, order, signed))
    }
}

/// The ERP: it states things anew.
pub struct Erp {
    clock: HybridClock,
    pub written: Vec<Fact>,
}

impl Erp {
    pub fn new() -> Self {
        Self { clock: HybridClock::default(), written: Vec::new() }
    }

    pub fn say(&mut self, entity: Entity, event: impl Into<Event>, now: Timestamp) {
        let id = FactId::new(0, 1_000 + self.written.len() as u64);
        let time = self.clock.tick(now);
        self.written.push(fact(id, time, now, PersonNumber::SERVER, entity, &event.into()));
    }

    pub fn order(&mut self, order: &str, event: OrderStated, now: Timestamp) {
        self.say(Entity::Order(order.parse().unwrap()), event, now);
    }

    pub fn tell(&self, desk: &mut Desk) {
        for fact in &self.written {
            desk.replica.insert(fact.clone());
        }
    }
}

/// Line 1 of an order, spelled out.
pub fn line(order: &str) -> LineChoice {
    format!("{order}/1").parse().unwrap()
}

/// A tally on line 1 of an order.
pub fn tally(receipt: ReceiptNumber, order: &str, qty: &str, package: Option<&str>) -> Command {
    Command::Tally {
        receipt,
        line: line(order),
        quantity: number(qty),
        package: package.map(|code| code.parse().unwrap()),
    }
}

/// A verdict over quantities, with a defect's code for what it rejects.
pub fn judge(
    card: CardNumber,
    verdict: sync_core::fact::Verdict,
    accepted: Option<&str>,
    rejected: Option<&str>,
    replace: bool,
) -> Command {
    Command::Judge {
        card,
        ruling: Ruling {
            verdict,
            accepted: accepted.map(number),
            rejected: rejected.map(number),
            reason: "C01".parse().ok(),
            note: None,
            replace,
        },
    }
}

/// A fact of any header.
pub fn fact(
    id: FactId,
    merge_time: sync_core::time::Hlc,
    recorded: Timestamp,
    author: PersonNumber,
    entity: Entity,
    event: &Event,
) -> Fact {
    let header = Header {
        id,
        merge_time,
        recorded,
        author,
        entity,
        kind: event.kind() as u16,
        version: event.kind().version(),
    };
    Fact { header, payload: event.encode() }
}

/// What the office knows: orders PO1 (1,000 of A1), PO2 (subcontracted B1), PO3 (packaging
/// C1), PO4 (closed), PO5 (of a vendor that is not approved).
pub fn catalog() -> Vec<Fact> {
    let mut clock = HybridClock::default();
    let stated = at("00:00:00").plus(sync_core::time::Span::hours(-240));
    let facts = catalog_events();
    facts
        .into_iter()
        .enumerate()
        .map(|(index, (entity, event))| {
            let id = FactId::new(0, index as u64 + 1);
            fact(id, clock.tick(stated), stated, PersonNumber::SERVER, entity, &event)
        })
        .collect()
}

fn catalog_events() -> Vec<(Entity, Event)> {
    let from = Day("2026-01-01".parse().unwrap());
    let mut events = Vec::new();
    for vendor in ["V1", "V9"] {
        let entity = || Entity::Vendor(vendor.parse().unwrap());
        let name = format!("厂商 {vendor}").parse().unwrap();
        events.push((entity(), VendorStated { name, currency: None }.into()));
    }
    let approved = ApprovalStated { from, to: None };
    events.push((Entity::Vendor("V1".parse().unwrap()), approved.into()));
    for (item, packaging, subcontracted) in
        [("A1", false, false), ("B1", false, true), ("C1", true, false)]
    {
        let stated = ItemStated {
            name_zh: format!("料 {item}").parse().unwrap(),
            name_en: None,
            unit: Unit::Pieces,
            packaging,
            subcontracted,
            inspection_minutes: None,
            tolerance: None,
        };
        events.push((Entity::Item(item.parse().unwrap()), stated.into()));
    }
    let standard = StandardStated {
        what: "unit-weight".parse().unwrap(),
        value: number("12.5"),
        unit: "g".parse().unwrap(),
        from,
    };
    events.push((Entity::Item("B1".parse().unwrap()), standard.into()));
    let orders = [
        ("PO1", OrderType::Standard, "V1", "A1"),
        ("PO2", OrderType::Subcontract, "V1", "B1"),
        ("PO3", OrderType::Packaging, "V1", "C1"),
        ("PO4", OrderType::Standard, "V1", "A1"),
        ("PO5", OrderType::Standard, "V9", "A1"),
    ];
    for (order, order_type, vendor, item) in orders {
        let stated = OrderLineStated {
            line: 1,
            item: item.parse().unwrap(),
            quantity: quantity("1000"),
            unit: Unit::Pieces,
            due: None,
        };
        let vendor = vendor.parse().unwrap();
        let event = OrderStated { order_type, vendor, increase_of: None, lines: vec![stated] };
        events.push((Entity::Order(order.parse().unwrap()), event.into()));
    }
    let closed =
        OrderStatusStated { line: None, status: OrderStatus::Closed, effective: at("00:00:00") };
    events.push((Entity::Order("PO4".parse().unwrap()), closed.into()));
    events
}
