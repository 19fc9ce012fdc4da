//! One terminal process that takes a command after the other, and may be killed at any moment.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::device::Device;
use crate::wait::PATIENCE;

/// A running process of the terminal program on one device.
#[derive(Debug)]
pub struct Pipe {
    name: String,
    process: Child,
    input: Option<ChildStdin>,
    printed: Receiver<(Instant, Value)>,
    /// What a live device told beside its answers, and when.
    events: VecDeque<(Instant, Value)>,
}

impl Pipe {
    pub(crate) fn open(device: &Device, is_live: bool) -> Self {
        let mut command = device.command();
        command.args(["run", "-", "--keep-going"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        if is_live {
            command.arg("--live");
        }
        let mut process = command.spawn().expect("the terminal can be started");
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().expect("it is piped"));
        let (sender, printed) = mpsc::channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                // A killed process may have printed half a line: that confirms nothing.
                let Ok(value) = serde_json::from_str(&line) else { return };
                if sender.send((Instant::now(), value)).is_err() {
                    return;
                }
            }
        });
        Self { name: device.name.clone(), process, input, printed, events: VecDeque::new() }
    }

    /// Gives a command without waiting for its answer; whether there was somebody to take it.
    pub fn give(&mut self, line: &str) -> bool {
        let Some(input) = &mut self.input else { return false };
        writeln!(input, "{line}").and_then(|()| input.flush()).is_ok()
    }

    /// The next answer; nothing where the process ended before.
    pub fn answer(&mut self) -> Option<Value> {
        loop {
            match self.printed.recv_timeout(PATIENCE) {
                Ok((_, value)) if value.get("line").is_some() => return Some(value),
                Ok(told) => self.events.push_back(told),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => panic!("{} does not answer", self.name),
            }
        }
    }

    /// Gives a command and waits for its answer, whatever it is.
    pub fn ask(&mut self, line: &str) -> Value {
        assert!(self.give(line), "{} is gone before {line}", self.name);
        self.answer().unwrap_or_else(|| panic!("{} ended at {line}", self.name))
    }

    /// Gives a command that must be carried out.
    pub fn ok(&mut self, line: &str) -> Value {
        let answer = self.ask(line);
        assert!(answer.get("error").is_none(), "{} {line}: {answer}", self.name);
        answer
    }

    /// Signs a person in, with the PIN on the line behind the command.
    pub fn sign_in(&mut self, person: &str, pin: &str) {
        self.ok(&format!("sign-in {person} --pin-stdin\n{pin}"));
    }

    /// The same, as often as it takes on a bad network.
    pub fn sign_in_over(&mut self, person: &str, pin: &str) {
        let mut told = Value::Null;
        for _ in 0..100 {
            told = self.ask(&format!("sign-in {person} --pin-stdin\n{pin}"));
            if told.get("error").is_none() {
                return;
            }
        }
        panic!("{} cannot sign {person} in: {told}", self.name)
    }

    /// Sends and fetches everything, as often as it takes on a bad network; how often it took.
    pub fn sync(&mut self) -> usize {
        for tries in 1..=100 {
            if self.ask("sync").get("error").is_none() {
                return tries;
            }
        }
        panic!("{} cannot sync", self.name)
    }

    /// Waits for something that a live device tells; when it came.
    pub fn wait_for(&mut self, is_it: impl Fn(&Value) -> bool) -> Instant {
        if let Some(place) = self.events.iter().position(|(_, event)| is_it(event)) {
            return self.events.drain(..=place).next_back().expect("it is there").0;
        }
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            match self.printed.recv_timeout(Duration::from_secs(1)) {
                Ok((at, event)) if is_it(&event) => return at,
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => panic!("{} ended", self.name),
            }
        }
        panic!("{} did not tell what was waited for", self.name)
    }

    /// Ends it in order, and waits until its folder is free.
    pub fn close(mut self) {
        drop(self.input.take());
        self.process.wait().expect("it ends");
    }

    /// Ends it as an empty battery ends it; answers that it had printed before.
    pub fn kill(mut self) -> Vec<Value> {
        self.process.kill().expect("it can be killed");
        self.process.wait().expect("it ends");
        let printed = self.printed.iter().map(|(_, value)| value);
        printed.filter(|value| value.get("line").is_some()).collect()
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
