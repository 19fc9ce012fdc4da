//! Stays connected: sends each fact at once, and tells what changes elsewhere.

use std::collections::VecDeque;
use std::io::BufRead;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use inwards_engine::driver::{Driver, Next};
use inwards_engine::engine::Delivery;
use serde_json::json;
use sync_core::sync::Mode;

use crate::client::Client;
use crate::clock_reading::read_clock;
use crate::command_error::{CommandError, ErrorText, Exit};
use crate::lines::{self, Given};
use crate::live_line::{ConnectionEvent, LiveConnection, keep_connected};
use crate::news;
use crate::output::{CommandOutput, Printer};
use crate::text::CliMessage;

/// How long `sync` waits for everything to be sent and read, and the end of a file for the last.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the end of a file waits where there is no connection at all.
const SHORT_PATIENCE: Duration = Duration::from_secs(2);

/// What the loop waits for: the line to the server, or somebody's commands.
#[derive(Debug)]
enum LiveEvent {
    Heard(Box<ConnectionEvent>),
    Given(Given),
}

/// A device that is connected while it works.
pub struct Live<'d> {
    client: &'d mut Client,
    printer: Printer,
    events: Receiver<LiveEvent>,
    sender: Sender<LiveEvent>,
    /// Commands that came while something else was waited for.
    given: VecDeque<Given>,
    contact: Option<(LiveConnection, Driver)>,
    /// Whether the current contact has told that everything is read.
    has_caught_up: bool,
}

impl<'d> Live<'d> {
    /// Starts the thread that connects, and connects anew whenever the connection is lost.
    pub fn begin(client: &'d mut Client, printer: Printer) -> Self {
        let (sender, events) = mpsc::channel();
        let wrap = |heard| LiveEvent::Heard(Box::new(heard));
        keep_connected(client.device.identity.clone(), sender.clone(), wrap);
        Self {
            client,
            printer,
            events,
            sender,
            given: VecDeque::new(),
            contact: None,
            has_caught_up: false,
        }
    }

    /// Stays until somebody ends the process.
    pub fn watch(&mut self) -> Result<(), CommandError> {
        loop {
            self.wait_for_event(None)?;
        }
    }

    /// Reads commands on a thread of its own, to be taken with [`Live::next_line`].
    pub fn read_from(&self, input: impl BufRead + Send + 'static) {
        let sender = self.sender.clone();
        std::thread::spawn(move || {
            let mut lines = lines::Lines::new(input);
            loop {
                let given = lines.next_line();
                let is_last = matches!(given, Given::End | Given::Broken(_));
                if sender.send(LiveEvent::Given(given)).is_err() || is_last {
                    return;
                }
            }
        });
    }

    /// The next command; meanwhile the connection is served.
    pub fn next_line(&mut self) -> Result<Given, CommandError> {
        loop {
            if let Some(given) = self.given.pop_front() {
                return Ok(given);
            }
            self.wait_for_event(None)?;
        }
    }

    /// When what is recorded now will be sent.
    pub fn delivery(&self) -> Delivery {
        self.contact.as_ref().map_or(Delivery::Later, |(_, driver)| driver.delivery())
    }

    /// The client that carries out tasks while the connection is kept.
    pub fn client(&mut self) -> &mut Client {
        self.client
    }

    /// Something may have been recorded: sends it.
    pub fn handle_recorded(&mut self) -> Result<(), CommandError> {
        let Some((link, driver)) = &mut self.contact else {
            return Ok(());
        };
        if !driver.handle_recorded(&self.client.device.engine) {
            // The clock stepped: only a new contact can tell by how much.
            link.hang_up();
            self.contact = None;
            return Ok(());
        }
        self.pump()
    }

    /// Waits until everything is sent and read.
    pub fn settle(&mut self) -> Result<(), CommandError> {
        self.settle_within(PATIENCE, PATIENCE)
    }

    /// At the end of a file: waits for the last facts to be sent, not long without a connection.
    pub fn settle_at_end(&mut self) -> Result<(), CommandError> {
        self.settle_within(PATIENCE, SHORT_PATIENCE)
    }

    fn settle_within(&mut self, connected: Duration, alone: Duration) -> Result<(), CommandError> {
        let begun = Instant::now();
        loop {
            if self.is_settled() {
                return Ok(());
            }
            let patience = if self.contact.is_some() { connected } else { alone };
            let Some(left) = patience.checked_sub(begun.elapsed()) else {
                return Err(CommandError::unreachable("server", CliMessage::Disconnected));
            };
            self.wait_for_event(Some(left.min(SHORT_PATIENCE)))?;
        }
    }

    fn is_settled(&self) -> bool {
        let has_read_all = self.contact.as_ref().is_some_and(|(_, driver)| {
            let (read, head) = driver.progress();
            read >= head
        });
        has_read_all && self.has_caught_up && self.client.device.engine.outbox().unsent() == 0
    }

    fn wait_for_event(&mut self, patience: Option<Duration>) -> Result<(), CommandError> {
        let event = match patience {
            None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(patience) => self.events.recv_timeout(patience),
        };
        match event {
            Ok(LiveEvent::Heard(heard)) => self.handle_heard(*heard),
            Ok(LiveEvent::Given(given)) => {
                self.given.push_back(given);
                Ok(())
            }
            // We hold a sender ourselves: the channel cannot close.
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Ok(()),
        }
    }

    fn handle_heard(&mut self, heard: ConnectionEvent) -> Result<(), CommandError> {
        match heard {
            ConnectionEvent::Connected(link) => {
                let engine = &self.client.device.engine;
                let driver =
                    Driver::new(engine, crate::identity::SOFTWARE, Mode::Live).with_signatures();
                self.contact = Some((link, driver));
                self.has_caught_up = false;
                self.pump()
            }
            ConnectionEvent::Message(number, bytes) => {
                match &mut self.contact {
                    Some((link, driver)) if link.number == number => {
                        driver.handle_bytes(&bytes, read_clock());
                    }
                    Some(_) | None => return Ok(()),
                }
                self.pump()
            }
            ConnectionEvent::Lost(number, failure) => {
                let was_ours = self.contact.take_if(|(link, _)| link.number == number);
                if was_ours.is_some() || number == 1 {
                    self.tell_lost(&failure);
                }
                self.client.device.flush();
                Ok(())
            }
        }
    }

    /// Takes the contact as far as it goes.
    fn pump(&mut self) -> Result<(), CommandError> {
        while let Some((link, driver)) = &mut self.contact {
            let next = self.client.device.advance(driver)?;
            news::tell(self.printer, &self.client.device.engine, driver, self.has_caught_up);
            match next {
                Next::Send(message) => {
                    if link.send(message).is_err() {
                        // The reading thread notices as well, and says why.
                        link.hang_up();
                        return Ok(());
                    }
                }
                Next::Failed(error) => {
                    let failure = self.client.device.take_failure(error);
                    link.hang_up();
                    self.contact = None;
                    let is_erased =
                        matches!(failure.said, ErrorText::Ours(CliMessage::Erased { .. }));
                    if failure.exit == Exit::Storage || is_erased {
                        return Err(failure);
                    }
                    self.tell_lost(&failure);
                }
                Next::Idle | Next::Done => {
                    if !self.has_caught_up {
                        self.has_caught_up = true;
                        self.client.device.flush();
                        news::tell_caught_up(self.printer, &self.client.device.engine, driver);
                    }
                    return Ok(());
                }
                Next::Await => return Ok(()),
            }
        }
        Ok(())
    }

    fn tell_lost(&self, failure: &CommandError) {
        let message = failure.say(self.printer.language);
        let json = json!({
            "event": "disconnected",
            "error": failure.json(self.printer.language)["error"],
        });
        self.printer.outcome(&CommandOutput::new(message, json), None);
    }
}
