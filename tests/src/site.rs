//! A site: a server with master data and people, and the devices that are enrolled at it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::clock::Clock;
use crate::device::{Device, Outcome};
use crate::programs;
use crate::server::Server;

/// Everybody's PIN, where a test has no reason for another.
pub const PIN: &str = "482913";

/// A site with its server.
#[derive(Debug)]
pub struct Site {
    /// The server; first, so that it ends before its data goes.
    pub server: Server,
    clock: Clock,
    folder: TempDir,
}

/// A few vendors, items and orders by hand: (export, its CSV).
pub const SMALL: [(&str, &str); 5] = [
    ("vendors", "vendor,name,currency\nV1,华峤漆包线,CNY\nV2,汇浦表面处理,CNY\nV3,未批准的,CNY\n"),
    ("approved-vendors", "vendor,valid_from,valid_to\nV1,2020-01-01,\nV2,2020-01-01,\n"),
    (
        "items",
        "item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance\n\
         SCREW,螺丝,Screw,pcs,0,no,no,,\n\
         WIRE,漆包线,Enamelled wire,kg,3,no,no,,\n\
         SHAFT,轴,Shaft,pcs,0,no,yes,,\n",
    ),
    ("standards", "item,what,value,unit,effective_from\nSHAFT,unit-weight,12.500,g,2025-01-01\n"),
    (
        "orders",
        "order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of\n\
         PO1,standard,V1,1,SCREW,1000,pcs,2026-12-22,open,,,\n\
         PO1,standard,V1,2,WIRE,80,kg,2026-12-22,open,,,\n\
         PO2,subcontract,V2,1,SHAFT,500,pcs,2026-12-22,open,,,\n\
         PO3,standard,V1,1,SCREW,400,pcs,2026-10-01,closed,2026-10-02T08:00:00+08:00,,\n\
         PO4,standard,V1,1,SCREW,400,pcs,2026-12-22,open,,,\n",
    ),
];

/// Who works there: (name, posts).
pub const PEOPLE: [(&str, &str); 4] = [
    ("王建国", "dock-clerk"),
    ("杨丽萍", "terminal-operator+dock-clerk"),
    ("周婷", "qc-inspector"),
    ("徐振华", "supervisor"),
];

impl Site {
    /// A site with the small master data and everybody, on a running server.
    pub fn small() -> Self {
        Self::small_at(&Clock::Real)
    }

    /// The same, by another clock.
    pub fn small_at(clock: &Clock) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (kind, csv) in SMALL {
            fs::write(folder.path().join(format!("{kind}.csv")), csv).expect("it can be written");
        }
        let exports: Vec<&str> = SMALL.iter().map(|(kind, _)| *kind).collect();
        let people: Vec<_> = PEOPLE.iter().map(|(name, posts)| (*name, *posts, PIN)).collect();
        Self::open(folder, &exports, &people, clock)
    }

    /// A site with the exports that lie in a folder.
    pub fn open(
        folder: TempDir,
        exports: &[&str],
        people: &[(&str, &str, &str)],
        clock: &Clock,
    ) -> Self {
        let data = folder.path().join("server");
        let run = |words: &[&str], input: &str| administer(&data, clock, words, input);
        for kind in exports {
            let file = folder.path().join(format!("{kind}.csv"));
            let outcome = run(&["import", kind, file.to_str().expect("a plain path")], "");
            assert_eq!(outcome.exit, 0, "{kind}: {}", outcome.json);
        }
        for (name, posts, pin) in people {
            let outcome =
                run(&["people", "add", name, "--post", posts, "--pin-stdin", "--chosen"], pin);
            assert_eq!(outcome.exit, 0, "{name}: {}", outcome.json);
        }
        let server = Server::start(&data, clock);
        Self { server, clock: clock.clone(), folder }
    }

    /// Moves the server's clock: it is started again by it.
    pub fn set_clock(&mut self, clock: &Clock) {
        self.clock = clock.clone();
        self.server.restart_at(clock);
    }

    /// Where everything of this site lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What the administrator does.
    pub fn administer(&self, words: &[&str]) -> Outcome {
        administer(&self.data(), &self.clock, words, "")
    }

    /// Reads an export in.
    pub fn import(&self, kind: &str, csv: &[u8]) -> Outcome {
        let file = self.folder.path().join("import.csv");
        fs::write(&file, csv).expect("it can be written");
        self.administer(&["import", kind, file.to_str().expect("a plain path")])
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("server")
    }

    /// A one-time code for a device.
    pub fn code(&self, name: &str, posts: &str) -> String {
        let outcome = self.administer(&["devices", "code", "--name", name, "--post", posts]);
        outcome.json["code"].as_str().expect("a code").to_owned()
    }

    /// An enrolled device that has fetched everything, on the straight way to the server.
    pub fn device(&self, name: &str, posts: &str) -> Device {
        self.device_over(&self.server.address(), name, posts)
    }

    /// The same, with a person signed in.
    pub fn device_of(&self, name: &str, posts: &str, person: &str) -> Device {
        let device = self.device(name, posts);
        device.sign_in(person, PIN);
        device
    }

    /// An enrolled device that has fetched everything over another address.
    pub fn device_over(&self, address: &str, name: &str, posts: &str) -> Device {
        let mut device = Device::at(&self.folder.path().join("devices").join(name), name);
        device.clock = self.clock.clone();
        let code = self.code(name, posts);
        device.ok(&format!("enrol --server {address} --code {code}"));
        device.ok("sync");
        device
    }

    /// How many of each device's facts the server holds.
    pub fn known(&self) -> Vec<(String, u64)> {
        let list = self.administer(&["devices", "list"]);
        let rows = list.json.as_array().expect("a list").iter();
        rows.map(|row| {
            let name = row["name"].as_str().expect("a name").to_owned();
            (name, row["known"].as_u64().expect("a count"))
        })
        .collect()
    }
}

fn administer(data: &Path, clock: &Clock, words: &[&str], input: &str) -> Outcome {
    let mut command = Command::new(programs::path("inwards-server"));
    command.arg("--json").arg("--data").arg(data).args(words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    clock.set(&mut command);
    let mut process = command.spawn().expect("the server's program can be started");
    let mut stdin = process.stdin.take().expect("it is piped");
    let _ = writeln!(stdin, "{input}");
    drop(stdin);
    let output = process.wait_with_output().expect("it ends");
    let text = String::from_utf8(output.stdout).expect("it prints text");
    Outcome {
        exit: output.status.code().unwrap_or(-1),
        json: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}
