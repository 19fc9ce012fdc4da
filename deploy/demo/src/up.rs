//! Lays the sample plant out or goes on with it, starts the server, and says what can be done.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, ensure};
use sample_plant::{Action, Plant, Size, Status};

use xtask::shell::{built, ours, run_folder, shown};
use xtask::steps::part;

use crate::laid_out::LaidOutPlant;
use crate::{Up, plant, replay, server};

/// How many deliveries the board shows at first.
const DELIVERIES: usize = 60;
const DELIVERIES_FAST: usize = 12;

/// Where the server listens where nothing is said.
const PORT: u16 = 8470;

/// Stops the server of the last time, lays the plant out where that is needed, and says where all
/// is.
pub(crate) fn up(how: Up) -> Result<()> {
    if server::stop()? {
        println!("the server of the last time is stopped");
    }
    let kept = match kept_of(how) {
        Some(kept) => kept,
        None => lay_out(how)?,
    };
    go_on(how, kept)?;
    tell(kept)
}

/// Lays the plant out where that is needed, by a server without the app: that is being put into its
/// folder at the same time.
pub(crate) fn lay_out_ahead(how: Up) -> Result<()> {
    if kept_of(how).is_none() {
        server::stop()?;
        lay_out(how)?;
    }
    Ok(())
}

/// The plant of the last time, unless another is wished for.
fn kept_of(how: Up) -> Option<LaidOutPlant> {
    LaidOutPlant::read().filter(|_| !how.fresh)
}

/// Starts the server with the data of the last time.
fn go_on(how: Up, kept: LaidOutPlant) -> Result<()> {
    // A device keeps the address that it was enrolled at.
    ensure!(
        how.port.is_none_or(|port| port == kept.port),
        "the devices of the last time know port {}: leave --port out, or add --fresh",
        kept.port
    );
    println!("\nThe plant was laid out on {}; `cargo xtask up --fresh` begins anew.", kept.day);
    server::start(kept.port, &["--web".into(), built("web-dist").into()])
}

fn lay_out(how: Up) -> Result<LaidOutPlant> {
    fs::create_dir_all(run_folder()).context(".run cannot be made")?;
    plant::forget()?;
    let size = if how.fast { Size::Small } else { Size::Full };
    let kept = LaidOutPlant { day: plant::today(), size, port: how.port.unwrap_or(PORT) };
    let drawn = kept.plant();
    part("imports", || {
        plant::write(&drawn)?;
        plant::import()
    })?;
    part("people", || plant::add_people(&drawn))?;
    part("server and devices", || {
        server::start(kept.port, &[])?;
        plant::enrol_devices(&drawn, kept.port)
    })?;
    let deliveries = if how.fast { DELIVERIES_FAST } else { DELIVERIES };
    part("a morning's work", || {
        let played = replay::play(&drawn, deliveries)?;
        println!("{} entries of {deliveries} deliveries on 6 devices", played.done);
        for refused in &played.refused {
            println!("refused: {refused}");
        }
        Ok(())
    })?;
    server::stop()?;
    kept.write()?;
    Ok(kept)
}

fn tell(kept: LaidOutPlant) -> Result<()> {
    let drawn = &kept.plant();
    let address = format!("http://127.0.0.1:{}", kept.port);
    let program = shown(&ours("inwards"));
    let device = |name: &str| shown(&plant::device_folder(name));
    let handheld = format!("{program} --data {}", device("handheld-1"));
    let tablet = format!("{program} --data {}", device("tablet-1"));
    println!();
    println!("Inwards is running.");
    println!("  app             {address}/");
    println!("  board           {address}/board#code={}", server::board_code()?);
    println!("  API             {address}/api/docs  ({address}/api/openapi.json)");
    println!("  server's log    {}", shown(&server::log_file()));
    println!();
    println!("Devices are folders; these are enrolled and work without the server too:");
    println!("  {}", drawn.devices.iter().map(|d| device(&d.name)).collect::<Vec<_>>().join("  "));
    println!();
    println!("People who may sign in, with their PINs:");
    for person in &drawn.people {
        println!("  {}  {}  {}", person.name, person.pin, person.posts);
    }
    println!();
    println!("Record a delivery by hand (each answers with the number that the next one names):");
    println!("  {handheld} sign-in {}", drawn.people[0].name);
    println!("  {handheld} receipt open --po {}", unused_order(drawn));
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
    Ok(())
}

/// An open order that no delivery of the day is for, on which line 1 is ordered.
fn unused_order(plant: &Plant) -> &str {
    let delivered: BTreeSet<&str> = plant
        .steps
        .iter()
        .filter_map(|step| match &step.action {
            Action::Command { line, .. } => {
                line.split(' ').skip_while(|word| *word != "--po").nth(1)
            }
            Action::SignIn { .. } | Action::Sync | Action::Offline | Action::Online => None,
        })
        .collect();
    let is_approved = |vendor: &str| {
        plant
            .approvals
            .iter()
            .any(|approval| approval.vendor == vendor && approval.valid_to.is_none())
    };
    let mut lines = plant.orders.iter().filter(|line| {
        line.line == 1
            && line.status == Status::Open
            && is_approved(&line.vendor)
            && !delivered.contains(line.order.as_str())
    });
    lines.next().map_or("PO", |line| &line.order)
}
