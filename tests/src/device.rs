//! A device: a folder, and the terminal program that is run on it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::clock::Clock;
use crate::pipe::Pipe;
use crate::programs;

/// A device's folder and its clock, on which commands are run one process at a time.
#[derive(Debug, Clone)]
pub struct Device {
    /// What people call it.
    pub name: String,
    /// The folder that the program gets as `--data`.
    pub folder: PathBuf,
    /// What time it is there.
    pub clock: Clock,
}

/// What came of a command.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How the program ended.
    pub exit: i32,
    /// The JSON object that the program printed last.
    pub json: Value,
}

impl Outcome {
    /// What it says of a failure.
    pub fn message(&self) -> &str {
        self.json["error"]["message"].as_str().unwrap_or_default()
    }

    /// The rule that a failure names.
    pub fn rule(&self) -> &str {
        self.json["error"]["rule"].as_str().unwrap_or_default()
    }
}

impl Device {
    /// A device in a folder that need not be there yet.
    pub fn at(folder: &Path, name: &str) -> Self {
        Self { name: name.to_owned(), folder: folder.to_owned(), clock: Clock::Real }
    }

    /// Runs a command whose words hold no blanks.
    pub fn run(&self, line: &str) -> Outcome {
        self.run_with(line, "")
    }

    /// Runs a command that must be carried out; its answer.
    pub fn ok(&self, line: &str) -> Value {
        let outcome = self.run(line);
        assert_eq!(outcome.exit, 0, "{} {line}: {}", self.name, outcome.json);
        outcome.json
    }

    /// Runs a command that makes something; its number.
    pub fn make(&self, line: &str, what: &str) -> String {
        let answer = self.ok(line);
        let number = answer[what].as_str();
        number.unwrap_or_else(|| panic!("{line} made no {what}: {answer}")).to_owned()
    }

    /// Signs a person in, with the PIN on standard input.
    pub fn sign_in(&self, person: &str, pin: &str) {
        let outcome = self.run_with(&format!("sign-in {person} --pin-stdin"), pin);
        assert_eq!(outcome.exit, 0, "{}: {}", self.name, outcome.json);
    }

    /// Runs a command with something on its standard input.
    pub fn run_with(&self, line: &str, input: &str) -> Outcome {
        let mut command = self.command();
        command.args(line.split_whitespace()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the terminal can be started");
        let mut stdin = process.stdin.take().expect("it is piped");
        // A command that reads nothing may have ended already.
        let _ = writeln!(stdin, "{input}");
        drop(stdin);
        let output = process.wait_with_output().expect("it ends");
        let text = String::from_utf8(output.stdout).expect("it prints text");
        // A file of commands answers several objects: the last says how it ended.
        let last = text.lines().last().unwrap_or("null");
        let json = serde_json::from_str(last);
        Outcome {
            exit: output.status.code().unwrap_or(-1),
            json: json.unwrap_or_else(|error| panic!("{line}: {error}: {text}")),
        }
    }

    /// The program on this device's folder, speaking to programs.
    pub fn command(&self) -> Command {
        let mut command = Command::new(programs::path("inwards"));
        command.args(["--json", "--lang", "en", "--data"]).arg(&self.folder);
        // Days of tests pass in leaps: nobody would be signed in any more.
        command.env("INWARDS_LOCK_MINUTES", "720");
        self.clock.set(&mut command);
        command
    }

    /// One process that takes a command after the other.
    pub fn pipe(&self) -> Pipe {
        Pipe::open(self, false)
    }

    /// The same, connected while it works.
    pub fn live_pipe(&self) -> Pipe {
        Pipe::open(self, true)
    }
}
