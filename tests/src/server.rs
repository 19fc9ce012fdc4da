//! The real server as a process, which can be stopped, killed, and started again.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::clock::Clock;
use crate::programs;
use crate::wait;

/// A server, running or not.
#[derive(Debug)]
pub struct Server {
    data: PathBuf,
    clock: Clock,
    port: u16,
    /// The name under which it speaks TLS, where it does.
    tls_name: Option<String>,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    process: Child,
    /// Held open: a server that tells something to nobody must not die of it.
    _told: BufReader<ChildStdout>,
}

impl Server {
    /// Starts a server on a free port, which it keeps whenever it is started again.
    pub fn start(data: &Path, clock: &Clock) -> Self {
        let mut server = Self {
            data: data.to_owned(),
            clock: clock.clone(),
            port: 0,
            tls_name: None,
            running: None,
        };
        server.restart();
        server
    }

    /// Where it is reached.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port on this machine, which stays the same when the server starts again.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts it again, speaking TLS under a name, as it does where others reach it.
    pub fn restart_with_tls(&mut self, name: &str) {
        self.stop();
        self.tls_name = Some(name.to_owned());
        self.restart();
    }

    /// Starts it again by another clock.
    pub fn restart_at(&mut self, clock: &Clock) {
        self.stop();
        self.clock = clock.clone();
        self.restart();
    }

    /// Starts it again, with the data that it left behind.
    pub fn restart(&mut self) {
        assert!(self.running.is_none(), "it is running");
        // Another program may hold the port for a moment.
        let running = wait::until("the server listens", || self.try_start());
        self.running = Some(running);
    }

    fn try_start(&mut self) -> Option<Running> {
        let log = File::options().create(true).append(true).open(self.log()).expect("a log file");
        let mut command = Command::new(programs::path("inwards-server"));
        command
            .arg("--data")
            .arg(&self.data)
            .args(["serve", "--open-board", "--utc-offset", "+08:00"])
            // All devices of a test come from one address.
            .args(["--per-address", "100000", "--listen"])
            .arg(format!("127.0.0.1:{}", self.port))
            .args(self.tls_name.iter().flat_map(|name| ["--tls-name", name]))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log);
        self.clock.set(&mut command);
        let mut process = command.spawn().expect("the server can be started");
        let mut told = BufReader::new(process.stdout.take().expect("it is piped"));
        let mut line = String::new();
        told.read_line(&mut line).expect("it tells its address");
        let port = line.trim().rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        let Some(port) = port else {
            let ended = process.wait().expect("it ends");
            assert_eq!(ended.code(), Some(4), "{}", self.told());
            return None;
        };
        self.port = port;
        Some(Running { process, _told: told })
    }

    /// Ends it in order.
    pub fn stop(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        // The shell's own `kill`: small systems have no program of that name.
        let kill = format!("kill -TERM {}", running.process.id());
        let asked = Command::new("sh").args(["-c", &kill]).status();
        assert!(asked.expect("a shell can be started").success());
        let ended = wait::until("the server stops", || {
            running.process.try_wait().expect("its end can be asked for")
        });
        assert!(ended.success(), "{ended}: {}", self.told());
    }

    /// Ends it as a power cut ends it.
    pub fn kill(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        running.process.kill().expect("it can be killed");
        running.process.wait().expect("it ends");
    }

    fn log(&self) -> PathBuf {
        self.data.with_extension("log")
    }

    /// What it wrote into its log.
    pub fn told(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// Its answer to a question.
    pub fn get(&self, path: &str) -> Value {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_mins(1)))
            .build()
            .new_agent();
        let answer = agent.get(format!("{}{path}", self.address())).call();
        let mut answer = answer.unwrap_or_else(|error| panic!("{path}: {error}"));
        let body = answer.body_mut().with_config().limit(1 << 30).read_to_vec();
        serde_json::from_slice(&body.expect("it ends its answer")).expect("it answers JSON")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
