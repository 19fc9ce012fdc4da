//! Builds what a browser will carry for WebAssembly.

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
    let mut cargo: Command = program("/usr/bin/cargo");
    // A folder of its own: two compilers throw each other's work away.
    cargo
        .args(["build", "--locked", "-Zbuild-std=std,panic_abort", "--ignore-rust-version"])
        .args(["--target", TARGET, "--target-dir"])
        .arg(built("wasm-debian"))
        .args(CRATES)
        .env("PATH", "/usr/bin:/bin")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "rust-lld")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTDOC")
        .env_remove("LD_LIBRARY_PATH");
    run(&mut cargo)
}

fn skip(why: &str) {
    println!();
    println!("!! NOT BUILT FOR WEBASSEMBLY: {why}");
    println!("!! Everything else is tested; a machine where `rustup target add {TARGET}` works");
    println!("!! has to build sync-core and inwards-engine for it before a release.");
    println!();
}
