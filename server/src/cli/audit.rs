//! `audit`: lists what was noted, or checks that nothing of it was changed. Reads the files alone, so
//! that it works beside a server, without one, and on a copy of the folder elsewhere.

use std::io::Write as _;
use std::path::Path;

use clap::{Args, Subcommand};
use serde_json::json;
use sync_core::time::Timestamp;

use super::{DONE, REFUSED, STORAGE};
use crate::audit::reading::{self, Checked, Filter, Found};
use crate::audit::record::Head;

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Lists records, the oldest first; `--json` prints them as they were written.
    List(Wanted),
    /// Follows the chain from the first record to the last; ends with 3 where it is broken, and says
    /// where.
    Verify {
        /// A record that was noted elsewhere, as an earlier check printed the last one: it must still
        /// be there. Several times for several.
        #[arg(long, value_name = "NUMBER:HASH", value_parser = head)]
        known: Vec<Head>,
    },
}

#[derive(Debug, Args)]
pub(super) struct Wanted {
    /// Noted at this instant or later, like 2026-11-28T00:00:00+08:00.
    #[arg(long, value_name = "INSTANT")]
    since: Option<Timestamp>,
    /// Noted before this instant.
    #[arg(long, value_name = "INSTANT")]
    until: Option<Timestamp>,
    /// By somebody, or about them: person:3, device:7, account:0, address:10.0.0.9, server.
    #[arg(long, value_name = "WHO")]
    who: Option<String>,
    /// What was done, by name; several are joined by commas.
    #[arg(long, value_name = "WHAT,WHAT")]
    what: Option<String>,
}

fn head(text: &str) -> Result<Head, String> {
    let read = text.split_once(':').and_then(|(n, hash)| {
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let n = n.parse().ok().filter(|n| *n > 0 && is_hash)?;
        Some(Head { n, hash: hash.to_ascii_lowercase() })
    });
    read.ok_or_else(|| format!("“{text}” is no record: write NUMBER:HASH, as `audit verify` does"))
}

pub(super) fn audit(data: &Path, audit: Audit, json: bool) -> u8 {
    let folder = data.join("audit");
    let done = match audit {
        Audit::List(wanted) => list(&folder, wanted, json).map(|()| DONE),
        Audit::Verify { known } => {
            reading::verify(&folder, &known).map(|checked| tell(checked, json))
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("inwards-server: {}: {error}", folder.display());
        STORAGE
    })
}

fn list(folder: &Path, wanted: Wanted, json: bool) -> std::io::Result<()> {
    let Wanted { since, until, who, what } = wanted;
    let mut out = std::io::stdout().lock();
    let mut gone = false;
    reading::list(folder, &Filter { since, until, who, what }, |found| {
        // Whoever reads may have seen enough: `head` ends so.
        let line = if json { found.text } else { row(found) };
        gone = gone || writeln!(out, "{line}").is_err();
    })
}

fn row(Found { line, .. }: Found) -> String {
    let by = line.by();
    let rest = line.rest.iter().filter(|(_, value)| !value.is_null());
    let rest: Vec<String> = rest.map(|(name, value)| format!("{name}={value}")).collect();
    format!("{:>6}  {}  {:<22} {by:<22} {}", line.n, line.at, line.what, rest.join(" "))
}

fn tell(checked: Checked, json: bool) -> u8 {
    match checked {
        Checked::Whole { first, head, unfinished } => {
            let Head { n, hash } = head;
            if json {
                println!(
                    "{}",
                    json!({ "whole": true, "first": first, "last": n, "hash": hash, "unfinished": unfinished })
                );
            } else {
                println!("whole: records {first} to {n}");
                println!("last record, for --known: {n}:{hash}");
                if unfinished {
                    println!(
                        "an unfinished record follows: the server is writing it, or cuts it off when it starts"
                    );
                }
            }
            DONE
        }
        Checked::Broken { file, line, record, why } => {
            if json {
                println!(
                    "{}",
                    json!({ "whole": false, "file": file, "line": line, "record": record, "why": why })
                );
            }
            eprintln!(
                "inwards-server: broken at record {record}, {} line {line}: {why}",
                file.display()
            );
            REFUSED
        }
    }
}
