//! Goods inwards on the terminal: headless, offline first. A shell around the engine.

#![allow(missing_docs, reason = "a program's own: comments stand where they say something")]

pub mod cli;
pub mod contact;
pub mod client;
pub mod device;
pub mod enrol;
pub mod command_error;
pub mod folder;
pub mod http;
pub mod identity;
pub mod label;
pub mod lines;
pub mod live;
pub mod live_line;
pub mod news;
pub mod outbox_file;
pub mod output;
pub mod photos;
pub mod read;
pub mod remedy;
pub mod replica_cache;
pub mod report;
pub mod run;
pub mod session;
pub mod sign_in;
pub mod show;
pub mod clock_reading;
pub mod text;
pub mod tls_socket;
pub mod trust;
pub mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;
use inwards_engine::engine::Delivery;
use sync_core::text::Language;

use crate::cli::{Ask, Cli, EnrolAsk, Lang, Process, Query, Task};
use crate::client::Client;
use crate::command_error::CommandError;
use crate::folder::Folder;
use crate::output::{Audience, Printer};

/// Runs the program from its command line to its exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    let printer = Printer {
        audience: if cli.json { Audience::Program } else { Audience::Person },
        language: language(cli.lang),
    };
    match carry_out(cli, printer) {
        Ok(code) => code,
        Err(failure) => {
            printer.failure(&failure, None);
            ExitCode::from(failure.exit as u8)
        }
    }
}

fn carry_out(cli: Cli, printer: Printer) -> Result<ExitCode, CommandError> {
    let ask = match cli.typed.into() {
        // What a label says is the same on every machine.
        Ask::Task(Task::Query(Query::Scan { code, escaped: true })) => {
            let now = clock_reading::read_clock().wall;
            printer.outcome(&label::read(&code, now, printer.language), None);
            return Ok(ExitCode::SUCCESS);
        }
        ask => ask,
    };
    let folder = Folder::at(&data(cli.data)?);
    folder.keep_others_out()?;
    match ask {
        Ask::Process(Process::Enrol(ask)) => enrolled(&folder, &ask, printer),
        Ask::Process(Process::Run(ask)) => {
            with_client(&folder, printer, |client| run::file(client, printer, &ask))
        }
        Ask::Process(Process::Watch) => with_client(&folder, printer, |client| {
            live::Live::begin(client, printer).watch()?;
            Ok(ExitCode::SUCCESS)
        }),
        Ask::Task(task) => with_client(&folder, printer, |client| one(client, &task, printer)),
    }
}

fn enrolled(folder: &Folder, ask: &EnrolAsk, printer: Printer) -> Result<ExitCode, CommandError> {
    let identity = enrol::enrol(folder, ask)?;
    printer.outcome(&report::enrolled(&identity, printer.language), None);
    Ok(ExitCode::SUCCESS)
}

fn one(client: &mut Client, task: &Task, printer: Printer) -> Result<ExitCode, CommandError> {
    let outcome = client.perform(task, Delivery::Later, &mut client::pin_from_stdin)?;
    printer.outcome(&outcome, None);
    Ok(outcome.exit.map_or(ExitCode::SUCCESS, |exit| ExitCode::from(exit as u8)))
}

/// Opens the device, works at it, and leaves it with everything written.
fn with_client(
    folder: &Folder,
    printer: Printer,
    work: impl FnOnce(&mut Client) -> Result<ExitCode, CommandError>,
) -> Result<ExitCode, CommandError> {
    let mut client = Client::open(folder, printer)?;
    for finding in &client.device.findings {
        printer.remark(finding);
    }
    let code = work(&mut client)?;
    report::tell_unsent(&client.device.engine, printer);
    client.device.flush();
    // Everything is written; taking ten thousand facts apart one by one would only cost time.
    std::mem::forget(client);
    Ok(code)
}

fn data(asked: Option<PathBuf>) -> Result<PathBuf, CommandError> {
    asked
        .or_else(|| std::env::var_os("INWARDS_DATA").map(PathBuf::from))
        .filter(|path| !path.as_os_str().is_empty())
        .ok_or_else(|| CommandError::usage("data", "name the device's folder with --data"))
}

/// Help and versions are answers; everything else is a misuse, told to programs as JSON.
fn misused(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            ExitCode::SUCCESS
        }
        _ if std::env::args().any(|word| word == "--json") => {
            let printer = Printer { audience: Audience::Program, language: language(None) };
            printer.failure(&run::misused(error), None);
            ExitCode::from(command_error::Exit::Usage as u8)
        }
        _ => {
            let _ = error.print();
            ExitCode::from(command_error::Exit::Usage as u8)
        }
    }
}

fn language(asked: Option<Lang>) -> Language {
    match asked {
        Some(Lang::Zh) => Language::Chinese,
        Some(Lang::En) => Language::English,
        None => language_of_system(),
    }
}

/// As POSIX ranks them: the first that is set decides.
fn language_of_system() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match locale {
        Some(locale) if locale.starts_with("zh") => Language::Chinese,
        Some(_) | None => Language::English,
    }
}
