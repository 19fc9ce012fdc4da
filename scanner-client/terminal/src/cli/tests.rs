//! What the definitions of the command line promise.

use clap::CommandFactory as _;

use super::*;

fn ask(line: &str) -> Result<Ask, clap::Error> {
    let words = crate::words::split(line).unwrap();
    Line::try_parse_from(words).map(|line| line.typed.into())
}

#[test]
fn the_definitions_hold_together() {
    Cli::command().debug_assert();
    Line::command().debug_assert();
}

#[test]
fn a_verdict_is_given_or_withdrawn() {
    assert!(matches!(
        ask("verdict C00700A1 pass --accepted 5"),
        Ok(Ask::Task(Task::Record(Recording::Verdict(VerdictAsk { void: None, .. }))))
    ));
    assert!(matches!(
        ask("verdict void C00700A1 17-4"),
        Ok(Ask::Task(Task::Record(Recording::Verdict(VerdictAsk { void: Some(_), .. }))))
    ));
    assert!(ask("verdict C00700A1").is_err());
}

#[test]
fn amounts_that_look_like_options_reach_our_own_reader() {
    assert!(ask("receipt tally R00700A1 --line 1 --qty -5").is_ok());
    assert!(ask("weigh C00700A1 --pieces 5 --gross -1 --tare -2 --unit g").is_ok());
}

#[test]
fn what_is_asked_is_parted_once_by_what_it_takes() {
    let is = |line: &str, fits: fn(&Ask) -> bool| assert!(fits(&ask(line).unwrap()), "{line}");
    is("sync", |ask| matches!(ask, Ask::Task(Task::Sync)));
    is("sync --watch", |ask| matches!(ask, Ask::Process(Process::Watch)));
    is("set-aside list", |ask| matches!(ask, Ask::Task(Task::Query(Query::SetAside { from: 0 }))));
    is("set-aside readmit 17-4", |ask| {
        matches!(ask, Ask::Task(Task::Record(Recording::Readmit(_))))
    });
    is("sign-out", |ask| matches!(ask, Ask::Task(Task::Account(Account::SignOut))));
    is("status", |ask| matches!(ask, Ask::Task(Task::Query(Query::Status))));
}

#[test]
fn what_is_typed_after_set_aside_is_no_command_by_itself() {
    assert!(ask("readmit 17-4").is_err());
}

#[test]
fn a_card_for_every_line_says_neither_quantity_nor_lot() {
    assert!(ask("card issue R00700A1").is_ok());
    assert!(ask("card issue R00700A1 --line 1 --qty 5 --lot L1").is_ok());
    assert!(ask("card issue R00700A1 --qty 5").is_err());
    assert!(ask("card issue R00700A1 --lot L1").is_err());
}

#[test]
fn goods_without_an_order_need_a_vendor() {
    assert!(ask("receipt open --without-order --vendor V1").is_ok());
    assert!(ask("receipt open --without-order").is_err());
    assert!(ask("receipt open").is_err());
}
