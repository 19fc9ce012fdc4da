//! Shows what is here: lists, and whatever a code stands for.

pub mod details;
pub mod rows;

use inwards_engine::engine::Engine;
use serde::Serialize;
use serde_json::{Value, json};
use sync_core::fact::Entity;
use sync_core::number::{CardNumber, DocumentNumber, NumberError, NumberKind, ReceiptNumber};
use sync_core::post::{Posts, UnknownPost};
use sync_core::text::{Language, Name, Named as _, Say as _, names};
use sync_core::time::Timestamp;
use sync_core::view::{self, Act, WorkRow};

use crate::command_error::CommandError;
use crate::output::{CommandOutput, table};
use crate::text::CliMessage;

/// A state as programs read it.
pub fn kebab(state: &impl Serialize) -> String {
    match serde_json::to_value(state) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Receipts, as they arrived.
pub fn receipts(engine: &Engine, language: Language) -> CommandOutput {
    let found = view::receipts(engine.replica());
    let offset = engine.replica().site().offset;
    let rows: Vec<Vec<String>> =
        found.iter().map(|row| rows::receipt(row, offset, language)).collect();
    listed(&rows::RECEIPT_HEAD, &rows, "receipts", &found, language)
}

/// Lots by deadline, with what each deadline is like now.
pub fn lots(engine: &Engine, now: Timestamp, language: Language) -> CommandOutput {
    let found = view::lots(engine.replica());
    let offset = engine.replica().site().offset;
    let rows: Vec<Vec<String>> =
        found.iter().map(|lot| rows::lot(lot, now, offset, language)).collect();
    let mut outcome = listed(&rows::LOT_HEAD, &rows, "lots", &found, language);
    // What the present adds stands beside the row.
    if let Some(Value::Array(lots)) = outcome.json.get_mut("lots") {
        for (json, lot) in lots.iter_mut().zip(&found) {
            json["standing"] = json!(kebab(&lot.deadline_status(now)));
        }
    }
    outcome
}

/// Order lines, with what came in and was accepted on each.
pub fn lines(engine: &Engine, language: Language) -> CommandOutput {
    let found = view::order_lines_for(engine.replica(), engine.viewing_posts());
    let rows: Vec<Vec<String>> =
        found.iter().map(|line| rows::order_line(line, language)).collect();
    listed(&rows::ORDER_LINE_HEAD, &rows, "lines", &found, language)
}

/// Open conflicts, with what settles each.
pub fn conflicts(engine: &Engine, language: Language) -> CommandOutput {
    let found = view::conflicts(engine.replica());
    let rows: Vec<Vec<String>> = found.iter().map(|row| rows::conflict(row, language)).collect();
    listed(&rows::CONFLICT_HEAD, &rows, "conflicts", &found, language)
}

/// What the server set aside, from one of them on.
pub fn set_aside(engine: &Engine, from: usize, language: Language) -> CommandOutput {
    let page = view::set_aside_page(engine.replica(), from, view::SET_ASIDE_PAGE);
    let offset = engine.replica().site().offset;
    let found = &page.set_aside;
    let rows: Vec<Vec<String>> =
        found.iter().map(|row| rows::set_aside(row, offset, language)).collect();
    let mut listed = listed(&rows::SET_ASIDE_HEAD, &rows, "set_aside", found, language);
    listed.json.insert("total".to_owned(), json!(page.total));
    listed.json.insert("waiting".to_owned(), json!(page.waiting));
    let next = from.saturating_add(found.len());
    if !found.is_empty() && next < page.total {
        let more = CliMessage::MoreSetAside { next, total: page.total };
        listed.text = format!("{}\n{}", listed.text.trim_end(), more.say(language));
    }
    listed
}

/// What waits for a post, or for every post of whoever is signed in.
pub fn work(
    engine: &Engine,
    post: Option<&str>,
    language: Language,
) -> Result<CommandOutput, CommandError> {
    let posts: Posts = match post {
        Some(post) => {
            post.parse().map_err(|error: UnknownPost| CommandError::usage("post", error))?
        }
        None => engine.actor()?.posts,
    };
    let replica = engine.replica();
    let found: Vec<WorkRow> = posts.iter().flat_map(|post| view::work(replica, post)).collect();
    let offset = replica.site().offset;
    let rows: Vec<Vec<String>> =
        found.iter().map(|row| rows::work(row, offset, language)).collect();
    Ok(listed(&rows::WORK_HEAD, &rows, "work", &found, language))
}

/// Why a receipt or a lot is as it is.
pub fn explain(
    engine: &Engine,
    code: &str,
    language: Language,
) -> Result<CommandOutput, CommandError> {
    let replica = engine.replica();
    let number: DocumentNumber = code.parse().map_err(|error| {
        let mut failure = CommandError::misread("number", &error);
        failure.near = view::scan(replica, code).near;
        failure
    })?;
    let reasons = view::explain(replica, number).ok_or_else(|| {
        let code = code.trim().to_owned();
        CommandError::refused("not-known-here", CliMessage::Unknown { code })
    })?;
    let text: Vec<String> = reasons.iter().map(|reason| rows::reason(reason, language)).collect();
    let json = json!({ "code": number.to_string(), "reasons": reasons });
    Ok(CommandOutput::new(text.join("\n"), json))
}

fn listed<T: Serialize>(
    head: &[Name],
    rows: &[Vec<String>],
    key: &str,
    found: &[T],
    language: Language,
) -> CommandOutput {
    let text = if rows.is_empty() {
        CliMessage::Nothing.say(language).into_owned()
    } else {
        table(&rows::words(head, language), rows)
    };
    let mut json = json!({});
    json[key] = serde_json::to_value(found).unwrap_or_default();
    CommandOutput::new(text, json)
}

/// Whatever a code stands for.
pub fn show(
    engine: &Engine,
    code: &str,
    now: Timestamp,
    language: Language,
) -> Result<CommandOutput, CommandError> {
    let replica = engine.replica();
    let scanned = view::scan(replica, code);
    let unknown = || {
        let code = code.trim().to_owned();
        CommandError::refused("not-known-here", CliMessage::Unknown { code })
    };
    if !scanned.near.is_empty() || scanned.kind == view::ScannedKind::Misread {
        let wrong = NumberError::WrongCheck(code.trim().to_owned());
        let mut failure = CommandError::misread("number", &wrong);
        failure.near = scanned.near;
        return Err(failure);
    }
    if !scanned.known {
        return Err(unknown());
    }
    let shown = match scanned.kind {
        view::ScannedKind::Receipt
        | view::ScannedKind::Card
        | view::ScannedKind::Slip
        | view::ScannedKind::ReturnNote => {
            scanned.code.parse().ok().and_then(|number| numbered(engine, number, now, language))
        }
        view::ScannedKind::Order => scanned
            .code
            .parse()
            .ok()
            .and_then(|order| view::order_for(replica, engine.viewing_posts(), &order))
            .map(|order| (details::order(&order, language), as_json(&order))),
        view::ScannedKind::Item => {
            scanned.code.parse().ok().and_then(|item| details::item(replica, &item))
        }
        view::ScannedKind::Vendor => {
            scanned.code.parse().ok().and_then(|vendor| details::vendor(replica, &vendor))
        }
        view::ScannedKind::Location
        | view::ScannedKind::Person
        | view::ScannedKind::Enrolment
        | view::ScannedKind::Misread
        | view::ScannedKind::Newer
        | view::ScannedKind::Unknown => None,
    };
    let (text, mut json) = shown.ok_or_else(unknown)?;
    json["kind"] = as_json(&scanned.kind);
    json["code"] = json!(scanned.code);
    Ok(CommandOutput::new(text, json))
}

/// What one of our own numbers stands for: slips show their receipt, return notes their lot.
fn numbered(
    engine: &Engine,
    number: DocumentNumber,
    now: Timestamp,
    language: Language,
) -> Option<(String, Value)> {
    let replica = engine.replica();
    let receipt = match number.kind {
        NumberKind::Receipt => Some(ReceiptNumber(number.opened_by)),
        NumberKind::Slip => replica.receipt_of_slip(number.opened_by),
        NumberKind::Card | NumberKind::ReturnNote => None,
    };
    if let Some(receipt) = receipt {
        let found = view::receipt_for(replica, engine.viewing_posts(), receipt)?;
        let text = details::receipt(&found, replica.site().offset, language);
        return Some((text, with_history(engine, as_json(&found), &Entity::Receipt(receipt.0))));
    }
    let card = match number.kind {
        NumberKind::Card => CardNumber(number.opened_by),
        NumberKind::ReturnNote => replica.card_of_return(number.opened_by)?,
        NumberKind::Receipt | NumberKind::Slip => return None,
    };
    let lot = view::lot(replica, card)?;
    let text = details::lot(&lot, now, replica.site().offset, language);
    let mut json = with_history(engine, as_json(&lot), &Entity::Card(card.0));
    json["standing"] = json!(kebab(&lot.deadline_status(now)));
    Some((text, json))
}

fn with_history(engine: &Engine, mut json: Value, entity: &Entity) -> Value {
    json["history"] = as_json(&view::history(engine.replica(), entity));
    json
}

/// What a scanned code is, and what can be done with it.
pub fn scan(engine: &Engine, code: &str, language: Language) -> CommandOutput {
    let scanned = view::scan(engine.replica(), code);
    let mut text = format!("{} {}", scanned.kind.word(language), scanned.code);
    for also in &scanned.also {
        text.push_str("\n  = ");
        text.push_str(also.word(language));
    }
    if scanned.order_changed {
        text.push_str("\n  ! ");
        text.push_str(names::ORDER_CHANGED.word(language));
    }
    let can: Vec<String> = scanned.can.iter().map(|act| as_typed(*act, &scanned.code)).collect();
    for typed in &can {
        text.push_str("\n  ");
        text.push_str(typed);
    }
    for near in &scanned.near {
        text.push_str("\n  ? ");
        text.push_str(near);
    }
    let mut json = as_json(&scanned);
    json["can"] = json!(can);
    CommandOutput::new(text, json)
}

/// Something that can be done with what was scanned, as it is typed here.
fn as_typed(act: Act, code: &str) -> String {
    match act {
        Act::Show => format!("show {code}"),
        Act::OpenReceipt => format!("receipt open --po {code}"),
        Act::Tally => format!("receipt tally {code} --line N --qty Q"),
        Act::TallyNamingOrder => format!("receipt tally {code} --line ORDER/LINE --qty Q"),
        Act::Sign => format!("receipt sign {code}"),
        Act::IssueCard => format!("card issue {code} --line N"),
        Act::IssueSlip => format!("slip issue {code}"),
        Act::ConfirmSlip => format!("slip confirm {code}"),
        Act::Weigh => format!("weigh {code} --pieces N --gross W --tare W --unit g"),
        Act::Judge => format!("verdict {code} pass|reject|sort"),
        Act::PutAway => format!("putaway {code} --location L"),
        Act::RaiseReturn => format!("return raise {code} --qty Q"),
    }
}

fn as_json(row: &impl Serialize) -> Value {
    serde_json::to_value(row).unwrap_or_default()
}
