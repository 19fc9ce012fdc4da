//! What the programs of `deploy` share: where things lie, how others are run, steps with their times.

#![allow(missing_docs, reason = "a program's own: comments stand where they say something")]

pub mod shell;
pub mod steps;
