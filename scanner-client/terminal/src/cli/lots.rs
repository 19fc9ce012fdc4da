//! What can be asked about lots: their cards, what inspection finds, verdicts, returns.

use clap::{Args, Subcommand, ValueEnum};

/// Inspection cards, each of which stands for a lot.
#[derive(Debug, Subcommand)]
pub enum CardAsk {
    /// Issues an inspection card, or one for every line: a lot begins.
    Issue(IssueAsk),
    /// Withdraws a card; its lot stays to be seen as voided.
    Void {
        /// The number of the card to withdraw.
        card: String,
        /// Why, in words.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Notes that a card was printed again.
    Reprint {
        /// The number of the card that was printed again.
        card: String,
    },
    /// Corrects what a lot says of itself.
    Describe {
        /// The number of the lot's card.
        card: String,
        /// The field to correct.
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
    /// The number of the receipt that the goods are on.
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
    /// The number of the lot's card.
    pub card: String,
    /// How many pieces are on the scale.
    #[arg(long, allow_hyphen_values = true)]
    pub pieces: String,
    /// The weight of the pieces with their vessel; above the tare.
    #[arg(long, allow_hyphen_values = true)]
    pub gross: String,
    /// The weight of the vessel alone; 0 where there is none.
    #[arg(long, allow_hyphen_values = true)]
    pub tare: String,
    /// The scale's unit: g, kg or mg.
    #[arg(long)]
    pub unit: String,
}

/// Measures a thickness or dimension of a lot.
#[derive(Debug, Args)]
pub struct MeasureAsk {
    /// The number of the lot's card.
    pub card: String,
    /// `thickness`, or the dimension's name.
    #[arg(long)]
    pub what: String,
    /// How large it is.
    #[arg(long, allow_hyphen_values = true)]
    pub value: String,
    /// The unit of the value, such as mm.
    #[arg(long)]
    pub unit: String,
}

/// Says how many pieces of a lot were looked at, and what was wrong with them.
#[derive(Debug, Args)]
pub struct SampleAsk {
    /// The number of the lot's card.
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
    /// The number of the lot's card.
    pub card: Option<String>,
    /// The shelf, by the code of its location.
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
    /// A remark on the lot.
    Note,
}

/// Weighings, measurements and samples.
#[derive(Debug, Subcommand)]
pub enum WeighingAsk {
    /// Withdraws a weighing, measurement or sample.
    Void {
        /// The number of the lot's card.
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
    /// Withdrawing a verdict instead of giving one.
    pub void: Option<VerdictVoid>,
    /// The number of the card of the lot to judge.
    #[arg(required = true)]
    pub card: Option<String>,
    /// What is said of the goods; of what is left to judge where no amount is given.
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
    /// Why, in words; beside the code, or for a concession.
    #[arg(long)]
    pub note: Option<String>,
    /// Replaces all verdicts seen, instead of judging what is left.
    #[arg(long)]
    pub replace: bool,
}

/// What can be withdrawn in the place of a verdict.
#[derive(Debug, Subcommand)]
pub enum VerdictVoid {
    /// Withdraws a verdict; it stays to be seen as voided.
    Void {
        /// The number of the lot's card.
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

/// Return notes for rejected goods.
#[derive(Debug, Subcommand)]
pub enum ReturnAsk {
    /// Raises a return note for rejected goods.
    Raise {
        /// The number of the rejected lot's card.
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
    /// A credit; the ERP's default.
    Credit,
    /// Other goods; the ERP opens a new order line.
    Replacement,
}
