//! Where a person works: one device, its server, and every command that can be asked.

use std::io::{BufRead as _, IsTerminal as _};

use inwards_engine::engine::Delivery;

use crate::cli::{Account, ListWhat, Query, Recording, SignInAsk, Task};
use crate::command_error::CommandError;
use crate::contact;
use crate::device::Device;
use crate::folder::Folder;
use crate::http::Server;
use crate::output::{CommandOutput, Printer};
use crate::session;
use crate::sign_in;
use crate::text::CliMessage;
use crate::{label, photos, read, report, show};

/// Gives the PIN of whoever signs in.
pub type PinSource<'p> = &'p mut dyn FnMut() -> Result<String, CommandError>;

/// A device at which somebody works.
pub struct Client {
    /// The open device that this client works in.
    pub device: Device,
    /// Its server, once it was needed; keeps connection and token.
    server: Option<Server>,
    printer: Printer,
}

impl Client {
    /// Opens the device in a folder.
    pub fn open(folder: &Folder, printer: Printer) -> Result<Self, CommandError> {
        Ok(Self { device: Device::open(folder)?, server: None, printer })
    }

    /// Carries out a task; whatever it recorded is durable when this returns.
    pub fn perform(
        &mut self,
        task: &Task,
        delivery: Delivery,
        piped_pin: PinSource<'_>,
    ) -> Result<CommandOutput, CommandError> {
        match task {
            Task::Record(recording) => self.record(recording, delivery),
            Task::Query(query) => self.tell(query),
            Task::Account(Account::SignIn(ask)) if ask.pin_stdin => self.sign_in(ask, piped_pin),
            Task::Account(Account::SignIn(ask)) => self.sign_in(ask, &mut pin_from_terminal),
            Task::Account(Account::SignOut) => self.sign_out(),
            Task::Sync => self.sync(),
        }
    }

    fn record(
        &mut self,
        recording: &Recording,
        delivery: Delivery,
    ) -> Result<CommandOutput, CommandError> {
        let command = read::command(recording, &self.device)?;
        let done = self.device.record(&command, delivery)?;
        Ok(report::done(&done, &self.device.engine, self.printer.language))
    }

    fn tell(&self, query: &Query) -> Result<CommandOutput, CommandError> {
        let (engine, language, now) =
            (&self.device.engine, self.printer.language, self.device.now());
        match query {
            Query::Show { code } => show::show(engine, code, now, language),
            Query::Explain { code } => show::explain(engine, code, language),
            Query::Work { post } => show::work(engine, post.as_deref(), language),
            Query::List { what: ListWhat::Receipts } => Ok(show::receipts(engine, language)),
            Query::List { what: ListWhat::Lots } => Ok(show::lots(engine, now, language)),
            Query::List { what: ListWhat::Lines } => Ok(show::lines(engine, language)),
            Query::List { what: ListWhat::Conflicts } => Ok(show::conflicts(engine, language)),
            Query::Status => Ok(report::status(&self.device, language)),
            Query::Scan { code, escaped: true } => Ok(label::read(code, now, language)),
            Query::Scan { code, escaped: false } => Ok(show::scan(engine, code, language)),
            Query::SetAside { from } => Ok(show::set_aside(engine, *from, language)),
        }
    }

    fn sign_in(
        &mut self,
        ask: &SignInAsk,
        pin: PinSource<'_>,
    ) -> Result<CommandOutput, CommandError> {
        let server = match &mut self.server {
            Some(server) => server,
            None => self.server.insert(Server::of(&self.device.identity)?),
        };
        let (language, asked) = (self.printer.language, ask);
        let signed_in = sign_in::sign_in((&mut self.device, server), asked, pin, language)?;
        Ok(report::signed_in(&signed_in, &self.device.engine, language))
    }

    fn sign_out(&mut self) -> Result<CommandOutput, CommandError> {
        session::end(&self.device.folder)?;
        self.device.signed_in(None, None);
        Ok(report::signed_out(self.printer.language))
    }

    fn sync(&mut self) -> Result<CommandOutput, CommandError> {
        let server = match &mut self.server {
            Some(server) => server,
            None => self.server.insert(Server::of(&self.device.identity)?),
        };
        let summary = contact::once(&mut self.device, server)?;
        sign_in::tell_wrong_pins(&self.device, server)?;
        // After the facts, which are small and what others wait for.
        photos::send(&self.device, server)?;
        Ok(report::synced(&summary, &self.device, self.printer.language))
    }
}

/// The first line of standard input.
pub fn pin_from_stdin() -> Result<String, CommandError> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| CommandError::usage("pin", error))?;
    Ok(line.trim().to_owned())
}

/// Asks for the PIN, and does not show it; refused where no terminal is there to ask at.
fn pin_from_terminal() -> Result<String, CommandError> {
    if !std::io::stdin().is_terminal() {
        let sentence = CliMessage::NoTerminal;
        return Err(CommandError::misuse("pin", sentence));
    }
    rpassword::prompt_password("PIN: ").map_err(|error| CommandError::usage("pin", error))
}
