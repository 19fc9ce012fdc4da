//! A plant that does not exist: an electric-motor factory's purchasing data, and a day on its dock.
//!
//! Everything is drawn from a seed and dated relative to one day, so that the same seed and day
//! give the same bytes on every machine, and a demonstration is always about today.

#![allow(missing_docs, reason = "a program's own: comments stand where they say something")]

mod day;
mod families;
mod items;
mod numbers;
mod orders;
mod people;
mod random;
mod size;
mod standards;
mod vendors;

use std::fs;
use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone};
use serde::Serialize;

pub use day::{Action, Step};
pub use items::Item;
pub use numbers::Numbers;
pub use orders::{OrderLine, Status};
pub use people::{Device, Person};
pub use size::Size;
pub use standards::{Cost, Standard};
pub use vendors::{Approval, Trade, Vendor};

use random::Random;

/// The seed of the demonstration's plant.
pub const DEFAULT_SEED: u64 = 20_261_123;

/// The plant: what the office exports, who works there, and what they do on the day.
#[derive(Debug, Clone)]
pub struct Plant {
    /// Who delivers: `vendors.csv`.
    pub vendors: Vec<Vendor>,
    /// Who may deliver, from day to day: `approved-vendors.csv`.
    pub approvals: Vec<Approval>,
    /// Parts and materials: `items.csv`.
    pub items: Vec<Item>,
    /// IE's unit weights and dimensions: `standards.csv`.
    pub standards: Vec<Standard>,
    /// What the material of an item costs: `costs.csv`.
    pub costs: Vec<Cost>,
    /// The lines of purchase orders: `orders.csv`.
    pub orders: Vec<OrderLine>,
    /// Who works there: `people.csv`.
    pub people: Vec<Person>,
    /// What they work with: `devices.csv`.
    pub devices: Vec<Device>,
    /// `day.jsonl`, in the order of time.
    pub steps: Vec<Step>,
}

impl Plant {
    /// Draws the full plant.
    pub fn generate(seed: u64, day: NaiveDate) -> Self {
        Self::of_size(Size::Full, seed, day)
    }

    /// Draws a plant of a size.
    pub fn of_size(size: Size, seed: u64, day: NaiveDate) -> Self {
        let figures = &size.figures();
        let part = |name| Random::for_part(seed, name);

        let vendors = vendors::vendors(&mut part("vendors"), figures);
        let approvals = vendors::approvals(&mut part("approvals"), figures, &vendors, day);
        let items = items::items(&mut part("items"), figures, &vendors);
        let standards = standards::standards(&mut part("standards"), figures, &items, day);
        let costs = standards::costs(&mut part("costs"), &items, day);
        let orders = orders::orders(&mut part("orders"), figures, &vendors, &items, day);
        let people = people::people(&mut part("people"));
        let devices = people::devices();
        let mut plant = Self {
            vendors,
            approvals,
            items,
            standards,
            costs,
            orders,
            people,
            devices,
            steps: Vec::new(),
        };
        plant.steps = day::steps(&plant, figures, seed, day);
        plant
    }

    /// Writes all files into `dir`, which is made where it is missing.
    pub fn write_to(&self, dir: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;

        write_csv(dir, "vendors.csv", &self.vendors)?;
        write_csv(dir, "approved-vendors.csv", &self.approvals)?;
        write_csv(dir, "items.csv", &self.items)?;
        write_csv(dir, "standards.csv", &self.standards)?;
        write_csv(dir, "costs.csv", &self.costs)?;
        write_csv(dir, "orders.csv", &self.orders)?;
        write_csv(dir, "people.csv", &self.people)?;
        write_csv(dir, "devices.csv", &self.devices)?;
        write_lines(dir, "day.jsonl", &self.steps)
    }
}

fn write_csv<T: Serialize>(dir: &Path, name: &str, rows: &[T]) -> anyhow::Result<()> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.serialize(row)?;
    }
    write(dir, name, &writer.into_inner()?)
}

fn write_lines(dir: &Path, name: &str, steps: &[Step]) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    for step in steps {
        serde_json::to_writer(&mut bytes, step)?;
        bytes.push(b'\n');
    }
    write(dir, name, &bytes)
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let path = dir.join(name);
    fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// The instant so many seconds after midnight, by the plant's clocks: China keeps one time.
pub(crate) fn local_time(day: NaiveDate, seconds: u32) -> DateTime<FixedOffset> {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)
        .expect("nobody works past midnight");
    FixedOffset::east_opt(8 * 3600)
        .expect("eight hours is an offset")
        .from_local_datetime(&day.and_time(time))
        .single()
        .expect("a fixed offset has no gaps")
}
