//! Plays the morning of the sample day, all at once: what it records, it records now.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use sample_plant::{Action, Numbers, Plant, Step};
use serde_json::Value;

use crate::handheld::Handheld;

/// How much of the script was carried out.
#[derive(Debug, Default)]
pub(crate) struct Played {
    /// Commands that were carried out.
    pub(crate) done: usize,
    /// What the programs refused: a person would have read why.
    pub(crate) refused: Vec<String>,
}

/// Plays the script until so many deliveries have arrived, and one sync of every device more.
pub(crate) fn play(plant: &Plant, deliveries: usize) -> Result<Played> {
    let mut devices = BTreeMap::new();
    for device in &plant.devices {
        devices.insert(device.name.as_str(), Handheld::start(&device.name)?);
    }
    let mut numbers = Numbers::default();
    let mut played = Played::default();
    for step in morning(&plant.steps, deliveries) {
        let device = devices.get_mut(step.device.as_str()).context("a device of the plant")?;
        perform(device, &step.action, &mut numbers, &mut played)?;
    }
    for device in devices.values_mut() {
        device.ask("sync")?;
    }
    for device in devices.into_values() {
        device.stop()?;
    }
    Ok(played)
}

/// The steps up to the delivery that is one too many.
fn morning(steps: &[Step], deliveries: usize) -> impl Iterator<Item = &Step> {
    let mut opened = 0;
    steps.iter().take_while(move |step| {
        let opens = matches!(&step.action, Action::Command { line, .. } if line.starts_with("receipt open"));
        opened += usize::from(opens);
        opened <= deliveries
    })
}

fn perform(
    device: &mut Handheld,
    action: &Action,
    numbers: &mut Numbers,
    played: &mut Played,
) -> Result<()> {
    match action {
        Action::Command { line, name } => {
            let Some(line) = numbers.fill_in(line) else {
                played.refused.push(format!("{line}: it needs a number that was not made"));
                return Ok(());
            };
            let answer = device.ask(&line)?;
            if let Some(why) = answer["error"]["message"].as_str() {
                played.refused.push(format!("{line}: {why}"));
                return Ok(());
            }
            played.done += 1;
            if let Some(name) = name {
                let number = answer[Numbers::field(name)].as_str();
                numbers.keep(name, number.with_context(|| format!("`{line}` made no number"))?);
            }
        }
        Action::SignIn { person, pin } => {
            told(&device.ask(&format!("sign-in {person} --pin-stdin\n{pin}"))?, played);
        }
        Action::Sync => told(&device.ask("sync")?, played),
        Action::Offline | Action::Online => {}
    }
    Ok(())
}

fn told(answer: &Value, played: &mut Played) {
    if let Some(why) = answer["error"]["message"].as_str() {
        played.refused.push(why.to_owned());
    }
}
