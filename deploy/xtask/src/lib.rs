//! What the programs of `deploy` share: where things lie, how others are run, steps with their times.

pub mod shell;
pub mod steps;
