//! Writes the sample plant's files: `sample-plant --out DIR [--seed N] [--date D] [--small]`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Parser;
use sample_plant::{DEFAULT_SEED, Plant, Size};

/// Writes a plant that does not exist: master data as CSV, and a working day as JSON lines.
#[derive(Parser)]
struct Arguments {
    /// Folder to write into; made where it is missing
    #[arg(long)]
    out: PathBuf,
    /// The same seed and date give the same bytes
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// The plant's day; all dates are relative to it
    #[arg(long, default_value = "2026-11-23")]
    date: NaiveDate,
    /// 20 vendors, 200 items, 120 orders and 24 deliveries, for fast tests
    #[arg(long)]
    small: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let size = if arguments.small { Size::Small } else { Size::Full };

    let plant = Plant::of_size(size, arguments.seed, arguments.date);
    plant.write_to(&arguments.out)?;

    println!(
        "{}: {} vendors, {} items, {} order lines, {} steps",
        arguments.out.display(),
        plant.vendors.len(),
        plant.items.len(),
        plant.orders.len(),
        plant.steps.len(),
    );
    Ok(())
}
