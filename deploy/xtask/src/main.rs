//! `cargo xtask up`, `down`, `test` and the rest: what people do with a fresh copy of the project.

mod bench;
mod browser;
mod packages;
mod programs;
mod supply;
mod task;
mod test;
mod up;
mod wasm;
mod web;

use std::process::ExitCode;

use task::{HELP, Task};

/// Asked in a way that cannot be read: as the other programs of the project have it.
const UNREADABLE: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let task = match Task::parse(&words) {
        Ok(task) => task,
        Err(why) => {
            eprintln!("cargo xtask: {why}\n\n{HELP}");
            return ExitCode::from(UNREADABLE);
        }
    };
    let outcome = match task {
        Task::Help => {
            println!("{HELP}");
            Ok(())
        }
        Task::Up(how) => up::up(&how),
        Task::Down => up::down(),
        Task::Test => test::test(),
        Task::Web { dev } => web::web(dev),
        Task::Supply(advisories) => supply::supply(advisories),
        Task::Sbom => supply::sbom(),
        Task::Bench => bench::bench(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
