//! `inwards`: goods inwards on the terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    inwards_terminal::main()
}
