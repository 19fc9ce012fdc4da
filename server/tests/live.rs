//! Live connections: what one device pushes is on the other at once.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use std::net::TcpStream;
use std::time::Duration;

use common::{Device, Plant};
use sync_core::fact::Fact;
use sync_core::sync::{ClientMessage, Cursor, RefusedBy, ServerMessage};
use sync_core::wire;
use tungstenite::{Message, WebSocket};

struct Live(WebSocket<TcpStream>);

impl Live {
    fn connect(plant: &Plant, device: &Device) -> Self {
        Self(plant.live(device))
    }

    fn say(&mut self, message: &ClientMessage) {
        self.0.send(Message::binary(wire::encode(message))).unwrap();
    }

    fn hear(&mut self) -> ServerMessage {
        loop {
            match self.0.read().unwrap() {
                Message::Binary(bytes) => return wire::decode(&bytes).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Hears pages until `count` facts of a device have come.
    fn hear_facts(&mut self, of: &Device, count: usize) -> Vec<Fact> {
        let mut facts: Vec<Fact> = Vec::new();
        while facts.len() < count {
            let ServerMessage::Page { from, next, batch, .. } = self.hear() else {
                panic!("something else than a page")
            };
            assert!(next.position > from.position, "a page that does not move on");
            let batch = wire::decode_batch(&batch).unwrap();
            facts.extend(batch.into_iter().filter(|fact| fact.header.id.device == of.number));
        }
        facts
    }
}

#[test]
fn a_subscriber_hears_what_is_pushed_and_may_push_on_the_same_line() {
    let plant = Plant::start();
    let (mut clerk, mut other) = (plant.device("dock-clerk"), plant.device("dock-clerk"));
    let mut line = Live::connect(&plant, &other);
    line.say(&ClientMessage::Subscribe { cursor: Cursor::default() });

    let facts: Vec<Fact> = (0..5).map(|n| clerk.receipt(&n.to_string())).collect();
    for fact in &facts {
        clerk.push(std::slice::from_ref(fact));
    }
    assert_eq!(line.hear_facts(&clerk, 5), facts);

    let own = other.receipt("mine");
    line.say(&ClientMessage::Push { batch: wire::encode_batch([&own]) });
    let heard = [line.hear(), line.hear()];
    assert!(heard.contains(&ServerMessage::Pushed { known: 1 }), "{heard:?}");
}

#[test]
fn a_subscription_goes_on_from_its_cursor() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    clerk.push(&[clerk.clone().receipt("before")]);
    clerk.written = 1;
    let (_, cursor) = clerk.pull_from(Cursor::default(), 4096);
    let mut line = Live::connect(&plant, &clerk);
    line.say(&ClientMessage::Subscribe { cursor });

    let after = clerk.receipt("after");
    clerk.push(std::slice::from_ref(&after));

    let ServerMessage::Page { from, batch, .. } = line.hear() else { panic!("no page") };
    assert_eq!(from, cursor);
    assert_eq!(wire::decode_batch(&batch).unwrap(), [after]);
}

#[test]
fn a_subscription_to_another_log_begins_again() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let (epoch, ..) = clerk.hello();
    let mut line = Live::connect(&plant, &clerk);

    line.say(&ClientMessage::Subscribe { cursor: Cursor { epoch: epoch ^ 1, position: 1_000 } });

    let ServerMessage::Page { from, .. } = line.hear() else { panic!("no page") };
    assert_eq!(from, Cursor { epoch, position: 0 });
}

#[test]
fn a_revoked_device_hears_nothing_more() {
    let plant = Plant::start();
    let mut clerk = plant.device("dock-clerk");
    let other = plant.device("dock-clerk");
    let mut line = Live::connect(&plant, &other);
    let (epoch, head, _) = other.hello();
    line.say(&ClientMessage::Subscribe { cursor: Cursor { epoch, position: head } });

    plant.revoke(&other);
    clerk.push(&[clerk.clone().receipt("secret")]);
    clerk.written = 1;

    let ServerMessage::Revoked { known: 0, .. } = line.hear() else { panic!("it heard more") };
}

#[test]
fn rubbish_ends_the_line_with_a_word() {
    let plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let mut line = Live::connect(&plant, &clerk);

    line.0.send(Message::binary(b"rubbish".to_vec())).unwrap();

    let ServerMessage::Refused { reason, .. } = line.hear() else { panic!("no word") };
    assert_eq!(reason, RefusedBy::Malformed);
}

#[test]
fn lines_end_when_the_server_stops() {
    let mut plant = Plant::start();
    let clerk = plant.device("dock-clerk");
    let mut line = Live::connect(&plant, &clerk);
    line.say(&ClientMessage::Subscribe { cursor: Cursor::default() });
    line.hear();

    let began = std::time::Instant::now();
    plant.stop();

    assert!(began.elapsed() < Duration::from_secs(5));
    while let Ok(message) = line.0.read() {
        assert!(!message.is_text());
    }
}
