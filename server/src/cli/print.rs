//! Prints answers: sentences and tables for people, or JSON.

use serde::Serialize;
use serde_json::{Value, json};
use sync_core::api::{CodeRow, DeviceRow, ImportReport, PersonRow, SiteRow};
use sync_core::text::Language;
use sync_core::text::names::Named as _;

use super::{DONE, REFUSED, STORAGE, USAGE};
use crate::admin::Status;
use crate::admin::expunge::LogRow;
use crate::admin::socket::AdminAnswer;

/// Prints an answer to somebody who knows that rows may be refused; answers the exit code.
pub(super) fn print_partial(answer: &AdminAnswer, json: bool) -> u8 {
    match answer {
        AdminAnswer::Imported { report, .. } if !report.nothing_went_in() => {
            print_report(report, json);
            DONE
        }
        other => print(other, json),
    }
}

/// Prints an answer; answers the exit code.
pub(super) fn print(answer: &AdminAnswer, json: bool) -> u8 {
    match answer {
        AdminAnswer::Refused { why } => return trouble(REFUSED, "refused", why, json),
        AdminAnswer::BadInput { why } => return trouble(USAGE, "bad-input", why, json),
        AdminAnswer::Storage { why } => return trouble(STORAGE, "storage", why, json),
        AdminAnswer::Imported { report, .. } if report.refused > 0 || report.nothing_went_in() => {
            print_report(report, json);
            return REFUSED;
        }
        _ if json => print_json(answer),
        AdminAnswer::Code { code, expires, link } => {
            println!("{code}");
            eprintln!("Good once, until {expires}. Type or scan it on the device.");
            if let Some(link) = link {
                eprintln!(
                    "The link that enrols, for `inwards enrol --link` and as a QR code: {link}"
                );
            }
        }
        AdminAnswer::Codes(rows) => print_codes(rows),
        AdminAnswer::Devices(rows) => print_devices(rows),
        AdminAnswer::People(rows) => print_people(rows),
        AdminAnswer::Person { person } => println!("{}", person.0),
        AdminAnswer::Badge(badge) => {
            println!("{}", badge.code);
            eprintln!("The badge of {} {}; it is shown this once.", badge.person.0, badge.name);
        }
        AdminAnswer::Site(row) => print_site(row),
        AdminAnswer::Carried { lines } => println!("{lines} order lines carry more than before"),
        AdminAnswer::Log(rows) => print_log(rows),
        AdminAnswer::Expunged { facts } => println!("{facts} facts are out"),
        AdminAnswer::Done => println!("done"),
        AdminAnswer::KeyRotated { kid, until } => {
            println!("key {kid} signs; the one before is believed until {until}");
        }
        AdminAnswer::Imported { report, .. } => print_report(report, false),
        AdminAnswer::Status(status) => print_status(status),
    }
    DONE
}

fn trouble(code: u8, kind: &str, why: &str, json: bool) -> u8 {
    if json {
        println!("{}", json!({ "trouble": kind, "detail": why }));
    }
    eprintln!("inwards-server: {why}");
    code
}

fn print_json(answer: &AdminAnswer) {
    let value = match answer {
        AdminAnswer::Code { code, expires, link: None } => {
            json!({ "code": code, "expires": expires })
        }
        AdminAnswer::Code { code, expires, link: Some(link) } => {
            json!({ "code": code, "expires": expires, "link": link })
        }
        AdminAnswer::Codes(rows) => to_json(rows),
        AdminAnswer::Devices(rows) => to_json(rows),
        AdminAnswer::People(rows) => to_json(rows),
        AdminAnswer::Person { person } => json!({ "person": person }),
        AdminAnswer::Imported { report, .. } => to_json(report),
        AdminAnswer::Badge(badge) => to_json(badge),
        AdminAnswer::Site(row) => to_json(row),
        AdminAnswer::Status(status) => to_json(status),
        AdminAnswer::KeyRotated { kid, until } => json!({ "kid": kid, "until": until }),
        AdminAnswer::Carried { lines } => json!({ "done": true, "lines": lines }),
        AdminAnswer::Log(rows) => to_json(rows),
        AdminAnswer::Expunged { facts } => json!({ "done": true, "facts": facts }),
        AdminAnswer::Done
        | AdminAnswer::Refused { .. }
        | AdminAnswer::BadInput { .. }
        | AdminAnswer::Storage { .. } => json!({ "done": true }),
    };
    println!("{value}");
}

fn to_json(rows: impl Serialize) -> Value {
    serde_json::to_value(rows).unwrap_or_default()
}

fn print_log(rows: &[LogRow]) {
    println!(
        "{:>9}  {:<14} {:<20} {:>6} {:>6}  recorded",
        "position", "fact", "kind", "author", "bytes"
    );
    for row in rows {
        let about = row.about.map(|about| format!(", of {about}")).unwrap_or_default();
        let out = if row.expunged { ", expunged" } else { "" };
        println!(
            "{:>9}  {:<14} {:<20} {:>6} {:>6}  {}{about}{out}",
            row.position,
            row.fact.to_string(),
            row.kind,
            row.author.0,
            row.bytes,
            row.recorded
        );
    }
}

fn print_codes(rows: &[CodeRow]) {
    println!("{:<8}  {:<16} {:<32} {:>6}  good until", "code", "name", "posts", "by");
    for CodeRow { id, name, posts, expires, person, .. } in rows {
        let by = person.map_or_else(|| "server".to_owned(), |person| person.0.to_string());
        println!("{id:<8}  {name:<16} {posts:<32} {by:>6}  {expires}");
    }
}

fn print_devices(rows: &[DeviceRow]) {
    println!("{:>6}  {:<16} {:<32} {:>8}  last seen", "device", "name", "posts", "facts");
    for row in rows {
        let seen = match (row.revoked, row.last_seen) {
            (Some(at), _) => format!("revoked {at}"),
            (None, Some(at)) if row.held_back.is_some() => {
                let why = row.held_back.map_or("", |why| why.word(Language::English));
                format!("{at}, {why}")
            }
            (None, Some(at)) => at.to_string(),
            (None, None) => "not since the server started".to_owned(),
        };
        println!(
            "{:>6}  {:<16} {:<32} {:>8}  {seen}",
            row.device.0, row.name, row.posts, row.known
        );
    }
}

fn print_people(rows: &[PersonRow]) {
    println!("{:>6}  {:<16} {:<40} pin", "person", "name", "posts");
    for row in rows {
        let pin = match (row.revoked, row.pin) {
            (Some(at), _) => format!("revoked {at}"),
            (None, true) => "set".to_owned(),
            (None, false) => "none".to_owned(),
        };
        println!("{:>6}  {:<16} {:<40} {pin}", row.person.0, row.name, row.posts);
    }
}

fn print_site(row: &SiteRow) {
    let SiteRow {
        name,
        utc_offset_minutes,
        currency,
        blind_count,
        concession_lifts_approval,
        badges,
    } = row;
    let switch = |is_on: &bool| if *is_on { "on" } else { "off" };
    println!("site                       {name}");
    println!("minutes from UTC           {utc_offset_minutes}");
    println!("currency                   {currency}");
    println!("blind count                {}", switch(blind_count));
    println!("concession lifts approval  {}", switch(concession_lifts_approval));
    println!("badges                     {}", if *badges { "required" } else { "optional" });
}

fn print_status(status: &Status) {
    let Status { site, version, serving, epoch, facts, devices, people, set_aside, now, tls } =
        status;
    println!("site         {site}");
    println!("server       {version}, {}", if *serving { "serving" } else { "not serving" });
    println!("log          {facts} facts, epoch {epoch}");
    println!("devices      {devices}");
    println!("people       {people}");
    println!("set aside    {set_aside}");
    println!("clock        {now}");
    let Some(tls) = tls else { return };
    println!("tls          {}, {} days left, until {}", tls.source, tls.days_left, tls.until);
    println!("names        {}", tls.names.join(", "));
    println!("address      {}", tls.address);
    if let Some(fingerprint) = &tls.root_fingerprint {
        println!("root         SHA-256 {fingerprint}");
    }
}

fn print_report(report: &ImportReport, json: bool) {
    if json {
        println!("{}", to_json(report));
        return;
    }
    let ImportReport { kind, encoding, rows, new, changed, unchanged, ended, refused, .. } = report;
    println!(
        "{kind}: {rows} rows, {new} new, {changed} changed, {unchanged} unchanged, \
         {ended} ended, {refused} refused; read as {encoding}"
    );
    for row in &report.refused_rows {
        println!("  line {} {}: {}; {}", row.line, row.key, row.reason, row.remedy);
    }
    for row in &report.noted_rows {
        println!("  line {} {}: {}", row.line, row.key, row.reason);
    }
    for row in &report.under_goods {
        println!("  {}: {}: {}", row.key, row.reason, row.receipts.join(", "));
    }
    for row in &report.ended_rows {
        println!("  {}: {}", row.key, row.reason);
    }
    for note in &report.notes {
        println!("  {note}");
    }
}
