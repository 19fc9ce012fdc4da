//! `cargo xtask up`: a server with the sample plant, devices, and a morning's work on the board.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result};
use sample_plant::{Action, Plant, Size, Status};

use crate::packages::{LINKER, install};
use crate::shell::{cargo, run, run_folder, step};
use crate::{Up, demo, replay, server};

/// How many deliveries the board shows at first.
const DELIVERIES: usize = 60;
const DELIVERIES_FAST: usize = 12;

/// Starts everything.
pub(crate) fn up(how: Up) -> Result<()> {
    let complete = run_folder().join("complete");
    let size = if how.fast { Size::Small } else { Size::Full };
    println!("Builds Inwards and starts a server on http://127.0.0.1:{}.", how.port);
    println!("Writes only into .run/ and target/. May install, where missing: gcc.");

    step("what the build needs", || install(&LINKER))?;
    step("build", || {
        run(&mut cargo("build --locked --release -p inwards-server -p inwards -p sample-plant"))
    })?;
    if server::stop()? {
        println!("the server of the last time is stopped");
    }
    fs::create_dir_all(run_folder()).context(".run cannot be made")?;
    let kept = fs::read_to_string(&complete).ok().filter(|_| !how.fresh);
    if let Some(day) = kept {
        println!("\nThe data of {} is kept; `cargo xtask up --fresh` begins anew.", day.trim());
        // A device keeps the address that it was enrolled at.
        server::start(how.port)?;
    } else {
        lay_out(how, size)?;
        fs::write(&complete, format!("{}\n", demo::site_now().format("%Y-%m-%d %H:%M")))?;
    }
    let plant = Plant::of_size(size, sample_plant::DEFAULT_SEED, demo::site_now().date_naive());
    tell(how, &plant);
    Ok(())
}

fn lay_out(how: Up, size: Size) -> Result<()> {
    demo::forget()?;
    let plant = step("the sample plant", || demo::plant(size))?;
    step("imports", demo::import)?;
    step("people", || demo::add_people(&plant))?;
    step("server and devices", || {
        server::start(how.port)?;
        demo::enrol_devices(&plant, how.port)
    })?;
    let deliveries = if how.fast { DELIVERIES_FAST } else { DELIVERIES };
    step("a morning's work", || {
        let played = replay::play(&plant, deliveries)?;
        println!("{} entries of {deliveries} deliveries on {} devices", played.done, plant.devices.len());
        for refused in &played.refused {
            println!("refused: {refused}");
        }
        Ok(())
    })
}

fn tell(how: Up, plant: &Plant) {
    let address = format!("http://127.0.0.1:{}", how.port);
    let program = server::shown(&crate::shell::built("release").join("inwards"));
    let device = |name: &str| server::shown(&demo::device_folder(name));
    let handheld = format!("{program} --data {}", device("handheld-1"));
    let tablet = format!("{program} --data {}", device("tablet-1"));
    println!();
    println!("Inwards is running.");
    println!("  board           {address}/board");
    println!("  API             {address}/api/docs  ({address}/api/openapi.json)");
    println!("  server's log    {}", server::shown(&server::log_file()));
    println!();
    println!("Devices are folders; these are enrolled and work without the server too:");
    println!("  {}", plant.devices.iter().map(|d| device(&d.name)).collect::<Vec<_>>().join("  "));
    println!();
    println!("People who may sign in, with their PINs:");
    for person in &plant.people {
        println!("  {}  {}  {}", person.name, person.pin, person.posts);
    }
    println!();
    println!("Record a delivery by hand (each answers with the number that the next one names):");
    println!("  {handheld} sign-in {}", plant.people[0].name);
    println!("  {handheld} receipt open --po {}", unused_order(plant));
    println!("  {handheld} receipt tally RECEIPT --line 1 --qty 10");
    println!("  {handheld} receipt sign RECEIPT");
    println!("  {handheld} card issue RECEIPT --line 1");
    println!("  {handheld} sync");
    println!("Judge it on a tablet:");
    println!("  {tablet} sync");
    println!("  {tablet} verdict CARD pass");
    println!("  {tablet} sync");
    println!("Everything else: {program} --help");
    println!();
    println!("Stop with `cargo xtask down`; `cargo xtask up` goes on with the same data.");
}

/// An open order that no delivery of the day is for, on which line 1 is ordered.
fn unused_order(plant: &Plant) -> &str {
    let delivered: BTreeSet<&str> = plant
        .steps
        .iter()
        .filter_map(|step| match &step.action {
            Action::Command { line, .. } => line.split(' ').skip_while(|word| *word != "--po").nth(1),
            Action::SignIn { .. } | Action::Sync | Action::Offline | Action::Online => None,
        })
        .collect();
    let is_approved = |vendor: &str| {
        plant.approvals.iter().any(|approval| approval.vendor == vendor && approval.valid_to.is_none())
    };
    let mut lines = plant.orders.iter().filter(|line| {
        line.line == 1
            && line.status == Status::Open
            && is_approved(&line.vendor)
            && !delivered.contains(line.order.as_str())
    });
    lines.next().map_or("PO", |line| &line.order)
}
