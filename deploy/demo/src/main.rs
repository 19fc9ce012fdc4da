//! The demonstration of `cargo xtask up`, started and stopped.

mod handheld;
mod laid_out;
mod plant;
mod replay;
mod server;
mod up;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Runs a server with the sample plant on this machine; `cargo xtask up` builds all that it needs.
#[derive(Debug, Parser)]
#[command(max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Starts a server with a sample plant, and plays part of a day on it.
    Up(Up),
    /// Lays the plant out where that is needed, and plays the day; its server is stopped again.
    LayOut(Up),
    /// Stops the server; the data stays.
    Down,
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

fn main() -> ExitCode {
    let outcome = match Cli::parse().task {
        Task::Up(how) => up::up(how),
        Task::LayOut(how) => up::lay_out_ahead(how),
        Task::Down => server::down(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ndemonstration: {error:#}");
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
    fn what_cargo_xtask_up_passes_on_is_understood() {
        let cli = Cli::try_parse_from(["inwards-demo", "up", "--fast", "--fresh", "--port=9000"]);

        let Ok(Cli { task: Task::Up(up) }) = cli else { panic!("{cli:?}") };
        assert_eq!(up, Up { fast: true, fresh: true, port: Some(9000) });
    }
}
