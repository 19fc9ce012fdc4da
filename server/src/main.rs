//! The `inwards-server` program.

fn main() -> std::process::ExitCode {
    inwards_server::cli::run()
}
