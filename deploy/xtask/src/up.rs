//! `cargo xtask up` and `down`: builds the demonstration, and has its own program start and stop it.

use std::thread;

use anyhow::{Result, anyhow};
use xtask::shell::{ours, program, run};
use xtask::steps::Steps;

use crate::packages::{LINKER, install};
use crate::task::Up;
use crate::{programs, wasm, web};

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
    let app = steps.step("the web app and the programs, side by side", 330, || {
        // Each leaves a core idle at its end, and has a folder of its own to build in.
        side_by_side(
            || programs::build_for_show(&["inwards-server", "inwards", "web-pack", DEMO]),
            wasm::build_app_for_show,
        )
    })?;
    steps.step("the sample plant, and the app's folder beside it", 30, || {
        side_by_side(
            || run(program(ours(DEMO)).arg("lay-out").args(how.words())),
            || web::pack_quick_where_changed(&app),
        )
    })?;
    let again = Up { fresh: false, ..how.clone() };
    steps.step("the server", 1, || run(program(ours(DEMO)).arg("up").args(again.words())))?;
    println!("{} in all", steps.so_far());
    Ok(())
}

/// Does both at once, and answers the second; where both fail, the first failure is told.
fn side_by_side<T>(
    first: impl FnOnce() -> Result<()> + Send,
    second: impl FnOnce() -> Result<T>,
) -> Result<T> {
    thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        first.join().map_err(|_| anyhow!("a build ended in a panic"))??;
        second
    })
}

/// Stops the server; where its program was thrown away, it is built again.
pub(crate) fn down() -> Result<()> {
    if !ours(DEMO).exists() {
        programs::build(&[DEMO])?;
    }
    run(program(ours(DEMO)).arg("down"))
}
