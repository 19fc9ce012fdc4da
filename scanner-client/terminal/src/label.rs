//! What a label of others says, told without a device.

use serde_json::json;
use sync_core::scan::{self, Reading};
use sync_core::text::{Language, Say as _};
use sync_core::time::Timestamp;

use crate::output::CommandOutput;

/// Reads a label that was typed with its control characters escaped.
pub fn read(escaped: &str, now: Timestamp, language: Language) -> CommandOutput {
    let reading = scan::read(&scan::carrier::unescaped(escaped), now.year());
    CommandOutput::new(in_words(&reading, language), json!(reading))
}

/// A line for each thing that the label says.
fn in_words(reading: &Reading, language: Language) -> String {
    let mut lines: Vec<String> = Vec::new();
    for meaning in &reading.meanings {
        let unit = meaning.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let what = meaning.kind.say(language);
        lines.push(format!("{what} {}{unit} ({})", meaning.value, meaning.evidence.id));
    }
    if reading.meanings.is_empty() {
        for one in &reading.identifiers {
            lines.push(format!("{} {}", one.id, one.value).trim().to_owned());
        }
    }
    for doubt in &reading.doubts {
        lines.push(format!("  ? {} {}", doubt.id, doubt.reason.say(language)));
    }
    if let Some(refused) = &reading.refused {
        lines.push(format!("  ! {} {}", refused.id, refused.reason.say(language)));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-28T08:00:00Z".parse().expect("an instant")
    }

    #[test]
    fn people_and_programs_hear_what_a_label_says() {
        let told =
            read(r"[)>\x1e06\x1dP417-0005\x1dQ250\x1d4LCHN\x1e\x04", now(), Language::English);

        assert_eq!(
            told.json["identifiers"][1],
            json!({ "system": "mh10", "id": "Q", "value": "250" })
        );
        assert_eq!(told.json["doubt"][0]["reason"], "value");
        assert!(!told.json.contains_key("refused"));
        assert!(told.text.starts_with("item 417-0005 (P)\nquantity 250 (Q)\n"), "{}", told.text);
    }

    #[test]
    fn a_label_that_is_cut_off_says_so_and_nothing_else() {
        let told = read("(01)0950600", now(), Language::Chinese);

        assert_eq!(told.json["refused"]["reason"], "cut-off");
        assert_eq!(told.json["meanings"], json!([]));
        assert!(told.text.contains("标签不完整"), "{}", told.text);
    }
}
