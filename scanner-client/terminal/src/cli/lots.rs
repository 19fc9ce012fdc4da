//! What can be asked about lots: their cards, what inspection finds, verdicts, returns.

use clap::{Args, Subcommand, ValueEnum};

use super::OneLine;

/// Inspection cards.
#[derive(Debug, Subcommand)]
pub enum CardAsk {
    /// Issues an inspection card: a lot begins.
    Issue {
        /// The receipt's number.
        receipt: String,
        /// The line.
        #[command(flatten)]
        line: OneLine,
        /// How much it stands for; what has no card yet otherwise.
        #[arg(long, allow_hyphen_values = true)]
        qty: Option<String>,
        /// The supplier's lot number.
        #[arg(long)]
        lot: Option<String>,
    },
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
    /// Why, by code.
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
}

/// What the vendor owes for returned goods.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ReturnForName {
    /// A credit.
    Credit,
    /// Other goods.
    Replacement,
}
