//! Where a person works: one device, its server, and every command that can be asked.

use std::io::{BufRead as _, IsTerminal as _};

use inwards_engine::engine::Delivery;
use sync_core::command::Command;

use crate::cli::{Ask, ListWhat, SetAsideAsk};
use crate::contact;
use crate::device::Device;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::http::Server;
use crate::output::{Outcome, Printer};
use crate::session;
use crate::text::Sentence;
use crate::{photos, read, report, show};

/// Gives the PIN of whoever signs in.
pub type PinSource<'p> = &'p mut dyn FnMut() -> Result<String, Failure>;

/// A device at which somebody works.
pub struct Desk {
    /// The device.
    pub device: Device,
    /// Its server, once it was needed; keeps connection and token.
    server: Option<Server>,
    printer: Printer,
}

impl Desk {
    /// Opens the device in a folder.
    pub fn open(folder: &Folder, printer: Printer) -> Result<Self, Failure> {
        Ok(Self { device: Device::open(folder)?, server: None, printer })
    }

    /// Carries out what was asked; whatever it recorded is durable when this returns.
    pub fn perform(
        &mut self,
        ask: &Ask,
        delivery: Delivery,
        piped_pin: PinSource<'_>,
    ) -> Result<Outcome, Failure> {
        let language = self.printer.language;
        if let Some(command) = read::command(ask, self.device.engine.replica())? {
            return self.record(&command, delivery);
        }
        let engine = &self.device.engine;
        match ask {
            Ask::Photo(ask) => {
                let command = photos::photo(ask, &self.device)?;
                self.record(&command, delivery)
            }
            Ask::Exception(ask) => {
                let command = photos::exception(ask, &self.device)?;
                self.record(&command, delivery)
            }
            Ask::SignIn { person, pin_stdin } => {
                let source: PinSource<'_> =
                    if *pin_stdin { piped_pin } else { &mut pin_from_terminal };
                self.sign_in(person, source)
            }
            Ask::SignOut => {
                session::end(&self.device.folder)?;
                self.device.signed_in(None);
                Ok(report::signed_out(language))
            }
            Ask::SetAside(SetAsideAsk::List) => Ok(show::set_aside(engine, language)),
            Ask::Show { code } => show::show(engine, code, self.device.now(), language),
            Ask::Scan { code } => Ok(show::scan(engine, code, language)),
            Ask::Explain { code } => show::explain(engine, code, language),
            Ask::Work { post } => show::work(engine, post.as_deref(), language),
            Ask::List { what } => {
                let now = self.device.now();
                Ok(match what {
                    ListWhat::Receipts => show::receipts(engine, language),
                    ListWhat::Lots => show::lots(engine, now, language),
                    ListWhat::Lines => show::lines(engine, language),
                    ListWhat::Conflicts => show::conflicts(engine, language),
                })
            }
            Ask::Status => Ok(report::status(&self.device, language)),
            Ask::Sync { watch: false } => self.sync(),
            Ask::Sync { watch: true } => Err(not_here("sync --watch")),
            Ask::Run { .. } => Err(not_here("run")),
            Ask::Enrol { .. } => Err(not_here("enrol")),
            Ask::Receipt(_)
            | Ask::Signature(_)
            | Ask::Card(_)
            | Ask::Slip(_)
            | Ask::Weigh { .. }
            | Ask::Measure { .. }
            | Ask::Sample { .. }
            | Ask::Weighing(_)
            | Ask::Verdict(_)
            | Ask::Putaway { .. }
            | Ask::Return(_)
            | Ask::Conflict(_)
            | Ask::SetAside(SetAsideAsk::Readmit { .. })
            | Ask::Order(_) => Err(not_here("this")),
        }
    }

    fn record(&mut self, command: &Command, delivery: Delivery) -> Result<Outcome, Failure> {
        let done = self.device.record(command, delivery)?;
        Ok(report::done(&done, &self.device.engine, self.printer.language))
    }

    fn sign_in(&mut self, person: &str, pin: PinSource<'_>) -> Result<Outcome, Failure> {
        let now = self.device.now();
        let engine = &self.device.engine;
        let signed_in = session::sign_in(&self.device.folder, engine, person, pin, now)?;
        self.device.signed_in(Some(signed_in.person));
        Ok(report::signed_in(&signed_in, &self.device.engine, self.printer.language))
    }

    fn sync(&mut self) -> Result<Outcome, Failure> {
        let server = match &mut self.server {
            Some(server) => server,
            None => self.server.insert(Server::at(&self.device.identity.server)?),
        };
        let summary = contact::once(&mut self.device, server)?;
        // After the facts, which are small and what others wait for.
        photos::send(&self.device, server)?;
        Ok(report::synced(&summary, &self.device, self.printer.language))
    }
}

fn not_here(what: &'static str) -> Failure {
    let sentence = Sentence::NotInAFile { what };
    Failure::misuse("line", sentence)
}

/// The first line of standard input.
pub fn pin_from_stdin() -> Result<String, Failure> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| Failure::usage("pin", error))?;
    Ok(line.trim().to_owned())
}

/// Asked for, and not shown.
fn pin_from_terminal() -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        let sentence = Sentence::NoTerminal;
        return Err(Failure::misuse("pin", sentence));
    }
    rpassword::prompt_password("PIN: ").map_err(|error| Failure::usage("pin", error))
}
