//! Contacts: what devices and server say to each other, and what the network makes of it.

use inwards_engine::driver::{ContactError, Driver, Effect, Next, Save};
use sync_core::sync::{ClientMessage, Mode, RefusedBy, ServerMessage, SyncError};
use sync_core::time::Span;
use sync_core::wire;

use crate::defect::Defect;
use crate::device::{Contact, Saving};
use crate::server::{Caller, Handled, Reply};
use crate::world::{Event, World};

/// How long a device waits for an answer.
const PATIENCE: Span = Span::seconds(30);

impl World {
    /// A device tries to reach the server.
    pub(crate) fn meet(&mut self, place: usize) {
        if self.is_day {
            let next = Span::seconds(self.fate.between(60, self.plan.apart.0 / 1_000));
            self.schedule(next, Event::Meet(place));
        }
        let first = self.devices[place].engine.as_ref().is_some_and(|e| e.cursor().position == 0);
        let device = &mut self.devices[place];
        if device.contact.is_some() || (device.is_away && self.is_day && !first) {
            return;
        }
        if device.saving.is_some() {
            self.schedule(Span::seconds(1), Event::Meet(place));
            return;
        }
        let Some(engine) = &device.engine else { return };
        let mode = if device.is_live && self.is_day { Mode::Live } else { Mode::Once };
        self.contacts += 1;
        self.figures.contacts += 1;
        let driver = Driver::new(engine, "simulation", mode);
        device.is_settled = false;
        let (id, epoch) = (self.contacts, self.server.epoch);
        device.contact = Some(Contact { id, driver, epoch, heard: 0, broken: false });
        let number = device.number;
        self.trace.say(self.now, || format!("device {number:<4} contact begins, {mode:?}"));
        self.pump(place);
    }

    /// Carries out what a contact asks for, until it waits.
    pub(crate) fn pump(&mut self, place: usize) {
        loop {
            let now = self.now;
            let device = &mut self.devices[place];
            if device.saving.is_some() {
                return;
            }
            let stamp = device.stamp(now);
            let (Some(engine), Some(contact)) = (&mut device.engine, &mut device.contact) else {
                return;
            };
            let effect = contact.driver.poll(engine, stamp);
            let id = contact.id;
            self.check_acknowledged(place);
            match effect {
                // Its devices do not sign: what is looked for here is what the network does.
                Effect::Sign(_) | Effect::Next(Next::Await | Next::Idle) => return,
                Effect::Next(Next::Send(bytes)) => self.send(place, id, bytes),
                Effect::Save(Save::Outbox(entry)) => {
                    let bytes = self.devices[place].disk.framed(&entry);
                    self.save(place, Saving::Outbox(bytes));
                }
                Effect::Save(Save::Replica(page)) => self.save(place, Saving::Page(page)),
                Effect::Next(Next::Done) => return self.contact_done(place),
                Effect::Next(Next::Failed(error)) => return self.contact_failed(place, &error),
            }
        }
    }

    fn contact_done(&mut self, place: usize) {
        self.check_contact_done(place);
        self.check_kept(place);
        let device = &mut self.devices[place];
        let number = device.number;
        device.contact = None;
        device.disk.flush();
        device.is_settled = true;
        self.trace.say(self.now, || format!("device {number:<4} contact done"));
    }

    fn contact_failed(&mut self, place: usize, error: &ContactError) {
        let number = self.devices[place].number;
        self.trace.say(self.now, || format!("device {number:<4} contact failed: {error}"));
        self.drop_contact(place);
        let copied = match error {
            ContactError::Sync(SyncError::Refused { reason: RefusedBy::NotThisDevice, .. }) => true,
            ContactError::Sync(_) => false,
            ContactError::Outbox(error) => {
                self.ledger.break_promise(format!("device {number}: {error}"));
                false
            }
        };
        if copied {
            self.enrol_anew(place);
        }
    }

    /// A contact is over; what was on its way in it never arrives.
    pub(crate) fn drop_contact(&mut self, place: usize) {
        if let Some(contact) = self.devices[place].contact.take() {
            self.server.hang_up(contact.id);
        }
    }

    fn send(&mut self, place: usize, contact: u64, bytes: Vec<u8>) {
        let number = self.devices[place].number;
        let mut caller = Caller { place, number, contact };
        let message = wire::decode::<ClientMessage>(&bytes).expect("a device writes messages");
        self.trace.say(self.now, || format!("device {number:<4} → {}", named(&message)));
        let waits = !matches!(message, ClientMessage::Subscribe { .. });
        if self.defect == Some(Defect::ForwardedIsAcknowledged)
            && let ClientMessage::Push { batch } = &message
            && let Some(last) =
                wire::decode_batch(batch).ok().and_then(|facts| facts.last().cloned())
        {
            let pushed = ServerMessage::Pushed { known: last.header.id.sequence };
            self.schedule(Span(5), Event::ToDevice(caller, wire::encode(&pushed)));
            caller.contact = 0;
        }
        if waits {
            let heard = self.devices[place].contact.as_ref().map_or(0, |contact| contact.heard);
            self.schedule(PATIENCE, Event::Silence { place, contact, heard });
        }
        self.carry(caller, bytes, Event::ToServer);
    }

    /// A message goes over the network.
    fn carry(&mut self, caller: Caller, mut bytes: Vec<u8>, event: fn(Caller, Vec<u8>) -> Event) {
        self.figures.messages += 1;
        let network = self.network;
        let random = &mut self.on_the_way;
        let mut takes = Span(random.between(1, i64::try_from(network.slowest).expect("few")));
        if random.chance(network.lost) {
            self.figures.lost += 1;
            self.trace.say(self.now, || "network     loses a message".to_owned());
            return self.break_contact(caller);
        }
        let copy = random.chance(network.doubled);
        if random.chance(network.cut) {
            self.figures.cut += 1;
            bytes.truncate(random.index(bytes.len()));
        }
        if random.chance(network.delayed) {
            self.figures.delayed += 1;
            let minutes = if random.chance(80) { 4 } else { 200 };
            takes = Span(random.between(1_000, Span::minutes(minutes).0));
        }
        if copy {
            self.figures.doubled += 1;
            let later = Span(random.between(0, 60_000));
            self.schedule(Span(takes.0 + later.0), event(caller, bytes.clone()));
        }
        self.schedule(takes, event(caller, bytes));
    }

    /// A live connection that lost something is gone, and its device notices after a while.
    fn break_contact(&mut self, caller: Caller) {
        self.server.hang_up(caller.contact);
        let contact = self.devices[caller.place].contact.as_mut();
        let Some(contact) = contact.filter(|contact| contact.id == caller.contact) else { return };
        contact.broken = true;
        let heard = u64::MAX;
        let (place, contact) = (caller.place, caller.contact);
        self.schedule(PATIENCE, Event::Silence { place, contact, heard });
    }

    /// A device has waited long enough, if nothing came meanwhile.
    pub(crate) fn silence(&mut self, place: usize, contact: u64, heard: u64) {
        let waits = self.devices[place]
            .contact
            .as_ref()
            .is_some_and(|now| now.id == contact && (now.heard == heard || heard == u64::MAX));
        // What is being saved is saved first, and the contact ended after.
        if waits && self.devices[place].saving.is_some() {
            return self.schedule(Span::seconds(1), Event::Silence { place, contact, heard });
        }
        if waits {
            self.drop_contact(place);
        }
    }

    /// A message reaches the server.
    pub(crate) fn server_hears(&mut self, caller: Caller, bytes: &[u8]) {
        if !self.server.is_up {
            return;
        }
        let handled = self.server.handle(caller, bytes, self.now);
        self.after(handled);
        if self.server.is_writing() && self.writing == 0 {
            self.begin_writing();
        }
        // A subscription is answered by what it is behind.
        self.feed_the_live();
    }

    fn after(&mut self, handled: Handled) {
        match handled {
            Handled::Answered(reply) => self.reply(reply),
            Handled::Writing | Handled::Nothing => {}
        }
    }

    fn begin_writing(&mut self) {
        self.writing = self.on_the_way.draw() | 1;
        let takes = Span(self.on_the_way.between(1, 300));
        self.schedule(takes, Event::Written(self.writing));
        if self.is_day && self.fate.chance(self.plan.dies_writing) {
            self.figures.server_torn += 1;
            let before = Span(self.fate.between(0, takes.0));
            self.schedule(before, Event::Mishap(crate::plan::Mishap::ServerDies));
        }
    }

    /// The server's disk is done with a record.
    pub(crate) fn server_wrote(&mut self, token: u64) {
        if token == self.writing {
            self.finish_writing();
            self.feed_the_live();
        }
    }

    /// The record under way is durable; who waited is served.
    pub(crate) fn finish_writing(&mut self) {
        self.writing = 0;
        let reply = self.server.finish(true);
        self.server.bring_back();
        if let Some(reply) = reply {
            self.reply(reply);
        }
        self.check_server();
        while let Some((caller, bytes)) = self.server.next_waiting() {
            let handled = self.server.handle(caller, &bytes, self.now);
            self.after(handled);
        }
        if self.server.is_writing() {
            self.begin_writing();
        }
    }

    /// Everybody who is connected hears what is new.
    pub(crate) fn feed_the_live(&mut self) {
        for reply in self.server.pages_for_the_live() {
            self.reply(reply);
        }
    }

    fn reply(&mut self, (caller, message): Reply) {
        self.trace.say(self.now, || format!("server      → {}: {}", caller.number, said(&message)));
        self.carry(caller, wire::encode(&message), Event::ToDevice);
    }

    /// A message reaches a device.
    pub(crate) fn device_hears(&mut self, caller: Caller, bytes: &[u8]) {
        let stamp = self.devices[caller.place].stamp(self.now);
        let defect = self.defect;
        let arrival = self.now;
        let device = &mut self.devices[caller.place];
        let Some(contact) = device.contact.as_mut().filter(|contact| {
            contact.id == caller.contact && device.number == caller.number && !contact.broken
        }) else {
            return;
        };
        contact.heard += 1;
        let spoiled = defect.and_then(|defect| crate::shell::spoil(defect, bytes, stamp, arrival));
        contact.driver.handle_bytes(spoiled.as_deref().unwrap_or(bytes), stamp);
        self.pump(caller.place);
    }
}

fn named(message: &ClientMessage) -> String {
    match message {
        ClientMessage::Hello { unsent, .. } => format!("hello, {unsent} unsent"),
        ClientMessage::Push { batch } | ClientMessage::SignedPush { batch, .. } => {
            let facts = wire::decode_batch(batch).unwrap_or_default();
            let ids = [facts.first(), facts.last()].map(|fact| fact.map(|fact| fact.header.id));
            format!("push of {} facts {ids:?}", facts.len())
        }
        ClientMessage::Pull { cursor, .. } => format!("pull from {}", cursor.position),
        ClientMessage::Subscribe { cursor } => format!("subscribe from {}", cursor.position),
    }
}

fn said(message: &ServerMessage) -> String {
    match message {
        ServerMessage::Welcome { head, known, .. } => {
            format!("welcome, head {head}, known {known}")
        }
        ServerMessage::Pushed { known } => format!("pushed, known {known}"),
        ServerMessage::Page { from, next, .. } => {
            format!("page {} to {}", from.position, next.position)
        }
        ServerMessage::Revoked { known, .. } => format!("revoked, known {known}"),
        ServerMessage::Refused { reason, detail } => format!("refused, {reason:?}: {detail}"),
    }
}
