//! Carries out a file of commands, in one process; each answer is printed once it is durable.

use std::fs::File;
use std::io::{BufReader, Read};
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;
use inwards_engine::engine::Delivery;

use crate::cli::{Account, Ask, Line, RunAsk, SignInAsk, Task};
use crate::client::Client;
use crate::command_error::{CommandError, Exit};
use crate::lines::{Given, Lines};
use crate::live::Live;
use crate::output::{CommandOutput, Printer};
use crate::text::CliMessage;
use crate::words;

/// Where commands come from.
type Input = Box<dyn Read + Send>;

/// Carries out the commands of a file, or of standard input.
pub fn file(
    client: &mut Client,
    printer: Printer,
    RunAsk { file, keep_going, live }: &RunAsk,
) -> Result<ExitCode, CommandError> {
    let input: Input = if file == "-" {
        Box::new(std::io::stdin())
    } else {
        let file = File::open(file).map_err(|error| {
            CommandError::usage("file", format!("could not open {file}: {error}"))
        })?;
        Box::new(file)
    };
    let input = BufReader::new(input);
    let mut progress = Progress { printer, keep_going: *keep_going, worst: None };
    if *live {
        run_live(Live::begin(client, printer), input, &mut progress)?;
    } else {
        run_plain(client, input, &mut progress)?;
    }
    Ok(progress.worst.map_or(ExitCode::SUCCESS, |exit| ExitCode::from(exit as u8)))
}

/// How the file went so far.
struct Progress {
    printer: Printer,
    keep_going: bool,
    /// How the first failure ended.
    worst: Option<Exit>,
}

impl Progress {
    /// Tells what came of a line; whether to go on.
    fn tell(&mut self, line: usize, outcome: Result<CommandOutput, CommandError>) -> bool {
        let failure = match outcome {
            Ok(outcome) => {
                self.printer.outcome(&outcome, Some(line));
                if let Some(exit) = outcome.exit {
                    self.worst.get_or_insert(exit);
                }
                return true;
            }
            Err(failure) => failure,
        };
        self.printer.failure(&failure, Some(line));
        self.worst.get_or_insert(failure.exit);
        // What is wrong with the storage does not get better with the next line.
        let goes_on = self.keep_going && failure.exit != Exit::Storage;
        if !goes_on {
            self.printer.remark(&CliMessage::Stopped { line });
        }
        goes_on
    }
}

fn run_plain(
    client: &mut Client,
    input: BufReader<Input>,
    progress: &mut Progress,
) -> Result<(), CommandError> {
    let mut lines = Lines::new(input);
    loop {
        let given = lines.next_line();
        let Some((number, task)) = understood(given)? else {
            return Ok(());
        };
        let outcome = match task {
            Ok(None) => continue,
            Ok(Some(task)) => {
                client.perform(&task, Delivery::Later, &mut || pin_of(lines.next_line()))
            }
            Err(failure) => Err(failure),
        };
        if !progress.tell(number, outcome) {
            return Ok(());
        }
    }
}

fn run_live(
    mut live: Live<'_>,
    input: BufReader<Input>,
    progress: &mut Progress,
) -> Result<(), CommandError> {
    live.read_from(input);
    loop {
        let Some((number, task)) = understood(live.next_line()?)? else {
            // Whatever could not be sent goes with the next contact, and is told as unsent.
            let _ = live.settle_at_end();
            return Ok(());
        };
        let outcome = match task {
            Ok(None) => continue,
            Ok(Some(Task::Sync)) => {
                live.settle().map(|()| crate::report::settled(&live.client().device.engine))
            }
            Ok(Some(task @ Task::Account(Account::SignIn(SignInAsk { pin_stdin: true, .. })))) => {
                let pin = pin_of(live.next_line()?);
                live.client().perform(&task, Delivery::Later, &mut || pin.clone())
            }
            Ok(Some(task)) => {
                let delivery = live.delivery();
                live.client().perform(&task, delivery, &mut crate::client::pin_from_stdin)
            }
            Err(failure) => Err(failure),
        };
        let goes_on = progress.tell(number, outcome);
        live.handle_recorded()?;
        if !goes_on {
            let _ = live.settle_at_end();
            return Ok(());
        }
    }
}

/// A line, and what it asks: nothing where it is a remark; nothing at all at the end.
type Understood = Option<(usize, Result<Option<Task>, CommandError>)>;

fn understood(given: Given) -> Result<Understood, CommandError> {
    match given {
        Given::Line(number, text) => Ok(Some((number, task(&text)))),
        Given::Unreadable(number, what) => {
            Ok(Some((number, Err(CommandError::usage("line", what)))))
        }
        Given::End => Ok(None),
        Given::Broken(why) => Err(CommandError::usage("file", why)),
    }
}

fn task(text: &str) -> Result<Option<Task>, CommandError> {
    // Editors of some systems begin a file with a byte order mark.
    let text = text.trim_start_matches('\u{feff}');
    let words = words::split(text).map_err(|error| CommandError::usage("line", error))?;
    if words.is_empty() {
        return Ok(None);
    }
    let line = Line::try_parse_from(words).map_err(|error| misused(&error))?;
    match line.typed.into() {
        Ask::Task(task) => Ok(Some(task)),
        Ask::Process(process) => {
            Err(CommandError::misuse("line", CliMessage::NotInAFile { what: process.name() }))
        }
    }
}

/// The PIN on the line after `sign-in`.
fn pin_of(given: Given) -> Result<String, CommandError> {
    match given {
        Given::Line(_, pin) => Ok(pin.trim().to_owned()),
        Given::Unreadable(..) | Given::End | Given::Broken(_) => {
            Err(CommandError::usage("pin", "the line after sign-in must hold the PIN"))
        }
    }
}

/// A misuse of the command line, in one sentence or few.
pub fn misused(error: &clap::Error) -> CommandError {
    if error.kind() == ErrorKind::DisplayHelp {
        return CommandError::usage("usage", error.to_string());
    }
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let sentence: Vec<&str> = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .filter(|line| !line.is_empty())
        .collect();
    CommandError::usage("usage", sentence.join(" "))
}
