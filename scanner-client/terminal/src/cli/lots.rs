//! What can be asked about lots: their cards, what inspection finds, verdicts, returns.

use clap::{Args, Subcommand, ValueEnum};

/// Inspection cards.
#[derive(Debug, Subcommand)]
pub enum CardAsk {
    /// Issues an inspection card, or one for every line: a lot begins.
    Issue(IssueAsk),
    /// Withdraws a card.
    Void {
        /// The card's number.
        card: String,
        /// Why.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Notes that a card was printed again.
    Reprint {
        /// The card's number.
        card: String,
    },
    /// Corrects what a lot says of itself.
    Describe {
        /// The card's number.
        card: String,
        /// Which field.
        #[arg(long)]
        field: LotFieldName,
        /// Its new value; nothing clears it.
        #[arg(long, allow_hyphen_values = true)]
        value: Option<String>,
    },
}

/// Issues an inspection card, or one for every line: a lot begins.
#[derive(Debug, Args)]
pub struct IssueAsk {
    /// The receipt's number.
    pub receipt: String,
    /// The line: 2, PO240001/2, or ?/ITEM for goods without an order; otherwise every line whose
    /// goods are not all on cards gets one.
    #[arg(long)]
    pub line: Option<String>,
    /// How much it stands for; what has no card yet otherwise.
    #[arg(long, allow_hyphen_values = true, requires = "line")]
    pub qty: Option<String>,
    /// The supplier's lot number.
    #[arg(long, requires = "line")]
    pub lot: Option<String>,
}

/// Weighs pieces of a lot.
#[derive(Debug, Args)]
pub struct WeighAsk {
    /// The card's number.
    pub card: String,
    /// How many pieces are on the scale.
    #[arg(long, allow_hyphen_values = true)]
    pub pieces: String,
    /// With their vessel.
    #[arg(long, allow_hyphen_values = true)]
    pub gross: String,
    /// The vessel alone.
    #[arg(long, allow_hyphen_values = true)]
    pub tare: String,
    /// The scale's unit: g, kg or mg.
    #[arg(long)]
    pub unit: String,
}

/// Measures a thickness or dimension of a lot.
#[derive(Debug, Args)]
pub struct MeasureAsk {
    /// The card's number.
    pub card: String,
    /// `thickness`, or the dimension's name.
    #[arg(long)]
    pub what: String,
    /// How large it is.
    #[arg(long, allow_hyphen_values = true)]
    pub value: String,
    /// In which unit.
    #[arg(long)]
    pub unit: String,
}

/// Says how many pieces of a lot were looked at, and what was wrong with them.
#[derive(Debug, Args)]
pub struct SampleAsk {
    /// The card's number.
    pub card: String,
    /// How many pieces were looked at.
    #[arg(long, allow_hyphen_values = true)]
    pub pieces: String,
    /// A defect's code and on how many pieces it was, as C01=2; once for each.
    #[arg(long = "defect")]
    pub defects: Vec<String>,
}

/// Puts goods of a lot on a shelf, or takes a putaway back.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct PutawayAsk {
    /// Takes a putaway back: the goods are off that shelf again.
    #[command(subcommand)]
    pub void: Option<PutawayVoid>,
    /// The card's number.
    pub card: Option<String>,
    /// The shelf.
    #[arg(long)]
    pub location: Option<String>,
    /// How much; all that is left otherwise.
    #[arg(long, allow_hyphen_values = true)]
    pub qty: Option<String>,
}

/// Takes a putaway back.
#[derive(Debug, Subcommand)]
pub enum PutawayVoid {
    /// Takes a putaway back: the goods are off that shelf again.
    Void {
        /// The card's number.
        card: String,
        /// The putaway, such as 17-204.
        putaway: String,
    },
}

/// A descriptive field of a lot.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LotFieldName {
    /// The supplier's lot number.
    LotNumber,
    /// A remark.
    Note,
}

/// Weighings, measurements and samples.
#[derive(Debug, Subcommand)]
pub enum WeighingAsk {
    /// Withdraws a weighing, measurement or sample.
    Void {
        /// The card's number.
        card: String,
        /// Which, such as 17-204.
        weighing: String,
    },
}

/// Judges a lot, or withdraws a verdict.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct VerdictAsk {
    #[command(subcommand)]
    /// Withdrawing.
    pub void: Option<VerdictVoid>,
    /// The card's number.
    #[arg(required = true)]
    pub card: Option<String>,
    /// What is said of it.
    #[arg(required = true)]
    pub verdict: Option<VerdictName>,
    /// How much is accepted.
    #[arg(long, allow_hyphen_values = true)]
    pub accepted: Option<String>,
    /// How much is rejected.
    #[arg(long, allow_hyphen_values = true)]
    pub rejected: Option<String>,
    /// Why, by code: C01 scratched … C99 other; whoever rejects says it.
    #[arg(long)]
    pub reason: Option<String>,
    /// Why, in words.
    #[arg(long)]
    pub note: Option<String>,
    /// Replaces all verdicts seen, instead of judging what is left.
    #[arg(long)]
    pub replace: bool,
}

/// Withdrawing a verdict.
#[derive(Debug, Subcommand)]
pub enum VerdictVoid {
    /// Withdraws a verdict.
    Void {
        /// The card's number.
        card: String,
        /// Which, such as 17-204.
        verdict: String,
    },
}

/// What an inspector says.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum VerdictName {
    /// 合格.
    Pass,
    /// 不合格.
    Reject,
    /// 特采, a supervisor's.
    Concession,
    /// 挑选.
    Sort,
}

/// Return notes.
#[derive(Debug, Subcommand)]
pub enum ReturnAsk {
    /// Raises a return note for rejected goods.
    Raise {
        /// The card's number.
        card: String,
        /// How much goes back.
        #[arg(long, allow_hyphen_values = true)]
        qty: String,
        /// What the vendor owes for it.
        #[arg(long = "for", default_value = "credit")]
        settlement: ReturnForName,
    },
    /// Takes a return note back: the goods stayed here.
    Void {
        /// The card's number.
        card: String,
        /// The note's number.
        note: String,
    },
}

/// What the vendor owes for returned goods.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ReturnForName {
    /// A credit.
    Credit,
    /// Other goods.
    Replacement,
}
