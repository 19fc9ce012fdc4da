//! A device and a server of a few lines: what is recorded offline arrives once, well dated.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

#[path = "contact/signed.rs"]
mod signed;

use inwards_engine::clock::ClockReading;
use inwards_engine::driver::{ContactError, Driver, Effect, Next, Page, Save, Summary};
use inwards_engine::engine::{Delivery, Engine};
use inwards_engine::outbox::Outbox;
use inwards_engine::refusal::NotDone;
use sync_core::command::Command;
use sync_core::fact::{
    DeviceEnrolled, Entity, Event, Fact, Header, Kind, PersonStated, ReceiptOpened, SiteStated,
    VendorStated,
};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber};
use sync_core::post::Posts;
use sync_core::sync::{ClientMessage, Cursor, Mode, ServerMessage};
use sync_core::time::{Hlc, SiteOffset, Span, Timestamp};
use sync_core::wire;

const DEVICE: DeviceNumber = DeviceNumber(7);
const CLERK: PersonNumber = PersonNumber(3);
/// 2026-11-23T00:00:00Z.
const DAY: i64 = 1_795_392_000_000;

/// A server that admits everything.
struct Server {
    epoch: u64,
    log: Vec<Fact>,
    /// Pushed facts whose names were known already.
    compared: Vec<FactId>,
}

impl Server {
    fn new() -> Self {
        let posts: Posts = "dock-clerk".parse().unwrap();
        let site = SiteStated {
            name: "Plant".parse().unwrap(),
            offset: SiteOffset::CHINA,
            currency: "CNY".parse().unwrap(),
            concession_lifts_approval: false,
        };
        let person = PersonStated { name: "王".parse().unwrap(), posts };
        let device = DeviceEnrolled { name: "dock 1".parse().unwrap(), posts, key: Vec::new() };
        let vendor = VendorStated { name: "Vendor 1".parse().unwrap(), currency: None };
        let stated = [
            (Entity::Vendor("V1".parse().unwrap()), vendor.into()),
            (Entity::Site, Event::from(site)),
            (Entity::Person(CLERK), person.into()),
            (Entity::Device(DEVICE), device.into()),
        ];
        let log = (1..).zip(stated).map(|(sequence, (entity, event))| Fact {
            header: Header {
                id: FactId::new(0, sequence),
                merge_time: Hlc::at(Timestamp::from_millis(DAY - 1_000)),
                recorded: Timestamp::from_millis(DAY - 1_000),
                author: PersonNumber::SERVER,
                entity,
                kind: event.kind() as u16,
                version: 1,
            },
            payload: event.encode(),
        });
        Self { epoch: 1, log: log.collect(), compared: Vec::new() }
    }

    fn head(&self) -> u64 {
        u64::try_from(self.log.len()).unwrap()
    }

    fn of_device(&self) -> Vec<&Fact> {
        let own = |fact: &&Fact| fact.header.id.device == DEVICE;
        self.log.iter().filter(own).collect()
    }

    fn known(&self) -> u64 {
        let own = self.of_device();
        own.iter().map(|fact| fact.header.id.sequence).max().unwrap_or(0)
    }

    fn answer(&mut self, message: ClientMessage, truth: i64) -> ServerMessage {
        match message {
            ClientMessage::Hello { .. } => ServerMessage::Welcome {
                now: Timestamp::from_millis(truth),
                epoch: self.epoch,
                head: self.head(),
                known: self.known(),
                gaps: Vec::new(),
            },
            ClientMessage::Push { batch } | ClientMessage::SignedPush { batch, .. } => {
                for fact in wire::decode_batch(&batch).unwrap() {
                    if fact.header.id.sequence == self.known() + 1 {
                        self.log.push(fact);
                    } else {
                        self.compared.push(fact.header.id);
                    }
                }
                ServerMessage::Pushed { known: self.known() }
            }
            ClientMessage::Pull { cursor, .. } | ClientMessage::Subscribe { cursor } => {
                self.page(cursor)
            }
        }
    }

    fn page(&self, cursor: Cursor) -> ServerMessage {
        let epoch = self.epoch;
        let position = if cursor.epoch == epoch { cursor.position } else { 0 };
        let rest = &self.log[usize::try_from(position).unwrap()..];
        ServerMessage::Page {
            from: Cursor { epoch, position },
            next: Cursor { epoch, position: self.head() },
            head: self.head(),
            batch: wire::encode_batch(rest),
        }
    }
}

/// A device with its disk.
struct Device {
    engine: Engine,
    journal: Vec<Vec<u8>>,
    pages: Vec<Page>,
    /// How wrong its wall clock is, and which boot it is.
    error: i64,
    boot: u64,
}

impl Device {
    fn new(error: i64) -> Self {
        Self {
            engine: Engine::new(DEVICE, Outbox::new(DEVICE), [], Cursor::default()),
            journal: Vec::new(),
            pages: Vec::new(),
            error,
            boot: 1,
        }
    }

    fn stamp(&self, truth: i64) -> ClockReading {
        ClockReading {
            wall: Timestamp::from_millis(truth + self.error),
            monotonic_ms: truth - DAY,
            boot: self.boot,
        }
    }

    fn open_receipt(&mut self, truth: i64) -> Result<FactId, NotDone> {
        let plan = self.engine.handle_command(&opening(), Delivery::Later, self.stamp(truth))?;
        self.journal.extend(plan.entry());
        let done = self.engine.handle_saved(plan).unwrap();
        Ok(done.made[0].fact)
    }

    fn contact(&mut self, server: &mut Server, truth: i64) -> Result<Summary, ContactError> {
        self.contact_over(|message| Some(server.answer(message, truth)), truth)
            .map(|summary| summary.expect("the line held"))
    }

    /// A contact over a line that may break: nothing where it did.
    fn contact_over(
        &mut self,
        mut line: impl FnMut(ClientMessage) -> Option<ServerMessage>,
        truth: i64,
    ) -> Result<Option<Summary>, ContactError> {
        let stamp = self.stamp(truth);
        let mut driver = Driver::new(&self.engine, "test", Mode::Once);
        loop {
            match driver.poll(&mut self.engine, stamp) {
                Effect::Next(Next::Send(bytes)) => match line(wire::decode(&bytes).unwrap()) {
                    Some(answer) => driver.handle_bytes(&wire::encode(&answer), stamp),
                    None => return Ok(None),
                },
                Effect::Save(Save::Outbox(entry)) => {
                    self.journal.push(entry);
                    driver.handle_saved(&mut self.engine);
                }
                Effect::Save(Save::Replica(page)) => {
                    if page.restart {
                        self.pages.clear();
                    }
                    self.pages.push(page);
                    driver.handle_saved(&mut self.engine);
                }
                Effect::Next(Next::Done) => return Ok(Some(driver.summary().clone())),
                Effect::Next(Next::Failed(error)) => return Err(error),
                Effect::Sign(_) | Effect::Next(Next::Idle | Next::Await) => {
                    panic!("nothing to do, and not done")
                }
            }
        }
    }

    /// The process ends; the next one reads what is on the disk.
    fn restart(&mut self) {
        let mut outbox = Outbox::new(DEVICE);
        for entry in &self.journal {
            outbox.replay(entry).unwrap();
        }
        let facts: Vec<Fact> = self.pages.iter().flat_map(|page| page.facts.clone()).collect();
        let cursor = self.pages.last().map_or_else(Cursor::default, |page| page.cursor);
        self.engine = Engine::new(DEVICE, outbox, facts, cursor);
        self.engine.handle_signed_in(Some(CLERK));
    }
}

/// A device that has met its server, with the clerk signed in.
fn at_work(error: i64) -> (Server, Device) {
    let mut server = Server::new();
    let mut device = Device::new(error);
    device.contact(&mut server, DAY).unwrap();
    device.engine.handle_signed_in(Some(CLERK));
    (server, device)
}

#[test]
fn nothing_is_held_before_it_is_saved() {
    let (_, device) = at_work(0);
    let held = device.engine.replica().len();

    let plan = device.engine.handle_command(&opening(), Delivery::Later, device.stamp(DAY + 1));

    assert!(plan.unwrap().entry().is_some());
    assert_eq!(device.engine.replica().len(), held);
    assert_eq!(device.engine.outbox().unsent(), 0);
}

#[test]
fn nobody_signed_in_records_nothing() {
    let (_, mut device) = at_work(0);
    device.engine.handle_signed_in(None);

    assert_eq!(device.open_receipt(DAY + 1), Err(NotDone::NotSignedIn));
    assert!(device.journal.is_empty() || device.engine.outbox().last() == 0);
}

#[test]
fn what_was_recorded_offline_arrives_once_with_the_devices_numbers() {
    let (mut server, mut device) = at_work(0);
    device.open_receipt(DAY + 1_000).unwrap();
    device.restart();
    device.open_receipt(DAY + 2_000).unwrap();

    let summary = device.contact(&mut server, DAY + 9_000).unwrap();
    device.contact(&mut server, DAY + 10_000).unwrap();

    assert_eq!(summary.sent, 2);
    let arrived: Vec<u64> = server.of_device().iter().map(|f| f.header.id.sequence).collect();
    assert_eq!(arrived, [1, 2]);
    assert_eq!(device.engine.outbox().unsent(), 0);
}

#[test]
fn a_line_that_breaks_anywhere_loses_and_doubles_nothing() {
    for breaks_after in 0..6 {
        for answer_is_lost in [false, true] {
            let (mut server, mut device) = at_work(0);
            device.open_receipt(DAY + 1_000).unwrap();
            let mut left = breaks_after;
            let broken = device.contact_over(
                |message| {
                    if left == 0 && !answer_is_lost {
                        return None;
                    }
                    let answer = server.answer(message, DAY + 2_000);
                    let is_lost = left == 0;
                    left -= i32::from(left > 0);
                    (!is_lost).then_some(answer)
                },
                DAY + 2_000,
            );
            assert!(broken.is_ok());
            device.restart();

            device.open_receipt(DAY + 3_000).unwrap();
            device.contact(&mut server, DAY + 4_000).unwrap();

            let arrived: Vec<u64> =
                server.of_device().iter().map(|f| f.header.id.sequence).collect();
            assert_eq!(arrived, [1, 2], "broken after {breaks_after}");
            assert_eq!(device.engine.outbox().unsent(), 0);
        }
    }
}

#[test]
fn a_clock_an_hour_ahead_is_known_after_the_first_contact() {
    let hour = 3_600_000;
    let (mut server, mut device) = at_work(hour);

    device.open_receipt(DAY + 60_000).unwrap();
    device.contact(&mut server, DAY + 90_000).unwrap();

    let recorded = server.of_device()[0].header.recorded.millis();
    assert!((recorded - (DAY + 60_000)).abs() <= 2, "{recorded}");
}

#[test]
fn a_clock_that_went_wrong_between_contacts_is_corrected_before_sending() {
    let (mut server, mut device) = at_work(0);
    device.error = 600_000;
    device.boot = 2;
    device.open_receipt(DAY + 60_000).unwrap();
    device.open_receipt(DAY + 61_000).unwrap();

    device.contact(&mut server, DAY + 90_000).unwrap();

    let receipts = server.of_device();
    let receipts = receipts.iter().filter(|fact| fact.header.kind == Kind::ReceiptOpened as u16);
    let recorded: Vec<i64> = receipts.map(|fact| fact.header.recorded.millis() - DAY).collect();
    assert_eq!(recorded, [60_000, 61_000]);
    let digest = |engine: &Engine| engine.replica().digest("dock-clerk".parse().unwrap());
    let held = digest(&device.engine);
    device.restart();
    assert_eq!(held, digest(&device.engine));
    assert!(device.engine.replica().latest_merge_time().instant().millis() <= DAY + 90_000);
}

/// By how many minutes each fact of the device is said to have been dated wrong.
fn errors(server: &Server, device: &Device) -> Vec<(Kind, i64)> {
    let state = device.engine.replica().device(DEVICE).unwrap();
    let of_device = server.of_device();
    let error = |fact: &&&Fact| {
        (Kind::of(fact.header.kind).unwrap(), state.clock_error_of(fact.header.id).0 / 60_000)
    };
    of_device.iter().map(|fact| error(&fact)).collect()
}

#[test]
fn what_was_written_under_a_clock_that_is_off_is_named_at_the_contact() {
    let (mut server, mut device) = at_work(0);
    device.open_receipt(DAY + 50_000).unwrap();
    device.contact(&mut server, DAY + 55_000).unwrap();
    device.error = 600_000;
    device.boot = 2;
    device.open_receipt(DAY + 60_000).unwrap();

    device.contact(&mut server, DAY + 90_000).unwrap();

    let told = errors(&server, &device);
    let kinds: Vec<Kind> = told.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [Kind::ReceiptOpened, Kind::ReceiptOpened, Kind::ClockOff]);
    assert_eq!((told[0].1, told[1].1), (0, -10));
}

#[test]
fn a_clock_known_to_be_off_is_said_before_the_next_fact_and_once() {
    let (mut server, mut device) = at_work(-300_000);
    let receipt = device.open_receipt(DAY + 60_000).unwrap();
    device.open_receipt(DAY + 61_000).unwrap();
    device.contact(&mut server, DAY + 90_000).unwrap();

    let told = errors(&server, &device);

    assert_eq!(receipt.sequence, 2);
    let (said, rest) = told.split_first().unwrap();
    assert_eq!(said.0, Kind::ClockOff);
    assert_eq!(rest, [(Kind::ReceiptOpened, 5), (Kind::ReceiptOpened, 5)]);
}

#[test]
fn a_clock_that_comes_right_is_said_to_be_right() {
    let (mut server, mut device) = at_work(-300_000);
    device.open_receipt(DAY + 60_000).unwrap();
    device.contact(&mut server, DAY + 90_000).unwrap();
    device.error = 0;
    device.boot = 2;
    device.contact(&mut server, DAY + 100_000).unwrap();
    device.open_receipt(DAY + 110_000).unwrap();
    device.contact(&mut server, DAY + 120_000).unwrap();

    let told = errors(&server, &device);

    assert_eq!(told.last(), Some(&(Kind::ReceiptOpened, 0)));
    let said = told.iter().filter(|(kind, _)| *kind == Kind::ClockOff);
    assert_eq!(said.count(), 2);
}

#[test]
fn a_clock_that_stepped_is_told_to_everybody() {
    let (mut server, mut device) = at_work(0);
    let receipt = device.open_receipt(DAY + 60_000).unwrap();
    device.error = -7_200_000;

    device.contact(&mut server, DAY + 90_000).unwrap();

    let told = server.of_device()[1];
    assert_eq!(told.header.kind, Kind::ClockDoubtful as u16);
    assert_eq!(told.header.author, CLERK);
    let Ok(Event::ClockDoubtful(doubt)) = told.event() else {
        panic!("not what its kind promises");
    };
    assert!(doubt.facts.contains(receipt));
    assert!(device.engine.replica().is_doubtful(receipt));
}

#[test]
fn a_server_restored_from_an_older_backup_gets_everything_again() {
    let (mut server, mut device) = at_work(0);
    device.open_receipt(DAY + 1_000).unwrap();
    device.contact(&mut server, DAY + 2_000).unwrap();
    server.log.truncate(4);
    server.epoch = 2;
    device.restart();

    let summary = device.contact(&mut server, DAY + 3_000).unwrap();

    assert_eq!(summary.sent, 1);
    assert_eq!(server.known(), 1);
    assert_eq!(device.engine.cursor().epoch, 2);
    assert_eq!(device.engine.replica().len(), 5);
}

#[test]
fn a_folder_restored_from_an_older_copy_does_not_mint_numbers_twice() {
    let (mut server, mut device) = at_work(0);
    let before = device.journal.clone();
    device.open_receipt(DAY + 1_000).unwrap();
    device.contact(&mut server, DAY + 2_000).unwrap();
    device.journal = before;
    device.restart();

    device.contact(&mut server, DAY + 3_000).unwrap();
    let next = device.open_receipt(DAY + 4_000).unwrap();

    assert_eq!(next.sequence, 2);
}

#[test]
fn an_older_copy_sends_its_own_facts_to_be_compared_and_gives_no_name_twice() {
    let (mut server, mut device) = at_work(0);
    let before = device.journal.clone();
    for minute in 1..=3 {
        device.open_receipt(DAY + minute * 1_000).unwrap();
    }
    device.contact(&mut server, DAY + 4_000).unwrap();
    let known = server.known();
    device.journal = before;
    device.restart();
    let copied = device.open_receipt(DAY + 5_000).unwrap();
    assert!(copied.sequence <= known);

    device.contact(&mut server, DAY + 6_000).unwrap();
    let next = device.open_receipt(DAY + 7_000).unwrap();

    assert_eq!(server.compared, [copied]);
    assert_eq!(next.sequence, known + 1);
}

#[test]
fn a_folder_whose_outbox_was_lost_records_nothing_before_it_met_the_server() {
    let (mut server, mut device) = at_work(0);
    device.open_receipt(DAY + 1_000).unwrap();
    device.contact(&mut server, DAY + 2_000).unwrap();
    // The second contact brings the device's own fact back into its cache.
    device.contact(&mut server, DAY + 2_500).unwrap();
    device.journal.clear();
    device.restart();

    let refused = device.open_receipt(DAY + 3_000);
    assert!(matches!(refused, Err(NotDone::OlderCopy(_))), "{refused:?}");

    device.contact(&mut server, DAY + 4_000).unwrap();
    assert_eq!(device.open_receipt(DAY + 5_000).unwrap().sequence, server.known() + 1);
}

#[test]
fn rubbish_from_the_server_fails_the_contact_and_nothing_else() {
    let (_, mut device) = at_work(0);
    device.open_receipt(DAY + 1_000).unwrap();
    let stamp = device.stamp(DAY + 2_000);
    let mut driver = Driver::new(&device.engine, "test", Mode::Once);
    assert!(matches!(driver.poll(&mut device.engine, stamp), Effect::Next(Next::Send(_))));

    driver.handle_bytes(b"<html>welcome to the guest network</html>", stamp);

    assert!(matches!(
        driver.poll(&mut device.engine, stamp),
        Effect::Next(Next::Failed(ContactError::Sync(_)))
    ));
    assert_eq!(device.engine.outbox().unsent(), 1);
}

#[test]
fn over_a_live_connection_a_fact_is_sealed_as_it_is_saved() {
    let (mut server, mut device) = at_work(0);
    let stamp = device.stamp(DAY + 1_000);
    let mut driver = Driver::new(&device.engine, "test", Mode::Live);
    assert_eq!(driver.delivery(), Delivery::Later);
    run_live(&mut driver, &mut device, &mut server, stamp);
    assert_eq!(driver.delivery(), Delivery::AtOnce);

    let plan = device.engine.handle_command(&opening(), driver.delivery(), stamp).unwrap();
    device.engine.handle_saved(plan).unwrap();
    assert!(driver.handle_recorded(&device.engine));
    run_live(&mut driver, &mut device, &mut server, stamp);

    assert_eq!(server.known(), 1);
    assert_eq!(device.engine.outbox().unsent(), 0);
}

#[test]
fn a_clock_that_steps_while_connected_asks_for_a_new_contact() {
    let (mut server, mut device) = at_work(0);
    let stamp = device.stamp(DAY + 1_000);
    let mut driver = Driver::new(&device.engine, "test", Mode::Live);
    run_live(&mut driver, &mut device, &mut server, stamp);
    let later = ClockReading { wall: stamp.wall.plus(Span::hours(1)), ..stamp };

    let plan = device.engine.handle_command(&opening(), driver.delivery(), later).unwrap();
    device.engine.handle_saved(plan).unwrap();

    assert!(!driver.handle_recorded(&device.engine));
    assert_eq!(server.known(), 0);
}

fn opening() -> Command {
    let said = ReceiptOpened {
        orders: Vec::new(),
        vendor: Some("V1".parse().unwrap()),
        delivery_note: None,
        dock: None,
        container: None,
    };
    Command::OpenReceipt { said }
}

/// Serves a live connection until nothing is left to do.
fn run_live(driver: &mut Driver, device: &mut Device, server: &mut Server, stamp: ClockReading) {
    let truth = stamp.wall.millis();
    loop {
        match driver.poll(&mut device.engine, stamp) {
            Effect::Next(Next::Send(bytes)) => {
                let message = wire::decode(&bytes).unwrap();
                // A page that does not move on is never sent unasked.
                if matches!(message, ClientMessage::Subscribe { .. }) {
                    continue;
                }
                let answer = server.answer(message, truth);
                driver.handle_bytes(&wire::encode(&answer), stamp);
            }
            Effect::Save(_) => {
                driver.handle_saved(&mut device.engine);
            }
            Effect::Next(Next::Idle) => return,
            other @ (Effect::Sign(_) | Effect::Next(_)) => panic!("{other:?}"),
        }
    }
}
