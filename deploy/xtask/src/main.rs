//! `cargo xtask up`, `down`, `test`, `web` and `bench`: what people do with a fresh copy of the project.

mod bench;
mod browser;
mod demo;
mod handheld;
mod kept;
mod packages;
mod replay;
mod server;
mod shell;
mod test;
mod up;
mod wasm;
mod web;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Runs Inwards on this machine, and tests it.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Builds Inwards, starts a server with a sample plant, and plays part of a day on it.
    Up(Up),
    /// Stops the server that `up` started; the data stays.
    Down,
    /// Installs what the tests need, and runs everything that must pass.
    Test,
    /// Builds the web app, which the server then carries in itself.
    Web(Web),
    /// Measures: the way of a tally to another device, folding, the size of the programs.
    Bench,
}

/// How the demonstration is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
struct Up {
    /// A small plant: 120 orders, 24 deliveries
    #[arg(long)]
    fast: bool,
    /// Forgets the data of the last time
    #[arg(long)]
    fresh: bool,
    /// Where the server listens, on this machine alone; 8470 where nothing is said
    #[arg(long)]
    port: Option<u16>,
}

/// How the web app is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
struct Web {
    /// Quickly, and large
    #[arg(long)]
    dev: bool,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().task {
        Task::Up(how) => up::up(how),
        Task::Down => server::down(),
        Task::Test => test::test(),
        Task::Web(how) => web::web(how.dev),
        Task::Bench => bench::bench(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn up_starts_as_the_readme_says() {
        let cli = Cli::try_parse_from(["xtask", "up", "--fast", "--port", "9000"]);

        let Ok(Cli { task: Task::Up(up) }) = cli else { panic!("{cli:?}") };
        assert_eq!(up, Up { fast: true, fresh: false, port: Some(9000) });
    }
}
