//! What is withdrawn while somebody works on with it, on real devices that meet at a server.

use std::fs;

use inwards_tests::clock::Clock;
use inwards_tests::device::Device;
use inwards_tests::site::{PIN, SMALL, Site};
use serde_json::Value;

/// Who works there: (name, posts).
const PEOPLE: [(&str, &str); 4] = [
    ("王建国", "dock-clerk"),
    ("周婷", "qc-inspector"),
    ("孙丽", "nonconforming-keeper"),
    ("徐振华", "supervisor"),
];

/// A lot of 100 of PO1 with its confirmed slip, on the devices of a dock, of QC, of the keeper and
/// of a supervisor.
struct Floor {
    site: Site,
    dock: Device,
    tablet: Device,
    keeper: Device,
    desk: Device,
    receipt: String,
    card: String,
}

impl Floor {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (kind, csv) in SMALL {
            fs::write(folder.path().join(format!("{kind}.csv")), csv).expect("it can be written");
        }
        let people: Vec<_> = PEOPLE.iter().map(|(name, posts)| (*name, *posts, PIN)).collect();
        let site = Site::open(folder, &SMALL.map(|(kind, _)| kind), &people, &Clock::Real);
        let dock = site.device_of("K1", "dock-clerk", "王建国");
        let tablet = site.device_of("T1", "qc-inspector", "周婷");
        let keeper = site.device_of("N1", "nonconforming-keeper", "孙丽");
        let desk = site.device_of("D1", "supervisor", "徐振华");
        let receipt = dock.make("receipt open --po PO1", "receipt");
        dock.ok(&format!("receipt tally {receipt} --line 1 --qty 100"));
        dock.ok(&format!("receipt sign {receipt}"));
        let card = dock.make(&format!("card issue {receipt} --line 1"), "card");
        dock.ok(&format!("slip issue {receipt}"));
        dock.ok(&format!("slip confirm {receipt}"));
        let floor = Self { site, dock, tablet, keeper, desk, receipt, card };
        floor.sync();
        floor
    }

    fn sync(&self) {
        for _ in 0..2 {
            for device in [&self.dock, &self.tablet, &self.keeper, &self.desk] {
                device.ok("sync");
            }
        }
    }

    /// The lot as all see it.
    fn lot(&self) -> Value {
        let on_server = self.site.server.get(&format!("/api/lots/{}", self.card));
        for device in [&self.dock, &self.tablet, &self.keeper, &self.desk] {
            assert_eq!(
                device.ok(&format!("show {}", self.card))["put_away"],
                on_server["put_away"]
            );
        }
        on_server
    }

    fn conflicts(&self) -> Vec<String> {
        let listed = self.desk.ok("list conflicts");
        let all = listed["conflicts"].as_array().expect("a list").iter();
        all.map(|conflict| conflict["id"].as_str().expect("a name").to_owned()).collect()
    }
}

#[test]
fn what_went_back_is_not_put_away_though_the_lot_passes_later() {
    let floor = Floor::open();
    let card = &floor.card;
    floor.tablet.ok(&format!("verdict {card} reject --accepted 60 --rejected 40 --reason C01"));
    floor.sync();
    floor.keeper.ok(&format!("return raise {card} --qty 40 --for credit"));
    floor.sync();

    let again = floor.tablet.ok(&format!("verdict {card} pass --replace"));
    floor.sync();
    floor.dock.ok(&format!("putaway {card} --location B-1"));
    floor.sync();

    assert!(again["notices"].to_string().contains("gone-already"), "{again}");
    let lot = floor.lot();
    assert_eq!((&lot["put_away"], &lot["returned"]), (&"60".into(), &"40".into()));
    assert_eq!(floor.conflicts(), [format!("{card}.basis")]);
    floor.desk.ok(&format!("conflict settle {card}.basis --choose stands"));
    assert_eq!(floor.conflicts(), [""; 0]);
}

#[test]
fn a_card_voided_while_its_lot_was_judged_elsewhere_is_settled_from_the_list() {
    let floor = Floor::open();
    let (receipt, card) = (&floor.receipt, &floor.card);
    floor.desk.ok(&format!("card void {card} --reason torn"));
    floor.tablet.ok(&format!("verdict {card} pass"));
    floor.sync();

    assert_eq!(floor.conflicts(), [format!("{card}.withdrawn")]);
    floor.desk.ok(&format!("conflict settle {card}.withdrawn --choose undo"));
    floor.sync();

    assert_eq!(floor.conflicts(), [""; 0]);
    let refused = floor.dock.run(&format!("receipt void {receipt} --reason twice"));
    assert_eq!((refused.exit, refused.rule()), (3, "withdrawal"), "{}", refused.message());
}
