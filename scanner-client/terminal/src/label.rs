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
