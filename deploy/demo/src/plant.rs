//! Lays the sample plant out: files, imports, people, devices.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use chrono::{NaiveDate, TimeDelta, Utc};
use sample_plant::Plant;
use serde_json::Value;

use crate::server;
use xtask::shell::{ours, output, program, run_folder};

const EXPORTS: [&str; 6] = ["vendors", "approved-vendors", "items", "standards", "costs", "orders"];

/// What day it is at the site.
pub(crate) fn today() -> NaiveDate {
    (Utc::now() + TimeDelta::hours(8)).date_naive()
}

/// Writes the plant's files.
pub(crate) fn write(plant: &Plant) -> Result<()> {
    plant.write_to(&folder())
}

fn folder() -> PathBuf {
    run_folder().join("plant")
}

/// Where a device keeps its data.
pub(crate) fn device_folder(name: &str) -> PathBuf {
    run_folder().join("devices").join(name)
}

/// Forgets everything of the last time.
pub(crate) fn forget() -> Result<()> {
    let ours = ["server", "devices", "plant", "kept"].map(|name| run_folder().join(name));
    for path in ours {
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        ensure!(removed.is_ok() || !path.exists(), "{} cannot be removed", path.display());
    }
    Ok(())
}

/// The administrator's command; the server need not run.
fn administrator(words: &[&str]) -> Command {
    let mut command = program(ours("inwards-server"));
    command.arg("--data").arg(server::data()).args(words);
    command
}

/// Reads all exports in.
pub(crate) fn import() -> Result<()> {
    for name in EXPORTS {
        let file = folder().join(format!("{name}.csv"));
        print!("{}", output(administrator(&["import", name]).arg(file))?);
    }
    Ok(())
}

/// Adds everybody, with their PINs.
pub(crate) fn add_people(plant: &Plant) -> Result<()> {
    for person in &plant.people {
        let words =
            ["people", "add", &person.name, "--post", &person.posts, "--pin-stdin", "--chosen"];
        piped(&mut administrator(&words), &person.pin)
            .with_context(|| format!("{} cannot be added", person.name))?;
    }
    println!("{} people", plant.people.len());
    Ok(())
}

/// Enrols every device, and lets it fetch everything.
pub(crate) fn enrol_devices(plant: &Plant, port: u16) -> Result<()> {
    let address = format!("http://127.0.0.1:{port}");
    for device in &plant.devices {
        let words = ["--json", "devices", "code", "--name", &device.name, "--post", &device.posts];
        let answer: Value = serde_json::from_str(&output(&mut administrator(&words))?)?;
        let code = answer["code"].as_str().context("the server gave no code")?;
        let folder = device_folder(&device.name);
        output(terminal(&folder).args(["enrol", "--server", &address, "--code", code]))?;
        print!("{}: {}", device.name, output(terminal(&folder).arg("sync"))?);
    }
    Ok(())
}

/// The terminal program on a device's folder.
pub(crate) fn terminal(folder: &Path) -> Command {
    let mut command = program(ours("inwards"));
    command.args(["--lang", "en", "--data"]).arg(folder);
    // The day is played by one process for each device, at whatever pace the machine has.
    command.env("INWARDS_LOCK_MINUTES", "720");
    command
}

fn piped(command: &mut Command, line: &str) -> Result<()> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    let mut stdin = child.stdin.take().context("the program takes no input")?;
    writeln!(stdin, "{line}")?;
    drop(stdin);
    let status = child.wait()?;
    ensure!(status.success(), "it ended with {status}");
    Ok(())
}
