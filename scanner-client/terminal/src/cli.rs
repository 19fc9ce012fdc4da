//! What can be asked on the command line, and in a file of commands.

mod lots;
mod receipts;
mod seen;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use lots::{
    CardAsk, IssueAsk, LotFieldName, MeasureAsk, PutawayAsk, ReturnAsk, ReturnForName, SampleAsk,
    VerdictAsk, VerdictName, VerdictVoid, WeighAsk, WeighingAsk,
};
pub use receipts::{
    OneLine, OpenAsk, OrderAsk, ReceiptAsk, ReceiptFieldName, ReceiptWithReason, SignatureAsk,
    SlipAsk,
};
pub use seen::{ExceptionAsk, ExceptionName, PhotoAsk};

/// Goods inwards on the terminal: every command works offline, except enrol and sync.
#[derive(Debug, Parser)]
#[command(name = "inwards", version, max_term_width = 100, after_help = EXITS)]
pub struct Cli {
    /// The device's folder; `INWARDS_DATA` where it is not given.
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Answers programs: one JSON object a command on standard output, failures too.
    #[arg(long, global = true)]
    pub json: bool,
    /// The language of answers; otherwise that of the system.
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// What to do.
    #[command(subcommand)]
    pub typed: Typed,
}

const EXITS: &str = "\
Exit codes: 0 done, 2 asked in a way that cannot be read, 3 refused by a rule,
4 nothing reachable or try again, 5 the device's storage is in trouble.

With --json each command answers one JSON object on a line of standard output: what was made
({\"receipt\":\"R…\"}), or {\"error\":{\"rule\",\"message\",\"exit\"}}; in `run` with its \"line\". Live connections
add objects with an \"event\". Instants are RFC 3339.";

/// One line of a file of commands.
#[derive(Debug, Parser)]
#[command(name = "inwards", no_binary_name = true, disable_version_flag = true)]
pub struct Line {
    /// What to do.
    #[command(subcommand)]
    pub typed: Typed,
}

/// A language of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// 中文.
    Zh,
}

/// What can be typed, in the order of the help; [`Ask`] says what each wants.
#[derive(Debug, Subcommand)]
pub enum Typed {
    /// Makes this folder a device of a site, with a code from the administrator.
    Enrol(EnrolAsk),
    #[command(flatten)]
    /// Who works here.
    Account(Account),
    #[command(flatten)]
    /// Something that happened.
    Record(Recording),
    /// What the server set aside.
    #[command(subcommand)]
    SetAside(SetAsideAsk),
    #[command(flatten)]
    /// Something to be told.
    Query(Query),
    /// Sends what was recorded and fetches what is new.
    Sync {
        /// Stays connected and tells what changes.
        #[arg(long)]
        watch: bool,
    },
    /// Carries out a file of commands, a line each; `-` reads standard input.
    Run(RunAsk),
}

/// What is asked, parted by what it takes to answer: nobody further on looks again.
#[derive(Debug)]
pub enum Ask {
    /// The whole process is for this; it cannot stand in a file of commands.
    Process(Process),
    /// One thing to do at the desk.
    Task(Task),
}

/// What a process is started for.
#[derive(Debug)]
pub enum Process {
    /// To make a folder a device.
    Enrol(EnrolAsk),
    /// To carry out a file of commands.
    Run(RunAsk),
    /// To stay connected and tell what changes.
    Watch,
}

impl Process {
    /// Its name on the command line.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Enrol(_) => "enrol",
            Self::Run(_) => "run",
            Self::Watch => "sync --watch",
        }
    }
}

/// One thing to do at the desk.
#[derive(Debug)]
pub enum Task {
    /// Signing in and out.
    Account(Account),
    /// Recording what happened.
    Record(Recording),
    /// Telling what is known here.
    Query(Query),
    /// Sending what was recorded, and fetching what is new.
    Sync,
}

impl From<Typed> for Ask {
    fn from(typed: Typed) -> Self {
        match typed {
            Typed::Enrol(ask) => Self::Process(Process::Enrol(ask)),
            Typed::Run(ask) => Self::Process(Process::Run(ask)),
            Typed::Sync { watch: true } => Self::Process(Process::Watch),
            Typed::Sync { watch: false } => Self::Task(Task::Sync),
            Typed::Account(account) => Self::Task(Task::Account(account)),
            Typed::Record(recording) => Self::Task(Task::Record(recording)),
            Typed::Query(query) => Self::Task(Task::Query(query)),
            Typed::SetAside(SetAsideAsk::List) => Self::Task(Task::Query(Query::SetAside)),
            Typed::SetAside(SetAsideAsk::Readmit(ask)) => {
                Self::Task(Task::Record(Recording::Readmit(ask)))
            }
        }
    }
}

/// Makes this folder a device of a site, with a code from the administrator.
#[derive(Debug, Args)]
pub struct EnrolAsk {
    /// The server's address, such as <http://inwards.plant:8080>.
    #[arg(long)]
    pub server: String,
    /// The one-time code.
    #[arg(long)]
    pub code: String,
}

/// Carries out a file of commands, a line each; `-` reads standard input.
#[derive(Debug, Args)]
pub struct RunAsk {
    /// The file.
    pub file: String,
    /// Goes on after a failure.
    #[arg(long)]
    pub keep_going: bool,
    /// Stays connected meanwhile, and sends each fact at once.
    #[arg(long)]
    pub live: bool,
}

/// Who works here.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Signs a person in, by name or number, for 12 hours.
    SignIn(SignInAsk),
    /// Signs the person out; what was recorded stays.
    SignOut,
}

/// Signs a person in, by name or number, for 12 hours.
#[derive(Debug, Args)]
pub struct SignInAsk {
    /// Name or number.
    pub person: String,
    /// Reads the PIN from standard input instead of asking for it.
    #[arg(long)]
    pub pin_stdin: bool,
}

/// Something that happened, to be recorded.
#[derive(Debug, Subcommand)]
pub enum Recording {
    /// Deliveries and their counts.
    #[command(subcommand)]
    Receipt(ReceiptAsk),
    /// Signatures under counts.
    #[command(subcommand)]
    Signature(SignatureAsk),
    /// Inspection cards.
    #[command(subcommand)]
    Card(CardAsk),
    /// Acceptance slips.
    #[command(subcommand)]
    Slip(SlipAsk),
    /// Weighs pieces of a lot.
    Weigh(WeighAsk),
    /// Measures a thickness or dimension of a lot.
    Measure(MeasureAsk),
    /// Says how many pieces of a lot were looked at, and what was wrong with them.
    Sample(SampleAsk),
    /// Weighings, measurements and samples.
    #[command(subcommand)]
    Weighing(WeighingAsk),
    /// Judges a lot, or withdraws a verdict.
    Verdict(VerdictAsk),
    /// Puts goods of a lot on a shelf.
    Putaway(PutawayAsk),
    /// Return notes.
    #[command(subcommand)]
    Return(ReturnAsk),
    /// Records a photo of a delivery or lot; its file goes to the server with the next sync.
    Photo(PhotoAsk),
    /// Reports what was wrong when a container was unloaded.
    Exception(ExceptionAsk),
    /// Conflicts.
    #[command(subcommand)]
    Conflict(ConflictAsk),
    /// What purchasing decides about orders.
    #[command(subcommand)]
    Order(OrderAsk),
    /// Lets a fact in after all; typed after `set-aside`.
    #[command(skip)]
    Readmit(ReadmitAsk),
}

/// Something to be told of what is known here.
#[derive(Debug, Subcommand)]
pub enum Query {
    /// Shows whatever a code stands for.
    Show {
        /// A receipt, card, slip or return number, an order, an item or a vendor.
        code: String,
    },
    /// Says why a receipt or a lot is as it is: rules, clauses and facts.
    Explain {
        /// A receipt, card, slip or return number.
        code: String,
    },
    /// Lists what waits for a post, the most urgent first.
    Work {
        /// The post; those of whoever is signed in otherwise.
        #[arg(long)]
        post: Option<String>,
    },
    /// Lists what is here.
    List {
        /// Of what.
        what: ListWhat,
    },
    /// Says how this device stands.
    Status,
    /// Says what a scanned code is and what can be done with it.
    Scan {
        /// The code as the scanner gave it.
        code: String,
    },
    /// What the server set aside; typed after `set-aside`.
    #[command(skip)]
    SetAside,
}

/// Conflicts.
#[derive(Debug, Subcommand)]
pub enum ConflictAsk {
    /// Settles a conflict.
    Settle {
        /// Which, as `list conflicts` names it.
        conflict: String,
        /// What holds.
        #[arg(long, allow_hyphen_values = true)]
        choose: String,
        /// Why, where a lot is rejected or taken by concession.
        #[arg(long)]
        reason: Option<String>,
    },
}

/// What the server set aside.
#[derive(Debug, Subcommand)]
pub enum SetAsideAsk {
    /// Lists it.
    List,
    /// Lets a fact in after all (supervisor).
    Readmit(ReadmitAsk),
}

/// Lets a fact in after all (supervisor).
#[derive(Debug, Args)]
pub struct ReadmitAsk {
    /// Which, as the list names it.
    pub set_aside: String,
    /// The instant it is to count as recorded at.
    #[arg(long)]
    pub recorded: Option<String>,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListWhat {
    /// Receipts.
    Receipts,
    /// Lots, by their deadline.
    Lots,
    /// Order lines.
    Lines,
    /// Open conflicts.
    Conflicts,
}

#[cfg(test)]
mod tests {
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
        is("set-aside list", |ask| matches!(ask, Ask::Task(Task::Query(Query::SetAside))));
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
}
