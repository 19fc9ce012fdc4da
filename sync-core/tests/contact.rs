//! Contacts that are cut anywhere: everything arrives, once, and the cursor never outruns the facts.

#![allow(clippy::cast_possible_truncation, reason = "small figures")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use proptest::prelude::*;
use sync_core::fact::Fact;
use sync_core::ids::DeviceNumber;
use sync_core::post::{Post, Posts};
use sync_core::replica::Replica;
use sync_core::sync::{
    ClientMessage, Cursor, Mode, RefusedBy, ServerMessage, SyncAction, SyncError, SyncSession,
};
use sync_core::time::{Span, Timestamp};
use sync_core::wire;

use support::{Desk, at};

/// A log in memory that answers as a server does, a few facts at a time.
#[derive(Default)]
struct Server {
    epoch: u64,
    log: Vec<Fact>,
    pushed: usize,
}

impl Server {
    fn known(&self, device: u32) -> u64 {
        let own = self.log.iter().filter(|fact| fact.header.id.device.0 == device);
        own.map(|fact| fact.header.id.sequence).max().unwrap_or(0)
    }

    fn answer(&mut self, device: u32, message: ClientMessage) -> ServerMessage {
        let head = self.log.len() as u64;
        match message {
            ClientMessage::Hello { .. } => ServerMessage::Welcome {
                now: at("09:00:00"),
                epoch: self.epoch,
                head,
                known: self.known(device),
                gaps: Vec::new(),
            },
            ClientMessage::Push { batch } | ClientMessage::SignedPush { batch, .. } => {
                let known = self.known(device);
                let facts = wire::decode_batch(&batch).unwrap();
                self.pushed += facts.len();
                let fresh = facts.into_iter().filter(|fact| fact.header.id.sequence > known);
                self.log.extend(fresh);
                ServerMessage::Pushed { known: self.known(device) }
            }
            ClientMessage::Pull { cursor, .. } | ClientMessage::Subscribe { cursor } => {
                let begin = Cursor { epoch: self.epoch, position: 0 };
                let fits = cursor.epoch == self.epoch && cursor.position <= head;
                let from = if fits { cursor } else { begin };
                let to = head.min(from.position + 3);
                let page = &self.log[from.position as usize..to as usize];
                let next = Cursor { epoch: self.epoch, position: to };
                ServerMessage::Page { from, next, head, batch: wire::encode_batch(page) }
            }
        }
    }
}

/// What a device keeps on its disk.
struct Device {
    number: u32,
    own: Vec<Fact>,
    acknowledged: u64,
    pulled: Vec<Fact>,
    cursor: Cursor,
}

impl Device {
    fn new(number: u32, own: Vec<Fact>) -> Self {
        Self { number, own, acknowledged: 0, pulled: Vec::new(), cursor: Cursor::default() }
    }

    /// One contact that is cut after so many messages; answers whether it came to its end.
    fn contact(&mut self, server: &mut Server, mut cuts: impl Iterator<Item = Cut>) -> bool {
        let number = DeviceNumber(self.number);
        let mut session =
            SyncSession::new(number, "test", self.cursor, (self.acknowledged, 0), Mode::Once);
        let now = at("09:00:00");
        while let Some(step) = session.poll(now) {
            let message = match step {
                SyncAction::Send(message) => Some(message),
                SyncAction::Contact { offset, known, .. } => {
                    assert!(offset.abs() <= Span(1));
                    self.acknowledged = self.acknowledged.min(known);
                    session.handle_finalized(self.acknowledged, self.own.len() as u64);
                    None
                }
                SyncAction::TakeFacts { after, .. } => {
                    let rest = &self.own[after as usize..];
                    session.handle_facts(&rest[..rest.len().min(4)])
                }
                SyncAction::Acknowledged { known } => {
                    assert!(server.known(self.number) >= known, "acknowledged before it was kept");
                    self.acknowledged = known;
                    session.handle_noted();
                    None
                }
                SyncAction::Store { facts, cursor, restart } => {
                    if restart {
                        self.pulled.clear();
                    }
                    self.pulled.extend(facts);
                    self.cursor = cursor;
                    session.handle_stored();
                    None
                }
                SyncAction::Idle => return true,
                SyncAction::Failed(error) => panic!("{error}"),
            };
            let Some(message) = message else { continue };
            match cuts.next().unwrap_or(Cut::None) {
                Cut::Before => return false,
                Cut::After => {
                    server.answer(self.number, message);
                    return false;
                }
                Cut::None => {
                    let answer = server.answer(self.number, message);
                    let bytes = wire::encode(&answer);
                    session.handle_message(wire::decode(&bytes).unwrap(), now);
                }
            }
        }
        panic!("the session waits for nothing");
    }

    fn digest(&self) -> String {
        let mut replica = Replica::default();
        for fact in self.pulled.iter().chain(&self.own) {
            replica.insert(fact.clone());
        }
        replica.digest(Post::ALL.into_iter().collect::<Posts>())
    }
}

#[derive(Clone, Copy, Debug)]
enum Cut {
    None,
    Before,
    After,
}

fn cuts() -> impl Strategy<Value = Vec<Cut>> {
    let cut = prop_oneof![4 => Just(Cut::None), 1 => Just(Cut::Before), 1 => Just(Cut::After)];
    proptest::collection::vec(cut, 0..60)
}

fn written(device: u32, tallies: usize) -> Vec<Fact> {
    let mut desk = Desk::new(device);
    let receipt = desk.open("PO1", at("08:00:00"));
    for _ in 0..tallies {
        desk.tally(receipt, "PO1", "5", at("08:01:00"));
    }
    desk.written
}

proptest! {
    #[test]
    fn whatever_is_cut_everything_arrives_once(
        sizes in proptest::collection::vec(0..12_usize, 3),
        cuts in cuts(),
        restored in proptest::option::of(0..20_usize),
    ) {
        let mut server = Server { epoch: 7, ..Server::default() };
        let mut devices: Vec<Device> = (1..)
            .zip(&sizes)
            .map(|(number, size)| Device::new(number, written(number, *size)))
            .collect();
        let mut cuts = cuts.into_iter();
        for round in 0..10 {
            if let Some(kept) = restored.filter(|_| round == 5) {
                // Restored from an older backup: another epoch, and less in it.
                server.epoch = 8;
                server.log.truncate(kept);
            }
            for device in &mut devices {
                device.contact(&mut server, cuts.by_ref().take(6));
            }
        }
        for _ in 0..2 {
            for device in &mut devices {
                prop_assert!(device.contact(&mut server, std::iter::empty()));
            }
        }

        let mut ids: Vec<_> = server.log.iter().map(|fact| fact.header.id).collect();
        ids.sort_unstable();
        let mut expected: Vec<_> =
            devices.iter().flat_map(|device| device.own.iter().map(|fact| fact.header.id)).collect();
        expected.sort_unstable();
        prop_assert_eq!(ids, expected);
        for device in &devices {
            prop_assert_eq!(device.acknowledged, device.own.len() as u64);
            prop_assert_eq!(device.digest(), devices[0].digest());
        }
    }

    #[test]
    fn rubbish_fails_the_contact_and_nothing_else(
        bytes in proptest::collection::vec(any::<u8>(), 0..80),
    ) {
        if let Ok(message) = wire::decode::<ServerMessage>(&bytes) {
            let mut session =
                SyncSession::new(DeviceNumber(1), "test", Cursor::default(), (0, 0), Mode::Once);
            session.poll(Timestamp::default());
            session.handle_message(message, Timestamp::default());
            while let Some(SyncAction::Contact { .. }) = session.poll(Timestamp::default()) {}
        }
    }
}

#[test]
fn a_refusal_is_handed_on_in_the_servers_words() {
    let mut session =
        SyncSession::new(DeviceNumber(1), "test", Cursor::default(), (0, 0), Mode::Once);
    session.poll(at("09:00:00"));

    let detail = "update the server first".to_owned();
    session.handle_message(
        ServerMessage::Refused { reason: RefusedBy::ServerTooOld, detail: detail.clone() },
        at("09:00:00"),
    );

    let expected = SyncError::Refused { reason: RefusedBy::ServerTooOld, detail };
    assert_eq!(session.poll(at("09:00:00")), Some(SyncAction::Failed(expected)));
}

/// Everything that a contact does with a server that takes no pushes: how many facts it stored, and
/// how it failed.
fn held_back(mode: Mode) -> (usize, Option<SyncError>) {
    let mut other = Desk::new(2);
    let receipt = other.open("PO1", at("08:00:00"));
    other.act(&support::tally(receipt, "PO1", "5", None), at("08:01:00")).unwrap();
    let log: Vec<Fact> = other.replica.inserted().cloned().collect();
    let held = log.len();
    let mut server = Server { epoch: 1, log, pushed: 0 };
    let own = Desk::new(1).replica.inserted().next().cloned().unwrap();
    let mut session = SyncSession::new(DeviceNumber(1), "test", Cursor::default(), (0, 1), mode);
    let (mut stored, now) = (0, at("09:00:00"));
    while let Some(action) = session.poll(now) {
        let message = match action {
            SyncAction::Send(message) => Some(message),
            SyncAction::TakeFacts { .. } => session.handle_facts(std::slice::from_ref(&own)),
            SyncAction::Contact { .. } => {
                session.handle_finalized(0, 1);
                None
            }
            SyncAction::Store { facts, .. } => {
                stored += facts.len();
                session.handle_stored();
                None
            }
            SyncAction::Failed(error) => return (held - stored, Some(error)),
            SyncAction::Acknowledged { .. } | SyncAction::Idle => return (held - stored, None),
        };
        let Some(message) = message else { continue };
        let answer = match message {
            ClientMessage::Push { .. } => ServerMessage::Refused {
                reason: RefusedBy::Unavailable,
                detail: "held back".to_owned(),
            },
            other => server.answer(1, other),
        };
        session.handle_message(answer, now);
    }
    (held - stored, None)
}

#[test]
fn a_device_of_which_nothing_is_taken_reads_what_others_wrote_and_says_why() {
    let reason = RefusedBy::Unavailable;
    let why = SyncError::Refused { reason, detail: "held back".to_owned() };

    assert_eq!(held_back(Mode::Once), (0, Some(why.clone())));
    assert_eq!(held_back(Mode::Live), (0, Some(why)));
}

#[test]
fn an_answer_out_of_turn_fails_the_contact() {
    let mut session =
        SyncSession::new(DeviceNumber(1), "test", Cursor::default(), (0, 0), Mode::Once);
    session.poll(at("09:00:00"));

    session.handle_message(ServerMessage::Pushed { known: 5 }, at("09:00:00"));

    assert_eq!(session.poll(at("09:00:00")), Some(SyncAction::Failed(SyncError::OutOfTurn)));
}

#[test]
fn a_live_session_waits_for_the_next_page_and_does_not_ask_for_it() {
    let log = written(1, 8);
    let now = at("09:00:00");
    let mut server = Server { epoch: 7, log, pushed: 0 };
    let mut session =
        SyncSession::new(DeviceNumber(2), "test", Cursor::default(), (0, 0), Mode::Live);
    let mut asked = Vec::new();
    let mut cursor = Cursor::default();
    loop {
        match session.poll(now) {
            Some(SyncAction::Send(message)) => {
                let subscribes = matches!(message, ClientMessage::Subscribe { .. });
                asked.push(message.clone());
                if subscribes {
                    break;
                }
                session.handle_message(server.answer(2, message), now);
            }
            Some(SyncAction::Contact { .. }) => session.handle_finalized(0, 0),
            Some(SyncAction::Store { cursor: next, .. }) => {
                cursor = next;
                session.handle_stored();
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(session.poll(now), Some(SyncAction::Idle));

    server.log.extend(written(3, 6));
    for _ in 0..2 {
        let page = server.answer(2, ClientMessage::Subscribe { cursor });
        session.handle_message(page, now);
        let Some(SyncAction::Store { cursor: next, .. }) = session.poll(now) else {
            panic!("no page")
        };
        cursor = next;
        session.handle_stored();
        assert_eq!(session.poll(now), Some(SyncAction::Idle));
    }
}

#[test]
fn what_the_server_claims_to_know_is_sent_again_until_it_was_compared() {
    let mut server = Server { epoch: 7, log: written(1, 3), pushed: 0 };
    let mut copy = Device::new(1, written(1, 5));

    assert!(copy.contact(&mut server, std::iter::empty()));

    // Five facts were there already, and went over the wire all the same.
    assert_eq!(copy.acknowledged, 7);
    assert_eq!(server.pushed, 7);
}
