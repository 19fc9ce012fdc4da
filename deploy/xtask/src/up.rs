//! `cargo xtask up` and `down`: builds the demonstration, and has its own program start and stop it.

use anyhow::Result;
use xtask::shell::{ours, program, run};
use xtask::steps::Steps;

use crate::packages::{LINKER, install};
use crate::task::Up;
use crate::{programs, web};

/// The program that lays the plant out and starts the server.
const DEMO: &str = "inwards-demo";

/// Builds everything, and starts it.
pub(crate) fn up(how: &Up) -> Result<()> {
    println!("Builds Inwards, and starts a server with a sample plant on this machine alone.");
    println!("Writes only into .run/ and target/. May install, where missing: gcc, the wasm32");
    println!("target of Rust. The first time takes some minutes; later it goes on with what is");
    println!("built and with the same data.");

    let mut steps = Steps::of(4);
    steps.step("what the build needs", 0, || install(&LINKER))?;
    // Before the server, which carries it in itself.
    steps.step("the web app", 180, || web::web(true))?;
    steps.step("the server and the devices' program", 100, || {
        programs::build(&["inwards-server", "inwards", DEMO])
    })?;
    steps.step("the sample plant", 5, || run(program(ours(DEMO)).arg("up").args(how.words())))?;
    println!("{} in all", steps.so_far());
    Ok(())
}

/// Stops the server; where its program was thrown away, it is built again.
pub(crate) fn down() -> Result<()> {
    if !ours(DEMO).exists() {
        programs::build(&[DEMO])?;
    }
    run(program(ours(DEMO)).arg("down"))
}
