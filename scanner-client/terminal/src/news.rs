//! What a live connection tells: what changed elsewhere, thing by thing.

use inwards_engine::driver::Driver;
use inwards_engine::engine::Engine;
use serde_json::{Value, json};
use sync_core::fact::Entity;
use sync_core::ids::FactId;
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::text::Say as _;
use sync_core::view;

use crate::clock_reading::read_clock;
use crate::output::{CommandOutput, Printer};
use crate::show::rows;
use crate::text::CliMessage;

/// Tells each receipt and lot that changed; at first contact, only how much came.
pub fn tell(printer: Printer, engine: &Engine, driver: &mut Driver, has_caught_up: bool) {
    let news = driver.take_news();
    if !news.id_collisions.is_empty() {
        let count = news.id_collisions.len();
        let json = json!({ "event": "clashing", "facts": news.id_collisions });
        let text = CliMessage::Clashing { count }.say(printer.language);
        printer.outcome(&CommandOutput::new(text, json), None);
    }
    if !has_caught_up {
        return;
    }
    for (entity, facts) in &news.changed {
        if let Some(outcome) = changed(printer, engine, entity, facts) {
            printer.outcome(&outcome, None);
        }
    }
}

fn changed(
    printer: Printer,
    engine: &Engine,
    entity: &Entity,
    facts: &[FactId],
) -> Option<CommandOutput> {
    let replica = engine.replica();
    let at = engine.instant(read_clock());
    let (about, text, row) = match entity {
        Entity::Receipt(opened) => {
            let row = view::receipt(replica, ReceiptNumber(*opened))?.row;
            let cells = rows::receipt(&row, replica.site().offset, printer.language);
            ("receipt", cells.join("  "), serde_json::to_value(row))
        }
        Entity::Card(opened) => {
            let lot = view::lot(replica, CardNumber(*opened))?;
            let cells = rows::lot(&lot, at, replica.site().offset, printer.language);
            ("card", cells.join("  "), serde_json::to_value(lot))
        }
        Entity::Order(_)
        | Entity::Vendor(_)
        | Entity::Item(_)
        | Entity::Cost(_)
        | Entity::Person(_)
        | Entity::Device(_)
        | Entity::Site => {
            let name = entity.say(printer.language).into_owned();
            ("master", name, Ok(Value::Null))
        }
    };
    let row = row.unwrap_or_default();
    let mut json = json!({ "event": "changed", "about": about, "facts": facts, "at": at });
    match entity {
        Entity::Receipt(_) | Entity::Card(_) => {
            json[about] = row["number"].clone();
            json["row"] = row;
        }
        _ => json["thing"] = json!(entity.english()),
    }
    Some(CommandOutput::new(text, json))
}

/// Tells that everything was sent and read for the first time since connecting.
pub fn tell_caught_up(printer: Printer, engine: &Engine, driver: &Driver) {
    let summary = driver.summary();
    let (sent, received) = (summary.sent, summary.received);
    let json = json!({
        "event": "connected",
        "sent": sent,
        "received": received,
        "unsent": engine.outbox().unsent(),
        "set_aside": summary.set_aside,
        "cursor": engine.cursor(),
        "at": engine.instant(read_clock()),
    });
    let text = format!(
        "{}: {}",
        CliMessage::Connected.say(printer.language),
        CliMessage::Synced { sent, received }.say(printer.language)
    );
    printer.outcome(&CommandOutput::new(text, json), None);
}
