//! What can be asked about deliveries: their counts, signatures, slips, and their orders.

use clap::{Args, Subcommand, ValueEnum};

/// Deliveries and their counts.
#[derive(Debug, Subcommand)]
pub enum ReceiptAsk {
    /// Opens a receipt for a delivery.
    Open(OpenAsk),
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
    /// The container.
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
