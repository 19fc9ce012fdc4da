//! Goods that purchasing gives to orders, and vendors that nobody ordered from, on real programs.

use std::fs;

use inwards_tests::clock::Clock;
use inwards_tests::device::Device;
use inwards_tests::site::{PEOPLE, PIN, SMALL, Site};
use serde_json::{Value, json};

/// Orders of SCREW beside the small ones: PO5 and PO9 of V1, PO8 of V2.
const MORE: &str = "PO5,standard,V1,1,SCREW,1000,pcs,2026-12-22,open,,,\n\
     PO8,standard,V2,1,SCREW,500,pcs,2026-12-22,open,,,\n\
     PO9,standard,V1,1,SCREW,500,pcs,2026-12-22,open,,,\n";

/// A floor with two handhelds, a tablet and two purchasers' desks.
struct Floor {
    site: Site,
    a: Device,
    b: Device,
    tablet: Device,
    office: [Device; 2],
}

impl Floor {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (kind, csv) in SMALL {
            let more = if kind == "orders" { MORE } else { "" };
            let csv = format!("{csv}{more}");
            fs::write(folder.path().join(format!("{kind}.csv")), csv).expect("it can be written");
        }
        let exports = SMALL.map(|(kind, _)| kind);
        let people = PEOPLE.iter().chain(&[("何秀英", "purchasing")]);
        let people: Vec<_> = people.map(|(name, posts)| (*name, *posts, PIN)).collect();
        let site = Site::open(folder, &exports, &people, &Clock::Real);
        let clerk = |name| site.device_of(name, "dock-clerk", "王建国");
        let (a, b) = (clerk("A"), clerk("B"));
        let tablet = site.device_of("T", "qc-inspector", "周婷");
        let desk = |name| site.device_of(name, "purchasing", "何秀英");
        let office = [desk("P1"), desk("P2")];
        Self { site, a, b, tablet, office }
    }

    /// Everybody sends, then everybody hears.
    fn sync(&self) {
        for _ in 0..2 {
            for device in [&self.a, &self.b, &self.tablet, &self.office[0], &self.office[1]] {
                device.ok("sync");
            }
        }
    }

    /// A lot of goods that were counted, signed, passed, with a confirmed slip.
    fn passed(&self, opening: &str, line: &str, pieces: u32) -> (String, String) {
        let receipt = self.a.make(&format!("receipt open {opening}"), "receipt");
        self.a.ok(&format!("receipt tally {receipt} --line {line} --qty {pieces}"));
        self.a.ok(&format!("receipt sign {receipt}"));
        let card = self.a.make(&format!("card issue {receipt} --line {line}"), "card");
        self.a.ok(&format!("slip issue {receipt}"));
        self.a.ok(&format!("slip confirm {receipt}"));
        self.sync();
        self.tablet.ok(&format!("verdict {card} pass"));
        self.sync();
        (receipt, card)
    }

    fn lot(&self, card: &str) -> Value {
        self.site.server.get(&format!("/api/lots/{card}"))
    }

    /// Received, accepted and over of line 1 of an order, as the server sees it.
    fn line(&self, order: &str) -> [Value; 3] {
        let lines = self.site.server.get(&format!("/api/order-lines?order={order}"));
        ["received", "accepted", "over"].map(|name| lines[0][name].clone())
    }

    fn conflicts(&self) -> Vec<String> {
        let rows = self.office[0].ok("list conflicts");
        let rows = rows["conflicts"].as_array().expect("a list").iter();
        rows.map(|row| row["id"].as_str().expect("a name").to_owned()).collect()
    }
}

#[test]
fn goods_on_hold_go_to_orders_that_fit_and_no_further() {
    let floor = Floor::open();
    let (receipt, card) = floor.passed("--without-order --vendor V1", "?/SCREW", 70);
    let assign = |to: &str| {
        let desk = &floor.office[0];
        desk.run(&format!("order assign {receipt} --line ?/SCREW --to {to}"))
    };

    for (to, said) in [
        ("PO1/2", "is of item WIRE"),
        ("PO2/1", "is of item SHAFT"),
        ("PO8/1", "is of vendor V2"),
        ("PO3/1", "is closed"),
        ("PO9/1 --qty 400", "only 70"),
    ] {
        let refused = assign(to);
        assert_eq!((refused.exit, refused.rule()), (3, "assignment"), "{to}: {}", refused.json);
        assert!(refused.message().contains(said), "{to}: {}", refused.message());
    }
    floor.sync();
    assert_eq!(floor.lot(&card)["blocked_by"], json!(["no-order"]));

    assert_eq!(assign("PO9 --qty 40").exit, 0);
    floor.sync();
    assert_eq!(floor.lot(&card)["released"], "40");
    let waiting = floor.office[1].ok("work --post purchasing");
    let row =
        waiting["work"].as_array().expect("a list").iter().find(|row| row["kind"] == "assign");
    assert_eq!(row.expect("what is left waits")["quantity"], "30");

    floor.a.ok(&format!("putaway {card} --location A-1"));
    assert_eq!(assign("PO5").exit, 0);
    floor.sync();
    let lot = floor.lot(&card);
    assert_eq!((&lot["put_away"], &lot["released"]), (&"40".into(), &"70".into()));
    assert_eq!(floor.line("PO9"), ["40", "40", "0"].map(Value::from));
    assert_eq!(floor.line("PO5"), ["30", "30", "0"].map(Value::from));
}

#[test]
fn two_purchasers_who_give_the_same_goods_away_are_shown_to_each_other() {
    let floor = Floor::open();
    let (receipt, card) = floor.passed("--po PO1", "PO1/1", 1100);
    let [one, other] = &floor.office;

    one.ok(&format!("order assign {receipt} --line PO1/1 --to PO5/1 --qty 60"));
    other.ok(&format!("order assign {receipt} --line PO1/1 --to PO9/1 --qty 100"));
    floor.sync();

    let id = format!("{receipt}.assigned.PO1/1");
    assert_eq!(floor.conflicts(), [id.as_str()]);
    assert_eq!(floor.lot(&card)["blocked_by"], json!(["conflict"]));
    let refused = one.run(&format!("conflict settle {id} --choose PO1/1"));
    assert_eq!((refused.exit, refused.rule()), (3, "conflict"));
    one.ok(&format!("conflict settle {id} --choose PO5/1"));
    floor.sync();

    assert_eq!(floor.conflicts(), [""; 0]);
    assert_eq!(floor.line("PO5"), ["60", "60", "0"].map(Value::from));
    assert_eq!(floor.line("PO9"), ["0", "0", "0"].map(Value::from));
    assert_eq!(floor.line("PO1"), ["1040", "1040", "40"].map(Value::from));
}

#[test]
fn unsigned_receipts_fill_an_order_in_the_order_of_their_counts() {
    let floor = Floor::open();
    // B is the younger device and counts first.
    let count = |device: &Device, pieces: u32| {
        let receipt = device.make("receipt open --po PO1", "receipt");
        device.ok(&format!("receipt tally {receipt} --line PO1/1 --qty {pieces}"));
        receipt
    };
    let first = count(&floor.b, 600);
    let second = count(&floor.a, 500);
    floor.sync();

    let lines = floor.site.server.get("/api/order-lines?order=PO1");
    let by = lines[0]["filled_by"].as_array().expect("a list").iter();
    let by: Vec<_> = by.map(|filled| [filled["receipt"].clone(), filled["over"].clone()]).collect();
    assert_eq!(by, [[first.into(), "0".into()], [Value::from(second), "100".into()]]);
}

#[test]
fn the_vendor_that_came_is_the_one_that_is_judged() {
    let floor = Floor::open();
    let opened = floor.a.ok("receipt open --vendor V3 --po PO1");
    let notices: Vec<_> = opened["notices"].as_array().expect("a list").iter().collect();
    assert_eq!(notices.len(), 2, "{opened}");

    let (_, unapproved) = floor.passed("--vendor V3 --po PO1", "PO1/1", 10);
    let lot = floor.lot(&unapproved);
    assert_eq!((&lot["vendor"], &lot["status"]), (&"V3".into(), &"rejected".into()));

    let (receipt, card) = floor.passed("--vendor V2 --po PO1", "PO1/1", 20);
    assert_eq!(floor.lot(&card)["blocked_by"], json!(["conflict"]));
    let desk = &floor.office[0];
    let id = format!("{receipt}.vendor.PO1/1");
    assert!(floor.conflicts().contains(&id));
    let refused = desk.run(&format!("conflict settle {id} --choose PO9/1"));
    assert_eq!((refused.exit, refused.rule()), (3, "assignment"), "{}", refused.json);
    desk.ok(&format!("conflict settle {id} --choose accept"));
    floor.sync();
    let lot = floor.lot(&card);
    assert_eq!((&lot["vendor"], &lot["status"]), (&"V2".into(), &"released".into()));

    let mixed = floor.a.run("receipt open --po PO1 --po PO8");
    assert_eq!((mixed.exit, mixed.rule()), (3, "receipt-vendor"), "{}", mixed.json);
}
