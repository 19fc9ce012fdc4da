//! The sample day, played on its six devices over bad networks.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::NaiveDate;
use sample_plant::{Action, DEFAULT_SEED, Numbers, Plant, Size, Step};
use serde_json::Value;
use sync_core::time::{SiteOffset, Span, Timestamp};

use crate::clock::Clock;
use crate::device::Device;
use crate::network::{Network, Weather};
use crate::pipe::Pipe;
use crate::random::Random;
use crate::site::Site;

const EXPORTS: [&str; 6] = ["vendors", "approved-vendors", "items", "standards", "costs", "orders"];
const LISTS: [(&str, &str); 4] = [
    ("receipts", "/api/receipts"),
    ("lots", "/api/lots"),
    ("lines", "/api/order-lines"),
    ("conflicts", "/api/conflicts"),
];

/// A day that was played.
#[derive(Debug)]
pub struct Day {
    /// The site with its server, as the day left it.
    pub site: Site,
    /// The facts that the programs confirmed.
    pub confirmed: BTreeSet<String>,
    /// What the programs refused, and why.
    pub refused: Vec<String>,
    /// How many syncs had to be tried again, or failed and were left at that.
    pub failed_syncs: usize,
    stations: BTreeMap<String, Station>,
    numbers: Numbers,
    random: Random,
}

#[derive(Debug)]
struct Station {
    network: Network,
    pipe: Pipe,
    posts: String,
    is_online: bool,
}

/// The site's day, as the machine's clock has it: the programs play by that clock, and one
/// vendor's approval ends today. In the last hour before midnight it is tomorrow.
fn today() -> NaiveDate {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock that is set");
    let now = Timestamp::from_millis(i64::try_from(since.as_millis()).expect("this century"));
    SiteOffset::CHINA.day_of(now.plus(Span::hours(1)))
}

impl Day {
    /// Plays all of it; in the end every device has sent and fetched everything.
    pub fn play(size: Size, seed: u64) -> Self {
        let plant = Plant::of_size(size, DEFAULT_SEED, today());
        let mut day = Self::lay_out(&plant, seed);
        for step in &plant.steps {
            day.perform(step);
        }
        day.bring_home();
        day
    }

    fn lay_out(plant: &Plant, seed: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        plant.write_to(folder.path()).expect("it can be written");
        let people: Vec<(&str, &str, &str)> = plant
            .people
            .iter()
            .map(|p| (p.name.as_str(), p.posts.as_str(), p.pin.as_str()))
            .collect();
        let site = Site::open(folder, &EXPORTS, &people, &Clock::Real);
        let mut random = Random::new(seed);
        let stations = plant.devices.iter().map(|device| {
            let network = Network::to(site.server.port(), random.draw());
            let enrolled = site.device_over(&network.address(), &device.name, &device.posts);
            network.set(Weather::Bad);
            let pipe = enrolled.pipe();
            let posts = device.posts.clone();
            (device.name.clone(), Station { network, pipe, posts, is_online: true })
        });
        let stations = stations.collect();
        Self {
            site,
            confirmed: BTreeSet::new(),
            refused: Vec::new(),
            failed_syncs: 0,
            stations,
            numbers: Numbers::default(),
            random,
        }
    }

    fn perform(&mut self, step: &Step) {
        self.sync_somebody();
        let station = self.stations.get_mut(&step.device).expect("a device of the plant");
        match &step.action {
            Action::Command { line, name } => {
                let Some(line) = self.numbers.fill_in(line) else {
                    self.refused.push(format!("{line}: what it names was refused"));
                    return;
                };
                let answer = station.pipe.ask(&line);
                if let Some(why) = answer["error"]["message"].as_str() {
                    self.refused.push(format!("{} {line}: {why}", step.device));
                    return;
                }
                let facts = answer["facts"].as_array().expect("it names its facts");
                self.confirmed.extend(facts.iter().map(text));
                if let Some(name) = name {
                    self.numbers.keep(name, &text(&answer[Numbers::field(name)]));
                }
            }
            Action::SignIn { person, pin } => {
                // Whoever takes a device over goes to where the network is, bad as it may be.
                station.network.set(Weather::Bad);
                station.pipe.sign_in_over(person, pin);
                if !station.is_online {
                    station.network.set(Weather::Off);
                }
            }
            Action::Sync => self.failed_syncs += station.pipe.sync() - 1,
            Action::Offline => {
                station.is_online = false;
                station.network.set(Weather::Off);
            }
            Action::Online => {
                station.is_online = true;
                station.network.set(Weather::Bad);
            }
        }
    }

    /// Beside the script, anybody may sync at any time, and may fail.
    fn sync_somebody(&mut self) {
        if !self.random.chance(4) {
            return;
        }
        let place = self.random.below(self.stations.len() as u64);
        let place = usize::try_from(place).expect("it is an index");
        let station = self.stations.values_mut().nth(place).expect("it is in bounds");
        let answer = station.pipe.ask("sync");
        let failed = answer.get("error").is_some();
        assert!(failed || station.is_online, "there was no network: {answer}");
        assert!(!failed || answer["error"]["exit"] == 4, "{answer}");
        self.failed_syncs += usize::from(failed);
    }

    /// The first round brings everything to the server, the second to everybody; each in an
    /// order of its own.
    fn bring_home(&mut self) {
        for _ in 0..2 {
            let mut names: Vec<String> = self.stations.keys().cloned().collect();
            self.random.shuffle(&mut names);
            for name in names {
                let station = self.stations.get_mut(&name).expect("a device of the plant");
                station.network.set(Weather::Bad);
                self.failed_syncs += station.pipe.sync() - 1;
            }
        }
    }

    /// How many connections met with something bad.
    pub fn troubles(&self) -> u64 {
        self.stations.values().map(|station| station.network.troubles()).sum()
    }

    /// One of its devices; a process is at work on it.
    pub fn device(&self, name: &str) -> Device {
        Device::at(&self.site.folder().join("devices").join(name), name)
    }

    /// Checks that all devices and the server show the same, and say that they hold the same.
    pub fn assert_identical(&mut self) {
        for (list, path) in LISTS {
            let on_server = self.site.server.get(path);
            for (name, station) in &mut self.stations {
                let mut here = station.pipe.ok(&format!("list {list}"))[list].take();
                forget_present(&mut here);
                assert_same(list, name, &here, &on_server);
            }
        }
        for (name, station) in &mut self.stations {
            let status = station.pipe.ok("status");
            let posts = station.posts.replace('+', "%2B");
            let on_server = self.site.server.get(&format!("/api/digest?posts={posts}"));

            assert_eq!(status["unsent"], 0, "{name}");
            assert_eq!(status["cursor"]["position"], on_server["position"], "{name}");
            assert_eq!(status["digest"], on_server["digest"], "{name}");
        }
    }

    /// Checks that whatever was confirmed is in the histories that the server tells.
    pub fn assert_complete(&self) {
        let mut told = BTreeSet::new();
        for path in ["/api/receipts", "/api/lots"] {
            for row in self.site.server.get(path).as_array().expect("a list") {
                let number = row["number"].as_str().expect("a number");
                let history = self.site.server.get(&format!("/api/history/{number}"));
                let rows = history.as_array().expect("a list");
                // What a line was counted as is recorded with its first count, and not told.
                let asked_for = rows.iter().filter(|row| row["kind"] != "LineCountedAs");
                told.extend(asked_for.map(|row| text(&row["recorded"]["id"])));
            }
        }

        let lost: Vec<&String> = self.confirmed.difference(&told).collect();
        assert!(lost.is_empty(), "confirmed and gone: {lost:?}");
        assert_eq!(self.confirmed.len(), told.len(), "facts that nobody confirmed");
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A list shows beside each lot how it stands now: that is of the moment.
fn forget_present(list: &mut Value) {
    for row in list.as_array_mut().into_iter().flatten() {
        if let Some(row) = row.as_object_mut() {
            row.remove("standing");
        }
    }
}

/// Like `assert_eq`, and names the first row that differs.
fn assert_same(list: &str, device: &str, here: &Value, there: &Value) {
    let (ours, theirs) = (here.as_array().expect("rows"), there.as_array().expect("rows"));
    for (our, their) in ours.iter().zip(theirs) {
        assert_eq!(our, their, "{list} on {device}");
    }
    assert_eq!(ours.len(), theirs.len(), "{list} on {device}");
}
