//! What can be asked on the command line, and in a file of commands.

mod lots;
mod seen;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use lots::{
    CardAsk, LotFieldName, ReturnAsk, ReturnForName, VerdictAsk, VerdictName, VerdictVoid,
    WeighingAsk,
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
    pub command: Ask,
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
    pub command: Ask,
}

/// A language of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// 中文.
    Zh,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub enum Ask {
    /// Makes this folder a device of a site, with a code from the administrator.
    Enrol {
        /// The server's address, such as <http://inwards.plant:8080>.
        #[arg(long)]
        server: String,
        /// The one-time code.
        #[arg(long)]
        code: String,
    },
    /// Signs a person in, by name or number, for 12 hours.
    SignIn {
        /// Name or number.
        person: String,
        /// Reads the PIN from standard input instead of asking for it.
        #[arg(long)]
        pin_stdin: bool,
    },
    /// Signs the person out; what was recorded stays.
    SignOut,
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
    Weigh {
        /// The card's number.
        card: String,
        /// How many pieces are on the scale.
        #[arg(long, allow_hyphen_values = true)]
        pieces: String,
        /// With their vessel.
        #[arg(long, allow_hyphen_values = true)]
        gross: String,
        /// The vessel alone.
        #[arg(long, allow_hyphen_values = true)]
        tare: String,
        /// The scale's unit: g, kg or mg.
        #[arg(long)]
        unit: String,
    },
    /// Measures a thickness or dimension of a lot.
    Measure {
        /// The card's number.
        card: String,
        /// `thickness`, or the dimension's name.
        #[arg(long)]
        what: String,
        /// How large it is.
        #[arg(long, allow_hyphen_values = true)]
        value: String,
        /// In which unit.
        #[arg(long)]
        unit: String,
    },
    /// Says how many pieces of a lot were looked at, and what was wrong with them.
    Sample {
        /// The card's number.
        card: String,
        /// How many pieces were looked at.
        #[arg(long, allow_hyphen_values = true)]
        pieces: String,
        /// A defect's code and on how many pieces it was, as C01=2; once for each.
        #[arg(long = "defect")]
        defects: Vec<String>,
    },
    /// Weighings, measurements and samples.
    #[command(subcommand)]
    Weighing(WeighingAsk),
    /// Judges a lot, or withdraws a verdict.
    Verdict(VerdictAsk),
    /// Puts goods of a lot on a shelf.
    Putaway {
        /// The card's number.
        card: String,
        /// The shelf.
        #[arg(long)]
        location: String,
        /// How much; all that is left otherwise.
        #[arg(long, allow_hyphen_values = true)]
        qty: Option<String>,
    },
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
    /// What the server set aside.
    #[command(subcommand)]
    SetAside(SetAsideAsk),
    /// What purchasing decides about orders.
    #[command(subcommand)]
    Order(OrderAsk),
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
    /// Sends what was recorded and fetches what is new.
    Sync {
        /// Stays connected and tells what changes.
        #[arg(long)]
        watch: bool,
    },
    /// Says what a scanned code is and what can be done with it.
    Scan {
        /// The code as the scanner gave it.
        code: String,
    },
    /// Carries out a file of commands, a line each; `-` reads standard input.
    Run {
        /// The file.
        file: String,
        /// Goes on after a failure.
        #[arg(long)]
        keep_going: bool,
        /// Stays connected meanwhile, and sends each fact at once.
        #[arg(long)]
        live: bool,
    },
}

/// Deliveries and their counts.
#[derive(Debug, Subcommand)]
pub enum ReceiptAsk {
    /// Opens a receipt for a delivery.
    Open {
        /// An order that the delivery's papers name; may be given again.
        #[arg(
            long = "po",
            value_name = "PO",
            required_unless_present = "without_order",
            conflicts_with = "without_order"
        )]
        orders: Vec<String>,
        /// Goods that no order was found for.
        #[arg(long, requires = "vendor")]
        without_order: bool,
        /// Who delivered, where no order says it.
        #[arg(long)]
        vendor: Option<String>,
        /// The vendor's delivery note.
        #[arg(long)]
        delivery_note: Option<String>,
        /// Where the truck stands.
        #[arg(long)]
        dock: Option<String>,
        /// The container.
        #[arg(long)]
        container: Option<String>,
    },
    /// Adds goods to a line's count.
    Tally {
        /// The receipt's number.
        receipt: String,
        /// The line.
        #[command(flatten)]
        line: OneLine,
        /// How much.
        #[arg(long, allow_hyphen_values = true)]
        qty: String,
        /// The package's own code, which counts once.
        #[arg(long)]
        package: Option<String>,
    },
    /// Withdraws a tally or recount.
    VoidTally {
        /// The receipt's number.
        receipt: String,
        /// The tally, such as 17-204.
        tally: String,
    },
    /// Counts a line afresh.
    Recount {
        /// The receipt's number.
        receipt: String,
        /// The line.
        #[command(flatten)]
        line: OneLine,
        /// What is there.
        #[arg(long, allow_hyphen_values = true)]
        qty: String,
    },
    /// Signs for the count; the inspection clock starts.
    Sign {
        /// The receipt's number.
        receipt: String,
        /// One line; all otherwise.
        #[arg(long)]
        line: Option<String>,
    },
    /// Reopens a signed count (supervisor).
    Reopen(ReceiptWithReason),
    /// Withdraws a receipt.
    Void(ReceiptWithReason),
    /// Confirms a count that changed after its cards were issued.
    Confirm {
        /// The receipt's number.
        receipt: String,
    },
    /// Corrects what a receipt says of itself.
    Describe {
        /// The receipt's number.
        receipt: String,
        /// Which field.
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
    /// The receipt's number.
    pub receipt: String,
    /// Why.
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
    /// The container.
    Container,
    /// A remark.
    Note,
}

/// Signatures under counts.
#[derive(Debug, Subcommand)]
pub enum SignatureAsk {
    /// Withdraws your signature.
    Void {
        /// The receipt's number.
        receipt: String,
    },
}

/// Acceptance slips.
#[derive(Debug, Subcommand)]
pub enum SlipAsk {
    /// Issues the acceptance slip.
    Issue {
        /// The receipt's number.
        receipt: String,
    },
    /// Signs for the slip.
    Confirm {
        /// The receipt's number.
        receipt: String,
    },
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
    },
}

/// What the server set aside.
#[derive(Debug, Subcommand)]
pub enum SetAsideAsk {
    /// Lists it.
    List,
    /// Lets a fact in after all (supervisor).
    Readmit {
        /// Which, as the list names it.
        set_aside: String,
        /// The instant it is to count as recorded at.
        #[arg(long)]
        recorded: Option<String>,
    },
}

/// What purchasing decides about orders.
#[derive(Debug, Subcommand)]
pub enum OrderAsk {
    /// Assigns goods of a receipt's line to an order line.
    Assign {
        /// The receipt's number.
        receipt: String,
        /// The line.
        #[command(flatten)]
        line: OneLine,
        /// The order, such as PO240001, or its line, such as PO240001/2.
        #[arg(long)]
        to: String,
        /// How much; all otherwise.
        #[arg(long, allow_hyphen_values = true)]
        qty: Option<String>,
    },
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
        Line::try_parse_from(words).map(|line| line.command)
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
            Ok(Ask::Verdict(VerdictAsk { void: None, .. }))
        ));
        assert!(matches!(
            ask("verdict void C00700A1 17-4"),
            Ok(Ask::Verdict(VerdictAsk { void: Some(_), .. }))
        ));
        assert!(ask("verdict C00700A1").is_err());
    }

    #[test]
    fn amounts_that_look_like_options_reach_our_own_reader() {
        assert!(ask("receipt tally R00700A1 --line 1 --qty -5").is_ok());
        assert!(ask("weigh C00700A1 --pieces 5 --gross -1 --tare -2 --unit g").is_ok());
    }

    #[test]
    fn goods_without_an_order_need_a_vendor() {
        assert!(ask("receipt open --without-order --vendor V1").is_ok());
        assert!(ask("receipt open --without-order").is_err());
        assert!(ask("receipt open").is_err());
    }
}
