//! What can be asked on the command line, and in a file of commands.

mod lots;
mod seen;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sync_core::fact::SetAsideReason;

pub use lots::{
    CardAsk, IssueAsk, LotFieldName, MeasureAsk, PutawayAsk, PutawayVoid, ReturnAsk, ReturnForName,
    SampleAsk, VerdictAsk, VerdictName, VerdictVoid, WeighAsk, WeighingAsk,
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
    /// The command, with everything that it is given.
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
    /// The command; one that only a process of its own can carry out is refused later.
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
    /// Who is signed in.
    Account(Account),
    #[command(flatten)]
    /// Commands that record what happened.
    Record(Recording),
    /// What the server set aside.
    #[command(subcommand)]
    SetAside(SetAsideAsk),
    #[command(flatten)]
    /// Commands that tell what is known here.
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
    /// One thing that the client does in an open device.
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

/// One thing that the client does in an open device.
#[derive(Debug)]
pub enum Task {
    /// Signing in and out.
    Account(Account),
    /// Recording facts; refused where a rule says so.
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
            Typed::SetAside(SetAsideAsk::List { from }) => {
                Self::Task(Task::Query(Query::SetAside { from }))
            }
            Typed::SetAside(SetAsideAsk::Readmit(ask)) => {
                Self::Task(Task::Record(Recording::Readmit(ask)))
            }
        }
    }
}

/// Makes this folder a device of a site, with a code from the administrator.
#[derive(Debug, Args)]
pub struct EnrolAsk {
    /// The server's address, such as <https://inwards.plant:8470>.
    #[arg(long, required_unless_present = "link")]
    pub server: Option<String>,
    /// The one-time code.
    #[arg(long, required_unless_present = "link")]
    pub code: Option<String>,
    /// The whole link that `inwards-server devices code` prints: address, code, and the fingerprint of
    /// the root that this device is to trust.
    #[arg(long, conflicts_with_all = ["server", "code"])]
    pub link: Option<String>,
    /// Makes another device of a folder that is enrolled already, such as that of a copied device:
    /// everything must be sent; what was recorded stays beside as `outbox-of-NUMBER`.
    #[arg(long)]
    pub anew: bool,
}

/// Carries out a file of commands, a line each; `-` reads standard input.
#[derive(Debug, Args)]
pub struct RunAsk {
    /// The file of commands; - reads standard input.
    pub file: String,
    /// Goes on after a failure.
    #[arg(long)]
    pub keep_going: bool,
    /// Stays connected meanwhile, and sends each fact at once.
    #[arg(long)]
    pub live: bool,
}

/// Signing in and out: who is at this device.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Signs a person in, by name, number or badge, for 12 hours.
    SignIn(SignInAsk),
    /// Signs the person out; what was recorded stays.
    SignOut,
}

/// Signs a person in, by name, number or badge, for 12 hours.
#[derive(Debug, Args)]
pub struct SignInAsk {
    /// The person's name or number, or their badge as it is scanned.
    pub person: String,
    /// Reads the PIN from standard input instead of asking for it; the new one from the next line.
    #[arg(long)]
    pub pin_stdin: bool,
    /// Takes another PIN from now on.
    #[arg(long)]
    pub new_pin: bool,
}

/// Something that happened, to be recorded.
#[derive(Debug, Subcommand)]
pub enum Recording {
    /// Deliveries and their counts.
    #[command(subcommand)]
    Receipt(ReceiptAsk),
    /// Signatures under counts; a signature starts the inspection clock.
    #[command(subcommand)]
    Signature(SignatureAsk),
    /// Inspection cards, each of which stands for a lot.
    #[command(subcommand)]
    Card(CardAsk),
    /// Acceptance slips, for counts that are signed.
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
    /// Return notes for rejected goods.
    #[command(subcommand)]
    Return(ReturnAsk),
    /// Records a photo of a delivery or lot; its file goes to the server with the next sync.
    Photo(PhotoAsk),
    /// Reports what was wrong when a container was unloaded.
    Exception(ExceptionAsk),
    /// Conflicts, where people worked apart and differ.
    #[command(subcommand)]
    Conflict(ConflictAsk),
    /// What purchasing decides about orders.
    #[command(subcommand)]
    Order(OrderAsk),
    /// Lets a fact in after all; typed after `set-aside`.
    #[command(skip)]
    Readmit(ReadmitAsk),
}

/// A question that is answered from what this device holds, without the server.
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
        /// The rows to list.
        what: ListWhat,
    },
    /// Says how this device stands.
    Status,
    /// Says what a scanned code is and what can be done with it.
    Scan {
        /// The code as the scanner gave it.
        #[arg(allow_hyphen_values = true)]
        code: String,
        /// Reads what the label itself says, with `\x1d` for a control character and `\\` for a backslash;
        /// this needs no device.
        #[arg(long)]
        escaped: bool,
    },
    /// What the server set aside; typed after `set-aside`.
    #[command(skip)]
    SetAside {
        /// How many are passed over: the list is told in pages.
        from: usize,
    },
}

/// Deliveries and their counts.
#[derive(Debug, Subcommand)]
pub enum ReceiptAsk {
    /// Opens a receipt for a delivery.
    Open(OpenAsk),
    /// Adds goods to a line's count.
    Tally {
        /// The number of the receipt that the goods came with.
        receipt: String,
        /// The line that the goods count for.
        #[command(flatten)]
        line: OneLine,
        /// How much is added, in the line's unit.
        #[arg(long, allow_hyphen_values = true)]
        qty: String,
        /// The package's own code, which counts once.
        #[arg(long)]
        package: Option<String>,
    },
    /// Withdraws a tally or recount.
    VoidTally {
        /// The number of the receipt that the tally is on.
        receipt: String,
        /// The tally, such as 17-204.
        tally: String,
    },
    /// Counts a line afresh.
    Recount {
        /// The number of the receipt that the line is on.
        receipt: String,
        /// The line that was counted afresh.
        #[command(flatten)]
        line: OneLine,
        /// How much is there in all, in the line's unit; it replaces the counts known here.
        #[arg(long, allow_hyphen_values = true)]
        qty: String,
    },
    /// Signs for the count; the inspection clock starts.
    Sign {
        /// The number of the receipt whose count is signed.
        receipt: String,
        /// One line; all otherwise.
        #[arg(long)]
        line: Option<String>,
    },
    /// Reopens a signed count (supervisor).
    Reopen(ReceiptWithReason),
    /// Withdraws a receipt; it stays to be seen as voided.
    Void(ReceiptWithReason),
    /// Confirms a count that changed after its cards were issued.
    Confirm {
        /// The number of the receipt whose cards stand as they are.
        receipt: String,
    },
    /// Corrects what a receipt says of itself.
    Describe {
        /// The number of the receipt to correct.
        receipt: String,
        /// The field to correct.
        #[arg(long)]
        field: ReceiptFieldName,
        /// Its new value; nothing clears it.
        #[arg(long, allow_hyphen_values = true)]
        value: Option<String>,
    },
    /// Reads a receipt and another as one delivery.
    Join {
        /// The receipt that joins.
        receipt: String,
        /// The receipt that stays.
        #[arg(long)]
        into: String,
    },
}

/// Opens a receipt for a delivery.
#[derive(Debug, Args)]
pub struct OpenAsk {
    /// An order that the delivery's papers name; may be given again.
    #[arg(
        long = "po",
        value_name = "PO",
        required_unless_present = "without_order",
        conflicts_with = "without_order"
    )]
    pub orders: Vec<String>,
    /// Goods that no order was found for.
    #[arg(long, requires = "vendor")]
    pub without_order: bool,
    /// Who delivered, where no order says it.
    #[arg(long)]
    pub vendor: Option<String>,
    /// The vendor's delivery note.
    #[arg(long)]
    pub delivery_note: Option<String>,
    /// Where the truck stands.
    #[arg(long)]
    pub dock: Option<String>,
    /// The number of the container that the goods came in.
    #[arg(long)]
    pub container: Option<String>,
}

/// A line of a receipt.
#[derive(Debug, Args)]
pub struct OneLine {
    /// The line: 2, PO240001/2, or ?/ITEM for goods without an order.
    #[arg(long)]
    pub line: String,
}

/// A receipt, and why.
#[derive(Debug, Args)]
pub struct ReceiptWithReason {
    /// The number of the receipt.
    pub receipt: String,
    /// Why, in words; a count is not reopened without.
    #[arg(long)]
    pub reason: Option<String>,
}

/// A descriptive field of a receipt.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ReceiptFieldName {
    /// Where the truck stands.
    Dock,
    /// The vendor's delivery note.
    DeliveryNote,
    /// The number of the container.
    Container,
    /// A remark on the delivery.
    Note,
}

/// Signatures under counts; a signature starts the inspection clock.
#[derive(Debug, Subcommand)]
pub enum SignatureAsk {
    /// Withdraws your own signature; a supervisor, a colleague's.
    Void {
        /// The number of the receipt whose count is signed.
        receipt: String,
        /// Which one, such as 17-204, where several stand under it.
        signature: Option<String>,
    },
}

/// Acceptance slips, for counts that are signed.
#[derive(Debug, Subcommand)]
pub enum SlipAsk {
    /// Issues the acceptance slip.
    Issue {
        /// The number of the receipt that the slip is for.
        receipt: String,
    },
    /// Signs for the slip.
    Confirm {
        /// The number of the receipt that the slip is for.
        receipt: String,
    },
}

/// What purchasing decides about orders.
#[derive(Debug, Subcommand)]
pub enum OrderAsk {
    /// Assigns goods of a receipt's line to an order line.
    Assign {
        /// The number of the receipt that the goods are on.
        receipt: String,
        /// The line that the goods were counted on.
        #[command(flatten)]
        line: OneLine,
        /// The order, such as PO240001, or its line, such as PO240001/2.
        #[arg(long)]
        to: String,
        /// How much; otherwise all that is left: of goods on an order, what exceeds it.
        #[arg(long, allow_hyphen_values = true)]
        qty: Option<String>,
        /// Takes back what was assigned of the line before.
        #[arg(long)]
        replace: bool,
    },
}

/// Conflicts, where people worked apart and differ.
#[derive(Debug, Subcommand)]
pub enum ConflictAsk {
    /// Settles a conflict: says which of its choices holds.
    Settle {
        /// Which, as `list conflicts` names it.
        conflict: String,
        /// One of the choices that the list names for it; of a count, how much is there.
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
    /// Lists what was set aside, with the reasons and who let it in again, fifty at a time.
    List {
        /// Passes over so many.
        #[arg(long, value_name = "N", default_value_t = 0)]
        from: usize,
    },
    /// Lets a fact in after all (supervisor).
    Readmit(ReadmitAsk),
}

/// Lets a fact in after all (supervisor).
#[derive(Debug, Args)]
pub struct ReadmitAsk {
    /// Which, as the list names it.
    #[arg(required_unless_present = "all")]
    pub set_aside: Option<String>,
    /// The instant it is to count as recorded at.
    #[arg(long, conflicts_with = "all")]
    pub recorded: Option<String>,
    /// Lets in all that was set aside for `--reason`, as recorded: after a server's clock was wrong,
    /// `--all --reason ahead-of-server`. What needs an instant of its own stays.
    #[arg(long, requires = "reason", conflicts_with = "set_aside")]
    pub all: bool,
    /// The reason, as the list's JSON names it.
    #[arg(long, requires = "all", value_parser = set_aside_reason)]
    pub reason: Option<SetAsideReason>,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListWhat {
    /// Receipts, as they arrived.
    Receipts,
    /// Lots, by their deadline.
    Lots,
    /// Order lines, with what was received and accepted of each.
    Lines,
    /// Open conflicts, with their sides and the choices that settle them.
    Conflicts,
}

#[cfg(test)]
mod tests;

/// A reason by its name in JSON.
fn set_aside_reason(text: &str) -> Result<SetAsideReason, String> {
    let read = serde_json::from_value(serde_json::Value::String(text.trim().to_owned()));
    read.map_err(|_| {
        format!("“{text}” is no reason for setting aside: see `reason` in `inwards --json set-aside list`")
    })
}
