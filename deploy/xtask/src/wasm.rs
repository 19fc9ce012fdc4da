//! Builds and lints for WebAssembly what a browser carries.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::packages::{Need, install};
use xtask::shell::{built, cargo, program, run, works};

const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler comes with the library's source: it builds the library itself.
const DEBIAN: Need = Need {
    what: "Debian's Rust with the source of its library, since rustup cannot add the target",
    packages: &["rustc-web", "cargo-web", "rust-web-src", "lld"],
    is_here: || works("/usr/bin/rustc", &["--version"]) && works("/usr/bin/cargo", &["--version"]),
};

/// The profile in which the app is as small as it gets; the other one is quick to build.
pub(crate) const SMALL: &str = "web";
/// The profile of whoever wants to see something soon.
pub(crate) const QUICK: &str = "web-dev";

const APP: &str = "inwards-web";
const CAMERA: &str = "inwards-camera";

/// Builds the web app in a profile, with rustup's target or else with Debian's compiler; answers
/// where it lies, and where what reads the camera's codes. All that it carries of the core, the
/// engine and the papers is built for WebAssembly with it.
pub(crate) fn build_app(profile: &str) -> Result<[PathBuf; 2]> {
    build_app_with(profile, &[])
}

/// Builds the quick app for a demonstration: its screens unoptimised, which takes a quarter of the
/// work, and half as large again.
pub(crate) fn build_app_for_show() -> Result<[PathBuf; 2]> {
    build_app_with(QUICK, &["--config", "profile.web-dev.package.inwards-web.opt-level=0"])
}

fn build_app_with(profile: &str, settings: &[&str]) -> Result<[PathBuf; 2]> {
    // Together, each gets what the other asks of their dependencies too: built once, and larger.
    let selections: &[&[&str]] =
        if profile == SMALL { &[&[APP], &[CAMERA]] } else { &[&[APP, CAMERA]] };
    let mut folder = PathBuf::new();
    for packages in selections {
        folder = build(packages, profile, settings)?;
    }
    Ok([folder.join("inwards-web.wasm"), folder.join("inwards_camera.wasm")])
}

/// Builds crates for browsers; answers the folder they lie in.
fn build(packages: &[&str], profile: &str, settings: &[&str]) -> Result<PathBuf> {
    let mut what = vec!["build", "--locked", "--profile", profile, "--target", TARGET];
    what.extend(packages.iter().flat_map(|package| ["-p", package]));
    what.extend(settings);
    let is_forced = std::env::var_os("XTASK_BUILD_STD").is_some();
    let (folder, mut build) = if !is_forced && (has_target() || add_target()) {
        (built("web"), cargo(""))
    } else {
        install(&DEBIAN).with_context(|| {
            format!("the web app needs `rustup target add {TARGET}`, or Debian's compiler")
        })?;
        what.extend(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        what.push("--ignore-rust-version");
        (built("web-debian"), debian_cargo())
    };
    // A folder of its own: two compilers throw each other's work away.
    run(build.args(what).arg("--target-dir").arg(&folder))?;
    Ok(folder.join(TARGET).join(profile))
}

/// Lints for browsers what is compiled for them alone; only rustup brings clippy for that. Without
/// it, the lints of the workspace have seen everything but the camera's way into JavaScript.
pub(crate) fn lint_app() -> Result<()> {
    if !has_target() && !add_target() {
        println!("not linted for browsers: {TARGET} is not here; natively it was");
        return Ok(());
    }
    // In the folder and profile of the app: its macros and build scripts are then built once.
    let mut lint = cargo("clippy --locked -p inwards-web -p inwards-camera --target");
    lint.arg(TARGET)
        .args(["--profile", SMALL])
        .arg("--target-dir")
        .arg(built("web"))
        .args(["--", "-D", "warnings"]);
    run(&mut lint)
}

fn has_target() -> bool {
    let sysroot = xtask::shell::output(program("rustc").args(["--print", "sysroot"]));
    sysroot.is_ok_and(|sysroot| {
        std::path::Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir()
    })
}

fn add_target() -> bool {
    println!("installing the target {TARGET} with rustup");
    let added = run(program("rustup").args(["target", "add", TARGET]));
    added.is_ok() && has_target()
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
