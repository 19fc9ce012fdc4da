//! A device's life and the server's: commands, writes that finish, and writes that never do.

use inwards_engine::driver::Page;
use inwards_engine::engine::Delivery;
use inwards_engine::outbox::{Record, encode_entry};
use sync_core::command::Command;
use sync_core::fact::{Entity, Fact, Header};
use sync_core::time::{HybridClock, Span, Timestamp};

use crate::defect::Defect;
use crate::device::{Kept, Saving};
use crate::ledger::Fate;
use crate::office;
use crate::plan::{Mishap, clock_error};
use crate::work;
use crate::world::{Event, World};

impl World {
    /// Somebody at a device wants to do something.
    pub(crate) fn act(&mut self, place: usize) {
        let usual = self.plan.pace.0;
        let next = Span(self.floor.between(usual / 4, usual * 7 / 4));
        self.schedule(next, Event::Act(place));
        if !self.devices[place].is_ready() {
            return;
        }
        let person = *self.floor.pick(&office::people_of_place(place)).expect("there are people");
        let device = &mut self.devices[place];
        let stamp = device.stamp(self.now);
        let Some(engine) = &mut device.engine else { return };
        if engine.signed_in().is_none() || self.floor.chance(8) {
            engine.handle_signed_in(Some(person));
        }
        let now = engine.instant(stamp);
        let Ok(actor) = engine.actor() else { return };
        let command = work::draw(&mut self.floor, engine.replica(), actor, &self.paper, now);
        if let Some(command) = command {
            self.command(place, &command);
        }
    }

    fn command(&mut self, place: usize, command: &Command) {
        let device = &mut self.devices[place];
        let (number, stamp) = (device.number, device.clock.stamp(self.now));
        let Some(engine) = &device.engine else { return };
        let delivery =
            device.contact.as_ref().map_or(Delivery::Later, |contact| contact.driver.delivery());
        self.figures.commands += 1;
        match engine.handle_command(command, delivery, stamp) {
            Err(why) => {
                self.figures.refused += 1;
                self.trace
                    .say(self.now, || format!("device {number:<4} refuses {command:?}: {why}"));
            }
            Ok(plan) => {
                self.trace.say(self.now, || format!("device {number:<4} does {command:?}"));
                if let Some(entry) = plan.entry() {
                    let bytes = device.disk.framed(&entry);
                    self.save(place, Saving::Command(Box::new(plan), bytes, self.now));
                }
            }
        }
    }

    /// Something is on its way to a device's disk.
    pub(crate) fn save(&mut self, place: usize, saving: Saving) {
        let device = &mut self.devices[place];
        let life = device.life;
        let early = self.defect == Some(Defect::ConfirmedBeforeDurable);
        if let (Saving::Command(..), true) = (&saving, early) {
            // The wrong shell goes on at once; the bytes reach the disk when it feels like it.
            self.confirm_early(place, saving);
            return;
        }
        device.saving = Some(saving);
        let takes = Span(self.fate.between(1, 40));
        self.schedule(takes, Event::Saved { place, life });
        if self.is_day && self.fate.below(1_000) < self.plan.device_dies_writing {
            let sudden = self.fate.chance(60);
            self.device_dies(place, sudden);
        }
    }

    fn confirm_early(&mut self, place: usize, saving: Saving) {
        let Saving::Command(plan, bytes, at) = saving else { return };
        self.confirm(place, *plan, at);
        let dies = self.is_day && self.fate.chance(3);
        if dies {
            return self.device_dies(place, true);
        }
        self.devices[place].disk.append(&bytes);
    }

    /// A device's disk is done.
    pub(crate) fn saved(&mut self, place: usize, life: u64) {
        let device = &mut self.devices[place];
        if device.life != life {
            return;
        }
        match device.saving.take() {
            Some(Saving::Command(plan, bytes, at)) => {
                device.disk.append(&bytes);
                self.confirm(place, *plan, at);
                self.recorded(place);
            }
            Some(Saving::Outbox(bytes)) => {
                device.disk.append(&bytes);
                self.contact_saved(place);
            }
            Some(Saving::Page(page)) => {
                self.store(place, &page);
                self.contact_saved(place);
            }
            None => {}
        }
        self.pump(place);
    }

    fn store(&mut self, place: usize, page: &Page) {
        let remembers = self.defect == Some(Defect::LostLogRemembered);
        let page = Page { restart: page.restart && !remembers, ..page.clone() };
        self.devices[place].disk.store(&page);
    }

    fn contact_saved(&mut self, place: usize) {
        let device = &mut self.devices[place];
        if let (Some(engine), Some(contact)) = (&mut device.engine, &mut device.contact) {
            contact.driver.handle_saved(engine);
        }
    }

    /// The facts of a command given then are durable: its author is told.
    fn confirm(&mut self, place: usize, plan: inwards_engine::engine::Plan, at: Timestamp) {
        let device = &mut self.devices[place];
        let Some(engine) = &mut device.engine else { return };
        let number = device.number;
        let before = engine.outbox().last();
        match engine.handle_saved(plan) {
            Err(error) => self.ledger.break_promise(format!("device {number}: {error}")),
            Ok(done) => {
                // What the device said of its clock is kept like what the person did.
                let facts: Vec<&Fact> = engine
                    .outbox()
                    .facts()
                    .filter(|fact| fact.header.id.sequence > before)
                    .collect();
                self.ledger.note_readmissions(&facts, engine.replica());
                let facts = facts.into_iter();
                self.ledger.confirm(device.folder, facts, at);
                self.figures.confirmed += done.made.len() as u64;
                for made in &done.made {
                    if let Some(document) = made.number() {
                        self.ledger.number(document);
                        self.paper.print(document);
                    }
                }
                let made = done.made;
                self.trace.say(self.now, || format!("device {number:<4} confirms {made:?}"));
            }
        }
    }

    /// Tells a connection that something new can be sent.
    fn recorded(&mut self, place: usize) {
        let device = &mut self.devices[place];
        let (Some(engine), Some(contact)) = (&device.engine, &mut device.contact) else { return };
        if !contact.driver.handle_recorded(engine) {
            // The clock stepped since: another contact must date it anew.
            self.drop_contact(place);
            self.schedule(Span::seconds(2), Event::Meet(place));
        }
    }

    /// A device dies; `suddenly` where the power fails and takes what was not synced.
    pub(crate) fn device_dies(&mut self, place: usize, suddenly: bool) {
        self.figures.device_crashes += 1;
        self.drop_contact(place);
        let device = &mut self.devices[place];
        let number = device.number;
        let left = match device.saving.take() {
            Some(Saving::Command(_, bytes, _) | Saving::Outbox(bytes)) => {
                self.figures.torn += 1;
                // Nothing, a beginning, or all of it reached the disk: nobody was told.
                let length = match self.fate.below(3) {
                    0 => 0,
                    1 => self.fate.index(bytes.len()),
                    _ => bytes.len(),
                };
                device.disk.append(&bytes[..length]);
                length
            }
            Some(Saving::Page(page)) => {
                self.figures.torn += 1;
                if self.defect == Some(Defect::CursorBeforeFacts) {
                    device.disk.cache.cursor = page.cursor;
                    device.disk.flush();
                }
                0
            }
            None => 0,
        };
        if suddenly {
            device.disk.lose_power();
        }
        device.engine = None;
        device.kept = Kept::default();
        device.life += 1;
        let life = device.life;
        self.trace.say(self.now, || {
            format!("device {number:<4} dies (power cut: {suddenly}), {left} bytes of a write left")
        });
        if suddenly {
            let boot = self.next_boot();
            self.devices[place].clock.boot(self.now, boot);
        }
        let off = Span::seconds(self.fate.between(1, 900));
        self.schedule(off, Event::DeviceStarts { place, life });
    }

    /// A device is switched on again.
    pub(crate) fn device_starts(&mut self, place: usize, life: u64) {
        let device = &mut self.devices[place];
        if device.life != life || device.engine.is_some() {
            return;
        }
        let number = device.number;
        match device.disk.open(number) {
            Ok(engine) => {
                self.ledger.check_disk(device.folder, engine.outbox());
                device.acknowledged = engine.outbox().acknowledged();
                device.engine = Some(engine);
            }
            Err(error) => {
                self.ledger.break_promise(format!("device {number} does not start: {error}"));
            }
        }
        self.trace.say(self.now, || format!("device {number:<4} starts"));
    }

    /// A device's folder is put aside, and a new one enrolled.
    pub(crate) fn enrol_anew(&mut self, place: usize) {
        self.figures.enrolled_anew += 1;
        self.finish_writing();
        let folder = self.devices[place].folder;
        let number = self.devices[place].number;
        if !self.ledger.folders[folder].is_copy {
            self.ledger.break_promise(format!("device {number} is taken for a copy, and is none"));
        }
        self.ledger.folders[folder].fate = Fate::KeptAside;
        let mut device = self.enrol(place, self.now);
        device.life = self.devices[place].life + 1;
        device.clock = self.devices[place].clock.clone();
        device.is_away = false;
        self.devices[place] = device;
        self.feed_the_live();
        self.schedule(Span::seconds(1), Event::Meet(place));
    }

    /// Lets a mishap happen, to a device drawn by chance where it is a device's.
    pub(crate) fn suffer(&mut self, mishap: Mishap) {
        let place = self.fate.index(self.devices.len());
        self.trace.say(self.now, || format!("mishap      {mishap:?}, place {place}"));
        match mishap {
            Mishap::DeviceKilled => self.device_dies(place, false),
            Mishap::DevicePowerCut => self.device_dies(place, true),
            Mishap::CacheLost => {
                self.figures.caches_lost += 1;
                self.device_dies(place, false);
                self.devices[place].disk.lose_cache();
            }
            Mishap::CopyMade => {
                let device = &mut self.devices[place];
                if device.saving.is_none() {
                    device.copy = Some((device.number, device.folder, device.disk.clone()));
                }
            }
            Mishap::CopyRestored => self.restore_copy(),
            Mishap::NewerProgram => self.newer_program(place),
            Mishap::ClockSet => {
                self.figures.clocks_set += 1;
                let by = clock_error(&mut self.fate);
                self.devices[place].clock.set(by);
                self.trace.say(self.now, || format!("            by {} s", by.0 / 1_000));
            }
            Mishap::ServerDies => self.server_dies(),
            Mishap::BackupMade => self.backups.push(self.server.log.len()),
            Mishap::BackupRestored => self.restore_backup(),
        }
    }

    /// A newer program ran on a device for a moment: a fact stands there that nobody here knows.
    fn newer_program(&mut self, place: usize) {
        let device = &mut self.devices[place];
        let Some(engine) = device.engine.as_ref().filter(|_| device.saving.is_none()) else {
            return;
        };
        let Some(person) = engine.signed_in() else { return };
        let opened = engine.replica().receipts().next().map(|(number, _)| number.0);
        let stamp = device.clock.stamp(self.now);
        let id = engine.outbox().next();
        let fact = Fact {
            header: Header {
                id,
                merge_time: HybridClock::resumed(engine.replica().latest_merge_time())
                    .tick(engine.instant(stamp)),
                recorded: engine.instant(stamp),
                author: person,
                entity: Entity::Receipt(opened.unwrap_or(id)),
                kind: 9_999,
                version: 1,
            },
            payload: vec![0xC0].into(),
        };
        let entry = encode_entry(&[Record::of(std::slice::from_ref(&fact), stamp)]);
        let bytes = device.disk.framed(&entry);
        device.disk.append(&bytes);
        device.newer = device.newer.or(Some(id.sequence));
        self.figures.newer += 1;
        self.ledger.confirm(device.folder, std::iter::once(&fact), self.now);
        self.device_dies(place, false);
    }

    fn restore_copy(&mut self) {
        let found = self.devices.iter().position(|device| {
            device.copy.as_ref().is_some_and(|(number, ..)| *number == device.number)
        });
        let Some(place) = found else { return };
        let Some((_, folder, disk)) = self.devices[place].copy.take() else { return };
        self.figures.copies += 1;
        self.device_dies(place, true);
        let device = &mut self.devices[place];
        device.disk = disk;
        device.newer = None;
        match device.disk.clone().open(device.number) {
            Ok(engine) => {
                let newer = |fact: &&Fact| fact.header.kind == 9_999;
                device.newer = engine.outbox().facts().find(newer).map(|f| f.header.id.sequence);
                self.ledger.replace_by_copy(folder, engine.outbox());
            }
            Err(error) => self.ledger.break_promise(format!("a copy does not open: {error}")),
        }
    }

    fn server_dies(&mut self) {
        if !self.server.is_up {
            return;
        }
        self.figures.server_crashes += 1;
        let kept = self.fate.chance(50);
        self.server.crash(kept);
        self.writing = 0;
        let off = Span::seconds(self.fate.between(1, 120));
        self.schedule(off, Event::ServerStarts);
        self.hang_up_everybody();
    }

    fn hang_up_everybody(&mut self) {
        let live: Vec<(usize, u64)> = self
            .devices
            .iter()
            .filter_map(|device| device.contact.as_ref().map(|contact| (device.place, contact.id)))
            .collect();
        for (place, contact) in live {
            self.schedule(Span::seconds(5), Event::Silence { place, contact, heard: u64::MAX });
        }
    }

    /// The server is switched on again.
    pub(crate) fn server_starts(&mut self) {
        if !self.server.is_up {
            self.server.start(self.now);
            self.check_server();
        }
    }

    fn restore_backup(&mut self) {
        let Some(length) = self.fate.pick(&self.backups).copied() else { return };
        let length = length.min(self.server.log.len());
        self.figures.restores += 1;
        self.trace.say(self.now, || {
            format!("            {length} of {} facts are left", self.server.log.len())
        });
        let lost: Vec<_> = self.server.log[length..].to_vec();
        self.server.restore(length, self.now);
        self.writing = 0;
        self.backups.retain(|backup| *backup <= length);
        // Numbers of devices are never given twice, whatever the backup knows.
        self.server.last_number += 1_000;
        self.hang_up_everybody();
        self.after_restore(&lost);
    }

    /// The office states anew what was lost, and devices show their certificates.
    fn after_restore(&mut self, lost: &[sync_core::fact::Fact]) {
        for fact in lost.iter().filter(|fact| fact.header.id.device.0 == 0) {
            let Ok(event) = fact.event() else { continue };
            if !is_own(&event) {
                // A certificate says since when its device is enrolled; imports are of today.
                let enrolled = matches!(event, sync_core::fact::Event::DeviceEnrolled(_));
                let at = if enrolled { fact.header.recorded } else { self.now };
                self.server.author(&[(fact.header.entity.clone(), event)], at);
            }
        }
        for device in &mut self.devices {
            // What was said before the restore reaches nobody any more.
            if let Some(contact) = &mut device.contact {
                contact.broken = true;
            }
        }
        for folder in &mut self.ledger.folders {
            if folder.fate == Fate::KeptAside {
                folder.confirmed.clear();
            }
        }
    }
}

/// Whether the server states something by itself, and not the office.
fn is_own(event: &sync_core::fact::Event) -> bool {
    use sync_core::fact::Event::{FactSetAside, LineCarried};
    matches!(event, FactSetAside(_) | LineCarried(_))
}
