//! Builds what a browser will carry for WebAssembly.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::packages::{Need, install};
use crate::shell::{built, cargo, program, run, works};

const TARGET: &str = "wasm32-unknown-unknown";
const CRATES: [&str; 6] = ["-p", "sync-core", "-p", "inwards-engine", "-p", "inwards-paper"];

/// Debian's compiler comes with the library's source: it builds the library itself.
const DEBIAN: Need = Need {
    what: "Debian's Rust with the source of its library, since rustup cannot add the target",
    packages: &["rustc-web", "cargo-web", "rust-web-src", "lld"],
    is_here: || works("/usr/bin/rustc", &["--version"]) && works("/usr/bin/cargo", &["--version"]),
};

/// Builds these crates, with rustup's target or else with Debian's compiler.
pub(crate) fn build() -> Result<()> {
    if has_target() || add_target() {
        return run(cargo("build --locked --target").arg(TARGET).args(CRATES));
    }
    println!("rustup cannot add {TARGET} here: trying Debian's compiler");
    if let Err(error) = build_with_debian() {
        skip(&format!("{error:#}"));
    }
    Ok(())
}

/// Builds the web app in a profile, with either compiler; answers where it lies, and where what
/// reads the camera's codes.
pub(crate) fn build_app(profile: &str) -> Result<[PathBuf; 2]> {
    // One after the other: together, each would get what the other asks of their dependencies.
    let folder = build_one("inwards-web", profile)?;
    build_one("inwards-camera", profile)?;
    Ok([folder.join("inwards-web.wasm"), folder.join("inwards_camera.wasm")])
}

/// Builds a crate for browsers; answers the folder it lies in.
fn build_one(package: &str, profile: &str) -> Result<PathBuf> {
    let what = ["build", "--locked", "-p", package, "--profile", profile, "--target", TARGET];
    let is_forced = std::env::var_os("XTASK_BUILD_STD").is_some();
    let (folder, mut build) = if !is_forced && (has_target() || add_target()) {
        let mut build = cargo("--quiet");
        build.args(what);
        (built("web"), build)
    } else {
        install(&DEBIAN)?;
        let mut build = debian_cargo();
        build.args(what).args(["-Zbuild-std=std,panic_abort", "--ignore-rust-version"]);
        build.arg("-Zbuild-std-features=optimize_for_size");
        (built("web-debian"), build)
    };
    // A folder of its own: two compilers throw each other's work away.
    run(build.arg("--target-dir").arg(&folder))?;
    Ok(folder.join(TARGET).join(profile))
}

/// Lints the web app for the target that it is for; only rustup brings clippy for it.
pub(crate) fn lint_app() -> Result<()> {
    if !has_target() {
        println!("not linted: {TARGET} is not here");
        return Ok(());
    }
    let mut lint =
        cargo("clippy --locked -p inwards-web -p inwards-camera --profile web-dev --target");
    lint.arg(TARGET).arg("--target-dir").arg(built("web")).args(["--", "-D", "warnings"]);
    run(&mut lint)
}

fn has_target() -> bool {
    let sysroot = crate::shell::output(program("rustc").args(["--print", "sysroot"]));
    sysroot.is_ok_and(|sysroot| {
        std::path::Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir()
    })
}

fn add_target() -> bool {
    println!("installing the target {TARGET} with rustup");
    let added = run(program("rustup").args(["target", "add", TARGET]));
    added.is_ok() && has_target()
}

fn build_with_debian() -> Result<()> {
    install(&DEBIAN)?;
    let mut cargo = debian_cargo();
    cargo
        .args(["build", "--locked", "-Zbuild-std=std,panic_abort", "--ignore-rust-version"])
        .args(["--target", TARGET, "--target-dir"])
        .arg(built("wasm-debian"))
        .args(CRATES);
    run(&mut cargo)
}

fn debian_cargo() -> Command {
    let mut cargo: Command = program("/usr/bin/cargo");
    cargo
        .env("PATH", "/usr/bin:/bin")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "rust-lld")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTDOC")
        .env_remove("LD_LIBRARY_PATH");
    cargo
}

fn skip(why: &str) {
    println!();
    println!("!! NOT BUILT FOR WEBASSEMBLY: {why}");
    println!("!! Everything else is tested; a machine where `rustup target add {TARGET}` works");
    println!("!! has to build sync-core and inwards-engine for it before a release.");
    println!();
}
