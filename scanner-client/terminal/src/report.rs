//! What came of what was asked: numbers made, notices, how the device stands.

use inwards_engine::driver::Summary;
use inwards_engine::engine::{CommandDone, Engine, RecordedFact};
use inwards_engine::session::SignedIn;
use serde_json::{Map, Value, json};
use sync_core::fact::Kind;
use sync_core::post::Posts;
use sync_core::sync::Cursor;
use sync_core::text::names::{self, Name};
use sync_core::text::{Language, Say as _};
use sync_core::view;

use crate::clock_reading::read_clock;
use crate::command_error::CommandError;
use crate::device::Device;
use crate::identity::Identity;
use crate::output::{Audience, CommandOutput, Printer, clock_time};
use crate::session;
use crate::text::CliMessage;

/// A command was carried out, and is durable.
pub fn done(done: &CommandDone, engine: &Engine, language: Language) -> CommandOutput {
    let mut json = Map::new();
    let mut lines = Vec::new();
    for made in &done.made {
        let code = code_of(made);
        if let Some(key) = key_of(made.kind) {
            json.entry(key).or_insert_with(|| json!(code));
        }
        lines.push(format!("{} {code}", names::made_by(made.kind).word(language)));
    }
    let notices: Vec<Value> = done
        .notices
        .iter()
        .map(|notice| json!({ "rule": notice.name(), "message": notice.say(language) }))
        .collect();
    lines.extend(done.notices.iter().map(|notice| format!("! {}", notice.say(language))));
    let facts: Vec<String> = done.made.iter().map(|made| made.fact.to_string()).collect();
    json.insert("facts".to_owned(), json!(facts));
    json.insert("recorded".to_owned(), json!(done.recorded));
    json.insert("notices".to_owned(), json!(notices));
    json.insert("unsent".to_owned(), json!(engine.outbox().unsent()));
    CommandOutput { json, text: lines.join("\n"), exit: None }
}

fn code_of(made: &RecordedFact) -> String {
    made.number().map_or_else(|| made.fact.to_string(), |number| number.to_string())
}

/// Under which key a program finds the number of what a fact made.
const fn key_of(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::ReceiptOpened => "receipt",
        Kind::Tallied => "tally",
        Kind::Recounted => "recount",
        Kind::CountSigned => "signature",
        Kind::CardIssued => "card",
        Kind::SlipIssued => "slip",
        Kind::Weighed => "weighing",
        Kind::Measured => "measurement",
        Kind::Sampled => "sample",
        Kind::VerdictRecorded => "verdict",
        Kind::PutAway => "putaway",
        Kind::ReturnRaised => "return",
        Kind::PhotoTaken => "photo",
        Kind::ExceptionReported => "exception",
        // Of these, programs know no number: they are asked for by what they are about.
        Kind::ReceiptDescribed
        | Kind::CountVoided
        | Kind::SignatureVoided
        | Kind::ReceiptReopened
        | Kind::ReceiptVoided
        | Kind::ReceiptJoined
        | Kind::DeliveriesDistinct
        | Kind::CountConfirmed
        | Kind::SlipConfirmed
        | Kind::LineAssigned
        | Kind::StaleOrderAnswered
        | Kind::LineCountedAs
        | Kind::OrderChangeAnswered
        | Kind::VendorAccepted
        | Kind::WithdrawalConfirmed
        | Kind::BasisConfirmed
        | Kind::CardVoided
        | Kind::CardReprinted
        | Kind::LotDescribed
        | Kind::WeighingVoided
        | Kind::VerdictVoided
        | Kind::MovementVoided
        | Kind::OrderStated
        | Kind::OrderStatusStated
        | Kind::LineCarried
        | Kind::VendorStated
        | Kind::ApprovalStated
        | Kind::ItemStated
        | Kind::StandardStated
        | Kind::CostStated
        | Kind::PersonStated
        | Kind::PinSet
        | Kind::SignInChanged
        | Kind::SignInGranted
        | Kind::ArrivedLate
        | Kind::SigningInStated
        | Kind::PersonRevoked
        | Kind::DeviceEnrolled
        | Kind::DeviceRevoked
        | Kind::ClockDoubtful
        | Kind::FactSetAside
        | Kind::Readmitted
        | Kind::ClockOff
        | Kind::SiteStated
        | Kind::CountingStated
        | Kind::PhotoVoided
        | Kind::ExceptionVoided
        | Kind::Expunged => return None,
    })
}

/// A folder became a device.
pub fn enrolled(identity: &Identity, language: Language) -> CommandOutput {
    let device = identity.device.0;
    let site = identity.site.clone();
    let json = json!({ "device": device, "site": site, "server": identity.server });
    CommandOutput::new(CliMessage::Enrolled { device, site }.say(language), json)
}

/// Somebody signed in: who they are, what they may do, and until when.
pub fn signed_in(signed_in: &SignedIn, engine: &Engine, language: Language) -> CommandOutput {
    let SignedIn { person, until, .. } = *signed_in;
    let name = view::person_name(engine.replica(), person);
    let posts = engine.posts_of(person);
    let until_shown = clock_time(until, engine.replica().site().offset);
    let json = json!({
        "person": { "number": person, "name": name },
        "posts": posts.to_string(),
        "until": until,
    });
    CommandOutput::new(CliMessage::SignedIn { name, until: until_shown }.say(language), json)
}

/// Nobody is signed in.
pub fn signed_out(language: Language) -> CommandOutput {
    CommandOutput::new(CliMessage::SignedOut.say(language), json!({ "person": Value::Null }))
}

/// A contact is over.
pub fn synced(summary: &Summary, device: &Device, language: Language) -> CommandOutput {
    let engine = &device.engine;
    let (sent, received) = (summary.sent, summary.received);
    let mut text = CliMessage::Synced { sent, received }.say(language).into_owned();
    let mut tell = |sentence: CliMessage| {
        text.push('\n');
        text.push_str(&sentence.say(language));
    };
    if !summary.id_collisions.is_empty() && summary.copied.is_empty() {
        let count = summary.id_collisions.len();
        tell(CliMessage::Clashing { count });
    }
    let aside = summary.set_aside.len();
    let refused = (aside > 0).then(|| {
        let taken = sent.saturating_sub(aside as u64);
        let sentence = match summary.copied.len() {
            0 => CliMessage::SetAsideTold { count: aside },
            copied => CliMessage::Copied { taken, copied },
        };
        tell(sentence.clone());
        CommandError::refused("never-lost", sentence)
    });
    let mut json = json!({
        "sent": sent,
        "received": received,
        "unsent": engine.outbox().unsent(),
        "set_aside": summary.set_aside,
        "clashing": summary.id_collisions,
        "cursor": cursor(engine.cursor()),
    });
    if let Some(refused) = &refused {
        json["error"] = refused.json(language)["error"].clone();
    }
    CommandOutput { exit: refused.map(|refused| refused.exit), ..CommandOutput::new(text, json) }
}

/// How far the log is read. Which log stands in hexadecimal, as the server writes it: as a
/// number it would be too large for many readers of JSON.
fn cursor(cursor: Cursor) -> Value {
    let epoch = format!("{:016x}", cursor.epoch);
    json!({ "incarnation": epoch, "position": cursor.position })
}

/// A live connection has sent and read everything.
pub fn settled(engine: &Engine) -> CommandOutput {
    let json = json!({
        "unsent": engine.outbox().unsent(),
        "cursor": cursor(engine.cursor()),
    });
    CommandOutput::new("", json)
}

/// How the device stands.
pub fn status(device: &Device, language: Language) -> CommandOutput {
    let engine = &device.engine;
    let identity = &device.identity;
    let stamp = read_clock();
    let now = engine.instant(stamp);
    let replica = engine.replica();
    let offset = replica.site().offset;
    let session = session::read(&device.folder, engine, stamp);
    let clock = engine.outbox().clock();
    let state = replica.device(identity.device);
    let posts = state.map_or(Posts::NONE, |state| state.posts);
    let digest = replica.digest(posts);
    let set_aside = state
        .map_or(0, |state| state.set_aside.iter().filter(|set| set.readmitted.is_none()).count());
    let person = session.map(|(session, _)| {
        let name = replica
            .person(session.person)
            .and_then(|person| person.name.as_ref())
            .map(ToString::to_string);
        json!({ "number": session.person, "name": name, "until": session.until })
    });
    let photos_unsent = crate::photos::unsent(&device.folder).len();
    let learned = clock.learned.map(|stamp| stamp.wall.plus(clock.offset));
    let json = json!({
        "device": identity.device,
        "name": state.and_then(|state| state.name.as_ref()),
        "posts": posts.to_string(),
        "site": identity.site,
        "server": identity.server,
        "person": person,
        "unsent": engine.outbox().unsent(),
        "photos_unsent": photos_unsent,
        "recorded_here": engine.outbox().last(),
        "acknowledged": engine.outbox().acknowledged(),
        "cursor": cursor(engine.cursor()),
        "facts": replica.len(),
        "set_aside": set_aside,
        "clock": {
            "device": stamp.wall,
            "corrected": now,
            "offset_ms": clock.offset,
            "uncertainty_ms": clock.uncertainty,
            "learned": learned,
        },
        "digest": digest,
        "software": crate::identity::SOFTWARE,
    });
    let who = person_line(&json, language);
    let photos_shown = photos_unsent.to_string();
    let learned = learned.map_or_else(|| "–".to_owned(), |at| clock_time(at, offset));
    let rows = [
        (names::DEVICE, format!("{} {posts}", identity.device)),
        (names::SITE, format!("{} {}", identity.site, identity.server)),
        (names::PERSON, who),
        (Name::new("未传", "unsent"), engine.outbox().unsent().to_string()),
        (Name::new("照片未传", "photos unsent"), photos_shown),
        (Name::new("本机记录", "recorded"), engine.outbox().last().to_string()),
        (Name::new("已取至", "fetched to"), engine.cursor().position.to_string()),
        (names::SET_ASIDE, set_aside.to_string()),
        (
            Name::new("时钟", "clock"),
            format!("{} ({:+} ms, {learned})", clock_time(now, offset), clock.offset.0),
        ),
        (Name::new("摘要", "digest"), digest.chars().take(16).collect()),
    ];
    let text = rows
        .into_iter()
        .map(|(name, value)| vec![name.word(language).to_owned(), value])
        .collect::<Vec<_>>();
    CommandOutput::new(crate::output::table(&["", ""], &text).trim_start().to_owned(), json)
}

fn person_line(json: &Value, language: Language) -> String {
    json["person"]["name"]
        .as_str()
        .map_or_else(|| CliMessage::Nothing.say(language).into_owned(), ToOwned::to_owned)
}

/// Reminds a person of what is not on the server yet.
pub fn tell_unsent(engine: &Engine, printer: Printer) {
    let count = engine.outbox().unsent();
    if count > 0 && printer.audience == Audience::Person {
        printer.remark(&CliMessage::Unsent { count });
    }
}
