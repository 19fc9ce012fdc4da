//! A device at work: one `inwards run -` that takes a command after the other.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::plant;

/// A process of the terminal program that goes on until its input ends.
pub(crate) struct Handheld {
    name: String,
    process: Child,
    input: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Handheld {
    /// Starts the program in the folder of the device of this name; a failed command does not end
    /// it.
    pub(crate) fn start(name: &str) -> Result<Self> {
        let mut process = plant::terminal(&plant::device_folder(name))
            .args(["--json", "run", "-", "--keep-going"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{name} could not be started"))?;
        let input = process.stdin.take().context("it takes no input")?;
        let answers = BufReader::new(process.stdout.take().context("it says nothing")?);
        Ok(Self { name: name.to_owned(), process, input, answers })
    }

    /// Gives a command, and waits for its answer.
    pub(crate) fn ask(&mut self, line: &str) -> Result<Value> {
        writeln!(self.input, "{line}")?;
        self.input.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        ensure!(!answer.is_empty(), "{} ended at `{line}`", self.name);
        serde_json::from_str(&answer).with_context(|| format!("{} said {answer}", self.name))
    }

    /// Ends it in order.
    pub(crate) fn stop(mut self) -> Result<()> {
        drop(self.input);
        self.process.wait().with_context(|| format!("{} did not end", self.name))?;
        Ok(())
    }
}
